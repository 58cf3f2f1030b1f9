/** A WebSocket API: a question is answered on the spot, anything else is echoed through the connection. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { handle, message, routeResponse, sockets, use, websocket } from 'quaich'

export const connect = pipe(
  websocket('$connect'),
  handle(() => undefined)
)

// `{ "action": "add", "a": 1, "b": 2 }` is answered with `{ "sum": 3 }`.
export const add = pipe(
  websocket('add'),
  message(t.type({ a: t.number, b: t.number })),
  routeResponse(t.type({ sum: t.number })),
  handle(({ message: { a, b } }) => ({ sum: a + b }))
)

// `use(sockets)` sends to any connection, and gives this function the right to.
export const echo = pipe(
  websocket('$default'),
  use(sockets),
  handle(({ event, sockets }) => sockets.send(event.connectionId, event.body ?? ''))
)
