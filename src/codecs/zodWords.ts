/**
 * What an issue of zod expected, in our words: from its code and its bounds, never from its message.
 * An author may add an issue with any content, so bounds, formats and literals are repeated only where the schema declares them.
 */
import type { Declared } from './declared.js'
import {
  anyAlternative,
  anyFormat,
  anyValid,
  bounded,
  boundedDate,
  type Comparison,
  choices,
  noOtherKeys,
  typeNamed
} from './words.js'

interface ZodIssue {
  readonly code?: unknown
  readonly expected?: unknown
  /** zod 4 says what a bound is of in `origin`, zod 3 in `type`. */
  readonly origin?: unknown
  readonly type?: unknown
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly inclusive?: unknown
  readonly exact?: unknown
  readonly format?: unknown
  readonly validation?: unknown
  readonly divisor?: unknown
  readonly multipleOf?: unknown
  readonly values?: unknown
  readonly options?: unknown
}

/** @internal */
export const zodWords = (issue: object, { constants }: Declared): string => {
  const i = issue as ZodIssue
  switch (i.code) {
    case 'invalid_type':
      return typeNamed(i.expected)
    case 'too_small':
      return bound(i, i.minimum, constants, i.inclusive === false ? 'more than' : 'at least')
    case 'too_big':
      return bound(i, i.maximum, constants, i.inclusive === false ? 'less than' : 'at most')
    case 'not_multiple_of':
      return multiple(i.divisor ?? i.multipleOf, constants)
    case 'invalid_format':
    case 'invalid_string':
      return format(i.format ?? i.validation, constants)
    case 'invalid_value':
      return i.expected === 'stringbool' ? 'text that means true or false' : choices(i.values, constants)
    case 'invalid_enum_value':
      return choices(i.options, constants)
    case 'invalid_union':
    case 'invalid_union_discriminator':
      return choices(i.options, constants) === anyValid ? anyAlternative : choices(i.options, constants)
    case 'unrecognized_keys':
      return noOtherKeys
    case 'invalid_key':
      return 'a valid key'
    case 'invalid_date':
      return 'date'
    case 'not_finite':
      return 'a finite number'
    default:
      return anyValid
  }
}

// ---- bounds

const units: Readonly<Record<string, string>> = {
  string: 'character',
  array: 'item',
  set: 'item',
  map: 'entry',
  record: 'entry',
  object: 'entry',
  file: 'byte',
  number: '',
  int: '',
  bigint: ''
}

// Bounds of `z.int()`, `z.int32()` and their kin are zod's own; the schema holds only the name.
const ranges: ReadonlySet<unknown> = /* @__PURE__ */ new Set<unknown>([
  -9007199254740991,
  9007199254740991,
  -2147483648,
  2147483647,
  4294967295,
  -3.4028234663852886e38,
  3.4028234663852886e38,
  -9223372036854775808n,
  9223372036854775807n,
  18446744073709551615n
])

const bound = (i: ZodIssue, limit: unknown, constants: ReadonlySet<unknown>, than: Comparison): string => {
  const origin = String(i.origin ?? i.type)
  const comparison = i.exact === true ? 'exactly' : than
  if (!constants.has(limit) && !ranges.has(limit)) return anyValid
  if (origin === 'date') return boundedDate(comparison, Number(limit))
  return Object.hasOwn(units, origin) ? bounded(comparison, limit, units[origin]) : anyValid
}

const multiple = (divisor: unknown, constants: ReadonlySet<unknown>): string =>
  constants.has(divisor) && (typeof divisor === 'number' || typeof divisor === 'bigint') ? `a multiple of ${divisor}` : anyValid

// ---- formats

const patterns: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  'regex',
  'starts_with',
  'ends_with',
  'includes',
  'template_literal'
])

const format = (name: unknown, constants: ReadonlySet<unknown>): string =>
  typeof name === 'string' && constants.has(name) && !patterns.has(name) ? name : anyFormat
