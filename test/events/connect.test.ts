/** An authorizer on a WebSocket connection: what it grants, what the handler is told, and who is kept out. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { allow, authorize, authorizer, deny, get, handle, lambdas, service, websocket } from '../../src/index.js'
import { lambdaContext } from '../../src/testing/index.js'

const key = authorizer({ context: t.type({ role: t.string }), type: 'request' })
const connect = pipe(
  websocket('$connect'),
  authorize(key),
  handle(({ auth, event }) => `${auth.role} ${auth.principalId} ${event.connectionId}`)
)
const other = pipe(
  get('/other'),
  handle(() => 1)
)
const guard = pipe(
  key,
  handle(({ token }) => (token === 'good' ? allow('ada', { routes: [connect], context: { role: 'admin' } }) : deny))
)
const handlers = lambdas(service('chat', {}, { connect, other, guard }))
const invoke = (name: string, event: object) => handlers[name]?.(event, lambdaContext(name))

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/$connect'
const asked = (token: string) => ({
  type: 'REQUEST',
  methodArn: arn,
  headers: { Authorization: token },
  requestContext: { connectionId: 'c' }
})
const connecting = (said?: object) => ({
  requestContext: { connectionId: 'c', routeKey: '$connect', ...(said && { authorizer: said }) }
})

test('a grant names the route key, and nothing of another API', async () => {
  expect(await invoke('guard', asked('good'))).toMatchObject({
    principalId: 'ada',
    policyDocument: {
      Statement: [{ Effect: 'Allow', Resource: ['arn:aws:execute-api:eu-west-1:123456789012:abc/dev/$connect'] }]
    }
  })
})

test('no grant is an explicit deny', async () => {
  expect(await invoke('guard', asked('bad'))).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } })
})

test('the handler gets what the authorizer said', async () => {
  expect(await invoke('connect', connecting({ principalId: 'ada', role: 'admin' }))).toEqual({ statusCode: 200 })
})

test.each([undefined, {}, { principalId: 'ada' }, { role: 'admin' }])('%p of the authorizer is nobody: 401', async (said) => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
  expect(await invoke('connect', connecting(said))).toMatchObject({ statusCode: 401 })
})
