/**
 * What the explorer's console asks for, as any other client would: a browser can send no header with a WebSocket, so the page puts them into
 * the query, and here they are put where they belong.
 */
import type { IncomingMessage } from 'node:http'

/** `?query=token%3Dx&header=authorization%3A%20me` becomes `/?token=x` with that header. The handshake's own headers stay as they are. @internal */
export const withHeaders = (req: IncomingMessage): void => {
  const told = new URL(req.url ?? '/', 'http://localhost').searchParams
  const query = told.get('query') ?? ''
  req.url = `/${query === '' ? '' : `?${query}`}`
  for (const line of told.getAll('header')) {
    const [, name, value] = /^([\w-]+):[ \t]*([\x20-\x7e]*)$/.exec(line) ?? []
    if (name === undefined || value === undefined || /^(host|connection|upgrade|origin|sec-.*)$/i.test(name)) continue
    req.headers[name.toLowerCase()] = value
    req.rawHeaders.push(name, value)
  }
}
