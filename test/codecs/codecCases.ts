/** Codecs of every kind that io-ts makes, and some that it did not make quite so, each with values that are near to what it takes. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { DateFromString, NumberFromString } from '../../src/codecs/textCodecs.js'

// ---- model

/** A codec and values around it: many it takes, others with one thing wrong, some of another kind altogether. */
export interface Case {
  readonly codec: t.Mixed
  readonly near: fc.Arbitrary<unknown>
}

const key = fc.constantFrom('a', 'b', 'c', 'kind', '__proto__', 'constructor', '0', '')

// ---- values

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, Number.NaN, 0, -0, 1, '', 'a', '1', true, false, 1n, Symbol.iterator, () => 0),
  fc
    .constantFrom<() => unknown>(
      () => [],
      () => ({}),
      () => [undefined],
      // biome-ignore lint/suspicious/noSparseArray: a hole is what is tried
      () => [, 'a'],
      () => new Date(0),
      () => new Map(),
      () => new Error('a'),
      () => Object.create(null),
      () =>
        new (class {
          a = 'a'
          get b() {
            return 1
          }
        })()
    )
    .map((f) => f()),
  fc.object({ key, maxDepth: 2, withNullPrototype: true })
)

const onto = (proto: object | null, o: object): object => Object.create(proto, Object.getOwnPropertyDescriptors(o))

const together = (os: ReadonlyArray<object>): object =>
  Object.create(Object.prototype, Object.assign({}, ...os.map((o) => Object.getOwnPropertyDescriptors(o))))

// The same object in other clothes: what a value's own, inherited, hidden and strange keys do to decoding is part of it.
const dressed = (o: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(o) },
    fc.constant(Object.create(o)),
    fc.constant(onto(null, o)),
    fc.constant(onto({ a: 'a', b: 1, c: undefined }, o)),
    fc.constant(Object.fromEntries(Object.entries(o).reverse())),
    fc
      .tuple(key, anything)
      .map(([k, v]) => Object.defineProperty({ ...o }, k, { value: v, enumerable: true, configurable: true, writable: true })),
    fc
      .tuple(key, anything)
      .map(([k, v]) => Object.defineProperty({ ...o }, k, { value: v, enumerable: false, configurable: true, writable: true })),
    fc.constant({ ...o, [Symbol.iterator]: 1 }),
    fc.constant({ ...o, extra: 1 }),
    fc.constantFrom(...Object.keys(o), 'a').map((k) => Object.fromEntries(Object.entries(o).filter(([l]) => l !== k))),
    fc.constantFrom(...Object.keys(o), 'a').map((k) => ({ ...o, [k]: undefined }))
  )

const or = (near: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: near }, { weight: 1, arbitrary: anything })

const own = (o: Readonly<Record<string, unknown>>, k: string): unknown => (Object.hasOwn(o, k) ? o[k] : undefined)

const recordOf = (cases: Readonly<Record<string, Case>>): fc.Arbitrary<unknown> =>
  fc
    .tuple(...Object.values(cases).map((c) => c.near))
    .map((values) => Object.fromEntries(Object.keys(cases).map((k, i) => [k, values[i]])))
    .chain(dressed)

// ---- codecs that are not as io-ts makes them

type Validate = t.Mixed['validate']

export const clone = (codec: t.Mixed, own: object = {}): t.Mixed =>
  Object.assign(Object.create(Object.getPrototypeOf(codec)), codec, own)

/** As io-ts-types does it: a copy, tag included, that decodes otherwise. */
const withValidate = (codec: t.Mixed, validate: Validate): t.Mixed => {
  const copy: t.Mixed = clone(codec, { validate, decode: (u: unknown) => validate(u, [{ key: '', type: copy, actual: u }]) })
  return copy
}

export const withFallback = (codec: t.Mixed, a: unknown): t.Mixed =>
  withValidate(codec, (u, c) => (codec.validate(u, c)._tag === 'Right' ? codec.validate(u, c) : t.success(a)))

export const withMessage = (codec: t.Mixed): t.Mixed =>
  withValidate(codec, (u, c) => {
    const e = codec.validate(u, c)
    return e._tag === 'Right' ? e : t.failure(u, c, 'a message')
  })

export class Upper extends t.StringType {
  constructor() {
    super()
    const validate: Validate = (u, c) => (typeof u === 'string' ? t.success(u.toUpperCase()) : t.failure(u, c))
    Object.assign(this, { validate })
  }
}

export class Either extends t.UnionType<[t.Mixed, t.Mixed], unknown, unknown, unknown> {
  constructor(types: [t.Mixed, t.Mixed]) {
    const whole = t.union(types)
    super('Either', whole.is, (u, c) => (u === null ? t.success('none') : whole.validate(u, c)), whole.encode, types)
  }
}

/** One that looks at where it stands: refused under the key `b`, and at odd depths of a context. */
export const minding: t.Mixed = new t.Type<unknown>(
  'minding',
  (_): _ is unknown => true,
  (u, c) => (c[c.length - 1]?.key === 'b' || c.some((e) => e.actual === 'no') || c.length > 6 ? t.failure(u, c) : t.success(u)),
  t.identity
)

const strange = (inner: Case): fc.Arbitrary<Case> =>
  fc
    .constantFrom<(codec: t.Mixed) => t.Mixed>(
      (c) => withFallback(c, 'fallback'),
      withMessage,
      (c) => clone(c, { validate: ((u, x) => (u === null ? t.failure(u, x) : c.validate(u, x))) satisfies Validate }),
      (c) => Object.assign(Object.create(c), { validate: (u: unknown) => t.success(u) }),
      (c) => clone(c, { decode: (u: unknown) => t.success([u]) }),
      (c) => clone(c),
      (c) => new Either([c, t.string]),
      (c) =>
        new t.RefinementType(
          'R',
          c.is,
          (u, x) => (u === 'a' ? t.success('b') : c.validate(u, x)),
          c.encode,
          c,
          () => true
        ),
      (c) => new t.InterfaceType('I', c.is, (u, x) => c.validate(u, x), c.encode, { a: c }),
      (c) => c.pipe(t.unknown as never) as t.Mixed,
      (c) => new t.Type('T', c.is, c.validate, c.encode)
    )
    .map((f) => ({ codec: f(inner.codec), near: inner.near }))

// ---- codecs

const leaf: fc.Arbitrary<Case> = fc.constantFrom<Case>(
  { codec: t.string, near: fc.constantFrom('', 'a', 'b') },
  { codec: t.number, near: fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY) },
  { codec: t.boolean, near: fc.boolean() },
  { codec: t.null, near: fc.constant(null) },
  { codec: t.undefined, near: fc.constant(undefined) },
  { codec: t.void, near: fc.constant(undefined) },
  { codec: t.bigint, near: fc.constant(1n) },
  { codec: t.unknown, near: anything },
  { codec: t.any, near: anything },
  { codec: t.never as unknown as t.Mixed, near: anything },
  { codec: t.object, near: anything },
  { codec: t.Function, near: anything },
  { codec: t.UnknownArray, near: fc.constantFrom<unknown>([], [1], {}) },
  { codec: t.UnknownRecord, near: fc.constantFrom<unknown>({}, { a: 1 }, []) },
  { codec: t.Int, near: fc.constantFrom(0, 1, 1.5, Number.NaN) },
  { codec: t.literal('a'), near: fc.constantFrom('a', 'b') },
  { codec: t.literal(0), near: fc.constantFrom(0, -0, 1) },
  { codec: t.literal(true), near: fc.boolean() },
  { codec: t.keyof({ a: null, b: null }), near: fc.constantFrom('a', 'b', 'c', 'toString', '__proto__') },
  { codec: NumberFromString, near: fc.constantFrom('1', 'x', 1) },
  { codec: DateFromString, near: fc.constantFrom('2026-11-23T10:00:00Z', 'then') },
  { codec: new Upper(), near: fc.constantFrom('a', 'A', 1) },
  { codec: minding, near: fc.constantFrom('a', 'no') }
)

const props = (inner: fc.Arbitrary<Case>, more: Readonly<Record<string, Case>> = {}): fc.Arbitrary<Record<string, Case>> =>
  fc.dictionary(key, inner, { maxKeys: 4, noNullPrototype: true }).map((cases) => ({ ...cases, ...more }))

const codecsOf = (cases: Readonly<Record<string, Case>>): Record<string, t.Mixed> =>
  Object.fromEntries(Object.entries(cases).map(([k, c]) => [k, c.codec]))

const record = (inner: fc.Arbitrary<Case>, more: Readonly<Record<string, Case>> = {}): fc.Arbitrary<Case> =>
  fc
    .tuple(
      props(inner, more),
      fc.constantFrom<(p: Record<string, t.Mixed>) => t.Mixed>(
        (p) => t.type(p),
        (p) => t.partial(p),
        (p) => t.strict(p),
        (p) => t.exact(t.partial(p)),
        (p) => t.exact(t.readonly(t.type(p))),
        (p) => t.readonly(t.type(p)),
        (p) => t.exact(t.intersection([t.type(p), t.partial({ a: t.number, d: t.string })])),
        (p) => t.exact(t.refinement(t.type(p), (o) => own(o, 'a') !== 'b')),
        (p) => t.refinement(t.strict(p), (o) => own(o, 'a') !== 'b')
      )
    )
    .map(([cases, make]) => ({ codec: make(codecsOf(cases)), near: recordOf(cases) }))

// io-ts itself fails where a literal stands under a key that every object has.
const union = (codecs: ReadonlyArray<t.Mixed>): t.Mixed => {
  try {
    return t.union(codecs as [t.Mixed, t.Mixed])
  } catch {
    return t.string
  }
}

const tag = (value: string): Case => ({ codec: t.literal(value), near: fc.constantFrom(value, value, value, 'other') })

/** Every kind, in every other. */
export const cases: fc.Arbitrary<Case> = fc
  .letrec<{ case: Case }>((tie) => ({
    case: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      record(tie('case')),
      record(tie('case')),
      fc.tuple(tie('case'), fc.boolean()).map(
        ([c, ro]): Case => ({
          codec: ro ? t.readonlyArray(c.codec) : t.array(c.codec),
          near: fc.oneof(
            fc.array(or(c.near), { maxLength: 3 }),
            fc.array(or(c.near), { maxLength: 3 }).map((xs) => Object.assign(xs.slice(), { length: xs.length + 1 }))
          )
        })
      ),
      fc.array(tie('case'), { minLength: 1, maxLength: 3 }).map(
        (cs): Case => ({
          codec: t.tuple(cs.map((c) => c.codec) as [t.Mixed]),
          near: fc
            .tuple(fc.tuple(...cs.map((c) => or(c.near))), fc.constantFrom(-1, 0, 0, 0, 1))
            .map(([xs, more]) => (more > 0 ? [...xs, 'more'] : xs.slice(0, xs.length + more)))
        })
      ),
      fc
        .tuple(
          tie('case'),
          fc.constantFrom<t.Mixed>(
            t.string,
            t.keyof({ a: null, b: null }),
            t.literal('a'),
            t.union([t.literal('a'), t.keyof({ b: null })]),
            t.refinement(t.string, (s) => s !== 'b'),
            NumberFromString,
            new Upper()
          )
        )
        .map(
          ([c, domain]): Case => ({
            codec: t.record(domain, c.codec),
            near: fc
              .dictionary(fc.constantFrom('a', 'b', '1', '__proto__'), or(c.near), { maxKeys: 3, noNullPrototype: true })
              .chain(dressed)
          })
        ),
      fc.array(tie('case'), { minLength: 1, maxLength: 3 }).map(
        (cs): Case => ({
          codec: union(cs.map((c) => c.codec)),
          near: fc.oneof(...cs.map((c) => c.near))
        })
      ),
      fc
        .tuple(record(tie('case'), { kind: tag('l') }), record(tie('case'), { kind: tag('r') }))
        .map(([l, r]): Case => ({ codec: union([l.codec, r.codec]), near: fc.oneof(l.near, r.near) })),
      fc.array(fc.oneof(record(tie('case')), record(tie('case')), tie('case')), { minLength: 1, maxLength: 3 }).map(
        (cs): Case => ({
          codec: t.intersection(cs.map((c) => c.codec) as [t.Mixed, t.Mixed]),
          near: fc
            .tuple(...cs.map((c) => c.near))
            .map((xs) => (xs.every((x) => typeof x === 'object' && x !== null) ? together(xs as object[]) : xs[0]))
        })
      ),
      fc
        .tuple(
          tie('case'),
          fc.constantFrom<(u: unknown) => boolean>(
            (u) => u !== 'a',
            (u) => typeof u !== 'object' || u === null || Object.keys(u).length < 2,
            () => true
          )
        )
        .map(([c, predicate]): Case => ({ codec: t.refinement(c.codec, predicate), near: c.near })),
      tie('case').map((c): Case => ({ codec: t.readonly(c.codec), near: c.near })),
      tie('case').map((c): Case => {
        const Tree: t.Mixed = t.recursion('Tree', (self) =>
          t.type({ value: c.codec, next: t.union([t.null, t.undefined, t.array(self)]) })
        )
        const tree = fc.letrec((node) => ({
          node: fc.record(
            {
              value: or(c.near),
              next: fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, undefined), fc.array(node('node'), { maxLength: 2 }))
            },
            { requiredKeys: ['value'] }
          )
        })).node
        return { codec: Tree, near: tree }
      }),
      tie('case').chain(strange)
    )
  }))
  .case.map(({ codec, near }) => ({ codec, near: or(near) }))
