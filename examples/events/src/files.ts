/** Files and what is told of them: a bucket, a topic, a data stream, and an S3 event in an SNS notification in an SQS message. */
import { pipe } from 'fp-ts/lib/function.js'
import { each, handle, kinesis, s3, s3Notification, sns, snsEnvelope, sqs } from 'quaich'

export const uploaded = pipe(
  s3('example-pictures', { prefix: 'images/', suffix: '.jpg', events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] }),
  each(),
  handle(({ record }) => `${record.eventName} ${record.key}`)
)

export const alarm = pipe(
  sns('alarms', { filterPolicy: { severity: ['high'] } }),
  each(),
  handle(({ record, message }) => `${record.subject ?? 'alarm'}: ${message}`)
)

export const clicked = pipe(
  kinesis('clicks', { batchSize: 500, batchingWindow: 1, bisectBatchOnFunctionError: true, parallelizationFactor: 2 }),
  each(),
  handle(({ record, message }) => [record.partitionKey, message.length])
)

/** The keys of all objects that one queued notification names. */
export const notified = pipe(
  sqs('picture-notifications', { batchSize: 10 }),
  each(snsEnvelope(s3Notification)),
  handle(({ message }) => message.map((object) => object.key))
)
