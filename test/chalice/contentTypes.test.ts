/** Which media types a request may have, section 7. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  binaryTypesOf,
  body,
  contentTypes,
  cors,
  get,
  handle,
  post,
  put,
  rawBody,
  resource,
  service,
  text
} from '../../src/index.js'
import { problemText, send, watchLog } from './support.js'

watchLog()

test('7.1 another media type is 415 with Accept and the headers of cors; the header’s value is not repeated', async () => {
  let called = false
  const handler = resource(
    pipe(
      post('/x'),
      cors(),
      contentTypes('text/csv', 'image/png'),
      handle(() => {
        called = true
        return 1
      })
    )
  )
  expect(await send(handler, 'POST', '/x', { body: 'a', headers: { 'content-type': 'text/secret' } })).toEqual({
    statusCode: 415,
    headers: { accept: 'text/csv, image/png', 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body: problemText(415, 'Unsupported Media Type', 'UnsupportedMediaType', 'Expected text/csv, image/png'),
    isBase64Encoded: false
  })
  expect(called).toBe(false)
})

test('7.1 contentTypes is checked on every method that has it, GET included', async () => {
  const handler = resource(
    pipe(
      get('/x'),
      contentTypes('application/json'),
      handle(() => 1)
    )
  )
  expect((await send(handler, 'GET', '/x', { headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415)
  expect((await send(handler, 'GET', '/x', { headers: { 'content-type': 'application/json' } })).statusCode).toBe(200)
})

test.each([
  ['text/csv', 200],
  ['TEXT/CSV', 200],
  ['text/csv; charset=utf-8', 200],
  ['text/csv;header=present', 200],
  ['image/png', 200],
  ['image/webp', 200],
  ['text/plain;text/csv', 415],
  ['text/plain, text/csv', 415],
  ['text/csv,', 415],
  ['text/csvx', 415],
  ['imagex/png', 415],
  ['*/*', 415],
  ['', 415]
])('7.2 the header is one media type whose parameters do not matter: %j is %i', async (type, status) => {
  const handler = resource(
    pipe(
      post('/x'),
      contentTypes('text/csv', 'image/*'),
      handle(() => 1)
    )
  )
  expect((await send(handler, 'POST', '/x', { body: 'a' }, { multiValueHeaders: { 'Content-Type': [type] } })).statusCode).toBe(
    status
  )
})

test('7.3 no header is no media type: 415 with a body; a request without either passes', async () => {
  const json = resource(
    pipe(
      post('/x'),
      contentTypes('application/json'),
      handle(() => 1)
    )
  )
  expect((await send(json, 'POST', '/x', { body: '{}' }, { headers: null, multiValueHeaders: null })).statusCode).toBe(415)
  const binary = resource(
    pipe(
      get('/x'),
      contentTypes('application/octet-stream'),
      handle(() => 1)
    )
  )
  expect((await send(binary, 'GET', '/x')).statusCode).toBe(200)
})

test('7.3 a body that may be absent may be absent without a header', async () => {
  const handler = resource(
    pipe(
      post('/x'),
      body(t.union([t.type({ a: t.number }), t.undefined])),
      handle(({ body }) => body ?? 'none')
    )
  )
  expect((await send(handler, 'POST', '/x')).body).toBe('none')
  expect((await send(handler, 'POST', '/x', { body: { a: 1 } })).body).toBe('{"a":1}')
})

test('7.4 a route that neither names types nor reads a body checks nothing; */* takes everything', async () => {
  const free = resource(
    pipe(
      post('/x'),
      handle(() => 1)
    )
  )
  const all = resource(
    pipe(
      post('/x'),
      contentTypes('*/*'),
      handle(() => 1)
    )
  )
  for (const type of ['a/b', 'nonsense', ''])
    expect((await send(free, 'POST', '/x', { body: 'a', headers: { 'content-type': type } })).statusCode).toBe(200)
  expect((await send(all, 'POST', '/x', { body: 'a', headers: { 'content-type': 'a/b' } })).statusCode).toBe(200)
  expect((await send(all, 'POST', '/x', { body: 'a' }, { headers: null, multiValueHeaders: null })).statusCode).toBe(200)
})

test('7.4 contentTypes takes the place of the type that a body combinator implies', async () => {
  const handler = resource(
    pipe(
      post('/x'),
      contentTypes('application/merge-patch+json'),
      body(t.type({ a: t.number })),
      handle(({ body }) => body.a)
    )
  )
  const sent = (type: string) => send(handler, 'POST', '/x', { body: { a: 1 }, headers: { 'content-type': type } })
  expect((await sent('application/merge-patch+json')).statusCode).toBe(200)
  expect((await sent('application/json')).statusCode).toBe(415)
})

test('7.5 how a body arrives is read from its own flag, so text and binary types may stand in one list', async () => {
  const upload = pipe(
    put('/x'),
    contentTypes('text/csv', 'image/png'),
    rawBody(),
    handle(({ body }) => [...body])
  )
  expect(binaryTypesOf(service('a', {}, { upload }).declarations, {})).toEqual(['image/png', 'text/csv'])
  const handler = resource(upload)
  const sent = (text: string, base64: boolean) =>
    send(handler, 'PUT', '/x', { headers: { 'content-type': 'text/csv' } }, { body: text, isBase64Encoded: base64 })
  expect((await sent('abc', false)).body).toBe('[97,98,99]')
  expect((await sent('YWJj', true)).body).toBe('[97,98,99]')
  const words = resource(
    pipe(
      post('/x'),
      text(),
      handle(({ body }) => body)
    )
  )
  const base64 = { body: 'YWJj', isBase64Encoded: true }
  expect((await send(words, 'POST', '/x', { headers: { 'content-type': 'text/plain' } }, base64)).body).toBe('abc')
})
