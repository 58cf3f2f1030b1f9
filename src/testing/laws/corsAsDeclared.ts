/** Cross-origin headers (Fetch Standard, "CORS protocol"): on every reply exactly what the policy says, and nowhere anything that no policy says. */
import * as fc from 'fast-check'
import type { CorsPolicy } from '../../combinators/cors.js'
import { type CorsFact, factOf, factsOf } from '../../combinators/Fact.js'
import type { AnyReply } from '../../combinators/Reply.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import type { AnyRequest } from '../requests/AnyRequest.js'
import type { SentRequest } from '../wired.js'
import { curl } from './curl.js'
import { type Law, law, type Otherwise, trial } from './Law.js'
import { means } from './means.js'
import { told } from './Stimulus.js'
import { hasOwn } from './seen.js'
import type { World } from './World.js'

/**
 * Every reply of a route that declares `cors` carries exactly its policy, refusals and failures too, whoever asks: an origin of the policy, a
 * stranger, or nobody; preflight is answered from it. A route that declares none sends no such header: written by hand it would be
 * missing from refusals and preflight. Refusals of the gateway itself are looked at where the service has one policy alone, since it knows no other.
 * @since 0.1.0
 * @example
 * import { get, handle, ok, service } from 'quaich'
 * import { corsAsDeclared } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const byHand = pipe(get('/hello'), handle(() => ok('hello', { 'access-control-allow-origin': '*' })))
 * await expect(corsAsDeclared(service('greetings', {}, { byHand }))).rejects.toThrow('declares no cors()')
 */
export const corsAsDeclared: Law = law(
  'corsAsDeclared',
  'every reply carries the cross-origin policy of its route, and no other',
  (d, world) => {
    const route = routeOf(d)
    if (route === undefined) return undefined
    const cors = factOf(d.facts, 'Cors')
    // Whoever answers preflight by hand says what it allows; what middlewares say is theirs.
    if (cors === undefined && (hasOwn(d, 'Middy') || route.methods.includes('OPTIONS'))) return undefined
    const generators = world.requests(d)
    if (generators === undefined) return undefined
    const { valid, invalid } = generators
    const requests: fc.Arbitrary<AnyRequest> =
      invalid === undefined
        ? valid
        : fc.oneof(
            valid,
            invalid.map(({ wrong: _, ...r }) => r)
          )
    const formats = fc.constantFrom(...world.formats)
    const origins = fc.constantFrom(undefined, stranger, ...originsOf(cors?.policy))
    return [
      trial(fc.tuple(requests, origins, formats), async ([r, origin, format]) => {
        const request = from(origin, r)
        const bench = world.bench(format)
        const { reply, by } = await bench.exchange(request)
        // The gateway knows one policy, of all paths, and tells no other.
        if (by === 'gateway' && (cors === undefined || !hasOnePolicy(world))) return undefined
        const found = cors === undefined ? byHand(reply) : misses(policyHeaders(cors.policy, origin), reply)
        return found && otherwise(curl(bench.requestOf(request), request), found, reply, by)
      }),
      ...(cors === undefined || ownsOptions(d, world)
        ? []
        : [
            trial(fc.tuple(valid, origins, formats), async ([r, origin, format]) => {
              const request = preflightOf(d, origin, r)
              const bench = world.bench(format)
              if (!means(world, bench, format, request)) return undefined
              const { reply, by } = await bench.exchange(request)
              const found = misses(preflightHeaders(cors, origin, methodOf(r)), reply)
              return found && otherwise(curl(bench.requestOf(request)), found, reply, by)
            })
          ])
    ]
  }
)

const stranger = 'https://stranger.example'
const originsOf = (policy: CorsPolicy | undefined): ReadonlyArray<string> =>
  policy === undefined || policy.allowOrigin === '*' ? ['https://app.example'] : policy.allowOrigin

const from = (origin: string | undefined, { headers = {}, ...r }: AnyRequest): AnyRequest => {
  const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'origin'))
  return { ...r, headers: origin === undefined ? others : { ...others, origin } }
}

const methodOf = (r: AnyRequest): string => r.method

// As a browser asks: nobody has signed in, and no body is sent.
const preflightOf = (d: Declaration, origin: string | undefined, { params, method }: AnyRequest): SentRequest => ({
  method: 'OPTIONS',
  path: routeOf(d)?.path ?? '/',
  ...(params === undefined ? {} : { params }),
  headers: { ...(origin === undefined ? {} : { origin }), 'access-control-request-method': method }
})

const onPath = (d: Declaration, world: World): ReadonlyArray<Declaration> =>
  world.service.declarations.filter((x) => routeOf(x)?.path === routeOf(d)?.path)

const ownsOptions = (d: Declaration, world: World): boolean =>
  onPath(d, world).some((x) => routeOf(x)?.methods.includes('OPTIONS') === true)

const hasOnePolicy = ({ service }: World): boolean =>
  new Set(service.declarations.flatMap((d) => factsOf(d.facts, 'Cors')).map((f) => JSON.stringify(f.policy))).size <= 1

// ---- what the policy says, read from the standard and not from the program

type Expected = Readonly<Record<string, string | undefined>>

const policyHeaders = (p: CorsPolicy, origin: string | undefined): Expected => {
  const allowed = p.allowOrigin === '*' ? '*' : p.allowOrigin.find((o) => o === origin)
  const shared = allowed !== undefined
  return {
    'access-control-allow-origin': allowed,
    'access-control-allow-credentials': shared && p.allowCredentials ? 'true' : undefined,
    'access-control-expose-headers': shared && p.exposeHeaders.length > 0 ? p.exposeHeaders.join(',') : undefined,
    ...(p.allowOrigin === '*' ? {} : { vary: 'Origin' })
  }
}

const preflightHeaders = ({ policy }: CorsFact, origin: string | undefined, method: string): Expected => {
  const said = policyHeaders(policy, origin)
  if (said['access-control-allow-origin'] === undefined) return said
  return {
    ...said,
    'access-control-allow-methods': method,
    'access-control-allow-headers': policy.allowHeaders.join(','),
    'access-control-max-age': policy.maxAge === undefined ? undefined : String(policy.maxAge)
  }
}

const misses = (expected: Expected, reply: AnyReply): readonly [string, string] | undefined => {
  for (const [name, value] of Object.entries(expected)) {
    const came = reply.headers[name]
    const list = [came].flat().flatMap((v) => (v === undefined ? [] : v.split(/\s*,\s*/)))
    // These two are lists: others may add to what varies, and more than one method may be allowed.
    const right =
      name === 'vary' || name === 'access-control-allow-methods'
        ? value !== undefined && list.some((x) => x.toLowerCase() === value.toLowerCase())
        : came === value
    if (!right)
      return [value === undefined ? `no ${name}` : `${name}: ${value}`, came === undefined ? 'none' : `${name}: ${String(came)}`]
  }
  return undefined
}

const byHand = (reply: AnyReply): readonly [string, string] | undefined => {
  const came = reply.headers['access-control-allow-origin']
  return came === undefined
    ? undefined
    : [
        'no access-control-allow-origin, since the route declares no cors(): refusals and preflight would be without it',
        `access-control-allow-origin: ${String(came)}`
      ]
}

const otherwise = (shown: string, [expected, came]: readonly [string, string], reply: AnyReply, by: string): Otherwise => ({
  shown,
  expected,
  came: `${came}, in ${told({ _tag: 'Replied', exchange: { by, reply } })}`
})
