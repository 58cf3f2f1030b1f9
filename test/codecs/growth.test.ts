/**
 * The work of decoding and encoding with io-ts codecs grows no faster than the value. Work is counted, never timed: each read of a value's
 * inside, each call of a predicate or of a codec's own function, and each entry of what a run remembers, which is its memory.
 */
import * as t from 'io-ts'
import type { Decoding } from '../../src/codecs/Codec.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { DateFromString, IntFromString } from '../../src/codecs/textCodecs.js'

// ---- counts

let work = 0

const count = <A>(a: A): A => {
  work++
  return a
}

const counting: ProxyHandler<object> = {
  get: (target, key, receiver) => count(Reflect.get(target, key, receiver)),
  has: (target, key) => count(Reflect.has(target, key)),
  getPrototypeOf: (target) => count(Reflect.getPrototypeOf(target)),
  getOwnPropertyDescriptor: (target, key) => count(Reflect.getOwnPropertyDescriptor(target, key)),
  ownKeys: (target) => {
    const keys = Reflect.ownKeys(target)
    work += keys.length
    return keys
  }
}

/** The same value, each object and array of which counts how often it is read. */
const counted = (u: unknown): unknown => {
  if (Array.isArray(u)) return new Proxy(u.map(counted), counting)
  if (typeof u !== 'object' || u === null || u instanceof Date) return u
  return new Proxy(Object.fromEntries(Object.entries(u).map(([key, inner]) => [key, counted(inner)])), counting)
}

/** How much work a function takes. */
const workOf = (f: () => unknown): number => {
  const { set } = Map.prototype
  const spy = jest.spyOn(Map.prototype, 'set').mockImplementation(function (this: Map<unknown, unknown>, key, value) {
    work++
    return set.call(this, key, value)
  })
  work = 0
  try {
    f()
    return work
  } finally {
    spy.mockRestore()
  }
}

// ---- leaves

/** A codec without an inside, with a value of it before and after decoding, and one that it refuses. */
interface Leaf {
  readonly codec: t.Mixed
  readonly input: unknown
  readonly value: unknown
}

const own: t.Type<number, string> = new t.Type<number, string, unknown>(
  'Own',
  (u): u is number => count(typeof u === 'number'),
  (u, c) => (count(u === '1') ? t.success(1) : t.failure(u, c)),
  (a) => count(String(a))
)

const leaves: Readonly<Record<string, Leaf>> = {
  'a plain leaf': { codec: t.refinement(t.number, (n) => count(n > 0), 'Positive'), input: 1, value: 1 },
  IntFromString: { codec: IntFromString, input: '1', value: 1 },
  DateFromString: { codec: DateFromString, input: '2026-11-23T10:00:00Z', value: new Date(0) },
  'a codec of its own': { codec: own, input: '1', value: 1 }
}

const wrong = 'wrong'

// ---- shapes

/** A recursive codec, and values of it: `leaf` gives the leaf of each level, the deepest of which is level 0. */
interface Shape {
  readonly codec: (leaf: t.Mixed) => t.Mixed
  readonly value: (levels: number, leaf: (level: number) => unknown) => unknown
}

/** A value inside a value inside a value. */
const nested =
  (step: (inside: unknown, leaf: unknown, level: number) => unknown, innermost: (leaf: unknown) => unknown): Shape['value'] =>
  (levels, leaf) => {
    let value = innermost(leaf(0))
    for (let level = 1; level < levels; level++) value = step(value, leaf(level), level)
    return value
  }

const names = Array.from({ length: 10 }, (_, i) => `field${i}`)
const fields = Object.fromEntries(names.map((name) => [name, t.string]))

/** An object of all fields, or of none where its leaf is wrong. */
const whole = (at: unknown): object => (at === wrong ? {} : { at, ...Object.fromEntries(names.map((name) => [name, 'a'])) })

const counter = <C extends t.Mixed>(codec: C): t.Mixed => t.refinement(codec, () => count(true), 'Counted')

const shapes: Readonly<Record<string, Shape>> = {
  'expression tree': {
    codec: (leaf) =>
      t.recursion('Expression', (self) =>
        t.union([
          leaf,
          t.type({ left: self, right: self, op: t.literal('+') }),
          t.type({ left: self, right: self, op: t.literal('*') })
        ])
      ),
    value: nested(
      (left, right) => ({ left, right, op: '*' }),
      (leaf) => leaf
    )
  },
  'filter without a common tag': {
    codec: (leaf) =>
      t.recursion('Filter', (self) =>
        t.union([
          t.type({ and: t.array(self) }),
          t.type({ or: t.array(self), weight: leaf }),
          t.type({ not: self }),
          t.type({ field: t.string, equals: leaf })
        ])
      ),
    value: nested(
      (inside, weight, level) =>
        level % 3 === 0
          ? { and: [inside, { field: 'f', equals: weight }] }
          : level % 3 === 1
            ? { or: [{ not: inside }], weight }
            : { or: [inside], weight },
      (equals) => ({ field: 'f', equals })
    )
  },
  'comment tree': {
    codec: (leaf) => t.recursion('Comment', (self) => counter(t.type({ text: t.string, replies: t.array(self), at: leaf }))),
    value: nested(
      (inside, at) => ({ text: 'a', replies: [{ text: 'b', replies: [], at }, inside], at }),
      (at) => ({ text: 'a', replies: [], at })
    )
  },
  'JSON value': {
    codec: (leaf) => t.recursion('Json', (self) => t.union([t.null, t.boolean, leaf, t.array(self), t.record(t.string, self)])),
    value: nested(
      (inside, leaf, level) => (level % 2 === 0 ? [leaf, inside] : { a: null, b: leaf, inside }),
      (leaf) => leaf
    )
  },
  'linked list': {
    codec: (leaf) => t.recursion('List', (self) => t.type({ next: t.union([t.null, counter(self)]), value: leaf })),
    value: nested(
      (next, value) => ({ next, value }),
      (value) => ({ next: null, value })
    )
  },
  'linked list without an end': {
    codec: (leaf) =>
      t.recursion('Open', (self) => t.intersection([t.type({ value: leaf }), t.partial({ next: t.union([t.undefined, self]) })])),
    value: nested(
      (next, value) => ({ next, value }),
      (value) => ({ value })
    )
  },
  'intersection of itself': {
    codec: (leaf) =>
      t.recursion('Both', (self) => {
        const next = t.union([t.null, self])
        return t.intersection([t.type({ next }), t.type({ next, value: leaf })])
      }),
    value: nested(
      (next, value) => ({ next, value }),
      (value) => ({ next: null, value })
    )
  },
  'binary tree as an intersection of itself': {
    codec: (leaf) =>
      t.recursion('Tree', (self) =>
        t.intersection([
          t.partial({ left: self, right: self }),
          counter(t.partial({ left: self, right: self })),
          t.type({ value: leaf })
        ])
      ),
    value: (levels, leaf) => {
      const at = (i: number): unknown => ({
        ...(2 * i < levels ? { left: at(2 * i) } : undefined),
        ...(2 * i + 1 < levels ? { right: at(2 * i + 1) } : undefined),
        value: leaf(levels - 1 - i)
      })
      return at(1)
    }
  },
  'two codecs of each other': {
    codec: (leaf) => {
      const Folder: t.Mixed = t.recursion('Folder', () => t.type({ entries: t.array(Entry), at: leaf }))
      const Entry: t.Mixed = t.recursion('Entry', () => t.union([t.type({ file: leaf }), t.type({ folder: Folder })]))
      return Folder
    },
    value: nested(
      (folder, at) => ({ entries: [{ file: at }, { folder }], at }),
      (at) => ({ entries: [], at })
    )
  },
  'type and partial of the same children': {
    codec: (leaf) =>
      t.recursion('Node', (self) =>
        t.intersection([
          t.type({ children: t.array(self), value: leaf }),
          t.partial({ children: t.array(self), first: t.union([t.null, self]) })
        ])
      ),
    value: nested(
      (inside, value, level) => ({ children: [inside], value, ...(level % 2 === 0 ? { first: null } : undefined) }),
      (value) => ({ children: [], value })
    )
  },
  'unions of unions': {
    codec: (leaf) =>
      t.recursion('Unions', (self) =>
        t.union([
          t.union([leaf, t.type({ a: self, kind: t.string })]),
          t.union([t.union([t.type({ a: self, b: leaf }), t.array(self)]), t.tuple([self, self])])
        ])
      ),
    value: nested(
      (a, b, level) => (level % 3 === 0 ? [a, b, a === b ? a : b] : { a, b }),
      (leaf) => leaf
    )
  },
  'intersections of unions': {
    codec: (leaf) =>
      t.recursion('Unions', (self) =>
        t.union([
          t.null,
          t.intersection([
            t.union([t.type({ a: self }), t.type({ b: self })]),
            t.union([t.type({ b: self, value: leaf }), t.type({ a: self, value: leaf })])
          ])
        ])
      ),
    value: nested(
      (inside, value, level) => ({ [level % 2 === 0 ? 'a' : 'b']: inside, value }),
      (value) => ({ a: null, value })
    )
  },
  dictionary: {
    codec: (leaf) => t.recursion('Dictionary', (self) => t.record(t.string, t.union([leaf, self]))),
    value: nested(
      (inside, leaf) => ({ leaf, inside, more: leaf }),
      (leaf) => ({ leaf })
    )
  },
  'exact and tagged': {
    codec: (leaf) =>
      t.recursion('Tagged', (self) =>
        t.union([
          t.strict({ kind: t.literal('leaf'), value: leaf }),
          t.strict({ kind: t.literal('one'), inside: t.readonly(self), value: leaf }),
          t.strict({ kind: t.literal('many'), inside: t.readonlyArray(self) })
        ])
      ),
    value: nested(
      (inside, value, level) => (level % 2 === 0 ? { kind: 'one', inside, value } : { kind: 'many', inside: [inside] }),
      (value) => ({ kind: 'leaf', value })
    )
  },
  'wide array': {
    codec: (leaf) => t.array(counter(t.type({ id: t.string, at: leaf, tags: t.array(t.string), name: t.string }))),
    value: (levels, leaf) =>
      Array.from({ length: levels }, (_, i) => ({ id: 'a', at: leaf(levels - 1 - i), tags: ['b'], name: 'c' }))
  },
  'wide array of alternatives': {
    codec: (leaf) =>
      t.array(
        t.union([
          t.type({ id: t.string, at: leaf, name: t.string }),
          t.intersection([t.type({ kind: t.literal('a'), at: leaf }), t.partial({ at: leaf, more: t.string })]),
          t.type({ kind: t.literal('b'), at: leaf })
        ])
      ),
    value: (levels, leaf) => Array.from({ length: levels }, (_, i) => ({ at: leaf(levels - 1 - i), kind: 'ab'[i % 2] }))
  },
  'wide array of objects with missing keys': {
    codec: (leaf) => t.array(counter(t.type({ at: leaf, ...fields }))),
    value: (levels, leaf) => Array.from({ length: levels }, (_, i) => whole(leaf(levels - 1 - i)))
  },
  'wide array of alternatives with missing keys': {
    codec: (leaf) =>
      t.array(
        t.union([
          t.intersection([t.type({ at: leaf, ...fields }), t.partial({ at: leaf, note: t.string })]),
          t.type({ kind: t.literal('a'), at: leaf })
        ])
      ),
    value: (levels, leaf) => Array.from({ length: levels }, (_, i) => whole(leaf(levels - 1 - i)))
  },
  'wide dictionary of dictionaries': {
    codec: (leaf) => t.record(t.string, t.union([t.record(t.string, leaf), t.type({ a: leaf, b: leaf })])),
    value: (levels, leaf) =>
      Object.fromEntries(
        Array.from({ length: levels }, (_, i) => [`k${i}`, { a: leaf(levels - 1 - i), b: leaf(levels - 1 - i) }])
      )
  }
}

// ---- the property

const sizes = [32, 64, 128, 256]

const isWrong: Readonly<Record<string, (level: number) => boolean>> = {
  valid: () => false,
  'wrong at the bottom': (level) => level === 0,
  'wrong at every level': () => true
}

/** How often work grows at most where a value doubles. */
const most = 2.2

const growthOf = (counts: ReadonlyArray<number>): number => Math.max(...counts.slice(1).map((n, i) => n / (counts[i] as number)))

const expectLinear = (outcomes: ReadonlySet<string>, expected: string, counts: ReadonlyArray<number>): void => {
  expect([...outcomes]).toEqual([expected])
  // What is counted is the work: it grows with a valid value.
  if (expected === 'taken') expect(growthOf(counts)).toBeGreaterThan(1.7)
  if (growthOf(counts) > most) throw new Error(`the work grows faster than the value: ${counts.join(', ')}`)
}

const outcomeOf = (d: unknown): string => ((d as Decoding).issues === undefined ? 'taken' : 'refused')

const matrix = Object.entries(shapes).flatMap(([shape, made]) =>
  Object.entries(leaves).flatMap(([leaf, { codec, input, value }]) =>
    Object.entries(isWrong).map(
      ([wrongness, isWrongAt]) =>
        [
          `${shape}, ${leaf}, ${wrongness}`,
          {
            codec: made.codec(codec),
            expected: wrongness === 'valid' ? 'taken' : 'refused',
            input: (size: number) => made.value(size, (level) => (isWrongAt(level) ? wrong : input)),
            value: (size: number) => made.value(size, (level) => (isWrongAt(level) ? wrong : value))
          }
        ] as const
    )
  )
)

describe('decoding a value', () => {
  test.each(matrix)('%s', (_, { codec, expected, input }) => {
    const decode = defaultEngine.decoder(codec)
    decode(undefined)
    const outcomes = new Set<string>()
    const counts = sizes.map((size) => {
      const u = counted(input(size))
      return workOf(() => outcomes.add(outcomeOf(decode(u))))
    })
    expectLinear(outcomes, expected, counts)
  })
})

describe('decoding a text', () => {
  const { parse } = JSON
  afterEach(() => jest.restoreAllMocks())
  test.each(matrix)('%s', (_, { codec, expected, input }) => {
    const decode = defaultEngine.textDecoder(codec, { jsonDepth: 10_000 })
    decode('null')
    jest.spyOn(JSON, 'parse').mockImplementation((text: string) => counted(parse(text)))
    const outcomes = new Set<string>()
    const counts = sizes.map((size) => {
      const text = JSON.stringify(input(size))
      return workOf(() => outcomes.add(outcomeOf(decode(text))))
    })
    expectLinear(outcomes, expected, counts)
  })
})

describe('encoding', () => {
  test.each(matrix)('%s', (_, { codec, expected, value }) => {
    const encode = defaultEngine.encoder(codec)
    const outcomes = new Set<string>()
    const counts = sizes.map((size) => {
      const a = counted(value(size))
      return workOf(() => {
        try {
          encode(a)
          outcomes.add('taken')
        } catch (e) {
          outcomes.add(e instanceof TypeError ? 'refused' : String(e))
        }
      })
    })
    expectLinear(outcomes, expected, counts)
  })
})
