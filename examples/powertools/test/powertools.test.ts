/** The example with the real logger, tracer and metrics: what they write is read from standard output, and from where the X-Ray daemon listens. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { check, serverless } from 'quaich/deploy'
import { events, lambdaContext } from 'quaich/testing'
import type * as Service from '../src/service.js'

const before = { ...process.env }
// The tracer puts its own in their place, for the whole process.
const asked = [http, https].map((module) => [module, { request: module.request, get: module.get }] as const)
const segments: Array<{ readonly name: string; readonly [key: string]: unknown }> = []
const lines: Array<Readonly<Record<string, unknown>>> = []
let daemon: Socket
let paying: (typeof Service)['paying']
let invoke: (name: string, event: object) => Promise<unknown>

const environment = (service: (typeof Service)['paying']): object => {
  const { functions } = serverless(service) as { readonly functions: Readonly<Record<string, { readonly environment: object }>> }
  return functions['api-payments']?.environment ?? {}
}

beforeAll(async () => {
  daemon = createSocket('udp4').bind(0, '127.0.0.1')
  daemon.on('message', (bytes) => segments.push(JSON.parse(bytes.toString().replace(/^.*\n/, ''))))
  await once(daemon, 'listening')
  // What Lambda sets before a function is loaded, as the tracer reads it.
  Object.assign(process.env, {
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${(daemon.address() as AddressInfo).port}`,
    LAMBDA_TASK_ROOT: '/var/task',
    _HANDLER: 'index.handler',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1'
  })
  const { lambdas } = await import('quaich')
  paying = (await import('../src/service.js')).paying
  Object.assign(process.env, environment(paying))
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      if (String(text).startsWith('{')) lines.push(JSON.parse(String(text)))
      return true
    })
  const handlers = lambdas(paying)
  invoke = async (name, event) => handlers[name]?.(event as never, lambdaContext(name))
})
beforeEach(() => {
  segments.length = 0
  lines.length = 0
})
afterAll(() => {
  jest.restoreAllMocks()
  process.env = before
  for (const [module, own] of asked) Object.assign(module, own)
  daemon.close()
})

const pay = (body: object) =>
  invoke(
    'api-payments',
    events.http('rest', 'POST', '/payments', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  )

/** The datagrams that the invocation sent; loopback delivers them after it has ended. */
const traced = async (count: number) => {
  while (segments.length < count) await once(daemon, 'message')
  return segments
}
const logged = () => lines.filter((line) => line['message'] !== undefined)
const metered = () => lines.filter((line) => line['_aws'] !== undefined)

test('the cold start is counted, the line has the Lambda context and the keys that the handler gave, the trace its annotation', async () => {
  expect(await pay({ id: 'p-1', pence: 250 })).toMatchObject({ statusCode: 201 })
  expect(logged()).toMatchObject([
    { message: 'taken', payment: 'p-1', service: 'payments', cold_start: true, function_name: 'api-payments', level: 'INFO' }
  ])
  expect(metered()).toMatchObject([
    { ColdStart: 1, function_name: 'api-payments', _aws: { CloudWatchMetrics: [{ Namespace: 'shop' }] } },
    { taken: 1, service: 'payments' }
  ])
  expect(await traced(1)).toMatchObject([
    {
      name: '## index.handler',
      trace_id: '1-5759e988-bd862e3fe1be46a994272793',
      parent_id: '557abcec3ee5a047',
      annotations: { ColdStart: true, Service: 'payments', payment: 'p-1' }
    }
  ])
})

test('a refusal of the handler is logged, counted, and an error of the trace; keys of one invocation are not in the next', async () => {
  expect(await pay({ id: 'p-2', pence: 200_000 })).toMatchObject({ statusCode: 402 })
  await pay({ id: 'p-3', pence: 1 })
  expect(logged()).toMatchObject([
    { message: 'declined', payment: 'p-2', cold_start: false },
    { message: 'taken', payment: 'p-3' }
  ])
  expect(metered()).toMatchObject([{ declined: 1 }, { taken: 1 }])
  const [declined, taken] = await traced(2)
  expect([declined?.['fault'], taken?.['fault']]).toEqual([true, undefined])
})

test('what is refused before them, they do not see', async () => {
  expect(await pay({ id: 'p-4' })).toMatchObject({ statusCode: 422 })
  expect([lines, segments]).toEqual([[], []])
})

test('around a batch they stand once, whatever the number of its records', async () => {
  const payments = ['a', 'b'].map((id) => ({ id, pence: 1 }))
  expect(await invoke('refund', events.sqs(payments))).toEqual({ batchItemFailures: [] })
  expect(logged().map((line) => [line['payment'], line['function_request_id']])).toEqual([
    ['a', '00000000-0000-4000-8000-000000000000'],
    ['b', '00000000-0000-4000-8000-000000000000']
  ])
  expect(metered()).toMatchObject([{ refunded: [1, 1] }])
  expect(await traced(1)).toHaveLength(1)
})

test('a tracer that is switched off, by override, sends nothing', async () => {
  const { lambdas, override } = await import('quaich')
  const { tracer } = await import('../src/observed.js')
  const { Tracer } = await import('@aws-lambda-powertools/tracer')
  const off = new Tracer({ enabled: false })
  const handlers = lambdas(paying, override(tracer, off))
  await handlers['refund']?.(events.sqs([{ id: 'a', pence: 1 }]) as never, lambdaContext('refund'))
  await pay({ id: 'p-5', pence: 1 })
  // The one that follows is the first that arrives.
  expect(await traced(1)).toMatchObject([{ annotations: { payment: 'p-5' } }])
})

test('its functions trace, may send what they trace, and have the variables of all three', () => {
  expect(check(paying)).toMatchObject({ faults: [], warnings: [] })
  expect(serverless(paying)['functions']).toMatchObject({ refund: { tracing: 'Active' }, 'api-payments': { tracing: 'Active' } })
  expect(environment(paying)).toEqual({
    POWERTOOLS_SERVICE_NAME: 'payments',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    POWERTOOLS_METRICS_NAMESPACE: 'shop'
  })
  expect(JSON.stringify(serverless(paying)).match(/AWSXRayDaemonWriteAccess/g)).toHaveLength(2)
})
