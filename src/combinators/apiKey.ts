/** An API key must be shown. */

import type { HasRequest, HttpRequest } from './Request.js'
import { refused } from './refusing.js'
import { extend, type Keep, type Source } from './Source.js'

/**
 * Demands an API key ("Usage plans and API keys"): REST APIs check the `x-api-key` header before the function runs; the function refuses
 * with 403 whatever reaches it without a key that a gateway accepted. HTTP APIs, load balancers and function URLs have no keys.
 * @since 0.1.0
 * @example
 * import { apiKey, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * expect(pipe(get('/x'), apiKey(), handle(() => 1)).facts[1]).toEqual({ _tag: 'ApiKey' })
 */
export const apiKey =
  () =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Keep<C, HasRequest>, Err, K> =>
    extend(s, { _tag: 'ApiKey' }, () => ({
      enter: (ctx) =>
        (ctx['request'] as HttpRequest).identity.apiKey === undefined
          ? refused(403, { message: 'An API key is needed' })
          : undefined
    }))
