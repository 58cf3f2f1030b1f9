/**
 * The `httpApi` events of a function, and what all routes of an HTTP API share: the payload format, one CORS policy, the authorizers
 * ("Working with HTTP APIs"). What an HTTP API cannot keep is told by `check`, not left out here.
 */
import { anyMethod } from '../router/methods.js'
import { httpAuthorizer, httpAuthorizers } from './authorizers.js'
import { compact, type Data, unlessEmpty } from './data.js'
import { type FunctionOutline, methodsOf, type Outline, type RouteOutline } from './Outline.js'

/** @internal */
export const httpApiEvents = (f: FunctionOutline, o: Outline): ReadonlyArray<Data> =>
  f.routes.flatMap((r) => [
    ...methodsOf(r).map((method) => event(r, method, o)),
    // ANY takes preflight as well, and would ask it for credentials: an open method goes before it.
    ...(r.methods === 'ANY' && r.cors !== undefined && r.auth !== undefined
      ? [{ httpApi: { path: r.path, method: 'options' } }]
      : [])
  ])

const event = (r: RouteOutline, method: string, o: Outline): Data => ({
  httpApi: compact({
    path: r.path,
    method: method.toLowerCase(),
    authorizer: r.auth === undefined ? undefined : httpAuthorizer(r.auth, o)
  })
})

/** `provider.httpApi`. @internal */
export const httpApi = (o: Outline): Data =>
  compact({ payload: '2.0', cors: cors(o), authorizers: unlessEmpty(httpAuthorizers(o)) })

const cors = (o: Outline): Data | undefined => {
  const policy = o.policies[0]
  if (policy === undefined) return undefined
  const methods = o.routes.flatMap(
    (r): ReadonlyArray<string> => (r.cors === undefined ? [] : r.methods === 'ANY' ? anyMethod : [...r.methods])
  )
  return compact({
    allowedOrigins: policy.allowOrigin === '*' ? ['*'] : policy.allowOrigin,
    allowedHeaders: policy.allowHeaders,
    allowedMethods: [...new Set([...methods, 'OPTIONS'])].sort(),
    allowCredentials: policy.allowCredentials || undefined,
    exposedResponseHeaders: policy.exposeHeaders.length === 0 ? undefined : policy.exposeHeaders,
    maxAge: policy.maxAge
  })
}
