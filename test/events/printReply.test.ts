/** What a reply becomes on the wire, rule by rule; and that nothing which a gateway would refuse gets past. */
import fc from 'fast-check'
import { isHttpError } from '../../src/combinators/HttpError.js'
import { type AnyReply, noContent, ok, reply } from '../../src/combinators/Reply.js'
import type { Printed } from '../../src/events/Payload.js'
import { type PrintOptions, printReply } from '../../src/events/printReply.js'
import { readReply } from '../../src/events/readReply.js'
import { headersOf } from './payload.contract.js'

const runs = { seed: 20_260_101, numRuns: 300 }
const get: PrintOptions = { method: 'GET', accept: undefined, binaryTypes: [], gateway: 'http' }
const print = (r: AnyReply, o: Partial<PrintOptions> = {}) => printReply(r, { ...get, ...o })
const wrong = (body: unknown, headers: unknown = {}, status = 200): AnyReply =>
  reply(status, body, headers as AnyReply['headers'])
const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain; charset=utf-8' }
const octets = { 'content-type': 'application/octet-stream' }

describe('A body', () => {
  test.each<readonly [string, AnyReply, Partial<Printed>]>([
    ['that is an object is JSON', ok({ a: [1, '€'] }), { headers: json, body: '{"a":[1,"€"]}' }],
    ['that is a list is JSON', ok([]), { headers: json, body: '[]' }],
    ['that is null is JSON', ok(null), { headers: json, body: 'null' }],
    ['that is a number is JSON', ok(7), { headers: json, body: '7' }],
    ['that is false is JSON', ok(false), { headers: json, body: 'false' }],
    ['that is a date is JSON', ok(new Date(0)), { headers: json, body: '"1970-01-01T00:00:00.000Z"' }],
    ['that is text is sent as it is', ok('hello'), { headers: text, body: 'hello' }],
    ['that is an empty text is empty, and text', ok(''), { headers: text, body: '' }],
    [
      'that is text with a type keeps both',
      ok('<p>', { 'Content-Type': 'text/html' }),
      { headers: { 'content-type': 'text/html' }, body: '<p>' }
    ],
    ['that is text under a JSON type is not quoted', ok('{"a":1}', json), { headers: json, body: '{"a":1}' }],
    ['that is text under a +json type is not quoted', ok('x', { 'content-type': 'application/hal+json' }), { body: 'x' }],
    [
      'that is an object keeps its JSON type',
      ok({}, { 'content-type': 'application/problem+json' }),
      { headers: { 'content-type': 'application/problem+json' } }
    ],
    ['that is missing is empty and has no type', ok(undefined), { headers: {}, body: '' }],
    ['that is missing keeps a type that was given', ok(undefined, json), { headers: json, body: '' }],
    ['of bytes is base64', ok(Uint8Array.of(0, 255)), { headers: octets, body: 'AP8=', base64: true }],
    ['in a Buffer is base64', ok(Buffer.from('ab')), { headers: octets, body: 'YWI=', base64: true }],
    ['in an ArrayBuffer is base64', ok(Uint8Array.of(1, 2, 3).buffer), { headers: octets, body: 'AQID', base64: true }],
    ['in a view is base64, of the view alone', ok(Uint8Array.of(9, 1, 2, 9).subarray(1, 3)), { body: 'AQI=', base64: true }],
    [
      'of bytes keeps its type',
      ok(Uint8Array.of(0), { 'Content-Type': 'image/png' }),
      { headers: { 'content-type': 'image/png' }, base64: true }
    ],
    ['of no bytes is empty', ok(new Uint8Array(0)), { headers: octets, body: '', base64: false }]
  ])('%s', (_, r, expected) => {
    expect(print(r)).toMatchObject({ status: 200, base64: false, ...expected })
  })
  test.each([204, 304])('and its type are dropped with %d', (status) => {
    expect(print(reply(status, { a: 1 }, { 'Content-Type': 'application/json', etag: '"1"' }))).toEqual({
      status,
      headers: { etag: '"1"' },
      body: '',
      base64: false
    })
  })
  test('is not even looked at with 204', () => {
    expect(print(reply(204, 1n))).toMatchObject({ status: 204, body: '' })
    expect(print(noContent())).toEqual({ status: 204, headers: {}, body: '', base64: false })
  })
  test('is dropped for HEAD and its type kept', () => {
    expect(print(ok({ a: 1 }), { method: 'HEAD' })).toEqual({ status: 200, headers: json, body: '', base64: false })
    expect(print(ok(Uint8Array.of(1)), { method: 'HEAD' })).toEqual({ status: 200, headers: octets, body: '', base64: false })
  })
})

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = [value]
  return value
}
const cycle: Record<string, unknown> = {}
cycle['self'] = cycle
const thrower = (thrown: unknown) => ({
  toJSON: () => {
    throw thrown
  }
})

describe('A defect', () => {
  test.each<readonly [string, AnyReply]>([
    ['a status of 0', wrong('', {}, 0)],
    ['a status of 99', wrong('', {}, 99)],
    ['a status of 100', wrong('', {}, 100)],
    ['a status of 600', wrong('', {}, 600)],
    ['a status of 200.5', wrong('', {}, 200.5)],
    ['a status that is NaN', wrong('', {}, Number.NaN)],
    ['a status that is text', wrong('', {}, '200' as never)],
    ['a cycle', wrong(cycle)],
    ['a BigInt', wrong({ a: 1n })],
    ['a throwing toJSON', wrong(thrower(new Error('no')))],
    ['a toJSON that throws undefined', wrong(thrower(undefined))],
    ['a toJSON that throws null', wrong({ deep: [thrower(null)] })],
    ['a throwing getter', wrong(Object.defineProperty({}, 'a', { enumerable: true, get: () => thrower(0).toJSON() }))],
    ['a toJSON that gives nothing', wrong({ toJSON: () => undefined })],
    ['a function', wrong(() => 1)],
    ['a symbol', wrong(Symbol('x'))],
    ['a hundred thousand nested lists', wrong(nested(100_000))],
    ['an array buffer that is gone', wrong(gone())],
    ['a header name with a space', wrong('', { 'x y': '1' })],
    ['a header name with a colon', wrong('', { 'x:': '1' })],
    ['a header name with a line feed', wrong('', { 'x\ny': '1' })],
    ['an empty header name', wrong('', { '': '1' })],
    ['a header name out of ASCII', wrong('', { zürich: '1' })],
    ['a line feed in a header', wrong('', { x: 'a\nb' })],
    ['a carriage return in a header', wrong('', { x: 'a\rb' })],
    ['a NUL in a header', wrong('', { x: 'a\0b' })],
    ['a DEL in a header', wrong('', { x: 'a\u007fb' })],
    ['a line feed in a list', wrong('', { x: ['a', 'b\n'] })],
    ['a line feed in a cookie', wrong('', { 'Set-Cookie': ['a=1', 'b=2\r\nx: y'] })],
    ['a line feed in a location', wrong('', { location: '/a\r\nx: y' })],
    ['a header out of ASCII', wrong('', { x: 'Zürich' })],
    ['half a character in a location', wrong('', { location: '/\ud800' })],
    ['a header that is null', wrong('', { x: null })],
    ['a header that is undefined', wrong('', { x: undefined })],
    ['a header that is an object', wrong('', { x: {} })],
    ['a header that is a list of lists', wrong('', { x: [['a']] })],
    ['two content types', wrong('', { 'content-type': ['text/plain', 'text/html'] })],
    ['headers that are null', wrong('', null)],
    ['a throwing header', wrong('', Object.defineProperty({}, 'x', { enumerable: true, get: () => thrower(0).toJSON() }))]
  ])('is %s', (_, r) => {
    const printed = print(r)
    expect(isHttpError(printed) && printed).toMatchObject({
      status: 500,
      message: 'Internal Server Error',
      cause: expect.anything()
    })
  })
  test('tells loggers why', () => {
    const cause = (r: AnyReply) => (print(r) as { readonly cause?: Error }).cause?.message
    expect(cause(wrong('', {}, 600))).toBe('the status 600 is none of 200 to 599')
    expect(cause(wrong('', { 'x y': '1' }))).toBe('"x y" is not a header name')
    expect(cause(wrong('', { X: 'a\nb' }))).toBe('the header x has a value that no header can carry')
    expect(cause(wrong(Symbol('x')))).toBe('the body is a symbol, which has no JSON')
  })
  test('keeps what was thrown', () => {
    const thrown = new Error('mine')
    expect(print(wrong(thrower(thrown)))).toMatchObject({ cause: thrown })
  })
})

function gone(): ArrayBuffer {
  const buffer = new ArrayBuffer(8)
  structuredClone(buffer, { transfer: [buffer] })
  return Object.create(buffer) as ArrayBuffer
}

test('Ten thousand nested lists are printed or a defect, and never thrown', () => {
  const printed = print(wrong(nested(10_000)))
  expect(isHttpError(printed) || printed.body.length === 20_001).toBe(true)
})

describe('A header', () => {
  const headers = (given: object) => (print(ok(undefined, given as AnyReply['headers'])) as Printed).headers
  test.each<readonly [string, object, object]>([
    ['is told in lower case', { 'X-Request-ID': 'a' }, { 'x-request-id': 'a' }],
    ['may be a number or a boolean', { 'retry-after': 3, x: true }, { 'retry-after': '3', x: 'true' }],
    ['may be a list of texts, numbers and booleans', { x: ['a', 1, false] }, { x: ['a', '1', 'false'] }],
    ['may hold a tab', { x: 'a\tb' }, { x: 'a\tb' }],
    ['may be empty', { x: '' }, { x: '' }],
    ['with no values is left out', { x: [], 'set-cookie': [], 'content-type': [] }, {}],
    ['in two spellings is the last one', { 'X-A': '1', 'x-a': '2' }, { 'x-a': '2' }],
    ['for cookies is a list', { 'Set-Cookie': 'a=1' }, { 'set-cookie': ['a=1'] }],
    [
      'for cookies in several spellings has them all',
      { 'Set-Cookie': 'a=1', 'set-cookie': ['b=2', 'c=3'], 'SET-COOKIE': 'd=4' },
      { 'set-cookie': ['a=1', 'b=2', 'c=3', 'd=4'] }
    ],
    ['for the type may be a list of one', { 'content-type': ['text/html'] }, { 'content-type': 'text/html' }],
    [
      'for the location is encoded where it is not ASCII',
      { Location: '/Zürich/€?q=%C3%A9 x' },
      { location: '/Z%C3%BCrich/%E2%82%AC?q=%C3%A9 x' }
    ],
    ['for the location may hold characters of two halves', { location: '/😀' }, { location: '/%F0%9F%98%80' }]
  ])('%s', (_, given, expected) => {
    expect(headers(given)).toEqual(expected)
  })
  test('may be named __proto__', () => {
    expect(Object.entries(headers(headersOf([['__proto__', 'x']])))).toEqual([['__proto__', 'x']])
  })
  test('list is copied, and the reply left as it was', () => {
    const list = ['a=1']
    const given = Object.freeze({ 'set-cookie': Object.freeze(list), x: Object.freeze(['1']) })
    expect(headers(given)['set-cookie']).not.toBe(list)
    expect(given).toEqual({ 'set-cookie': ['a=1'], x: ['1'] })
  })
})

describe('The size of a reply', () => {
  const over = (r: AnyReply, o: Partial<PrintOptions> = {}) => isHttpError(print(r, o))
  const text = (n: number) => ok('x'.repeat(n))
  test('is bound by what Lambda takes', () => {
    expect([over(text(6_290_000)), over(text(6_291_557))]).toEqual([false, true])
  })
  test('is counted in base64', () => {
    expect([over(ok(new Uint8Array(4_700_000))), over(ok(new Uint8Array(4_718_668)))]).toEqual([false, true])
  })
  test('is counted with the escapes that JSON puts in, and in bytes', () => {
    expect([over(ok('"'.repeat(3_145_000))), over(ok('"'.repeat(3_146_000)))]).toEqual([false, true])
    expect([over(ok('€'.repeat(2_096_000))), over(ok('€'.repeat(2_098_000)))]).toEqual([false, true])
  })
  test('is counted with the headers', () => {
    expect(over(ok('x'.repeat(6_290_000), { x: 'y'.repeat(5000) }))).toBe(true)
  })
  test('is bound by a megabyte at load balancers', () => {
    expect([over(text(1_047_000), { gateway: 'alb' }), over(text(1_048_577), { gateway: 'alb' })]).toEqual([false, true])
  })
  test('has a cause for loggers', () => {
    expect(print(text(7_000_000))).toMatchObject({
      status: 500,
      cause: { message: 'the reply is over the 6291556 bytes that the gateway takes' }
    })
  })
  test('does not count for HEAD alone: what GET would refuse, HEAD refuses', () => {
    expect(over(text(7_000_000), { method: 'HEAD' })).toBe(true)
  })
})

describe('Bytes over a REST API', () => {
  const png = ok(Uint8Array.of(1), { 'content-type': 'image/png' })
  const types = ['image/png', 'application/zip']
  test.each<readonly [string | undefined, readonly string[], number]>([
    ['image/png', types, 200],
    ['IMAGE/PNG;q=0.1, */*', types, 200],
    ['application/zip, image/png', types, 200],
    ['text/html, image/png', types, 406],
    ['image/*', types, 406],
    ['*/*', types, 406],
    [undefined, types, 406],
    ['', types, 406],
    [undefined, ['*/*'], 200],
    ['text/html', ['*/*'], 200],
    ['image/png', [], 406]
  ])('asked for with %j where %j are binary are answered with %d', (accept, binaryTypes, status) => {
    expect(print(png, { gateway: 'rest', accept, binaryTypes })).toMatchObject({ status })
  })
  test('that are refused name their type', () => {
    expect(print(png, { gateway: 'rest' })).toMatchObject({
      message: 'The reply is image/png, which must be named first in the Accept header'
    })
  })
  test('are refused for HEAD as for GET', () => {
    expect(print(png, { gateway: 'rest', method: 'HEAD' })).toMatchObject({ status: 406 })
  })
  test.each(['http', 'functionUrl', 'alb'] as const)('are no matter of Accept for %s', (gateway) => {
    expect(print(png, { gateway })).toMatchObject({ status: 200 })
  })
  test('are no matter where there are none', () => {
    expect(print(ok(new Uint8Array(0)), { gateway: 'rest' })).toMatchObject({ status: 200 })
    expect(print(ok('text', { 'content-type': 'image/svg+xml' }), { gateway: 'rest' })).toMatchObject({ status: 200 })
  })
})

describe('Reading a printed reply', () => {
  const printed = (body: string, type: string, base64 = false): Printed => ({
    status: 200,
    headers: { 'content-type': type },
    body,
    base64
  })
  test.each<readonly [string, Printed, unknown]>([
    ['parses JSON', printed('{"a":1}', 'application/json'), { a: 1 }],
    ['parses JSON of any name', printed('[1]', 'application/problem+json; charset=utf-8'), [1]],
    ['leaves text under a JSON type', printed('hello', 'application/json'), 'hello'],
    ['leaves JSON that is a text, which would lose its quotes', printed('"hello"', 'application/json'), '"hello"'],
    [
      'leaves numbers that JavaScript would round',
      printed('{"id":9007199254740993}', 'application/json'),
      '{"id":9007199254740993}'
    ],
    ['leaves JSON under another type', printed('{}', 'text/plain'), '{}'],
    ['leaves what only looks like a JSON type', printed('{}', 'application/jsonp'), '{}'],
    ['has nothing for an empty body', printed('', 'application/json'), undefined],
    ['has the bytes of base64', printed('AP8=', 'image/png', true), Uint8Array.of(0, 255)]
  ])('%s', (_, given, body) => {
    expect(readReply(given)).toEqual(reply(200, body, given.headers))
  })
})

test('Reading what claims to be base64 and is not gives a bare 500', () => {
  expect(readReply({ status: 200, headers: { a: 'b' }, body: 'AP8', base64: true })).toEqual(reply(500, undefined))
})

describe('For any reply', () => {
  const name = fc.oneof(
    fc.stringMatching(/^[A-Za-z-]{1,8}$/),
    fc.constantFrom('Set-Cookie', 'content-type', 'Location', '__proto__')
  )
  const value = fc.oneof(fc.stringMatching(/^[ -~]{0,10}$/), fc.array(fc.stringMatching(/^[ -~]{0,6}$/), { maxLength: 3 }))
  const headers = fc.array(fc.tuple(name, value), { maxLength: 4 }).map(headersOf)
  const body = fc.oneof(fc.jsonValue(), fc.string(), fc.uint8Array(), fc.constant(undefined))

  test('printing is total', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withTypedArray: true,
      withNullPrototype: true,
      withSparseArray: true
    })
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 0, max: 700 }), anything), anything, fc.oneof(headers, anything), (status, b, h) => {
        const printed = print(wrong(b, h, status as number))
        expect(isHttpError(printed) ? printed.status : typeof printed.body).toEqual(isHttpError(printed) ? 500 : 'string')
      }),
      runs
    )
  })
  test('what was printed, read and printed again is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), body, headers, (status, b, h) => {
        const once = print(reply(status, b, h))
        fc.pre(!isHttpError(once))
        expect(print(readReply(once as Printed))).toEqual(once)
      }),
      runs
    )
  })
  test('what is printed has names in lower case and values that a header can carry', () => {
    const odd = fc
      .array(fc.tuple(fc.oneof(name, fc.string()), fc.oneof(value, fc.string({ unit: 'binary' }), fc.double())), { maxLength: 4 })
      .map(headersOf)
    fc.assert(
      fc.property(odd, (h) => {
        const printed = print(wrong('', h))
        for (const [k, v] of isHttpError(printed) ? [] : Object.entries(printed.headers)) {
          expect(k).toMatch(/^[!#$%&'*+.^_`|~0-9a-z-]+$/)
          for (const each of [v].flat()) expect(each).toMatch(/^[\t -~]*$/)
        }
      }),
      runs
    )
  })
})
