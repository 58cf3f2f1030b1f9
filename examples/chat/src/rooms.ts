/** Rooms: who comes in, what is said, who leaves. A port on two others, so whoever uses it may send, and may read and write the table. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { encodeMessage, port, type Sockets, sockets } from 'quaich'
import type { Member } from './Member.js'
import { type Members, members } from './members.js'

/** What people in a room hear; from nobody where the room itself speaks. */
export const Heard = t.type({ room: t.string, from: t.union([t.string, t.null]), text: t.string })
const heard = encodeMessage(Heard)

export interface Rooms {
  /** Comes in, out of any other room; gives the names of all who are in now. */
  readonly enter: (member: Member) => TE.TaskEither<never, ReadonlyArray<string>>
  /** Says something to all in the room of a connection; gives how many heard it, and null for who is in no room. */
  readonly say: (connectionId: string, text: string) => TE.TaskEither<never, number | null>
  /** Gives the room that was left; null for who was in none. */
  readonly leave: (connectionId: string) => TE.TaskEither<never, string | null>
}

export const rooms = port('rooms', { uses: { members, sockets }, live: (ports): Rooms => roomsOn(ports) })

const roomsOn = ({ members, sockets }: { readonly members: Members; readonly sockets: Sockets }): Rooms => {
  // Whoever is gone is forgotten, and all the others hear it.
  const tell = (said: t.TypeOf<typeof Heard>, people: ReadonlyArray<Member>): TE.TaskEither<never, number> =>
    pipe(
      sockets.broadcast(
        people.map((p) => p.connectionId),
        heard(said)
      ),
      TE.flatMap((gone) =>
        pipe(
          gone,
          TE.traverseArray(({ connectionId }) => members.remove(connectionId)),
          TE.map(() => people.length - gone.length)
        )
      )
    )
  const leave: Rooms['leave'] = (connectionId) =>
    pipe(
      members.remove(connectionId),
      TE.flatMap((member) =>
        member === null
          ? TE.right(null)
          : pipe(
              members.of(member.room),
              TE.flatMap((rest) => tell({ room: member.room, from: null, text: `${member.name} left` }, others(rest, member))),
              TE.map(() => member.room)
            )
      )
    )
  return {
    leave,
    enter: (member) =>
      pipe(
        leave(member.connectionId),
        TE.flatMap(() => members.put(member)),
        TE.flatMap(() => members.of(member.room)),
        TE.tap((people) => tell({ room: member.room, from: null, text: `${member.name} came in` }, others(people, member))),
        TE.map((people) => namesOf([...others(people, member), member]))
      ),
    say: (connectionId, text) =>
      pipe(
        members.find(connectionId),
        TE.flatMap((speaker) =>
          speaker === null
            ? TE.right(null)
            : pipe(
                members.of(speaker.room),
                TE.flatMap((people) =>
                  tell({ room: speaker.room, from: speaker.name, text }, [...others(people, speaker), speaker])
                )
              )
        )
      )
  }
}

const others = (people: ReadonlyArray<Member>, { connectionId }: Member): ReadonlyArray<Member> =>
  people.filter((p) => p.connectionId !== connectionId)

const namesOf = (people: ReadonlyArray<Member>): ReadonlyArray<string> => [...new Set(people.map((p) => p.name))].sort()
