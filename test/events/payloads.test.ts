/** Every payload format under the one contract, under properties, and against the events that AWS itself publishes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import type { Payload, Printed } from '../../src/events/Payload.js'
import { payloadOf, payloads } from '../../src/events/payloads.js'
import { readResult } from '../../src/events/readResult.js'
import { restApi } from '../../src/events/restApi.js'
import { formats } from './formats.js'
import { expectedHeaders, expectedQuery, headersOf, meaning, payloadContract, type Sent } from './payload.contract.js'

const runs = { seed: 20_260_101, numRuns: 200 }

for (const format of formats) payloadContract(format)

// ---- what each format has of its own

const fail = (why: string): never => {
  throw new Error(why)
}
const named = (title: string) => formats.find((f) => f.title === title) ?? fail(title)
const event = (title: string, patch: object = {}, context: object = {}): object => {
  const e = named(title).encode({ title: '' }) as { readonly requestContext: object }
  return { ...e, ...patch, requestContext: { ...e.requestContext, ...context } }
}
const opened = (title: string, patch: object = {}, context: object = {}) => {
  const e = event(title, patch, context)
  return payloadOf(e)?.open(e) ?? fail('not recognised')
}

describe('Path parameters of the gateway', () => {
  const pathParameters = { city: 'Los%20Angeles', twice: '%252F', plus: 'a+b' }
  test('are decoded once for a REST API, where plus is no space', () => {
    expect(opened('A REST API', { pathParameters }).gatewayParams()).toEqual({ city: 'Los Angeles', twice: '%2F', plus: 'a+b' })
  })
  test('are malformed for a REST API where an escape is broken', () => {
    expect(opened('A REST API', { pathParameters: { a: '%E0%A4%A' } }).gatewayParams()).toBe('malformed')
  })
  test.each(['An HTTP API', 'An HTTP API with payload 1.0 and a stage'])('are left as they are for %s', (title) => {
    expect(opened(title, { pathParameters }).gatewayParams()).toEqual(pathParameters)
  })
  test.each(['A function URL', 'A load balancer'])('are none for %s', (title) => {
    expect(opened(title, { pathParameters }).gatewayParams()).toBe(undefined)
  })
  test('may be named __proto__', () => {
    const given = JSON.parse('{"__proto__":"x"}') as object
    expect(Object.entries(opened('A REST API', { pathParameters: given }).gatewayParams() ?? {})).toEqual([['__proto__', 'x']])
  })
})

describe('The resource that the gateway matched', () => {
  test.each([
    ['A REST API', {}, { resource: '/todos/{id}' }, '/todos/{id}'],
    ['A REST API', { resourcePath: '/todos/{id}' }, { resource: undefined }, '/todos/{id}'],
    ['A REST API', {}, {}, '/{proxy+}'],
    ['An HTTP API with payload 1.0 and a stage', {}, { resource: '$default' }, undefined],
    ['An HTTP API', {}, { routeKey: 'GET /todos/{id}' }, '/todos/{id}'],
    ['An HTTP API', {}, { routeKey: 'ANY /dev/{proxy+}' }, '/dev/{proxy+}'],
    ['An HTTP API', {}, { routeKey: '$default' }, undefined],
    ['A function URL', {}, { routeKey: 'GET /todos' }, undefined],
    ['A load balancer', {}, { resource: '/todos' }, undefined]
  ])('of %s with %j and %j is %s', (title, context, patch, resource) => {
    expect(opened(title, patch, context).resource).toBe(resource)
  })
})

describe('The stage in the path of an HTTP API', () => {
  test.each([
    ['/dev', 'dev', '/'],
    ['/dev/', 'dev', '/'],
    ['/dev/dev/x', 'dev', '/dev/x'],
    ['/developers', 'dev', '/developers'],
    ['/x', 'dev', '/x'],
    ['/$default/x', '$default', '/$default/x'],
    ['/x', '', '/x'],
    ['/x', null, '/x']
  ])('%s in stage %s is %s', (rawPath, stage, path) => {
    expect(opened('An HTTP API', { rawPath }, { stage }).path).toBe(path)
  })
  test('is none of a function URL', () => {
    expect(opened('A function URL', { rawPath: '/dev/x' }, { stage: 'dev' }).path).toBe('/dev/x')
  })
})

describe('Query parameters', () => {
  test.each(['A function URL', 'An HTTP API', 'A load balancer with multi-value headers'])(
    'keep a broken escape as it is: %s',
    (title) => {
      const e = named(title).encode({ title: '', query: 'a=%ZZ&b=100%&c=1+%' })
      expect(payloadOf(e)?.open(e).query).toEqual({ a: '%ZZ', b: '100%', c: '1+%' })
    }
  )
  test('of an HTTP API without a raw query string are taken whole', () => {
    const patch = { rawQueryString: undefined, queryStringParameters: { ids: '1,2' } }
    expect(opened('An HTTP API', patch).multiValueQuery).toEqual({ ids: ['1,2'] })
  })
})

describe('Cookies', () => {
  test('of an HTTP API are the Cookie header', () => {
    const request = opened('An HTTP API', { cookies: ['a=1', 'b=2'], headers: { cookie: 'c=3' } })
    expect([request.values('Cookie'), request.headers['cookie'], request.cookies]).toEqual([
      ['a=1; b=2'],
      'a=1; b=2',
      { a: '1', b: '2' }
    ])
  })
  test('in a header are read where an emulator gives no list', () => {
    expect(opened('An HTTP API', { headers: { Cookie: 'c=3' } }).cookies).toEqual({ c: '3' })
  })
  test('in two headers are joined with semicolons', () => {
    const request = opened('A REST API', { multiValueHeaders: { Cookie: ['a=1', 'b=2'], accept: ['x', 'y'] } })
    expect(request.headers).toEqual({ cookie: 'a=1; b=2', accept: 'x, y' })
    expect(request.values('cookie')).toEqual(['a=1', 'b=2'])
  })
})

test('Two spellings of a header are one header with both values', () => {
  const request = opened('A REST API', { multiValueHeaders: { 'X-API-Key': ['a'], 'x-api-key': ['b'], 'X-None': [] } })
  expect([request.values('x-Api-Key'), request.headers, request.multiValueHeaders]).toEqual([
    ['a', 'b'],
    { 'x-api-key': 'a, b' },
    { 'x-api-key': ['a', 'b'] }
  ])
})

describe('The identity', () => {
  const claims = { sub: '1', 'cognito:groups': 'a' }
  const signed = {
    userArn: 'arn:aws:iam::1:user/x',
    accountId: '1',
    accessKey: 'AK',
    caller: 'C',
    user: 'U',
    cognitoIdentityId: null,
    apiKey: ''
  }
  const iam = { userArn: 'arn:aws:iam::1:user/x', accountId: '1', accessKey: 'AK', caller: 'C', user: 'U' }
  const signed2 = { userArn: iam.userArn, accountId: '1', accessKey: 'AK', callerId: 'C', userId: 'U', cognitoIdentity: null }
  test.each([
    ['A REST API', {}, {}],
    ['A REST API', { authorizer: { claims, scopes: ['a'] } }, { claims }],
    [
      'A REST API',
      { authorizer: { principalId: 'p', tier: '1', integrationLatency: 9 } },
      { context: { principalId: 'p', tier: '1' } }
    ],
    ['A REST API', { authorizer: { claims: 'x', tier: '1' } }, {}],
    ['A REST API', { identity: signed }, { iam }],
    ['A REST API', { identity: { apiKey: 'k', userArn: null } }, { apiKey: 'k' }],
    [
      'A REST API',
      { identity: { userArn: 'a', cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' } },
      { iam: { userArn: 'a', cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' } }
    ],
    ['An HTTP API with payload 1.0 and a stage', { authorizer: { claims } }, { claims }],
    ['An HTTP API', { authorizer: { jwt: { claims, scopes: null } } }, { claims }],
    ['An HTTP API', { authorizer: { lambda: { tier: '1' } } }, { context: { tier: '1' } }],
    ['An HTTP API', { authorizer: { iam: signed2 } }, { iam }],
    [
      'An HTTP API',
      { authorizer: { iam: { ...signed2, cognitoIdentity: { identityId: 'i', identityPoolId: 'p' } } } },
      { iam: { ...iam, cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' } }
    ],
    ['An HTTP API', { authorizer: { iam: { accountId: '1' } } }, {}],
    ['A function URL', { authorizer: { iam: signed2 } }, { iam }],
    ['A function URL', { authorizer: { jwt: { claims }, lambda: { principalId: 'p' } } }, {}],
    ['A load balancer', { authorizer: { claims, principalId: 'p' }, identity: signed }, {}]
  ])('of %s in %j is %j', (title, context, identity) => {
    expect(opened(title, {}, context).identity).toEqual(identity)
  })
  test.each(formats.map((f) => f.title))('is never read from headers: %s', (title) => {
    const forged = { 'x-amzn-oidc-data': 'a.b.c', 'x-amzn-oidc-identity': 'root', 'x-api-key': 'k', authorization: 'Bearer x' }
    const headers: Sent['headers'] = Object.entries(forged)
    const e = named(title).encode({ title: '', headers })
    expect(payloadOf(e)?.open(e).identity).toEqual({})
  })
})

describe('A result', () => {
  const printed: Printed = {
    status: 200,
    headers: { etag: '"1"', vary: ['a', 'b'], 'set-cookie': ['x=1', 'y=2'] },
    body: 'b',
    base64: false
  }
  const respond = (title: string) => payloadOf(event(title))?.respond(printed, opened(title))
  test('of a REST API keeps texts and lists apart', () => {
    expect(respond('A REST API')).toEqual({
      statusCode: 200,
      headers: { etag: '"1"' },
      multiValueHeaders: { vary: ['a', 'b'], 'set-cookie': ['x=1', 'y=2'] },
      body: 'b',
      isBase64Encoded: false
    })
  })
  test.each(['An HTTP API', 'A function URL'])('of %s has its cookies in a list of their own', (title) => {
    expect(respond(title)).toEqual({
      statusCode: 200,
      headers: { etag: '"1"', vary: 'a, b' },
      cookies: ['x=1', 'y=2'],
      body: 'b',
      isBase64Encoded: false
    })
  })
  test('of a load balancer with multi-value headers has nothing but lists', () => {
    expect(respond('A load balancer with multi-value headers')).toEqual({
      statusCode: 200,
      statusDescription: '200 OK',
      multiValueHeaders: { etag: ['"1"'], vary: ['a', 'b'], 'set-cookie': ['x=1', 'y=2'] },
      body: 'b',
      isBase64Encoded: false
    })
  })
  test('of a load balancer has nothing but texts, each cookie under another spelling', () => {
    expect(respond('A load balancer')).toEqual({
      statusCode: 200,
      statusDescription: '200 OK',
      headers: { etag: '"1"', vary: 'a, b', 'set-cookie': 'x=1', 'Set-cookie': 'y=2' },
      body: 'b',
      isBase64Encoded: false
    })
  })
  test.each(['An HTTP API', 'A function URL'])('of %s may be a body alone', (title) => {
    const read = (result: unknown) => readResult(payloadOf(event(title)) as Payload, result)
    const json = (body: string) => ({ status: 200, headers: { 'content-type': 'application/json' }, body, base64: false })
    expect(read('hello')).toEqual(json('hello'))
    expect(read({ a: 1 })).toEqual(json('{"a":1}'))
    expect(read([1])).toEqual(json('[1]'))
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    expect(read(cycle)).toMatchObject({ status: 500 })
  })
  test('of a REST API is no body alone', () => {
    for (const result of ['hello', { a: 1 }, [1]]) expect(readResult(restApi, result)).toMatchObject({ status: 500 })
  })
  test('counts a pair once that is in both kinds of headers', () => {
    const result = { statusCode: 200, headers: { A: '1', b: '2' }, multiValueHeaders: { a: ['1', '3'] } }
    expect(readResult(restApi, result).headers).toEqual({ a: ['1', '3'], b: '2' })
  })
})

// ---- properties

const text = fc.string({ unit: 'binary', maxLength: 8 }).filter((s) => Buffer.from(s).toString() === s)
const fieldName = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'a b', 'a+b', '%', '1')).filter((s) => s !== '')
const token = fc
  .oneof(fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/), fc.constantFrom('__proto__', 'toString'))
  .filter((s) => s.toLowerCase() !== 'cookie')
const headerText = fc.stringMatching(/^[!-~]([\t -~]{0,10}[!-~])?$/)
const cookieName = fc.stringMatching(/^[!#$&'*+.^_`|~0-9A-Za-z-]{1,8}$/)
const cookieText = fc.stringMatching(/^[!#$&-+.-:<-[\]-~]{0,10}$/)

describe.each(formats)('For any request, $title', (format) => {
  const open = (sent: Sent) => format.payload.open(JSON.parse(JSON.stringify(format.encode(sent))) as object)

  test('gives back the query', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fieldName, text), { maxLength: 6 }), fc.boolean(), (pairs, plus) => {
        const form = new URLSearchParams(pairs.map(([k, v]): [string, string] => [k, v])).toString()
        const sent = { title: '', query: plus ? form : form.replaceAll('+', '%20') }
        expect(new Map(Object.entries(open(sent).multiValueQuery))).toEqual(expectedQuery(format, sent))
      }),
      runs
    )
  })
  test('gives back the headers, by every way to ask', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(token, headerText), { maxLength: 6 }), (pairs) => {
        // A gateway has one spelling of a name.
        const headers = pairs.map(([k, v]) => [pairs.find(([n]) => n.toLowerCase() === k.toLowerCase())?.[0] ?? k, v] as const)
        const sent = { title: '', headers }
        const expected = expectedHeaders(format, sent)
        expect(new Map(Object.entries(open(sent).multiValueHeaders))).toEqual(expected)
        expect(new Map(Object.entries(open(sent).headers))).toEqual(new Map([...expected].map(([k, all]) => [k, all.join(', ')])))
        for (const [name, all] of expected) expect(open(sent).values(name)).toEqual(all)
      }),
      runs
    )
  })
  test('gives back the cookies', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(cookieName, cookieText), { maxLength: 5, selector: ([name]) => name }), (pairs) => {
        const sent = { title: '', cookies: pairs.map(([k, v]) => `${k}=${v}`) }
        expect(new Map(Object.entries(open(sent).cookies))).toEqual(new Map(pairs))
      }),
      runs
    )
  })
  test('gives back the bytes of the body', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array()), (body) => {
        expect(Buffer.from(open({ title: '', body }).rawBody).equals(Buffer.from(body))).toBe(true)
      }),
      runs
    )
  })
  test('reads back every reply that it writes', () => {
    const values = fc.oneof(headerText, fc.array(headerText, { minLength: 1, maxLength: 3 }))
    const name = fc.oneof(
      token.map((s) => s.toLowerCase()),
      fc.constant('set-cookie')
    )
    const reply = fc.record({
      status: fc.integer({ min: 200, max: 599 }),
      headers: fc.array(fc.tuple(name, values), { maxLength: 5 }).map(headersOf),
      body: text,
      base64: fc.boolean()
    })
    const request = open({ title: '' })
    fc.assert(
      fc.property(reply, (printed) => {
        const result = JSON.parse(JSON.stringify(format.payload.respond(printed, request))) as unknown
        expect(meaning(readResult(format.payload, result))).toEqual(meaning(printed))
      }),
      runs
    )
  })
  test('reads any value as some reply', () => {
    const shaped = fc.record(
      {
        statusCode: fc.anything(),
        headers: fc.anything(),
        multiValueHeaders: fc.anything(),
        cookies: fc.anything(),
        body: fc.anything()
      },
      { requiredKeys: [] }
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), (result) => {
        const printed = readResult(format.payload, result)
        expect([Number.isInteger(printed.status), typeof printed.body, typeof printed.base64]).toEqual([
          true,
          'string',
          'boolean'
        ])
      }),
      runs
    )
  })
})

// ---- telling events apart

const recognisers = (e: unknown) => payloads.filter((p) => p.recognises(e)).length

describe('An event', () => {
  test('is of one format at most, and asking never throws', () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom('GET', '/', '1.0', '2.0', 'x.lambda-url.y'))
    const keys = { httpMethod: part, path: part, rawPath: part, version: part, methodArn: part, routeArn: part, headers: part }
    const context = fc.record(
      { elb: part, http: fc.oneof(part, fc.record({ method: part })), connectionId: part, domainName: part, authorizer: part },
      { requiredKeys: [] }
    )
    const shaped = fc.record({ ...keys, requestContext: fc.oneof(part, context) }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (e) => {
        expect(recognisers(e)).toBe(payloadOf(e) === undefined ? 0 : 1)
      }),
      { ...runs, numRuns: 1000 }
    )
  })
  test('that is recognised can be asked for everything, whatever its parts are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.array(fc.jsonValue(), { minLength: 8, maxLength: 8 }),
        (format, [a, b, c, d, e, f, g, h]) => {
          const base = format.encode({ title: '' }) as { readonly requestContext: object }
          const lists = {
            multiValueHeaders: a,
            headers: b,
            multiValueQueryStringParameters: c,
            queryStringParameters: d,
            rawQueryString: e
          }
          const odd = {
            ...base,
            ...lists,
            cookies: f,
            pathParameters: g,
            stageVariables: h,
            requestContext: { ...base.requestContext, authorizer: a, identity: b }
          }
          const request = format.payload.open(odd)
          const { identity, cookies, multiValueHeaders, multiValueQuery, encodedBody } = request
          expect(
            [identity, cookies, multiValueHeaders, multiValueQuery, encodedBody].every((part) => typeof part === 'object')
          ).toBe(true)
          request.gatewayParams()
          expect(() => JSON.stringify(request)).not.toThrow()
        }
      ),
      { ...runs, numRuns: 500 }
    )
  })
  test.each([
    ['without a request context', { requestContext: undefined }, 'rest'],
    ['with a null request context', { requestContext: null }, 'rest'],
    [
      'with nulls for what it has not',
      { methodArn: null, requestContext: { elb: null, http: null, connectionId: null } },
      'rest'
    ],
    ['with version 1.0', { version: '1.0' }, 'http']
  ])('of payload 1.0 %s is still one', (_, patch, name) => {
    const e = { ...named('A REST API').encode({ title: '' }), ...patch }
    expect(payloadOf(e)?.name).toBe(name)
    expect(payloadOf(e)?.open(e).identity).toEqual({})
    expect(payloadOf(e)?.open(e).context).toBeDefined()
  })
  test.each([
    [
      'of a websocket',
      event('A REST API', { httpMethod: undefined, path: undefined }, { connectionId: 'c', eventType: 'CONNECT' })
    ],
    ['with a connection', event('A REST API', {}, { connectionId: 'c' })],
    ['with an event type', event('A REST API', {}, { eventType: 'CONNECT' })],
    ['of a websocket with a method', event('A REST API', {}, { connectionId: 'c', eventType: 'MESSAGE' })],
    ['of a TOKEN authorizer', { type: 'TOKEN', methodArn: 'arn', authorizationToken: 'x' }],
    ['of a REQUEST authorizer', event('A REST API', { type: 'REQUEST', methodArn: 'arn' })],
    ['of a REQUEST authorizer 1.0', event('A REST API', { type: 'REQUEST', version: '1.0', methodArn: 'arn' })],
    ['of a REQUEST authorizer 2.0', event('An HTTP API', { type: 'REQUEST', routeArn: 'arn' })],
    ['of a queue', { Records: [{ eventSource: 'aws:sqs', body: '{}' }] }],
    ['of EventBridge', { version: '0', 'detail-type': 'x', detail: { httpMethod: 'GET', path: '/' } }],
    ['of VPC Lattice', { version: '2.0', path: '/', method: 'GET', headers: {}, requestContext: { serviceArn: 'arn' } }],
    ['with no keys', {}],
    ['that is a list', [{ httpMethod: 'GET', path: '/' }]]
  ])('%s is no HTTP request', (_, e) => {
    expect(payloadOf(e)).toBe(undefined)
  })
})

const samples = resolve('..', 'shared', 'events')
const given = existsSync(samples) ? describe : describe.skip

given('The events that AWS publishes (skipped where ../shared/events is not there)', () => {
  const expected: Readonly<Record<string, string>> = {
    'alb-lambda-target-request-headers-only.json': 'alb',
    'alb-lambda-target-request-multivalue-headers.json': 'alb',
    'apigw-request.json': 'rest',
    'apigw-restapi-openapi-request.json': 'rest',
    'apigw-v2-request-iam.json': 'http',
    'apigw-v2-request-jwt-authorizer.json': 'http',
    'apigw-v2-request-lambda-authorizer.json': 'http',
    'apigw-v2-request-no-authorizer.json': 'http',
    'lambda-urls-request.json': 'functionUrl'
  }
  const read = (file: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(samples, file), 'utf8'))
    } catch {
      return undefined
    }
  }
  const files = existsSync(samples) ? readdirSync(samples).filter((f) => f.endsWith('.json')) : []
  test('are all told apart', () => {
    expect(
      Object.fromEntries(files.flatMap((f) => (payloadOf(read(f))?.name === undefined ? [] : [[f, payloadOf(read(f))?.name]])))
    ).toEqual(expected)
    expect(files.filter((f) => recognisers(read(f)) > 1)).toEqual([])
  })
  test.each(Object.keys(expected))('%s is read in full', (file) => {
    const e = read(file)
    const request = payloadOf(e)?.open(e as object)
    expect(request?.toJSON()).toMatchObject({ method: expect.stringMatching(/^[A-Z]+$/), path: expect.stringMatching(/^\//) })
    expect(Object.keys(request?.headers ?? {}).length).toBeGreaterThan(1)
    expect(Object.values(request?.query ?? {}).every((v) => typeof v === 'string')).toBe(true)
  })
})
