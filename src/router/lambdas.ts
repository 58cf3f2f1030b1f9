/** The interpreter that runs: a service's functions as Lambda handlers, by name. */
import { type AnyPort, type Override, portsNamed, portsOf } from '../combinators/Port.js'
import type { LambdaHandler } from '../events/toLambda.js'
import { authorizerLambda } from './authorizerLambda.js'
import { binaryTypesOf } from './binaryTypes.js'
import type { Declaration } from './Declaration.js'
import { DefinitionError, type DefinitionFault } from './DefinitionError.js'
import { eventLambda } from './eventLambda.js'
import type { LambdaFunction } from './functions.js'
import { httpLambda } from './httpLambda.js'
import type { Scope } from './program.js'
import type { AnyService } from './service.js'
import { websocketLambda } from './websocketLambda.js'
import { wholeScope } from './whole.js'

/**
 * Every function of a service as the handler that Lambda calls, by the function's name. Ports are live unless overridden, and made
 * once for all of them.
 * @since 0.1.0
 * @example
 * import { get, handle, lambdas, service } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const handlers = lambdas(service('greetings', {}, { hello: pipe(get('/hello'), handle(() => 'hello')) }))
 * expect(Object.keys(handlers)).toEqual(['api-hello'])
 */
export const lambdas = (service: AnyService, ...overrides: ReadonlyArray<Override>): Readonly<Record<string, LambdaHandler>> => {
  const strange = overrides.filter(({ port }) => !usesPort(service, port))
  if (strange.length > 0) throw new DefinitionError(`the wiring of service '${service.name}'`, strange.map(unused))
  const scope = wholeScope(service.settings, binaryTypesOf(service.declarations, service.settings), overrides)
  return Object.fromEntries(service.functions.map((f) => [f.name, lambdaOf(f, scope, service.declarations)]))
}

/** Whether a declaration uses a port, or one that is built on it. @internal */
export const usesPort = (service: AnyService, port: AnyPort): boolean =>
  service.declarations.some((d) => portsNamed(d.facts).some((named) => portsOf(named).has(port)))

const unused = ({ port }: Override): DefinitionFault => ({
  place: `override(${port.key})`,
  problem: `no declaration uses this port '${port.key}'`,
  mend: 'override the very value that a stack names with use(…), or leave the override out'
})

/** The handler of one function, among all declarations of its service. @internal */
export const lambdaOf = (
  { kind, declarations }: LambdaFunction,
  scope: Scope,
  all: ReadonlyArray<Declaration>
): LambdaHandler => {
  const d = declarations[0] as Declaration
  switch (kind) {
    case 'http':
      return httpLambda(declarations, scope)
    case 'authorizer':
      return authorizerLambda(d, scope, all)
    case 'websocket':
      return websocketLambda(d, scope)
    default:
      return eventLambda(d, scope)
  }
}
