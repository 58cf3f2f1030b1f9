/** The event builders: what each makes is read by its source, and has every key that AWS sends. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { payloadOf } from '../../src/events/payloads.js'
import {
  allow,
  authorizer,
  dynamodbStream,
  each,
  eventBridge,
  handle,
  kinesis,
  lambdas,
  message,
  rate,
  s3,
  schedule,
  service,
  sns,
  sqs,
  websocket
} from '../../src/index.js'
import { events, type Format, lambdaContext } from '../../src/testing/index.js'
import { captured, own } from '../events/samples.js'

// ---- every key that AWS sends

/** Where a program's own words stand, and where a proxy's: not even AWS knows these keys. */
const words = new Set([
  'headers',
  'multiValueHeaders',
  'queryStringParameters',
  'multiValueQueryStringParameters',
  'pathParameters',
  'stageVariables',
  'messageAttributes',
  'MessageAttributes',
  'Keys',
  'NewImage',
  'OldImage',
  'detail',
  'claims',
  'lambda',
  'authorizer',
  'responseElements'
])

/** Only there with mutual TLS, with tracing of an organisation, in errors of the gateway, or with more than one value. */
const sometimes =
  /\.(authentication|clientCert|operationName|stageVariables|cookies|error|status|principalOrgId|cognitoIdentity|userIdentity|OldImage|NewImage|vpceId|vpcId)$/

const keysOf = (u: unknown, at = ''): ReadonlyArray<string> => {
  if (Array.isArray(u)) return u.slice(0, 1).flatMap((x) => keysOf(x, `${at}[]`))
  if (typeof u !== 'object' || u === null) return []
  return Object.entries(u).flatMap(([key, value]) => {
    const path = `${at}.${key}`
    if (sometimes.test(path)) return []
    return words.has(key) ? [path] : [path, ...keysOf(value, path)]
  })
}

const iam = { userArn: 'arn:aws:iam::1:user/ada', accountId: '1', accessKey: 'A', caller: 'C', user: 'U' }
const input = { params: { id: '7', proxy: 'a/b' }, query: { a: '1' }, headers: { authorization: 't' }, body: { a: 1 } }
const full = (format: Format, route = '/x/{id}', identity = {}) => events.http(format, 'POST', route, { ...input, identity })

/** A built event beside those that AWS sent, and keys of those that it does not send any more, or not to everybody. */
type Row = readonly [string, object, ReadonlyArray<unknown>, but: ReadonlyArray<string>]
const row = (title: string, built: object, sent: ReadonlyArray<unknown>, but: ReadonlyArray<string> = []): Row => [
  title,
  built,
  sent,
  but
]
const rows: ReadonlyArray<Row> = [
  row('sqs', events.sqs(['a']), [own['sqs'], captured['sqs-event']], ['.Records[].md5OfMessageAttributes']),
  row('sqs, FIFO', events.sqs(['a'], { eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q.fifo' }), [own['sqs-fifo']]),
  row('sns', events.sns(['a']), [own['sns'], captured['sns-event']]),
  row('s3', events.s3(['a']), [own['s3-created'], captured['s3-event']]),
  row('kinesis', events.kinesis(['a']), [own['kinesis'], captured['kinesis-event']]),
  row('dynamodb', events.dynamodb([{ id: 1 }]), [own['dynamodb'], captured['dynamodb-event']]),
  row('eventBridge', events.eventBridge({}), [
    own['eventbridge'],
    captured['codebuild-state-change'],
    captured['ecr-image-push-event']
  ]),
  row('schedule', events.schedule(), [own['schedule']]),
  row('websocket.connect', events.websocket.connect({ query: { a: '1' } }, { requestContext: { authorizer: {} } }), [
    own['websocket-connect']
  ]),
  row('websocket.message', events.websocket.message('x', {}, { requestContext: { authorizer: {} } }), [
    own['websocket-message'],
    captured['apigw-websocket-request-send-message']
  ]),
  row('websocket.disconnect', events.websocket.disconnect(), [
    own['websocket-disconnect'],
    captured['apigw-websocket-request-disconnect']
  ]),
  row('authorizer.token', events.authorizer.token('t'), [own['authorizer-token'], captured['apigw-custom-auth-request']]),
  row('authorizer.request', events.authorizer.request(input, { requestContext: { identity: { apiKey: null } } }), [
    own['authorizer-request'],
    captured['apigw-custom-auth-request-type-request']
  ]),
  row('authorizer.http', events.authorizer.http(input, { requestContext: { identity: { apiKey: null } } }), [
    own['authorizer-http-api-1'],
    captured['apigw-v2-custom-authorizer-v1-request']
  ]),
  row('authorizer.http2', events.authorizer.http2(input), [
    own['authorizer-http-api-2'],
    captured['apigw-v2-custom-authorizer-v2-request']
  ]),
  row('authorizer.websocket', events.authorizer.websocket({ query: { a: '1' } }), [own['authorizer-websocket']]),
  row('http rest', full('rest', '/x/{id}', { iam, context: { principalId: 'a' }, apiKey: 'k' }), [
    own['http-rest'],
    captured['apigw-request'],
    captured['apigw-restapi-openapi-request']
  ]),
  row('http http', full('http', '/x/{id}', { iam, claims: {}, context: {} }), [
    own['http-api'],
    captured['apigw-v2-request-iam'],
    captured['apigw-v2-request-jwt-authorizer'],
    captured['apigw-v2-request-lambda-authorizer'],
    captured['apigw-v2-request-no-authorizer']
  ]),
  row('http http1', full('http1'), [own['http-api-payload-1']]),
  row('http functionUrl', full('functionUrl', '/', { iam }), [own['http-function-url'], captured['lambda-urls-request']]),
  row('http alb', full('alb'), [own['http-load-balancer'], captured['alb-lambda-target-request-headers-only']]),
  row('http albMultiValue', full('albMultiValue'), [
    own['http-load-balancer-lists'],
    captured['alb-lambda-target-request-multivalue-headers']
  ])
]

test.each(rows)('%s has every key that AWS sends', (_, built, sent, but) => {
  const known = new Set(keysOf(built))
  const given = sent.filter((e) => e !== undefined)
  expect(given.length).toBeGreaterThan(0)
  for (const event of given) expect(keysOf(event).filter((k) => !known.has(k) && !but.includes(k))).toEqual([])
})

test.each(rows)('%s is JSON, and no other object each time', (_, built) => {
  expect(JSON.parse(JSON.stringify(built))).toEqual(built)
})

// ---- each is read by its source

const seen: unknown[] = []
const sees =
  <C>(f: (ctx: C) => unknown) =>
  (ctx: C): void => {
    seen.push(f(ctx))
  }
const stream = 'arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'
const key = authorizer({ type: 'request', context: t.type({}) })
const program = lambdas(
  service(
    'all',
    {},
    {
      sqs: pipe(sqs('a'), each(), handle(sees(({ message, record }) => [record.messageId, message, record.receiveCount]))),
      sns: pipe(sns('a'), each(), handle(sees(({ message, record }) => [record.messageId, message, record.subject]))),
      s3: pipe(s3('pictures'), each(), handle(sees(({ record }) => [record.bucket, record.key, record.eventName, record.size]))),
      kinesis: pipe(
        kinesis('a'),
        each(),
        handle(sees(({ record }) => [[...record.data], record.partitionKey, record.approximateArrival.toISOString()]))
      ),
      dynamodb: pipe(
        dynamodbStream(stream),
        each(),
        handle(sees(({ record }) => [record.eventName, record.keys, record.oldImage, record.newImage]))
      ),
      bus: pipe(
        eventBridge({ source: ['a'] }),
        handle(sees(({ event }) => [event.detail, event.source, event.time.toISOString()]))
      ),
      schedule: pipe(schedule(rate(1, 'minutes')), handle(sees(({ event }) => event.time.toISOString()))),
      connect: pipe(
        websocket('$connect'),
        handle(sees(({ event }) => [event.routeKey, event.query['a'], event.headers['x-a'], event.connectionId]))
      ),
      say: pipe(
        websocket('say'),
        message(t.type({ text: t.string })),
        handle(sees(({ event, message }) => [event.routeKey, message]))
      ),
      bye: pipe(websocket('$disconnect'), handle(sees(({ event }) => [event.routeKey, event.body]))),
      key: pipe(
        key,
        handle((c) => {
          sees(({ authType, token, query }: typeof c) => [authType, token, { ...query }])(c)
          return allow('a', { routes: '*', context: {} })
        })
      )
    }
  )
)
const run = async (name: string, event: object): Promise<unknown> => {
  seen.length = 0
  await program[name]?.(event, lambdaContext(name))
  return [...seen]
}

test('queues, topics and streams give their messages back', async () => {
  expect(
    await run(
      'sqs',
      events.sqs(['a', { n: 1 }], (i) => ({ attributes: { ApproximateReceiveCount: String(i + 1) } }))
    )
  ).toEqual([
    ['00000000-0000-4000-8000-000000000001', 'a', 1],
    ['00000000-0000-4000-8000-000000000002', '{"n":1}', 2]
  ])
  expect(await run('sns', events.sns(['a'], { Sns: { Subject: 'hi' } }))).toEqual([
    ['00000000-0000-4000-8000-000000000001', 'a', 'hi']
  ])
  expect(await run('kinesis', events.kinesis([new Uint8Array([0, 127]), 'ü'], { kinesis: { partitionKey: 'p' } }))).toEqual([
    [[0, 127], 'p', '2026-01-01T00:00:00.000Z'],
    [[195, 188], 'p', '2026-01-01T00:00:00.000Z']
  ])
})

test('S3 keys are encoded as S3 encodes them', async () => {
  const event = events.s3(['a b+c%/ü.jpg'], {
    eventName: 'ObjectRemoved:Delete',
    s3: { bucket: { name: 'pictures' }, object: { size: undefined } }
  })
  expect(event.Records[0]?.s3.object.key).toBe('a+b%2Bc%25/%C3%BC.jpg')
  expect(await run('s3', event)).toEqual([['pictures', 'a b+c%/ü.jpg', 'ObjectRemoved:Delete', undefined]])
})

test('items of a table are what they were, new, changed and gone', async () => {
  const item = { id: 'o-1', n: 1.5, yes: true, none: null, list: ['a', 1], map: { a: 'b' }, seal: new Uint8Array([1, 2]) }
  expect(await run('dynamodb', events.dynamodb([item, [item, { id: 'o-1' }], [{ id: 'o-1' }, null]]))).toEqual([
    ['INSERT', { id: 'o-1' }, null, item],
    ['MODIFY', { id: 'o-1' }, item, { id: 'o-1' }],
    ['REMOVE', { id: 'o-1' }, { id: 'o-1' }, null]
  ])
  expect(
    await run(
      'dynamodb',
      events.dynamodb([{ tags: new Set(['a']), sizes: new Set([1, 2]), seals: new Set([new Uint8Array([1])]) }])
    )
  ).toEqual([['INSERT', { tags: ['a'] }, null, { tags: ['a'], sizes: [1, 2], seals: [new Uint8Array([1])] }]])
  expect(() => events.dynamodb([{ f: () => 1 }])).toThrow('events.dynamodb: a function is no attribute value')
})

test('buses, schedules and connections are read', async () => {
  expect(await run('bus', events.eventBridge({ a: 1 }, { source: 'shop' }))).toEqual([
    [{ a: 1 }, 'shop', '2026-01-01T00:00:00.000Z']
  ])
  expect(await run('schedule', events.schedule({ time: '2026-05-01T00:00:00Z' }))).toEqual(['2026-05-01T00:00:00.000Z'])
  expect(await run('connect', events.websocket.connect({ query: { a: '1' }, headers: { 'X-A': '2' } }))).toEqual([
    ['$connect', '1', '2', 'L0SM9cOFvHcCIhw=']
  ])
  expect(await run('say', events.websocket.message('say', { action: 'say', text: 'hi' }))).toEqual([
    ['say', { text: 'hi', action: 'say' }]
  ])
  expect(await run('bye', events.websocket.disconnect())).toEqual([['$disconnect', null]])
})

test('an authorizer reads every form of the question', async () => {
  const headers = { authorization: 't' }
  expect(await run('key', events.authorizer.token('t'))).toEqual([['TOKEN', 't', {}]])
  for (const event of [
    events.authorizer.request({ headers, query: { a: '1' } }),
    events.authorizer.http({ headers, query: { a: '1' } }),
    events.authorizer.http2({ headers, query: { a: '1' } }),
    events.authorizer.websocket({ headers, query: { a: '1' } })
  ])
    expect(await run('key', event)).toEqual([['REQUEST', 't', { a: '1' }]])
})

test.each([
  ['rest', 'rest'],
  ['http', 'http'],
  ['http1', 'http'],
  ['functionUrl', 'functionUrl'],
  ['alb', 'alb'],
  ['albMultiValue', 'alb']
] as const)('an HTTP event of format %s is of payload %s', (format, name) => {
  expect(payloadOf(full(format))?.name).toBe(name)
})

test('changes are merged deeply, lists replaced, `undefined` left out, and the next event is as before', () => {
  const before = events.sqs(['a'])
  expect(
    events.sqs(['a'], { attributes: { AWSTraceHeader: 'x', SenderId: undefined }, messageAttributes: { list: [1] } }).Records
  ).toEqual([
    { ...before.Records[0], attributes: expect.objectContaining({ AWSTraceHeader: 'x' }), messageAttributes: { list: [1] } }
  ])
  expect(events.sqs(['a'])).toEqual(before)
})
