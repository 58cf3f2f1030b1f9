/** What a handler's result becomes, section 5. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { cors, created, get, handle, type LambdaHandler, noContent, reply, resource, withHeader } from '../../src/index.js'
import { fixed500, send, watchLog } from './support.js'

const log = watchLog()

const answering = (result: unknown): LambdaHandler =>
  resource(
    pipe(
      get('/x'),
      cors(),
      handle(() => result as object)
    )
  )
const answer = (result: unknown) => send(answering(result), 'GET', '/x')

test('5.1 a reply has a status, a body of any kind and headers; its body is JSON whatever its content type says', async () => {
  expect(await answer(reply(202, { a: 1 }, { 'Content-Type': 'application/vnd.api+json', 'X-A': 'b' }))).toEqual({
    statusCode: 202,
    headers: { 'content-type': 'application/vnd.api+json', 'x-a': 'b', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: '{"a":1}',
    isBase64Encoded: false
  })
  expect(reply(200, 1)).toMatchObject({ status: 200, headers: {} })
})

const jsonType = 'application/json'
const textType = 'text/plain; charset=utf-8'
const sync: ReadonlyArray<readonly [string, unknown, string, string]> = [
  ['an object', { a: [1, 'b'] }, '{"a":[1,"b"]}', jsonType],
  ['a list', [1, 2], '[1,2]', jsonType],
  ['a pair is a list', ['text', 404], '["text",404]', jsonType],
  ['a number', 0, '0', jsonType],
  ['a boolean', false, 'false', jsonType],
  ['null', null, 'null', jsonType],
  ['text goes as it is', 'plain "text"', 'plain "text"', textType],
  ['empty text', '', '', textType]
]
test.each(sync)('5.2 any other result is the body of a 200: %s', async (_, result, body, type) => {
  expect(await answer(result)).toMatchObject({ statusCode: 200, body, headers: { 'content-type': type } })
})

test.each([
  ['a Promise', Promise.resolve({ a: 1 })],
  ['an Either', E.right({ a: 1 })],
  ['a Task', () => Promise.resolve({ a: 1 })],
  ['a TaskEither', TE.right({ a: 1 })],
  ['a Promise of an Either of a reply', Promise.resolve(E.right(reply(200, { a: 1 })))]
])('5.2 a result may come as %s', async (_, result) => {
  expect(await answer(result)).toMatchObject({ statusCode: 200, body: '{"a":1}' })
})

test.each([
  ['no spaces', { a: 1, b: [1, 2] }, '{"a":1,"b":[1,2]}'],
  ['other letters as they are, in UTF-8', { name: 'Zürich €' }, '{"name":"Zürich €"}'],
  ['an item that is undefined is null, and a key is left out', [undefined, { a: undefined }], '[null,{}]'],
  ['a date is its instant', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}']
])('5.3 JSON is what JSON.stringify writes: %s', async (_, result, body) => {
  expect(await answer(result)).toMatchObject({ statusCode: 200, body })
})

const ring: unknown[] = []
ring.push(ring)
test.each([
  ['a structure in circles', ring],
  ['a BigInt', { n: 1n }],
  ['a toJSON that throws', { toJSON: () => ring.map((r) => JSON.stringify(r)) }],
  ['a symbol', Symbol('s')],
  ['a number that JSON has not', [Number.NaN]],
  ['an infinity, which would be null', { most: Number.POSITIVE_INFINITY }],
  ['a fetch Response', new Response('not here', { status: 404 })],
  ['an Error', new Error('boom')],
  ['a stream', new ReadableStream()],
  ['a Map', new Map([['k', 1]])],
  ['a Promise inside', { a: Promise.resolve(1) }],
  ['nothing at all', undefined]
])('5.3 what has no JSON is the fixed 500 with the headers of cors, and one line in the log: %s', async (_, result) => {
  expect(await answer(result)).toEqual({
    statusCode: 500,
    headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: fixed500,
    isBase64Encoded: false
  })
  expect(log()).toMatchObject([{ at: 'GET /x', level: 'ERROR' }])
})

test.each([
  [{ a: 1 }, jsonType],
  ['text', textType],
  [new Uint8Array(0), 'application/octet-stream'],
  [reply(400, { a: 1 }), jsonType],
  [reply(200, 'a,b', { 'content-type': 'text/csv' }), 'text/csv']
])('5.4 a content type is always there: %j', async (result, type) => {
  expect((await answer(result)).headers['content-type']).toBe(type)
})

test.each([
  ['text', 'b', { 'x-a': 'b' }, {}],
  ['a number', 7, { 'x-a': '7' }, {}],
  ['a boolean', true, { 'x-a': 'true' }, {}],
  ['a list', ['b', 'c'], {}, { 'x-a': ['b', 'c'] }],
  ['a list with numbers', [1, 'c'], {}, { 'x-a': ['1', 'c'] }],
  ['a tab inside', 'b\tc', { 'x-a': 'b\tc' }, {}]
])('5.5 header values are sent as %s', async (_, value, headers, multiValueHeaders) => {
  const sent = await answer(reply(200, 1, { 'X-A': value as string }))
  expect(sent.headers).toEqual({ 'content-type': jsonType, 'access-control-allow-origin': '*', ...headers })
  expect(sent.multiValueHeaders).toEqual(multiValueHeaders)
})

test.each([
  ['a line feed', { 'x-a': 'b\nSet-Cookie: c=d' }, 'x-a'],
  ['a carriage return', { 'x-a': 'b\rc' }, 'x-a'],
  ['a line feed inside a list', { 'x-a': ['b', 'c\n'] }, 'x-a'],
  ['a null byte', { 'x-a': '\0' }, 'x-a'],
  ['an object', { 'x-a': {} }, 'x-a'],
  ['a name with a space', { 'x a': 'b' }, 'x a'],
  ['a name with a line feed', { 'x\na': 'b' }, 'x\\na'],
  ['no name', { '': 'b' }, '""'],
  ['two content types', { 'content-type': ['a/b', 'c/d'] }, 'content-type']
])(
  '5.5 a header that could break the answer makes it the fixed 500, and the value stays out of the log: %s',
  async (_, headers, name) => {
    const sent = await answer(reply(200, 1, headers as Record<string, string>))
    expect([sent.statusCode, sent.body, Object.keys(sent.headers)]).toEqual([
      500,
      fixed500,
      ['content-type', 'access-control-allow-origin']
    ])
    const [line] = log()
    expect(line?.message).toContain(name)
    expect(line?.message).not.toContain('Set-Cookie')
  }
)

test('5.5 a content type in a list of one is that content type', async () => {
  expect((await answer(reply(200, 'a', { 'content-type': ['text/csv'] }))).headers['content-type']).toBe('text/csv')
})

test.each([noContent(), reply(204, null), reply(204, { a: 1 }, { 'content-type': 'a/b' }), reply(304, 'x')])(
  '5.6 204 and 304 have neither body nor content type: %j',
  async (result) => {
    expect(await answer(result)).toEqual({
      statusCode: result.status,
      headers: { 'access-control-allow-origin': '*' },
      multiValueHeaders: {},
      body: '',
      isBase64Encoded: false
    })
  }
)

test('5.6 null is a body of 200, an empty text stays empty', async () => {
  expect((await answer(reply(200, null))).body).toBe('null')
  expect((await answer(reply(200, ''))).body).toBe('')
})

test.each([0, 99, 100, 199, 600, 200.5, Number.NaN, '200', null])(
  '5.6 a status outside 200 to 599 is the fixed 500: %p',
  async (status) => {
    const sent = await answer(reply(status as number, 1))
    expect([sent.statusCode, sent.body]).toEqual([500, fixed500])
    expect(log()).toMatchObject([{ message: `TypeError: the status ${String(status)} is none of 200 to 599` }])
  }
)

test('5.7 a reply that several routes share is never changed', async () => {
  const shared = Object.freeze({ 'x-a': 'b' })
  const result = created({ id: 1 }, shared)
  const before = JSON.stringify(result)
  const open = answering(result)
  const closed = resource(
    pipe(
      get('/y'),
      handle(() => result)
    )
  )
  expect((await send(open, 'GET', '/x')).headers['access-control-allow-origin']).toBe('*')
  expect((await send(closed, 'GET', '/y')).headers).toEqual({ 'x-a': 'b', 'content-type': jsonType })
  expect(withHeader('x-a', 'c')(result).headers).toEqual({ 'x-a': 'c' })
  expect(JSON.stringify(result)).toBe(before)
})
