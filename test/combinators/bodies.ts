/** Requests that every combinator that reads a body is sent. */
import type { Send } from '../laws/send.js'

export const typed = (type: string | undefined, data: string | null, base64 = false): Send => ({
  event: {
    body: data,
    isBase64Encoded: base64,
    headers: type === undefined ? null : { 'content-type': type },
    multiValueHeaders: type === undefined ? null : { 'content-type': [type] }
  }
})
export const encoded = (type: string, bytes: Uint8Array | ReadonlyArray<number>): Send =>
  typed(type, Buffer.from(bytes as number[]).toString('base64'), true)
