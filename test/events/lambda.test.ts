/** Plain functions, section 16; and the stacks that need no request, on every kind of source (section 21). */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import {
  bracket,
  dynamodbStream,
  EventError,
  each,
  eventBridge,
  fromMiddy,
  handle,
  kinesis,
  lambda,
  message,
  override,
  port,
  provide,
  s3,
  schedule,
  sns,
  sqs,
  use,
  websocket
} from '../../src/index.js'
import { given, lambdaContext } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import {
  busEvent,
  dynamoRecord,
  failure,
  functions,
  invoking,
  kinesisRecord,
  records,
  s3Record,
  snsRecord,
  socketEvent,
  sqsRecord
} from './support.js'

const log = watchLog()

const echo = pipe(
  lambda(),
  handle(({ event }) => event)
)

test('16.1 any JSON goes in as it is, and any JSON comes out', () => {
  const invoke = invoking(echo)
  return holds(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(await invoke(value)).toBe(value)
    })
  )
})

test('16.1 the Lambda context is the one that Lambda passes', async () => {
  const seen: unknown[] = []
  const f = pipe(
    lambda(),
    handle((ctx) => seen.push(ctx.lambda))
  )
  const context = lambdaContext('f', { awsRequestId: 'r7' })
  await functions({ f })['f']?.(1, context)
  expect(seen[0]).toBe(context)
})

test('16.1 what Lambda calls takes two parameters: more are callbacks, which Node 24 refuses', () => {
  for (const f of Object.values(functions({ echo }))) expect(f.length).toBe(2)
})

test('16.1 a failure is untouched', async () => {
  class Mine extends Error {}
  const mine = new Mine('mine')
  const f = pipe(
    lambda(),
    handle((): number => {
      throw mine
    })
  )
  expect(await failure(invoking(f)({}))).toBe(mine)
  expect(log()).toMatchObject([{ level: 'ERROR', at: 'f', requestId: lambdaContext('f').awsRequestId }])
})

test.each<readonly [string, () => unknown, string]>([
  ['a Left with a tag', () => E.left({ _tag: 'Full' }), "f failed with 'Full'"],
  ['a Left with text', () => E.left('full'), 'f failed: full'],
  ['a rejection with nothing', () => Promise.reject(undefined), 'the handler threw undefined'],
  [
    'throw null',
    () => {
      throw null
    },
    'the handler threw null'
  ],
  ['a Task of a Left', () => async () => E.left({ _tag: 'Late' }), "f failed with 'Late'"]
])('%s fails the invocation with an Error that says so', async (_, f, message) => {
  const e = await failure(invoking(pipe(lambda(), handle(f as () => number)))({}))
  expect(e).toBeInstanceOf(Error)
  expect(e.message).toMatch(new RegExp(`^${message}`))
  expect(log()).toHaveLength(1)
})

test.each<readonly [string, unknown]>([
  ['a value', 7],
  ['a Promise', Promise.resolve(7)],
  ['an Either', E.right(7)],
  ['a Task', async () => 7],
  ['a TaskEither', async () => E.right(7)],
  ['a Promise of a Task', Promise.resolve(async () => E.right(7))]
])('%s is the result', async (_, result) => {
  expect(
    await invoking(
      pipe(
        lambda(),
        handle(() => result)
      )
    )({})
  ).toBe(7)
})

class Money {
  constructor(readonly amount: string) {}
  toJSON(): string {
    return this.amount
  }
}

test.each<readonly [string, unknown, unknown]>([
  ['nothing', undefined, undefined],
  ['a date', { at: new Date(0) }, { at: new Date(0) }],
  ['what a toJSON gives', { price: new Money('9.99') }, { price: '9.99' }]
])('16.1 the result is %s, for Lambda to write as JSON', async (_, value, result) => {
  const f = pipe(
    lambda(),
    handle(() => value)
  )
  expect(await invoking(f)({})).toStrictEqual(result)
})

test.each<readonly [string, unknown, string]>([
  ['a Map', new Map(), 'the result is a Map, which has no JSON'],
  ['a Promise inside', { a: [Promise.resolve(1)] }, 'the result has a Promise at a.0, which has no JSON'],
  ['a fetch Response', new Response('secret'), 'the result is a Response, which has no JSON'],
  ['bytes', Buffer.from('secret'), 'the result is binary data, which has no JSON'],
  ['NaN', { mean: 0 / 0 }, 'the result has NaN at mean, which has no JSON'],
  ['a BigInt', 1n, 'the result is a BigInt, which has no JSON']
])('16.1 a result that is %s fails the invocation, with one line in the log', async (_, value, message) => {
  const f = pipe(
    lambda(),
    handle(() => value)
  )
  expect((await failure(invoking(f)({}))).message).toBe(message)
  expect(log()).toMatchObject([{ level: 'ERROR', at: 'f', message: `TypeError: ${message}` }])
})

test('where nothing reads the result, it may be anything: a schedule is not run again for it', async () => {
  const result = new Map()
  const f = pipe(
    schedule('rate(1 day)'),
    handle(() => result)
  )
  expect(await invoking(f)(busEvent())).toBe(result)
})

test('a codec reads the event; what it refuses fails the invocation before the handler, without the value', async () => {
  const f = pipe(
    lambda(t.type({ n: t.number })),
    handle(({ event }) => event.n + 1)
  )
  expect(await invoking(f)({ n: 1 })).toBe(2)
  const e = await failure(invoking(f)({ n: 'canary' }))
  expect(e).toBeInstanceOf(EventError)
  expect(JSON.stringify([e.message, log()])).not.toContain('canary')
})

test('a test calls it as the function it is', () => {
  expect(given(echo)({ event: 7 })).toBe(7)
})

// ---- stacks on every source

const clock = port('clock', { live: () => (): number => 1 })
const trace: string[] = []
beforeEach(() => {
  trace.length = 0
})
const stack = <C, Err, K>(s: import('../../src/index.js').Source<C, Err, K>) =>
  pipe(
    s as unknown as ReturnType<typeof lambda>,
    bracket(
      'begun',
      () => {
        trace.push('begin')
        return 7
      },
      (v, ended) => {
        trace.push(`end ${v} ${ended._tag}`)
      }
    ),
    fromMiddy({
      before: () => {
        trace.push('before')
      },
      after: () => {
        trace.push('after')
      }
    }),
    use(clock),
    provide('twice', ({ clock: now }: { clock: () => number }) => now() * 2),
    handle(({ twice }) => {
      trace.push(`handler ${twice}`)
      return twice
    })
  )

test.each<readonly [string, ReturnType<typeof stack>, unknown]>([
  ['lambda', stack(lambda()), {}],
  ['schedule', stack(schedule('rate(1 day)')), busEvent()],
  ['eventBridge', stack(eventBridge({ source: ['x'] })), busEvent()],
  ['s3', stack(s3('pictures')), records(s3Record('a'))],
  ['sns', stack(sns('alarms')), records(snsRecord('x'))],
  ['sqs', stack(sqs('orders')), records(sqsRecord('1'))],
  ['kinesis', stack(kinesis('clicks')), records(kinesisRecord('1'))],
  [
    'dynamodbStream',
    stack(dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1')),
    records(dynamoRecord('1'))
  ],
  ['websocket', stack(websocket('$default')), socketEvent('$default')]
])('21 middleware: bracket, fromMiddy, use and provide wrap %s, the first outermost', async (kind, f, event) => {
  const answer = await invoking(
    f,
    override(clock, () => 21)
  )(event)
  expect(trace).toEqual(['begin', 'before', 'handler 42', 'after', 'end 7 Right'])
  expect(answer).toEqual(kind === 'websocket' ? { statusCode: 200 } : 42)
})

test('21 middleware: a middleware that answers keeps the handler from running', async () => {
  const f = pipe(
    lambda(),
    fromMiddy({ before: () => ({ early: true }) }),
    handle((): never => {
      throw new Error('ran')
    })
  )
  expect(await invoking(f)({})).toEqual({ early: true })
})

test('the limits of an event, a detail, a message and a record are for the program to say', async () => {
  const Rows = z.array(z.object({ n: z.number() }))
  const rows = Array.from({ length: 2000 }, () => ({ n: 1 }))
  const o = { jsonValues: 50_000 }
  expect(
    await invoking(
      pipe(
        lambda(Rows, o),
        handle(({ event }) => event.length)
      )
    )(rows)
  ).toBe(2000)
  await expect(
    invoking(
      pipe(
        lambda(Rows),
        handle(({ event }) => event.length)
      )
    )(rows)
  ).rejects.toThrow('has over 20000 values')
  const bus = { ...busEvent({}), detail: rows }
  expect(
    await invoking(
      pipe(
        eventBridge({ source: ['s'] }, { detail: Rows, ...o }),
        handle(({ event }) => event.detail.length)
      )
    )(bus)
  ).toBe(2000)
  await expect(
    invoking(
      pipe(
        eventBridge({ source: ['s'] }, { detail: Rows }),
        handle(({ event }) => event.detail.length)
      )
    )(bus)
  ).rejects.toThrow('has over 20000 values')
  const frame = socketEvent('$default', {}, { body: JSON.stringify(rows) })
  expect(
    await invoking(
      pipe(
        websocket('$default'),
        message(Rows, o),
        handle(({ message }) => message.length)
      )
    )(frame)
  ).toMatchObject({ statusCode: 200 })
  expect(
    await invoking(
      pipe(
        websocket('$default'),
        message(Rows),
        handle(({ message }) => message.length)
      )
    )(frame)
  ).toMatchObject({ statusCode: 400 })
  const batch = records(sqsRecord('1', JSON.stringify(rows)))
  expect(
    await invoking(
      pipe(
        sqs('q'),
        each(Rows, o),
        handle(({ message }) => message.length)
      )
    )(batch)
  ).toEqual({ batchItemFailures: [] })
  expect(
    await invoking(
      pipe(
        sqs('q'),
        each(Rows),
        handle(({ message }) => message.length)
      )
    )(batch)
  ).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  expect(log()).toHaveLength(3)
})
