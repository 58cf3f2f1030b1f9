/** Bytes in and out, section 9. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { serverless } from '../../src/deploy/index.js'
import {
  binaryTypesOf,
  body,
  bytes,
  cors,
  get,
  handle,
  type LambdaHandler,
  lambdas,
  put,
  rawBody,
  reply,
  resource,
  returns,
  type Settings,
  service
} from '../../src/index.js'
import { httpEvent } from '../../src/testing/index.js'
import { albEvent, deliver, problemText, send, watchLog } from './support.js'

watchLog()

const png = new Uint8Array([0x89, 0x50, 0x00, 0xff])
const base64 = 'iVAA/w=='
const picture = pipe(
  get('/picture'),
  cors(),
  returns({ 200: bytes('image/png') }),
  handle(() => png)
)
const upload = pipe(
  put('/picture'),
  cors(),
  rawBody('image/gif'),
  handle(({ body }) => [...body])
)
const json = pipe(
  get('/json'),
  handle(() => ({ a: 1 }))
)
const api = (settings: Settings = {}): LambdaHandler =>
  lambdas(service('a', { group: 'service', ...settings }, { picture, upload, json }))['api'] as LambdaHandler

test('9.1 nothing is binary by default: routes declare what they read and give', () => {
  expect(binaryTypesOf(service('a', {}, { json }).declarations, {})).toEqual([])
  expect(binaryTypesOf(service('a', {}, { picture, upload, json }).declarations, {})).toEqual(['image/gif', 'image/png'])
})

test('9.2 the setting adds to what is declared, and */* covers everything', async () => {
  const { declarations } = service('a', {}, { picture })
  expect(binaryTypesOf(declarations, { binaryTypes: ['application/zip', 'IMAGE/PNG'] })).toEqual(['application/zip', 'image/png'])
  expect((await send(api({ binaryTypes: ['*/*'] }), 'GET', '/picture')).statusCode).toBe(200)
})

test('9.2 the generated API declares them', () => {
  const data = serverless(service('pictures', { binaryTypes: ['application/zip'] }, { picture, upload, json }))
  expect(data).toMatchObject({ provider: { apiGateway: { binaryMediaTypes: ['application/zip', 'image/gif', 'image/png'] } } })
  expect((serverless(service('texts', {}, { json }))['provider'] as { readonly apiGateway?: object }).apiGateway).toBeUndefined()
})

test('9.3 how a request’s body is encoded is what its event says', async () => {
  const sent = (text: string, isBase64Encoded: boolean) =>
    send(api(), 'PUT', '/picture', { headers: { 'content-type': 'image/gif' } }, { body: text, isBase64Encoded })
  expect((await sent('/wA=', true)).body).toBe('[255,0]')
  expect((await sent('/wA=', false)).body).toBe('[47,119,65,61]')
})

test.each([
  [undefined, 406],
  ['', 406],
  ['text/html', 406],
  ['image/png', 200],
  ['IMAGE/PNG;q=0.1', 200],
  ['image/png, text/html', 200],
  ['text/html, image/png', 406],
  ['image/gif', 200],
  ['image/*', 406],
  ['*/*', 406]
])('9.4 a REST API decodes bytes only if Accept names a binary type first: %j is %i', async (accept, status) => {
  const sent = await send(api(), 'GET', '/picture', { headers: { accept } })
  expect(sent).toEqual({
    statusCode: status,
    headers: { 'content-type': status === 200 ? 'image/png' : 'application/problem+json', 'access-control-allow-origin': '*' },
    multiValueHeaders: {},
    body:
      status === 200
        ? base64
        : problemText(
            406,
            'Not Acceptable',
            'NotAcceptable',
            'The reply is image/png, which must be named first in the Accept header'
          ),
    isBase64Encoded: status === 200
  })
})

test('9.4 other gateways decode whatever is marked, so there nothing is refused', async () => {
  expect(await deliver(resource(picture), httpEvent('http', 'GET', '/picture', {}))).toMatchObject({
    statusCode: 200,
    body: base64,
    isBase64Encoded: true
  })
  expect(await deliver(resource(picture), albEvent('GET', '/picture'))).toMatchObject({
    statusCode: 200,
    body: base64,
    isBase64Encoded: true
  })
})

const answering = (result: unknown) =>
  lambdas(
    service(
      'a',
      { binaryTypes: ['*/*'] },
      {
        x: pipe(
          get('/x'),
          handle(() => result as object)
        )
      }
    )
  )['api-x'] as LambdaHandler

test.each([
  ['bytes of a type', reply(200, png, { 'content-type': 'image/png' }), 'image/png', base64, true],
  [
    'bytes of a text type',
    reply(200, png, { 'content-type': 'text/csv; charset=utf-8' }),
    'text/csv; charset=utf-8',
    base64,
    true
  ],
  ['bytes of no type', png, 'application/octet-stream', base64, true],
  ['a Buffer', Buffer.from(png), 'application/octet-stream', base64, true],
  ['an ArrayBuffer', png.buffer, 'application/octet-stream', base64, true],
  ['part of a larger buffer', new Uint8Array([0, ...png, 0]).subarray(1, 5), 'application/octet-stream', base64, true],
  ['no bytes', new Uint8Array(0), 'application/octet-stream', '', false],
  ['text of a binary type', reply(200, 'text', { 'content-type': 'image/png' }), 'image/png', 'text', false],
  ['JSON of a binary type', reply(200, { a: 1 }, { 'content-type': 'application/zip' }), 'application/zip', '{"a":1}', false]
])('9.5 the body decides how it is encoded, not its content type: %s', async (_, result, type, text, isBase64Encoded) => {
  expect(await send(answering(result), 'GET', '/x')).toEqual({
    statusCode: 200,
    headers: { 'content-type': type },
    multiValueHeaders: {},
    body: text,
    isBase64Encoded
  })
})

test('9.6 where everything is binary, JSON, text and refusals are still sent as they are, with or without Accept', async () => {
  const handler = api({ binaryTypes: ['*/*'] })
  for (const accept of [undefined, 'text/html'])
    expect(await send(handler, 'GET', '/json', { headers: { accept } })).toMatchObject({
      statusCode: 200,
      body: '{"a":1}',
      isBase64Encoded: false
    })
  expect(await send(handler, 'GET', '/nowhere')).toMatchObject({ statusCode: 404, isBase64Encoded: false })
})

test('9.7 a body that a browser’s Accept would not decode is refused, unless the API declares everything binary', async () => {
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8'
  expect((await send(api(), 'GET', '/picture', { headers: { accept } })).statusCode).toBe(406)
  expect(await send(api({ binaryTypes: ['*/*'] }), 'GET', '/picture', { headers: { accept } })).toMatchObject({
    statusCode: 200,
    body: base64
  })
})

test('9.7 bytes come back as the bytes that they were', async () => {
  const echo = resource(
    pipe(
      put('/x'),
      rawBody('image/png'),
      handle(({ body }) => reply(200, body, { 'content-type': 'image/png' }))
    )
  )
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  const sent = await send(echo, 'PUT', '/x', { body: all, headers: { 'content-type': 'image/png', accept: 'image/png' } })
  expect(Buffer.from(sent.body, 'base64')).toEqual(Buffer.from(all))
})

test('9.7 a JSON body may arrive in base64, as an API with */* sends it', async () => {
  const handler = resource(
    pipe(
      put('/x'),
      body(t.type({ name: t.string })),
      handle(({ body }) => body.name)
    )
  )
  const data = { body: Buffer.from('{"name":"Zoë"}').toString('base64'), isBase64Encoded: true }
  expect((await send(handler, 'PUT', '/x', { headers: { 'content-type': 'application/json' } }, data)).body).toBe('Zoë')
})
