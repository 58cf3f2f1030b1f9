/** Query parameters, decoded by codecs; the same for every gateway. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import { BooleanFromString, IntFromString } from '../../src/codecs/textCodecs.js'
import { handle } from '../../src/combinators/Handler.js'
import { query } from '../../src/combinators/query.js'
import { get } from '../../src/router/Route.js'
import { send } from '../laws/send.js'

const optional = <C extends t.Mixed>(c: C) => t.union([c, t.undefined])

describe.each(['rest', 'http'] as const)('%s', (gateway) => {
  const route = pipe(
    get('/x'),
    query({ n: optional(IntFromString), tag: t.readonlyArray(t.string) }),
    query({ q: optional(t.string), all: optional(t.array(BooleanFromString)) }),
    handle(({ query }) => ({ ...query }))
  )
  test.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    ['nothing', {}, { tag: [], all: [] }],
    ['one value', { n: 1, q: 'a', tag: 'x' }, { n: 1, q: 'a', tag: ['x'], all: [] }],
    ['several, of which the last counts', { q: ['a', 'b'] }, { q: 'b', tag: [], all: [] }],
    ['several, where a list is read', { tag: ['1', '2'], all: ['true', 'false'] }, { tag: ['1', '2'], all: [true, false] }],
    ['an empty value, which is present', { q: '' }, { q: '', tag: [], all: [] }],
    ['a value with a comma', { tag: 'a,b' }, { tag: ['a,b'], all: [] }],
    ['a value with everything in it', { q: 'ü&=+ %20' }, { q: 'ü&=+ %20', tag: [], all: [] }],
    ['keys that nobody declared', { admin: 1, prototype: 2 }, { tag: [], all: [] }]
  ])('%s', async (_, given, expected) => {
    expect((await send(route, { gateway, query: given })).body).toEqual(expected)
  })
  test('all that is wrong is told at once, with 400, never with a value', async () => {
    const told = await send(route, { gateway, query: { n: 'canary', all: ['true', 'canary'] } })
    expect(told.status).toBe(400)
    expect((told.body as { errors: { path: string }[] }).errors.map((e) => e.path)).toEqual(expect.arrayContaining(['query.n']))
    expect(JSON.stringify(told)).not.toContain('canary')
  })
})

test('a combinator tells all of its own keys at once', async () => {
  const route = pipe(
    get('/x'),
    query({ a: IntFromString, b: IntFromString, c: t.string }),
    handle(() => 1)
  )
  expect((await send(route, { query: { a: 'x', b: '' } })).body).toMatchObject({
    detail: expect.stringContaining('not as declared'),
    errors: [
      { path: 'query.a', expected: 'whole number as text' },
      { path: 'query.b', expected: 'whole number as text' },
      { path: 'query.c', expected: 'string' }
    ]
  })
})

test('asynchronous validators decode queries', async () => {
  const route = pipe(
    get('/x'),
    query({ a: z.string().refine(async (s) => s === 'b'), c: IntFromString }),
    handle(({ query }) => [query.a, query.c])
  )
  expect((await send(route, { query: { a: 'b', c: 2 } })).body).toEqual(['b', 2])
  expect((await send(route, { query: { a: 'c', c: 'x' } })).body).toMatchObject({
    errors: [{ path: 'query.a' }, { path: 'query.c' }]
  })
})

test('names that every object has are absent unless they were sent', async () => {
  const route = pipe(
    get('/x'),
    query({ toString: optional(t.string), constructor: optional(t.string) }),
    handle(({ query }) => ({ s: String(query.toString), c: String(query.constructor) }))
  )
  expect((await send(route)).body).toEqual({ s: 'undefined', c: 'undefined' })
  const multiValueQueryStringParameters = { toString: ['a'] }
  expect((await send(route, { event: { multiValueQueryStringParameters } })).body).toEqual({ s: 'a', c: 'undefined' })
})
