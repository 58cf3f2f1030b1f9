/**
 * Bad requests and bad replies: one test a row of the reliability checklist, named by its row. docs/faults.md has all rows; those that
 * another test already holds are not repeated here.
 */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  authorize,
  body,
  bracket,
  cognitoUserPool,
  conflict,
  cors,
  DateFromString,
  type ErrorBody,
  errors,
  form,
  fromMiddy,
  get,
  handle,
  IntFromString,
  type LambdaHandler,
  lambdas,
  mapReply,
  NumberFromString,
  notFound,
  ok,
  post,
  provide,
  put,
  query,
  rawBody,
  reply,
  resource,
  returns,
  service,
  setCookie,
  withHeader
} from '../../src/index.js'
import { type HttpEventInput, httpEvent } from '../../src/testing/index.js'
import { albEvent, type Changes, deliver, fixed500, problemText, restEvent, send, watchLog } from '../chalice/support.js'

const log = watchLog()
const seed = { seed: 20261123, numRuns: 300 }

/** A route with a JSON body, and what its handler was given. */
const spied = (codec: t.Mixed) => {
  const calls: unknown[] = []
  const handler = resource(
    pipe(
      post('/x'),
      cors(),
      body(codec),
      handle(({ body }) => {
        calls.push(body)
        return { body }
      })
    )
  )
  return { calls, handler }
}
const json = { 'content-type': 'application/json' }
const sendText = (handler: LambdaHandler, text: string, types: readonly string[] = ['application/json'], changes: Changes = {}) =>
  send(handler, 'POST', '/x', {}, { headers: null, multiValueHeaders: { 'Content-Type': types }, body: text, ...changes })
const Cat = t.type({ name: t.string })

// ---- A. bodies and media types

test('1 a media type with foreign letters behind it is 415, and its body is never decoded', async () => {
  const { calls, handler } = spied(Cat)
  for (const type of [
    'application/json\ta',
    'application/json a',
    'application/json\0',
    'application/json;',
    'application/json;charset'
  ])
    expect((await sendText(handler, '{}', [type])).statusCode).toBe(415)
  expect(calls).toEqual([])
})

test('2 a header is accepted exactly if the body is decoded, whatever the header', async () => {
  const { calls, handler } = spied(Cat)
  const piece = fc.constantFrom(
    'application/json',
    'APPLICATION/JSON',
    ' ',
    ';',
    ',',
    'charset=utf-8',
    'charset=latin1',
    '\t',
    'text/plain',
    '/',
    '"',
    'q=1'
  )
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 5 }).map((ps) => ps.join(''))
  )
  await fc.assert(
    fc.asyncProperty(header, async (type) => {
      const bad = await sendText(handler, '{"name":1}', [type])
      const good = await sendText(handler, '{"name":"Tom"}', [type])
      expect([
        [422, 200],
        [415, 415]
      ]).toContainEqual([bad.statusCode, good.statusCode])
    }),
    { ...seed, examples: [['application/json'], [' application/json'], ['APPLICATION/JSON ; Charset=UTF-8']] }
  )
  expect(calls.every((c) => (c as { name: string }).name === 'Tom')).toBe(true)
  expect(calls.length).toBeGreaterThan(0)
})

test('6 two Content-Type values are 400', async () => {
  const { calls, handler } = spied(Cat)
  const sent = await sendText(handler, '{"name":"Tom"}', ['application/json', 'text/plain'])
  expect([sent.statusCode, sent.body]).toEqual([
    400,
    problemText(400, 'Bad Request', 'BadRequest', 'Content-Type is given more than once')
  ])
  expect(calls).toEqual([])
})

test.each([
  '{"__proto__":{"isAdmin":true}}',
  '{"\\u005f_proto__":{"isAdmin":true}}',
  '{"\\u005F\\u005Fproto__":{"isAdmin":true}}',
  '{"a":{"b":{"c":{"d":{"__proto__":{"isAdmin":true}}}}}}',
  '[[[{"__proto__":1}]]]'
])('8 a key that could change a prototype is 400, however deep it is and however it is spelled: %s', async (text) => {
  const { calls, handler } = spied(t.unknown)
  expect((await sendText(handler, text)).statusCode).toBe(400)
  expect(calls).toEqual([])
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('9 constructor is poison only with a prototype in it', async () => {
  const { calls, handler } = spied(t.type({ constructor: t.string }))
  expect((await sendText(handler, '{"constructor":{"prototype":{"x":1}}}')).statusCode).toBe(400)
  expect((await sendText(handler, '{"constructor":"Ford"}')).body).toBe('{"body":{"constructor":"Ford"}}')
  expect(calls).toHaveLength(1)
})

test('10 a record with a codec that transforms inherits nothing', async () => {
  const { calls, handler } = spied(t.record(t.string, IntFromString))
  expect((await sendText(handler, '{"__proto__":"1"}')).statusCode).toBe(400)
  expect((await sendText(handler, '{"toString":"1"}')).body).toBe('{"body":{"toString":1}}')
  expect(Object.getPrototypeOf(calls[0])).toBe(Object.prototype)
})

test.each(['1e999', '{"a":[-1e999]}'])(
  '11 a number that parses to an infinity is 422, and the handler is not called: %s',
  async (text) => {
    const { calls, handler } = spied(t.unknown)
    const { statusCode, body } = await sendText(handler, text)
    expect([statusCode, body, calls]).toEqual([422, expect.stringContaining('a number that is not too large'), []])
  }
)

test('12 JSON nested ten thousand deep is 400, before any codec sees it and without a RangeError', async () => {
  let decoded = 0
  const seen = t.refinement(t.UnknownArray, () => {
    decoded++
    return true
  })
  const { calls, handler } = spied(seen)
  for (const deep of ['['.repeat(10_000) + ']'.repeat(10_000), '{"a":'.repeat(10_000), '['.repeat(65) + ']'.repeat(65)])
    expect((await sendText(handler, deep)).statusCode).toBe(400)
  expect((await sendText(handler, '['.repeat(64) + ']'.repeat(64))).statusCode).toBe(200)
  expect([decoded > 0, calls.length]).toEqual([true, 1])
})

test('io-ts’s own functions get fewer levels where a recursive codec would double their work with each', async () => {
  const copy = (codec: t.Mixed): t.Mixed =>
    Object.assign(Object.create(Object.getPrototypeOf(codec)), codec, {
      validate: (u: unknown, c: t.Context) => codec.validate(u, c)
    })
  const Fork: t.Mixed = t.recursion('Fork', (self) =>
    copy(
      t.union([t.type({ not: self, note: t.string }), t.type({ not: self, label: t.string }), t.type({ not: self }), t.number])
    )
  )
  const { handler } = spied(Fork)
  const nested = (n: number) => `${'{"not":'.repeat(n)}1${'}'.repeat(n)}`
  expect((await sendText(handler, nested(5))).statusCode).toBe(200)
  const { statusCode, body } = await sendText(handler, nested(12))
  expect([statusCode, body]).toEqual([422, expect.stringContaining('at most 5 levels')])
  const own = new t.Type<unknown, unknown, unknown>('own', (_u): _u is unknown => true, t.success, t.identity)
  expect((await sendText(spied(own).handler, '['.repeat(64) + ']'.repeat(64))).statusCode).toBe(200)
})

test('13 a long list that a union refuses is told in twenty errors and a few bytes', async () => {
  const { handler } = spied(t.array(t.union([t.type({ a: t.string }), t.type({ b: t.number }), t.type({ c: t.boolean })])))
  const sent = await sendText(handler, `[${'{},'.repeat(66_000)}{}]`)
  expect(sent.statusCode).toBe(422)
  expect(JSON.parse(sent.body).errors).toHaveLength(20)
  expect(sent.body.length).toBeLessThan(4000)
})

test('14 of a key that stands twice the last one counts, for everybody', async () => {
  const { handler } = spied(t.type({ role: t.string }))
  expect((await sendText(handler, '{"role":"user","role":"admin"}')).body).toBe('{"body":{"role":"admin"}}')
})

test.each(['true', 1, {}, []])(
  '18 an isBase64Encoded that is no boolean makes the body unreadable: %j',
  async (isBase64Encoded) => {
    const { calls, handler } = spied(Cat)
    expect((await sendText(handler, '{"name":"Tom"}', undefined, { isBase64Encoded })).statusCode).toBe(400)
    const raw = resource(
      pipe(
        post('/x'),
        rawBody(),
        handle(() => 1)
      )
    )
    expect((await sendText(raw, 'abcd', undefined, { isBase64Encoded })).statusCode).toBe(400)
    expect(calls).toEqual([])
  }
)

test('20 a form pollutes nothing: its keys are taken as they are, broken escapes are 400 and their number is bounded', async () => {
  const handler = resource(
    pipe(
      post('/x'),
      form({ toString: t.string, 'a.__proto__.x': t.union([t.string, t.undefined]) }),
      handle(({ body }) => ({ ...body }))
    )
  )
  const type = ['application/x-www-form-urlencoded']
  expect((await sendText(handler, 'a.__proto__.x=1&a[__proto__]=1&__proto__=1&toString=1', type)).body).toBe(
    '{"toString":"1","a.__proto__.x":"1"}'
  )
  expect((await sendText(handler, 'a.__proto__.x=1', type)).statusCode).toBe(422)
  expect((await sendText(handler, 'toString=%ZZ', type)).statusCode).toBe(400)
  expect((await sendText(handler, `toString=1${'&k=1'.repeat(5000)}`, type)).statusCode).toBe(413)
  expect(({} as { x?: string }).x).toBeUndefined()
})

test('22 a body on GET is not read', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      handle((c) => Object.keys(c).includes('body'))
    )
  )
  expect((await send(handler, 'GET', '/x', { headers: json }, { body: '{' })).body).toBe('false')
})

// ---- B. paths, query, routing

/** One path asked over every gateway, none of which says what it matched. */
const asked = (method: string, path: string): ReadonlyArray<object> => {
  const decoded = (() => {
    try {
      return decodeURIComponent(path)
    } catch {
      return path
    }
  })()
  const http = httpEvent('http', method, '/', {}) as { readonly requestContext: object }
  return [
    restEvent(method, '/', {}, { path, resource: '/{proxy+}', pathParameters: null }),
    {
      ...http,
      rawPath: decoded,
      routeKey: '$default',
      requestContext: { ...http.requestContext, http: { method, path: decoded } }
    },
    albEvent(method, path)
  ]
}
const cats = lambdas(
  service(
    'a',
    { group: 'service' },
    {
      cat: pipe(
        get('/cats/{id}'),
        handle(({ params }) => ({ cat: params.id }))
      ),
      admin: pipe(
        get('/admin'),
        handle(() => 'admin')
      )
    }
  )
)['api'] as LambdaHandler

test.each([
  ['/cats/%2e%2e%2fadmin', '../admin'],
  ['/cats/..%2f', '../'],
  ['/cats/a%2Fb', 'a/b'],
  ['/cats/%252F', '%2F'],
  ['/cats/..', '..']
])('25 what is escaped in a segment stays in it, is decoded once and matched no more: %s', async (path, id) => {
  const [rest, , alb] = asked('GET', path)
  for (const event of [rest, alb]) expect((await deliver(cats, event)).body).toBe(JSON.stringify({ cat: id }))
  const matched = { ...httpEvent('http', 'GET', '/cats/{id}', { params: { id } }) }
  expect((await deliver(cats, matched)).body).toBe(JSON.stringify({ cat: id }))
})

test.each([
  ['/cats//1', 404, ''],
  ['/cats/1/', 404, ''],
  ['/cats/', 404, ''],
  ['/CATS/1', 404, ''],
  ['/cats\\1', 404, ''],
  ['//cats/1', 404, ''],
  ['/cats/1;x=y', 200, '{"cat":"1;x=y"}']
])('26 a path has one meaning over every gateway: %s is %i', async (path, status, text) => {
  for (const event of asked('GET', path)) {
    const sent = await deliver(cats, event)
    expect([sent.statusCode, status === 200 ? sent.body : '']).toEqual([status, text])
  }
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'get', '', 'ANY', 'CONNECT'])(
  '28 no method is looked up on a prototype: %j is 405',
  async (method) => {
    for (const event of asked(method, '/admin')) {
      const sent = await deliver(cats, event)
      expect([sent.statusCode, sent.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS'])
    }
  }
)

test('32 a literal is found before a parameter and that before a greedy one, whatever the order of declaration', async () => {
  const paths = ['/a/b', '/a/{x}', '/a/{x}/c', '/{y}/b', '/{rest+}', '/a/{rest+}', '/']
  const expected: ReadonlyArray<readonly [string, string, object]> = [
    ['/a/b', '/a/b', {}],
    ['/a/z', '/a/{x}', { x: 'z' }],
    ['/a/b/c', '/a/{x}/c', { x: 'b' }],
    ['/z/b', '/{y}/b', { y: 'z' }],
    ['/z/z', '/{rest+}', { rest: 'z/z' }],
    ['/a/b/d', '/a/{rest+}', { rest: 'b/d' }],
    ['/', '/', {}],
    ['/b', '/{rest+}', { rest: 'b' }]
  ]
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(paths, { minLength: paths.length }), async (order) => {
      const module = Object.fromEntries(
        order.map((p, i) => [
          `r${i}`,
          pipe(
            get(p),
            handle(({ request }) => ({ route: request.route, params: request.params }))
          )
        ])
      )
      const handler = lambdas(service('a', { group: 'service' }, module))['api'] as LambdaHandler
      for (const [path, route, params] of expected)
        expect(JSON.parse((await deliver(handler, albEvent('GET', path))).body)).toEqual({ route, params })
    }),
    { ...seed, numRuns: 50 }
  )
})

test('34 the parameters of one request are never seen by the next', async () => {
  const handler = lambdas(
    service(
      'a',
      { group: 'service' },
      {
        one: pipe(
          get('/one/{a}'),
          handle(async ({ params }) => {
            await Promise.resolve()
            return { ...params }
          })
        ),
        two: pipe(
          get('/two/{b}/{c}'),
          handle(({ params }) => ({ ...params }))
        )
      }
    )
  )['api'] as LambdaHandler
  const bodies = await Promise.all(
    Array.from({ length: 1000 }, (_, i) => deliver(handler, albEvent('GET', i % 2 === 0 ? `/one/${i}` : `/two/${i}/x`)))
  )
  expect(bodies.map((b) => JSON.parse(b.body))).toEqual(
    Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? { a: `${i}` } : { b: `${i}`, c: 'x' }))
  )
})

const queries = resource(
  pipe(
    get('/x'),
    handle(({ request }) => ({ last: Object.entries(request.query), all: Object.entries(request.multiValueQuery) }))
  )
)
const queryOf = async (event: object) => JSON.parse((await deliver(queries, event)).body) as { last: unknown; all: unknown }
const overHttp = (rawQueryString: string) => ({ ...httpEvent('http', 'GET', '/x', {}), rawQueryString })

test('36 a repeated query parameter is the same list over every gateway', async () => {
  const events = [
    restEvent('GET', '/x', { query: { a: ['1', 'x y'] } }),
    overHttp('a=1&a=x%20y'),
    overHttp('a=1&a=x+y'),
    albEvent('GET', '/x', { multiValueQueryStringParameters: { a: ['1', 'x%20y'] } }),
    albEvent('GET', '/x', { multiValueQueryStringParameters: { a: ['1', 'x+y'] } })
  ]
  for (const event of events) expect(await queryOf(event)).toEqual({ last: [['a', 'x y']], all: [['a', ['1', 'x y']]] })
  expect(await queryOf(overHttp('a=1,2'))).toEqual({ last: [['a', '1,2']], all: [['a', ['1,2']]] })
})

test('37 a query parameter without a value is there, and empty', async () => {
  for (const event of [
    restEvent('GET', '/x', { query: { a: '', b: '' } }),
    overHttp('a=&b'),
    albEvent('GET', '/x', { queryStringParameters: { a: '', b: '' } })
  ])
    expect(await queryOf(event)).toEqual({
      last: [
        ['a', ''],
        ['b', '']
      ],
      all: [
        ['a', ['']],
        ['b', ['']]
      ]
    })
})

test('38 query parameters named like members of Object are keys like any other', async () => {
  const all = JSON.parse('{"__proto__":["1"],"toString":["2"],"hasOwnProperty":["3"]}')
  const last = [
    ['__proto__', '1'],
    ['toString', '2'],
    ['hasOwnProperty', '3']
  ]
  for (const event of [
    restEvent('GET', '/x', {}, { multiValueQueryStringParameters: all }),
    overHttp('__proto__=1&toString=2&hasOwnProperty=3'),
    albEvent('GET', '/x', { multiValueQueryStringParameters: all })
  ])
    expect((await queryOf(event)).last).toEqual(last)
  const handler = resource(
    pipe(
      get('/x'),
      query({ constructor: t.union([t.string, t.undefined]) }),
      handle(({ query }) => query.constructor ?? 'absent')
    )
  )
  expect((await send(handler, 'GET', '/x')).body).toBe('absent')
})

const queryStatus = (codec: t.Mixed, value: string) =>
  send(
    resource(
      pipe(
        get('/x'),
        query({ q: codec }),
        handle(() => 1)
      )
    ),
    'GET',
    '/x',
    { query: { q: value } }
  )

test.each(['0x10', '1e3', ' 12 ', '12 ', 'Infinity', 'NaN', '٣', '9007199254740993', '', '1_000', '+1', '.5', '1.', '--1'])(
  '40 what is not exactly a number is refused: %j',
  async (value) => {
    const words = [
      [NumberFromString, 'number as text'],
      [IntFromString, 'whole number as text']
    ] as const
    for (const [codec, expected] of words) {
      const sent = await queryStatus(codec, value)
      expect([sent.statusCode, JSON.parse(sent.body).errors]).toEqual([400, [{ path: 'query.q', expected }]])
    }
  }
)

test.each([
  '2020-02-30',
  '2020-02-30T00:00:00Z',
  '1',
  '2020-01-01T00:00:00',
  '2020-13-01T00:00:00Z',
  '2020-01-01T24:00:00Z',
  '',
  'now'
])('41 what is not exactly an instant is refused: %j', async (value) => {
  expect((await queryStatus(DateFromString, value)).statusCode).toBe(400)
  expect((await queryStatus(DateFromString, '2020-01-01T00:00:00Z')).statusCode).toBe(200)
})

// ---- C. headers, cookies, replies

const answering = (result: () => unknown): LambdaHandler =>
  resource(
    pipe(
      get('/x'),
      cors(),
      handle(() => result() as object)
    )
  )
const gateways: ReadonlyArray<readonly ['rest' | 'http', object]> = [
  ['rest', httpEvent('rest', 'GET', '/x', {})],
  ['http', httpEvent('http', 'GET', '/x', {})]
]

test('44 a header that is not ASCII is a 500 of ours, not a 502 of the gateway’s; a location is escaped', async () => {
  expect(
    (
      await send(
        answering(() => reply(200, 1, { 'x-city': 'Zürich' })),
        'GET',
        '/x'
      )
    ).statusCode
  ).toBe(500)
  expect(log()).toHaveLength(1)
  const sent = await send(
    answering(() => reply(303, undefined, { location: '/städte/Zürich?a=%20' })),
    'GET',
    '/x'
  )
  expect([sent.statusCode, sent.headers['location']]).toEqual([303, '/st%C3%A4dte/Z%C3%BCrich?a=%20'])
})

test('45 names of reply headers are in lower case, and of two that differ in case the last counts', async () => {
  const sent = await send(
    answering(() => reply(200, 'a', { 'Content-Type': 'text/html', 'content-type': 'text/csv', 'X-A': '1', 'x-a': '2' })),
    'GET',
    '/x'
  )
  expect(sent.headers).toEqual({ 'content-type': 'text/csv', 'x-a': '2', 'access-control-allow-origin': '*' })
})

test('46 a request header given twice keeps both values, and two origins are none', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      cors({ allowOrigin: 'https://a.example' }),
      handle(({ request }) => request.values('X-Api-Key'))
    )
  )
  const multiValueHeaders = { 'X-API-Key': ['a'], 'x-api-key': ['b'], Origin: ['https://a.example', 'https://a.example'] }
  const sent = await send(handler, 'GET', '/x', {}, { multiValueHeaders })
  expect(sent.body).toBe('["a","b"]')
  expect(sent.headers).toEqual({ 'content-type': 'application/json', vary: 'Origin' })
})

const cookies = () => pipe(ok(1), setCookie('a', '1', { expires: new Date(Date.UTC(2027, 5, 9)) }), setCookie('b', '2'))
const both = ['a=1; Expires=Wed, 09 Jun 2027 00:00:00 GMT', 'b=2']
test('48 two cookies are never joined, over no gateway', async () => {
  const handler = answering(cookies)
  const [[, rest], [, http]] = gateways as [(typeof gateways)[0], (typeof gateways)[0]]
  expect((await deliver(handler, rest)).multiValueHeaders).toEqual({ 'set-cookie': both })
  expect(await deliver(handler, http)).toMatchObject({ cookies: both })
  expect(((await deliver(handler, http)) as { readonly headers: object }).headers).not.toHaveProperty('set-cookie')
  expect((await deliver(handler, albEvent('GET', '/x', { multiValueHeaders: {} }))).multiValueHeaders['set-cookie']).toEqual(both)
  const single = (await deliver(handler, albEvent('GET', '/x'))).headers
  expect(Object.entries(single).flatMap(([k, v]) => (k.toLowerCase() === 'set-cookie' ? [v] : []))).toEqual(both)
})

test.each([
  ['a name with ;', () => setCookie('a;b', '1')(ok(1))],
  ['a name with a space', () => setCookie('a b', '1')(ok(1))],
  ['a name with a line feed', () => setCookie('a\nb', '1')(ok(1))],
  ['no name', () => setCookie('', '1')(ok(1))],
  ['a domain with ;', () => setCookie('a', '1', { domain: 'x.example;secure' })(ok(1))],
  ['a path with ;', () => setCookie('a', '1', { path: '/;secure' })(ok(1))],
  ['a path with a line feed', () => setCookie('a', '1', { path: '/\r\nx: y' })(ok(1))],
  ['an unknown sameSite', () => setCookie('a', '1', { sameSite: 'lax; x' as 'lax' })(ok(1))]
])('49 a cookie that could break its header is refused where it is made: %s', (_, make) => {
  expect(make).toThrow(TypeError)
})

test('49 a value is escaped instead', () => {
  expect(setCookie('a', 'x; y\r\nz')(ok(1)).headers['set-cookie']).toEqual(['a=x%3B%20y%0D%0Az'])
})

test('50 cookies whose names differ in a space that is none are two cookies', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      handle(({ request }) => request.cookies['session'] ?? 'none')
    )
  )
  expect((await send(handler, 'GET', '/x', { headers: { cookie: '\u00a0session=x; session=y' } })).body).toBe('y')
  expect((await send(handler, 'GET', '/x', { headers: { cookie: 'session=1; session=2' } })).body).toBe('1')
})

test('54 a body nested too deeply for JSON is the fixed 500', async () => {
  let deep: unknown[] = []
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const sent = await send(
    answering(() => deep),
    'GET',
    '/x'
  )
  expect([sent.statusCode, sent.body, sent.headers['access-control-allow-origin']]).toEqual([500, fixed500, '*'])
  expect(log()).toMatchObject([{ message: expect.stringContaining('RangeError') }])
})

test.each<[string, unknown]>([
  ['the codec refuses', { name: 1 }],
  ['has no value at a declared key', {}]
])('55 a reply that %s is the fixed 500, and the log has no value of it', async (_, answer) => {
  const handler = resource(
    pipe(
      get('/x'),
      returns({ 200: Cat }),
      handle(() => answer as never)
    )
  )
  const sent = await send(handler, 'GET', '/x')
  expect([sent.statusCode, sent.body]).toEqual([500, fixed500])
  expect(log()).toMatchObject([{ message: expect.stringContaining('the value is not as its codec declares') }])
})

test.each([
  ['text', () => 'x'.repeat(6_300_000)],
  ['bytes, once they are base64', () => new Uint8Array(4_800_000)],
  ['text, once it is escaped', () => '\u0001'.repeat(1_100_000)]
])('56 a reply that Lambda would not take is a 500 with its reason in the log: %s', async (_, result) => {
  for (const [, event] of gateways) {
    const sent = await deliver(answering(result), event)
    expect([sent.statusCode, sent.body]).toEqual([500, fixed500])
  }
  const lines = log()
  expect(lines.map((l) => l.message)).toEqual(
    Array.from({ length: 2 }, () => 'TypeError: the reply is over the 6291556 bytes that the gateway takes')
  )
})

test('57 what the declared codec does not know never leaves', async () => {
  const cat = { name: 'Tom', passwordHash: 'canary', owner: { name: 'Ada', passwordHash: 'canary' } }
  const handler = resource(
    pipe(
      get('/x'),
      returns({ 200: t.type({ name: t.string, owner: Cat }) }),
      handle(() => cat)
    )
  )
  expect((await send(handler, 'GET', '/x')).body).toBe('{"name":"Tom","owner":{"name":"Ada"}}')
})

test('58 what a handler does to a reply that it has returned reaches nobody', async () => {
  const shared = { n: 0 }
  const headers: Record<string, string> = { 'x-n': '0' }
  const given = reply(200, shared, headers)
  const handler = answering(() => {
    queueMicrotask(() => {
      shared.n++
      headers['x-n'] = 'late'
      headers['access-control-allow-origin'] = 'https://evil.example'
    })
    return given
  })
  const first = await send(handler, 'GET', '/x')
  expect([first.body, first.headers['x-n'], first.headers['access-control-allow-origin']]).toEqual(['{"n":0}', '0', '*'])
  expect(Object.keys(given)).not.toContain('cause')
})

// ---- D. cors

const named = resource(
  pipe(
    get('/x'),
    cors({ allowOrigin: ['https://good.example'] }),
    handle(({ request }) => {
      if (request.query['fail'] === 'throw') throw new Error('no')
      return request.query['fail'] === 'refuse' ? E.left(conflict()) : E.right('ran')
    })
  )
)

test.each([
  'https://good.example.evil.com',
  'https://evilgood.example',
  'http://good.example',
  'https://good.example:444',
  'https://GOOD.example',
  'https://good.example/',
  'null',
  'https://good.example ',
  '*',
  '__proto__'
])('60 an origin that only looks like a named one is not allowed, and its request runs: %j', async (origin) => {
  const sent = await send(named, 'GET', '/x', { headers: { origin } })
  expect([sent.statusCode, sent.body, sent.headers]).toEqual([
    200,
    'ran',
    { 'content-type': 'text/plain; charset=utf-8', vary: 'Origin' }
  ])
})

test('61 Vary: Origin stands on every reply, beside what the handler varies by', async () => {
  for (const [method, fail, status] of [
    ['GET', '', 200],
    ['GET', 'refuse', 409],
    ['GET', 'throw', 500],
    ['PUT', '', 405],
    ['OPTIONS', '', 204],
    ['HEAD', '', 200]
  ] as const)
    for (const origin of ['https://good.example', 'https://evil.example', undefined]) {
      const sent = await send(named, method, '/x', { headers: { origin }, query: { fail } })
      expect([sent.statusCode, sent.headers['vary'], sent.headers['access-control-allow-origin']]).toEqual([
        status,
        'Origin',
        origin === 'https://good.example' ? origin : undefined
      ])
    }
  expect(log()).toHaveLength(3)
  const varied = resource(
    pipe(
      get('/x'),
      cors({ allowOrigin: 'https://good.example' }),
      handle(() => reply(200, 1, { Vary: 'Accept-Encoding' }))
    )
  )
  expect((await send(varied, 'GET', '/x')).headers['vary']).toBe('Accept-Encoding, Origin')
})

test('62 no header of a request comes back in a reply', async () => {
  const headers = {
    vary: 'x',
    'access-control-allow-origin': '*',
    'access-control-allow-credentials': 'true',
    'set-cookie': 'a=b',
    'x-any': 'canary'
  }
  const sent = await send(named, 'GET', '/x', { headers })
  expect([sent.headers, sent.multiValueHeaders]).toEqual([{ 'content-type': 'text/plain; charset=utf-8', vary: 'Origin' }, {}])
})

test('65 two origins at once each see their own', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      cors({ allowOrigin: ['https://a.example', 'https://b.example'] }),
      handle(() => new Promise<number>((r) => setImmediate(() => r(1))))
    )
  )
  const origins = Array.from({ length: 50 }, (_, i) => `https://${'abc'[i % 3]}.example`)
  const sent = await Promise.all(origins.map((origin) => send(handler, 'GET', '/x', { headers: { origin } })))
  expect(sent.map((s) => s.headers['access-control-allow-origin'])).toEqual(
    origins.map((o) => (o.includes('c.') ? undefined : o))
  )
})

// ---- F. errors and the warm container

test('84 nothing is copied from an error of somebody else', async () => {
  const foreign = Object.assign(new Error("SELECT * FROM users WHERE password = 'canary'"), {
    statusCode: 404,
    status: 404,
    expose: true,
    headers: { 'x-leak': 'canary' },
    body: 'canary',
    _tag: 'HttpError',
    code: 'canary'
  })
  const failures: ReadonlyArray<() => unknown> = [
    () => {
      throw foreign
    },
    () => Promise.reject(foreign),
    () => E.left(foreign)
  ]
  for (const f of failures) {
    const sent = await send(answering(f), 'GET', '/x')
    expect(sent).toMatchObject({ statusCode: 500, body: fixed500, multiValueHeaders: {} })
    expect(sent.headers).toEqual({ 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' })
  }
  expect(log()).toHaveLength(3)
})

test.each(['__proto__', 'constructor', 'toString', 7, undefined, { toString: () => 'Known' }])(
  '85 a failure is told only by a tag that the table owns: %p',
  async (tag) => {
    const handler = resource(
      pipe(
        get('/x'),
        errors({ Known: 409 }),
        handle(() => E.left({ _tag: tag } as unknown as { readonly _tag: 'Known' }))
      )
    )
    const sent = await send(handler, 'GET', '/x')
    expect([sent.statusCode, sent.body]).toEqual([500, fixed500])
    expect(log()).toHaveLength(1)
  }
)

test.each([
  [
    'throws',
    () => {
      throw new Error('mapper')
    },
    'Error: mapper'
  ],
  ['gives no reply', () => ({ status: 404 }), 'TypeError: errorBody must return a reply']
])(
  '86 an error body that %s leaves a bare 500 with the headers of cors, and a line in the log',
  async (_, errorBody, message) => {
    const bad = pipe(
      get('/x'),
      cors(),
      handle(() => E.left(notFound()))
    )
    const handler = lambdas(service('a', { errorBody: errorBody as unknown as ErrorBody }, { bad }))['api-x'] as LambdaHandler
    const told = await send(handler, 'GET', '/x')
    expect([told.statusCode, told.body, told.headers['access-control-allow-origin']]).toEqual([500, '', '*'])
    expect(log()).toMatchObject([{ message, at: 'GET /x' }])
    expect(await deliver(handler, {})).toMatchObject({ statusCode: 500, body: '' })
    expect(log()).toMatchObject([{ message, at: 'no HTTP event' }])
  }
)

test('86 a bracket or an errors entry that itself fails is the fixed 500', async () => {
  const fails = () => {
    throw new Error('logger')
  }
  const logger = resource(
    pipe(
      get('/x'),
      cors(),
      bracket('logger', () => 0, fails),
      handle(() => 1)
    )
  )
  expect(await send(logger, 'GET', '/x')).toMatchObject({ statusCode: 500, body: fixed500 })
  const entry = resource(
    pipe(
      get('/x'),
      cors(),
      errors({ Odd: fails as unknown as () => { readonly status: number } }),
      handle(() => E.left({ _tag: 'Odd' as const }))
    )
  )
  expect(await send(entry, 'GET', '/x')).toMatchObject({ statusCode: 500, body: fixed500 })
  expect(log()).toMatchObject([{ message: 'Error: logger' }, { message: 'Error: logger' }])
})

test('86 a log that cannot be written costs nobody the reply', async () => {
  const write = jest.spyOn(console, 'error').mockImplementation(() => {
    throw new Error('disk full')
  })
  expect(
    await send(
      answering(() => JSON.parse('{')),
      'GET',
      '/x'
    )
  ).toMatchObject({ statusCode: 500, body: fixed500 })
  expect(write).toHaveBeenCalledTimes(1)
  write.mockImplementation(() => {})
  log()
})

test('88 a thousand invocations at once each see their own parameters, headers, claims and bodies', async () => {
  const pool = cognitoUserPool({
    providerArns: ['arn:aws:cognito-idp:eu-west-1:1:userpool/a'],
    claims: t.type({ sub: t.string })
  })
  const handler = resource(
    pipe(
      put('/x/{id}'),
      authorize(pool),
      body(t.type({ n: t.number })),
      provide('wait', () => new Promise<number>((r) => setImmediate(() => r(1)))),
      handle(async ({ params, auth, body, request }) => {
        await new Promise((r) => setImmediate(r))
        return [params.id, auth.sub, body.n, request.headers['x-id'], request.query['q']]
      })
    )
  )
  const sent = await Promise.all(
    Array.from({ length: 1000 }, (_, n) => {
      const input: HttpEventInput = { params: { id: `p${n}` }, headers: { 'x-id': `h${n}` }, query: { q: `q${n}` }, body: { n } }
      return send(handler, 'PUT', '/x/{id}', input, {}, { claims: { sub: `s${n}` } })
    })
  )
  expect(sent.map((s) => JSON.parse(s.body))).toEqual(
    Array.from({ length: 1000 }, (_, n) => [`p${n}`, `s${n}`, n, `h${n}`, `q${n}`])
  )
})

test('89 a hundred failures leave a handler as it was', async () => {
  const before = await send(named, 'GET', '/x', { headers: { origin: 'https://good.example' } })
  for (let i = 0; i < 100; i++)
    await send(named, 'GET', '/x', { query: { fail: 'throw' }, headers: { origin: `https://${i}.example` } })
  expect(log()).toHaveLength(100)
  expect(await send(named, 'GET', '/x', { headers: { origin: 'https://good.example' } })).toEqual(before)
})

const globals = () =>
  [Object.prototype, Array.prototype, Function.prototype, String.prototype, Promise.prototype, Map.prototype, globalThis].map(
    (o) => Reflect.ownKeys(o).length
  )

test('90 and 93 no event, of whatever shape, makes a handler reject or touches a global', async () => {
  const before = globals()
  const handlers = [named, cats, spied(t.unknown).handler, queries]
  const event = fc.oneof(
    fc.anything(),
    fc.record(
      {
        httpMethod: fc.constantFrom('GET', 'POST', '__proto__', ''),
        path: fc.constantFrom('/x', '/cats/%', '', 'x'),
        resource: fc.anything(),
        headers: fc.anything(),
        multiValueHeaders: fc.anything(),
        pathParameters: fc.anything(),
        multiValueQueryStringParameters: fc.anything(),
        requestContext: fc.anything(),
        body: fc.anything(),
        isBase64Encoded: fc.anything()
      },
      { requiredKeys: ['httpMethod', 'path'] }
    ),
    fc.record(
      {
        version: fc.constant('2.0'),
        rawPath: fc.constantFrom('/x', '/cats/%', ''),
        routeKey: fc.anything(),
        rawQueryString: fc.anything(),
        cookies: fc.anything(),
        headers: fc.anything(),
        requestContext: fc.record({ http: fc.record({ method: fc.constantFrom('GET', 'POST') }), stage: fc.anything() }),
        body: fc.anything()
      },
      { requiredKeys: ['rawPath', 'requestContext'] }
    )
  )
  await fc.assert(
    fc.asyncProperty(event, async (e) => {
      for (const handler of handlers) {
        const sent = await deliver(handler, e)
        expect(Number.isInteger(sent.statusCode) && sent.statusCode >= 200 && sent.statusCode <= 599).toBe(true)
        expect([typeof sent.headers === 'object' || typeof sent.multiValueHeaders === 'object', typeof sent.body]).toEqual([
          true,
          'string'
        ])
      }
    }),
    { ...seed, numRuns: 500 }
  )
  expect(globals()).toEqual(before)
  expect(log()).toEqual([])
})

// ---- I. composition

test('132 nothing in a stack can run the handler twice; a middy middleware that answers early keeps it from running', async () => {
  let ran = 0
  const handler = resource(
    pipe(
      get('/x'),
      cors(),
      fromMiddy({ before: () => ({ statusCode: 202, headers: {}, body: 'early' }) }),
      handle(() => {
        ran++
        return 1
      })
    )
  )
  expect(await send(handler, 'GET', '/x')).toMatchObject({
    statusCode: 202,
    body: 'early',
    headers: { 'access-control-allow-origin': '*' }
  })
  expect(ran).toBe(0)
})

const outcomes: Readonly<Record<string, () => unknown>> = {
  value: () => 1,
  reply: () => reply(202, 'a'),
  refusal: () => E.left(conflict()),
  anyReply: () => E.left(reply(201, 'replayed')),
  throws: () => {
    throw new Error('x')
  },
  rejects: () => Promise.reject(new Error('x')),
  nothing: () => undefined
}
type Wrap = (inner: LambdaSource) => LambdaSource
type LambdaSource = ReturnType<ReturnType<typeof bare>>
const bare = () => () => get('/x')
const wraps: Readonly<Record<string, Wrap>> = {
  mapReply: (s) => mapReply(withHeader('x-inner', '1'))(s) as LambdaSource,
  mapReplyThrows: (s) =>
    mapReply(() => {
      throw new Error('mapper')
    })(s) as LambdaSource,
  refuses: (s) => provide('no', () => E.left(notFound()))(s) as never,
  throws: (s) => provide('oops', () => JSON.parse('{') as number)(s) as never,
  middy: (s) => fromMiddy({ after: () => {} })(s) as LambdaSource,
  bracketEndThrows: (s) =>
    bracket(
      'end',
      () => 0,
      () => {
        throw new Error('end')
      }
    )(s) as never
}

test('133 what the outermost mapReply adds is on every reply, whatever happens inside', async () => {
  const property = fc.asyncProperty(
    fc.subarray(Object.keys(wraps)),
    fc.constantFrom(...Object.keys(outcomes)),
    async (stack, outcome) => {
      const outer = mapReply(withHeader('x-outer', '1'))(get('/x')) as LambdaSource
      const source = stack.reduce((s, name) => (wraps[name] as Wrap)(s), outer)
      const handler = resource(
        pipe(
          source,
          handle(() => (outcomes[outcome] as () => object)())
        )
      )
      const sent = await send(handler, 'GET', '/x')
      expect(sent.headers['x-outer']).toBe('1')
    }
  )
  await fc.assert(property, seed)
  log()
})
