/** Orders from a queue, one by one: one that fails is tried again, and hides none of the others. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { each, functionSettings, handle, port, sqs, use } from 'quaich'

const Order = t.readonly(t.type({ id: t.string, item: t.string, quantity: t.number }))

export interface Stock {
  /** Takes some of an item away; false where there is not enough. */
  readonly take: (item: string, quantity: number) => boolean
}

// A port says what it needs from AWS, beside what it does: here the queue itself.
export const stock = port('stock', {
  live: (): Stock => ({ take: (_, quantity) => quantity > 0 && quantity <= 100 }),
  resources: {
    Orders: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 180 } }
  }
})

export const prepareOrder = pipe(
  sqs({ 'Fn::GetAtt': ['Orders', 'Arn'] }, { batchSize: 10 }),
  functionSettings({ timeout: 30 }),
  use(stock),
  // What stands after `each` runs once a message, decoded; a Left reports exactly that message as failed.
  each(Order),
  handle(({ message: { id, item, quantity }, stock }) =>
    stock.take(item, quantity) ? E.right(undefined) : E.left({ _tag: 'NotEnough' as const, id })
  )
)
