/** Routes that only some may enter. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import { apiKey, authorize, cors, forbidden, get, handle, iam, provide, route } from 'quaich'
import { jwt, link, pool, shared } from './keys.js'

const requireRole = (role: string) =>
  provide('role', ({ auth }: { auth: { role: string } }) => (auth.role === role ? E.right(role) : E.left(forbidden())))

const app = flow(
  cors({ allowOrigin: ['https://app.example', 'https://admin.example'], allowCredentials: true, maxAge: 600 }),
  authorize(jwt)
)

export const profile = pipe(
  get('/profile'),
  app,
  handle(({ auth }) => ({ who: auth.principalId, level: auth.level }))
)
export const adminOnly = pipe(
  get('/admin/{page}'),
  app,
  requireRole('admin'),
  handle(({ params, role }) => ({ page: params.page, role }))
)
export const customer = pipe(
  get('/customers/me'),
  authorize(pool, { scopes: ['customers/read'] }),
  handle(({ auth }) => auth.sub)
)
export const tenant = pipe(
  get('/tenant'),
  authorize(shared),
  handle(({ auth }) => auth.tenant)
)
export const signed = pipe(
  route(['GET', 'DELETE'], '/signed/{key}'),
  authorize(iam),
  handle(({ auth, method }) => ({ method, by: auth.userArn }))
)
export const linked = pipe(
  get('/linked'),
  authorize(link),
  handle(({ auth }) => auth.principalId)
)
export const keyed = pipe(
  get('/keyed'),
  apiKey(),
  handle(() => 'a key opens this')
)
