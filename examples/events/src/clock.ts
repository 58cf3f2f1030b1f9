/** What the clock wakes: a rate, and a cron with an input of its own. One in a time zone is in `examples/reports`. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { cron, functionSettings, handle, lambda, rate, schedule } from 'quaich'

export const heartbeat = pipe(
  schedule(rate(5, 'minutes')),
  handle(({ event }) => `alive at ${event.time.toISOString()}`)
)

export const nightly = pipe(
  schedule(cron(0, 3, '*', '*', '?', '*'), {
    description: 'Tidies up, "softly"',
    input: { keepDays: 30, note: 'every "night"\n' }
  }),
  functionSettings({ timeout: 300, memorySize: 512 }),
  handle(({ event }) => event.toJSON())
)

/** A plain function beside them: somebody invokes it by name. */
export const greet = pipe(
  lambda(t.partial({ name: t.string })),
  handle(({ event }) => `hello ${event.name ?? 'world'}`)
)
