/** What could mean two things means nothing: repeated security headers, and values that JSON would silently empty. */
import { ok } from '../../src/combinators/Reply.js'
import { payloadOf } from '../../src/events/payloads.js'
import { printReply } from '../../src/events/printReply.js'

const event = (multiValueHeaders: object) => ({
  resource: '/',
  path: '/',
  httpMethod: 'GET',
  multiValueHeaders,
  requestContext: {}
})
const open = (headers: object) => {
  const e = event(headers)
  const request = payloadOf(e)?.open(e)
  if (request === undefined) throw new Error('not recognised')
  return request
}

test.each(['authorization', 'origin'])('46. a repeated %s header is in values, and not in headers', (name) => {
  const request = open({ [name]: ['a', 'b'] })
  expect(request.headers).not.toHaveProperty(name)
  expect(request.values(name)).toEqual(['a', 'b'])
})

test('46. an authorization header that differs in case alone is ambiguous as well', () => {
  const request = open({ Authorization: ['a'], authorization: ['b'] })
  expect(request.headers).not.toHaveProperty('authorization')
})

test.each(['authorization', 'origin'])('a single %s header is read', (name) => {
  expect(open({ [name.toUpperCase()]: ['a'] }).headers).toMatchObject({ [name]: 'a' })
})

test.each([new Map([['a', 1]]), new Set([1])])('%p as a body is a defect, not an empty object', (body) => {
  expect(printReply(ok(body), { method: 'GET', accept: undefined, binaryTypes: [], gateway: 'rest' })).toMatchObject({
    _tag: 'HttpError',
    status: 500
  })
})
