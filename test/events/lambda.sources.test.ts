/**
 * Every source before every built event (whole ones are in samples.test.ts): its own are read, all others refused by name; whatever JSON
 * arrives, nothing else ever comes out.
 */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  authorizer,
  deny,
  dynamodbStream,
  each,
  eventBridge,
  handle,
  kinesis,
  lambda,
  message,
  s3,
  s3Notification,
  schedule,
  sns,
  snsEnvelope,
  sqs,
  websocket
} from '../../src/index.js'
import { lambdaContext } from '../../src/testing/index.js'
import { holds } from '../laws/holds.js'
import { quiet, withoutStacks } from '../laws/send.js'
import {
  answering,
  busEvent,
  dynamoRecord,
  functions,
  kinesisRecord,
  records,
  s3Record,
  snsRecord,
  socketEvent,
  sqsRecord
} from './support.js'

quiet()
withoutStacks()

const stream = 'arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'
const count = answering(({ event }: { readonly event: { readonly records: readonly unknown[] } }) => event.records.length)
const Any = t.type({ id: t.string })
const jwt = authorizer({ context: t.type({}) })

/** Whole batches, record by record, with codecs and without. */
const sources = {
  sqs: count(sqs('q1')),
  sqsEach: pipe(
    sqs('q2', { batchSize: 10 }),
    each(Any, { concurrency: 2 }),
    handle(() => 1)
  ),
  sqsText: pipe(
    sqs('q3'),
    each(),
    handle(({ record }) => [record.body, record.receiveCount, record.attributes])
  ),
  sqsFifo: pipe(
    sqs('q.fifo'),
    each(undefined, { afterFailure: 'other groups' }),
    handle(({ message: m }) => JSON.parse(m) as unknown)
  ),
  envelope: pipe(
    sqs('q4'),
    each(snsEnvelope(s3Notification)),
    handle(({ message: m }) => m.map((r) => r.key))
  ),
  sns: count(sns('t1')),
  snsEach: pipe(
    sns('t2'),
    each(Any),
    handle(({ record }) => record.subject)
  ),
  s3: pipe(
    s3('bucket-one'),
    handle(({ event }) => event.records.map((r) => [r.bucket, r.rawKey, r.size]).length)
  ),
  s3Each: pipe(
    s3('bucket-two'),
    each(),
    handle(({ record, message: m }) => [record.key, m])
  ),
  kinesis: pipe(
    kinesis('k1'),
    handle(({ event }) => event.records.map((r) => [r.data, r.text, r.partitionKey, r.approximateArrival.getTime()]).length)
  ),
  kinesisEach: pipe(
    kinesis('k2'),
    each(Any),
    handle(() => 1)
  ),
  dynamodb: pipe(
    dynamodbStream(stream),
    handle(({ event }) => event.records.map((r) => [r.keys, r.newImage, r.oldImage, r.tableName, r.eventName]).length)
  ),
  dynamodbEach: pipe(
    dynamodbStream(`${stream}2`),
    each(Any),
    handle(() => 1)
  ),
  eventBridge: pipe(
    eventBridge({ source: ['a'] }),
    handle(({ event }) => [event.id, event.detailType, event.resources].length)
  ),
  eventBridgeDetail: pipe(
    eventBridge({ source: ['b'] }, { detail: Any }),
    handle(({ event }) => event.detail.id)
  ),
  websocket: pipe(
    websocket('$connect'),
    handle(({ event }) => [event.body, event.headers, event.query, event.authorizer].length)
  ),
  websocketMessage: pipe(
    websocket('$default'),
    message(Any),
    handle(({ message: m }) => m.id)
  ),
  authorizer: pipe(
    jwt,
    handle(() => deny)
  ),
  lambdaCodec: pipe(
    lambda(Any),
    handle(({ event }) => event.id)
  ),
  lambda: pipe(
    lambda(),
    handle(() => 1)
  ),
  schedule: pipe(
    schedule('rate(1 day)'),
    handle(({ event }) => [event.id, event.time.getTime(), event.resources, event.toJSON()].length)
  )
}
type Name = keyof typeof sources

const handlers = functions(sources)

/** What an invocation came to: a result, or one of our own failures by its message; anything else is a failure of this test. */
const outcome = async (name: string, event: unknown): Promise<{ readonly ok: unknown } | { readonly refused: string }> => {
  try {
    return { ok: await handlers[name]?.(event, lambdaContext(name)) }
  } catch (e) {
    const { name: kind, message: text } = e as Error
    const own = kind === 'EventError' || kind === 'BatchError' || (kind === 'Error' && text === 'Unauthorized')
    if (!own) throw new Error(`${name} let ${kind} out: ${text}`, { cause: e })
    return { refused: text }
  }
}

/** Whether a result is one that Lambda and whoever invoked it can read. */
const wellFormed = (name: string, { ok }: { readonly ok: unknown }, event: unknown): void => {
  if (/^(sqs.+|envelope|kinesisEach|dynamodbEach)$/.test(name)) {
    const { batchItemFailures } = ok as { readonly batchItemFailures: ReadonlyArray<{ readonly itemIdentifier: string }> }
    const known = JSON.stringify(event)
    for (const { itemIdentifier } of batchItemFailures) {
      expect(itemIdentifier).not.toBe('')
      expect(known).toContain(JSON.stringify(itemIdentifier))
    }
    expect(new Set(batchItemFailures.map((f) => f.itemIdentifier)).size).toBe(batchItemFailures.length)
  } else if (name.startsWith('websocket'))
    expect(Number.isInteger((ok as { readonly statusCode: unknown }).statusCode)).toBe(true)
  else if (name === 'authorizer') expect(ok).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } })
  expect(() => JSON.stringify(ok)).not.toThrow()
}

const kinds: ReadonlyArray<Name> = ['sqs', 'sns', 's3', 'kinesis', 'dynamodb', 'eventBridge', 'websocket', 'authorizer']

// ---- built events, every source before every other's

const built: Readonly<Record<string, object>> = {
  sqs: records(sqsRecord('1')),
  sns: records(snsRecord('x')),
  s3: records(s3Record('a')),
  kinesis: records(kinesisRecord('1')),
  dynamodb: records(dynamoRecord('1')),
  eventBridge: busEvent(),
  websocket: socketEvent('$connect'),
  authorizer: { type: 'TOKEN', authorizationToken: 't', methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/' }
}

test.each(Object.keys(built))('93 an event of %s is read by its source and refused by name by every other', async (own) => {
  for (const kind of kinds) expect(['ok' in (await outcome(kind, built[own])), kind]).toEqual([kind === own, kind])
})

test.each([
  ['{}', {}],
  ['null', null],
  ['undefined', undefined],
  ['text', 'x'],
  ['a list', [1]],
  ['a number', 7],
  ['a warm-up ping', { source: 'serverless-plugin-warmup' }]
])('93 %s is refused by name by every source that has events of its own', async (_, event) => {
  for (const kind of kinds)
    expect(await outcome(kind, event)).toEqual({ refused: expect.stringMatching(/^(the event is not|Unauthorized)/) as string })
})

// ---- properties

/** Real events with something changed, anywhere in them. */
const broken: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...Object.values(built)),
    fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    fc.jsonValue({ maxDepth: 2 }),
    fc.boolean()
  )
  .map(([event, steps, replacement, remove]) => {
    const copy = JSON.parse(JSON.stringify(event)) as Record<string, unknown>
    let at: Record<string, unknown> = copy
    for (const step of steps) {
      const keys = Object.keys(at)
      if (keys.length === 0) break
      const key = keys[step % keys.length] as string
      const inner = at[key]
      if (typeof inner === 'object' && inner !== null && step % 3 !== 0) at = inner as Record<string, unknown>
      else {
        if (remove) delete at[key]
        else at[key] = replacement
        break
      }
    }
    return copy
  })

const globals = () =>
  [Object.prototype, Array.prototype, globalThis, process.env].map((o) => Object.getOwnPropertyNames(o).length).join()

test.each(Object.keys(sources))(
  '93 whatever JSON arrives, %s answers well-formed or fails with an error of its own, and changes no global',
  (name) => {
    const before = globals()
    return holds(
      fc.asyncProperty(fc.oneof({ arbitrary: broken, weight: 3 }, { arbitrary: fc.jsonValue(), weight: 1 }), async (event) => {
        const sent = JSON.stringify(event)
        const came = await outcome(name, event)
        if ('ok' in came) wellFormed(name, came, event)
        expect(JSON.stringify(event)).toBe(sent)
        if (globals() !== before) throw new Error('a global has changed')
      })
    )
  }
)

test.each(Object.keys(sources))('93 whatever JavaScript arrives, %s fails with an error of its own', (name) =>
  holds(
    fc.asyncProperty(fc.anything({ withNullPrototype: true, withDate: true, withMap: true }), async (event) => {
      await outcome(name, event)
    }),
    200
  )
)
