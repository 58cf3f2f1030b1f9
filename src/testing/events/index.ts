/** Events as AWS sends them, complete, one builder a source. Each is the same every time; nothing here calls a function. */
import type { Identity } from '../../combinators/Request.js'
import type { Format } from '../format.js'
import { httpEvent } from '../httpEvent.js'
import type { HttpEventInput } from '../rawRequest.js'
import { type AskedRequest, http, http2, request, token, websocket as websocketAuthorizer } from './authorizer.js'
import { type BusEventJson, eventBridge, schedule } from './bus.js'
import { type Changes, merged, type RecordChanges, type Recorded } from './changes.js'
import { type DynamoDbEventRecord, dynamodb, type ItemChange } from './dynamodb.js'
import { type KinesisEventRecord, kinesis } from './kinesis.js'
import { type S3EventRecord, s3 } from './s3.js'
import { type SnsEventRecord, sns } from './sns.js'
import { type SqsEventRecord, sqs } from './sqs.js'
import { connect, disconnect, message } from './websocket.js'

/** @since 0.1.0 */
export interface Events {
  /** Messages of a queue: text as it is, anything else as JSON. An `eventSourceARN` that ends in `.fifo` gives each a group and a number. */
  readonly sqs: (messages: ReadonlyArray<unknown>, changes?: RecordChanges) => Recorded<SqsEventRecord>
  /** Messages of a topic: text as it is, anything else as JSON. SNS itself sends one an event. */
  readonly sns: (messages: ReadonlyArray<unknown>, changes?: RecordChanges) => Recorded<SnsEventRecord>
  /** Objects that were put into a bucket, by their keys, which are encoded here as S3 encodes them. */
  readonly s3: (keys: ReadonlyArray<string>, changes?: RecordChanges) => Recorded<S3EventRecord>
  /** Records of a stream: bytes and text as they are, anything else as JSON. */
  readonly kinesis: (data: ReadonlyArray<unknown>, changes?: RecordChanges) => Recorded<KinesisEventRecord>
  /** Changes of a table: new items, or `[before, after]` with `null` for none. */
  readonly dynamodb: (items: ReadonlyArray<ItemChange>, changes?: RecordChanges) => Recorded<DynamoDbEventRecord>
  /** An event of a bus with a detail. */
  readonly eventBridge: (detail: unknown, changes?: Changes) => BusEventJson
  /** What a rule sends at its time. */
  readonly schedule: (changes?: Changes) => BusEventJson
  /** The events of one connection. */
  readonly websocket: {
    readonly connect: (input?: Pick<HttpEventInput, 'headers' | 'query'>, changes?: Changes) => object
    readonly message: (routeKey: string, body: unknown, changes?: Changes) => object
    readonly disconnect: (changes?: Changes) => object
  }
  /** What API Gateway asks an authorizer: REST APIs a token or a request, HTTP APIs in format 1.0 (`http`) or 2.0, WebSocket APIs. */
  readonly authorizer: {
    readonly token: (token: string, changes?: Changes) => object
    readonly request: (input?: AskedRequest, changes?: Changes) => object
    readonly http: (input?: AskedRequest, changes?: Changes) => object
    readonly http2: (input?: AskedRequest, changes?: Changes) => object
    readonly websocket: (input?: Pick<HttpEventInput, 'headers' | 'query'>, changes?: Changes) => object
  }
  /** A request to a declared path, in any format; `identity` is what the gateway has verified. */
  readonly http: (
    format: Format,
    method: string,
    route: string,
    input?: HttpEventInput & { readonly identity?: Identity },
    changes?: Changes
  ) => object
}

/**
 * Events as AWS sends them, with every key that AWS sends, and with whatever a test wants otherwise. Times and ids are the same each time.
 * @since 0.1.0
 * @example
 * import { events } from 'quaich/testing'
 * const { Records } = events.sqs([{ id: '1' }, 'no JSON'], { attributes: { ApproximateReceiveCount: '3' } })
 * expect(Records.map((r) => r.body)).toEqual(['{"id":"1"}', 'no JSON'])
 * expect(Records[0]).toMatchObject({ eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '3', SentTimestamp: '1767225600000' } })
 * expect(events.s3(['a b.jpg']).Records[0]?.s3.object.key).toBe('a+b.jpg')
 */
export const events: Events = {
  sqs,
  sns,
  s3,
  kinesis,
  dynamodb,
  eventBridge,
  schedule,
  websocket: {
    connect: (input, changes) => connect(input, changes),
    message: (routeKey, body, changes) => message(routeKey, body, changes),
    disconnect: (changes) => disconnect(changes)
  },
  authorizer: { token, request, http, http2, websocket: (input, changes) => websocketAuthorizer(input, changes) },
  http: (format, method, route, { identity, ...input } = {}, changes = {}) =>
    merged(httpEvent(format, method, route, input, identity), changes)
}
