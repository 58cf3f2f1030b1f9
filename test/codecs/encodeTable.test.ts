/** What leaves: for each kind of codec what is encoded, what is not declared and stays, and what is an error. */
import * as t from 'io-ts'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { ioTsEncoders } from '../../src/codecs/encode.js'
import { setKey } from '../../src/codecs/setKey.js'
import { bytes, NumberFromString } from '../../src/codecs/textCodecs.js'

const encode = (codec: t.Mixed, a: unknown): unknown => defaultEngine.encoder(codec)(a)

const N = NumberFromString
const shout: t.Type<string> = new t.Type('shout', t.string.is, t.string.validate, (s) => s.toUpperCase())
const opaque: t.Type<unknown> = new t.Type('opaque', (_): _ is unknown => true, t.success, t.identity)
const AN = t.type({ a: N })
const A = t.type({ a: t.string })
const more = 'more'
const Tree: t.Mixed = t.recursion('Tree', (self) => t.type({ n: N, kids: t.array(self) }))
const Fork: t.Mixed = t.recursion('Fork', (self) => t.union([t.type({ a: self, b: t.string }), t.type({ a: self }), N]))
const inheriting = (proto: object, own: object): object => Object.assign(Object.create(proto), own)

test.each<[string, t.Mixed, unknown, unknown]>([
  ['a text codec', N, 1, '1'],
  ['a codec of its own', shout, 'a', 'A'],
  ['an array', t.array(N), [1, 2], ['1', '2']],
  ['an array of records', t.array(A), [{ a: 'a', more }], [{ a: 'a' }]],
  ['a tuple', t.tuple([N, t.string]), [1, 'a'], ['1', 'a']],
  [
    'a tuple of records',
    t.tuple([A, AN]),
    [
      { a: 'a', more },
      { a: 1, more }
    ],
    [{ a: 'a' }, { a: '1' }]
  ],
  ['a record', AN, { a: 1, more }, { a: '1' }],
  ['a record of which one field is encoded', t.type({ a: N, b: A }), { a: 1, b: { a: 'a', more } }, { a: '1', b: { a: 'a' } }],
  [
    'a record whose value may be undefined',
    t.type({ a: t.undefined, b: t.string }),
    { a: undefined, b: 'b', more },
    { a: undefined, b: 'b' }
  ],
  ['a partial record', t.partial({ a: N, b: shout }), { b: 'b', more }, { b: 'B' }],
  ['a partial record with undefined', t.partial({ a: N, b: shout }), { a: undefined, b: 'b' }, { a: undefined, b: 'B' }],
  [
    'a record whose encoder takes undefined',
    t.type({ a: new t.Type<unknown>('e', (_): _ is unknown => true, t.success, String) }),
    { a: undefined },
    { a: 'undefined' }
  ],
  ['an exact record', t.strict({ a: N }), { a: 1, more }, { a: '1' }],
  ['an exact record of what stays', t.strict({ a: t.string }), { a: 'a', more }, { a: 'a' }],
  [
    'an exact record of an intersection',
    t.exact(t.intersection([AN, t.partial({ b: t.string })])),
    { a: 1, b: 'b', more },
    { a: '1', b: 'b' }
  ],
  ['a dictionary', t.record(t.string, N), { a: 1, b: 2 }, { a: '1', b: '2' }],
  ['a dictionary of records', t.record(t.string, A), { a: { a: 'a', more } }, { a: { a: 'a' } }],
  [
    'a dictionary by other keys',
    t.record(
      t.refinement(t.string, (s) => s !== 'b'),
      N
    ),
    { a: 1, b: 2 },
    { a: '1' }
  ],
  [
    'a dictionary by other keys of what stays',
    t.record(
      t.refinement(t.string, (s) => s !== 'b'),
      t.string
    ),
    { a: 'a', b: 'b' },
    { a: 'a' }
  ],
  ['a dictionary whose keys are encoded', t.record(shout, t.string), { a: 'a' }, { A: 'a' }],
  ['a dictionary whose keys and values are encoded', t.record(shout, AN), { a: { a: 1, more } }, { A: { a: '1' } }],
  ['a dictionary by names', t.record(t.keyof({ a: null }), N), { a: 1, more }, { a: '1' }],
  ['a dictionary of anything that is an array', t.record(t.string, t.any), [{ a: 1 }], [{ a: 1 }]],
  ['a union', t.union([t.string, N]), 1, '1'],
  ['a union of which nothing is encoded', t.union([A, t.type({ b: t.string })]), { b: 'b', more }, { b: 'b' }],
  ['a union of which two take the value', t.union([A, t.type({ b: t.string })]), { a: 'a', b: 'b', more }, { a: 'a', b: 'b' }],
  ['a union of which the first encodes', t.union([t.type({ a: t.string }), t.type({ a: shout })]), { a: 'a', more }, { a: 'a' }],
  [
    'a union of which the second takes the value',
    t.union([t.type({ a: t.string, b: t.string }), t.type({ a: shout })]),
    { a: 'a', more },
    { a: 'A' }
  ],
  [
    'members told apart',
    t.union([t.type({ k: t.literal('l'), a: N }), t.type({ k: t.literal('r'), a: t.string })]),
    { k: 'l', a: 1, more },
    { k: 'l', a: '1' }
  ],
  [
    'members told apart of which nothing is encoded',
    t.union([t.type({ k: t.literal('l') }), t.type({ k: t.literal('r'), a: t.string })]),
    { k: 'r', a: 'a', more },
    { k: 'r', a: 'a' }
  ],
  ['an intersection', t.intersection([AN, t.type({ b: t.string })]), { a: 1, b: 'b', more }, { a: '1', b: 'b' }],
  ['an intersection of what stays', t.intersection([A, t.type({ b: t.string })]), { a: 'a', b: 'b', more }, { a: 'a', b: 'b' }],
  ['an intersection with what may be anything', t.intersection([AN, t.UnknownRecord]), { a: 1, more }, { a: '1', more }],
  ['a refinement', t.refinement(AN, () => true), { a: 1, more }, { a: '1' }],
  ['a refinement of what stays', t.refinement(A, () => true), { a: 'a', more }, { a: 'a' }],
  ['readonly', t.readonly(AN), { a: 1, more }, { a: '1' }],
  ['readonly of what stays', t.readonly(A), { a: 'a', more }, { a: 'a' }],
  ['a recursive codec', Tree, { n: 1, more, kids: [{ n: 2, more, kids: [] }] }, { n: '1', kids: [{ n: '2', kids: [] }] }],
  ['a recursive fork', Fork, { a: { a: 1, more }, b: 'b', more }, { a: { a: '1' }, b: 'b' }],
  ['anything', t.type({ a: t.unknown }), { a: { more }, more }, { a: { more } }],
  ['a codec whose own encoder is known', t.type({ a: opaque }), { a: { more }, more }, { a: { more } }],
  ['an object', t.type({ a: t.object }), { a: { more }, more }, { a: { more } }],
  [
    'what encodes to a record',
    t.type({ a: new t.Type<number, object>('o', t.number.is, t.number.validate, (n) => ({ n })) }),
    { a: 1, more },
    { a: { n: 1 } }
  ],
  ['null', t.type({ a: t.union([t.null, A]) }), { a: null, more }, { a: null }],
  ['a key that is inherited', A, inheriting({ a: 'a', more }, { b: 1 }), { a: 'a' }],
  [
    'a key that is inherited, encoded',
    t.partial({ a: t.string, b: N }),
    inheriting({ a: 'a', more }, { b: 1 }),
    { a: 'a', b: '1' }
  ],
  ['an own key over one that is inherited', t.type({ a: N }), inheriting({ a: 2 }, { a: 1, more }), { a: '1' }],
  ['an array that a record becomes', t.union([t.array(A), t.record(t.string, t.any)]), [{ a: 'a' }], [{ a: 'a' }]],
  [
    'a tuple and an array at once',
    t.intersection([t.tuple([A]), t.array(t.type({ b: t.string }))]),
    [{ a: 'a', b: 'b', more }],
    [{ a: 'a', b: 'b' }]
  ],
  [
    'two records at once',
    t.intersection([t.type({ a: A }), t.type({ a: t.type({ b: t.string }) })]),
    { a: { a: 'a', b: 'b', more }, more },
    { a: { a: 'a', b: 'b' } }
  ],
  [
    'a record and a dictionary at once',
    t.intersection([
      t.type({ a: A }),
      t.record(
        t.refinement(t.string, (s) => s !== 'c'),
        t.type({ b: t.string })
      )
    ]),
    { a: { a: 'a', b: 'b', more }, d: { b: 'b', more }, c: 1 },
    { a: { a: 'a', b: 'b' }, d: { b: 'b' } }
  ],
  [
    'a union of a dictionary by other keys and anything',
    t.union([
      t.record(
        t.refinement(t.string, (s) => s !== 'b'),
        t.string
      ),
      t.UnknownRecord
    ]),
    { a: 'a', b: 'b' },
    { a: 'a' }
  ],
  [
    'a key that a record declares and a dictionary does not',
    t.intersection([
      t.type({ b: A }),
      t.record(
        t.refinement(t.string, (s) => s !== 'b'),
        t.type({ x: t.string })
      )
    ]),
    { b: { a: 'a', x: more }, c: { x: 'x', more } },
    { b: { a: 'a' }, c: { x: 'x' } }
  ]
])('%s is encoded, and of that what is declared', (_, codec, a, expected) => {
  expect(encode(codec, a)).toStrictEqual(expected)
})

test('a value of declared keys, of which nothing is encoded, is given back as it is', () => {
  for (const [codec, a] of [
    [A, { a: 'a' }],
    [t.array(A), [{ a: 'a' }]],
    [t.union([A, t.null]), { a: 'a' }],
    [t.record(t.string, t.string), { b: 'b' }],
    [opaque, { more }]
  ] as ReadonlyArray<readonly [t.Mixed, unknown]>)
    expect(encode(codec, a)).toBe(a)
})

test('what a codec encodes to itself is not copied inside of what is', () => {
  const u = { a: 1, b: new Date(0), c: [1] }
  const told = encode(t.type({ a: N, b: opaque, c: t.UnknownArray }), u) as typeof u
  expect([told.b === u.b, told.c === u.c]).toEqual([true, true])
})

test('bytes are no record', () => {
  const a = { a: new Uint8Array(2), more }
  const told = encode(t.type({ a: bytes('image/png') }), a) as typeof a
  expect([Object.keys(told), told.a === a.a]).toEqual([['a'], true])
})

// ---- how much is asked

/** How often the test and the encoder of the innermost codec are called, where forks lie below each other. */
const calls = (wrap: (chain: t.Mixed) => t.Mixed, value: (chain: unknown) => unknown, fork: (c: t.Mixed) => t.Mixed) => {
  let [tests, encodings] = [0, 0]
  const leaf: t.Mixed = new t.Type<unknown>(
    'leaf',
    (u): u is unknown => ++tests > 0 && u === 1,
    t.success,
    (u) => {
      encodings++
      return String(u)
    }
  )
  let [codec, u]: [t.Mixed, unknown] = [t.type({ leaf }), { leaf: 1 }]
  for (let i = 0; i < 7; i++) [codec, u] = [fork(codec), { a: u }]
  encode(wrap(codec), value(u))
  return { tests, encodings }
}

const union = (c: t.Mixed): t.Mixed => t.union([t.type({ a: c, b: t.string }), t.type({ a: c })])
const intersection = (c: t.Mixed): t.Mixed => t.intersection([t.type({ a: c }), t.partial({ a: c })])

test.each<[string, (c: t.Mixed) => t.Mixed, (u: unknown) => unknown]>([
  ['nothing', (c) => c, (u) => u],
  ['a record', (c) => t.type({ x: c }), (x) => ({ x })],
  ['an array', (c) => t.array(c), (u) => [u]],
  ['a tuple', (c) => t.tuple([c]), (u) => [u]],
  ['an exact record', (c) => t.strict({ x: c }), (x) => ({ x })],
  ['a dictionary', (c) => t.record(t.string, c), (x) => ({ x })],
  ['readonly', (c) => t.readonly(c), (u) => u],
  ['a refinement', (c) => t.refinement(c, () => true), (u) => u],
  ['a recursion', (c) => t.recursion('R', () => t.readonly(c)), (u) => u],
  ['a union', (c) => t.union([c, t.null]), (u) => u],
  [
    'members told apart',
    (c) => t.union([t.type({ k: t.literal('l'), x: c }), t.type({ k: t.literal('r') })]),
    (x) => ({ k: 'l', x })
  ],
  ['an intersection', (c) => t.intersection([t.type({ x: c }), t.type({ y: t.string })]), (x) => ({ x, y: '' })]
])('under %s, what several branches encode is encoded once', (_, wrap, value) => {
  for (const fork of [union, intersection]) {
    const { tests, encodings } = calls(wrap, value, fork)
    expect(tests).toBeLessThan(10)
    expect(encodings).toBe(fork === union ? 1 : 2)
  }
})

test('a codec’s own encoder is called with the value alone, and once', () => {
  const own = jest.fn((s: string) => s.toUpperCase())
  const codec = t.type({ a: new t.Type('own', t.string.is, t.string.validate, own) })
  expect(encode(codec, { a: 'a' })).toEqual({ a: 'A' })
  expect(own).toHaveBeenCalledTimes(1)
})

test.each<[string, t.Mixed, unknown, string]>([
  ['a text', t.string, 1, 'string was expected'],
  ['a record', AN, { a: '1' }, 'number as text was expected at a'],
  ['an absent key', t.type({ a: t.type({ b: t.string }) }), { a: {} }, 'string was expected at a.b'],
  [
    'an item',
    t.array(t.tuple([t.string, t.null])),
    [
      ['a', null],
      ['b', 1]
    ],
    'null was expected at 1.1'
  ],
  ['a tuple of another length', t.tuple([t.string]), [], '[string] was expected'],
  [
    'a member of an intersection',
    t.intersection([t.UnknownRecord, t.strict({ a: t.number })]),
    { a: '1' },
    'number was expected at a'
  ],
  ['an optional key', t.partial({ a: t.number, b: t.string }), { b: 1 }, 'string was expected at b'],
  [
    'a member by its tag',
    t.union([t.type({ k: t.literal('a'), n: t.number }), t.type({ k: t.literal('b') })]),
    { k: 'a' },
    'number was expected at n'
  ],
  ['a refinement', t.type({ n: t.Int }), { n: 1.5 }, 'Int was expected at n'],
  ['inside a recursive codec', Tree, { n: 1, kids: [{ n: '1', kids: [] }] }, 'number as text was expected at kids.0.n'],
  ['a union', t.type({ a: t.union([t.string, t.number]) }), { a: null }, '(string | number) was expected at a'],
  ['a literal that may be a secret', t.literal('s3cret'), 'x', 'string was expected'],
  ['a long codec', t.type({ ['k'.repeat(300)]: t.string }), 1, `{ ${'k'.repeat(198)} was expected`]
])('%s is an error that says what was expected', (_, codec, a, message) => {
  expect(() => encode(codec, a)).toThrow(new TypeError(`the value is not as its codec declares: ${message}`))
})

test('codecs of io-ts alone are encoded here', () => {
  const { takes } = ioTsEncoders(t)
  expect([takes(t.string), takes({ '~standard': {} } as never)]).toEqual([true, false])
})

test('a key is set as a key', () => {
  const o = {}
  setKey(o, 'a', 1)
  setKey(o, '__proto__', 2)
  expect(Object.entries(o)).toEqual([
    ['a', 1],
    ['__proto__', 2]
  ])
  expect(Object.getOwnPropertyDescriptor(o, '__proto__')).toEqual({
    value: 2,
    enumerable: true,
    configurable: true,
    writable: true
  })
  expect(Object.getPrototypeOf(o)).toBe(Object.prototype)
})

const copyOf = (codec: t.Mixed): t.Mixed =>
  Object.assign(Object.create(Object.getPrototypeOf(codec)), codec, {
    validate: (u: unknown, c: t.Context) => codec.validate(u, c)
  })

test.each<[string, t.Mixed, unknown, unknown]>([
  ['an exact codec over a copy of a codec', t.exact(copyOf(A) as typeof A), { a: 'a', more }, { a: 'a' }],
  ['the same in an array', t.array(t.exact(copyOf(A) as typeof A)), [{ a: 'a', more }], [{ a: 'a' }]],
  [
    'values under keys that are encoded',
    t.record(new t.Type<string>('upper', t.string.is, t.string.validate, (s) => s.toUpperCase()), A),
    { k: { a: 'a', more } },
    { K: { a: 'a' } }
  ],
  ['an array with a toJSON of its own', t.array(t.string), Object.assign(['a'], { toJSON: () => more }), ['a']],
  ['an array of another class', t.array(t.string), new (class extends Array<string> {})('a', 'b'), ['a', 'b']]
])('%s: nothing undeclared leaves', (_, codec, a, expected) => {
  expect(JSON.stringify(encode(codec, a))).toBe(JSON.stringify(expected))
})

test.each<[string, t.Mixed, unknown, string]>([
  ['a Promise', t.partial({ a: t.string }), Promise.resolve(), 'the value has a Promise'],
  ['a Map', t.record(t.string, t.number), new Map([['a', 1]]), 'the value has a Map'],
  ['an Error inside', t.type({ p: t.partial({ a: t.string }) }), { p: new Error('x') }, 'the value has an Error']
])('%s is no record of declared keys', (_, codec, a, message) => {
  expect(() => encode(codec, a)).toThrow(message)
})
