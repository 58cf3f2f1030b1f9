/** Built-in authorizers, section 11: events in, policies out, failures that are exactly `Unauthorized`, and a context that arrives. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  any,
  authorize,
  authorizer,
  del,
  deny,
  type Grant,
  get,
  handle,
  lambdas,
  mount,
  override,
  port,
  post,
  provide,
  put,
  refuse,
  service,
  type TokenAuthorizer,
  unauthorized,
  use
} from '../../src/index.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import { allows, matches, type Policy } from './authorizers.iam.js'
import { blurred, type Made, ownerOf, parts, type Request, rank, takes } from './authorizers.model.js'
import { failure, functions, noop, problemsIn, withCaptured } from './support.js'

const log = watchLog()

const api = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev'
const token = (methodArn = `${api}/GET/`, changes: object = {}) => ({
  type: 'TOKEN',
  authorizationToken: 'Bearer t',
  methodArn,
  ...changes
})
const jwt = authorizer({ context: t.type({ role: t.string }) })
const context = { role: 'admin' }

interface Answer {
  readonly principalId: string
  readonly policyDocument: Policy
  readonly context: Readonly<Record<string, unknown>>
}

/** What the sentence of an authorizer answers, in a service of some routes. */
const asking = (answer: () => unknown, routes: object = {}, event: unknown = token()): Promise<Answer> => {
  const keeper = pipe(jwt, handle(answer as () => typeof deny))
  // A function a route: some tables hold paths whose functions would share a name.
  return lambdas(service('s', { group: 'route' }, { ...routes, keeper }))['keeper']?.(
    event,
    lambdaContext('keeper')
  ) as Promise<Answer>
}

const root = pipe(get('/'), noop)
const list = pipe(get('/users'), noop)
const one = pipe(get('/users/{id}'), noop)
const drop = pipe(del('/users/{id}'), noop)
const me = pipe(get('/users/me'), noop)
const posts = pipe(get('/users/{id}/posts/{post}'), noop)
const file = pipe(put('/files/{rest+}'), noop)
const whatever = pipe(any('/any/{x}'), noop)
const odd = pipe(get('/v1:run/{id}'), noop)
const table = { root, list, one, drop, me, posts, file, whatever, odd }

type Routes = Parameters<typeof allow>[1]['routes']
const granting = async (routes: Routes, methodArn?: string) =>
  (await asking(() => allow('ada', { routes, context }), table, token(methodArn))).policyDocument

// ---- events in

const told = (
  event: unknown,
  o: { readonly header?: string; readonly query?: string; readonly type?: 'token' | 'request' } = {}
) => {
  const seen: unknown[] = []
  const key = authorizer({ context: t.type({ role: t.string }), ...o })
  const keeper = pipe(
    key,
    handle(({ authType, token: k, methodArn, headers, query, lambda }) => {
      seen.push({ authType, token: k, methodArn, headers: { ...headers }, query: { ...query }, name: lambda.functionName })
      return deny
    })
  )
  return Promise.resolve(functions({ keeper })['keeper']?.(event, lambdaContext('keeper'))).then(() => seen[0])
}

test('11.3 a TOKEN event: type, token and method, nothing else', async () => {
  expect(await told(token())).toEqual({
    authType: 'TOKEN',
    token: 'Bearer t',
    methodArn: `${api}/GET/`,
    headers: {},
    query: {},
    name: 'keeper'
  })
})

test('11.3 a REQUEST event has its token in the declared header, whatever the case, and headers and query beside it', async () => {
  const event = {
    type: 'REQUEST',
    methodArn: `${api}/GET/x`,
    headers: { 'X-Key': 'k', Odd: 7 },
    queryStringParameters: { Q: '1' }
  }
  expect(await told(event, { type: 'request', header: 'x-KEY' })).toEqual({
    authType: 'REQUEST',
    token: 'k',
    methodArn: `${api}/GET/x`,
    headers: { 'x-key': 'k' },
    query: { Q: '1' },
    name: 'keeper'
  })
})

test('11.3 a REQUEST has its token in the declared query parameter, and no header counts then', async () => {
  const event = (queryStringParameters: unknown) => ({
    type: 'REQUEST',
    methodArn: `${api}/$connect`,
    headers: { Authorization: 'h', token: 'h' },
    queryStringParameters
  })
  const o = { type: 'request', query: 'token' } as const
  expect(await told(event({ token: 'q', Token: 'Q' }), o)).toMatchObject({ token: 'q', query: { token: 'q', Token: 'Q' } })
  for (const none of [null, {}, { Token: 'Q' }, { token: 7 }]) expect(await told(event(none), o)).toMatchObject({ token: '' })
})

test('11.3 a REQUEST without the header has an empty token, and the sentence decides', async () => {
  const event = { type: 'REQUEST', methodArn: `${api}/GET/x`, headers: null, queryStringParameters: null }
  expect(await told(event, { type: 'request' })).toMatchObject({ token: '', headers: {}, query: {} })
})

test('11.3 an HTTP API’s REQUEST names its route in either of two ways', async () => {
  expect(
    await told({ version: '1.0', type: 'REQUEST', methodArn: `${api}/GET/x`, headers: { Authorization: 'a' } })
  ).toMatchObject({ token: 'a' })
  expect(
    await told({ version: '2.0', type: 'REQUEST', routeArn: `${api}/GET/x`, headers: { authorization: 'a' } })
  ).toMatchObject({
    token: 'a',
    methodArn: `${api}/GET/x`
  })
})

test('11.3 middleware runs for authorizers: ports, provided values and refusals', async () => {
  const keys = port('keys', { live: () => new Map([['Bearer t', 'ada']]) })
  const keeper = pipe(
    jwt,
    use(keys),
    provide('who', ({ keys: k, token: secret }: { keys: Map<string, string>; token: string }) => {
      const who = k.get(secret)
      return who === undefined ? E.left(unauthorized()) : E.right(who)
    }),
    handle(({ who }) => allow(who, { routes: '*', context }))
  )
  const ask = (event: object, ...o: readonly ReturnType<typeof override>[]) =>
    functions({ keeper }, ...o)['keeper']?.(event, lambdaContext('k'))
  expect(await ask(token())).toMatchObject({ principalId: 'ada', context })
  expect((await failure(ask(token(undefined, { authorizationToken: 'x' })) as Promise<unknown>)).message).toBe('Unauthorized')
  expect(await ask(token(), override(keys, new Map([['Bearer t', 'bob']])))).toMatchObject({ principalId: 'bob' })
})

withCaptured('11.3 a captured TOKEN', 'apigw-custom-auth-request', async (event: { readonly methodArn: string }) => {
  expect(await told(event)).toMatchObject({ authType: 'TOKEN', methodArn: event.methodArn })
})
withCaptured('11.3 a captured REQUEST', 'apigw-custom-auth-request-type-request', async (event) => {
  expect(await told(event, { type: 'request', header: 'HeaderAuth1' })).toMatchObject({
    authType: 'REQUEST',
    token: 'headerValue1'
  })
})
for (const v of ['v1', 'v2'])
  withCaptured('11.3 a captured REQUEST of an HTTP API', `apigw-v2-custom-authorizer-${v}-request`, async (event) => {
    expect(await told(event, { type: 'request', header: v === 'v1' ? 'HeaderAuth1' : 'Header1' })).toMatchObject({
      methodArn: 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request',
      token: v === 'v1' ? 'headerValue1' : 'value1'
    })
  })

// ---- policies out

test('11.4 the answer is principal, policy and context, and one statement where nothing must be taken back', async () => {
  expect(await asking(() => allow('ada', { routes: [list], context }), table)).toEqual({
    principalId: 'ada',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: [`${api}/GET/users`] }]
    },
    context
  })
})

const every = (p: string) => ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((m) => `${m}/${p}`)
const resources = (p: Policy, effect: string) =>
  p.Statement.filter((s) => s.Effect === effect).flatMap((s) => s.Resource.map((r) => r.slice(api.length + 1)))

test.each<readonly [string, Routes, readonly string[], readonly string[]]>([
  ['everything', '*', ['*'], []],
  ['the root', [root], ['GET/'], []],
  ['a literal path', [list], ['GET/users'], []],
  [
    'a parameter: its static sibling and what lies deeper are denied by name',
    [one],
    ['GET/users/*'],
    ['GET/users/', 'GET/users/me', 'GET/users/me/', 'GET/users/*/posts/*']
  ],
  [
    'a parameter with its sibling and all below: what lies above it is denied with the slash that REST APIs ignore',
    [one, me, posts],
    ['GET/users/*', 'GET/users/me', 'GET/users/*/posts/*'],
    ['GET/users/']
  ],
  ['another method of the same path', [drop], ['DELETE/users/*'], []],
  ['a greedy path', [file], ['PUT/files/*'], []],
  ['ANY', [whatever], every('any/*'), []],
  ['a colon in a path', [odd], ['GET/v1:run/*'], []],
  ['one twice', [root, root], ['GET/'], []],
  ['a path, all methods', [{ path: '/users' }], every('users'), []],
  ['a path by methods', [{ path: '/users', methods: ['GET', 'POST'] }], ['GET/users', 'POST/users'], []],
  [
    'a path with a parameter means all paths of that form',
    [{ path: '/users/{id}', methods: ['GET'] }],
    ['GET/users/*'],
    ['GET/users/', 'GET/users/*/posts/*']
  ],
  ['the root as a path', [{ path: '/' }], every(''), []],
  ['a path without its slash', [{ path: 'users' }], every('users'), []],
  ['a path with one slash too many', [{ path: '/users/' }], every('users'), []],
  ['methods in small letters', [{ path: '/users', methods: ['get' as 'GET'] }], ['GET/users'], []],
  ['one user’s path', [{ path: '/users/42', methods: ['GET'] }], ['GET/users/42'], []],
  ['an id that would be a pattern', [{ path: '/users/*', methods: ['GET'] }], ['GET/users/${*}'], []],
  ['an id with a question mark', [{ path: '/users/a?', methods: ['GET'] }], ['GET/users/a${?}'], []],
  ['an id with a variable', [{ path: '/users/${aws:username}', methods: ['GET'] }], ['GET/users/${$}{aws:username}'], []]
])('11.5 granted: %s', async (_, routes, allowed, denied) => {
  const policy = await granting(routes)
  expect([resources(policy, 'Allow'), resources(policy, 'Deny')]).toEqual([allowed, denied])
})

test('11.5 the * of all methods spans slashes too: it is written out where it would let in another route, and stands where it would not', async () => {
  const users = pipe(any('/users'), noop)
  const deeper = pipe(get('/admin/users'), noop)
  const ask = (routes: object) => asking(() => allow('ada', { routes: [users], context }), { users, ...routes })
  expect(resources((await ask({ list: root })).policyDocument, 'Allow')).toEqual(['*/users'])
  expect(resources((await ask({ deeper })).policyDocument, 'Allow')).toEqual(every('users'))
})

test('11.5 a route mounted twice is granted in both places', async () => {
  const answer = await asking(() => allow('ada', { routes: [list], context }), {
    list,
    v1: mount('/v1', { list }),
    v2: mount('/v2', { inner: mount('/deep', { list }) })
  })
  expect(resources(answer.policyDocument, 'Allow')).toEqual(['GET/users', 'GET/v1/users', 'GET/v2/deep/users'])
})

test.each([
  ['China', 'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/dev'],
  ['GovCloud', 'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/dev'],
  ['the default stage', 'arn:aws:execute-api:eu-west-1:123456789012:abc/$default']
])('11.5 partition, region, account, API and stage are those of the request: %s', async (_, here) => {
  for (const path of ['GET/', 'GET/a:b/c:d', 'POST/a/b/c', '$connect', ''])
    expect((await granting([list], `${here}/${path}`)).Statement[0]?.Resource).toEqual([`${here}/GET/users`])
})

test.each<readonly [string, () => unknown]>([
  ['deny', () => deny],
  ['no routes', () => allow('ada', { routes: [], context })],
  ['a route that is not of this service', () => allow('ada', { routes: [pipe(get('/users'), noop)], context })],
  ['a path without methods', () => allow('ada', { routes: [{ path: '/users', methods: [] }], context })],
  ['a path that is empty', () => allow('ada', { routes: [{ path: '' }], context })]
])('11.6 %s is an explicit Deny of everything', async (_, answer) => {
  const { policyDocument } = await asking(answer, table)
  expect(policyDocument.Statement).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: [`${api}/*`] }])
})

// ---- failures

const unauthorizedBy = async (answer: () => unknown, event?: unknown) => (await failure(asking(answer, table, event))).message

test.each<readonly [string, () => unknown]>([
  [
    'a throw',
    () => {
      throw new Error('token-canary')
    }
  ],
  [
    'throw undefined',
    () => {
      throw undefined
    }
  ],
  ['a rejection', () => Promise.reject(new Error('down'))],
  ['nothing', () => undefined],
  ['null', () => null],
  ['true', () => true],
  ['text', () => 'allow'],
  ['a policy made by hand', () => ({ principalId: 'ada', policyDocument: { Statement: [] } })],
  ['a grant of nothing known', () => allow('ada', { context } as never)],
  ['a grant of null', () => allow('ada', { routes: [null], context } as never)],
  ['a grant to nobody', () => allow(undefined as never, { routes: '*', context })],
  [
    'a context that its codec cannot write',
    () =>
      allow('ada', {
        routes: '*',
        context: new Proxy(
          {},
          {
            get: () => {
              throw new Error('no')
            },
            ownKeys: () => {
              throw new Error('no')
            }
          }
        )
      })
  ]
])('11.8 78 %s is Unauthorized, exactly, and the cause is logged', async (_, answer) => {
  expect(await unauthorizedBy(answer)).toBe('Unauthorized')
  const lines = log()
  expect(lines).toMatchObject([{ at: 'keeper' }])
  expect(JSON.stringify(lines)).not.toContain('Bearer t')
})

test.each<readonly [string, () => unknown]>([
  ['a refusal', () => E.left(unauthorized())],
  ['a refusal of another status', () => E.left(refuse(403))],
  ['a refusal later', async () => E.left(unauthorized())]
])('11.8 %s is Unauthorized, and nothing to log', async (_, answer) => {
  expect(await unauthorizedBy(answer)).toBe('Unauthorized')
})

test.each([
  [null],
  [undefined],
  ['x'],
  [7],
  [[]],
  [{}],
  [token(undefined, { type: undefined })],
  [token(undefined, { authorizationToken: undefined })],
  [token(undefined, { authorizationToken: 7 })],
  [token('nonsense')],
  [token('arn:aws:execute-api:eu-west-1:123456789012:')],
  [token('arn:aws:execute-api:eu-west-1:123456789012:abc')],
  [token('arn:aws:lambda:eu-west-1:123456789012:abc/dev/GET/')],
  [{ type: 'REQUEST' }]
])('11.8 an event that is no request of a gateway is Unauthorized: %j', async (event) => {
  let ran = false
  const answer = asking(
    () => {
      ran = true
      return allow('a', { routes: '*', context })
    },
    table,
    event ?? null
  )
  expect((await failure(answer)).message).toBe('Unauthorized')
  expect(ran).toBe(false)
})

// ---- the context, there and back

test('11.7 78 what a gateway cannot hand on never leaves, whatever the types were told', async () => {
  const answer = await asking(() =>
    allow('ada', {
      routes: '*',
      context: {
        role: 'x',
        n: 1,
        ok: true,
        o: {},
        a: [1],
        nil: null,
        u: undefined,
        nan: Number.NaN,
        inf: 1 / 0,
        f: () => 1
      } as never
    })
  )
  expect(answer.context).toEqual({ role: 'x', n: 1, ok: true })
})

const ISODate = new t.Type<Date, string, unknown>(
  'ISODate',
  (u): u is Date => u instanceof Date,
  (u, c) => (typeof u === 'string' && !Number.isNaN(Date.parse(u)) ? t.success(new Date(u)) : t.failure(u, c)),
  (d) => d.toISOString()
)

const gateways = {
  // REST APIs and payload 1.0 make text of every value.
  rest: (c: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(c).map(([k, v]) => [k, String(v)])),
  http: (c: Readonly<Record<string, unknown>>) => c
} as const

/** The context through the authorizer's function, the gateway, and the route's function. */
const arriving = async <A>(key: TokenAuthorizer<A>, value: A, gateway: 'rest' | 'http'): Promise<unknown> => {
  let auth: unknown
  const route = pipe(
    get('/x'),
    authorize(key),
    handle((ctx) => {
      auth = ctx.auth
      return 1
    })
  )
  const keeper = pipe(
    key,
    handle(() => allow('ada', { routes: '*', context: value }) as Grant<A>)
  )
  const handlers = functions({ route, keeper })
  const event = gateway === 'rest' ? token() : { ...token(), version: '1.0', type: 'REQUEST', headers: { authorization: 'a' } }
  const answer = JSON.parse(JSON.stringify(await handlers['keeper']?.(event, lambdaContext('keeper')))) as Answer
  const said = gateways[gateway]({ ...answer.context, ...(gateway === 'rest' ? { principalId: answer.principalId } : {}) })
  const reply = (await handlers['api-x']?.(httpEvent(gateway, 'GET', '/x', {}, { context: said }), lambdaContext('api-x'))) as {
    readonly statusCode: number
  }
  expect(reply.statusCode).toBe(200)
  return auth
}

const full = authorizer({
  context: t.intersection([
    t.type({ name: t.string, n: t.number, ok: t.boolean, at: ISODate, kind: t.union([t.literal('a'), t.literal('b')]) }),
    t.partial({ maybe: t.number })
  ])
})
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)

test.each(['rest', 'http'] as const)(
  '11.7 authorize(key) gives exactly what the sentence granted, through a %s gateway',
  (gateway) =>
    holds(
      fc.asyncProperty(
        fc.record(
          {
            name: fc.string(),
            n: fc.oneof(fc.integer(), finite),
            ok: fc.boolean(),
            at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
            kind: fc.constantFrom('a' as const, 'b' as const),
            maybe: fc.integer()
          },
          { requiredKeys: ['name', 'n', 'ok', 'at', 'kind'] }
        ),
        async (value) => {
          expect(await arriving(full, value, gateway)).toEqual({ ...value, principalId: 'ada' })
        }
      )
    )
)

test.each(['true', '5', '1e3', '', ' ', 'null', '__proto__'])(
  '11.7 text that looks like something else stays text: %j',
  async (name) => {
    const key = authorizer({ context: t.type({ name: t.string }) })
    expect(await arriving(key, { name }, 'rest')).toEqual({ name, principalId: 'ada' })
  }
)

test('11.7 the context of an HTTP API’s payload 2.0 names its principal too', async () => {
  const answer = await asking(() => allow('ada', { routes: '*', context }), table, {
    version: '2.0',
    type: 'REQUEST',
    routeArn: `${api}/GET/x`,
    headers: {}
  })
  expect(answer.context).toEqual({ role: 'admin', principalId: 'ada' })
})

test('72 a context without a principal, or of another shape, is 401', async () => {
  const route = pipe(
    get('/x'),
    authorize(jwt),
    handle(() => 1)
  )
  const ask = (said: Readonly<Record<string, unknown>> | undefined) =>
    functions({
      route,
      keeper: pipe(
        jwt,
        handle(() => deny)
      )
    })['api-x']?.(
      httpEvent('http', 'GET', '/x', {}, said === undefined ? {} : { context: said }),
      lambdaContext('x')
    ) as Promise<{ readonly statusCode: number }>
  for (const said of [undefined, { role: 'x' }, { principalId: 'ada' }, { principalId: 7, role: 'x' }])
    expect((await ask(said)).statusCode).toBe(401)
  log()
})

test('11.2 no TTL leaves the gateway’s own, 0 switches keeping off, over an hour is a fault', () => {
  expect(jwt.scheme).not.toHaveProperty('ttlSeconds')
  expect(authorizer({ ttlSeconds: 0, context: t.type({}) }).scheme).toMatchObject({ ttlSeconds: 0 })
  for (const ttlSeconds of [-1, 3601, 0.5]) {
    const key = authorizer({ ttlSeconds, context: t.type({}) })
    expect(
      problemsIn(() =>
        service(
          's',
          {},
          {
            root,
            keeper: pipe(
              key,
              handle(() => deny)
            )
          }
        )
      )
    ).toHaveLength(1)
  }
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'allow'],
  ['a grant under another name', { ...allow('ada', { routes: '*', context }), _tag: 'Granted' }],
  ['a grant without a principal', { ...allow('ada', { routes: '*', context }), principalId: undefined }]
])('11.5 %s is no answer: nobody comes in, and the log says why', async (_, answer) => {
  expect((await failure(asking(() => answer))).message).toBe('Unauthorized')
  expect(log().map((l) => l.message)).toEqual(['TypeError: an authorizer answers allow(…) or deny'])
})

test('11.5 a denial is of nobody in particular, and tells nothing', async () => {
  expect(await asking(() => deny)).toMatchObject({ principalId: 'nobody', context: {} })
})

// ---- the policy against a model of IAM and of the gateway

const segment = fc.constantFrom('a', 'a', 'b', 'c', '{}')
const pathOf = (segments: readonly string[], greedy: boolean) =>
  `/${segments.map((s, i) => (s === '{}' ? `{p${i}${greedy && i === segments.length - 1 ? '+' : ''}}` : s)).join('/')}`
const path = fc.tuple(fc.array(segment, { maxLength: 4 }), fc.boolean()).map(([s, g]) => pathOf(s, g))
const routeTable: fc.Arbitrary<ReadonlyArray<Made & { readonly granted: boolean }>> = fc.uniqueArray(
  fc.record({ path, method: fc.constantFrom('GET' as const, 'POST' as const, 'ANY' as const), granted: fc.boolean() }),
  { minLength: 1, maxLength: 8, selector: (r) => `${r.method} ${r.path}` }
)
const id = fc.constantFrom('42', '*', '?', '$', '${*}', 'a', 'a:b', 'x*')
const pathGrant = fc.record({
  path: fc
    .tuple(fc.array(fc.oneof(segment, segment, id), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([s, g]) => pathOf(s, g)),
  methods: fc.constantFrom(undefined, ['GET'] as const, ['GET', 'POST'] as const)
})
const value = fc.constantFrom('a', 'b', 'x', '42', '*', '?', '$', '${*}', 'a:b')
const request: fc.Arbitrary<Request> = fc.record({
  method: fc.constantFrom('GET' as const, 'POST' as const),
  segments: fc.array(value, { maxLength: 6 })
})

const declare = ({ path: p, method }: Made) => pipe((method === 'GET' ? get : method === 'POST' ? post : any)(p as '/'), noop)

/** Requests that the routes take, beside some that are anybody's. */
const aimed = (
  routes: readonly Made[],
  picks: ReadonlyArray<readonly [number, readonly string[], 'GET' | 'POST']>
): readonly Request[] =>
  picks.flatMap(([n, values, method]) => {
    const made = routes[n % routes.length]
    const own = parts(made?.path ?? '/')
    const filled = own.flatMap((s, i) => (rank(s) === 0 ? [s] : rank(s) === 1 ? [values[i % values.length] as string] : values))
    return [{ method: made?.method === 'ANY' || made === undefined ? method : made.method, segments: filled }]
  })

test('74 11.9 the policy lets in every request of what was granted, and no request of what was declared and not granted', async () => {
  const counts = { runs: 0, requests: 0, granted: 0, refused: 0, blurred: 0 }
  await holds(
    fc.asyncProperty(
      routeTable,
      fc.array(pathGrant, { maxLength: 2 }),
      fc.array(request, { maxLength: 6 }),
      fc.array(
        fc.tuple(fc.nat(), fc.array(value, { minLength: 1, maxLength: 3 }), fc.constantFrom('GET' as const, 'POST' as const)),
        { minLength: 4, maxLength: 16 }
      ),
      async (routes, paths, strangers, picks) => {
        const declared = routes.map((r) => ({ ...r, handler: declare(r) }))
        const declarations = Object.fromEntries(declared.map((r, i) => [`r${i}`, r.handler]))
        const grants = [
          ...declared.filter((r) => r.granted).map((r) => r.handler),
          ...paths.map((p) => (p.methods === undefined ? { path: p.path } : { path: p.path, methods: p.methods }))
        ]
        const { policyDocument } = await asking(() => allow('ada', { routes: grants, context }), declarations)
        counts.runs++
        for (const r of [...strangers, ...aimed(routes, picks)]) {
          const owner = ownerOf(declared, r)
          if (owner === undefined) continue
          const byPath = paths.some((p) => (p.methods === undefined || p.methods.includes(r.method as 'GET')) && takes(p.path, r))
          const granted = owner.granted || byPath
          const let_in = allows(policyDocument, `${api}/${r.method}/${r.segments.join('/')}`)
          counts.requests++
          if (!granted) {
            counts.refused++
            expect({ r, owner: owner.path, let_in }).toEqual({ r, owner: owner.path, let_in: false })
          } else if (!let_in) {
            // Never for want of an Allow, only where a Deny that is needed for another route means this request as well.
            counts.blurred++
            expect({ r, blurred: declared.some((d) => !d.granted && blurred(d, r)) }).toEqual({ r, blurred: true })
          } else counts.granted++
        }
      }
    ),
    1000
  )
  expect(counts.granted).toBeGreaterThan(1000)
  expect(counts.refused).toBeGreaterThan(1000)
  expect(counts.blurred).toBeLessThan(counts.granted / 20)
  if (process.env['COUNTS'] !== undefined) console.log(counts)
})

const crud = ['/{c}', '/{c}/{id}', '/{c}/{id}/notes', '/{c}/{id}/notes/{note}', '/{c}/search']

test('74 in tables as services have them the policy is exact, whatever is granted of them', () =>
  holds(
    fc.asyncProperty(
      fc.uniqueArray(
        fc.record({
          path: fc.tuple(fc.constantFrom(...crud), fc.constantFrom('users', 'todos')).map(([p, c]) => p.replace('{c}', c)),
          method: fc.constantFrom('GET' as const, 'POST' as const, 'ANY' as const),
          granted: fc.boolean()
        }),
        { minLength: 1, maxLength: 10, selector: (r) => `${r.method} ${r.path}` }
      ),
      async (routes) => {
        const declared = routes.map((r) => ({ ...r, handler: declare(r) }))
        const grants = declared.filter((d) => d.granted).map((d) => d.handler)
        const answer = await asking(
          () => allow('ada', { routes: grants, context }),
          Object.fromEntries(declared.map((d, i) => [`r${i}`, d.handler]))
        )
        // A static path beside a parameter that alone was granted: what IAM cannot say.
        const searches = declared.some((d) => d.path.endsWith('search') && d.granted)
        for (const d of declared)
          for (const method of d.method === 'ANY' ? (['GET', 'POST'] as const) : ([d.method] as const)) {
            const r = { method, segments: parts(d.path).map((s) => (rank(s) > 0 ? 'zz' : s)) }
            const owner = ownerOf(declared, r)
            const got = allows(answer.policyDocument, `${api}/${method}/${r.segments.join('/')}`)
            if (!(searches && d.path.endsWith('search'))) expect([d, got]).toEqual([d, owner?.granted === true])
          }
      }
    )
  ))

test('the evaluator reads what IAM reads', () => {
  expect([
    matches('a/*', 'a/b/c'),
    matches('a/*', 'a/'),
    matches('a/?', 'a/b'),
    matches('a/?', 'a/'),
    matches('a/${*}', 'a/*'),
    matches('a/${*}', 'a/b'),
    matches('$default/*', '$default/x'),
    matches('a.b', 'axb')
  ]).toEqual([true, true, true, false, true, false, true, false])
})
