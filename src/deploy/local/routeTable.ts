/**
 * Which declaration a request means, as the chosen gateway would find it: REST APIs find the path first and then its method, HTTP APIs
 * both at once. It uses the matcher of the run time, and answers nothing. One thing is kinder than the gateways: a method that a known path
 * does not declare is handed to the path's function, which derives HEAD from GET and answers 405 with `Allow`.
 */
import { factOf } from '../../combinators/Fact.js'
import type { Matcher } from '../../router/bindParams.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import type { LambdaFunction } from '../../router/functions.js'
import { matcher } from '../../router/match.js'
import { everyMethod } from '../../router/methods.js'
import { parsePath } from '../../router/Path.js'
import type { AnyService } from '../../router/service.js'

// ---- model

/** A route and the function that runs it. @internal */
export interface Routed {
  readonly path: string
  readonly declaration: Declaration
  readonly function: LambdaFunction
}

/** @internal */
export type Found =
  /** `asked` is the method that its authorizer is asked about: GET, where HEAD is derived from it. */
  | {
      readonly _tag: 'Route'
      readonly routed: Routed
      readonly params: Readonly<Record<string, string>>
      readonly asked: string
    }
  /** OPTIONS on a path with a cross-origin policy and no OPTIONS of its own; its declarations that have the policy. */
  | { readonly _tag: 'Preflight'; readonly declarations: ReadonlyArray<Declaration> }
  /** A known path without this method: its function answers 405, and no handler runs. */
  | { readonly _tag: 'Undeclared'; readonly routed: Routed; readonly params: Readonly<Record<string, string>> }
  | { readonly _tag: 'Malformed' }
  | { readonly _tag: 'Missing' }

/** @internal */
export type RouteTable = (method: string, path: string) => Found

type ByMethod = ReadonlyMap<string, Routed>

// ---- constructors

/** @internal */
export const routeTable = (service: AnyService): RouteTable => {
  const http = service.settings.gateway === 'http'
  const paths = byPath(service)
  const every = tableOf(paths, () => true)
  const own = new Map<string, Matcher<ByMethod>>()
  const ofMethod = (method: string): Matcher<ByMethod> => {
    if (!http) return every
    const known = own.get(method)
    if (known !== undefined) return known
    const made = tableOf(paths, (methods) => methods.has(method) || methods.has('ANY'))
    if (methodNames.has(method)) own.set(method, made)
    return made
  }
  return (method, raw) => {
    // REST APIs take a slash at the end for nothing; HTTP APIs do not. Parameters stay encoded for the former.
    const path = http || raw === '/' ? raw : raw.replace(/\/$/, '')
    const found = ofMethod(method)(path, http)
    if (found === 'malformed') return { _tag: 'Malformed' }
    const routed = found?.target.get(method) ?? (methodNames.has(method) ? found?.target.get('ANY') : undefined)
    const preflight = method === 'OPTIONS' && found?.target.has('OPTIONS') !== true ? every(path, false) : undefined
    if (preflight !== undefined && preflight !== 'malformed') {
      const declarations = [...new Set([...preflight.target.values()].map((r) => r.declaration))].filter(
        (d) => factOf(d.facts, 'Cors') !== undefined
      )
      if (declarations.length > 0) return { _tag: 'Preflight', declarations }
    }
    if (found !== undefined && routed !== undefined) return { _tag: 'Route', routed, params: found.params, asked: method }
    const known = every(path, http)
    if (known === undefined || known === 'malformed') return { _tag: 'Missing' }
    const source = method === 'HEAD' ? known.target.get('GET') : undefined
    if (source !== undefined) return { _tag: 'Route', routed: source, params: known.params, asked: 'GET' }
    const [any] = known.target.values()
    return any === undefined ? { _tag: 'Missing' } : { _tag: 'Undeclared', routed: any, params: known.params }
  }
}

// TRACE and whatever else somebody makes up is nobody's, not even of ANY.
const methodNames: ReadonlySet<string> = new Set(everyMethod)

const tableOf = (paths: ReadonlyMap<string, ByMethod>, wanted: (methods: ByMethod) => boolean): Matcher<ByMethod> =>
  matcher([...paths].flatMap(([path, methods]) => (wanted(methods) ? [[parsePath(path).segments, methods] as const] : [])))

const byPath = (service: AnyService): ReadonlyMap<string, ByMethod> => {
  const paths = new Map<string, Map<string, Routed>>()
  for (const f of service.functions)
    for (const declaration of f.declarations) {
      const route = routeOf(declaration)
      if (route === undefined) continue
      const at = paths.get(route.path) ?? new Map<string, Routed>()
      paths.set(route.path, at)
      for (const m of route.methods === 'ANY' ? ['ANY'] : route.methods) at.set(m, { path: route.path, declaration, function: f })
    }
  return paths
}
