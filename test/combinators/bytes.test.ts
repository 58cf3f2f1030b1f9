/** From an encoded body to bytes and text, strictly. */
import * as fc from 'fast-check'
import { bytesOf, exceeds, MalformedBody, textOf, whyNoBytes } from '../../src/combinators/bytes.js'
import { holds } from '../laws/holds.js'

const base64 = (data: string) => ({ data, base64: true })
const plain = (data: string) => ({ data, base64: false })

test('bytes come back from base64 exactly', async () => {
  await holds(fc.property(fc.uint8Array(), (u) => expect(bytesOf(base64(Buffer.from(u).toString('base64')))).toEqual(u)))
})

test('a text is its UTF-8 bytes, and comes back', async () => {
  await holds(
    fc.property(fc.string({ unit: 'grapheme' }), (s) => {
      expect(bytesOf(plain(s))).toEqual(new Uint8Array(Buffer.from(s)))
      expect(textOf(plain(s))).toBe(s.replace(/^\ufeff/, ''))
      expect(textOf(base64(Buffer.from(s).toString('base64')))).toBe(s.replace(/^\ufeff/, ''))
    })
  )
})

test.each<[string, string]>([
  ['words', 'not base64!'],
  ['URL-safe base64', Buffer.from([251, 255, 254]).toString('base64url')],
  ['base64 without its padding', 'YQ'],
  ['too much padding', 'Y==='],
  ['padding in the middle', 'YQ==YQ=='],
  ['a line break', 'YWFh\nYWFh'],
  ['a space', 'YWFh YWE'],
  ['a data URL', 'data:;base64,YQ==']
])('%s is not base64, and there are no bytes and no text', (_, data) => {
  expect(bytesOf(base64(data))).toBeUndefined()
  expect(textOf(base64(data))).toBeUndefined()
})

test.each<[string, ReadonlyArray<number>]>([
  ['a lone continuation byte', [0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['half a letter', [0xc3]],
  ['Latin 1', [0x5a, 0xfc]]
])('%s is no UTF-8, and there is no text; nothing is repaired', (_, bytes) => {
  expect(textOf(base64(Buffer.from(bytes).toString('base64')))).toBeUndefined()
})

test('half of a surrogate pair has no bytes; as text it is what was sent', () => {
  expect([bytesOf(plain('a\ud800')), textOf(plain('a\ud800'))]).toEqual([undefined, 'a\ud800'])
})

test.each<[string, string | null]>([
  ['nothing', null],
  ['an empty text', '']
])('%s has no bytes and the empty text', (_, data) => {
  expect(bytesOf({ data, base64: false })).toEqual(new Uint8Array(0))
  expect(textOf({ data, base64: false })).toBe('')
})

test('the bound is told of decoded bytes, without decoding, exactly', async () => {
  await holds(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 40 }), (s, limit) => {
      const size = Buffer.byteLength(s)
      expect(exceeds(plain(s), limit)).toBe(size > limit)
      expect(exceeds(base64(Buffer.from(s).toString('base64')), limit)).toBe(size > limit)
    })
  )
  expect(exceeds({ data: null, base64: false }, 0)).toBe(false)
})

test('a byte order mark is dropped, once, from text that was not encoded too', () => {
  expect([textOf(plain('\ufeffa')), textOf(plain('\ufeff\ufeffa')), textOf(plain('a\ufeff'))]).toEqual([
    'a',
    '\ufeffa',
    'a\ufeff'
  ])
})

test('why there are no bytes is said', () => {
  expect(new MalformedBody(whyNoBytes(base64('?')))).toMatchObject({
    name: 'MalformedBody',
    message: 'The body is not the base64 it claims to be'
  })
  expect(whyNoBytes(plain('\ud800'))).toBe('The body is text that has no UTF-8')
})
