/** What speed is made of and can be counted: modules, promises, turns of the loop, exceptions, bytes. No test here looks at a clock. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promiseHooks } from 'node:v8'
import { build } from 'esbuild'
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

// ---- a function in a process of its own

const root = resolve(__dirname, '../..')

const bundled = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'index.js')
  await build({
    stdin: {
      contents: `
        import { get, handle } from './src/index.ts'
        import { restApi } from './src/events/restApi.ts'
        import { onlyPath } from './src/router/onlyPath.ts'
        import { slimHttp } from './src/router/slim.ts'
        const handler_ = handle(() => ({ hello: 'world' }))(get('/hello'))
        export const handler = slimHttp({ payloads: [restApi], matcher: onlyPath }, [{ keys: ['hello'], handler: handler_, path: '/hello' }])`,
      resolveDir: root,
      sourcefile: 'hello.ts',
      loader: 'ts'
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true
  })
  return outfile
}

test('a function loads no module of Node beyond those that Node has loaded, and makes little for an event', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quaich-speed-'))
  try {
    const event = JSON.stringify(httpEvent('rest', 'GET', '/hello', {}))
    // Without an optimiser what is made is what is written, to the byte on every run.
    const flags = ['--expose-gc', '--no-opt', '--no-maglev', '--no-sparkplug', '--single-threaded', '--min-semi-space-size=16']
    const told = execFileSync(process.execPath, [...flags, join(__dirname, 'start.cjs'), await bundled(folder), event], {
      encoding: 'utf8'
    })
    const { status, modules, bytes } = JSON.parse(told)
    expect(status).toBe(200)
    expect(modules).toEqual([])
    expect(bytes).toBeLessThan(2000)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
