/** Path parameters, decoded by codecs. */
import type { Codecs, DecodedProps, EncodedProps } from '../codecs/Codec.js'
import type { HttpRequest } from './Request.js'
import { decodeProps } from './refusing.js'
import { extend, type Fault, type Missing, type Source } from './Source.js'

type DecodedParams<C, P> =
  C extends Fault<unknown>
    ? C
    : C extends { readonly params: { readonly [Q in keyof P]: string } }
      ? Omit<C, 'params'> & { readonly params: Omit<C['params'], keyof P> & DecodedProps<P> }
      : Fault<C extends { readonly params: infer Q } ? Missing<P, Q> : "Property 'params' is missing">

/**
 * Decodes path parameters; a parameter without a codec stays text. A value that a codec refuses is answered with 400.
 * @since 0.1.0
 * @example
 * import { get, handle, IntFromString, params } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const page = pipe(get('/pages/{n}'), params({ n: IntFromString }), handle(({ params }) => params.n + 1))
 * expect(page.facts[1]).toMatchObject({ _tag: 'Params' })
 */
export const params =
  <const P extends Codecs>(codecs: P) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<DecodedParams<C, P>, Err, K & { readonly params: EncodedProps<P> }> =>
    extend(s, { _tag: 'Params', codecs }, (program) => {
      const read = (request: HttpRequest, key: string): unknown => request.params[key]
      const refusal = { status: 400, message: 'The params are not as declared' } as const
      const decode = decodeProps(program, { place: 'params', codecs, refusal, one: read, all: read })
      return { enter: (ctx) => decode(ctx, ctx['request'] as HttpRequest) }
    })
