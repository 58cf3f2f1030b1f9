/**
 * Two-way routes of a WebSocket API: what the handler gives goes back to who sent the message ("Set up a route response for a WebSocket
 * API"). Not a way to tell others, or to speak first: that is `use(sockets)`.
 */
import type { AnyCodec, Encodable } from '../codecs/Codec.js'
import { printJson } from '../codecs/printJson.js'
import { ok } from '../combinators/Reply.js'
import { goOn } from '../combinators/Result.js'
import { type Exit, extend, type Keep, right, type Source } from '../combinators/Source.js'
import type { WebsocketEvent } from './websocket.js'

/**
 * Sends what the handler gives back to who sent the message, as JSON, encoded exactly by the codec; the handler may return nothing else
 * (it does not compile). Refusals go back as well: `{ code, message, errors }`. On messages alone: on `$connect` and `$disconnect` it is a
 * fault. Without it what a route gives goes nowhere.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { handle, message, routeResponse, websocket } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const add = pipe(
 *   websocket('add'),
 *   message(t.type({ a: t.number, b: t.number })),
 *   routeResponse(t.type({ sum: t.number })),
 *   handle(({ message }) => ({ sum: message.a + message.b }))
 * )
 * expect(add.facts[2]).toMatchObject({ _tag: 'RouteResponse' })
 */
export const routeResponse =
  <S extends AnyCodec>(codec: S) =>
  <C, Err, K>(
    s: Source<C, Err, K>
  ): Source<Keep<C, { readonly event: WebsocketEvent }>, Err, K & { readonly out: Encodable<S> }> =>
    extend(s, { _tag: 'RouteResponse', codec }, ({ codecs }) => {
      const encode = codecs.encoder(codec)
      const told = (encoded: unknown): Exit => right(ok(encoded === undefined ? undefined : printJson(encoded, 'the answer')))
      return { leave: (_, exit) => (exit._tag === 'Right' ? goOn(encode(exit.right), told) : exit) }
    })
