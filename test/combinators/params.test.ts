/** Path parameters, decoded by codecs. */
import { pipe } from 'fp-ts/lib/function.js'
import { z } from 'zod'
import { IntFromString } from '../../src/codecs/textCodecs.js'
import { handle } from '../../src/combinators/Handler.js'
import { params } from '../../src/combinators/params.js'
import { get } from '../../src/router/Route.js'
import { send } from '../laws/send.js'

const route = pipe(
  get('/a/{n}/b/{name}'),
  params({ n: IntFromString }),
  handle(({ params }) => ({ n: params.n, name: params.name }))
)

test.each(['rest', 'http'] as const)('a parameter with a codec is decoded, one without stays text (%s)', async (gateway) => {
  expect((await send(route, { gateway, params: { n: 12, name: 'Jürgen & co' } })).body).toEqual({ n: 12, name: 'Jürgen & co' })
})

test('a value that the codec refuses is 400, told by path and never by value', async () => {
  const told = await send(route, { params: { n: 'canary', name: 'a' } })
  expect(told).toMatchObject({ status: 400, body: { errors: [{ path: 'params.n', expected: 'whole number as text' }] } })
  expect(JSON.stringify(told)).not.toContain('canary')
})

test('an escape is decoded once: %252F is %2F', async () => {
  expect((await send(route, { event: { path: '/a/1/b/%252F', pathParameters: { n: '1', name: '%252F' } } })).body).toEqual({
    n: 1,
    name: '%2F'
  })
})

test('a broken escape is 400', async () => {
  expect((await send(route, { event: { path: '/a/1/b/%E0%A4%A', pathParameters: { n: '1', name: '%E0%A4%A' } } })).status).toBe(
    400
  )
})

test('zod decodes parameters too', async () => {
  const zoned = pipe(
    get('/a/{n}'),
    params({ n: z.coerce.number() }),
    handle(({ params }) => params.n + 1)
  )
  expect((await send(zoned, { params: { n: 1 } })).body).toBe(2)
})
