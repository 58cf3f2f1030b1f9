/** Replies shaped on their way out, successes and refusals alike. */
import { defect, isHttpError } from './HttpError.js'
import { type AnyReply, isReply } from './Reply.js'
import type { HasRequest } from './Request.js'
import { type Exit, extend, type Keep, left, right, type Source } from './Source.js'

/**
 * Maps every reply that comes from inside, refusals too: `mapReply(withHeader('x-version', '2'))`. The outermost one has the last word.
 * A refusal's cause is kept whatever the function returns.
 * @since 0.1.0
 * @example
 * import { get, handle, mapReply, withHeader } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const versioned = mapReply(withHeader('x-version', '2'))
 * expect(pipe(get('/x'), versioned, handle(() => 1)).facts[1]).toEqual({ _tag: 'MapReply' })
 */
export const mapReply =
  <Needs = unknown>(f: (reply: AnyReply, context: Needs) => AnyReply | Promise<AnyReply>) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Keep<C, HasRequest & Needs>, Err, K> =>
    extend(s, { _tag: 'MapReply' }, ({ settings }) => ({
      leave: (ctx, exit) => {
        const inner = exit._tag === 'Right' ? exit.right : exit.left
        const reply = isReply(inner) ? inner : settings.errorBody(isHttpError(inner) ? inner : defect(inner))
        const conclude = (mapped: AnyReply): Exit => {
          if (!isReply(mapped)) throw new TypeError('mapReply must return a reply')
          const kept = mapped.cause === undefined && reply.cause !== undefined ? { ...mapped, cause: reply.cause } : mapped
          return exit._tag === 'Right' ? right(kept) : left(kept)
        }
        const mapped = f(reply, ctx as Needs)
        return mapped instanceof Promise ? mapped.then(conclude) : conclude(mapped)
      }
    }))
