/** The edges of what a gateway takes: the last header, byte and letter that goes through, the first that does not, and why. */
import { isHttpError } from '../../src/combinators/HttpError.js'
import { ok, reply } from '../../src/combinators/Reply.js'
import { type PrintOptions, printReply } from '../../src/events/printReply.js'

const asked: PrintOptions = { method: 'GET', accept: undefined, binaryTypes: [], gateway: 'alb' }
const print = (body: unknown, headers: unknown = {}, status = 200) => printReply(reply(status, body, headers as {}), asked)
const headersOf = (headers: unknown) => {
  const printed = print(undefined, headers)
  return isHttpError(printed) ? 'refused' : { ...printed.headers }
}
const why = (body: unknown, headers: unknown = {}) => {
  const printed = print(body, headers)
  return isHttpError(printed) ? (printed.cause as Error).message : 'printed'
}

test.each(['Connection', 'content-length', 'KEEP-ALIVE', 'te', 'Trailer', 'transfer-encoding', 'Upgrade'])(
  '%s is the connection’s: it is left out, and nothing else is',
  (name) => {
    expect(headersOf({ [name]: 'x', a: '1' })).toEqual({ a: '1' })
    expect(headersOf({ a: '1', [name]: 'x' })).toEqual({ a: '1' })
  }
)

test('the highest status is 599', () => {
  expect([isHttpError(print('', {}, 599)), isHttpError(print('', {}, 600))]).toEqual([false, true])
})

test.each<[string, unknown, string]>([
  ['a value with a line break', 'a\nb', 'the header x has a value that no header can carry'],
  ['a list that has one', ['a', 'a\nb'], 'the header x has a value that no header can carry'],
  ['a value beyond ASCII', 'ü', 'the header x has a value that no header can carry'],
  ['the letter behind the tilde', '\u007f', 'the header x has a value that no header can carry'],
  ['an object', {}, 'the header x has a value that no header can carry'],
  ['a tilde and a tab', '~\t', 'printed'],
  ['as many bytes as may be', 'v'.repeat(10_239), 'printed'],
  ['one more', 'v'.repeat(10_240), 'the headers are over 10240 bytes, more than API Gateway passes on'],
  ['as many in a list', ['v'.repeat(10_000), 'v'.repeat(239)], 'printed'],
  [
    'one more in a list',
    ['v'.repeat(10_000), 'v'.repeat(240)],
    'the headers are over 10240 bytes, more than API Gateway passes on'
  ]
])('of a header with %s', (_, value, told) => {
  expect(why('', { x: value })).toBe(told)
})

test('all headers count together', () => {
  expect(why('', { a: 'v'.repeat(5000), b: 'v'.repeat(5238) })).toBe('printed')
  expect(why('', { a: 'v'.repeat(5000), b: 'v'.repeat(5239) })).toContain('over 10240 bytes')
})

test('a type has one value; of other lists under one name the last stays, and all cookies do', () => {
  expect(why('', { 'content-type': ['a/b', 'c/d'] })).toBe('the header content-type has several values')
  expect(headersOf({ a: ['1'], A: ['2'] })).toEqual({ a: ['2'] })
  expect(headersOf({ 'set-cookie': 'a=1', 'Set-Cookie': ['b=2'] })).toEqual({ 'set-cookie': ['a=1', 'b=2'] })
})

test.each<readonly [string, unknown, string]>([
  ['a Map', new Map(), 'the body is a Map, which has no JSON'],
  ['a fetch Response', new Response('secret', { status: 404 }), 'the body is a Response, which has no JSON'],
  ['an Error', new Error('secret'), 'the body is an Error, which has no JSON'],
  [
    'a Promise in a list',
    { items: [{ price: Promise.resolve(1) }] },
    'the body has a Promise at items.0.price, which has no JSON'
  ],
  ['bytes that are not all of it', { file: Buffer.from('a') }, 'the body has binary data at file, which has no JSON'],
  ['a number that is none', { mean: 0 / 0 }, 'the body has NaN at mean, which has no JSON']
])('%s is no body', (_, body, told) => {
  expect(why(body)).toBe(told)
})

const bound = 1_048_576
const told = `the reply is over the ${bound} bytes that the gateway takes`
// What is counted beside the body: its quotes, the headers, and 1024 bytes for the rest of the result.
const beside = (headers: object) => 2 + JSON.stringify(headers).length + 1024

test('a text of exactly as many bytes as the gateway takes is sent, and no longer one', () => {
  const room = bound - beside({ 'content-type': 'text/plain; charset=utf-8' })
  expect([why('a'.repeat(room)), why('a'.repeat(room + 1))]).toEqual(['printed', told])
})

test('letters that JSON escapes count as they are escaped', () => {
  expect(why('\u0000'.repeat(180_000))).toBe(told)
})

test('bytes count as their base64', () => {
  const headers = { 'content-type': 'application/octet-stream', x: '' }
  const room = bound - beside(headers)
  const [bytes, pad] = [new Uint8Array((Math.floor(room / 4) - 3) * 3), (room % 4) + 12]
  expect(why(bytes, { x: 'v'.repeat(pad) })).toBe('printed')
  expect(why(bytes, { x: 'v'.repeat(pad + 1) })).toBe(told)
})

test('what is printed twice is printed alike', () => {
  expect(print('x', { 'X-A': '1' })).toEqual(print('x', { 'X-A': '1' }))
  expect(printReply(ok('x'), asked)).toMatchObject({ status: 200, body: 'x' })
})
