/** The `http` events of a function: its methods on a REST API, each with its preflight, authorizer and key. */
import { restAuthorizer } from './authorizers.js'
import { compact, type Data } from './data.js'
import { type FunctionOutline, methodsOf, type Outline, type RouteOutline } from './Outline.js'
import { mock, mockable, ownPreflights } from './preflight.js'

/** @internal */
export const httpEvents = (o: Outline): ((f: FunctionOutline) => ReadonlyArray<Data>) => {
  const own = new Set(ownPreflights(o))
  return (f) =>
    f.routes.flatMap((r) => [
      ...methodsOf(r).map((method) => event(r, method, o)),
      ...(own.has(r) ? [{ http: { path: r.path, method: 'options' } }] : [])
    ])
}

const event = (r: RouteOutline, method: string, o: Outline): Data => ({
  http: compact({
    path: r.path,
    method: method.toLowerCase(),
    cors: r.cors !== undefined && mockable(r.cors) ? mock(r.cors) : undefined,
    private: r.apiKey || undefined,
    authorizer: r.auth === undefined ? undefined : restAuthorizer(r.auth, o)
  })
})
