/** What an authorizer's sentence answers: a grant of declared routes, or a denial. Values only; the policy is made of them later. */
import type { Method } from './Fact.js'
import type { AnyRoute, Handler } from './Handler.js'

// ---- model

/** A path, with parameters in braces or with a value in their place: `/users/{id}`, `/users/42`. All methods when none are named. @since 0.1.0 */
export interface PathGrant {
  readonly path: string
  readonly methods?: ReadonlyArray<Method>
}

/** A closed sentence of a WebSocket route. @since 0.1.0 */
export type AnySocket = Handler<never, unknown, { readonly kind: 'websocket' }>

/** What is granted: declared routes wherever they are mounted, WebSocket routes, paths, or everything. @since 0.1.0 */
export type Routes = ReadonlyArray<AnyRoute | AnySocket | PathGrant> | '*'

/** Who was let in, to which routes, and what those routes are told. @since 0.1.0 */
export interface Grant<A> {
  readonly _tag: 'Grant'
  readonly principalId: string
  readonly routes: Routes
  readonly context: A
}

/** Nobody is let in anywhere. @since 0.1.0 */
export interface Denial {
  readonly _tag: 'Denial'
}

// ---- constructors

/**
 * Lets a principal in to the routes named, wherever they are mounted, to paths, or to all (`*`). No routes is a denial.
 * API Gateway may keep the answer for the token's other requests, so name every route that the token may use, not the current one alone.
 * @since 0.1.0
 * @example
 * import { allow, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const list = pipe(get('/todos'), handle(() => []))
 * const grant = allow('ada', { routes: [list, { path: '/users/ada', methods: ['GET'] }], context: { role: 'admin' } })
 * expect(grant).toMatchObject({ principalId: 'ada', context: { role: 'admin' } })
 */
export const allow = <const A>(principalId: string, o: { readonly routes: Routes; readonly context: A }): Grant<A> => ({
  _tag: 'Grant',
  principalId,
  routes: o.routes,
  context: o.context
})

/** Lets nobody in: an explicit Deny. @since 0.1.0 @example
 * import { deny } from 'quaich'
 * expect(deny).toEqual({ _tag: 'Denial' })
 */
export const deny: Denial = Object.freeze({ _tag: 'Denial' })
