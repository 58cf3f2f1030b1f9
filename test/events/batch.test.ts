/**
 * Batches, as properties: whatever pattern of failing, throwing, undecodable and good records arrives, the report names exactly what the
 * service must send again, every record runs at most once, and nothing is carried to the next invocation.
 */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  type AnyHandler,
  type BatchResponse,
  dynamodbStream,
  type EachOptions,
  each,
  kinesis,
  sns,
  sqs
} from '../../src/index.js'
import { holds } from '../laws/holds.js'
import { quiet, withoutStacks } from '../laws/send.js'
import { answering, dynamoRecord, failure, invoking, kinesisRecord, records, snsRecord, sqsRecord } from './support.js'

quiet()
withoutStacks()

// ---- what a record does

const fates = [
  'value',
  'undefined',
  'promise',
  'Right',
  'Task',
  'later',
  'Left',
  'Left later',
  'throw',
  'throw undefined',
  'reject',
  'throw late',
  'not JSON',
  'not as declared'
] as const
type Fate = (typeof fates)[number]
const good: ReadonlySet<Fate> = new Set(['value', 'undefined', 'promise', 'Right', 'Task', 'later'])

const later = <A>(a: A): Promise<A> => new Promise((resolve) => setImmediate(() => resolve(a)))

const act = (fate: Fate): unknown => {
  switch (fate) {
    case 'value':
      return 1
    case 'undefined':
      return undefined
    case 'promise':
      return Promise.resolve(1)
    case 'Right':
      return E.right(1)
    case 'Task':
      return async () => E.right(1)
    case 'later':
      return later(1)
    case 'Left':
      return E.left({ _tag: 'Full' })
    case 'Left later':
      return later(E.left({ _tag: 'Full' }))
    case 'throw':
      throw new Error('boom')
    case 'throw undefined':
      throw undefined
    case 'reject':
      return Promise.reject(new Error('boom'))
    case 'throw late':
      return later(0).then(() => {
        throw new Error('late')
      })
    default:
      throw new Error('a record that cannot be decoded never runs')
  }
}

const bodyOf = (fate: Fate, i: number): string =>
  fate === 'not JSON' ? '{"fate"' : JSON.stringify(fate === 'not as declared' ? { i } : { fate, i })

const Message = t.type({ fate: t.string, i: t.number })

/** A handler over a source, and what it did: which records ran, in which order, and how many at once. */
const watched = (source: ReturnType<typeof sqs>, o: EachOptions = {}) => {
  const ran: number[] = []
  let now = 0
  let most = 0
  const run = ({ message }: { readonly message: { readonly fate: string; readonly i: number } }): unknown => {
    ran.push(message.i)
    most = Math.max(most, ++now)
    let result: unknown
    try {
      result = act(message.fate as Fate)
    } catch (e) {
      now--
      throw e
    }
    if (typeof result === 'function') result = (result as () => unknown)()
    if (result instanceof Promise) return result.finally(() => now--)
    now--
    return result
  }
  const f = pipe(source, each(Message, o), answering(run)) as unknown as AnyHandler
  return { ran, most: () => most, invoke: invoking(f) }
}

const reported = (r: unknown): readonly string[] => (r as BatchResponse).batchItemFailures.map((f) => f.itemIdentifier)

const batch = fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 12 })
const concurrency = fc.integer({ min: 1, max: 5 })

// ---- standard queues

test('94 a standard queue is told exactly the ids that failed; a poison record hides no other; each record runs at most once', () =>
  holds(
    fc.asyncProperty(batch, concurrency, async (fates, n) => {
      const w = watched(sqs('orders', { batchSize: 10 }), { concurrency: n })
      const ids = fates.map((_, i) => `id-${i}`)
      const told = reported(await w.invoke(records(...fates.map((f, i) => sqsRecord(ids[i] as string, bodyOf(f, i))))))
      expect(told).toEqual(ids.filter((_, i) => !good.has(fates[i] as Fate)))
      expect(new Set(told).size).toBe(told.length)
      const decodable = fates.flatMap((f, i) => (f.startsWith('not') ? [] : [i]))
      expect([...w.ran].sort((a, b) => a - b)).toEqual(decodable)
      expect(w.most()).toBeLessThanOrEqual(n)
    })
  ))

test('the concurrency asked for is reached where records are slow, and never passed', () =>
  holds(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), concurrency, async (count, n) => {
      const w = watched(sqs('orders', { batchSize: 10 }), { concurrency: n })
      await w.invoke(records(...Array.from({ length: count }, (_, i) => sqsRecord(`${i}`, bodyOf('later', i)))))
      expect(w.most()).toBe(Math.min(n, count))
    })
  ))

test('without a word on concurrency records run one after the other, in order', () =>
  holds(
    fc.asyncProperty(batch, async (fates) => {
      const w = watched(sqs('orders'))
      await w.invoke(records(...fates.map((f, i) => sqsRecord(`${i}`, bodyOf(f, i)))))
      expect(w.ran).toEqual(fates.flatMap((f, i) => (f.startsWith('not') ? [] : [i])))
      expect(w.most()).toBeLessThanOrEqual(1)
    })
  ))

test('102 ids that stand twice are reported once, if either of them failed', () =>
  holds(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...fates), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 8 }),
      async (all) => {
        const w = watched(sqs('orders'))
        const told = reported(await w.invoke(records(...all.map(([f, id], i) => sqsRecord(`id-${id}`, bodyOf(f, i))))))
        const failed = new Set(all.filter(([f]) => !good.has(f)).map(([, id]) => `id-${id}`))
        expect([...told].sort()).toEqual([...failed].sort())
        expect(w.ran.length).toBe(new Set(w.ran).size)
      }
    )
  ))

// ---- FIFO

const grouped = fc.array(fc.tuple(fc.constantFrom(...fates), fc.constantFrom('a', 'b', 'c')), { minLength: 1, maxLength: 12 })
const fifo = (all: ReadonlyArray<readonly [Fate, string]>) =>
  records(...all.map(([f, group], i) => sqsRecord(`id-${i}`, bodyOf(f, i), { group })))

test('97 FIFO: after the first failure nothing runs any more, and it and all the rest are reported in order', () =>
  holds(
    fc.asyncProperty(grouped, concurrency, async (all, n) => {
      const w = watched(sqs('orders.fifo', { batchSize: 10 }), { concurrency: n })
      const first = all.findIndex(([f]) => !good.has(f))
      const done = first === -1 ? all.length : first
      expect(reported(await w.invoke(fifo(all)))).toEqual(all.slice(done).map((_, i) => `id-${done + i}`))
      expect(w.ran.filter((i) => i < done)).toEqual(all.slice(0, done).map((_, i) => i))
      expect(w.ran.every((i) => i <= done)).toBe(true)
      expect(w.most()).toBeLessThanOrEqual(1)
    })
  ))

test('97 FIFO, other groups go on: each group is in order, stops at its failure, and what failed and did not run is reported', () =>
  holds(
    fc.asyncProperty(grouped, concurrency, async (all, n) => {
      const w = watched(sqs('orders.fifo', { batchSize: 10 }), { concurrency: n, afterFailure: 'other groups' })
      const told = reported(await w.invoke(fifo(all)))
      const again: number[] = []
      for (const group of ['a', 'b', 'c']) {
        const of = all.flatMap(([, g], i) => (g === group ? [i] : []))
        const first = of.findIndex((i) => !good.has(all[i]?.[0] as Fate))
        const done = first === -1 ? of.length : first
        again.push(...of.slice(done))
        const undecodable = first !== -1 && all[of[first] as number]?.[0].startsWith('not')
        expect(w.ran.filter((i) => of.includes(i))).toEqual(of.slice(0, first === -1 ? done : undecodable ? done : done + 1))
      }
      expect(told).toEqual(again.sort((a, b) => a - b).map((i) => `id-${i}`))
      expect(w.most()).toBeLessThanOrEqual(n)
    })
  ))

test('98 a failing batch leaves nothing behind: the same handler answers a clean batch, and the same batch again, as if it were new', () =>
  holds(
    fc.asyncProperty(grouped, fc.constantFrom('stop' as const, 'other groups' as const), async (all, afterFailure) => {
      const w = watched(sqs('orders.fifo'), { afterFailure })
      const once = await w.invoke(fifo(all))
      expect(reported(await w.invoke(fifo(all.map(([, g]) => ['value', g]))))).toEqual([])
      expect(await w.invoke(fifo(all))).toEqual(once)
    })
  ))

test('98 batches that run at once in one container do not mix', () =>
  holds(
    fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 4 }), async (batches) => {
      const w = watched(sqs('orders'), { concurrency: 3 })
      const answers = await Promise.all(
        batches.map((fates, b) => w.invoke(records(...fates.map((f, i) => sqsRecord(`${b}-${i}`, bodyOf(f, i))))))
      )
      batches.forEach((fates, b) => {
        expect(reported(answers[b])).toEqual(fates.flatMap((f, i) => (good.has(f) ? [] : [`${b}-${i}`])))
      })
    })
  ))

// ---- streams

const streams = [
  ['Kinesis', () => kinesis('clicks'), (seq: string, body: string) => kinesisRecord(seq, body)],
  [
    'DynamoDB',
    () => dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'),
    (seq: string, body: string) => {
      const { fate, i } =
        body === '{"fate"' ? ({} as { fate?: string; i?: number }) : (JSON.parse(body) as { fate?: string; i?: number })
      return dynamoRecord(seq, { ...(fate === undefined ? {} : { fate: { S: fate } }), i: { N: String(i ?? 0) } })
    }
  ]
] as const

test.each(streams)(
  '104 %s is told the lowest sequence number that failed and no other; what stands behind it waits',
  (_, source, record) =>
    holds(
      fc.asyncProperty(batch, concurrency, async (fates, n) => {
        const w = watched(source() as unknown as ReturnType<typeof sqs>, { concurrency: n })
        const first = fates.findIndex((f) => !good.has(f))
        const told = reported(await w.invoke(records(...fates.map((f, i) => record(`${1000 + i}`, bodyOf(f, i))))))
        expect(told).toEqual(first === -1 ? [] : [`${1000 + first}`])
        expect(w.ran).toEqual(
          fates.flatMap((f, i) => (first !== -1 && (i > first || (i === first && f.startsWith('not'))) ? [] : [i]))
        )
        expect(w.most()).toBeLessThanOrEqual(1)
      })
    )
)

// ---- no report

test('topics take no report: all records run, and the invocation fails if and only if one of them did', () =>
  holds(
    fc.asyncProperty(batch, concurrency, async (fates, n) => {
      const w = watched(sns('alarms') as unknown as ReturnType<typeof sqs>, { concurrency: n })
      const answer = w.invoke(records(...fates.map((f, i) => snsRecord(bodyOf(f, i)))))
      const failed = fates.flatMap((f, i) => (good.has(f) ? [] : [i]))
      if (failed.length === 0) expect(await answer).toBeUndefined()
      else
        expect(await failure(answer)).toMatchObject({
          name: 'BatchError',
          failures: failed.map((index) => expect.objectContaining({ index }))
        })
      expect([...w.ran].sort((a, b) => a - b)).toEqual(fates.flatMap((f, i) => (f.startsWith('not') ? [] : [i])))
    })
  ))

// ---- size

test('ten thousand records that answer at once, or later, are one batch like any other', async () => {
  for (const fate of ['value', 'later'] as const) {
    const w = watched(kinesis('clicks') as unknown as ReturnType<typeof sqs>)
    const event = records(
      ...Array.from({ length: 10_000 }, (_, i) => kinesisRecord(`${i}`, bodyOf(i === 9_999 ? 'throw' : fate, i)))
    )
    expect(reported(await w.invoke(event))).toEqual(['9999'])
    expect(w.ran.length).toBe(10_000)
  }
})
