/** Chalice's app object, section 1: what stands in its place here. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  binaryTypesOf,
  get,
  handle,
  isHandler,
  lambda,
  lambdas,
  notFound,
  post,
  put,
  rawBody,
  resource,
  service
} from '../../src/index.js'
import { given, httpEvent, lambdaContext } from '../../src/testing/index.js'
import { deliver, send, watchLog } from './support.js'

const log = watchLog()

const hello = pipe(
  get('/hello'),
  handle(() => 'hello')
)

test('1.1 a service has a name, settings and modules; debug is off and the environment is nobody’s business', async () => {
  const fails = pipe(
    get('/hello'),
    handle((): string => {
      throw new Error('inside')
    })
  )
  const api = service('any name', {}, { fails })
  expect(api.name).toBe('any name')
  expect(api.settings).toEqual({})
  expect((await send(lambdas(api)['api-hello'] as never, 'GET', '/hello')).body).not.toContain('inside')
  expect(log()).toHaveLength(1)
})

test('1.2 defining and running a service leaves the process environment alone', async () => {
  const before = { ...process.env }
  await send(resource(hello), 'GET', '/hello')
  expect({ ...process.env }).toEqual(before)
})

test('1.3 there is no logger: one line of JSON for each 5xx on standard error, and nothing for any other answer', async () => {
  const handler = resource(
    hello,
    pipe(
      post('/hello'),
      handle(() => notFound())
    ),
    pipe(
      put('/hello'),
      handle((): string => {
        throw new TypeError('broken')
      })
    )
  )
  expect((await send(handler, 'GET', '/hello')).statusCode).toBe(200)
  expect((await send(handler, 'POST', '/hello')).statusCode).toBe(404)
  expect(log()).toEqual([])
  expect((await send(handler, 'PUT', '/hello')).statusCode).toBe(500)
  expect(log()).toEqual([
    {
      level: 'ERROR',
      message: 'TypeError: broken',
      at: 'PUT /hello',
      requestId: '00000000-0000-4000-8000-000000000000',
      stack: expect.stringContaining('app.test.ts')
    }
  ])
})

test('1.4 binary types are a setting that declarations add to; the value is computed and nobody can change it for another', () => {
  const upload = pipe(
    put('/x'),
    rawBody('image/png'),
    handle(() => 1)
  )
  const settings = { binaryTypes: ['Application/Zip'] }
  const api = service('a', settings, { upload })
  expect(binaryTypesOf(api.declarations, api.settings)).toEqual(['application/zip', 'image/png'])
  expect(binaryTypesOf(service('b', {}, { hello }).declarations, {})).toEqual([])
  expect(settings).toEqual({ binaryTypes: ['Application/Zip'] })
})

test('1.6 the request is an argument: no handler sees that of another, and a plain function has none', async () => {
  const slow = pipe(
    get('/slow/{ms}'),
    handle(async ({ request, params }) => {
      await new Promise((r) => setTimeout(r, Number(params.ms)))
      return request.path
    })
  )
  const keys = pipe(
    lambda(),
    handle((c) => Object.keys(c).sort())
  )
  const handlers = lambdas(service('a', {}, { slow, keys }))
  const bodies = await Promise.all(
    ['20', '1'].map((ms) => send(handlers['api-slow-ms'] as never, 'GET', '/slow/{ms}', { params: { ms } }))
  )
  expect(bodies.map((b) => b.body)).toEqual(['/slow/20', '/slow/1'])
  expect(await deliver(handlers['keys'] as never, {})).toEqual(['event', 'lambda'])
})

test('1.7 every handler is given the Lambda context of its own invocation, whatever woke it', async () => {
  const route = pipe(
    get('/id'),
    handle(({ lambda }) => lambda.awsRequestId)
  )
  const plain = pipe(
    lambda(),
    handle(({ lambda }) => lambda.awsRequestId)
  )
  const handlers = lambdas(service('a', {}, { route, plain }))
  const event = httpEvent('rest', 'GET', '/id', {})
  expect(await handlers['api-id']?.(event, lambdaContext('a', { awsRequestId: 'one' }))).toMatchObject({ body: 'one' })
  expect(await handlers['api-id']?.(event, lambdaContext('a', { awsRequestId: 'two' }))).toMatchObject({ body: 'two' })
  expect(await handlers['plain']?.({}, lambdaContext('a', { awsRequestId: 'three' }))).toBe('three')
})

test('1.8 each path and each other sentence is a Lambda function of its own; group says otherwise', () => {
  const module = {
    hello,
    more: pipe(
      post('/hello'),
      handle(() => 1)
    ),
    root: pipe(
      get('/'),
      handle(() => 1)
    ),
    job: pipe(
      lambda(),
      handle(() => 1)
    )
  }
  expect(Object.keys(lambdas(service('a', {}, module)))).toEqual(['api-hello', 'api', 'job'])
  expect(Object.keys(lambdas(service('a', { group: 'service' }, module)))).toEqual(['api', 'job'])
  expect(Object.keys(lambdas(service('a', { group: 'route' }, module)))).toEqual(['hello', 'more', 'root', 'job'])
})

test('1.9 every closed sentence is still the function it was made of, and one function may close several of any kind', async () => {
  const f = ({ lambda }: { lambda: { functionName: string } }) => lambda.functionName
  const [route, other, plain] = [pipe(get('/a'), handle(f)), pipe(post('/a'), handle(f)), pipe(lambda(), handle(f))]
  const context = { lambda: lambdaContext('mine') }
  expect([route, other, plain].every(isHandler)).toBe(true)
  expect([route(context as never), other(context as never), plain(context as never)]).toEqual(['mine', 'mine', 'mine'])
  expect(given(hello)({ params: {} })).toBe('hello')
  const handlers = lambdas(service('a', {}, { route, other, plain }))
  expect((await send(handlers['api-a'] as never, 'POST', '/a')).body).toBe('api')
  expect(await deliver(handlers['plain'] as never, {})).toBe('api')
})
