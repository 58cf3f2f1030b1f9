/** Who is in which room. A connection is in one room at most. */
import * as t from 'io-ts'

export interface RoomBrand {
  readonly Room: unique symbol
}
export const Room = t.brand(t.string, (s): s is t.Branded<string, RoomBrand> => /^[a-z][a-z0-9-]{0,39}$/.test(s), 'Room')

export const Member = t.readonly(t.type({ connectionId: t.string, name: t.string, room: t.string }))
export type Member = t.TypeOf<typeof Member>
