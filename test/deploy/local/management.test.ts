/** The management endpoint with the real AWS client, and the real client behind `use(sockets)`: send, info, close, gone, too large. */
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand
} from '@aws-sdk/client-apigatewaymanagementapi'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { type Gateway, startGateway } from '../../../src/deploy/local/gateway.js'
import { get, handle, lambda, lambdas, routeResponse, service, sockets, use, websocket } from '../../../src/index.js'
import { lambdaContext } from '../../../src/testing/index.js'
import { type Client, connect } from './wsClient.js'

const ended: string[] = []
const api = service(
  'managed',
  {},
  {
    who: pipe(
      websocket('who'),
      routeResponse(t.string),
      handle(({ event }) => event.connectionId)
    ),
    bye: pipe(
      websocket('$disconnect'),
      handle(({ event }) => {
        ended.push(event.connectionId)
      })
    ),
    page: pipe(
      get('/{any+}'),
      handle(({ params }) => params.any)
    )
  }
)
/** Somebody else's service, that sends through the AWS client as it does in Lambda. */
const outside = service(
  'outside',
  {},
  {
    tell: pipe(
      lambda(t.type({ to: t.string, text: t.string })),
      use(sockets),
      handle(({ event, sockets }) => sockets.send(event.to, event.text))
    ),
    look: pipe(
      lambda(t.type({ to: t.string })),
      use(sockets),
      handle(({ event, sockets }) => sockets.info(event.to))
    ),
    end: pipe(
      lambda(t.type({ to: t.string })),
      use(sockets),
      handle(({ event, sockets }) => sockets.close(event.to))
    )
  }
)

const before = { ...process.env }
let gateway: Gateway
let aws: ApiGatewayManagementApiClient
beforeAll(async () => {
  gateway = await startGateway(api, { port: 0 })
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    WEBSOCKET_ENDPOINT: `${gateway.url}/dev`
  })
  // As functions build it of an event's domain and stage, but for TLS.
  aws = new ApiGatewayManagementApiClient({ endpoint: `${gateway.url}/dev`, maxAttempts: 1 })
})
afterAll(async () => {
  aws.destroy()
  process.env = before
  await gateway.close()
})

const someone = async (): Promise<{ readonly client: Client; readonly id: string }> => {
  const client = await connect(gateway.websocketUrl)
  client.say({ action: 'who' })
  return { client, id: String(await client.hear()) }
}
const call = (name: string, event: object): Promise<unknown> =>
  Promise.resolve(lambdas(outside)[name]?.(event, lambdaContext(name)))

test('send: text and bytes arrive as text', async () => {
  const { client, id } = await someone()
  await aws.send(new PostToConnectionCommand({ ConnectionId: id, Data: '"grüße"' }))
  expect(await client.hear()).toBe('grüße')
  await aws.send(new PostToConnectionCommand({ ConnectionId: id, Data: Buffer.from('[1,2]') }))
  expect(await client.hear()).toEqual([1, 2])
  await client.leave()
})

test('info: since when, from where, and the last message in or out', async () => {
  const began = Date.now()
  const { client, id } = await someone()
  const info = await aws.send(new GetConnectionCommand({ ConnectionId: id }))
  expect(info.Identity).toEqual({ SourceIp: '127.0.0.1' })
  expect(info.ConnectedAt?.getTime()).toBeGreaterThanOrEqual(began)
  expect(info.LastActiveAt?.getTime()).toBeGreaterThanOrEqual(info.ConnectedAt?.getTime() ?? Number.NaN)
  await client.leave()
})

test('close: the client is hung up on, is gone at once, and $disconnect is told', async () => {
  const { client, id } = await someone()
  await aws.send(new DeleteConnectionCommand({ ConnectionId: id }))
  await expect(aws.send(new DeleteConnectionCommand({ ConnectionId: id }))).rejects.toBeInstanceOf(GoneException)
  expect((await client.closed)[0]).toBe(1000)
  await expect(aws.send(new GetConnectionCommand({ ConnectionId: id }))).rejects.toBeInstanceOf(GoneException)
  expect(ended).toContain(id)
})

test.each([
  ['send', (ConnectionId: string) => new PostToConnectionCommand({ ConnectionId, Data: 'x' })],
  ['info', (ConnectionId: string) => new GetConnectionCommand({ ConnectionId })],
  ['close', (ConnectionId: string) => new DeleteConnectionCommand({ ConnectionId })]
])('gone: %s to who has left, or was never there, is a GoneException of 410', async (_, command) => {
  const { client, id } = await someone()
  await client.leave()
  for (const to of [id, 'R1kmxc2VNjMCFIA=']) {
    const e = await aws.send(command(to) as PostToConnectionCommand).catch((e: unknown) => e)
    expect(e).toBeInstanceOf(GoneException)
    expect((e as GoneException).$metadata.httpStatusCode).toBe(410)
  }
})

test('too large: 128 KB go through, a byte more is 413', async () => {
  const { client, id } = await someone()
  const text = JSON.stringify('x'.repeat(128 * 1024 - 2))
  await aws.send(new PostToConnectionCommand({ ConnectionId: id, Data: text }))
  expect(await client.hear()).toHaveLength(128 * 1024 - 2)
  const e = await aws.send(new PostToConnectionCommand({ ConnectionId: id, Data: `${text} ` })).catch((e: unknown) => e)
  expect(e).toBeInstanceOf(PayloadTooLargeException)
  expect((e as PayloadTooLargeException).$metadata.httpStatusCode).toBe(413)
  await client.leave()
})

test('a function that sends through the AWS client: to who is there, and to who is gone as a value', async () => {
  const { client, id } = await someone()
  expect(await call('tell', { to: id, text: '"hello"' })).toBeUndefined()
  expect(await client.hear()).toBe('hello')
  expect(await call('look', { to: id })).toMatchObject({ sourceIp: '127.0.0.1', connectedAt: expect.any(Date) })
  expect(await call('end', { to: id })).toBeUndefined()
  await client.closed
  jest.spyOn(console, 'error').mockImplementation(() => {})
  // A value in the left channel, which fails an invocation that does not look at it.
  await expect(call('tell', { to: id, text: 'x' })).rejects.toThrow("failed with 'Disconnected'")
})

test.each<readonly [string, string, number, RequestInit]>([
  ['without a stage', '/@connections/nobody', 410, { method: 'POST', body: 'x' }],
  ['by another method', '/dev/@connections/nobody', 403, { method: 'PUT', body: 'x' }],
  [
    'for a page in a browser',
    '/@connections/nobody',
    403,
    { method: 'POST', body: 'x', headers: { origin: 'https://evil.example' } }
  ],
  ['with a broken escape, as any path', '/@connections/%E0', 400, {}],
  ['beside it, as any route', '/@connections/nobody/more', 200, {}]
])('the endpoint %s: %s is %i', async (_, path, status, init) => {
  expect((await fetch(gateway.url + path, init)).status).toBe(status)
})

test('where there is no WebSocket API there is no endpoint', async () => {
  const plain = await startGateway(
    service(
      'plain',
      {},
      {
        page: pipe(
          get('/'),
          handle(() => 1)
        )
      }
    ),
    { port: 0 }
  )
  expect((await fetch(`${plain.url}/@connections/nobody`)).status).toBe(404)
  await plain.close()
})
