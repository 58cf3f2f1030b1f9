/**
 * What Lambda does with a queue, until it is empty: receives batches, calls the function, deletes what it did not report. One difference: what
 * failed is visible again at once, not after the visibility timeout, so that no test waits for a clock.
 */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient
} from '@aws-sdk/client-sqs'

// ---- model

/** The event source mapping, as the generated file has it. */
export interface Mapping {
  readonly batchSize: number
  readonly functionResponseType?: string
}

/** One invocation: the ids that it was given, and those that stayed in the queue. */
export interface Round {
  readonly received: ReadonlyArray<string>
  readonly failed: ReadonlyArray<string>
}

// ---- combinators

export const drain = async (
  client: SQSClient,
  QueueUrl: string,
  mapping: Mapping,
  invoke: (event: unknown) => Promise<unknown>
): Promise<ReadonlyArray<Round>> => {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))
  const rounds: Round[] = []
  for (;;) {
    const { Messages: batch = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(mapping.batchSize, 10),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All']
      })
    )
    if (batch.length === 0) break
    const received = batch.map((m) => m.MessageId ?? '')
    const event = { Records: batch.map((m) => recordOf(m, Attributes?.['QueueArn'] ?? '')) }
    const failed = await invoke(event).then(
      (answer) => failedIn(answer, received, mapping),
      () => received
    )
    rounds.push({ received, failed })
    for (const { MessageId = '', ReceiptHandle } of batch)
      await (failed.includes(MessageId)
        ? client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
        : client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })))
  }
  const left = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible']
    })
  )
  if (Object.values(left.Attributes ?? {}).some((n) => n !== '0'))
    throw new Error(`not empty: ${JSON.stringify(left.Attributes)}`)
  return rounds
}

// "Using Lambda with Amazon SQS": no report is full success, one that names what was not sent is full failure, and without the setting none is read.
const failedIn = (answer: unknown, received: ReadonlyArray<string>, mapping: Mapping): ReadonlyArray<string> => {
  if (mapping.functionResponseType !== 'ReportBatchItemFailures') return []
  const report = (
    answer as { readonly batchItemFailures?: ReadonlyArray<{ readonly itemIdentifier?: string }> } | null | undefined
  )?.batchItemFailures
  const ids = (report ?? []).map((f) => f.itemIdentifier ?? '')
  return ids.every((id) => received.includes(id)) ? ids : received
}

const recordOf = (m: Message, eventSourceARN: string): object => ({
  messageId: m.MessageId,
  receiptHandle: m.ReceiptHandle,
  body: m.Body,
  attributes: m.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(m.MessageAttributes ?? {}).map(([name, a]) => [name, { dataType: a.DataType, stringValue: a.StringValue }])
  ),
  md5OfBody: m.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion: 'eu-west-1'
})
