/** JSON out: what JSON.stringify writes where it writes all of a value, and an error that names the place everywhere else. */
import { EventEmitter } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { jsonOf, printJson } from '../../src/codecs/printJson.js'
import { holds } from '../laws/holds.js'

// Written so, it is no slip to the linter.
const then = 'then'

/** What printing gives: the text, or why there is none. */
const print = (value: unknown): string => {
  try {
    return printJson(value, 'the body')
  } catch (e) {
    return `${(e as Error).name}: ${(e as Error).message}`
  }
}

const refused = (kind: string, path = ''): string =>
  `TypeError: the body ${path === '' ? `is ${kind}` : `has ${kind} at ${path}`}, which has no JSON`

class Money {
  constructor(readonly amount: string) {}
  toJSON(): string {
    return this.amount
  }
}
class Point {
  readonly x = 1
  private readonly y = 2
  get sum(): number {
    return this.x + this.y
  }
}
class Tagged extends Point {
  readonly [Symbol.toStringTag] = 'Tagged'
}
class Late extends Date {}
class Items extends Array<unknown> {}
class Failure extends Error {
  readonly code = 'E1'
}
const through = (toJSON: unknown): object => ({ toJSON })
const hidden = (key: PropertyKey, value: unknown): object => Object.defineProperty({ a: 1 }, key, { value })

// ---- what has no JSON

const none: ReadonlyArray<readonly [string, () => unknown, string]> = [
  ['a Promise', () => Promise.resolve(1), 'a Promise'],
  ['a thenable', () => ({ [then]: () => 1 }), 'a Promise'],
  [
    'a thenable of a class',
    () =>
      new (class {
        [then](): void {}
      })(),
    'a Promise'
  ],
  ['a thenable with toJSON', () => ({ [then]: () => 1, toJSON: () => 1 }), 'a Promise'],
  ['a Map', () => new Map([['a', 1]]), 'a Map'],
  ['a Set', () => new Set([1]), 'a Set'],
  ['a WeakMap', () => new WeakMap(), 'a WeakMap'],
  ['a WeakSet', () => new WeakSet(), 'a WeakSet'],
  ['a WeakRef', () => new WeakRef({}), 'a WeakRef'],
  ['a Map of another realm', () => runInNewContext('new Map()'), 'a Map'],
  ['an Error', () => new Error('secret'), 'an Error'],
  ['an error of a class, with keys', () => new Failure('secret'), 'an Error'],
  ['an error with another tag', () => new DOMException('secret'), expect.stringMatching(/DOMException|Error/) as never],
  ['a RegExp', () => /secret/, 'a RegExp'],
  ['a Response', () => new Response('secret'), 'a Response'],
  ['a Response with keys', () => Object.assign(new Response('secret'), { size: 1 }), 'a Response'],
  ['a Request', () => new Request('https://example.com'), 'a Request'],
  ['Headers', () => new Headers(), 'a Headers'],
  ['FormData', () => new FormData(), 'a FormData'],
  ['a Blob', () => new Blob(['secret']), 'a Blob'],
  ['a ReadableStream', () => new ReadableStream(), 'a ReadableStream'],
  ['a WritableStream', () => new WritableStream(), 'a WritableStream'],
  ['a TransformStream', () => new TransformStream(), 'a TransformStream'],
  ['search parameters', () => new URLSearchParams('a=1'), 'an iterable'],
  ['a signal', () => new AbortController().signal, 'an AbortSignal'],
  ['a formatter', () => new Intl.NumberFormat('en'), 'an Intl.NumberFormat'],
  ['a Node stream', () => new PassThrough(), 'a stream'],
  ['a Node stream that is only written', () => new Writable(), 'a stream'],
  ['an emitter, whose keys hold functions', () => new EventEmitter().on('x', () => {}), 'a function at _events.x'],
  ['a generator', () => [1].values(), 'an iterable'],
  ['an asynchronous generator', () => (async function* () {})(), 'an iterable'],
  ['an iterable', () => ({ *[Symbol.iterator]() {} }), 'an iterable'],
  ['an asynchronous iterable', () => ({ async *[Symbol.asyncIterator]() {} }), 'an iterable'],
  ['a Buffer', () => Buffer.from('secret'), 'binary data'],
  ['bytes', () => Uint8Array.of(1), 'binary data'],
  ['floats', () => Float64Array.of(1), 'binary data'],
  ['a view', () => new DataView(new ArrayBuffer(1)), 'binary data'],
  ['an ArrayBuffer', () => new ArrayBuffer(1), 'an ArrayBuffer'],
  ['a function', () => () => 'secret', 'a function'],
  ['a function with toJSON', () => Object.assign(() => 1, { toJSON: () => 1 }), 'a function'],
  ['a class', () => Point, 'a function'],
  ['a symbol', () => Symbol('secret'), 'a symbol'],
  ['a boxed symbol', () => Object(Symbol('secret')), 'a Symbol'],
  ['a BigInt', () => 1n, 'a BigInt'],
  ['a boxed BigInt', () => Object(1n), 'a BigInt'],
  ['NaN', () => Number.NaN, 'NaN'],
  ['Infinity', () => Number.POSITIVE_INFINITY, 'Infinity'],
  ['-Infinity', () => Number.NEGATIVE_INFINITY, '-Infinity'],
  ['a boxed NaN', () => Object(Number.NaN), 'NaN'],
  ['a boxed NaN with keys', () => Object.assign(Object(Number.NaN), { a: 1 }), 'NaN'],
  ['an invalid Date', () => new Date(Number.NaN), 'an invalid Date'],
  ['an invalid Date of a class', () => new Late(Number.NaN), 'an invalid Date'],
  ['a toJSON that gives a Promise', () => through(async () => 1), 'a Promise'],
  ['a toJSON that gives a Map', () => through(() => new Map()), 'a Map'],
  ['a toJSON that gives bytes', () => through(() => Buffer.from('a')), 'binary data'],
  ['a toJSON that gives NaN', () => through(() => Number.NaN), 'NaN'],
  ['a toJSON that gives a function', () => through(() => () => 1), 'a function'],
  // JSON.stringify would not ask it for its text, and send {}.
  ['a toJSON that gives a Date', () => through(() => new Date(0)), 'a Date'],
  ['a toJSON that cannot be seen and gives a Map', () => hidden('toJSON', () => new Map()), 'a Map'],
  ['a Set in a list of a class', () => Items.of(new Set()), 'a Set at 0']
]

describe('It refuses', () => {
  const inner = (kind: string, path: string) => {
    const [name, under] = kind.split(' at ') as [string, string?]
    return refused(name, [path, under].filter((part) => part !== '' && part !== undefined).join('.'))
  }
  test.each(none)('%s, wherever it stands', (_, make, kind) => {
    const whys = [make(), { id: 1, price: make() }, ['x', make()], { items: [{ id: 'a', lines: [0, { price: make() }] }] }].map(
      print
    )
    const paths = ['', 'price', '1', 'items.0.lines.1.price']
    if (typeof kind === 'string') expect(whys).toEqual(paths.map((path) => inner(kind, path)))
    else for (const why of whys) expect(why).toEqual(kind)
  })
  test.each(none)('%s that a toJSON leads to', (_, make, kind) => {
    const why = print({ a: new Money('1'), b: through(() => ({ c: [make()] })) })
    if (typeof kind === 'string') expect(why).toBe(inner(kind, 'b.c.0'))
    else expect(why).toEqual(kind)
  })
  test('nothing at all, at the top', () => {
    expect(print(undefined)).toBe(refused('undefined'))
    expect(print(through(() => undefined))).toBe(refused('undefined'))
  })
  test('with no value in the words', () => {
    for (const [, make] of none) expect(print({ a: [make()] })).not.toContain('secret')
  })
  test('under a path that a log can carry', () => {
    const why = print({ ['k'.repeat(5000)]: 1n })
    expect(why).toBe(refused('a BigInt', `${'k'.repeat(200)}…`))
  })
})

// ---- what has

const some: ReadonlyArray<readonly [string, () => unknown]> = [
  ['null', () => null],
  ['true', () => true],
  ['false', () => false],
  ['0', () => 0],
  ['-0', () => -0],
  ['a number', () => 1.5e300],
  ['a text', () => 'a"\n\u2028€\ud800'],
  ['no text', () => ''],
  ['no keys', () => ({})],
  ['no items', () => []],
  ['an object without a prototype', () => Object.assign(Object.create(null), { a: 1 })],
  ['an object of another realm', () => runInNewContext('({ a: [1, { b: 2 }] })')],
  ['a key __proto__', () => JSON.parse('{"__proto__":{"a":1},"b":2}')],
  ['a key toJSON that is data', () => ({ toJSON: 'x', a: 1 })],
  ['a then that is data', () => ({ [then]: 'x', a: { [then]: null } })],
  ['keys with undefined', () => ({ a: undefined, b: 1 })],
  ['items that are undefined', () => [undefined, 1]],
  ['holes', () => Object.assign(new Array(3), { 1: 1 })],
  ['a list of a class', () => Items.from([1, { a: 2 }])],
  ['keys of symbols', () => ({ [Symbol('a')]: 1, b: 2 })],
  ['keys that are not enumerable', () => hidden('b', () => 1)],
  [
    'a getter',
    () => ({
      get a() {
        return 1
      }
    })
  ],
  ['an object of a class', () => new Point()],
  ['one with a tag of its own', () => new Tagged()],
  ['inherited keys', () => Object.assign(Object.create({ a: 1, f: () => 1 }), { b: 2 })],
  ['a Date', () => new Date(0)],
  ['a Date of a class', () => new Late(0)],
  ['a Date of another realm', () => runInNewContext('new Date(0)')],
  ['a URL', () => new URL('https://example.com/a')],
  ['a decimal', () => new Money('9.99')],
  ['a toJSON that gives undefined', () => ({ a: through(() => undefined), b: 1 })],
  ['a toJSON that gives null', () => through(() => null)],
  [
    'a toJSON that asks for its key',
    () => ({ k: { toJSON: (key: string) => `at ${key}` }, l: [{ toJSON: (key: string) => key }] })
  ],
  [
    'a toJSON that gives itself',
    () => ({
      a: 1,
      toJSON() {
        return this
      }
    })
  ],
  ['a toJSON that gives one with a toJSON', () => through(() => new Money('1'))],
  ['an error that says its JSON', () => Object.assign(new Error('x'), { toJSON: () => ({ code: 'E1' }) })],
  ['a map that says its JSON', () => Object.assign(new Map(), { toJSON: () => [1] })],
  ['a list that says its JSON', () => Object.assign([1], { toJSON: () => 2 })],
  ['a boxed number', () => Object(1)],
  ['a boxed text', () => Object('a')],
  ['a boxed boolean', () => Object(false)],
  ['a proxy', () => new Proxy({ a: [1] }, {})],
  [
    'the same object twice',
    () => {
      const o = { a: 1 }
      return [o, { o, m: new Money('1') }, o]
    }
  ]
]

describe('It writes as JSON.stringify does', () => {
  test.each(some)('%s, wherever it stands', (_, make) => {
    // The last has a toJSON beside it, so that all of it is copied.
    const all = [
      () => make(),
      () => ({ id: 1, a: make() }),
      () => [make(), make()],
      () => ({ m: new Money('1'), a: [{ b: [make()] }] })
    ]
    for (const each of all) expect(print(each())).toBe(JSON.stringify(each()))
  })
  test('a BigInt, where the program says how', () => {
    const prototype = BigInt.prototype as unknown as { toJSON?: () => string }
    prototype.toJSON = function () {
      return String(this)
    }
    try {
      expect(print({ n: 1n })).toBe('{"n":"1"}')
    } finally {
      delete prototype.toJSON
    }
  })
  test('a Date that the program prints in its own way', () => {
    const { toISOString } = Date.prototype
    Date.prototype.toISOString = () => 'mine'
    try {
      expect(print([new Date(0)])).toBe('["mine"]')
    } finally {
      Date.prototype.toISOString = toISOString
    }
  })
})

// ---- circles, depth, and what throws

test('circles are told by their place, be they near, far, or met on the way to a toJSON', () => {
  const ring: Record<string, unknown> = { a: 1 }
  ring['self'] = ring
  const list: unknown[] = []
  list.push([list])
  const child: Record<string, unknown> = { price: new Money('1') }
  child['parent'] = { children: [child] }
  expect([ring, list, child].map(print)).toEqual([
    refused('a circular reference', 'self'),
    refused('a circular reference', '0.0'),
    refused('a circular reference', 'parent.children.0')
  ])
})

const nested = (depth: number, innermost: unknown): unknown => {
  let value = innermost
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

test.each([63, 64, 65, 66, 500])('%d levels are written, and what is under them is found', (depth) => {
  expect(print(nested(depth, 1))).toBe(JSON.stringify(nested(depth, 1)))
  expect(print(nested(depth, new Map()))).toContain('has a Map at ')
})

test('what is deeper than the stack throws a RangeError, and ends nothing else', () => {
  const endless = { toJSON: (): unknown => ({ a: { ...endless } }) }
  for (const value of [nested(200_000, 1), endless]) expect(() => printJson(value, 'the body')).toThrow(RangeError)
  expect(print(1)).toBe('1')
})

test('a toJSON is called once, with its key, and so is a getter beside it', () => {
  const calls: unknown[] = []
  const noting = { toJSON: (key: string) => calls.push(['toJSON', key]) }
  print({ a: [noting], b: noting })
  expect(calls).toEqual([
    ['toJSON', '0'],
    ['toJSON', 'b']
  ])
})

test('what a toJSON, a getter or a revoked proxy throws passes through', () => {
  const thrown = new Error('mine')
  const fail = (): never => {
    throw thrown
  }
  for (const value of [
    through(fail),
    [
      {
        get a() {
          return fail()
        }
      }
    ],
    {
      a: {
        get toJSON() {
          return fail()
        }
      }
    }
  ])
    expect(() => printJson(value, 'the body')).toThrow(thrown)
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(() => printJson([proxy], 'the body')).toThrow(TypeError)
})

// ---- the value in place of the text

test('a value that JSON.stringify writes as it is stays the same; one with a toJSON becomes a copy, and is not changed', () => {
  const same = { a: [1, new Date(0), new Point()] }
  expect(jsonOf(same, 'the result')).toBe(same)
  expect(jsonOf(undefined, 'the result')).toBeUndefined()
  const money = { a: [new Money('1'), undefined], b: undefined }
  expect(jsonOf(money, 'the result')).toStrictEqual({ a: ['1', undefined] })
  expect(money.a[0]).toBeInstanceOf(Money)
})

// ---- properties

const keys = ['a', 'b', '', '0', '__proto__', 'constructor']
const leaf = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null))
const trees = (key: fc.Arbitrary<string>, ...leaves: ReadonlyArray<fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      ...leaves,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.uniqueArray(fc.tuple(key, tie('tree')), { maxLength: 4, selector: ([k]) => k }).map(
        // Entries are defined, so `__proto__` is a key here as well.
        (entries) => Object.fromEntries(entries)
      )
    )
  })).tree
const anyKey = fc.constantFrom(...keys, 'then', 'toJSON')
const plain = trees(anyKey, leaf)
const rich = trees(
  anyKey,
  leaf,
  fc.constant(undefined),
  fc.date({ noInvalidDate: true }),
  fc.string().map((text) => new Money(text)),
  leaf.map((value) => Object.assign(new Point(), { value })),
  leaf.map((value) => ({ toJSON: () => ({ value, [then]: value }) })),
  fc.webUrl().map((url) => new URL(url))
)

test('any JSON is written as JSON.stringify writes it, and is not copied', () =>
  holds(
    fc.property(plain, (value) => {
      expect(printJson(value, 'the body')).toBe(JSON.stringify(value))
      expect(jsonOf(value, 'the body')).toBe(value)
    }),
    2000
  ))

test('with dates, classes and a toJSON among it, too', () =>
  holds(
    fc.property(rich, (value) => {
      const json: string | undefined = JSON.stringify(value)
      expect(print(value)).toBe(json ?? refused('undefined'))
    }),
    2000
  ))

/** Plants something in a value, at a place that the numbers choose, and says where; a scalar gives way to it. */
const plant = (value: unknown, thing: unknown, [n, ...more]: ReadonlyArray<number>): readonly [unknown, string[]] => {
  if (n === undefined || typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === Money.prototype)
    return [thing, []]
  const entries = Object.entries(value)
  const i = n % (entries.length + 1)
  const [at, old] = entries[i] ?? [Array.isArray(value) ? String(entries.length) : 'planted', undefined]
  const [inner, path] = plant(old, thing, more)
  const all = [...entries.slice(0, i), [at, inner] as const, ...entries.slice(i + 1)]
  return [Array.isArray(value) ? all.map(([, item]) => item) : Object.fromEntries(all), [at, ...path]]
}
// Under `then` and `toJSON` a function would be something else. A decimal is replaced, not entered.
const soil = trees(
  fc.constantFrom(...keys),
  leaf,
  fc.string().map((text) => new Money(text))
)
const seeds = none.filter(([, , kind]) => typeof kind === 'string' && !kind.includes(' at '))

test('one thing without JSON, planted anywhere, is found where it stands', () =>
  holds(
    fc.property(soil, fc.constantFrom(...seeds), fc.array(fc.nat(9), { maxLength: 6 }), (value, [, make, kind], numbers) => {
      const [planted, path] = plant(value, make(), numbers)
      const at = path.join('.')
      expect(print(planted)).toBe(
        `TypeError: the body ${path.length === 0 ? `is ${kind}` : `has ${kind} at ${at}`}, which has no JSON`
      )
    }),
    3000
  ))

// ---- close to what has JSON

test.each<[string, () => unknown, string]>([
  ['a Date whose own toJSON gives a Map', () => Object.assign(new Date(0), { toJSON: () => new Map() }), refused('a Map')],
  ['a Date whose own text is a Map', () => Object.assign(new Date(0), { toISOString: () => new Map() }), refused('a Map')],
  [
    'an Error with a tag and a key',
    () => Object.assign(new Error('secret'), { [Symbol.toStringTag]: 'X', a: 1 }),
    refused('an Error')
  ],
  [
    'what is piped and listens to nothing',
    () =>
      new (class {
        a = 1
        pipe(): void {}
      })(),
    '{"a":1}'
  ],
  ['a place of 200 letters', () => ({ ['k'.repeat(200)]: 1n }), refused('a BigInt', 'k'.repeat(200))],
  ['a place of 201 letters', () => ({ ['k'.repeat(201)]: 1n }), refused('a BigInt', `${'k'.repeat(200)}…`)]
])('%s', (_, make, expected) => {
  expect(print(make())).toBe(expected)
})

test('what holds undefined, and what is 64 levels deep, is written without a copy', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
  for (const [value, same] of [
    [{ a: undefined }, true],
    [nested(64), true],
    [nested(65), false]
  ] as const)
    expect(jsonOf(value, 'the body') === value).toBe(same)
})

test('a key named __proto__ is copied as any other, and the value itself is asked by the empty key', () => {
  const toJSON = jest.fn(() => 1)
  const copy = jsonOf(
    JSON.parse('{"__proto__":{"a":1},"b":1}', (k, v) => (k === 'b' ? { toJSON } : v)),
    'the body'
  )
  expect(Object.getOwnPropertyDescriptor(copy, '__proto__')).toEqual({
    value: { a: 1 },
    enumerable: true,
    configurable: true,
    writable: true
  })
  expect(jsonOf({ toJSON }, 'the body')).toBe(1)
  expect(toJSON.mock.calls).toEqual([['b'], ['']])
})
