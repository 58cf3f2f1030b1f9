/** Connections to a service's WebSocket API: routes by action, an authorizer on connect, what the service sends. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  authorize,
  authorizer,
  deny,
  each,
  forbidden,
  get,
  handle,
  lambda,
  type ManagementApi,
  managementApi,
  message,
  ok,
  override,
  port,
  routeResponse,
  service,
  sockets,
  sqs,
  use,
  websocket
} from '../../src/index.js'
import { CallError, client } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'

const log = watchLog()

const members = port('members', { live: () => new Set<string>() })
const key = authorizer({ type: 'request', context: t.type({ role: t.string }) })
const asked: unknown[] = []

const enter = pipe(
  websocket('$connect'),
  authorize(key),
  use(members),
  handle(({ auth, event, members }) => {
    if (event.query['room'] === 'closed') return E.left(forbidden('the room is closed'))
    members.add(event.connectionId)
    return E.right(ok(undefined, { 'sec-websocket-protocol': `chat.${auth.role}` }))
  })
)
const say = pipe(
  websocket('say'),
  message(t.type({ text: t.string })),
  use(members),
  use(sockets),
  handle(({ event, members, message, sockets }) =>
    sockets.broadcast(members, JSON.stringify({ from: event.authorizer['principalId'], text: message.text }))
  )
)
const declarations = {
  enter,
  say,
  keeper: pipe(
    key,
    handle(({ authType, methodArn, token }) => {
      asked.push([authType, methodArn])
      if (token === 'boom') throw new Error('boom')
      return token === 'ada' ? allow('ada', { routes: [enter], context: { role: 'admin' } }) : deny
    })
  ),
  leave: pipe(
    websocket('$disconnect'),
    use(members),
    handle(({ event, members }) => {
      members.delete(event.connectionId)
    })
  ),
  add: pipe(
    websocket('add'),
    message(t.type({ a: t.number, b: t.number })),
    routeResponse(t.type({ sum: t.number })),
    handle(({ message }) => ({ sum: message.a + message.b, secret: 1 }))
  ),
  fail: pipe(
    websocket('fail'),
    handle(() => {
      throw new Error('no')
    })
  ),
  kick: pipe(
    websocket('kick'),
    use(sockets),
    handle(({ event, sockets }) => sockets.close(event.connectionId))
  ),
  who: pipe(
    websocket('who'),
    use(sockets),
    handle(({ event, sockets }) => sockets.info(event.connectionId))
  )
}
const chat = service('chat', {}, declarations)
const start = () => {
  const room = new Set<string>()
  return { room, c: client(chat, override(members, room)) }
}
const headers = { authorization: 'ada' }

beforeEach(() => {
  asked.length = 0
})

test('a client connects, is told what others say, and leaves', async () => {
  const { c, room } = start()
  const [ada, bob] = [await c.socket({ headers }), await c.socket({ auth: { role: 'user' } })]
  expect([ada.headers, bob.headers]).toMatchObject([
    { 'sec-websocket-protocol': 'chat.admin' },
    { 'sec-websocket-protocol': 'chat.user' }
  ])
  expect([...room]).toEqual([ada.connectionId, bob.connectionId])
  expect((await ada.send({ action: 'say', text: 'hi' })).status).toBe(200)
  await bob.send({ action: 'say', text: 'ho' })
  const both = [
    { from: 'ada', text: 'hi' },
    { from: 'somebody', text: 'ho' }
  ]
  expect([ada.received, bob.received]).toEqual([both, both])
  await ada.close()
  expect([ada.open, bob.open, [...room]]).toEqual([false, true, [bob.connectionId]])
  await expect(ada.send({ action: 'say', text: 'again' })).rejects.toThrow('has ended')
})

test('the authorizer is asked once, on connect, with the whole request', async () => {
  const { c } = start()
  const ada = await c.socket({ headers })
  await ada.send({ action: 'say', text: 'hi' })
  expect(asked).toEqual([['REQUEST', 'arn:aws:execute-api:eu-west-1:123456789012:local00000/dev/$connect']])
})

test.each([
  ['no credentials', {}, 401, 'gateway'],
  ['credentials that it denies', { headers: { authorization: 'eve' } }, 403, 'gateway'],
  ['an authorizer that fails', { headers: { authorization: 'boom' } }, 401, 'gateway'],
  ['a route that refuses', { headers, query: { room: 'closed' } }, 403, 'enter']
])('%s: nobody is connected, %#', async (_, input, status, by) => {
  const { c, room } = start()
  const error = await c.socket(input).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(CallError)
  expect(error).toMatchObject({ by, reply: { status } })
  expect(room.size).toBe(0)
  log()
})

test('a message chooses its route by its action; one that no route wants is forbidden', async () => {
  const { c } = start()
  const ada = await c.socket({ headers })
  expect((await ada.send({ action: 'say', text: 7 } as never)).status).toBe(400)
  await ada.send('no JSON')
  await ada.send({ action: '$connect' } as never)
  expect(ada.received).toEqual(
    Array(2).fill({ message: 'Forbidden', connectionId: ada.connectionId, requestId: expect.any(String) })
  )
})

test('$default takes what no other route wants', async () => {
  const echo = pipe(
    websocket('$default'),
    use(sockets),
    handle(({ event, sockets }) => sockets.send(event.connectionId, event.body ?? ''))
  )
  const socket = await client(service('echo', {}, { echo })).socket()
  await socket.send('plain')
  await socket.send({ action: 'nobody', n: 1 })
  expect(socket.received).toEqual(['plain', { action: 'nobody', n: 1 }])
})

test('a two-way route answers, and tells nothing that its codec does not know', async () => {
  const { c } = start()
  const ada = await c.socket({ headers })
  await ada.send({ action: 'add', a: 1, b: 2 })
  expect(ada.received).toEqual([{ sum: 3 }])
})

test('a route that fails is told by the gateway', async () => {
  const { c } = start()
  const ada = await c.socket({ headers })
  expect((await ada.send({ action: 'fail' })).status).toBe(500)
  expect(ada.received).toMatchObject([{ message: 'Internal server error' }])
  expect(log()).toHaveLength(1)
})

test('the service may close a connection, which is gone for everybody, and knows the others', async () => {
  const { c, room } = start()
  const [ada, bob] = [await c.socket({ headers }), await c.socket({ headers })]
  expect((await ada.send({ action: 'who' })).status).toBe(200)
  await ada.send({ action: 'kick' })
  expect([ada.open, [...room]]).toEqual([false, [bob.connectionId]])
  room.add(ada.connectionId)
  await bob.send({ action: 'say', text: 'anybody?' })
  expect([ada.received, bob.received]).toEqual([[], [{ from: 'ada', text: 'anybody?' }]])
})

test('other sources send to the same connections', async () => {
  const news = pipe(
    sqs('news'),
    use(members),
    use(sockets),
    each(t.type({ text: t.string })),
    handle(({ members, message, sockets }) => sockets.broadcast(members, message.text))
  )
  const told = pipe(
    get('/tell/{id}'),
    use(sockets),
    handle(({ params, sockets }) => async () => {
      const sent = await sockets.send(params.id, 'hello')()
      return sent._tag
    })
  )
  const room = new Set<string>()
  const c = client(service('chat', {}, { ...declarations, news, told }), override(members, room))
  const ada = await c.socket({ headers })
  expect((await c.batch('news', [{ text: 'extra' }])).failed).toEqual([])
  expect(await c.get('/tell/{id}', { params: { id: ada.connectionId } })).toBe('Right')
  expect(await c.get('/tell/{id}', { params: { id: 'nobody' } })).toBe('Left')
  expect(ada.received).toEqual(['extra', 'hello'])
})

test('a test’s own management API has its way, and a service that sends nothing needs none', async () => {
  const sent: unknown[] = []
  const own: ManagementApi = {
    post: async (_, id, data) => void sent.push([id, data]),
    delete: async () => {},
    get: async () => Promise.reject(new Error('no'))
  }
  const room = new Set<string>()
  const ada = await client(chat, override(members, room), override(managementApi, own)).socket({ headers })
  await ada.send({ action: 'say', text: 'hi' })
  expect([sent.length, ada.received.length]).toEqual([1, 0])
  const quiet = service(
    'quiet',
    {},
    {
      one: pipe(
        lambda(),
        handle(() => 1)
      )
    }
  )
  expect((await client(quiet).socket()).open).toBe(true)
})
