/** Every exported handler of every example, on ports that stay in this process, and for each the events that it is meant for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type AnyService,
  factOf,
  factsOf,
  type Identity,
  isService,
  type LambdaHandler,
  lambdas,
  managementApi,
  type Override,
  override
} from '../../src/index.js'
import type { Declaration } from '../../src/router/Declaration.js'
import { type HttpEventInput, httpEvent } from '../../src/testing/index.js'
import { busEvent, dynamoRecord, kinesisRecord, records, s3Record, snsRecord, socketEvent, sqsRecord } from '../events/support.js'

export interface Target {
  readonly name: string
  readonly kind: 'http' | 'websocket' | 'authorizer' | 'batch' | 'plain'
  readonly handler: LambdaHandler
  /** Events that it answers, valid as they are. */
  readonly corpus: ReadonlyArray<object>
  /** Forgets what invocations left in the ports. */
  readonly reset: () => void
}

// ---- the examples

const folder = resolve(__dirname, '../../examples')
const example = (name: string, file: string) => require(join(folder, name, 'src', file)) as Record<string, never>

interface Wiring {
  readonly overrides: ReadonlyArray<Override>
  readonly reset: () => void
}

const todo = (): Wiring => {
  const { todos, ids } = example('todo', 'store')
  const table = new Map<string, { readonly id: string }>()
  const put = (item: { readonly id: string }) =>
    TE.fromIO(() => {
      table.set(item.id, item)
      return item
    })
  const store = {
    all: TE.fromIO(() => [...table.values()]),
    find: (id: string) => TE.fromIO(() => table.get(id) ?? null),
    insert: put,
    replace: (item: { readonly id: string }) => (table.has(item.id) ? put(item) : TE.right(null)),
    remove: (id: string) => TE.fromIO(() => table.delete(id))
  }
  return {
    overrides: [override(todos as never, store), override(ids as never, () => '1')],
    reset: () => {
      table.clear()
      table.set('seed', { id: 'seed', title: 'milk', done: false } as { readonly id: string })
    }
  }
}

const events = (): Wiring => {
  const present = new Set<string>()
  const gone = () => Promise.reject(Object.assign(new Error('gone'), { name: 'GoneException' }))
  const management = { post: async (_: string, id: string) => (id === 'dead' ? gone() : undefined), delete: gone, get: gone }
  return {
    overrides: [
      override(example('events', 'chat')['connections'] as never, present),
      override(managementApi, management as never)
    ],
    reset: () => present.clear()
  }
}

const nothing = (): Wiring => ({ overrides: [], reset: () => {} })

/** How each example is wired here. One that is not named is a failure of the test, not a gap in it. */
const wirings: Readonly<Record<string, () => Wiring>> = { todo, events, everything: nothing, 'http-api': nothing }

export const examples: ReadonlyArray<string> = readdirSync(folder).filter((name) =>
  existsSync(join(folder, name, 'package.json'))
)
export const unwired: ReadonlyArray<string> = examples.filter((name) => wirings[name] === undefined)

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
  'DELETE /todos/{id}': { params: { id: 'seed' } }
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

type Loose = Readonly<Record<string, unknown>>

/** One request as each of the four gateways sends it. */
const overEveryGateway = (method: string, path: string, input: HttpEventInput, identity: Identity): ReadonlyArray<object> => {
  const rest = httpEvent('rest', method, path, input, identity) as Loose
  const http = httpEvent('http', method, path, input, identity) as Loose
  const context = http['requestContext'] as Loose
  const { resource, pathParameters, stageVariables, requestContext, ...alb } = rest
  return [
    rest,
    http,
    {
      ...alb,
      requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/b' } }
    },
    {
      ...http,
      routeKey: '$default',
      rawPath: rest['path'],
      requestContext: { ...context, domainName: 'abc.lambda-url.eu-west-1.on.aws', routeKey: '$default' }
    }
  ]
}

const requestsTo = (service: string, d: Declaration): ReadonlyArray<object> => {
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
    return overEveryGateway(method, path, input, identityOf(d))
  })
}

// ---- events of everything else

const order = JSON.stringify({ id: '1', quantity: 2 })
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

const eventsOf = (d: Declaration): ReadonlyArray<object> => {
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
        socketEvent(first.routeKey, {}, { body: JSON.stringify({ action: 'shout', text: 'hello' }) })
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
      return [{ n: 1, name: 'ada' }]
  }
}

const kindOf = (d: Declaration): Target['kind'] => {
  const tags = new Set(d.facts.map((f) => f._tag))
  if (tags.has('Route')) return 'http'
  if (tags.has('Websocket')) return 'websocket'
  if (d.facts[0]?._tag === 'Authorizer') return 'authorizer'
  return factsOf(d.facts, 'Each').length > 0 ? 'batch' : 'plain'
}

/** All targets of one example. */
export const targetsOf = (name: string): ReadonlyArray<Target> => {
  const { quaich } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { quaich: { entry: string } }
  const entry = require(join(folder, name, quaich.entry.replace(/\.ts$/, ''))) as object
  const { overrides, reset } = (wirings[name] ?? nothing)()
  return Object.values(entry)
    .filter(isService)
    .flatMap((service: AnyService) => {
      const handlers = lambdas(service, ...overrides)
      return service.functions.map((f) => ({
        name: `${service.name}/${f.name}`,
        kind: kindOf(f.declarations[0] as Declaration),
        handler: handlers[f.name] as LambdaHandler,
        corpus: f.declarations.flatMap((d) => (kindOf(d) === 'http' ? requestsTo(service.name, d) : eventsOf(d))),
        reset
      }))
    })
}
