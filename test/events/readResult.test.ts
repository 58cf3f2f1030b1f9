/** Lambda results as gateways read them: what is none is a 500 without a body, and headers of both kinds are one. */
import { readMultiValue, readResult } from '../../src/events/readResult.js'

const nothing = { status: 500, headers: {}, body: '', base64: false }
const headersOf = (headers: unknown, multiValueHeaders?: unknown) =>
  readMultiValue({ statusCode: 200, headers, multiValueHeaders }).headers
const read2 = (response: unknown) => readResult({ results: '2.0' } as never, response)

test.each<[unknown, number]>([
  [200, 200],
  ['404', 404],
  ['2000', 500],
  ['x200', 500],
  ['20', 500],
  ['200x', 500],
  [200.5, 500],
  [[200], 500],
  [undefined, 500],
  [null, 500]
])('a statusCode of %j is read as %d', (statusCode, status) => {
  expect(readMultiValue({ statusCode }).status).toBe(status)
})

test('what is no result is a 500 that has nothing, even where looking throws', () => {
  const throwing = Object.defineProperty({}, 'statusCode', {
    get: () => {
      throw new Error('never seen')
    }
  })
  for (const result of [undefined, null, 'x', [], {}, { statusCode: 200, body: {} }, { statusCode: 200, body: 1 }, throwing])
    expect(readMultiValue(result)).toEqual(nothing)
})

test('a result is its status, headers, body, and whether that is base64: true alone says so', () => {
  const result = { statusCode: 200, headers: { A: 'b' }, body: 'x' }
  const read = { status: 200, headers: { a: 'b' }, body: 'x', base64: false }
  expect(readMultiValue(result)).toEqual(read)
  expect(readMultiValue({ ...result, body: undefined })).toEqual({ ...read, body: '' })
  expect(readMultiValue({ ...result, isBase64Encoded: true })).toEqual({ ...read, base64: true })
  expect(readMultiValue({ ...result, isBase64Encoded: 'true' })).toEqual(read)
})

test('headers of both kinds are one: names in lower case, a pair that is in both once, what is no text left out', () => {
  expect(
    headersOf(
      { 'X-A': '1', 'x-b': 2, 'x-n': 3, 'x-c': true, 'x-d': {}, 'x-e': null, 'x-f': 'same', 'x-g': 'more' },
      { 'x-a': ['1', '2'], 'X-B': ['2'], 'x-h': [{}, 'only'], 'x-i': [], 'x-f': ['same'], 'x-g': ['one'] }
    )
  ).toEqual({
    'x-a': ['1', '2'],
    'x-b': '2',
    'x-n': '3',
    'x-c': 'true',
    'x-f': 'same',
    'x-g': ['one', 'more'],
    'x-h': 'only'
  })
})

test('values of one kind that are the same are all kept', () => {
  expect(headersOf({ a: ['1', '1'] }, { b: ['2', '2'] })).toEqual({ a: ['1', '1'], b: ['2', '2'] })
})

test('set-cookie is a list, of one as well', () => {
  expect(headersOf({ 'Set-Cookie': 'a=1' })).toEqual({ 'set-cookie': ['a=1'] })
})

test('a header’s name is read as it is, also where it means a prototype elsewhere', () => {
  expect(Object.entries(headersOf(JSON.parse('{"__proto__":"x"}')))).toEqual([['__proto__', 'x']])
})

test.each<[string, unknown, unknown]>([
  ['a text is a body', 'x', { status: 200, headers: { 'content-type': 'application/json' }, body: 'x', base64: false }],
  ['an object without a status is one in JSON', { a: 1 }, { status: 200, body: '{"a":1}' }],
  ['so is a list', [1], { status: 200, body: '[1]' }],
  ['one that has no JSON is nothing', { a: Promise.resolve(1) }, nothing],
  ['a fetch Response is nothing', new Response('x'), nothing],
  ['null is nothing', null, nothing],
  ['nor is a number anything', 7, nothing],
  ['cookies are headers', { statusCode: 201, cookies: ['a=1'] }, { status: 201, headers: { 'set-cookie': ['a=1'] }, body: '' }],
  ['headers are beside them', { statusCode: 201, headers: { 'X-A': 'b' } }, { status: 201, headers: { 'x-a': 'b' }, body: '' }],
  ['a status that is none is nothing', { statusCode: 'x' }, nothing]
])('of payload 2.0 %s', (_, response, read) => {
  expect(read2(response)).toMatchObject(read as object)
})

test('another payload’s result without a status is nothing', () => {
  expect(readResult({ results: '1.0' } as never, 'x')).toEqual(nothing)
})
