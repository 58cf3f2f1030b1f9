/**
 * The HTTP server of the local gateway: requests and upgrades over node:http, on loopback unless told otherwise. What answers them can be
 * swapped while it runs; who answers, and how, it does not know.
 */
import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Connections, connections } from './Connections.js'
import { bodyOf, loggable, requestOf, send } from './incoming.js'
import { management } from './management.js'
import { headerOf, ofPage, type RawReply, refusal, told } from './RawRequest.js'
import type { Served } from './served.js'
import { socketServer } from './socketServer.js'

// ---- model

/** What became of a request or a message, for the log. @internal */
export interface Noted {
  /** `GET /todos`, `WS $connect`. */
  readonly what: string
  readonly status: number
  readonly ms: number
  /** The function that answered, or `gateway`. */
  readonly by: string
  /** The combinator that refused, where that can be told. */
  readonly refusedBy?: string
}

/** @internal */
export interface ServerOptions {
  readonly port: number
  readonly host: string
  readonly note: (n: Noted) => void
  /** What is no request or message: faults of the gateway itself. */
  readonly log: (line: string) => void
  /** Takes a request that is not for the service; whether it did. */
  readonly intercept?: (req: IncomingMessage, res: ServerResponse) => boolean
  /** Sees a request to upgrade before the service does, and may change it. */
  readonly upgrading?: (req: IncomingMessage) => void
}

/** @internal */
export interface Server {
  readonly url: string
  readonly websocketUrl: string
  readonly connections: Connections
  /** Who answers from now on; requests that are there whole end as they began, and connections stay. Until there is somebody, requests wait. */
  readonly serve: (next: Served) => void
  /** Nobody answers until the next one does: requests wait. */
  readonly wait: () => void
  /** Lets requests end, and `$disconnect` be told; whoever is not done after a second is cut off. */
  readonly close: () => Promise<void>
}

// ---- constructors

/** Listens. Rejects where the port is taken. @internal */
export const openServer = async ({ port, host, note, log, intercept, upgrading }: ServerOptions): Promise<Server> => {
  const trusts = trusting(host)
  const all = connections(() => new Date())
  const managed = management(all)
  const server = createServer()
  // Every one of them: node:http itself forgets those that asked to upgrade.
  const wired = new Set<Socket>()
  server.on('connection', (socket) => {
    wired.add(socket)
    socket.once('close', () => wired.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const at = placeOf(server.address() as AddressInfo)
  let current: Served | undefined
  let come: (s: Served) => void = () => {}
  const next = () =>
    new Promise<Served>((done) => {
      come = done
    })
  let somebody = next()
  const withConnections = (s: Served): Served => ({
    ...s,
    answer: (request) => {
      const own = s.sockets.declared ? managed(request) : undefined
      if (own === undefined) return s.answer(request)
      return headerOf(request, 'origin') === undefined
        ? own.then((reply) => ({ by: 'connections', reply }))
        : Promise.resolve({ by: 'gateway', reply: ofPage })
    }
  })
  const wires = socketServer(async () => (current ?? (await somebody)).sockets, all, note, log)
  const request = (req: IncomingMessage, res: ServerResponse): void => {
    if (trusts(req.headers.host) && intercept?.(req, res) === true) return
    const answered = () => serve(req, res, async () => current ?? (await somebody), trusts, note)
    answered().catch((e: unknown) => {
      log(`${req.method} failed in the gateway: ${e instanceof Error ? e.stack : String(e)}`)
      if (res.headersSent) res.destroy()
      else send(res, told(500, { message: 'Internal server error' }), false)
    })
  }
  server.on('request', request)
  server.on('upgrade', (req, socket, head) => {
    const wanted = req.headers.upgrade?.toLowerCase() === 'websocket'
    if (wanted && current?.sockets.declared !== false && trusts(req.headers.host)) {
      upgrading?.(req)
      wires.upgrade(req, socket, head)
    }
    // Whoever asks for anything else is answered as if nothing had been asked.
    else request(req, plainly(req, socket as Socket))
  })
  return {
    url: `http://${at}`,
    websocketUrl: `ws://${at}`,
    connections: all,
    serve: (s) => {
      current = withConnections(s)
      come(current)
    },
    wait: () => {
      current = undefined
      somebody = next()
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      const late = setTimeout(() => {
        for (const socket of wired) socket.destroy()
      }, 1000)
      await wires.close()
      server.closeIdleConnections()
      await closed
      clearTimeout(late)
    }
  }
}

/** One line of a log. @internal */
export const noteLine = ({ what, status, ms, by, refusedBy }: Noted): string =>
  `${what} ${status} ${ms} ms ${by}${refusedBy === undefined ? '' : `, refused by ${refusedBy}`}`

const placeOf = ({ family, address, port }: AddressInfo): string => `${family === 'IPv6' ? `[${address}]` : address}:${port}`

const plainly = (req: IncomingMessage, socket: Socket): ServerResponse => {
  const res = new ServerResponse(req)
  res.shouldKeepAlive = false
  socket.on('error', () => {})
  res.assignSocket(socket)
  res.once('finish', () => socket.end())
  return res
}

// ---- one request

const serve = async (
  req: IncomingMessage,
  res: ServerResponse,
  current: () => Promise<Served>,
  trusts: (host: string | undefined) => boolean,
  note: (n: Noted) => void
): Promise<void> => {
  const began = performance.now()
  const body = trusts(req.headers.host) ? await bodyOf(req) : foreign
  // Asked once the request is there whole: while its body came in, another may have taken over.
  const { settings, answer } = await current()
  const { reply, by, refusedBy } =
    body === undefined || !Buffer.isBuffer(body)
      ? { reply: closing(body ?? refusal(settings, 'tooLarge')), by: 'gateway', refusedBy: undefined }
      : await answer(requestOf(req, body))
  send(res, reply, req.method === 'HEAD')
  note({
    what: `${req.method} ${loggable(req.url)}`,
    status: reply.status,
    ms: Math.round(performance.now() - began),
    by,
    ...(refusedBy === undefined ? {} : { refusedBy })
  })
}

// Its body is read by nobody.
const closing = (reply: RawReply): RawReply => ({ ...reply, headers: { ...reply.headers, connection: 'close' } })

const foreign: RawReply = told(
  421,
  {
    type: 'about:blank',
    title: 'Misdirected Request',
    status: 421,
    detail: 'This gateway answers to localhost alone: a page elsewhere may have sent this request.',
    code: 'MisdirectedRequest'
  },
  'application/problem+json'
)

/** Whether a host is this machine alone. @internal */
export const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[?::1\]?)$/i.test(host)

// Who listens on loopback means this machine alone, and a page of another host's must not reach it through a name that leads here.
const trusting = (host: string): ((asked: string | undefined) => boolean) => {
  if (!isLoopback(host)) return () => true
  const known = new Set(['localhost', '127.0.0.1', '[::1]', host.toLowerCase()])
  return (asked) => asked === undefined || known.has(asked.toLowerCase().replace(/:\d*$/, ''))
}
