/** Why a value is refused: the first twenty reasons in io-ts's order, each once, in work that does not grow with what lies behind them. */
import * as t from 'io-ts'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { NumberFromString } from '../../src/codecs/textCodecs.js'
import { clone, Upper } from './codecCases.js'

type Told = { readonly issues?: ReadonlyArray<{ readonly path: string; readonly expected: string }> }

const told = (codec: t.Mixed, u: unknown): ReadonlyArray<string> =>
  ((defaultEngine.decoder(codec)(u) as Told).issues ?? []).map(({ path, expected }) => `${path}: ${expected}`)

const A = t.type({ a: t.string })
const own: t.Type<string> = new t.Type('own', t.string.is, t.string.validate, t.identity)
const Kinds = t.union([t.type({ kind: t.literal('l'), a: t.string }), t.type({ kind: t.literal('r'), b: t.number })])
const Tree: t.Mixed = t.recursion('Tree', (self) => t.type({ a: t.string, kids: t.array(self) }))
const Fork: t.Mixed = t.recursion('Fork', (self) =>
  t.union([t.type({ a: self, b: t.string }), t.type({ a: self, c: t.number }), t.string])
)

test.each<[string, t.Mixed, unknown, ReadonlyArray<string>]>([
  ['a text', t.string, 1, [': string']],
  ['a key', A, { a: 1 }, ['a: string']],
  ['keys within', t.type({ a: t.type({ b: A }) }), { a: { b: { a: 1 } } }, ['a.b.a: string']],
  ['a record that is none', t.type({ a: A, b: A }), { a: 1, b: [] }, ['a: { a: string }', 'b: { a: string }']],
  [
    'a partial record',
    t.partial({ a: t.string, b: t.number, c: t.null }),
    { a: 1, b: undefined, c: 0 },
    ['a: string', 'c: null']
  ],
  ['a missing key of a type', t.type({ a: t.string, b: t.number }), {}, ['a: string', 'b: number']],
  ['an exact record', t.type({ a: t.strict({ b: t.string }) }), { a: { b: 1, more: 1 } }, ['a.b: string']],
  ['an exact record that is none', t.type({ a: t.strict({ b: t.string }) }), { a: 1 }, ['a: {| b: string |}']],
  ['readonly', t.readonly(A), 1, [': Readonly<{ a: string }>']],
  ['what readonly holds', t.readonly(A), { a: 1 }, ['a: string']],
  ['items', t.array(A), [{ a: 'a' }, { a: 1 }, 2], ['1.a: string', '2: { a: string }']],
  ['an array that is none', t.type({ a: t.array(t.string) }), { a: {} }, ['a: Array<string>']],
  ['items of a tuple', t.tuple([t.string, A]), [1, { a: 1 }], ['0: string', '1.a: string']],
  ['a tuple that is none', t.tuple([t.string, t.number]), {}, [': [string, number]']],
  ['a short tuple', t.tuple([t.string, t.number]), ['a'], ['1: number']],
  ['values of a dictionary', t.record(t.string, A), { x: { a: 'a' }, y: { a: 1 }, z: 1 }, ['y.a: string', 'z: { a: string }']],
  ['a dictionary that is none', t.type({ a: t.record(t.string, t.string) }), { a: 1 }, ['a: { [K in string]: string }']],
  ['an array for a dictionary', t.record(t.string, t.string), [], [': { [K in string]: string }']],
  [
    'values of declared keys',
    t.record(
      t.refinement(t.string, (s) => s !== 'b'),
      t.string
    ),
    { a: 1, b: 1, c: 1 },
    ['a: string', 'c: string']
  ],
  ['keys that are decoded', t.record(new Upper(), t.string), { a: 1 }, ['A: string']],
  ['keys named one by one', t.record(t.keyof({ a: null, b: null }), t.string), { a: 1 }, ['a: string', 'b: string']],
  ['members of a union', t.type({ a: t.union([t.string, A]) }), { a: { a: 1 } }, ['a: string', 'a.a: string']],
  ['a union that takes the value', t.tuple([t.union([t.string, A]), t.string]), [{ a: 'a' }, 1], ['1: string']],
  [
    'a union of leaves',
    t.tuple([t.union([t.string, t.number]), t.union([t.string, t.number])]),
    [true, 1],
    ['0: string', '0: number']
  ],
  ['a choice', t.type({ a: t.union([t.literal('x'), t.null, t.literal('y')]) }), { a: 1 }, ['a: "x" | "y"', 'a: null']],
  [
    'a choice within',
    t.type({ a: t.type({ b: t.union([t.literal('x'), A]) }) }),
    { a: { b: 1 } },
    ['a.b: string', 'a.b: { a: string }']
  ],
  ['what may be left out', t.type({ a: t.union([t.undefined, t.string]) }), { a: 1 }, ['a: string']],
  ['an unknown kind', t.type({ a: Kinds }), { a: { kind: 'x' } }, ['a.kind: "l" | "r"']],
  ['a known kind', t.type({ a: Kinds }), { a: { kind: 'r', b: 'b' } }, ['a.b: number']],
  ['no record for kinds', t.type({ a: Kinds }), { a: 1 }, ['a: ({ kind: string, a: string } | { kind: string, b: number })']],
  ['members of an intersection', t.intersection([A, t.type({ b: t.string })]), {}, ['a: string', 'b: string']],
  ['an intersection that takes a part', t.intersection([A, t.type({ b: t.string })]), { a: 'a' }, ['b: string']],
  ['a refinement', t.type({ a: t.refinement(t.string, (s) => s !== 'x', 'NotX') }), { a: 'x' }, ['a: NotX']],
  ['what a refinement holds', t.type({ a: t.refinement(t.string, () => true, 'NotX') }), { a: 1 }, ['a: NotX']],
  ['within a refinement', t.refinement(A, () => false, 'None'), { a: 1 }, ['a: string']],
  [
    'a refinement of a decoded value',
    t.type({ a: t.refinement(NumberFromString, (n) => n > 1, 'Large') }),
    { a: '1' },
    ['a: Large']
  ],
  [
    'a refinement that takes the value',
    t.tuple([t.refinement(NumberFromString, (n) => n > 1), t.string]),
    ['2', 1],
    ['1: string']
  ],
  [
    'a recursive codec',
    Tree,
    { a: 'a', kids: [{ a: 1, kids: [{}] }, 1] },
    ['kids.0.a: string', 'kids.0.kids.0.a: string', 'kids.0.kids.0.kids: Array<Tree>', 'kids.1: Tree']
  ],
  [
    'several branches',
    Fork,
    { a: { a: 1, b: 1 } },
    [
      'a.a: { a: Fork, b: string }',
      'a.a: { a: Fork, c: number }',
      'a.a: string',
      'a.b: string',
      'a.c: number',
      'a: string',
      'b: string',
      'c: number',
      ': string'
    ]
  ],
  ['the same twice', t.intersection([A, A]), {}, ['a: string']],
  ['a codec of its own', t.type({ a: own }), { a: 1 }, ['a: own']],
  ['a codec of its own deep within', t.array(t.type({ a: t.tuple([own]) })), [{ a: [1] }], ['0.a.0: own']],
  ['a codec of its own beside what it takes', t.tuple([own, own]), ['a', 1], ['1: own']],
  ['a text codec', t.type({ a: NumberFromString, b: NumberFromString }), { a: '1', b: 'x' }, ['b: number as text']],
  [
    'a dictionary by keys that its own function refuses',
    t.tuple([
      t.refinement(
        t.record(
          clone(t.string, { validate: (u: unknown, c: t.Context) => (u === 'a' ? t.failure(u, c) : t.success(u)) }) as t.StringC,
          t.string
        ),
        (o) => !('a' in o)
      ),
      t.string
    ]),
    [{ a: 'a' }, 1],
    ['1: string']
  ]
])('%s', (_, codec, u, expected) => {
  expect(told(codec, u)).toEqual(expected)
})

test('what an object inherits is lost where it is copied: then the whole is refused', () => {
  const codec = t.type({ a: NumberFromString, b: t.string })
  expect(told(codec, Object.assign(Object.create({ b: 'b' }), { a: '1' }))).toEqual([': { a: number as text, b: string }'])
})

test('so it is whatever else its parts take', () => {
  const N = NumberFromString
  const codec = t.type(
    {
      n: N,
      list: t.array(N),
      by: t.record(t.string, N),
      any: t.record(t.string, t.any),
      one: t.union([N, A]),
      even: t.refinement(N, () => true),
      b: t.string
    },
    'Whole'
  )
  const own = { n: '1', list: ['1'], by: { a: '1' }, any: [], one: '1', even: '2' }
  expect(told(codec, Object.assign(Object.create({ b: 'b' }), own))).toEqual([': Whole'])
})

test('a codec’s own function is given io-ts’s context', () => {
  const seen: unknown[] = []
  const own: t.Mixed = new t.Type<unknown>(
    'own',
    (_): _ is unknown => true,
    (u, c) => {
      seen.push(c.map(({ key, type, actual }) => [key, type.name, actual]))
      return t.failure(u, c)
    },
    t.identity
  )
  const codec = t.type({ a: t.tuple([t.union([own, t.readonly(own)])]) })
  codec.decode({ a: [1] })
  const theirs = seen.splice(0)
  told(codec, { a: [1] })
  for (const context of seen) expect(theirs).toContainEqual(context)
  for (const context of theirs) expect(seen).toContainEqual(context)
})

test('what is too large for a codec’s own function is not given to it', () => {
  const asked = jest.fn(t.success)
  const any: t.Mixed = new t.Type('any', (_): _ is unknown => true, asked, t.identity)
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)])
  expect(told(t.type({ a: any }), { a: deep(65) })).toEqual(['a: at most 64 levels'])
  expect(told(t.type({ a: any }), { a: new Array(20_000).fill(1) })).toEqual(['a: at most 20000 values'])
  expect(told(any, deep(65))).toEqual([': at most 64 levels'])
  expect(asked).not.toHaveBeenCalled()
  expect(told(t.type({ a: any }), { a: deep(64) })).toEqual([])
  expect(asked).toHaveBeenCalledTimes(1)
})

// ---- how much is asked

/** How many reasons are told, and how often the codec of each part is asked. */
const asked = (make: (part: t.Mixed) => t.Mixed, u: unknown): readonly [told: number, asked: number] => {
  let n = 0
  const part: t.Mixed = new t.Type<unknown>(
    'part',
    (_): _ is unknown => true,
    (v, c) => {
      n++
      return t.failure(v, c)
    },
    t.identity
  )
  return [told(make(part), u).length, n]
}

const keys = Array.from({ length: 50 }, (_, i) => `k${i}`)
const many = Object.fromEntries(keys.map((key) => [key, 1]))
const each = (part: t.Mixed): Record<string, t.Mixed> => Object.fromEntries(keys.map((key) => [key, part]))

test.each<[string, (part: t.Mixed) => t.Mixed, unknown]>([
  ['items', (part) => t.array(part), keys],
  ['items of a tuple', (part) => t.tuple(keys.map(() => part) as unknown as [t.Mixed]), keys],
  ['keys', (part) => t.type(each(part)), many],
  ['keys of a partial record', (part) => t.partial(each(part)), many],
  ['values of a dictionary', (part) => t.record(t.string, part), many],
  [
    'members of an intersection',
    (part) => t.intersection(keys.map((key) => t.type({ [key]: part })) as unknown as [t.Mixed, t.Mixed]),
    many
  ]
])('after twenty reasons no more %s are asked', (_, make, u) => {
  // One is asked before, when the value is refused.
  expect(asked(make, u)).toEqual([20, 21])
})

test('after twenty reasons no more members of a union are asked', () => {
  // All are asked whether the value is refused at all, and again by the walk that explains it.
  const [reasons, n] = asked((part) => t.union(keys.map((key) => t.type({ [key]: part })) as unknown as [t.Mixed, t.Mixed]), many)
  expect([reasons, n]).toEqual([20, 120])
})

test('a dictionary asks for no more keys after twenty reasons', () => {
  const names: string[] = []
  const key = t.refinement(t.string, (s) => names.push(s) > 0)
  expect(told(t.record(key, t.string), many)).toHaveLength(20)
  expect(names.length).toBeLessThan(25)
})

const deep = (levels: number): unknown => (levels === 0 ? { leaf: 1 } : { a: deep(levels - 1), c: 'c' })

test('several branches of a recursive codec explain a part once', () => {
  const make = (part: t.Mixed): t.Mixed => {
    const Rec: t.Mixed = t.recursion('Rec', (self) =>
      t.union([t.type({ a: self, b: t.string }), t.type({ a: self, c: t.string }), t.type({ leaf: part })])
    )
    return Rec
  }
  const [reasons, n] = asked(make, deep(12))
  expect([reasons, n]).toEqual([20, 34])
})

test('what lies deep in a codec that does not hold itself is asked once for each of its levels', () => {
  let n = 0
  const leaf = t.refinement(t.string, () => n++ < 0)
  let codec: t.Mixed = t.type({ leaf })
  let u: unknown = { leaf: 'x' }
  for (let i = 0; i < 12; i++) {
    codec = t.union([t.type({ a: codec }), t.null])
    u = { a: u }
  }
  expect(told(codec, u)).toContain(`${'a.'.repeat(12)}leaf: (string | <function0>)`)
  expect(n).toBe(14)
})

test('and so is a codec of the program’s own functions that lies there', () => {
  const make = (part: t.Mixed): t.Mixed => {
    let codec: t.Mixed = t.type({ leaf: part })
    for (let i = 0; i < 12; i++) codec = t.union([t.type({ a: codec }), t.null])
    return codec
  }
  let u: unknown = { leaf: 'x' }
  for (let i = 0; i < 12; i++) u = { a: u }
  expect(asked(make, u)).toEqual([13, 14])
})

/** How much is remembered in search of the reasons. */
const remembered = (codec: t.Mixed, u: unknown): number => {
  told(codec, u)
  const decode = defaultEngine.decoder(codec)
  decode(u)
  const set = jest.spyOn(Map.prototype, 'set')
  decode(u)
  const n = set.mock.calls.length
  set.mockRestore()
  return n
}

const bad = { w: t.string }
const forked = (props: t.Props): t.Mixed =>
  t.recursion('Forked', (self) => t.union([t.type({ ...bad, ...props }), t.type({ self }), t.type({ self, ...bad })]))

test.each<[string, t.Mixed, unknown]>([
  ['a scalar', t.string, 'a'],
  ['a number', t.number, 1],
  ['a literal', t.literal('a'), 'a'],
  ['a key', t.keyof({ a: null, b: null }), 'a'],
  ['a union of these', t.union([t.string, t.null]), 'a']
])('nothing is remembered of %s that is right', (_, codec, u) => {
  expect(remembered(forked({ x: codec }), { w: 1, x: u })).toBe(remembered(forked({}), { w: 1 }))
})

test('of other parts it is, where several branches may ask for them', () => {
  const union = t.union([t.string, A])
  expect(remembered(forked({ x: union }), { w: 1, x: { a: 'a' } })).toBeGreaterThan(remembered(forked({}), { w: 1 }))
  expect(remembered(forked({ x: union }), { w: 1, x: 'a' })).toBeGreaterThan(remembered(forked({}), { w: 1 }))
  expect(remembered(t.type({ ...bad, x: A }), { w: 1, x: { a: 'a' } })).toBe(remembered(t.type(bad), { w: 1 }))
})
