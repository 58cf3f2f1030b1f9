/**
 * Batches against the services that send them: a model of a standard queue, a FIFO queue and a shard delivers, takes the report, and
 * delivers again what it says, until nothing is left. What is promised is the end: everything is done, in order where there is one.
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
  handle,
  kinesis,
  sqs
} from '../../src/index.js'
import { holds } from '../laws/holds.js'
import { quiet, withoutStacks } from '../laws/send.js'
import { dynamoRecord, invoking, kinesisRecord, records, sqsRecord } from './support.js'

quiet()
withoutStacks()

// ---- what is sent, and what becomes of it

/** A message: its group, how often it fails before it goes well, and how many turns of the loop it takes. */
interface Sent {
  readonly group: string
  readonly failures: number
  readonly turns: number
  readonly how: 'Left' | 'throw' | 'reject'
}
const sent: fc.Arbitrary<ReadonlyArray<Sent>> = fc.array(
  fc.record({
    group: fc.constantFrom('a', 'b', 'c'),
    failures: fc.constantFrom(0, 0, 0, 1, 2),
    turns: fc.constantFrom(0, 0, 1, 3),
    how: fc.constantFrom('Left' as const, 'throw' as const, 'reject' as const)
  }),
  { minLength: 1, maxLength: 15 }
)
const numbers = fc.record({ batchSize: fc.integer({ min: 1, max: 10 }), concurrency: fc.integer({ min: 1, max: 4 }) })

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const Message = t.type({ i: t.number })

/** A handler that fails each message as often as it is meant to, and keeps account: what went well, and who ran beside whom. */
const playing = (
  all: ReadonlyArray<Sent>,
  make: (run: (m: { readonly message: { readonly i: number } }) => unknown) => AnyHandler
) => {
  const attempts = all.map(() => 0)
  const done: number[] = []
  const running = new Map<string, number>()
  const overlaps: string[] = []
  const begin = ({ group }: Sent) => {
    const now = (running.get(group) ?? 0) + 1
    running.set(group, now)
    if (now > 1) overlaps.push(group)
  }
  const end = ({ group }: Sent) => running.set(group, (running.get(group) ?? 0) - 1)
  const finish = (i: number): unknown => {
    const m = all[i] as Sent
    end(m)
    if (++(attempts[i] as number) && (attempts[i] as number) <= m.failures) {
      if (m.how === 'Left') return E.left({ _tag: 'NotYet' as const })
      throw new Error('not yet')
    }
    done.push(i)
    return i
  }
  const run = ({ message: { i } }: { readonly message: { readonly i: number } }): unknown => {
    const m = all[i] as Sent
    begin(m)
    if (m.turns === 0 && m.how !== 'reject') return finish(i)
    return Array.from({ length: m.turns })
      .reduce((p: Promise<void>) => p.then(turn), Promise.resolve())
      .then(() => finish(i))
  }
  return { attempts, done, overlaps, invoke: invoking(make(run)) }
}

const reported = async (result: Promise<unknown>): Promise<ReadonlyArray<string>> =>
  ((await result) as BatchResponse).batchItemFailures.map((f) => f.itemIdentifier)

/** No service delivers for ever: every round must bring the batch nearer to its end. */
const bound = (all: ReadonlyArray<Sent>): number => 10 + all.length * 4 + all.reduce((n, m) => n + m.failures, 0) * 10

const eachOf =
  (source: ReturnType<typeof sqs>, o: EachOptions) =>
  (run: (m: { readonly message: { readonly i: number } }) => unknown): AnyHandler =>
    pipe(source, each(Message, o), handle(run as () => number)) as unknown as AnyHandler

const inGroup = (all: ReadonlyArray<Sent>, order: ReadonlyArray<number>, group: string) =>
  order.filter((i) => all[i]?.group === group)
const groups = ['a', 'b', 'c']
const counts: Record<string, number> = {}
const count = (what: string, n = 1): void => {
  counts[what] = (counts[what] ?? 0) + n
}
afterAll(() => {
  if (process.env['COUNTS'] !== undefined) console.log(counts)
})

// ---- queues

test('94 a standard queue: every message is done exactly once, however often it failed before, and nothing that was done comes again', () =>
  holds(
    fc.asyncProperty(sent, numbers, async (all, { batchSize, concurrency }) => {
      const p = playing(all, eachOf(sqs('orders', { batchSize: 10 }), { concurrency }))
      let waiting = all.map((_, i) => i)
      for (let round = 0; waiting.length > 0; round++) {
        expect(round).toBeLessThan(bound(all))
        const batch = waiting.slice(0, batchSize)
        const again = await reported(p.invoke(records(...batch.map((i) => sqsRecord(`m-${i}`, JSON.stringify({ i }))))))
        expect(again.every((id) => batch.includes(Number(id.slice(2))))).toBe(true)
        // What failed goes to the end: a standard queue has no order.
        waiting = [...waiting.slice(batch.length), ...again.map((id) => Number(id.slice(2)))]
        count('standard deliveries')
      }
      expect([...p.done].sort((a, b) => a - b)).toEqual(all.map((_, i) => i))
      expect(p.attempts).toEqual(all.map((m) => m.failures + 1))
      count('standard messages', all.length)
    })
  ))

test.each(['stop', 'other groups'] as const)(
  '97 a FIFO queue, after a failure %s: every message is done exactly once, each group in the order it was sent, one at a time',
  (afterFailure) =>
    holds(
      fc.asyncProperty(sent, numbers, async (all, { batchSize, concurrency }) => {
        const p = playing(all, eachOf(sqs('orders.fifo', { batchSize: 10 }), { concurrency, afterFailure }))
        let waiting = all.map((_, i) => i)
        for (let round = 0; waiting.length > 0; round++) {
          expect(round).toBeLessThan(bound(all))
          const batch = waiting.slice(0, batchSize)
          const event = records(
            ...batch.map((i) => sqsRecord(`m-${i}`, JSON.stringify({ i }), { group: (all[i] as Sent).group }))
          )
          const again = new Set((await reported(p.invoke(event))).map((id) => Number(id.slice(2))))
          expect([...again].every((i) => batch.includes(i))).toBe(true)
          // What is not reported is deleted, and what is stays where it was.
          waiting = waiting.filter((i) => !batch.includes(i) || again.has(i))
          count('FIFO deliveries')
        }
        for (const group of groups)
          expect(inGroup(all, p.done, group)).toEqual(
            inGroup(
              all,
              all.map((_, i) => i),
              group
            )
          )
        expect(p.attempts).toEqual(all.map((m) => m.failures + 1))
        expect(p.overlaps).toEqual([])
        count('FIFO messages', all.length)
      })
    )
)

test('a standard queue whose messages have groups (a fair queue) has no order: one that fails holds back no other', async () => {
  const fair = (id: string, n: number) => sqsRecord(id, JSON.stringify({ i: n }), { attributes: { MessageGroupId: 'tenant' } })
  const p = playing(
    [
      { group: 'a', failures: 9, turns: 0, how: 'Left' },
      { group: 'b', failures: 0, turns: 0, how: 'Left' }
    ],
    eachOf(sqs('orders', { batchSize: 10 }), {})
  )
  expect(await reported(p.invoke(records(fair('1', 0), fair('2', 1))))).toEqual(['1'])
  expect(p.done).toEqual([1])
})

// ---- shards

const shards = [
  ['Kinesis', () => kinesis('clicks'), (seq: string, i: number) => kinesisRecord(seq, JSON.stringify({ i }))],
  [
    'DynamoDB',
    () => dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'),
    (seq: string, i: number) => dynamoRecord(seq, { i: { N: String(i) } })
  ]
] as const

// Longer than the numbers that JavaScript can tell apart: a checkpoint is a text.
const sequence = (i: number): string => `495903382714902566085596925383615710959${String(i).padStart(4, '0')}`

test.each(shards)(
  '104 a shard of %s: read again from the checkpoint, every record is done once and in order, and none is passed over',
  (name, source, record) =>
    holds(
      fc.asyncProperty(sent, numbers, async (all, { batchSize, concurrency }) => {
        const p = playing(all, eachOf(source() as unknown as ReturnType<typeof sqs>, { concurrency }))
        let from = 0
        for (let round = 0; from < all.length; round++) {
          expect(round).toBeLessThan(bound(all))
          const batch = all.map((_, i) => i).slice(from, from + batchSize)
          const told = await reported(p.invoke(records(...batch.map((i) => record(sequence(i), i)))))
          expect(told.length).toBeLessThanOrEqual(1)
          const checkpoint = batch.find((i) => sequence(i) === told[0])
          expect(told.length === 1).toBe(checkpoint !== undefined)
          from = checkpoint ?? from + batch.length
          count(`${name} deliveries`)
        }
        expect(p.done).toEqual(all.map((_, i) => i))
        expect(p.attempts).toEqual(all.map((m) => m.failures + 1))
        count(`${name} records`, all.length)
      })
    )
)

// ---- poison

const kinds = [
  ['SQS', () => sqs('orders', { batchSize: 10 }), {}, 'alone'],
  ['SQS FIFO', () => sqs('orders.fifo', { batchSize: 10 }), {}, 'all'],
  ['SQS FIFO, other groups', () => sqs('orders.fifo', { batchSize: 10 }), { afterFailure: 'other groups' as const }, 'its group']
] as const

test.each(kinds)(
  'a poison message that stands first in a batch of %s is reported, with what must wait for it, and nothing else',
  async (_, source, o, holdsBack) => {
    const p = playing(
      ['a', 'b', 'a', 'c'].map((group) => ({ group, failures: 0, turns: 0, how: 'Left' as const })),
      eachOf(source(), o)
    )
    const of = (i: number, body: string) =>
      sqsRecord(`m-${i}`, body, holdsBack === 'alone' ? {} : { group: ['a', 'b', 'a', 'c'][i] as string })
    const event = records(of(0, '{"i":'), of(1, '{"i":1}'), of(2, '{"i":2}'), of(3, '{"i":3}'))
    const back = { alone: ['m-0'], all: ['m-0', 'm-1', 'm-2', 'm-3'], 'its group': ['m-0', 'm-2'] }[holdsBack]
    expect(await reported(p.invoke(event))).toEqual(back)
    expect(p.done.map((i) => `m-${i}`)).toEqual(['m-1', 'm-2', 'm-3'].filter((id) => !back.includes(id)))
  }
)

test('a poison record that stands first in a shard is its checkpoint, time after time, and nothing runs', async () => {
  const p = playing(
    [1, 2].map(() => ({ group: 'a', failures: 0, turns: 0, how: 'Left' as const })),
    eachOf(kinesis('clicks') as unknown as ReturnType<typeof sqs>, { concurrency: 4 })
  )
  const event = records(kinesisRecord(sequence(0), Uint8Array.of(0xff, 0xfe)), kinesisRecord(sequence(1), '{"i":1}'))
  for (let i = 0; i < 3; i++) expect(await reported(p.invoke(event))).toEqual([sequence(0)])
  expect(p.done).toEqual([])
})

test('how many records run at once changes nothing in the report', () =>
  holds(
    fc.asyncProperty(sent, async (all) => {
      const reports = await Promise.all(
        [1, 2, 7].flatMap((concurrency) =>
          (['stop', 'other groups'] as const).map(async (afterFailure) => {
            const p = playing(all, eachOf(sqs('orders.fifo', { batchSize: 10 }), { concurrency, afterFailure }))
            const event = records(...all.map((m, i) => sqsRecord(`m-${i}`, JSON.stringify({ i }), { group: m.group })))
            return [afterFailure, (await reported(p.invoke(event))).join()] as const
          })
        )
      )
      for (const mode of ['stop', 'other groups'])
        expect(new Set(reports.filter(([m]) => m === mode).map(([, ids]) => ids)).size).toBe(1)
    })
  ))
