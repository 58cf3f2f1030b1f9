/** From the event to the answer, section 3. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  body,
  bracket,
  chaliceErrorBody,
  conflict,
  cors,
  get,
  handle,
  type LambdaHandler,
  lambdas,
  mapReply,
  params,
  post,
  provide,
  put,
  resource,
  service,
  withHeader
} from '../../src/index.js'
import { httpEvent } from '../../src/testing/index.js'
import { albEvent, deliver, faultsIn, fixed500, functionUrlEvent, problemText, restEvent, send, watchLog } from './support.js'

const log = watchLog()

const city = resource(
  pipe(
    get('/cities/{name}'),
    handle(({ params }) => ({ name: params.name }))
  )
)

test.each([
  ['a REST API', httpEvent('rest', 'GET', '/cities/{name}', { params: { name: 'Los Angeles' } })],
  ['an HTTP API', httpEvent('http', 'GET', '/cities/{name}', { params: { name: 'Los Angeles' } })],
  [
    'an HTTP API with payload 1.0',
    {
      ...restEvent('GET', '/cities/{name}'),
      version: '1.0',
      path: '/cities/Los Angeles',
      pathParameters: { name: 'Los Angeles' }
    }
  ],
  ['a load balancer', albEvent('GET', '/cities/Los%20Angeles')],
  ['a function URL', functionUrlEvent('GET', '/cities/Los%20Angeles')]
])('3.1 one handler answers the events of %s', async (_, event) => {
  expect(await deliver(city, event)).toMatchObject({ statusCode: 200, body: '{"name":"Los Angeles"}' })
})

test.each([{}, null, undefined, 'text', 7, [], { Records: [{ eventSource: 'aws:sqs', body: '{}' }] }, { source: 'warmup' }])(
  '3.1 what is no HTTP event is answered with 400, not failed: %j',
  async (event) => {
    expect(await deliver(city, event)).toEqual({
      statusCode: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: problemText(400, 'Bad Request', 'NotAnHttpEvent', 'The event is not an HTTP request'),
      isBase64Encoded: false
    })
  }
)

test('3.1 what is no HTTP event is told in the service’s own error body, with its content type', async () => {
  const x = pipe(
    get('/x'),
    handle(() => 1)
  )
  const handler = lambdas(service('a', { errorBody: chaliceErrorBody }, { x }))['api-x'] as LambdaHandler
  expect(await deliver(handler, {})).toEqual({
    statusCode: 400,
    headers: { 'content-type': 'application/json' },
    body: '{"Code":"NotAnHttpEvent","Message":"The event is not an HTTP request"}',
    isBase64Encoded: false
  })
})

test.each([
  'resource',
  'headers',
  'multiValueHeaders',
  'queryStringParameters',
  'multiValueQueryStringParameters',
  'pathParameters',
  'stageVariables',
  'requestContext',
  'body',
  'isBase64Encoded'
])('3.2 a REST event without %s, or with null there, is answered as well', async (key) => {
  for (const value of [undefined, null]) {
    const event = restEvent('GET', '/cities/{name}', { params: { name: 'Ulm' } }, { [key]: value })
    expect(await deliver(city, event)).toMatchObject({ statusCode: 200, body: '{"name":"Ulm"}' })
  }
})

test('3.3 the stack runs in the order in which it is written, and outwards in reverse', async () => {
  const order: string[] = []
  const step = <const K extends string>(key: K) =>
    bracket(
      key,
      () => order.push(`into ${key}`),
      () => order.push(`out of ${key}`)
    )
  const handler = resource(
    pipe(
      post('/x'),
      step('first'),
      body(t.type({ n: t.number })),
      step('second'),
      handle(({ body }) => {
        order.push('handler')
        return body.n
      })
    )
  )
  await send(handler, 'POST', '/x', { body: { n: 1 } })
  expect(order).toEqual(['into first', 'into second', 'handler', 'out of second', 'out of first'])
  order.length = 0
  expect((await send(handler, 'POST', '/x', { body: { n: 'one' } })).statusCode).toBe(422)
  expect(order).toEqual(['into first', 'out of first'])
})

test('3.3 serialising is inside the guard: what cannot be sent is the fixed 500, with the headers of cors', async () => {
  const ring: { self?: unknown } = {}
  ring.self = ring
  const handler = resource(
    pipe(
      get('/x'),
      cors(),
      handle(() => ring)
    )
  )
  expect(await send(handler, 'GET', '/x')).toEqual({
    statusCode: 500,
    headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: fixed500,
    isBase64Encoded: false
  })
  expect(log()).toMatchObject([{ at: 'GET /x', message: expect.stringContaining('circular') }])
})

test('3.3 a refusal from any step carries what stands outside it', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      cors(),
      mapReply(withHeader('x-outer', '1')),
      provide('never', () => E.left(conflict())),
      handle(() => 1)
    )
  )
  expect(await send(handler, 'GET', '/x')).toMatchObject({
    statusCode: 409,
    headers: { 'x-outer': '1', 'access-control-allow-origin': '*', 'content-type': 'application/problem+json' }
  })
})

test('3.4 a method that the path does not have is 405 with Allow in the order of declaration, and with the headers of cors', async () => {
  const handler = resource(
    pipe(
      put('/x'),
      cors(),
      handle(() => 1)
    ),
    pipe(
      get('/x'),
      cors(),
      handle(() => 1)
    )
  )
  expect(await send(handler, 'DELETE', '/x')).toEqual({
    statusCode: 405,
    headers: { allow: 'PUT, GET, HEAD, OPTIONS', 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: problemText(405, 'Method Not Allowed', 'MethodNotAllowed', '/x answers PUT, GET, HEAD, OPTIONS'),
    isBase64Encoded: false
  })
})

test('3.5 an unknown path is 404, and asking for it leaves nothing behind', async () => {
  const x = pipe(
    get('/x'),
    handle(() => 1)
  )
  const handler = lambdas(service('a', { group: 'service' }, { x }))['api'] as LambdaHandler
  for (const method of ['GET', 'POST', 'OPTIONS', 'GET']) {
    const answer = await send(handler, method, '/nowhere')
    expect([answer.statusCode, answer.body]).toEqual([404, problemText(404, 'Not Found', 'NotFound')])
    expect(answer.headers).toEqual({ 'content-type': 'application/problem+json' })
  }
  expect((await send(handler, 'GET', '/x')).statusCode).toBe(200)
})

test.each(['get', 'Get', 'gET'])('3.6 methods are compared exactly: %s is 405', async (method) => {
  expect((await send(city, method, '/cities/{name}', { params: { name: 'Ulm' } })).statusCode).toBe(405)
})

test('3.7 parameters that the event lacks are read from its path', async () => {
  const event = restEvent(
    'GET',
    '/cities/{name}',
    { params: { name: 'Bad Ems' } },
    { pathParameters: null, resource: '/{proxy+}' }
  )
  expect((await deliver(city, event)).body).toBe('{"name":"Bad Ems"}')
})

test('3.7 a codec for a parameter that the path does not have is a fault of the definition', () => {
  const name: object = { name: t.string }
  const wrong = pipe(
    get('/x/{id}'),
    params(name as {}),
    handle(() => 1)
  )
  expect(faultsIn(() => resource(wrong))).toEqual(["GET /x/{id}: params names 'name', which the path '/x/{id}' does not have"])
})

test.each([
  ['Los Angeles', 'Los%20Angeles', 'Los Angeles'],
  ['a slash', 'a%2Fb', 'a/b'],
  ['a percent sign', '100%25', '100%'],
  ['twice encoded', '%2541', '%41'],
  ['other letters', 'Z%C3%BCrich', 'Zürich']
])('3.8 a parameter is decoded once where the gateway has not done it: %s', async (_, encoded, name) => {
  const rest = restEvent('GET', '/cities/{name}', {}, { path: `/cities/${encoded}`, pathParameters: { name: encoded } })
  const http = httpEvent('http', 'GET', '/cities/{name}', { params: { name } })
  for (const event of [rest, http, albEvent('GET', `/cities/${encoded}`)])
    expect(JSON.parse((await deliver(city, event)).body)).toEqual({ name })
})

test.each(['100%', '%41', '50% off', 'Los Angeles'])(
  '3.8 what an HTTP API has decoded is not decoded again, also where it names no route: %s',
  async (name) => {
    const event = {
      ...httpEvent('http', 'GET', '/cities/{name}', { params: { name } }),
      routeKey: '$default',
      pathParameters: undefined
    }
    expect(JSON.parse((await deliver(city, event)).body)).toEqual({ name })
  }
)

test('3.8 a broken escape is 400', async () => {
  const answer = await deliver(
    city,
    restEvent('GET', '/cities/{name}', {}, { path: '/cities/%E0%A4%A', pathParameters: { name: '%E0%A4%A' } })
  )
  expect([answer.statusCode, answer.body]).toEqual([
    400,
    problemText(400, 'Bad Request', 'BadRequest', 'The path has a malformed percent-escape')
  ])
})

test('3.9 the result has the same five keys always, lists apart from single values', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      mapReply(withHeader('x-list', ['1', '2'])),
      handle(() => 'text')
    )
  )
  expect(await send(handler, 'GET', '/x')).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    multiValueHeaders: { 'x-list': ['1', '2'] },
    body: 'text',
    isBase64Encoded: false
  })
})
