/** Only those whom an authorizer knows. */
import type { Authorizer, LiveAuthorizer } from './Authorizer.js'
import { keep } from './provide.js'
import type { HasRequest, HttpRequest } from './Request.js'
import { extend, type Give, type Source } from './Source.js'

/**
 * Lets only those in whom the authorizer knows; the handler gets what it says of them as `auth`. The gateway verifies; a request that
 * arrives without a verified identity is 401, whatever the gateway promised, and one without any of the `scopes` 403.
 * @since 0.1.0
 * @example
 * import { authorize, get, handle, iam } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const secret = pipe(get('/secret'), authorize(iam), handle(({ auth }) => auth.userArn))
 * expect(secret.facts[1]).toMatchObject({ _tag: 'Auth' })
 */
export const authorize =
  <A>(authorizer: Authorizer<A>, o: { readonly scopes?: readonly string[] } = {}) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, HasRequest, 'auth', A>, Err, K & { readonly auth: true }> => {
    const scopes = o.scopes ?? []
    return extend(s, { _tag: 'Auth', scheme: authorizer.scheme, scopes }, () => {
      const { identify } = authorizer as LiveAuthorizer
      return { enter: (ctx) => keep('auth', ctx, identify((ctx['request'] as HttpRequest).identity, scopes)) }
    })
  }
