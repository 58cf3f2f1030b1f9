/**
 * Cross-origin policy (Fetch Standard, "CORS protocol") of a path: one value that the run time, the preflight answer and the generated
 * gateway all read. Not authorization: a request from elsewhere still runs, its reply is merely not shared.
 */
import { isHeaderName } from './headerName.js'
import type { HasRequest } from './Request.js'
import { extend, type Keep, type Source } from './Source.js'

// ---- model

/** What `cors` takes. @since 0.1.0 */
export interface CorsOptions {
  /** `*` (the default), one origin, or several; an origin is `https://app.example`, without a path or trailing slash. */
  readonly allowOrigin?: string | readonly string[]
  /** Request headers beside the five that AWS clients send: Authorization, Content-Type, X-Amz-Date, X-Amz-Security-Token, X-Api-Key. */
  readonly allowHeaders?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  /** Seconds a browser may keep the preflight answer. */
  readonly maxAge?: number
  /** Never together with the origin `*`. */
  readonly allowCredentials?: boolean
}

/** A policy with its defaults filled in. @since 0.1.0 */
export interface CorsPolicy {
  readonly allowOrigin: '*' | readonly string[]
  readonly allowHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly maxAge?: number
  readonly allowCredentials: boolean
}

const always = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key']

// ---- constructors

/** @internal */
export const corsPolicy = (o: CorsOptions = {}): CorsPolicy => {
  const origins = typeof o.allowOrigin === 'string' ? [o.allowOrigin] : (o.allowOrigin ?? ['*'])
  const names = new Map([...always, ...(o.allowHeaders ?? [])].map((h) => [h.toLowerCase(), h] as const))
  return {
    allowOrigin: origins.includes('*') && origins.length === 1 ? '*' : origins,
    allowHeaders: [...names.values()].sort(),
    exposeHeaders: o.exposeHeaders ?? [],
    ...(o.maxAge === undefined ? undefined : { maxAge: o.maxAge }),
    allowCredentials: o.allowCredentials === true
  }
}

/**
 * The cross-origin policy of this path. Every reply carries it, refusals and failures too; preflight is answered from it, by the
 * gateway where it can and by the function where it cannot. One policy a path: another one is a definition fault.
 * @since 0.1.0
 * @example
 * import { cors, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const open = pipe(get('/open'), cors({ allowOrigin: 'https://app.example' }), handle(() => 1))
 * expect(open.facts[1]).toMatchObject({ _tag: 'Cors', policy: { allowOrigin: ['https://app.example'], allowCredentials: false } })
 */
export const cors =
  (o?: CorsOptions) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Keep<C, HasRequest>, Err, K> =>
    extend(s, { _tag: 'Cors', policy: corsPolicy(o) })

// ---- combinators

/**
 * The headers of a reply to a request from `origin`; made once for each policy and origin. `toAll`: they are the same whatever the origin,
 * so nobody needs to look for it.
 * @internal
 */
export interface CorsHeaders {
  (origin: string | undefined): Readonly<Record<string, string>>
  readonly toAll?: boolean
}

/** @internal */
export const corsHeaders = (policy: CorsPolicy): CorsHeaders => {
  const shared = {
    ...(policy.allowCredentials ? { 'access-control-allow-credentials': 'true' } : undefined),
    ...(policy.exposeHeaders.length > 0 ? { 'access-control-expose-headers': policy.exposeHeaders.join(',') } : undefined)
  }
  if (policy.allowOrigin === '*') {
    const every = Object.freeze({ 'access-control-allow-origin': '*', ...shared })
    return Object.assign(() => every, { toAll: true })
  }
  const stranger = Object.freeze({ vary: 'Origin' })
  const known = new Map<string | undefined, Readonly<Record<string, string>>>(
    policy.allowOrigin.map((origin) => [
      origin,
      Object.freeze({ 'access-control-allow-origin': origin, vary: 'Origin', ...shared })
    ])
  )
  return (origin) => known.get(origin) ?? stranger
}

/** The headers of a preflight answer: those of a reply, and what may be sent. @internal */
export const preflightHeaders = (policy: CorsPolicy, methods: readonly string[]): CorsHeaders => {
  const headers = corsHeaders(policy)
  const more = {
    'access-control-allow-methods': methods.join(','),
    'access-control-allow-headers': policy.allowHeaders.join(','),
    ...(policy.maxAge === undefined ? undefined : { 'access-control-max-age': String(policy.maxAge) })
  }
  return (origin) => {
    const allowed = headers(origin)
    return 'access-control-allow-origin' in allowed ? { ...allowed, ...more } : allowed
  }
}

/** What is wrong with a policy, and what to write instead; empty when nothing is. @internal */
export const corsFaults = (policy: CorsPolicy): ReadonlyArray<readonly [problem: string, mend: string]> => [
  ...(policy.allowCredentials && policy.allowOrigin === '*'
    ? ([
        ["allowCredentials with the origin '*': browsers refuse it", "name the origins: allowOrigin: ['https://app.example']"]
      ] as const)
    : []),
  ...(policy.allowOrigin.length === 0 ? ([['allowOrigin is empty', "name an origin, or '*'"]] as const) : []),
  ...(policy.allowOrigin === '*' ? [] : policy.allowOrigin.filter((o) => !isOrigin(o))).map(
    (o) => [`allowOrigin '${o}' is not an origin`, originMend(o)] as const
  ),
  ...[...policy.allowHeaders, ...policy.exposeHeaders]
    .filter((h) => !isHeaderName(h))
    .map((h) => [`'${h}' is not a header name`, "write one like 'X-Tenant'"] as const),
  ...(policy.maxAge !== undefined && !(Number.isInteger(policy.maxAge) && policy.maxAge >= 0 && policy.maxAge <= 86_400)
    ? ([[`maxAge ${policy.maxAge} is not a whole number of seconds from 0 to 86400`, 'give one, or leave it out']] as const)
    : [])
]

const originMend = (o: string): string => {
  if (o === '*') return "let '*' stand alone, or name every origin"
  // A host alone has no scheme; what has no origin that a URL could tell is told as 'null' (WHATWG URL, "origin").
  const url = o.includes('.') && !o.includes('://') ? `https://${o}` : o
  const origin = !o.includes('*') && URL.canParse(url) ? new URL(url).origin : 'null'
  return origin === 'null' ? 'write scheme://host[:port], without a path or trailing slash' : `write '${origin}'`
}

// As a browser writes it (RFC 6454, section 6.2): lower case, no default port, no wildcard. Apps have schemes of their own.
const isOrigin = (s: string): boolean => {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*]+$/.test(s)) return false
  return !/^https?:/.test(s) || (URL.canParse(s) && new URL(s).origin === s)
}
