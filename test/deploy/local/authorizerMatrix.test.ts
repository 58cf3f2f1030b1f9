/**
 * The authorizer matrix: every form of a grant before every declared route and method, over real HTTP. What the local gateway lets in is
 * what IAM would by the policy that the authorizer's function answered, and that is what was granted: cached or asked anew, for tokens and
 * whole requests, on both kinds of API.
 */
import { Agent, request as httpRequest } from 'node:http'
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { type Gateway, startGateway } from '../../../src/deploy/local/gateway.js'
import {
  type AnyRoute,
  type AnyService,
  allow,
  any,
  authorize,
  authorizer,
  deny,
  handle,
  type LambdaHandler,
  lambdas,
  type Method,
  mount,
  type Routes,
  route,
  service,
  websocket
} from '../../../src/index.js'
import { lambdaContext } from '../../../src/testing/index.js'
import { allows, type Policy } from '../../events/authorizers.iam.js'
import { blurred, type Made, ownerOf, parts, type Request, rank, takes } from '../../events/authorizers.model.js'
import { holds } from '../../laws/holds.js'
import { knock } from './wsClient.js'

// ---- a service behind one authorizer

type Kind = 'rest' | 'http'
type Build = (routes: Readonly<Record<string, AnyRoute>>) => Routes | 'deny'

interface Setting {
  readonly gateway: Kind
  readonly type: 'token' | 'request'
  readonly ttlSeconds: number
  /** Where the token stands: `X-Token`, or the parameter `key` of the query string. */
  readonly place: 'header' | 'query'
}
const settings: ReadonlyArray<Setting> = [
  { gateway: 'rest', type: 'token', ttlSeconds: 300, place: 'header' },
  { gateway: 'rest', type: 'token', ttlSeconds: 0, place: 'header' },
  { gateway: 'rest', type: 'request', ttlSeconds: 300, place: 'header' },
  { gateway: 'rest', type: 'request', ttlSeconds: 0, place: 'header' },
  { gateway: 'http', type: 'request', ttlSeconds: 300, place: 'header' },
  { gateway: 'http', type: 'request', ttlSeconds: 0, place: 'header' },
  { gateway: 'rest', type: 'request', ttlSeconds: 300, place: 'query' },
  { gateway: 'http', type: 'request', ttlSeconds: 300, place: 'query' }
]

/** Where a module is mounted. */
const places = { '': '/', north: '/north', deep: '/far/south' } as const

interface Program {
  readonly api: AnyService
  /** Every declared route, with the key of its value. */
  readonly made: ReadonlyArray<Made & { readonly key: string }>
  /** How often the authorizer was asked, by token. */
  readonly asked: Map<string, number>
  readonly values: Readonly<Record<string, AnyRoute>>
}

/** Routes by key, of which some are mounted twice more; the token is the name of its grant. */
const programOf = (
  table: Readonly<Record<string, readonly [ReadonlyArray<Method> | 'ANY', string]>>,
  mounted: ReadonlyArray<string>,
  grants: Readonly<Record<string, Build>>,
  { gateway, type, ttlSeconds, place }: Setting
): Program => {
  const said = { ttlSeconds, context: t.type({ who: t.string }) }
  const key =
    place === 'query' ? authorizer({ ...said, type: 'request', query: 'key' }) : authorizer({ ...said, type, header: 'X-Token' })
  const values = Object.fromEntries(
    Object.entries(table).map(([name, [methods, path]]) => [
      name,
      pipe(
        methods === 'ANY' ? any(path as '/') : route(methods as ['GET'], path as '/'),
        authorize(key),
        handle(({ auth }) => `${name} for ${auth.who}`)
      ) as AnyRoute
    ])
  )
  const asked = new Map<string, number>()
  const gate = pipe(
    key,
    handle(({ token }) => {
      asked.set(token, (asked.get(token) ?? 0) + 1)
      const routes = grants[token]?.(values) ?? 'deny'
      return routes === 'deny' ? deny : allow(token, { routes, context: { who: token } })
    })
  )
  const again = Object.fromEntries(mounted.map((name) => [name, values[name] as AnyRoute]))
  const made = Object.entries(table).flatMap(([name, [methods, path]]) =>
    (mounted.includes(name) ? Object.values(places) : ['/']).flatMap((at) =>
      (methods === 'ANY' ? (['ANY'] as const) : methods).map((method) => ({ key: name, method, path: joined(at, path) }))
    )
  )
  const mounts = mounted.length === 0 ? {} : { north: mount('/north', again), deep: mount('/far/south', again) }
  return { api: service('matrix', { gateway, group: 'route' }, { ...values, gate, ...mounts }), made, asked, values }
}

const joined = (prefix: string, path: string): string => (prefix === '/' ? path : path === '/' ? prefix : `${prefix}${path}`)

// ---- what a grant means

/** Whether a request is granted: by the value of the route that it goes to, or by the form of a path. */
const grantedTo = (routes: Routes | 'deny', values: Program['values'], owner: { readonly key: string }, r: Request): boolean =>
  routes === '*' ||
  (routes !== 'deny' &&
    routes.some((g) =>
      typeof g === 'function'
        ? g === values[owner.key]
        : g.path !== '' && (g.methods === undefined || g.methods.some((m) => m.toUpperCase() === r.method)) && takes(g.path, r)
    ))

/** Whether IAM would have to tell this request from those of a route that was not granted. */
const untellable = (made: Program['made'], routes: Routes | 'deny', values: Program['values'], r: Request): boolean =>
  routes !== 'deny' &&
  routes !== '*' &&
  made.some((d) => !routes.some((g) => typeof g === 'function' && g === values[d.key]) && blurred(d, r))

// ---- the wire

const agent = new Agent({ keepAlive: true, maxSockets: 8 })
let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway(service('none', {}, {}), { port: 0, stage: 'dev' })
})
afterAll(async () => {
  agent.destroy()
  await gateway.close()
})

const ask = (
  { method, segments }: Request,
  token: string | undefined,
  { place }: Setting
): Promise<{ readonly status: number; readonly body: string }> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(gateway.url)
    const query = token === undefined || place === 'header' ? '' : `?${new URLSearchParams({ key: token })}`
    const path = `/${segments.map(escaped).join('/')}${query}`
    const headers = { Host: 'localhost', ...(token === undefined || place === 'query' ? {} : { 'X-Token': token }) }
    const req = httpRequest({ hostname, port, method, path, headers, agent }, (res) => {
      let body = ''
      res.setEncoding('utf8')
      res.on('data', (d: string) => {
        body += d
      })
      res.on('end', () => done({ status: res.statusCode ?? 0, body }))
    })
    req.on('error', fail).end()
  })

// What a client must escape, and no more.
const escaped = (segment: string): string => segment.replaceAll(/[^\w:*$@.~!()'-]/g, (c) => encodeURIComponent(c))

/** The policy that the authorizer's own function answers for a token, as Lambda would be asked for it. */
const policyFor = async (p: Program, arn: string, token: string, { type }: Setting): Promise<Policy> => {
  const event =
    type === 'token'
      ? { type: 'TOKEN', authorizationToken: token, methodArn: arn }
      : { type: 'REQUEST', methodArn: arn, headers: { 'x-token': token }, queryStringParameters: { key: token } }
  const answer = await lambdas(p.api)['gate']?.(event, lambdaContext('gate'))
  return (answer as { readonly policyDocument: Policy }).policyDocument
}

const arnOf = (s: Setting, { method, segments }: Request): string =>
  `arn:aws:execute-api:eu-west-1:123456789012:local00000/${s.gateway === 'rest' ? 'dev' : '$default'}/${method}/${segments.map((x) => (s.gateway === 'rest' ? escaped(x) : x)).join('/')}`

const counts = { forms: 0, requests: 0, granted: 0, refused: 0, untellable: 0, asked: 0 }

/** One request of one token: the gateway, the matcher over the policy, and the meaning of the grant agree. */
const agree = async (p: Program, s: Setting, policy: Policy, routes: Routes | 'deny', token: string, r: Request) => {
  const owner = ownerOf(p.made, r, s.gateway)
  if (owner === undefined) return
  const told = await ask(r, token, s)
  const byPolicy = allows(policy, arnOf(s, r))
  const granted = grantedTo(routes, p.values, owner, r)
  counts.requests++
  const seen = { request: `${r.method} /${r.segments.join('/')}`, token, status: told.status, byPolicy }
  if (granted && !byPolicy) {
    // Closed, not open, where the language of policies has no word for the difference.
    counts.untellable++
    expect({ ...seen, untellable: untellable(p.made, routes, p.values, r) }).toEqual({ ...seen, status: 403, untellable: true })
    return
  }
  counts[granted ? 'granted' : 'refused']++
  expect(seen).toEqual({ ...seen, status: granted ? 200 : 403, byPolicy: granted })
  if (granted) expect(told.body).toBe(`${owner.key} for ${token}`)
  // A REST API takes a slash at the end for nothing, and may say so in the ARN.
  else if (r.segments.length > 0)
    expect({ ...seen, slashed: allows(policy, `${arnOf(s, r)}/`) }).toEqual({ ...seen, slashed: false })
}

// ---- the table

const table = {
  root: [['GET', 'POST'], '/'],
  a: [['GET'], '/a'],
  deleteA: [['DELETE'], '/a'],
  upper: [['GET'], '/A'],
  items: [['GET', 'POST'], '/items'],
  item: [['GET', 'DELETE'], '/items/{id}'],
  mine: [['GET'], '/items/me'],
  part: [['GET', 'PUT'], '/items/{id}/parts/{part}'],
  found: [['GET'], '/items/{id}/parts/search'],
  files: [['GET'], '/files'],
  file: [['GET', 'PUT'], '/files/{path+}'],
  hidden: [['GET'], '/files/hidden/{name}'],
  run: [['GET', 'POST'], '/v1:run/{id}'],
  dotted: [['GET'], '/well-known/a.b_c-d'],
  whatever: ['ANY', '/any/{x}'],
  patched: [['PATCH'], '/any/{x}']
} as const
const twice = ['root', 'item', 'run']

type Key = keyof typeof table
const of =
  (...keys: ReadonlyArray<Key>): Build =>
  (values) =>
    keys.map((k) => values[k] as AnyRoute)
const at =
  (path: string, ...methods: ReadonlyArray<Method>): Build =>
  () => [methods.length === 0 ? { path } : { path, methods }]

const forms: Readonly<Record<string, Build>> = {
  ...Object.fromEntries((Object.keys(table) as ReadonlyArray<Key>).map((k) => [`value ${k}`, of(k)])),
  'values of one path': of('a', 'deleteA'),
  'a value twice': of('a', 'a'),
  'a parameter and what lies beside it': of('item', 'mine'),
  'a parameter and what lies below it': of('item', 'part', 'found'),
  'a static path below a parameter': of('found'),
  'a greedy path and what it hides': of('file', 'hidden'),
  'all of ANY': of('whatever', 'patched'),
  'every value': (values) => Object.values(values),
  'path text': at('/a'),
  'path text, no slash': at('a'),
  'path text, a slash too many': at('/items/'),
  'path text, the root': at('/'),
  'path text, uppercase': at('/A'),
  'path text, a colon': at('/v1:run/7'),
  'path text, a mount': at('/north/items/{id}'),
  'path with a method': at('/a', 'DELETE'),
  'path with methods': at('/items', 'GET', 'POST'),
  'path with a method in small letters': at('/a', 'get' as 'GET'),
  'path with no methods': () => [{ path: '/a', methods: [] }],
  'path with braces': at('/items/{id}'),
  'path with braces and a method': at('/items/{id}', 'GET'),
  'path with braces, deeper': at('/items/{any}/parts/{thing}', 'PUT'),
  'path with greedy braces': at('/files/{rest+}'),
  'path with a value': at('/items/7'),
  'path with a value that is a static path': at('/items/me'),
  'path with a value and a method': at('/items/a:b', 'DELETE'),
  'path with values and braces': at('/items/7/parts/{part}', 'GET'),
  'path with a star for a value': at('/items/*'),
  'path with a dollar for a value': at('/items/$x'),
  'path that is empty': at(''),
  'path beside a value': (v) => [v['mine'] as AnyRoute, { path: '/items/7', methods: ['GET'] }],
  everything: () => '*',
  'no routes': () => [],
  'a denial': () => 'deny'
}

const fillings = ['7', 'me', 'a:b', 'A', '*', '$x', 'search', 'a b']
const methods: ReadonlyArray<Method> = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Requests to every declared path, its parameters filled in several ways, by every method that the path has. */
const requestsTo = (made: Program['made'], gateway: Kind): ReadonlyArray<Request> => {
  const all = made.flatMap(({ method, path }, n) =>
    fillings
      .filter((_, i) => (i + n) % 3 === 0)
      .flatMap((x, i) => {
        const segments = parts(path).flatMap((s) =>
          rank(s) === 0 ? [s] : rank(s) === 1 || i % 2 === 0 ? [x] : ['hidden', x, 'b']
        )
        return (method === 'ANY' ? methods : [method]).map((m) => ({ method: m, segments }))
      })
  )
  const once = [...new Map(all.map((r) => [JSON.stringify(r), r])).values()]
  return once.filter((r) => ownerOf(made, r, gateway) !== undefined)
}

test.each(settings)(
  '74 11.9 20.6 $gateway, $type by $place, kept $ttlSeconds s: let in exactly what was granted, by every form',
  async (s) => {
    const p = programOf(table, twice, forms, s)
    gateway.reload(p.api)
    const every = requestsTo(p.made, s.gateway)
    // All of them for a token of a REST API and for an HTTP API; some for the others, which differ in what is asked alone.
    const step = s.ttlSeconds === 0 ? 6 : s.place === 'query' ? 4 : s.gateway === 'rest' && s.type === 'request' ? 3 : 1
    const requests = every.filter((_, i) => i % step === 0)
    for (const [token, build] of Object.entries(forms)) {
      const routes = build(p.values)
      const policy = await policyFor(p, arnOf(s, requests[0] as Request), token, s)
      p.asked.clear()
      counts.forms++
      const [first, ...others] = requests.map((r) => () => agree(p, s, policy, routes, token, r))
      await first?.()
      await Promise.all(others.map((f) => f()))
      expect([token, p.asked.get(token)]).toEqual([token, s.ttlSeconds === 0 ? requests.length : 1])
      counts.asked += p.asked.get(token) ?? 0
    }
    expect(counts.untellable).toBeLessThan(counts.granted / 20)
  },
  60_000
)

// ---- what is kept

describe.each(settings.filter((s) => s.ttlSeconds > 0))('$gateway, $type by $place', (s) => {
  const grants: Readonly<Record<string, Build>> = { a: of('a', 'mine'), b: of('deleteA', 'item', 'mine'), none: () => [] }
  const status = async (method: Method, path: string, token?: string): Promise<number> =>
    (await ask({ method, segments: parts(path) }, token, s)).status

  test('74 11.9 a kept policy of GET /a denies DELETE /a and lets in the other routes that were granted, whoever came first', async () => {
    for (const order of [
      ['GET /a', 'DELETE /a', 'GET /items/me', 'GET /items/7'],
      ['GET /items/7', 'GET /items/me', 'DELETE /a', 'GET /a']
    ]) {
      const p = programOf(table, twice, grants, s)
      gateway.reload(p.api)
      const told: Record<string, number> = {}
      for (const r of order) told[r] = await status(...(r.split(' ') as [Method, string]), 'a')
      expect(told).toEqual({ 'GET /a': 200, 'DELETE /a': 403, 'GET /items/me': 200, 'GET /items/7': 403 })
      expect([...p.asked]).toEqual([['a', 1]])
    }
  })

  test('20.6 tokens share no answer, a denial is kept as well, and without a token nobody is asked', async () => {
    const p = programOf(table, twice, grants, s)
    gateway.reload(p.api)
    for (let i = 0; i < 3; i++) {
      expect(await status('GET', '/a', 'a')).toBe(200)
      expect(await status('GET', '/a', 'b')).toBe(403)
      expect(await status('DELETE', '/a', 'a')).toBe(403)
      expect(await status('DELETE', '/a', 'b')).toBe(200)
      expect(await status('GET', '/a', 'none')).toBe(403)
      expect(await status('GET', '/a', 'nobody we know')).toBe(403)
      expect(await status('GET', '/a')).toBe(401)
      expect(await status('GET', '/a', '')).toBe(401)
    }
    expect([...p.asked].sort()).toEqual([
      ['a', 1],
      ['b', 1],
      ['nobody we know', 1],
      ['none', 1]
    ])
  })

  test('a path that is written otherwise reaches no route that was not granted', async () => {
    const p = programOf(table, [], { item: of('item') }, s)
    gateway.reload(p.api)
    const raw = (path: string) =>
      new Promise<number>((done, fail) => {
        const { hostname, port } = new URL(gateway.url)
        const asked = s.place === 'header' ? path : `${path}${path.includes('?') ? '&' : '?'}key=item`
        httpRequest({ hostname, port, path: asked, headers: { Host: 'localhost', 'X-Token': 'item' }, agent }, (res) => {
          let body = ''
          res.on('data', (d) => {
            body += d
          })
          res.on('end', () => (body.startsWith('mine') ? fail(new Error(`${path} reached it`)) : done(res.statusCode ?? 0)))
        })
          .on('error', fail)
          .end()
      })
    expect(await raw('/items/7')).toBe(200)
    for (const path of ['/items/me', '/items/me/', '/items/%6de', '/items/m%65', '/items/me?x=1', '/items//me', '/items/me%2f'])
      await raw(path)
  })
})

// ---- the property

const word = fc.constantFrom('a', 'a', 'b', 'v1:run', 'B', '{}')
const anyPath = fc
  .tuple(fc.array(word, { maxLength: 4 }), fc.boolean())
  .map(([s, g]) => `/${s.map((x, i) => (x === '{}' ? `{p${i}${g && i === s.length - 1 ? '+' : ''}}` : x)).join('/')}`)
const services = fc.uniqueArray(
  fc.record({ path: anyPath, method: fc.constantFrom('GET' as const, 'POST' as const, 'ANY' as const), granted: fc.boolean() }),
  { minLength: 1, maxLength: 6, selector: (r) => `${r.method} ${r.path}` }
)
const id = fc.constantFrom('42', '*', '$', 'a', 'a:b', 'x*')
const pathGrant = fc.record({
  path: fc.oneof(
    anyPath,
    fc
      .array(fc.oneof(word, id), { minLength: 1, maxLength: 3 })
      .map((s) => `/${s.map((x) => (x === '{}' ? '{x}' : x)).join('/')}`)
  ),
  methods: fc.constantFrom(undefined, ['GET'] as const, ['POST', 'DELETE'] as const)
})
const filling = fc.constantFrom('a', 'b', 'x', '42', '*', '$', 'a:b', 'B')
const picks = fc.array(
  fc.tuple(fc.nat(), fc.array(filling, { minLength: 1, maxLength: 3 }), fc.constantFrom<Method>('GET', 'POST', 'DELETE')),
  { minLength: 4, maxLength: 10 }
)

test('74 11.9 20.6 whatever the service and the grant: the gateway lets in what the policy does, and that is what was granted', async () => {
  const before = { ...counts }
  let runs = 0
  const mine = await startGateway(service('none', {}, {}), { port: 0, stage: 'dev' })
  const outer = gateway
  gateway = mine
  try {
    await holds(
      fc.asyncProperty(
        services,
        fc.array(pathGrant, { maxLength: 2 }),
        picks,
        fc.constantFrom(...settings),
        async (routes, paths, chosen, s) => {
          const own = Object.fromEntries(
            routes.map((r, i) => [`r${i}`, [r.method === 'ANY' ? 'ANY' : [r.method], r.path] as const])
          )
          const grant: Build = (values) => [
            ...routes.flatMap((r, i) => (r.granted ? [values[`r${i}`] as AnyRoute] : [])),
            ...paths.map((p) => (p.methods === undefined ? { path: p.path } : { path: p.path, methods: p.methods }))
          ]
          const p = programOf(own, [], { t: grant }, s)
          gateway.reload(p.api)
          const requests = chosen.map(([n, values, method]): Request => {
            const made = routes[n % routes.length] as (typeof routes)[number]
            const segments = parts(made.path).flatMap((x, i) =>
              rank(x) === 0 ? [x] : rank(x) === 1 ? [values[i % values.length] as string] : values
            )
            return { method: made.method === 'ANY' ? method : made.method, segments }
          })
          const policy = await policyFor(p, arnOf(s, requests[0] as Request), 't', s)
          for (const r of requests) await agree(p, s, policy, grant(p.values), 't', r)
          runs++
        }
      ),
      200
    )
  } finally {
    gateway = outer
    await mine.close()
  }
  const made = Object.fromEntries(Object.entries(counts).map(([k, n]) => [k, n - before[k as keyof typeof counts]]))
  expect(made['granted']).toBeGreaterThan(200)
  expect(made['refused']).toBeGreaterThan(200)
  if (process.env['COUNTS'] !== undefined) console.log('property', { runs, ...made })
}, 60_000)

// ---- WebSocket routes

const connectArn = 'arn:aws:execute-api:eu-west-1:123456789012:sock/live'

test('11.5 18.1 a WebSocket route is granted by its value, and by everything; no path and no other route means it', async () => {
  const key = authorizer({ type: 'request', context: t.type({}) })
  const connect = pipe(
    websocket('$connect'),
    authorize(key),
    handle(() => 1)
  )
  const say = pipe(
    websocket('say'),
    handle(() => 1)
  )
  const a = pipe(
    route(['GET'], '/a'),
    authorize(key),
    handle(() => 1)
  )
  const cases: ReadonlyArray<readonly [string, Routes, ReadonlyArray<string>]> = [
    ['its value', [connect], ['$connect']],
    ['another socket', [say], ['say']],
    ['both', [connect, say], ['$connect', 'say']],
    ['beside a route', [a, connect], ['$connect', 'GET/a']],
    ['everything', '*', ['$connect', '$disconnect', 'say', 'GET/a', 'POST/b']],
    ['a route', [a], ['GET/a']],
    ['its key as a path', [{ path: '$connect' }], []],
    ['its key as a path with a slash', [{ path: '/$connect' }], []],
    ['any path', [{ path: '/{any+}' }], ['GET/a', 'POST/b']],
    ['nothing', [], []]
  ]
  let routes: Routes = []
  const gate = pipe(
    key,
    handle(() => allow('ada', { routes, context: {} }))
  )
  const api = service('sockets', { group: 'route' }, { connect, say, a, gate })
  const gateOf = lambdas(api)['gate'] as LambdaHandler
  gateway.reload(api)
  for (const [name, granted, expected] of cases) {
    routes = granted
    const event = { type: 'REQUEST', methodArn: `${connectArn}/$connect`, headers: { Authorization: 't' } }
    const { policyDocument } = (await gateOf(event, lambdaContext('gate'))) as { readonly policyDocument: Policy }
    const all = ['$connect', '$disconnect', 'say', 'GET/a', 'POST/b']
    expect([name, all.filter((r) => allows(policyDocument, `${connectArn}/${r}`))]).toEqual([
      name,
      all.filter((r) => expected.includes(r))
    ])
    // A real handshake is let in, or kept out, by the same policy.
    const told = await knock(`${gateway.websocketUrl}/`, { headers: { Authorization: 't' } })
    if ('status' in told) expect([name, told.status, expected.includes('$connect')]).toEqual([name, 403, false])
    else {
      expect([name, expected.includes('$connect')]).toEqual([name, true])
      await told.leave()
    }
  }
})

afterAll(() => {
  if (process.env['COUNTS'] !== undefined) console.log(counts)
})
