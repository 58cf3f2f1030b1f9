/**
 * From an encoded body to bytes and text, strictly: what is not base64 or not UTF-8 is refused, never repaired.
 */
import type { EncodedBody } from './Request.js'

const base64 = /^[A-Za-z0-9+/]*={0,2}$/
const none = new Uint8Array(0)

/** What reading the bytes of a body throws where the body is not the base64 it claims to be: the client's fault, a 400. @internal */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody'
  constructor() {
    super('The body is not the base64 it claims to be')
  }
}

/** The bytes of a body, or nothing where it claims to be base64 (RFC 4648, section 4) and is not. @internal */
export const bytesOf = (body: EncodedBody): Uint8Array | undefined => {
  if (body.data === null) return none
  if (!body.base64) return new Uint8Array(Buffer.from(body.data))
  return isBase64(body.data) ? new Uint8Array(Buffer.from(body.data, 'base64')) : undefined
}

/** The text of a body, or nothing where it is not base64 or not UTF-8. A byte order mark is dropped. @internal */
export const textOf = (body: EncodedBody): string | undefined => {
  const { data } = body
  if (data === null) return ''
  if (!body.base64) return data.charCodeAt(0) === 0xfeff ? data.slice(1) : data
  if (!isBase64(data)) return undefined
  try {
    // Made when it is needed: the first one costs a process two milliseconds of its start.
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'))
  } catch {
    return undefined
  }
}

const isBase64 = (s: string): boolean => s.length % 4 === 0 && base64.test(s)

/** Whether a body has more than so many bytes once decoded; counted without decoding it where that can be told. @internal */
export const exceeds = (body: EncodedBody, limit: number): boolean => {
  const { data } = body
  if (data === null) return false
  if (body.base64) return Math.floor((data.length * 3) / 4) - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0) > limit
  return data.length * 3 > limit && Buffer.byteLength(data) > limit
}
