/**
 * Lambda results read back into printed replies, for whoever stands between a handler and its gateway. It trusts nothing, since
 * middlewares of any origin write results; and no function without one carries it.
 */
import { printJson } from '../codecs/printJson.js'
import { bare, type Raw, recordOf } from './fields.js'
import type { Payload, Printed } from './Payload.js'

type Headers = Printed['headers']

/** A result of a payload's own format: the inverse of its `respond`. Total. @internal */
export const readResult = ({ results }: Payload, response: unknown): Printed =>
  (results === '2.0' ? read2 : readMultiValue)(response)

/** What a result reads as that nobody can make sense of. */
const unreadable: Printed = Object.freeze({ status: 500, headers: Object.freeze(bare<string>()), body: '', base64: false })

// A reader that answers 500 with no body where it finds nothing to read, even where looking throws.
const readTotal =
  (read: (response: unknown) => Printed | undefined) =>
  (response: unknown): Printed => {
    try {
      return read(response) ?? unreadable
    } catch {
      return unreadable
    }
  }

// A result that has a `statusCode`: nothing where that is no integer, or the body neither text nor absent.
const readProxyResult = (result: Raw, headers: Headers): Printed | undefined => {
  const status = statusOf(result['statusCode'])
  const body = result['body'] ?? ''
  if (status === undefined || typeof body !== 'string') return undefined
  return { status, headers, body, base64: result['isBase64Encoded'] === true }
}

/** The reader of results with `headers` and `multiValueHeaders` (payload 1.0, load balancers). @internal */
export const readMultiValue = readTotal((response) => {
  const result = recordOf(response)
  return result === undefined ? undefined : readProxyResult(result, readHeaders(result['headers'], result['multiValueHeaders']))
})

/**
 * Headers of both kinds as one, names in lower case, `set-cookie` always a list. A pair that is in both counts once (AWS, "Output format
 * of a Lambda function for proxy integration"). What is neither text, number, boolean nor a list of those is left out.
 */
const readHeaders = (single: unknown, multi: unknown): Headers => {
  const lists = bare<string[]>()
  collect(lists, recordOf(multi), undefined)
  collect(lists, recordOf(single), Object.assign(bare<readonly string[]>(), lists))
  const headers = bare<string | readonly string[]>()
  for (const name of Object.keys(lists)) {
    const values = lists[name] ?? []
    const [only] = values
    if (only !== undefined) headers[name] = values.length === 1 && name !== 'set-cookie' ? only : values
  }
  return headers
}

const collect = (
  into: Record<string, string[]>,
  raw: Raw | undefined,
  known: Readonly<Record<string, readonly string[]>> | undefined
): void => {
  for (const [key, value] of Object.entries(raw ?? {})) {
    const name = key.toLowerCase()
    const texts = (Array.isArray(value) ? value : [value]).filter(isScalar).map(String)
    const fresh = texts.filter((text) => known?.[name]?.includes(text) !== true)
    into[name] = [...(into[name] ?? []), ...fresh]
  }
}

const isScalar = (u: unknown): u is string | number | boolean =>
  typeof u === 'string' || typeof u === 'number' || typeof u === 'boolean'

const statusOf = (u: unknown): number | undefined =>
  Number.isInteger(u) ? (u as number) : typeof u === 'string' && /^\d{3}$/.test(u) ? Number(u) : undefined

// A result of payload 2.0: one without `statusCode` is a body in JSON, a text as it is, and the status is 200.
const read2 = readTotal((response) => {
  const result = recordOf(response)
  if (result?.['statusCode'] === undefined) return bodyAlone(response)
  return readProxyResult(result, readHeaders(result['headers'], { 'set-cookie': result['cookies'] }))
})

const bodyAlone = (response: unknown): Printed | undefined => {
  const body =
    typeof response === 'string'
      ? response
      : typeof response === 'object' && response !== null
        ? printJson(response, 'the result')
        : undefined
  return body === undefined
    ? undefined
    : { status: 200, headers: readHeaders({ 'content-type': 'application/json' }, undefined), body, base64: false }
}
