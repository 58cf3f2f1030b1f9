/**
 * How a path's cross-origin policy comes onto its replies: exactly the policy, whatever a handler wrote. Functions of paths without a policy go
 * without all this.
 */
import { type CorsPolicy, corsHeaders, preflightHeaders } from '../combinators/cors.js'
import type { HttpRequest } from '../combinators/Request.js'

// ---- model

type Headers = Record<string, string | readonly string[]>

/** Adds a policy's headers to those of a reply to a request, which are this reply's own. @internal */
export type Share = (headers: Headers, request: HttpRequest) => void

/** @internal */
export interface Sharing {
  readonly share: (policy: CorsPolicy) => Share
  /** The headers of the answer to a preflight request. */
  readonly preflight: (
    policy: CorsPolicy,
    methods: ReadonlyArray<string>
  ) => (request: HttpRequest) => Readonly<Record<string, string>>
  /** For replies that belong to no path: the policy of all paths, where they agree. */
  readonly shared: (policies: Iterable<CorsPolicy | undefined>) => Share | undefined
}

// ---- constructors

const share = (policy: CorsPolicy): Share => {
  const cors = corsHeaders(policy)
  return (headers, request) => addCors(headers, cors(cors.toAll === true ? undefined : originOf(request)))
}

/** @internal */
export const sharing: Sharing = {
  share,
  preflight: (policy, methods) => {
    const headers = preflightHeaders(policy, methods)
    return (request) => headers(originOf(request))
  },
  shared: (policies) => {
    let first: { readonly policy: CorsPolicy | undefined; readonly text: string | undefined } | undefined
    for (const policy of policies) {
      const text = JSON.stringify(policy)
      if (first !== undefined && first.text !== text) return undefined
      first ??= { policy, text }
    }
    return first?.policy === undefined ? undefined : share(first.policy)
  }
}

// The one origin that a request names; two are none.
const originOf = (request: HttpRequest): string | undefined => {
  const values = request.values('origin')
  return values.length === 1 ? values[0] : undefined
}

const addCors = (headers: Headers, cors: Readonly<Record<string, string>>): void => {
  for (const name in headers) if (corsNames.has(name)) delete headers[name]
  for (const name in cors) {
    const before = name === 'vary' ? headers[name] : undefined
    headers[name] = before === undefined ? (cors[name] as string) : [...new Set([...[before].flat(), cors[name]])].join(', ')
  }
}
const corsNames = new Set(['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers'])
