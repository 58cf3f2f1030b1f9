/** Authorizers on routes, section 10; and of section 11 what an authorizer’s own sentence answers. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { serverless } from '../../src/deploy/index.js'
import {
  type Authorizer,
  allow,
  apiKey,
  authorize,
  authorizer,
  cognitoUserPool,
  cors,
  del,
  deny,
  type Grant,
  get,
  handle,
  type Identity,
  iam,
  jwtAuthorizer,
  lambdaAuthorizer,
  lambdas,
  mount,
  put,
  resource,
  service
} from '../../src/index.js'
import { client, httpEvent, lambdaContext } from '../../src/testing/index.js'
import { deliver, faultsIn, problemText, send, watchLog } from './support.js'

const log = watchLog()

const poolArn = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'
const claims = t.type({ sub: t.string })
const pool = cognitoUserPool({ providerArns: [poolArn], claims })
const shared = lambdaAuthorizer({
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared',
  context: t.type({ role: t.string, n: t.number })
})
const jwt = authorizer({ ttlSeconds: 30, context: t.type({ role: t.string }) })

const guarded = <A>(key: Authorizer<A>, scopes: readonly string[] = []) =>
  resource(
    pipe(
      get('/x'),
      cors(),
      authorize(key, { scopes }),
      handle(({ auth }) => ({ auth }))
    )
  )
const as = <A>(key: Authorizer<A>, identity: Identity, scopes?: readonly string[], gateway: 'rest' | 'http' = 'rest') =>
  deliver(guarded(key, scopes), httpEvent(gateway, 'GET', '/x', {}, identity))

const rows: ReadonlyArray<readonly [string, Authorizer<unknown>, Identity, unknown]> = [
  ['Cognito', pool, { claims: { sub: 'ada', extra: '1' } }, { sub: 'ada', extra: '1' }],
  ['IAM', iam, { iam: { userArn: 'arn:aws:iam::1:user/ada' } }, { userArn: 'arn:aws:iam::1:user/ada' }],
  [
    'an existing Lambda',
    shared,
    { context: { principalId: 'ada', role: 'admin', n: '7' } },
    { principalId: 'ada', role: 'admin', n: 7 }
  ],
  ['built-in', jwt, { context: { principalId: 'ada', role: 'admin' } }, { principalId: 'ada', role: 'admin' }],
  ['JWT', jwtAuthorizer({ issuer: 'https://id.example', audience: ['a'], claims }), { claims: { sub: 'ada' } }, { sub: 'ada' }]
]
test.each(rows)('10.1 %s: the handler gets what the gateway verified', async (_, key, identity, auth) => {
  const answer = await as(key, identity)
  expect([answer.statusCode, JSON.parse(answer.body).auth]).toEqual([200, expect.objectContaining(auth as object)])
  expect((await as(key, identity, [], 'http')).statusCode).toBe(200)
})

test.each(rows)(
  '10.1 %s: whoever the gateway has not verified is 401 in the function too, with the headers of cors',
  async (_, key) => {
    const stranger = await send(guarded(key), 'GET', '/x', { headers: { authorization: 'Bearer let-me-in' } })
    expect([stranger.statusCode, stranger.body, stranger.headers['access-control-allow-origin']]).toEqual([
      401,
      problemText(401, 'Unauthorized', 'Unauthorized'),
      '*'
    ])
  }
)

test.each(rows)('10.1 %s: the identity of another kind is nobody', async (_, key, identity) => {
  const others = rows.filter(([, , other]) => Object.keys(other)[0] !== Object.keys(identity)[0])
  for (const [, , other] of others) expect((await as(key, other)).statusCode).toBe(401)
})

test('10.1 a verified identity that is not as declared is 401', async () => {
  expect((await as(pool, { claims: { sub: 7 } })).statusCode).toBe(401)
  expect(log()).toMatchObject([{ message: expect.stringContaining('the verified identity is not as declared'), at: 'GET /x' }])
})

test('10.1 the client says who calls by what the authorizer gives', async () => {
  const me = pipe(
    get('/me'),
    authorize(jwt),
    handle(({ auth }) => auth.role)
  )
  const c = client(service('a', {}, { me }))
  expect(await c.get('/me', { auth: { role: 'admin' } })).toBe('admin')
  expect((await c.get('/me', {}).reply).status).toBe(401)
})

test('10.2 Cognito: pools, header and scopes are facts', () => {
  expect(pool.scheme).toEqual({ _tag: 'Cognito', providerArns: [poolArn], header: 'Authorization' })
  const named = cognitoUserPool({ name: 'people', providerArns: [poolArn], claims, header: 'X-Token' })
  expect(named.scheme).toEqual({ _tag: 'Cognito', name: 'people', providerArns: [poolArn], header: 'X-Token' })
  const nobody = cognitoUserPool({ providerArns: [], claims })
  expect(faultsIn(() => guarded(nobody))).toEqual(['GET /x: the Cognito authorizer names no user pool'])
  expect(faultsIn(() => guarded(cognitoUserPool({ providerArns: [poolArn], claims, header: 'X Token' })))).toEqual([
    "GET /x: the authorizer's header 'X Token' is no header name"
  ])
})

test('10.3 IAM has nothing to say but its name, and knows no scopes', async () => {
  expect(iam.scheme).toEqual({ _tag: 'Iam' })
})

test('10.4 an existing Lambda: type, header and role are facts; no TTL leaves the gateway’s own', () => {
  expect(shared.scheme).toEqual({
    _tag: 'ExistingLambda',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared',
    type: 'token',
    header: 'Authorization'
  })
  const full = lambdaAuthorizer({
    arn: 'arn:a',
    context: t.type({}),
    type: 'request',
    ttlSeconds: 0,
    header: 'X-T',
    invokeRole: 'arn:r',
    name: 'n'
  })
  expect(full.scheme).toEqual({
    _tag: 'ExistingLambda',
    arn: 'arn:a',
    type: 'request',
    ttlSeconds: 0,
    header: 'X-T',
    invokeRole: 'arn:r',
    name: 'n'
  })
  const long = lambdaAuthorizer({ arn: 'arn:a', context: t.type({}), ttlSeconds: 3601 })
  expect(faultsIn(() => guarded(long))).toEqual(["GET /x: the authorizer's ttlSeconds 3601 is not a whole number from 0 to 3600"])
})

test.each([
  ['one of them is enough', { sub: 'a', scope: 'todos/read todos/write' }, 200],
  ['a list of scopes', { sub: 'a', scp: ['todos/read'] }, 200],
  ['another scope', { sub: 'a', scope: 'todos/readable' }, 403],
  ['none', { sub: 'a' }, 403]
])(
  '10.5 scopes are named where a route names its authorizer, and checked again in the function: %s',
  async (_, verified, status) => {
    const answer = await as(pool, { claims: verified }, ['todos/read', 'admin'])
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.body).toBe(problemText(403, 'Forbidden', 'InsufficientScope', 'The token lacks the scope'))
  }
)

test('10.5 naming scopes makes no other authorizer', () => {
  const route = pipe(get('/x'), authorize(pool, { scopes: ['a'] }))
  expect(route.facts[1]).toMatchObject({ _tag: 'Auth', scheme: pool.scheme, scopes: ['a'] })
  expect((route.facts[1] as { scheme: unknown }).scheme).toBe(pool.scheme)
})

const generated = <A>(key: Authorizer<A>, scopes: readonly string[] = [], others: object = {}) => {
  const x = pipe(
    get('/x'),
    apiKey(),
    authorize(key, { scopes }),
    handle(() => 1)
  )
  const data = serverless(service('doors', {}, { x, ...others })) as {
    readonly functions: {
      readonly 'api-x': { readonly events: ReadonlyArray<{ readonly http: { readonly authorizer: object } }> }
    }
  }
  return data.functions['api-x'].events[0]?.http
}
const source = 'method.request.header.Authorization'

test('10.2, 10.5 and 10.6 the generated API has the pool with its header and scopes, beside the demand for a key', () => {
  expect(generated(cognitoUserPool({ name: 'people', providerArns: [poolArn], claims }), ['todos/read'])).toEqual({
    path: '/x',
    method: 'get',
    private: true,
    authorizer: { name: 'people', type: 'COGNITO_USER_POOLS', arn: poolArn, identitySource: source, scopes: ['todos/read'] }
  })
})

test('10.3 the generated API asks for a signature', () => {
  expect(generated(iam)?.authorizer).toEqual({ type: 'aws_iam' })
})

test('10.4 the generated API has the existing Lambda with its TTL where one is said', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:shared'
  const of = (more: { readonly ttlSeconds?: number }) =>
    generated(lambdaAuthorizer({ name: 'ext', arn, context: t.type({}), ...more }))?.authorizer
  expect(of({ ttlSeconds: 0 })).toEqual({
    name: 'ext',
    arn,
    type: 'token',
    managedExternally: true,
    resultTtlInSeconds: 0,
    identitySource: source
  })
  expect(of({})).not.toHaveProperty('resultTtlInSeconds')
})

test('10.1 the generated API names an authorizer of this service by its function', () => {
  const keeper = pipe(
    jwt,
    handle(() => deny)
  )
  expect(generated(jwt, [], { keeper })?.authorizer).toEqual({
    name: 'keeper',
    type: 'token',
    resultTtlInSeconds: 30,
    identitySource: source
  })
})

test('11.2 the generated API has the TTL of an authorizer of ours where one is said, and 0 as 0', () => {
  const of = (o: { readonly ttlSeconds?: number }) => {
    const key = authorizer({ context: t.type({}), ...o })
    const keeper = pipe(
      key,
      handle(() => deny)
    )
    return generated(key, [], { keeper })?.authorizer
  }
  expect(of({})).not.toHaveProperty('resultTtlInSeconds')
  expect(of({ ttlSeconds: 0 })).toHaveProperty('resultTtlInSeconds', 0)
})

test('11.2 an authorizer that no route names is a Lambda function all the same', () => {
  const key = authorizer({ context: t.type({}) })
  const keeper = pipe(
    key,
    handle(() => deny)
  )
  const alone = service('alone', {}, { keeper })
  expect(Object.keys((serverless(alone) as { readonly functions: object }).functions)).toEqual(['keeper'])
  expect(Object.keys(lambdas(alone))).toEqual(['keeper'])
})

test('10.6 a key and an authorizer are two facts, and both are asked', async () => {
  const route = pipe(
    get('/x'),
    apiKey(),
    authorize(iam),
    handle(() => 1)
  )
  expect(route.facts.map((f) => f._tag)).toEqual(['Route', 'ApiKey', 'Auth'])
  const signer = { iam: { userArn: 'arn:ada' } }
  const asked = async (identity: Identity) =>
    (await deliver(resource(route), httpEvent('rest', 'GET', '/x', {}, identity))).statusCode
  expect([await asked({}), await asked(signer), await asked({ apiKey: 'k' }), await asked({ apiKey: 'k', ...signer })]).toEqual([
    403, 403, 401, 200
  ])
})

// ---- the authorizer's own sentence

const root = pipe(
  get('/'),
  handle(() => 1)
)
const one = pipe(
  get('/users/{id}'),
  authorize(jwt),
  handle(() => 1)
)
const drop = pipe(
  del('/users/{id}'),
  authorize(jwt),
  handle(() => 1)
)
const file = pipe(
  put('/files/{rest+}'),
  authorize(jwt),
  handle(() => 1)
)
const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev'
const asking = async (answer: Grant<{ readonly role: string }> | typeof deny, event: object = {}) => {
  const keeper = pipe(
    jwt,
    handle(() => answer)
  )
  const handlers = lambdas(service('a', {}, { root, one, drop, file, keeper, v1: mount('/v1', { one }) }))
  const token = { type: 'TOKEN', authorizationToken: 'secret-token', methodArn: `${arn}/GET/users/7`, ...event }
  return handlers['keeper']?.(token, lambdaContext('keeper'))
}
const statement = (Effect: string, ...paths: readonly string[]) => ({
  Action: 'execute-api:Invoke',
  Effect,
  Resource: paths.map((p) => `${arn}/${p}`)
})
const context = { role: 'admin' }

test('11.1 an authorizer has options by name; it is the key of its routes and the source of its own sentence', () => {
  expect(jwt.scheme).toEqual({ _tag: 'BuiltIn', type: 'token', header: 'Authorization', ttlSeconds: 30 })
  const keeper = pipe(
    jwt,
    handle(() => deny)
  )
  expect(service('a', {}, { keeper }).functions).toMatchObject([{ name: 'keeper', kind: 'authorizer' }])
})

test('11.3 the sentence is given type, token and method', async () => {
  const seen: unknown[] = []
  const keeper = pipe(
    jwt,
    handle(({ authType, token, methodArn }) => {
      seen.push(authType, token, methodArn)
      return deny
    })
  )
  const event = { type: 'TOKEN', authorizationToken: 't', methodArn: `${arn}/GET/` }
  await lambdas(service('a', {}, { keeper }))['keeper']?.(event, lambdaContext('k'))
  expect(seen).toEqual(['TOKEN', 't', `${arn}/GET/`])
})

test('11.4 a grant becomes a policy with principal and context', async () => {
  expect(await asking(allow('ada', { routes: [root], context }))).toEqual({
    principalId: 'ada',
    policyDocument: { Version: '2012-10-17', Statement: [statement('Allow', 'GET/')] },
    context
  })
})

test.each<readonly [string, Parameters<typeof allow>[1]['routes'], ReadonlyArray<object>]>([
  ['everything', '*', [statement('Allow', '*')]],
  ['a route with a parameter, wherever it is mounted', [one], [statement('Allow', 'GET/users/*', 'GET/v1/users/*')]],
  ['another method of the path is another route', [drop], [statement('Allow', 'DELETE/users/*')]],
  ['a greedy one', [file], [statement('Allow', 'PUT/files/*')]],
  ['one route named twice', [root, root], [statement('Allow', 'GET/')]]
])('11.5 a grant names routes, not texts: %s', async (_, routes, statements) => {
  const answer = (await asking(allow('ada', { routes, context }))) as {
    readonly policyDocument: { readonly Statement: ReadonlyArray<{ Effect: string }> }
  }
  expect(answer.policyDocument.Statement.filter((s) => s.Effect === 'Allow')).toEqual(statements)
})

test.each<readonly [string, Grant<{ readonly role: string }> | typeof deny]>([
  ['deny', deny],
  ['no routes', allow('ada', { routes: [], context })]
])('11.6 %s is an explicit Deny of everything', async (_, answer) => {
  expect(await asking(answer)).toMatchObject({ policyDocument: { Statement: [statement('Deny', '*')] } })
})

test('11.7 a context that a gateway cannot hand on does not compile', () => {
  // @ts-expect-error nested values
  expect(authorizer({ context: t.type({ user: t.type({ id: t.string }) }) }).scheme).toMatchObject({ _tag: 'BuiltIn' })
})

test.each([
  ['a throw', () => JSON.parse('{')],
  ['a rejection', () => Promise.reject(new Error('database'))]
])('11.8 %s fails with the one message that gateways answer with 401; the log has the cause, and no token', async (_, f) => {
  const keeper = pipe(
    jwt,
    handle(() => f() as typeof deny)
  )
  const event = { type: 'TOKEN', authorizationToken: 'secret-token', methodArn: `${arn}/GET/` }
  await expect(deliver(lambdas(service('a', {}, { keeper }))['keeper'] as never, event)).rejects.toThrow(/^Unauthorized$/)
  const lines = log()
  expect(lines).toMatchObject([{ at: 'keeper' }])
  expect(JSON.stringify(lines)).not.toContain('secret-token')
})

test.each([{ authorizationToken: undefined }, { methodArn: undefined }, { methodArn: 'nonsense' }])(
  '11.8 an event without token or method is unauthorized: %j',
  async (event) => {
    await expect(asking(allow('ada', { routes: '*', context }), event)).rejects.toThrow(/^Unauthorized$/)
  }
)
