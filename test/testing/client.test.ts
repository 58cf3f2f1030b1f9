/** The client: what the gateway would do before a function runs, it does, in every payload format. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import {
  allow,
  apiKey,
  authorize,
  authorizer,
  body,
  bytes,
  cognitoUserPool,
  cors,
  DateFromString,
  deny,
  form,
  get,
  handle,
  iam,
  lambdaAuthorizer,
  mount,
  notFound,
  ok,
  override,
  port,
  post,
  provide,
  put,
  query,
  rawBody,
  returns,
  service,
  setCookie,
  use
} from '../../src/index.js'
import { CallError, client, type Format } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'

const log = watchLog()
const formats: ReadonlyArray<Format> = ['rest', 'http', 'http1', 'functionUrl', 'alb', 'albMultiValue']
const gateways = formats.slice(0, 3)

// ---- a service with something of everything

const key = authorizer({ context: t.type({ role: t.string, n: t.number }) })
const asked: string[] = []
const token = provide('seen', ({ token }: { token: string }) => asked.push(token))
const mine = pipe(
  get('/mine/{id}'),
  cors({ allowOrigin: 'https://app.example' }),
  authorize(key),
  handle(({ auth, params }) => ({ ...auth, id: params.id }))
)
const other = pipe(
  get('/other'),
  authorize(key),
  handle(() => 'other')
)
const keeper = pipe(
  key,
  token,
  handle(({ token }) => {
    if (token === 'boom') throw new Error('boom')
    return token === 'ada' ? allow('ada', { routes: [mine], context: { role: 'admin', n: 7 } }) : deny
  })
)
const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
  audience: ['a'],
  claims: t.type({ sub: t.string })
})
const shared = lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:s', context: t.type({ role: t.string }) })
const clock = port('clock', { live: () => (): string => 'now' })

const declarations = {
  mine,
  other,
  keeper,
  claimed: pipe(
    get('/claimed'),
    authorize(pool),
    handle(({ auth }) => auth.sub)
  ),
  signed: pipe(
    get('/signed'),
    authorize(iam),
    handle(({ auth }) => auth.userArn)
  ),
  elsewhere: pipe(
    get('/elsewhere'),
    authorize(shared),
    handle(({ auth }) => auth.role)
  ),
  echo: pipe(
    put('/echo/{a}/{rest+}'),
    query({ tag: t.union([t.string, t.undefined]) }),
    body(t.type({ n: t.number })),
    handle(({ body, params, query, request }) => ({
      body,
      params: { ...params },
      tag: query.tag ?? null,
      all: request.multiValueQuery['tag'] ?? [],
      header: request.values('x-more').join('|').replaceAll(/, ?/g, '|'),
      cookies: { ...request.cookies }
    }))
  ),
  blob: pipe(
    post('/blob'),
    rawBody('image/png'),
    returns({ 200: bytes('image/png') }),
    handle(({ body }) => body)
  ),
  cookies: pipe(
    get('/cookies'),
    handle(() => pipe(ok('baked'), setCookie('a', '1'), setCookie('b', '2')))
  ),
  missing: pipe(
    get('/missing'),
    handle(() => E.left(notFound('nothing here')))
  ),
  time: pipe(
    get('/time'),
    use(clock),
    handle(({ clock }) => clock())
  ),
  v1: mount('/v1', {
    time: pipe(
      get('/time'),
      use(clock),
      handle(({ clock }) => clock())
    )
  })
}
const api = service('all', {}, declarations)
const keyed = service(
  'keyed',
  {},
  {
    key: pipe(
      get('/key'),
      apiKey(),
      handle(() => 'in')
    )
  }
)

beforeEach(() => {
  asked.length = 0
})

// ---- every format

describe.each(formats)('over %s', (format) => {
  const c = client(api, { format })

  test('parameters, queries, headers, cookies and bodies arrive as they were sent', async () => {
    const told = await c.put('/echo/{a}/{rest+}', {
      params: { a: 'a b/ü', rest: 'x/y z' },
      query: { tag: 'a&b' },
      headers: { 'X-More': 'm', cookie: 's=1; t=2' },
      body: { n: 1 }
    })
    expect(told).toEqual({
      body: { n: 1 },
      params: { a: 'a b/ü', rest: 'x/y z' },
      tag: 'a&b',
      all: ['a&b'],
      header: 'm',
      cookies: { s: '1', t: '2' }
    })
  })

  test('bytes go there and back', async () => {
    const reply = await c.post('/blob', { body: new Uint8Array([0, 255, 128]) }).reply
    expect([reply.status, [...(reply.body as Uint8Array)]]).toEqual([200, [0, 255, 128]])
  })

  test('two cookies come back', async () => {
    const { headers } = await c.get('/cookies').reply
    expect([headers['set-cookie']].flat()).toHaveLength(2)
  })

  test('a refusal is a CallError with its reply, and a reply for whoever asks for it', async () => {
    const call = c.get('/missing')
    expect((await call.reply).body).toMatchObject({ code: 'NotFound', detail: 'nothing here' })
    const error = await call.catch((e: unknown) => e)
    expect(error).toBeInstanceOf(CallError)
    expect(error).toMatchObject({
      by: 'api-missing',
      reply: { status: 404 },
      message: expect.stringContaining('GET /missing answered 404:')
    })
  })

  test('ports are overridden, under a mount too', async () => {
    const own = client(
      api,
      { format },
      override(clock, () => 'then')
    )
    expect([await own.get('/time'), await own.get('/v1/time')]).toEqual(['then', 'then'])
  })

  test('preflight is answered with the policy', async () => {
    const { status, headers } = await c.options('/mine/{id}', { params: { id: '1' }, headers: { origin: 'https://app.example' } })
      .reply
    expect([status, headers['access-control-allow-origin'], headers['access-control-allow-methods']]).toEqual([
      204,
      'https://app.example',
      'GET,OPTIONS'
    ])
  })

  test('nobody comes in unverified', async () => {
    for (const path of ['/other', '/claimed', '/signed', '/elsewhere'] as const)
      expect([401, 403, 404]).toContain((await c.get(path).reply).status)
    expect(asked).toEqual([])
  })

  test('the same request is the same event', async () => {
    const [a, b] = await Promise.all([c.get('/missing').reply, c.get('/missing').reply])
    expect(a).toEqual(b)
  })
})

// ---- the service's own authorizers

describe.each(gateways)('over %s the authorizer is asked', (format) => {
  const c = client(api, { format })
  const mine = (authorization: string) => c.get('/mine/{id}', { params: { id: '1' }, headers: { authorization } })
  const other = (authorization: string) => c.get('/other', { headers: { authorization } })

  test('with the credentials in the header, and its context flows to the handler', async () => {
    expect(await mine('ada')).toEqual({ role: 'admin', n: 7, principalId: 'ada', id: '1' })
    expect(asked).toEqual(['ada'])
  })

  test('and its policy is evaluated: a route that it did not grant is 403, a denial too', async () => {
    expect((await other('ada').reply).status).toBe(403)
    expect((await mine('eve').reply).status).toBe(403)
  })

  test('and its answer is kept for the token, whatever the route', async () => {
    const own = client(api, { format })
    await own.get('/other', { headers: { authorization: 'ada' } }).reply
    await own.get('/mine/{id}', { params: { id: '1' }, headers: { authorization: 'ada' } })
    expect(asked).toEqual(['ada'])
  })

  test('and one that fails lets nobody in', async () => {
    expect((await other('boom').reply).status).toBe(401)
    expect(log()).toMatchObject([{ message: 'Error: boom' }])
  })

  test('but not where the gateway is said to have verified', async () => {
    expect(await c.get('/mine/{id}', { params: { id: '1' }, auth: { role: 'user', n: 1 } })).toMatchObject({
      role: 'user',
      n: 1,
      principalId: 'somebody'
    })
    expect(asked).toEqual([])
  })

  test('and the gateway’s own refusals carry the policy of the service', async () => {
    const { headers } = await c.get('/mine/{id}', { params: { id: '1' }, headers: { origin: 'https://app.example' } }).reply
    expect(headers['access-control-allow-origin']).toBe('https://app.example')
  })
})

// ---- what AWS alone verifies

test.each([
  ['rest', '/claimed', 401],
  ['http', '/claimed', 401],
  ['rest', '/elsewhere', 401],
  ['http', '/signed', 403],
  // The generated file gives one answer to unknown paths and to unsigned requests.
  ['rest', '/signed', 404]
] as const)('over %s %s without `auth` is %d, from the gateway', async (format, path, status) => {
  const error = await client(api, { format })
    .get(path)
    .catch((e: unknown) => e)
  expect(error).toMatchObject({ by: 'gateway', reply: { status }, message: expect.stringContaining('(the gateway)') })
})

test.each(gateways)('over %s a signature or a token that nobody verified is refused', async (format) => {
  const c = client(api, { format })
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' }
  expect((await c.get('/signed', { headers }).reply).status).toBe(403)
  expect((await c.get('/claimed', { headers }).reply).status).toBe(401)
})

test.each(gateways)('over %s what is said to be verified reaches the handler', async (format) => {
  const c = client(api, { format })
  expect(await c.get('/claimed', { auth: { sub: 'ada' } })).toBe('ada')
  expect(await c.get('/signed', { auth: { userArn: 'arn:aws:iam::1:user/ada' } })).toBe('arn:aws:iam::1:user/ada')
  expect(await c.get('/elsewhere', { auth: { role: 'r' } })).toBe('r')
})

test('a function URL verifies signatures alone, a load balancer nobody', async () => {
  const auth = { userArn: 'arn:aws:iam::1:user/ada', sub: 'ada' }
  const url = client(api, { format: 'functionUrl' })
  expect((await url.get('/signed', { auth }).reply).status).toBe(200)
  expect((await url.get('/claimed', { auth }).reply).status).toBe(401)
  const alb = client(api, { format: 'alb' })
  expect((await alb.get('/signed', { auth }).reply).status).toBe(401)
})

// ---- API keys

test.each([
  ['no key', {}, 403, 'gateway'],
  ['a key that the gateway accepted', { apiKey: 'k' }, 200, 'api-key'],
  ['a key that the usage plan knows', { headers: { 'X-Api-Key': 'known' } }, 200, 'api-key'],
  ['a key that it does not know', { headers: { 'x-api-key': 'guess' } }, 403, 'gateway']
])('%s: %j is %d, by %s', async (_, input, status, by) => {
  const call = client(keyed, { apiKeys: ['known'] }).get('/key', input)
  expect((await call.reply).status).toBe(status)
  if (status === 403) expect(await call.catch((e: unknown) => e)).toMatchObject({ by })
})

test('where no gateway knows keys, the function refuses', async () => {
  for (const format of formats.slice(1))
    expect((await client(keyed, { format }).get('/key', { apiKey: 'k' }).reply).status).toBe(403)
})

// ---- odds and ends

test('the service’s own gateway is the default', async () => {
  const which = pipe(
    get('/which'),
    handle(({ request }) => ('rawPath' in (request.event as object) ? 'http' : 'rest'))
  )
  expect(await client(service('a', {}, { which })).get('/which')).toBe('rest')
  expect(await client(service('a', { gateway: 'http' }, { which })).get('/which')).toBe('http')
})

test.each(formats)('over %s a path that is not declared is 404, and a method that is not is 405', async (format) => {
  const c = client(api, { format })
  expect((await c.get('/nowhere' as '/time').reply).status).toBe(404)
  expect((await c.post('/time' as '/blob', { body: new Uint8Array() }).reply).status).toBe(405)
})

test('requests under way share nothing', async () => {
  const c = client(api)
  const ids = Array.from({ length: 50 }, (_, i) => String(i))
  const told = await Promise.all(ids.map((id) => c.get('/mine/{id}', { params: { id }, auth: { role: id, n: Number(id) } })))
  expect(told.map((x) => [x.id, x.role])).toEqual(ids.map((id) => [id, id]))
})

test('an exchange tells who answered, with which event, and of what', async () => {
  const c = client(api)
  const id = { id: '1' }
  expect(await c.exchange({ method: 'GET', path: '/mine/{id}', params: id, auth: { role: 'r', n: 1 } })).toMatchObject({
    by: 'api-mine-id',
    event: { resource: '/mine/{id}', pathParameters: id },
    reply: { status: 200 }
  })
  const refused = await c.exchange({ method: 'GET', path: '/mine/{id}', params: id })
  expect(refused).toMatchObject({ by: 'gateway', reply: { status: 401 } })
  expect(refused.event).toBe(undefined)
})

test('a parameter of the path that is left out is told, and never another path asked', async () => {
  const c = client(api)
  await expect(c.exchange({ method: 'GET', path: '/mine/{id}' })).rejects.toThrow('params.id is missing: the path is /mine/{id}')
  expect((await c.exchange({ method: 'GET', path: '/mine/{id}', params: { id: '' } })).by).toBe('gateway')
})

test('a client that keeps quiet logs no failure of the service, and whatever else is logged', async () => {
  const fails = pipe(
    get('/fails'),
    handle((): string => {
      console.error('{"message":"own"}')
      throw new Error('boom')
    })
  )
  const failing = service('failing', {}, { fails })
  const [quiet, loud] = [client(failing, { log: false }), client(failing)]
  expect((await quiet.get('/fails').reply).status).toBe(500)
  expect(log()).toEqual([{ message: 'own' }])
  expect((await loud.get('/fails').reply).status).toBe(500)
  expect(log()).toMatchObject([{ message: 'own' }, { level: 'ERROR', message: 'Error: boom' }])
})

test('a body is read as it was sent: encoded by its codec, a date as text', async () => {
  const born = new Date(0)
  const c = client(
    service(
      'cats',
      {},
      {
        coded: pipe(
          get('/coded'),
          returns({ 200: t.type({ born: DateFromString }) }),
          handle(() => ({ born }))
        ),
        schema: pipe(
          get('/schema'),
          returns({ 200: z.object({ born: z.date() }) }),
          handle(() => ({ born }))
        ),
        bare: pipe(
          get('/bare'),
          handle(() => ({ born }))
        )
      }
    )
  )
  const read: ReadonlyArray<{ readonly born: string }> = [await c.get('/coded'), await c.get('/schema'), await c.get('/bare')]
  expect(read.map((cat) => cat.born)).toEqual(Array(3).fill('1970-01-01T00:00:00.000Z'))
})

test('a form’s field that may be absent may be left out', async () => {
  const add = pipe(
    post('/cats'),
    form({ name: t.string, born: z.coerce.date().optional() }),
    handle(({ body }) => `${body.name} ${body.born?.getUTCFullYear() ?? 'of unknown age'}`)
  )
  const c = client(service('cats', {}, { add }))
  expect(await c.post('/cats', { body: { name: 'Tom' } })).toBe('Tom of unknown age')
  expect(await c.post('/cats', { body: { name: 'Tom', born: '1940-02-10' } })).toBe('Tom 1940')
})
