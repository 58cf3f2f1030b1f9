/** Between bytes and text, strictly: bytes that are not UTF-8 and text that is not base64 are refused, and nothing is replaced. */

/** The text of UTF-8 bytes, without a byte order mark; nothing where the bytes are not UTF-8 (RFC 3629). @internal */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    // Made when it is needed: the first one costs a process two milliseconds of its start.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The UTF-8 bytes of a text; nothing where it holds half of a surrogate pair, which has no UTF-8. @internal */
export const encodeUtf8 = (text: string): Uint8Array | undefined =>
  /\p{Surrogate}/u.test(text) ? undefined : new Uint8Array(Buffer.from(text))

const base64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Whether a text is base64 with its padding (RFC 4648, section 4). @internal */
export const isBase64 = (text: string): boolean => text.length % 4 === 0 && base64.test(text)

/** The bytes of base64; nothing where the text is not base64. @internal */
export const decodeBase64 = (text: string): Uint8Array | undefined =>
  isBase64(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined
