/** What a codec is made of, which of its parts are remembered within one run, and what one run remembers. */
import * as t from 'io-ts'
import { codecTree } from '../../src/codecs/CodecTree.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { stockOf } from '../../src/codecs/isStockIoTs.js'
import { Run } from '../../src/codecs/Run.js'
import {
  childrenOf,
  enumeratedKeys,
  exactKeys,
  hasInside,
  isRecord,
  readsArray,
  tagOf,
  tagValues,
  unwrapped
} from '../../src/codecs/reflect.js'
import { bytes, NumberFromString } from '../../src/codecs/textCodecs.js'

const treeOf = (codec: t.Mixed) => codecTree(codec, stockOf(t))
const kindsOf = (codec: t.Mixed): ReadonlyArray<string> => [...treeOf(codec).shapes.values()].map(({ kind }) => kind)

const clone = (codec: t.Mixed, own: object = {}): t.Mixed =>
  Object.assign(Object.create(Object.getPrototypeOf(codec)), codec, own)
const opaque: t.Type<string> = new t.Type('opaque', t.string.is, t.string.validate, t.identity)
const A = t.type({ a: t.string })
const L = t.type({ kind: t.literal('l') })
const R = t.type({ kind: t.literal('r') })

// ---- kinds

test.each<[string, t.Mixed, ReadonlyArray<string>]>([
  ['scalars', t.tuple([t.string, t.boolean, t.bigint]), ['tuple', 'scalar', 'scalar', 'scalar']],
  ['never', t.never as unknown as t.Mixed, ['scalar']],
  ['a number', t.number, ['number']],
  ['literals', t.tuple([t.literal('a'), t.null, t.undefined, t.void]), ['tuple', 'literal', 'literal', 'literal', 'literal']],
  ['a keyof', t.keyof({ a: null }), ['keyof']],
  ['anything', t.tuple([t.unknown, t.any, t.object, t.Function]), ['tuple', 'any', 'any', 'any', 'any']],
  ['any array and record', t.tuple([t.UnknownArray, t.UnknownRecord]), ['tuple', 'any', 'any']],
  ['arrays', t.array(t.readonlyArray(t.number)), ['array', 'array', 'number']],
  ['records', t.type({ a: t.partial({ b: t.number }) }), ['record', 'record', 'number']],
  ['an exact record', t.strict({ a: t.number }), ['exact', 'record', 'number']],
  ['an exact record of readonly parts', t.exact(t.readonly(A)), ['exact', 'readonly', 'record', 'scalar']],
  ['an exact record of refined parts', t.exact(t.refinement(A, () => true)), ['exact', 'refinement', 'record', 'scalar']],
  ['an exact record of what has no keys', clone(t.strict({}), { type: t.string }), ['opaque']],
  ['an exact codec of a dictionary', t.exact(t.record(t.string, t.string) as unknown as t.HasProps), ['opaque']],
  ['a dictionary', t.record(t.string, t.number), ['dictionary', 'scalar', 'number']],
  ['a dictionary by a literal', t.record(t.literal('a'), t.number), ['exact', 'record', 'number']],
  ['a dictionary by a keyof', t.record(t.keyof({ a: null }), t.number), ['exact', 'record', 'number']],
  ['a dictionary by a union', t.record(t.union([t.literal('a'), t.keyof({ b: null })]), t.number), ['exact', 'record', 'number']],
  ['a dictionary by a number', t.record(t.literal(1) as unknown as t.StringC, t.number), ['dictionary', 'literal', 'number']],
  [
    'a dictionary by a union of others',
    t.record(t.union([t.literal('a'), t.string]), t.number),
    ['dictionary', 'union', 'literal', 'scalar', 'number']
  ],
  ['a union', t.union([t.string, t.number]), ['union', 'scalar', 'number']],
  ['a tagged union', t.union([L, R]), ['tagged', 'record', 'literal', 'record', 'literal']],
  ['an intersection', t.intersection([A, L]), ['intersection', 'record', 'scalar', 'record', 'literal']],
  ['a refinement', t.refinement(t.number, () => true), ['refinement', 'number']],
  ['a recursion', t.recursion('R', (self) => t.array(self)), ['recursive', 'array']],
  ['a codec of its own', opaque, ['opaque']],
  ['a text codec', NumberFromString, ['text']],
  ['bytes', bytes('image/png'), ['text']],
  ['a copy', clone(t.string), ['opaque']],
  ['the parts of a copy', clone(t.type({ a: t.string }), { is: () => true }), ['opaque']]
])('%s', (_, codec, kinds) => {
  expect(kindsOf(codec)).toEqual(kinds)
})

test.each<[string, t.Mixed, boolean]>([
  ['a text', t.string, false],
  ['a codec of its own', opaque, true],
  ['one that holds it', t.type({ a: t.array(opaque) }), true],
  ['one that holds a text codec', t.type({ a: NumberFromString }), false]
])('%s holds a codec whose functions are called: %s', (_, codec, expected) => {
  const tree = treeOf(codec)
  expect(tree.holdsOpaque(tree.root)).toBe(expected)
  expect(tree.holdsOpaque(t.number)).toBe(false)
})

test('what encodes to itself', () => {
  const { encodesToItself } = treeOf(t.string)
  expect([t.string, t.type({ a: t.string }), t.type({ a: NumberFromString })].map(encodesToItself)).toEqual([true, true, false])
  for (const [value, expected] of [
    [t.string, true],
    [NumberFromString, false]
  ] as const) {
    const tree = treeOf(t.record(t.keyof({ a: null, b: null }), value))
    const [record] = childrenOf(tree.shape(tree.root))
    expect(tree.encodesToItself(record as t.Mixed)).toBe(expected)
  }
})

test('a dictionary of no names encodes nothing', () => {
  const tree = treeOf(t.record(t.keyof({} as Readonly<Record<string, null>>), NumberFromString))
  expect(childrenOf(tree.shape(tree.root)).map(tree.encodesToItself)).toEqual([true])
})

// ---- what is remembered

const rec = (make: (self: t.Mixed) => t.Mixed): t.Mixed => t.recursion('Rec', make)
const under = (codec: t.Mixed): t.Mixed => t.union([t.type({ a: codec }), t.type({ b: codec })])
const B = t.type({ b: t.string })

test.each<[string, t.Mixed, number]>([
  ['a fork alone', t.union([A, B]), 0],
  ['a fork below a fork', under(t.union([A, B])), 1],
  ['a fork below itself', rec((self) => t.union([t.type({ a: self }), t.type({ b: self })])), 1],
  ['a fork below two others', under(t.union([A, under(t.union([A, B]))])), 3],
  ['a fork below what is none', t.type({ a: t.array(t.union([A, B])) }), 0],
  ['a fork below a union of a record and a text', t.union([t.type({ a: t.union([A, B]) }), t.string]), 0],
  ['a union of a record and an array, below a fork', under(t.union([A, t.array(t.string)])), 0],
  ['a union of two arrays', under(t.union([t.array(t.string), t.array(t.number)])), 1],
  ['a union of an array and a tuple', under(t.union([t.array(t.string), t.tuple([t.number])])), 1],
  ['a union of an array and a readonly array', under(t.union([t.readonlyArray(t.string), t.array(t.number)])), 1],
  ['a union of a record and what may be anything', under(t.union([A, opaque])), 1],
  ['a union of an array and what may be anything', under(t.union([t.array(t.string), opaque])), 1],
  ['a union of two that may be anything', under(t.union([opaque, clone(opaque)])), 1],
  ['a union of texts', under(t.union([t.string, t.number])), 0],
  ['a union of a text and a record', under(t.union([t.string, A])), 0],
  ['a union of a text codec and a record', under(t.union([NumberFromString, A])), 0],
  ['a union of a record and a dictionary', under(t.union([A, t.record(t.string, t.string)])), 1],
  ['a union of a record and an exact one', under(t.union([A, t.exact(B)])), 1],
  ['a union of a record and a refined one', under(t.union([A, t.refinement(B, () => true)])), 1],
  ['a union of a record and a readonly one', under(t.union([A, t.readonly(B)])), 1],
  ['a union of a record and a union', under(t.union([A, t.union([t.string, t.number])])), 1],
  ['a union of a record and members told apart', under(t.union([A, t.union([L, R])])), 1],
  ['a union of a record and an intersection', under(t.union([A, t.intersection([A, B])])), 1],
  ['a union of a record and what is recursive', under(t.union([A, rec(() => t.type({ c: t.string }))])), 1],
  ['members told apart', under(t.union([L, R])), 0],
  ['a union of an array and a readonly record', under(t.union([t.array(t.string), t.readonly(A)])), 0],
  ['a union of a record and a refined array', under(t.union([A, t.refinement(t.array(t.string), () => true)])), 0],
  ['an intersection of other keys', under(t.intersection([A, B])), 0],
  ['an intersection of the same key', under(t.intersection([A, t.partial({ a: t.string })])), 1],
  ['an intersection of exact records of the same key', under(t.intersection([t.exact(A), t.exact(A)])), 1],
  ['an intersection of three, two of the same key', under(t.intersection([A, B, t.partial({ c: t.string, b: t.string })])), 1],
  ['an intersection of arrays', under(t.intersection([t.array(t.string), t.UnknownArray, t.array(t.string)])), 1],
  ['an intersection of an array and a text', under(t.intersection([t.array(t.string), t.string])), 0],
  ['an intersection of a record and a dictionary', under(t.intersection([A, t.record(t.string, t.string)])), 1],
  ['an intersection of an array and what may be anything', under(t.intersection([t.array(t.string), opaque])), 1],
  ['an intersection of a text and what may be anything', under(t.intersection([t.string, opaque])), 0],
  ['an intersection of two that may be anything', under(t.intersection([opaque, clone(opaque)])), 1]
])('of %s so many are remembered', (_, codec, remembered) => {
  const tree = treeOf(codec)
  const found = [...tree.shapes.keys()].filter(tree.remembers)
  expect(found.length).toBe(remembered)
  expect(tree.forks).toBe(remembered > 0)
})

test('the fork that is below another is the one that is remembered', () => {
  const inner = t.union([A, B])
  const outer = under(inner)
  const tree = treeOf(outer)
  expect([tree.remembers(inner), tree.remembers(outer)]).toEqual([true, false])
})

// A leaf is asked so often, where every level is a fork.
const asked = (f: (codec: t.Mixed, u: unknown) => unknown, takes: boolean): number => {
  let n = 0
  const leaf = t.refinement(t.string, () => {
    n++
    return takes
  })
  const Fork: t.Mixed = rec((self) =>
    t.union([t.type({ a: self, b: t.string }), t.type({ a: self, c: t.string }), t.type({ leaf })])
  )
  let u: unknown = { leaf: 'x' }
  for (let i = 0; i < 12; i++) u = { a: u, c: 'c' }
  f(Fork, u)
  return n
}

test('where forks recur, a leaf is asked a few times, however deep it lies', () => {
  expect(asked((codec, u) => defaultEngine.decoder(codec)(u), true)).toBeLessThan(4)
  expect(asked((codec, u) => defaultEngine.decoder(codec)(u), false)).toBeLessThan(8)
  expect(asked((codec, u) => defaultEngine.encoder(codec)(u), true)).toBeLessThan(8)
  expect(asked((codec, u) => defaultEngine.decoder(t.tuple([NumberFromString, codec]))(['1', u]), true)).toBeLessThan(4)
})

describe('one run', () => {
  test('asks once about each object and step', () => {
    const run = new Run()
    const compute = jest.fn(() => 'told')
    const [u, v] = [{}, {}]
    expect([run.once('a', u, compute), run.once('a', u, compute)]).toEqual(['told', 'told'])
    expect(compute).toHaveBeenCalledTimes(1)
    run.once('b', u, compute)
    run.once('a', v, compute)
    new Run().once('a', u, compute)
    expect(compute).toHaveBeenCalledTimes(4)
  })

  test('remembers that something is undefined', () => {
    const run = new Run()
    const compute = jest.fn(() => undefined)
    const u = {}
    expect([run.once('a', u, compute), run.once('a', u, compute)]).toEqual([undefined, undefined])
    expect(compute).toHaveBeenCalledTimes(1)
  })

  test('explains where it is told to', () => {
    expect([new Run().explains, new Run(true).explains]).toEqual([false, true])
  })
})

// ---- parts

test('the keys that an exact codec keeps', () => {
  const keysOf = (codec: t.Mixed): unknown => Object.keys(exactKeys(codec) ?? { nothing: 1 })
  expect(keysOf(A)).toEqual(['a'])
  expect(keysOf(t.partial({ b: t.string }))).toEqual(['b'])
  expect(keysOf(t.readonly(t.refinement(A, () => true)))).toEqual(['a'])
  expect(keysOf(t.intersection([A, B, t.string]))).toEqual(['a', 'b'])
  expect(keysOf(clone(A, { _tag: 'StrictType' }))).toEqual(['a'])
  expect(keysOf(t.exact(A))).toEqual(['nothing'])
  expect(keysOf(t.string)).toEqual(['nothing'])
})

test('the keys that a domain names', () => {
  expect(enumeratedKeys(t.literal('a'))).toEqual(['a'])
  expect(enumeratedKeys(t.literal(1))).toBeUndefined()
  expect(enumeratedKeys(t.keyof({ a: null, b: null }))).toEqual(['a', 'b'])
  expect(enumeratedKeys(t.union([t.literal('a'), t.keyof({ a: null, b: null })]))).toEqual(['a', 'b'])
  expect(enumeratedKeys(t.union([t.literal('a'), t.string]))).toBeUndefined()
  expect(enumeratedKeys(t.string)).toBeUndefined()
})

const X = t.literal('x')
const Y = t.type({ kind: t.literal('y') })
test.each<[string, t.Mixed, ReadonlyArray<unknown>]>([
  ['a type', t.type({ kind: X }), ['x']],
  ['an exact one', t.strict({ kind: X }), ['x']],
  ['a refined one', t.refinement(t.type({ kind: X }), () => true), ['x']],
  ['a readonly one', t.readonly(t.type({ kind: X })), ['x']],
  ['an intersection', t.intersection([A, t.type({ kind: X })]), ['x']],
  ['an intersection of two that know it', t.intersection([t.type({ kind: X }), t.type({ kind: X })]), ['x']],
  ['a union', t.union([t.type({ kind: X }), t.type({ kind: t.literal('z') })]), ['x', 'z']],
  ['what is recursive', t.recursion('R', () => t.type({ kind: X })), ['x']]
])('members are told apart by a key of %s', (_, member, values) => {
  const union = t.union([member, Y])
  expect(kindsOf(union)[0]).toBe(values.length === 0 ? 'union' : Object.hasOwn(union, 'tag') ? 'tagged' : 'union')
  expect(tagValues(Object.assign(clone(union), { tag: 'kind' }))).toEqual([...values, 'y'])
})

test.each<[string, t.Mixed, ReadonlyArray<unknown>]>([
  ['a partial', t.partial({ kind: X }), []],
  ['another key', A, []],
  ['what is no literal', t.type({ kind: t.string }), []],
  ['a union of which one says nothing', t.union([A, t.type({ kind: X })]), []],
  ['an intersection that says nothing', t.intersection([A, B]), []],
  ['an intersection of two that differ', t.intersection([t.union([t.type({ kind: X }), Y]), Y]), ['y']],
  ['a text', t.string, []],
  ['what holds itself', t.recursion('R', (self) => t.readonly(self)), []]
])('what literals say of %s', (_, member, values) => {
  expect(tagValues({ _tag: 'UnionType', tag: 'kind', types: [member] } as unknown as t.Mixed)).toEqual(values)
})

test('a union that claims to tell its members apart, and cannot by its parts, keeps its own functions', () => {
  const claiming = (...types: ReadonlyArray<t.Mixed>) => Object.assign(clone(t.union([L, R])), { types })
  expect(kindsOf(claiming(L, R))[0]).toBe('tagged')
  expect(kindsOf(claiming(L, L))[0]).toBe('opaque')
  expect(kindsOf(claiming(L, A))[0]).toBe('opaque')
})

test.each<[string, unknown, boolean]>([
  ['an array', t.array(t.string), true],
  ['a readonly array', t.readonlyArray(t.string), true],
  ['any array', t.UnknownArray, true],
  ['a tuple', t.tuple([t.string]), true],
  ['a refined array', t.refinement(t.array(t.string), () => true), true],
  ['a readonly of an array', t.readonly(t.array(t.string)), true],
  ['a union with an array', t.union([t.string, t.readonly(t.array(t.string))]), true],
  ['a union of texts', t.union([t.string, t.number]), false],
  ['a text', t.string, false],
  ['a record', A, false],
  ['no codec', undefined, false]
])('%s reads an array: %s', (_, codec, expected) => {
  expect(readsArray(codec)).toBe(expected)
})

test('a tag is a text', () => {
  expect([tagOf(t.string), tagOf({ _tag: 1 }), tagOf({}), tagOf(undefined)]).toEqual([
    'StringType',
    undefined,
    undefined,
    undefined
  ])
})

test('wrappers are looked through', () => {
  expect(unwrapped(t.readonly(t.exact(t.refinement(A, () => true))))).toBe(A)
  const inner: t.Mixed = t.array(t.string)
  expect(unwrapped(t.recursion('R', () => inner))).toBe(inner)
  expect(unwrapped(t.array(A))).not.toBe(A)
  expect(unwrapped(undefined)).toBeUndefined()
})

test.each<[string, unknown, boolean, boolean]>([
  ['an object', {}, true, true],
  ['an array', [], false, true],
  ['null', null, false, false],
  ['a function', () => 0, false, false],
  ['a text', 'a', false, false],
  ['undefined', undefined, false, false]
])('%s is a record: %s, and has an inside: %s', (_, u, record, inside) => {
  expect([isRecord(u), hasInside(u)]).toEqual([record, inside])
})
