/** What a handler can know of its request, section 4. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body, get, type HttpRequest, handle, post, query, resource, route } from '../../src/index.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { albEvent, deliver, problemText, restEvent, send, watchLog } from './support.js'

watchLog()

/** What `read` finds in the request of an event. */
const reading = async <A>(event: object, read: (request: HttpRequest) => A, path: '/x' | '/x/{id}' = '/x/{id}'): Promise<A> => {
  let found: { readonly of: A } | undefined
  const handler = resource(
    pipe(
      route(['GET', 'POST'], path),
      handle(({ request }) => {
        found = { of: read(request) }
        return 1
      })
    )
  )
  expect((await deliver(handler, event)).statusCode).toBe(200)
  return (found as { readonly of: A }).of
}

const at7 = (method: string, changes = {}, input = {}) => restEvent(method, '/x/{id}', { params: { id: '7' }, ...input }, changes)

test('4.1 path is the path that was asked for, without the stage; the declared one is route', async () => {
  expect(await reading(at7('GET'), ({ method, path, route }) => ({ method, path, route }))).toEqual({
    method: 'GET',
    path: '/x/7',
    route: '/x/{id}'
  })
  const staged = { ...httpEvent('http', 'GET', '/x/{id}', { params: { id: '7' } }), rawPath: '/dev/x/7' }
  const context = { ...(staged as unknown as { requestContext: object }).requestContext, stage: 'dev' }
  expect(await reading({ ...staged, requestContext: context }, ({ path, route }) => [path, route])).toEqual(['/x/7', '/x/{id}'])
})

test('4.2 header names are in lower case, any case finds them, and every value of a repeated one is kept', async () => {
  const headers = { 'X-Tag': 'b', Accept: 'text/html' }
  const multiValueHeaders = { 'X-Tag': ['a', 'b'], Accept: ['text/html'] }
  const seen = await reading(at7('GET', { headers, multiValueHeaders }), (r) => ({
    names: Object.keys(r.headers),
    joined: r.headers['x-tag'],
    all: r.multiValueHeaders['x-tag'],
    any: r.values('X-TAG'),
    missing: r.headers['x-none'],
    none: r.values('x-none'),
    proto: r.headers['constructor']
  }))
  expect(seen).toEqual({
    names: ['x-tag', 'accept'],
    joined: 'a, b',
    all: ['a', 'b'],
    any: ['a', 'b'],
    missing: undefined,
    none: [],
    proto: undefined
  })
})

test.each([null, undefined, {}])('4.2 no headers in the event are an empty record: %j', async (none) => {
  expect(await reading(at7('GET', { headers: none, multiValueHeaders: none }), (r) => Object.keys(r.headers))).toEqual([])
})

test.each([
  ['null', null, {}, {}],
  ['empty', {}, {}, {}],
  ['one value', { a: ['1'] }, { a: '1' }, { a: ['1'] }],
  ['several values, the last is the one', { a: ['1', '2'], b: ['3'] }, { a: '2', b: '3' }, { a: ['1', '2'], b: ['3'] }],
  ['an empty value is a value', { a: [''] }, { a: '' }, { a: [''] }],
  ['an empty list is no value', { a: [] }, {}, {}]
])('4.3 query is a record, never null: %s', async (_, multiValueQueryStringParameters, last, all) => {
  const seen = await reading(at7('GET', { multiValueQueryStringParameters, queryStringParameters: null }), (r) => ({
    last: { ...r.query },
    all: { ...r.multiValueQuery }
  }))
  expect(seen).toEqual({ last, all })
})

test('4.3 a codec of a list gets every value of its key, any other the last one, and absent is undefined or empty', async () => {
  const list = pipe(
    get('/x'),
    query({ tag: t.array(t.string), page: t.union([t.string, t.undefined]) }),
    handle(({ query }) => ({ ...query, absent: query.page === undefined }))
  )
  const handler = resource(list)
  expect((await send(handler, 'GET', '/x', { query: { tag: ['a', 'b'], page: ['1', '2'] } })).body).toBe(
    '{"tag":["a","b"],"page":"2","absent":false}'
  )
  expect((await send(handler, 'GET', '/x')).body).toBe('{"tag":[],"absent":true}')
})

test('4.4 params and stageVariables are empty where there are none; context is the gateway’s, an authorizer’s answer in it', async () => {
  const plain = await reading(
    restEvent('GET', '/x'),
    (r) => ({ params: { ...r.params }, stageVariables: { ...r.stageVariables }, identity: r.identity }),
    '/x'
  )
  expect(plain).toEqual({ params: {}, stageVariables: {}, identity: {} })
  const context = { principalId: 'ada', role: 'admin' }
  const event = restEvent('GET', '/x/{id}', { params: { id: '7' } }, { stageVariables: { colour: 'blue' } }, { context })
  const seen = await reading(event, (r) => ({
    params: { ...r.params },
    stageVariables: r.stageVariables,
    authorizer: r.context['authorizer'],
    stage: r.context['stage'],
    identity: r.identity
  }))
  expect(seen).toEqual({
    params: { id: '7' },
    stageVariables: { colour: 'blue' },
    authorizer: { ...context, integrationLatency: 0 },
    stage: 'dev',
    identity: { context }
  })
})

test.each([
  ['null', null, false, []],
  ['empty', '', false, []],
  ['text is UTF-8', 'ü€', false, [0xc3, 0xbc, 0xe2, 0x82, 0xac]],
  ['base64 is decoded', '/wD+', true, [0xff, 0x00, 0xfe]],
  ['text that looks like base64 is text', '/wD+', false, [0x2f, 0x77, 0x44, 0x2b]]
])('4.5 rawBody is bytes: %s', async (_, text, isBase64Encoded, bytes) => {
  expect(await reading(at7('POST', { body: text, isBase64Encoded }), (r) => [...r.rawBody])).toEqual(bytes)
  const twice = await reading(at7('POST', { body: text, isBase64Encoded }), (r) => {
    const first = r.rawBody
    return r.rawBody === first
  })
  expect(twice).toBe(true)
})

test.each(['MQ', 'MQ=', 'MQ==\n', 'M Q=', '_-8=', '####'])(
  '4.5 what claims to be base64 and is not is 400 wherever a body is read: %s',
  async (text) => {
    const handler = resource(
      pipe(
        post('/x'),
        body(t.unknown),
        handle(() => 1)
      )
    )
    const answer = await send(
      handler,
      'POST',
      '/x',
      { headers: { 'content-type': 'application/json' } },
      { body: text, isBase64Encoded: true }
    )
    expect([answer.statusCode, answer.body]).toEqual([
      400,
      problemText(400, 'Bad Request', 'BadRequest', 'The body is not UTF-8, or not the base64 it claims to be')
    ])
  }
)

const json = resource(
  pipe(
    post('/x'),
    body(t.unknown),
    handle(({ body }) => ({ body }))
  )
)
const sendJson = (text: string | null, type: string | undefined, isBase64Encoded = false) =>
  send(json, 'POST', '/x', { headers: { 'content-type': type } }, { body: text, isBase64Encoded })

test.each([
  ['application/json', 200],
  ['APPLICATION/JSON', 200],
  ['application/json; charset=utf-8', 200],
  ['Application/Json;Charset=UTF-8', 200],
  ['application/json; charset=latin1', 415],
  ['application/jsonlines', 415],
  ['application/vnd.api+json', 415],
  ['text/plain;application/json', 415],
  ['text/plain', 415],
  [undefined, 415]
])('4.6 one parser decides whether a body is JSON and whether it is decoded: %j is %i', async (type, status) => {
  const answer = await sendJson('{"a":1}', type)
  expect([answer.statusCode, answer.body]).toEqual(
    status === 200
      ? [200, '{"body":{"a":1}}']
      : [415, problemText(415, 'Unsupported Media Type', 'UnsupportedMediaType', 'Expected application/json')]
  )
})

test.each(['{', '{"a":}', "{'a':1}", 'NaN', '[Infinity]', '01', '\u0000', '{"a":1,}', 'undefined'])(
  '4.7 malformed JSON is 400: %j',
  async (text) => {
    const answer = await sendJson(text, 'application/json')
    expect([answer.statusCode, answer.body]).toEqual([
      400,
      problemText(400, 'Bad Request', 'BadRequest', 'The body is not well-formed JSON')
    ])
  }
)

test.each(['', null])('4.7 no body is 400 where a JSON body is needed: %j', async (text) => {
  const needed = resource(
    pipe(
      post('/x'),
      body(t.type({ a: t.number })),
      handle(({ body }) => body.a)
    )
  )
  const answer = await send(needed, 'POST', '/x', { headers: { 'content-type': 'application/json' } }, { body: text })
  expect([answer.statusCode, answer.body]).toEqual([400, problemText(400, 'Bad Request', 'BadRequest', 'A JSON body is needed')])
})

test('4.7 bytes that are not UTF-8 are 400', async () => {
  expect((await sendJson(Buffer.from([0x22, 0xff, 0x22]).toString('base64'), 'application/json', true)).statusCode).toBe(400)
})

test.each(['false', '0', '""', 'null', '"text"', '[]', '1.5', '\ufeff{"a":1}'])(
  '4.7 any JSON value is a body: %j',
  async (text) => {
    expect((await sendJson(text, 'application/json')).body).toBe(`{"body":${text.replace('\ufeff', '')}}`)
  }
)

test('4.7 a handler without body never fails on one', async () => {
  expect(
    await reading(at7('POST', { body: '{', headers: { 'content-type': 'application/json' } }), (r) => r.encodedBody)
  ).toEqual({
    data: '{',
    base64: false
  })
})

test('4.7 whole numbers beyond 2^53 lose digits in JSON, as everywhere in JavaScript; the raw body has them', async () => {
  expect((await sendJson('9007199254740993', 'application/json')).body).toBe('{"body":9007199254740992}')
  expect(await reading(at7('POST', { body: '9007199254740993' }), (r) => Buffer.from(r.rawBody).toString())).toBe(
    '9007199254740993'
  )
})

test('4.8 toJSON is the request as plain data: names in lower case, last values, no body and nothing private', async () => {
  const input = { headers: { 'X-A': '1' }, query: { q: ['1', '2'] }, body: { secret: 1 } }
  const text = await reading(at7('POST', {}, input), (r) => JSON.stringify(r))
  expect(Object.keys(JSON.parse(text))).toEqual([
    'method',
    'path',
    'route',
    'headers',
    'query',
    'params',
    'context',
    'stageVariables'
  ])
  expect(JSON.parse(text)).toMatchObject({
    method: 'POST',
    path: '/x/7',
    route: '/x/{id}',
    headers: { 'x-a': '1', 'content-type': 'application/json' },
    query: { q: '2' },
    params: { id: '7' },
    stageVariables: {}
  })
  expect(text).not.toContain('secret')
})

test('4.8 a handler may answer with its request', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      handle(({ request }) => request)
    )
  )
  expect(JSON.parse((await send(handler, 'GET', '/x')).body)).toMatchObject({ method: 'GET', route: '/x' })
})

test('4.9 the event itself is there, untouched, and so is the Lambda context', async () => {
  const event = albEvent('GET', '/x/7')
  const before = JSON.stringify(event)
  expect(await reading(event, (r) => r.event === event)).toBe(true)
  expect(JSON.stringify(event)).toBe(before)
  const context = lambdaContext('mine')
  const handler = resource(
    pipe(
      get('/x'),
      handle(({ lambda }) => String(lambda === context))
    )
  )
  expect(await handler(restEvent('GET', '/x'), context)).toMatchObject({ body: 'true' })
})
