/**
 * From an encoded body to bytes and text, strictly: what is not base64 or not UTF-8 is refused, never repaired.
 */
import { decodeBase64, decodeUtf8, encodeUtf8 } from '../codecs/strictBytes.js'
import type { EncodedBody } from './Request.js'

const none = new Uint8Array(0)

/** What reading a body or a message throws where its bytes are not what they claim to be: a 400 for the client. @internal */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody'
}

/** Why there are no bytes of a body. @internal */
export const whyNoBytes = (body: EncodedBody): string =>
  body.base64 ? 'The body is not the base64 it claims to be' : 'The body is text that has no UTF-8'

/** The bytes of a body; nothing where it claims to be base64 and is not, or is text that has no UTF-8. @internal */
export const bytesOf = (body: EncodedBody): Uint8Array | undefined => {
  if (body.data === null) return none
  return body.base64 ? decodeBase64(body.data) : encodeUtf8(body.data)
}

/** The text of a body, or nothing where it is not base64 or not UTF-8. A byte order mark is dropped. @internal */
export const textOf = (body: EncodedBody): string | undefined => {
  const { data } = body
  if (data === null) return ''
  if (!body.base64) return data.charCodeAt(0) === 0xfeff ? data.slice(1) : data
  const bytes = decodeBase64(data)
  return bytes && decodeUtf8(bytes)
}

/** Whether a body has more than so many bytes once decoded; counted without decoding it where that can be told. @internal */
export const exceeds = (body: EncodedBody, limit: number): boolean => {
  const { data } = body
  if (data === null) return false
  if (body.base64) return Math.floor((data.length * 3) / 4) - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0) > limit
  return data.length * 3 > limit && Buffer.byteLength(data) > limit
}
