/** A body as bytes. */
import { bytesOf } from './bytes.js'
import type { HasRequest, HttpRequest } from './Request.js'
import { refused } from './refusing.js'
import { checkBody } from './requestBody.js'
import { extend, type Give, type Source } from './Source.js'

/**
 * Reads the body as bytes, of any media type unless some are named; the generator declares named ones as binary at the gateway.
 * Anything else is 415, a body that is not the base64 it claims to be is 400.
 * @since 0.1.0
 * @example
 * import { handle, put, rawBody } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const upload = pipe(put('/files/{name+}'), rawBody('application/octet-stream'), handle(({ body }) => body.byteLength))
 * expect(upload.facts[1]).toEqual({ _tag: 'Body', as: 'raw', mediaTypes: ['application/octet-stream'] })
 */
export const rawBody =
  (...mediaTypes: readonly string[]) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, HasRequest, 'body', Uint8Array>, Err, K & { readonly body: Uint8Array }> =>
    extend(s, { _tag: 'Body', as: 'raw', mediaTypes: mediaTypes.length === 0 ? ['*/*'] : mediaTypes }, (program) => {
      const check = checkBody(program)
      return {
        enter: (ctx) => {
          const request = ctx['request'] as HttpRequest
          const bad = check(request)
          if (bad !== undefined) return bad
          const bytes = bytesOf(request.encodedBody)
          if (bytes === undefined) return refused(400, { message: 'The body is not the base64 it claims to be' })
          ctx['body'] = bytes
          return undefined
        }
      }
    })
