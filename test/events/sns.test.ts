/** SNS, section 14: every notification, subjects that may be missing, envelopes that came another way. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { BatchError, each, handle, s3Notification, service, sns, snsEnvelope, sqs } from '../../src/index.js'
import { watchLog } from '../chalice/support.js'
import { failure, invoking, problemsIn, records, s3Record, snsRecord, sqsRecord, withCaptured } from './support.js'

const log = watchLog()

test.each([
  ['a name', 'alarms'],
  ['an ARN', 'arn:aws:sns:eu-west-1:123456789012:alarms'],
  ['an ARN of China', 'arn:aws-cn:sns:cn-north-1:123456789012:alarms'],
  ['an ARN of GovCloud', 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:alarms']
])('14.1 a topic is named by %s', (_, topic) => {
  expect(
    problemsIn(() =>
      service(
        's',
        {},
        {
          f: pipe(
            sns(topic),
            handle(() => 1)
          )
        }
      )
    )
  ).toEqual([])
  expect(sns(topic).facts).toEqual([{ _tag: 'Topic', topic }])
})

test.each(['https://sns.eu-west-1.amazonaws.com/alarms', 'arn:aws:sns', 'a b', ''])(
  '14.1 what names no topic is a fault: %j',
  (topic) => {
    expect(
      problemsIn(() =>
        service(
          's',
          {},
          {
            f: pipe(
              sns(topic),
              handle(() => 1)
            )
          }
        )
      )
    ).toHaveLength(1)
  }
)

const told = pipe(
  sns('alarms'),
  handle(({ event, lambda }) => ({
    each: [...event].map((r) => [r.subject, r.message, r.messageAttributes]),
    again: [...event].length,
    name: lambda.functionName,
    json: event.toJSON(),
    records: event.records.map((r) => r.toJSON())
  }))
)

test('14.2 subject, message, attributes, context and original, of every record', async () => {
  const event = records(snsRecord('{"a":1}'), snsRecord('two', { Subject: null }))
  const attributes = { kind: { Type: 'String', Value: 'test' } }
  expect(await invoking(told)(event)).toEqual({
    each: [
      ['hello', '{"a":1}', attributes],
      [null, 'two', attributes]
    ],
    again: 2,
    name: 'f',
    json: event,
    records: (event as { readonly Records: unknown }).Records
  })
})

test('14.2 a missing subject is null, missing attributes are none', async () => {
  const event = records(snsRecord('x', { Subject: undefined, MessageAttributes: undefined }))
  expect(await invoking(told)(event)).toMatchObject({ each: [[null, 'x', {}]] })
})

test('14.2 the message is text until a codec reads it', async () => {
  const text = pipe(
    sns('alarms'),
    each(),
    handle(({ message }) => {
      expect(message).toBe('{"id":"1"}')
    })
  )
  const read = pipe(
    sns('alarms'),
    each(t.type({ id: t.string })),
    handle(({ message, record }) => {
      expect([message, record.subject]).toEqual([{ id: '1' }, 'hello'])
    })
  )
  await invoking(text)(records(snsRecord('{"id":"1"}')))
  await invoking(read)(records(snsRecord('{"id":"1"}')))
})

test('SNS takes no report: a failed record fails the invocation once all have run, naming what failed and not its content', async () => {
  const ran: string[] = []
  const f = pipe(
    sns('alarms'),
    each(t.type({ id: t.string })),
    handle(({ message }) => {
      ran.push(message.id)
    })
  )
  const e = await failure(invoking(f)(records(snsRecord('not JSON canary'), snsRecord('{"id":"2"}'), snsRecord('{"id":33333}'))))
  expect(ran).toEqual(['2'])
  expect(e).toBeInstanceOf(BatchError)
  expect([e.message, (e as BatchError).failures.map((f) => f.index)]).toEqual(['2 of 3 SNS records failed', [0, 2]])
  const lines = JSON.stringify(log())
  expect([lines.includes('canary'), lines.includes('33333')]).toEqual([false, false])
})

test('envelopes nest: objects of S3, told by SNS, through a queue', async () => {
  const seen: unknown[] = []
  const f = pipe(
    sqs('pictures'),
    each(snsEnvelope(s3Notification)),
    handle(({ message }) => {
      seen.push(message.map((r) => [r.bucket, r.key]))
    })
  )
  const notice = (inner: unknown) =>
    JSON.stringify({ Type: 'Notification', MessageId: 'm', TopicArn: 'a', Message: JSON.stringify(inner) })
  const event = records(
    sqsRecord('1', notice(records(s3Record('a+b'), s3Record('c')))),
    sqsRecord('2', notice({ Event: 's3:TestEvent' })),
    sqsRecord('3', notice({ Records: [{ eventSource: 'aws:sqs' }] })),
    sqsRecord('4', JSON.stringify({ Type: 'Notification' })),
    sqsRecord('5', JSON.stringify({ Type: 'Notification', Message: '{' }))
  )
  expect(await invoking(f)(event)).toEqual({
    batchItemFailures: [{ itemIdentifier: '3' }, { itemIdentifier: '4' }, { itemIdentifier: '5' }]
  })
  expect(seen).toEqual([
    [
      ['pictures', 'a b'],
      ['pictures', 'c']
    ],
    []
  ])
  expect(log()).toHaveLength(3)
})

test('an envelope writes what it reads', () => {
  const codec = snsEnvelope(t.type({ id: t.string }))
  expect(codec.decode(codec.encode({ id: '1' }))).toEqual({ _tag: 'Right', right: { id: '1' } })
  const objects = snsEnvelope(s3Notification)
  const read = objects.decode({ Message: JSON.stringify(records(s3Record('a+b'))) })
  if (read._tag === 'Left') throw new Error('not read')
  expect(objects.decode(objects.encode(read.right))).toEqual(read)
  expect(codec.is({ id: '1' })).toBe(true)
  expect([s3Notification.is(read.right), s3Notification.is([{}])]).toEqual([true, false])
})

withCaptured('14.2 a captured notification', 'sns-event', async (event) => {
  expect(await invoking(told)(event)).toMatchObject({
    each: [['TestInvoke', 'Hello from SNS!', { Test: { Value: 'TestString' } }]]
  })
})

test('the work of an envelope grows with its message, not with the depth of a recursive union in it', () => {
  let n = 0
  const leaf = t.refinement(t.string, () => n++ >= 0)
  type Filter = { a: Filter; b?: number } | string
  const Filter: t.Type<Filter> = t.recursion('Filter', (self) =>
    t.union([t.type({ a: self, b: t.number }), t.type({ a: self }), leaf])
  )
  const asked = (depth: number): number => {
    n = 0
    const message = `${'{"a":'.repeat(depth)}"x"${'}'.repeat(depth)}`
    expect(snsEnvelope(Filter).decode({ Type: 'Notification', Message: message })._tag).toBe('Right')
    return n
  }
  expect(asked(40)).toBeLessThan(3 * asked(20))
})

test('what is wrong in an envelope has its place in the message', async () => {
  const codec = snsEnvelope(t.type({ items: t.array(t.type({ n: t.number })) }))
  const d = await defaultEngine.decoder(codec)({ Type: 'Notification', Message: '{"items":[{"n":1},{"n":"2"}]}' })
  expect(d).toEqual({ issues: [{ path: 'Message.items.1.n', expected: 'number' }] })
})
