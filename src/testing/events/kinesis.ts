/** Events of Kinesis data streams. */
import { accountId, region } from '../../deploy/local/events.js'
import { testMoment } from '../format.js'
import { type RecordChanges, type Recorded, recorded, textOf } from './changes.js'

/** A record as Lambda gets it ("Using Lambda with Kinesis Data Streams"). @since 0.1.0 */
export interface KinesisEventRecord {
  readonly kinesis: {
    readonly kinesisSchemaVersion: string
    readonly partitionKey: string
    readonly sequenceNumber: string
    readonly data: string
    readonly approximateArrivalTimestamp: number
  }
  readonly eventSource: string
  readonly eventVersion: string
  readonly eventID: string
  readonly eventName: string
  readonly invokeIdentityArn: string
  readonly awsRegion: string
  readonly eventSourceARN: string
}

/** Records of a stream, in the order of their sequence numbers: bytes and text go as they are, anything else as JSON. @internal */
export const kinesis = (data: ReadonlyArray<unknown>, changes?: RecordChanges): Recorded<KinesisEventRecord> =>
  recorded(data, record, changes)

const record = (data: unknown, i: number): KinesisEventRecord => {
  const sequenceNumber = String(49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_800n + BigInt(i))
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'partition',
      sequenceNumber,
      data: Buffer.from(data instanceof Uint8Array ? data : textOf(data)).toString('base64'),
      approximateArrivalTimestamp: testMoment.at.getTime() / 1000
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: `arn:aws:iam::${accountId}:role/reader`,
    awsRegion: region,
    eventSourceARN: `arn:aws:kinesis:${region}:${accountId}:stream/stream`
  }
}
