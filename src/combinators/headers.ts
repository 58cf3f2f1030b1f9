/** Request headers, decoded by codecs. */
import type { Codecs, DecodedProps, EncodedProps } from '../codecs/Codec.js'
import type { HasRequest, HttpRequest } from './Request.js'
import { decodeProps } from './refusing.js'
import { extend, type GiveKeys, type Keep, type Source } from './Source.js'

/**
 * Decodes headers: a codec gets the value of its header (several joined with `, `), or `undefined`; an io-ts codec of a list gets
 * all of them. Names are written in lower case; any case is read. Refused with 400 and every issue at once.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { get, handle, headers } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const tenant = pipe(get('/'), headers({ 'x-tenant': t.string }), handle(({ headers }) => headers['x-tenant']))
 * expect(tenant.facts[1]).toMatchObject({ _tag: 'Headers' })
 */
export const headers =
  <const P extends Codecs>(codecs: P) =>
  <C, Err, K>(
    s: Source<C, Err, K>
  ): Source<Keep<GiveKeys<C, 'headers', DecodedProps<P>>, HasRequest>, Err, K & { readonly headers: EncodedProps<P> }> =>
    extend(s, { _tag: 'Headers', codecs }, (program) => {
      const decode = decodeProps<HttpRequest>(program, {
        place: 'headers',
        codecs,
        refusal: { status: 400, message: 'The headers are not as declared' },
        one: (request, key) => request.headers[key.toLowerCase()],
        all: (request, key) => request.values(key)
      })
      return { enter: (ctx) => decode(ctx, ctx['request'] as HttpRequest) }
    })
