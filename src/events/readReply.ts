/** From what goes over the wire to a reply again, for whoever stands between a handler and its gateway. It prints nothing. */
import { decodeBase64 } from '../codecs/strictBytes.js'
import { type AnyReply, reply } from '../combinators/Reply.js'
import type { Printed } from './Payload.js'

/**
 * A printed reply as a reply again. A JSON body is parsed where that loses nothing: printing the result gives the same bytes.
 * Texts, numbers too long for JavaScript and bodies that do not parse stay text. What claims to be base64 and is not is a bare 500.
 * @internal
 */
export const readReply = ({ status, headers, body, base64 }: Printed): AnyReply => {
  if (base64) {
    const bytes = decodeBase64(body)
    return bytes === undefined ? reply(500, undefined) : reply(status, bytes, headers)
  }
  return reply(status, body === '' ? undefined : isJson(headers['content-type']) ? parsed(body) : body, headers)
}

const isJson = (type: string | readonly string[] | undefined): boolean =>
  typeof type === 'string' && /^[^;]*[/+]json\s*(;|$)/i.test(type)

const parsed = (body: string): unknown => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value !== 'string' && JSON.stringify(value) === body ? value : body
  } catch {
    return body
  }
}
