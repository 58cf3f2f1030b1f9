/** JSON with a guard: no poisonous key, no depth, against a naive reference that asks a reviver about every key. */
import * as fc from 'fast-check'
import { harmless, parseJson } from '../../src/codecs/safeJson.js'
import { holds } from '../laws/holds.js'
import { listening } from '../listening.js'

// The reference: JSON.parse, a reviver that sees every key, and the depth counted on the value.
const reference = (text: string, depth: number): { readonly value: unknown } | undefined => {
  let poisoned = false
  try {
    const value: unknown = JSON.parse(text, (key, value) => {
      if (key === '__proto__') poisoned = true
      if (key === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype'))
        poisoned = true
      return value
    })
    return poisoned || depthOf(value) > depth ? undefined : { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const depthOf = (u: unknown): number =>
  typeof u !== 'object' || u === null ? 0 : 1 + Math.max(0, ...Object.values(u).map(depthOf))

const key = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'prototype', 'x"y', '[{', '\\')
const json: fc.Arbitrary<string> = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    fc.constantFrom('1', 'null', 'true', '"[[[["', '"{\\"{"', '"\\\\"', '"__proto__"', '"\\u0041"'),
    fc.array(tie('json'), { maxLength: 3 }).map((xs) => `[${xs.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(key, fc.boolean(), tie('json')), { maxLength: 3, selector: ([k]) => k })
      .map((kvs) => `{${kvs.map(([k, esc, v]) => `${esc ? escaped(k) : JSON.stringify(k)}:${v}`).join(',')}}`)
  )
})).json
const escaped = (k: string): string => `"${[...k].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`

test('it accepts exactly what the naive reference accepts, with the same value', async () => {
  await holds(
    fc.property(json, fc.integer({ min: 1, max: 5 }), (text, depth) => {
      expect(parseJson(text, depth)).toEqual(reference(text, depth))
    }),
    2000
  )
})

test('a mutilated text is refused exactly where JSON.parse refuses it', async () => {
  await holds(
    fc.property(json, fc.nat(), fc.constantFrom('', '}', ']', '"', ',', '{', '[', '\\'), (text, at, put) => {
      const i = at % (text.length + 1)
      const broken = text.slice(0, i) + put + text.slice(i + 1)
      expect(parseJson(broken, 64)).toEqual(reference(broken, 64))
    })
  )
})

test.each<[string, string]>([
  ['a __proto__ key', '{"__proto__":{"isAdmin":true}}'],
  ['a __proto__ key in escapes', '{"\\u005f_proto__":{"isAdmin":true}}'],
  ['a __proto__ key five levels down', '{"a":[{"b":[{"__proto__":1}]}]}'],
  ['a constructor with a prototype', '{"constructor":{"prototype":{"x":1}}}'],
  ['a constructor with a prototype, in escapes', '{"\\u0063onstructor":{"prototype":{"x":1}}}'],
  ['a comment', '{/**/}'],
  ['two values', '1 2'],
  ['a byte order mark', '\ufeff1'],
  ['NaN', 'NaN'],
  ['nothing but space', '  ']
])('%s is refused', (_, text) => {
  expect(parseJson(text, 64)).toBeUndefined()
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test.each<[string, string, unknown]>([
  ['a constructor that is a text', '{"constructor":"Ford"}', { constructor: 'Ford' }],
  ['a constructor without a prototype', '{"constructor":{"name":"Ford"}}', { constructor: { name: 'Ford' } }],
  ['__proto__ as a value', '["__proto__"]', ['__proto__']],
  ['a duplicate key, of which the last counts', '{"role":"user","role":"admin"}', { role: 'admin' }],
  ['null', 'null', null]
])('%s is accepted', (_, text, value) => {
  expect(parseJson(text, 64)).toEqual({ value })
})

test.each([
  ['lists', '['],
  ['objects', '{"a":'],
  ['half a text of brackets', '["[[[[",']
])('ten thousand nested %s are refused, without a RangeError', (_, open) => {
  expect(parseJson(open.repeat(10_000), 64)).toBeUndefined()
})

test('depth counts levels: exactly the limit is accepted, one more is refused', () => {
  const nested = (n: number) => '['.repeat(n) + ']'.repeat(n)
  expect(parseJson(nested(64), 64)).toBeDefined()
  expect(parseJson(nested(65), 64)).toBeUndefined()
  expect(parseJson(`[${'[],'.repeat(500)}[]]`, 2)).toBeDefined()
})

test('what was parsed already is harmless exactly if it would have been accepted', async () => {
  await holds(
    fc.property(json, fc.integer({ min: 1, max: 5 }), (text, depth) => {
      expect(harmless(text, JSON.parse(text), depth)).toBe(parseJson(text, depth) !== undefined)
    })
  )
})

test('a constructor that is null is data', () => {
  expect(parseJson('{"constructor":null}', 64)).toEqual({ value: { constructor: null } })
})

test('no value is looked through whose text has nothing to look for', () => {
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('looked at')
      }
    }
  )
  expect(harmless('{"a":[1]}', trap, 64)).toBe(true)
  expect(() => harmless('{"proto":1}', trap, 64)).toThrow()
  expect(() => harmless('{"\\u0061":1}', trap, 64)).toThrow()
})

listening.each([
  ['two brackets of two', '{"a":[1]}', 2, false],
  ['a list of two', '[[1]]', 2, false],
  ['no bracket', '"letters"', 1, false],
  ['three brackets of two', '[[1],[2]]', 2, true]
])('a text of %s is read letter by letter only if it has more of them than levels are allowed', (_, text, depth, read) => {
  const letters = jest.spyOn(String.prototype, 'charCodeAt')
  const accepted = harmless(text, undefined, depth)
  const reads = letters.mock.calls.length
  letters.mockRestore()
  expect([accepted, reads > 0]).toEqual([true, read])
})
