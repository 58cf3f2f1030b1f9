/**
 * How preflight is answered on a REST API: by a MOCK that the deployer writes, where the gateway can keep the policy exactly, otherwise by
 * our function ("CORS for REST APIs in API Gateway").
 */
import type { CorsPolicy } from '../combinators/cors.js'
import { compact, type Data } from './data.js'
import type { Outline, RouteOutline } from './Outline.js'

/** One origin, or all, in words; undefined where there are several. @internal */
export const oneOrigin = (policy: CorsPolicy): string | undefined =>
  policy.allowOrigin === '*' ? '*' : policy.allowOrigin.length === 1 ? policy.allowOrigin[0] : undefined

/** Whether a MOCK answers as the policy says: it knows one origin, and cannot send a `Access-Control-Max-Age` of 0. @internal */
export const mockable = (policy: CorsPolicy): boolean => oneOrigin(policy) !== undefined && policy.maxAge !== 0

/** The policy as an `http` event has it. The headers are always spelled out: the deployer's own list is longer than ours. @internal */
export const mock = (policy: CorsPolicy): Data =>
  compact({
    origin: oneOrigin(policy),
    headers: policy.allowHeaders,
    allowCredentials: policy.allowCredentials || undefined,
    maxAge: policy.maxAge
  })

/** The first route of each path whose policy only our function can answer: there its `options` method goes. @internal */
export const ownPreflights = (o: Outline): ReadonlyArray<RouteOutline> => {
  const paths = new Map<string, RouteOutline>()
  for (const r of o.routes) if (r.cors !== undefined && !mockable(r.cors) && !paths.has(r.path)) paths.set(r.path, r)
  return [...paths.values()]
}
