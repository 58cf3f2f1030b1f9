/** `each`: what stands before it runs once an invocation, what stands after it once a record, and any codec reads the message. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as z from 'zod'
import { bracket, each, fromMiddy, handle, port, provide, refuse, service, sqs, use } from '../../src/index.js'
import { given } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { failure, invoking, problemsIn, records, sqsRecord } from './support.js'

const log = watchLog()
const three = records(sqsRecord('1', '{"n":1}'), sqsRecord('2', '{"n":2}'), sqsRecord('3', '{"n":3}'))
const N = t.type({ n: t.number })

test('what stands before it runs once, what stands after it once a record; both wrap what is inside them', async () => {
  const trace: string[] = []
  const noted = <const K extends string>(key: K) =>
    bracket(
      key,
      () => {
        trace.push(`${key} begins`)
        return 0
      },
      (_, ended) => {
        trace.push(`${key} ${ended._tag}`)
      }
    )
  const f = pipe(
    sqs('orders'),
    noted('batch'),
    each(N),
    noted('one'),
    handle(({ message }) => (message.n === 2 ? E.left({ _tag: 'Full' as const }) : E.right(message.n)))
  )
  expect(await invoking(f)(three)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  expect(trace).toEqual([
    'batch begins',
    'one begins',
    'one Right',
    'one begins',
    'one Left',
    'one begins',
    'one Right',
    'batch Right'
  ])
  expect(log()).toMatchObject([{ at: 'f, SQS record 2' }])
})

test('each record has a context of its own: what one is given, no other sees', async () => {
  const seen: unknown[] = []
  const f = pipe(
    sqs('orders'),
    provide('shared', () => ({ once: true })),
    each(N, { concurrency: 3 }),
    provide('double', ({ message }: { message: { n: number } }) => Promise.resolve(message.n * 2)),
    handle(async (ctx) => {
      await Promise.resolve()
      seen.push([ctx.message.n, ctx.double, Object.keys(ctx).sort()])
    })
  )
  await invoking(f)(three)
  const keys = ['double', 'lambda', 'message', 'record', 'shared']
  expect(seen).toEqual([
    [1, 2, keys],
    [2, 4, keys],
    [3, 6, keys]
  ])
})

test('a refusal before it fails the whole invocation, and no record runs', async () => {
  const f = pipe(
    sqs('orders'),
    provide('never', () => E.left(refuse(503))),
    each(N),
    handle((): never => {
      throw new Error('ran')
    })
  )
  expect((await failure(invoking(f)(three))).message).toContain('f failed')
  expect(log()).toHaveLength(1)
})

test('a refusal after it fails that record alone', async () => {
  const f = pipe(
    sqs('orders'),
    each(N),
    provide('odd', ({ message }: { message: { n: number } }) => (message.n % 2 === 0 ? E.left(refuse(409)) : E.right(true))),
    handle(({ odd }) => odd)
  )
  expect(await invoking(f)(three)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  log()
})

test('ports before it are made once, whatever the batch', async () => {
  let made = 0
  const store = port('store', {
    live: () => {
      made++
      return new Set<number>()
    }
  })
  const f = pipe(
    sqs('orders'),
    use(store),
    each(N),
    handle(({ store: s, message }) => s.add(message.n).size)
  )
  const invoke = invoking(f)
  await invoke(three)
  await invoke(three)
  expect(made).toBe(1)
})

test('a middy middleware before it sees the event once', async () => {
  let before = 0
  const f = pipe(
    sqs('orders'),
    fromMiddy({
      before: (r: { readonly event: unknown }) => {
        before++
        expect(r.event).toBeDefined()
      }
    }),
    each(N),
    handle(({ message }) => message.n)
  )
  expect(await invoking(f)(three)).toEqual({ batchItemFailures: [] })
  expect(before).toBe(1)
})

test('without a codec the message is the text', async () => {
  const f = pipe(
    sqs('orders'),
    each(),
    handle(({ message }) => (message === 'plain' ? 1 : E.left({ _tag: 'Odd' as const })))
  )
  expect(await invoking(f)(records(sqsRecord('1', 'plain'), sqsRecord('2', '')))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }]
  })
  log()
})

test('the fact is the codec and the options, and nothing that was not said', () => {
  expect(pipe(sqs('orders'), each(N, { concurrency: 2 })).facts[1]).toStrictEqual({ _tag: 'Each', codec: N, concurrency: 2 })
  expect(pipe(sqs('orders'), each()).facts[1]).toStrictEqual({ _tag: 'Each' })
})

test('options go without a codec too', () => {
  const source = pipe(sqs('orders'), each(undefined, { concurrency: 4, afterFailure: 'other groups' }))
  expect(source.facts[1]).toEqual({ _tag: 'Each', concurrency: 4, afterFailure: 'other groups' })
})

test.each([0, -1, 1.5, Number.NaN])('a concurrency of %d is a fault', (concurrency) => {
  const f = pipe(
    sqs('orders'),
    each(undefined, { concurrency }),
    handle(() => 1)
  )
  expect(problemsIn(() => service('s', {}, { f }))).toHaveLength(1)
})

test.each([
  ['malformed', '{'],
  ['empty', ''],
  ['with a key that changes prototypes', '{"n":1,"__proto__":{"admin":true}}'],
  ['with a constructor', '{"n":1,"constructor":{"prototype":{"x":1}}}'],
  ['too deep', '['.repeat(100_000)]
])('JSON that is %s fails its record before the codec reads it', async (_, body) => {
  const f = pipe(
    sqs('orders'),
    each(t.any),
    handle(() => 1)
  )
  expect(await invoking(f)(records(sqsRecord('1', '1'), sqsRecord('2', body), sqsRecord('3', '{}')))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }]
  })
  expect(({} as { admin?: unknown }).admin).toBeUndefined()
  expect(log()).toHaveLength(1)
})

test.each<readonly [string, (n: number) => unknown]>([
  [
    'throws',
    (n) => {
      if (n === 2) throw new Error('codec')
      return { value: n }
    }
  ],
  ['rejects', (n) => (n === 2 ? Promise.reject(new Error('codec')) : Promise.resolve({ value: n }))],
  ['refuses later', (n) => Promise.resolve(n === 2 ? { issues: [{ message: 'no' }] } : { value: n })]
])('a codec that %s on one record fails that record alone', async (_, validate) => {
  const schema = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (u: unknown) => validate((u as { n: number }).n) as { value: number }
    }
  }
  const ran: number[] = []
  const f = pipe(
    sqs('orders'),
    each(schema),
    handle(({ message }) => {
      ran.push(message as number)
    })
  )
  expect(await invoking(f)(three)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  expect(ran).toEqual([1, 3])
  expect(log()).toHaveLength(1)
})

test('any Standard Schema reads messages, with what it transforms', async () => {
  const seen: unknown[] = []
  const f = pipe(
    sqs('orders'),
    each(z.object({ n: z.number().transform((n) => `n${n}`) })),
    handle(({ message }) => {
      seen.push(message.n)
    })
  )
  await invoking(f)(three)
  expect(seen).toEqual(['n1', 'n2', 'n3'])
})

test('the log names the record and what was expected, never its content', async () => {
  const f = pipe(
    sqs('orders'),
    each(N),
    handle(() => 1)
  )
  await invoking(f)(records(sqsRecord('1', '{"n":"canary"}'), sqsRecord('2', 'canary')))
  const lines = log()
  expect(lines.map((l) => l.at)).toEqual(['f, SQS record 1', 'f, SQS record 2'])
  expect(lines.map((l) => l.message)).toEqual([
    'EventError: the message is not as declared: [{"path":"n","expected":"number"}]',
    'EventError: the message is not well-formed JSON'
  ])
  expect(JSON.stringify(lines)).not.toContain('canary')
})

test('a test calls the sentence as the function of one record that it is', () => {
  const f = pipe(
    sqs('orders'),
    each(N),
    handle(({ message }) => message.n + 1)
  )
  expect(given(f)({ message: { n: 1 }, record: undefined as never })).toBe(2)
})
