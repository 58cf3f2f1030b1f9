/**
 * How declarations become Lambda functions: routes by their path (or one each, or one for all), everything else one each.
 * Names come from paths and keys alone, so that adding or reordering declarations never renames a function.
 */
import type { Fact, SourceFact } from '../combinators/Fact.js'
import { type Declaration, nameOf, routeOf } from './Declaration.js'
import type { Settings } from './Settings.js'

/** What wakes a function. @since 0.1.0 */
export type FunctionKind =
  | 'http'
  | 'lambda'
  | 'authorizer'
  | 'schedule'
  | 'eventBridge'
  | 's3'
  | 'sns'
  | 'sqs'
  | 'stream'
  | 'websocket'

/** One Lambda function and the sentences it runs. @since 0.1.0 */
export interface LambdaFunction {
  readonly name: string
  readonly kind: FunctionKind
  readonly declarations: ReadonlyArray<Declaration>
}

const kinds: { readonly [T in SourceFact['_tag']]: FunctionKind } = {
  Route: 'http',
  Lambda: 'lambda',
  Authorizer: 'authorizer',
  Schedule: 'schedule',
  EventBridge: 'eventBridge',
  Bucket: 's3',
  Topic: 'sns',
  Queue: 'sqs',
  Stream: 'stream',
  Websocket: 'websocket'
}

/** Whether a fact says where invocations come from: each sentence has one. @internal */
export const isSourceFact = (f: Fact): f is SourceFact => Object.hasOwn(kinds, f._tag)

/** The kind of a declaration, by its source. @internal */
export const kindOf = (d: Declaration): FunctionKind => {
  const source = d.facts.find(isSourceFact)
  if (source !== undefined) return kinds[source._tag]
  throw new TypeError(`${nameOf(d)} has no source`)
}

/** A path as a function's name: `api` for the root, `api-todos-id` for `/todos/{id}`. @internal */
export const pathName = (path: string): string =>
  ['api', ...path.split('/').map((s) => s.replaceAll(/[{}+]/g, '').replaceAll(/[^A-Za-z0-9_-]+/g, '-'))]
    .filter((s) => s !== '')
    .join('-')

/** All functions of a service, in the order in which their first sentence was declared. @internal */
export const functionsOf = (declarations: ReadonlyArray<Declaration>, settings: Settings): ReadonlyArray<LambdaFunction> => {
  const groups = new Map<string, { name: string; kind: FunctionKind; declarations: Declaration[] }>()
  for (const d of declarations) {
    const kind = kindOf(d)
    const group = groupOf(d, settings)
    const id = kind === 'http' ? `http ${group.id}` : `event ${group.id}`
    const known = groups.get(id)
    if (known === undefined) groups.set(id, { name: group.name, kind, declarations: [d] })
    else known.declarations.push(d)
  }
  return [...groups.values()]
}

const groupOf = (d: Declaration, settings: Settings): { readonly id: string; readonly name: string } => {
  const route = routeOf(d)
  if (route === undefined || settings.group === 'route') return { id: nameOf(d), name: nameOf(d) }
  return settings.group === 'service' ? { id: '', name: 'api' } : { id: route.path, name: pathName(route.path) }
}
