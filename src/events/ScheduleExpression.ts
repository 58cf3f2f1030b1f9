/**
 * Schedule expressions of Amazon EventBridge ("Cron expressions", "Rate expressions") as values: made, parsed, checked and printed.
 * Not a scheduler, and not Unix cron: six fields, and exactly one `?` among the two day fields.
 */

// ---- model

/** Every so many minutes, hours or days. @since 0.1.0 */
export interface Rate {
  readonly _tag: 'Rate'
  readonly value: number
  readonly unit: RateUnit
}

/** @since 0.1.0 */
export type RateUnit = 'minutes' | 'hours' | 'days'

/** At the times that six fields name. @since 0.1.0 */
export interface Cron {
  readonly _tag: 'Cron'
  readonly fields: readonly [string, string, string, string, string, string]
}

/** A field of a cron expression. @since 0.1.0 */
export type CronField = string | number

/** What a schedule is checked into: all that is wrong with it, empty when it is well-formed. @internal */
export type ScheduleFaults = ReadonlyArray<string>

// ---- constructors

/**
 * `rate(5, 'minutes')`; 1 is printed in the singular, as EventBridge wants it.
 * @since 0.1.0
 * @example
 * import { printSchedule, rate } from 'quaich'
 * expect(printSchedule(rate(1, 'hours'))).toBe('rate(1 hour)')
 */
export const rate = (value: number, unit: RateUnit): Rate => ({ _tag: 'Rate', value, unit })

/**
 * `cron(minutes, hours, dayOfMonth, month, dayOfWeek, year)`; one of the two day fields is `?`.
 * @since 0.1.0
 * @example
 * import { cron, printSchedule } from 'quaich'
 * expect(printSchedule(cron(15, 10, '?', '*', '6L', '2026-2030'))).toBe('cron(15 10 ? * 6L 2026-2030)')
 */
export const cron = (
  minutes: CronField,
  hours: CronField,
  dayOfMonth: CronField,
  month: CronField,
  dayOfWeek: CronField,
  year: CronField
): Cron => ({ _tag: 'Cron', fields: [`${minutes}`, `${hours}`, `${dayOfMonth}`, `${month}`, `${dayOfWeek}`, `${year}`] })

/** An expression as text: `rate(5 minutes)`, `cron(0 12 * * ? *)`. @since 0.1.0 */
export const printSchedule = (s: Rate | Cron): string =>
  s._tag === 'Rate' ? `rate(${s.value} ${s.value === 1 ? s.unit.slice(0, -1) : s.unit})` : `cron(${s.fields.join(' ')})`

// ---- combinators

const units: ReadonlySet<string> = new Set(['minutes', 'hours', 'days'])

/** All that is wrong with an expression, given as a value or as text. @internal */
export const scheduleFaults = (s: Rate | Cron | string): ScheduleFaults => {
  if (typeof s !== 'string') return s._tag === 'Rate' ? rateFaults(s) : cronFaults(s.fields)
  const [, kind, inner] = /^(rate|cron)\((.*)\)$/.exec(s) ?? []
  if (kind === 'rate') {
    const [, value, unit] = /^(\d+) (minutes?|hours?|days?)$/.exec(inner ?? '') ?? []
    if (value === undefined || unit === undefined) return [`'${s}' is no rate: write rate(<number> <minutes, hours or days>)`]
    const plural = unit.endsWith('s')
    if (plural === (Number(value) === 1)) return [`'${s}': 1 takes the singular, every other number the plural`]
    return rateFaults({ _tag: 'Rate', value: Number(value), unit: (plural ? unit : `${unit}s`) as RateUnit })
  }
  if (kind === 'cron') return cronFaults((inner ?? '').split(' '))
  return [`'${s}' is neither rate(…) nor cron(…)`]
}

const rateFaults = (r: Rate): ScheduleFaults => [
  ...(Number.isSafeInteger(r.value) && r.value >= 1
    ? []
    : [`rate: ${r.value} is not a whole number above 0; nothing is faster than a minute`]),
  ...(units.has(r.unit) ? [] : [`rate: '${r.unit}' is not minutes, hours or days`])
]

interface FieldRule {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly names?: ReadonlyArray<string>
  /** The forms that this field has beside values, ranges, lists and steps. */
  readonly special?: RegExp
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

const rules: ReadonlyArray<FieldRule> = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31, special: /^(\?|L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', from: 1, to: 12, names: months },
  { name: 'day of week', from: 1, to: 7, names: days, special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { name: 'year', from: 1970, to: 2199 }
]

const cronFaults = (fields: ReadonlyArray<string>): ScheduleFaults => {
  if (fields.length !== 6 || fields.includes(''))
    return [`cron: '${fields.join(' ')}' has ${fields.filter((f) => f !== '').length} fields; EventBridge has six, with the year`]
  const marks = [fields[2], fields[4]].filter((f) => f === '?').length
  return [
    ...rules.flatMap((rule, i) => fieldFaults(rule, fields[i] as string)),
    ...(marks === 1 ? [] : [`cron: exactly one of day of month ('${fields[2]}') and day of week ('${fields[4]}') is '?'`])
  ]
}

const fieldFaults = (rule: FieldRule, field: string): ScheduleFaults =>
  rule.special?.test(field) === true || field.split(',').every((part) => isPart(rule, part))
    ? []
    : [
        `cron: '${field}' is no ${rule.name} (${rule.from} to ${rule.to}${rule.names === undefined ? '' : ` or ${rule.names[0]} to ${rule.names.at(-1)}`})`
      ]

// A value, a range, or either of them (or all) with a step.
const isPart = (rule: FieldRule, part: string): boolean => {
  const [base, step, more] = part.split('/')
  if (more !== undefined || base === undefined) return false
  if (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= rule.to)) return false
  if (base === '*') return true
  const ends = base.split('-').map((v) => ordinal(rule, v))
  const [from, to] = ends
  if (ends.length > 2 || from === undefined) return false
  return ends.length === 2 ? to !== undefined && from <= to : true
}

const ordinal = (rule: FieldRule, text: string): number | undefined => {
  const name = rule.names?.indexOf(text.toUpperCase()) ?? -1
  if (name >= 0) return name + rule.from
  const n = Number(text)
  return /^\d+$/.test(text) && n >= rule.from && n <= rule.to ? n : undefined
}
