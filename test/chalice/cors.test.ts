/** Cross-origin policies, section 8. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import { serverless } from '../../src/deploy/index.js'
import {
  bytes,
  type CorsOptions,
  conflict,
  contentTypes,
  cors,
  factOf,
  get,
  handle,
  type LambdaHandler,
  lambdas,
  mapReply,
  mount,
  options,
  post,
  provide,
  put,
  reply,
  resource,
  returns,
  service
} from '../../src/index.js'
import { deliver, faultsIn, restEvent, send, watchLog } from './support.js'

const log = watchLog()

const five = 'Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key'
const answering = (policy: CorsOptions | undefined, result: () => unknown = () => 1): LambdaHandler =>
  resource(
    pipe(
      get('/x'),
      cors(policy),
      handle(() => result() as object)
    )
  )
const corsOf = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([k]) => k.startsWith('access-control-') || k === 'vary'))
const preflight = (handler: LambdaHandler, origin = 'https://app.example') =>
  send(handler, 'OPTIONS', '/x', { headers: { origin, 'access-control-request-method': 'GET' } })

test('8.1 a policy has defaults: every origin, five request headers, nothing exposed, no age, no credentials', () => {
  expect(factOf(pipe(get('/x'), cors()).facts, 'Cors')?.policy).toEqual({
    allowOrigin: '*',
    allowHeaders: five.split(','),
    exposeHeaders: [],
    allowCredentials: false
  })
})

test('8.2 a route has the policy of its own stack or of the mount around it, and no later assignment changes it', async () => {
  const mutable: { allowOrigin: string } = { allowOrigin: 'https://one.example' }
  const handler = answering(mutable)
  mutable.allowOrigin = 'https://two.example'
  expect(
    (await send(handler, 'GET', '/x', { headers: { origin: 'https://one.example' } })).headers['access-control-allow-origin']
  ).toBe('https://one.example')
  const none = resource(
    pipe(
      get('/x'),
      handle(() => 1)
    )
  )
  expect(corsOf((await send(none, 'GET', '/x')).headers)).toEqual({})
  const x = pipe(
    get('/x'),
    handle(() => 1)
  )
  const mounted = lambdas(service('a', {}, { m: mount('/m', { x }, cors()), x }))
  expect(corsOf((await send(mounted['api-m-x'] as LambdaHandler, 'GET', '/m/x')).headers)).toEqual({
    'access-control-allow-origin': '*'
  })
  expect(corsOf((await send(mounted['api-x'] as LambdaHandler, 'GET', '/x')).headers)).toEqual({})
})

test.each<readonly [string, CorsOptions, Readonly<Record<string, string>>]>([
  ['by default', {}, { 'access-control-allow-origin': '*' }],
  [
    'one origin',
    { allowOrigin: 'https://app.example' },
    { 'access-control-allow-origin': 'https://app.example', vary: 'Origin' }
  ],
  [
    'exposed headers in their order',
    { exposeHeaders: ['X-B', 'X-A'] },
    { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'X-B,X-A' }
  ],
  ['an empty list exposes nothing', { exposeHeaders: [] }, { 'access-control-allow-origin': '*' }],
  [
    'credentials',
    { allowOrigin: 'https://app.example', allowCredentials: true },
    { 'access-control-allow-origin': 'https://app.example', 'access-control-allow-credentials': 'true', vary: 'Origin' }
  ],
  ['what only preflight needs stays there', { allowHeaders: ['X-A'], maxAge: 9 }, { 'access-control-allow-origin': '*' }]
])('8.3 a reply carries the policy: %s', async (_, policy, headers) => {
  const sent = await send(answering(policy), 'GET', '/x', { headers: { origin: 'https://app.example' } })
  expect(corsOf(sent.headers)).toEqual(headers)
})

test.each<readonly [string, CorsOptions, string, string | undefined]>([
  ['five by default', {}, five, undefined],
  ['more of them, sorted', { allowHeaders: ['X-B', 'Accept'] }, `Accept,${five},X-B`, undefined],
  [
    'each once, whatever its case',
    { allowHeaders: ['content-type', 'X-B', 'X-B'] },
    'Authorization,X-Amz-Date,X-Amz-Security-Token,X-Api-Key,X-B,content-type',
    undefined
  ],
  ['an age', { maxAge: 600 }, five, '600'],
  ['an age of 0 is said', { maxAge: 0 }, five, '0']
])('8.3 request headers and age are told to preflight: %s', async (_, policy, allowed, age) => {
  const sent = await preflight(answering(policy))
  expect([sent.headers['access-control-allow-headers'], sent.headers['access-control-max-age']]).toEqual([allowed, age])
})

test('8.4 the headers are sent whether or not the request has an origin', async () => {
  const handler = answering({})
  expect(corsOf((await send(handler, 'GET', '/x')).headers)).toEqual({ 'access-control-allow-origin': '*' })
  expect(corsOf((await send(handler, 'GET', '/x', { headers: { origin: 'null' } })).headers)).toEqual({
    'access-control-allow-origin': '*'
  })
})

test('8.4 what a handler says of origins gives way to the policy, whatever the case of its header', async () => {
  const own = { 'Access-Control-Allow-Origin': 'https://other.example', 'ACCESS-CONTROL-ALLOW-CREDENTIALS': 'true' }
  expect(
    await send(
      answering({}, () => reply(200, 1, own)),
      'GET',
      '/x'
    )
  ).toMatchObject({
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {}
  })
  expect(
    (
      await send(
        answering({}, () => reply(200, 1, own)),
        'GET',
        '/x'
      )
    ).headers
  ).not.toHaveProperty('access-control-allow-credentials')
})

test('8.4 a handler without a policy may write the headers itself', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      handle(() => reply(200, 1, { 'Access-Control-Allow-Origin': 'https://own.example' }))
    )
  )
  expect((await send(handler, 'GET', '/x')).headers['access-control-allow-origin']).toBe('https://own.example')
})

test.each<readonly [string, CorsOptions]>([
  ["allowCredentials with the origin '*': browsers refuse it", { allowCredentials: true }],
  ['allowOrigin is empty', { allowOrigin: [] }],
  ["allowOrigin 'https://a.example/' is not an origin", { allowOrigin: 'https://a.example/' }],
  ["allowOrigin '*' is not an origin", { allowOrigin: ['*', 'https://a.example'] }],
  ["'X A' is not a header name", { allowHeaders: ['X A'] }],
  ['maxAge -1 is not a whole number of seconds from 0 to 86400', { maxAge: -1 }]
])('8.5 what browsers refuse is a fault of the definition: %s', (problem, policy) => {
  expect(faultsIn(() => answering(policy))).toEqual([`GET /x: cors: ${problem}`])
})

test('8.5 of several origins the one that asks is named, nobody else, and Vary says so', async () => {
  const handler = answering({ allowOrigin: ['https://a.example', 'https://b.example'] })
  const asked = async (origin: string | undefined) => corsOf((await send(handler, 'GET', '/x', { headers: { origin } })).headers)
  expect(await asked('https://b.example')).toEqual({ 'access-control-allow-origin': 'https://b.example', vary: 'Origin' })
  expect(await asked('https://c.example')).toEqual({ vary: 'Origin' })
  expect(await asked(undefined)).toEqual({ vary: 'Origin' })
})

test('8.5 one bare word for a list of headers does not compile', () => {
  // @ts-expect-error allowHeaders is a list
  const word = () => cors({ allowHeaders: 'X-A' })
  expect(word().length).toBe(1)
})

const open = flow(
  cors(),
  provide('checked', ({ request }: { request: { query: Readonly<Record<string, string>> } }) =>
    request.query['no'] === undefined ? E.right(1) : E.left(conflict())
  )
)
const full = () =>
  resource(
    pipe(
      get('/x'),
      open,
      handle(() => JSON.parse('{'))
    ),
    pipe(
      post('/x'),
      open,
      contentTypes('text/csv'),
      handle(() => 1)
    ),
    pipe(
      put('/x'),
      open,
      returns({ 200: bytes('image/png') }),
      handle(() => new Uint8Array(1))
    )
  )
test.each([
  ['a success', 'POST', {}, 200],
  ['a refusal in the stack', 'POST', { query: { no: '' } }, 409],
  ['a failure', 'GET', {}, 500],
  ['a media type', 'POST', { body: 'a', headers: { 'content-type': 'a/b' } }, 415],
  ['bytes that nobody accepts', 'PUT', {}, 406],
  ['an unknown method', 'DELETE', {}, 405],
  ['HEAD', 'HEAD', {}, 500],
  ['OPTIONS', 'OPTIONS', {}, 204]
])('8.6 every reply of the path carries the policy: %s', async (_, method, input, status) => {
  const sent = await send(full(), method, '/x', input)
  expect([sent.statusCode, sent.headers['access-control-allow-origin']]).toEqual([status, '*'])
  expect(log()).toHaveLength(status === 500 ? 1 : 0)
})

test('8.6 so does a path whose escapes are broken, and what a resource of its own says of another path', async () => {
  const handler = resource(
    pipe(
      get('/x/{id}'),
      cors(),
      handle(() => 1)
    )
  )
  const broken = await deliver(handler, restEvent('GET', '/x/{id}', {}, { path: '/x/%zz', pathParameters: { id: '%zz' } }))
  expect([broken.statusCode, broken.headers['access-control-allow-origin']]).toEqual([400, '*'])
  const unknown = await send(handler, 'GET', '/y')
  expect([unknown.statusCode, unknown.headers['access-control-allow-origin']]).toEqual([404, '*'])
})

test('8.6 a function of several paths says so of what it does not know only where all of them have one policy', async () => {
  const x = pipe(
    get('/x'),
    cors(),
    handle(() => 1)
  )
  const y = pipe(
    get('/y'),
    cors({ allowOrigin: '*' }),
    handle(() => 1)
  )
  const z = pipe(
    get('/z'),
    handle(() => 1)
  )
  const unknown = async (module: object) => {
    const api = service('a', { group: 'service' }, ...([module] as unknown as []))
    const sent = await send(lambdas(api)['api'] as LambdaHandler, 'GET', '/nowhere')
    expect(sent.statusCode).toBe(404)
    return corsOf(sent.headers)
  }
  expect(await unknown({ x, y })).toEqual({ 'access-control-allow-origin': '*' })
  expect(await unknown({ x, y, z })).toEqual({})
})

test('8.6 what a REST API answers by itself carries the policy too', () => {
  const x = pipe(
    get('/x'),
    cors({ allowOrigin: 'https://app.example' }),
    handle(() => 1)
  )
  const { Resources } = serverless(service('shop', {}, { x }))['resources'] as {
    readonly Resources: Readonly<Record<string, object>>
  }
  const responses = Object.values(Resources).filter(
    (r) => (r as { readonly Type: string }).Type === 'AWS::ApiGateway::GatewayResponse'
  )
  expect(responses.map((r) => (r as { readonly Properties: { readonly ResponseType: string } }).Properties.ResponseType)).toEqual(
    expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX'])
  )
  for (const response of responses)
    expect(response).toMatchObject({
      Properties: { ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example'" } }
    })
})

test('8.7 two policies are one if they say the same', () => {
  const twice = (a: CorsOptions, b: CorsOptions) =>
    faultsIn(() =>
      resource(
        pipe(
          get('/x'),
          cors(a),
          handle(() => 1)
        ),
        pipe(
          put('/x'),
          cors(b),
          handle(() => 1)
        )
      )
    )
  expect(twice({}, { allowOrigin: '*', allowHeaders: ['Content-Type'], exposeHeaders: [] })).toEqual([])
  expect(twice({}, { maxAge: 1 })).toEqual([
    'PUT /x: another cors policy than GET /x on the same path: preflight cannot know which'
  ])
})

test('8.8 preflight is answered in the function, with the methods that have the policy, in the order of declaration', async () => {
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
    ),
    pipe(
      post('/x'),
      handle(() => 1)
    )
  )
  expect(await preflight(handler)).toEqual({
    statusCode: 204,
    headers: {
      allow: 'PUT, GET, HEAD, POST, OPTIONS',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'PUT,GET,OPTIONS',
      'access-control-allow-headers': five
    },
    multiValueHeaders: {},
    body: '',
    isBase64Encoded: false
  })
})

test('8.8 preflight runs nothing of the stack and says nothing to an origin that is not named', async () => {
  let ran = 0
  const handler = resource(
    pipe(
      get('/x'),
      cors({ allowOrigin: 'https://app.example', allowCredentials: true }),
      mapReply((r) => {
        ran++
        return r
      }),
      handle(() => 1)
    )
  )
  expect(corsOf((await preflight(handler)).headers)).toEqual({
    'access-control-allow-origin': 'https://app.example',
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,OPTIONS',
    'access-control-allow-headers': five,
    vary: 'Origin'
  })
  expect(corsOf((await preflight(handler, 'https://evil.example')).headers)).toEqual({ vary: 'Origin' })
  expect(ran).toBe(0)
})

test('8.9 cors beside an OPTIONS route of one’s own is a fault, as are two policies on one path', () => {
  const route = pipe(
    get('/x'),
    cors(),
    handle(() => 1)
  )
  const own = pipe(
    options('/x'),
    handle(() => 1)
  )
  expect(faultsIn(() => resource(route, own))).toEqual(['OPTIONS /x: an OPTIONS route on a path with cors (GET /x)'])
  expect(
    faultsIn(() =>
      resource(
        pipe(
          get('/x'),
          cors(),
          cors(),
          handle(() => 1)
        )
      )
    )
  ).toEqual(['GET /x: 2 cors policies in one stack'])
})

test('8.9 an OPTIONS route without cors is the user’s own', async () => {
  const handler = resource(
    pipe(
      options('/x'),
      handle(() => 'mine')
    )
  )
  expect((await send(handler, 'OPTIONS', '/x')).body).toBe('mine')
})

test('8.9 of a path’s methods some may have cors and some not: only those that have it share their replies', async () => {
  const module = {
    shared: pipe(
      put('/x'),
      cors(),
      handle(() => 1)
    ),
    own: pipe(
      get('/x'),
      handle(() => 1)
    )
  }
  const handler = lambdas(service('a', {}, module))['api-x'] as LambdaHandler
  expect(corsOf((await send(handler, 'PUT', '/x')).headers)).toEqual({ 'access-control-allow-origin': '*' })
  expect(corsOf((await send(handler, 'GET', '/x')).headers)).toEqual({})
  expect(corsOf((await send(handler, 'HEAD', '/x')).headers)).toEqual({})
})
