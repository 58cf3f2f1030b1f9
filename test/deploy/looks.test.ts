/** What a build writes about codecs, against the codecs: whatever a look takes decodes, or is encoded, to itself. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { decoder } from '../../src/codecs/Codec.js'
import { parseJson } from '../../src/codecs/safeJson.js'
import type { Look } from '../../src/combinators/Coding.js'
import { decodeJson, guardedJson, lookingJson } from '../../src/combinators/decodeJson.js'
import { encoder } from '../../src/combinators/encode.js'
import { hasOnly, isRecord, keysIn, looks, printOf, wholes } from '../../src/combinators/looks.js'
import { lookText, type Purpose } from '../../src/deploy/looks.js'
import { depthOf } from '../../src/deploy/wholeness.js'
import { cases } from '../combinators/codecCases.js'
import { holds } from '../laws/holds.js'

/** As the bundle has it: the text stands in a module that imports the helpers. */
const written = (codec: t.Mixed, purpose: Purpose): Look | undefined => {
  const text = lookText(codec, purpose)
  return text === undefined
    ? undefined
    : new Function('isRecord', 'hasOnly', 'keysIn', `return ${text}`)(isRecord, hasOnly, keysIn)(codec)
}

const attempt = (f: () => unknown): unknown => {
  try {
    return f()
  } catch {
    return undefined
  }
}

const pairs = cases.chain(({ codec, near }) =>
  fc.array(near, { minLength: 8, maxLength: 8 }).map((values) => ({ codec, values }))
)

test('what a look takes before decoding, io-ts decodes to the very value', async () => {
  const seen = { codecs: 0, written: 0, taken: 0, itself: 0 }
  await holds(
    fc.property(pairs, ({ codec, values }) => {
      seen.codecs++
      const look = written(codec, 'decode')
      if (look === undefined) return
      seen.written++
      for (const u of values) {
        const e = attempt(() => codec.decode(u)) as t.Validation<unknown> | undefined
        const itself = e?._tag === 'Right' && Object.is(e.right, u)
        const takes = attempt(() => look(u)) === true
        if (itself) seen.itself++
        if (takes) seen.taken++
        if (takes && !itself) throw new Error(`${codec.name} does not decode ${fc.stringify(u)} to itself`)
      }
    }),
    Number(process.env['RUNS'] ?? 2000)
  )
  if (process.env['COUNTS'] !== undefined) console.log(seen)
  expect(seen.written).toBeGreaterThan(500)
  // Unsure it may be, but not of most.
  expect(seen.taken / seen.itself).toBeGreaterThan(0.7)
})

test('what a look takes before encoding, is what the walk would have written', async () => {
  let taken = 0
  const sent = (f: () => unknown) => attempt(() => JSON.parse(JSON.stringify([f()])))
  await holds(
    fc.property(pairs, ({ codec, values }) => {
      const look = written(codec, 'encode')
      if (look === undefined) return
      const encode = encoder(codec)
      for (const u of values) {
        if (attempt(() => look(u)) !== true) continue
        taken++
        expect(sent(() => u)).toEqual(sent(() => encode(u)))
      }
    }),
    Number(process.env['RUNS'] ?? 1200)
  )
  if (process.env['COUNTS'] !== undefined) console.log({ taken })
  expect(taken).toBeGreaterThan(300)
})

test('of a text whose value a look takes whole, the guard has nothing to say, and the codec decodes it to itself', async () => {
  let taken = 0
  const texts = cases.chain(({ codec, near }) =>
    fc.record({
      codec: fc.constant(codec),
      values: fc.array(near, { minLength: 6, maxLength: 6 }),
      key: fc.constantFrom('__proto__', 'constructor', 'x', 'toString'),
      inner: fc.constantFrom(1, { prototype: {} }, [[[[[[]]]]]])
    })
  )
  await holds(
    fc.property(texts, ({ codec, values, key, inner }) => {
      const look = written(codec, 'whole')
      if (look === undefined) return
      const depth = depthOf(codec)
      for (const u of values) {
        const text = attempt(() => JSON.stringify(u)) as string | undefined
        if (text === undefined) continue
        // The same, with a key more in each of its records.
        const more = text.replaceAll('{', `{${JSON.stringify(key)}:${JSON.stringify(inner)},`).replaceAll(',}', '}')
        for (const s of [text, more]) {
          const value: unknown = attempt(() => JSON.parse(s))
          if (attempt(() => look(value)) !== true) continue
          taken++
          expect(parseJson(s, depth)).toEqual({ value })
          const e = codec.decode(value)
          expect(e._tag === 'Right' && Object.is(e.right, value)).toBe(true)
        }
      }
    }),
    Number(process.env['RUNS'] ?? 1500)
  )
  expect(taken).toBeGreaterThan(500)
})

test('a text is decoded with a look at the whole as it is without', async () => {
  const texts = cases.chain(({ codec, near }) =>
    near.map((u) => ({ codec, text: attempt(() => JSON.stringify(u)) ?? '{' }) as { codec: t.Mixed; text: string })
  )
  await holds(
    fc.property(texts, fc.constantFrom(1, 2, 64), ({ codec, text }, depth) => {
      const look = written(codec, 'whole')
      const whole = look && { look, depth: depthOf(codec) }
      const of = (decode: (text: string) => unknown) => attempt(() => [decode(text)])
      const guarded = of(guardedJson(decoder(codec), depth))
      expect(of(lookingJson(decoder(codec), depth, whole))).toEqual(guarded)
      expect(of(decodeJson(codec, depth))).toEqual(guarded)
    }),
    1000
  )
})

test('where something may hide, no look vouches for all', () => {
  const hiding = [
    t.unknown,
    t.UnknownRecord,
    t.UnknownArray,
    t.record(t.string, t.string),
    t.type({ a: t.unknown }),
    t.array(t.object)
  ]
  for (const codec of hiding) expect(lookText(codec, 'whole')).toBeUndefined()
  const Tree: t.Mixed = t.recursion('Tree', (self) => t.type({ of: t.array(self) }))
  expect(lookText(Tree, 'whole')).toBeUndefined()
  const look = written(t.type({ a: t.type({ b: t.string }) }), 'whole')
  expect([{ a: { b: '' } }, { a: { b: '', c: 1 } }, { a: { b: '' }, c: 1 }, { a: {} }].map((u) => look?.(u))).toEqual([
    true,
    false,
    false,
    false
  ])
})

test('a look at the whole is taken for the codec that it was written for, with its depth', () => {
  const codec = t.type({ a: t.array(t.type({ b: t.string })) })
  expect(depthOf(codec)).toBe(3)
  const look = (): Look => () => true
  expect(wholes([[codec, printOf(codec), look, 3]]).get(codec)?.depth).toBe(3)
  expect(wholes([[codec, 1, look, 3]]).size).toBe(0)
})

test.each<[string, t.Mixed, unknown]>([
  [
    'an order',
    t.type({ id: t.string, lines: t.array(t.type({ sku: t.string, n: t.Int })) }),
    { id: 'a', lines: [{ sku: 'b', n: 1 }] }
  ],
  ['optional keys', t.intersection([t.type({ a: t.string }), t.partial({ b: t.number })]), { a: 'a' }],
  ['an exact record', t.strict({ a: t.union([t.string, t.null]) }), { a: null }],
  ['a tagged union', t.union([t.type({ k: t.literal('x') }), t.type({ k: t.literal('y') })]), { k: 'y' }],
  ['a tree', t.recursion('Tree', (self) => t.type({ of: t.array(self) })), { of: [{ of: [] }] }],
  ['keys that are no names', t.type({ 'a-b': t.record(t.string, t.boolean) }), { 'a-b': { c: true } }]
])('%s is taken at a look', (_, codec, u) => {
  expect(written(codec, 'decode')?.(u)).toBe(true)
})

describe('looks are taken for the very codecs that they were written for', () => {
  const look = (): Look => () => true
  const other = (name: string, a: t.Mixed, b: t.Mixed) => [name, a, b] as const
  test('the same codec, made anew', () => {
    const make = () => t.type({ a: t.keyof({ x: null }), b: t.array(t.union([t.literal(1), t.null])) })
    const codec = make()
    expect(looks([[codec, printOf(make()), look]]).has(codec)).toBe(true)
  })

  test.each([
    other('other keys', t.type({ a: t.string }), t.type({ b: t.string })),
    other('other literals', t.literal('a'), t.literal('b')),
    other('a literal of another type', t.literal('1'), t.literal(1)),
    other('other names', t.keyof({ a: null }), t.keyof({ a: null, b: null })),
    other('another kind', t.type({ a: t.string }), t.partial({ a: t.string })),
    other('one thing more', t.tuple([t.string]), t.tuple([t.string, t.string])),
    other('a predicate', t.number, t.Int),
    other('other places', t.tuple([t.string, t.number]), t.tuple([t.number, t.string]))
  ])('%s make another codec', (_, a, b) => {
    expect(looks([[b, printOf(a), look]]).size).toBe(0)
  })

  test('a codec that refers to itself has a print too', () => {
    const tree = (): t.Mixed => t.recursion('Tree', (self: t.Mixed) => t.type({ of: t.array(self) }))
    expect(printOf(tree())).toBe(printOf(tree()))
  })
})
