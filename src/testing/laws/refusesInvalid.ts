/** What is not as declared is refused, with the status that says why, and no handler ever sees it. */

import * as fc from 'fast-check'
import { chaliceErrorBody, isHttpError, problem } from '../../combinators/HttpError.js'
import type { AnyReply } from '../../combinators/Reply.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import { kindOf } from '../../router/functions.js'
import type { Settings } from '../../router/Settings.js'
import type { Wrong } from '../requests/AnyRequest.js'
import { curl } from './curl.js'
import { type Law, law, type Otherwise, trial } from './Law.js'
import { isReachable } from './reach.js'
import { eventOf, type Outcome, send, shown, socketEvents, told } from './Stimulus.js'
import { because, hasOwn } from './seen.js'
import type { Bench, World } from './World.js'

/**
 * An invalid request gets a 4xx, one of those that say what is wrong with it, and an invalid event or WebSocket message is refused as well;
 * the handler is not called. Where combinators of the service's own (`provide`, `bracket`, `fromMiddy`, `mapReply`) stand in the stack
 * they may have the word first, and any refusal will do. Messages in batches are the affair of {@link reportsFailures}.
 * @since 0.1.0
 * @example
 * import { get, handle, IntFromString, params, service } from 'quaich'
 * import { refusesInvalid } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const half = pipe(get('/half/{n}'), params({ n: IntFromString }), handle(({ params }) => ({ half: params.n / 2 })))
 * expect((await refusesInvalid(service('halves', {}, { half }))).held).toMatchObject([{ law: 'refusesInvalid', declaration: 'half' }])
 */
export const refusesInvalid: Law = law(
  'refusesInvalid',
  'what is not as declared is refused, and the handler is not called',
  (d, world) => (routeOf(d) !== undefined ? requestTrials(d, world) : eventTrials(d, world))
)

const reasons = (wrong: ReadonlyArray<Wrong>): string => wrong.map((w) => `${w.part}: ${w.problem}`).join('; ')
const statusesOf = (wrong: ReadonlyArray<Wrong>): ReadonlyArray<number> => [...new Set(wrong.flatMap((w) => w.statuses))].sort()

const requestTrials = (d: Declaration, world: World) => {
  const invalid = world.requests(d)?.invalid
  if (invalid === undefined) return undefined
  return [
    trial(
      fc.tuple(invalid, fc.constantFrom(...world.formats)),
      async ([{ wrong, ...request }, format]): Promise<Otherwise | undefined> => {
        const bench = world.bench(format)
        const exchange = await bench.exchange(request)
        const { status } = exchange.reply
        const statuses = isReachable(d, format) ? statusesOf(wrong) : [401, 403]
        const calls = bench.watch.handled.length
        const anyway = hasOwn(d, 'Provide', 'Bracket', 'Middy', 'MapReply')
        const refused = anyway
          ? !(status >= 500)
          : statuses.includes(status) || isToldOtherwise(world.service.settings, bench, statuses, status)
        if (refused && calls === 0) return undefined
        return {
          shown: curl(bench.requestOf(request), request),
          expected: `${anyway ? 'a refusal' : statuses.join(' or ')}, and no call of the handler, since ${reasons(wrong)}`,
          came: `${told({ _tag: 'Replied', exchange })}${calls > 0 ? ', and the handler was called' : ''}${because(bench.watch)}`
        }
      }
    )
  ]
}

// A service's own errorBody may tell a refusal with another status.
const isToldOtherwise = (
  { errorBody }: Settings,
  { watch }: Bench,
  statuses: ReadonlyArray<number>,
  status: AnyReply['status']
): boolean =>
  errorBody !== undefined &&
  errorBody !== problem &&
  errorBody !== chaliceErrorBody &&
  status < 500 &&
  watch.refused.some((e) => isHttpError(e) && statuses.includes(e.status))

const eventTrials = (d: Declaration, world: World) => {
  const kind = kindOf(d)
  if (!(kind === 'lambda' || kind === 'eventBridge' || kind === 'websocket')) return undefined
  const invalid = world.messages(d)?.invalid
  if (invalid === undefined) return undefined
  const made =
    kind === 'websocket'
      ? invalid.chain((m) => socketEvents(d, world, fc.constant(m)).map((s) => [s, m] as const))
      : invalid.map((m) => [eventOf(d, m), m] as const)
  return [
    trial(made, async ([s, { wrong }]): Promise<Otherwise | undefined> => {
      const bench = world.bench()
      const outcome = await send(bench, s)
      const calls = bench.watch.handled.length
      if (calls === 0 && isRefused(outcome, kind === 'websocket')) return undefined
      return {
        shown: shown(bench, s),
        expected: `a refusal, and no call of the handler, since ${reasons(wrong)}`,
        came: `${told(outcome)}${calls > 0 ? ', and the handler was called' : ''}`
      }
    })
  ]
}

const isRefused = (o: Outcome, socket: boolean): boolean => {
  if (o._tag !== 'Gave') return !socket
  const status = (o.result as { readonly statusCode?: unknown } | null | undefined)?.statusCode
  return socket && typeof status === 'number' && status >= 400 && status < 500
}
