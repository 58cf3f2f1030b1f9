/** Begin and end of one invocation: transactions, timing, logs. There is no `next` to misuse. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Refusal } from './HttpError.js'
import { defect } from './HttpError.js'
import { keep, type Refuses } from './provide.js'
import type { AnyReply } from './Reply.js'
import { call, type SuccessOf } from './Result.js'
import { extend, type Give, left, type Source } from './Source.js'

/**
 * Runs `begin` on the way in, whose value the context keeps under `key`, and `end` on the way out, exactly once, with that value and how
 * everything inside ended: `Left` a refusal (its `cause` at hand), `Right` the reply, or the value where there is no HTTP.
 * `end` may be asynchronous; a value that it returns is ignored, and if it fails (a throw, a rejection, a `Left`) the invocation fails.
 * @since 0.1.0
 * @example
 * import { bracket, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const seen: string[] = []
 * const noted = bracket('started', () => 0, (_, ended) => { seen.push(ended._tag) })
 * expect(pipe(get('/x'), noted, handle(() => 1)).facts[1]).toEqual({ _tag: 'Bracket', key: 'started' })
 */
export const bracket =
  <const N extends string, R, Needs = unknown>(
    key: N,
    begin: (context: Needs) => R & Refuses<R>,
    end: (value: NoInfer<SuccessOf<R>>, ended: Either<Refusal, AnyReply>, context: Needs) => unknown
  ) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, Needs, N, SuccessOf<R>>, Err, K> =>
    extend(s, { _tag: 'Bracket', key }, () => ({
      enter: (ctx) => keep(key, ctx, call(begin, ctx, defect)),
      leave: (ctx, exit) => {
        const ended = call(() => end(ctx[key] as never, exit as never, ctx as never), ctx, defect)
        const conclude = (e: typeof exit) => (e._tag === 'Left' ? left(e.left) : exit)
        return ended instanceof Promise ? ended.then(conclude) : conclude(ended)
      }
    }))
