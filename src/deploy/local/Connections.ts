/**
 * The open connections of the local WebSocket API, and what its management endpoint may do to them. It knows no socket: a peer is whoever
 * takes what is sent, and a connection that nobody has opened, or that is closed, is gone.
 */
import { randomBytes } from 'node:crypto'

// ---- model

/** What the API knows of a connection. @internal */
export interface Connection {
  readonly id: string
  readonly connectedAt: Date
  readonly sourceIp: string
  readonly userAgent: string | undefined
  /** The host that the client asked for. */
  readonly domainName: string
  /** What an authorizer on connect said; every event of the connection has it. */
  readonly authorizer?: Readonly<Record<string, unknown>>
}

/** The other end. @internal */
export interface Peer {
  /** Whether it was sent. */
  readonly send: (data: Buffer) => Promise<boolean>
  readonly close: () => void
}

/** A connection with the time of its last message, in or out. @internal */
export interface Active extends Connection {
  readonly lastActiveAt: Date
}

/** @internal */
export interface Connections {
  readonly open: (connection: Connection, peer: Peer) => void
  /** Notes a message of the client's. */
  readonly touch: (id: string) => void
  /** Forgets it; whether it was there. */
  readonly forget: (id: string) => boolean
  readonly post: (id: string, data: Buffer) => Promise<'sent' | 'gone' | 'too large'>
  readonly close: (id: string) => 'closed' | 'gone'
  readonly info: (id: string) => Active | 'gone'
}

/** What a message may have, in or out ("Quotas for configuring and running a WebSocket API"). @internal */
export const messageLimit = 128 * 1024

// ---- constructors

/** A name in the form of API Gateway's own: `R1kmxc2VNjMCFIA=`. @internal */
export const newId = (): string => `${randomBytes(11).toString('base64url')}=`

/** @internal */
export const connections = (now: () => Date): Connections => {
  const all = new Map<string, { readonly connection: Connection; readonly peer: Peer; lastActiveAt: Date }>()
  const touch = (id: string): void => {
    const known = all.get(id)
    if (known !== undefined) known.lastActiveAt = now()
  }
  return {
    touch,
    open: (connection, peer) => {
      all.set(connection.id, { connection, peer, lastActiveAt: connection.connectedAt })
    },
    forget: (id) => all.delete(id),
    post: async (id, data) => {
      const known = all.get(id)
      if (known === undefined) return 'gone'
      if (data.length > messageLimit) return 'too large'
      if (!(await known.peer.send(data))) return 'gone'
      touch(id)
      return 'sent'
    },
    close: (id) => {
      const known = all.get(id)
      if (known === undefined) return 'gone'
      // Gone at once, however long the client takes to hang up.
      all.delete(id)
      known.peer.close()
      return 'closed'
    },
    info: (id) => {
      const known = all.get(id)
      return known === undefined ? 'gone' : { ...known.connection, lastActiveAt: known.lastActiveAt }
    }
  }
}
