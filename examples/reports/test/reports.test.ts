/** The example with the real clients against a DynamoDB and an S3 on this machine; and the sums, as properties. */
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { lambdas } from 'quaich'
import { check, serverless } from 'quaich/deploy'
import { lambdaContext } from 'quaich/testing'
import { inCloud } from '../../support/inCloud.js'
import { dayBefore, reportOf, type Sale } from '../src/Report.js'
import { reporting } from '../src/service.js'

inCloud({ dynamodb: true })

// ---- what the generated file declares, made in the cloud of the test

const file = JSON.parse(JSON.stringify(serverless(reporting))) as {
  readonly functions: { readonly daily: { readonly events: ReadonlyArray<unknown> } }
  readonly resources: { readonly Resources: { readonly Sales: { readonly Properties: CreateTableCommandInput } } }
}
const Bucket = 'reports-dev'

beforeAll(async () => {
  Object.assign(process.env, { SALES_TABLE: 'sales', REPORTS_BUCKET: Bucket })
  await new S3Client().send(new CreateBucketCommand({ Bucket }))
  await new DynamoDBClient().send(new CreateTableCommand({ ...file.resources.Resources.Sales.Properties, TableName: 'sales' }))
})

const sell = async (...sales: ReadonlyArray<Sale>) => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient())
  for (const Item of sales) await client.send(new PutCommand({ TableName: 'sales', Item }))
}
const sale = (day: string, id: string, item: string, quantity: number, total: number): Sale => ({
  day,
  id,
  item,
  quantity,
  total
})
const written = async (Key: string) => {
  const { Body, ContentType } = await new S3Client().send(new GetObjectCommand({ Bucket, Key }))
  return { report: JSON.parse((await Body?.transformToString()) ?? ''), contentType: ContentType }
}
const call = (name: string, event: unknown) => Promise.resolve(lambdas(reporting)[name]?.(event as never, lambdaContext(name)))

/** What EventBridge Scheduler sends in the place of a rule, at an instant. */
const tick = (time: string) => ({
  version: '0',
  id: 'e-1',
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: '123456789012',
  time,
  region: 'eu-west-1',
  resources: [],
  detail: '{}'
})

test('the morning after, the report of the day is in the bucket: its sums, the best seller first', async () => {
  await sell(
    sale('2026-03-28', 's-1', 'assam', 2, 900),
    sale('2026-03-28', 's-2', 'oolong', 3, 1740),
    sale('2026-03-28', 's-3', 'assam', 1, 450),
    sale('2026-03-29', 's-4', 'assam', 5, 2250)
  )
  // Six in Berlin, on the morning of the day that is an hour short.
  expect(await call('daily', tick('2026-03-29T04:00:00Z'))).toBe('daily/2026-03-28.json')
  expect(await written('daily/2026-03-28.json')).toEqual({
    contentType: 'application/json',
    report: {
      day: '2026-03-28',
      sales: 3,
      total: 3090,
      items: [
        { item: 'oolong', quantity: 3, total: 1740 },
        { item: 'assam', quantity: 3, total: 1350 }
      ]
    }
  })
})

test('a tick that comes twice, and a call by name, write the same object again', async () => {
  await sell(sale('2026-05-01', 's-1', 'assam', 1, 450))
  const objects = async () =>
    ((await new S3Client().send(new ListObjectsV2Command({ Bucket, Prefix: 'daily/2026-05' }))).Contents ?? []).map((o) => o.Key)
  await call('daily', tick('2026-05-02T04:00:00Z'))
  const first = await written('daily/2026-05-01.json')
  await call('daily', tick('2026-05-02T04:00:00Z'))
  expect(await call('report', { day: '2026-05-01' })).toBe('daily/2026-05-01.json')
  expect([await objects(), await written('daily/2026-05-01.json')]).toEqual([['daily/2026-05-01.json'], first])
})

test('more sales than one answer of the table holds are all counted', async () => {
  // A page of DynamoDB is a megabyte.
  const item = 'x'.repeat(300_000)
  await sell(...Array.from({ length: 5 }, (_, n) => sale('2026-06-01', `s-${n}`, item, 1, 100)))
  await call('report', { day: '2026-06-01' })
  expect((await written('daily/2026-06-01.json')).report).toMatchObject({ sales: 5, total: 500, items: [{ quantity: 5 }] })
})

test('a day without sales has an empty report; what is no day fails before anything is read', async () => {
  await call('report', { day: '2026-07-01' })
  expect((await written('daily/2026-07-01.json')).report).toEqual({ day: '2026-07-01', sales: 0, total: 0, items: [] })
  jest.spyOn(console, 'error').mockImplementation(() => {})
  await expect(call('report', { day: '../x' })).rejects.toThrow('not as declared')
})

test('the clock of Berlin wakes it, whatever the season', () => {
  expect(file.functions.daily.events).toMatchObject([
    {
      schedule: {
        method: 'scheduler',
        rate: ['cron(0 6 * * ? *)'],
        timezone: 'Europe/Berlin',
        description: 'The report of the day before'
      }
    }
  ])
})

test('the day before is one day back in the calendar of the zone', () => {
  expect(dayBefore(new Date('2026-01-01T05:00:00Z'), 'Europe/Berlin')).toBe('2025-12-31')
  expect(dayBefore(new Date('2026-01-01T23:30:00Z'), 'Europe/Berlin')).toBe('2026-01-01')
  expect(dayBefore(new Date('2028-03-01T12:00:00Z'), 'America/New_York')).toBe('2028-02-29')
})

test('a report is complete: its lines add up to its sums, whatever the order of the sales', () => {
  const sales = fc.array(
    fc.record({
      day: fc.constant('2026-01-01'),
      id: fc.string(),
      item: fc.constantFrom('assam', 'oolong', '__proto__'),
      quantity: fc.nat(1000),
      total: fc.nat(100_000)
    })
  )
  fc.assert(
    fc.property(sales, (all) => {
      const report = reportOf('2026-01-01', all)
      const sum = (of: (x: { readonly quantity: number; readonly total: number }) => number, list: typeof report.items) =>
        list.reduce((n, line) => n + of(line), 0)
      expect(sum((l) => l.total, report.items)).toBe(report.total)
      expect(sum((l) => l.quantity, report.items)).toBe(all.reduce((n, s) => n + s.quantity, 0))
      expect(report.items.length).toBe(new Set(all.map((s) => s.item)).size)
      expect(reportOf('2026-01-01', [...all].reverse())).toEqual(report)
    }),
    { seed: 42 }
  )
})

test('it can be deployed, without a warning', () => {
  // As many resources as osls 4.3.1 packaged.
  expect(check(reporting)).toEqual({ faults: [], warnings: [], resources: 12 })
})
