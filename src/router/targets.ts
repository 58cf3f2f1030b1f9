/**
 * The table of a function's routes: for each path its methods, ready to run, and what can be answered without any of them (405, OPTIONS,
 * preflight). Made once; says nothing of events or gateways.
 */
import { type CorsHeaders, type CorsPolicy, corsHeaders, preflightHeaders } from '../combinators/cors.js'
import { factOf } from '../combinators/Fact.js'
import { refuse } from '../combinators/HttpError.js'
import { reply } from '../combinators/Reply.js'
import type { Run } from '../combinators/run.js'
import { type Exit, left, right } from '../combinators/Source.js'
import { type Declaration, routeOf } from './Declaration.js'
import { routeProgram, type Scope } from './program.js'

// ---- model

/** One route, ready. @internal */
export interface Ready {
  readonly run: Run
  /** Whether its own stack declares the path's policy: no other route shares its replies. */
  readonly shares: boolean
  /** Whether its stack lifts a middleware, which must be shown the event. */
  readonly hosts: boolean
}

/** One path. @internal */
export interface Target {
  readonly path: string
  readonly ready: ReadonlyMap<string, Ready>
  readonly policy: CorsPolicy | undefined
  readonly cors: CorsHeaders | undefined
  readonly preflight: CorsHeaders | undefined
  readonly allow: string
}

// ---- constructors

/** @internal */
export const targetsOf = (declarations: ReadonlyArray<Declaration>, scope: Scope): ReadonlyArray<Target> => {
  const paths = new Map<string, { ready: Map<string, Ready>; declarations: Declaration[] }>()
  for (const d of declarations) {
    const route = routeOf(d)
    if (route === undefined) continue
    const at = paths.get(route.path) ?? { ready: new Map<string, Ready>(), declarations: [] }
    paths.set(route.path, at)
    at.declarations.push(d)
    const ready = {
      run: routeProgram(d, scope),
      shares: factOf(d.facts, 'Cors') !== undefined,
      hosts: factOf(d.facts, 'Middy') !== undefined
    }
    for (const m of route.methods === 'ANY' ? ['ANY'] : route.methods) at.ready.set(m, ready)
  }
  return [...paths].map(([path, at]) => {
    const withCors = at.declarations.filter((d) => factOf(d.facts, 'Cors') !== undefined)
    const policy = withCors[0] === undefined ? undefined : factOf(withCors[0].facts, 'Cors')?.policy
    return {
      path,
      ready: at.ready,
      policy,
      cors: policy === undefined ? undefined : corsHeaders(policy),
      preflight: policy === undefined ? undefined : preflightHeaders(policy, [...methodsOf(withCors), 'OPTIONS']),
      allow: allowed(at.ready).join(', ')
    }
  })
}

const anyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Every method that some routes answer, `ANY` spelled out. @internal */
export const methodsOf = (declarations: ReadonlyArray<Declaration>): ReadonlyArray<string> => [
  ...new Set(
    declarations.flatMap((d): ReadonlyArray<string> => {
      const m = routeOf(d)?.methods
      return m === 'ANY' ? anyMethod : (m ?? [])
    })
  )
]

const allowed = (ready: ReadonlyMap<string, Ready>): ReadonlyArray<string> => {
  const named = ready.has('ANY') ? anyMethod : [...ready.keys()]
  return [...new Set([...named.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])), 'OPTIONS'])]
}

/** The policy of all paths, for replies that belong to none: only where they agree. @internal */
export const sharedCors = (targets: ReadonlyArray<Target>): CorsHeaders | undefined => {
  const policies = new Set(targets.map((t) => JSON.stringify(t.policy)))
  return policies.size === 1 ? targets[0]?.cors : undefined
}

// ---- combinators

/** The route that answers a method; HEAD is derived from GET. @internal */
export const readyFor = (target: Target, method: string): Ready | undefined => {
  const own = target.ready.get(method)
  if (own !== undefined) return own
  if (method === 'HEAD') return target.ready.get('GET') ?? target.ready.get('ANY')
  return anyMethod.includes(method) ? target.ready.get('ANY') : undefined
}

/** What needs no declaration: OPTIONS, the preflight answer among it, and 405 with `Allow` (RFC 9110, section 15.5.6). @internal */
export const derived = (target: Target, method: string, origin: string | undefined): Exit =>
  method === 'OPTIONS'
    ? right(reply(204, undefined, { allow: target.allow, ...target.preflight?.(origin) }))
    : left(refuse(405, { message: `${target.path} answers ${target.allow}`, headers: { allow: target.allow } }))
