/** A valid request, event or message makes nothing throw. Failures that are meant are values: those hold. */
import { factOf, factsOf } from '../../combinators/Fact.js'
import { isHttpError } from '../../combinators/HttpError.js'
import type { Declaration } from '../../router/Declaration.js'
import { type Law, law, trial } from './Law.js'
import { type Outcome, send, shown, told } from './Stimulus.js'
import { because, isDefect, lefts } from './seen.js'
import type { Bench } from './World.js'

/**
 * A valid request never gets a 5xx, and a valid event or message never makes a handler throw. A `Left` that fails a message is no throw, and
 * a 5xx that `returns` or `errors` declares is meant. The service's own authorizers are asked with tokens of any kind.
 * @since 0.1.0
 * @example
 * import { get, handle, IntFromString, params, service } from 'quaich'
 * import { neverFails } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const half = pipe(get('/half/{n}'), params({ n: IntFromString }), handle(({ params }) => ({ half: params.n / 2 })))
 * expect((await neverFails(service('halves', {}, { half }))).held).toMatchObject([{ law: 'neverFails', declaration: 'half' }])
 */
export const neverFails: Law = law('neverFails', 'a valid request, event or message never fails', (d, world) => {
  const valid = world.stimuli(d)
  return valid === undefined
    ? undefined
    : [
        trial(valid, async (s) => {
          const bench = world.bench(s._tag === 'Request' ? s.format : undefined)
          const outcome = await send(bench, s)
          return fails(d, bench, outcome)
            ? {
                shown: shown(bench, s),
                expected: s._tag === 'Request' ? 'a reply below 500' : 'no throw: what fails on purpose gives a Left',
                came: `${told(outcome)}${because(bench.watch, outcome)}`
              }
            : undefined
        })
      ]
})

const fails = (d: Declaration, { watch }: Bench, o: Outcome): boolean => {
  if (o._tag === 'Replied') return o.exchange.reply.status >= 500 && !isMeant(d, o.exchange.reply.status, lefts(watch))
  const all = lefts(watch)
  // A failure of which no handler and no combinator has told comes from what stands around them.
  return all.some(isDefect) || (o._tag === 'Threw' && all.length === 0 && o.failed === undefined)
}

const isMeant = (d: Declaration, status: number, all: ReadonlyArray<unknown>): boolean => {
  const replies = factOf(d.facts, 'Returns')?.replies ?? {}
  const tags = factsOf(d.facts, 'Errors').flatMap((f) => Object.keys(f.table))
  return status in replies || all.some((e) => isHttpError(e) && !isDefect(e) && tags.includes(e.code))
}
