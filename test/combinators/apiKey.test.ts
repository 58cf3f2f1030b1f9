/** An API key must be shown, and a gateway must have accepted it. */
import { pipe } from 'fp-ts/lib/function.js'
import { apiKey } from '../../src/combinators/apiKey.js'
import { handle } from '../../src/combinators/Handler.js'
import { get } from '../../src/router/Route.js'
import { send } from '../laws/send.js'

const handler = jest.fn(() => 1)
const route = pipe(get('/x'), apiKey(), handle(handler))
beforeEach(() => handler.mockClear())

test('with a key that the gateway accepted, the handler runs', async () => {
  expect((await send(route, { identity: { apiKey: 'k' } })).status).toBe(200)
})

test.each<[string, Parameters<typeof send>[1]]>([
  ['no key', {}],
  ['a key in the header alone, which nobody has verified', { headers: { 'x-api-key': 'k' } }],
  ['an empty key', { event: { requestContext: { identity: { apiKey: '' } } } }],
  ['a key that is null', { event: { requestContext: { identity: { apiKey: null } } } }],
  ['no request context', { event: { requestContext: null } }],
  ['an HTTP API, which has no keys', { gateway: 'http', headers: { 'x-api-key': 'k' } }]
])('with %s it is 403, and the handler does not run', async (_, request) => {
  expect((await send(route, request)).status).toBe(403)
  expect(handler).not.toHaveBeenCalled()
})
