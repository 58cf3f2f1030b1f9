/**
 * Our cors, body and errors held against the middy middlewares of the same purpose, run on middy's core by themselves: equal wherever
 * middy's answer is right, and every difference is a row with its reason.
 */
import middy from '@middy/core'
import httpCors from '@middy/http-cors'
import httpErrorHandler from '@middy/http-error-handler'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body } from '../../src/combinators/body.js'
import { type CorsOptions, cors } from '../../src/combinators/cors.js'
import { fromMiddy } from '../../src/combinators/fromMiddy.js'
import { handle } from '../../src/combinators/Handler.js'
import { refuse } from '../../src/combinators/HttpError.js'
import { type AnyReply, reply } from '../../src/combinators/Reply.js'
import { get, post } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { holds } from '../laws/holds.js'
import { closed, quiet, replyTo, type Send, send } from '../laws/send.js'
import { encoded, typed } from './bodies.js'

quiet()

const onMiddy = (
  middlewares: ReadonlyArray<unknown>,
  handler: (event: never) => unknown,
  request: Send,
  method: string
): Promise<AnyReply> => {
  const hosted = middy(async (event: unknown) => handler(event as never)).use(middlewares as never)
  const event = { ...httpEvent('rest', method, '/x', request), ...request.event }
  return replyTo((e) => (hosted as unknown as (e: unknown, c: object) => Promise<unknown>)(e, lambdaContext('f')), event)
}

describe('cors', () => {
  const origins = ['https://a.example', 'https://b.example', 'http://localhost:5173']
  const told = ({ headers }: AnyReply) =>
    Object.fromEntries(
      Object.entries(headers).filter(
        ([k]) => k === 'vary' || /^access-control-(allow-origin|allow-credentials|expose-headers)$/.test(k)
      )
    )
  const settled = ({ allowOrigin, allowCredentials, exposeHeaders }: CorsOptions) => ({
    ...(allowOrigin === '*' ? { origin: '*' } : { origins: [allowOrigin ?? []].flat() }),
    ...(allowCredentials ? { credentials: true } : {}),
    ...(exposeHeaders?.length ? { exposeHeaders: exposeHeaders.join(',') } : {})
  })
  const ours = (o: CorsOptions, origin: string | undefined, f: () => unknown = () => 1) =>
    send(closed(cors(o)(get('/x')), f), { headers: { origin } })
  const theirs = (o: object, origin: string | undefined, f: () => unknown = () => ({ statusCode: 200, body: '1' })) =>
    onMiddy([httpErrorHandler({ logger: false }), httpCors(o)].toReversed(), f, { headers: { origin } }, 'GET')

  test('for * without credentials, and for named origins whose request comes from one of them, the headers are the same', async () => {
    const policy = fc.record({
      allowOrigin: fc.oneof(fc.constant('*'), fc.uniqueArray(fc.constantFrom(...origins), { minLength: 1 })),
      allowCredentials: fc.boolean(),
      exposeHeaders: fc.uniqueArray(fc.constantFrom('x-a', 'x-b'))
    })
    await holds(
      fc.asyncProperty(policy, fc.nat(), fc.boolean(), async (p, n, fails) => {
        const star = p.allowOrigin === '*'
        const o = star ? { ...p, allowCredentials: false } : p
        const from = star ? origins[n % 3] : p.allowOrigin[n % p.allowOrigin.length]
        const [a, b] = fails
          ? [
              await ours(o, from, () => E.left(refuse(404))),
              await theirs(settled(o), from, () => {
                throw Object.assign(new Error('no'), { statusCode: 404 })
              })
            ]
          : [await ours(o, from), await theirs(settled(o), from)]
        expect(told(a)).toEqual(told(b))
        expect(a.status).toBe(b.status)
      })
    )
  })

  test('to a stranger among several named origins, without credentials, the headers are the same', async () => {
    await holds(
      fc.asyncProperty(
        fc.constantFrom(
          'https://evil.example',
          'https://a.example.evil',
          'http://a.example',
          'https://a.example:444',
          'null',
          undefined
        ),
        async (from) => {
          const o = { allowOrigin: origins }
          expect(told(await ours(o, from))).toEqual(told(await theirs(settled(o), from)))
        }
      ),
      50
    )
  })

  test('preflight that may pass is answered alike, whatever the policy', async () => {
    const always = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key']
    const policy = fc.record({
      allowOrigin: fc.oneof(fc.constant('*'), fc.uniqueArray(fc.constantFrom(...origins), { minLength: 1 })),
      allowCredentials: fc.boolean(),
      exposeHeaders: fc.uniqueArray(fc.constantFrom('x-a', 'x-b')),
      allowHeaders: fc.subarray(['X-B', 'X-C']),
      maxAge: fc.constantFrom(1, 60, 86_400)
    })
    await holds(
      fc.asyncProperty(policy, fc.nat(), async (p, n) => {
        const star = p.allowOrigin === '*'
        const o = star ? { ...p, allowCredentials: false } : p
        const origin = star ? origins[n % 3] : p.allowOrigin[n % p.allowOrigin.length]
        const request = { headers: { origin, 'access-control-request-method': 'GET' } }
        const a = await send(
          closed(cors(o)(get('/x')), () => 1),
          { ...request, method: 'OPTIONS' }
        )
        const headers = [...always, ...o.allowHeaders].sort().join(',')
        const settings = {
          ...settled(o),
          methods: 'GET,OPTIONS',
          headers,
          maxAge: o.maxAge,
          disableBeforePreflightResponse: false
        }
        const b = await onMiddy([httpCors(settings)], () => 1, request, 'OPTIONS')
        const { allow, ...ourHeaders } = a.headers
        expect([a.status, ourHeaders]).toEqual([b.status, b.headers])
        // The one header more is RFC 9110's own answer to OPTIONS.
        expect(allow).toBe('GET, HEAD, OPTIONS')
      })
    )
  })

  const named = { origins: ['https://a.example'] }
  test.each<[string, string, () => Promise<unknown>, unknown, () => Promise<unknown> | unknown, unknown]>([
    [
      'a stranger to the only named origin',
      'a shared cache would hand the reply without headers to the named origin: Vary must be on every reply',
      async () => told(await theirs(named, 'https://evil.example')),
      {},
      async () => told(await ours({ allowOrigin: 'https://a.example' }, 'https://evil.example')),
      { vary: 'Origin' }
    ],
    [
      'a stranger where credentials are allowed',
      'it tells strangers what others may do',
      async () => told(await theirs({ origins: origins, credentials: true, exposeHeaders: 'x-a' }, 'https://evil.example')),
      { 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'x-a', vary: 'Origin' },
      async () =>
        told(await ours({ allowOrigin: origins, allowCredentials: true, exposeHeaders: ['x-a'] }, 'https://evil.example')),
      { vary: 'Origin' }
    ],
    [
      'the origin * with credentials',
      'it reflects every origin with its cookies; with us the program is not defined',
      async () => told(await theirs({ origin: '*', credentials: true }, 'https://evil.example')),
      { 'access-control-allow-origin': 'https://evil.example', 'access-control-allow-credentials': 'true', vary: 'Origin' },
      () => {
        try {
          return resource(closed(cors({ allowCredentials: true })(get('/x')), () => 1))
        } catch (e) {
          return (e as Error).name
        }
      },
      'DefinitionError'
    ],
    [
      'a preflight answer that is not to be kept, maxAge 0',
      'it leaves the header out, and browsers keep the answer for five seconds',
      async () =>
        (
          await onMiddy(
            [httpCors({ origin: '*', maxAge: 0, methods: 'GET', disableBeforePreflightResponse: false })],
            () => 1,
            { headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' } },
            'OPTIONS'
          )
        ).headers['access-control-max-age'],
      undefined,
      async () =>
        (
          await send(
            closed(cors({ maxAge: 0 })(get('/x')), () => 1),
            { method: 'OPTIONS', headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' } }
          )
        ).headers['access-control-max-age'],
      '0'
    ],
    [
      'an origin in capitals',
      'browsers compare the header with what they sent, byte by byte',
      async () => (await theirs(named, 'https://A.example')).headers['access-control-allow-origin'],
      'https://a.example',
      async () => (await ours({ allowOrigin: 'https://a.example' }, 'https://A.example')).headers['access-control-allow-origin'],
      undefined
    ],
    [
      'a handler that says another origin itself',
      'the reply carries exactly the policy, whatever a handler says',
      async () =>
        (
          await theirs(named, 'https://a.example', () => ({
            statusCode: 200,
            headers: { 'Access-Control-Allow-Origin': '*' },
            body: ''
          }))
        ).headers['access-control-allow-origin'],
      '*',
      async () =>
        (
          await ours({ allowOrigin: 'https://a.example' }, 'https://a.example', () =>
            reply(200, 1, { 'Access-Control-Allow-Origin': '*' })
          )
        ).headers['access-control-allow-origin'],
      'https://a.example'
    ]
  ])('%s differs: %s', async (_, __, theirs, expectedOfThem, ours, expectedOfUs) => {
    expect(await theirs()).toEqual(expectedOfThem)
    expect(await ours()).toEqual(expectedOfUs)
  })

  test('without an error handler middy’s failures have no cors headers, ours always have', async () => {
    const fails = () => {
      throw new Error('boom')
    }
    await expect(onMiddy([httpCors({ origin: '*' })], fails, {}, 'GET')).rejects.toThrow('boom')
    expect(await ours({}, 'https://a.example', fails)).toMatchObject({
      status: 500,
      headers: { 'access-control-allow-origin': '*' }
    })
  })
})

describe('JSON bodies', () => {
  const AnyJson = t.union([t.null, t.boolean, t.number, t.string, t.UnknownArray, t.UnknownRecord])
  const ours = (request: Send) =>
    send(
      pipe(
        post('/x'),
        body(AnyJson),
        handle(({ body }) => ({ body }))
      ),
      request
    )
  const theirs = (request: Send) =>
    onMiddy(
      [httpJsonBodyParser(), httpErrorHandler({ logger: false })],
      (event: { readonly body: unknown }) => ({
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ body: event.body })
      }),
      request,
      'POST'
    )
  const json = 'application/json'

  test('whatever JSON text of whatever type is sent, both read the same value or both refuse', async () => {
    const text = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.json().map((s) => s.slice(1)),
      fc.string({ minLength: 1 })
    )
    const type = fc.constantFrom(
      json,
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'text/plain',
      'application/jsonp',
      'application/x-www-form-urlencoded'
    )
    await holds(
      fc.asyncProperty(text, type, fc.boolean(), async (s, type, base64) => {
        const request = base64 ? encoded(type, Buffer.from(s)) : typed(type, s)
        const [a, b] = [await ours(request), await theirs(request)]
        // A byte order mark is a row below.
        if (s.startsWith('\ufeff')) return
        expect([a.status < 400, a.status === 415, a.status < 400 ? a.body : 'refused']).toEqual([
          b.status < 400,
          b.status === 415,
          b.status < 400 ? b.body : 'refused'
        ])
      })
    )
  })

  test.each<[string, string, Send, number, number]>([
    [
      'broken JSON',
      'RFC 9110: the request is malformed (400); 422 is for what is well-formed and wrong',
      typed(json, '{'),
      422,
      400
    ],
    ['a vendor’s JSON', 'only what is declared is decoded', typed('application/vnd.a+json', '1'), 200, 415],
    ['no body', 'the handler would get null without anybody having sent it', typed(json, null), 200, 400],
    [
      'bytes that are no UTF-8',
      'nothing is repaired: two readers would see two values',
      encoded(json, [0x22, 0x80, 0x22]),
      200,
      400
    ],
    ['base64 that is none', 'the same', typed(json, 'MTI=!', true), 200, 400],
    [
      'a thousand nested lists',
      'a recursive reader behind it would exhaust the stack',
      typed(json, '['.repeat(1000) + ']'.repeat(1000)),
      200,
      400
    ],
    ['Latin 1', 'RFC 8259: JSON between systems is UTF-8', typed('application/json; charset=latin1', '1'), 200, 415],
    ['a byte order mark', 'RFC 8259 lets a reader ignore it', typed(json, '\ufeff1'), 422, 200],
    [
      'two types',
      'two readers would take two different ones',
      { event: { body: '1', headers: { 'content-type': json }, multiValueHeaders: { 'content-type': ['text/plain', json] } } },
      200,
      400
    ]
  ])('%s differs: %s', async (_, __, request, middys, mine) => {
    expect([(await theirs(request)).status, (await ours(request)).status]).toEqual([middys, mine])
  })

  test.each(['{"__proto__":{"a":1}}', '{"a":{"\\u005f_proto__":1}}', '{"constructor":{"prototype":{"a":1}}}'])(
    'both refuse the poisonous %s',
    async (text) => {
      expect((await theirs(typed(json, text))).status).toBeGreaterThanOrEqual(400)
      expect((await ours(typed(json, text))).status).toBe(400)
    }
  )
})

describe('errors', () => {
  const thrown = (o: object) => () => {
    throw Object.assign(new Error('canary'), o)
  }
  const theirs = (f: () => unknown) => onMiddy([httpErrorHandler({ logger: false })], f, {}, 'GET')
  const ours = (f: () => unknown) => send(closed(get('/x'), f))
  const hosted = (f: () => unknown) => send(closed(fromMiddy(httpErrorHandler({ logger: false }))(get('/x')), f))

  test('a refusal told by middy’s handler, hosted in our stack, is what middy tells of the same error on its own', async () => {
    await holds(
      fc.asyncProperty(fc.integer({ min: 400, max: 599 }), fc.string({ minLength: 1 }), async (status, message) => {
        const a = await hosted(() => E.left(refuse(status, { message })))
        const b = await theirs(() => {
          throw Object.assign(new Error(message), { statusCode: status })
        })
        expect([a.status, a.body, a.headers['content-type']]).toEqual([b.status, b.body, b.headers['content-type']])
      }),
      300
    )
  })

  test.each<[string, () => unknown]>([
    ['an error', thrown({})],
    [
      'a text',
      () => {
        throw 'canary'
      }
    ],
    [
      'nothing',
      () => {
        throw undefined
      }
    ],
    ['an error that is not to be shown', thrown({ statusCode: 503, expose: false })]
  ])('of %s both tell a 500 and nothing more', async (_, f) => {
    for (const told of [await theirs(f), await ours(f)]) {
      expect(told.status).toBe(500)
      expect(JSON.stringify(told)).not.toContain('canary')
    }
  })

  test.each<[string, string, object, number]>([
    [
      'a thrown error with a status',
      'any library’s error would become our answer: an answer is returned',
      { statusCode: 404 },
      404
    ],
    ['one that asks to be shown', 'its message may quote a query', { statusCode: 500, expose: true }, 500],
    ['one with headers', 'they would be copied', { statusCode: 404, headers: { 'x-leak': 'canary' } }, 404]
  ])('%s differs: %s', async (_, __, o, status) => {
    const [a, b] = [await ours(thrown(o)), await theirs(thrown(o))]
    expect([b.status, JSON.stringify(b).includes('canary')]).toEqual([status, true])
    expect([a.status, JSON.stringify(a).includes('canary')]).toEqual([500, false])
  })
})
