/** What a handler may answer with, and exactly that. */
import type { AnyCodec, Decoded, Encodable, Encoded } from '../codecs/Codec.js'
import type { Reply } from './Reply.js'
import type { HasRequest } from './Request.js'
import { extend, type Keep, type Source } from './Source.js'

/** The replies that a table declares; a plain value is a 200. @since 0.1.0 */
export type Declares<M> =
  | { [S in keyof M & number]: Reply<S, Encodable<M[S]>> }[keyof M & number]
  | (M extends { readonly 200: infer T } ? Encodable<T> : never)

/** What goes out in each of them: of io-ts codecs what they encode, of a Standard Schema what it gives. @since 0.1.0 */
export type Sent<M> = { readonly [S in keyof M]: M[S] extends { readonly '~standard': unknown } ? Decoded<M[S]> : Encoded<M[S]> }

/**
 * Declares statuses and the codec of each one's body. The handler may return nothing else (it does not compile), and what it returns
 * is encoded by the codec: keys that the codec does not know never leave. Refusals are not touched.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { get, handle, returns } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const me = pipe(get('/me'), returns({ 200: t.type({ name: t.string }) }), handle(() => ({ name: 'Ada', password: '…' })))
 * expect(me.facts[1]).toMatchObject({ _tag: 'Returns' })
 */
export const returns =
  <const M extends Readonly<Record<number, AnyCodec>>>(replies: M) =>
  <C, Err, K>(
    s: Source<C, Err, K>
  ): Source<Keep<C, HasRequest>, Err, K & { readonly out: Declares<M>; readonly sent: Sent<M> }> =>
    extend(s, { _tag: 'Returns', replies })
