/** What fuzzing found, once each: events that are nearly real. Each was a failure before it was a test. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { authorize, authorizer, get, handle, resource } from '../../src/index.js'
import { apiArn } from '../../src/router/policy.js'
import { httpEvent } from '../../src/testing/index.js'
import { deliver, restEvent, watchLog } from '../chalice/support.js'

const log = watchLog()

const file = resource(
  pipe(
    get('/files/{name}'),
    handle(({ params }) => params.name.length)
  )
)

test.each([{}, { name: null }, { name: 7 }, { other: 'x' }, { name: ['a'] }])(
  'a parameter that the gateway names and does not give is read from the path: %j',
  async (pathParameters) => {
    expect((await deliver(file, restEvent('GET', '/files/{name}', { params: { name: 'abc' } }, { pathParameters }))).body).toBe(
      '3'
    )
    const http = { ...httpEvent('http', 'GET', '/files/{name}', { params: { name: 'abc' } }), pathParameters }
    expect((await deliver(file, http)).body).toBe('3')
    // Where the path does not have it either, there is nothing of that name.
    expect((await deliver(file, { ...http, rawPath: '/files' })).statusCode).toBe(404)
  }
)

test('an authorizer’s context that holds what no gateway hands on is nobody, not a failure', async () => {
  const key = authorizer({ context: t.type({ level: t.number }) })
  const route = resource(
    pipe(
      get('/x'),
      authorize(key),
      handle(({ auth }) => auth.level)
    )
  )
  const ask = async (level: unknown) => {
    const event = restEvent('GET', '/x') as { readonly requestContext: object }
    const requestContext = { ...event.requestContext, authorizer: { principalId: 'ada', level } }
    return deliver(route, { ...event, requestContext })
  }
  expect((await ask('3')).body).toBe('3')
  for (const level of [{ toString: 1, valueOf: 1 }, {}, [], [3], null, '0x3', ' 3', '3.0', 'Infinity'])
    expect((await ask(level)).statusCode).toBe(401)
  expect(log()).toHaveLength(9)
})

test('an ARN that only looks like one of a method is none', () => {
  expect(apiArn(' arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/x')).toBeUndefined()
  expect(apiArn('arn:aws:execute-api:eu-west-1:123456789012:a*c/dev/GET/x')).toBeUndefined()
})
