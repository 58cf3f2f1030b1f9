/** Which codecs are exactly what io-ts makes, so that their parts say what their functions do; all others keep their own functions. */
import { createRequire } from 'node:module'
import * as t from 'io-ts'
import { type IoTs, stockOf } from '../../src/codecs/isStockIoTs.js'
import { NumberFromString } from '../../src/codecs/textCodecs.js'
import { makersByTag } from '../../src/deploy/entryCodecs.js'

const everything: IoTs = { ...t }
const { isStock, encodesToItself } = stockOf(t)

const same = t.string
const other = NumberFromString
const clone = (codec: t.Mixed, own: object = {}): t.Mixed =>
  Object.assign(Object.create(Object.getPrototypeOf(codec)), codec, own)

const L = t.type({ kind: t.literal('l'), a: same })
const R = t.type({ kind: t.literal('r') })
const P = t.partial({ b: t.number })
const Other = t.type({ kind: t.literal('l'), a: other })

const made: ReadonlyArray<readonly [string, t.Mixed]> = [
  ['a literal', t.literal('x')],
  ['a keyof', t.keyof({ x: null })],
  ['a type', t.type({ x: same })],
  ['a type that encodes', t.type({ x: same, y: other })],
  ['an empty type', t.type({})],
  ['a partial', t.partial({ x: same })],
  ['a partial that encodes', t.partial({ x: other })],
  ['an array', t.array(same)],
  ['an array that encodes', t.array(other)],
  ['a readonlyArray', t.readonlyArray(same)],
  ['a readonlyArray that encodes', t.readonlyArray(other)],
  ['a tuple', t.tuple([same, same])],
  ['a tuple that encodes', t.tuple([same, other])],
  ['a union', t.union([same, t.number])],
  ['a union that encodes', t.union([other, t.null])],
  ['a tagged union', t.union([L, R])],
  ['a tagged union that encodes', t.union([Other, R])],
  ['an intersection', t.intersection([L, P])],
  ['an intersection that encodes', t.intersection([Other, P])],
  ['a record', t.record(same, same)],
  ['a record that encodes', t.record(same, other)],
  ['a record whose keys are encoded', t.record(other as unknown as t.StringC, same)],
  ['a record of named keys', t.record(t.keyof({ x: null }), same)],
  ['a record of named keys that encodes', t.record(t.literal('x'), other)],
  ['an exact', t.exact(L)],
  ['an exact that encodes', t.exact(Other)],
  ['a strict', t.strict({ x: same })],
  ['a readonly', t.readonly(L)],
  ['a readonly that encodes', t.readonly(Other)],
  ['a refinement', t.refinement(L, () => true)],
  ['a refinement that encodes', t.refinement(Other, () => true)],
  ['a recursion', t.recursion('R', () => t.type({ x: same }))]
]

describe.each(made)('%s', (_, codec) => {
  test('is known', () => {
    expect(isStock(codec)).toBe(true)
  })

  test('is known as a copy with the same functions', () => {
    expect(isStock(clone(codec))).toBe(true)
  })

  test.each<[string, object]>([
    ['is', { is: (_: unknown): boolean => true }],
    ['validate', { validate: (u: unknown) => t.success(u) }],
    ['decode', { decode: (u: unknown) => t.success(u) }],
    ['encode', { encode: (a: unknown) => [a] }],
    ['no function to validate', { validate: undefined }],
    ['no function to decode', { decode: undefined }],
    ['no function to tell its values', { is: undefined }]
  ])('is not known as a copy with its own %s', (__, own) => {
    expect(isStock(clone(codec, own))).toBe(false)
  })

  test('is not known as a copy that encodes nothing, where it encodes', () => {
    expect(isStock(clone(codec, { encode: t.identity }))).toBe(codec.encode === t.identity)
  })

  test('is not known with another prototype', () => {
    class Own {}
    expect(isStock(Object.assign(Object.create(Object.create(Object.getPrototypeOf(codec))), codec))).toBe(false)
    expect(isStock(Object.assign(new Own(), codec) as unknown as t.Mixed)).toBe(false)
  })

  test('is not known without a tag, or with another', () => {
    expect(isStock(clone(codec, { _tag: undefined }))).toBe(false)
    expect(isStock(clone(codec, { _tag: 'StringType' }))).toBe(false)
    expect(isStock(clone(codec, { _tag: 'toString' }))).toBe(false)
  })
})

test.each(
  (
    [
      ...[t.string, t.number, t.boolean, t.bigint, t.null, t.undefined, t.void, t.unknown, t.any, t.never, t.Function],
      ...[t.object, t.UnknownArray, t.UnknownRecord]
    ] as ReadonlyArray<t.Mixed>
  ).map((codec) => [codec.name, codec] as const)
)('%s exists once: a copy is not known', (_, codec) => {
  expect([isStock(codec), isStock(clone(codec))]).toEqual([true, false])
})

describe('a codec is not known once the encoder of a part was changed', () => {
  const encode = (a: unknown): unknown => [a]
  const rows: ReadonlyArray<readonly [string, (part: t.Mixed) => t.Mixed]> = [
    ['a type', (c) => t.type({ x: same, y: c })],
    ['a partial', (c) => t.partial({ x: same, y: c })],
    ['an array', (c) => t.array(c)],
    ['a readonlyArray', (c) => t.readonlyArray(c)],
    ['a tuple', (c) => t.tuple([same, c])],
    ['a union', (c) => t.union([t.null, c])],
    ['an exact', (c) => t.type({ x: t.exact(t.type({ x: c })) })]
  ]
  test.each(rows)('%s that encoded nothing', (_, make) => {
    const part = clone(t.array(same))
    const codec = make(part)
    expect(isStock(codec)).toBe(true)
    if (codec.encode === t.identity) {
      Object.assign(part, { encode })
      expect(isStock(codec)).toBe(false)
    }
  })
  test.each(rows.slice(0, 6))('%s that encoded it', (_, make) => {
    const part = clone(t.array(other))
    const codec = make(part)
    expect(isStock(codec)).toBe(true)
    Object.assign(part, { encode: t.identity })
    expect(isStock(codec)).toBe(false)
  })
  test.each<[string, (part: t.Mixed) => t.Mixed]>([
    ['a readonly', (c) => t.readonly(c)],
    ['an exact', (c) => t.exact(c as t.HasProps)],
    ['a refinement', (c) => t.refinement(c, () => true)]
  ])('%s takes functions over from what it holds', (_, make) => {
    const [encoding, being] = [clone(t.type({ x: other })), clone(t.type({ x: other }))]
    const [a, b] = [make(encoding), make(being)]
    expect([isStock(a), isStock(b)]).toEqual([true, true])
    Object.assign(encoding, { encode })
    Object.assign(being, { is: () => true, validate: (u: unknown) => t.success(u) })
    // A refinement calls both, an exact codec takes over what tells its values, readonly takes all.
    const { _tag } = a as t.Mixed & { readonly _tag: string }
    expect([isStock(a), isStock(b)]).toEqual([_tag === 'ExactType', _tag === 'RefinementType'])
  })
})

test.each<[string, t.Mixed]>([
  ['an InterfaceType of its own encoder', new t.InterfaceType('I', L.is, L.validate, (a: unknown) => a, L.props)],
  ['an InterfaceType of its own function', new t.InterfaceType('I', L.is, (u, c) => L.validate(u, c), L.encode, L.props)],
  [
    'an ArrayType of its own test',
    new t.ArrayType('A', (u): u is unknown => Array.isArray(u), t.array(same).validate, t.identity, same)
  ],
  [
    'an intersection that encodes to itself',
    new t.IntersectionType('I', t.intersection([L, P]).is, t.intersection([L, P]).validate, t.identity, [L, P])
  ],
  ['an intersection of nothing', t.intersection([] as never)],
  ['a type whose encoder is for others', clone(t.type({ x: same }), { encode: t.type({ x: other }).encode })],
  ['a type whose encoder leaves things', clone(t.type({ x: other }), { encode: t.identity })],
  ['a type made with new t.Type', new t.Type('T', L.is, L.validate, L.encode)],
  ['a piped codec', t.string.pipe(t.string)],
  ['nothing that io-ts knows', { name: 'x' } as unknown as t.Mixed]
])('%s is not known', (_, codec) => {
  expect(isStock(codec)).toBe(false)
})

test('a dictionary without its parts is not known', () => {
  const dictionary = t.record(same, same)
  expect(isStock(clone(dictionary, { domain: undefined }))).toBe(false)
  expect(isStock(clone(dictionary, { codomain: undefined }))).toBe(false)
})

test('an intersection is known with its own encoder alone, and not without members', () => {
  const none = { types: [] }
  const intersection = t.intersection([L, P])
  expect(isStock(clone(intersection, none))).toBe(false)
  expect(isStock(clone(intersection, { encode: t.identity }))).toBe(false)
})

test('an exact codec and a refinement of changed functions are not known', () => {
  const exact = t.exact(L)
  const refinement = t.refinement(L, () => true)
  expect(isStock(clone(exact, { is: R.is, validate: exact.validate }))).toBe(false)
  expect(isStock(clone(refinement, { encode: Other.encode }))).toBe(false)
})

test('codecs of another copy of io-ts are not known', () => {
  const require = createRequire(`${process.cwd()}/package.json`)
  const path = require.resolve('io-ts')
  const { [path]: loaded } = require.cache
  delete require.cache[path]
  const another = require('io-ts') as typeof t
  require.cache[path] = loaded
  if (another === t) return
  expect([isStock(another.string), isStock(another.type({ a: another.string }))]).toEqual([false, false])
  expect([stockOf(another).isStock(another.array(another.string)), stockOf(another).isStock(t.array(t.string))]).toEqual([
    true,
    false
  ])
})

describe('a bundle holds parts of io-ts', () => {
  const { identity, Type } = t
  const parts = (...names: ReadonlyArray<keyof IoTs>): IoTs => ({
    identity,
    Type,
    ...Object.fromEntries(names.map((name) => [name, everything[name]]))
  })

  test.each(made)('%s is known with the parts of its tag, and without them it is not', (_, codec) => {
    const { _tag } = codec as t.Mixed & { readonly _tag: string }
    expect(stockOf(parts(...(makersByTag[_tag] ?? []))).isStock(codec)).toBe(true)
    expect(stockOf(parts()).isStock(codec)).toBe(false)
  })

  test('a tagged union needs types and literals, too', () => {
    const { isStock } = stockOf(parts('union'))
    expect([isStock(t.union([same, t.null])), isStock(t.union([L, R]))]).toEqual([true, false])
    for (const only of ['type', 'literal'] as const) expect(stockOf(parts('union', only)).isStock(t.union([L, R]))).toBe(false)
  })

  test('a record of named keys needs literals, and an exact codec types', () => {
    expect(stockOf(parts('record')).isStock(t.record(same, same))).toBe(true)
    expect(stockOf(parts('record')).isStock(t.record(t.literal('x'), same))).toBe(false)
    expect(stockOf(parts('exact')).isStock(t.exact(L))).toBe(false)
  })

  test.each(
    [
      ...[t.string, t.number, t.boolean, t.bigint, t.null, t.undefined, t.void, t.unknown, t.any, t.never, t.Function],
      ...[t.object, t.UnknownArray, t.UnknownRecord]
    ].map((codec) => [codec.name, codec as t.Mixed & { readonly _tag: string }] as const)
  )('%s is known where the names of its tag are', (_, codec) => {
    expect(stockOf(parts(...(makersByTag[codec._tag] ?? []))).isStock(codec)).toBe(true)
    expect(stockOf(parts()).isStock(codec)).toBe(false)
  })

  test('each name is one of io-ts, and each singleton stands under its own tag', () => {
    for (const [tag, names] of Object.entries(makersByTag))
      for (const name of names) {
        const part: unknown = everything[name]
        expect(typeof part === 'function' || (part as { readonly _tag?: unknown })._tag === tag).toBe(true)
      }
    expect(Object.keys(makersByTag)).toHaveLength(28)
  })
})

test.each<[string, t.Mixed, boolean]>([
  ['a text', t.string, true],
  ['a type of texts', t.type({ a: t.string }), true],
  ['a number as text', NumberFromString, false],
  ['a type that holds one', t.type({ a: NumberFromString }), false]
])('%s encodes to itself: %s', (_, codec, expected) => {
  expect(encodesToItself(codec)).toBe(expected)
})
