/** Only those whom an authorizer knows: each kind, each payload format, and whatever a gateway forgets is 401. */
import * as t from 'io-ts'
import { z } from 'zod'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import {
  type Authorizer,
  authorizer,
  cognitoUserPool,
  iam,
  jwtAuthorizer,
  type LiveAuthorizer,
  lambdaAuthorizer
} from '../../src/combinators/Authorizer.js'
import { authorize } from '../../src/combinators/authorize.js'
import type { Identity } from '../../src/combinators/Request.js'
import { get } from '../../src/router/Route.js'
import { closed, quiet, send } from '../laws/send.js'

const log = quiet()
const claims = t.type({ sub: t.string })
const context = t.type({ role: t.string })
const userArn = 'arn:aws:iam::123456789012:user/ada'
const pool = cognitoUserPool({ providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'], claims })
const zoned = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: z.object({ sub: z.string().refine(async () => true) })
})
const jwt = jwtAuthorizer({ issuer: 'https://id.example', audience: ['x'], claims })
const existing = lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', context })
const own = authorizer({ context })

const kinds: ReadonlyArray<readonly [string, Authorizer<unknown>, Identity, unknown]> = [
  ['iam', iam, { iam: { userArn } }, { userArn }],
  ['a Cognito pool', pool, { claims: { sub: 'ada', more: 1 } }, { sub: 'ada', more: 1 }],
  ['a Cognito pool with zod claims, asynchronous', zoned, { claims: { sub: 'ada', more: 1 } }, { sub: 'ada' }],
  ['a JWT', jwt, { claims: { sub: 'ada' } }, { sub: 'ada' }],
  ['an existing Lambda', existing, { context: { principalId: 'ada', role: 'admin' } }, { principalId: 'ada', role: 'admin' }],
  [
    'an authorizer of the service’s own',
    own,
    { context: { principalId: 'ada', role: 'admin' } },
    { principalId: 'ada', role: 'admin' }
  ]
]
const gateways = ['rest', 'http'] as const
const rows = kinds.flatMap(([name, key, identity, auth]) =>
  gateways.map((gateway) => [name, gateway, key, identity, auth] as const)
)

const handler = jest.fn(({ auth }: { readonly auth: unknown }) => auth ?? null)
const guarded = (key: Authorizer<unknown>, scopes: readonly string[] = []) =>
  closed(authorize(key, { scopes })(get('/x')), handler)
beforeEach(() => handler.mockClear())

test.each(rows)('%s over a %s API: the handler has what was verified', async (_, gateway, key, identity, auth) => {
  expect(await send(guarded(key), { gateway, identity })).toMatchObject({ status: 200, body: auth as object })
})

test.each(rows)('%s over a %s API: nobody is 401, and the handler is not called', async (_, gateway, key) => {
  expect((await send(guarded(key), { gateway })).status).toBe(401)
  expect(handler).not.toHaveBeenCalled()
})

test.each(rows)('%s over a %s API: whoever another kind verified is 401', async (_, gateway, key, own) => {
  const others = kinds.map(([, , identity]) => identity).filter((i) => Object.keys(i)[0] !== Object.keys(own)[0])
  for (const identity of others) expect((await send(guarded(key), { gateway, identity })).status).toBe(401)
  expect(handler).not.toHaveBeenCalled()
})

test.each(kinds)('%s: headers that a client sends verify nobody', async (_, key) => {
  const headers = {
    authorization: 'Bearer x',
    'x-amzn-oidc-data': 'x',
    'x-amzn-oidc-identity': 'ada',
    'sls-offline-authorizer-override': '{"principalId":"ada","role":"admin","claims":{"sub":"ada"}}'
  }
  for (const gateway of gateways) expect((await send(guarded(key), { gateway, headers })).status).toBe(401)
  expect(handler).not.toHaveBeenCalled()
})

test.each<[string, unknown]>([
  ['no authorizer', {}],
  ['an authorizer that is null', { authorizer: null }],
  ['an authorizer that is a text', { authorizer: 'ada' }],
  ['an authorizer that is a list', { authorizer: ['ada'] }],
  ['claims that are a text', { authorizer: { claims: 'ada' } }],
  ['a principal that is no text', { authorizer: { principalId: 7, role: 'admin' } }],
  ['an identity without an ARN', { identity: { userArn: null, user: 'ada' } }],
  ['no request context', null]
])('with %s every kind is 401', async (_, requestContext) => {
  for (const [, key] of kinds) expect((await send(guarded(key), { event: { requestContext } })).status).toBe(401)
  expect(handler).not.toHaveBeenCalled()
})

test('what was verified and is not as declared is 401; its log says what, its reply does not', async () => {
  const told = await send(guarded(pool), { identity: { claims: { sub: 7, secret: 'canary' } } })
  expect(told).toMatchObject({ status: 401, body: { code: 'Unauthorized' } })
  expect(JSON.stringify(told)).not.toMatch(/canary|sub/)
  const [line, ...more] = log.lines()
  expect(more).toEqual([])
  expect(JSON.stringify(line)).toContain('the verified identity is not as declared')
  expect(JSON.stringify(line)).not.toContain('canary')
})

describe('numbers and booleans of a Lambda authorizer come back from the text that a gateway makes of them', () => {
  const typed = lambdaAuthorizer({
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
    context: t.type({ age: t.number, admin: t.boolean, name: t.string })
  })
  test.each<[string, Record<string, unknown>, number, unknown]>([
    ['text', { age: '7', admin: 'true', name: '12' }, 200, { age: 7, admin: true, name: '12', principalId: 'ada' }],
    ['themselves', { age: 7, admin: false, name: 'true' }, 200, { age: 7, admin: false, name: 'true', principalId: 'ada' }],
    ['a text that is no number', { age: '7x', admin: 'true', name: 'a' }, 401, undefined],
    ['an empty text', { age: '', admin: 'true', name: 'a' }, 401, undefined],
    ['a number in another notation', { age: '0x7', admin: 'true', name: 'a' }, 401, undefined]
  ])('%s', async (_, given, status, auth) => {
    const told = await send(guarded(typed), { identity: { context: { principalId: 'ada', ...given } } })
    expect(told.status).toBe(status)
    if (auth !== undefined) expect(told.body).toEqual(auth)
  })
})

test.each<[string, Record<string, unknown>, number]>([
  ['a scope of the list', { scope: 'openid todos/write' }, 200],
  ['all of them', { scope: 'todos/read todos/write' }, 200],
  ['another scope', { scope: 'openid' }, 403],
  ['a scope that only begins like one', { scope: 'todos/writer' }, 403],
  ['no scope', {}, 403],
  ['scp as a list', { scp: ['todos/read'] }, 200],
  ['scp as a text', { scp: 'a todos/read' }, 200],
  ['scp as an HTTP API writes a list', { scp: '[a todos/read]' }, 200],
  ['scp with another scope', { scp: '[a]' }, 403],
  ['scp as neither', { scp: 7 }, 403],
  ['a scope that has a bracket in it', { scp: 'todos[/read' }, 403],
  ['a scope that has the other one', { scp: 'todos]/read' }, 403]
])('%s', async (_, given, status) => {
  for (const key of [pool, jwt])
    expect(
      (await send(guarded(key, ['todos/read', 'todos/write']), { identity: { claims: { sub: 'ada', ...given } } })).status
    ).toBe(status)
  expect(handler).toHaveBeenCalledTimes(status === 200 ? 2 : 0)
})

test('a scope that is missing is told by its code', async () => {
  expect(await send(guarded(pool, ['a']), { identity: { claims: { sub: 'ada' } } })).toMatchObject({
    status: 403,
    body: { code: 'InsufficientScope', detail: 'The token lacks the scope' }
  })
})

test('the fact is the scheme, the scopes, and the codec where there is one', () => {
  expect(authorize(iam)(get('/x')).facts[1]).toStrictEqual({ _tag: 'Auth', scheme: iam.scheme, scopes: [] })
  expect(authorize(jwt, { scopes: ['a'] })(get('/x')).facts[1]).toStrictEqual({
    _tag: 'Auth',
    scheme: jwt.scheme,
    scopes: ['a'],
    codec: claims
  })
})

test('a scheme is what was said, and the usual header where no place was', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
  expect(iam.scheme).toEqual({ _tag: 'Iam' })
  expect(pool.scheme).toMatchObject({ _tag: 'Cognito', header: 'Authorization' })
  expect(jwt.scheme).toMatchObject({ _tag: 'Jwt', header: 'Authorization', issuer: 'https://id.example', audience: ['x'] })
  expect(existing.scheme).toEqual({ _tag: 'ExistingLambda', type: 'token', header: 'Authorization', arn })
  expect(lambdaAuthorizer({ arn, context, type: 'request', query: 'key' }).scheme).toEqual({
    _tag: 'ExistingLambda',
    type: 'request',
    query: 'key',
    arn
  })
  expect(own.scheme).toEqual({ _tag: 'BuiltIn', type: 'token', header: 'Authorization' })
  expect(authorizer({ context, header: 'X-Key' }).scheme).toEqual({ _tag: 'BuiltIn', type: 'token', header: 'X-Key' })
  expect(own.facts).toEqual([{ _tag: 'Authorizer', scheme: own.scheme }])
})

test('of what an authorizer granted the handler has what was declared, and the principal', () => {
  const strict = lambdaAuthorizer({
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
    context: t.strict({ role: t.string })
  })
  const identify = ({ identify: f }: LiveAuthorizer, identity: Identity) => f(defaultEngine)(identity, [])
  const ada = { principalId: 'ada', role: 'admin' }
  expect(identify(strict as LiveAuthorizer, { context: { ...ada, more: 1 } })).toEqual({ _tag: 'Right', right: ada })
  expect(identify(iam as LiveAuthorizer, { iam: { userArn } })).toEqual({ _tag: 'Right', right: { userArn } })
  for (const principalId of [7, undefined])
    expect(identify(strict as LiveAuthorizer, { context: { role: 'admin', principalId } })).toMatchObject({
      _tag: 'Left',
      left: { status: 401 }
    })
})

test('a value that nothing can be made of is 401, and no exception', () => {
  const typed = authorizer({ context: t.type({ age: t.number }) }) as Authorizer<unknown> as LiveAuthorizer
  const identity = { context: { principalId: 'ada', age: { toString: 1, valueOf: 1 } } }
  expect(typed.identify(defaultEngine)(identity, [])).toMatchObject({ _tag: 'Left', left: { status: 401 } })
})

test('absence comes before scopes: nobody is 401, not 403', async () => {
  expect((await send(guarded(pool, ['a']))).status).toBe(401)
})
