/**
 * `quaich dev`: a thin local API Gateway over node:http. It runs the very handlers that Lambda runs, in this process, on loopback unless
 * told otherwise. Not a Lambda emulator: no memory limits, no containers, no calls to AWS.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Override } from '../../combinators/Port.js'
import { lambdas } from '../../router/lambdas.js'
import type { Settings } from '../../router/Settings.js'
import type { AnyService } from '../../router/service.js'
import { type Answerer, answerer } from './answer.js'
import { invoker } from './invoke.js'
import { type RawReply, type RawRequest, refusal, told } from './RawRequest.js'

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
  /** Takes one line a request; nothing is logged when absent. */
  readonly log?: (line: string) => void
  /** The interpreter to run with, where the service was made with another copy of quaich. */
  readonly lambdas?: typeof lambdas
}

/** A gateway that runs. @since 0.1.0 */
export interface Gateway {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  /** Serves another service from now on; requests under way end as they began. */
  readonly reload: (service: AnyService, run?: typeof lambdas) => void
  readonly close: () => Promise<void>
}

// One service as it is served.
interface Served {
  readonly settings: Settings
  readonly answer: Answerer
  readonly trusts: (host: string | undefined) => boolean
}

/** What a gateway takes: 10 MB ("Quotas for API Gateway"). */
const bodyLimit = 10 * 1024 * 1024

// ---- constructors

/**
 * Serves a service on this machine until it is closed. Rejects where the port is taken.
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
  const make = (s: AnyService, run: typeof lambdas): Served => {
    const stage = options.stage ?? s.settings.stage ?? 'dev'
    return {
      settings: s.settings,
      answer: answerer(s, invoker(s, run(s, ...overrides), stage), stage, apiKeys),
      trusts: trusting(host)
    }
  }
  let current = make(service, options.lambdas ?? lambdas)
  const server = createServer((req, res) => {
    serve(req, res, current, log).catch((e: unknown) => {
      log(`${req.method} failed in the gateway: ${e instanceof Error ? e.stack : String(e)}`)
      if (res.headersSent) res.destroy()
      else send(res, told(500, { message: 'Internal server error' }), false)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    reload: (s, run = options.lambdas ?? lambdas) => {
      current = make(s, run)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 1000).unref()
      })
  }
}

// ---- one request

const serve = async (
  req: IncomingMessage,
  res: ServerResponse,
  { settings, answer, trusts }: Served,
  log: (line: string) => void
): Promise<void> => {
  const began = performance.now()
  const body = trusts(req.headers.host) ? await bodyOf(req) : foreign
  const { reply, by } =
    body === undefined || !Buffer.isBuffer(body)
      ? { reply: closing(body ?? refusal(settings, 'tooLarge')), by: 'gateway' }
      : await answer(requestOf(req, body))
  send(res, reply, req.method === 'HEAD')
  const path = (req.url ?? '').split('?', 1)[0]?.replaceAll(/[^\x21-\x7e]/g, '?')
  log(`${req.method} ${path} ${reply.status} ${Math.round(performance.now() - began)} ms ${by}`)
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

// Nothing where it is too long; the rest of it is then read by nobody.
const bodyOf = async (req: IncomingMessage): Promise<Buffer | undefined> => {
  if (Number(req.headers['content-length'] ?? 0) > bodyLimit) return undefined
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of req.iterator({ destroyOnReturn: false })) {
    bytes += (part as Buffer).length
    if (bytes > bodyLimit) return undefined
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

const requestOf = (req: IncomingMessage, body: Buffer): RawRequest => {
  const url = (req.url ?? '/').replace(/^https?:\/\/[^/?]*/, '')
  const mark = url.indexOf('?')
  return {
    method: req.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: req.rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, req.rawHeaders[i + 1] ?? ''] as const] : [])),
    body,
    sourceIp: req.socket.remoteAddress ?? '127.0.0.1'
  }
}

const send = (res: ServerResponse, { status, headers, body }: RawReply, head: boolean): void => {
  res.statusCode = status
  for (const [name, value] of Object.entries(headers))
    if (name !== 'content-length' && name !== 'transfer-encoding') res.setHeader(name, value)
  const bodiless = head || status === 204 || status === 304 || status < 200
  if (!bodiless) res.setHeader('content-length', Buffer.byteLength(body))
  res.end(bodiless ? undefined : body)
}
