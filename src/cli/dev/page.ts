/**
 * The explorer's page and what it asks for, under `/__quaich/` of the local server. Everything comes from this package: the page works
 * without a network, and its policy forbids it one. Pages of other origins are refused.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { bodyOf, loggable, requestOf, send } from '../../deploy/local/incoming.js'
import { type RawReply, told } from '../../deploy/local/RawRequest.js'
import type { Noted } from '../../deploy/local/server.js'
import { withHeaders } from './console.js'
import { foreignTo } from './foreign.js'
import type { Program } from './Program.js'

// ---- model

/** What happens while the explorer is open. @internal */
export type Happening =
  | { readonly kind: 'log'; readonly data: { readonly text: string; readonly status?: number } }
  | { readonly kind: 'reload'; readonly data: { readonly text: string } }
  | { readonly kind: 'fault'; readonly data: { readonly text: string } }

/** @internal */
export interface Page {
  /** Takes requests for the explorer; whether it did. */
  readonly intercept: (req: IncomingMessage, res: ServerResponse) => boolean
  /** Turns what its console asks for into what a WebSocket client asks for. */
  readonly upgrading: (req: IncomingMessage) => void
  readonly tell: (h: Happening) => void
  readonly close: () => void
}

/** @internal */
export const explorerPath = '/__quaich/'

// ---- constructors

/** `asset` gives a file of the page by its name; `program` the one that is served now; `note` hears what is fired. @internal */
export const page = (
  host: string,
  asset: (name: string) => Promise<string | undefined>,
  program: () => Program | undefined,
  websocketUrl: () => string,
  note: (n: Noted) => void
): Page => {
  const foreign = foreignTo(host)
  const watchers = new Set<ServerResponse>()
  const json = (value: unknown): RawReply => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value)
  })
  const explored = async (what: string, ...args: ReadonlyArray<unknown>): Promise<RawReply> => {
    const p = program()
    return p === undefined ? told(503, { message: 'the program is not there yet' }) : json(await p.explore(what, ...args))
  }
  const answer = async (req: IncomingMessage, url: URL): Promise<RawReply> => {
    const name = url.pathname.slice(explorerPath.length)
    const of = url.searchParams.get('of') ?? ''
    switch (name) {
      case 'service': {
        const reply = await explored('service')
        return reply.status === 200 ? json({ ...JSON.parse(String(reply.body)), websocketUrl: websocketUrl() }) : reply
      }
      case 'explain':
      case 'samples':
        return explored(name, of)
      default:
    }
    if (name.startsWith('fire/')) return fire(req, name.slice('fire/'.length))
    const file = name === '' ? 'index.html' : name
    const text = await asset(file)
    const type = types[extname(file)]
    return text === undefined || type === undefined
      ? told(404, { message: 'the explorer has no such page' })
      : { status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' }, body: text }
  }
  const fire = async (req: IncomingMessage, name: string): Promise<RawReply> => {
    const [body, p] = [await bodyOf(req), program()]
    if (p === undefined || body === undefined) return told(body === undefined ? 413 : 503, { message: 'the event was not sent' })
    const request = { ...requestOf(req, body), path: `/2015-03-31/functions/${name}/invocations`, query: '', headers: [] }
    const began = performance.now()
    const { reply, by } = await p.served.answer(request)
    // Lambda says 200 of a function that failed as well; whoever reads the log wants to see which did.
    const status = reply.headers['x-amz-function-error'] === undefined ? reply.status : 500
    note({ what: `INVOKE ${loggable(name)}`, status, ms: Math.round(performance.now() - began), by })
    return reply
  }
  return {
    intercept: (req, res) => {
      // As it was sent: a path that is no URL is for the service to refuse.
      if (req.url === explorerPath.slice(0, -1)) {
        send(res, { status: 308, headers: { ...guards, location: explorerPath }, body: '' }, false)
        return true
      }
      if (req.url?.startsWith(explorerPath) !== true) return false
      const url = new URL(req.url, 'http://localhost')
      for (const [header, value] of Object.entries(guards)) res.setHeader(header, value)
      res.setHeader('content-security-policy', policyAt(req.headers.host))
      if (foreign(req)) send(res, told(403, { message: 'The explorer answers its own page alone.' }), false)
      else if (url.pathname === `${explorerPath}events`) watch(res, watchers)
      else
        answer(req, url).then(
          (reply) => send(res, reply, req.method === 'HEAD'),
          (e: unknown) => send(res, told(500, { message: e instanceof Error ? e.message : String(e) }), false)
        )
      return true
    },
    upgrading: (req) => {
      if (req.url?.startsWith(`${explorerPath}socket?`) === true && !foreign(req)) withHeaders(req)
    },
    tell: ({ kind, data }) => {
      const text = `event: ${kind}\ndata: ${JSON.stringify({ at: new Date().toLocaleTimeString('en-GB'), ...data })}\n\n`
      for (const res of watchers) res.write(text)
    },
    close: () => {
      for (const res of watchers) res.end()
    }
  }
}

/** A note as the explorer's log has it. @internal */
export const happened = (line: string, n: Noted): Happening => ({ kind: 'log', data: { text: line, status: n.status } })

const watch = (res: ServerResponse, watchers: Set<ServerResponse>): void => {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  res.write(': quaich\n\n')
  watchers.add(res)
  res.on('close', () => watchers.delete(res))
}

// Nothing runs, loads or frames but from here; `'self'` is no WebSocket to every browser.
const policyAt = (host: string | undefined): string => {
  const own = /^[\w.:[\]-]+$/.exec(host ?? '')?.[0]
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'${own === undefined ? '' : ` ws://${own}`}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

const guards: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin'
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8'
}
