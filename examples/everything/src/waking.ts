/** What wakes it that `examples/events` leaves to other examples: a queue with an order, and a clock with a time zone. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { cron, each, functionSettings, handle, schedule, sqs } from 'quaich'

/** A failure holds back its own group, and no other. */
export const inOrder = pipe(
  sqs('everything.fifo', { batchSize: 10 }),
  each(t.type({ id: t.string }), { concurrency: 5, afterFailure: 'other groups' }),
  functionSettings({ memorySize: 512 }),
  handle(({ message, record }) => [record.attributes['MessageGroupId'], message.id])
)

export const standup = pipe(
  schedule(cron(30, 9, '?', '*', 'MON-FRI', '*'), { timezone: 'Europe/Berlin', description: 'Half past nine in Berlin' }),
  handle(({ event }) => event.time.getTime())
)
