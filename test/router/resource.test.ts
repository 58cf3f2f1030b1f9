/** One Lambda handler for one path, usable alone. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { handle } from '../../src/combinators/Handler.js'
import { chaliceErrorBody, notFound } from '../../src/combinators/HttpError.js'
import { any, get, options, post, put, route } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { holds } from '../laws/holds.js'
import { quiet, replyTo } from '../laws/send.js'

quiet()
const read = pipe(
  get('/x/{id}'),
  handle(({ params }) => ({ read: params.id }))
)
const write = pipe(
  route(['PUT', 'PATCH'], '/x/{id}'),
  handle(({ method, params }) => ({ [method]: params.id }))
)
const x = resource(read, write)
const event = (method: string, o: object = {}) => ({ ...httpEvent('rest', method, '/x/{id}', { params: { id: '1' } }), ...o })
const reply = (method: string) => replyTo(x, event(method))

test('it takes two parameters, as the runtime demands', () => {
  expect(x.length).toBeLessThanOrEqual(2)
})

test('each method has its route', async () => {
  expect((await reply('GET')).body).toEqual({ read: '1' })
  expect((await reply('PUT')).body).toEqual({ PUT: '1' })
  expect((await reply('PATCH')).body).toEqual({ PATCH: '1' })
})

test('HEAD is GET without its body', async () => {
  expect(await reply('HEAD')).toMatchObject({ status: 200, body: undefined, headers: { 'content-type': 'application/json' } })
})

test('OPTIONS says what is allowed', async () => {
  expect(await reply('OPTIONS')).toMatchObject({ status: 204, headers: { allow: 'GET, HEAD, PUT, PATCH, OPTIONS' } })
})

test.each(['POST', 'DELETE', 'TRACE', 'get', 'constructor', '__proto__', 'toString', ''])(
  '%j is 405, with exactly the methods that are declared',
  async (method) => {
    expect(await reply(method)).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, PUT, PATCH, OPTIONS' },
      body: { code: 'MethodNotAllowed' }
    })
  }
)

test('a declared method comes before any, and any answers every other, HEAD too', async () => {
  const all = resource(
    pipe(
      get('/y'),
      handle(() => 'get')
    ),
    pipe(
      any('/y'),
      handle(({ method }) => `any ${method}`)
    )
  )
  const of = (method: string) => replyTo(all, httpEvent('rest', method, '/y', {}))
  expect((await of('GET')).body).toBe('get')
  for (const m of ['POST', 'PUT', 'PATCH', 'DELETE']) expect((await of(m)).body).toBe(`any ${m}`)
  expect((await of('HEAD')).status).toBe(200)
  expect(await of('TRACE')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' } })
})

test('HEAD is run by any where there is one: the gateway has asked the authorizer of any, not that of get', async () => {
  const ran: string[] = []
  const both = resource(
    pipe(
      get('/y'),
      handle(() => ran.push('get'))
    ),
    pipe(
      any('/y'),
      handle(({ method }) => ran.push(`any ${method}`))
    )
  )
  await replyTo(both, httpEvent('rest', 'HEAD', '/y', {}))
  expect(ran).toEqual(['any HEAD'])
})

test('an OPTIONS route of one’s own answers', async () => {
  const own = resource(
    pipe(
      options('/y'),
      handle(() => 'mine')
    ),
    pipe(
      get('/y'),
      handle(() => 1)
    )
  )
  expect((await replyTo(own, httpEvent('rest', 'OPTIONS', '/y', {}))).body).toBe('mine')
})

test('a request for another path is 404', async () => {
  expect((await replyTo(x, { ...event('GET'), resource: '/other', path: '/other', pathParameters: null })).status).toBe(404)
  expect(
    (await replyTo(x, { ...event('GET'), resource: undefined, path: '/x', pathParameters: null, requestContext: {} })).status
  ).toBe(404)
})

test.each(['/todos', '/v1/todos', '/base/path/todos'])(
  'a route without parameters is found by the gateway’s word, whatever base path stands before it: %s',
  async (path) => {
    const todos = resource(
      pipe(
        get('/todos'),
        handle(({ request }) => request.route)
      )
    )
    expect((await replyTo(todos, { ...httpEvent('rest', 'GET', '/todos', {}), path })).body).toBe('/todos')
    expect((await replyTo(todos, { ...httpEvent('http', 'GET', '/todos', {}), rawPath: path })).body).toBe('/todos')
  }
)

test('a route with parameters too', async () => {
  expect((await replyTo(x, { ...event('GET'), path: '/v1/x/1' })).body).toEqual({ read: '1' })
})

test('where the gateway names no route, the path decides: load balancers, $default', async () => {
  const alb = {
    requestContext: { elb: { targetGroupArn: 'a' } },
    httpMethod: 'GET',
    path: '/x/a%2Fb',
    headers: {},
    queryStringParameters: {},
    body: '',
    isBase64Encoded: false
  }
  expect((await replyTo(x, alb)).body).toEqual({ read: 'a/b' })
  expect(
    (
      await replyTo(x, {
        ...httpEvent('http', 'GET', '/x/{id}', { params: { id: '7' } }),
        routeKey: '$default',
        pathParameters: undefined
      })
    ).body
  ).toEqual({ read: '7' })
})

test.each([
  undefined,
  null,
  {},
  [],
  'text',
  7,
  { Records: [] },
  { warmer: true },
  { httpMethod: 'GET' },
  { requestContext: {} },
  { methodArn: 'x', type: 'TOKEN' }
])('an event that is no HTTP request, %j, is 400 NotAnHttpEvent', async (event) => {
  const told = (await x(event, lambdaContext('x'))) as { statusCode: number; body: string }
  expect([told.statusCode, JSON.parse(told.body).code]).toEqual([400, 'NotAnHttpEvent'])
})

test('keys of an event that are null or missing are as good as empty', async () => {
  const bare = {
    resource: '/y',
    path: '/y',
    httpMethod: 'GET',
    headers: null,
    multiValueHeaders: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    requestContext: null,
    body: null
  }
  const y = resource(
    pipe(
      get('/y'),
      handle(({ request }) => [request.headers, request.query, request.cookies, request.identity])
    )
  )
  expect((await replyTo(y, bare)).body).toEqual([{}, {}, {}, {}])
})

test('whatever the event is, it answers with a Lambda result, and globals stay as they were', async () => {
  const key = fc.constantFrom(
    'httpMethod',
    'path',
    'resource',
    'headers',
    'multiValueHeaders',
    'pathParameters',
    'requestContext',
    'body',
    'isBase64Encoded',
    'rawPath',
    'routeKey',
    'version',
    'queryStringParameters',
    'rawQueryString',
    'cookies'
  )
  const broken = fc
    .tuple(
      fc.constantFrom('rest' as const, 'http' as const),
      fc.array(fc.tuple(key, fc.anything({ withNullPrototype: true })), { maxLength: 4 })
    )
    .map(([g, changes]) => ({ ...httpEvent(g, 'GET', '/x/{id}', { params: { id: 1 } }), ...Object.fromEntries(changes) }))
  const reads = resource(
    pipe(
      get('/x/{id}'),
      handle(
        ({ request: r, params }) =>
          [
            r.method,
            r.path,
            r.headers,
            r.multiValueHeaders,
            r.query,
            r.multiValueQuery,
            r.cookies,
            r.identity,
            r.context,
            r.stageVariables,
            params
          ].length
      )
    ),
    pipe(
      post('/x/{id}'),
      handle(() => 1)
    ),
    pipe(
      put('/x/{id}'),
      handle(() => 1)
    )
  )
  const globals = Object.getOwnPropertyNames(Object.prototype).join()
  await holds(
    fc.asyncProperty(fc.oneof(fc.anything(), broken), async (event) => {
      const told = (await reads(event, lambdaContext('x'))) as { statusCode: number; body: string; headers: object }
      expect([Number.isInteger(told.statusCode), typeof told.body]).toEqual([true, 'string'])
      expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(globals)
    }),
    1000
  )
})

test('settings may stand first: how refusals are told', async () => {
  const handler = resource(
    { errorBody: chaliceErrorBody },
    pipe(
      get('/x'),
      handle(() => E.left(notFound('no x')))
    )
  )
  const answer = (await handler(httpEvent('rest', 'GET', '/x', {}), lambdaContext('x'))) as { readonly body: string }
  expect(JSON.parse(answer.body)).toEqual({ Code: 'NotFoundError', Message: 'no x' })
})
