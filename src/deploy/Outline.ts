/**
 * A service as the generator sees it: functions with their routes, needs and settings, the authorizers by name, the policies. Read once
 * from the declarations; everything else in this room is a function of it. It knows no key of serverless.yml.
 */
import type { AuthorizerScheme } from '../combinators/Authorizer.js'
import type { CorsPolicy } from '../combinators/cors.js'
import type { AuthFact, RouteFact } from '../combinators/Fact.js'
import type { FunctionSettings } from '../combinators/functionSettings.js'
import type { FunctionKind } from '../router/functions.js'
import type { Settings } from '../router/Settings.js'
import type { AnyService } from '../router/service.js'
import { authorizerNames } from './authorizerNames.js'
import { distinct } from './data.js'
import { defaultMemory, defaultTimeout } from './defaults.js'
import { type Needed, type Said, saidBy } from './said.js'
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

/** One function. @internal */
export interface FunctionOutline {
  readonly name: string
  readonly kind: FunctionKind
  readonly said: ReadonlyArray<Said>
  readonly routes: ReadonlyArray<RouteOutline>
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
        timeout: settings.timeout ?? (f.kind === 'http' ? defaultTimeout.http : defaultTimeout.other)
      }
    )
    return {
      name: f.name,
      kind: f.kind,
      said,
      routes: said.flatMap((s) => routesOf(s, f.name)),
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
    )
  }
}

const routesOf = ({ route, place, cors, auth, apiKey }: Said, owner: string): ReadonlyArray<RouteOutline> =>
  route === undefined ? [] : [{ place, methods: route.methods, path: route.path, cors, auth, apiKey, owner }]

// ---- combinators

/** The methods of a route, `ANY` as one. @internal */
export const methodsOf = (route: RouteOutline): ReadonlyArray<string> => (route.methods === 'ANY' ? ['ANY'] : route.methods)

/** Whether the service needs an API at all. @internal */
export const hasApi = (o: Outline): boolean => o.routes.length > 0
