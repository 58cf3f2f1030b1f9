/** `functions`: handler, role, settings, bundle and events of each. What equals the service's own setting stands at the provider alone. */
import type { FunctionSettings } from '../combinators/functionSettings.js'
import { compact, type Data, someOf, unlessEmpty } from './data.js'
import { timeoutFor } from './defaults.js'
import { deadLetter, destination } from './destinations.js'
import { endOf, physicalName } from './functionName.js'
import { httpApiEvents } from './httpApiEvents.js'
import { httpEvents } from './httpEvents.js'
import { roleId } from './logicalIds.js'
import type { FunctionOutline, Outline } from './Outline.js'
import { ownOnly } from './settingsOf.js'
import { triggerEvents } from './triggerEvents.js'

/** @internal */
export const timeoutOf = (f: FunctionOutline): number => f.settings.timeout ?? timeoutFor(f.kind)

/** @internal */
export const functionsSection = (o: Outline): Data => {
  const apiEvents = o.gateway === 'rest' ? httpEvents(o) : (f: FunctionOutline) => httpApiEvents(f, o)
  return Object.fromEntries(o.functions.map((f) => [f.name, functionEntry(f, o, apiEvents(f))]))
}

const functionEntry = (f: FunctionOutline, o: Outline, apiEvents: ReadonlyArray<Data>): Data => {
  const { settings: s } = f
  const own = <K extends keyof FunctionSettings>(key: K): FunctionSettings[K] | undefined =>
    ownOnly(key, f.own, o.settings) ? f.own[key] : undefined
  return compact({
    name: endOf(f.name, o) === f.name ? undefined : physicalName(f.name, o),
    handler: `build/${f.name}/index.handler`,
    description: s.description,
    role: s.role ?? { 'Fn::GetAtt': [roleId(f.name), 'Arn'] },
    runtime: own('runtime'),
    architecture: own('architecture'),
    memorySize: own('memorySize'),
    timeout: timeoutOf(f),
    ephemeralStorageSize: s.ephemeralStorageSize,
    reservedConcurrency: s.reservedConcurrency,
    logRetentionInDays: own('logRetentionInDays'),
    tracing: own('tracing'),
    vpc: own('vpc'),
    layers: own('layers'),
    tags: own('tags'),
    environment: unlessEmpty(environment(f)),
    maximumRetryAttempts: s.maximumRetryAttempts,
    maximumEventAge: s.maximumEventAge,
    destinations: unlessEmpty(
      compact({ onSuccess: destination(s.destinations?.onSuccess, o), onFailure: destination(s.destinations?.onFailure, o) })
    ),
    onError: deadLetter(s.onError),
    url: f.own.url ?? (f.kind === 'http' ? s.url : undefined),
    package: { patterns: [`build/${f.name}/**`] },
    events: someOf([...apiEvents, ...triggerEvents(f, o)])
  })
}

/** The environment that is a function's own: of its stacks, ports and middlewares. The service's stands at the provider. @internal */
export const environment = (f: FunctionOutline): Data =>
  Object.assign({}, ...f.needs.map((n) => n.needs.environment ?? {}), f.own.environment ?? {}) as Data
