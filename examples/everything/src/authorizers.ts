/** The sentences behind the keys that are this service's own. */
import { pipe } from 'fp-ts/lib/function.js'
import { allow, deny, handle, use } from 'quaich'
import { adminOnly, linked, profile } from './guarded.js'
import { jwt, link } from './keys.js'
import { secrets } from './ports.js'

export const jwtAuthorizer = pipe(
  jwt,
  use(secrets),
  handle(({ secrets, token }) =>
    token === secrets.token ? allow('ada', { routes: [profile, adminOnly], context: { role: 'admin', level: 3 } }) : deny
  )
)

export const linkAuthorizer = pipe(
  link,
  use(secrets),
  handle(({ secrets, token }) =>
    token === secrets.token ? allow('whoever has the link', { routes: [linked], context: {} }) : deny
  )
)
