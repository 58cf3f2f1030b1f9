/** Calls functions by name as Lambda does: events and results go through JSON, so that nothing passes which no wire could carry. */
import type { LambdaContext } from '../combinators/Source.js'
import { meant } from '../deploy/near.js'
import type { LambdaHandler } from '../events/toLambda.js'
import type { AnyService } from '../router/service.js'
import { lambdaContext } from './lambdaContext.js'

/** @internal */
export type Invoke = (name: string, event: unknown) => Promise<unknown>

/** @internal */
export const invoking =
  (service: AnyService, handlers: Readonly<Record<string, LambdaHandler>>, context: Partial<LambdaContext> = {}): Invoke =>
  async (name, event) => {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (handler === undefined) throw new TypeError(unknownFunction(service, name, Object.keys(handlers)))
    return throughJson(await handler(throughJson(event), lambdaContext(name, context)))
  }

const throughJson = (u: unknown): unknown => (u === undefined ? undefined : JSON.parse(JSON.stringify(u)))

/** @internal */
export const unknownFunction = (service: AnyService, name: string, names: ReadonlyArray<string>): string => {
  const near = meant(name, names)
  return `service '${service.name}' has no function '${name}': ${near ?? `it has ${names.join(', ')}`}`
}
