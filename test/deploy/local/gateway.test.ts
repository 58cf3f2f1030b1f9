/** The local gateway over real sockets: what a client sees, and what a function is given, for both kinds of API. */
import { request as httpRequest } from 'node:http'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { type Gateway, startGateway } from '../../../src/deploy/local/gateway.js'
import {
  allow,
  any,
  apiKey,
  authorize,
  authorizer,
  bytes,
  cognitoUserPool,
  cors,
  del,
  deny,
  functionSettings,
  get,
  handle,
  iam,
  jwtAuthorizer,
  lambdaAuthorizer,
  noContent,
  ok,
  override,
  port,
  post,
  put,
  rawBody,
  returns,
  service,
  setCookie,
  use
} from '../../../src/index.js'

// ---- a service that shows what it was given

const clock = port('clock', { live: () => (): number => 0 })
let asked = 0
const key = authorizer({ ttlSeconds: 300, context: t.type({ role: t.string }) })
const fresh = authorizer({ ttlSeconds: 0, header: 'X-Token', context: t.type({ n: t.string }) })
const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: t.type({ sub: t.string })
})
const shared = lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', context: t.type({}) })
const app = 'https://app.example'

const routes = {
  show: pipe(
    any('/show/{id}'),
    handle(({ request }) => ok(request.event))
  ),
  deep: pipe(
    get('/deep/{rest+}'),
    handle(({ params }) => params.rest)
  ),
  special: pipe(
    get('/show/special'),
    handle(() => 'special')
  ),
  root: pipe(
    get('/'),
    handle(() => 'root')
  ),
  time: pipe(
    get('/time'),
    use(clock),
    handle(({ clock }) => ({ time: clock() }))
  ),
  cookies: pipe(
    get('/cookies'),
    handle(() => setCookie('b', '2')(setCookie('a', '1')(ok('set'))))
  ),
  upload: pipe(
    post('/upload'),
    rawBody('image/png'),
    handle(({ body }) => ({ bytes: body.length, sum: body.reduce((a, b) => a + b, 0) }))
  ),
  image: pipe(
    get('/image'),
    returns({ 200: bytes('image/png') }),
    handle(() => ok(new Uint8Array([137, 80, 78, 71, 255])))
  ),
  gone: pipe(
    del('/gone'),
    handle(() => noContent())
  ),
  breaks: pipe(
    get('/breaks'),
    handle((): string => {
      throw new Error('secret')
    })
  )
}
const mine = pipe(
  get('/mine/{id}'),
  cors({ allowOrigin: app }),
  authorize(key),
  handle(({ auth, params }) => ({ auth, id: params.id }))
)
const guarded = {
  mine,
  others: pipe(
    put('/mine/{id}'),
    cors({ allowOrigin: app }),
    authorize(key),
    handle(() => 'put')
  ),
  gate: pipe(
    key,
    handle(({ token }) => {
      asked++
      if (token === 'boom') throw new Error('boom')
      return token === 'good' ? allow('ada', { routes: [mine], context: { role: 'admin' } }) : deny
    })
  ),
  counted: pipe(
    get('/counted'),
    authorize(fresh),
    handle(({ auth }) => auth)
  ),
  counter: pipe(
    fresh,
    handle(({ token }) => allow(token, { routes: '*', context: { n: String(++asked) } }))
  ),
  pooled: pipe(
    get('/pooled'),
    authorize(pool),
    handle(() => 'open?')
  ),
  signed: pipe(
    get('/signed'),
    authorize(iam),
    handle(() => 'open?')
  ),
  foreign: pipe(
    get('/foreign'),
    authorize(shared),
    handle(() => 'open?')
  ),
  keyed: pipe(
    get('/keyed'),
    apiKey(),
    handle(({ request }) => ({ key: request.identity.apiKey }))
  )
}

let rest: Gateway
let http: Gateway
const lines: string[] = []
let quiet: jest.SpyInstance

beforeAll(async () => {
  quiet = jest.spyOn(console, 'error').mockImplementation(() => {})
  const jwt = jwtAuthorizer({ issuer: 'https://id.example', audience: ['a'], claims: t.type({ sub: t.string }) })
  const token = pipe(
    get('/jwt'),
    authorize(jwt),
    handle(() => 'open?')
  )
  rest = await startGateway(service('local', { binaryTypes: ['application/zip'] }, routes, guarded), {
    port: 0,
    apiKeys: ['k1', 'k2'],
    stage: 'try',
    overrides: [override(clock, () => 7)],
    log: (line) => lines.push(line)
  })
  http = await startGateway(
    service('local', { gateway: 'http' }, routes, {
      token,
      crossed: pipe(
        get('/crossed'),
        cors(),
        handle(() => 'x')
      )
    }),
    { port: 0 }
  )
})
afterAll(async () => {
  quiet.mockRestore()
  await Promise.all([rest.close(), http.close()])
})

interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
  readonly json: () => never
}

// Not fetch: it joins headers, tidies paths, and adds a media type of its own.
const send = (
  g: Gateway,
  method: string,
  path: string,
  headers: ReadonlyArray<readonly [string, string]> = [],
  body?: Buffer | string
): Promise<Told> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(g.url)
    const raw = [
      ...(headers.some(([name]) => name === 'Host') ? [] : [['Host', 'localhost']]),
      ...headers,
      ...(body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]])
    ]
    const req = httpRequest(
      { hostname, port, method, path, headers: raw.flat() as unknown as Record<string, string>, agent: false },
      (res) => {
        const parts: Buffer[] = []
        res
          .on('data', (d) => parts.push(d))
          .on('end', () => {
            const whole = Buffer.concat(parts)
            done({
              status: res.statusCode ?? 0,
              headers: res.headers,
              body: whole,
              json: () => JSON.parse(whole.toString()) as never
            })
          })
      }
    ).on('error', fail)
    req.end(body)
  })

// As `$context.error` has it in the generated responses.
const refused = (title: string, code: string) => ({ type: 'about:blank', title, code })
const missing = { type: 'about:blank', title: 'Not Found', status: 404, code: 'NotFound' }
const undeclared = expect.objectContaining({ code: 'MethodNotAllowed' })

describe('a REST API', () => {
  test('gives the event as REST APIs do: spelling, repeats, encodings', async () => {
    const told = await send(
      rest,
      'POST',
      '/show/a%2Fb%20c?q=1&q=2%203&e=&p=a+b',
      [
        ['X-One', '1'],
        ['x-one', '2'],
        ['Cookie', 'a=1; b=2'],
        ['Content-Type', 'text/plain'],
        ['User-Agent', 'me']
      ],
      'grüezi'
    )
    expect(told.status).toBe(200)
    expect(told.json()).toMatchObject({
      resource: '/show/{id}',
      path: '/show/a%2Fb%20c',
      httpMethod: 'POST',
      pathParameters: { id: 'a%2Fb%20c' },
      headers: { 'X-One': '2', Cookie: 'a=1; b=2', 'Content-Type': 'text/plain' },
      multiValueHeaders: { 'X-One': ['1', '2'] },
      queryStringParameters: { q: '2 3', e: '', p: 'a b' },
      multiValueQueryStringParameters: { q: ['1', '2 3'], e: [''], p: ['a b'] },
      stageVariables: null,
      requestContext: {
        stage: 'try',
        path: '/try/show/a%2Fb%20c',
        resourcePath: '/show/{id}',
        httpMethod: 'POST',
        identity: { sourceIp: '127.0.0.1', userAgent: 'me' }
      },
      body: 'grüezi',
      isBase64Encoded: false
    })
    expect((await send(rest, 'GET', '/show/x')).json()).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      body: null
    })
  })

  test.each([
    ['application/zip', true],
    ['application/zip; v=1', true],
    ['image/png', true],
    ['application/octet-stream', false],
    [undefined, false]
  ])('a body of %s: base64 %s', async (type, base64) => {
    const told = await send(rest, 'PUT', '/show/x', type === undefined ? [] : [['Content-Type', type]], Buffer.from('abc'))
    expect(told.json()).toMatchObject({ isBase64Encoded: base64, body: base64 ? 'YWJj' : 'abc' })
  })

  test('bytes come in and go out as they are', async () => {
    const body = Buffer.from([0, 255, 137])
    expect((await send(rest, 'POST', '/upload', [['Content-Type', 'image/png']], body)).json()).toEqual({ bytes: 3, sum: 392 })
    const image = await send(rest, 'GET', '/image', [['Accept', 'image/png']])
    expect([...image.body]).toEqual([137, 80, 78, 71, 255])
    expect(image.headers['content-type']).toBe('image/png')
  })

  const table: ReadonlyArray<readonly [string, string, number, unknown]> = [
    ['GET', '/', 200, 'root'],
    ['GET', '/show/special', 200, 'special'],
    ['GET', '/show/special/', 200, 'special'],
    ['GET', '/deep/a/b%20c/d', 200, 'a/b c/d'],
    ['GET', '/time?x=1', 200, { time: 7 }],
    ['GET', '/nowhere', 404, missing],
    ['GET', '/deep', 404, missing],
    // The path is found first: a method that it lacks is not looked for elsewhere, and its function says which it has.
    ['POST', '/show/special', 405, undeclared],
    ['DELETE', '/time', 405, undeclared],
    ['HEAD', '/time', 200, undefined],
    ['OPTIONS', '/time', 204, undefined],
    ['HEAD', '/signed', 501, undefined],
    ['GET', '/pooled', 501, expect.objectContaining({ code: 'NotEmulated', status: 501 })],
    ['GET', '/signed', 501, expect.objectContaining({ code: 'NotEmulated' })],
    ['GET', '/foreign', 501, expect.objectContaining({ code: 'NotEmulated' })],
    ['GET', '/breaks', 500, expect.objectContaining({ status: 500 })]
  ]
  test.each(table)('%s %s: %s', async (method, path, status, body) => {
    const told = await send(rest, method, path, [['Authorization', 'good']])
    expect(told.status).toBe(status)
    if (body === undefined) expect(told.body.length).toBe(0)
    else expect(told.headers['content-type']?.includes('json') ? told.json() : told.body.toString()).toEqual(body)
  })

  test('cookies stay apart; nothing is nothing', async () => {
    expect((await send(rest, 'GET', '/cookies')).headers['set-cookie']).toHaveLength(2)
    const gone = await send(rest, 'DELETE', '/gone')
    expect([gone.status, gone.body.length, gone.headers['content-length']]).toEqual([204, 0, undefined])
  })

  test('10 MB are the most, with and without a length', async () => {
    const tooMuch = await send(rest, 'POST', '/upload', [['Content-Type', 'image/png']], Buffer.alloc(10 * 1024 * 1024 + 1))
    expect([tooMuch.status, tooMuch.json()]).toEqual([413, refused('Request Too Long', 'REQUEST_TOO_LARGE')])
    expect(
      (await send(rest, 'POST', '/upload', [['Content-Type', 'image/png']], Buffer.alloc(10 * 1024 * 1024))).json()
    ).toMatchObject({ bytes: 10 * 1024 * 1024 })
  })

  test('preflight and every reply of the gateway carry the policy', async () => {
    const preflight = await send(rest, 'OPTIONS', '/mine/1', [
      ['Origin', app],
      ['Access-Control-Request-Method', 'PUT']
    ])
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'GET,PUT,OPTIONS'
    })
    expect(
      (await send(rest, 'OPTIONS', '/mine/1', [['Origin', 'https://evil.example']])).headers['access-control-allow-origin']
    ).toBeUndefined()
    expect((await send(rest, 'GET', '/mine/1', [['Origin', app]])).headers['access-control-allow-origin']).toBe(app)
  })

  test('API keys', async () => {
    expect((await send(rest, 'GET', '/keyed', [['X-API-Key', 'k2']])).json()).toEqual({ key: 'k2' })
    for (const headers of [[], [['x-api-key', 'k3']], [['x-api-key', '']]] as ReadonlyArray<ReadonlyArray<[string, string]>>) {
      const told = await send(rest, 'GET', '/keyed', headers)
      expect([told.status, told.json()]).toEqual([403, refused('Forbidden', 'INVALID_API_KEY')])
    }
  })

  test('one clear line a request, and nothing of its query or headers', async () => {
    await send(rest, 'GET', '/time?token=secret', [['Authorization', 'hidden']])
    await send(rest, 'GET', '/nowhere')
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(/^GET \/time 200 \d+ ms api-time$/),
      expect.stringMatching(/^GET \/nowhere 404 \d+ ms gateway$/)
    ])
  })
})

describe('an authorizer of the service', () => {
  const ask = (token: string | undefined, path = '/mine/1', method = 'GET') =>
    send(rest, method, path, token === undefined ? [] : [['Authorization', token]])

  test('lets in whom it grants, for what it grants, and its answer is kept for the token', async () => {
    asked = 0
    expect((await ask('good')).json()).toEqual({ auth: { role: 'admin', principalId: 'ada' }, id: '1' })
    expect((await ask('good', '/mine/a%2Fb')).status).toBe(200)
    const put = await ask('good', '/mine/1', 'PUT')
    expect([put.status, put.json()]).toEqual([403, refused('User is not authorized to access this resource', 'ACCESS_DENIED')])
    expect(asked).toBe(1)
  })
  test('is not asked when the header is absent', async () => {
    asked = 0
    for (const token of [undefined, '']) {
      const told = await ask(token)
      expect([told.status, told.json()]).toEqual([401, refused('Unauthorized', 'UNAUTHORIZED')])
    }
    expect(asked).toBe(0)
  })
  test('denies', async () => {
    const told = await ask('bad')
    expect([told.status, told.json()]).toEqual([
      403,
      refused('User is not authorized to access this resource with an explicit deny', 'ACCESS_DENIED')
    ])
  })
  test('that fails lets nobody in', async () => {
    // Our own authorizers turn every failure into `Unauthorized`.
    expect([401, 500]).toContain((await ask('boom')).status)
  })
  test('with ttlSeconds 0 is asked each time, by its own header', async () => {
    asked = 0
    const again = () => send(rest, 'GET', '/counted', [['x-token', 'ada']])
    expect([(await again()).json(), (await again()).json()]).toEqual([
      { n: '1', principalId: 'ada' },
      { n: '2', principalId: 'ada' }
    ])
    expect((await send(rest, 'GET', '/counted', [['authorization', 'ada']])).status).toBe(401)
  })
})

describe('an HTTP API', () => {
  test('gives the event as HTTP APIs do', async () => {
    const told = await send(
      http,
      'POST',
      '/show/a%2Fb%20c?q=1&q=2%203',
      [
        ['X-One', '1'],
        ['x-one', '2'],
        ['Cookie', 'a=1; b=2'],
        ['Content-Type', 'application/json']
      ],
      '{}'
    )
    expect(told.json()).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /show/{id}',
      rawPath: '/show/a/b c',
      rawQueryString: 'q=1&q=2%203',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-one': '1,2', 'content-type': 'application/json' },
      queryStringParameters: { q: '1,2 3' },
      pathParameters: { id: 'a/b c' },
      requestContext: { stage: '$default', http: { method: 'POST', path: '/show/a/b c', sourceIp: '127.0.0.1' } },
      body: '{}',
      isBase64Encoded: false
    })
  })

  test.each([
    ['text/plain', false],
    ['application/json; charset=utf-8', false],
    ['application/problem+json', false],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
    [undefined, true]
  ])('a body of %s: base64 %s', async (type, base64) => {
    const told = await send(http, 'PUT', '/show/x', type === undefined ? [] : [['Content-Type', type]], 'abc')
    expect(told.json()).toMatchObject({ isBase64Encoded: base64, body: base64 ? 'YWJj' : 'abc' })
  })

  test.each([
    ['GET', '/', 200, 'root'],
    ['GET', '/show/special', 200, 'special'],
    ['GET', '/nowhere', 404, { message: 'Not Found' }],
    ['DELETE', '/time', 405, undeclared],
    ['GET', '/time/', 404, { message: 'Not Found' }],
    ['GET', '/show/%zz', 400, { message: 'Bad Request' }],
    ['GET', '/jwt', 501, expect.objectContaining({ code: 'NotEmulated' })]
  ])('%s %s: %s', async (method, path, status, body) => {
    const told = await send(http, method, path)
    expect(told.status).toBe(status)
    expect(told.headers['content-type']?.includes('json') ? told.json() : told.body.toString()).toEqual(body)
  })

  test('a method that a nearer path lacks is found on a wider one', async () => {
    expect((await send(http, 'POST', '/show/special')).json()).toMatchObject({
      routeKey: 'ANY /show/{id}',
      pathParameters: { id: 'special' }
    })
  })

  test('hands on what the authorizer answered, which has the principal in it, and refuses in its own words', async () => {
    const g = await startGateway(service('guarded', { gateway: 'http' }, guarded), { port: 0 })
    const ask = (token: string) => send(g, 'GET', '/mine/1', [['Authorization', token]])
    expect((await ask('good')).json()).toEqual({ auth: { role: 'admin', principalId: 'ada' }, id: '1' })
    expect((await ask('bad')).json()).toEqual({ message: 'Forbidden' })
    expect((await ask('')).json()).toEqual({ message: 'Unauthorized' })
    await g.close()
  })

  test('preflight, cookies and bytes', async () => {
    expect((await send(http, 'OPTIONS', '/crossed', [['Origin', app]])).headers['access-control-allow-origin']).toBe('*')
    expect((await send(http, 'GET', '/cookies')).headers['set-cookie']).toHaveLength(2)
    expect([...(await send(http, 'GET', '/image')).body]).toEqual([137, 80, 78, 71, 255])
  })
})

test.each([
  ['localhost:3000', 200],
  ['127.0.0.1', 200],
  ['[::1]:1', 200],
  ['LOCALHOST', 200],
  ['evil.example', 421],
  ['localhost.evil.example:3000', 421],
  ['127.0.0.1.evil.example', 421],
  ['', 421]
])('asked for %j on loopback: %s', async (host, status) => {
  expect((await send(rest, 'GET', '/show/x', [['Host', host]])).status).toBe(status)
})

test('every header arrives, whatever its name', async () => {
  const odd = [
    ['constructor', '1'],
    ['__proto__', '2'],
    ['toString', '3']
  ] as const
  for (const g of [rest, http]) {
    const told = (await send(g, 'GET', '/show/x', odd)).body.toString()
    for (const name of ['constructor', '__proto__']) expect(told).toContain(`"${name}":`)
    expect(told.toLowerCase()).toContain('"tostring":')
  }
})

test("a function's context has what the generated file gives it", async () => {
  const told = pipe(
    get('/told'),
    functionSettings({ memorySize: 512 }),
    handle(({ lambda }) => [lambda.memoryLimitInMB, Math.ceil(lambda.getRemainingTimeInMillis() / 1000)])
  )
  const plain = pipe(
    get('/plain'),
    handle(({ lambda }) => [lambda.memoryLimitInMB, Math.ceil(lambda.getRemainingTimeInMillis() / 1000)])
  )
  const g = await startGateway(service('told', { timeout: 9 }, { told, plain }), { port: 0 })
  expect((await send(g, 'GET', '/told')).json()).toEqual(['512', 9])
  expect((await send(g, 'GET', '/plain')).json()).toEqual(['256', 9])
  await g.close()
})

test('another service can take over; a closed gateway is gone', async () => {
  const g = await startGateway(
    service(
      'one',
      {},
      {
        a: pipe(
          get('/a'),
          handle(() => 'one')
        )
      }
    ),
    { port: 0 }
  )
  g.reload(
    service(
      'two',
      {},
      {
        a: pipe(
          get('/a'),
          handle(() => 'two')
        )
      }
    )
  )
  expect(await fetch(`${g.url}/a`).then((r) => r.text())).toBe('two')
  await expect(startGateway(service('x', {}, {}), { port: Number(new URL(g.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE'
  })
  await g.close()
  await expect(fetch(`${g.url}/a`)).rejects.toThrow()
})
