/** A JSON body: its media type first, then its bounds, then its text, then the codec; nothing is decoded before its time. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import { body } from '../../src/combinators/body.js'
import { contentTypes } from '../../src/combinators/contentTypes.js'
import { handle } from '../../src/combinators/Handler.js'
import { limits } from '../../src/combinators/limits.js'
import { get, post } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { holds } from '../laws/holds.js'
import { quiet, type Send, send, sendTo } from '../laws/send.js'
import { encoded, typed } from './bodies.js'

quiet()
const json = 'application/json'
let decoded = 0
const Todo = new t.Type<{ readonly title: string }, unknown>(
  'Todo',
  (u): u is { readonly title: string } => typeof u === 'object',
  (u, c) => {
    decoded++
    return typeof (u as { title?: unknown } | undefined)?.title === 'string'
      ? t.success(u as { readonly title: string })
      : t.failure(u, c)
  },
  t.identity
)
const add = pipe(
  post('/x'),
  body(Todo),
  handle(({ body }) => body.title)
)
beforeEach(() => {
  decoded = 0
})

const good = JSON.stringify({ title: 'a' })
const rows: ReadonlyArray<readonly [string, Send, number, boolean]> = [
  ['JSON', typed(json, good), 200, true],
  ['JSON in base64', encoded(json, Buffer.from(good)), 200, true],
  ['JSON behind a byte order mark', typed(json, `\ufeff${good}`), 200, true],
  ['a type in capitals', typed('APPLICATION/JSON ; Charset=UTF-8', good), 200, true],
  ['a type behind a space', typed(' application/json', good), 200, true],
  ['a type with a tab and more', typed('application/json\ta', '{}'), 415, false],
  ['a trailing semicolon', typed('application/json;', good), 415, false],
  ['a vendor’s JSON', typed('application/vnd.cat+json', good), 415, false],
  ['jsonp', typed('application/jsonp', good), 415, false],
  ['plain text, as a form of another site could send', typed('text/plain', good), 415, false],
  ['no type', typed(undefined, good), 415, false],
  ['another charset', typed('application/json; charset=utf-16', good), 415, false],
  ['two types', { event: { body: good, multiValueHeaders: { 'Content-Type': [json, 'text/plain'] } } }, 400, false],
  ['no body', typed(json, null), 400, true],
  ['an empty body', typed(json, ''), 400, true],
  ['half of it', typed(json, '{"title":'), 400, false],
  ['space', typed(json, ' '), 400, false],
  ['a poisonous key', typed(json, '{"title":"a","__proto__":{"isAdmin":true}}'), 400, false],
  ['a poisonous key in escapes, five deep', typed(json, '{"a":[{"b":[{"\\u005f_proto__":1}]}]}'), 400, false],
  ['a constructor with a prototype', typed(json, '{"constructor":{"prototype":{"x":1}}}'), 400, false],
  ['ten thousand nested lists', typed(json, '['.repeat(10_000)), 400, false],
  ['base64 that is none', typed(json, 'not base64', true), 400, false],
  ['URL-safe base64', typed(json, Buffer.from(`"${'ÿ'.repeat(5)}>?"`).toString('base64url'), true), 400, false],
  ['bytes that are not UTF-8', encoded(json, [0x22, 0x80, 0x22]), 400, false],
  [
    'a flag that is no boolean',
    { event: { body: good, isBase64Encoded: 'true', multiValueHeaders: { 'content-type': [json] } } },
    400,
    false
  ],
  ['more than a mebibyte', typed(json, JSON.stringify('a'.repeat(1_048_576))), 413, false],
  ['JSON that the codec refuses', typed(json, '{"title":1}'), 422, true]
]

test.each(rows)('%s', async (_, request, status, asked) => {
  expect((await send(add, request)).status).toBe(status)
  expect(decoded > 0).toBe(asked)
})

test('what the codec refuses is told by path and expected type, never by value, and to twenty issues at most', async () => {
  const many = pipe(
    post('/x'),
    body(t.array(t.union([t.type({ a: t.string }), t.type({ b: t.number })]))),
    handle(() => 1)
  )
  const told = await send(many, { body: [...Array(5000).fill({}), { a: { password: 'canary' } }] })
  expect(told).toMatchObject({ status: 422, body: { detail: 'The body is not as declared' } })
  expect((told.body as { errors: unknown[] }).errors).toHaveLength(20)
  expect((told.body as { errors: unknown[] }).errors[0]).toEqual({ path: 'body.0.a', expected: 'string' })
  expect(JSON.stringify(told).length).toBeLessThan(5000)
  expect(JSON.stringify(await send(many, { body: [{ a: { password: 'canary' } }] }))).not.toContain('canary')
})

test('a codec that takes undefined makes the body optional', async () => {
  const optional = pipe(
    post('/x'),
    body(t.union([t.undefined, t.string])),
    handle(({ body }) => ({ body: body ?? 'none' }))
  )
  expect((await send(optional)).body).toEqual({ body: 'none' })
  expect((await send(optional, typed(json, '"a"'))).body).toEqual({ body: 'a' })
})

test('the 415 says what it takes', async () => {
  const patch = pipe(
    post('/x'),
    contentTypes('application/merge-patch+json', 'application/json'),
    body(t.unknown),
    handle(() => 1)
  )
  expect((await send(patch, typed('text/csv', 'a'))).headers['accept']).toBe('application/merge-patch+json, application/json')
  expect((await send(patch, typed('application/merge-patch+json', '1'))).status).toBe(200)
})

test('limits are kept to the byte and to the level, wherever they stand', async () => {
  const before = pipe(
    post('/x'),
    limits({ bodyBytes: 10, jsonDepth: 2 }),
    body(t.unknown),
    handle(() => 1)
  )
  const after = pipe(
    post('/x'),
    body(t.unknown),
    limits({ bodyBytes: 10, jsonDepth: 2 }),
    handle(() => 1)
  )
  for (const route of [before, after]) {
    expect((await send(route, typed(json, `"${'a'.repeat(8)}"`))).status).toBe(200)
    expect((await send(route, typed(json, `"${'a'.repeat(9)}"`))).status).toBe(413)
    expect((await send(route, typed(json, `"${'ü'.repeat(5)}"`))).status).toBe(413)
    expect((await send(route, encoded(json, Buffer.from(`"${'a'.repeat(9)}"`)))).status).toBe(413)
    expect((await send(route, typed(json, '[[1]]'))).status).toBe(200)
    expect((await send(route, typed(json, '[[[1]]]'))).status).toBe(400)
  }
})

test('zod decodes bodies too, and an asynchronous schema as well', async () => {
  const shape = z.object({ n: z.number() })
  const late = shape.refine(async () => true)
  for (const schema of [shape, late]) {
    const route = pipe(
      post('/x'),
      body(schema),
      handle(({ body }) => body.n + 1)
    )
    expect((await send(route, { body: { n: 1 } })).body).toBe(2)
    expect(await send(route, { body: { n: 'canary' } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.n', expected: 'number' }] }
    })
  }
})

test('a GET with a body that nobody declared is answered as if there were none', async () => {
  expect(
    (
      await send(
        pipe(
          get('/x'),
          handle(() => 'fine')
        ),
        typed('text/weird', '{{{')
      )
    ).body
  ).toBe('fine')
})

test('whatever the Content-Type, the body is accepted exactly if the codec saw it', async () => {
  const lambda = resource(add)
  const part = fc.constantFrom(
    'application/json',
    'APPLICATION/JSON',
    ';',
    ' ',
    'charset=utf-8',
    'charset=latin1',
    'text/plain',
    ',',
    '\t',
    'a',
    '"',
    'é'
  )
  await holds(
    fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
      decoded = 0
      const { status } = await sendTo(lambda, add, typed(parts.join(''), good))
      expect([status, decoded]).toEqual(status === 200 ? [200, 1] : [415, 0])
    })
  )
})

test('any JSON value arrives as JSON.parse would give it', async () => {
  const echo = pipe(
    post('/x'),
    limits({ jsonDepth: 100 }),
    body(t.unknown),
    handle(({ body }) => ({ body: body as string }))
  )
  const lambda = resource(echo)
  await holds(
    fc.asyncProperty(fc.json({ noUnicodeString: false, maxDepth: 5 } as never), async (text) => {
      const { status, body } = await sendTo(lambda, echo, typed(json, text))
      if (!/__proto__|constructor/.test(text)) expect([status, body]).toEqual([200, { body: JSON.parse(text) }])
    })
  )
})
