/** Kinesis and DynamoDB streams, section 21: decoded data, images, table names, and positions in the stream. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { dynamodbStream, each, handle, kinesis, service } from '../../src/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import { dynamoRecord, invoking, kinesisRecord, problemsIn, records, withCaptured } from './support.js'

const log = watchLog()
const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Todos/stream/2016-12-01T00:00:00.000'

test('21 streams are read a hundred records at once from their latest, unless said otherwise', () => {
  const defaults = { batchSize: 100, startingPosition: 'LATEST' }
  expect(kinesis('clicks').facts).toEqual([{ _tag: 'Stream', type: 'kinesis', stream: 'clicks', ...defaults }])
  expect(dynamodbStream(arn).facts).toEqual([{ _tag: 'Stream', type: 'dynamodb', stream: arn, ...defaults }])
  expect(kinesis('clicks', { batchSize: 5, startingPosition: 'TRIM_HORIZON', batchingWindow: 1 }).facts[0]).toMatchObject({
    batchSize: 5,
    startingPosition: 'TRIM_HORIZON',
    batchingWindow: 1
  })
})

test.each([
  [kinesis('')],
  [kinesis('https://kinesis/clicks')],
  [kinesis('clicks', { batchSize: 0 })],
  [kinesis('clicks', { batchSize: 10_001 })],
  [kinesis('clicks', { batchingWindow: 301 })],
  [kinesis('clicks', { parallelizationFactor: 11 })],
  [kinesis('clicks', { maximumRetryAttempts: -1 })],
  [dynamodbStream('Todos')]
])('21 what a stream cannot be is a fault of the definition (%#)', (source) => {
  expect(
    problemsIn(() =>
      service(
        's',
        {},
        {
          f: pipe(
            source as ReturnType<typeof kinesis>,
            handle(() => 1)
          )
        }
      )
    )
  ).toHaveLength(1)
})

const clicks = pipe(
  kinesis('clicks'),
  handle(({ event }) =>
    [...event].map((r) => [[...r.data], r.partitionKey, r.sequenceNumber, r.approximateArrival.toISOString()])
  )
)
const texts = pipe(
  kinesis('clicks'),
  handle(({ event }) => [...event].map((r) => r.text))
)

test('21 Kinesis: data decoded, ids, and the time in UTC', async () => {
  expect(await invoking(clicks)(records(kinesisRecord('1', 'héllo'), kinesisRecord('2', new Uint8Array([0, 255]))))).toEqual([
    [[...Buffer.from('héllo')], 'p1', '1', '2016-12-02T01:18:43.477Z'],
    [[0, 255], 'p1', '2', '2016-12-02T01:18:43.477Z']
  ])
  expect(await invoking(texts)(records(kinesisRecord('1', 'héllo'), kinesisRecord('2', '')))).toEqual(['héllo', ''])
})

const notText = new Uint8Array(Buffer.from('{"x":"Zo\xeb"}', 'latin1'))

test.each([
  ['not UTF-8', kinesisRecord('2', notText), 'the data of the record is not UTF-8'],
  ['not base64', kinesisRecord('2', '', { data: '?' }), 'the data of the record is not base64']
])('21 Kinesis: the text of data that is %s fails what reads it', async (_, record, why) => {
  await expect(invoking(texts)(records(record))).rejects.toThrow(why)
  expect(log()).toHaveLength(1)
})

test.each([
  ['with a codec', each(t.type({ x: t.string }))],
  ['without a codec', each()]
] as const)('111 Kinesis data that is not UTF-8 fails its record, %s', async (_, one) => {
  const seen: unknown[] = []
  const f = pipe(
    kinesis('clicks'),
    one as ReturnType<typeof each>,
    handle(({ message }) => {
      seen.push(message)
    })
  )
  expect(await invoking(f)(records(kinesisRecord('1', '{"x":"é"}'), kinesisRecord('2', notText)))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }]
  })
  expect(seen).toHaveLength(1)
  expect(log()).toMatchObject([{ message: 'EventError: the data of the record is not UTF-8', at: 'f, Kinesis record 2' }])
})

test('21 Kinesis: with a codec the message is the data, decoded', async () => {
  const seen: unknown[] = []
  const f = pipe(
    kinesis('clicks'),
    each(t.type({ x: t.number })),
    handle(({ message, record }) => {
      seen.push([message.x, record.partitionKey])
    })
  )
  expect(await invoking(f)(records(kinesisRecord('1', '{"x":1}')))).toEqual({ batchItemFailures: [] })
  expect(seen).toEqual([[1, 'p1']])
})

const change = pipe(
  dynamodbStream(arn),
  handle(({ event }) =>
    [...event].map((r) => ({
      name: r.eventName,
      table: r.tableName,
      keys: r.keys,
      now: r.newImage,
      was: r.oldImage,
      at: r.sequenceNumber
    }))
  )
)

test('21 DynamoDB: keys and images as plain values, the table’s name from the ARN', async () => {
  const modified = dynamoRecord('7', { id: { S: '1' }, n: { N: '2' } }, { eventName: 'MODIFY' })
  expect(await invoking(change)(records(modified))).toEqual([
    { name: 'MODIFY', table: 'Todos', keys: { id: '1' }, now: { id: '1', n: 2 }, was: null, at: '7' }
  ])
})

test('21 DynamoDB: a removal has no new image, an ARN of another kind no table', async () => {
  const removed = { ...dynamoRecord('7', null, { eventName: 'REMOVE', eventSourceARN: 'arn:odd' }) } as { dynamodb: object }
  const old = { ...removed, dynamodb: { ...removed.dynamodb, OldImage: { id: { S: '1' } } } }
  expect(await invoking(change)(records(old))).toMatchObject([{ name: 'REMOVE', table: '', now: null, was: { id: '1' } }])
})

test.each<readonly [object, unknown]>([
  [{ S: 'text' }, 'text'],
  [{ S: '' }, ''],
  [{ N: '0' }, 0],
  [{ N: '-1.5' }, -1.5],
  [{ N: '1E+3' }, 1000],
  [{ N: '123456789012345' }, 123456789012345],
  [{ N: '-1000000000000000' }, -1e15],
  [{ N: '9007199254740991' }, Number.MAX_SAFE_INTEGER],
  [{ N: '9007199254740993' }, '9007199254740993'],
  [{ N: '1000000000000000000000' }, 1e21],
  [{ N: '12345678901234567890' }, '12345678901234567890'],
  [{ N: '0.12345678901234567890' }, '0.12345678901234567890'],
  [{ BOOL: false }, false],
  [{ NULL: true }, null],
  [{ SS: ['a', 'b'] }, ['a', 'b']],
  [{ NS: ['1', '2'] }, [1, 2]],
  [{ B: 'AAEqQQ==' }, new Uint8Array([0, 1, 42, 65])],
  [{ BS: ['AA=='] }, [new Uint8Array([0])]],
  [{ L: [{ S: 'a' }, { NULL: true }, { L: [] }] }, ['a', null, []]],
  [{ M: { a: { M: { b: { N: '1' } } } } }, { a: { b: 1 } }],
  [{}, undefined],
  [{ M: 7 }, undefined],
  [{ L: 'x' }, undefined]
])('21 DynamoDB: %j is %j', async (value, plain) => {
  const [record] = (await invoking(change)(records(dynamoRecord('1', { v: value })))) as ReadonlyArray<{ now: { v: unknown } }>
  expect(record?.now.v).toEqual(plain)
})

test.each([{ B: '?' }, { B: 7 }, { BS: ['AA==', 'AA'] }])(
  '21 DynamoDB: a binary attribute that is not base64 fails what reads it: %j',
  async (value) => {
    const result = invoking(change)(records(dynamoRecord('1', { v: value })))
    await expect(result).rejects.toThrow('a binary attribute of the record is not base64')
    expect(log()).toHaveLength(1)
  }
)

test('21 DynamoDB: a number is never rounded: it is exact, or stays text', () =>
  holds(
    fc.asyncProperty(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), fc.integer({ min: 0, max: 20 }), async (n, scale) => {
      const sign = n < 0n ? '-' : ''
      const digits = String(n < 0n ? -n : n).padStart(scale + 1, '0')
      const text = sign + (scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`)
      const [record] = (await invoking(change)(records(dynamoRecord('1', { v: { N: text } })))) as ReadonlyArray<{
        now: { v: unknown }
      }>
      const v = record?.now.v
      if (typeof v === 'string') expect(v).toBe(text)
      else {
        // As decimal digits, without the zeros that say nothing.
        const canonical = (s: string) => Number(s).toPrecision(15)
        expect(canonical(String(v))).toBe(canonical(text))
        expect(text.replaceAll(/^-|\./g, '').replace(/^0+/, '').replace(/0+$/, '').length).toBeLessThanOrEqual(17)
      }
    })
  ))

test('21 DynamoDB: an attribute named __proto__ is an attribute like any other', async () => {
  const image = JSON.parse('{"__proto__":{"S":"x"},"id":{"S":"1"}}') as object
  const [record] = (await invoking(change)(records(dynamoRecord('1', image)))) as ReadonlyArray<{ now: object }>
  expect(Object.getPrototypeOf(record?.now)).toBe(Object.prototype)
  expect(Object.hasOwn(record?.now ?? {}, '__proto__')).toBe(true)
})

test('21 DynamoDB: with a codec the message is the new image; a removal, which has none, is refused by a codec that wants one', async () => {
  const seen: unknown[] = []
  const f = pipe(
    dynamodbStream(arn),
    each(t.type({ id: t.string })),
    handle(({ message }) => {
      seen.push(message.id)
    })
  )
  expect(await invoking(f)(records(dynamoRecord('1'), dynamoRecord('2', null), dynamoRecord('3')))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }]
  })
  expect(seen).toEqual(['1'])
  expect(log()).toHaveLength(1)
})

withCaptured('21 captured Kinesis records', 'kinesis-event', async (event) => {
  const data = [...Buffer.from('Hello World')]
  expect(await invoking(clicks)(event)).toMatchObject([
    [data, 's1', expect.anything(), '2016-12-02T01:18:43.477Z'],
    [data, 's1', expect.anything(), expect.anything()]
  ])
  expect(await invoking(texts)(event)).toEqual(['Hello World', 'Hello World'])
})

withCaptured('21 captured DynamoDB records', 'dynamodb-event', async (event) => {
  expect(await invoking(change)(event)).toMatchObject([
    {
      name: 'INSERT',
      table: 'Example-Table',
      keys: { key: 'binary', val: 'data' },
      now: { asdf1: new Uint8Array([0, 1, 42, 65]) }
    },
    { name: 'INSERT' }
  ])
})

for (const file of ['kinesis-time-window-event', 'dynamodb-time-window-event'])
  withCaptured('a tumbling window is read as a batch', file, async (event: { readonly Records: ReadonlyArray<unknown> }) => {
    const f = file.startsWith('kinesis') ? clicks : change
    expect(await invoking(f as typeof clicks)(event)).toHaveLength(event.Records.length)
  })
