/** HEAD, OPTIONS and 405 as every function derives them: held of whatever can be declared, and broken by what stands in their way. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  any,
  apiKey,
  authorize,
  authorizer,
  body,
  bytes,
  cors,
  del,
  forbidden,
  fromMiddy,
  get,
  handle,
  head,
  iam,
  noContent,
  ok,
  options,
  post,
  provide,
  put,
  reply,
  returns,
  route,
  service
} from '../../../src/index.js'
import { client, derivesMethods, type Format } from '../../../src/testing/index.js'

const o = { seed: 42, runs: 40 } as const
const cats = pipe(
  get('/cats'),
  handle(() => ok(['Tom'], { 'cache-control': 'max-age=60' }))
)
const addCat = pipe(
  post('/cats'),
  body(t.type({ name: t.string })),
  handle(({ body }) => body.name)
)

const broken = (declarations: object, settings = {}): Promise<Error> =>
  derivesMethods(service('cats', settings, declarations), o).then(
    () => new Error('it holds'),
    (e: Error) => e
  )

const formats: ReadonlyArray<Format> = ['rest', 'http', 'http1', 'functionUrl', 'alb', 'albMultiValue']

test.each([
  ['a resource', {}],
  ['a function for each route', { group: 'route' }],
  ['one function for all', { group: 'service' }],
  ['an HTTP API', { gateway: 'http' }]
] as const)('what is derived is as promised in every format: %s', async (_, settings) => {
  const declarations = {
    cats,
    addCat,
    putPicture: pipe(
      put('/cats/{name}/picture'),
      handle(() => noContent())
    ),
    // Declared after another method, and sent only to who accepts it first.
    picture: pipe(
      get('/cats/{name}/picture'),
      returns({ 200: bytes('image/png') }),
      handle(() => new Uint8Array([137]))
    ),
    mine: pipe(
      route(['GET', 'DELETE'], '/mine'),
      authorize(iam),
      handle(({ auth, method }) => ok({ by: auth.userArn }, { 'x-method': method === 'DELETE' ? 'DELETE' : 'GET' }))
    ),
    shared: pipe(
      get('/shared'),
      cors({ allowOrigin: ['https://a.example', 'https://b.example'] }),
      handle(() => 'all')
    ),
    rest: pipe(
      any('/files/{path+}'),
      handle(({ method }) => method)
    ),
    count: pipe(
      get('/files/count'),
      handle(() => 3)
    ),
    alive: pipe(
      head('/alive'),
      handle(() => noContent())
    ),
    able: pipe(
      options('/alive'),
      handle(() => noContent())
    ),
    ...(settings === undefined || 'gateway' in settings
      ? {}
      : {
          keyed: pipe(
            del('/keyed'),
            apiKey(),
            handle(() => noContent())
          )
        })
  }
  const { held, untried } = await derivesMethods(service('cats', settings, declarations), { ...o, formats })
  expect(untried).toEqual([])
  expect(held.map((h) => h.declaration)).toEqual(Object.keys(declarations))
})

test.each([
  ['a REST API', 'rest', 'token'],
  ['a REST API, by the whole request', 'rest', 'request'],
  ['an HTTP API', 'http', 'request']
] as const)('an authorizer that grants GET is asked for GET, and so lets HEAD in: %s', async (_, gateway, type) => {
  const door = authorizer({ type, context: t.type({}) })
  const mine = pipe(
    get('/mine/{id}'),
    authorize(door),
    handle(({ params }) => ok('mine', { 'x-id': params.id }))
  )
  const doorAuthorizer = pipe(
    door,
    handle(() => allow('ada', { routes: [mine], context: {} }))
  )
  const things = service('things', { gateway }, { mine, doorAuthorizer })
  expect((await derivesMethods(things, o)).held).toEqual([{ law: 'derivesMethods', declaration: 'mine', runs: 80 }])
  const ask = { params: { id: '7' }, headers: { authorization: 'anybody' } }
  const { reply: head } = await client(things).exchange({ method: 'HEAD', path: '/mine/{id}', ...ask })
  expect([head.status, head.headers['x-id'], head.body]).toEqual([200, '7', undefined])
})

test('an errorBody that loses the headers of a refusal loses Allow', async () => {
  const error = await broken({ cats }, { errorBody: (e: { readonly status: 405 }) => reply(e.status, 'no') })
  expect(error.message).toMatch(/curl -i -X \w+ "\$API"'\/cats'\n {2}expected: 405, with Allow: GET, HEAD, OPTIONS, and no call/)
  expect(error.message).toContain('came:     no Allow, in 405 "no" from ')
})

test('a stack that knows GET alone makes HEAD another request', async () => {
  const onlyGet = provide('only', ({ request }: { readonly request: { readonly method: string } }) =>
    request.method === 'GET' ? E.right(true) : E.left(forbidden())
  )
  const error = await broken({
    cats: pipe(
      get('/cats'),
      onlyGet,
      handle(() => 'Tom')
    )
  })
  expect(error.message).toMatch(/curl -i --head "\$API"'\/cats'\n {2}expected: 200, as GET answers\n {2}came: {5}403, in 403 /)
})

test('a middleware that tells HEAD other headers is found', async () => {
  const counted = fromMiddy({
    after: (request: { event: unknown; response?: { headers?: Record<string, string> } }) => {
      const { httpMethod } = request.event as { readonly httpMethod?: string }
      if (httpMethod === 'GET' && request.response?.headers) request.response.headers['etag'] = '"1"'
    }
  })
  const error = await broken({
    cats: pipe(
      get('/cats'),
      counted,
      handle(() => 'Tom')
    )
  })
  expect(error.message).toContain('expected: as of GET, etag: "1"\n  came:     none, in 200 no body from ')
})

test('what means to answer otherwise each time is not held against itself', async () => {
  let n = 0
  const next = pipe(
    get('/next'),
    handle(() => ok('next', { 'x-count': String(++n) }))
  )
  expect((await broken({ next })).message).toContain('x-count')
  await expect(derivesMethods(service('cats', {}, { next }), { ...o, stateful: ['next'] })).resolves.toMatchObject({
    held: [{ declaration: 'next', runs: 40 }]
  })
})
