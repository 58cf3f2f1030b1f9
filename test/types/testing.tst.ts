/** What a test is told of a service by its type alone, with no annotation. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  type BatchResponse, cors, dynamodbStream, each, get, handle, head, IntFromString, kinesis, lambda, message, mount, options, query, s3, service, sns, sqs, websocket
} from 'quaich'
import { type BatchOutcome, client, events, invoke, type Socket } from 'quaich/testing'
import { describe, expect, test } from 'tstyche'

const Order = t.type({ id: t.string, amount: IntFromString })
const api = service('all', {}, {
  list: pipe(get('/todos/{id}'), cors(), query({ tag: t.string }), handle(({ params }) => ({ id: params.id }))),
  mine: pipe(options('/mine'), handle(() => 'mine')),
  top: pipe(head('/top'), handle(() => null)),
  increment: pipe(lambda(t.type({ n: IntFromString })), handle(({ event }) => TE.right(event.n + 1))),
  anything: pipe(lambda(), handle(() => 'any')),
  orders: pipe(sqs('orders'), each(Order), handle(() => undefined)),
  raw: pipe(sns('raw'), each(), handle(() => undefined)),
  clicks: pipe(kinesis('clicks'), each(Order), handle(() => undefined)),
  pictures: pipe(s3('pictures'), each(), handle(() => undefined)),
  changes: pipe(dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'), each(Order), handle(() => undefined)),
  enter: pipe(websocket('$connect'), handle(() => undefined)),
  say: pipe(websocket('say'), message(t.type({ text: t.string })), handle(() => undefined)),
  ping: pipe(websocket('ping'), handle(() => undefined)),
  v1: mount('/v1', { twice: pipe(lambda(t.type({ n: t.number })), handle(({ event }) => event.n * 2)) })
})
const c = client(api)

describe('invoke', () => {
  test('takes what the codec reads and gives what the handler gives, through mount too', () => {
    expect(invoke(api, 'increment', { n: '1' })).type.toBe<Promise<number>>()
    expect(invoke(api, 'v1-twice', { n: 1 })).type.toBe<Promise<number>>()
    expect(c.invoke('increment', { n: '1' })).type.toBe<Promise<number>>()
    expect(c.invoke('anything', [1, 2])).type.toBe<Promise<string>>()
    expect(c.invoke('orders', events.sqs([]))).type.toBe<Promise<BatchResponse>>()
    expect(c.invoke('api-todos-id', events.http('rest', 'GET', '/todos/{id}'))).type.toBe<Promise<unknown>>()
  })
  test('and nothing else', () => {
    expect(c.invoke).type.not.toBeCallableWith('increment', { n: 1 })
    expect(c.invoke).type.not.toBeCallableWith('v1-twice', { n: '1' })
  })
})

describe('batch', () => {
  test('takes messages as they are sent', () => {
    expect(c.batch('orders', [{ id: '1', amount: '2' }])).type.toBe<Promise<BatchOutcome<{ id: string; amount: string }>>>()
    expect(c.batch('pictures', ['a.jpg'])).type.toBe<Promise<BatchOutcome<string>>>()
    expect(c.batch).type.toBeCallableWith('raw', ['text', { or: 'JSON' }])
    expect(c.batch).type.toBeCallableWith('clicks', [{ id: '1', amount: '2' }])
    expect(c.batch).type.toBeCallableWith('changes', [{ id: '1', amount: '2' }, [{ id: '1', amount: '2' }, null] as const])
  })
  test('of functions that are woken by records', () => {
    expect(c.batch).type.not.toBeCallableWith('orders', [{ id: '1', amount: 2 }])
    expect(c.batch).type.not.toBeCallableWith('pictures', [{ key: 'a.jpg' }])
    expect(c.batch).type.not.toBeCallableWith('increment', [])
    expect(c.batch).type.not.toBeCallableWith('order', [])
  })
})

test('a socket sends what routes read, by their action', () => {
  expect(c.socket()).type.toBe<Promise<Socket<({ text: string } & { readonly action: 'say' }) | { readonly action: 'ping' }>>>()
})

describe('HEAD and OPTIONS', () => {
  test('are derived: HEAD takes what GET takes, OPTIONS takes any path', () => {
    expect(c.head('/todos/{id}', { params: { id: '1' }, query: { tag: 'a' } }).reply.then((r) => r.status)).type.toBe<Promise<number>>()
    expect(c.head).type.toBeCallableWith('/top')
    expect(c.head).type.not.toBeCallableWith('/todos/{id}', { params: { id: '1' } })
    expect(c.options).type.toBeCallableWith('/todos/{id}', { params: { id: '1' }, headers: { origin: 'https://app.example' } })
    expect(c.options('/mine').then((b) => b)).type.toBe<Promise<string>>()
    expect(c.options).type.not.toBeCallableWith('/nowhere')
  })
})

test('a client takes ports and options in any order, and no other', () => {
  expect(client).type.toBeCallableWith(api, { format: 'alb' as const })
  expect(client).type.toBeCallableWith(api, { apiKeys: ['k'] })
  expect(client).type.not.toBeCallableWith(api, { format: 'soap' as const })
})
