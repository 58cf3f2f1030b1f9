/** Events of Amazon SQS. */
import { createHash } from 'node:crypto'
import { accountId, region } from '../../deploy/local/events.js'
import { testMoment } from '../format.js'
import { merged, type RecordChanges, type Recorded, recorded, textOf, uuid } from './changes.js'

/** A message as Lambda gets it ("Using Lambda with Amazon SQS"). @since 0.1.0 */
export interface SqsEventRecord {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, unknown>>
  readonly md5OfBody: string
  readonly eventSource: string
  readonly eventSourceARN: string
  readonly awsRegion: string
}

/** Messages of a queue: text goes as it is, anything else as JSON. The ARN of a FIFO queue gives each a group and a number. @internal */
export const sqs = (messages: ReadonlyArray<unknown>, changes?: RecordChanges): Recorded<SqsEventRecord> => {
  const { Records } = recorded(messages, record, changes)
  return { Records: Records.map((r, i) => (r.eventSourceARN.endsWith('.fifo') ? ordered(r, i) : r)) }
}

const sent = testMoment.at.getTime()

const record = (message: unknown, i: number): SqsEventRecord => {
  const body = textOf(message)
  return {
    messageId: uuid(i),
    receiptHandle: `AQEB${String(i + 1).padStart(60, '0')}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(sent),
      SenderId: 'AROAEXAMPLEEXAMPLE0000:sender',
      ApproximateFirstReceiveTimestamp: String(sent + 5)
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${accountId}:queue`,
    awsRegion: region
  }
}

const ordered = (r: SqsEventRecord, i: number): SqsEventRecord =>
  merged(r, {
    attributes: {
      MessageGroupId: 'group',
      MessageDeduplicationId: r.messageId,
      SequenceNumber: String(18_849_496_460_467_696_128n + BigInt(i)),
      ...r.attributes
    }
  })
