/**
 * The words of a refusal: bounds, lengths, kinds and choices in plain English.
 * They are the same for every validator, whatever words its vendor uses.
 */
import { describeLiterals } from './literals.js'

/** Where nothing better is known, or nothing better may be repeated. */
export const anyValid = 'a valid value'

/** For patterns, prefixes and the like, which may hold a secret. */
export const anyFormat = 'text of the declared format'

export const anyAlternative = 'one of the declared alternatives'

export const noOtherKeys = 'no undeclared keys'

/** How a value compares with a bound. */
export type Comparison = 'at least' | 'at most' | 'more than' | 'less than' | 'exactly'

/** `at least 3 characters`; numbers have no unit. @internal */
export const bounded = (comparison: Comparison, bound: unknown, unit = ''): string => {
  if (typeof bound !== 'number' && typeof bound !== 'bigint') return anyValid
  return `${comparison} ${bound}${unit === '' ? '' : ` ${bound === 1 || bound === 1n ? unit : pluralOf(unit)}`}`
}

const pluralOf = (unit: string): string => (unit.endsWith('y') ? `${unit.slice(0, -1)}ies` : `${unit}s`)

/** `at least 2026-01-01T00:00:00.000Z`. @internal */
export const boundedDate = (comparison: Comparison, ms: number): string =>
  Number.isFinite(ms) && Math.abs(ms) <= latest ? `${comparison} ${new Date(ms).toISOString()}` : anyValid

const latest = 8.64e15

/** The choices that a schema declares; kinds alone where one of them is not in the schema. @internal */
export const choices = (values: unknown, constants: ReadonlySet<unknown>): string => {
  if (!Array.isArray(values) || values.length === 0) return anyValid
  return values.every((value) => constants.has(value)) ? describeLiterals(values) : kindsOf(values)
}

// One literal is described by its kind.
const kindsOf = (values: ReadonlyArray<unknown>): string =>
  [...new Set(values.map((value) => describeLiterals([value])))].join(' | ')

const types: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  'string',
  'number',
  'int',
  'integer',
  'float',
  'boolean',
  'bigint',
  'symbol',
  'undefined',
  'null',
  'nan',
  'never',
  'void',
  'date',
  'array',
  'object',
  'tuple',
  'record',
  'map',
  'set',
  'file',
  'function',
  'promise'
])

/** A type by its name; a name that is none may be anything, the refused value among it. @internal */
export const typeNamed = (name: unknown): string => {
  if (name === 'nonoptional') return 'a value'
  return types.has(name) ? (name as string) : anyValid
}

/** What comes between the parts of a union's text. */
export interface Parts {
  readonly parts: ReadonlyArray<string>
  /** The literal that a part stands for, as `[literal]`; nothing where the part is no literal. */
  readonly literalOf: (part: string) => readonly [unknown] | undefined
}

/** A union's parts joined again, in which literals stay only where the whole is a closed choice. @internal */
export const union = ({ parts, literalOf }: Parts): string => {
  const literals = parts.map(literalOf)
  if (literals.every((l) => l !== undefined)) return describeLiterals(literals.map(([literal]) => literal))
  return [...new Set(parts.map((part, i) => (literals[i] === undefined ? part : describeLiterals(literals[i]))))].join(' | ')
}
