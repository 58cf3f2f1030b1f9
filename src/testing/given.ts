/** A handler as the pure function it is, in a test. */
import type { Handler } from '../combinators/Handler.js'

// What a unit test may leave out: the Lambda context, the request, and the parameters of a path that has none.
type Ambient<C> = 'lambda' | 'request' | (C extends { readonly params: infer P } ? ({} extends P ? 'params' : never) : never)

/**
 * The handler, given what it reads; the Lambda context and the request may be left out where it does not read them.
 * @since 0.1.0
 * @example
 * import { get, handle } from 'quaich'
 * import { given } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const twice = pipe(get('/twice/{n}'), handle(({ params }) => Number(params.n) * 2))
 * expect(given(twice)({ params: { n: '2' } })).toBe(4)
 */
export const given =
  <C, R, K>(h: Handler<C, R, K>) =>
  (c: Omit<C, Ambient<C>> & Partial<Pick<C, Ambient<C> & keyof C>>): R =>
    h(c as unknown as C)
