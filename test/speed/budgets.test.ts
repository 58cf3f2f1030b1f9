/** What speed is made of and can be counted: modules, promises, turns of the loop, exceptions, bytes. No test here looks at a clock. */
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { promiseHooks } from 'node:v8'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  body,
  bracket,
  cors,
  created,
  each,
  errors,
  get,
  handle,
  type LambdaHandler,
  lambdas,
  mapReply,
  params,
  post,
  put,
  service,
  sqs,
  withHeader
} from '../../src/index.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { type Project, project, quaich } from '../cli/project.js'

const Order = t.type({ sku: t.string, count: t.number })
const api = service(
  'shop',
  { group: 'service' },
  {
    hello: pipe(
      get('/hello'),
      handle(() => ({ hello: 'world' }))
    ),
    one: pipe(
      get('/orders/{id}'),
      params({ id: t.string }),
      bracket(
        'begun',
        () => 1,
        () => undefined
      ),
      mapReply(withHeader('x-version', '1')),
      handle(({ params }) => params)
    ),
    add: pipe(
      post('/orders'),
      cors(),
      body(Order),
      handle(({ body }) => created(body))
    ),
    take: pipe(
      put('/names/{name}'),
      errors({ Taken: 409 }),
      handle(() => E.left({ _tag: 'Taken' as const }))
    ),
    orders: pipe(
      sqs('orders', { batchSize: 10 }),
      each(Order),
      handle(({ message }) => (message.count < 0 ? E.left({ _tag: 'Negative' as const }) : message.count))
    )
  }
)
const handlers = lambdas(api)
const http = handlers['api'] as LambdaHandler
const batch = handlers['orders'] as LambdaHandler
const context = lambdaContext('shop')

const order = { sku: 'a', count: 1 }
const json = { 'content-type': 'application/json' }
const record = (count: number, i: number) => ({
  eventSource: 'aws:sqs',
  messageId: `m${i}`,
  body: JSON.stringify({ sku: 'a', count }),
  attributes: {}
})

const calls: ReadonlyArray<readonly [string, LambdaHandler, () => unknown, number | undefined]> = [
  ['a value', http, () => httpEvent('rest', 'GET', '/hello', {}), 200],
  ['a stack of synchronous steps', http, () => httpEvent('rest', 'GET', '/orders/{id}', { params: { id: '1' } }), 200],
  ['a decoded body', http, () => httpEvent('rest', 'POST', '/orders', { headers: json, body: JSON.stringify(order) }), 201],
  ['a body that is refused', http, () => httpEvent('rest', 'POST', '/orders', { headers: json, body: '{"sku":1}' }), 422],
  ['a failure as a value', http, () => httpEvent('rest', 'PUT', '/names/{name}', { params: { name: 'a' } }), 409],
  ['a path that nobody declared', http, () => httpEvent('rest', 'GET', '/nowhere', {}), 404],
  ['a method that nobody declared', http, () => httpEvent('rest', 'DELETE', '/hello', {}), 405],
  ['a preflight', http, () => httpEvent('rest', 'OPTIONS', '/orders', { headers: { origin: 'https://app.example' } }), 204],
  ['a batch', batch, () => ({ Records: [1, 2, 3].map(record) }), undefined]
]

describe.each(calls)('%s', (_, handler, event, status) => {
  // The first one is made ready by it.
  beforeAll(() => handler(event(), context))

  test('is answered in one turn, with one promise', async () => {
    let promises = 0
    const given = event()
    const stop = promiseHooks.onInit(() => {
      promises++
    })
    const answered = handler(given, context)
    stop()
    expect(promises).toBe(1)
    let result: unknown
    answered.then((r) => {
      result = r
    })
    await null
    expect((result as { readonly statusCode?: number } | undefined)?.statusCode).toBe(status)
    expect(result).toBeDefined()
  })

  test('is answered without an exception', async () => {
    const given = event()
    const errors = [Error, TypeError, SyntaxError, RangeError]
    let made = 0
    for (const Kind of errors)
      (globalThis as Record<string, unknown>)[Kind.name] = new Proxy(Kind, {
        construct: (target, args, newTarget) => {
          made++
          return Reflect.construct(target, args, newTarget)
        }
      })
    try {
      await handler(given, context)
    } finally {
      for (const Kind of errors) (globalThis as Record<string, unknown>)[Kind.name] = Kind
    }
    expect(made).toBe(0)
  })
})

// ---- functions in processes of their own, as they are built

const programs = {
  hello: `import { pipe } from 'fp-ts/lib/function.js'
import { get, handle, service } from 'quaich'
export const hello = pipe(get('/hello'), handle(() => ({ hello: 'world' })))
export const api = service('bench', {}, { hello })`,
  orders: `import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import { body, cors, created, handle, post, service } from 'quaich'
const Order = t.type({ sku: t.string, count: t.number, express: t.boolean, notes: t.array(t.type({ text: t.string })) })
export const add = pipe(post('/orders'), cors(), body(Order), handle(({ body }) => created({ id: body.sku })))
export const api = service('bench', {}, { add })`
}
const placed = JSON.stringify({ sku: 'a', count: 1, express: true, notes: [{ text: 'b' }] })

let built: Project
beforeAll(async () => {
  built = project({ 'hello.ts': programs.hello, 'orders.ts': programs.orders })
  for (const name of Object.keys(programs))
    expect(await quaich(built, 'build', `${name}.ts`, '--out', name, '--no-sourcemap')).toMatchObject({ code: 0 })
}, 30_000)
afterAll(() => built.remove())

// What each holds and makes, and a twentieth more.
test.each([
  ['hello', 'api-hello', httpEvent('rest', 'GET', '/hello', {}), { status: 200, bundle: 23_800, heap: 1_970 }],
  [
    'orders',
    'api-orders',
    httpEvent('rest', 'POST', '/orders', { headers: json, body: placed }),
    { status: 201, bundle: 61_800, heap: 2_840 }
  ]
])(
  '%s is a small bundle, loads nothing that Node has not loaded, and makes little for an event',
  (name, folder, event, budget) => {
    const file = join(built.dir, name, folder, 'index.js')
    expect(statSync(file).size).toBeLessThan(budget.bundle)
    // Without an optimiser what is made is what is written, to the byte on every run.
    const flags = ['--expose-gc', '--no-opt', '--no-maglev', '--no-sparkplug', '--single-threaded', '--min-semi-space-size=16']
    const told = execFileSync(process.execPath, [...flags, join(__dirname, 'start.cjs'), file, JSON.stringify(event)], {
      encoding: 'utf8'
    })
    const { status, modules, bytes } = JSON.parse(told)
    expect(status).toBe(budget.status)
    expect(modules).toEqual([])
    expect(bytes).toBeLessThan(budget.heap)
  }
)
