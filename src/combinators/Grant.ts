/** What an authorizer's sentence answers: a grant of declared routes, or a denial. Values only; the policy is made of them later. */
import type { AnyRoute } from './Handler.js'

// ---- model

/** Who was let in, to which routes, and what those routes are told. @since 0.1.0 */
export interface Grant<A> {
  readonly _tag: 'Grant'
  readonly principalId: string
  readonly routes: ReadonlyArray<AnyRoute> | '*'
  readonly context: A
}

/** Nobody is let in anywhere. @since 0.1.0 */
export interface Denial {
  readonly _tag: 'Denial'
}

// ---- constructors

/**
 * Lets a principal in to the routes named, wherever they are mounted, or to all (`*`). No routes is a denial.
 * @since 0.1.0
 * @example
 * import { allow, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const list = pipe(get('/todos'), handle(() => []))
 * expect(allow('ada', { routes: [list], context: { role: 'admin' } })).toMatchObject({ principalId: 'ada', context: { role: 'admin' } })
 */
export const allow = <const A>(
  principalId: string,
  o: { readonly routes: ReadonlyArray<AnyRoute> | '*'; readonly context: A }
): Grant<A> => ({
  _tag: 'Grant',
  principalId,
  routes: o.routes,
  context: o.context
})

/** Lets nobody in: an explicit Deny. @since 0.1.0 @example
 * import { deny } from 'quaich'
 * expect(deny).toEqual({ _tag: 'Denial' })
 */
export const deny: Denial = { _tag: 'Denial' }
