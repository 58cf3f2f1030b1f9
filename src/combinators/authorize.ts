/** Only those whom an authorizer knows. */
import type { Authorizer, LiveAuthorizer } from './Authorizer.js'
import { keep } from './provide.js'
import type { HasRequest, HttpRequest, Identity } from './Request.js'
import { type Ctx, extend, type Give, type Source } from './Source.js'

/** A WebSocket event carries on every message what the authorizer of its connection said. @since 0.1.0 */
export type HasConnection = { readonly event: { readonly authorizer: Readonly<Record<string, unknown>> } }

/** Where the gateway's word is found: in a request, or in the event of a connection. */
type Place<K> = K extends { readonly kind: 'websocket' } ? HasConnection : HasRequest

/**
 * Lets only those in whom the authorizer knows; the handler gets what it says of them as `auth`. The gateway verifies; a request that
 * arrives without a verified identity is 401, whatever the gateway promised, and one without any of the `scopes` 403.
 * On a WebSocket API it stands on `$connect`, as API Gateway asks then alone; later messages carry what it said as `event.authorizer`.
 * @since 0.1.0
 * @example
 * import { authorize, get, handle, iam } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const secret = pipe(get('/secret'), authorize(iam), handle(({ auth }) => auth.userArn))
 * expect(secret.facts[1]).toMatchObject({ _tag: 'Auth' })
 */
export const authorize =
  <A>(authorizer: Authorizer<A>, o: { readonly scopes?: readonly string[] } = {}) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, Place<K>, 'auth', A>, Err, K & { readonly auth: true }> => {
    const scopes = o.scopes ?? []
    const { codec, identify, scheme } = authorizer as LiveAuthorizer
    return extend(s, { _tag: 'Auth', scheme, scopes, ...(codec === undefined ? undefined : { codec }) }, ({ codecs }) => {
      const verify = identify(codecs)
      return { enter: (ctx) => keep('auth', ctx, verify(identityOf(ctx), scopes)) }
    })
  }

const identityOf = (ctx: Ctx): Identity => {
  const request = ctx['request'] as HttpRequest | undefined
  return request === undefined ? { context: (ctx['event'] as HasConnection['event']).authorizer } : request.identity
}
