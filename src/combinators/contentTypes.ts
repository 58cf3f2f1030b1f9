/** The only media types a request may have. */

import type { HasRequest, HttpRequest } from './Request.js'
import { checkMediaType } from './requestBody.js'
import { extend, type Keep, type Source } from './Source.js'

/**
 * Refuses every request whose body is of another media type, with 415 (RFC 9110, section 15.5.16). `body`, `form`, `text` and `rawBody`
 * each imply one; this names others in their place. Ranges like `image/*` may be named. A request without a body and without
 * a `Content-Type` passes.
 * @since 0.1.0
 * @example
 * import { contentTypes, handle, post } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const patch = pipe(post('/x'), contentTypes('application/merge-patch+json'), handle(() => 1))
 * expect(patch.facts[1]).toEqual({ _tag: 'MediaTypes', mediaTypes: ['application/merge-patch+json'] })
 */
export const contentTypes =
  (...mediaTypes: readonly [string, ...string[]]) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Keep<C, HasRequest>, Err, K> => {
    const declared = mediaTypes.map((m) => m.toLowerCase())
    return extend(s, { _tag: 'MediaTypes', mediaTypes: declared }, () => {
      const check = checkMediaType(declared)
      return {
        enter: (ctx) => {
          const request = ctx['request'] as HttpRequest
          return request.encodedBody.data === null && request.values('content-type').length === 0 ? undefined : check(request)
        }
      }
    })
  }
