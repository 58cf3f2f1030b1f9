/** Batches of every kind hold the law, in whatever order they must be run; whatever bends a report, or runs otherwise in company, is found. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  dynamodbStream,
  type EachOptions,
  each,
  forbidden,
  fromMiddy,
  handle,
  kinesis,
  provide,
  s3,
  service,
  sns,
  sqs
} from '../../../src/index.js'
import { LawError, reportsFailures } from '../../../src/testing/index.js'

const o = { seed: 42, runs: 100 } as const
const Payment = t.type({ pence: t.number })
const paid = ({ message }: { readonly message: t.TypeOf<typeof Payment> }) =>
  message.pence > 0 ? E.right(undefined) : E.left({ _tag: 'NoMoney' as const })
const later = (ctx: { readonly message: t.TypeOf<typeof Payment> }) => Promise.resolve(paid(ctx))
const queue = sqs('paid', { batchSize: 10 })
const byGroup: EachOptions = { afterFailure: 'other groups', concurrency: 3 }

const broken = async (declaration: object): Promise<LawError> => {
  const error = await reportsFailures(service('shop', {}, { paid: declaration }), o).catch((e: unknown) => e)
  if (!(error instanceof LawError)) throw error ?? new Error('the law held')
  return error
}

/** A middleware that answers with other ids than were reported. */
const reporting = (ids: (reported: ReadonlyArray<string>, sent: ReadonlyArray<string>) => ReadonlyArray<string>) =>
  fromMiddy({
    after: (request: { readonly event: unknown; response?: unknown }) => {
      const { Records } = request.event as { readonly Records: ReadonlyArray<{ readonly messageId: string }> }
      const { batchItemFailures } = request.response as { readonly batchItemFailures: ReadonlyArray<{ itemIdentifier: string }> }
      const named = ids(
        batchItemFailures.map((f) => f.itemIdentifier),
        Records.map((r) => r.messageId)
      )
      request.response = { batchItemFailures: named.map((itemIdentifier) => ({ itemIdentifier })) }
    }
  })

test('what wakes a function with records holds it, ordered or not, at once or one by one', async () => {
  const table = { 'Fn::GetAtt': ['Payments', 'StreamArn'] } as const
  const declarations = {
    queued: pipe(
      sqs('queued'),
      each(Payment),
      handle((ctx) => paid(ctx))
    ),
    concurrent: pipe(
      sqs('concurrent'),
      each(Payment, { concurrency: 4 }),
      handle((ctx) => later(ctx))
    ),
    fifo: pipe(
      sqs('paid.fifo'),
      each(Payment),
      handle((ctx) => paid(ctx))
    ),
    fifoGroups: pipe(
      sqs('groups.fifo'),
      each(Payment, byGroup),
      handle((ctx) => later(ctx))
    ),
    ofThisService: pipe(
      sqs({ 'Fn::GetAtt': ['Payments', 'Arn'] }),
      each(Payment, byGroup),
      handle((ctx) => paid(ctx))
    ),
    stream: pipe(
      kinesis('paid'),
      each(Payment),
      handle((ctx) => paid(ctx))
    ),
    changes: pipe(
      dynamodbStream(table),
      each(Payment),
      handle((ctx) => later(ctx))
    ),
    topic: pipe(
      sns('paid'),
      each(Payment),
      handle((ctx) => paid(ctx))
    ),
    files: pipe(
      s3('paid'),
      each(),
      handle(({ message }) => (message.length > 3 ? E.right(undefined) : E.left({ _tag: 'TooShort' as const })))
    ),
    checked: pipe(
      sqs('checked'),
      each(Payment),
      provide('rich', ({ message }: { readonly message: { readonly pence: number } }) =>
        message.pence > 99 ? E.right(true) : E.left(forbidden())
      ),
      handle((ctx) => paid(ctx))
    ),
    shut: pipe(
      sqs('shut'),
      provide('open', () => E.left(forbidden())),
      each(Payment),
      handle((ctx) => paid(ctx))
    )
  }
  const { held, untried } = await reportsFailures(service('shop', {}, declarations), o)
  expect(untried).toEqual([])
  expect(held).toEqual(Object.keys(declarations).map((declaration) => ({ law: 'reportsFailures', declaration, runs: 100 })))
})

test('an id that is reported twice', async () => {
  const error = await broken(
    pipe(
      queue,
      reporting((ids) => [...ids, ...ids]),
      each(Payment),
      handle((ctx) => paid(ctx))
    )
  )
  expect(error.message).toMatch(/expected: each id once\n {2}came: {5}reported: \["(\S+)","\1"\]/)
})

test('an id that is none of the batch', async () => {
  const error = await broken(
    pipe(
      queue,
      reporting((ids) => ids.map((id) => `${id}!`)),
      each(Payment),
      handle((ctx) => paid(ctx))
    )
  )
  expect(error.message).toMatch(/expected: ids of the batch alone\n {2}came: {5}reported: \["\S+!"\]/)
})

test('a message that went well beside one that failed, and is sent again all the same', async () => {
  const error = await broken(
    pipe(
      queue,
      reporting((ids, sent) => (ids.length === 0 ? ids : sent)),
      each(Payment),
      handle((ctx) => paid(ctx))
    )
  )
  expect(error.message).toMatch(
    /a batch to paid: \[[^\n]*\]\n {2}expected: message (\d) is done with: its run went well\n {2}came: {5}failed: \[\d\]; reported: \[0,1\]/
  )
})

test('a checkpoint that is too late', async () => {
  const last = fromMiddy({
    after: (request: { readonly event: unknown; response?: unknown }) => {
      const { Records } = request.event as {
        readonly Records: ReadonlyArray<{ readonly kinesis: { readonly sequenceNumber: string } }>
      }
      const { batchItemFailures } = request.response as { readonly batchItemFailures: ReadonlyArray<unknown> }
      if (batchItemFailures.length > 0)
        request.response = { batchItemFailures: [{ itemIdentifier: Records.at(-1)?.kinesis.sequenceNumber }] }
    }
  })
  const error = await broken(
    pipe(
      kinesis('paid'),
      last,
      each(Payment),
      handle((ctx) => paid(ctx))
    )
  )
  expect(error.message).toMatch(
    /expected: message 0 is sent again: it (failed|is not as declared)\n {2}came: {5}failed: \[0[^\n]*; reported: \[1\]/
  )
})

test('what waits in a FIFO queue, and is said to be done with', async () => {
  const error = await broken(
    pipe(
      sqs('paid.fifo'),
      reporting((ids) => ids.slice(0, 1)),
      each(Payment),
      handle((ctx) => paid(ctx))
    )
  )
  expect(error.message).toMatch(
    /# of a FIFO queue, of the groups [ab], [ab]\n {2}expected: message 1 is sent again: it waits behind one that failed/
  )
})

test('a message that fails in company alone, unless it means to', async () => {
  const second = pipe(
    queue,
    provide('seen', () => ({ n: 0 })),
    each(Payment),
    handle(({ seen }) => (seen.n++ === 0 ? E.right(undefined) : E.left({ _tag: 'Full' as const })))
  )
  const error = await broken(second)
  expect(error.message).toMatch(/expected: message 1 fails, as in the batch\n {2}came: {5}delivered alone it is done with/)
  await expect(reportsFailures(service('shop', {}, { second }), { ...o, stateful: ['second'] })).resolves.toMatchObject({
    held: [{ declaration: 'second' }]
  })
})
