/** What the tests beside this file share: events as AWS writes them, each cut to what matters, and handlers made of one declaration. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { handler } from '../../src/combinators/Handler.js'
import type { AnyHandler, Handler, LambdaHandler, Override, Source } from '../../src/index.js'
import { lambdas, service } from '../../src/index.js'
import { lambdaContext } from '../../src/testing/index.js'

// ---- handlers

/** All functions of some declarations, by name. */
export const functions = (declarations: object, ...overrides: ReadonlyArray<Override>): Readonly<Record<string, LambdaHandler>> =>
  lambdas(service('s', {}, declarations), ...overrides)

/** One declaration as Lambda calls it. */
export const invoking = (f: AnyHandler, ...overrides: ReadonlyArray<Override>): ((event: unknown) => Promise<unknown>) => {
  const handler = functions({ f }, ...overrides)['f'] as LambdaHandler
  return (event) => handler(event, lambdaContext('f'))
}

/** What an invocation failed with. */
export const failure = (result: Promise<unknown>): Promise<Error> =>
  result.then(
    (r) => Promise.reject(new Error(`it did not fail, but answered ${JSON.stringify(r)}`)),
    (e) => e as Error
  )

/** What a definition says is wrong. */
export const problemsIn = (define: () => unknown): ReadonlyArray<string> => {
  try {
    define()
  } catch (e) {
    return (e as { readonly faults: ReadonlyArray<{ readonly problem: string }> }).faults.map((f) => f.problem)
  }
  return []
}

/** Closes a sentence of any context, for tests that care nothing for its types. */
export const answering =
  <R>(f: (ctx: never) => R) =>
  <C, Err, K>(s: Source<C, Err, K>): Handler<C, R, K> =>
    handler(f as never, s.facts, s.steps)

/** A sentence that answers 1. */
export const noop = answering(() => 1)

// ---- events

type Changes = Readonly<Record<string, unknown>>

const region = 'eu-west-1'
const account = '123456789012'

export const records = (...all: ReadonlyArray<unknown>): object => ({ Records: all })

export const sqsRecord = (messageId: string, body = '{}', o: Changes & { readonly group?: string } = {}): object => {
  const { group, ...changes } = o
  return {
    messageId,
    receiptHandle: `receipt of ${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1700000000000',
      SenderId: 'AROA:sender',
      ...(group === undefined ? {} : { MessageGroupId: group, SequenceNumber: '1', MessageDeduplicationId: messageId })
    },
    messageAttributes: {},
    md5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${account}:orders${group === undefined ? '' : '.fifo'}`,
    awsRegion: region,
    ...changes
  }
}

export const snsRecord = (message: string, changes: Changes = {}): object => ({
  EventSource: 'aws:sns',
  EventVersion: '1.0',
  EventSubscriptionArn: `arn:aws:sns:${region}:${account}:alarms:1`,
  Sns: {
    Type: 'Notification',
    MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
    TopicArn: `arn:aws:sns:${region}:${account}:alarms`,
    Subject: 'hello',
    Message: message,
    Timestamp: '2024-01-01T00:00:00.000Z',
    MessageAttributes: { kind: { Type: 'String', Value: 'test' } },
    ...changes
  }
})

export const s3Record = (
  key: string,
  changes: Changes = {},
  object: Changes = { size: 1024, eTag: 'd41d8cd9', sequencer: '0A' }
) => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: region,
  eventTime: '2024-01-01T00:00:00.000Z',
  eventName: 'ObjectCreated:Put',
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'c',
    bucket: { name: 'pictures', arn: 'arn:aws:s3:::pictures' },
    object: { key, ...object }
  },
  ...changes
})

export const kinesisRecord = (sequenceNumber: string, data: string | Uint8Array = '{}', changes: Changes = {}): object => ({
  kinesis: {
    kinesisSchemaVersion: '1.0',
    partitionKey: 'p1',
    sequenceNumber,
    data: Buffer.from(data).toString('base64'),
    approximateArrivalTimestamp: 1480641523.477,
    ...changes
  },
  eventSource: 'aws:kinesis',
  eventVersion: '1.0',
  eventID: `shardId-000000000000:${sequenceNumber}`,
  eventName: 'aws:kinesis:record',
  eventSourceARN: `arn:aws:kinesis:${region}:${account}:stream/clicks`
})

export const dynamoRecord = (
  SequenceNumber: string,
  NewImage: object | null = { id: { S: '1' } },
  changes: Changes = {}
): object => ({
  eventID: 'f07f8ca4b0b26cb9c4e5e77e69f274ee',
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  dynamodb: {
    ApproximateCreationDateTime: 1480642020,
    Keys: { id: { S: '1' } },
    ...(NewImage === null ? {} : { NewImage }),
    SequenceNumber,
    SizeBytes: 54,
    StreamViewType: 'NEW_AND_OLD_IMAGES'
  },
  eventSourceARN: `arn:aws:dynamodb:${region}:${account}:table/Todos/stream/2016-12-01T00:00:00.000`,
  ...changes
})

export const busEvent = (changes: Changes = {}): object => ({
  version: '0',
  id: 'cdc73f9d-aea9-11e3-9d5a-835b769c0d9c',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: '1970-01-01T00:00:00Z',
  region,
  resources: [`arn:aws:events:${region}:${account}:rule/often`],
  detail: {},
  ...changes
})

export const socketEvent = (routeKey: string, context: Changes = {}, changes: Changes = {}): object => ({
  requestContext: {
    routeKey,
    eventType: routeKey === '$connect' ? 'CONNECT' : routeKey === '$disconnect' ? 'DISCONNECT' : 'MESSAGE',
    messageDirection: 'IN',
    stage: 'prod',
    domainName: `abc123.execute-api.${region}.amazonaws.com`,
    connectionId: 'c1=',
    apiId: 'abc123',
    requestId: 'r1',
    ...context
  },
  isBase64Encoded: false,
  ...changes
})

// ---- events as AWS's own repositories have them, where that folder is at hand

const folder = join(__dirname, '../../../shared/events')

/** Files of captured events, or none where the folder is not there. */
export const captured: ReadonlyArray<readonly [string, unknown]> = existsSync(folder)
  ? readdirSync(folder)
      .filter((f) => f.endsWith('.json') && !f.includes('malformed'))
      .map((f) => [f.replace('.json', ''), JSON.parse(readFileSync(`${folder}/${f}`, 'utf8'))] as const)
  : []

/** A test of one captured event; passed over where the folder is not there. */
export const withCaptured = (title: string, file: string, f: (event: never) => unknown): void => {
  const found = captured.find(([name]) => name === file)
  ;(found === undefined ? test.skip : test)(`${title} (${file})`, () => f(found?.[1] as never) as Promise<void>)
}
