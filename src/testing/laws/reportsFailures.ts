/** Batches, record by record: what failed is sent again, and what went well is not. */
import * as fc from 'fast-check'
import { factOf } from '../../combinators/Fact.js'
import { type Declaration, nameOf } from '../../router/Declaration.js'
import { kindOf } from '../../router/functions.js'
import type { Message } from '../requests/messages.js'
import { json } from './curl.js'
import { type Law, law, type Otherwise, trial } from './Law.js'
import { sentIn } from './Stimulus.js'
import type { World } from './World.js'

/**
 * Of a batch behind `each` exactly the failed messages are reported: those that the codec refuses and those whose run ended in a `Left` or a
 * throw; of a queue no other one, of a stream or a FIFO queue also what must wait behind them. Whatever stands around `each` may not
 * change that. Where there is no `each` the batch is all or nothing, and there is nothing to report.
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
    const kind = kindOf(d)
    const generators = world.messages(d)
    if (generators === undefined || !(kind === 'sqs' || kind === 'stream' || kind === 'sns' || kind === 's3')) return undefined
    if (factOf(d.facts, 'Each') === undefined) return undefined
    const { valid, invalid } = generators
    const one: fc.Arbitrary<Sent> = valid.map((message) => ({ message, wrong: false }))
    const any =
      invalid === undefined
        ? one
        : fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: invalid.map((message) => ({ message, wrong: true })) })
    return [trial(fc.array(any, { minLength: 1, maxLength: 5 }), (sent) => delivered(d, world, sent))]
  }
)

interface Sent {
  readonly message: Message
  readonly wrong: boolean
}

const delivered = async (d: Declaration, world: World, sent: ReadonlyArray<Sent>): Promise<Otherwise | undefined> => {
  const bench = world.bench()
  const as = sentIn(d)
  const { failed } = await bench.deliver(
    nameOf(d),
    sent.map((s) => as(s.message))
  )
  const runs = bench.watch.handled.filter((h) => h.declaration.keys === d.keys)
  const ended = (i: number) => runs.find((h) => h.at === i)?.exit?._tag
  // What was never run waits behind a failure, or was refused before its handler.
  const bad = sent.map((s, i) => s.wrong || ended(i) === 'Left')
  const first = bad.indexOf(true)
  const silent = sent.findIndex((_, i) => bad[i] === true && failed[i] !== true)
  const needless = sent.findIndex((_, i) => bad[i] !== true && failed[i] === true && (first === -1 || i < first))
  const at = silent === -1 ? needless : silent
  if (at === -1) return undefined
  const list = (which: ReadonlyArray<boolean>) => json(which.flatMap((x, i) => (x ? [i] : [])))
  return {
    shown: `a batch to ${nameOf(d)}: ${json(sent.map((s) => as(s.message)))}`,
    expected:
      silent === -1
        ? `message ${at} is done with: its run went well`
        : `message ${at} is sent again: it ${sent[at]?.wrong === true ? 'is not as declared' : 'failed'}`,
    came: `failed: ${list(bad)}; reported: ${list(failed)}`
  }
}
