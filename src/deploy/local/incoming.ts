/** What node:http hands us as a request of ours, and a reply of ours back into it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RawReply, RawRequest } from './RawRequest.js'

/** What a gateway takes: 10 MB ("Quotas for API Gateway"). */
const bodyLimit = 10 * 1024 * 1024

/** The body; nothing where it is too long, and the rest of it is then read by nobody. @internal */
export const bodyOf = async (req: IncomingMessage): Promise<Buffer | undefined> => {
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

/** @internal */
export const requestOf = (req: IncomingMessage, body: Buffer): RawRequest => {
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

/** Sends a reply whole, or throws and leaves the response as it was, for another reply to be sent in its place. @internal */
export const send = (res: ServerResponse, { status, headers, body }: RawReply, head: boolean): void => {
  const before = new Set(res.getHeaderNames())
  try {
    for (const [name, value] of Object.entries(headers))
      if (name !== 'content-length' && name !== 'transfer-encoding') res.setHeader(name, value)
    const bodiless = head || status === 204 || status === 304 || status < 200
    if (!bodiless) res.setHeader('content-length', Buffer.byteLength(body))
    res.writeHead(status)
    res.end(bodiless ? undefined : body)
  } catch (e) {
    if (!res.headersSent) for (const name of res.getHeaderNames()) if (!before.has(name)) res.removeHeader(name)
    throw e
  }
}

/** A path as a log has it: without the query, which may hold secrets, and without what a terminal would obey. @internal */
export const loggable = (url: string | undefined): string => (url ?? '').split('?', 1)[0]?.replaceAll(/[^\x21-\x7e]/g, '?') ?? ''
