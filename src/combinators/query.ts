/** Query parameters, decoded by codecs. */
import type { Codecs, DecodedProps, EncodedProps } from '../codecs/Codec.js'
import type { HasRequest, HttpRequest } from './Request.js'
import { decodeProps } from './refusing.js'
import { extend, type GiveKeys, type Keep, type Source } from './Source.js'

/**
 * Decodes query parameters: a codec gets the last value of its key, or `undefined`; an io-ts codec of a list gets all of them.
 * Refused with 400 and every issue at once. Several may stand in one stack; their keys must differ.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { get, handle, query } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const list = pipe(get('/todos'), query({ tag: t.array(t.string) }), handle(({ query }) => query.tag.length))
 * expect(list.facts[1]).toMatchObject({ _tag: 'Query' })
 */
export const query =
  <const P extends Codecs>(codecs: P) =>
  <C, Err, K>(
    s: Source<C, Err, K>
  ): Source<Keep<GiveKeys<C, 'query', DecodedProps<P>>, HasRequest>, Err, K & { readonly query: EncodedProps<P> }> =>
    extend(s, { _tag: 'Query', codecs }, (program) => {
      const decode = decodeProps<HttpRequest>(program, {
        place: 'query',
        codecs,
        refusal: { status: 400, message: 'The query is not as declared' },
        one: (request, key) => request.query[key],
        all: (request, key) => request.multiValueQuery[key] ?? []
      })
      return { enter: (ctx) => decode(ctx, ctx['request'] as HttpRequest) }
    })
