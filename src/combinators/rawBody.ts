/** A body as bytes. */
import type { HasRequest } from './Request.js'
import { readBytes } from './requestBody.js'
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
      const read = readBytes(program)
      return {
        enter: (ctx) => {
          const bytes = read(ctx)
          if ('refused' in bytes) return bytes.refused
          ctx['body'] = bytes
          return undefined
        }
      }
    })
