/** The router combinator: the sentences of one path become one Lambda handler, usable alone in anybody's project. */
import { type AnyRoute, isHandler } from '../combinators/Handler.js'
import type { LambdaHandler } from '../events/toLambda.js'
import { binaryTypesOf } from './binaryTypes.js'
import { declare, placeOf, routeOf } from './Declaration.js'
import { DefinitionError, type DefinitionFault } from './DefinitionError.js'
import { faultsOf } from './faults.js'
import { httpLambda } from './httpLambda.js'
import type { Settings } from './Settings.js'
import { wholeScope } from './whole.js'

/** What a resource that stands alone is told: of a service's settings, those that the run time reads. @since 0.1.0 */
export type ResourceSettings = Pick<Settings, 'binaryTypes' | 'debug' | 'errorBody'>

/**
 * One Lambda handler for one path: 405 with `Allow`, HEAD, OPTIONS and preflight included. Settings may stand first. Routes of several
 * paths, twins and whatever else is wrong throw a {@link DefinitionError} that lists every fault.
 * @since 0.1.0
 * @example
 * import { chaliceErrorBody, get, handle, resource } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const hello = pipe(get('/hello/{name}'), handle(({ params }) => `hello, ${params.name}`))
 * export const handler = resource(hello)
 * export const likeChalice = resource({ errorBody: chaliceErrorBody }, hello)
 * expect([handler.length, likeChalice.length]).toEqual([2, 2])
 */
export const resource: {
  (...routes: ReadonlyArray<AnyRoute>): LambdaHandler
  (settings: ResourceSettings, ...routes: ReadonlyArray<AnyRoute>): LambdaHandler
} = (...given: ReadonlyArray<AnyRoute | ResourceSettings>): LambdaHandler => {
  const [first, ...rest] = given
  const settings = first === undefined || isHandler(first) ? {} : first
  const declarations = (isHandler(first) ? given : rest).map((h) => declare(h as AnyRoute))
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
  return httpLambda(declarations, wholeScope(settings, binaryTypesOf(declarations, settings)))
}
