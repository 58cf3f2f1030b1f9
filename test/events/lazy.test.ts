/** Nothing of an event is read before it is asked for, and nothing is read twice: each event counts who looks at it. */
import type { Incoming } from '../../src/events/Payload.js'
import { formats } from './formats.js'

const watched = (event: object, read: string[]): object =>
  new Proxy(event, {
    get: (target, key, receiver) => {
      read.push(String(key))
      return Reflect.get(target, key, receiver)
    },
    ownKeys: (target) => {
      read.push('*')
      return Reflect.ownKeys(target)
    },
    has: (target, key) => {
      read.push(String(key))
      return Reflect.has(target, key)
    }
  })

const parts: ReadonlyArray<readonly [string, (r: Incoming) => unknown, readonly string[]]> = [
  ['headers', (r) => r.headers, ['headers', 'multiValueHeaders', 'cookies']],
  ['multiValueHeaders', (r) => r.multiValueHeaders, ['headers', 'multiValueHeaders', 'cookies']],
  ['cookies', (r) => r.cookies, ['headers', 'multiValueHeaders', 'cookies']],
  ['query', (r) => r.query, ['queryStringParameters', 'multiValueQueryStringParameters', 'rawQueryString']],
  ['multiValueQuery', (r) => r.multiValueQuery, ['queryStringParameters', 'multiValueQueryStringParameters', 'rawQueryString']],
  ['encodedBody', (r) => r.encodedBody, ['body', 'isBase64Encoded']],
  ['rawBody', (r) => r.rawBody, ['body', 'isBase64Encoded']],
  ['identity', (r) => r.identity, ['requestContext']]
]

describe.each(formats)('$title', (format) => {
  const event = format.encode({ title: '', query: 'a=1', headers: [['x', '1']], cookies: ['c=1'], body: 'text' })
  const open = (read: string[]) => format.payload.open(watched(event, read))

  test('opens without a look at the event', () => {
    const read: string[] = []
    open(read)
    expect(read).toEqual([])
  })
  test('is routed without a look at headers, query or body', () => {
    const read: string[] = []
    const { method, path, resource, pathEncoded } = open(read)
    expect([method, path, resource, pathEncoded].length).toBe(4)
    const needed = ['httpMethod', 'path', 'rawPath', 'resource', 'routeKey', 'requestContext']
    expect(read.filter((key) => !needed.includes(key))).toEqual([])
  })
  test('asked for one header looks at headers only, and parses nothing else', () => {
    const read: string[] = []
    open(read).values('x')
    expect(read.filter((key) => key !== 'headers' && key !== 'multiValueHeaders')).toEqual([])
  })
  test.each(parts)('asked for %s looks at that alone, once', (_, ask, needed) => {
    const read: string[] = []
    const request = open(read)
    const first = ask(request)
    expect(read.filter((key) => !needed.includes(key))).toEqual([])
    const before = read.length
    expect(ask(request)).toBe(first)
    expect(read.length).toBe(before)
  })
  test('leaves the event as it was, and gives it back', () => {
    const before = JSON.stringify(event)
    const request = format.payload.open(event)
    for (const [, ask] of parts) ask(request)
    expect(request.event).toBe(event)
    expect(JSON.stringify(event)).toBe(before)
  })
})
