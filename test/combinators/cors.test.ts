/** The cross-origin policy: its defaults, the headers it makes, and what is wrong with one. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { cors, corsFaults, corsHeaders, corsPolicy, preflightHeaders } from '../../src/combinators/cors.js'
import { handle } from '../../src/combinators/Handler.js'
import { ok, withHeader } from '../../src/combinators/Reply.js'
import { get, put } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { holds } from '../laws/holds.js'
import { quiet, send, sendTo } from '../laws/send.js'

quiet()

test('without options every origin is allowed, the headers of AWS clients are, and credentials are not', () => {
  expect(corsPolicy()).toStrictEqual({
    allowOrigin: '*',
    allowHeaders: ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key'],
    exposeHeaders: [],
    allowCredentials: false
  })
})

test('headers that are named join the five, each once whatever its case, in an order of their own', () => {
  expect(corsPolicy({ allowHeaders: ['x-tenant', 'content-type', 'A'] }).allowHeaders).toEqual([
    'A',
    'Authorization',
    'X-Amz-Date',
    'X-Amz-Security-Token',
    'X-Api-Key',
    'content-type',
    'x-tenant'
  ])
})

test.each<[string, Parameters<typeof corsPolicy>[0], string]>([
  ['credentials with *', { allowCredentials: true }, "allowCredentials with the origin '*'"],
  ['* among others', { allowOrigin: ['*', 'https://a.example'] }, "allowOrigin '*' is not an origin,let '*' stand alone"],
  ['no origin', { allowOrigin: [] }, 'allowOrigin is empty'],
  ['an origin with a slash', { allowOrigin: 'https://a.example/' }, "'https://a.example/' is not an origin"],
  ['an origin with a path', { allowOrigin: 'https://a.example/app' }, 'is not an origin'],
  ['a host alone', { allowOrigin: 'a.example' }, 'is not an origin'],
  ['null', { allowOrigin: 'null' }, "'null' is not an origin"],
  ['an origin with a user', { allowOrigin: 'https://u@a.example' }, 'is not an origin'],
  ['an origin with a space', { allowOrigin: 'https://a.example ' }, 'is not an origin'],
  ['an origin with a space before it', { allowOrigin: ' https://a.example' }, 'is not an origin'],
  ['an origin in capitals', { allowOrigin: 'https://A.example' }, 'is not an origin'],
  ['the same without TLS', { allowOrigin: 'http://A.example' }, 'is not an origin'],
  ['an origin with the port that no browser writes', { allowOrigin: 'https://a.example:443' }, 'is not an origin'],
  ['a host that is none', { allowOrigin: 'https://[' }, 'is not an origin'],
  ['an app’s origin with a path', { allowOrigin: 'capacitor://localhost/app' }, 'is not an origin'],
  ['a header name with a space', { allowHeaders: ['x tenant'] }, "'x tenant' is not a header name"],
  ['a header name with a line break', { exposeHeaders: ['x\r\ny'] }, 'is not a header name'],
  ['a negative age', { maxAge: -1 }, 'maxAge -1'],
  ['half a second', { maxAge: 0.5 }, 'maxAge 0.5'],
  ['more than a day', { maxAge: 86_401 }, 'maxAge 86401']
])('%s is a fault', (_, o, fault) => {
  expect(corsFaults(corsPolicy(o)).join()).toContain(fault)
})

test.each<[string, Parameters<typeof corsPolicy>[0]]>([
  ['everything', {}],
  ['* in a list', { allowOrigin: ['*'] }],
  ['an origin with a port', { allowOrigin: 'http://localhost:5173' }],
  ['another scheme', { allowOrigin: 'capacitor://localhost' }],
  ['a scheme that ends like a known one', { allowOrigin: 'web+https://App' }],
  ['a whole day', { maxAge: 86_400 }],
  ['credentials with named origins', { allowOrigin: ['https://a.example'], allowCredentials: true, maxAge: 0 }]
])('%s is no fault', (_, o) => {
  expect(corsFaults(corsPolicy(o))).toEqual([])
})

const mine = 'https://good.example'

test.each<[string, string | undefined]>([
  ['a subdomain of another', 'https://good.example.evil.com'],
  ['a longer name', 'https://evilgood.example'],
  ['another scheme', 'http://good.example'],
  ['another port', 'https://good.example:444'],
  ['null', 'null'],
  ['a space behind it', 'https://good.example '],
  ['another case', 'https://GOOD.example'],
  ['none', undefined],
  ['__proto__', '__proto__']
])('to a request from %s nothing is allowed, and the reply still varies by origin', (_, origin) => {
  expect(corsHeaders(corsPolicy({ allowOrigin: mine, allowCredentials: true, exposeHeaders: ['x-a'] }))(origin)).toEqual({
    vary: 'Origin'
  })
  expect(preflightHeaders(corsPolicy({ allowOrigin: mine, maxAge: 5 }), ['GET'])(origin)).toEqual({ vary: 'Origin' })
})

test('an allowed origin is echoed exactly, with all the policy says', () => {
  const policy = corsPolicy({
    allowOrigin: [mine, 'https://b.example'],
    allowCredentials: true,
    exposeHeaders: ['x-a', 'x-b'],
    maxAge: 60
  })
  const every = {
    'access-control-allow-origin': mine,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-a,x-b',
    vary: 'Origin'
  }
  expect(corsHeaders(policy)(mine)).toEqual(every)
  expect(preflightHeaders(policy, ['GET', 'OPTIONS'])(mine)).toEqual({
    ...every,
    'access-control-allow-methods': 'GET,OPTIONS',
    'access-control-allow-headers': 'Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key',
    'access-control-max-age': '60'
  })
})

test('without an age the preflight answer names none', () => {
  expect(preflightHeaders(corsPolicy(), ['GET'])(mine)).not.toHaveProperty('access-control-max-age')
})

test.each([
  ['https://b.example/', "write 'https://b.example'"],
  ['https://A.example:443/app?x#y', "write 'https://a.example'"],
  [' http://localhost:5173/', "write 'http://localhost:5173'"],
  ['a.example', "write 'https://a.example'"],
  ['A.example:8443/app', "write 'https://a.example:8443'"],
  ['localhost:5173', 'write scheme://host[:port], without a path or trailing slash'],
  ['a b.example', 'write scheme://host[:port], without a path or trailing slash'],
  ['ftp://a.example/', "write 'ftp://a.example'"],
  ['null', 'write scheme://host[:port], without a path or trailing slash'],
  ['https://*.example', 'write scheme://host[:port], without a path or trailing slash'],
  ['capacitor://localhost/app', 'write scheme://host[:port], without a path or trailing slash'],
  ['https://[', 'write scheme://host[:port], without a path or trailing slash']
])('instead of the origin %j one is told to %s', (allowOrigin, mend) => {
  expect(corsFaults(corsPolicy({ allowOrigin }))).toEqual([[`allowOrigin '${allowOrigin}' is not an origin`, mend]])
})

test('headers are the same to all exactly where every origin is allowed', () => {
  expect([corsHeaders(corsPolicy()).toAll, corsHeaders(corsPolicy({ allowOrigin: mine })).toAll]).toEqual([true, undefined])
})

test('an origin is allowed exactly if it was named', async () => {
  const origin = fc.constantFrom('https://a.example', 'https://b.example', 'https://c.example', 'http://a.example', 'null')
  await holds(
    fc.property(fc.uniqueArray(origin, { minLength: 1 }), origin, (named, from) => {
      const headers = corsHeaders(corsPolicy({ allowOrigin: named }))(from)
      expect(headers['access-control-allow-origin']).toBe(named.includes(from) ? from : undefined)
      expect(headers['vary']).toBe('Origin')
    })
  )
})

const open = pipe(
  get('/x'),
  cors(),
  handle(() => ok(1))
)
const strict = pipe(
  put('/x'),
  cors({ allowOrigin: [mine, 'https://b.example'] }),
  handle(() =>
    pipe(
      ok(1),
      withHeader('vary', 'accept'),
      withHeader('access-control-allow-origin', '*'),
      withHeader('access-control-expose-headers', 'x')
    )
  )
)

test('what a handler says of cross-origin, the policy replaces; its own Vary is kept beside ours', async () => {
  const reply = await send(strict, { headers: { origin: 'https://evil.example' } })
  expect(reply.headers).toEqual({ 'content-type': 'application/json', vary: 'accept, Origin' })
})

test('headers that a client sends never appear in the reply', async () => {
  const reply = await send(open, { headers: { vary: 'x', 'access-control-allow-origin': 'https://evil.example', origin: mine } })
  expect(reply.headers).toEqual({ 'access-control-allow-origin': '*', 'content-type': 'application/json' })
})

test('two Origin headers are nobody’s origin', async () => {
  const both = { Origin: [mine, 'https://b.example'] }
  expect((await send(strict, { event: { multiValueHeaders: both } })).headers['access-control-allow-origin']).toBeUndefined()
})

test('requests of different origins on one warm container each see their own', async () => {
  const lambda = resource(strict)
  const origins = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? mine : 'https://b.example'))
  const replies = await Promise.all(origins.map((origin) => sendTo(lambda, strict, { headers: { origin } })))
  expect(replies.map((r) => r.headers['access-control-allow-origin'])).toEqual(origins)
})

test('preflight is answered without the handler, and 405 carries the policy too', async () => {
  const route = pipe(
    put('/x'),
    cors({ allowOrigin: mine }),
    handle((): string => {
      throw new Error('never')
    })
  )
  const preflight = await send(route, { method: 'OPTIONS', headers: { origin: mine, 'access-control-request-method': 'PUT' } })
  expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([204, 'PUT,OPTIONS'])
  const wrong = await send(route, { method: 'DELETE', headers: { origin: mine } })
  expect([wrong.status, wrong.headers['access-control-allow-origin'], wrong.headers['allow']]).toEqual([
    405,
    mine,
    'PUT, OPTIONS'
  ])
  const failed = await send(route, { headers: { origin: mine } })
  expect([failed.status, failed.headers['access-control-allow-origin']]).toEqual([500, mine])
})
