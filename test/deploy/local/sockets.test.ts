/** The local WebSocket API over real sockets: who is let in, what functions are given, what comes back, and what is sent from elsewhere. */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { at } from '../../../src/deploy/data.js'
import { type Gateway, startGateway } from '../../../src/deploy/local/gateway.js'
import {
  allow,
  authorize,
  authorizer,
  deny,
  forbidden,
  get,
  handle,
  lambda,
  lambdaAuthorizer,
  message,
  ok,
  override,
  port,
  routeResponse,
  service,
  sockets,
  use,
  websocket,
  withHeader
} from '../../../src/index.js'
import { watchLog } from '../../chalice/support.js'
import { type Client, connect, knock } from './wsClient.js'

const log = watchLog()

// ---- a service that notes what it was given

const seen = port('seen', { live: () => [] as unknown[] })
const notes: unknown[] = []
const next = (() => {
  const waiting: Array<(event: unknown) => void> = []
  return {
    push: (event: unknown) => {
      const who = waiting.shift()
      if (who === undefined) notes.push(event)
      else who(event)
    },
    take: (): Promise<unknown> => (notes.length > 0 ? Promise.resolve(notes.shift()) : new Promise((done) => waiting.push(done)))
  }
})()

const member = authorizer({ type: 'request', query: 'token', context: t.type({ name: t.string, level: t.number }) })
const Any = t.unknown

const connecting = pipe(
  websocket('$connect'),
  authorize(member),
  use(seen),
  handle(({ auth, event }) => {
    next.push(event.toJSON())
    if (event.query['mood'] === 'angry') return E.left(forbidden())
    if (event.query['mood'] === 'broken') throw new Error('secret')
    if (event.query['mood'] === 'odd') return ok('', { 'x-odd': 'a\r\nb: c' })
    return E.right(
      withHeader('set-cookie', ['a=1', 'b=2'])(
        ok(`${auth.name} ${auth.level} is in`, { 'sec-websocket-protocol': 'chat.v2', connection: 'close' })
      )
    )
  })
)

const routes = {
  connect: connecting,
  gate: pipe(
    member,
    handle(({ token, headers, query, methodArn }) => {
      next.push({ token, methodArn, host: headers['host'], query: { ...query } })
      if (token === 'boom') throw new Error('boom')
      if (token === 'none') return allow('ada', { routes: [{ path: '/other' }], context: { name: 'ada', level: 3 } })
      return token === 'good' ? allow('ada', { routes: [connecting], context: { name: 'ada', level: 3 } }) : deny
    })
  ),
  disconnect: pipe(
    websocket('$disconnect'),
    handle(({ event }) => {
      next.push(event.toJSON())
    })
  ),
  show: pipe(
    websocket('show'),
    routeResponse(Any),
    handle(({ event }) => event.toJSON())
  ),
  add: pipe(
    websocket('add'),
    message(t.type({ a: t.number, b: t.number })),
    routeResponse(t.type({ sum: t.number })),
    handle(({ message: m }) => ({ sum: m.a + m.b }))
  ),
  mute: pipe(
    websocket('mute'),
    handle(({ event }) => {
      next.push(event.body)
      return ok('goes nowhere')
    })
  ),
  refuse: pipe(
    websocket('refuse'),
    message(t.type({ never: t.string })),
    handle(() => 1)
  ),
  fails: pipe(
    websocket('fails'),
    handle((): number => {
      throw new Error('secret')
    })
  ),
  tell: pipe(
    websocket('tell'),
    message(t.type({ to: t.string, text: t.string })),
    use(sockets),
    routeResponse(t.type({ gone: t.array(t.string) })),
    handle(({ event, message: m, sockets }) =>
      pipe(sockets.broadcast([m.to, event.connectionId, 'nobody='], JSON.stringify(m.text)), (sent) => async () => {
        const told = await sent()
        return { gone: told._tag === 'Right' ? told.right.map((d) => d.connectionId) : [] }
      })
    )
  ),
  // From outside the API, so by the service's own endpoint.
  announce: pipe(
    lambda(t.type({ to: t.string })),
    use(sockets),
    handle(({ event, sockets }) => sockets.send(event.to, '"from outside"'))
  ),
  page: pipe(
    get('/page'),
    handle(() => 'a page')
  )
}
const fallback = {
  other: pipe(
    websocket('$default'),
    routeResponse(t.type({ heard: t.union([t.string, t.null]), routeKey: t.string })),
    handle(({ event }) => ({ heard: event.body, routeKey: event.routeKey }))
  )
}
const api = service('chat', {}, routes)

const lines: string[] = []
const expecting: Array<readonly [RegExp, () => void]> = []
const logged = (line: RegExp): Promise<void> =>
  new Promise((done) => (lines.some((l) => line.test(l)) ? done() : expecting.push([line, done])))
const noted = (line: string): void => {
  lines.push(line)
  for (const [wanted, done] of expecting) if (wanted.test(line)) done()
}
let gateway: Gateway
let url: string
beforeAll(async () => {
  gateway = await startGateway(api, { port: 0, log: noted, overrides: [override(seen, [])] })
  url = `${gateway.websocketUrl}/?token=good`
})
afterAll(() => gateway.close())
beforeEach(() => {
  lines.length = 0
  notes.length = 0
})

/** A client that is in, with the events of its way in taken. */
const ada = async (): Promise<{
  readonly client: Client
  readonly id: string
  readonly connected: unknown
}> => {
  const client = await connect(url)
  await next.take()
  const connected = await next.take()
  return { client, connected, id: String(at(connected, 'requestContext', 'connectionId')) }
}
const gone = async (client: Client): Promise<unknown> => {
  await client.leave()
  return next.take()
}

/** Every key of a value, with the type of what stands there. */
const shape = (u: unknown): unknown =>
  Array.isArray(u)
    ? ['list']
    : typeof u === 'object' && u !== null
      ? Object.fromEntries(
          Object.entries(u)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, v]) => [k, shape(v)])
        )
      : typeof u
const sample = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '../../events/samples', `${name}.json`), 'utf8'))

// ---- connect

test('a client with a token is let in: the authorizer is asked for its connection, and connect is told what it said', async () => {
  const client = await connect(`${url}&room=tea`)
  const host = new URL(gateway.url).host
  expect(await next.take()).toEqual({
    token: 'good',
    methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:local00000/dev/$connect',
    host,
    query: { token: 'good', room: 'tea' }
  })
  const event = await next.take()
  expect(event).toMatchObject({
    queryStringParameters: { token: 'good', room: 'tea' },
    multiValueQueryStringParameters: { room: ['tea'] },
    headers: { Host: host },
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      stage: 'dev',
      domainName: host,
      authorizer: { principalId: 'ada', name: 'ada', level: '3', integrationLatency: 0 }
    }
  })
  expect(at(event, 'requestContext', 'connectionId')).toMatch(/^[\w-]{15}=$/)
  await gone(client)
})

const keysOf = (u: unknown): ReadonlyArray<string> => Object.keys(u as object)

test('events have all that those of AWS have', async () => {
  const { client, connected } = await ada()
  client.say({ action: 'show' })
  const messaged = await client.hear()
  const disconnected = await gone(client)
  for (const [event, name] of [
    [connected, 'websocket-connect'],
    [messaged, 'websocket-message'],
    [disconnected, 'websocket-disconnect']
  ] as const) {
    const there = sample(name)
    expect(Object.keys(event as object)).toEqual(expect.arrayContaining(keysOf(there)))
    const context = keysOf(at(there, 'requestContext')).filter((k) => k !== 'authorizer' || name === 'websocket-connect')
    expect(shape(at(event, 'requestContext'))).toMatchObject(
      Object.fromEntries(
        context.map((k) => [k, shape(at(there, 'requestContext', k))]).map(([k, v]) => [k, k === 'authorizer' ? {} : v])
      )
    )
  }
})

test('the answer of connect goes into the handshake: its protocol and its headers, none of those that the handshake has itself', async () => {
  const client = await connect(url, { protocols: ['chat.v1', 'chat.v2'] })
  expect(client.socket.protocol).toBe('chat.v2')
  expect(client.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  expect(client.headers['connection']).toBe('Upgrade')
  await next.take()
  await next.take()
  await gone(client)
})

test.each([
  ['no token', '', 401, 'Unauthorized'],
  ['an empty token', '?token=', 401, 'Unauthorized'],
  ['a token in another case', '?Token=good', 401, 'Unauthorized'],
  ['a token that is denied', '?token=bad', 403, 'Forbidden'],
  ['a grant of something else', '?token=none', 403, 'Forbidden'],
  ['an authorizer that throws', '?token=boom', 401, 'Unauthorized'],
  ['a connect that throws', '?token=good&mood=broken', 502, 'Internal server error'],
  ['a connect whose headers no handshake takes', '?token=good&mood=odd', 502, 'Internal server error'],
  ['a stage that is another', 'prod?token=good', 403, 'Forbidden']
])('%s is kept out as AWS does, and told which connection it was', async (_, rest, status, words) => {
  const refused = await knock(`${gateway.websocketUrl}/${rest}`)
  expect(refused).toMatchObject({ status })
  expect(JSON.parse((refused as { readonly body: string }).body)).toEqual({
    message: words,
    connectionId: expect.any(String),
    requestId: expect.any(String)
  })
  log()
})

test('a refusal of connect keeps out with its own status', async () => {
  expect(await knock(`${url}&mood=angry`)).toMatchObject({ status: 403 })
})

test('the token is asked for on every connect: nothing is kept', async () => {
  for (let i = 0; i < 2; i++) {
    const client = await connect(url)
    expect(await next.take()).toMatchObject({ token: 'good' })
    await next.take()
    await gone(client)
  }
})

test('the stage may stand in the path, as on the domain of AWS', async () => {
  const client = await connect(`${gateway.websocketUrl}/dev?token=good`)
  await next.take()
  await next.take()
  await gone(client)
})

// ---- messages

test('a message goes to the route of its action; a two-way route answers the sender, as its codec says', async () => {
  const { client } = await ada()
  client.say({ action: 'add', a: 1, b: 2, more: 3 })
  expect(await client.hear()).toEqual({ sum: 3 })
  client.say({ action: 'show' })
  expect(await client.hear()).toMatchObject({
    body: '{"action":"show"}',
    isBase64Encoded: false,
    requestContext: { routeKey: 'show', eventType: 'MESSAGE', authorizer: { principalId: 'ada', name: 'ada', level: '3' } }
  })
  await gone(client)
})

test('refusals of a two-way route go back as well', async () => {
  const { client } = await ada()
  client.say({ action: 'add', a: 'x' })
  expect(await client.hear()).toMatchObject({ code: 'BadRequest', errors: expect.any(Array) })
  await gone(client)
})

test('what a one-way route answers goes nowhere, a refusal neither', async () => {
  const { client } = await ada()
  client.say({ action: 'mute' })
  expect(await next.take()).toBe('{"action":"mute"}')
  await logged(/^WS mute 200 /)
  client.say({ action: 'refuse' })
  await logged(/^WS refuse 400 /)
  // Both are done with, so whatever they sent stands before this answer.
  client.say({ action: 'add', a: 1, b: 1 })
  expect(await client.hear()).toEqual({ sum: 2 })
  expect(client.unheard()).toEqual([])
  await gone(client)
})

test('a function that fails is told as AWS tells it, and the connection stays', async () => {
  const { client, id } = await ada()
  client.say({ action: 'fails' })
  expect(await client.hear()).toEqual({ message: 'Internal server error', connectionId: id, requestId: expect.any(String) })
  client.say({ action: 'add', a: 2, b: 2 })
  expect(await client.hear()).toEqual({ sum: 4 })
  await gone(client)
  expect(JSON.stringify(log())).toContain('secret')
})

test.each(['{"action":"nothing"}', '{"action":"$connect"}', '{"action":7}', 'no JSON', 'null', '[]'])(
  'a message of no route, where there is no $default, is forbidden: %s',
  async (text) => {
    const { client, id } = await ada()
    client.say(text)
    expect(await client.hear()).toEqual({ message: 'Forbidden', connectionId: id, requestId: expect.any(String) })
    await gone(client)
  }
)

test('with $default they go there, under that name; connections stay when the service is another', async () => {
  const { client } = await ada()
  gateway.reload(service('chat', {}, { ...routes, ...fallback }))
  for (const text of ['{"action":"nothing"}', 'no JSON', '{"action":"$connect"}']) {
    client.say(text)
    expect(await client.hear()).toEqual({ heard: text, routeKey: '$default' })
  }
  gateway.reload(api)
  await gone(client)
})

test('binary frames are none of its business: 1003, and too long a message: 1009', async () => {
  const one = await ada()
  one.client.socket.send(Buffer.from([1, 2, 3]), { binary: true })
  expect((await one.client.closed)[0]).toBe(1003)
  expect(await next.take()).toMatchObject({ requestContext: { routeKey: '$disconnect', connectionId: one.id } })
  const two = await ada()
  two.client.say('x'.repeat(128 * 1024 + 1))
  expect((await two.client.closed)[0]).toBe(1009)
  expect(await next.take()).toMatchObject({ requestContext: { routeKey: '$disconnect', connectionId: two.id } })
})

// ---- disconnect

test('disconnect is told the code and the reason, and what the authorizer said', async () => {
  const { client, id } = await ada()
  client.socket.close(4001, 'tired')
  expect(await next.take()).toMatchObject({
    requestContext: {
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      connectionId: id,
      disconnectStatusCode: 4001,
      disconnectReason: 'tired',
      authorizer: { principalId: 'ada' }
    }
  })
})

test('a client that vanishes is disconnected as well', async () => {
  const { client, id } = await ada()
  client.socket.terminate()
  expect(await next.take()).toMatchObject({ requestContext: { connectionId: id, disconnectStatusCode: 1006 } })
})

// ---- sending

test('a function sends to others by the endpoint of its event, and learns who is gone', async () => {
  const [one, two] = [await ada(), await ada()]
  one.client.say({ action: 'tell', to: two.id, text: 'hello' })
  expect(await two.client.hear()).toBe('hello')
  expect(await one.client.hear()).toBe('hello')
  expect(await one.client.hear()).toEqual({ gone: ['nobody='] })
  await gone(two.client)
  one.client.say({ action: 'tell', to: two.id, text: 'still there?' })
  await one.client.hear()
  expect(await one.client.hear()).toEqual({ gone: [two.id, 'nobody='] })
  await gone(one.client)
})

test('a function of another source sends as well, by the endpoint of the service', async () => {
  const { client, id } = await ada()
  const told = await fetch(`${gateway.url}/2015-03-31/functions/announce/invocations`, {
    method: 'POST',
    body: JSON.stringify({ to: id })
  })
  expect([told.status, told.headers.get('x-amz-function-error')]).toEqual([200, null])
  expect(await client.hear()).toBe('from outside')
  await gone(client)
})

// ---- around it

test('routes are served on the same port; the log says what happened, and no token', async () => {
  const { client } = await ada()
  expect(await (await fetch(`${gateway.url}/page`)).text()).toBe('a page')
  client.say({ action: 'add', a: 1, b: 1 })
  await client.hear()
  await gone(client)
  expect(lines.join('\n')).toMatch(/^WS \$connect 101 \d+ ms connect$/m)
  expect(lines.join('\n')).toMatch(/^WS add 200 \d+ ms add$/m)
  expect(lines.join('\n')).toMatch(/^GET \/page 200 \d+ ms api-page$/m)
  expect(lines.join('\n')).not.toContain('good')
})

const upgrading = (to: Gateway, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((done, fail) => {
    const req = request(`${to.url}/page`, { headers: { connection: 'Upgrade', ...headers } }, (res) => {
      res.resume()
      res.on('end', () => done(res.statusCode ?? 0))
    })
    req.on('error', fail)
    req.on('upgrade', (_, socket) => {
      socket.destroy()
      done(101)
    })
    req.end()
  })
const handshake = { upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' }

test('a page elsewhere does not get in by a name that leads here', async () => {
  expect(await upgrading(gateway, { ...handshake, host: 'evil.example' })).toBe(421)
})

test('who asks for another protocol, or for a WebSocket where there is none, is answered in HTTP', async () => {
  expect(await upgrading(gateway, { upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' })).toBe(200)
  const plain = await startGateway(service('plain', {}, { page: routes.page }), { port: 0 })
  expect(await upgrading(plain, handshake)).toBe(200)
  await plain.close()
})

test('an authorizer that is elsewhere keeps everybody out, and says why', async () => {
  const shared = lambdaAuthorizer({
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
    type: 'request',
    query: 'token',
    context: t.type({})
  })
  const on = pipe(
    websocket('$connect'),
    authorize(shared),
    handle(() => 1)
  )
  const other = await startGateway(service('other', {}, { on }), { port: 0 })
  expect(await knock(`${other.websocketUrl}?token=x`)).toMatchObject({ status: 501 })
  await other.close()
})

test('without a $connect everybody is let in; closing the gateway disconnects, and waits for what that does', async () => {
  const ended: string[] = []
  const open = {
    other: fallback.other,
    bye: pipe(
      websocket('$disconnect'),
      handle(({ event }) => async () => {
        await new Promise(setImmediate)
        ended.push(event.connectionId)
      })
    )
  }
  const own = await startGateway(service('open', {}, open), { port: 0 })
  const clients = [await connect(own.websocketUrl), await connect(own.websocketUrl)]
  await own.close()
  expect(ended).toHaveLength(2)
  expect((await Promise.all(clients.map((c) => c.closed))).map(([code]) => code)).toEqual([1001, 1001])
})
