/** Batches, record by record: what failed is sent again, and what went well is not. */
import { factOf } from '../../combinators/Fact.js'
import { BatchError } from '../../events/outcome.js'
import type { Declaration } from '../../router/Declaration.js'
import type { Delivered } from '../batch.js'
import { batches, type MessageBatch, waiting } from './batches.js'
import { json } from './curl.js'
import { type Law, law, trial } from './Law.js'
import { reason } from './Stimulus.js'
import { hasOwn } from './seen.js'
import type { World } from './World.js'
import type { Watch } from './watched.js'

/**
 * Of a batch behind `each` exactly the failed messages are reported: those that the codec refuses and those whose run ended in a `Left` or a
 * throw; of a queue no other one, of a stream or a FIFO queue also what must wait behind them, which is not run. Each id is one of
 * the batch, and named once; a message that fails alone fails in company, and the other way round, unless it is `stateful`. Whatever stands around
 * `each` may not change that. Where there is no `each` the batch is all or nothing, and there is nothing to report.
 * @since 0.1.0
 * @example
 * import * as E from 'fp-ts/lib/Either.js'
 * import * as t from 'io-ts'
 * import { each, handle, service, sqs } from 'quaich'
 * import { reportsFailures } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const paid = pipe(sqs('paid'), each(t.type({ pence: t.number })), handle(({ message }) => (message.pence > 0 ? E.right(undefined) : E.left('no money'))))
 * expect((await reportsFailures(service('shop', {}, { paid }))).held).toMatchObject([{ law: 'reportsFailures', declaration: 'paid' }])
 */
export const reportsFailures: Law = law(
  'reportsFailures',
  'exactly the failed messages of a batch are sent again',
  (d, world) => {
    const sent = factOf(d.facts, 'Each') === undefined ? undefined : batches(d, world)
    if (sent === undefined) return undefined
    return [
      trial(sent, async (b) => {
        const { watch, deliver } = world.bench()
        const together = await deliver(b.name, b.messages, b.changes)
        const runs = runsOf(d, b, watch)
        // What fails before its records are looked at is refused as a whole: they come again, all of them.
        if (together.error !== undefined && !(together.error instanceof BatchError) && runs.every((r) => r.count === 0))
          return undefined
        const found =
          misnamed(together) ?? misrun(d, b, runs) ?? misreported(b, runs, together) ?? (await unlikeAlone(d, b, together, world))
        return found && { shown: b.shown, expected: found[0], came: found[1] }
      })
    ]
  }
)

type Found = readonly [expected: string, came: string]

/** How often a message was run, and whether it failed: in its run, or before. */
interface Run {
  readonly count: number
  readonly failed: boolean
}

const runsOf = (d: Declaration, { wrong }: MessageBatch, { handled, refusedAt }: Watch): ReadonlyArray<Run> =>
  wrong.map((isWrong, i) => {
    const runs = handled.filter((h) => h.declaration.keys === d.keys && h.at === i)
    return { count: runs.length, failed: isWrong || refusedAt.includes(i) || runs.some((r) => r.exit?._tag === 'Left') }
  })

// ---- the four ways to be wrong

const misnamed = ({ ids, reported }: Delivered): Found | undefined => {
  const stranger = reported.find((id) => !ids.includes(id as string))
  if (stranger !== undefined || reported.includes(undefined)) return ['ids of the batch alone', `reported: ${json(reported)}`]
  return new Set(reported).size === reported.length ? undefined : ['each id once', `reported: ${json(reported)}`]
}

const misrun = (d: Declaration, b: MessageBatch, runs: ReadonlyArray<Run>): Found | undefined => {
  const waits = waiting(b, failedIn(runs))
  for (const [i, { count, failed }] of runs.entries()) {
    if (waits[i] === true && count > 0) return [`message ${i} waits behind one of its order that failed`, 'it was run']
    if (count > 1) return [`message ${i} is run once`, `it was run ${count} times`]
    // What a stack of the service's own has answered needs no run.
    if (count === 0 && !failed && waits[i] !== true && !hasOwn(d, 'Provide', 'Bracket', 'Middy'))
      return [`message ${i} is run`, 'it was passed over']
  }
  return undefined
}

const misreported = (b: MessageBatch, runs: ReadonlyArray<Run>, { failed }: Delivered): Found | undefined => {
  const own = failedIn(runs)
  const waits = waiting(b, own)
  const came = `failed: ${places(own)}; reported: ${places(failed)}`
  const at = failed.findIndex((again, i) => again !== (own[i] === true || waits[i] === true))
  if (at === -1) return undefined
  if (failed[at] === true) return [`message ${at} is done with: its run went well`, came]
  const why = b.wrong[at] === true ? 'is not as declared' : own[at] === true ? 'failed' : 'waits behind one that failed'
  return [`message ${at} is sent again: it ${why}`, came]
}

// One by one, in the same container, and none that would have waited.
const unlikeAlone = async (d: Declaration, b: MessageBatch, together: Delivered, world: World): Promise<Found | undefined> => {
  if (world.isStateful(d)) return undefined
  const { deliver } = world.bench()
  const alone: boolean[] = b.messages.map(() => false)
  for (const i of b.messages.keys()) {
    const waits = waiting(b, alone)[i] === true
    const { failed, error } = waits ? { failed: [true] } : await deliver(b.name, b.messages, b.changes, i)
    alone[i] = failed[0] === true
    if (alone[i] !== together.failed[i])
      return [
        `message ${i} ${together.failed[i] === true ? 'fails' : 'is done with'}, as in the batch`,
        `delivered alone it ${alone[i] === true ? 'fails' : 'is done with'}${error === undefined ? '' : ` with ${reason(error)}`}`
      ]
  }
  return undefined
}

const failedIn = (runs: ReadonlyArray<Run>): ReadonlyArray<boolean> => runs.map((r) => r.failed)
const places = (which: ReadonlyArray<boolean>): string => json(which.flatMap((x, i) => (x ? [i] : [])))
