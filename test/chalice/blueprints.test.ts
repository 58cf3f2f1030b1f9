/** Modules under a prefix, section 17. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  apiKey,
  authorize,
  authorizer,
  body,
  contentTypes,
  cors,
  del,
  forbidden,
  get,
  handle,
  iam,
  type LambdaHandler,
  lambda,
  lambdas,
  mapReply,
  mount,
  post,
  provide,
  service,
  withHeader
} from '../../src/index.js'
import { client } from '../../src/testing/index.js'
import { deliver, faultsIn, restEvent, send, watchLog } from './support.js'

watchLog()

const list = pipe(
  get('/cats'),
  handle(() => ['Tom'])
)
const pathsOf = (...modules: readonly object[]) =>
  service('a', {}, ...(modules as [])).declarations.map((d) => [
    d.keys.join('.'),
    (d.facts.find((f) => f._tag === 'Route') as { path: string }).path
  ])

test('17.1 a blueprint is a module of declarations: whatever else it exports is passed over', () => {
  const module = {
    list,
    job: pipe(
      lambda(),
      handle(() => 1)
    ),
    helper: () => 1,
    Cat: t.string,
    limit: 7
  }
  expect(service('a', {}, { cats: mount('/v1', module) }).functions.map((f) => [f.name, f.kind])).toEqual([
    ['api-v1-cats', 'http'],
    ['cats-job', 'lambda']
  ])
})

test('17.1 a source that nobody closed is a fault', () => {
  expect(faultsIn(() => service('a', {}, { cats: mount('/v1', { open: get('/x') as unknown }) }))).toEqual([
    'cats.open: a source that was never closed by handle'
  ])
})

test.each([
  ['/p', '/x', '/p/x'],
  ['/p', '/', '/p'],
  ['/p/', '/x', '/p/x'],
  ['/', '/x', '/x'],
  ['', '/x', '/x'],
  ['/', '/', '/'],
  ['', '/', '/'],
  ['/{tenant}', '/x/{id}', '/{tenant}/x/{id}']
])('17.2 %j and %j make %j', (prefix, path, joined) => {
  const x = pipe(
    get(path),
    handle(() => 1)
  )
  expect(pathsOf({ m: mount(prefix, { x }) })).toEqual([['m.x', joined]])
})

test.each([
  ['/p', '/x/', "the path '/p/x/': it ends with '/'"],
  ['p', '/x', "the prefix 'p': it does not start with '/'"],
  ['/{id}', '/{id}', "the path '/{id}/{id}': the parameter 'id' stands twice"]
])('17.2 %j and %j are a fault, told with the full path', (prefix, path, problem) => {
  const x = pipe(
    get(path),
    handle(() => 1)
  )
  expect(faultsIn(() => service('a', {}, { m: mount(prefix, { x }) }))[0]).toContain(problem)
})

test('17.2 parameters of the prefix are in the request', async () => {
  const x = pipe(
    get('/x/{id}'),
    handle(({ request }) => ({ ...request.params }))
  )
  const api = service('a', {}, { m: mount('/{tenant}', { x }) })
  const event = restEvent('GET', '/{tenant}/x/{id}', { params: { tenant: 'acme', id: '7' } })
  expect(JSON.parse((await deliver(lambdas(api)['api-tenant-x-id'] as LambdaHandler, event)).body)).toEqual({
    tenant: 'acme',
    id: '7'
  })
})

test('17.3 names are the keys on the way, joined; a mount is named by the key that it stands under', () => {
  const job = pipe(
    lambda(),
    handle(() => 1)
  )
  const api = service('a', { group: 'route' }, { v1: mount('/v1', { list, job }), list, job })
  expect(api.functions.map((f) => f.name)).toEqual(['v1-list', 'v1-job', 'list', 'job'])
})

test('17.4 clashes are told when the service is defined: twins by path, and one name from two modules', () => {
  expect(faultsIn(() => service('a', {}, { one: mount('/v1', { list }), two: mount('/v1', { list }) }))).toEqual([
    'GET /v1/cats (two.list): GET /v1/cats is declared by GET /v1/cats (one.list) as well'
  ])
  const modules: readonly object[] = [{ list }, { list: mount('/v1', {}) }]
  expect(faultsIn(() => service('a', {}, ...(modules as [])))).toEqual(["list: 'list' is declared in two modules"])
})

const optionful = {
  add: pipe(
    post('/todos'),
    cors({ allowOrigin: 'https://app.example' }),
    authorize(iam),
    apiKey(),
    contentTypes('application/vnd.todo+json'),
    body(t.type({ title: t.string })),
    handle(({ body }) => body.title)
  )
}
test('17.5 a module mounted twice, or in two services, keeps every option everywhere', async () => {
  const both = service('a', {}, { v1: mount('/v1', optionful), v2: mount('/v2', optionful) })
  const other = service('b', {}, { v3: mount('/v3', optionful) })
  const tags = ['Route', 'Cors', 'Auth', 'ApiKey', 'MediaTypes', 'Body']
  for (const d of [...both.declarations, ...other.declarations]) expect(d.facts.map((f) => f._tag)).toEqual(tags)
  for (const [api, path] of [
    [both, '/v1/todos'],
    [both, '/v2/todos'],
    [other, '/v3/todos']
  ] as const) {
    const handler = lambdas(api)[`api${path.replaceAll('/', '-')}`] as LambdaHandler
    const signer = { iam: { userArn: 'arn:ada' } }
    const input = {
      body: { title: 'a' },
      headers: { 'content-type': 'application/vnd.todo+json', origin: 'https://app.example' }
    }
    const sent = await send(handler, 'POST', path, input, {}, { ...signer, apiKey: 'k' })
    expect([sent.statusCode, sent.body, sent.headers['access-control-allow-origin']]).toEqual([200, 'a', 'https://app.example'])
    expect((await send(handler, 'GET', path)).statusCode).toBe(405)
    expect((await send(handler, 'POST', path, input)).statusCode).toBe(401)
    expect((await send(handler, 'POST', path, input, {}, signer)).statusCode).toBe(403)
    expect((await send(handler, 'POST', path, { body: { title: 'a' } }, {}, { ...signer, apiKey: 'k' })).statusCode).toBe(415)
  }
})

test('17.6 a module has nothing that must first be registered: its handlers run without any service', () => {
  expect(list({} as never)).toEqual(['Tom'])
})

test('17.7 the stack of a mount stands around its own routes, outermost, and around no others', async () => {
  const order: string[] = []
  const traced = <const K extends string>(at: K) => provide(at, () => order.push(at))
  const x = pipe(
    get('/x'),
    traced('own'),
    handle(() => 1)
  )
  const y = pipe(
    get('/y'),
    handle(() => 1)
  )
  const api = service(
    'a',
    {},
    { m: mount('/m', { x, n: mount('/n', { x }, traced('inner')) }, flow(traced('outer'), mapReply(withHeader('x-m', '1')))), y }
  )
  const handlers = lambdas(api)
  expect((await send(handlers['api-m-x'] as LambdaHandler, 'GET', '/m/x')).headers['x-m']).toBe('1')
  expect(order.splice(0)).toEqual(['outer', 'own'])
  expect((await send(handlers['api-m-n-x'] as LambdaHandler, 'GET', '/m/n/x')).headers['x-m']).toBe('1')
  expect(order.splice(0)).toEqual(['outer', 'inner', 'own'])
  expect((await send(handlers['api-y'] as LambdaHandler, 'GET', '/y')).headers).toEqual({ 'content-type': 'application/json' })
  expect(order).toEqual([])
})

test('17.7 a stack may refuse for all its routes', async () => {
  const closed = provide('never', () => E.left(forbidden()))
  const api = service('a', {}, { m: mount('/m', { list }, flow(cors(), closed)) })
  const sent = await send(lambdas(api)['api-m-cats'] as LambdaHandler, 'GET', '/m/cats')
  expect([sent.statusCode, sent.headers['access-control-allow-origin']]).toEqual([403, '*'])
})

test('17.9 an authorizer in a mounted module is named by where it stands, and its grants name the mounted routes', async () => {
  const key = authorizer({ context: t.type({}) })
  const secret = pipe(
    get('/secret'),
    authorize(key),
    handle(() => 1)
  )
  const keeper = pipe(
    key,
    handle(() => allow('ada', { routes: [secret], context: {} }))
  )
  const api = service('a', {}, { v1: mount('/v1', { secret, keeper }) })
  expect(api.functions.map((f) => f.name)).toEqual(['api-v1-secret', 'v1-keeper'])
  const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev'
  const event = { type: 'TOKEN', authorizationToken: 't', methodArn: `${arn}/GET/v1/secret` }
  expect(await deliver(lambdas(api)['v1-keeper'] as never, event)).toMatchObject({
    policyDocument: { Statement: [{ Effect: 'Allow', Resource: [`${arn}/GET/v1/secret`] }] }
  })
})

test('17.10 mounts nest, in paths and in names, and the client follows', async () => {
  const drop = pipe(
    del('/{id}'),
    handle(({ params }) => params.id)
  )
  const api = service('a', {}, { v1: mount('/v1', { pets: mount('/pets', { list, drop }) }) })
  expect(api.declarations.map((d) => d.keys)).toEqual([
    ['v1', 'pets', 'list'],
    ['v1', 'pets', 'drop']
  ])
  expect(await client(api).get('/v1/pets/cats', {})).toEqual(['Tom'])
  expect(await client(api).del('/v1/pets/{id}', { params: { id: '7' } })).toBe('7')
})
