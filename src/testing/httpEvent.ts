/** The events that gateways send for a request: REST APIs (payload 1.0) and HTTP APIs (payload 2.0), complete and realistic. */
import type { Identity } from '../combinators/Request.js'

// ---- model

/** @since 0.1.0 */
export interface HttpEventInput {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, unknown>>
  /** Bytes and text go as they are, `undefined` is no body, anything else is JSON. `client` first encodes it as its route declares. */
  readonly body?: unknown
  /** A body that goes as it is, whatever the route declares; name its `content-type` in `headers`. */
  readonly rawBody?: string | Uint8Array
}

// ---- constructors

/**
 * The event that a gateway sends for a request to a declared path.
 * @since 0.1.0
 * @example
 * import { httpEvent } from 'quaich/testing'
 * expect(httpEvent('rest', 'GET', '/todos/{id}', { params: { id: 'a b' } })).toMatchObject({ path: '/todos/a%20b', pathParameters: { id: 'a%20b' } })
 */
export const httpEvent = (
  gateway: 'rest' | 'http',
  method: string,
  route: string,
  input: HttpEventInput,
  identity: Identity = {}
): object =>
  gateway === 'rest'
    ? restEvent(method, route, read(route, input), identity)
    : httpApiEvent(method, route, read(route, input), identity)

interface Read {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: ReadonlyArray<readonly [string, string]>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly base64: boolean
}

const read = (route: string, input: HttpEventInput): Read => {
  const params = Object.fromEntries(Object.entries(input.params ?? {}).map(([k, v]) => [k, String(v)]))
  const query = Object.entries(input.query ?? {}).flatMap(([k, v]) =>
    (Array.isArray(v) ? v : [v]).filter((x) => x !== undefined).map((x) => [k, String(x)] as const)
  )
  const headers = Object.fromEntries(
    Object.entries(input.headers ?? {}).flatMap(([k, v]) => (v === undefined ? [] : [[k.toLowerCase(), String(v)]]))
  )
  const { type, ...encoded } = encodeBody(input.rawBody ?? input.body)
  const path = route.replaceAll(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
    const value = params[name] ?? ''
    return greedy === '+' ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
  })
  return { path, params, query, headers: type === undefined ? headers : { 'content-type': type, ...headers }, ...encoded }
}

const encodeBody = (
  body: unknown
): { readonly body: string | null; readonly base64: boolean; readonly type: string | undefined } => {
  if (body === undefined) return { body: null, base64: false, type: undefined }
  if (body instanceof Uint8Array)
    return { body: Buffer.from(body).toString('base64'), base64: true, type: 'application/octet-stream' }
  return typeof body === 'string'
    ? { body, base64: false, type: undefined }
    : { body: JSON.stringify(body), base64: false, type: 'application/json' }
}

const orNull = <A extends object>(a: A): A | null => (Object.keys(a).length === 0 ? null : a)

const restEvent = (method: string, resource: string, r: Read, identity: Identity): object => {
  const { claims, context, iam, apiKey } = identity
  const multi: Record<string, string[]> = Object.create(null)
  for (const [k, v] of r.query) multi[k] = [...(multi[k] ?? []), v]
  return {
    resource,
    path: r.path,
    httpMethod: method,
    headers: orNull(r.headers),
    multiValueHeaders: orNull(Object.fromEntries(Object.entries(r.headers).map(([k, v]) => [k, [v]]))),
    queryStringParameters: orNull(Object.fromEntries(r.query)),
    multiValueQueryStringParameters: orNull(multi),
    pathParameters: orNull(
      Object.fromEntries(Object.entries(r.params).map(([k, v]) => [k, v.split('/').map(encodeURIComponent).join('/')]))
    ),
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'local00000',
      domainName: 'local00000.execute-api.eu-west-1.amazonaws.com',
      extendedRequestId: 'local',
      httpMethod: method,
      identity: {
        sourceIp: '127.0.0.1',
        userAgent: 'quaich',
        ...(apiKey === undefined ? {} : { apiKey, apiKeyId: 'local' }),
        ...iam
      },
      path: `/dev${r.path}`,
      protocol: 'HTTP/1.1',
      requestId: '00000000-0000-4000-8000-000000000000',
      requestTime: '01/Jan/2026:00:00:00 +0000',
      requestTimeEpoch: 1_767_225_600_000,
      resourceId: 'local0',
      resourcePath: resource,
      stage: 'dev',
      ...(claims !== undefined ? { authorizer: { claims } } : context !== undefined ? { authorizer: context } : {})
    },
    body: r.body,
    isBase64Encoded: r.base64
  }
}

const httpApiEvent = (method: string, route: string, r: Read, identity: Identity): object => {
  const { claims, context, iam } = identity
  const authorizer = {
    ...(claims === undefined ? undefined : { jwt: { claims, scopes: null } }),
    ...(context === undefined ? undefined : { lambda: context }),
    ...(iam === undefined ? undefined : { iam })
  }
  const { cookie, ...headers } = r.headers
  return {
    version: '2.0',
    routeKey: `${method} ${route}`,
    rawPath: decodeURIComponent(r.path),
    rawQueryString: r.query.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join('&'),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...(r.query.length === 0 ? {} : { queryStringParameters: Object.fromEntries(r.query) }),
    ...(Object.keys(r.params).length === 0 ? {} : { pathParameters: r.params }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'local00000',
      ...(Object.keys(authorizer).length === 0 ? {} : { authorizer }),
      domainName: 'local00000.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'local00000',
      http: { method, path: decodeURIComponent(r.path), protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'quaich' },
      requestId: 'local',
      routeKey: `${method} ${route}`,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000
    },
    ...(r.body === null ? {} : { body: r.body }),
    isBase64Encoded: r.base64
  }
}
