/** How routes are declared, section 2. */
import { pipe } from 'fp-ts/lib/function.js'
import { check, serverless } from '../../src/deploy/index.js'
import {
  any,
  apiKey,
  authorize,
  contentTypes,
  cors,
  del,
  functionSettings,
  get,
  handle,
  head,
  iam,
  type LambdaHandler,
  lambdas,
  options,
  patch,
  post,
  put,
  resource,
  route,
  service
} from '../../src/index.js'
import { deliver, faultsIn, problemText, restEvent, send, watchLog } from './support.js'

watchLog()

const one = () => 1

test('2.1 a route’s options are combinators, each a fact beside path and method', () => {
  const full = pipe(post('/todos'), cors(), authorize(iam), contentTypes('text/csv'), apiKey(), handle(one))
  expect(full.facts.map((f) => f._tag)).toEqual(['Route', 'Cors', 'Auth', 'MediaTypes', 'ApiKey'])
  expect(full.facts[0]).toEqual({ _tag: 'Route', methods: ['POST'], path: '/todos' })
})

test.each([
  ['get', get('/x'), ['GET']],
  ['post', post('/x'), ['POST']],
  ['put', put('/x'), ['PUT']],
  ['patch', patch('/x'), ['PATCH']],
  ['del', del('/x'), ['DELETE']],
  ['head', head('/x'), ['HEAD']],
  ['options', options('/x'), ['OPTIONS']],
  ['route', route(['GET', 'PUT'], '/x'), ['GET', 'PUT']],
  ['any', any('/x'), 'ANY']
])('2.1 %s says its methods', (_, source, methods) => {
  expect(source.facts).toEqual([{ _tag: 'Route', methods, path: '/x' }])
})

test.each([
  ['lower case', ['get'], ["get /x: 'get' is no method"]],
  ['an unknown one', ['GET', 'BREW'], ["GET|BREW /x: 'BREW' is no method"]],
  ['an empty list', [], [' /x: the list of methods is empty']],
  ['letters of a word', [...'GET'], ["G|E|T /x: 'G' is no method", "G|E|T /x: 'E' is no method", "G|E|T /x: 'T' is no method"]]
])('2.2 methods that could never match are faults of the definition: %s', (_, methods, faults) => {
  expect(faultsIn(() => resource(pipe(route(methods as never, '/x'), handle(one))))).toEqual(faults)
})

test('2.2 a bare word in place of the list does not compile', () => {
  // @ts-expect-error methods are a list
  const letters = () => route('GET', '/x')
  expect(letters).not.toThrow()
})

test('2.3 one method of one path declared twice is a fault that names method, path and both; it is told with all others at once', () => {
  const faults = faultsIn(() =>
    service(
      'a',
      {},
      {
        first: pipe(get('/x'), handle(one)),
        second: pipe(route(['PUT', 'GET'], '/x'), handle(one)),
        third: pipe(get('/y/'), handle(one))
      }
    )
  )
  expect(faults).toEqual([
    "GET /y/ (third): the path '/y/': it ends with '/'",
    'PUT|GET /x (second): GET /x is declared by GET /x (first) as well'
  ])
})

test('2.3 the same method twice in one list is a fault', () => {
  expect(faultsIn(() => resource(pipe(route(['GET', 'GET'], '/x'), handle(one))))).toContain(
    'GET|GET /x: a method stands twice in its list'
  )
})

test('2.3 different methods of one path may belong to different functions', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      handle(() => 'got')
    ),
    pipe(
      put('/x'),
      handle(() => 'put')
    )
  )
  expect([(await send(handler, 'GET', '/x')).body, (await send(handler, 'PUT', '/x')).body]).toEqual(['got', 'put'])
})

test.each(['json', 'TEXT', 'text/', 'text/plain; charset=utf-8'])(
  '2.4 contentTypes refuses what is no media type: %s',
  (type) => {
    expect(faultsIn(() => resource(pipe(post('/x'), contentTypes(type), handle(one))))).toEqual([
      `POST /x: '${type.toLowerCase()}' is no media type`
    ])
  }
)

test('2.4 contentTypes without a type does not compile', () => {
  // @ts-expect-error at least one is needed
  const none = () => contentTypes()
  expect(none).not.toThrow()
})

test.each([
  ['a word', '/x/{id}', { id: '7' }],
  ['a hyphen', '/x/{user-id}', { 'user-id': '7' }],
  ['dots and underscores', '/x/{a.b_c}', { 'a.b_c': '7' }],
  ['everything that follows', '/x/{rest+}', { rest: 'a/b c/d' }],
  ['several', '/{a}/x/{b}', { a: '1', b: '2' }]
])('2.5 a parameter binds whatever its name: %s', async (_, path, params) => {
  const handler = resource(
    pipe(
      get(path),
      handle(({ params }) => ({ ...(params as object) }))
    )
  )
  expect(JSON.parse((await send(handler, 'GET', path, { params })).body)).toEqual(params)
})

test.each([
  ['x', "it does not start with '/'"],
  ['/x/', "it ends with '/'"],
  ['', "it does not start with '/'"],
  ['/x//y', 'it has an empty segment'],
  ['/x/{id}/{id}', "the parameter 'id' stands twice"],
  ['/x/y{id}', "'y{id}' mixes text and braces: a parameter is a whole segment, {name} or {name+}"],
  ['/x/{rest+}/y', '{rest+} is greedy and not the last segment'],
  ['/x/<int:id>', "'<int:id>' has characters other than letters, digits and . _ : -"],
  ['/x/:id', "':id' is a parameter of Express: here it is {id}"],
  ['/x/ü', "'ü' has characters other than letters, digits and . _ : -"],
  ['/x/{}', "'{}' mixes text and braces: a parameter is a whole segment, {name} or {name+}"],
  ['/x/{__proto__}', "'__proto__' cannot name a parameter"]
])('2.6 a path is checked when it is defined: %j', (path, why) => {
  expect(faultsIn(() => resource(pipe(get(path), handle(one))))).toContain(`GET ${path}: the path '${path}': ${why}`)
})

test('2.6 two paths that mean the same requests are a fault', () => {
  expect(
    faultsIn(() => service('a', {}, { a: pipe(get('/x/{id}'), handle(one)), b: pipe(put('/x/{name}'), handle(one)) }))
  ).toEqual(["PUT /x/{name} (b): the path '/x/{name}' means the same requests as '/x/{id}' of GET /x/{id} (a)"])
})

test('2.6 parameters of one place with two names are found by the check of a deployment, since REST APIs refuse them', async () => {
  const module = { a: pipe(get('/users/{id}'), handle(one)), b: pipe(get('/users/{name}/posts'), handle(one)) }
  expect(check(service('users', {}, module)).faults).toEqual([
    {
      place: 'GET /users/{name}/posts (b)',
      problem: '{name} and {id} (of /users/{id}) are parameters in one place, under /users: API Gateway takes one',
      mend: 'give them the same name'
    }
  ])
  const handler = lambdas(service('users', { group: 'service' }, module))['api'] as LambdaHandler
  expect((await send(handler, 'GET', '/users/{name}/posts', { params: { name: 'a' } })).statusCode).toBe(200)
})

test('2.7 a route is named by its export; the name reaches its function only where group is route', () => {
  const module = { listTodos: pipe(get('/todos'), handle(one)) }
  expect(service('a', {}, module).declarations.map((d) => d.keys)).toEqual([['listTodos']])
  expect(service('a', {}, module).functions.map((f) => f.name)).toEqual(['api-todos'])
  expect(service('a', { group: 'route' }, module).functions.map((f) => f.name)).toEqual(['listTodos'])
})

test('2.8 HEAD is answered from GET without a body, OPTIONS on every path', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      handle(() => ({ a: 1 }))
    )
  )
  expect(await send(handler, 'HEAD', '/x')).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    multiValueHeaders: {},
    body: '',
    isBase64Encoded: false
  })
  expect(await send(handler, 'OPTIONS', '/x')).toEqual({
    statusCode: 204,
    headers: { allow: 'GET, HEAD, OPTIONS' },
    multiValueHeaders: {},
    body: '',
    isBase64Encoded: false
  })
})

test('2.9 apiKey is a fact for the gateway, and the function refuses what reaches it without a key that a gateway accepted', async () => {
  const handler = resource(pipe(get('/x'), apiKey(), handle(one)))
  const refused = await send(handler, 'GET', '/x', { headers: { 'x-api-key': 'mine' } })
  expect([refused.statusCode, refused.body]).toEqual([403, problemText(403, 'Forbidden', 'Forbidden', 'An API key is needed')])
  expect((await deliver(handler, restEvent('GET', '/x', {}, {}, { apiKey: 'k' }))).statusCode).toBe(200)
})

test('2.9 the generated API demands the key and has one', () => {
  const data = serverless(service('keys', {}, { x: pipe(get('/x'), apiKey(), handle(one)) }))
  expect(data).toMatchObject({
    provider: { apiGateway: { apiKeys: ['keys-${sls:stage}'] } },
    functions: { 'api-x': { events: [{ http: { path: '/x', method: 'get', private: true } }] } }
  })
})

test('2.10 a function is described by functionSettings: a comment does not outlive the compiler', () => {
  const x = pipe(get('/x'), functionSettings({ description: 'Counts.' }), handle(one))
  expect(x.facts[1]).toEqual({ _tag: 'Function', settings: { description: 'Counts.' } })
  expect(serverless(service('counts', {}, { x }))).toMatchObject({ functions: { 'api-x': { description: 'Counts.' } } })
})
