/** Every value that is generated is one that its codec decodes, from the encoded form that is given with it; where nobody can know, nothing is. */
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import * as t from 'io-ts'
import {
  BooleanFromString,
  DateFromString,
  IntFromString,
  NumberFromString,
  s3Notification,
  snsEnvelope
} from '../../../src/index.js'
import { ArbitraryError, annotate, arbitrary, encoded, samples } from '../../../src/testing/index.js'
import { holds } from '../../laws/holds.js'
import { codecs, tagsIn } from './codecs.js'

const many = <A>(arb: fc.Arbitrary<A>, numRuns = 1000): ReadonlyArray<A> => fc.sample(arb, { seed: 42, numRuns })

const refusal = (f: () => unknown): string => {
  try {
    f()
  } catch (e) {
    expect(e).toBeInstanceOf(ArbitraryError)
    return (e as Error).message
  }
  throw new Error('nothing was refused')
}

describe('any codec', () => {
  const seen = new Set<string>()
  let values = 0

  test('a value passes the guard, and comes back the same from its encoded form', async () => {
    await holds(
      fc.property(codecs, (codec) => {
        for (const tag of tagsIn(codec)) seen.add(tag)
        for (const { value, encoded } of fc.sample(samples(codec), { seed: 7, numRuns: 15 })) {
          values++
          if (!codec.is(value)) throw new Error('the guard refuses it')
          const d = codec.decode(encoded)
          if (d._tag === 'Left' || !isDeepStrictEqual(d.right, value)) throw new Error('another value came back')
          if (!isDeepStrictEqual(codec.encode(value), encoded)) throw new Error('it encodes otherwise')
        }
      })
    )
    expect(values).toBe(500 * 15)
  }, 60_000)

  test('the codecs that were tried have every tag that has values', () => {
    expect([...seen].sort()).toEqual(
      [
        ...['AnyArrayType', 'AnyDictionaryType', 'ArrayType', 'BigIntType', 'BooleanFromString', 'BooleanType', 'Bytes'],
        ...['DateFromString', 'DictionaryType', 'ExactType', 'IntFromString', 'InterfaceType', 'IntersectionType', 'KeyofType'],
        ...['LiteralType', 'NullType', 'NumberFromString', 'NumberType', 'PartialType', 'ReadonlyArrayType', 'ReadonlyType'],
        ...['RecursiveType', 'RefinementType', 'StringType', 'TupleType', 'UndefinedType', 'UnionType', 'UnknownType', 'VoidType']
      ].sort()
    )
  })

  test('the same seed makes the same values', () => {
    const Todo = t.type({ id: t.string, tags: t.array(t.string) })
    expect(many(arbitrary(Todo), 50)).toEqual(many(arbitrary(Todo), 50))
  })

  test('what fails shrinks, and what it shrinks to is still a value of the codec', () => {
    const Order = t.type({ lines: t.array(t.type({ n: t.refinement(t.number, (n) => n >= 3, 'Three') })), note: t.string })
    const run = fc.check(
      fc.property(arbitrary(Order), (o) => o.lines.length < 2),
      { seed: 42, numRuns: 500 }
    )
    const found = run.counterexample?.[0]
    expect(Order.is(found)).toBe(true)
    expect(found?.note).toBe('')
    expect(found?.lines.length).toBe(2)
  })
})

describe('hostile values are among them', () => {
  const of = (values: ReadonlyArray<unknown>, f: (v: never) => boolean) => values.filter((v) => f(v as never)).length
  test('texts: empty, of other scripts, beyond the basic plane, very long, names of what every object has; no lone surrogates', () => {
    const all = many(arbitrary(t.string), 3000)
    for (const kind of [
      (s: string) => s === '',
      (s: string) => s === '__proto__',
      (s: string) => /[^\p{ASCII}]/u.test(s),
      (s: string) => /[\u{10000}-\u{10ffff}]/u.test(s),
      (s: string) => s.length > 4000,
      (s: string) => s.includes('\0')
    ])
      expect(of(all, kind)).toBeGreaterThan(0)
    expect(all.every((s) => !/\p{Surrogate}/u.test(s))).toBe(true)
  })
  test('numbers: -0, whole, broken, beyond 2^53; neither NaN nor Infinity, which no request carries', () => {
    const all = many(arbitrary(t.number))
    for (const kind of [
      (n: number) => Object.is(n, -0),
      (n: number) => !Number.isInteger(n),
      (n: number) => Math.abs(n) > Number.MAX_SAFE_INTEGER,
      (n: number) => n < 0
    ])
      expect(of(all, kind)).toBeGreaterThan(0)
    expect(all.every(Number.isFinite)).toBe(true)
  })
  test('records: __proto__ as a key of its own, which changes no prototype', () => {
    const all = many(arbitrary(t.record(t.string, t.number)), 3000)
    expect(of(all, (o: object) => Object.hasOwn(o, '__proto__'))).toBeGreaterThan(0)
    expect(all.every((o) => Object.getPrototypeOf(o) === Object.prototype)).toBe(true)
  })
})

describe('codecs whose values are hard to come by', () => {
  test('refinements and brands of common forms', () => {
    const Code = t.refinement(t.string, (s) => /^[A-Z]{3}$/.test(s), 'Code')
    const Uuid = t.refinement(t.string, (s) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(s), 'Uuid')
    const Email = t.refinement(t.string, (s) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(s), 'Email')
    const Day = t.refinement(t.string, (s) => /^\d{4}-\d\d-\d\d$/.test(s), 'Day')
    const Port = t.refinement(t.Int, (n) => n > 0 && n < 65_536, 'Port')
    for (const codec of [Code, Uuid, Email, Day, Port]) expect(many(arbitrary(codec), 100).every((v) => codec.is(v))).toBe(true)
  })
  test('a refinement of a record whose keys depend on each other', () => {
    const Span = t.refinement(t.type({ from: t.number, to: t.number }), ({ from, to }) => from < to, 'Span')
    expect(many(arbitrary(Span), 200).every(({ from, to }) => from < to)).toBe(true)
  })
  test('an intersection of nested records has the keys of all of them', () => {
    const Both = t.intersection([t.type({ a: t.type({ x: t.string }) }), t.type({ a: t.type({ y: t.Int }), b: t.boolean })])
    expect(
      many(arbitrary(Both), 200).every(({ a, b }) => typeof a.x === 'string' && Number.isInteger(a.y) && typeof b === 'boolean')
    ).toBe(true)
  })
  test('an intersection of unions takes the members that agree', () => {
    const A = t.union([t.type({ k: t.literal('a'), n: t.number }), t.type({ k: t.literal('b') })])
    const B = t.union([t.type({ k: t.literal('b'), s: t.string }), t.type({ k: t.literal('c') })])
    const values = many(arbitrary(t.intersection([A, B])), 100)
    expect(values.every((v) => v.k === 'b' && typeof (v as { s?: unknown }).s === 'string')).toBe(true)
  })
  test('an intersection of refinements satisfies all of them', () => {
    const Short = t.refinement(t.string, (s) => s.length < 6, 'Short')
    const Upper = t.refinement(t.string, (s) => /^[A-Z]+$/.test(s), 'Upper')
    expect(many(arbitrary(t.intersection([Short, Upper])), 200).every((s) => /^[A-Z]{1,5}$/.test(s))).toBe(true)
  })
  test('an intersection of a record of any keys and named ones', () => {
    const Totals = t.intersection([t.record(t.string, t.number), t.type({ total: t.Int })])
    expect(
      many(arbitrary(Totals), 200).every((o) => Number.isInteger(o.total) && Object.values(o).every((n) => typeof n === 'number'))
    ).toBe(true)
  })
  test('tuples and arrays at once', () => {
    const Pair = t.intersection([t.array(t.Int), t.tuple([t.number, t.number])])
    expect(many(arbitrary(Pair), 100).every((p) => p.length === 2 && p.every(Number.isInteger))).toBe(true)
  })
  test('a union gives no value that one of its other members would decode to something else', () => {
    const values = many(arbitrary(t.union([NumberFromString, t.string])))
    expect(values.some((v) => typeof v === 'string')).toBe(true)
    expect(values.some((v) => typeof v === 'number')).toBe(true)
    expect(values.filter((v) => typeof v === 'string' && NumberFromString.decode(v)._tag === 'Right')).toEqual([])
  })
  test('recursion, mutual and through an intersection, ends', () => {
    interface Tree {
      readonly value: number
      readonly left: Tree | null
      readonly right: Tree | null
    }
    const Tree: t.Type<Tree> = t.recursion('Tree', () =>
      t.type({ value: t.number, left: t.union([Tree, t.null]), right: t.union([Tree, t.null]) })
    )
    interface Folder {
      name: string
      entries: Array<Entry>
    }
    type Entry = Folder | string
    const Folder: t.Type<Folder> = t.recursion('Folder', () =>
      t.intersection([t.type({ name: t.string }), t.type({ entries: t.array(Entry) })])
    )
    const Entry: t.Type<Entry> = t.recursion('Entry', () => t.union([Folder, t.string]))
    const trees = many(arbitrary(Tree), 200)
    expect(trees.some((tree) => tree.left?.right != null)).toBe(true)
    expect(many(arbitrary(Folder), 200).some((f) => f.entries.some((e) => typeof e === 'object' && e.entries.length > 0))).toBe(
      true
    )
  })
  test('the envelopes of other events', () => {
    const Order = t.type({ id: t.string, at: DateFromString })
    for (const { value, encoded } of many(samples(snsEnvelope(Order)), 100)) {
      expect(Order.is(value)).toBe(true)
      expect(encoded).toEqual({ Type: 'Notification', Message: JSON.stringify(Order.encode(value)) })
    }
    const objects = many(arbitrary(snsEnvelope(s3Notification)), 100).flat()
    expect(objects.length).toBeGreaterThan(50)
    expect(objects.every((o) => o.key !== '' && o.bucket === 'bucket')).toBe(true)
  })
  test('codecs of earlier versions of io-ts', () => {
    const Old = t.type({
      any: t.any,
      object: t.object,
      integer: t.Integer,
      dictionary: t.dictionary(t.string, t.boolean),
      list: t.Array
    })
    expect(many(arbitrary(Old), 100).every((o) => Number.isInteger(o.integer) && typeof o.object === 'object')).toBe(true)
  })
  test('our codecs of text, in both forms', () => {
    const Query = t.type({ n: NumberFromString, i: IntFromString, b: BooleanFromString, at: DateFromString })
    for (const { value, encoded } of many(samples(Query), 300)) {
      expect(value.at).toBeInstanceOf(Date)
      expect(encoded).toEqual({ n: String(value.n), i: String(value.i), b: String(value.b), at: value.at.toISOString() })
    }
    expect(many(encoded(IntFromString), 100).every((s) => /^(0|-?[1-9]\d*)$/.test(s))).toBe(true)
  })
})

describe('what cannot be known is refused before a property runs, with all of it at once', () => {
  const Odd = new t.Type<number>('Odd', t.number.is, t.number.validate, t.identity)
  const mend = 'use what it gives in the place of the codec, or hand it over beside the codec'

  test('codecs of their own make, each with its path', () => {
    const Order = t.type({
      lines: t.array(t.type({ n: Odd })),
      more: t.partial({ f: t.Function }),
      ok: t.record(t.string, t.tuple([t.string, Odd]))
    })
    expect(refusal(() => arbitrary(Order))).toBe(
      [
        `nothing can be generated for ${Order.name}:`,
        '  lines[].n: Odd is a codec of its own make (new t.Type): what it decodes cannot be seen from outside',
        `    annotate(codec, { arbitrary }) says which values it has: ${mend}`,
        '  more.f: Function is a codec of functions, which no request carries',
        `    annotate(codec, { arbitrary }) says which values it has: ${mend}`
      ].join('\n')
    )
  })
  test('a refinement that takes next to nothing', () => {
    const Needle = t.refinement(t.string, (s) => s === 'needle in a haystack', 'Needle')
    expect(refusal(() => arbitrary(t.type({ a: t.partial({ b: Needle }) })))).toContain(
      '  a.b: Needle takes fewer than 5 of 1000 candidates\n    annotate(codec, { arbitrary }) says which values it has'
    )
  })
  test('a predicate that throws takes nothing', () => {
    const Bad = t.refinement(
      t.string,
      (): boolean => {
        throw new Error('no')
      },
      'Bad'
    )
    expect(refusal(() => arbitrary(Bad))).toContain('Bad takes fewer than 5 of 1000 candidates')
  })
  test('a codec without a value: never, parts that contradict each other, recursion without an end', () => {
    const never = t.never as unknown as t.Mixed
    expect(refusal(() => arbitrary(t.type({ a: never })))).toContain('a: never has no value')
    const Clash = t.intersection([t.type({ k: t.literal('a') }), t.type({ k: t.literal('b') })]) as unknown as t.Mixed
    expect(refusal(() => arbitrary(Clash))).toContain('has no value: it never ends, or its parts contradict each other')
    const Endless: t.Type<unknown> = t.recursion('Endless', (self) => t.type({ self }) as unknown as t.Type<unknown>)
    expect(refusal(() => arbitrary(Endless))).toContain('Endless has no value')
    expect(many(arbitrary(t.union([never, t.null])), 5)).toEqual([null, null, null, null, null])
  })
  test('a codec whose encoded form decodes to something else', () => {
    const Lossy = annotate(new t.Type<string>('Lossy', t.string.is, t.string.validate, () => 'gone'), {
      arbitrary: fc.constant('here')
    })
    expect(refusal(() => arbitrary(Lossy))).toContain('Lossy takes fewer than 5 of 1000 candidates')
  })
  test('intersections of the values of two codecs that share none', () => {
    expect(refusal(() => arbitrary(t.intersection([t.string, t.number]) as unknown as t.Mixed))).toContain(
      'takes fewer than 5 of 1000 candidates'
    )
  })

  describe('annotate', () => {
    const seven = annotate(Odd, { arbitrary: fc.constantFrom(7, 9) })
    test('in the place of the codec', () => {
      expect(new Set(many(arbitrary(t.type({ n: seven })), 50).map((o) => o.n))).toEqual(new Set([7, 9]))
    })
    test('handed over beside a codec that holds the one it was made of', () => {
      expect(new Set(many(arbitrary(t.array(Odd), seven), 200).flat())).toEqual(new Set([7, 9]))
    })
    test('changes nothing of the codec that it was made of, and is one itself', () => {
      expect(refusal(() => arbitrary(Odd))).toContain('Odd is a codec of its own make')
      expect(Object.keys(Odd).sort()).toEqual(['decode', 'encode', 'is', 'name', 'validate'])
      expect(t.type({ n: seven }).decode({ n: 3 })).toEqual({ _tag: 'Right', right: { n: 3 } })
      expect(t.type({ n: seven }).decode({ n: 'x' })._tag).toBe('Left')
      expect(seven).toBeInstanceOf(t.Type)
    })
    test('by one copy of the package is seen by another', () => {
      let other: typeof annotate | undefined
      jest.isolateModules(() => {
        other = (jest.requireActual('../../../src/testing/index.js') as { readonly annotate: typeof annotate }).annotate
      })
      expect(other).not.toBe(annotate)
      const four = other?.(Odd, { arbitrary: fc.constant(4) }) ?? Odd
      expect(many(arbitrary(t.type({ n: four })), 3)).toEqual([{ n: 4 }, { n: 4 }, { n: 4 }])
    })
    test('values that the codec does not take never come', () => {
      const Email = t.refinement(t.string, (s) => s.includes('@'), 'Email')
      const email = annotate(Email, { arbitrary: fc.constantFrom('a@b', 'no address') })
      expect(new Set(many(arbitrary(email), 50))).toEqual(new Set(['a@b']))
    })
    test('what was never annotated is no annotation', () => {
      expect(refusal(() => arbitrary(t.string, Odd))).toContain('Odd was handed over as an annotation and is none')
    })
  })
})
