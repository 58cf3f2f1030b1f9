/** S3, section 13: every record, keys decoded, events without the usual keys. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { BatchError, EventError, each, handle, s3, service } from '../../src/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import { failure, invoking, problemsIn, records, s3Record, withCaptured } from './support.js'

const log = watchLog()

const keys = pipe(
  s3('pictures'),
  handle(({ event }) => event.records.map((r) => r.key))
)
const keyOf = async (key: string) => ((await invoking(keys)(records(s3Record(key)))) as readonly string[])[0]

test('13.1 object creation is what wakes it unless other events are named; prefix and suffix are facts where they are given', () => {
  expect(s3('pictures').facts).toEqual([{ _tag: 'Bucket', bucket: 'pictures', events: ['s3:ObjectCreated:*'] }])
  expect(s3('pictures', { events: ['s3:ObjectRemoved:*'], prefix: 'in/', suffix: '.jpg' }).facts).toEqual([
    { _tag: 'Bucket', bucket: 'pictures', events: ['s3:ObjectRemoved:*'], prefix: 'in/', suffix: '.jpg' }
  ])
})

test.each([
  [s3('Pictures')],
  [s3('arn:aws:s3:::pictures')],
  [s3('a')],
  [s3('pictures', { events: [] })],
  [s3('pictures', { events: ['ObjectCreated'] })],
  [s3('pictures', { events: ['s3:ObjectCreated:*', ''] })]
])('13.1 what cannot be a notification is a fault of the definition (%#)', (source) => {
  expect(
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
  ).toHaveLength(1)
})

test('13.2 bucket, key, context and original of every record, not of the first alone', async () => {
  const event = records(s3Record('a'), s3Record('b', { eventName: 'ObjectCreated:Copy' }))
  const f = pipe(
    s3('pictures'),
    handle(({ event: e, lambda }) => ({
      each: [...e].map((r) => [r.bucket, r.key, r.eventName, r.size, r.eTag]),
      again: [...e].length,
      name: lambda.functionName,
      same: e.toJSON() === event,
      first: e.records[0]?.toJSON()
    }))
  )
  expect(await invoking(f)(event)).toEqual({
    each: [
      ['pictures', 'a', 'ObjectCreated:Put', 1024, 'd41d8cd9'],
      ['pictures', 'b', 'ObjectCreated:Copy', 1024, 'd41d8cd9']
    ],
    again: 2,
    name: 'f',
    same: true,
    first: s3Record('a')
  })
})

test.each([
  ['a+b', 'a b'],
  ['a%2Bb', 'a+b'],
  ['a%20b', 'a b'],
  ['%E7%8C%AB.jpg', '猫.jpg'],
  ['a+b%2Bc%20d/%E7%8C%AB.jpg', 'a b+c d/猫.jpg'],
  ['a%2520b', 'a%20b'],
  ['dir/sub/file.txt', 'dir/sub/file.txt'],
  ['%F0%9F%98%80', '😀'],
  ['', '']
])('13.3 the key %s is %s', async (raw, key) => {
  expect(await keyOf(raw)).toBe(key)
})

test.each(['100%', '%ZZ', '%E7%8C', '%ff'])(
  '13.3 a key that S3 cannot have encoded (%s) is refused when read, its original kept',
  async (raw) => {
    const f = pipe(
      s3('pictures'),
      handle(({ event }) => event.records.map((r) => r.rawKey))
    )
    expect(await invoking(f)(records(s3Record(raw)))).toEqual([raw])
    expect(await failure(invoking(keys)(records(s3Record(raw))))).toBeInstanceOf(EventError)
    expect(log()).toHaveLength(1)
  }
)

test('13.3 whatever key an object has, S3’s encoding of it is read back', () =>
  holds(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (key) => {
      expect(await keyOf(encodeURIComponent(key).replaceAll('%20', '+'))).toBe(key)
    })
  ))

test('13.4 S3’s test message is ignored: nothing runs and nothing fails', async () => {
  const f = pipe(
    s3('pictures'),
    handle((): never => {
      throw new Error('ran')
    })
  )
  const event = {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: '2024-01-01T00:00:00.000Z',
    Bucket: 'pictures',
    RequestId: 'r',
    HostId: 'h'
  }
  expect(await invoking(f)(event)).toBeUndefined()
})

test('13.4 what begins before the batch does not begin for it either', async () => {
  const per = pipe(
    s3('pictures'),
    each(),
    handle((): never => {
      throw new Error('ran')
    })
  )
  expect(await invoking(per)({ Event: 's3:TestEvent' })).toBeUndefined()
})

test('13.4 an empty list is refused by name, so that the invocation is tried again', async () => {
  expect((await failure(invoking(keys)({ Records: [] }))).message).toBe('the S3 event has no records')
  log()
})

test('each record by itself: one that fails does not keep the others from running, and fails the invocation', async () => {
  const ran: string[] = []
  const f = pipe(
    s3('pictures'),
    each(),
    handle(({ record }) => {
      ran.push(record.key)
    })
  )
  const e = await failure(invoking(f)(records(s3Record('%ZZ'), s3Record('a+b'), s3Record('c'))))
  expect(ran).toEqual(['a b', 'c'])
  expect(e).toBeInstanceOf(BatchError)
  expect((e as BatchError).failures.map((f) => f.index)).toEqual([0])
  expect(log()).toHaveLength(2)
})

withCaptured('13.3 an object with a space in its key', 's3-event', async (event) => {
  expect(await invoking(keys)(event)).toEqual(['Happy Face.jpg'])
})

for (const file of [
  's3-restore-event',
  's3-lifecycle-event',
  's3-glacier-event',
  's3-intelligenttier-event',
  's3-replication-event'
])
  withCaptured('106 an event of another kind is accepted', file, async (event: { readonly Records: ReadonlyArray<unknown> }) => {
    expect(await invoking(keys)(event)).toHaveLength(event.Records.length)
  })
