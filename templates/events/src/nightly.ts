/** Something to do every night, at a quarter past three. */
import { pipe } from 'fp-ts/lib/function.js'
import { cron, handle, schedule } from 'quaich'

export const nightly = pipe(
  schedule(cron(15, 3, '*', '*', '?', '*'), { description: 'every night' }),
  handle(({ event }) => ({ reportFor: event.time.toISOString().slice(0, 10) }))
)
