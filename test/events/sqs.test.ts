/** SQS, section 15: queues by name or ARN, batches iterable at leisure, results that reach the service untouched. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { type AnyHandler, each, handle, service, sqs } from '../../src/index.js'
import { watchLog } from '../chalice/support.js'
import { failure, invoking, problemsIn, records, sqsRecord, withCaptured } from './support.js'

const log = watchLog()

const problems = (source: ReturnType<typeof sqs>) =>
  problemsIn(() =>
    service(
      's',
      {},
      {
        f: pipe(
          source,
          handle(() => 1)
        )
      }
    )
  )

test('15.1 one message a batch unless more are asked for; the rest is a fact where it is given', () => {
  expect(sqs('orders').facts).toEqual([{ _tag: 'Queue', queue: 'orders', batchSize: 1 }])
  const arn = 'arn:aws:sqs:eu-west-1:123456789012:orders'
  expect(sqs(arn, { batchSize: 5, batchingWindow: 2, maximumConcurrency: 3 }).facts).toEqual([
    { _tag: 'Queue', queue: arn, batchSize: 5, batchingWindow: 2, maximumConcurrency: 3 }
  ])
})

test.each([
  ['orders', {}],
  ['orders.fifo', { batchSize: 10 }],
  ['arn:aws-cn:sqs:cn-north-1:123456789012:orders', {}],
  ['orders', { batchSize: 10_000, batchingWindow: 300 }],
  ['orders', { maximumConcurrency: 2 }]
])('15.1 accepted: %s %j', (queue, o) => {
  expect(problems(sqs(queue, o))).toEqual([])
})

test.each([
  ['', {}],
  ['https://sqs.eu-west-1.amazonaws.com/1/orders', {}],
  ['http://sqs.eu-west-1.amazonaws.com/1/orders', {}],
  ['arn:orders', {}],
  ['my orders', {}],
  ['orders', { batchSize: 0 }],
  ['orders', { batchSize: 1.5 }],
  ['orders', { batchSize: 10_001, batchingWindow: 1 }],
  ['orders', { batchSize: 11 }],
  ['orders.fifo', { batchSize: 11 }],
  ['orders.fifo', { batchingWindow: 1 }],
  ['orders', { batchingWindow: 301 }],
  ['orders', { maximumConcurrency: 1 }],
  ['orders', { maximumConcurrency: 1001 }]
])('15.1 15.2 refused when the service is defined: %j %j', (queue, o) => {
  const told = problems(sqs(queue, o))
  expect(told).toHaveLength(1)
  expect(told[0]).toMatch(/^sqs: /)
})

test('15.3 the event is iterable any number of times; a record has body, handle, context and its original', async () => {
  const event = records(sqsRecord('1', 'one'), sqsRecord('2', 'two'))
  const f = pipe(
    sqs('orders', { batchSize: 10 }),
    handle(({ event: e, lambda }) => ({
      once: [...e].map((r) => r.body),
      twice: [...e].map((r) => r.receiptHandle),
      three: Array.from(e, (r) => r.toJSON()),
      ids: e.records.map((r) => r.messageId),
      attributes: e.records[0]?.attributes['SenderId'],
      name: lambda.functionName,
      same: e.toJSON() === event
    }))
  )
  expect(await invoking(f)(event)).toEqual({
    once: ['one', 'two'],
    twice: ['receipt of 1', 'receipt of 2'],
    three: (event as { readonly Records: unknown }).Records,
    ids: ['1', '2'],
    attributes: 'AROA:sender',
    name: 'f',
    same: true
  })
})

test('15.3 a record’s keys of another type are empty, and hide no other record', async () => {
  const f = pipe(
    sqs('orders'),
    handle(({ event }) => event.records.map((r) => [r.body, r.receiveCount, r.messageAttributes]))
  )
  const odd = sqsRecord('1', 'x', { body: null, attributes: null, messageAttributes: 7 })
  expect(await invoking(f)(records(odd, sqsRecord('2', 'two')))).toEqual([
    ['', 1, {}],
    ['two', 1, {}]
  ])
})

test('15.4 without each the handler’s result is the result, a report made by hand included', async () => {
  const report = { batchItemFailures: [{ itemIdentifier: '2' }] }
  const f = pipe(
    sqs('orders'),
    handle(() => report)
  )
  expect(await invoking(f)(records(sqsRecord('1'), sqsRecord('2')))).toBe(report)
})

test('15.4 with each the ids that failed are the report, and its presence is a fact', async () => {
  const source = pipe(sqs('orders'), each(t.type({ n: t.number })))
  expect(source.facts.map((f) => f._tag)).toEqual(['Queue', 'Each'])
  const f = pipe(
    source,
    handle(() => 1)
  )
  expect(await invoking(f)(records(sqsRecord('1', '{"n":1}'), sqsRecord('2', '{"n":"1"}')))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }]
  })
  expect(log()).toHaveLength(1)
})

test.each<readonly [string, () => unknown]>([
  [
    'a throw',
    () => {
      throw new Error('boom')
    }
  ],
  ['a rejection', () => Promise.reject(new Error('boom'))],
  ['a Left', () => ({ _tag: 'Left', left: { _tag: 'Boom' } })],
  [
    'throw undefined',
    () => {
      throw undefined
    }
  ]
])('15.5 without each %s fails the whole batch', async (_, f) => {
  const whole = pipe(sqs('orders'), handle(f))
  expect(await failure(invoking(whole)(records(sqsRecord('1'), sqsRecord('2'))))).toBeInstanceOf(Error)
  expect(log()).toHaveLength(1)
})

test('15.3 an empty list fails the invocation, whole or record by record: nobody would learn that nothing was done', async () => {
  let ran = 0
  const run = () => ++ran
  for (const f of [pipe(sqs('orders'), handle(run)), pipe(sqs('orders'), each(), handle(run))])
    expect((await failure(invoking(f as AnyHandler)({ Records: [] }))).message).toBe('the SQS event has no records')
  expect(ran).toBe(0)
  log()
})

withCaptured('15.3 a captured message', 'sqs-event', async (event) => {
  const f = pipe(
    sqs('orders'),
    handle(({ event: e }) => e.records.map((r) => [r.messageId, r.body, r.receiveCount, Object.keys(r.messageAttributes)]))
  )
  expect(await invoking(f)(event)).toEqual([['MessageID_1', 'Message Body', 2, ['Attribute3', 'Attribute2', 'Attribute1']]])
})
