/**
 * The methods that there are, and what ANY stands for. A gateway hands on every method by it; a route answers all of them but OPTIONS, which its
 * path answers, from what it declares.
 */
import type { Method } from '../combinators/Fact.js'
import { type Declaration, routeOf } from './Declaration.js'

/** What a route of any method answers. @internal */
export const anyMethod: ReadonlyArray<Method> = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Every method that can be declared. @internal */
export const everyMethod: ReadonlyArray<Method> = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The methods that some routes of a path have by name, and so no ANY beside them. @internal */
export const namedOn = (path: string, all: ReadonlyArray<Declaration>): ReadonlyArray<Method> =>
  all.flatMap((d) => {
    const route = routeOf(d)
    return route === undefined || route.path !== path || route.methods === 'ANY' ? [] : route.methods
  })
