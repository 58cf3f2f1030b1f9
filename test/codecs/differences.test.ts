/** Where quaich differs from io-ts on purpose: each row of the table in docs/codecs.md, beside what io-ts does. */
import * as t from 'io-ts'
import type { AnyCodec } from '../../src/codecs/Codec.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { printJson } from '../../src/codecs/printJson.js'
import { DateFromString } from '../../src/codecs/textCodecs.js'
import { get, handle, returns, service } from '../../src/index.js'
import { client } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'

const log = watchLog()
const decode = (codec: AnyCodec, u: unknown) => defaultEngine.decoder(codec)(u)
const fromText = (codec: AnyCodec, text: string) => defaultEngine.textDecoder(codec)(text)
const encode = (codec: AnyCodec, a: unknown) => defaultEngine.encoder(codec)(a)
/** How many reasons io-ts has. */
const reasons = (codec: t.Mixed, u: unknown) => {
  const e = codec.decode(u)
  return e._tag === 'Left' ? e.left.length : 0
}

describe('Keys', () => {
  test('undeclared keys never leave', () => {
    const codec = t.type({ a: t.string })
    expect([codec.encode({ a: 'x', b: 1 } as never), encode(codec, { a: 'x', b: 1 })]).toEqual([{ a: 'x', b: 1 }, { a: 'x' }])
  })

  test('a key named __proto__ is refused in JSON', () => {
    expect(fromText(t.record(t.string, t.unknown), '{"__proto__":{"a":1}}')).toEqual({ problem: { kind: 'dangerous key' } })
  })

  test('a key named __proto__ stays a key in a reply', () => {
    const codec = t.record(t.string, t.record(t.string, DateFromString))
    const reply = JSON.parse('{"__proto__":{}}')
    expect(Object.keys(codec.encode(reply))).toEqual([])
    expect(Object.keys(encode(codec, reply) as object)).toEqual(['__proto__'])
  })

  test('a declared key that a value inherits, as an accessor of its class, is sent', () => {
    class Person {
      get name() {
        return 'ada'
      }
    }
    const codec = t.type({ name: t.string })
    expect(JSON.stringify(codec.encode(new Person()))).toBe('{}')
    expect(printJson(encode(codec, new Person()), 'the body')).toBe('{"name":"ada"}')
  })
})

describe('Replies', () => {
  const replying = (codec: AnyCodec, body: unknown) => {
    const show = handle(() => body)(returns({ 200: codec })(get('/') as never) as never)
    return client(service('s', { region: 'eu-west-1' }, { show } as never) as never) as unknown as {
      readonly get: (path: string) => { readonly reply: Promise<{ readonly status: number }> }
    }
  }

  test.each<[string, t.Mixed, unknown]>([
    ['that the codec does not take', t.type({ a: t.number }), { a: 'x' }],
    ['with NaN', t.type({ a: t.number }), { a: Number.NaN }],
    ['with Infinity', t.type({ a: t.number }), { a: Number.POSITIVE_INFINITY }]
  ])('a reply %s is the fixed 500', async (_, codec, body) => {
    expect(codec.encode(body)).toBe(body)
    expect((await replying(codec, body).get('/').reply).status).toBe(500)
    expect(log()).toHaveLength(1)
  })
})

test.each(['1e999', '-1e999'])('the number %s, which parses to an infinity, is refused', (text) => {
  expect(t.number.decode(JSON.parse(text))._tag).toBe('Right')
  expect(fromText(t.number, text)).toEqual({ issues: [{ path: '', expected: 'a number that is not too large' }] })
})

describe('Reasons', () => {
  const ways = t.union([t.literal('asc'), t.literal('desc')])
  const named = t.union([t.literal('key-1', 'the key'), t.number])
  const shape = t.union([t.type({ kind: t.literal('circle'), r: t.number }), t.type({ kind: t.literal('square'), a: t.number })])

  test.each<[string, t.Mixed, unknown, number, ReadonlyArray<object>]>([
    ['the literals of a union give one', ways, 1, 2, [{ path: '', expected: '"asc" | "desc"' }]],
    ['undefined members give none', t.union([t.string, t.undefined]), 1, 2, [{ path: '', expected: 'string' }]],
    [
      'the key of a discriminated union is named with its choices',
      shape,
      { kind: 'x' },
      1,
      [{ path: 'kind', expected: '"circle" | "square"' }]
    ],
    [
      'a single literal is named by its kind',
      t.type({ key: t.literal('s3cret') }),
      { key: 1 },
      1,
      [{ path: 'key', expected: 'string' }]
    ],
    [
      'a long literal is named by its kind',
      t.union([t.literal('a'.repeat(33)), t.literal('b')]),
      1,
      2,
      [{ path: '', expected: 'string' }]
    ],
    [
      'a name that the author gave is said',
      named,
      true,
      2,
      [
        { path: '', expected: 'the key' },
        { path: '', expected: 'number' }
      ]
    ]
  ])('reasons: %s', (_, codec, u, count, issues) => {
    expect([reasons(codec, u), decode(codec, u)]).toEqual([count, { issues }])
  })

  test('no more than twenty are given, each once', () => {
    const codec = t.array(t.union([t.string, t.string]))
    const us = Array.from({ length: 30 }, () => 1)
    expect(reasons(codec, us)).toBe(60)
    expect(
      (decode(codec, us) as { readonly issues: ReadonlyArray<{ readonly path: string }> }).issues.map((i) => i.path)
    ).toEqual(us.slice(0, 20).map((_, i) => String(i)))
  })

  test('a value that inherits keys gets the verdict of io-ts, and may get another reason', () => {
    const codec = t.type({ at: DateFromString, name: t.string })
    const heir = Object.assign(Object.create({ name: 'ada' }), { at: '2026-11-23T10:00:00Z' })
    expect(reasons(codec, heir)).toBe(1)
    expect(decode(codec, heir)).toEqual({
      issues: [{ path: '', expected: '{ at: date and time as text (RFC 3339), name: string }' }]
    })
  })
})

test('a codec of your own in several branches of a recursive union is asked once by each branch about a value', () => {
  let asked = 0
  const own = new t.Type<string, string>(
    'own',
    t.string.is,
    (u, c) => {
      asked++
      return typeof u === 'string' ? t.success(u) : t.failure(u, c)
    },
    t.identity
  )
  type Tree = { readonly own: string; readonly next?: Tree } & ({ readonly a: 1 } | { readonly b: 2 })
  const tree: t.Type<Tree> = t.recursion<Tree>('Tree', () =>
    t.union([
      t.intersection([t.type({ own, a: t.literal(1) }), t.partial({ next: tree })]),
      t.intersection([t.type({ own, b: t.literal(2) }), t.partial({ next: tree })])
    ])
  )
  const deep = (n: number): object => ({ own: 'x', b: 2, ...(n === 0 ? {} : { next: deep(n - 1) }) })
  const count = (f: () => unknown) => {
    asked = 0
    f()
    return asked
  }
  const value = deep(8)
  expect(count(() => tree.decode(value))).toBeGreaterThan(500)
  expect(count(() => expect(decode(tree, value)).toEqual({ value }))).toBe(2 * 9)
})
