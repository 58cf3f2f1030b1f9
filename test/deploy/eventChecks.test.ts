/** Faults and warnings of everything but HTTP, as a table: what was written, and what is told. What a source is by itself is told earlier. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { check } from '../../src/deploy/index.js'
import {
  authorize,
  authorizer,
  cognitoUserPool,
  dynamodbStream,
  each,
  eventBridge,
  functionSettings,
  iam,
  kinesis,
  lambda,
  lambdaAuthorizer,
  port,
  s3,
  schedule,
  sns,
  sockets,
  sqs,
  use,
  websocket
} from '../../src/index.js'
import { close, of, problems, warnings } from './support.js'

const stack = (source: unknown, ...fs: ReadonlyArray<(s: never) => unknown>) =>
  close(fs.reduce<unknown>((s, f) => f(s as never), source))
const brings = (id: string, Type: string, Properties: Readonly<Record<string, unknown>> = {}) =>
  use(port('it', { live: () => 1, resources: { [id]: { Type, Properties, DeletionPolicy: 'Retain' } } }))
const queue = (Properties: Readonly<Record<string, unknown>> = {}) => brings('Q', 'AWS::SQS::Queue', Properties)
const own = { 'Fn::GetAtt': ['Q', 'Arn'] } as const
const stream = { 'Fn::GetAtt': ['T', 'StreamArn'] } as const
const pattern = { source: ['shop'] }
const context = t.type({ role: t.string })
const jwt = authorizer({ context })
const existing = (o: object = {}) =>
  lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', type: 'request', context, ...o })
const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: t.type({})
})
const on = (...fs: ReadonlyArray<(s: never) => unknown>) => stack(websocket('$connect'), ...fs)
const table = { AttributeDefinitions: [], KeySchema: [] }

describe('faults', () => {
  const cases: ReadonlyArray<readonly [string, object, string]> = [
    // Schedules and buses.
    [
      'a long description',
      { f: close(schedule('rate(1 day)', { description: 'x'.repeat(513) })) },
      'a description of 513 characters'
    ],
    ['a large input', { f: close(schedule('rate(1 day)', { input: 'x'.repeat(8191) })) }, 'an input of 8193 characters'],
    ['no name of a bus', { f: close(eventBridge(pattern, { bus: 'my bus' })) }, "'my bus' is no name of an event bus"],
    [
      'a bus elsewhere',
      { f: close(eventBridge(pattern, { bus: 'arn:aws:events:us-east-1:123456789012:event-bus/b' })) },
      'the event bus is in us-east-1 and the service in eu-west-1'
    ],
    ['a bus by Fn::Sub', { f: close(eventBridge(pattern, { bus: { 'Fn::Sub': 'b' } })) }, 'in a form that the deployer refuses'],
    ['a key that no event has', { f: close(eventBridge({ ...pattern, detailType: ['x'] })) }, "the pattern names 'detailType'"],
    [
      'a leaf that is no list',
      { f: close(eventBridge({ detail: { order: { kind: 'new' } } })) },
      "the pattern's detail.order.kind is no list"
    ],
    // References.
    ['a queue that is not there', { f: close(sqs(own)) }, 'it refers to Q, which is no resource of this service'],
    ['a Ref of a queue', { f: stack(sqs({ Ref: 'Q' }), queue()) }, 'Ref of Q is its URL, not its ARN'],
    ['a Ref of a stream', { f: stack(kinesis({ Ref: 'K' }), brings('K', 'AWS::Kinesis::Stream')) }, 'Ref of K is its name'],
    [
      'another attribute',
      { f: stack(sqs({ 'Fn::GetAtt': ['Q', 'QueueName'] }), queue()) },
      'Q.QueueName is not what is read here'
    ],
    ['another type', { f: stack(kinesis(own), queue()) }, 'it refers to Q, which is an AWS::SQS::Queue'],
    [
      "a table's own ARN",
      {
        f: stack(
          dynamodbStream({ 'Fn::GetAtt': ['T', 'Arn'] }),
          brings('T', 'AWS::DynamoDB::Table', { ...table, StreamSpecification: {} })
        )
      },
      'T.Arn is not what is read here'
    ],
    ['a topic that is not there', { f: close(sns({ Ref: 'Alarms' })) }, 'it refers to Alarms'],
    ['a bus that is not there', { f: close(eventBridge(pattern, { bus: { Ref: 'Bus' } })) }, 'it refers to Bus'],
    // Resources of the service against how they are read.
    [
      'a queue that hides a message too short',
      { f: stack(sqs(own), queue({ VisibilityTimeout: 20 })) },
      'the queue hides a message for 20 seconds and the function has 30'
    ],
    [
      "a queue's default against a longer function",
      { f: stack(sqs(own), queue(), functionSettings({ timeout: 31 })) },
      'the queue hides a message for 30 seconds and the function has 31'
    ],
    [
      'a FIFO batch over 10',
      { f: stack(sqs(own, { batchSize: 11, batchingWindow: 1 }), queue({ FifoQueue: true })) },
      'a FIFO queue has batches of 10, not 11'
    ],
    [
      'a FIFO window',
      { f: stack(sqs(own, { batchingWindow: 1 }), queue({ FifoQueue: true })) },
      'a FIFO queue has no batchingWindow'
    ],
    [
      'a table without a stream',
      { f: stack(dynamodbStream(stream), brings('T', 'AWS::DynamoDB::Table', table)) },
      'the table has no stream'
    ],
    // Topics and buckets.
    ['a FIFO topic', { f: close(sns('alarms.fifo')) }, '"alarms.fifo" is a FIFO topic'],
    ['a FIFO topic by ARN', { f: close(sns('arn:aws:sns:eu-west-1:123456789012:a.fifo')) }, 'is a FIFO topic'],
    [
      'a FIFO topic of the service',
      { f: stack(sns({ Ref: 'A' }), brings('A', 'AWS::SNS::Topic', { FifoTopic: true })) },
      'is a FIFO topic'
    ],
    ['a topic with a dot', { f: close(sns('alarms.high')) }, '"alarms.high" cannot name a topic'],
    ['a queue with a dot', { f: close(sqs('orders.new')) }, '"orders.new" cannot name a queue'],
    ['a long queue', { f: close(sqs('q'.repeat(81))) }, 'cannot name a queue'],
    [
      'one event twice',
      { f: close(s3('pictures', { events: ['s3:ObjectCreated:*', 's3:ObjectCreated:Put'] })) },
      'the events s3:ObjectCreated:* and s3:ObjectCreated:Put overlap'
    ],
    // WebSockets.
    ['a route without a name', { f: close(websocket('say it')) }, "the deployer has no name for the route 'say it'"],
    [
      'an authorizer later on',
      { jwt: close(jwt), f: stack(websocket('$default'), authorize(jwt)) },
      'an authorizer on the route $default'
    ],
    ['scopes', { jwt: close(jwt), f: on(authorize(jwt, { scopes: ['a'] })) }, 'the scopes a: nobody would check them'],
    ['an authorizer that is not here', { f: on(authorize(jwt)) }, 'the sentence of its authorizer is not in the service'],
    [
      'a token authorizer',
      { f: on(authorize(existing({ type: 'token', name: 'shared' }))) },
      'whole requests, never a token alone'
    ],
    ['a user pool', { f: on(authorize(pool)) }, "a WebSocket API of the deployer's has no Cognito authorizers"],
    ['IAM', { f: on(authorize(iam)) }, "a WebSocket API of the deployer's has no Iam authorizers"],
    [
      'sending through nothing',
      { f: stack(schedule('rate(1 day)'), use(sockets)) },
      'it sends to WebSocket connections, and the service has no WebSocket API'
    ]
  ]

  test.each(cases)('%s', (_, module, problem) => {
    const { faults } = check(of({ region: 'eu-west-1' }, module))
    // One thing is wrong, and it is told once; two tables of one test share an id.
    expect(faults.map((f) => f.problem)).toEqual([expect.stringContaining(problem)])
    for (const f of faults) expect([f.place, f.mend]).not.toContain('')
  })

  test('one existing bucket a function, where extend brings another', () => {
    const event = (bucket: string) => ({ s3: { bucket, existing: true, event: 's3:ObjectRemoved:*' } })
    const extend = (bucket: string) => ({ extend: { functions: { f: { events: [event(bucket)] } } } })
    expect(problems(extend('papers'), { f: close(s3('pictures')) })).toEqual([
      '2 existing buckets: "pictures", "papers"; the deployer takes one a function'
    ])
    expect(problems(extend('pictures'), { f: close(s3('pictures')) })).toEqual([])
  })

  test('what is right is none', () => {
    const module = {
      jwt: close(jwt),
      on: on(authorize(jwt)),
      say: stack(websocket('say/a-b_c.d'), use(sockets)),
      tick: stack(schedule('rate(1 day)', { description: 'x'.repeat(512), input: 'x'.repeat(8190) }), use(sockets)),
      q: stack(sqs(own), queue({ VisibilityTimeout: 30 })),
      slow: stack(sqs('slow'), functionSettings({ timeout: 30 })),
      d: stack(dynamodbStream(stream), brings('T', 'AWS::DynamoDB::Table', { ...table, StreamSpecification: {} }), each()),
      topic: stack(sns({ Ref: 'A' }), brings('A', 'AWS::SNS::Topic')),
      bus: stack(
        eventBridge({ detail: { a: [{ exists: true }] }, $or: [pattern] }, { bus: { Ref: 'B' } }),
        brings('B', 'AWS::Events::EventBus')
      ),
      named: close(eventBridge(pattern, { bus: { 'Fn::GetAtt': ['B', 'Name'] } })),
      imported: close(kinesis({ 'Fn::ImportValue': 'stream' })),
      other: close(s3('pictures', { events: ['s3:ObjectCreated:Put', 's3:ObjectCreated:Copy'] }))
    }
    expect(check(of({ region: 'eu-west-1' }, module))).toMatchObject({ faults: [], warnings: [] })
  })

  test('a parameter of the template may be referred to', () => {
    const settings = { extend: { resources: { Parameters: { Q: { Type: 'String' } } } } }
    expect(problems(settings, { f: close(sqs({ Ref: 'Q' })) })).toEqual([])
  })
})

describe('warnings', () => {
  test('a permission on a function that is not ours', () => {
    expect(warnings({}, { f: on(authorize(existing({ name: 'shared' }))) })).toEqual([
      expect.stringContaining('adds to its authorizer')
    ])
  })

  test('a function with more time than a queue hides a message by default', () => {
    expect(warnings({}, { f: stack(sqs('q'), functionSettings({ timeout: 60 })) })).toEqual([
      expect.stringContaining('its timeout of 60 seconds is longer than a queue hides a message')
    ])
    expect(warnings({ timeout: 60 }, { f: close(sqs('q')) })).toHaveLength(1)
  })

  test('settings of asynchronous invocations where Lambda polls', () => {
    const settings = functionSettings({ maximumRetryAttempts: 0, onError: 'arn:aws:sqs:eu-west-1:123456789012:dead' })
    expect(warnings({}, { f: pipe(sqs('q'), settings, close) })).toEqual([
      expect.stringContaining('maximumRetryAttempts, onError: for asynchronous invocations')
    ])
    expect(warnings({}, { f: pipe(sns('t'), settings, close), g: pipe(lambda(), settings, close) })).toEqual([])
  })

  test("a role of the user's own is granted nothing to read with", () => {
    const mine = functionSettings({ role: 'arn:aws:iam::123456789012:role/mine' })
    expect(warnings({}, { f: pipe(sqs('q'), mine, close), g: pipe(s3('pictures'), mine, close) })).toEqual([
      expect.stringContaining('nothing is granted for reading its queue')
    ])
  })
})
