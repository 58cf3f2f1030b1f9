/** The chat: a token lets in, then `join`, `say` and `leave`. Every message is answered, and what is said reaches the room. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  allow,
  authorize,
  authorizer,
  conflict,
  deny,
  handle,
  lambda,
  message,
  provide,
  routeResponse,
  unauthorized,
  use,
  websocket
} from 'quaich'
import { Room } from './Member.js'
import { rooms } from './rooms.js'
import { tokens } from './tokens.js'

// ---- who may come in

/** A browser can send no header with a WebSocket: `wss://…?token=…`. */
const key = authorizer({ type: 'request', query: 'token', context: t.type({ name: t.string }) })

export const connect = pipe(
  websocket('$connect'),
  authorize(key),
  handle(({ auth }) => auth.name)
)

export const gate = pipe(
  key,
  use(tokens),
  handle(({ token, tokens }) => {
    const name = tokens.verify(token)
    return name === null ? deny : allow(name, { routes: [connect], context: { name } })
  })
)

/** For the program that knows who somebody is: a function that it invokes by name. */
export const issue = pipe(
  lambda(t.type({ name: Room })),
  use(tokens),
  handle(({ event, tokens }) => tokens.issue(event.name))
)

// ---- what they say

const named = provide('name', ({ event }: { readonly event: { readonly authorizer: Readonly<Record<string, unknown>> } }) => {
  const { name } = event.authorizer
  return typeof name === 'string' ? E.right(name) : E.left(unauthorized())
})

export const join = pipe(
  websocket('join'),
  named,
  message(t.type({ room: Room })),
  use(rooms),
  routeResponse(t.type({ joined: t.string, people: t.readonlyArray(t.string) })),
  handle(({ event, name, message, rooms }) =>
    pipe(
      rooms.enter({ connectionId: event.connectionId, name, room: message.room }),
      TE.map((people) => ({ joined: message.room, people }))
    )
  )
)

export const say = pipe(
  websocket('say'),
  message(t.type({ text: t.string })),
  use(rooms),
  routeResponse(t.type({ heardBy: t.number })),
  handle(({ event, message, rooms }) =>
    pipe(
      rooms.say(event.connectionId, message.text),
      TE.flatMap((heardBy) => (heardBy === null ? TE.left(conflict('Join a room first')) : TE.right({ heardBy })))
    )
  )
)

export const leave = pipe(
  websocket('leave'),
  use(rooms),
  routeResponse(t.type({ left: t.union([t.string, t.null]) })),
  handle(({ event, rooms }) =>
    pipe(
      rooms.leave(event.connectionId),
      TE.map((left) => ({ left }))
    )
  )
)

export const other = pipe(
  websocket('$default'),
  routeResponse(t.type({ actions: t.array(t.string) })),
  handle(() => ({ actions: ['join', 'say', 'leave'] }))
)

export const disconnect = pipe(
  websocket('$disconnect'),
  use(rooms),
  handle(({ event, rooms }) => rooms.leave(event.connectionId))
)
