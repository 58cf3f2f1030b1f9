/** A body as bytes. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { handle } from '../../src/combinators/Handler.js'
import { limits } from '../../src/combinators/limits.js'
import { rawBody } from '../../src/combinators/rawBody.js'
import { post } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { holds } from '../laws/holds.js'
import { send, sendTo } from '../laws/send.js'
import { encoded, typed } from './bodies.js'

const echo = pipe(
  post('/x'),
  rawBody(),
  handle(({ body }) => [...body])
)
const images = pipe(
  post('/x'),
  limits({ bodyBytes: 3 }),
  rawBody('image/*'),
  handle(({ body }) => body.byteLength)
)

test('bytes arrive as they were sent', async () => {
  const lambda = resource(echo)
  await holds(
    fc.asyncProperty(fc.uint8Array(), async (u) => expect((await sendTo(lambda, echo, encoded('a/b', u))).body).toEqual([...u])),
    200
  )
})

test('a text that was not encoded is the bytes of its UTF-8', async () => {
  expect((await send(echo, typed('text/plain', 'ü'))).body).toEqual([0xc3, 0xbc])
})

test.each<[string, Parameters<typeof send>[1], number]>([
  ['a type of the range', encoded('image/png', [1, 2, 3]), 200],
  ['another type', encoded('text/plain', [1]), 415],
  ['no type', typed(undefined, 'AQ==', true), 415],
  ['one byte too many', encoded('image/png', [1, 2, 3, 4]), 413],
  ['base64 that is none', typed('image/png', '?', true), 400]
])('%s', async (_, request, status) => {
  expect((await send(images, request)).status).toBe(status)
})

test('without limits there is no bound of ours, and no type is needed', async () => {
  const size = pipe(
    post('/x'),
    rawBody(),
    handle(({ body }) => body.byteLength)
  )
  expect((await send(size, encoded('a/b', new Uint8Array(2_000_000)))).body).toBe(2_000_000)
  expect((await send(size, typed(undefined, 'AQ==', true))).body).toBe(1)
})
