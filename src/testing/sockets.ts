/**
 * A service's WebSocket API in this process: the one that `quaich dev` serves, without a socket. The API Gateway Management API is replaced by
 * one that remembers; no byte leaves the process, and nothing is ever sent to AWS.
 */
import { type AnyPort, type Override, override, portsNamed, portsOf } from '../combinators/Port.js'
import { type Elsewhere, out } from '../deploy/local/authorizers.js'
import type { Connection } from '../deploy/local/Connections.js'
import { told } from '../deploy/local/RawRequest.js'
import { socketAnswerer } from '../deploy/local/socketAnswer.js'
import { type ManagementApi, managementApi, ownEndpoint } from '../events/sockets.js'
import type { AnyService } from '../router/service.js'
import { CallError } from './Call.js'
import { textOf } from './events/changes.js'
import { aConnection, upgrade } from './events/websocket.js'
import { testMoment } from './format.js'
import { type Identified, readRaw } from './gateway.js'
import type { Invoke } from './invoking.js'
import type { HttpEventInput } from './rawRequest.js'

// ---- model

/** How a client connects. @since 0.1.0 */
export type ConnectInput = Pick<HttpEventInput, 'headers' | 'query'> & Pick<Identified, 'auth'>

/** What became of a message: the function that got it, or `gateway`, and the status it ended with, which its client is not told. @since 0.1.0 */
export interface Delivered {
  readonly by: string
  readonly status: number
}

/** A connection, as its client sees it. @since 0.1.0 */
export interface Socket<M> {
  readonly connectionId: string
  /** The headers that `$connect` answered with, names in lower case: the protocol it chose. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /**
   * Sends a message, as JSON unless it is a text, to the route that its `action` names, or to `$default`, and waits for it. What comes back to
   * the client is in `received`. Rejects where the connection has ended.
   */
  readonly send: (message: M | string) => Promise<Delivered>
  /** What the connection received so far, in order: JSON parsed, other text and bytes as they are. */
  readonly received: ReadonlyArray<unknown>
  /** Whether neither side has closed it. */
  readonly open: boolean
  /** Closes it from the client's side, and waits for `$disconnect`. */
  readonly close: () => Promise<void>
}

interface Live {
  readonly connection: Connection
  readonly received: unknown[]
  open: boolean
}

/** What remembers, and the ports that lead to it. @internal */
export interface Switchboard {
  readonly overrides: ReadonlyArray<Override>
  readonly connect: (input: ConnectInput) => Promise<Socket<unknown>>
}

// ---- constructors

/** @internal */
export const switchboard = (service: AnyService, stage: string, invoke: Invoke): Switchboard => {
  const live = new Map<string, Live>()
  let ids = 0
  const api = socketAnswerer(service, invoke, stage, {
    elsewhere,
    now: () => testMoment.at,
    newId: () => `L0SM${String(ids++).padStart(4, '0')}OFvHcCIhw=`
  })
  const ended = async (l: Live): Promise<void> => {
    l.open = false
    await api.disconnect(1000, '', l.connection)
  }
  const at = (id: string): Live => {
    const l = live.get(id)
    // In the words of the SDK, which the port reads.
    if (l === undefined || !l.open) throw Object.assign(new Error('GoneException'), { name: 'GoneException' })
    return l
  }
  const management: ManagementApi = {
    post: async (_, id, data) => {
      at(id).received.push(typeof data === 'string' ? parsed(data) : data)
    },
    delete: async (_, id) => ended(at(id)),
    get: async (_, id) => {
      const { connectedAt, sourceIp, userAgent } = at(id).connection
      return { connectedAt, lastActiveAt: testMoment.at, sourceIp, userAgent }
    }
  }
  const connect = async ({ auth, ...input }: ConnectInput): Promise<Socket<unknown>> => {
    const admission = await api.connect(upgrade(input), auth === undefined ? undefined : { principalId: 'somebody', ...auth })
    if (admission._tag === 'Out') throw new CallError('$connect', readRaw(admission.reply), admission.by)
    const { connection, headers } = admission
    const l: Live = { connection, received: [], open: true }
    live.set(connection.id, l)
    return {
      connectionId: connection.id,
      headers,
      received: l.received,
      get open() {
        return l.open
      },
      send: async (message) => {
        if (!l.open) throw new Error(`the connection ${connection.id} has ended`)
        const { by, status, frame } = await api.message(textOf(message), connection)
        if (frame !== undefined && l.open) l.received.push(parsed(frame))
        return { by, status }
      },
      close: async () => {
        if (l.open) await ended(l)
      }
    }
  }
  return { overrides: overriding(service, management), connect }
}

// Only where something sends: a port that nobody uses is a fault.
const overriding = (service: AnyService, api: ManagementApi): ReadonlyArray<Override> => {
  const used = new Set<AnyPort>(service.declarations.flatMap((d) => portsNamed(d.facts).flatMap((named) => [...portsOf(named)])))
  const own = [override(managementApi, api), override(ownEndpoint, `https://${aConnection.domainName}/local`)]
  return own.filter((o) => used.has(o.port))
}

// Nobody here verifies for AWS.
const elsewhere: Elsewhere = ({ _tag }) =>
  out(_tag === 'Iam' ? told(403, { message: 'Forbidden' }) : told(401, { message: 'Unauthorized' }))

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
