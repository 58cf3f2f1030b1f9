/** Request headers, decoded by codecs. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { IntFromString } from '../../src/codecs/textCodecs.js'
import { handle } from '../../src/combinators/Handler.js'
import { headers } from '../../src/combinators/headers.js'
import { get } from '../../src/router/Route.js'
import { send } from '../laws/send.js'

const route = pipe(
  get('/x'),
  headers({ 'x-n': IntFromString }),
  headers({ 'X-Tag': t.array(t.string), accept: t.union([t.string, t.undefined]) }),
  handle(({ headers }) => ({ ...headers }))
)

test.each<[string, Readonly<Record<string, ReadonlyArray<string>>>, unknown]>([
  ['any case of a name is read', { 'X-N': ['1'], ACCEPT: ['a/b'] }, { 'x-n': 1, 'X-Tag': [], accept: 'a/b' }],
  ['several values are joined', { 'x-n': ['1'], accept: ['a/b', 'c/d'] }, { 'x-n': 1, 'X-Tag': [], accept: 'a/b, c/d' }],
  ['several values are a list where one is read', { 'x-n': ['1'], 'x-tag': ['a', 'b'] }, { 'x-n': 1, 'X-Tag': ['a', 'b'] }]
])('%s', async (_, multiValueHeaders, expected) => {
  expect((await send(route, { event: { multiValueHeaders } })).body).toEqual(expected)
})

test('an HTTP API’s headers are read alike', async () => {
  expect((await send(route, { gateway: 'http', headers: { 'X-N': 1, 'x-tag': 'a' } })).body).toEqual({ 'x-n': 1, 'X-Tag': ['a'] })
})

test('what codecs refuse is 400, told by name and never by value', async () => {
  const told = await send(route, { headers: { 'x-n': 'canary' } })
  expect(told).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.x-n', expected: 'whole number as text' }] } })
  expect(JSON.stringify(told)).not.toContain('canary')
})
