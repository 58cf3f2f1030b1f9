/**
 * Lambda results in the shapes that gateways take them, there and back. Writing trusts a printed reply; reading trusts nothing, since
 * middlewares of any origin stand between the two. It checks no header and no status: printing a reply does.
 */
import { bare, type Raw, recordOf } from './fields.js'
import type { Printed } from './Payload.js'

type Headers = Printed['headers']

// ---- writing

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

// ---- reading

/** What a result reads as that nobody can make sense of. */
const unreadable: Printed = Object.freeze({ status: 500, headers: Object.freeze(bare<string>()), body: '', base64: false })

/** A reader that answers 500 with no body where it finds nothing to read, even where looking throws. @internal */
export const readTotal =
  (read: (response: unknown) => Printed | undefined) =>
  (response: unknown): Printed => {
    try {
      return read(response) ?? unreadable
    } catch {
      return unreadable
    }
  }

/** A result that has a `statusCode`: nothing where that is no integer, or the body neither text nor absent. @internal */
export const readProxyResult = (result: Raw, headers: Headers): Printed | undefined => {
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
 * @internal
 */
export const readHeaders = (single: unknown, multi: unknown): Headers => {
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
  for (const key of Object.keys(raw ?? {})) {
    const name = key.toLowerCase()
    const value = raw?.[key]
    const texts = (Array.isArray(value) ? value : [value]).filter(isScalar).map(String)
    const fresh = texts.filter((text) => known?.[name]?.includes(text) !== true)
    into[name] = [...(into[name] ?? []), ...fresh]
  }
}

const isScalar = (u: unknown): u is string | number | boolean =>
  typeof u === 'string' || typeof u === 'number' || typeof u === 'boolean'

const statusOf = (u: unknown): number | undefined =>
  Number.isInteger(u) ? (u as number) : typeof u === 'string' && /^\d{3}$/.test(u) ? Number(u) : undefined
