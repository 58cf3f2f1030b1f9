/**
 * What an issue of valibot expected, in our words: from its type and its requirement, never from its message.
 * Both come from the schema; the text `expected` too, but there it quotes literals, and in `rawCheck` it is anything.
 */
import type { Declared } from './declared.js'
import { describeLiterals } from './literals.js'
import { anyFormat, anyValid, bounded, boundedDate, type Comparison, noOtherKeys, union } from './words.js'

interface ValibotIssue {
  readonly kind?: unknown
  readonly type?: unknown
  readonly input?: unknown
  readonly expected?: unknown
  readonly requirement?: unknown
  readonly path?: ReadonlyArray<{ readonly origin?: unknown }>
}

/** @internal */
export const valibotWords = (issue: object, declared: Declared): string => {
  const i = issue as ValibotIssue
  if (i.kind === 'schema') return schemaWords(i, declared)
  return i.kind === 'validation' && typeof i.type === 'string' ? checkWords(i, i.type) : anyValid
}

/** Whether an issue is of a key that should not be there: its path ends in that key, which is the caller's own word. @internal */
export const ofUndeclared = (issue: object): boolean => {
  const { kind, type, expected } = issue as ValibotIssue
  return kind === 'schema' && expected === 'never' && (type === 'strict_object' || type === 'strict_tuple')
}

// ---- schemas

const schemaWords = (i: ValibotIssue, { constants }: Declared): string => {
  if (ofUndeclared(i)) return i.type === 'strict_tuple' ? 'no further items' : noOtherKeys
  // For an absent key valibot says its name.
  if (i.path?.at(-1)?.origin === 'key' && String(i.type).endsWith('object')) return 'a value'
  if (typeof i.expected !== 'string' || i.type === 'custom') return anyValid
  if (i.expected.startsWith('!')) return 'a value'
  return described(i.expected, constants)
}

// `string`, `(string | "a")`, `("a" | 2)`; texts of another form are not read.
const described = (text: string, constants: ReadonlySet<unknown>): string => {
  const parts = (text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text).split(' | ')
  const literalOf = (part: string): readonly [unknown] | undefined => literalIn(part, constants)
  return parts.every((part) => /^[A-Za-z]+$/.test(part) || literalOf(part) !== undefined)
    ? union({ parts: parts.map(named), literalOf })
    : anyValid
}

const named = (part: string): string => (part === 'Object' || part === 'Array' || part === 'Date' ? part.toLowerCase() : part)

const literalIn = (part: string, constants: ReadonlySet<unknown>): readonly [unknown] | undefined => {
  if (part.startsWith('"')) return constants.has(part.slice(1, -1)) ? [part.slice(1, -1)] : undefined
  if (part === 'true' || part === 'false') return [part === 'true']
  return /^-?\d/.test(part) && constants.has(Number(part)) ? [Number(part)] : undefined
}

// ---- checks

const comparisons: Readonly<Record<string, Comparison>> = { min: 'at least', max: 'at most', gt: 'more than', lt: 'less than' }

const formats: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    'base64 bic credit_card cuid2 decimal digits domain email emoji hash hexadecimal hex_color imei ip ipv4 ipv6 isbn iso_date iso_date_time ' +
    'iso_date_time_second iso_time iso_time_second iso_timestamp iso_week isrc jws_compact ksuid mac mac48 mac64 nanoid octal rfc_email slug ' +
    'ulid url uuid'
  ).split(' ')
)

const fixed: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  safe_integer: 'a whole number',
  finite: 'a finite number',
  empty: 'nothing in it',
  regex: anyFormat,
  starts_with: anyFormat,
  ends_with: anyFormat
}

const checkWords = (i: ValibotIssue, type: string): string => {
  if (Object.hasOwn(fixed, type)) return fixed[type] as string
  if (formats.has(type)) return type.replaceAll('_', ' ')
  if (type === 'non_empty') return bounded('at least', 1, lengthOf(i.input))
  if (type === 'multiple_of') return bounded('exactly', i.requirement).replace('exactly', 'a multiple of')
  if (type === 'values' || type === 'mime_type') return Array.isArray(i.requirement) ? describeLiterals(i.requirement) : anyValid
  if (type === 'includes' || type === 'excludes') return typeof i.input === 'string' ? anyFormat : anyValid
  return boundWords(i, type)
}

// `min_length`, `max_value`, `length`; `not_length` and its kin say what a value is not, which helps no caller.
const boundWords = (i: ValibotIssue, type: string): string => {
  const [, side, what = ''] = /^(?:(min|max|gt|lt)_)?([a-z_]+)$/.exec(type) ?? []
  const comparison = side === undefined ? 'exactly' : (comparisons[side] as Comparison)
  if (what === 'value') return side === undefined ? describeLiterals([i.requirement]) : valueBound(comparison, i.requirement)
  if (what === 'length') return bounded(comparison, i.requirement, lengthOf(i.input))
  if (what === 'size') return bounded(comparison, i.requirement, i.input instanceof Blob ? 'byte' : 'item')
  return Object.hasOwn(units, what) ? bounded(comparison, i.requirement, units[what]) : anyValid
}

const valueBound = (comparison: Comparison, requirement: unknown): string =>
  requirement instanceof Date ? boundedDate(comparison, requirement.getTime()) : bounded(comparison, requirement)

const lengthOf = (input: unknown): string => (typeof input === 'string' ? 'character' : 'item')

const units: Readonly<Record<string, string>> = {
  bytes: 'byte',
  graphemes: 'character',
  code_points: 'character',
  words: 'word',
  entries: 'entry'
}
