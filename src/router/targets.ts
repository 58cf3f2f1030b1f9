/**
 * The table of a function's routes: for each path its methods, ready to run, and what can be answered without any of them (405, OPTIONS,
 * preflight). Made once; says nothing of events or gateways.
 */
import type { CorsPolicy } from '../combinators/cors.js'
import { factOf } from '../combinators/Fact.js'
import { refuse } from '../combinators/HttpError.js'
import { reply } from '../combinators/Reply.js'
import type { HttpRequest } from '../combinators/Request.js'
import type { Run } from '../combinators/run.js'
import { type Exit, right } from '../combinators/Source.js'
import { type Declaration, routeOf } from './Declaration.js'
import { anyMethod } from './methods.js'
import { namesIn } from './Path.js'
import { routeProgram, type Scope } from './program.js'
import { type Refuses, refusing } from './refusing.js'
import type { Share, Sharing } from './share.js'

// ---- model

/** One route, ready. @internal */
export interface Ready {
  readonly run: Run
  /** Whether its own stack declares the path's policy: no other route shares its replies. */
  readonly shares: boolean
  /** Whether its stack lifts a middleware, which must be shown the event. */
  readonly hosts: boolean
}

/** What can be answered on one path. @internal */
export interface Table {
  /** The parameters of the path. */
  readonly names: ReadonlyArray<string>
  readonly ready: ReadonlyMap<string, Ready>
  readonly share: Share | undefined
  readonly preflight: ReturnType<Sharing['preflight']> | undefined
  readonly allow: string
  /** 405 with `Allow` (RFC 9110, section 15.5.6). */
  readonly refuses: Refuses
}

/** One path. Its table is made when the first request means it: a function of many routes starts as quickly as one of few. @internal */
export class Target {
  readonly declarations: Declaration[]
  private made: Table | undefined = undefined
  constructor(
    readonly path: string,
    first: Declaration,
    private readonly scope: Scope
  ) {
    this.declarations = [first]
  }
  get table(): Table {
    this.made ??= tableOf(this.path, this.declarations, this.scope)
    return this.made
  }
}

// ---- constructors

/** The paths of some routes. @internal */
export const targetsOf = (declarations: ReadonlyArray<Declaration>, scope: Scope): ReadonlyMap<string, Target> => {
  const targets = new Map<string, Target>()
  for (const d of declarations) {
    const route = routeOf(d)
    if (route === undefined) continue
    const known = targets.get(route.path)
    if (known === undefined) targets.set(route.path, new Target(route.path, d, scope))
    else known.declarations.push(d)
  }
  return targets
}

const tableOf = (path: string, declarations: ReadonlyArray<Declaration>, scope: Scope): Table => {
  const ready = new Map<string, Ready>()
  for (const d of declarations) {
    const one = {
      run: routeProgram(d, scope),
      shares: factOf(d.facts, 'Cors') !== undefined,
      hosts: factOf(d.facts, 'Middy') !== undefined
    }
    for (const m of methodsFor(d)) ready.set(m, one)
  }
  const policy = policyOf(declarations)
  const allow = allowed(ready).join(', ')
  const withCors = declarations.filter((d) => factOf(d.facts, 'Cors') !== undefined)
  return {
    names: namesIn(path),
    ready,
    share: policy === undefined ? undefined : scope.sharing.share(policy),
    preflight: policy === undefined ? undefined : scope.sharing.preflight(policy, [...methodsOf(withCors), 'OPTIONS']),
    allow,
    refuses: refusing(() => refuse(405, { message: `${path} answers ${allow}`, headers: { allow } }), scope)
  }
}

const methodsFor = (d: Declaration): ReadonlyArray<string> => {
  const methods = routeOf(d)?.methods ?? []
  return methods === 'ANY' ? ['ANY'] : methods
}

// One policy a path: another one is a definition fault.
const policyOf = (declarations: ReadonlyArray<Declaration>): CorsPolicy | undefined => {
  for (const d of declarations) {
    const cors = factOf(d.facts, 'Cors')
    if (cors !== undefined) return cors.policy
  }
  return undefined
}

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

const isAny = (method: string): boolean => anyMethod.some((m) => m === method)

/** Each path's policy. @internal */
export const policiesOf = (targets: ReadonlyMap<string, Target>): ReadonlyArray<CorsPolicy | undefined> =>
  [...targets.values()].map(({ declarations }) => policyOf(declarations))

// ---- combinators

/**
 * The route that answers a method. HEAD is derived from GET, but only where no ANY takes it: the gateway has then asked that one's authorizer
 * and key.
 * @internal
 */
export const readyFor = ({ ready }: Table, method: string): Ready | undefined => {
  const own = ready.get(method) ?? (isAny(method) ? ready.get('ANY') : undefined)
  return own === undefined && method === 'HEAD' ? ready.get('GET') : own
}

/** The answer to OPTIONS, which needs no declaration, the preflight answer among it. @internal */
export const optionsOf = ({ allow, preflight }: Table, request: HttpRequest): Exit =>
  right(reply(204, undefined, { allow, ...preflight?.(request) }))
