/**
 * Whether a validator of zod 4 or valibot reads text, as it says of itself what it is; it validates nothing. Any other one, and what cannot be
 * seen through (a transformation, a `coerce`, a `catch`), is believed to.
 */
import type { StandardSchema } from '../codecs/Codec.js'

interface Shown {
  readonly type?: unknown
  readonly coerce?: unknown
  /** zod: what is wrapped, what comes first in a pipe. */
  readonly innerType?: unknown
  readonly in?: unknown
  /** valibot: what is wrapped. */
  readonly wrapped?: unknown
  readonly options?: unknown
  readonly values?: unknown
  readonly literal?: unknown
}

/** The type that refuses all texts, by its vendor's name; nothing where some text may be taken. @internal */
export const refusesText = (schema: StandardSchema): string | undefined => {
  const { type, coerce, innerType, in: first, wrapped, options, values, literal } = shownBy(schema)
  if (typeof type !== 'string' || coerce === true) return undefined
  if (scalars.has(type) || type === 'array' || records.test(type)) return type
  if (type === 'literal') return [...listOf(values), literal].some((v) => typeof v === 'string') ? undefined : type
  if (type === 'union') {
    const told = listOf(options).map(refused)
    return told.length > 0 && told.every((t) => t !== undefined) ? told[0] : undefined
  }
  return wraps.has(type) ? refused(innerType ?? wrapped) : type === 'pipe' ? refused(first) : undefined
}

// zod keeps what a schema is in `_zod.def`, valibot in the schema itself.
const shownBy = (schema: StandardSchema): Shown => {
  const { vendor } = schema['~standard']
  if (vendor === 'zod') return (schema as { readonly _zod?: { readonly def?: Shown } })._zod?.def ?? {}
  return vendor === 'valibot' ? (schema as Shown) : {}
}

const refused = (u: unknown): string | undefined =>
  typeof u === 'object' && u !== null && '~standard' in u ? refusesText(u as StandardSchema) : undefined

const listOf = (u: unknown): ReadonlyArray<unknown> => (Array.isArray(u) ? u : [])

const scalars: ReadonlySet<string> = new Set(['number', 'int', 'boolean', 'bigint', 'date', 'null', 'nan'])
const records = /^(((loose|strict)_)?object|record|map|set)$/
const wraps: ReadonlySet<string> = new Set([
  'optional',
  'exact_optional',
  'undefinedable',
  'nullable',
  'nullish',
  'default',
  'prefault',
  'readonly',
  'nonoptional'
])
