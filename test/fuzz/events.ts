/** The events that the handlers of the examples are meant for: whole, realistic, and answered. */
import { factOf, type Identity } from '../../src/index.js'
import type { Declaration } from '../../src/router/Declaration.js'
import { formats } from '../../src/testing/format.js'
import { type HttpEventInput, httpEvent } from '../../src/testing/index.js'
import { busEvent, dynamoRecord, kinesisRecord, records, s3Record, snsRecord, socketEvent, sqsRecord } from '../events/support.js'

// ---- requests

/** What a route's own test would send; a route without a row is sent nothing but its parameters. */
const samples: Readonly<Record<string, HttpEventInput>> = {
  'GET /items': { query: { page: '2', tag: ['a', 'b'] }, headers: { 'x-tenant': 't' } },
  'POST /items': { body: { id: '1', price: 2 } },
  'PATCH /items/{item-id}': { headers: { 'content-type': 'application/merge-patch+json' }, body: '{"price":3}' },
  'PUT /items/{item-id}': { body: { id: '1', price: 2 } },
  'POST /login': { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'user=ada' },
  'POST /notes': { headers: { 'content-type': 'text/plain' }, body: 'hello' },
  'POST /v1/store/notes': { headers: { 'content-type': 'text/plain' }, body: 'hello' },
  'PUT /files/{name+}': { params: { name: 'a/b' }, headers: { 'content-type': 'application/octet-stream' }, rawBody: 'x' },
  'GET /pixel.png': { headers: { accept: 'image/png,*/*;q=0.8' } },
  'POST /parse': { headers: { origin: 'https://app.example' }, body: { a: 1 } },
  'GET /todos': { query: { done: 'false' } },
  'POST /todos': { body: { title: 'milk' } },
  'GET /todos/{id}': { params: { id: 'seed' } },
  'PUT /todos/{id}': { params: { id: 'seed' }, body: { title: 'oat milk', done: true } },
  'DELETE /todos/{id}': { params: { id: 'seed' } },
  'POST /orders': { body: { customer: 'ada', item: 'oolong', quantity: 2 } }
}
// The http-api example has a route of the same name and another body.
const notes: HttpEventInput = { body: { id: '1', text: 'hello' } }

const identityOf = (d: Declaration): Identity => {
  const key = factOf(d.facts, 'ApiKey') === undefined ? {} : { apiKey: 'k' }
  switch (factOf(d.facts, 'Auth')?.scheme._tag) {
    case undefined:
      return key
    case 'Iam':
      return { ...key, iam: { userArn: 'arn:aws:iam::123456789012:user/ada' } as never }
    case 'Cognito':
    case 'Jwt':
      return { ...key, claims: { sub: 'ada', scope: 'customers/read notes/read' } }
    default:
      return { ...key, context: { principalId: 'ada', role: 'admin', level: 3, tenant: 't', name: 'ada' } }
  }
}

const parameters = (path: string) =>
  Object.fromEntries([...path.matchAll(/\{([^}+]+)(\+?)\}/g)].map(([, name = '', greedy]) => [name, greedy === '' ? '1' : 'a/b']))

/** Valid requests to a route, in every format. */
export const requestsTo = (service: string, d: Declaration): ReadonlyArray<object> => {
  const route = factOf(d.facts, 'Route')
  if (route === undefined) return []
  const methods = route.methods === 'ANY' ? ['GET', 'POST'] : [...route.methods, 'OPTIONS']
  const { path } = route
  return methods.flatMap((method) => {
    const sample = service === 'notes' && method === 'POST' ? notes : (samples[`${method} ${path}`] ?? {})
    const input = {
      ...sample,
      params: { ...parameters(path), ...sample.params },
      headers: { origin: 'https://app.example', ...sample.headers }
    }
    return formats.map((format) => httpEvent(format, method, path, input, identityOf(d)))
  })
}

// ---- events of everything else

const order = JSON.stringify({ id: '1', quantity: 2, customer: 'ada', item: 'oolong' })
const s3Event = records(s3Record('images/a+b%2Bc.jpg'), s3Record('images/b.jpg', { eventName: 'ObjectRemoved:Delete' }, {}))
const notified = JSON.stringify({
  Type: 'Notification',
  MessageId: 'm',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
  Message: JSON.stringify(s3Event),
  Timestamp: '2024-01-01T00:00:00.000Z'
})
const authorizerContext = { accountId: '123456789012', apiId: 'abc', stage: 'dev', requestId: 'r' }
const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/profile'

/** Valid events of every other source. */
export const eventsOf = (d: Declaration): ReadonlyArray<object> => {
  const [first] = d.facts
  switch (first?._tag) {
    case 'Queue':
      return [
        records(...['1', '2', '3'].map((id, i) => sqsRecord(id, order, { group: `g${i % 2}` }))),
        records(sqsRecord('1', order), sqsRecord('2', '{}'), sqsRecord('3', notified))
      ]
    case 'Topic':
      return [records(snsRecord('hello'), snsRecord(order))]
    case 'Bucket':
      return [s3Event, { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'pictures' }]
    case 'Stream':
      return first.type === 'kinesis'
        ? [records(kinesisRecord('11', order), kinesisRecord('12', 'x'))]
        : [records(dynamoRecord('11'), dynamoRecord('12', null, { eventName: 'REMOVE' }))]
    case 'Schedule':
    case 'EventBridge':
      return [busEvent(), busEvent({ source: 'shop', 'detail-type': 'Paid', detail: { id: '1', currency: 'EUR' } })]
    case 'Websocket':
      return [
        socketEvent(first.routeKey, { authorizer: { principalId: 'ada', name: 'ada' } }, { headers: { Host: 'x' } }),
        socketEvent(
          first.routeKey,
          { authorizer: { principalId: 'ada', name: 'ada' } },
          { body: JSON.stringify({ action: 'shout', text: 'hello', room: 'tea' }) }
        )
      ]
    case 'Authorizer':
      return [
        { type: 'TOKEN', authorizationToken: 'member ada', methodArn },
        {
          type: 'REQUEST',
          methodArn,
          headers: { Authorization: 'member ada' },
          queryStringParameters: null,
          requestContext: authorizerContext
        },
        {
          version: '2.0',
          type: 'REQUEST',
          routeArn: methodArn,
          identitySource: ['member ada'],
          headers: { authorization: 'member ada' },
          requestContext: { ...authorizerContext, http: { method: 'GET', path: '/profile' } }
        }
      ]
    default:
      return [{ n: 1, name: 'ada', day: '2026-01-01' }]
  }
}
