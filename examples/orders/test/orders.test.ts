/** The example with the real clients against SQS and SNS on this machine; Lambda's part, polling, is `drain`. */
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient
} from '@aws-sdk/client-sqs'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { lambdas, override } from 'quaich'
import { check, serverless } from 'quaich/deploy'
import { client, lambdaContext } from 'quaich/testing'
import { drain, type Mapping } from '../../support/drain.js'
import { inCloud } from '../../support/inCloud.js'
import type { PricedOrder } from '../src/Order.js'
import { announcements, catalogue, ids, snsAnnouncements } from '../src/ports.js'
import { shop } from '../src/service.js'

inCloud()

// Failures are logged, and they are meant here.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))

// ---- what the generated file declares, made in the cloud of the test

type Attributes = Readonly<Record<string, unknown>>
const file = JSON.parse(JSON.stringify(serverless(shop))) as {
  readonly functions: { readonly prepareOrder: { readonly events: ReadonlyArray<{ readonly sqs: Mapping }> } }
  readonly resources: { readonly Resources: Readonly<Record<string, { readonly Properties: Attributes }>> }
}
const mapping = file.functions.prepareOrder.events[0]?.sqs as Mapping

const queue = async (name: string, attributes: Attributes = {}): Promise<{ readonly url: string; readonly arn: string }> => {
  const text = (v: unknown) => (typeof v === 'object' ? JSON.stringify(v) : String(v))
  const sqs = new SQSClient()
  const answer = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: Object.fromEntries(Object.entries(attributes).map(([k, v]) => [k, text(v)]))
    })
  )
  // It answers with a host name that not every machine resolves.
  const QueueUrl = new URL(new URL(answer.QueueUrl ?? '').pathname, process.env['AWS_ENDPOINT_URL']).href
  const told = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))
  return { url: QueueUrl, arn: told.Attributes?.['QueueArn'] ?? '' }
}

/** Fresh queues and a topic, with a queue that hears it; the environment names them. */
const made = async (name: string) => {
  const { Orders, FailedOrders } = file.resources.Resources
  const dead = await queue(`${name}-failed.fifo`, FailedOrders?.Properties)
  const redrive = Orders?.Properties['RedrivePolicy'] as object
  const orders = await queue(`${name}.fifo`, {
    ...Orders?.Properties,
    RedrivePolicy: { ...redrive, deadLetterTargetArn: dead.arn }
  })
  const sns = new SNSClient()
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: name }))
  const heard = await queue(`${name}-heard`)
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: heard.arn, Attributes: { RawMessageDelivery: 'true' } })
  )
  Object.assign(process.env, { ORDERS_QUEUE_URL: orders.url, PREPARED_TOPIC_ARN: TopicArn })
  return { orders, dead, heard, topic: TopicArn }
}

/** All that a queue holds, taken out of it. */
const emptied = async (QueueUrl: string): Promise<ReadonlyArray<string>> => {
  const sqs = new SQSClient()
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  return Messages.length === 0 ? [] : [...Messages.map((m) => m.Body ?? ''), ...(await emptied(QueueUrl))]
}

const apiKey = 'test'
const prepareOrder =
  (...overrides: Parameters<typeof lambdas>[1][]) =>
  (event: unknown): Promise<unknown> =>
    Promise.resolve(lambdas(shop, ...(overrides as never[]))['prepareOrder']?.(event as never, lambdaContext('prepareOrder')))

/** Has everything of the real one, and what starts with 'late' from the second question on. */
class Late extends Map<string, number> {
  private readonly asked = new Set<string>()
  override get(item: string): number | undefined {
    if (!item.startsWith('late')) return super.get(item)
    if (this.asked.has(item)) return 300
    this.asked.add(item)
    return undefined
  }
}

test('a hundred orders in five groups: exactly what failed comes back, each group in its order, each good one told of once', async () => {
  const { orders, dead, heard, topic } = await made('hundred')
  const sqs = new SQSClient()
  const customers = ['ada', 'bob', 'cyd', 'dan', 'eve']

  // Poison of three kinds: no order at all; an item that nobody has; one that is there at the second try.
  const [malformed, unknown, late] = [
    [7, 23, 58],
    [12, 34, 71, 90],
    [5, 46, 64]
  ]
  const poisoned = [...malformed, ...unknown, ...late]
  const sent = Array.from({ length: 100 }, (_, n) => ({ n, id: `order-${n}`, customer: customers[n % 5] as string }))
  let next = ''
  const web = client(
    shop,
    override(ids, () => next)
  )
  for (const { n, id, customer } of sent) {
    next = id
    const item = unknown.includes(n) ? 'unicorn' : late.includes(n) ? `late-${n}` : 'assam'
    if (malformed.includes(n))
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: orders.url,
          MessageBody: JSON.stringify({ id, customer, item }),
          MessageGroupId: customer,
          MessageDeduplicationId: id
        })
      )
    else expect(await web.post('/orders', { apiKey, body: { customer, item, quantity: 1 + (n % 3) } })).toEqual({ id })
  }

  // The real topic, listened to.
  const published: PricedOrder[] = []
  const real = snsAnnouncements(new SNSClient(), topic)
  const overheard = override(announcements, {
    publish: (order: PricedOrder) =>
      pipe(
        real.publish(order),
        TE.map((done) => {
          published.push(order)
          return done
        })
      )
  })
  const idOf = new Map<string, string>()
  const times = new Map<string, number>()
  const invoke = prepareOrder(override(catalogue, new Late([['assam', 450]])), overheard)
  const rounds = await drain(sqs, orders.url, mapping, (event) => {
    const { Records } = event as { readonly Records: ReadonlyArray<{ readonly messageId: string; readonly body: string }> }
    for (const { messageId, body } of Records) {
      const { id } = JSON.parse(body) as { readonly id: string }
      idOf.set(messageId, id)
      times.set(id, (times.get(id) ?? 0) + 1)
    }
    return invoke(event)
  })

  const named = (all: ReadonlyArray<number>) => all.map((n) => `order-${n}`).sort()
  const cameBack = [...times].flatMap(([id, n]) => (n > 1 ? [id] : [])).sort()
  const goners = (await emptied(dead.url)).map((body) => (JSON.parse(body) as { readonly id: string }).id)
  const told = (await emptied(heard.url)).map((body) => JSON.parse(body) as PricedOrder)
  expect({
    messages: times.size,
    groups: new Set(sent.map((s) => s.customer)).size,
    poisoned: poisoned.length,
    cameBack: cameBack.length,
    failed: goners.length,
    published: told.length
  }).toEqual({ messages: 100, groups: 5, poisoned: 10, cameBack: 10, failed: 7, published: 93 })

  // Exactly what failed came back: once where the second try went well, until the queue gave it up where none did.
  expect(cameBack).toEqual(named(poisoned))
  expect(late.map((n) => times.get(`order-${n}`))).toEqual(late.map(() => 2))
  expect([...malformed, ...unknown].map((n) => times.get(`order-${n}`))).toEqual([3, 3, 3, 3, 3, 3, 3])
  expect([...goners].sort()).toEqual(named([...malformed, ...unknown]))
  expect(new Set(rounds.flatMap((r) => r.failed.map((id) => idOf.get(id))))).toEqual(new Set(named(poisoned)))

  // Each good one once, and those of a customer in the order in which they were placed.
  const good = sent.filter(({ n }) => !malformed.includes(n) && !unknown.includes(n))
  expect(told.map((o) => o.id).sort()).toEqual(good.map((s) => s.id).sort())
  for (const c of customers)
    expect(published.filter((o) => o.customer === c).map((o) => o.id)).toEqual(
      good.filter((s) => s.customer === c).map((s) => s.id)
    )
  expect(told.find((o) => o.id === 'order-1')).toEqual({
    id: 'order-1',
    customer: 'bob',
    item: 'assam',
    quantity: 2,
    total: 900
  })
}, 60_000)

// The queue of this test hands out one message of a group at a time. AWS's may put several into a batch.
test('in a batch with several of a customer, what follows a failure waits with it, and other customers do not', async () => {
  const { heard } = await made('batch')
  const record = (id: string, customer: string, item: string) => ({
    messageId: id,
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:orders.fifo',
    attributes: { MessageGroupId: customer, ApproximateReceiveCount: '1' },
    body: JSON.stringify({ id, customer, item, quantity: 1 })
  })
  const Records = [
    record('a1', 'ada', 'oolong'),
    record('a2', 'ada', 'unicorn'),
    record('b1', 'bob', 'oolong'),
    record('a3', 'ada', 'oolong'),
    record('b2', 'bob', 'assam')
  ]
  expect(await prepareOrder()({ Records })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'a2' }, { itemIdentifier: 'a3' }]
  })
  const told = (await emptied(heard.url)).map((body) => (JSON.parse(body) as PricedOrder).id)
  expect([...told].sort()).toEqual(['a1', 'b1', 'b2'])
})

test('an order waits in the group of its customer, under its own id', async () => {
  const { orders } = await made('placed')
  const web = client(
    shop,
    override(ids, () => 'o-1')
  )
  const body = { customer: 'ada', item: 'assam', quantity: 2 }
  expect(await web.post('/orders', { apiKey, body }).reply).toMatchObject({ status: 202, body: { id: 'o-1' } })
  const { Messages = [] } = await new SQSClient().send(
    new ReceiveMessageCommand({ QueueUrl: orders.url, MessageSystemAttributeNames: ['All'] })
  )
  expect(Messages.map((m) => [JSON.parse(m.Body ?? ''), m.Attributes])).toEqual([
    [{ ...body, id: 'o-1' }, expect.objectContaining({ MessageGroupId: 'ada', MessageDeduplicationId: 'o-1' })]
  ])
})

test.each([
  ['no customer', { item: 'assam', quantity: 1 }, 'body.customer'],
  ['a customer that is no group', { customer: 'a b', item: 'assam', quantity: 1 }, 'body.customer'],
  ['half a tea', { customer: 'ada', item: 'assam', quantity: 0.5 }, 'body.quantity']
])('%s is refused before anything is sent', async (_, body, path) => {
  const { orders } = await made('refused')
  const { status, body: problem } = await client(shop).post('/orders', { apiKey, body: body as never }).reply
  expect([status, problem]).toMatchObject([422, { errors: [{ path }] }])
  expect(await emptied(orders.url)).toEqual([])
})

test('nobody orders without an API key', async () => {
  expect(
    (await client(shop).post('/orders', { body: { customer: 'ada', item: 'assam', quantity: 1 } as never }).reply).status
  ).toBe(403)
})

test('it can be deployed, without a warning', () => {
  // As many resources as osls 4.3.1 packaged.
  expect(check(shop)).toEqual({ faults: [], warnings: [], resources: 23 })
})
