/** The example's functions as Lambda calls them: real-looking events in, what the service reports out. No AWS. */
import { lambdas, managementApi, override } from 'quaich'
import { lambdaContext } from 'quaich/testing'
import { events } from '../src/service.js'
import { connections } from '../src/sockets.js'

// What the generated file tells every function that sends.
process.env['WEBSOCKET_ENDPOINT'] = 'https://own.example/dev'
// Failures are logged, and they are meant here.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))

const sent: Array<readonly [endpoint: string, connectionId: string, data: string]> = []
const gone = (): Promise<never> => Promise.reject(Object.assign(new Error('gone'), { name: 'GoneException' }))
const present = new Set<string>()
const handlers = lambdas(
  events,
  override(connections, present),
  override(managementApi, {
    post: (endpoint, id, data) => (id === 'dead' ? gone() : Promise.resolve(void sent.push([endpoint, id, String(data)]))),
    delete: gone,
    get: gone
  })
)
const call = (name: string, event: unknown): Promise<unknown> =>
  Promise.resolve(handlers[name]?.(event as never, lambdaContext(name)))

const message = (messageId: string, body: unknown, queue = 'orders') => ({
  messageId,
  receiptHandle: `r-${messageId}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: { ApproximateReceiveCount: '1' },
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
  awsRegion: 'eu-west-1'
})
const failed = (...ids: ReadonlyArray<string>) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) })

const busEvent = (detailType: string, detail: unknown) => ({
  version: '0',
  id: 'e-1',
  'detail-type': detailType,
  source: 'shop',
  account: '123456789012',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-west-1',
  resources: [],
  detail
})

const s3Event = (key: string) => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'example-pictures' }, object: { key, size: 3 } }
    }
  ]
})

const socketEvent = (routeKey: string, connectionId: string, body?: unknown) => ({
  requestContext: {
    routeKey,
    connectionId,
    domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
    stage: 'dev',
    authorizer: { principalId: connectionId, name: connectionId }
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  isBase64Encoded: false
})

test('a rate, and a cron with its own input', async () => {
  const tick = busEvent('Scheduled Event', {})
  expect(await call('heartbeat', tick)).toBe('alive at 2026-01-02T03:04:05.000Z')
  expect(await call('nightly', { keepDays: 30 })).toEqual({ keepDays: 30 })
})

test('a plain function', async () => {
  expect(await call('greet', { name: 'Ada' })).toBe('hello Ada')
  await expect(call('greet', { name: 1 })).rejects.toThrow()
})

test('of a batch exactly what failed is reported: refused, undecodable, malformed', async () => {
  const batch = [
    message('good', { id: '1', quantity: 2 }),
    message('empty', { id: '2', quantity: 0 }),
    message('wrong', { id: 3 }),
    message('broken', '{')
  ]
  expect(await call('placed', { Records: batch })).toEqual(failed('empty', 'wrong', 'broken'))
})

test('changes of a table, and clicks of a stream', async () => {
  const change = {
    eventID: '1',
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026',
    dynamodb: { Keys: { id: { S: '1' } }, NewImage: { id: { S: '1' }, quantity: { N: '2' } }, SequenceNumber: '100' }
  }
  expect(await call('changed', { Records: [change] })).toEqual(failed())
  const click = {
    eventSource: 'aws:kinesis',
    kinesis: { partitionKey: 'p', sequenceNumber: '1', data: Buffer.from('hi').toString('base64') }
  }
  expect(await call('clicked', { Records: [click] })).toEqual(failed())
})

test('events of a bus, their detail decoded or the invocation failed', async () => {
  expect(await call('released', busEvent('CodePipeline Pipeline Execution State Change', {}))).toBe('e-1')
  expect(await call('paid', busEvent('Paid', { id: 'o-1', currency: 'EUR' }))).toBe('o-1')
  await expect(call('paid', busEvent('Paid', { id: 'o-1', currency: 'USD' }))).rejects.toThrow('not as declared')
})

test('objects, notifications, and the one in the other in a message', async () => {
  expect(await call('uploaded', s3Event('images/a+b.jpg'))).toBeUndefined()
  expect(await call('uploaded', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'example-pictures' })).toBeUndefined()
  const alarm = {
    EventSource: 'aws:sns',
    Sns: { MessageId: 'm', Message: 'disk full', Subject: null, TopicArn: 'arn:aws:sns:x:1:alarms' }
  }
  expect(await call('alarm', { Records: [alarm] })).toBeUndefined()
  const notification = { Type: 'Notification', Message: JSON.stringify(s3Event('images/c.jpg')) }
  const queue = 'picture-notifications'
  expect(await call('notified', { Records: [message('n1', notification, queue), message('n2', {}, queue)] })).toEqual(
    failed('n2')
  )
})

test('a WebSocket API: connect, echo, shout, a chime that forgets the dead, disconnect', async () => {
  const own = 'https://abc.execute-api.eu-west-1.amazonaws.com/dev'
  for (const id of ['ada', 'bob', 'dead']) expect(await call('connect', socketEvent('$connect', id))).toEqual({ statusCode: 200 })
  expect(await call('echo', socketEvent('$default', 'ada', { text: 'hello', more: 1 }))).toMatchObject({
    body: '{"text":"hello"}'
  })
  expect(await call('echo', socketEvent('$default', 'ada', { words: 'hello' }))).toMatchObject({ statusCode: 400 })
  await call('shout', socketEvent('shout', 'ada', { action: 'shout', text: 'hi' }))
  expect(sent.splice(0)).toEqual([
    [own, 'ada', 'HI'],
    [own, 'bob', 'HI']
  ])
  expect(await call('chime', busEvent('Scheduled Event', {}))).toBe(1)
  expect(sent.splice(0).map(([endpoint, id]) => [endpoint, id])).toEqual([
    ['https://own.example/dev', 'ada'],
    ['https://own.example/dev', 'bob']
  ])
  await call('disconnect', socketEvent('$disconnect', 'bob'))
  expect([...present]).toEqual(['ada'])
})

test('it lets members connect, and nobody else', async () => {
  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/$connect'
  const ask = (Authorization: string) => call('memberAuthorizer', { type: 'REQUEST', methodArn, headers: { Authorization } })
  expect(await ask('member ada')).toMatchObject({
    principalId: 'ada',
    context: { name: 'ada' },
    policyDocument: { Statement: [{ Effect: 'Allow', Resource: [methodArn] }] }
  })
  expect(await ask('stranger')).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } })
  const { requestContext, ...event } = socketEvent('$connect', 'eve')
  expect(await call('connect', { ...event, requestContext: { ...requestContext, authorizer: undefined } })).toMatchObject({
    statusCode: 401
  })
})
