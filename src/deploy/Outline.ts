/**
 * A service as the generator sees it: functions with their routes, needs and settings, the authorizers by name, the policies. Read once
 * from the declarations; everything else in this room is a function of it. It knows no key of serverless.yml.
 */
import type { AuthorizerScheme } from '../combinators/AuthorizerScheme.js'
import type { CorsPolicy } from '../combinators/cors.js'
import type { AuthFact, RouteFact } from '../combinators/Fact.js'
import type { FunctionSettings } from '../combinators/functionSettings.js'
import type { FunctionKind } from '../router/functions.js'
import type { Settings } from '../router/Settings.js'
import type { AnyService } from '../router/service.js'
import { authorizerNames } from './authorizerNames.js'
import { distinct } from './data.js'
import { defaultMemory, timeoutFor } from './defaults.js'
import { type Needed, type Said, saidBy, type TriggerFact } from './said.js'
import { joined, over } from './settingsOf.js'

// ---- model

/** One route of one function. @internal */
export interface RouteOutline {
  readonly place: string
  readonly methods: RouteFact['methods']
  readonly path: string
  readonly cors: CorsPolicy | undefined
  readonly auth: AuthFact | undefined
  readonly apiKey: boolean
  readonly owner: string
}

/** What wakes a function, when it is neither a request nor a call. @internal */
export interface Trigger<F extends TriggerFact = TriggerFact> {
  readonly place: string
  readonly fact: F
  /** Whether failures are reported record by record. */
  readonly each: boolean
  /** Whether what it gives goes back to who sent the message. */
  readonly responds: boolean
  readonly auth: AuthFact | undefined
}

/** One function. @internal */
export interface FunctionOutline {
  readonly name: string
  readonly kind: FunctionKind
  readonly said: ReadonlyArray<Said>
  readonly routes: ReadonlyArray<RouteOutline>
  readonly triggers: ReadonlyArray<Trigger>
  /** What its ports and middlewares need, each once. */
  readonly needs: ReadonlyArray<Needed>
  /** What its stacks say. */
  readonly own: FunctionSettings
  /** What it is given: its stacks' settings over the service's. */
  readonly settings: FunctionSettings
}

/** A service. @internal */
export interface Outline {
  readonly service: AnyService
  readonly settings: Settings
  readonly gateway: 'rest' | 'http'
  readonly stage: string
  readonly functions: ReadonlyArray<FunctionOutline>
  readonly routes: ReadonlyArray<RouteOutline>
  /** The cors policies of all routes, each once. */
  readonly policies: ReadonlyArray<CorsPolicy>
  /** The name of each authorizer that routes use and that has one (AWS signatures have none). */
  readonly authorizers: ReadonlyMap<AuthorizerScheme, string>
  /** The same of the routes of the WebSocket API, whose authorizers are its own. */
  readonly socketAuthorizers: ReadonlyMap<AuthorizerScheme, string>
}

// ---- constructors

/** @internal */
export const outlineOf = (service: AnyService): Outline => {
  const { settings } = service
  const functions = service.functions.map((f): FunctionOutline => {
    const said = f.declarations.map(saidBy)
    const own = joined(
      said.map((s) => s.settings),
      {
        memorySize: settings.memorySize ?? defaultMemory,
        timeout: settings.timeout ?? timeoutFor(f.kind)
      }
    )
    return {
      name: f.name,
      kind: f.kind,
      said,
      routes: said.flatMap((s) => routesOf(s, f.name)),
      triggers: said.flatMap(triggersOf),
      needs: distinct(said.flatMap((s) => s.needs)),
      own,
      settings: over(own, settings)
    }
  })
  const routes = functions.flatMap((f) => f.routes)
  return {
    service,
    settings,
    gateway: settings.gateway ?? 'rest',
    stage: settings.stage ?? 'dev',
    functions,
    routes,
    policies: distinct(routes.flatMap((r) => (r.cors === undefined ? [] : [r.cors]))),
    authorizers: authorizerNames(
      functions,
      routes.flatMap((r) => (r.auth === undefined ? [] : [r.auth.scheme]))
    ),
    socketAuthorizers: authorizerNames(
      functions,
      functions.flatMap((f) => f.triggers.flatMap((t) => (t.auth === undefined ? [] : [t.auth.scheme])))
    )
  }
}

const routesOf = ({ route, place, cors, auth, apiKey }: Said, owner: string): ReadonlyArray<RouteOutline> =>
  route === undefined ? [] : [{ place, methods: route.methods, path: route.path, cors, auth, apiKey, owner }]

const triggersOf = ({ trigger: fact, place, each, responds, auth }: Said): ReadonlyArray<Trigger> =>
  fact === undefined ? [] : [{ place, fact, each, responds, auth }]

// ---- combinators

/** The methods of a route, `ANY` as one. @internal */
export const methodsOf = (route: RouteOutline): ReadonlyArray<string> => (route.methods === 'ANY' ? ['ANY'] : route.methods)

/** The triggers of one source, with the functions they wake. @internal */
export const triggersBy = <T extends TriggerFact['_tag']>(
  o: Outline,
  tag: T
): ReadonlyArray<Trigger<Extract<TriggerFact, { readonly _tag: T }>> & { readonly owner: FunctionOutline }> =>
  o.functions.flatMap((owner) => owner.triggers.flatMap((t) => (isOf(t, tag) ? [{ ...t, owner }] : [])))

const isOf = <T extends TriggerFact['_tag']>(t: Trigger, tag: T): t is Trigger<Extract<TriggerFact, { readonly _tag: T }>> =>
  t.fact._tag === tag

/** Whether the service needs an API at all. @internal */
export const hasApi = (o: Outline): boolean => o.routes.length > 0
