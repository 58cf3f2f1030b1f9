/** A plain Lambda function: the event is whatever the caller sent. */
import type { AnyCodec, Decoded, Encoded } from '../codecs/Codec.js'
import type { JsonDecoding, JsonLimits } from '../codecs/CodecEngine.js'
import { jsonOf } from '../codecs/printJson.js'
import { describeProblem } from '../codecs/safeJson.js'
import { defect } from '../combinators/HttpError.js'
import { type Invocation, left, right, type Source, type Step, source } from '../combinators/Source.js'

/** A failure before the handler: the event is not what the codec reads. The invocation fails with it. @since 0.1.0 */
export class EventError extends Error {
  override readonly name = 'EventError'
}

/**
 * A plain function, called by name. The event is decoded if a codec is given; an event that it refuses, a `Left` and a throw fail the
 * invocation; anything else is the result. The limits are those of `limits`: 64 levels, and values for validators other than io-ts.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { handle, lambda } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const increment = pipe(lambda(t.type({ n: t.number })), handle(({ event }) => event.n + 1))
 * expect(increment.facts[0]).toMatchObject({ _tag: 'Lambda' })
 */
export const lambda: {
  (): Source<{ readonly event: unknown } & Invocation, unknown, { readonly kind: 'lambda' }>
  <S extends AnyCodec>(
    codec: S,
    o?: JsonLimits
  ): Source<{ readonly event: Decoded<S> } & Invocation, unknown, { readonly kind: 'lambda'; readonly event: Encoded<S> }>
} = (codec?: AnyCodec, o: JsonLimits = {}): never => {
  if (codec === undefined) return source([{ _tag: 'Lambda' }], [result]) as never
  return source([{ _tag: 'Lambda', codec, ...o }], [result, decoding(codec, o)]) as never
}

// Lambda's runtime writes the result as JSON for the caller. Functions of other sources have no caller that reads it: there it may be anything.
const result: Step = () => ({
  leave: (_, exit) => {
    if (exit._tag === 'Left') return exit
    try {
      return right(jsonOf(exit.right, 'the result'))
    } catch (e) {
      return left(defect(e))
    }
  }
})

const decoding =
  (codec: AnyCodec, o: JsonLimits): Step =>
  ({ codecs }) => {
    const decode = codecs.valueDecoder(codec, o)
    return {
      enter: (ctx) => {
        const conclude = (d: JsonDecoding) => {
          if ('problem' in d) return left(new EventError(`the event ${describeProblem(d.problem)}`))
          if (d.issues !== undefined) return left(new EventError(`the event is not as declared: ${JSON.stringify(d.issues)}`))
          ctx['event'] = d.value
          return undefined
        }
        const d = decode(ctx['event'])
        return d instanceof Promise ? d.then(conclude) : conclude(d)
      }
    }
  }
