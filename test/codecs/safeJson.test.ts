/** JSON with a guard: no poisonous key, no depth, against a naive reference that asks a reviver about every key. */
import * as fc from 'fast-check'
import { checkJson, checkParsed, describeProblem, exceeds, parseJson, parseShort } from '../../src/codecs/safeJson.js'
import { holds } from '../laws/holds.js'
import { listening } from '../listening.js'

const accepted = (text: string, depth: number): { readonly value: unknown } | undefined => {
  const json = parseJson(text, depth)
  return 'value' in json ? { value: json.value } : undefined
}

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
      expect(accepted(text, depth)).toEqual(reference(text, depth))
    }),
    2000
  )
})

test('a mutilated text is refused exactly where JSON.parse refuses it', async () => {
  await holds(
    fc.property(json, fc.nat(), fc.constantFrom('', '}', ']', '"', ',', '{', '[', '\\'), (text, at, put) => {
      const i = at % (text.length + 1)
      const broken = text.slice(0, i) + put + text.slice(i + 1)
      expect(accepted(broken, 64)).toEqual(reference(broken, 64))
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
  expect(accepted(text, 64)).toBeUndefined()
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test.each<[string, string, unknown]>([
  ['a constructor that is a text', '{"constructor":"Ford"}', { constructor: 'Ford' }],
  ['a constructor without a prototype', '{"constructor":{"name":"Ford"}}', { constructor: { name: 'Ford' } }],
  ['__proto__ as a value', '["__proto__"]', ['__proto__']],
  ['a duplicate key, of which the last counts', '{"role":"user","role":"admin"}', { role: 'admin' }],
  ['null', 'null', null]
])('%s is accepted', (_, text, value) => {
  expect(accepted(text, 64)).toEqual({ value })
})

test.each([
  ['lists', '['],
  ['objects', '{"a":'],
  ['half a text of brackets', '["[[[[",']
])('ten thousand nested %s are refused, without a RangeError', (_, open) => {
  expect(accepted(open.repeat(10_000), 64)).toBeUndefined()
})

test('depth counts levels: exactly the limit is accepted, one more is refused', () => {
  const nested = (n: number) => '['.repeat(n) + ']'.repeat(n)
  expect(accepted(nested(64), 64)).toBeDefined()
  expect(accepted(nested(65), 64)).toBeUndefined()
  expect(accepted(`[${'[],'.repeat(500)}[]]`, 2)).toBeDefined()
})

test('of a text that was parsed already it says what it says of the text', async () => {
  await holds(
    fc.property(json, fc.integer({ min: 1, max: 5 }), (text, depth) => {
      expect(checkParsed(text, JSON.parse(text), depth)).toEqual(parseJson(text, depth))
    })
  )
})

test('a constructor that is null is data', () => {
  expect(accepted('{"constructor":null}', 64)).toEqual({ value: { constructor: null } })
})

listening.each([
  ['two brackets of two', '{"a":[1]}', 2, false],
  ['a list of two', '[[1]]', 2, false],
  ['no bracket', '"letters"', 1, false],
  ['three brackets of two', '[[1],[2]]', 2, true]
])('a text of %s is read letter by letter only if it has more of them than levels are allowed', (_, text, depth, read) => {
  const letters = jest.spyOn(String.prototype, 'charCodeAt')
  const result = checkParsed(text, undefined, depth)
  const reads = letters.mock.calls.length
  letters.mockRestore()
  expect([result, reads > 0]).toEqual([{ value: undefined }, read])
})

describe('numbers that JavaScript cannot hold', () => {
  const issue = (path: string) => ({ path, expected: 'a number that is not too large' })

  test.each<[string, string, ReadonlyArray<string>]>([
    ['an exponent', '1e999', ['']],
    ['a negative one', '{"a":{"b":[0,-1E+400]}}', ['a.b.1']],
    ['one beside null and a text', '[null,"ab",1e999]', ['2']],
    ['309 digits', `{"a":${'9'.repeat(309)},"b":1e309}`, ['a', 'b']]
  ])('%s is an issue with its place', (_, text, paths) => {
    expect(parseJson(text, 64)).toEqual({ issues: paths.map(issue) })
    expect(checkJson(JSON.parse(text), 64)).toEqual({ issues: paths.map(issue) })
  })

  test('no more than twenty of them are issues', () => {
    expect(parseJson(`[${'1e999,'.repeat(100)}0]`, 64)).toEqual({
      issues: Array.from({ length: 20 }, (_, i) => issue(String(i)))
    })
  })

  test.each(['1e-999', '12345678901234567890', '1e308', '-0'])('%s stays as JSON.parse gives it', (text) => {
    expect(parseJson(text, 64)).toEqual({ value: JSON.parse(text) })
  })
})

describe('a value that was parsed already', () => {
  test('is accepted exactly where its text is', async () => {
    await holds(
      fc.property(json, fc.integer({ min: 1, max: 5 }), (text, depth) => {
        expect(checkJson(JSON.parse(text), depth)).toEqual(parseJson(text, depth))
      }),
      2000
    )
  })
})

test.each<[string, unknown, number, number, string | undefined]>([
  ['a scalar', 1, 1, 0, undefined],
  ['null is a scalar', [null, null], 12, 1, undefined],
  ['scalars up to the limit', [1, 2], 12, 1, undefined],
  ['one value more', [1, 2, 3], 12, 1, 'has over 12 values'],
  ['an object counts as ten', [{}, {}], 30, 2, undefined],
  ['an object more', [{}, {}, {}], 30, 2, 'has over 30 values'],
  ['levels up to the limit', { a: { b: 1 } }, 100, 2, undefined],
  ['one level more', { a: { b: {} } }, 100, 2, 'is nested over 2 levels deep']
])('for other validators: %s', (_, value, values, depth, expected) => {
  const problem = exceeds(value, values, depth)
  expect(problem && describeProblem(problem)).toBe(expected)
})

test('counting stops at the limit', () => {
  let read = 0
  const many = Array.from({ length: 1000 }, () =>
    Object.defineProperty({}, 'a', {
      enumerable: true,
      get: () => {
        read++
        return 1
      }
    })
  )
  expect(exceeds(many, 100, 2)).toEqual({ kind: 'too many values', limit: 100 })
  expect(read).toBeLessThan(20)
})

test('what is wrong is said in words', () => {
  const told = (text: string) => {
    const json = parseJson(text, 2)
    return 'problem' in json ? describeProblem(json.problem) : 'nothing'
  }
  expect(told('{')).toBe('is not well-formed JSON')
  expect(told('[[[]]]')).toBe('is nested over 2 levels deep')
  expect(told('{"__proto__":1}')).toBe('has a key that is not allowed: __proto__, or constructor with a prototype')
  expect(told('[[]]')).toBe('nothing')
})

test('a text of more than 65536 letters is scanned before it is parsed', () => {
  const nested = (length: number) => `[[[]],"${'a'.repeat(length - 9)}"]`
  const parse = jest.spyOn(JSON, 'parse')
  const told = [65_536, 65_537].map((length) => [parseJson(nested(length), 2), parse.mock.calls.length])
  const short = [65_536, 65_537].map((length) => [parseShort(nested(length)) === undefined, parse.mock.calls.length])
  parse.mockRestore()
  const problem = { kind: 'too deep', limit: 2 }
  expect(nested(65_536)).toHaveLength(65_536)
  expect(told).toEqual([
    [{ problem }, 1],
    [{ problem }, 1]
  ])
  expect(short).toEqual([
    [false, 2],
    [true, 2]
  ])
  expect('value' in parseJson(nested(65_537), 3)).toBe(true)
  expect([parseShort('{'), parseShort('[1]')]).toEqual([undefined, [1]])
})
