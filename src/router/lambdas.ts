/** The interpreter that runs: a service's functions as Lambda handlers, by name. */
import type { Override } from '../combinators/Port.js'
import type { LambdaHandler } from '../events/toLambda.js'
import { binaryTypesOf } from './binaryTypes.js'
import type { Declaration } from './Declaration.js'
import { eventLambda } from './eventLambda.js'
import type { LambdaFunction } from './functions.js'
import { httpLambda } from './httpLambda.js'
import { type Scope, scopeOf } from './program.js'
import type { AnyService } from './service.js'

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
  const scope = scopeOf(service.settings, binaryTypesOf(service.declarations, service.settings), overrides)
  return Object.fromEntries(service.functions.map((f) => [f.name, lambdaOf(f, scope, service.declarations)]))
}

/** The handler of one function, among all declarations of its service. @internal */
export const lambdaOf = (f: LambdaFunction, scope: Scope, all: ReadonlyArray<Declaration>): LambdaHandler =>
  f.kind === 'http' ? httpLambda(f.declarations, scope) : eventLambda(f, scope, all)
