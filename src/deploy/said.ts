/**
 * What one declaration says that deployment needs, read from its facts. The one place of this room that folds the whole vocabulary:
 * a new fact does not compile until it is answered here.
 */
import type { AuthorizerScheme } from '../combinators/AuthorizerScheme.js'
import type { Needs } from '../combinators/CloudFormation.js'
import type { CorsPolicy } from '../combinators/cors.js'
import type {
  AuthFact,
  BucketFact,
  EventBridgeFact,
  Fact,
  QueueFact,
  RouteFact,
  ScheduleFact,
  StreamFact,
  TopicFact,
  WebsocketFact
} from '../combinators/Fact.js'
import type { FunctionSettings } from '../combinators/functionSettings.js'
import { type AnyPort, portsOf } from '../combinators/Port.js'
import { type Declaration, placeOf } from '../router/Declaration.js'

// ---- model

/** What wakes a function, when it is neither a request nor a call. @internal */
export type TriggerFact = ScheduleFact | EventBridgeFact | BucketFact | TopicFact | QueueFact | StreamFact | WebsocketFact

/** What a port or a middleware needs, and whose need it is. @internal */
export interface Needed {
  readonly by: string
  readonly needs: Needs
}

/** One declaration, as deployment sees it. @internal */
export interface Said {
  readonly place: string
  readonly route: RouteFact | undefined
  readonly trigger: TriggerFact | undefined
  /** Whether failures are reported record by record. */
  readonly each: boolean
  /** Whether what it gives goes back to who sent the message. */
  readonly responds: boolean
  readonly cors: CorsPolicy | undefined
  readonly auth: AuthFact | undefined
  readonly apiKey: boolean
  readonly needs: ReadonlyArray<Needed>
  readonly settings: ReadonlyArray<FunctionSettings>
  /** The scheme whose own sentence this is. */
  readonly authorizer: AuthorizerScheme | undefined
}

// ---- constructors

/** @internal */
export const saidBy = (d: Declaration): Said =>
  d.facts.reduce(hear, {
    place: placeOf(d),
    route: undefined,
    trigger: undefined,
    each: false,
    responds: false,
    cors: undefined,
    auth: undefined,
    apiKey: false,
    needs: [],
    settings: [],
    authorizer: undefined
  })

const needsOf = (port: AnyPort): ReadonlyArray<Needed> =>
  [...portsOf(port)].map((p) => ({ by: `port '${p.key}'`, needs: p.needs }))

const hear = (said: Said, fact: Fact): Said => {
  switch (fact._tag) {
    case 'Route':
      return { ...said, route: fact }
    case 'Schedule':
    case 'EventBridge':
    case 'Bucket':
    case 'Topic':
    case 'Queue':
    case 'Stream':
    case 'Websocket':
      return { ...said, trigger: fact }
    case 'Each':
      return { ...said, each: true }
    case 'RouteResponse':
      return { ...said, responds: true }
    case 'Cors':
      return { ...said, cors: said.cors ?? fact.policy }
    case 'Auth':
      return { ...said, auth: said.auth ?? fact }
    case 'ApiKey':
      return { ...said, apiKey: true }
    case 'Port':
      return { ...said, needs: [...said.needs, ...needsOf(fact.port)] }
    case 'Middy':
      return {
        ...said,
        needs: [...said.needs, ...Object.values(fact.uses).flatMap(needsOf), { by: 'a middy middleware', needs: fact.needs }]
      }
    case 'Function':
      return { ...said, settings: [...said.settings, fact.settings] }
    case 'Authorizer':
      return { ...said, authorizer: fact.scheme }
    // The router's own fold reads the binary media types of these three.
    case 'Body':
    case 'MediaTypes':
    case 'Returns':
      return said
    // These are the run time's alone.
    case 'Params':
    case 'Query':
    case 'Headers':
    case 'Limits':
    case 'Errors':
    case 'Provide':
    case 'Bracket':
    case 'MapReply':
    case 'Lambda':
    case 'Message':
      return said
  }
}
