/** Amazon Kinesis data streams and DynamoDB streams: ordered records, reported by the lowest position that failed. */
import { decodeBase64, decodeUtf8 } from '../codecs/strictBytes.js'
import type { Text } from '../combinators/CloudFormation.js'
import { type Invocation, type Source, source } from '../combinators/Source.js'
import { attributes } from './attributeValue.js'
import { type Batch, type BatchKind, isObject, objectAt, opening, type Raw, textAt } from './Batch.js'
import { EventError } from './lambda.js'

// ---- model

/** How a stream is read. @since 0.1.0 */
export interface StreamOptions {
  /** Records a batch, 1 to 10,000; 100 when absent. */
  readonly batchSize?: number
  /** Seconds to wait for a batch to fill, 0 to 300. */
  readonly batchingWindow?: number
  /** `LATEST` (the default) or `TRIM_HORIZON`. */
  readonly startingPosition?: 'LATEST' | 'TRIM_HORIZON'
  /** Retries of a failed batch, 0 to 10,000; until the records expire when absent. */
  readonly maximumRetryAttempts?: number
  readonly bisectBatchOnFunctionError?: boolean
  /** Batches at once of one shard, 1 to 10. */
  readonly parallelizationFactor?: number
}

/** A record of a Kinesis data stream. @since 0.1.0 */
export interface KinesisRecord {
  /** Reading data that is not base64 fails the record. */
  readonly data: Uint8Array
  /** The data as UTF-8 text. Reading it fails the record where the data is not UTF-8. */
  readonly text: string
  readonly partitionKey: string
  readonly sequenceNumber: string
  readonly approximateArrival: Date
  readonly toJSON: () => unknown
}

/** A change to a DynamoDB table, its items as plain values. @since 0.1.0 */
export interface DynamoDbRecord {
  readonly eventName: string
  readonly tableName: string
  readonly keys: Readonly<Record<string, unknown>>
  readonly newImage: Readonly<Record<string, unknown>> | null
  readonly oldImage: Readonly<Record<string, unknown>> | null
  readonly sequenceNumber: string
  readonly toJSON: () => unknown
}

class DataRecord implements KinesisRecord {
  private readonly kinesis: Raw
  constructor(private readonly record: Raw) {
    this.kinesis = objectAt(record, 'kinesis')
  }
  get data(): Uint8Array {
    const bytes = decodeBase64(textAt(this.kinesis, 'data') ?? '')
    if (bytes === undefined) throw new EventError('the data of the record is not base64')
    return bytes
  }
  get text(): string {
    const text = decodeUtf8(this.data)
    if (text === undefined) throw new EventError('the data of the record is not UTF-8')
    return text
  }
  get partitionKey(): string {
    return textAt(this.kinesis, 'partitionKey') ?? ''
  }
  get sequenceNumber(): string {
    return textAt(this.kinesis, 'sequenceNumber') ?? ''
  }
  get approximateArrival(): Date {
    return new Date(Number(this.kinesis['approximateArrivalTimestamp'] ?? Number.NaN) * 1000)
  }
  toJSON(): unknown {
    return this.record
  }
}

class ChangeRecord implements DynamoDbRecord {
  private readonly change: Raw
  constructor(private readonly record: Raw) {
    this.change = objectAt(record, 'dynamodb')
  }
  get eventName(): string {
    return textAt(this.record, 'eventName') ?? ''
  }
  get tableName(): string {
    return /:table\/([^/]+)/.exec(textAt(this.record, 'eventSourceARN') ?? '')?.[1] ?? ''
  }
  get keys(): Readonly<Record<string, unknown>> {
    return attributes(objectAt(this.change, 'Keys'))
  }
  get newImage(): Readonly<Record<string, unknown>> | null {
    return isObject(this.change['NewImage']) ? attributes(this.change['NewImage']) : null
  }
  get oldImage(): Readonly<Record<string, unknown>> | null {
    return isObject(this.change['OldImage']) ? attributes(this.change['OldImage']) : null
  }
  get sequenceNumber(): string {
    return textAt(this.change, 'SequenceNumber') ?? ''
  }
  toJSON(): unknown {
    return this.record
  }
}

// A batch comes from one shard, and a shard is one order.
const shard = (): string => ''

const dataStream: BatchKind<KinesisRecord> = {
  source: 'Kinesis',
  reporting: 'checkpoint',
  recognises: (r) => r['eventSource'] === 'aws:kinesis' && isObject(r['kinesis']),
  open: (r) => new DataRecord(r),
  idOf: (r) => r.sequenceNumber,
  groupOf: shard,
  content: (r) => ({ text: r.text })
}

const tableStream: BatchKind<DynamoDbRecord> = {
  source: 'DynamoDB',
  reporting: 'checkpoint',
  recognises: (r) => r['eventSource'] === 'aws:dynamodb' && isObject(r['dynamodb']),
  open: (r) => new ChangeRecord(r),
  idOf: (r) => r.sequenceNumber,
  groupOf: shard,
  content: (r) => ({ value: r.newImage })
}

// ---- constructors

/**
 * A Kinesis data stream, by name in the same account and region, or by ARN. With `each`, the first record that fails ends the batch and is
 * reported; the stream sends it and all after it again.
 * @since 0.1.0
 * @example
 * import { each, handle, kinesis } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const clicks = pipe(kinesis('clicks'), each(), handle(({ message }) => message.length))
 * expect(clicks.facts[0]).toEqual({ _tag: 'Stream', type: 'kinesis', stream: 'clicks', batchSize: 100, startingPosition: 'LATEST' })
 */
export const kinesis = (
  stream: Text,
  o: StreamOptions = {}
): Source<
  { readonly event: Batch<KinesisRecord> } & Invocation,
  unknown,
  { readonly kind: 'stream'; readonly stream: 'kinesis' }
> => source([{ _tag: 'Stream', type: 'kinesis', stream, ...defaults, ...o }], [opening(dataStream)])

/**
 * A DynamoDB stream, by ARN. With `each` and a codec, the message is the new image, decoded.
 * @since 0.1.0
 * @example
 * import { dynamodbStream, each, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const changes = pipe(dynamodbStream({ 'Fn::GetAtt': ['Todos', 'StreamArn'] }), each(), handle(({ record }) => record.newImage))
 * expect(changes.facts[0]).toMatchObject({ _tag: 'Stream', type: 'dynamodb' })
 */
export const dynamodbStream = (
  arn: Text,
  o: StreamOptions = {}
): Source<
  { readonly event: Batch<DynamoDbRecord> } & Invocation,
  unknown,
  { readonly kind: 'stream'; readonly stream: 'dynamodb' }
> => source([{ _tag: 'Stream', type: 'dynamodb', stream: arn, ...defaults, ...o }], [opening(tableStream)])

const defaults = { batchSize: 100, startingPosition: 'LATEST' } as const
