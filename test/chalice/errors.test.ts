/** Refusals, failures and what is told of them, section 6. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  badRequest,
  body,
  bracket,
  bytes,
  chaliceErrorBody,
  conflict,
  cors,
  errors,
  forbidden,
  get,
  type HttpError,
  handle,
  type LambdaHandler,
  lambda,
  lambdas,
  mapReply,
  notFound,
  post,
  provide,
  refuse,
  requestTimeout,
  resource,
  returns,
  type Settings,
  service,
  tooManyRequests,
  unauthorized,
  unprocessableContent
} from '../../src/index.js'
import { deliver, fixed500, problemText, send, watchLog } from './support.js'

const log = watchLog()

const answering = (settings: Settings, f: () => unknown): LambdaHandler => {
  const x = pipe(
    get('/x/{id}'),
    cors(),
    handle(() => f() as object)
  )
  return lambdas(service('a', settings, { x }))['api-x-id'] as LambdaHandler
}
const answer = (settings: Settings, f: () => unknown) => send(answering(settings, f), 'GET', '/x/{id}', { params: { id: '7' } })

const kinds: ReadonlyArray<readonly [string, (message?: string) => HttpError, number, string, string]> = [
  ['BadRequestError', badRequest, 400, 'Bad Request', 'BadRequest'],
  ['UnauthorizedError', unauthorized, 401, 'Unauthorized', 'Unauthorized'],
  ['ForbiddenError', forbidden, 403, 'Forbidden', 'Forbidden'],
  ['NotFoundError', notFound, 404, 'Not Found', 'NotFound'],
  [
    'MethodNotAllowedError',
    (message) => refuse(405, message === undefined ? {} : { message }),
    405,
    'Method Not Allowed',
    'MethodNotAllowed'
  ],
  ['RequestTimeoutError', requestTimeout, 408, 'Request Timeout', 'RequestTimeout'],
  ['ConflictError', conflict, 409, 'Conflict', 'Conflict'],
  ['UnprocessableEntityError', unprocessableContent, 422, 'Unprocessable Content', 'UnprocessableContent'],
  ['TooManyRequestsError', tooManyRequests, 429, 'Too Many Requests', 'TooManyRequests']
]

test.each(kinds)('6.1 %s has its counterpart, a value in the left channel', async (chalice, of, status, title, code) => {
  expect(await answer({}, () => E.left(of('because')))).toEqual({
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: problemText(status, title, code, 'because'),
    isBase64Encoded: false
  })
  expect(await answer({ errorBody: chaliceErrorBody }, () => E.left(of('because')))).toEqual({
    statusCode: status,
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: `{"Code":"${chalice}","Message":"because"}`,
    isBase64Encoded: false
  })
})

test('6.1 the base kind is refuse with any status and code', async () => {
  const f = () => E.left(refuse(500, { code: 'ChaliceViewError', message: 'because' }))
  expect(await answer({ errorBody: chaliceErrorBody }, f)).toMatchObject({
    statusCode: 500,
    body: '{"Code":"ChaliceViewError","Message":"because"}'
  })
  expect(log()).toMatchObject([{ at: 'GET /x/{id}' }])
})

test.each([false, true])('6.2 a refusal is told the same with debug %j, with its own code, status and headers', async (debug) => {
  const teapot = () => E.left(refuse(418, { code: 'Teapot', message: 'short and stout', headers: { 'X-Spout': 'here' } }))
  expect(await answer({ debug }, teapot)).toMatchObject({
    statusCode: 418,
    headers: { 'x-spout': 'here', 'access-control-allow-origin': '*' },
    body: problemText(418, 'Status 418', 'Teapot', 'short and stout')
  })
  expect((await answer({ debug, errorBody: chaliceErrorBody }, teapot)).body).toBe(
    '{"Code":"Teapot","Message":"short and stout"}'
  )
})

test('6.2 without a text there is no detail; in Chalice’s shape the message is the status’s phrase', async () => {
  expect((await answer({}, () => E.left(notFound()))).body).toBe(problemText(404, 'Not Found', 'NotFound'))
  expect((await answer({ errorBody: chaliceErrorBody }, () => E.left(notFound()))).body).toBe(
    '{"Code":"NotFoundError","Message":"Not Found"}'
  )
})

test('6.2 a message given with a 500 is told, in either shape', async () => {
  const f = () => E.left(refuse(500, { message: 'the printer is on fire' }))
  expect((await answer({}, f)).body).toBe(
    problemText(500, 'Internal Server Error', 'InternalServerError', 'the printer is on fire')
  )
  expect((await answer({ errorBody: chaliceErrorBody }, f)).body).toBe(
    '{"Code":"InternalServerError","Message":"the printer is on fire"}'
  )
  expect(log()).toHaveLength(2)
})

test('6.2 failures of one’s own are tags that the stack declares', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      errors({ Taken: 409, Odd: (e: { readonly n: number }) => ({ status: 418, detail: `${e.n} is odd` }) }),
      handle(({ request }) =>
        request.query['n'] === undefined ? E.left({ _tag: 'Taken' as const, secret: 1 }) : E.left({ _tag: 'Odd' as const, n: 3 })
      )
    )
  )
  expect((await send(handler, 'GET', '/x')).body).toBe(problemText(409, 'Conflict', 'Taken'))
  expect((await send(handler, 'GET', '/x', { query: { n: '3' } })).body).toBe(problemText(418, 'Status 418', 'Odd', '3 is odd'))
})

const thrown: ReadonlyArray<readonly [string, () => unknown]> = [
  [
    'a throw',
    () => {
      throw new RangeError('password is 1234')
    }
  ],
  ['a rejection', () => Promise.reject(new RangeError('password is 1234'))],
  ['a Task that rejects', () => () => Promise.reject(new RangeError('password is 1234'))],
  ['an undeclared failure', () => E.left(new RangeError('password is 1234'))]
]
test.each(thrown)(
  '6.3 %s is a fixed 500 with the headers of cors, told in one line of the log with the route and the stack',
  async (_, f) => {
    expect(await answer({}, f)).toEqual({
      statusCode: 500,
      headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
      multiValueHeaders: {},
      body: fixed500,
      isBase64Encoded: false
    })
    expect(log()).toEqual([
      {
        level: 'ERROR',
        at: 'GET /x/{id}',
        message: 'RangeError: password is 1234',
        requestId: '00000000-0000-4000-8000-000000000000',
        stack: expect.stringMatching(/^RangeError: password is 1234\n.*errors\.test\.ts/)
      }
    ])
  }
)

test('6.3 in Chalice’s shape it has Chalice’s message', async () => {
  const sent = await answer({ errorBody: chaliceErrorBody }, () => JSON.parse('{'))
  expect([sent.statusCode, sent.body]).toEqual([
    500,
    '{"Code":"InternalServerError","Message":"An internal server error occurred."}'
  ])
  expect(log()).toHaveLength(1)
})

test.each([
  ['problem details', undefined, 'detail'],
  ['Chalice’s shape', chaliceErrorBody, 'Message']
])('6.3 with debug on, the trace is in the reply, as %s', async (_, errorBody, key) => {
  const sent = await answer({ debug: true, ...(errorBody === undefined ? {} : { errorBody }) }, () => JSON.parse('{'))
  expect([sent.statusCode, sent.headers['access-control-allow-origin']]).toEqual([500, '*'])
  expect(JSON.parse(sent.body)[key]).toMatch(/^SyntaxError: .*\n {4}at /)
  expect(log()).toHaveLength(1)
})

const inStack = (f: () => unknown): LambdaHandler =>
  resource(
    pipe(
      get('/x'),
      cors(),
      provide('key', () => f() as string),
      handle(() => 1)
    )
  )

test('6.4 a combinator that throws is the same 500 as a handler, with the headers of cors', async () => {
  const sent = await send(
    inStack(() => JSON.parse('{')),
    'GET',
    '/x'
  )
  expect([sent.statusCode, sent.body, sent.headers['access-control-allow-origin']]).toEqual([500, fixed500, '*'])
  expect(log()).toMatchObject([{ at: 'GET /x', message: expect.stringContaining('SyntaxError') }])
})

test.each(kinds)('6.4 a combinator that refuses with %s is answered as a handler is', async (_, of, status, title, code) => {
  const sent = await send(
    inStack(() => E.left(of('no'))),
    'GET',
    '/x'
  )
  expect([sent.statusCode, sent.body, sent.headers['access-control-allow-origin']]).toEqual([
    status,
    problemText(status, title, code, 'no'),
    '*'
  ])
})

test('6.4 what stands around a failure sees it, with its cause, and may answer in its place', async () => {
  const seen: unknown[] = []
  const handler = resource(
    pipe(
      get('/x'),
      bracket(
        'watch',
        () => 0,
        (_, ended) => seen.push(E.isLeft(ended) && (ended.left.cause as Error).message)
      ),
      handle((): string => {
        throw new Error('seen')
      })
    )
  )
  expect((await send(handler, 'GET', '/x')).statusCode).toBe(500)
  expect(seen).toEqual(['seen'])
  expect(log()).toHaveLength(1)
})

test('6.5 mapReply must give a reply: anything else is the fixed 500 with the headers of cors', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      cors(),
      mapReply(() => ({ status: 200 }) as never),
      handle(() => 1)
    )
  )
  const sent = await send(handler, 'GET', '/x')
  expect([sent.statusCode, sent.body, sent.headers['access-control-allow-origin']]).toEqual([500, fixed500, '*'])
  expect(log()).toMatchObject([{ message: 'TypeError: mapReply must return a reply' }])
})

test('6.6 where there is no HTTP nothing is converted: a throw and a refusal fail the invocation', async () => {
  const throws = pipe(
    lambda(),
    handle(() => {
      throw new RangeError('mine')
    })
  )
  const refuses = pipe(
    lambda(),
    handle(() => E.left(badRequest('no')))
  )
  const handlers = lambdas(service('a', {}, { throws, refuses }))
  await expect(deliver(handlers['throws'] as never, {})).rejects.toThrow(new RangeError('mine'))
  await expect(deliver(handlers['refuses'] as never, {})).rejects.toThrow('refuses failed: no')
  expect(log()).toHaveLength(2)
})

const picture = pipe(
  get('/picture'),
  returns({ 200: bytes('image/png') }),
  handle(() => new Uint8Array(1))
)
const add = pipe(
  post('/todos'),
  body(t.type({ title: t.string })),
  handle(() => 1)
)
const broken = pipe(
  get('/broken'),
  handle((): number => JSON.parse('{'))
)
const json = { 'content-type': 'application/json' }
test.each([
  ['an unknown path', 'GET', '/nowhere', {}, 404, 'NotFound', 'NotFoundError'],
  ['an unknown method', 'PUT', '/todos', {}, 405, 'MethodNotAllowed', 'MethodNotAllowedError'],
  [
    'a media type',
    'POST',
    '/todos',
    { body: 'x', headers: { 'content-type': 'a/b' } },
    415,
    'UnsupportedMediaType',
    'UnsupportedMediaType'
  ],
  ['malformed JSON', 'POST', '/todos', { body: '{', headers: json }, 400, 'BadRequest', 'BadRequestError'],
  ['a body that is not as declared', 'POST', '/todos', { body: {} }, 422, 'UnprocessableContent', 'UnprocessableEntityError'],
  ['bytes that nobody accepts', 'GET', '/picture', {}, 406, 'NotAcceptable', 'NotAcceptable'],
  ['a failure', 'GET', '/broken', {}, 500, 'InternalServerError', 'InternalServerError']
])('6.7 a code says where the refusal comes from: %s', async (_, method, path, input, status, code, chalice) => {
  const module = { picture, add, broken }
  const ours = await send(lambdas(service('a', { group: 'service' }, module))['api'] as LambdaHandler, method, path, input)
  expect([ours.statusCode, JSON.parse(ours.body).code]).toEqual([status, code])
  const settings: Settings = { group: 'service', errorBody: chaliceErrorBody }
  const theirs = await send(lambdas(service('a', settings, module))['api'] as LambdaHandler, method, path, input)
  expect([theirs.statusCode, JSON.parse(theirs.body).Code]).toEqual([status, chalice])
  expect(log()).toHaveLength(status === 500 ? 2 : 0)
})
