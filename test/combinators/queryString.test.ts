/** `a=1&b=2`, held against URLSearchParams. */
import * as fc from 'fast-check'
import { parseQuery, unescapeField } from '../../src/combinators/queryString.js'
import { holds } from '../laws/holds.js'
import { listening } from '../listening.js'

const reference = (text: string): Record<string, string[]> => {
  const fields: Record<string, string[]> = Object.create(null)
  // URLSearchParams drops one leading question mark, which is part of a form's first key.
  for (const [k, v] of new URLSearchParams(text.startsWith('?') ? `?${text}` : text)) {
    const values = fields[k] ?? []
    fields[k] = [...values, v]
  }
  return fields
}

const wellFormed = fc
  .array(fc.constantFrom('a', 'b', '=', '&', '+', '%20', '%C3%BC', '?', '%3D', '%26', '[', '__proto__', 'toString', 'ü', ';'), {
    maxLength: 30
  })
  .map((p) => p.join(''))

test('a text whose escapes are sound is read as URLSearchParams reads it', async () => {
  await holds(
    fc.property(wellFormed, (text) => expect(parseQuery(text, 1000)).toEqual(reference(text))),
    2000
  )
})

test('what URLSearchParams writes is read back', async () => {
  await holds(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { maxLength: 10 }),
      (fields) => {
        expect(parseQuery(new URLSearchParams(fields).toString(), 1000)).toEqual(
          reference(new URLSearchParams(fields).toString())
        )
      }
    )
  )
})

test.each<[string, string]>([
  ['a broken escape', 'a=%ZZ'],
  ['half an escape', 'a=%4'],
  ['a percent sign alone', '%=1'],
  ['an escape that is no UTF-8, which URLSearchParams would replace', 'a=%FF']
])('%s is malformed, where URLSearchParams guesses', (_, text) => {
  expect(parseQuery(text, 10)).toBe('malformed')
})

test('keys of every object are own keys, on an object without a prototype', () => {
  const fields = parseQuery('__proto__=1&toString=2&hasOwnProperty=3&a.__proto__.x=4&a[__proto__]=5', 10) as object
  expect(Object.getPrototypeOf(fields)).toBe(null)
  expect(Object.entries(fields)).toEqual([
    ['__proto__', ['1']],
    ['toString', ['2']],
    ['hasOwnProperty', ['3']],
    ['a.__proto__.x', ['4']],
    ['a[__proto__]', ['5']]
  ])
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

test('more fields than allowed are too many, exactly, and empty parts are no fields', async () => {
  await holds(
    fc.property(fc.array(fc.constantFrom('', 'a=1', 'b'), { maxLength: 12 }), fc.integer({ min: 1, max: 8 }), (parts, most) => {
      const n = parts.filter((p) => p !== '').length
      const fields = parseQuery(parts.join('&'), most)
      if (n > most) expect(fields).toBe('too many')
      else expect(fields).toEqual(reference(parts.join('&')))
    })
  )
})

test('a megabyte of ampersands is no field', () => {
  expect(parseQuery('&'.repeat(1_000_000), 1000)).toEqual({})
})

listening('text without an escape is not decoded', () => {
  const decode = jest.spyOn(globalThis, 'decodeURIComponent')
  unescapeField('a+b')
  const idle = decode.mock.calls.length
  unescapeField('a%20b')
  const busy = decode.mock.calls.length
  decode.mockRestore()
  expect([idle, busy]).toEqual([0, 1])
})
