/** WebSocket routes, section 18: events that may have no body, messages by codec, refusals on connect, replies. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as z from 'zod'
import {
  EventError,
  encodeMessage,
  forbidden,
  handle,
  message,
  mount,
  noContent,
  ok,
  provide,
  refuse,
  reply,
  service,
  unauthorized,
  websocket,
  withHeader
} from '../../src/index.js'
import { given } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { failure, functions, invoking, problemsIn, socketEvent, withCaptured } from './support.js'

const log = watchLog()

const seen = pipe(
  websocket('$default'),
  handle(({ event }) => ok(JSON.stringify([event.routeKey, event.connectionId, event.domainName, event.stage, event.body])))
)
const bodyOf = async (event: unknown) => JSON.parse(((await invoking(seen)(event)) as { readonly body: string }).body) as unknown

test.each(['$connect', '$disconnect', '$default', 'sendMessage', 'a/b'])(
  '18.1 %s is a route key, and its function is named by its export',
  (key) => {
    const f = pipe(
      websocket(key),
      handle(() => 1)
    )
    expect(websocket(key).facts).toEqual([{ _tag: 'Websocket', routeKey: key }])
    expect(service('s', {}, { join: f }).functions).toMatchObject([{ name: 'join', kind: 'websocket' }])
  }
)

test.each(['', ' ', '$message', '$CONNECT'])('18.1 %j is no route key', (key) => {
  expect(
    problemsIn(() =>
      service(
        's',
        {},
        {
          f: pipe(
            websocket(key),
            handle(() => 1)
          )
        }
      )
    )
  ).toHaveLength(1)
})

test('18.1 a second handler of one route is a fault that names the first', () => {
  const of = () =>
    pipe(
      websocket('$connect'),
      handle(() => 1)
    )
  const told = problemsIn(() => service('s', {}, { first: of(), second: of() }))
  expect(told).toHaveLength(1)
  expect(told[0]).toContain('first')
})

test('17.8 a WebSocket route in a mounted module works like any other', async () => {
  const handlers = functions({ chat: mount('/chat', { seen }) })
  expect(Object.keys(handlers)).toEqual(['chat-seen'])
  expect(await handlers['chat-seen']?.(socketEvent('$default'), {} as never)).toMatchObject({ statusCode: 200 })
})

test('18.2 domain, stage, connection, body and the original', async () => {
  const event = socketEvent('$default', {}, { body: 'hello' })
  expect(await bodyOf(event)).toEqual(['$default', 'c1=', 'abc123.execute-api.eu-west-1.amazonaws.com', 'prod', 'hello'])
  const original = pipe(
    websocket('$default'),
    handle(({ event: e }) => {
      expect([e.toJSON(), e.context]).toEqual([event, (event as { readonly requestContext: object }).requestContext])
    })
  )
  expect(await invoking(original)(event)).toEqual({ statusCode: 200 })
})

test.each([
  ['missing', {}],
  ['null', { body: null }],
  ['no text', { body: 7 }]
])('18.2 a body that is %s is null, never the text of it', async (_, changes) => {
  expect(await bodyOf(socketEvent('$connect', {}, changes))).toEqual(expect.arrayContaining([null]))
})

test('18.2 an empty message is empty, and a base64 body is decoded', async () => {
  expect(await bodyOf(socketEvent('$default', {}, { body: '' }))).toEqual(expect.arrayContaining(['']))
  const encoded = socketEvent('$default', {}, { body: Buffer.from('héllo').toString('base64'), isBase64Encoded: true })
  expect(await bodyOf(encoded)).toEqual(expect.arrayContaining(['héllo']))
})

const frame = (bytes: Uint8Array): object =>
  socketEvent('$default', {}, { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true })

test.each([
  ['is not UTF-8', frame(Buffer.from('{"text":"Zo\xeb"}', 'latin1'))],
  ['is not the base64 it claims to be', socketEvent('$default', {}, { body: '?', isBase64Encoded: true })]
])('111 a binary message that %s is answered 400 where it is read', async (why, event) => {
  const refused = { statusCode: 400, body: `{"code":"BadRequest","message":"The message ${why}"}` }
  expect(await invoking(say)(event)).toEqual(refused)
  expect(await invoking(seen)(event)).toEqual(refused)
})

test('18.2 on connect: headers by small names, the query, and what an authorizer said', async () => {
  const f = pipe(
    websocket('$connect'),
    handle(({ event }) => {
      expect([event.headers['host'], event.query['room'], event.authorizer]).toEqual(['h', 'one', { principalId: 'ada' }])
      expect([event.headers['toString'], event.query['constructor']]).toEqual([undefined, undefined])
    })
  )
  const event = socketEvent(
    '$connect',
    { authorizer: { principalId: 'ada' } },
    { headers: { Host: 'h', Odd: 1 }, queryStringParameters: { room: 'one' } }
  )
  expect(await invoking(f)(event)).toEqual({ statusCode: 200 })
})

test('18.2 on messages and disconnects all of that is empty', async () => {
  const f = pipe(
    websocket('$disconnect'),
    handle(({ event }) => {
      expect([Object.keys(event.headers), Object.keys(event.query), event.authorizer]).toEqual([[], [], {}])
    })
  )
  expect(await invoking(f)(socketEvent('$disconnect', {}, { headers: null }))).toEqual({ statusCode: 200 })
})

// ---- messages

const say = pipe(
  websocket('$default'),
  message(t.type({ text: t.string })),
  handle(({ message: m }) => ok(m.text))
)
const saying = (body: unknown) => invoking(say)(socketEvent('$default', {}, { body }))

test('18.3 the message is JSON, read by a codec', async () => {
  expect(await saying('{"text":"hi"}')).toMatchObject({ statusCode: 200, body: 'hi' })
})

test.each([['{'], [''], [null], ['hi'], ['{"text":"x","__proto__":{}}'], ['['.repeat(1000)]])(
  '18.3 109 what is not JSON is answered 400, and fails nothing: %j',
  async (body) => {
    expect(await saying(body)).toEqual({
      statusCode: 400,
      body: expect.stringMatching(
        /^\{"code":"BadRequest","message":"The message (is not well-formed JSON|has a key that is not allowed|is nested over 64 levels)/
      )
    })
  }
)

test('18.3 109 what the codec refuses is answered 400 with paths and expectations, never the value', async () => {
  const answer = (await saying('{"text":4711}')) as { readonly statusCode: number; readonly body: string }
  expect(answer.statusCode).toBe(400)
  expect(JSON.parse(answer.body)).toMatchObject({ errors: [expect.objectContaining({ expected: 'string' })] })
  expect(answer.body).not.toContain('4711')
})

test('18.3 any Standard Schema reads messages, and may take its time', async () => {
  const f = pipe(
    websocket('$default'),
    message(z.object({ n: z.number().refine(async (n) => n > 0) })),
    handle(({ message: m }) => ok(`${m.n}`))
  )
  const send = (body: string) => invoking(f)(socketEvent('$default', {}, { body }))
  expect([await send('{"n":1}'), await send('{"n":-1}')]).toMatchObject([{ statusCode: 200, body: '1' }, { statusCode: 400 }])
})

test('a test calls the sentence as the function it is', () => {
  expect(given(say)({ message: { text: 'x' }, event: undefined as never })).toMatchObject({ body: 'x' })
})

// ---- what goes back

test.each<readonly [string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['text', 'x'],
  ['a number', 7],
  ['a list', [1]],
  ['an object', { a: 1 }],
  ['an object that looks like a result', { statusCode: 403, body: 'x' }],
  ['a Right', E.right(1)],
  ['a Task', async () => 1]
])('18.4 %s lets the connection stand', async (_, value) => {
  expect(
    await invoking(
      pipe(
        websocket('$connect'),
        handle(() => value)
      )
    )(socketEvent('$connect'))
  ).toEqual({ statusCode: 200 })
})

test('18.4 a reply on connect chooses the protocol, or whatever header the client needs', async () => {
  const f = pipe(
    websocket('$connect'),
    handle(() => withHeader('Set-Cookie', ['a=1', 'b=2'])(ok('', { 'sec-websocket-protocol': 'chat' })))
  )
  expect(await invoking(f)(socketEvent('$connect'))).toEqual({
    statusCode: 200,
    headers: { 'sec-websocket-protocol': 'chat' },
    multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
    body: ''
  })
})

test.each<readonly [string, () => unknown, number]>([
  ['a refusal', () => E.left(forbidden()), 403],
  ['a refusal of 401', () => E.left(unauthorized()), 401],
  ['a refusal returned bare', () => refuse(429), 429],
  ['a refusal later', async () => E.left(refuse(418)), 418],
  ['a reply', () => reply(403, 'no'), 403],
  ['a reply in the left channel', () => E.left(reply(409, 'no')), 409]
])('18.4 %s keeps the client out, and fails nothing', async (_, f, status) => {
  expect(await invoking(pipe(websocket('$connect'), handle(f)))(socketEvent('$connect'))).toMatchObject({ statusCode: status })
})

test('18.4 a refusal of the stack keeps the client out before the handler', async () => {
  const f = pipe(
    websocket('$connect'),
    provide('user', ({ event }: { event: { readonly query: Readonly<Record<string, string>> } }) =>
      event.query['user'] === undefined ? E.left(unauthorized()) : E.right(event.query['user'])
    ),
    handle(({ user }) => ok(user))
  )
  expect(await invoking(f)(socketEvent('$connect'))).toMatchObject({ statusCode: 401 })
  expect(await invoking(f)(socketEvent('$connect', {}, { queryStringParameters: { user: 'ada' } }))).toMatchObject({
    body: 'ada'
  })
})

test.each<readonly [string, unknown, unknown]>([
  ['text', ok('hi'), 'hi'],
  ['JSON', ok({ a: 1 }), '{"a":1}'],
  ['nothing', noContent(), undefined]
])('18.4 a reply’s body goes back: %s', async (_, told, body) => {
  expect(
    await invoking(
      pipe(
        websocket('chat'),
        handle(() => told)
      )
    )(socketEvent('chat'))
  ).toMatchObject({ body })
})

test.each<readonly [string, () => unknown]>([
  [
    'a throw',
    () => {
      throw new Error('boom')
    }
  ],
  ['a rejection', () => Promise.reject(new Error('boom'))],
  ['a failure that is no refusal', () => E.left({ _tag: 'Full' })],
  ['a refusal of 500', () => E.left(refuse(500, { cause: new Error('boom') }))],
  ['a body that is no JSON', () => ok(1n as unknown as string)],
  ['a body with a Promise in it', () => ok({ a: [Promise.resolve(1)] })],
  ['a body that is a fetch Response', () => ok(new Response('x'))],
  ['a body of bytes', () => ok(Uint8Array.of(1))],
  ['a refusal whose issues are no JSON', () => E.left(refuse(400, { issues: [1n as never] }))]
])('18.4 %s fails the invocation and is logged', async (_, f) => {
  expect(await failure(invoking(pipe(websocket('$default'), handle(f)))(socketEvent('$default')))).toBeInstanceOf(Error)
  expect(log()).toMatchObject([{ at: 'f' }])
})

test.each<readonly [string, unknown, string]>([
  ['a Promise', { a: [Promise.resolve(1)] }, 'the message has a Promise at a.0, which has no JSON'],
  ['a Set', new Set(), 'the message is a Set, which has no JSON'],
  ['nothing', undefined, 'the message is undefined, which has no JSON']
])('18.4 a message that is %s is not encoded', (_, value, message) => {
  expect(() => encodeMessage(t.unknown)(value)).toThrow(new TypeError(message))
})

test.each([[null], [{}], ['x'], [{ requestContext: {} }], [{ requestContext: { connectionId: 7 } }], [{ Records: [] }]])(
  '93 what is no event of a WebSocket is refused as such: %j',
  async (event) => {
    const e = await failure(invoking(seen)(event))
    expect([e instanceof EventError, e.message]).toEqual([true, 'the event is not a WebSocket event'])
    log()
  }
)

withCaptured('18.2 a captured message', 'apigw-websocket-request-send-message', async (event) => {
  expect(await bodyOf(event)).toEqual([
    '$default',
    'R1kmxc2VNjMCFIA=',
    'dl7ptocha9.execute-api.ap-northeast-1.amazonaws.com',
    'prod',
    '{\r\n\t"a": 1\r\n}'
  ])
})
withCaptured('18.2 a captured disconnect has no body', 'apigw-websocket-request-disconnect', async (event) => {
  expect(await bodyOf(event)).toEqual(expect.arrayContaining(['$disconnect', null]))
})
withCaptured('18.2 a captured connect', 'apigw-websocket-request', async (event) => {
  expect(await invoking(seen)(event)).toMatchObject({ statusCode: 200 })
})
