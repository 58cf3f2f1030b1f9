/** The sentence behind the key that is this service's own. */
import { pipe } from 'fp-ts/lib/function.js'
import { allow, deny, handle, use } from 'quaich'
import { adminOnly, profile } from './guarded.js'
import { jwt } from './keys.js'
import { secrets } from './ports.js'

export const jwtAuthorizer = pipe(
  jwt,
  use(secrets),
  handle(({ secrets, token }) =>
    token === secrets.token ? allow('ada', { routes: [profile, adminOnly], context: { role: 'admin', level: 3 } }) : deny
  )
)
