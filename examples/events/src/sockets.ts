/** A WebSocket API: connect, disconnect, typed messages one way and two ways, and a schedule that tells everybody the time. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  allow,
  authorize,
  authorizer,
  deny,
  handle,
  message,
  port,
  rate,
  routeResponse,
  schedule,
  sockets,
  use,
  websocket
} from 'quaich'

/** Who is connected. Held in memory to keep this example about events; `examples/chat` keeps them in a table. */
export const connections = port('connections', { live: () => new Set<string>() })

/** API Gateway asks once, on connect; later messages carry what it was told. */
const member = authorizer({ type: 'request', context: t.type({ name: t.string }) })

export const connect = pipe(
  websocket('$connect'),
  authorize(member),
  use(connections),
  handle(({ event, connections }) => {
    connections.add(event.connectionId)
  })
)

export const memberAuthorizer = pipe(
  member,
  handle(({ token }) => {
    const name = /^member (\w+)$/.exec(token)?.[1]
    return name === undefined ? deny : allow(name, { routes: [connect], context: { name } })
  })
)

export const disconnect = pipe(
  websocket('$disconnect'),
  use(connections),
  handle(({ event, connections }) => {
    connections.delete(event.connectionId)
  })
)

/** Anything without an action of its own comes back to who said it: two-way. */
export const echo = pipe(
  websocket('$default'),
  message(t.type({ text: t.string })),
  routeResponse(t.type({ text: t.string })),
  handle(({ message }) => message)
)

/** `{ "action": "shout", "text": "…" }` */
export const shout = pipe(
  websocket('shout'),
  message(t.type({ action: t.literal('shout'), text: t.string })),
  use(sockets),
  use(connections),
  handle(({ message, sockets, connections }) => sockets.broadcast(connections, message.text.toUpperCase()))
)

/** From outside the API: the endpoint is the service's own, and the gone are forgotten. */
export const chime = pipe(
  schedule(rate(1, 'hours'), { enabled: false }),
  use(sockets),
  use(connections),
  handle(({ event, sockets, connections }) =>
    pipe(
      sockets.broadcast(connections, `it is ${event.time.toISOString()}`),
      TE.map((gone) => {
        for (const { connectionId } of gone) connections.delete(connectionId)
        return gone.length
      })
    )
  )
)
