/** The router combinator: the sentences of one path become one Lambda handler, usable alone in anybody's project. */
import type { AnyRoute } from '../combinators/Handler.js'
import type { LambdaHandler } from '../events/toLambda.js'
import { binaryTypesOf } from './binaryTypes.js'
import { declare, placeOf, routeOf } from './Declaration.js'
import { DefinitionError, type DefinitionFault } from './DefinitionError.js'
import { faultsOf } from './faults.js'
import { httpLambda } from './httpLambda.js'
import { scopeOf } from './program.js'

/**
 * One Lambda handler for one path: 405 with `Allow`, HEAD, OPTIONS and preflight included. Routes of several paths, twins and whatever
 * else is wrong throw a {@link DefinitionError} that lists every fault.
 * @since 0.1.0
 * @example
 * import { get, handle, resource } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * export const handler = resource(pipe(get('/hello/{name}'), handle(({ params }) => `hello, ${params.name}`)))
 * expect(handler.length).toBe(2)
 */
export const resource = (...handlers: ReadonlyArray<AnyRoute>): LambdaHandler => {
  const declarations = handlers.map((h) => declare(h))
  const paths = [...new Set(declarations.map((d) => routeOf(d)?.path))]
  const faults: ReadonlyArray<DefinitionFault> = [
    ...faultsOf(declarations),
    ...(paths.length > 1
      ? [
          {
            place: declarations.map(placeOf).join(', '),
            problem: `${paths.length} paths in one resource: ${paths.join(', ')}`,
            mend: 'make a resource of each path'
          }
        ]
      : [])
  ]
  if (faults.length > 0) throw new DefinitionError('the resource', faults)
  return httpLambda(declarations, scopeOf({}, binaryTypesOf(declarations, {}), []))
}
