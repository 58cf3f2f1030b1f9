/**
 * Names and values as gateways write them: lists or single texts, of any JSON type where something has gone wrong.
 * Reading only: what is of a wrong type is absent, a broken escape stays as it is, and nothing here refuses.
 */

import { parseQuery, unescapeField } from '../combinators/queryString.js'

// ---- model

/** A JSON object that nobody has looked at yet. @internal */
export type Raw = Readonly<Record<string, unknown>>

/** Every value of each name, in order. @internal */
export type Fields = Readonly<Record<string, readonly string[]>>

// ---- constructors

function Bare(): void {}
Bare.prototype = Object.freeze(Object.create(null))
const construct = Bare as unknown as new () => Record<string, never>

/** An object on which every name, `__proto__` too, is an own key; as quick as a literal, which one without a prototype is not. @internal */
export const bare = <A>(): Record<string, A> => new construct()

/** No values. @internal */
export const noValues: readonly string[] = Object.freeze([])

/** No names. @internal */
export const noFields: Readonly<Record<string, never>> = Object.freeze(Object.create(null))

/** The JSON object that a value is, or nothing. @internal */
export const recordOf = (u: unknown): Raw | undefined =>
  typeof u === 'object' && u !== null && !Array.isArray(u) ? (u as Raw) : undefined

/** Whether a key is missing, or as good as. @internal */
export const absent = (u: unknown): boolean => u === undefined || u === null

/** The text that a value is, or nothing where it is empty. @internal */
export const nonEmpty = (u: unknown): string | undefined => (typeof u === 'string' && u !== '' ? u : undefined)

/** The texts that a value holds, be it one or a list; a list of texts alone is not copied. @internal */
export const textsOf = (u: unknown): readonly string[] => {
  if (typeof u === 'string') return [u]
  if (!Array.isArray(u)) return noValues
  for (let i = 0; i < u.length; i++) if (typeof u[i] !== 'string') return u.filter(isText)
  return u
}

const isText = (u: unknown): u is string => typeof u === 'string'

/** `decodeURIComponent`, or nothing where an escape is broken. @internal */
export const unescapeOnce = (s: string): string | undefined => {
  if (!s.includes('%')) return s
  try {
    return decodeURIComponent(s)
  } catch {
    return undefined
  }
}

// ---- headers

/** Every value of one header; the name in lower case. It scans, and builds nothing but the answer. @internal */
export const valuesOf = (raw: Raw, lower: string): readonly string[] => {
  let found = noValues
  for (const name in raw) {
    if (name.length !== lower.length || !isSpelling(name, lower)) continue
    found = found.length === 0 ? textsOf(raw[name]) : [...found, ...textsOf(raw[name])]
  }
  return found
}

// Header names are ASCII, in which only A to Z have another case; no text is made to find out.
const isSpelling = (name: string, lower: string): boolean => {
  for (let i = 0; i < lower.length; i++) {
    const c = name.charCodeAt(i)
    if ((c >= 0x41 && c <= 0x5a ? c + 0x20 : c) !== lower.charCodeAt(i)) return false
  }
  return true
}

/** Headers by their names in lower case. @internal */
export const headerFields = (raw: Raw): Record<string, readonly string[]> => gather(raw, (name) => name.toLowerCase(), same)

// ---- queries

/** Fields that the gateway has decoded. @internal */
export const decodedFields = (raw: Raw): Fields => gather(raw, same, same)

/** Fields that the gateway has left as they were sent (load balancers). @internal */
export const sentFields = (raw: Raw): Fields => gather(raw, asSentIfBroken, asSentIfBroken)

/** The fields of a query string. A name without `=` has the empty value. @internal */
export const queryFields = (text: string): Fields => parseQuery(text, Number.POSITIVE_INFINITY, asSentIfBroken) as Fields

/** The last value of each name. @internal */
export const lastValues = (fields: Fields): Readonly<Record<string, string>> => {
  const last: Record<string, string> = Object.create(null)
  for (const name of Object.keys(fields)) last[name] = fields[name]?.at(-1) ?? ''
  return last
}

const same = (s: string): string => s

const asSentIfBroken = (s: string): string => unescapeField(s) ?? s

const gather = (raw: Raw, name: (s: string) => string, value: (s: string) => string): Record<string, readonly string[]> => {
  const fields: Record<string, readonly string[]> = Object.create(null)
  for (const key of Object.keys(raw)) {
    const values = textsOf(raw[key])
    if (values.length === 0) continue
    const to = name(key)
    const all = value === same ? values : values.map(value)
    const before = fields[to]
    fields[to] = before === undefined ? all : [...before, ...all]
  }
  return fields
}
