/** What a handler may answer with, and exactly that. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import { bytes, DateFromString } from '../../src/codecs/textCodecs.js'
import { handle } from '../../src/combinators/Handler.js'
import { notFound } from '../../src/combinators/HttpError.js'
import { created, noContent, ok, reply } from '../../src/combinators/Reply.js'
import { returns } from '../../src/combinators/returns.js'
import { get } from '../../src/router/Route.js'
import { closed, quiet, send } from '../laws/send.js'

const log = quiet()
const User = t.type({ name: t.string, since: DateFromString })
const ada = { name: 'Ada', since: new Date(0), passwordHash: 'canary' }
const told = { name: 'Ada', since: '1970-01-01T00:00:00.000Z' }

test('keys that the codec does not know never leave, and the rest is encoded', async () => {
  expect(
    (
      await send(
        pipe(
          get('/x'),
          returns({ 200: User }),
          handle(() => ada)
        )
      )
    ).body
  ).toEqual(told)
  expect(
    (
      await send(
        pipe(
          get('/x'),
          returns({ 200: t.array(User) }),
          handle(async () => [ada, ada])
        )
      )
    ).body
  ).toEqual([told, told])
})

test('each status has its own codec', async () => {
  const route = pipe(
    get('/x'),
    returns({ 201: User, 404: t.type({ why: t.string }) }),
    handle(({ request }) => (request.query['ok'] ? created(ada) : reply(404, { why: 'none', secret: 'canary' })))
  )
  expect(await send(route, { query: { ok: 1 } })).toMatchObject({ status: 201, body: told })
  expect(await send(route)).toMatchObject({ status: 404, body: { why: 'none' } })
  expect(JSON.stringify(await send(route))).not.toContain('canary')
})

test('refusals are not touched', async () => {
  expect(
    (
      await send(
        pipe(
          get('/x'),
          returns({ 200: User }),
          handle(() => E.left(notFound('no Ada')))
        )
      )
    ).body
  ).toMatchObject({ code: 'NotFound', detail: 'no Ada' })
})

test('an empty reply is declared with a codec of nothing', async () => {
  expect(
    await send(
      pipe(
        get('/x'),
        returns({ 204: t.undefined }),
        handle(() => noContent())
      )
    )
  ).toMatchObject({ status: 204, body: undefined })
})

test('bytes have their media type, unless the reply says another', async () => {
  const png = pipe(
    get('/x'),
    returns({ 200: bytes('image/png') }),
    handle(({ request }) => ok(new Uint8Array([1]), request.query['as'] ? { 'content-type': 'image/apng' } : {}))
  )
  const accept = { headers: { accept: 'image/png' } }
  expect(await send(png, accept)).toMatchObject({ headers: { 'content-type': 'image/png' }, body: new Uint8Array([1]) })
  expect((await send(png, { ...accept, query: { as: 1 } })).headers['content-type']).toBe('image/apng')
})

test('zod replies are validated and stripped, asynchronously too', async () => {
  const shape = z.object({ name: z.string() })
  for (const schema of [shape, shape.refine(async () => true)]) {
    const route = (body: unknown) => closed(returns({ 200: schema })(get('/x')), () => body)
    expect((await send(route(ada))).body).toEqual({ name: 'Ada' })
    expect((await send(route({ name: 1 }))).status).toBe(500)
  }
})

test.each<[string, unknown]>([
  ['a status that is not declared', reply(202, ada)],
  ['a text where an object is declared', 'canary'],
  ['a list where an object is declared', []],
  ['nothing', undefined]
])('%s is a 500 whose reply tells nothing, and whose log tells why', async (_, value) => {
  const r = await send(closed(returns({ 200: User })(get('/x')), () => value))
  expect(r).toMatchObject({ status: 500, body: { code: 'InternalServerError' } })
  expect(JSON.stringify(r)).not.toContain('canary')
  expect(log.lines()).toHaveLength(1)
})

test.each<[string, unknown, string]>([
  ['a fetch Response', new Response('canary'), 'the body is a Response, which has no JSON'],
  ['an Error', new Error('canary'), 'the body is an Error, which has no JSON'],
  [
    'a Promise inside',
    { items: [{ price: Promise.resolve('canary') }] },
    'the body has a Promise at items.0.price, which has no JSON'
  ],
  ['NaN', [0 / 0], 'the body has NaN at 0, which has no JSON']
])('%s under a codec that lets all through is a 500, and the log says where', async (_, value, message) => {
  const r = await send(closed(returns({ 200: t.unknown })(get('/x')), () => ok(value)))
  expect(r).toMatchObject({ status: 500, body: { code: 'InternalServerError' } })
  const lines = log.lines()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(message)
  expect(JSON.stringify([r, lines])).not.toContain('canary')
})
