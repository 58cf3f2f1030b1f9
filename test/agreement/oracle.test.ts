/**
 * The agreement law: what the facts say, the run time does; no fact, no behaviour. The oracle below reads facts alone and is written
 * without anything of the source but their types.
 */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { IntFromString } from '../../src/codecs/textCodecs.js'
import { type Authorizer, cognitoUserPool, iam, lambdaAuthorizer } from '../../src/combinators/Authorizer.js'
import { apiKey } from '../../src/combinators/apiKey.js'
import { authorize } from '../../src/combinators/authorize.js'
import { body } from '../../src/combinators/body.js'
import { contentTypes } from '../../src/combinators/contentTypes.js'
import { type CorsOptions, cors } from '../../src/combinators/cors.js'
import type { Fact } from '../../src/combinators/Fact.js'
import { refuse } from '../../src/combinators/HttpError.js'
import { limits } from '../../src/combinators/limits.js'
import { query } from '../../src/combinators/query.js'
import type { Identity } from '../../src/combinators/Request.js'
import { rawBody } from '../../src/combinators/rawBody.js'
import { text } from '../../src/combinators/text.js'
import { post } from '../../src/router/Route.js'
import { holds } from '../laws/holds.js'
import { closed, type Layer, quiet, send, stacked } from '../laws/send.js'

quiet()

// ---- programs

const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: t.type({ sub: t.string })
})
const shared = lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', context: t.type({ role: t.string }) })

const option = <A>(a: fc.Arbitrary<A>) => fc.option(a, { nil: undefined, freq: 2 })
const corsOf: fc.Arbitrary<CorsOptions> = fc.oneof(
  fc.record({ allowOrigin: fc.constant('*'), exposeHeaders: fc.subarray(['x-a', 'x-b']), maxAge: fc.constantFrom(0, 60) }),
  fc.record({
    allowOrigin: fc.subarray(['https://a.example', 'https://b.example'], { minLength: 1 }),
    allowCredentials: fc.boolean(),
    allowHeaders: fc.subarray(['x-c'])
  })
)
const program: fc.Arbitrary<ReadonlyArray<Layer>> = fc
  .tuple(
    option(corsOf.map((o) => cors(o))),
    option(
      fc
        .tuple(fc.constantFrom<Authorizer<unknown>>(iam, pool, shared), fc.subarray(['read', 'write']))
        .map(([a, scopes]) => authorize(a, { scopes: a === pool ? scopes : [] }))
    ),
    option(
      fc.subarray(['application/json', 'text/csv', 'image/*'], { minLength: 1 }).map((m) => contentTypes(...(m as [string])))
    ),
    option(fc.constantFrom<unknown>(body(t.type({ n: t.number })), text(), text('text/csv'), rawBody(), rawBody('image/png'))),
    option(fc.constant(apiKey())),
    option(fc.constantFrom(4, 8, 100).map((bodyBytes) => limits({ bodyBytes }))),
    option(fc.constant(query({ q: IntFromString })))
  )
  .chain((ls) => {
    const all = ls.filter((l) => l !== undefined) as Layer[]
    return fc.shuffledSubarray(all, { minLength: all.length })
  })

// ---- requests

interface Req {
  readonly method: string
  readonly origin: string | undefined
  readonly identity: Identity
  readonly type: string | undefined
  readonly body: string | undefined
  readonly q: string | undefined
  readonly gateway: 'rest' | 'http'
  /** Whether the caller is whoever the program asks for, so that enough requests come through. */
  readonly known: boolean
}
const req: fc.Arbitrary<Req> = fc.record({
  method: fc.constantFrom(...Array<string>(8).fill('POST'), 'OPTIONS', 'DELETE'),
  origin: fc.constantFrom('https://a.example', 'https://b.example', 'https://a.example.evil', undefined),
  identity: fc
    .tuple(
      fc.constantFrom<Identity>(
        {},
        { iam: { userArn: 'arn:a' } },
        { claims: { sub: 'ada', scope: 'read' } },
        { claims: { sub: 'ada' } },
        { claims: { nobody: 1 } },
        { context: { principalId: 'ada', role: 'r' } },
        { context: { principalId: 'ada' } }
      ),
      fc.constantFrom({}, { apiKey: 'k' })
    )
    .map(([a, b]) => ({ ...a, ...b })),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'text/csv',
    'APPLICATION/JSON; charset=utf-8',
    'text/csv',
    'text/plain',
    'image/png',
    'image/gif',
    'application/json\ta',
    undefined
  ),
  body: fc.constantFrom(
    '{"n":1}',
    '{"n":1}',
    '{"n":"x"}',
    '{',
    'abcd',
    'ab',
    '{"n":1,"more":"............................................................................................"}',
    undefined
  ),
  q: fc.constantFrom('7', '7', '7', 'x', undefined),
  gateway: fc.constantFrom('rest' as const, 'http' as const),
  known: fc.boolean()
})

const someone = (facts: ReadonlyArray<Fact>): Identity => {
  const scheme = find(facts, 'Auth')?.scheme._tag
  const who: Identity =
    scheme === 'Iam'
      ? { iam: { userArn: 'arn:a' } }
      : scheme === 'Cognito'
        ? { claims: { sub: 'ada', scope: 'read' } }
        : { context: { principalId: 'ada', role: 'r' } }
  return { ...who, apiKey: 'k' }
}

// ---- the oracle

const find = <T extends Fact['_tag']>(facts: ReadonlyArray<Fact>, tag: T) =>
  facts.find((f) => f._tag === tag) as Extract<Fact, { _tag: T }> | undefined

const corsSaid = (facts: ReadonlyArray<Fact>, r: Req): Readonly<Record<string, string>> => {
  const policy = find(facts, 'Cors')?.policy
  if (policy === undefined) return {}
  const star = policy.allowOrigin === '*'
  const allowed = star ? '*' : policy.allowOrigin.find((o) => o === r.origin)
  const vary = star ? {} : { vary: 'Origin' }
  if (allowed === undefined) return vary
  return {
    ...vary,
    'access-control-allow-origin': allowed,
    ...(policy.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(policy.exposeHeaders.length > 0 ? { 'access-control-expose-headers': policy.exposeHeaders.join(',') } : {}),
    ...(r.method === 'OPTIONS'
      ? {
          'access-control-allow-methods': 'POST,OPTIONS',
          'access-control-allow-headers': policy.allowHeaders.join(','),
          ...(policy.maxAge === undefined ? {} : { 'access-control-max-age': String(policy.maxAge) })
        }
      : {})
  }
}

// What each fact says of a request: the status it refuses it with, or nothing.
const refusedBy = (fact: Fact, facts: ReadonlyArray<Fact>, r: Req): number | undefined => {
  switch (fact._tag) {
    case 'Auth':
      switch (fact.scheme._tag) {
        case 'Iam':
          return r.identity.iam === undefined ? 401 : undefined
        case 'Cognito': {
          const claims = r.identity.claims
          if (claims === undefined) return 401
          if (fact.scopes.length > 0 && !fact.scopes.some((s) => claims['scope'] === s)) return 403
          return typeof claims['sub'] === 'string' ? undefined : 401
        }
        default:
          return typeof r.identity.context?.['role'] === 'string' ? undefined : 401
      }
    case 'ApiKey':
      // HTTP APIs have no keys.
      return r.identity.apiKey === undefined || r.gateway === 'http' ? 403 : undefined
    case 'Query':
      return r.q === '7' ? undefined : 400
    case 'MediaTypes':
      return (r.body === undefined && r.type === undefined) || typed(fact.mediaTypes, r.type) ? undefined : 415
    case 'Body': {
      if (r.body === undefined) return fact.as === 'json' ? 400 : undefined
      if (!typed(find(facts, 'MediaTypes')?.mediaTypes ?? fact.mediaTypes, r.type)) return 415
      if (r.body.length > (find(facts, 'Limits')?.bodyBytes ?? Number.POSITIVE_INFINITY)) return 413
      if (fact.as !== 'json') return undefined
      return r.body.endsWith('}') ? (r.body.includes('"x"') ? 422 : undefined) : 400
    }
    default:
      return undefined
  }
}

const typed = (declared: ReadonlyArray<string>, type: string | undefined): boolean => {
  if (type === undefined) return declared.includes('*/*')
  if (type.includes('\t')) return false
  const [plain = ''] = type.toLowerCase().split(';')
  return declared.some((d) => d === plain || d === '*/*' || d === `${plain.split('/')[0]}/*`)
}

// ---- the law

const endings: ReadonlyArray<readonly [number, () => unknown]> = [
  [200, () => 'fine'],
  [200, async () => 'fine'],
  [404, () => refuse(404)],
  [
    500,
    () => {
      throw new Error('boom')
    }
  ]
]

test('what the facts say is what the reply shows, and the handler was called only if every fact was satisfied', async () => {
  await holds(
    fc.asyncProperty(program, req, fc.constantFrom(...endings), async (layers, given, [ending, f]) => {
      let calls = 0
      const route = closed(stacked(layers)(post('/x')), () => {
        calls++
        return f()
      })
      const r: Req = given.known ? { ...given, identity: someone(route.facts) } : given
      const headers = {
        ...(r.origin === undefined ? {} : { origin: r.origin }),
        ...(r.type === undefined ? {} : { 'content-type': r.type })
      }
      const told = await send(route, {
        method: r.method,
        gateway: r.gateway,
        identity: r.identity,
        headers,
        body: r.body,
        query: r.q === undefined ? {} : { q: r.q }
      })

      const refusals = route.facts.map((x) => refusedBy(x, route.facts, r)).filter((s) => s !== undefined)
      const runs = r.method === 'POST' && refusals.length === 0
      const status = r.method === 'OPTIONS' ? 204 : r.method === 'DELETE' ? 405 : (refusals[0] ?? ending)
      expect([told.status, calls]).toEqual([status, runs ? 1 : 0])

      const shown = Object.fromEntries(
        Object.entries(told.headers).filter(([k]) => k === 'vary' || k.startsWith('access-control-'))
      )
      expect(shown).toEqual(corsSaid(route.facts, r))
    }),
    3000
  )
})

test('without facts there is no behaviour: a bare route lets everything in and says nothing', async () => {
  await holds(
    fc.asyncProperty(req, async (r) => {
      let calls = 0
      const headers = {
        ...(r.origin === undefined ? {} : { origin: r.origin }),
        ...(r.type === undefined ? {} : { 'content-type': r.type })
      }
      const told = await send(
        closed(post('/x'), () => ++calls),
        { gateway: r.gateway, identity: r.identity, headers, body: r.body }
      )
      expect([told.status, calls, Object.keys(told.headers)]).toEqual([200, 1, ['content-type']])
    }),
    200
  )
})
