/** A request as a client would put it on the wire, from what a test says: parameters into the path, query and headers as text, a body as bytes. */
import type { RawRequest } from '../deploy/local/RawRequest.js'

// ---- model

/** @since 0.1.0 */
export interface HttpEventInput {
  readonly params?: Readonly<Record<string, unknown>>
  /** A list is a parameter that is there several times; `undefined` is none. */
  readonly query?: Readonly<Record<string, unknown>>
  /** A list is a header that is there several times; `undefined` is none. */
  readonly headers?: Readonly<Record<string, unknown>>
  /** Bytes and text go as they are, `undefined` is no body, anything else is JSON. `client` first encodes it as its route declares. */
  readonly body?: unknown
  /** A body that goes as it is, whatever the route declares; name its `content-type` in `headers`. */
  readonly rawBody?: string | Uint8Array
}

/** What goes over the wire. @internal */
export type RawSent = Pick<RawRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>

// ---- constructors

/** What clients and the gateway's edge add to every request. @internal */
export const usual: ReadonlyArray<readonly [string, string]> = [
  ['Host', 'local00000.execute-api.eu-west-1.amazonaws.com'],
  ['User-Agent', 'quaich'],
  ['X-Amzn-Trace-Id', 'Root=1-6955b900-000000000000000000000000'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Port', '443'],
  ['X-Forwarded-Proto', 'https']
]

/** A request to a declared path, or to any path at all. @internal */
export const rawRequest = (method: string, route: string, input: HttpEventInput): RawRequest => {
  const [body, type] = encodeBody(input.rawBody ?? input.body)
  const given = pairs(input.headers)
  const sent = new Set(given.map(([name]) => name.toLowerCase()))
  const own = type === undefined ? usual : [...usual, ['Content-Type', type] as const]
  return {
    method,
    path: pathOf(route, input.params ?? {}),
    query: pairs(input.query)
      .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`)
      .join('&'),
    headers: [...own.filter(([name]) => !sent.has(name.toLowerCase())), ...given],
    body,
    sourceIp: '127.0.0.1'
  }
}

const pairs = (fields: Readonly<Record<string, unknown>> = {}): ReadonlyArray<readonly [string, string]> =>
  Object.entries(fields).flatMap(([k, v]) => [v].flat().flatMap((x) => (x === undefined ? [] : [[k, String(x)] as const])))

const encodeBody = (body: unknown): readonly [Buffer, string | undefined] => {
  if (body === undefined) return [Buffer.alloc(0), undefined]
  if (body instanceof Uint8Array) return [Buffer.from(body.buffer, body.byteOffset, body.byteLength), 'application/octet-stream']
  return typeof body === 'string'
    ? [Buffer.from(body, 'utf8'), undefined]
    : [Buffer.from(JSON.stringify(body), 'utf8'), 'application/json']
}

const parameters = /\{([^}+]+)(\+?)\}/g

const pathOf = (route: string, params: Readonly<Record<string, unknown>>): string =>
  route.replaceAll(parameters, (_, name: string, greedy: string) => escaped(String(params[name] ?? ''), greedy === '+'))

/** The first parameter of a path that has no value: without it the request would be one to another path. @internal */
export const missingParam = (route: string, params: Readonly<Record<string, unknown>> = {}): string | undefined =>
  [...route.matchAll(parameters)].map(([, name = '']) => name).find((name) => (params[name] ?? undefined) === undefined)

/** A parameter as it stands in a path; a greedy one keeps its slashes. @internal */
export const escaped = (value: string, greedy: boolean): string =>
  greedy ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
