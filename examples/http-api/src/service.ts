/** The same sentences behind an HTTP API: JSON Web Tokens, a user pool, IAM, one cross-origin policy. */
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  authorize,
  body,
  cognitoUserPool,
  cors,
  created,
  get,
  handle,
  iam,
  jwtAuthorizer,
  lambdaAuthorizer,
  post,
  returns,
  service
} from 'quaich'

const tokens = jwtAuthorizer({
  name: 'tokens',
  issuer: 'https://id.example.com',
  audience: ['notes'],
  claims: t.type({ sub: t.string })
})
const pool = cognitoUserPool({
  name: 'pool',
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_aaaaaaaaa'],
  issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aaaaaaaaa',
  audience: ['client'],
  claims: t.type({ sub: t.string })
})
const shared = lambdaAuthorizer({
  name: 'shared',
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared-authorizer',
  type: 'request',
  ttlSeconds: 60,
  query: 'tenant-key',
  context: t.type({ tenant: t.string })
})

const Note = t.type({ id: t.string, text: t.string })
const web = flow(cors({ allowOrigin: ['https://app.example', 'https://admin.example'], maxAge: 300 }))

export const listNotes = pipe(
  get('/notes'),
  web,
  handle(() => [{ id: '1', text: 'hello' }])
)
export const addNote = pipe(
  post('/notes'),
  web,
  authorize(tokens),
  body(Note),
  returns({ 201: Note }),
  handle(({ body }) => created(body))
)
export const readNote = pipe(
  get('/notes/{id}'),
  web,
  authorize(pool, { scopes: ['notes/read'] }),
  handle(({ auth, params }) => ({ id: params.id, by: auth.sub }))
)
export const tenant = pipe(
  get('/tenant'),
  web,
  authorize(shared),
  handle(({ auth }) => auth.tenant)
)
export const signed = pipe(
  get('/signed'),
  web,
  authorize(iam),
  handle(({ auth }) => auth.userArn)
)
export const file = pipe(
  get('/files/{path+}'),
  web,
  handle(({ params }) => params.path)
)

export const notes = service(
  'notes',
  { gateway: 'http', region: 'eu-west-1' },
  { listNotes, addNote, readNote, tenant, signed, file }
)
