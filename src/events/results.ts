/** The headers of Lambda results in the shapes that gateways take them. It checks no header: printing a reply does. */
import { bare } from './fields.js'
import type { Printed } from './Payload.js'

type Headers = Printed['headers']

/** Lists joined with `, `, `Set-Cookie` left out: it must never be joined (RFC 6265, section 3). @internal */
export const joinedHeaders = (headers: Headers): Record<string, string> => {
  const joined = bare<string>()
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined && name !== 'set-cookie') joined[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return joined
}

/** The `Set-Cookie` headers. @internal */
export const setCookies = (headers: Headers): readonly string[] => {
  const cookies = headers['set-cookie']
  return cookies === undefined ? [] : typeof cookies === 'string' ? [cookies] : cookies
}
