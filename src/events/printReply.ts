/**
 * From a reply to what goes over the wire. The last check before a gateway: what it would answer with a 502, or a client could
 * misread, ends here as the fixed 500 with its cause. It adds no header but the content type, and knows no payload format's result.
 */

import { printJson } from '../codecs/printJson.js'
import { defect, type HttpError, refuse } from '../combinators/HttpError.js'
import { isHeaderName } from '../combinators/headerName.js'
import { firstAccepted } from '../combinators/MediaType.js'
import type { AnyReply } from '../combinators/Reply.js'
import { bare } from './fields.js'
import type { Payload, Printed } from './Payload.js'

// ---- model

/** What printing needs to know about the request and the API. @internal */
export interface PrintOptions {
  readonly method: string
  /** The request's `Accept`. */
  readonly accept: string | undefined
  /** The API's binary media types, in lower case. */
  readonly binaryTypes: readonly string[]
  readonly gateway: Payload['name']
}

/** Bytes of a whole result: Lambda's bound (AWS, "Lambda quotas"), and the lower one of load balancers ("Lambda functions as targets"). */
const most = { rest: 6_291_556, http: 6_291_556, functionUrl: 6_291_556, alb: 1_048_576 } as const

/** What a result has beside status, headers and body: its keys and flags, in bytes, with room for CORS headers. */
const envelope = 1024

// ---- printing

/**
 * The reply as printed, or why it cannot be: a refusal with 406 where a REST API would not decode it, a defect (500) otherwise.
 * Total: whatever a body or its getters do, nothing is thrown.
 * @internal
 */
export const printReply = (given: AnyReply, o: PrintOptions): Printed | HttpError => {
  try {
    const { status } = given
    if (!Number.isInteger(status) || status < 200 || status > 599)
      return broken(`the status ${String(status)} is none of 200 to 599`)
    const headers = printHeaders(given.headers)
    if (typeof headers === 'string') return broken(headers)
    if (status === 204 || status === 304) {
      delete headers['content-type']
      return { status, headers, body: '', base64: false }
    }
    const printed = printBody(status, headers, given.body)
    const bound = most[o.gateway]
    if (outgrows(printed, bound)) return broken(`the reply is over the ${bound} bytes that the gateway takes`)
    if (printed.base64 && o.gateway === 'rest' && !decodes(o))
      return refuse(406, { message: namedFirst(headers['content-type']) })
    return o.method === 'HEAD' ? { status, headers, body: '', base64: false } : printed
  } catch (e) {
    return defect(e)
  }
}

const broken = (why: string): HttpError => defect(new TypeError(why))

const nonAscii = /[\u0080-\uffff]+/g

type Headers = Record<string, string | readonly string[]>

// "Amazon API Gateway quotas": total combined size of all header values of a reply.
const mostHeaderBytes = 10_240
const hopByHop = new Set(['connection', 'content-length', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

const printHeaders = (given: AnyReply['headers']): Headers | string => {
  const headers = bare<string | readonly string[]>()
  let bytes = 0
  for (const key of Object.keys(given)) {
    const name = printed.get(key) ?? printName(key)
    if (name === invalid) return `${JSON.stringify(key)} is not a header name`
    if (name === left) continue
    const value = printValues(name, given[key])
    if (value === undefined) return `the header ${name} has a value that no header can carry`
    bytes += name.length + (typeof value === 'string' ? value.length : value.reduce((n, v) => n + v.length, 0))
    if (bytes > mostHeaderBytes) return `the headers are over ${mostHeaderBytes} bytes, more than API Gateway passes on`
    if (typeof value === 'string' && name !== 'set-cookie') headers[name] = value
    else if (name === 'content-type' && value.length > 1) return 'the header content-type has several values'
    else printList(headers, name, typeof value === 'string' ? [value] : value)
  }
  return headers
}

// Programs write the same few names in every reply: what each is printed as is kept, for the first of them.
const printed = new Map<string, string>()
const mostNames = 200
const invalid = ''
const left = ' '

const printName = (key: string): string => {
  const lower = key.toLowerCase()
  // Hop by hop: these are the connection's, and the gateway's affair.
  const name = !isHeaderName(key) ? invalid : hopByHop.has(lower) ? left : lower
  if (printed.size < mostNames) printed.set(key, name)
  return name
}

const printList = (headers: Headers, name: string, list: readonly string[]): void => {
  const values = name === 'set-cookie' ? [...(headers[name] ?? []), ...list] : list
  const [first] = values
  if (first === undefined) delete headers[name]
  else headers[name] = name === 'content-type' ? first : values
}

const printValues = (name: string, value: unknown): string | readonly string[] | undefined => {
  if (!Array.isArray(value)) return printValue(name, value)
  const texts = value.map((v) => printValue(name, v))
  return texts.every((text) => text !== undefined) ? texts : undefined
}

const printValue = (name: string, value: unknown): string | undefined => {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (typeof text !== 'string') return undefined
  const ascii = name === 'location' ? text.replaceAll(nonAscii, encodeURI) : text
  return isPrintable(ascii) ? ascii : undefined
}

// ASCII from space to tilde, and tabs; a loop, since most values are too short for a pattern to pay.
const isPrintable = (s: string): boolean => {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    if ((c < 0x20 && c !== 0x09) || c > 0x7e) return false
  }
  return true
}

const printBody = (status: number, headers: Headers, body: unknown): Printed => {
  if (body === undefined) return { status, headers, body: '', base64: false }
  if (typeof body === 'string') return { status, headers: typed(headers, 'text/plain; charset=utf-8'), body, base64: false }
  const bytes = bytesIn(body)
  if (bytes !== undefined) {
    return {
      status,
      headers: typed(headers, 'application/octet-stream'),
      body: bytes.toString('base64'),
      base64: bytes.length > 0
    }
  }
  return { status, headers: typed(headers, 'application/json'), body: printJson(body, 'the body'), base64: false }
}

const typed = (headers: Headers, type: string): Headers => {
  headers['content-type'] ??= type
  return headers
}

const bytesIn = (body: unknown): Buffer | undefined =>
  ArrayBuffer.isView(body)
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : body instanceof ArrayBuffer
      ? Buffer.from(body)
      : undefined

/** Counted as the runtime writes it, in JSON with its escapes; looked at closely only where six bytes a character would be too many. */
const outgrows = ({ headers, body, base64 }: Printed, bound: number): boolean => {
  if (body.length * 6 + envelope < bound / 2) return false
  const size = base64 ? body.length + 2 : Buffer.byteLength(JSON.stringify(body))
  return size + Buffer.byteLength(JSON.stringify(headers)) + envelope > bound
}

const decodes = ({ accept, binaryTypes }: PrintOptions): boolean => {
  if (binaryTypes.includes('*/*')) return true
  const first = firstAccepted(accept)
  return first !== undefined && binaryTypes.includes(first)
}

const namedFirst = (type: string | readonly string[] | undefined): string =>
  `The reply is ${String(type)}, which must be named first in the Accept header`
