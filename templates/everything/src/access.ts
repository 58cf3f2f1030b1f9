/** Who may come in: a key that routes name, and the sentence that answers for it. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { allow, authorize, authorizer, deny, get, handle, port, use } from 'quaich'

// What routes behind the authorizer are told.
const key = authorizer({ ttlSeconds: 60, context: t.type({ role: t.string }) })

// The deployer fills this variable from the parameter of the stage; a secret store is better for real tokens.
export const tokens = port('tokens', {
  live: (): ReadonlyMap<string, string> => new Map([[process.env['ADMIN_TOKEN'] ?? 'letmein', 'admin']]),
  environment: { ADMIN_TOKEN: '${param:ADMIN_TOKEN}' }
})

export const whoAmI = pipe(
  get('/me'),
  authorize(key),
  handle(({ auth }) => ({ id: auth.principalId, role: auth.role }))
)

// The policy is computed from the routes that are granted, wherever they are mounted.
export const gate = pipe(
  key,
  use(tokens),
  handle(({ token, tokens }) => {
    const role = tokens.get(token)
    return role === undefined ? deny : allow('somebody', { routes: [whoAmI], context: { role } })
  })
)
