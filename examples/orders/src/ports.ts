/** What the functions reach: the queue of orders, the topic that tells of prepared ones, and the catalogue. Each brings its resources and rights. */
import { randomUUID } from 'node:crypto'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { port } from 'quaich'
import type { Order, PricedOrder } from './Order.js'

export interface OrderQueue {
  readonly send: (order: Order) => TE.TaskEither<never, void>
}

export interface Announcements {
  readonly publish: (order: PricedOrder) => TE.TaskEither<never, void>
}

const variable = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

export const ids = port('ids', { live: () => () => randomUUID() as string })

/** Pence of each thing that there is. */
export const catalogue = port('catalogue', {
  live: (): ReadonlyMap<string, number> =>
    new Map([
      ['assam', 450],
      ['darjeeling', 620],
      ['oolong', 580]
    ])
})

export const orderQueue = port('orderQueue', {
  live: (): OrderQueue => sqsOrderQueue(new SQSClient(), variable('ORDERS_QUEUE_URL')),
  environment: { ORDERS_QUEUE_URL: { Ref: 'Orders' } },
  iam: [{ actions: ['sqs:SendMessage'], resources: [{ 'Fn::GetAtt': ['Orders', 'Arn'] }] }],
  resources: {
    // Hidden six times as long as the function may take, and tried three times.
    Orders: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        FifoQueue: true,
        VisibilityTimeout: 180,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['FailedOrders', 'Arn'] }, maxReceiveCount: 3 }
      }
    },
    FailedOrders: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, MessageRetentionPeriod: 1_209_600 } }
  }
})

export const announcements = port('announcements', {
  live: (): Announcements => snsAnnouncements(new SNSClient(), variable('PREPARED_TOPIC_ARN')),
  environment: { PREPARED_TOPIC_ARN: { Ref: 'PreparedOrders' } },
  iam: [{ actions: ['sns:Publish'], resources: [{ Ref: 'PreparedOrders' }] }],
  resources: { PreparedOrders: { Type: 'AWS::SNS::Topic', Properties: {} } }
})

// Orders of one customer keep their order, and a request that the client of AWS repeats is no second order.
const sqsOrderQueue = (client: SQSClient, QueueUrl: string): OrderQueue => ({
  send: (order) =>
    TE.fromTask(async () => {
      await client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: JSON.stringify(order),
          MessageGroupId: order.customer,
          MessageDeduplicationId: order.id
        })
      )
    })
})

export const snsAnnouncements = (client: SNSClient, TopicArn: string): Announcements => ({
  publish: (order) =>
    TE.fromTask(async () => {
      await client.send(new PublishCommand({ TopicArn, Message: JSON.stringify(order) }))
    })
})
