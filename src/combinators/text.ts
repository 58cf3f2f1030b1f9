/** A text body. */
import type { HasRequest } from './Request.js'
import { readText } from './requestBody.js'
import { extend, type Give, type Source } from './Source.js'

/**
 * Reads the body as text, UTF-8; `text/plain` unless other types are named. Anything else is 415, bytes that are not UTF-8 are 400.
 * @since 0.1.0
 * @example
 * import { handle, post, text } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const shout = pipe(post('/shout'), text(), handle(({ body }) => body.toUpperCase()))
 * expect(shout.facts[1]).toEqual({ _tag: 'Body', as: 'text', mediaTypes: ['text/plain'] })
 */
export const text =
  (...mediaTypes: readonly string[]) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, HasRequest, 'body', string>, Err, K & { readonly body: string }> =>
    extend(s, { _tag: 'Body', as: 'text', mediaTypes: mediaTypes.length === 0 ? ['text/plain'] : mediaTypes }, (program) => {
      const read = readText(program)
      return {
        enter: (ctx) => {
          const text = read(ctx)
          if (typeof text !== 'string') return text.refused
          ctx['body'] = text
          return undefined
        }
      }
    })
