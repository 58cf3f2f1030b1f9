/** `deploy-contract.md`, point by point, as far as it speaks of HTTP, plain functions and authorizers. */
import fc from 'fast-check'
import * as t from 'io-ts'
import { at, type Data, dataAt, listAt } from '../../src/deploy/data.js'
import { check, printYaml, render, serverless } from '../../src/deploy/index.js'
import { oslsResources } from '../../src/deploy/oslsResources.js'
import {
  any,
  apiKey,
  authorize,
  authorizer,
  bytes,
  type CorsOptions,
  chaliceErrorBody,
  cognitoUserPool,
  cors,
  type FunctionSettings,
  fromMiddy,
  functionSettings,
  iam,
  jwtAuthorizer,
  lambda,
  lambdaAuthorizer,
  mount,
  port,
  rawBody,
  returns,
  type Settings,
  use
} from '../../src/index.js'
import * as everything from './everything.js'
import { close, closed, events, file, grants, of, problems, resources, warnings } from './support.js'

const context = t.type({ role: t.string })
const claims = t.type({ sub: t.string })
const pool = (n: string) => `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_${n}`
const plain = (...stack: ReadonlyArray<(s: never) => unknown>) => close(stack.reduce<unknown>((s, f) => f(s as never), lambda()))
const hello = closed(['GET'], '/hello')

describe('1. nothing disappears silently', () => {
  test.each<readonly [string, object]>([
    ['/a_b and /ab', { a: closed(['GET'], '/a_b'), b: closed(['GET'], '/ab') }],
    ['/v1.0/x and /v10/x', { a: closed(['GET'], '/v1.0/x'), b: closed(['GET'], '/v10/x') }],
    ['/Todos and /todos', { a: closed(['GET'], '/Todos'), b: closed(['GET'], '/todos') }],
    ['functions todos and Todos', { todos: plain(), Todos: plain() }],
    ['functions a-b and aDashb', { 'a-b': plain(), aDashb: plain() }]
  ])('%s are refused, as the deployer would make them one', (_, module) => {
    expect(problems({}, module)).toContainEqual(expect.stringContaining('would silently disappear'))
  })

  test('HTTP APIs have their own rule, and it is held', () => {
    const module = { a: closed(['GET'], '/a_b'), b: closed(['GET'], '/ab') }
    expect(problems({ gateway: 'http' }, module)).toEqual([expect.stringContaining('HttpApiRouteGetAb')])
  })

  test('one authorizer name with two headers or lifetimes is refused', () => {
    const named = (header: string) =>
      lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:1:function:f', context, name: 'shared', header })
    const module = { a: closed(['GET'], '/a', authorize(named('X-A'))), b: closed(['GET'], '/b', authorize(named('X-B'))) }
    expect(problems({}, module)).toEqual([expect.stringContaining('two authorizers have this name')])
  })

  test('as many methods as (path, method) pairs, as many functions as declared', () => {
    const data = serverless(everything.rest)
    const made = oslsResources(data).map((r) => r.id)
    const pairs = everything.rest.declarations.flatMap((d) =>
      d.facts.flatMap((f) => (f._tag === 'Route' ? (f.methods === 'ANY' ? ['ANY'] : [...f.methods]) : []))
    )
    const methods = made.filter((id) => id.startsWith('ApiGatewayMethod') && !id.endsWith('Options'))
    expect(new Set(methods).size).toBe(pairs.length)
    expect(Object.keys(dataAt(data, 'functions'))).toEqual(everything.rest.functions.map((f) => f.name))
  })
})

describe('2. names', () => {
  test('a resource is named by its path, everything else by its keys', () => {
    const module = {
      root: closed(['GET'], '/'),
      one: closed(['GET'], '/todos/{id}'),
      night: plain(),
      v1: mount('/v1', { cats: closed(['GET'], '/cats'), job: plain() })
    }
    expect(Object.keys(dataAt(file({}, module), 'functions'))).toEqual(['api', 'api-todos-id', 'night', 'api-v1-cats', 'v1-job'])
  })

  test('reordering renames nothing', () => {
    const [a, b] = [closed(['GET'], '/a'), closed(['POST'], '/a')]
    expect(Object.keys(dataAt(file({}, { a, b }), 'functions'))).toEqual(Object.keys(dataAt(file({}, { b, a }), 'functions')))
  })

  test('two paths of one name are a fault', () => {
    expect(() => problems({}, { a: closed(['GET'], '/todos/{id}'), b: closed(['GET'], '/todos/id') })).toThrow(
      "its function would be called 'api-todos-id'"
    )
  })

  test('characters that no function has are a fault', () => {
    expect(problems({}, { 'a.b': plain() })).toEqual(["'a.b' cannot name a function"])
  })

  test('where service, stage and key may pass 64 characters, a shortened slug with a six-digit hash', () => {
    const long = 'aRatherLongNameOfAFunctionThatWouldNotFitIntoSixtyFourCharacters'
    const data = file({}, { [long]: plain(), short: plain() })
    const name = String(at(data, 'functions', long, 'name'))
    expect(name).toMatch(/^todos-\$\{sls:stage\}-aRatherLongNameOf\w*-[0-9a-f]{6}$/)
    expect(name.replace('${sls:stage}', 'x'.repeat(16)).length).toBeLessThanOrEqual(64)
    expect(at(data, 'functions', 'short', 'name')).toBeUndefined()
    expect(JSON.stringify(grants(data, `${long[0]?.toUpperCase()}${long.slice(1)}Role`))).toContain(`/aws/lambda/${name}:*`)
    expect(file({}, { other: plain(), [long]: plain() })['functions']).toMatchObject({ [long]: { name } })
  })
})

describe('3. raw resources', () => {
  const table = (over: object = {}) => ({ Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain', ...over })
  const store = (body: object) => port('store', { live: () => 1, resources: { Store: body as never } })

  test("a resource with an id of the deployer's is refused", () => {
    const p = port('p', { live: () => 1, resources: { HelloLambdaFunction: { Type: 'AWS::SQS::Queue' } } })
    expect(problems({}, { hello: plain(use(p)) })).toEqual([
      'the resource HelloLambdaFunction has the logical id of the function hello'
    ])
  })

  test.each(['HelloRole', 'GatewayResponseNotFound', 'ApiGatewayRestApi', 'ServerlessDeploymentBucket'])('%s is taken', (id) => {
    expect(problems({ resources: { [id]: { Type: 'AWS::SQS::Queue' } } }, { hello: plain(), h: hello })).toEqual([
      expect.stringContaining(id)
    ])
  })

  test('the same port twice is one resource, whoever uses it', () => {
    const p = store(table())
    const data = file({}, { a: plain(use(p)), b: plain(use(p)) })
    expect(resources(data)['Store']).toEqual(table())
    expect(problems({}, { a: plain(use(p)), b: plain(use(p)) })).toEqual([])
  })

  test('one id with another body is a fault, with the same body it is none', () => {
    expect(problems({}, { a: plain(use(store(table()))), b: plain(use(store(table({ X: 1 })))) })).toEqual([
      expect.stringContaining('the resource Store is not what')
    ])
    expect(problems({ resources: { Store: table() } }, { a: plain(use(store(table()))) })).toEqual([])
  })

  test('a table without DeletionPolicy and a name without the stage are told', () => {
    const body = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'todos' } }
    expect(warnings({}, { a: plain(use(store(body))) })).toEqual([
      expect.stringContaining('no DeletionPolicy'),
      expect.stringContaining("called 'todos' in every stage")
    ])
    expect(warnings({}, { a: plain(use(store(table({ Properties: { TableName: 'todos-${sls:stage}' } })))) })).toEqual([])
  })
})

describe('4. authorizers count once, by identity', () => {
  const jwt = authorizer({ context })
  const sentence = close(jwt)

  test('the name is the key of its sentence, wherever routes that name it are mounted', () => {
    const cats = { list: closed(['GET'], '/cats', authorize(jwt)) }
    const data = file({}, { guard: sentence, v1: mount('/v1', cats), v2: mount('/v2', cats) })
    expect(events(data).map((e) => at(e, 'authorizer', 'name'))).toEqual(['guard', 'guard'])
    expect(problems({}, { guard: sentence, v1: mount('/v1', cats), v2: mount('/v2', cats) })).toEqual([])
  })

  test('used but declared nowhere is a fault, and so is one sentence at two places', () => {
    const list = closed(['GET'], '/cats', authorize(jwt))
    expect(problems({}, { list })).toEqual(['the sentence of its authorizer is not in the service'])
    expect(problems({}, { guard: sentence, again: close(jwt), list })).toEqual([
      "the authorizer's sentence stands at guard as well"
    ])
  })

  test('two authorizers that look alike are two', () => {
    const other = authorizer({ context })
    const module = {
      one: sentence,
      two: close(other),
      a: closed(['GET'], '/a', authorize(jwt)),
      b: closed(['GET'], '/b', authorize(other))
    }
    expect(events(file({}, module)).map((e) => at(e, 'authorizer', 'name'))).toEqual(['one', 'two'])
  })
})

describe('5. every function has a role of its own', () => {
  const p = port('p', {
    live: () => 1,
    iam: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'], conditions: { Bool: { 'aws:SecureTransport': 'true' } } }]
  })
  const onTop = port('onTop', { uses: { p }, live: () => 1 })
  const secret = fromMiddy(
    { before: () => {} },
    { iam: [{ actions: ['ssm:GetParameter'], resources: ['arn:aws:ssm:eu-west-1:1:parameter/x'] }] }
  )

  test('the sum of what its ports, those they stand on, and its middlewares declare, conditions included', () => {
    const data = file({}, { a: plain(use(onTop), secret), b: plain() })
    expect(grants(data, 'ARole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [
          {
            'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/todos-${sls:stage}-a:*'
          }
        ]
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::b/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'true' } }
      },
      { Effect: 'Allow', Action: ['ssm:GetParameter'], Resource: ['arn:aws:ssm:eu-west-1:1:parameter/x'] }
    ])
    expect(grants(data, 'BRole')).toHaveLength(1)
  })

  test('inline policies, no role name, and never the shared role', () => {
    for (const s of [everything.rest, everything.http, everything.grouped, everything.groupedHttp]) {
      const data = serverless(s)
      expect(oslsResources(data).map((r) => r.id)).not.toContain('IamRoleLambdaExecution')
      const roles = Object.values(resources(data)).filter((r) => at(r, 'Type') === 'AWS::IAM::Role')
      expect(roles).toHaveLength(s.functions.length)
      for (const role of roles) expect(Object.keys(dataAt(role, 'Properties'))).not.toContain('RoleName')
    }
  })

  test("a user's own role replaces it, and what is not granted then is told", () => {
    const role = 'arn:aws:iam::123456789012:role/mine'
    const module = { a: plain(use(p), functionSettings({ role })) }
    expect(at(file({}, module), 'functions', 'a', 'role')).toBe(role)
    expect(resources(file({}, module))['ARole']).toBeUndefined()
    expect(warnings({}, module)).toEqual([expect.stringContaining("nothing is granted for port 'p'")])
  })
})

test("6. VPC and X-Ray go through AWS's managed policies; no wildcard of ours", () => {
  const vpc = { securityGroupIds: ['sg-1'], subnetIds: ['subnet-1'] }
  const data = file({}, { a: plain(functionSettings({ vpc, tracing: 'Active' })), b: plain() })
  expect(listAt(resources(data)['ARole'], 'Properties', 'ManagedPolicyArns')).toEqual([
    { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole' },
    { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess' }
  ])
  expect(at(resources(data)['BRole'], 'Properties', 'ManagedPolicyArns')).toBeUndefined()
  const said = Object.keys(resources(data)).flatMap((r) =>
    grants(data, r).flatMap((s) => [...listAt(s, 'Action'), ...listAt(s, 'Resource')])
  )
  expect(said.filter((x) => x === '*')).toEqual([])
})

describe('8. cors', () => {
  const with_ = (o?: CorsOptions) => file({}, { a: closed(['GET', 'POST'], '/a', cors(o), authorize(iam), apiKey()) })
  const headers = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key']

  test.each<readonly [string, CorsOptions | undefined, object]>([
    ['*', undefined, { origin: '*', headers }],
    [
      'one origin',
      { allowOrigin: 'https://a.example', maxAge: 60, allowCredentials: true },
      { origin: 'https://a.example', headers, allowCredentials: true, maxAge: 60 }
    ],
    ['more headers', { allowHeaders: ['X-Mine'] }, { origin: '*', headers: [...headers, 'X-Mine'] }]
  ])('a MOCK answers preflight for %s, its headers spelled out', (_, o, expected) => {
    expect(events(with_(o)).map((e) => e['cors'])).toEqual([expected, expected])
  })

  test.each<readonly [string, CorsOptions]>([
    ['several origins', { allowOrigin: ['https://a.example', 'https://b.example'] }],
    ['maxAge 0', { maxAge: 0 }]
  ])('with %s an open options method goes to our Lambda', (_, o) => {
    const all = events(with_(o))
    expect(all.filter((e) => e['cors'] !== undefined)).toEqual([])
    expect(all.filter((e) => e['method'] === 'options')).toEqual([{ path: '/a', method: 'options' }])
  })

  test('only the routes that have it get it', () => {
    const data = file({}, { a: closed(['GET'], '/a', cors()), b: closed(['POST'], '/a') })
    expect(events(data).map((e) => e['cors'] !== undefined)).toEqual([true, false])
  })

  test("a preflight that a function must answer needs all of the path's routes in it", () => {
    const several = cors({ allowOrigin: ['https://a.example', 'https://b.example'] })
    const module = { a: closed(['GET'], '/a', several), b: closed(['POST'], '/a', several) }
    expect(problems({ group: 'route' }, module)).toEqual([expect.stringContaining('its routes are in 2: a, b')])
    expect(problems({}, module)).toEqual([])
  })
})

describe("9. the gateway's own replies", () => {
  const responses = (settings: Settings, module: object) =>
    Object.entries(resources(file(settings, module))).filter(([, r]) => at(r, 'Type') === 'AWS::ApiGateway::GatewayResponse')
  const web = cors({ allowOrigin: 'https://app.example', allowCredentials: true, exposeHeaders: ['X-A', 'X-B'] })

  test('4xx, 5xx and 404 for a missing route, in the words of our functions', () => {
    expect(
      responses({}, { hello }).map(([, r]) => [at(r, 'Properties', 'ResponseType'), at(r, 'Properties', 'StatusCode')])
    ).toEqual([
      ['MISSING_AUTHENTICATION_TOKEN', '404'],
      ['DEFAULT_4XX', undefined],
      ['DEFAULT_5XX', undefined]
    ])
    const body = at(responses({}, { hello })[0]?.[1], 'Properties', 'ResponseTemplates', 'application/json')
    expect(JSON.parse(String(body))).toEqual({ type: 'about:blank', title: 'Not Found', status: 404, code: 'NotFound' })
  })

  test("in Chalice's words where errorBody is", () => {
    const [missing, any4xx] = responses({ errorBody: chaliceErrorBody }, { hello }).map(([, r]) =>
      at(r, 'Properties', 'ResponseTemplates', 'application/json')
    )
    expect(JSON.parse(String(missing))).toMatchObject({ Code: 'NotFoundError' })
    expect(any4xx).toBe('{"Code":"$context.error.responseType","Message":$context.error.messageString}')
  })

  test('one policy with one origin is kept exactly', () => {
    for (const [, r] of responses({}, { a: closed(['GET'], '/a', web), b: closed(['GET'], '/b', web) }))
      expect(at(r, 'Properties', 'ResponseParameters')).toEqual({
        'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example'",
        'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'",
        'gatewayresponse.header.Access-Control-Expose-Headers': "'X-A,X-B'",
        'gatewayresponse.header.Vary': "'Origin'"
      })
    expect(warnings({}, { a: closed(['GET'], '/a', web) })).toEqual([])
  })

  test.each<readonly [string, object]>([
    ['two policies', { a: closed(['GET'], '/a', web), b: closed(['GET'], '/b', cors()) }],
    [
      'two origins',
      { a: closed(['GET'], '/a', cors({ allowOrigin: ['https://a.example', 'https://b.example'], allowCredentials: true })) }
    ]
  ])('with %s check warns, and the origin is copied without credentials', (_, module) => {
    expect(warnings({}, module)).toEqual([expect.stringContaining('copy the origin of the request, without credentials')])
    for (const [, r] of responses({}, module))
      expect(at(r, 'Properties', 'ResponseParameters')).toEqual({
        'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin',
        'gatewayresponse.header.Vary': "'Origin'"
      })
  })

  test('without cors they have no such headers; the deployment waits for them through a method', () => {
    for (const [, r] of responses({}, { hello })) expect(at(r, 'Properties', 'ResponseParameters')).toBeUndefined()
    const ids = responses({}, { hello }).map(([id]) => id)
    expect(at(file({}, { hello }), 'resources', 'extensions')).toEqual({ ApiGatewayMethodHelloGet: { DependsOn: ids } })
  })

  test('a service without routes has no API', () => {
    const data = file({}, { a: plain() })
    expect(Object.keys(resources(data))).toEqual(['ARole'])
    expect(dataAt(data, 'provider')).not.toHaveProperty('endpointType')
  })
})

test('10. HEAD, 405 and catch-alls are not added', () => {
  expect(events(file({}, { hello })).map((e) => `${e['method']} ${e['path']}`)).toEqual(['get /hello'])
  expect(events(file({}, { all: close(any('/all/{rest+}')) })).map((e) => `${e['method']} ${e['path']}`)).toEqual([
    'any /all/{rest+}'
  ])
})

describe('11. API keys', () => {
  const keyed = closed(['GET'], '/keyed', apiKey())
  const ids = (data: object) =>
    oslsResources(data as never)
      .map((r) => r.id)
      .filter((id) => /ApiKey|UsagePlan/.test(id))

  test('a default key and plan, or nobody could come in', () => {
    const data = file({}, { keyed, hello })
    expect(at(data, 'provider', 'apiGateway', 'apiKeys')).toEqual(['todos-${sls:stage}'])
    expect(ids(data)).toEqual(['ApiGatewayApiKey1', 'ApiGatewayUsagePlanKey1', 'ApiGatewayUsagePlan'])
    expect(events(data).map((e) => e['private'])).toEqual([true, undefined])
  })

  test('none where nothing asks for one, and the settings where they say', () => {
    expect(ids(file({}, { hello }))).toEqual([])
    const apiKeys = ['a-${sls:stage}', { name: 'b', enabled: false }]
    expect(at(file({ apiKeys }, { keyed }), 'provider', 'apiGateway', 'apiKeys')).toEqual(apiKeys)
  })
})

describe('12. HTTP APIs', () => {
  const http: Settings = { gateway: 'http' }
  const web = cors({ allowOrigin: ['https://a.example', 'https://b.example'], exposeHeaders: ['X-A'], maxAge: 0 })
  const jwt = authorizer({ context, ttlSeconds: 0 })

  test('one cors policy, of the whole API', () => {
    expect(at(file(http, { a: closed(['GET', 'PUT'], '/a', web) }), 'provider', 'httpApi', 'cors')).toEqual({
      allowedOrigins: ['https://a.example', 'https://b.example'],
      allowedHeaders: ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key'],
      allowedMethods: ['GET', 'OPTIONS', 'PUT'],
      exposedResponseHeaders: ['X-A'],
      maxAge: 0
    })
    expect(problems(http, { a: closed(['GET'], '/a', web), b: closed(['GET'], '/b', cors()) })).toEqual([
      expect.stringContaining('2 cors policies')
    ])
    expect(warnings(http, { a: closed(['GET'], '/a', web), hello })).toEqual([expect.stringContaining('GET /hello (hello)')])
  })

  test('authorizers take requests, in the format that our sentences and policies know', () => {
    const data = file(http, { guard: close(jwt), a: closed(['GET'], '/a', authorize(jwt)) })
    expect(at(data, 'provider', 'httpApi', 'authorizers')).toEqual({
      guard: {
        type: 'request',
        identitySource: ['$request.header.Authorization'],
        resultTtlInSeconds: 0,
        payloadVersion: '1.0',
        functionName: 'guard'
      }
    })
    expect(events(data, 'httpApi')).toEqual([{ path: '/a', method: 'get', authorizer: { name: 'guard' } }])
    expect(warnings(http, { guard: close(jwt), a: closed(['GET'], '/a', authorize(jwt)) })).toEqual([])
  })

  test('Cognito is a JWT authorizer, with issuer and audience', () => {
    const o = { providerArns: [pool('a')], claims }
    const route = (more: object) => ({
      me: closed(['GET'], '/me', authorize(cognitoUserPool({ ...o, ...more }), { scopes: ['x/y'] }))
    })
    const data = file(http, route({ issuer: 'https://i.example', audience: ['c'] }))
    expect(at(data, 'provider', 'httpApi', 'authorizers')).toEqual({
      'eu-west-1_a': {
        type: 'jwt',
        identitySource: '$request.header.Authorization',
        issuerUrl: 'https://i.example',
        audience: ['c']
      }
    })
    expect(events(data, 'httpApi')[0]?.['authorizer']).toEqual({ name: 'eu-west-1_a', scopes: ['x/y'] })
    expect(problems(http, route({}))).toEqual([expect.stringContaining('needs its issuer and audience')])
  })

  test('an open preflight stands before an ANY route that asks for credentials', () => {
    const both = (s: never) => (authorize(iam) as (s: never) => unknown)(cors()(s) as never)
    const data = file(http, { all: close(both(any('/all') as never)) })
    expect(events(data, 'httpApi')).toEqual([
      { path: '/all', method: 'any', authorizer: { type: 'aws_iam' } },
      { path: '/all', method: 'options' }
    ])
  })

  test.each<readonly [string, Settings, object, string]>([
    ['API keys', {}, { a: closed(['GET'], '/a', apiKey()) }, 'an HTTP API has no API keys'],
    ['key settings', { apiKeys: ['k'] }, { hello }, 'apiKeys on an HTTP API'],
    ['usage plans', { usagePlan: {} }, { hello }, 'usagePlan on an HTTP API'],
    ['resource policies', { resourcePolicy: [] }, { hello }, 'resourcePolicy on an HTTP API'],
    ['compression', { minimumCompressionSize: 0 }, { hello }, 'minimumCompressionSize on an HTTP API'],
    ['edge endpoints', { endpointType: 'EDGE' }, { hello }, 'HTTP APIs are regional'],
    ['X-Ray', { tracing: 'Active' }, { hello }, 'X-Ray does not see HTTP APIs'],
    ['X-Ray by extend', { extend: { provider: { tracing: { apiGateway: true } } } }, { hello }, 'X-Ray does not see HTTP APIs'],
    [
      'token authorizers of others',
      {},
      { a: closed(['GET'], '/a', authorize(lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:1:function:f', context }))) },
      'never a token alone'
    ],
    [
      'several pools',
      {},
      {
        a: closed(
          ['GET'],
          '/a',
          authorize(cognitoUserPool({ providerArns: [pool('a'), pool('b')], claims, issuer: 'i', audience: ['a'] }))
        )
      },
      'one issuer'
    ]
  ])('%s are a fault, never dropped', (_, settings, module, problem) => {
    expect(problems({ ...http, ...settings }, module)).toEqual([expect.stringContaining(problem)])
  })

  test('no gateway responses', () => {
    expect(Object.keys(resources(file(http, { hello })))).toEqual(['ApiDashhelloRole'])
  })
})

test('13. binary media types are those that the declarations name', () => {
  const module = {
    up: closed(['PUT'], '/up', rawBody('application/zip')),
    down: closed(['GET'], '/down', returns({ 200: bytes('image/png') }))
  }
  expect(at(file({ binaryTypes: ['audio/ogg'] }, module), 'provider', 'apiGateway', 'binaryMediaTypes')).toEqual([
    'application/zip',
    'audio/ogg',
    'image/png'
  ])
})

describe('13. a function URL is a setting', () => {
  test.each<readonly [FunctionSettings['url'], unknown]>([
    [true, true],
    [{ authorizer: 'aws_iam' }, { authorizer: 'aws_iam' }],
    [undefined, undefined]
  ])('url %j', (url, written) => {
    const module = { f: plain(functionSettings(url === undefined ? {} : { url })) }
    expect(at(file({}, module), 'functions', 'f', 'url')).toEqual(written)
  })

  test("the service's own is for what answers HTTP", () => {
    const data = file({ url: true }, { hello, f: plain() })
    expect([at(data, 'functions', 'api-hello', 'url'), at(data, 'functions', 'f', 'url')]).toEqual([true, undefined])
  })
})

test('14. no request parameters are written; group regroups HTTP only', () => {
  const module = { a: closed(['GET'], '/a/{x}'), b: closed(['GET'], '/b'), f: plain() }
  expect(printYaml(file({}, module))).not.toContain('parameters')
  const data = file({ group: 'service' }, module)
  expect(Object.keys(dataAt(data, 'functions'))).toEqual(['api', 'f'])
  expect(events(data).map((e) => e['path'])).toEqual(['/a/{x}', '/b'])
  expect(Object.keys(dataAt(file({ group: 'route' }, module), 'functions'))).toEqual(['a', 'b', 'f'])
})

describe('15. size', () => {
  const functions = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, plain()]))

  test.each([
    [1, 2 + 3, 0, 0],
    [132, 2 + 396, 0, 0],
    [133, 401, 0, 1],
    [166, 500, 0, 1],
    [167, 503, 1, 0]
  ])('%i plain functions are %i resources: %i faults, %i warnings', (n, resources, faults, warnings) => {
    const checked = check(of({}, functions(n)))
    expect([checked.resources, checked.faults.length, checked.warnings.length]).toEqual([resources, faults, warnings])
  })

  test('the suggestions stand in the order in which they help', () => {
    const mend = check(of({}, functions(140))).warnings[0]?.mend ?? ''
    const order = ['one role', 'HTTP API', '{proxy+}', 'split']
    expect(order.map((s) => mend.indexOf(s))).toEqual([...order.map((s) => mend.indexOf(s))].sort((a, b) => a - b))
  })

  // Held against the packaged template by tools/prove: 0 differences, osls 4.3.1.
  test('the everything-services have as many resources as osls packaged', () => {
    expect([everything.rest, everything.http, everything.grouped, everything.groupedHttp].map((s) => check(s).resources)).toEqual(
      [127, 94, 73, 48]
    )
  })

  test('versions are never written', () => {
    expect(at(file({}, { hello }), 'provider', 'versionFunctions')).toBe(false)
  })
})

test('16. timeouts when nothing is said: 29 s behind an API, 60 s elsewhere', () => {
  const data = file({}, { hello, f: plain(), g: plain(functionSettings({ timeout: 900 })) })
  expect(['api-hello', 'f', 'g'].map((f) => at(data, 'functions', f, 'timeout'))).toEqual([29, 60, 900])
})

describe('17. same input, same bytes', () => {
  test('twice the same, and for every stage', () => {
    for (const s of [everything.rest, everything.http]) {
      expect(render(s).text).toBe(render(s).text)
      expect(render(s).text).not.toContain('dev-')
    }
  })

  test('stages come by variables that need no credentials', () => {
    expect(at(file({}, { hello }), 'provider', 'stage')).toBe("${opt:stage, 'dev'}")
    expect(at(file({ stage: 'prod' }, { hello }), 'provider', 'stage')).toBe("${opt:stage, 'prod'}")
    expect(render(everything.rest).text).not.toMatch(/\$\{(aws|ssm|cf|s3):/)
    expect(at(file({ params: { default: { A: 'x' } } }, { hello }), 'params')).toEqual({ default: { A: 'x' } })
  })

  test('two ports that set one variable differently are a fault, alike they are none', () => {
    const p = (key: string, value: string) => port(key, { live: () => 1, environment: { TABLE: value } })
    expect(problems({}, { f: plain(use(p('a', 'x')), use(p('b', 'y'))) })).toEqual([expect.stringContaining('sets TABLE to "y"')])
    expect(problems({}, { f: plain(use(p('a', 'x')), use(p('b', 'x'))) })).toEqual([])
    expect(problems({}, { f: plain(use(p('a', 'x'))), g: plain(use(p('b', 'y'))) })).toEqual([])
  })

  test('environments: the service at the provider, the others at their functions', () => {
    const p = port('p', { live: () => 1, environment: { TABLE: { Ref: 'T' } } })
    const mw = fromMiddy({ before: () => {} }, { environment: { MW: 'x' } })
    const data = file(
      { environment: { ALL: '1', LEVEL: 'info' } },
      { f: plain(use(p), mw, functionSettings({ environment: { LEVEL: 'debug' } })) }
    )
    expect(at(data, 'provider', 'environment')).toEqual({ ALL: '1', LEVEL: 'info' })
    expect(at(data, 'functions', 'f', 'environment')).toEqual({ TABLE: { Ref: 'T' }, MW: 'x', LEVEL: 'debug' })
    expect(
      problems({ environment: { LEVEL: 'info' } }, { f: plain(functionSettings({ environment: { LEVEL: 'debug' } })) })
    ).toEqual([])
  })
})

test('18. the file says who wrote it and how to write it again; with faults there is none', () => {
  expect(render(everything.rest).text).toMatch(
    /^# Generated by quaich from your service; do not edit\. Again: npx quaich generate\nservice: todos\n/
  )
  expect(render(of({ memorySize: 1 }, { hello }))).toMatchObject({ text: '', faults: [{ place: 'the settings' }] })
})

test('19. every function is its own bundle, and nothing else is packaged', () => {
  const data = file({}, { f: plain() })
  expect(data['package']).toEqual({ individually: true, excludeDevDependencies: false, patterns: ['!**'] })
  expect(at(data, 'functions', 'f')).toMatchObject({ handler: 'build/f/index.handler', package: { patterns: ['build/f/**'] } })
})

describe('20. function settings', () => {
  test('memory and timeout take the largest, tables are joined, other differences are faults', () => {
    const a = closed(['GET'], '/a', functionSettings({ memorySize: 512, timeout: 5, tags: { x: '1' }, description: 'one' }))
    const b = closed(['POST'], '/a', functionSettings({ memorySize: 256, timeout: 20, tags: { y: '2' }, description: 'two' }))
    expect(at(file({ memorySize: 1024 }, { a, b }), 'functions', 'api-a')).toMatchObject({
      memorySize: 512,
      timeout: 20,
      tags: { x: '1', y: '2' }
    })
    expect(problems({}, { a, b })).toEqual(['its sentences say description differently: "one", "two"'])
    expect(problems({ group: 'route' }, { a, b })).toEqual([])
  })

  test('a sentence that says nothing counts with what it would have alone', () => {
    const a = closed(['GET'], '/a', functionSettings({ memorySize: 128, timeout: 5 }))
    const b = closed(['POST'], '/a')
    expect(at(file({}, { a, b }), 'functions', 'api-a')).toMatchObject({ memorySize: 256, timeout: 29 })
    expect(at(file({ memorySize: 512, timeout: 10 }, { a, b }), 'functions', 'api-a', 'timeout')).toBe(10)
    expect(at(file({}, { a }), 'functions', 'api-a')).toMatchObject({ memorySize: 128, timeout: 5 })
  })

  test('destinations and dead-letter queues come with their statements', () => {
    const queue = 'arn:aws:sqs:eu-west-1:123456789012:dead'
    const done = { 'Fn::GetAtt': ['Done', 'Arn'] as const }
    const settings = {
      destinations: { onSuccess: done, onFailure: 'arn:aws:sns:eu-west-1:1:failed' },
      onError: queue,
      maximumRetryAttempts: 0
    }
    const data = file({ resources: { Done: { Type: 'AWS::SQS::Queue' } } }, { f: plain(functionSettings(settings)) })
    expect(at(data, 'functions', 'f')).toMatchObject({
      destinations: { onSuccess: { arn: done, type: 'sqs' }, onFailure: 'arn:aws:sns:eu-west-1:1:failed' },
      onError: { 'Fn::Join': [':', queue.split(':')] },
      maximumRetryAttempts: 0
    })
    expect(grants(data, 'FRole').slice(1)).toEqual([
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [done] },
      { Effect: 'Allow', Action: ['sns:Publish'], Resource: ['arn:aws:sns:eu-west-1:1:failed'] },
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [queue] }
    ])
  })

  test('what equals the service stands at the provider alone', () => {
    const data = file(
      { memorySize: 512, runtime: 'nodejs22.x' },
      { f: plain(functionSettings({ memorySize: 512, runtime: 'nodejs24.x' })) }
    )
    expect(at(data, 'provider')).toMatchObject({ memorySize: 512, runtime: 'nodejs22.x', architecture: 'arm64' })
    expect(at(data, 'functions', 'f')).not.toHaveProperty('memorySize')
    expect(at(data, 'functions', 'f', 'runtime')).toBe('nodejs24.x')
  })
})

describe('22. by extensions, what the deployer has no word for', () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:shared'
  const role = 'arn:aws:iam::123456789012:role/r'

  test('several Cognito pools', () => {
    const data = file(
      {},
      { me: closed(['GET'], '/me', authorize(cognitoUserPool({ name: 'pools', providerArns: [pool('a'), pool('b')], claims }))) }
    )
    expect(at(data, 'resources', 'extensions', 'PoolsApiGatewayAuthorizer')).toEqual({
      Properties: { ProviderARNs: [pool('a'), pool('b')] }
    })
    expect(events(data)[0]?.['authorizer']).toEqual({
      name: 'pools',
      type: 'COGNITO_USER_POOLS',
      arn: pool('a'),
      identitySource: 'method.request.header.Authorization'
    })
  })

  test.each<readonly ['rest' | 'http', string, string]>([
    ['rest', 'SharedApiGatewayAuthorizer', 'AuthorizerCredentials'],
    ['http', 'HttpApiAuthorizerShared', 'AuthorizerCredentialsArn']
  ])('the role that invokes an authorizer of others, on %s', (gateway, id, key) => {
    const shared = lambdaAuthorizer({ arn, context, type: 'request', invokeRole: role })
    const data = file({ gateway }, { a: closed(['GET'], '/a', authorize(shared)) })
    expect(at(data, 'resources', 'extensions', id)).toEqual({ Properties: { [key]: role } })
  })

  test('authorizers of others are managed externally, of our own are functions', () => {
    const jwt = authorizer({ context, executionRole: role, ttlSeconds: 30, header: 'X-Token' })
    const shared = lambdaAuthorizer({ arn, context, ttlSeconds: 10 })
    const data = file(
      {},
      { guard: close(jwt), a: closed(['GET'], '/a', authorize(jwt)), b: closed(['GET'], '/b', authorize(shared)) }
    )
    expect(events(data).map((e) => e['authorizer'])).toEqual([
      { name: 'guard', type: 'token', resultTtlInSeconds: 30, identitySource: 'method.request.header.X-Token' },
      {
        name: 'shared-10s',
        arn,
        type: 'token',
        managedExternally: true,
        resultTtlInSeconds: 10,
        identitySource: 'method.request.header.Authorization'
      }
    ])
    expect(at(data, 'resources', 'extensions', 'GuardApiGatewayAuthorizer')).toEqual({
      Properties: { AuthorizerCredentials: role }
    })
  })

  test('a token in the query is the identity source of either API, and names the authorizer where nothing else does', () => {
    const own = authorizer({ context, type: 'request', query: 'token' })
    const shared = lambdaAuthorizer({ arn, context, type: 'request', query: 'key' })
    const module = {
      guard: close(own),
      a: closed(['GET'], '/a', authorize(own)),
      b: closed(['GET'], '/b', authorize(shared))
    }
    expect(events(file({}, module)).map((e) => at(e, 'authorizer', 'identitySource'))).toEqual([
      'method.request.querystring.token',
      'method.request.querystring.key'
    ])
    const http = at(file({ gateway: 'http' }, module), 'provider', 'httpApi', 'authorizers')
    expect(Object.entries(http as Data).map(([name, a]) => [name, at(a, 'identitySource')])).toEqual([
      ['guard', ['$request.querystring.token']],
      ['shared-query-key', ['$request.querystring.key']]
    ])
    expect([problems({}, module), problems({ gateway: 'http' }, module)]).toEqual([[], []])
  })

  test('a JWT authorizer is for HTTP APIs', () => {
    const tokens = jwtAuthorizer({ issuer: 'https://id.example', audience: ['todos'], claims })
    const module = { a: closed(['GET'], '/a', authorize(tokens)) }
    expect(problems({}, module)).toEqual(['a REST API has no JWT authorizers'])
    expect(Object.keys(dataAt(file({ gateway: 'http' }, module), 'provider', 'httpApi', 'authorizers'))).toEqual([
      'id-example-todos'
    ])
  })

  test('extend is merged last: records deeply, lists appended', () => {
    const extend = {
      provider: { deploymentMethod: 'direct' },
      plugins: ['p'],
      functions: { f: { package: { patterns: ['more/**'] } } }
    }
    const data = file({ extend }, { f: plain() })
    expect(data['plugins']).toEqual(['p'])
    expect(at(data, 'provider')).toMatchObject({ name: 'aws', deploymentMethod: 'direct' })
    expect(at(data, 'functions', 'f', 'package', 'patterns')).toEqual(['build/f/**', 'more/**'])
  })
})

describe('agreement: what is declared is in the file, and nothing else', () => {
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE')
  const sentence = fc.record({
    method,
    path: fc.constantFrom('/', '/a', '/a/{x}', '/b-c', '/b/{y}/z'),
    auth: fc.boolean(),
    cors: fc.boolean(),
    key: fc.boolean()
  })
  const sentences = fc.uniqueArray(sentence, { selector: (s) => `${s.method} ${s.path}`, minLength: 1, maxLength: 12 })
  const group = fc.constantFrom('resource', 'route', 'service')

  test('authorizers, keys and policies of a REST API, route by route, and no id twice', () => {
    fc.assert(
      fc.property(sentences, group, (said, group) => {
        const stack = (s: (typeof said)[number]) => [
          ...(s.auth ? [authorize(iam)] : []),
          ...(s.cors ? [cors()] : []),
          ...(s.key ? [apiKey()] : [])
        ]
        const module = Object.fromEntries(said.map((s, i) => [`r${i}`, closed([s.method as never], s.path, ...stack(s))]))
        const api = of({ group: group as never }, module)
        const data = serverless(api)
        const written = events(data).map((e) => [
          `${e['method']} ${e['path']}`,
          e['authorizer'] !== undefined,
          e['cors'] !== undefined,
          e['private'] === true
        ])
        const declared = said.map((s) => [`${s.method.toLowerCase()} ${s.path}`, s.auth, s.cors, s.key])
        expect(new Set(written.map(String))).toEqual(new Set(declared.map(String)))
        const { faults, resources } = check(api)
        expect(faults).toEqual([])
        expect(resources).toBe(expected(said, api.functions.length))
      }),
      { seed: 42, numRuns: 200 }
    )
  })

  // Counted by hand: bucket and policy, API and deployment, three gateway responses; role, function, log and permission of each.
  const expected = (
    said: ReadonlyArray<{ readonly path: string; readonly cors: boolean; readonly key: boolean }>,
    functions: number
  ): number => {
    const nodes = new Set(
      said
        .flatMap((s) =>
          s.path
            .split('/')
            .slice(1)
            .map((_, i, parts) => parts.slice(0, i + 1).join('/'))
        )
        .filter((p) => p !== '')
    )
    const preflights = new Set(said.filter((s) => s.cors).map((s) => s.path))
    return 7 + 4 * functions + nodes.size + said.length + preflights.size + (said.some((s) => s.key) ? 3 : 0)
  }
})

test('a private API is reached through what it names, and nothing else', () => {
  const data = file({ endpointType: 'PRIVATE', vpcEndpointIds: ['vpce-1'] }, { hello })
  expect(dataAt(data, 'provider')).toMatchObject({ endpointType: 'PRIVATE', vpcEndpointIds: ['vpce-1'] })
  expect(at(data, 'provider', 'apiGateway', 'resourcePolicy')).toEqual([
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1'] } }
    }
  ])
})

test('generating calls nothing of the user: handlers, ports and error bodies may all throw', () => {
  const boom = (): never => {
    throw new Error('called')
  }
  const p = port('p', { live: boom })
  expect(() => render(of({ errorBody: boom }, { hello, f: plain(use(p)) }))).not.toThrow()
})
