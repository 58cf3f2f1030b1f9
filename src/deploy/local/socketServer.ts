/**
 * The WebSocket API over real sockets, by `ws`: handshakes, frames and closing are its work, what an API Gateway would do of ours in
 * `socketAnswer.ts`. Frames may have any size up to that of a message, and a connection may idle for ever.
 */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Connection, type Connections, messageLimit, type Peer } from './Connections.js'
import { requestOf } from './incoming.js'
import type { RawReply } from './RawRequest.js'
import type { Noted } from './server.js'
import type { Admission, SocketAnswerer } from './socketAnswer.js'

// ---- model

/** @internal */
export interface SocketServer {
  /** Takes a request to upgrade over from an HTTP server. */
  readonly upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Closes every connection, and waits for what `$disconnect` does; a second at most. */
  readonly close: () => Promise<void>
}

type In = Extract<Admission, { readonly _tag: 'In' }>

// ---- constructors

/** @internal */
export const socketServer = (
  current: () => Promise<SocketAnswerer>,
  connections: Connections,
  note: (n: Noted) => void,
  log: (line: string) => void
): SocketServer => {
  const admitted = new WeakMap<IncomingMessage, In>()
  const open = new Set<Promise<void>>()

  const noted = (what: string, began: number, status: number, by: string): void =>
    note({ what: `WS ${what}`, status, ms: Math.round(performance.now() - began), by })

  const asked = async (req: IncomingMessage): Promise<Admission> => {
    const began = performance.now()
    const a = await (await current()).connect(requestOf(req, Buffer.alloc(0)))
    noted('$connect', began, a._tag === 'In' ? 101 : a.reply.status, a.by)
    return a
  }

  const heard = async (text: string, c: Connection, client: WebSocket): Promise<void> => {
    connections.touch(c.id)
    const began = performance.now()
    const { routeKey, by, status, frame } = await (await current()).message(text, c)
    noted(routeKey, began, status, by)
    if (frame !== undefined && client.readyState === client.OPEN) client.send(frame)
  }

  const ended = async (code: number, reason: string, c: Connection): Promise<void> => {
    connections.forget(c.id)
    const began = performance.now()
    const said = await (await current()).disconnect(code, reason, c)
    noted('$disconnect', began, said?.status ?? 200, said?.by ?? 'gateway')
  }

  const failed = (e: unknown): void => log(`WS failed in the gateway: ${e instanceof Error ? e.stack : String(e)}`)

  const opened = (client: WebSocket, c: Connection): void => {
    connections.open(c, peer(client))
    client.on('message', (data, binary) => {
      // "Working with binary media types for WebSocket APIs": binary frames are not supported.
      if (binary) client.close(1003, 'Unsupported Data')
      else heard(String(data), c, client).catch(failed)
    })
    // Closing follows, and says the rest.
    client.on('error', () => {})
    const over = new Promise<void>((done) => {
      client.on('close', (code, reason) => {
        ended(code, String(reason), c)
          .catch(failed)
          .finally(() => done())
      })
    })
    open.add(over)
    over.then(() => open.delete(over))
  }

  const server = new WebSocketServer({
    noServer: true,
    maxPayload: messageLimit,
    // Asked once the handshake itself is sound.
    verifyClient: ({ req }: { readonly req: IncomingMessage }, done) => {
      asked(req).then(
        (a) => {
          if (a._tag === 'Out') return done(false, a.reply.status, String(a.reply.body), plain(a.reply.headers))
          admitted.set(req, a)
          done(true)
          // The client did not wait: it was let in, and is gone.
          if (admitted.delete(req)) ended(1006, '', a.connection).catch(failed)
        },
        (e) => {
          failed(e)
          done(false, 500)
        }
      )
    },
    // None, unless `$connect` chose one: API Gateway chooses nothing by itself.
    handleProtocols: (_, req) => {
      const chosen = admitted.get(req)?.headers['sec-websocket-protocol']
      return typeof chosen === 'string' && chosen !== '' ? chosen : false
    }
  })
  server.on('headers', (lines, req) => {
    for (const [name, value] of Object.entries(admitted.get(req)?.headers ?? {}))
      if (!handshake.has(name)) lines.push(...[value].flat().map((v) => `${name}: ${v}`))
  })

  return {
    upgrade: (req, socket, head) =>
      server.handleUpgrade(req, socket, head, (client) => {
        const a = admitted.get(req)
        admitted.delete(req)
        if (a === undefined) client.terminate()
        else opened(client, a.connection)
      }),
    close: async () => {
      for (const client of server.clients) client.close(1001, 'Going away')
      let late: NodeJS.Timeout | undefined
      const aSecond = new Promise<void>((done) => {
        late = setTimeout(done, 1000)
      })
      await Promise.race([Promise.all(open), aSecond])
      clearTimeout(late)
      for (const client of server.clients) client.terminate()
    }
  }
}

// What the handshake says itself.
const handshake = new Set([
  'connection',
  'upgrade',
  'sec-websocket-accept',
  'sec-websocket-protocol',
  'sec-websocket-extensions',
  'content-length',
  'content-type',
  'transfer-encoding'
])

const plain = (headers: RawReply['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))

// Text frames, as API Gateway sends them, wherever the bytes are text.
const peer = (client: WebSocket): Peer => ({
  send: (data) =>
    new Promise((done) => {
      client.send(data, { binary: !isUtf8(data) }, (e) => done(e === undefined || e === null))
    }),
  close: () => client.close(1000)
})
