/** What events hold: valid messages reach the handler, near misses fail alone; and a service's arbitraries stand under the names of its modules. */

import * as fc from 'fast-check'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  body,
  DateFromString,
  dynamodbStream,
  each,
  eventBridge,
  handle,
  kinesis,
  lambda,
  lambdas,
  message,
  mount,
  post,
  s3,
  schedule,
  service,
  sns,
  sqs,
  websocket
} from '../../../src/index.js'
import {
  ArbitraryError,
  arbitraries,
  events,
  type InvalidMessage,
  invalidMessages,
  lambdaContext,
  type Message,
  messages
} from '../../../src/testing/index.js'

const seen: unknown[] = []
const see = (u: unknown) => {
  seen.push(u)
}
const Order = t.type({ id: t.string, at: DateFromString, lines: t.array(t.type({ n: t.Int })) })
const declared = {
  queue: pipe(
    sqs('orders'),
    each(Order),
    handle(({ message }) => see(message))
  ),
  texts: pipe(
    sqs('texts'),
    each(),
    handle(({ message }) => see(message))
  ),
  topic: pipe(
    sns('orders'),
    each(Order),
    handle(({ message }) => see(message))
  ),
  stream: pipe(
    kinesis('orders'),
    each(Order),
    handle(({ message }) => see(message))
  ),
  table: pipe(
    dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2026-01-01T00:00:00.000'),
    each(Order),
    handle(({ message }) => see(message))
  ),
  bucket: pipe(
    s3('images'),
    each(),
    handle(({ message }) => see(message))
  ),
  bus: pipe(
    eventBridge({ source: ['shop'] }, { detail: Order }),
    handle(({ event }) => see(event.detail))
  ),
  call: pipe(
    lambda(Order),
    handle(({ event }) => see(event))
  ),
  say: pipe(
    websocket('say'),
    message(Order),
    handle(({ message }) => see(message))
  ),
  connect: pipe(
    websocket('$connect'),
    handle(() => see('connect'))
  ),
  daily: pipe(
    schedule('rate(1 day)'),
    handle(() => see('daily'))
  )
}
const api = service('shop', {}, declared)
const functions = lambdas(api)

const eventOf: Readonly<Record<string, (m: Message) => object>> = {
  queue: (m) => events.sqs([m.text]),
  texts: (m) => events.sqs([m.text]),
  topic: (m) => events.sns([m.text]),
  stream: (m) => events.kinesis([m.text]),
  table: (m) => events.dynamodb([m.value as never]),
  bucket: (m) => events.s3([m.text]),
  bus: (m) => events.eventBridge(m.value),
  call: (m) => m.value as object,
  say: (m) => events.websocket.message('say', m.text)
}

let told: jest.SpyInstance
beforeEach(() => {
  told = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => told.mockRestore())

const functionOf = (name: string) => api.functions.find((f) => f.declarations.some((d) => d.keys[0] === name))?.name ?? ''
const send = async (name: string, m: Message): Promise<unknown> => {
  const handler = functions[functionOf(name)]
  const event = JSON.parse(JSON.stringify(eventOf[name]?.(m)))
  return handler?.(event, lambdaContext(name))
}
// How each service learns of a failure: a report, an error, or a status.
const failed = async (name: string, m: Message): Promise<boolean> => {
  try {
    const r = (await send(name, m)) as
      | { readonly batchItemFailures?: readonly unknown[]; readonly statusCode?: number }
      | undefined
    return (r?.batchItemFailures?.length ?? 0) > 0 || (r?.statusCode ?? 200) >= 400
  } catch {
    return true
  }
}

const names = Object.keys(eventOf)

test.each(names)('%s: a valid message reaches the handler', async (name) => {
  await fc.assert(
    fc.asyncProperty(messages(declared[name as 'queue']), async (m) => {
      seen.length = 0
      expect(await failed(name, m)).toBe(false)
      expect(seen.length).toBe(1)
    }),
    { seed: 42, numRuns: 100 }
  )
})

test.each(names.filter((n) => n !== 'texts' && n !== 'bucket'))(
  '%s: a near miss does not, and its service learns of it',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(invalidMessages(declared[name as 'queue']), async (m) => {
        seen.length = 0
        expect(await failed(name, m)).toBe(true)
        expect(seen).toEqual([])
        expect(m.wrong.length).toBeGreaterThan(0)
      }),
      { seed: 42, numRuns: 100 }
    )
  }
)

test('values whose keys are those of every object take no step amiss', () => {
  const anything = pipe(
    sqs('q'),
    each(t.type({ toString: t.string, more: t.record(t.string, t.number) })),
    handle(() => {})
  )
  const all = fc.sample(invalidMessages(anything), { seed: 13, numRuns: 1000 })
  expect(all.every((m) => m.wrong.length > 0)).toBe(true)
})

test('malformed JSON is among the near misses where text is read, and only there', () => {
  const broken = (ms: ReadonlyArray<InvalidMessage>) => ms.filter((m) => m.value === undefined).length
  expect(broken(fc.sample(invalidMessages(declared.queue), { seed: 42, numRuns: 200 }))).toBeGreaterThan(0)
  expect(broken(fc.sample(invalidMessages(declared.table), { seed: 42, numRuns: 200 }))).toBe(0)
})

test('a source without a codec has no near misses, a schedule no messages', () => {
  expect(() => invalidMessages(declared.texts)).toThrow('takes whatever its events hold')
  expect(() => messages(declared.daily)).toThrow('has events that hold nothing of yours')
})

describe('arbitraries of a service', () => {
  const Cat = t.type({ name: t.string })
  const add = pipe(
    post('/cats'),
    body(Cat),
    handle(({ body }) => body)
  )
  test('stand under the names of its modules, mounts within mounts, and go to the mounted paths', () => {
    const all = arbitraries(
      service('pets', {}, { add, v1: mount('/v1', { add, deep: mount('/deep', { add }) }), fed: declared.queue })
    )
    expect(fc.sample(all.add.valid, 1)[0]).toMatchObject({ method: 'POST', path: '/cats' })
    expect(fc.sample(all.v1.add.valid, 1)[0]).toMatchObject({ method: 'POST', path: '/v1/cats' })
    expect(fc.sample(all.v1.deep.add.invalid ?? fc.constant(undefined), 1)[0]).toMatchObject({ path: '/v1/deep/cats' })
    expect(Object.keys(fc.sample(all.fed.valid, 1)[0] ?? {})).toEqual(['text', 'value'])
  })
  test('schedules are left out, and what takes anything has no invalid', () => {
    const all = arbitraries(api)
    expect(Object.keys(all).sort()).toEqual([...names, 'connect'].sort())
    expect([all.texts, all.bucket, all.connect].map((g) => g.invalid)).toEqual([undefined, undefined, undefined])
    expect(all.call.invalid).toBeDefined()
  })
  test('all that cannot be generated is told at once, by name', () => {
    const Odd = new t.Type<string>('Odd', t.string.is, t.string.validate, t.identity)
    const bad = service(
      'bad',
      {},
      {
        add: pipe(
          post('/a'),
          body(t.type({ odd: Odd })),
          handle(() => 1)
        ),
        v1: mount('/v1', {
          fed: flow(
            sqs,
            each(Odd),
            handle(() => {})
          )('q')
        })
      }
    )
    expect(() => arbitraries(bad)).toThrow(ArbitraryError)
    expect(() => arbitraries(bad)).toThrow(
      /service 'bad':\n {2}add: body\.odd: Odd is a codec of its own make.*\n.*\n {2}v1-fed: message: Odd is/
    )
  })
})
