/**
 * What every payload format must do alike: one table of requests and one of replies, written down without any format, and the events and
 * results that each format makes of them. The encoders stand in for the gateways; they share no code with the readers that they test.
 */
import type { Payload, Printed } from '../../src/events/Payload.js'
import { readResult } from '../../src/events/readResult.js'

// ---- model

/** A request as a client sends it. */
export interface Sent {
  readonly title: string
  readonly method?: string
  /** Percent-encoded. */
  readonly path?: string
  /** Percent-encoded. */
  readonly query?: string
  readonly headers?: ReadonlyArray<readonly [string, string]>
  readonly cookies?: readonly string[]
  readonly body?: string | Uint8Array
}

/** How one format writes requests down, and what it cannot keep. */
export interface Format {
  readonly title: string
  readonly payload: Payload
  readonly encode: (sent: Sent) => object
  readonly pathEncoded: boolean
  /** What becomes of several values: all of them, one text with commas, or the last one. */
  readonly headers: 'all' | 'joined' | 'last'
  readonly query: 'all' | 'last'
}

// ---- the tables

const bytes = Uint8Array.from([0, 1, 127, 128, 254, 255])

export const requests: readonly Sent[] = [
  { title: 'a bare GET' },
  { title: 'a method that is no word of ours', method: 'PURGE' },
  { title: 'a lower-case method', method: 'get' },
  { title: 'an encoded slash in the path', path: '/files/a%2Fb' },
  { title: 'an escaped escape in the path', path: '/files/a%252Fb' },
  { title: 'a space and a plus in the path', path: '/Los%20Angeles/a+b' },
  { title: 'unicode in the path', path: '/caf%C3%A9/%E2%82%AC' },
  { title: 'empty segments and a slash at the end', path: '/cats//1/' },
  { title: 'a path that starts like the stage', path: '/developers/1' },
  { title: 'a parameter', query: 'a=1' },
  { title: 'a repeated parameter', query: 'a=1&a=2&b=3&a=1' },
  { title: 'a parameter without a value, and one with an empty value', query: 'a&b=' },
  { title: 'a plus and an escaped plus', query: 'q=a+b&r=a%2Bb' },
  { title: 'commas, sent plain and escaped', query: 'ids=1,2&ids=3%2C4' },
  { title: 'an escaped ampersand and equals sign', query: 'a%26b=c%3Dd' },
  { title: 'a value with an equals sign', query: 'token=a=b==' },
  { title: 'unicode in the query', query: 'name=Z%C3%BCrich&%E2%82%AC=1' },
  { title: 'an escaped escape in the query', query: 'a=%252B' },
  { title: 'parameters named as a prototype has them', query: '__proto__=1&constructor=2&toString=3&hasOwnProperty=4' },
  { title: 'parameters that look like indices', query: '2=b&1=a&a%5B0%5D=c' },
  { title: 'a header', headers: [['X-Request-Id', '7']] },
  { title: 'a header of an unusual spelling', headers: [['cOnTeNt-TyPe', 'text/plain; charset=utf-8']] },
  {
    title: 'a repeated header',
    headers: [
      ['X-Tag', 'a'],
      ['Accept', '*/*'],
      ['X-Tag', 'b'],
      ['X-Tag', 'a']
    ]
  },
  { title: 'a header with commas', headers: [['Accept', 'text/html, application/json;q=0.9, */*;q=0.1']] },
  { title: 'an empty header', headers: [['X-Empty', '']] },
  {
    title: 'headers named as a prototype has them',
    headers: [
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3']
    ]
  },
  { title: 'one cookie', cookies: ['session=abc'] },
  { title: 'several cookies, one name twice', cookies: ['a=1', 'b=2', 'a=3'] },
  { title: 'cookies with escapes, quotes and prototype names', cookies: ['a=%E2%82%AC', 'b="q"', '__proto__=1'] },
  { title: 'a body of JSON', method: 'POST', headers: [['Content-Type', 'application/json']], body: '{"a":[1,"€"]}' },
  { title: 'a body of text with every kind of line end', method: 'PUT', body: 'a\r\nb\nc\rd\u2028e' },
  { title: 'a body that looks like base64 and is text', method: 'POST', body: 'YWJj' },
  { title: 'a body of bytes', method: 'POST', headers: [['Content-Type', 'image/png']], body: bytes },
  { title: 'a form', method: 'POST', body: 'a=1&b=+%2B' },
  {
    title: 'everything at once',
    method: 'PATCH',
    path: '/a%20b/c',
    query: 'x=1&x=2',
    headers: [['Authorization', 'Bearer x.y.z']],
    cookies: ['s=1'],
    body: 'text'
  }
]

export const replies: ReadonlyArray<readonly [string, Printed]> = [
  ['an empty reply', { status: 204, headers: {}, body: '', base64: false }],
  ['JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1}', base64: false }],
  ['text in unicode', { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Zürich €', base64: false }],
  ['bytes', { status: 200, headers: { 'content-type': 'image/png' }, body: 'AAH/', base64: true }],
  ['a redirect', { status: 303, headers: { location: '/todos/1' }, body: '', base64: false }],
  ['a list of values', { status: 200, headers: { vary: ['origin', 'accept'], allow: 'GET' }, body: '', base64: false }],
  ['a list of one', { status: 200, headers: { vary: ['origin'] }, body: '', base64: false }],
  ['one cookie as text', { status: 200, headers: { 'set-cookie': 'a=1' }, body: '', base64: false }],
  [
    'three cookies, one with a comma in its date',
    {
      status: 200,
      headers: { 'set-cookie': ['a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT', 'b=2', 'a=1'] },
      body: 'x',
      base64: false
    }
  ],
  [
    'twenty cookies',
    { status: 200, headers: { 'set-cookie': Array.from({ length: 20 }, (_, i) => `c${i}=${i}`) }, body: '', base64: false }
  ],
  [
    'headers named as a prototype has them',
    {
      status: 200,
      headers: headersOf([
        ['__proto__', 'x'],
        ['constructor', 'y']
      ]),
      body: '',
      base64: false
    }
  ],
  ['a refusal', { status: 429, headers: { 'retry-after': '3' }, body: '{}', base64: false }],
  ['a status without a phrase', { status: 299, headers: {}, body: '', base64: false }]
]

// ---- what a format may make of them

/** A printed reply without what formats write differently: lists are joined, cookies are a list. */
export const meaning = ({ status, headers, body, base64 }: Printed): object => ({
  status,
  headers: new Map(
    Object.keys(headers)
      .sort()
      .map((name) => [name, name === 'set-cookie' ? [headers[name] ?? []].flat() : [headers[name] ?? []].flat().join(', ')])
  ),
  body,
  base64
})

const grouped = (pairs: Iterable<readonly [string, string]>): Map<string, string[]> => {
  const groups = new Map<string, string[]>()
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value])
  return groups
}

const last = (all: readonly string[]): string => all.at(-1) ?? ''

/** The headers that a gateway gets, the cookies among them. */
export const sentHeaders = ({ headers = [], cookies = [] }: Sent): ReadonlyArray<readonly [string, string]> =>
  cookies.length === 0 ? headers : [...headers, ['Cookie', cookies.join('; ')]]

export const expectedQuery = (format: Format, sent: Sent): Map<string, readonly string[]> =>
  new Map([...grouped(new URLSearchParams(sent.query ?? ''))].map(([k, all]) => [k, format.query === 'all' ? all : [last(all)]]))

export const expectedHeaders = (format: Format, sent: Sent): Map<string, readonly string[]> => {
  const groups = grouped(sentHeaders(sent).map(([name, value]) => [name.toLowerCase(), value] as const))
  return new Map(
    [...groups].map(([k, all]) => [k, format.headers === 'all' ? all : [format.headers === 'last' ? last(all) : all.join(',')]])
  )
}

// ---- the contract

/** Runs all of it for one format, in a `describe` of its own. */
export const payloadContract = (format: Format): void => {
  const { payload } = format
  describe(`${format.title} keeps the contract of payloads`, () => {
    describe.each(requests)('given $title', (sent) => {
      // What the runtime hands on has been through JSON.
      const event = JSON.parse(JSON.stringify(format.encode(sent))) as object
      const open = () => payload.open(event)

      test('recognises its own event', () => {
        expect(payload.recognises(event)).toBe(true)
      })
      test('reads the method and the path as they were sent', () => {
        const path = sent.path ?? '/'
        expect(open().method).toBe(sent.method ?? 'GET')
        expect(open().pathEncoded).toBe(format.pathEncoded)
        expect(open().path).toBe(format.pathEncoded ? path : decodeURIComponent(path))
      })
      test('reads every parameter, decoded once', () => {
        const { multiValueQuery, query } = open()
        const expected = expectedQuery(format, sent)
        expect(new Map(Object.entries(multiValueQuery))).toEqual(expected)
        expect(new Map(Object.entries(query))).toEqual(new Map([...expected].map(([k, all]) => [k, last(all)])))
        expect([Object.getPrototypeOf(multiValueQuery), Object.getPrototypeOf(query)]).toEqual([null, null])
      })
      test('reads every header, whatever its case', () => {
        const { multiValueHeaders, headers } = open()
        const expected = expectedHeaders(format, sent)
        expect(new Map(Object.entries(multiValueHeaders))).toEqual(expected)
        expect(new Map(Object.entries(headers))).toEqual(new Map([...expected].map(([k, all]) => [k, all.join(', ')])))
        for (const [name, all] of expected) expect([open().values(name), open().values(name.toUpperCase())]).toEqual([all, all])
        expect(open().values('x-absent')).toEqual([])
        expect([Object.getPrototypeOf(multiValueHeaders), Object.getPrototypeOf(headers)]).toEqual([null, null])
      })
      test('reads every cookie, the first of a name', () => {
        const expected = new Map<string, string>()
        for (const cookie of sent.cookies ?? []) {
          const name = cookie.slice(0, cookie.indexOf('='))
          const value = cookie.slice(cookie.indexOf('=') + 1)
          if (!expected.has(name)) expected.set(name, decodeURIComponent(value))
        }
        expect(new Map(Object.entries(open().cookies))).toEqual(expected)
      })
      test('reads the bytes of the body', () => {
        const { body } = sent
        expect(Buffer.from(open().rawBody)).toEqual(Buffer.from(body ?? ''))
        expect(open().encodedBody.data === null).toBe(body === undefined)
      })
      test('shows itself as plain data without body, event or anything private', () => {
        const keys = ['method', 'path', 'route', 'headers', 'query', 'params', 'context', 'stageVariables']
        expect(Object.keys(JSON.parse(JSON.stringify(open())) as object)).toEqual(keys)
      })
    })

    describe.each(replies)('replying with %s', (_, printed) => {
      const request = payload.open(format.encode({ title: '' }))
      const result = JSON.parse(JSON.stringify(payload.respond(printed, request))) as unknown

      test('reads back what it means', () => {
        expect(meaning(readResult(payload, result))).toEqual(meaning(printed))
      })
      test('says the status as a number and the encoding as a boolean', () => {
        expect(result).toMatchObject({ statusCode: printed.status, isBase64Encoded: printed.base64, body: printed.body })
      })
    })

    test('takes what is absent for empty, and what is null or of a wrong type for absent', () => {
      const event = JSON.parse(JSON.stringify(format.encode({ title: '' }))) as Record<string, unknown>
      const kept = new Set(['httpMethod', 'path', 'rawPath', 'requestContext', 'version'])
      for (const wrong of [undefined, null, 7, 'x', [], {}, [null, { a: 1 }]]) {
        const request = payload.open(Object.fromEntries(Object.entries(event).map(([k, v]) => [k, kept.has(k) ? v : wrong])))
        const { headers, multiValueHeaders, query, multiValueQuery, cookies, stageVariables, identity } = request
        expect([headers, multiValueHeaders, cookies, stageVariables, identity]).toEqual([{}, {}, {}, {}, {}])
        expect(request.gatewayParams()).toBe(undefined)
        if (typeof wrong !== 'string') expect([query, multiValueQuery, request.rawBody.length]).toEqual([{}, {}, 0])
      }
    })

    test('refuses a body that is not the base64 it claims to be, or whose flag is no boolean', () => {
      const event = format.encode({ title: '', method: 'POST', body: 'YWJj' }) as Record<string, unknown>
      const encoded = (body: string, isBase64Encoded: unknown) => payload.open({ ...event, body, isBase64Encoded })
      expect(Buffer.from(encoded('YWJj', true).rawBody).toString()).toBe('abc')
      expect(Buffer.from(encoded('YWJj', null).rawBody).toString()).toBe('YWJj')
      for (const body of ['YWJ', 'YW_-', 'a b=', '%%%%']) expect(() => encoded(body, true).rawBody).toThrow('not the base64')
      for (const flag of ['true', 'false', 1, 0, {}, []]) expect(() => encoded('YWJj', flag).rawBody).toThrow('not the base64')
    })

    test('reads anything at all as a reply, and what makes no sense as an empty 500', () => {
      const nonsense = { status: 500, headers: {}, body: '', base64: false }
      const throwing = new Proxy(
        {},
        {
          get: () => {
            throw new Error('no')
          }
        }
      )
      const broken = [
        undefined,
        null,
        { statusCode: 'x' },
        { statusCode: 200, body: {} },
        { statusCode: 200.5 },
        { statusCode: null, body: 1n },
        throwing
      ]
      for (const result of broken) expect(readResult(payload, result)).toEqual(nonsense)
      expect(readResult(payload, { statusCode: '404', headers: { 'X-A': 1, b: null, C: true }, body: null })).toEqual({
        status: 404,
        headers: { 'x-a': '1', c: 'true' },
        body: '',
        base64: false
      })
    })
  })
}

/** Headers from pairs, `__proto__` as an own key. */
export function headersOf<A>(pairs: ReadonlyArray<readonly [string, A]>): Record<string, A> {
  return Object.assign(Object.create(null) as Record<string, A>, Object.fromEntries(pairs))
}
