/** Sending to connections, 18.5 to 18.8: the endpoint of each event, gone connections as values, the SDK loaded by who sends alone. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  each,
  get,
  handle,
  lambda,
  type ManagementApi,
  managementApi,
  ok,
  override,
  port,
  type Sockets,
  schedule,
  sockets,
  sqs,
  use,
  websocket
} from '../../src/index.js'
import { given, httpEvent, lambdaContext } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import { busEvent, failure, functions, invoking, records, socketEvent, sqsRecord } from './support.js'

const sdk = { loaded: 0, clients: [] as unknown[], sent: [] as unknown[], fail: undefined as unknown }
jest.mock(
  '@aws-sdk/client-apigatewaymanagementapi',
  () => {
    sdk.loaded++
    const command = (name: string) =>
      class {
        readonly name = name
        constructor(readonly input: unknown) {}
      }
    return {
      ApiGatewayManagementApiClient: class {
        constructor(readonly o: unknown) {
          sdk.clients.push(o)
        }
        send(c: { readonly name: string; readonly input: unknown }) {
          sdk.sent.push([c.name, c.input])
          return sdk.fail === undefined
            ? Promise.resolve({
                ConnectedAt: new Date(0),
                LastActiveAt: new Date(1),
                Identity: { SourceIp: '::1', UserAgent: 'ws' }
              })
            : Promise.reject(sdk.fail)
        }
      },
      PostToConnectionCommand: command('post'),
      DeleteConnectionCommand: command('delete'),
      GetConnectionCommand: command('get')
    }
  },
  { virtual: true }
)

const log = watchLog()

beforeEach(() => {
  sdk.clients.length = 0
  sdk.sent.length = 0
  sdk.fail = undefined
  delete process.env['WEBSOCKET_ENDPOINT']
})

const gone = Object.assign(new Error('gone'), { name: 'GoneException', $metadata: { httpStatusCode: 410 } })

/** A management API that remembers, and whose connections fail as told. */
const recorder = (fails: Readonly<Record<string, unknown>> = {}) => {
  const calls: Array<readonly [string, string, string]> = []
  const at =
    (verb: string) =>
    async (endpoint: string, id: string): Promise<never> => {
      calls.push([verb, endpoint, id])
      if (Object.hasOwn(fails, id)) throw fails[id]
      return { connectedAt: new Date(0), lastActiveAt: undefined, sourceIp: '::1', userAgent: undefined } as never
    }
  const api: ManagementApi = { post: at('post'), delete: at('delete'), get: at('get') }
  return { calls, with: override(managementApi, api) }
}

const echo = pipe(
  websocket('$default'),
  use(sockets),
  handle(({ event, sockets: s }) => s.send(event.connectionId, event.body ?? ''))
)

// ---- the SDK. First in the file: nothing may have loaded it before.

test('18.6 the SDK is not loaded by importing, by defining, by handlers that send nothing, nor by a test’s own port', async () => {
  const silent = pipe(
    websocket('$connect'),
    use(sockets),
    handle(() => 1)
  )
  const handlers = functions({ echo, silent })
  await handlers['silent']?.(socketEvent('$connect'), lambdaContext('silent'))
  await invoking(echo, recorder().with)(socketEvent('$default', {}, { body: 'x' }))
  expect(sdk.loaded).toBe(0)
})

test('18.6 the first message loads the SDK, and each endpoint has one client', async () => {
  const invoke = invoking(echo)
  await invoke(socketEvent('$default', {}, { body: 'one' }))
  await invoke(socketEvent('$default', {}, { body: 'two' }))
  await invoke(socketEvent('$default', { domainName: 'ws.example.com' }, { body: 'three' }))
  expect(sdk.loaded).toBe(1)
  expect(sdk.clients).toEqual([
    { endpoint: 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod' },
    { endpoint: 'https://ws.example.com' }
  ])
  expect(sdk.sent).toEqual([
    ['post', { ConnectionId: 'c1=', Data: 'one' }],
    ['post', { ConnectionId: 'c1=', Data: 'two' }],
    ['post', { ConnectionId: 'c1=', Data: 'three' }]
  ])
})

test('18.7 through the SDK: close, and what is known of a connection', async () => {
  const f = pipe(
    websocket('$default'),
    use(sockets),
    handle(({ sockets: s }) => async () => {
      await s.close('a')()
      return E.right(ok((await s.info('b')()) as unknown as object))
    })
  )
  const answer = (await invoking(f)(socketEvent('$default'))) as { readonly body: string }
  expect(JSON.parse(answer.body)).toMatchObject({
    _tag: 'Right',
    right: { connectedAt: '1970-01-01T00:00:00.000Z', lastActiveAt: '1970-01-01T00:00:00.001Z', sourceIp: '::1', userAgent: 'ws' }
  })
  expect(sdk.sent).toEqual([
    ['delete', { ConnectionId: 'a' }],
    ['get', { ConnectionId: 'b' }]
  ])
})

test('18.7 through the SDK: its GoneException is Disconnected', async () => {
  sdk.fail = gone
  const f = pipe(
    websocket('$default'),
    use(sockets),
    handle(
      ({ sockets: s }) =>
        async () =>
          E.right(ok(await s.send('a', 'x')()))
    )
  )
  expect(await invoking(f)(socketEvent('$default'))).toMatchObject({
    body: JSON.stringify({ _tag: 'Left', left: { _tag: 'Disconnected', connectionId: 'a' } })
  })
})

// ---- endpoints

test.each([
  [
    'API Gateway’s own domain carries the stage',
    'abc.execute-api.eu-west-1.amazonaws.com',
    'prod',
    'https://abc.execute-api.eu-west-1.amazonaws.com/prod'
  ],
  [
    'China has its own suffix',
    'abc.execute-api.cn-north-1.amazonaws.com.cn',
    'dev',
    'https://abc.execute-api.cn-north-1.amazonaws.com.cn/dev'
  ],
  ['GovCloud', 'abc.execute-api.us-gov-west-1.amazonaws.com', 'dev', 'https://abc.execute-api.us-gov-west-1.amazonaws.com/dev'],
  ['a custom domain carries the stage in its mapping', 'ws.example.com', 'prod', 'https://ws.example.com']
])('18.5 the endpoint is the event’s own: %s', async (_, domainName, stage, endpoint) => {
  const r = recorder()
  await invoking(echo, r.with)(socketEvent('$default', { domainName, stage }))
  expect(r.calls).toEqual([['post', endpoint, 'c1=']])
})

test('18.5 the endpoint is never carried to the next event, whatever the order, nor mixed among events at once', () =>
  holds(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('a.example', 'b.example', 'x.execute-api.eu-west-1.amazonaws.com'), fc.nat(99)), {
        minLength: 1,
        maxLength: 6
      }),
      fc.boolean(),
      async (events, atOnce) => {
        const r = recorder()
        const invoke = invoking(echo, r.with)
        const sent = events.map(([domainName, n]) => socketEvent('$default', { domainName, connectionId: `${n}` }))
        if (atOnce) await Promise.all(sent.map(invoke))
        else for (const e of sent) await invoke(e)
        const expected = events.map(([d, n]) => ['post', d.startsWith('x.') ? `https://${d}/prod` : `https://${d}`, `${n}`])
        expect([...r.calls].sort()).toEqual(expected.sort())
      }
    )
  ))

const tell = <K extends 'schedule' | 'lambda'>(source: K extends 'schedule' ? ReturnType<typeof schedule> : never) =>
  pipe(
    source,
    use(sockets),
    handle(({ sockets: s }) => s.send('c9', 'tick'))
  )

test('18.5 other sources send to the service’s own API, which the environment names', async () => {
  process.env['WEBSOCKET_ENDPOINT'] = 'https://own.execute-api.eu-west-1.amazonaws.com/dev'
  const r = recorder()
  await invoking(tell(schedule('rate(1 day)')), r.with)(busEvent())
  const perRecord = pipe(
    sqs('orders'),
    each(),
    use(sockets),
    handle(({ sockets: s, message: m }) => s.send(m, 'x'))
  )
  await invoking(perRecord, r.with)(records(sqsRecord('1', 'c1'), sqsRecord('2', 'c2')))
  const route = pipe(
    get('/tell'),
    use(sockets),
    handle(async ({ sockets: s }) => {
      await s.send('c3', 'x')()
      return 'told'
    })
  )
  await functions({ route }, r.with)['api-tell']?.(httpEvent('rest', 'GET', '/tell', {}), lambdaContext('api-tell'))
  expect(r.calls.map(([, endpoint, id]) => [endpoint, id])).toEqual(
    ['c9', 'c1', 'c2', 'c3'].map((id) => ['https://own.execute-api.eu-west-1.amazonaws.com/dev', id])
  )
})

test('18.6 without an endpoint at all sending fails by saying so, and asks nobody', async () => {
  const r = recorder()
  expect((await failure(invoking(tell(schedule('rate(1 day)')), r.with)(busEvent()))).message).toContain('WEBSOCKET_ENDPOINT')
  expect([r.calls, log().length]).toEqual([[], 1])
})

test('18.5 the event of a plain function names no endpoint, whatever it says: it may be anybody’s words', async () => {
  process.env['WEBSOCKET_ENDPOINT'] = 'https://own'
  const r = recorder()
  const f = pipe(
    lambda(),
    use(sockets),
    handle(({ sockets: s }) => s.send('c1', 'x'))
  )
  await invoking(f, r.with)({ domainName: 'evil.example', stage: 'x', connectionId: 'c', context: {}, requestContext: {} })
  expect(r.calls).toEqual([['post', 'https://own', 'c1']])
})

// ---- failures

test.each([
  ['the SDK’s exception', gone],
  ['a status in its metadata', { $metadata: { httpStatusCode: 410 } }],
  ['a status', { statusCode: 410 }]
])('18.7 110 a gone connection is Disconnected with its id, for send, close and info: %s', async (_, error) => {
  const r = recorder({ dead: error })
  const told: unknown[] = []
  const f = pipe(
    websocket('$default'),
    use(sockets),
    handle(({ sockets: s }) => async () => {
      told.push(await s.send('dead', 'x')(), await s.close('dead')(), await s.info('dead')(), await s.send('alive', 'x')())
      return E.right(undefined)
    })
  )
  expect(await invoking(f, r.with)(socketEvent('$default'))).toEqual({ statusCode: 200 })
  const left = E.left({ _tag: 'Disconnected', connectionId: 'dead' })
  expect(told).toEqual([left, left, left, expect.objectContaining({ _tag: 'Right' })])
})

test.each<readonly [string, unknown]>([
  ['a forbidden one', Object.assign(new Error('denied'), { name: 'ForbiddenException', $metadata: { httpStatusCode: 403 } })],
  ['a payload that is too large', Object.assign(new Error('large'), { $metadata: { httpStatusCode: 413 } })],
  ['a broken network', new Error('ECONNRESET')],
  ['undefined', undefined],
  ['text', 'down']
])('18.7 every other failure rejects, and fails the invocation: %s', async (_, error) => {
  expect(await failure(invoking(echo, recorder({ 'c1=': error }).with)(socketEvent('$default')))).toBeInstanceOf(Error)
  expect(log()).toHaveLength(1)
})

test('18.7 a Disconnected that a handler returns fails its invocation by that name', async () => {
  const e = await failure(invoking(echo, recorder({ 'c1=': gone }).with)(socketEvent('$default')))
  expect(e.message).toContain('Disconnected')
  expect(log()).toHaveLength(1)
})

test('110 a broadcast goes on past those that are gone, and tells exactly which they were, in order', () =>
  holds(
    fc.asyncProperty(fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.boolean()), { maxLength: 12 }), async (all) => {
      const dead = Object.fromEntries(all.filter(([, d]) => d).map(([id]) => [id, gone]))
      const r = recorder(dead)
      let told: unknown
      const f = pipe(
        websocket('$default'),
        use(sockets),
        handle(({ sockets: s }) => async () => {
          told = await s.broadcast(new Set(all.map(([id]) => id)), 'x')()
          return E.right(undefined)
        })
      )
      await invoking(f, r.with)(socketEvent('$default'))
      const ids = [...new Set(all.map(([id]) => id))]
      expect(r.calls.map(([, , id]) => id)).toEqual(ids)
      expect(told).toEqual(
        E.right(ids.filter((id) => Object.hasOwn(dead, id)).map((connectionId) => ({ _tag: 'Disconnected', connectionId })))
      )
    })
  ))

test('110 a broadcast rejects with any other failure, after it sent to all', async () => {
  const r = recorder({ b: new Error('down') })
  const f = pipe(
    websocket('$default'),
    use(sockets),
    handle(({ sockets: s }) => s.broadcast(['a', 'b', 'c'], 'x'))
  )
  expect((await failure(invoking(f, r.with)(socketEvent('$default')))).message).toBe('down')
  expect([r.calls.length, log().length]).toEqual([3, 1])
})

test('110 inside $connect the connection is not there yet: the gone error is a value', async () => {
  const r = recorder({ 'c1=': gone })
  const f = pipe(
    websocket('$connect'),
    use(sockets),
    handle(async ({ event, sockets: s }) => ok(E.isLeft(await s.send(event.connectionId, 'x')()) ? 'not yet' : 'there'))
  )
  expect(await invoking(f, r.with)(socketEvent('$connect'))).toMatchObject({ statusCode: 200, body: 'not yet' })
})

test('nothing is sent before the task is run', async () => {
  const r = recorder()
  const f = pipe(
    websocket('$default'),
    use(sockets),
    handle(({ sockets: s }) => {
      s.send('a', 'x')
      s.broadcast(['b'], 'x')
    })
  )
  await invoking(f, r.with)(socketEvent('$default'))
  expect(r.calls).toEqual([])
})

// ---- ports on ports

test('a port built on sockets has them as they are for its own invocation', async () => {
  const notifier = port('notifier', { uses: { sockets }, live: ({ sockets: s }) => ({ tell: (id: string) => s.send(id, 'hi') }) })
  const f = pipe(
    websocket('$default'),
    use(notifier),
    handle(({ notifier: n, event }) => n.tell(event.connectionId))
  )
  const r = recorder()
  const invoke = invoking(f, r.with)
  await invoke(socketEvent('$default', { domainName: 'a.example' }))
  await invoke(socketEvent('$default', { domainName: 'b.example' }))
  expect(r.calls.map(([, endpoint]) => endpoint)).toEqual(['https://a.example', 'https://b.example'])
})

test('overriding sockets themselves is enough, for those who use them and for ports built on them', async () => {
  const sent: string[] = []
  const fake: Sockets = {
    send: (id) => async () => {
      sent.push(id)
      return E.right(undefined)
    },
    close: () => async () => E.right(undefined),
    info: () => async () => E.left({ _tag: 'Disconnected', connectionId: '' }),
    broadcast: () => async () => E.right([])
  }
  const notifier = port('notifier', {
    uses: { sockets },
    live:
      ({ sockets: s }) =>
      (id: string) =>
        s.send(id, 'x')
  })
  const f = pipe(
    websocket('$default'),
    use(notifier),
    handle(({ notifier: n }) => n('built'))
  )
  await invoking(echo, override(sockets, fake))(socketEvent('$default'))
  await invoking(f, override(sockets, fake))(socketEvent('$default'))
  await given(echo)({ event: { connectionId: 'given', body: null } as never, sockets: fake })()
  expect(sent).toEqual(['c1=', 'built', 'given'])
})

test('18.8 the right to send is a need of the port, and names this API and stage alone', () => {
  expect(sockets.needs.iam).toHaveLength(1)
  expect(JSON.stringify(sockets.needs.iam)).toMatch(
    /execute-api:ManageConnections.*\$\{WebsocketsApi\}\/\$\{sls:stage\}\/POST\/@connections/
  )
})
