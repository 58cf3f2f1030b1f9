/**
 * `quaich dev`: a thin local API Gateway over node:http. It runs the very handlers that Lambda runs, in this process, on loopback unless
 * told otherwise. Not a Lambda emulator: no memory limits, no containers, no calls to AWS.
 */
import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Override } from '../../combinators/Port.js'
import { managementApi, sockets } from '../../events/sockets.js'
import { lambdas } from '../../router/lambdas.js'
import type { AnyService } from '../../router/service.js'
import { connections } from './Connections.js'
import { bodyOf, loggable, requestOf, send } from './incoming.js'
import { type RawReply, refusal, told } from './RawRequest.js'
import { type Copy, type Served, served } from './served.js'
import { socketServer } from './socketServer.js'

// ---- model

/** @since 0.1.0 */
export interface GatewayOptions {
  /** 3000; 0 for any free one. */
  readonly port?: number
  /** 127.0.0.1. Give another only where everybody who can reach it may call the service. */
  readonly host?: string
  /** Keys that routes with `apiKey()` accept: `local-key`. */
  readonly apiKeys?: ReadonlyArray<string>
  /** The stage in events; the service's own, or `dev`. */
  readonly stage?: string
  readonly overrides?: ReadonlyArray<Override>
  /** Takes one line a request, or a message; nothing is logged when absent. */
  readonly log?: (line: string) => void
  /** Where the service was made with another copy of quaich: that one. */
  readonly copy?: Copy
}

/** A gateway that runs. @since 0.1.0 */
export interface Gateway {
  /** `http://127.0.0.1:3000`: routes, functions by Lambda's Invoke, and the connections of the WebSocket API by its management API. */
  readonly url: string
  /** `ws://127.0.0.1:3000`, where the service has a WebSocket API. */
  readonly websocketUrl: string
  /** Serves another service from now on; requests under way end as they began, and connections stay. */
  readonly reload: (service: AnyService, copy?: Copy) => void
  readonly close: () => Promise<void>
}

// ---- constructors

/**
 * Serves a service on this machine until it is closed: its routes, its WebSocket API, and every function by name. Rejects where the port is
 * taken.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { startGateway } from 'quaich/deploy'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const api = service('greetings', {}, { hello: pipe(get('/hello'), handle(() => ({ hello: 'world' }))) })
 * const gateway = await startGateway(api, { port: 0 })
 * const told = await fetch(`${gateway.url}/hello`).then((r) => r.json())
 * await gateway.close()
 * expect(told).toEqual({ hello: 'world' })
 */
export const startGateway = async (service: AnyService, options: GatewayOptions = {}): Promise<Gateway> => {
  const { port = 3000, host = '127.0.0.1', apiKeys = ['local-key'], overrides = [], log = () => {} } = options
  const trusts = trusting(host)
  const all = connections(() => new Date())
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const at = placeOf(server.address() as AddressInfo)
  const make = (s: AnyService, copy: Copy = options.copy ?? { lambdas, managementApi, sockets }): Served => {
    const stage = options.stage ?? s.settings.stage ?? 'dev'
    return served(s, { copy, url: `http://${at}`, stage, apiKeys, overrides, connections: all })
  }
  let current: Served
  try {
    current = make(service)
  } catch (e) {
    server.close()
    throw e
  }
  const wires = socketServer(() => current.sockets, all, log)
  const request = (req: IncomingMessage, res: ServerResponse): void => {
    serve(req, res, current, trusts, log).catch((e: unknown) => {
      log(`${req.method} failed in the gateway: ${e instanceof Error ? e.stack : String(e)}`)
      if (res.headersSent) res.destroy()
      else send(res, told(500, { message: 'Internal server error' }), false)
    })
  }
  server.on('request', request)
  server.on('upgrade', (req, socket, head) => {
    const wanted = req.headers.upgrade?.toLowerCase() === 'websocket'
    if (wanted && current.sockets.declared && trusts(req.headers.host)) wires.upgrade(req, socket, head)
    // Whoever asks for anything else is answered as if nothing had been asked.
    else request(req, plainly(req, socket as Socket))
  })
  return {
    url: `http://${at}`,
    websocketUrl: `ws://${at}`,
    reload: (s, copy) => {
      current = make(s, copy)
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      await wires.close()
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 1000).unref()
      await closed
    }
  }
}

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
  { settings, answer }: Served,
  trusts: (host: string | undefined) => boolean,
  log: (line: string) => void
): Promise<void> => {
  const began = performance.now()
  const body = trusts(req.headers.host) ? await bodyOf(req) : foreign
  const { reply, by } =
    body === undefined || !Buffer.isBuffer(body)
      ? { reply: closing(body ?? refusal(settings, 'tooLarge')), by: 'gateway' }
      : await answer(requestOf(req, body))
  send(res, reply, req.method === 'HEAD')
  log(`${req.method} ${loggable(req.url)} ${reply.status} ${Math.round(performance.now() - began)} ms ${by}`)
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

// Who listens on loopback means this machine alone, and a page of another host's must not reach it through a name that leads here.
const trusting = (host: string): ((asked: string | undefined) => boolean) => {
  if (!/^(localhost|127\.[\d.]+|\[?::1\]?)$/i.test(host)) return () => true
  const known = new Set(['localhost', '127.0.0.1', '[::1]', host.toLowerCase()])
  return (asked) => asked === undefined || known.has(asked.toLowerCase().replace(/:\d*$/, ''))
}
