/** `deploy-contract.md` and `toolchain.md` on everything but HTTP: how each source is written, what it may do, what osls makes of it. */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { Text } from '../../src/combinators/CloudFormation.js'
import { at, dataAt, listAt } from '../../src/deploy/data.js'
import { check, serverless } from '../../src/deploy/index.js'
import { oslsResources } from '../../src/deploy/oslsResources.js'
import {
  authorize,
  authorizer,
  cron,
  dynamodbStream,
  each,
  eventBridge,
  functionSettings,
  kinesis,
  lambda,
  lambdaAuthorizer,
  message,
  port,
  rate,
  routeResponse,
  s3,
  schedule,
  sns,
  sockets,
  sqs,
  use,
  websocket
} from '../../src/index.js'
import { close, closed, events, file, grants, of, problems, resources } from './support.js'

const written = (source: unknown, kind: string) => events(file({}, { f: close(source) }), kind)
const built = (service: string, name: string) => ({
  'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, service, { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, name]]
})
const stack = (source: unknown, ...fs: ReadonlyArray<(s: never) => unknown>) =>
  close(fs.reduce<unknown>((s, f) => f(s as never), source))
const extension = (module: object, id: string) => at(file({}, module), 'resources', 'extensions', id, 'Properties')

describe('schedules', () => {
  test.each<readonly [string, unknown, object]>([
    ['a rate', schedule(rate(5, 'minutes')), { rate: ['rate(5 minutes)'] }],
    [
      'a cron that is off',
      schedule(cron(0, 3, '*', '*', '?', '*'), { enabled: false }),
      { rate: ['cron(0 3 * * ? *)'], enabled: false }
    ],
    [
      'an input, as JSON',
      schedule('rate(1 day)', { input: { job: 'noon' } }),
      { rate: ['rate(1 day)'], input: '{"job":"noon"}' }
    ],
    // osls escapes quotes alone of what it pastes into its template, and nothing of a description.
    [
      'what osls would break',
      schedule('rate(1 day)', { input: 'a"\n', description: 'a "b"' }),
      { rate: ['rate(1 day)'], description: 'a \\"b\\"', input: '"a\\\\"\\\\n"' }
    ],
    [
      'a time zone',
      schedule('rate(1 day)', { timezone: 'Europe/Berlin', input: 'a"', description: 'a "b"' }),
      {
        method: 'scheduler',
        rate: ['rate(1 day)'],
        timezone: 'Europe/Berlin',
        roleArn: { 'Fn::GetAtt': ['FScheduleInvocation', 'Arn'] },
        description: 'a "b"',
        input: '"a\\""'
      }
    ]
  ])('%s', (_, source, expected) => {
    expect(written(source, 'schedule')).toEqual([expected])
  })

  test('7. with a time zone a role of its own, that trusts the scheduler and may invoke exactly that function', () => {
    const data = file({}, { tick: close(schedule('rate(1 day)', { timezone: 'UTC' })), tock: close(schedule('rate(1 day)')) })
    const role = dataAt(resources(data), 'TickScheduleInvocation', 'Properties')
    expect(listAt(role, 'AssumeRolePolicyDocument', 'Statement')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: ['scheduler.amazonaws.com'] },
        Action: ['sts:AssumeRole'],
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
      }
    ])
    expect(grants(data, 'TickScheduleInvocation')).toEqual([
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [{ 'Fn::GetAtt': ['TickLambdaFunction', 'Arn'] }] }
    ])
    expect(resources(data)['TockScheduleInvocation']).toBeUndefined()
    expect(JSON.stringify(resources(data)['TickRole'])).not.toContain('scheduler')
  })
})

describe('event buses', () => {
  const pattern = { source: ['shop'] }
  test.each<readonly [string, { readonly bus?: Text } | undefined, object]>([
    ['the default one', undefined, { pattern }],
    ['the default one by name', { bus: 'default' }, { pattern }],
    [
      'one that exists, never created',
      { bus: 'orders-${sls:stage}' },
      { eventBus: 'arn:aws:events:::event-bus/orders-${sls:stage}', pattern }
    ],
    [
      'an ARN',
      { bus: 'arn:aws:events:eu-west-1:1:event-bus/b' },
      { eventBus: 'arn:aws:events:eu-west-1:1:event-bus/b', pattern }
    ],
    ['a reference', { bus: { Ref: 'Bus' } }, { eventBus: { Ref: 'Bus' }, pattern }]
  ])('%s', (_, o, expected) => {
    expect(written(eventBridge(pattern, o), 'eventBridge')).toEqual([expected])
  })

  test('a name creates no bus', () => {
    const made = oslsResources(file({}, { f: close(eventBridge(pattern, { bus: 'orders' })) })).map((r) => r.id)
    expect(made.filter((id) => id.endsWith('EventBridgeEventBus'))).toEqual([])
  })
})

describe('buckets', () => {
  const uploads = s3('pictures', { events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'], prefix: 'in/', suffix: '.jpg' })

  test('exist already; one event an entry, one key a rule', () => {
    const rules = [{ prefix: 'in/' }, { suffix: '.jpg' }]
    expect(written(uploads, 's3')).toEqual([
      { bucket: 'pictures', existing: true, event: 's3:ObjectCreated:*', rules },
      { bucket: 'pictures', existing: true, event: 's3:ObjectRemoved:*', rules }
    ])
    expect(written(s3('pictures', { prefix: '' }), 's3')).toEqual([
      { bucket: 'pictures', existing: true, event: 's3:ObjectCreated:*' }
    ])
  })

  test("6. the helper's role is narrowed to these buckets and these functions, by the names they have", () => {
    const long = 'aRatherLongNameOfAFunctionThatWouldNotFitIntoSixtyFourCharacters'
    const module = { a: close(uploads), [long]: close(s3('papers')) }
    const name = String(at(file({}, module), 'functions', long, 'name'))
    const anyFunction = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:'
    expect(extension(module, 'IamRoleCustomResourcesLambdaExecution')).toMatchObject({
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: ['s3:GetBucketNotification', 's3:PutBucketNotification'],
                Resource: [
                  { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::pictures' },
                  { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::papers' }
                ]
              },
              {
                Action: ['lambda:AddPermission', 'lambda:RemovePermission'],
                Resource: [{ 'Fn::Sub': `${anyFunction}todos-\${sls:stage}-a` }, { 'Fn::Sub': `${anyFunction}${name}` }]
              }
            ]
          }
        }
      ]
    })
    expect(extension({ a: close(lambda()) }, 'IamRoleCustomResourcesLambdaExecution')).toBeUndefined()
  })
})

test.each<readonly [string, unknown, object]>([
  ['by name, never created', sns('alarms'), { arn: built('sns', 'alarms'), topicName: 'alarms' }],
  [
    'by ARN',
    sns('arn:aws:sns:eu-west-1:123456789012:a', { filterPolicy: { k: ['v'] } }),
    { arn: 'arn:aws:sns:eu-west-1:123456789012:a', filterPolicy: { k: ['v'] } }
  ],
  ['by Ref', sns({ Ref: 'Alarms' }), { arn: { Ref: 'Alarms' }, topicName: 'Alarms' }],
  [
    'by Fn::Sub',
    sns({ 'Fn::Sub': 'arn:x' }),
    { arn: { 'Fn::Sub': 'arn:x' }, topicName: expect.stringMatching(/^ref-[0-9a-f]{6}$/) }
  ]
])('topics %s', (_, source, expected) => {
  expect(written(source, 'sns')).toEqual([expected])
})

describe('queues', () => {
  test.each<readonly [string, unknown, object]>([
    ['by name; a batch of one', sqs('orders'), { arn: built('sqs', 'orders'), batchSize: 1 }],
    ['FIFO', sqs('orders.fifo', { batchSize: 10 }), { arn: built('sqs', 'orders.fifo'), batchSize: 10 }],
    [
      'by ARN, with everything',
      sqs('arn:aws:sqs:eu-west-1:123456789012:q', { batchSize: 100, batchingWindow: 5, maximumConcurrency: 2 }),
      { arn: 'arn:aws:sqs:eu-west-1:123456789012:q', batchSize: 100, maximumBatchingWindow: 5, maximumConcurrency: 2 }
    ],
    ['by Fn::GetAtt', sqs({ 'Fn::GetAtt': ['Q', 'Arn'] }), { arn: { 'Fn::GetAtt': ['Q', 'Arn'] }, batchSize: 1 }],
    ['by Fn::ImportValue', sqs({ 'Fn::ImportValue': 'q' }), { arn: { 'Fn::ImportValue': 'q' }, batchSize: 1 }],
    // osls looks for a name in the last item of a list, and crashes without one.
    ['by Fn::Sub', sqs({ 'Fn::Sub': 'arn:x' }), { arn: { 'Fn::Join': ['', [{ 'Fn::Sub': 'arn:x' }, '']] }, batchSize: 1 }]
  ])('%s', (_, source, expected) => {
    expect(written(source, 'sqs')).toEqual([expected])
  })

  test('partial failures are asked for exactly where `each` stands', () => {
    const report = (source: unknown, kind: string) => written(source, kind).map((e) => e['functionResponseType'])
    expect(report(sqs('q'), 'sqs')).toEqual([undefined])
    expect(report(pipe(sqs('q'), each()), 'sqs')).toEqual(['ReportBatchItemFailures'])
    expect(report(pipe(kinesis('k'), each()), 'stream')).toEqual(['ReportBatchItemFailures'])
    expect(report(pipe(sns('t'), each()), 'sns')).toEqual([undefined])
  })
})

test.each<readonly [string, unknown, object]>([
  [
    'Kinesis by name; batch and position always written',
    kinesis('clicks'),
    { type: 'kinesis', arn: built('kinesis', 'stream/clicks'), batchSize: 100, startingPosition: 'LATEST' }
  ],
  [
    'everything',
    kinesis('arn:aws:kinesis:eu-west-1:123456789012:stream/k', {
      batchSize: 5,
      batchingWindow: 1,
      startingPosition: 'TRIM_HORIZON',
      maximumRetryAttempts: 0,
      bisectBatchOnFunctionError: true,
      parallelizationFactor: 2
    }),
    {
      type: 'kinesis',
      arn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/k',
      batchSize: 5,
      batchWindow: 1,
      startingPosition: 'TRIM_HORIZON',
      maximumRetryAttempts: 0,
      bisectBatchOnFunctionError: true,
      parallelizationFactor: 2
    }
  ],
  [
    'a table of the service',
    dynamodbStream({ 'Fn::GetAtt': ['T', 'StreamArn'] }),
    { type: 'dynamodb', arn: { 'Fn::GetAtt': ['T', 'StreamArn'] }, batchSize: 100, startingPosition: 'LATEST' }
  ]
])('streams: %s', (_, source, expected) => {
  expect(written(source, 'stream')).toEqual([expected])
})

describe('5. least privilege', () => {
  test.each<readonly [string, unknown, ReadonlyArray<unknown>]>([
    [
      'queues: three actions on exactly the queue',
      sqs('orders'),
      [
        {
          Effect: 'Allow',
          Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          Resource: [built('sqs', 'orders')]
        }
      ]
    ],
    [
      'Kinesis: reads of exactly the stream',
      kinesis('clicks'),
      [
        {
          Effect: 'Allow',
          Action: [
            'kinesis:DescribeStream',
            'kinesis:DescribeStreamSummary',
            'kinesis:GetRecords',
            'kinesis:GetShardIterator',
            'kinesis:ListShards'
          ],
          Resource: [built('kinesis', 'stream/clicks')]
        }
      ]
    ],
    [
      'DynamoDB: reads of exactly the stream',
      dynamodbStream('arn:aws:dynamodb:eu-west-1:1:table/t/stream/1'),
      [
        {
          Effect: 'Allow',
          Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
          Resource: ['arn:aws:dynamodb:eu-west-1:1:table/t/stream/1']
        }
      ]
    ],
    ['topics: nothing', sns('t'), []],
    ['buckets: nothing', s3('bucket'), []],
    ['buses: nothing', eventBridge({ source: ['s'] }), []],
    ['schedules: nothing', schedule('rate(1 day)'), []],
    ['WebSocket routes: nothing', websocket('$default'), []]
  ])('%s', (_, source, expected) => {
    expect(grants(file({}, { f: close(source) }), 'FRole').slice(1)).toEqual(expected)
  })

  test('sending goes to exactly who sends, and never to the shared role', () => {
    const module = { say: stack(websocket('$default'), use(sockets)), hear: close(websocket('$connect')) }
    const data = file({}, module)
    expect(JSON.stringify(grants(data, 'SayRole'))).toContain('execute-api:ManageConnections')
    expect(JSON.stringify(grants(data, 'HearRole'))).not.toContain('execute-api')
    expect(at(data, 'functions', 'say', 'environment', 'WEBSOCKET_ENDPOINT')).toBeDefined()
    expect(at(data, 'functions', 'hear', 'environment')).toBeUndefined()
    expect(oslsResources(data).map((r) => r.id)).not.toContain('IamRoleLambdaExecution')
  })

  test('no statement of any source is as wide as *', () => {
    const module = { q: close(sqs('q')), k: close(kinesis('k')), b: close(s3('bucket')), w: close(websocket('$connect')) }
    expect(JSON.stringify(file({}, module))).not.toMatch(/"(Resource|Action)":\[?"\*"/)
  })
})

describe('WebSocket routes', () => {
  const context = t.type({ role: t.string })
  const jwt = authorizer({ context, ttlSeconds: 30, header: 'X-Token', executionRole: 'arn:aws:iam::1:role/r' })
  const source = (path: string) => ({
    SourceArn: { 'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${WebsocketsApi}/${path}` }
  })

  test('14. only those declared, one function each, chosen by the action of a message', () => {
    const data = file({}, { on: close(websocket('$connect')), say: stack(websocket('say'), message(t.type({ a: t.string }))) })
    expect(events(data, 'websocket')).toEqual([{ route: '$connect' }, { route: 'say' }])
    expect(dataAt(data, 'provider')).toMatchObject({
      websocketsApiName: 'todos-ws-${sls:stage}',
      websocketsApiRouteSelectionExpression: '$request.body.action'
    })
    expect(Object.keys(dataAt(file({}, { f: close(lambda()) }), 'provider'))).not.toContain('websocketsApiName')
  })

  test('6. a function may be invoked by its own route of this API alone', () => {
    const module = { on: close(websocket('$connect')), say: close(websocket('say')) }
    expect(extension(module, 'OnLambdaPermissionWebsockets')).toEqual(source('*/$connect'))
    expect(extension(module, 'SayLambdaPermissionWebsockets')).toEqual(source('*/say'))
  })

  test('an authorizer of our own on connect, its header as identity source, narrowed to itself', () => {
    const module = { gate: close(jwt), on: stack(websocket('$connect'), authorize(jwt)) }
    expect(events(file({}, module), 'websocket')).toEqual([
      { route: '$connect', authorizer: { name: 'gate', identitySource: ['route.request.header.X-Token'] } }
    ])
    expect(extension(module, 'GateLambdaPermissionWebsockets')).toEqual(source('authorizers/${GateWebsocketsAuthorizer}'))
    expect(extension(module, 'GateWebsocketsAuthorizer')).toEqual({ AuthorizerCredentialsArn: 'arn:aws:iam::1:role/r' })
    expect(problems({}, module)).toEqual([])
  })

  test('a Lambda that exists on connect, under the name we give it', () => {
    const shared = lambdaAuthorizer({ name: 'shared', arn: 'arn:aws:lambda:eu-west-1:1:function:f', context, type: 'request' })
    const module = { on: stack(websocket('$connect'), authorize(shared)) }
    expect(events(file({}, module), 'websocket')[0]?.['authorizer']).toEqual({
      name: 'shared',
      arn: { 'Fn::Join': [':', ['arn', 'aws', 'lambda', 'eu-west-1', '1', 'function', 'f']] },
      identitySource: ['route.request.header.Authorization']
    })
    expect(problems({}, module)).toEqual([])
  })

  test('a route answers the sender exactly where the stack says so, and that is one resource more', () => {
    const two = routeResponse(t.string)
    const module = { add: stack(websocket('add'), two), say: close(websocket('say')), other: stack(websocket('$default'), two) }
    expect(events(file({}, module), 'websocket')).toEqual([
      { route: 'add', routeResponseSelectionExpression: '$default' },
      { route: 'say' },
      { route: '$default', routeResponseSelectionExpression: '$default' }
    ])
    const one = { add: close(websocket('add')), say: close(websocket('say')), other: close(websocket('$default')) }
    expect(check(of({}, module)).resources - check(of({}, one)).resources).toBe(2)
    expect(oslsResources(file({}, module)).map((r) => r.id)).toContain('addWebsocketsRouteResponse')
  })

  test.each([
    ['our own', authorizer({ context, type: 'request', query: 'token' }), true],
    [
      'one that exists',
      lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:1:function:f', name: 'gate', context, type: 'request', query: 'token' }),
      false
    ]
  ])('the token of %s may stand in the query, where browsers can put it', (_, key, own) => {
    const module = { on: stack(websocket('$connect'), authorize(key)), ...(own ? { gate: close(key) } : {}) }
    expect(problems({}, module)).toEqual([])
    expect(events(file({}, module), 'websocket')[0]?.['authorizer']).toMatchObject({
      name: 'gate',
      identitySource: ['route.request.querystring.token']
    })
  })

  test("its authorizers are none of the HTTP API's", () => {
    const module = { gate: close(jwt), on: stack(websocket('$connect'), authorize(jwt)), get: closed(['GET'], '/x') }
    expect(at(file({ gateway: 'http' }, module), 'provider', 'httpApi', 'authorizers')).toBeUndefined()
  })
})

test('16. timeouts when nothing is said: SQS 30 s, others 60 s', () => {
  const module = {
    q: close(sqs('q')),
    long: stack(sqs('r'), functionSettings({ timeout: 20 })),
    k: close(kinesis('k')),
    s: close(schedule('rate(1 day)')),
    w: close(websocket('$connect'))
  }
  const timeouts = Object.values(dataAt(file({}, module), 'functions')).map((f) => at(f, 'timeout'))
  expect(timeouts).toEqual([30, 20, 60, 60, 60])
})

describe('15. the count is exact, and nothing disappears', () => {
  const gate = authorizer({ context: t.type({}) })
  // The source, and how many resources osls makes of it beside function, log group and role.
  const sources: ReadonlyArray<readonly [source: (i: number) => unknown, made: number, once?: readonly [string, number]]> = [
    [() => schedule('rate(1 day)'), 2],
    [() => schedule('rate(1 day)', { timezone: 'UTC' }), 2],
    [() => eventBridge({ source: ['a'] }, { bus: 'b' }), 2],
    [(i) => s3('bucket', { prefix: `${i}/`, events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }), 1, ['helper', 2]],
    [() => sns('t'), 2],
    [(i) => sqs(`q${i}`), 1],
    [() => kinesis('k'), 1],
    [() => dynamodbStream('arn:aws:dynamodb:eu-west-1:1:table/t/stream/1'), 1],
    [(i) => websocket(`route${i}`), 3, ['websocket', 3]],
    [() => lambda(), 0]
  ]

  test('of any service, by hand as by osls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(sources.length - 1), { minLength: 1, maxLength: 20 }), (chosen) => {
        const picked = chosen.flatMap((n) => sources.slice(n, n + 1))
        const module = Object.fromEntries(picked.map(([source], i) => [`f${i}`, close(source(i))]))
        const { faults, resources } = check(of({}, module))
        expect(faults).toEqual([])
        const once = new Map(picked.flatMap(([, , o]) => (o === undefined ? [] : [o])))
        const expected = picked.reduce((sum, [, made]) => sum + 3 + made, 2) + [...once.values()].reduce((a, b) => a + b, 0)
        expect(resources).toBe(expected)
      }),
      { seed: 42, numRuns: 200 }
    )
  })

  test('an authorizer on connect counts itself and its permission', () => {
    const with_ = { gate: close(gate), on: stack(websocket('$connect'), authorize(gate)) }
    const without = { gate: close(gate), on: close(websocket('$connect')) }
    expect(check(of({}, with_)).resources - check(of({}, without)).resources).toBe(2)
  })

  // This very module was packaged with osls 4.3.1, validated and deployed to a fake AWS.
  test('every form of naming what exists', () => {
    const it = port('it', {
      live: () => 1,
      resources: {
        Orders: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 180 } },
        Topic: { Type: 'AWS::SNS::Topic' },
        Clicks: { Type: 'AWS::Kinesis::Stream', Properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' } } },
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus-${sls:stage}' } }
      }
    })
    const sub = (s: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${s}` })
    const module = {
      jwt: close(gate),
      connect: stack(websocket('$connect'), authorize(gate), use(sockets)),
      disconnect: close(websocket('$disconnect')),
      say: close(websocket('say/a-b_c.d')),
      http: closed(['GET'], '/x', authorize(gate)),
      q1: stack(sqs({ 'Fn::GetAtt': ['Orders', 'Arn'] }), use(it)),
      q2: stack(sqs(sub('sqs:${AWS::Region}:${AWS::AccountId}:legacy')), each()),
      q3: close(sqs('arn:aws:sqs:eu-west-1:123456789012:literal')),
      q4: close(sqs({ 'Fn::ImportValue': 'shared-queue-arn' })),
      t1: stack(sns({ Ref: 'Topic' }), use(it)),
      t2: close(sns('arn:aws:sns:us-east-1:123456789012:literal', { filterPolicy: { kind: ['a'] } })),
      t3: close(sns(sub('sns:${AWS::Region}:${AWS::AccountId}:x'))),
      k1: stack(kinesis({ 'Fn::GetAtt': ['Clicks', 'Arn'] }), use(it), each()),
      k2: close(kinesis('arn:aws:kinesis:eu-west-1:123456789012:stream/clicks')),
      k3: close(kinesis(sub('kinesis:${AWS::Region}:${AWS::AccountId}:stream/x'))),
      d1: close(dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/users/stream/2024-01-01T00:00:00.000')),
      d2: close(dynamodbStream({ 'Fn::ImportValue': 'table-stream' })),
      b1: stack(eventBridge({ source: ['a'] }, { bus: { Ref: 'Bus' } }), use(it)),
      b2: close(eventBridge({ source: ['a'] }, { bus: 'arn:aws:events:eu-west-1:123456789012:event-bus/known' })),
      b3: close(eventBridge({ $or: [{ source: ['a'] }, { account: ['1'] }] }, { bus: 'default' })),
      b4: close(eventBridge({ source: ['x'] }, { bus: 'aws.partner/example.com/acme' })),
      s1: close(s3('one-${sls:stage}')),
      s2: close(s3('one-${sls:stage}', { events: ['s3:ObjectRemoved:*'], prefix: 'a/' })),
      c1: close(schedule('rate(1 day)', { input: [1, 'a"b\\c\n', { body: 'not json' }], description: 'a "b" \\ c' })),
      c2: close(schedule('rate(1 day)', { input: 'text "q"', timezone: 'Europe/London', enabled: false, description: 'a "b"' })),
      c3: close(schedule('rate(1 day)', { input: { body: 'x' }, enabled: false }))
    }
    expect(check(of({ region: 'eu-west-1' }, module, 'odd-things'))).toEqual({ faults: [], warnings: [], resources: 141 })
  })

  test('what only extend brings is counted as osls makes it', () => {
    const extend = (events: ReadonlyArray<unknown>) => ({ extend: { functions: { f: { events } } } })
    const count = (events: ReadonlyArray<unknown>) => check(of(extend(events), { f: close(lambda()) })).resources
    const alone = count([])
    const more = (...events: ReadonlyArray<unknown>) => count(events) - alone
    expect(more({ schedule: 'rate(1 day)' }, { schedule: { rate: ['rate(1 day)', 'rate(2 days)'] } })).toBe(6)
    expect(more({ sns: 'created' })).toBe(2)
    expect(more({ sns: { topicName: 'created', filterPolicy: {} } })).toBe(3)
    expect(more({ sns: 'arn:aws:sns:eu-west-1:123456789012:t' })).toBe(2)
    expect(more({ s3: 'created' }, { s3: { bucket: 'created', event: 's3:ObjectRemoved:*' } })).toBe(2)
    expect(more({ eventBridge: { eventBus: 'created', pattern: {} } })).toBe(3)
    expect(
      more({ sqs: 'arn:aws:sqs:eu-west-1:123456789012:q' }, { stream: 'arn:aws:kinesis:eu-west-1:123456789012:stream/k' })
    ).toBe(2)
    expect(more({ websocket: '$connect' })).toBe(6)
    expect(
      more({
        websocket: {
          route: 'a',
          authorizer: 'arn:aws:lambda:eu-west-1:1:function:g',
          routeResponseSelectionExpression: '$default'
        }
      })
    ).toBe(9)
  })

  test.each<readonly [string, object, string]>([
    [
      'rules lose - and _',
      { 'a-b': close(eventBridge({ source: ['s'] })), ab: close(eventBridge({ source: ['t'] })) },
      'abrule1EventBridgeRule'
    ],
    ['route keys are spelled out', { a: close(websocket('a-b')), b: close(websocket('aDashb')) }, 'aDashbWebsocketsRoute'],
    [
      "a port's resource",
      {
        q: stack(
          sqs('orders'),
          use(port('p', { live: () => 1, resources: { QEventSourceMappingSQSOrders: { Type: 'AWS::SQS::Queue' } } }))
        )
      },
      'QEventSourceMappingSQSOrders'
    ],
    [
      "the scheduler's role",
      {
        s: stack(
          schedule('rate(1 day)', { timezone: 'UTC' }),
          use(port('p', { live: () => 1, resources: { SScheduleInvocation: { Type: 'AWS::IAM::Role' } } }))
        )
      },
      'SScheduleInvocation'
    ]
  ])('%s: refused, as one would disappear', (_, module, id) => {
    expect(problems({}, module)).toEqual([expect.stringContaining(id)])
  })
})

test('17. the same bytes for every stage', () => {
  const module = { a: close(s3('b-${sls:stage}')), b: close(eventBridge({ source: ['s'] })), c: close(websocket('$connect')) }
  const data = (stage: string) => JSON.stringify(serverless(of({ stage }, module))).replace(`opt:stage, '${stage}'`, '')
  expect(data('dev')).toBe(data('prod'))
})
