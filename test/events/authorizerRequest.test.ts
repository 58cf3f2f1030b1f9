/** What API Gateway asks an authorizer: what says neither what kind it is nor of which route is no such request. */
import { authorizerRequest } from '../../src/events/authorizerRequest.js'

const place = { in: 'header', name: 'Authorization' } as const
const asked = { type: 'TOKEN', authorizationToken: 't', methodArn: 'arn' }

test('a request is its type, token and method', () => {
  expect(authorizerRequest(asked, place)).toEqual({ authType: 'TOKEN', token: 't', methodArn: 'arn', headers: {}, query: {} })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a text', 'TOKEN'],
  ['a list', [asked]],
  ['no method', { ...asked, methodArn: undefined }],
  ['a method that is no text', { ...asked, methodArn: 7 }],
  ['no type', { ...asked, type: undefined }],
  ['no token', { ...asked, authorizationToken: undefined }]
])('%s is none', (_, event) => {
  expect(authorizerRequest(event, place)).toBeUndefined()
})
