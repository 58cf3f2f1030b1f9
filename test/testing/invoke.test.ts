/** Functions by name, and batches by message. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  authorizer,
  dynamodbStream,
  each,
  get,
  handle,
  kinesis,
  lambda,
  mount,
  override,
  port,
  s3,
  service,
  sns,
  sqs,
  use
} from '../../src/index.js'
import { client, events, invoke } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'

const log = watchLog()
const Order = t.type({ id: t.string, amount: t.number })
const seen: unknown[] = []
const ledger = port('ledger', {
  live:
    () =>
    (x: unknown): void =>
      void seen.push(x)
})
const key = authorizer({ context: t.type({}) })
const stream = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Todos/stream/1'
const good = (message: { readonly amount: number }) =>
  message.amount > 0 ? E.right(undefined) : E.left({ _tag: 'BadAmount' as const })

const api = service(
  'shop',
  {},
  {
    increment: pipe(
      lambda(t.type({ n: t.number })),
      handle(({ event }) => ({ n: event.n + 1, at: new Date(0) }))
    ),
    anything: pipe(
      lambda(),
      handle(({ event }) => event)
    ),
    hello: pipe(
      get('/hello/{name}'),
      handle(({ params }) => params.name)
    ),
    key,
    keeper: pipe(
      key,
      handle(() => allow('ada', { routes: '*', context: {} }))
    ),
    orders: pipe(
      sqs('orders'),
      use(ledger),
      each(Order),
      handle(({ ledger, message, record }) => {
        ledger((record.toJSON() as { readonly eventSourceARN: string }).eventSourceARN)
        return good(message)
      })
    ),
    ordered: pipe(
      sqs('orders.fifo'),
      each(Order),
      handle(({ message }) => good(message))
    ),
    whole: pipe(
      sqs('whole'),
      handle(({ event }) => {
        if (event.records.length > 1) throw new Error('too many')
        return { batchItemFailures: [{ itemIdentifier: 'whatever' }] }
      })
    ),
    alarms: pipe(
      sns('alarms'),
      each(Order),
      handle(({ message }) => good(message))
    ),
    clicks: pipe(
      kinesis('clicks'),
      each(Order),
      handle(({ message }) => good(message))
    ),
    changes: pipe(
      dynamodbStream(stream),
      use(ledger),
      each(Order),
      handle(({ ledger, message, record }) => {
        ledger([record.eventName, record.tableName, message.id])
        return good(message)
      })
    ),
    pictures: pipe(
      s3('pictures', { events: ['s3:ObjectRemoved:*'] }),
      each(),
      use(ledger),
      handle(({ ledger, record }) => {
        ledger([record.bucket, record.eventName, record.key])
        return record.key.endsWith('.jpg') ? E.right(undefined) : E.left({ _tag: 'NoPicture' as const })
      })
    ),
    v1: mount('/v1', {
      twice: pipe(
        lambda(t.type({ n: t.number })),
        handle(({ event }) => event.n * 2)
      )
    })
  }
)
const record = override(ledger, (x) => {
  seen.push(x)
})

beforeEach(() => {
  seen.length = 0
})

describe('invoke', () => {
  test('calls a function by its name, mounted ones too, through JSON', async () => {
    expect(await invoke(api, 'increment', { n: 1 })).toEqual({ n: 2, at: '1970-01-01T00:00:00.000Z' })
    expect(await invoke(api, 'v1-twice', { n: 4 })).toBe(8)
    expect(await invoke(api, 'anything', { a: undefined, at: new Date(0) })).toEqual({ at: '1970-01-01T00:00:00.000Z' })
    expect(await client(api).invoke('v1-twice', { n: 5 })).toBe(10)
  })

  test('calls routes and authorizers with events of theirs', async () => {
    const event = events.http('rest', 'GET', '/hello/{name}', { params: { name: 'Ada' } })
    expect(await invoke(api, 'api-hello-name', event)).toMatchObject({ statusCode: 200, body: 'Ada' })
    expect(await invoke(api, 'keeper', events.authorizer.token('t'))).toMatchObject({ principalId: 'ada' })
  })

  test('rejects with what the invocation failed with', async () => {
    await expect(invoke(api, 'increment', { n: 'x' as never })).rejects.toThrow('the event is not as declared')
    expect(log()).toHaveLength(1)
  })

  test('an unknown name is told with the one that was meant, or with all', async () => {
    await expect(invoke(api, 'increments', {})).rejects.toThrow(
      "service 'shop' has no function 'increments': did you mean increment?"
    )
    await expect(invoke(api, 'constructor', {})).rejects.toThrow(
      /no function 'constructor': it has increment, anything, api-hello-name/
    )
  })

  test('ports are overridden, and an override that nobody uses is a fault', async () => {
    await invoke(api, 'orders', events.sqs([{ id: '1', amount: 1 }]), record)
    expect(seen).toHaveLength(1)
    const stray = port('stray', { live: () => 1 })
    await expect(invoke(api, 'orders', {}, override(stray, 2))).rejects.toThrow("no declaration uses this port 'stray'")
  })
})

const [one, bad, three] = [
  { id: '1', amount: 1 },
  { id: '2', amount: 0 },
  { id: '3', amount: 3 }
]

describe('batch', () => {
  const c = client(api, record)

  test('of a queue: exactly those that were reported', async () => {
    const told = await c.batch('orders', [one, bad, three])
    expect(told).toMatchObject({ failed: [bad], succeeded: [one, three] })
    expect(told.result).toEqual({ batchItemFailures: [{ itemIdentifier: '00000000-0000-4000-8000-000000000002' }] })
    expect(seen).toEqual(Array(3).fill('arn:aws:sqs:eu-west-1:123456789012:orders'))
    log()
  })

  test('of a queue: what its codec refuses fails alone', async () => {
    expect((await c.batch('orders', [one, { id: 7 } as never, three])).failed).toEqual([{ id: 7 }])
    log()
  })

  test('of a FIFO queue: the rest keeps its order', async () => {
    expect(await c.batch('ordered', [one, bad, three])).toMatchObject({ failed: [bad, three], succeeded: [one] })
    log()
  })

  test('of a stream: everything from the first failure on', async () => {
    expect(await c.batch('clicks', [one, bad, three])).toMatchObject({ failed: [bad, three], succeeded: [one] })
    expect(await c.batch('clicks', [one, three])).toMatchObject({ failed: [], succeeded: [one, three] })
    log()
  })

  test('of a table: new items, and changes of them', async () => {
    const told = await c.batch('changes', [one, [one, three], bad])
    expect(told.failed).toEqual([bad])
    expect(seen).toEqual([
      ['INSERT', 'Todos', '1'],
      ['MODIFY', 'Todos', '3'],
      ['INSERT', 'Todos', '2']
    ])
    log()
  })

  test('of a topic or a bucket: those that failed, with the error that makes the service send them again', async () => {
    const told = await c.batch('alarms', [one, bad])
    expect(told).toMatchObject({ failed: [bad], succeeded: [one], error: { name: 'BatchError' } })
    expect((await c.batch('pictures', ['a b.jpg', 'c.txt'])).failed).toEqual(['c.txt'])
    expect(seen).toEqual([
      ['pictures', 'ObjectRemoved:Put', 'a b.jpg'],
      ['pictures', 'ObjectRemoved:Put', 'c.txt']
    ])
    log()
  })

  test('without each nobody reads a report, and a failure is all of it', async () => {
    expect(await c.batch('whole', ['a'])).toMatchObject({ failed: [], succeeded: ['a'] })
    expect(await c.batch('whole', ['a', 'b'])).toMatchObject({
      failed: ['a', 'b'],
      succeeded: [],
      error: { message: 'too many' }
    })
    log()
  })

  test('records are changed one by one', async () => {
    const ids = await c.batch('ordered', [one, bad, three], (i) => ({ attributes: { MessageGroupId: String(i) } }))
    expect(ids.failed).toEqual([bad, three])
    expect((await c.batch('orders', [bad], { messageId: 'mine' })).result).toEqual({
      batchItemFailures: [{ itemIdentifier: 'mine' }]
    })
    log()
  })

  test('a function that no records wake, and a name that is none, are told', async () => {
    await expect(c.batch('increment' as 'orders', [])).rejects.toThrow(
      "'increment' is woken by no records: invoke it with its event"
    )
    await expect(c.batch('order' as 'orders', [])).rejects.toThrow('did you mean orders?')
  })
})
