/**
 * Orders: a queue record by record, the changes of a table that this service brings, and two event buses. A FIFO queue is in `examples/orders`.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { dynamodbStream, each, eventBridge, handle, port, sqs, use } from 'quaich'

export const Order = t.type({ id: t.string, quantity: t.number })

/** The table whose changes are read below. */
export const orderTable = port('orderTable', {
  live: () => process.env['ORDERS_TABLE'] ?? '',
  environment: { ORDERS_TABLE: { Ref: 'OrdersTable' } },
  resources: {
    OrdersTable: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' }
      }
    }
  }
})

/** What fails is reported by its id and comes again; what went well does not. */
export const placed = pipe(
  sqs('orders', { batchSize: 100, batchingWindow: 5, maximumConcurrency: 4 }),
  each(Order, { concurrency: 10 }),
  handle(({ message, record }) =>
    message.quantity > 0 ? E.right(message.id) : E.left({ _tag: 'Empty' as const, id: message.id, attempt: record.receiveCount })
  )
)

export const changed = pipe(
  dynamodbStream({ 'Fn::GetAtt': ['OrdersTable', 'StreamArn'] }, { startingPosition: 'TRIM_HORIZON', maximumRetryAttempts: 3 }),
  use(orderTable),
  each(),
  handle(({ record, orderTable }) => [orderTable, record.eventName, record.newImage])
)

/** Somebody else's events, on the default bus. */
export const released = pipe(
  eventBridge({ source: ['aws.codepipeline'], 'detail-type': ['CodePipeline Pipeline Execution State Change'] }),
  handle(({ event }) => event.id)
)

/** Our own events, on a bus that exists; the detail is decoded. */
export const paid = pipe(
  eventBridge(
    { source: ['shop'], 'detail-type': ['Paid'], detail: { currency: ['EUR'], id: [{ exists: true }] } },
    { bus: 'shop-${sls:stage}', detail: t.type({ id: t.string, currency: t.literal('EUR') }) }
  ),
  handle(({ event }) => event.detail.id)
)
