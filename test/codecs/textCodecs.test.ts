/** Strict codecs of text: what is not exactly the thing is refused, where `Number` and `Date` would guess. */
import * as fc from 'fast-check'
import type * as t from 'io-ts'
import { BooleanFromString, bytes, DateFromString, IntFromString, NumberFromString } from '../../src/codecs/textCodecs.js'
import { holds } from '../laws/holds.js'

const read = (codec: t.Mixed, u: unknown): unknown => {
  const e = codec.decode(u)
  return e._tag === 'Right' ? e.right : 'refused'
}

const refused: ReadonlyArray<[string, t.Mixed, ReadonlyArray<unknown>]> = [
  [
    'NumberFromString',
    NumberFromString,
    [
      '',
      ' ',
      ' 12 ',
      '0x10',
      '0b1',
      '1e3',
      'Infinity',
      '-Infinity',
      'NaN',
      '٣',
      '9007199254740993',
      '01',
      '+1',
      '.5',
      '5.',
      '1,5',
      '1_000',
      '--1',
      null,
      undefined,
      12,
      true,
      [],
      ['1']
    ]
  ],
  [
    'IntFromString',
    IntFromString,
    [
      '',
      ' ',
      '1.0',
      '01',
      '-0',
      '+1',
      '1e3',
      '0x10',
      '9007199254740992',
      '-9007199254740992',
      '99999999999999999999',
      '٣',
      'a',
      null,
      undefined,
      7
    ]
  ],
  ['BooleanFromString', BooleanFromString, ['', 'TRUE', 'True', 'yes', '1', '0', 'on', ' true', null, undefined, true]],
  [
    'DateFromString',
    DateFromString,
    [
      '',
      '1',
      '2020-01-01',
      '2020-01-01T00:00:00',
      '2020-02-30T00:00:00Z',
      '2021-02-29T00:00:00Z',
      '2020-13-01T00:00:00Z',
      '2020-00-01T00:00:00Z',
      '2020-01-00T00:00:00Z',
      '2020-01-01T24:00:00Z',
      '2020-01-01T00:60:00Z',
      '2020-01-01T00:00:60Z',
      '2020-01-01 00:00:00Z',
      '2020-01-01T00:00:00+24:00',
      '2020-01-01T00:00:00z',
      '2020-1-1T00:00:00Z',
      '+002020-01-01T00:00:00Z',
      'Wed, 01 Jan 2020 00:00:00 GMT',
      0,
      new Date(0)
    ]
  ]
]

describe.each(refused)('%s', (_, codec, values) => {
  test.each(values.map((v) => [v]))('refuses %j', (value) => {
    expect(read(codec, value)).toBe('refused')
  })
})

test.each<[string, t.Mixed, string, unknown]>([
  ['a whole number', NumberFromString, '20', 20],
  ['a fraction', NumberFromString, '-1.5', -1.5],
  ['zero', NumberFromString, '0', 0],
  ['minus zero, which is zero', NumberFromString, '-0', 0],
  ['the largest safe number', NumberFromString, '9007199254740991', Number.MAX_SAFE_INTEGER],
  ['the largest safe integer', IntFromString, '9007199254740991', Number.MAX_SAFE_INTEGER],
  ['the smallest', IntFromString, '-9007199254740991', Number.MIN_SAFE_INTEGER],
  ['true', BooleanFromString, 'true', true],
  ['false', BooleanFromString, 'false', false],
  ['a leap day', DateFromString, '2024-02-29T12:00:00Z', new Date(Date.UTC(2024, 1, 29, 12))],
  ['another zone', DateFromString, '2026-11-23T10:00:00+02:00', new Date(Date.UTC(2026, 10, 23, 8))],
  ['milliseconds', DateFromString, '2026-11-23T10:00:00.123Z', new Date(Date.UTC(2026, 10, 23, 10, 0, 0, 123))],
  ['the last day of a year', DateFromString, '2026-12-31T23:59:59Z', new Date(Date.UTC(2026, 11, 31, 23, 59, 59))]
])('%s is read', (_, codec, text, value) => {
  expect(read(codec, text)).toEqual(value)
})

test('whole numbers, booleans and dates come back from their own text', async () => {
  await holds(
    fc.property(
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.date({ noInvalidDate: true, min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z') }),
      (n, b, d) => {
        expect(read(IntFromString, IntFromString.encode(n))).toBe(n + 0)
        expect(read(NumberFromString, NumberFromString.encode(n))).toBe(n + 0)
        expect(read(BooleanFromString, BooleanFromString.encode(b))).toBe(b)
        expect(read(DateFromString, DateFromString.encode(d))).toEqual(d)
      }
    )
  )
})

test('what is read from any text is what Number reads, and never what is no finite number', async () => {
  await holds(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+ 0-9.eExX]{0,12}$/)), (s) => {
      const n = read(NumberFromString, s)
      if (n === 'refused') return
      expect(n).toBe(Number(s) + 0)
      expect(Number.isFinite(n)).toBe(true)
    }),
    2000
  )
})

test('bytes are bytes of one media type, and nothing else', () => {
  const png = bytes('image/png')
  expect(png.mediaType).toBe('image/png')
  expect(png.encode(new Uint8Array([1]))).toEqual(new Uint8Array([1]))
  expect([read(png, new Uint8Array([1])), read(png, 'text'), read(png, [1])]).toEqual([new Uint8Array([1]), 'refused', 'refused'])
})
