/** Bounds on what a request may carry. */
import type { HasRequest } from './Request.js'
import { extend, type Keep, type Source } from './Source.js'

/** Bounds; an absent one keeps its default. @since 0.1.0 */
export interface Limits {
  /** Bytes of the decoded body: 1,048,576 for JSON, forms and text, no bound of ours for raw bodies. Over it: 413. */
  readonly bodyBytes?: number
  /** Levels of nested JSON: 64, and 500 at most. Deeper: 400. */
  readonly jsonDepth?: number
  /**
   * JSON values in a body: each text, number, boolean and null counts as one, each object and array as ten, since it may be refused in
   * each of its fields. Checked only where a validator other than the built-in io-ts engine decodes the body: 20,000 for zod and valibot,
   * 7,000 for others, fewer for zod 3 and for recursive unions. More: 413.
   */
  readonly jsonValues?: number
  /** Fields of a form: 1,000. More: 413. */
  readonly formKeys?: number
}

/**
 * Bounds for the body combinators of this stack, wherever they stand in it.
 * @since 0.1.0
 * @example
 * import { handle, limits, post, text } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const short = pipe(post('/x'), limits({ bodyBytes: 100 }), text(), handle(({ body }) => body))
 * expect(short.facts[1]).toEqual({ _tag: 'Limits', bodyBytes: 100 })
 */
export const limits =
  (o: Limits) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Keep<C, HasRequest>, Err, K> =>
    extend(s, { _tag: 'Limits', ...o })
