/** Schedules, section 12: expressions by EventBridge's rules, and the event a schedule wakes a function with. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { serverless } from '../../src/deploy/index.js'
import {
  type Cron,
  cron,
  handle,
  printSchedule,
  type Rate,
  type RateUnit,
  rate,
  type ScheduleOptions,
  schedule,
  service
} from '../../src/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import { busEvent, failure, invoking, problemsIn } from './support.js'

const log = watchLog()

const problems = (expression: Rate | Cron | string, timezone?: string) =>
  problemsIn(() =>
    service(
      's',
      {},
      {
        f: pipe(
          schedule(expression, timezone === undefined ? {} : { timezone }),
          handle(() => 1)
        )
      }
    )
  )

// ---- expressions

test('12.3 expression and description stand in the generated file, of a rule and of a schedule with a time zone', () => {
  const on = (o: ScheduleOptions) =>
    pipe(
      schedule(rate(1, 'days'), o),
      handle(() => 1)
    )
  const module = { f: on({ description: 'tidies up' }), g: on({ description: 'in Berlin', timezone: 'Europe/Berlin' }) }
  const { functions } = serverless(service('s', {}, module)) as {
    readonly functions: Readonly<Record<string, { readonly events: ReadonlyArray<{ readonly schedule: object }> }>>
  }
  const written = (name: string) => functions[name]?.events.map((e) => e.schedule)
  expect(written('f')).toEqual([{ rate: ['rate(1 day)'], description: 'tidies up' }])
  expect(written('g')).toEqual([
    expect.objectContaining({ method: 'scheduler', rate: ['rate(1 day)'], description: 'in Berlin', timezone: 'Europe/Berlin' })
  ])
})

test.each([
  [1, 'minutes', 'rate(1 minute)'],
  [2, 'minutes', 'rate(2 minutes)'],
  [1, 'hours', 'rate(1 hour)'],
  [12, 'hours', 'rate(12 hours)'],
  [1, 'days', 'rate(1 day)'],
  [365, 'days', 'rate(365 days)']
] as const)('12.1 rate(%j, %j) is written %s, and is well-formed', (n, unit, text) => {
  expect(printSchedule(rate(n, unit))).toBe(text)
  expect([problems(rate(n, unit)), problems(text)]).toEqual([[], []])
})

test.each<readonly [number, string]>([
  [0, 'minutes'],
  [-1, 'hours'],
  [0.5, 'minutes'],
  [1.5, 'days'],
  [Number.NaN, 'days'],
  [Number.POSITIVE_INFINITY, 'days'],
  [5, 'seconds'],
  [5, 'weeks'],
  [5, 'toString']
])('12.1 rate(%d, %s) is a fault of the definition', (n, unit) => {
  expect(problems(rate(n, unit as RateUnit))).toHaveLength(1)
})

test('12.1 a number given as text is a fault too', () => {
  expect(problems(rate('1' as unknown as number, 'minutes'))).toHaveLength(1)
})

const accepted = [
  'rate(1 minute)',
  'rate(5 minutes)',
  'rate(1 day)',
  'cron(0 10 * * ? *)',
  'cron(15 12 * * ? *)',
  'cron(0 18 ? * MON-FRI *)',
  'cron(0 8 1 * ? *)',
  'cron(0/15 * * * ? *)',
  'cron(0/10 * ? * MON-FRI *)',
  'cron(0/5 8-17 ? * MON-FRI *)',
  'cron(*/5 * * * ? *)',
  'cron(0,30 9-17/2 ? * MON,WED,FRI *)',
  'cron(0 0 L * ? *)',
  'cron(0 0 3W * ? *)',
  'cron(0 0 ? * 6L *)',
  'cron(0 0 ? * FRIL *)',
  'cron(0 0 ? * 3#2 *)',
  'cron(0 0 ? * TUE#1 *)',
  'cron(0 0 ? JAN,JUN 1 *)',
  'cron(0 0 31 12 ? 2199)',
  'cron(59 23 1 1 ? 1970)',
  'cron(0 0 ? * 2 2026-2030)',
  'cron(0 0 ? jan mon *)',
  'cron(00 09 01 * ? *)'
]
test.each(accepted)('12.2 accepted: %s', (text) => {
  expect(problems(text)).toEqual([])
})

const refused = [
  ['six fields', 'cron(0 12 * * ?)'],
  ['six fields', 'cron(0 12 * * ? * *)'],
  ['six fields', 'cron(0  12 * * ? *)'],
  ['six fields', 'cron()'],
  ['one question mark', 'cron(0 12 * * * *)'],
  ['one question mark', 'cron(0 12 ? * ? *)'],
  ['one question mark', 'cron(0 12 1 * 2 *)'],
  ['question marks belong to days', 'cron(? 12 ? * * *)'],
  ['question marks stand alone', 'cron(0 12 ?,1 * MON *)'],
  ['minutes end at 59', 'cron(60 12 * * ? *)'],
  ['hours end at 23', 'cron(0 24 * * ? *)'],
  ['days begin at 1', 'cron(0 0 0 * ? *)'],
  ['days end at 31', 'cron(0 0 32 * ? *)'],
  ['months begin at 1', 'cron(0 0 1 0 ? *)'],
  ['months end at 12', 'cron(0 0 1 13 ? *)'],
  ['week days begin at 1', 'cron(0 0 ? * 0 *)'],
  ['week days end at 7', 'cron(0 0 ? * 8 *)'],
  ['years begin at 1970', 'cron(0 0 1 * ? 1969)'],
  ['years end at 2199', 'cron(0 0 1 * ? 2200)'],
  ['no names but months and days', 'cron(0 0 1 FOO ? *)'],
  ['day names are no months', 'cron(0 0 1 MON ? *)'],
  ['ranges run forwards', 'cron(30-10 0 1 * ? *)'],
  ['ranges have two ends', 'cron(1-3-5 0 1 * ? *)'],
  ['ranges have two ends', 'cron(1-3-99 0 1 * ? *)'],
  ['ranges have two ends', 'cron(1-3- 0 1 * ? *)'],
  ['ranges have two ends', 'cron(1- 0 1 * ? *)'],
  ['ranges have two ends', 'cron(-3 0 1 * ? *)'],
  ['no step of nothing', 'cron(0/0 0 1 * ? *)'],
  ['no step without a number', 'cron(0/ 0 1 * ? *)'],
  ['one step', 'cron(0/5/5 0 1 * ? *)'],
  ['lists have no holes', 'cron(1,,2 0 1 * ? *)'],
  ['one # alone', 'cron(0 0 ? * 3#1,6#3 *)'],
  ['five weeks', 'cron(0 0 ? * 3#6 *)'],
  ['W wants a day', 'cron(0 0 W * ? *)'],
  ['no 32nd weekday', 'cron(0 0 32W * ? *)'],
  ['L is for days', 'cron(L 0 1 * ? *)'],
  ['no fractions', 'cron(1.5 0 1 * ? *)'],
  ['no signs', 'cron(+5 0 1 * ? *)'],
  ['no hexadecimal', 'cron(0x5 0 1 * ? *)'],
  ['no nicknames', '@daily'],
  ['nothing bare', '0 12 * * ? *'],
  ['nothing empty', ''],
  ['nothing around it', ' rate(5 minutes)'],
  ['nothing around it', 'rate(5 minutes) '],
  ['no line breaks', 'rate(5\nminutes)'],
  ['1 is singular', 'rate(1 minutes)'],
  ['the others are plural', 'rate(5 minute)'],
  ['nothing faster than a minute', 'rate(0 minutes)'],
  ['nothing faster than a minute', 'rate(30 seconds)'],
  ['whole numbers', 'rate(1.5 hours)'],
  ['no signs', 'rate(-5 minutes)'],
  ['one space', 'rate(5  minutes)'],
  ['small letters', 'Rate(5 Minutes)'],
  ['no weeks', 'rate(2 weeks)'],
  ['no one-off times', 'at(2026-01-01T00:00:00)']
] as const
test.each(refused)('12.2 12.3 refused when the service is defined, %s: %j', (_, text) => {
  const told = problems(text)
  expect(told.length).toBeGreaterThan(0)
  expect(told.join()).toContain('schedule')
})

test('12.2 a cron of values is checked as its text is, and every faulty field is told', () => {
  expect(problems(cron(0, 12, '*', '*', '?', '*'))).toEqual([])
  expect(problems(cron(60, 24, '*', 13, '*', '*'))).toHaveLength(4)
})

test('12.3 a schedule names its time zone as IANA does, or is a fault', () => {
  expect([problems('rate(1 day)', 'Europe/Berlin'), problems('rate(1 day)', 'Mars/Olympus').length]).toEqual([[], 1])
})

// A field that is right, with every form that the field has.
const ordinal = (from: number, to: number, names: readonly string[] = []) =>
  fc.oneof(fc.integer({ min: from, max: to }).map(String), ...(names.length === 0 ? [] : [fc.constantFrom(...names)]))
const range = (from: number, to: number) =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`)
const field = (from: number, to: number, names?: readonly string[]) => {
  const base = fc.oneof(fc.constant('*'), ordinal(from, to, names), range(from, to))
  const part = fc.oneof(
    base,
    fc.tuple(base, fc.integer({ min: 1, max: to })).map(([b, s]) => `${b}/${s}`)
  )
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','))
}
const dayOfMonth = fc.oneof(field(1, 31), fc.constantFrom('L', 'LW', '15W'))
const dayOfWeek = fc.oneof(field(1, 7, ['SUN', 'MON', 'SAT']), fc.constantFrom('L', '6L', '2#1', 'FRI#5'))
const days = fc.oneof(
  dayOfMonth.map((d) => [d, '?'] as const),
  dayOfWeek.map((d) => ['?', d] as const)
)
const goodCron = fc
  .tuple(field(0, 59), field(0, 23), days, field(1, 12, ['JAN', 'DEC']), field(1970, 2199))
  .map(([m, h, [dom, dow], month, year]) => cron(m, h, dom, month, dow, year))
const goodRate = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom<RateUnit>('minutes', 'hours', 'days'))
  .map(([n, unit]) => rate(n, unit))

test('12.1 12.2 whatever is well-formed as a value is well-formed as its text, and reads the same again', () =>
  holds(
    fc.property(fc.oneof(goodCron, goodRate), (expression) => {
      const text = printSchedule(expression)
      expect([problems(expression), problems(text)]).toEqual([[], []])
      const inner = text.slice(text.indexOf('(') + 1, -1).split(' ')
      if (expression._tag === 'Cron')
        expect(cron(...(inner as [string, string, string, string, string, string]))).toEqual(expression)
      else expect(inner).toEqual([`${expression.value}`, expression.value === 1 ? expression.unit.slice(0, -1) : expression.unit])
    })
  ))

test('12.2 one field out of its range is a fault, wherever it stands', () =>
  holds(
    fc.property(
      goodCron,
      fc.constantFrom(0, 1, 3, 5),
      fc.constantFrom('99', '-1', '1-', '1-2-3', '*/0', 'X', '?', '2,', '5000', ''),
      (good, i, bad) => {
        const fields = good.fields.map((f, j) => (i === j ? bad : f))
        expect(problems(`cron(${fields.join(' ')})`).length).toBeGreaterThan(0)
      }
    )
  ))

test('12.3 any text at all is accepted or refused, never a throw of another kind', () =>
  holds(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((s) => `cron(${s})`),
        fc.string().map((s) => `rate(${s})`)
      ),
      (text) => {
        expect(Array.isArray(problems(text))).toBe(true)
      }
    )
  ))

// ---- events

const seen = pipe(
  schedule(rate(5, 'minutes')),
  handle(({ event }) => ({
    id: event.id,
    account: event.account,
    region: event.region,
    source: event.source,
    detailType: event.detailType,
    time: event.time,
    resources: event.resources,
    detail: event.detail,
    same: event.toJSON()
  }))
)

test('12.4 the event has all that Chalice gives, and the original as it was', async () => {
  const event = busEvent({ detail: { a: 1 } })
  expect(await invoking(seen)(event)).toEqual({
    id: 'cdc73f9d-aea9-11e3-9d5a-835b769c0d9c',
    account: '123456789012',
    region: 'eu-west-1',
    source: 'aws.events',
    detailType: 'Scheduled Event',
    time: new Date(0),
    resources: ['arn:aws:events:eu-west-1:123456789012:rule/often'],
    detail: { a: 1 },
    same: event
  })
})

test('12.4 a missing key is empty, and the handler runs', async () => {
  expect(await invoking(seen)({})).toMatchObject({ id: '', region: '', detailType: '', resources: [], detail: {}, same: {} })
})

test.each([[null], ['warm-up'], [[1, 2]], [7], [{ job: 'nightly' }]])(
  '12.4 a schedule with an input of its own is invoked with that: %j is what toJSON gives',
  async (input) => {
    const f = pipe(
      schedule('rate(1 day)', { input }),
      handle(({ event }) => event.toJSON())
    )
    expect(await invoking(f)(input)).toEqual(input)
  }
)

test('12.4 the Lambda context stands beside the event', async () => {
  const f = pipe(
    schedule('rate(1 day)'),
    handle(({ lambda }) => lambda.functionName)
  )
  expect(await invoking(f)(busEvent())).toBe('f')
})

test('12.5 the handler’s value is the result', async () => {
  const f = pipe(
    schedule('rate(1 day)'),
    handle(async () => ({ done: true }))
  )
  expect(await invoking(f)(busEvent())).toEqual({ done: true })
})

test('12.5 a failure fails the invocation, with the very error', async () => {
  const boom = new Error('boom')
  const f = pipe(
    schedule('rate(1 day)'),
    handle((): number => {
      throw boom
    })
  )
  expect(await failure(invoking(f)(busEvent()))).toBe(boom)
  expect(log()).toMatchObject([{ at: 'f', message: 'Error: boom' }])
})
