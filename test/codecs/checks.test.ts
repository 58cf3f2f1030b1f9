/** What passes through a codec as it is, what is refused at once, and where neither is certain: three verdicts for four purposes. */
import * as t from 'io-ts'
import { codecTree } from '../../src/codecs/CodecTree.js'
import { MAYBE, NO, type Purpose, YES } from '../../src/codecs/checks.js'
import { decodeSteps } from '../../src/codecs/decode.js'
import { stockOf } from '../../src/codecs/isStockIoTs.js'
import { checksOf, passThrough } from '../../src/codecs/passThrough.js'
import { Run } from '../../src/codecs/Run.js'
import { DateFromString, NumberFromString } from '../../src/codecs/textCodecs.js'

const words = { [YES]: 'yes', [NO]: 'no', [MAYBE]: 'maybe' } as const

const checkOf = (codec: t.Mixed, purpose: Purpose) => passThrough(codecTree(codec, stockOf(t)), purpose)

/** What a check says of each value. */
const told = (codec: t.Mixed, purpose: Purpose, values: ReadonlyArray<unknown>): ReadonlyArray<string> => {
  const check = checkOf(codec, purpose)
  return check === undefined ? ['none'] : values.map((u) => words[check(u, new Run())])
}

const onto = (proto: object | null, o: object): object => Object.create(proto, Object.getOwnPropertyDescriptors(o))
const hidden = (o: object, key: string, value: unknown): object => Object.defineProperty(o, key, { value, configurable: true })

const A = t.type({ a: t.string })
const opaque = new t.Type<string>('opaque', t.string.is, t.string.validate, t.identity)
const shout = new t.Type<string>('shout', t.string.is, t.string.validate, (s) => s.toUpperCase())
const Pair = t.type({ a: t.string, b: t.number })
const Kinds = t.union([t.type({ kind: t.literal('l'), a: t.string }), t.type({ kind: t.literal('r'), b: t.number })])
const odd = t.refinement(t.string, (s) => s !== 'b')
const Tree: t.Mixed = t.recursion('Tree', (self) => t.type({ a: t.string, next: t.union([t.null, self]) }))
// biome-ignore lint/suspicious/noSparseArray: a hole is what is tried
const hole: ReadonlyArray<unknown> = ['a', ,]

type Row = readonly [
  what: string,
  codec: t.Mixed,
  yes: ReadonlyArray<unknown>,
  no: ReadonlyArray<unknown>,
  maybe?: ReadonlyArray<unknown>
]

const decoding: ReadonlyArray<Row> = [
  [
    'an intersection of which the looser one may be absent',
    t.intersection([t.partial({ a: odd }), A]),
    [{ a: 'a' }],
    [{ a: 'b' }, { a: 1 }]
  ],
  [
    'an intersection of which the stricter one may be absent',
    t.intersection([A, t.partial({ a: odd })]),
    [{ a: 'a' }],
    [{ a: 'b' }, { a: 1 }]
  ],
  ['a boolean that is no number', t.boolean, [], [Number.NaN]],
  [
    'an intersection whose second key may be absent',
    t.intersection([A, t.partial({ b: t.number })]),
    [{ a: 'a', b: undefined }],
    [{ b: 1 }, { b: undefined }]
  ],
  [
    'an intersection of partial records',
    t.intersection([t.partial({ a: t.string }), t.partial({ a: odd })]),
    [{}, { a: undefined }, { a: 'a' }],
    [{ a: 'b' }, { a: 1 }]
  ],
  [
    'an intersection of what may be absent and what must be undefined',
    t.intersection([t.partial({ a: t.string }), t.type({ a: t.undefined })]),
    [],
    [{ a: 1 }, { a: 'a' }],
    [{}, { a: undefined }]
  ],
  [
    'an intersection of what must be undefined and what may be absent',
    t.intersection([t.type({ a: t.undefined }), t.partial({ a: t.string })]),
    [],
    [{ a: 1 }, { a: 'a' }],
    [{}, { a: undefined }]
  ],
  [
    'an exact record of a refined one with one key more',
    t.exact(t.refinement(A, ({ a }) => a !== 'b')),
    [],
    [{ a: 'b', more: 1 }],
    [{ a: 'a', more: 1 }]
  ],
  [
    'an exact record of members that name __proto__',
    t.exact(t.intersection([t.type({ ['__proto__' as string]: t.string }), t.partial({ a: t.string })])),
    [],
    [1],
    [{ a: 'a' }, JSON.parse('{"__proto__":"a"}'), JSON.parse('{"__proto__":"a","a":"a"}')]
  ],
  [
    'an intersection of exact records alone',
    t.intersection([t.strict({ a: t.string }), t.strict({ a: t.string, b: t.number })]),
    [],
    [{ a: 'a' }],
    [{ a: 'a', b: 1 }]
  ],
  [
    'an intersection with a readonly exact record',
    t.intersection([t.readonly(t.strict({ a: t.string })), t.type({ b: t.number })]),
    [],
    [{ a: 'a' }],
    [{ a: 'a', b: 1 }]
  ],
  ['a dictionary by what no key is', t.record(t.boolean as unknown as t.StringC, t.string), [], [], [{ a: 'a' }, {}]],
  ['a text', t.string, ['', 'a'], [1, null, {}]],
  ['a number', t.number, [0, -0, 1.5, Number.POSITIVE_INFINITY], ['1', null], [Number.NaN]],
  ['a boolean', t.boolean, [true, false], ['true', 0]],
  ['nothing', t.undefined, [undefined], [null, 0]],
  ['anything', t.unknown, [undefined, 'a', {}, []], [], [Number.NaN]],
  ['an object', t.object, [{}, []], [null, 1], [Number.NaN]],
  ['a literal', t.literal('a'), ['a'], ['b', 1, undefined]],
  ['the literal 0', t.literal(0), [0], ['0', 1, null], [-0]],
  ['the literal 1', t.literal(1), [1], ['1', 0]],
  ['the literal NaN', t.literal(Number.NaN), [], [Number.NaN, undefined]],
  ['a key', t.keyof({ a: null, b: null }), ['a', 'b'], ['c', 'toString', 1]],
  ['a union of literals', t.union([t.literal('a'), t.null, t.keyof({ b: null })]), ['a', 'b', null], ['c', undefined]],
  ['a refinement', odd, ['a'], ['b', 1]],
  ['a refinement of a number', t.Int, [1], [1.5, 'a', Number.POSITIVE_INFINITY], [Number.NaN]],
  ['an array', t.array(t.string), [[], ['a', 'b']], ['a', {}, [1], ['a', 1]], [hole, Object.assign(['a'], { length: 2 })]],
  ['an array that holds undefined', t.array(t.union([t.string, t.undefined])), [[undefined], hole], [[1]]],
  ['a tuple', t.tuple([t.string, t.number]), [['a', 1]], ['a', {}, [], ['a'], ['a', 'b'], [1, 1]], [['a', 1, 2]]],
  ['a tuple that may be short', t.tuple([t.string, t.undefined]), [['a'], ['a', undefined]], [[]], [['a', undefined, 1]]],
  ['a union', t.union([t.string, A]), ['a', { a: 'a' }], [1, { a: 1 }, []]],
  ['a union with what is uncertain', t.union([t.number, t.string]), [1, 'a'], [true], [Number.NaN]],
  [
    'members told apart',
    Kinds,
    [
      { kind: 'l', a: 'a' },
      { kind: 'r', b: 1 }
    ],
    [{ kind: 'l', b: 1 }, { kind: 'x', a: 'a' }, {}, null, 'l', []],
    [{ kind: 'r', b: Number.NaN }]
  ],
  [
    'a dictionary',
    t.record(t.string, t.string),
    [{}, { a: 'a' }, Object.create({ a: 'a' })],
    [1, null],
    [{ a: 1 }, [], { a: 'a', b: 1 }]
  ],
  ['a dictionary by other keys', t.record(odd, t.string), [], [], [{}, { a: 'a' }, 1]],
  ['readonly', t.readonly(A), [{ a: 'a' }], [{ a: 1 }]],
  [
    'recursive',
    Tree,
    [
      { a: 'a', next: null },
      { a: 'a', next: { a: 'b', next: null } }
    ],
    [{ a: 'a', next: 1 }, null, { a: 'a', next: { a: 1 } }]
  ],
  [
    'a record',
    A,
    [{ a: 'a' }, { a: 'a', more: 1 }, onto(null, { a: 'a' }), { more: 1, a: 'a' }],
    [null, 'a', [], {}, { a: 1 }, { a: undefined }, { b: 'a' }]
  ],
  [
    'a record with strange keys',
    A,
    [],
    [Object.create({})],
    [
      Object.create({ a: 'a' }),
      onto({}, { a: 'a' }),
      hidden({ a: 'a' }, 'more', 1),
      hidden({}, 'a', 'a'),
      new (class {
        a = 'a'
      })()
    ]
  ],
  [
    'a record of two',
    Pair,
    [
      { a: 'a', b: 1 },
      { b: 1, a: 'a' },
      { b: 1, more: 1, a: 'a' }
    ],
    [{ a: 'a' }, { b: 1 }, { a: 'a', b: undefined }],
    [{ a: 'a', b: Number.NaN }]
  ],
  [
    'a record of a text that may be absent',
    t.type({ a: t.union([t.string, t.undefined]) }),
    [{ a: 'a' }],
    [{ a: 1 }],
    [{}, { a: undefined }]
  ],
  [
    'a partial record',
    t.partial({ a: t.string, b: t.number }),
    [{}, { a: 'a' }, { b: 1 }, { b: 1, a: 'a' }, { a: undefined }, { b: undefined, a: 'a' }, { more: 1 }],
    [{ a: 1 }, { b: 'a' }]
  ],
  [
    'a partial record of a key that is inherited',
    t.partial({ toString: t.string }),
    [{ toString: 'a' }],
    [{ toString: 1 }],
    [{}]
  ],
  [
    'a record of a function that is inherited',
    t.type({ toString: t.Function }),
    [{ toString: () => '' }],
    [{ toString: 1 }, onto(null, {})],
    [{}]
  ],
  ['an exact record', t.strict({ a: t.string }), [{ a: 'a' }], [{ a: 1 }, {}], [{ a: 'a', more: 1 }]],
  [
    'an exact record of a refined one',
    t.exact(t.refinement(A, ({ a }) => a !== 'b')),
    [{ a: 'a' }],
    [{ a: 'b' }, null, 'a', {}],
    [{ a: 'a', more: 1 }, hidden({ a: 'a' }, 'more', 1)]
  ],
  [
    'an exact record of recursive parts',
    t.exact(t.intersection([A, t.refinement(t.partial({ b: t.number }), () => true)])),
    [{ a: 'a' }, { a: 'a', b: 1 }],
    [{ a: 1 }],
    [{ a: 'a', more: 1 }]
  ],
  [
    'an intersection',
    t.intersection([A, t.partial({ b: t.number })]),
    [{ a: 'a' }, { a: 'a', b: 1, more: 1 }],
    [{ a: 1 }, { a: 'a', b: 'b' }, 1],
    [{ a: 'a', b: Number.NaN }]
  ],
  [
    'an intersection that declares a key twice',
    t.intersection([A, t.type({ a: odd })]),
    [{ a: 'a' }],
    [{ a: 'b' }, { a: 1 }, {}]
  ],
  [
    'an intersection of which one requires a key',
    t.intersection([t.partial({ a: t.string }), A]),
    [{ a: 'a' }],
    [{}, { a: undefined }]
  ],
  [
    'an intersection of which the other requires a key',
    t.intersection([A, t.partial({ a: t.string })]),
    [{ a: 'a' }],
    [{}, { a: undefined }]
  ],
  [
    'an intersection with an exact record',
    t.intersection([t.strict({ a: t.string }), t.type({ b: t.number })]),
    [],
    [{ a: 1, b: 1 }, {}],
    [{ a: 'a', b: 1 }]
  ],
  [
    'an intersection of exact records',
    t.intersection([t.strict({ a: t.string }), t.readonly(t.strict({ a: t.string }))]),
    [{ a: 'a' }],
    [{}],
    [{ a: 'a', more: 1 }]
  ],
  ['an intersection of others', t.intersection([t.string, odd]), ['a'], ['b', 1]],
  ['an intersection with a dictionary', t.intersection([t.UnknownRecord, A]), [{ a: 'a' }], [{}, { a: 1 }, null]]
]

const parsing: ReadonlyArray<Row> = [
  ['a number', t.number, [0, -0, 1.5], ['1', null], [Number.POSITIVE_INFINITY]],
  ['the literal 0', t.literal(0), [0], ['0', 1], [-0]],
  ['a union with 0', t.union([t.literal(0), t.literal('a')]), [0, 'a'], ['b'], [-0]],
  ['a tuple', t.tuple([t.string]), [['a']], [[], [1]], [['a', 'b']]],
  [
    'a record',
    A,
    [{ a: 'a' }, onto({}, { a: 'a' })],
    [{}, { a: 1 }],
    [{ a: 'a', more: 1 }, JSON.parse('{"a":"a","__proto__":1}')]
  ],
  [
    'a record of two',
    Pair,
    [
      { a: 'a', b: 1 },
      { b: 1, a: 'a' }
    ],
    [{ a: 'a' }, { a: 'a', b: 'b' }],
    [{ a: 'a', b: Number.POSITIVE_INFINITY }]
  ],
  ['an exact record', t.strict({ a: t.string }), [{ a: 'a' }], [{ a: 1 }], [{ a: 'a', more: 1 }]],
  [
    'an exact record of a refined one',
    t.exact(t.refinement(A, ({ a }) => a !== 'b')),
    [{ a: 'a' }],
    [{ a: 'b' }],
    [{ a: 'a', more: 1 }]
  ],
  [
    'an intersection',
    t.intersection([A, t.partial({ b: t.number })]),
    [{ a: 'a' }, { a: 'a', b: 1 }],
    [{ a: 1 }],
    [{ a: 'a', more: 1 }]
  ],
  [
    'an intersection of exact records',
    t.intersection([t.strict({ a: t.string }), t.strict({ b: t.number })]),
    [{ a: 'a', b: 1 }],
    [{ a: 1, b: 1 }],
    [{ a: 'a', b: 1, more: 1 }]
  ],
  [
    'members told apart',
    Kinds,
    [{ kind: 'l', a: 'a' }],
    [{ kind: 'l' }, { kind: 'l', a: 1 }, { kind: 'x' }],
    [{ kind: 'l', a: 'a', b: 1 }]
  ]
]

const encoding: ReadonlyArray<Row> = [
  ['a number', t.number, [0, Number.NaN, Number.POSITIVE_INFINITY], ['1']],
  ['the literal 0', t.literal(0), [0, -0], [1]],
  ['anything', t.unknown, [Number.NaN, 1, undefined], []],
  ['a codec that encodes to the same', opaque, ['a'], [1]],
  ['a tuple', t.tuple([t.string]), [['a']], [[], [1], ['a', 'b']]],
  ['a tuple that may be short', t.tuple([t.string, t.undefined]), [['a', undefined]], [['a'], ['a', undefined, 1]]],
  ['an array', t.array(t.string), [['a']], [[1]], [hole]],
  [
    'a dictionary',
    t.record(t.string, t.string),
    [{}, { a: 'a' }, onto(null, { a: 'a' })],
    [1, null],
    [{ a: 1 }, [], Object.create({ a: 'a' }), new Map()]
  ],
  ['a record', A, [{ a: 'a' }], [{}, { a: 1 }], [{ a: 'a', more: 1 }, onto({}, { a: 'a' }), hidden({ a: 'a' }, 'more', 1)]],
  ['a partial record', t.partial({ a: t.string }), [{}, { a: 'a' }, { a: undefined }], [{ a: 1 }], [{ more: 1 }]],
  ['a record whose key every object has', t.type({ toString: t.Function }), [{ toString: () => '' }], [{ toString: 1 }], [{}]],
  [
    'an intersection',
    t.intersection([t.strict({ a: t.string }), t.type({ b: t.number })]),
    [{ a: 'a', b: 1 }],
    [{ a: 'a' }],
    [{ a: 'a', b: 1, more: 1 }]
  ]
]

const being: ReadonlyArray<Row> = [
  [
    'an exact record of a refined one',
    t.exact(t.refinement(A, ({ a }) => a !== 'b')),
    [{ a: 'a' }, { a: 'a', more: 1 }],
    [{ a: 'b' }, {}]
  ],
  [
    'an exact record of an intersection',
    t.exact(t.intersection([A, t.partial({ b: t.number })])),
    [{ a: 'a' }, { a: 'a', more: 1 }],
    [{}, { a: 'a', b: 'b' }]
  ],
  [
    'an intersection of what may be absent and what must be undefined',
    t.intersection([t.partial({ a: t.string }), t.type({ a: t.undefined })]),
    [{ a: undefined }],
    [{}, { a: 'a' }]
  ],
  ['a number', t.number, [Number.NaN], ['1']],
  ['the literal 0', t.literal(0), [0, -0], [1]],
  ['a codec that encodes otherwise', shout, ['a'], [1]],
  ['an array', t.array(t.string), [[], ['a'], hole], [[1], 'a', {}]],
  ['a tuple', t.tuple([t.string]), [['a']], [[], [1], ['a', 'b']]],
  ['a dictionary', t.record(t.string, t.string), [{}, { a: 'a' }, Object.create({ a: 1 })], [1, null, [], { a: 1 }]],
  ['a dictionary by other keys', t.record(odd, t.string), [{ a: 'a' }, { b: 1 }], [{ a: 1 }]],
  ['a dictionary of anything', t.record(t.string, t.any), [{ a: 1 }, [], [1]], [1, 'a']],
  ['a dictionary of what is unknown', t.record(t.string, t.unknown), [{ a: 1 }], [[], 'a']],
  [
    'a record',
    A,
    [{ a: 'a' }, { a: 'a', more: 1 }, Object.create({ a: 'a' }), hidden({}, 'a', 'a')],
    [{}, { a: 1 }, null, 'a', []]
  ],
  [
    'a record of what may be undefined',
    t.type({ a: t.undefined }),
    [{ a: undefined }],
    [{}, { a: 1 }, Object.create({ a: undefined })]
  ],
  ['a partial record', t.partial({ a: t.string }), [{}, { a: undefined }, { a: 'a' }], [{ a: 1 }, null]],
  ['an exact record', t.strict({ a: t.string }), [{ a: 'a', more: 1 }], [{}]],
  ['an intersection', t.intersection([A, t.partial({ b: t.number })]), [{ a: 'a' }], [{ a: 'a', b: 'b' }, {}]],
  ['an intersection of others', t.intersection([t.string, odd]), ['a'], ['b', 1]]
]

describe.each<[Purpose, ReadonlyArray<Row>]>([
  ['decode', decoding],
  ['json', parsing],
  ['encode', encoding],
  ['is', being]
])('%s:', (purpose, rows) => {
  for (const [what, codec, yes, no, maybe = []] of rows)
    test(what, () => {
      expect(told(codec, purpose, [...yes, ...no, ...maybe])).toEqual([
        ...yes.map(() => 'yes'),
        ...no.map(() => 'no'),
        ...maybe.map(() => 'maybe')
      ])
    })
})

test.each<[string, t.Mixed, ReadonlyArray<Purpose>]>([
  ['a codec of unknown functions', opaque, ['encode', 'is']],
  ['a codec of unknown functions that encodes otherwise', shout, ['is']],
  ['a text codec', DateFromString, ['is']],
  ['one that holds a text codec', t.type({ a: t.string, b: NumberFromString }), ['is']],
  ['one that holds a codec of unknown functions', t.array(opaque), ['encode', 'is']],
  ['anything', t.type({ a: t.unknown }), ['decode', 'encode', 'is']],
  ['a dictionary', t.record(t.string, t.string), ['decode', 'encode', 'is']],
  ['a recursive codec', Tree, ['decode', 'encode', 'is']],
  ['a record whose key every object has', t.type({ a: t.string, valueOf: t.string }), ['decode', 'encode', 'is']],
  ['an intersection of records', t.intersection([A, t.strict({ b: t.string })]), ['decode', 'json', 'encode', 'is']],
  ['an intersection of readonly records', t.intersection([A, t.readonly(A)]), ['decode', 'json', 'encode', 'is']],
  ['an intersection with something else', t.intersection([A, t.union([A, t.null])]), ['decode', 'is']],
  ['a record', A, ['decode', 'json', 'encode', 'is']]
])('%s is checked for its own purposes alone', (_, codec, purposes) => {
  const all: ReadonlyArray<Purpose> = ['decode', 'json', 'encode', 'is']
  expect(all.filter((purpose) => checkOf(codec, purpose) !== undefined)).toEqual(purposes)
})

// ---- what a check does not do

/** How often a function of the language is called while a value is checked. */
const calls = <T extends object>(of: T, name: jest.FunctionPropertyNames<Required<T>>, codec: t.Mixed, u: unknown): number => {
  const check = checkOf(codec, 'decode')
  const run = new Run()
  const spy = jest.spyOn(of, name)
  const verdict = check?.(u, run)
  const n = spy.mock.calls.length
  spy.mockRestore()
  expect(verdict).toBe(YES)
  return n
}

test('a choice is looked up once, one literal is compared', () => {
  const { has } = Set.prototype
  const choice = t.union([t.literal('a'), t.keyof({ c: null, d: null }), t.keyof({ e: null, f: null })])
  expect(calls(Set.prototype, 'has', choice, 'f')).toBe(1)
  expect(calls(Set.prototype, 'has', t.literal('a'), 'a')).toBe(0)
  expect(Set.prototype.has).toBe(has)
})

test('keys in the order of their declaration are not looked up', () => {
  expect(calls(Map.prototype, 'get', Pair, { a: 'a', b: 1 })).toBe(0)
  expect(calls(Map.prototype, 'get', Pair, { b: 1, a: 'a' })).toBe(2)
  expect(calls(Map.prototype, 'get', t.type({ a: t.string, b: t.string, c: t.string }), { c: '', a: '', b: '' })).toBe(2)
})

test('what most fields hold is checked without a call', () => {
  expect(calls(Number, 'isNaN', Pair, { a: 'a', b: 1 })).toBe(0)
  expect(calls(Number, 'isNaN', t.type({ b: t.literal(1) }), { b: 1 })).toBe(0)
})

test('the records of an intersection are looked through once', () => {
  expect(calls(Object, 'getOwnPropertyNames', t.intersection([A, t.type({ b: t.number })]), { a: 'a', b: 1 })).toBe(1)
})

test('nothing is remembered where nothing is asked twice', () => {
  const codec = t.type({ a: t.array(A) })
  const u = { a: [{ a: 1 }] }
  const tree = codecTree(codec, stockOf(t))
  const run = new Run()
  checksOf(tree, 'decode')(codec)(u, run)
  decodeSteps(tree, () => () => undefined)(codec)(u, [], run)
  expect(run).toStrictEqual(new Run())
})
