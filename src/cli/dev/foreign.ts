/**
 * Whether a request comes from a page elsewhere, which has no business with the explorer. It says nothing of who asks without a browser:
 * whoever reaches the server may use it.
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * For a server that listens on some host. A browser says where a request that changes something, or that a page elsewhere makes, comes from;
 * but a page's own name may be made to lead here, and then it says that both are one. So whoever asks must name an address, this machine, or
 * the host that was chosen: where these lead is nothing that a page elsewhere has a say in.
 * @internal
 */
export const foreignTo = (host: string): ((request: Pick<IncomingMessage, 'headers'>) => boolean) => {
  const known = new Set(['localhost', host.toLowerCase()])
  const own = (asked: string): boolean => {
    const name = asked.toLowerCase().replace(/:\d*$/, '')
    return known.has(name) || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  }
  return ({ headers }) => {
    const site = headers['sec-fetch-site']
    return (
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) ||
      (headers.host !== undefined && !own(headers.host))
    )
  }
}
