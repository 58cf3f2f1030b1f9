/** Orders come in by HTTP, wait in a queue, and are prepared one by one: one that fails is tried again, and holds up nobody but its customer. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { accepted, apiKey, body, each, functionSettings, handle, post, returns, sqs, use } from 'quaich'
import { NewOrder, Order, priced } from './Order.js'
import { announcements, catalogue, ids, orderQueue } from './ports.js'

export const placeOrder = pipe(
  post('/orders'),
  apiKey(),
  use(ids),
  use(orderQueue),
  body(NewOrder),
  returns({ 202: t.type({ id: t.string }) }),
  handle(({ body, ids, orderQueue }) => {
    const id = ids()
    return pipe(
      orderQueue.send({ ...body, id }),
      TE.map(() => accepted({ id }))
    )
  })
)

export const prepareOrder = pipe(
  sqs({ 'Fn::GetAtt': ['Orders', 'Arn'] }, { batchSize: 10 }),
  functionSettings({ timeout: 30 }),
  use(catalogue),
  use(announcements),
  each(Order, { afterFailure: 'other groups', concurrency: 5 }),
  handle(({ message, catalogue, announcements }) =>
    pipe(TE.fromEither(priced(catalogue)(message)), TE.flatMap(announcements.publish))
  )
)
