/** Codecs of every kind and values for each of them: few enough that all are tried in a second. */
import * as t from 'io-ts'
import { bytes, DateFromString, NumberFromString } from '../../src/codecs/textCodecs.js'
import { clone, Either, minding, Upper, withFallback, withMessage } from './codecCases.js'

const onto = (proto: object | null, o: object): object => Object.create(proto, Object.getOwnPropertyDescriptors(o))
const hidden = (o: object, key: string, value: unknown): object => Object.defineProperty(o, key, { value, configurable: true })

/** What no other object is: an instance whose key is an accessor of its class. */
class Accessor {
  b = 1
  get a(): string {
    return 'a'
  }
}

/** Values for every codec, made anew. */
export const valuesOf = (): ReadonlyArray<unknown> => [
  ...[undefined, null, Number.NaN, 0, -0, 1, 1.5, Number.POSITIVE_INFINITY, '', 'a', 'b', 'no', '1', 'toString', true, false],
  ...[1n, Symbol.iterator, () => 0, '2026-11-23T10:00:00Z', new Date(0), new Map(), new Uint8Array(1), new Error('a')],
  ...[[], ['a'], ['a', 'b'], ['1'], [1], ['a', 1], [1, 'a'], ['a', '1'], ['a', '1', 'more'], [undefined], ['a', undefined]],
  // biome-ignore lint/suspicious/noSparseArray: a hole is what is tried
  ...[[, 'a'], ['a', ,], Object.assign(['a'], { length: 2 }), Object.assign(['1'], { b: 1 }), [Number.NaN], [-0], [null]],
  ...[[['a']], [['1']], [[]], [{}], [{ a: 'a' }], [{ a: '1' }], [{ a: '1', more: 1 }], [{ a: 'a' }, { a: 'a', more: 1 }]],
  ...[{}, { a: 'a' }, { a: '1' }, { a: 1 }, { a: undefined }, { a: null }, { a: Number.NaN }, { a: -0 }, { b: 1 }, { b: 'b' }],
  ...[
    { a: 'a', b: 1 },
    { b: 1, a: 'a' },
    { a: 'a', b: '1' },
    { a: '1', b: 1 },
    { a: '1', b: '1' },
    { a: 'a', b: undefined }
  ],
  ...[
    { b: 1, more: 1 },
    { a: 'a', more: 1 },
    { a: '1', more: 1 },
    { more: 1, a: 'a', b: 1 },
    { a: '1', b: '1', more: 1 }
  ],
  ...[{ a: [] }, { a: ['a'] }, { a: ['1'] }, { a: {} }, { a: { a: 'a' } }, { a: { a: '1' } }, { a: { a: 'a', more: 1 } }],
  ...[{ a: { a: '1', more: 1 }, b: 1 }, { a: { a: 'a' }, b: { a: 'a' } }, { a: 'no' }, { b: 'no', a: 'a' }, { a: 1n }],
  ...[Object.create({ a: 'a' }), Object.create({ a: '1', b: '1' }), onto(null, { a: 'a' }), onto({ b: 1 }, { a: 'a' })],
  ...[onto({ more: 1 }, { a: 'a' }), onto({ a: 'a' }, { a: '1' }), onto(null, { a: '1', b: '1' }), new Accessor()],
  ...[hidden({}, 'a', 'a'), hidden({ a: 'a' }, 'more', 1), hidden({ b: 1 }, 'a', '1'), { a: 'a', [Symbol.iterator]: 1 }],
  ...[JSON.parse('{"__proto__":"a"}'), JSON.parse('{"a":"a","__proto__":1}'), { constructor: 'a' }, { toString: 'a', a: 'a' }],
  ...[
    { kind: 'l', a: 'a' },
    { kind: 'l', a: '1' },
    { kind: 'r', b: 1 },
    { kind: 'r', b: '1' },
    { kind: 'r', a: 'a' },
    { kind: 'm' }
  ],
  ...[{ kind: 'l', a: '1', more: 1 }, { kind: 'other' }, { kind: 'r', a: '1', b: 1 }, { kind: undefined, a: 'a' }],
  ...[
    { value: 'a', next: null },
    { value: '1', next: [] },
    { value: 'a', next: [{ value: '1', next: null }] }
  ],
  ...[
    { value: 'a', next: [{ value: true }] },
    { value: '1', next: [{ value: '1', next: null, more: 1 }], more: 1 }
  ]
]

/** Encodes to what it is not given, and takes what io-ts's own text does. */
export const shout: t.Type<string> = new t.Type('shout', t.string.is, t.string.validate, (s) => s.toUpperCase())

/** Gives `none` for nothing. */
const defaulting: t.Type<string> = new t.Type(
  'defaulting',
  t.string.is,
  (u, c) => (u === undefined ? t.success('none') : t.string.validate(u, c)),
  t.identity
)

/** Gives undefined for `a`. */
const emptying: t.Mixed = new t.Type<unknown>(
  'emptying',
  (u): u is unknown => u === undefined || typeof u === 'string',
  (u) => t.success(u === 'a' ? undefined : u),
  t.identity
)

/** Gives a number for whatever it takes. */
const counting: t.Mixed = new t.Type<unknown>(
  'counting',
  (_): _ is unknown => true,
  (u, c) => (u === null ? t.failure(u, c) : t.success(1)),
  t.identity
)

/** Several members, themselves among them, ask about the same keys. */
const Fork: t.Mixed = t.recursion('Fork', (self) =>
  t.union([t.type({ a: self, b: t.string }), t.type({ a: self }), NumberFromString])
)
const Both: t.Mixed = t.recursion('Both', (self) =>
  t.intersection([t.partial({ a: t.union([self, NumberFromString]) }), t.partial({ a: t.union([self, t.string]) })])
)

const leaves: ReadonlyArray<t.Mixed> = [
  ...[t.string, t.number, t.boolean, t.null, t.undefined, t.void, t.bigint, t.unknown, t.any, t.never as unknown as t.Mixed],
  ...[t.object, t.Function, t.UnknownArray, t.UnknownRecord, t.Int, t.literal('a'), t.literal(0), t.literal(1), t.literal(true)],
  ...[t.literal(Number.NaN), t.keyof({ a: null, b: null }), t.keyof({ a: null }), NumberFromString, DateFromString],
  ...[bytes('image/png'), new Upper(), minding, shout, defaulting, emptying, withFallback(t.string, 'fallback')],
  ...[withMessage(t.string), clone(t.string), t.string.pipe(t.unknown as never)]
]

const inner: ReadonlyArray<t.Mixed> = [
  ...[t.string, t.number, NumberFromString, t.unknown, minding, emptying, t.union([t.string, t.undefined])],
  ...[t.strict({ a: t.string }), t.type({ a: NumberFromString })]
]

const around: ReadonlyArray<(c: t.Mixed) => t.Mixed> = [
  (c) => t.type({ a: c }),
  (c) => t.type({ a: c, b: t.number }),
  (c) => t.type({ b: t.number, a: c }),
  (c) => t.partial({ a: c }),
  (c) => t.partial({ a: c, b: NumberFromString }),
  (c) => t.strict({ a: c }),
  (c) => t.strict({ a: c, b: NumberFromString }),
  (c) => t.exact(t.partial({ a: c, b: t.number })),
  (c) => t.exact(t.readonly(t.type({ a: c }))),
  (c) => t.exact(t.refinement(t.type({ a: c }), (o) => o.a !== 'no')),
  (c) => t.exact(t.intersection([t.type({ a: c }), t.partial({ b: t.number })])),
  (c) => t.type({ a: t.type({ a: c }) }),
  (c) => t.type({ a: t.exact(t.partial({ a: c })), b: t.number }),
  (c) => t.array(c),
  (c) => t.readonlyArray(c),
  (c) => t.array(t.type({ a: c })),
  (c) => t.array(t.array(c)),
  (c) => t.tuple([c]),
  (c) => t.tuple([t.string, c]),
  (c) => t.tuple([c, t.union([t.number, t.undefined])]),
  (c) => t.record(t.string, c),
  (c) => t.record(t.keyof({ a: null, b: null }), c),
  (c) => t.record(t.union([t.literal('a'), t.keyof({ a: null })]), c),
  (c) =>
    t.record(
      t.refinement(t.string, (s) => s !== 'b'),
      c
    ),
  (c) => t.record(new Upper(), c),
  (c) => t.record(shout, c),
  (c) => t.record(t.union([t.literal('a'), NumberFromString]) as unknown as t.StringC, c),
  (c) => t.union([c, t.null]),
  (c) => t.union([t.undefined, t.array(c)]),
  (c) => t.union([t.type({ a: c }), t.type({ b: t.number })]),
  (c) => t.union([t.strict({ a: c }), t.strict({ b: NumberFromString })]),
  (c) => t.union([t.type({ kind: t.literal('l'), a: c }), t.strict({ kind: t.literal('r'), b: t.number })]),
  (c) =>
    t.union([
      t.type({ kind: t.literal('l'), a: t.number }),
      t.type({ kind: t.literal('r'), b: c }),
      t.strict({ kind: t.literal('m') })
    ]),
  (c) => t.intersection([t.type({ a: c }), t.partial({ b: t.number })]),
  (c) => t.intersection([t.type({ a: t.string }), t.type({ a: c })]),
  (c) => t.intersection([t.strict({ a: c }), t.partial({ b: t.number })]),
  (c) => t.intersection([t.readonly(t.exact(t.partial({ a: c }))), t.exact(t.partial({ b: NumberFromString }))]),
  (c) => t.intersection([t.array(c), t.UnknownArray]),
  (c) => t.intersection([t.record(t.string, t.unknown), t.type({ a: c })]),
  (c) => t.intersection([c, t.string]),
  (c) => t.intersection([t.union([t.type({ a: c }), t.type({ b: c })]), t.partial({ b: t.number })]),
  (c) => t.refinement(c, (u) => u !== 'a'),
  (c) => t.refinement(t.type({ a: c }), (o) => Object.keys(o).length < 2),
  (c) => t.readonly(c),
  (c) => t.readonly(t.type({ a: c })),
  (c) => t.recursion('Tree', (self) => t.type({ value: c, next: t.union([t.null, t.undefined, t.array(self)]) })),
  // io-ts gives the name to what is defined: that is a codec of its own.
  (c) => t.recursion('Lazy', () => t.readonly(c)),
  (c) => t.type({ __proto__: null, ['__proto__' as string]: c } as unknown as t.Props),
  (c) => t.strict({ constructor: c } as unknown as t.Props),
  (c) => t.type({ toString: t.union([t.string, t.Function]), a: c }),
  (c) => new Either([c, t.string]),
  (c) => withFallback(c, 'fallback'),
  (c) => clone(t.type({ a: c }), { validate: t.partial({ a: c }).validate }),
  (c) =>
    new t.InterfaceType(
      'I',
      (_): _ is unknown => true,
      (u) => t.success(u),
      t.identity,
      { a: c }
    ) as t.Mixed
]

/** What io-ts itself cannot make is left out. */
const attempt = (make: () => t.Mixed): ReadonlyArray<t.Mixed> => {
  try {
    return [make()]
  } catch {
    return []
  }
}

const others: ReadonlyArray<t.Mixed> = [
  ...[Fork, Both, t.intersection([t.UnknownRecord, counting]), t.intersection([counting, t.partial({ a: t.string })])],
  t.refinement(t.string, (s) => s.toLowerCase() !== 'b'),
  t.record(t.string, t.any),
  t.record(t.boolean as unknown as t.StringC, t.string),
  t.intersection([t.partial({ a: t.string }), t.type({ a: t.undefined })]),
  t.intersection([t.type({ a: t.union([t.string, t.undefined]) }), t.partial({ a: t.string })]),
  t.exact(t.intersection([t.type({ ['__proto__' as string]: t.string }), t.partial({ a: t.string })])),
  t.intersection([counting, counting]),
  t.intersection([t.string, counting]),
  t.type({ a: t.keyof({ a: null }), b: DateFromString }),
  ...[shout, defaulting, t.record(t.string, t.string)].flatMap((c) => [t.type({ a: c }), t.partial({ a: c }), t.array(c)]),
  t.type({}),
  t.strict({}),
  t.partial({}),
  t.tuple([] as unknown as [t.Mixed]),
  t.union([t.literal('a'), t.literal(0), t.keyof({ b: null })]),
  t.union([t.literal('a'), t.literal(Number.NaN)]),
  t.union([t.string, t.string]),
  t.intersection([t.type({ a: t.string })] as unknown as [t.Mixed, t.Mixed]),
  t.intersection([t.type({ a: t.string }), t.type({ b: t.number }), t.partial({ kind: t.string })])
]

/** Every kind, around some: the first of each gives it its name. */
export const codecTable: ReadonlyArray<ReadonlyArray<t.Mixed>> = [
  ...[...leaves, ...others].map((codec) => [codec]),
  ...around.map((f) => inner.flatMap((c) => attempt(() => f(c))))
]
