/** The failures a handler may give, and how each is told. */
import type { ErrorEntry } from './Fact.js'
import type { HasRequest } from './Request.js'
import { extend, type Keep, type Source } from './Source.js'

/** The failures that a table declares: the tag, with the payload its function reads. @since 0.1.0 */
export type DeclaredFailures<M> = {
  [T in keyof M]: M[T] extends (e: infer X) => unknown ? X & { readonly _tag: T } : { readonly _tag: T }
}[keyof M]

/**
 * Tells failures by their `_tag`: a status, or a function from the failure to a status and a detail that the client sees.
 * The handler may return `E.left({ _tag: 'Duplicate', … })` for the tags named here, and for no others. The `code` in the reply is the tag.
 * @since 0.1.0
 * @example
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { errors, handle, put } from 'quaich'
 * const take = pipe(put('/x'), errors({ Taken: 409 }), handle(() => E.left({ _tag: 'Taken' as const })))
 * expect(take.facts[1]).toEqual({ _tag: 'Errors', table: { Taken: 409 } })
 */
export const errors =
  <const M extends Readonly<Record<string, ErrorEntry>>>(table: M) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Keep<C, HasRequest>, Err | DeclaredFailures<M>, K> =>
    extend(s, { _tag: 'Errors', table })
