/** Every function by Lambda's own Invoke, with the real AWS client: results, failures, names, schedules on demand. */
import {
  InvalidRequestContentException,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ResourceNotFoundException
} from '@aws-sdk/client-lambda'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { type Gateway, startGateway } from '../../../src/deploy/local/gateway.js'
import { cron, each, get, handle, lambda, rate, schedule, service, sqs } from '../../../src/index.js'

const ran: unknown[] = []
const api = service(
  'jobs',
  {},
  {
    greet: pipe(
      lambda(t.partial({ name: t.string })),
      handle(({ event }) => ({ hello: event.name ?? 'nobody' }))
    ),
    nothing: pipe(
      lambda(),
      handle(() => undefined)
    ),
    fails: pipe(
      lambda(),
      handle((): number => {
        throw new RangeError('too far')
      })
    ),
    lost: pipe(
      lambda(),
      handle(() => E.left({ _tag: 'Lost' }))
    ),
    notes: pipe(
      lambda(),
      handle(({ event }) => {
        ran.push(event)
      })
    ),
    often: pipe(
      schedule(rate(5, 'minutes')),
      handle(({ event }) => ({ at: event.time.toISOString(), event: event.toJSON() }))
    ),
    nightly: pipe(
      schedule(cron(0, 3, '*', '*', '?', '*'), { input: { keepDays: 30 } }),
      handle(({ event }) => event.toJSON())
    ),
    standup: pipe(
      schedule('cron(30 9 ? * MON-FRI *)', { timezone: 'Europe/Berlin' }),
      handle(({ event }) => event.toJSON())
    ),
    orders: pipe(
      sqs('orders', { batchSize: 10 }),
      each(t.type({ id: t.string })),
      handle(() => 1)
    ),
    page: pipe(
      get('/page'),
      handle(() => 'a page')
    )
  }
)

let gateway: Gateway
let aws: LambdaClient
beforeAll(async () => {
  gateway = await startGateway(api, { port: 0 })
  aws = new LambdaClient({
    endpoint: gateway.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1
  })
})
afterAll(async () => {
  aws.destroy()
  await gateway.close()
})
// Failures are logged, and they are meant here.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))

const invoke = async (FunctionName: string, event?: unknown, more: Partial<InvokeCommandInput> = {}) => {
  const { $metadata, Payload, ...told } = await aws.send(
    new InvokeCommand({ FunctionName, ...(event === undefined ? {} : { Payload: JSON.stringify(event) }), ...more })
  )
  const text = Payload === undefined || Payload === null ? '' : Buffer.from(Payload).toString('utf8')
  return { ...told, payload: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

test('a function is given the event, and its result comes back', async () => {
  expect(await invoke('greet', { name: 'Ada' })).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    payload: { hello: 'Ada' }
  })
  expect(await invoke('nothing')).toMatchObject({ StatusCode: 200, payload: null })
})

test('without an event a function gets an empty one', async () => {
  expect(await invoke('greet')).toMatchObject({ payload: { hello: 'nobody' } })
})

test.each([
  'jobs-dev-greet',
  'greet:$LATEST',
  'arn:aws:lambda:eu-west-1:123456789012:function:jobs-dev-greet',
  'arn:aws:lambda:eu-west-1:123456789012:function:greet:live',
  '123456789012:function:greet'
])('a function is found by any of its names: %s', async (name) => {
  expect(await invoke(name, { name: 'Ada' })).toMatchObject({ payload: { hello: 'Ada' } })
})

test('a function that fails is told as Lambda tells it', async () => {
  expect(await invoke('fails')).toMatchObject({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    payload: { errorType: 'RangeError', errorMessage: 'too far', trace: expect.arrayContaining(['RangeError: too far']) }
  })
  expect(await invoke('lost')).toMatchObject({ FunctionError: 'Unhandled', payload: { errorMessage: "lost failed with 'Lost'" } })
  expect(await invoke('greet', { name: 7 })).toMatchObject({ FunctionError: 'Unhandled' })
})

test('a function that is not there, and an event that is no JSON, are refused', async () => {
  await expect(invoke('nobody')).rejects.toBeInstanceOf(ResourceNotFoundException)
  await expect(invoke('greet', undefined, { Payload: '{' })).rejects.toBeInstanceOf(InvalidRequestContentException)
  const latin1 = new Uint8Array(Buffer.from('{"name":"Zo\xeb"}', 'latin1'))
  await expect(invoke('greet', undefined, { Payload: latin1 })).rejects.toBeInstanceOf(InvalidRequestContentException)
})

test('an event is taken and answered at once; a dry run runs nothing', async () => {
  expect(await invoke('notes', { dry: true }, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 })
  expect(await invoke('notes', { n: 1 }, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 })
  expect(await invoke('fails', {}, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 })
  expect(ran).toEqual([{ n: 1 }])
})

test('a schedule on demand gets what its rule would send', async () => {
  const began = Math.floor(Date.now() / 1000) * 1000
  const { payload } = await invoke('often')
  const { at, event } = payload as { readonly at: string; readonly event: unknown }
  expect(Date.parse(at)).toBeGreaterThanOrEqual(began)
  expect(event).toEqual({
    version: '0',
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    time: at.replace('.000Z', 'Z'),
    region: 'eu-west-1',
    resources: ['arn:aws:events:eu-west-1:123456789012:rule/jobs-dev-OftenEventsRuleSchedule1'],
    detail: {}
  })
})

test('its input, where it has one; and what EventBridge Scheduler sends, where it has a time zone', async () => {
  expect((await invoke('nightly')).payload).toEqual({ keepDays: 30 })
  expect((await invoke('standup')).payload).toMatchObject({
    source: 'aws.scheduler',
    resources: ['arn:aws:scheduler:eu-west-1:123456789012:schedule/default/jobs-dev-StandupSchedulerSchedule1'],
    detail: '{}'
  })
})

test('any other event is what is given: a batch, a request', async () => {
  const record = (messageId: string, body: string) => ({ eventSource: 'aws:sqs', messageId, body })
  expect((await invoke('orders', { Records: [record('1', '{"id":"a"}'), record('2', '{}')] })).payload).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }]
  })
  expect(
    (await invoke('api-page', { httpMethod: 'GET', path: '/page', resource: '/page', requestContext: {} })).payload
  ).toMatchObject({
    statusCode: 200,
    body: 'a page'
  })
})

test.each<readonly [string, number, RequestInit]>([
  ['a page in a browser has no business there', 403, { method: 'POST', headers: { origin: 'https://evil.example' } }],
  ['a GET is none', 405, {}],
  ['an invocation type is one of three', 400, { method: 'POST', headers: { 'x-amz-invocation-type': 'Later' } }],
  ['6 MB are enough', 413, { method: 'POST', body: `"${'x'.repeat(6 * 1024 * 1024)}"` }]
])('%s: %i', async (_, status, init) => {
  expect((await fetch(`${gateway.url}/2015-03-31/functions/greet/invocations`, init)).status).toBe(status)
})
