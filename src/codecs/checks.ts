/** The checks of {@link passThrough} for each kind of codec, as closures. They know values and no codecs. */

import type { Run } from './Run.js'
import { hasInside, isRecord } from './reflect.js'

// ---- model

/** `YES`: the value passes as it is. `NO`: the codec refuses it. `MAYBE`: neither is certain. @internal */
export type Verdict = typeof NO | typeof YES | typeof MAYBE
export const NO = 0
export const YES = 1
export const MAYBE = 2

/** @internal */
export type Check = (u: unknown, run: Run) => Verdict

/**
 * - `decode`: decoding gives back this very value;
 * - `json`: the same for a value that was parsed from JSON text, and nothing in it is undeclared;
 * - `encode`: encoding gives an equal value, and nothing in it is undeclared;
 * - `is`: the codec's own `is`, which is always certain.
 * @internal
 */
export type Purpose = 'decode' | 'json' | 'encode' | 'is'

interface Declared {
  readonly check: Check
  readonly required: boolean
}

/** The fields of a record, in the order of their declaration. @internal */
export type Fields = ReadonlyMap<string, Declared>

/** @internal */
export const yesIf = (b: unknown): Verdict => (b ? YES : NO)

/** @internal */
export const never: Check = () => NO

// ---- values without an inside

/** @internal */
export const text: Check = (u) => yesIf(typeof u === 'string')

/** A container copies what holds a NaN, and a JSON text may hold a number that is parsed to Infinity. @internal */
export const number: Readonly<Record<Purpose, Check>> = {
  decode: (u) => (typeof u !== 'number' ? NO : Number.isNaN(u) ? MAYBE : YES),
  json: (u) => (typeof u !== 'number' ? NO : Number.isFinite(u) ? YES : MAYBE),
  encode: (u) => yesIf(typeof u === 'number'),
  is: (u) => yesIf(typeof u === 'number')
}

/** One of some values. @internal */
export const literals = (values: ReadonlyArray<unknown>, purpose: Purpose): Check => {
  // io-ts compares with ===, to which NaN is no value at all.
  const set = new Set(values.filter((value) => !Number.isNaN(value)))
  // A literal decodes to its own value: 0 where -0 was given.
  if (set.has(0) && (purpose === 'decode' || purpose === 'json'))
    return (u) => (!set.has(u) ? NO : Object.is(u, -0) ? MAYBE : YES)
  const [only] = set
  return set.size === 1 ? (u) => yesIf(u === only) : (u) => yesIf(set.has(u))
}

// ---- values with an inside

/** @internal */
export const refinement =
  (inner: Check, predicate: (a: unknown) => unknown): Check =>
  (u, run) => {
    const verdict = inner(u, run)
    return verdict === YES ? yesIf(predicate(u)) : verdict
  }

/** @internal */
export const array =
  (item: Check, purpose: Purpose): Check =>
  (u, run) => {
    if (!Array.isArray(u)) return NO
    if (purpose === 'encode' && !isPlainArray(u)) return MAYBE
    for (let i = 0; i < u.length; i++) {
      const verdict = item(u[i], run)
      // A hole is no value to some of io-ts's functions, and undefined to others.
      if (verdict !== YES) return i in u ? verdict : MAYBE
    }
    return YES
  }

/** @internal */
export const arrayIs =
  (item: Check): Check =>
  (u, run) =>
    yesIf(Array.isArray(u) && u.every((v) => item(v, run) === YES))

/** @internal */
export const tuple = (items: ReadonlyArray<Check>, purpose: Purpose): Check => {
  // Decoding strips further items.
  const longer = purpose === 'decode' || purpose === 'json' ? MAYBE : NO
  return (u, run) => {
    if (!Array.isArray(u)) return NO
    if (u.length < items.length && longer === NO) return NO
    if (purpose === 'encode' && !isPlainArray(u)) return MAYBE
    for (let i = 0; i < items.length; i++) {
      const verdict = (items[i] as Check)(u[i], run)
      if (verdict !== YES) return verdict
    }
    return u.length > items.length ? longer : YES
  }
}

/** @internal */
export const firstOf =
  (members: ReadonlyArray<Check>): Check =>
  (u, run) => {
    for (let i = 0; i < members.length; i++) {
      const verdict = (members[i] as Check)(u, run)
      if (verdict !== NO) return verdict
    }
    return NO
  }

/** @internal */
export const all =
  (members: ReadonlyArray<Check>): Check =>
  (u, run) => {
    for (let i = 0; i < members.length; i++) {
      const verdict = (members[i] as Check)(u, run)
      if (verdict !== YES) return verdict
    }
    return YES
  }

/** A dictionary whose keys may be any. @internal */
export const dictionary =
  (value: Check, encodes: boolean): Check =>
  (u, run) => {
    if (!isRecord(u)) return Array.isArray(u) ? MAYBE : NO
    if (encodes && !isPlain(u)) return MAYBE
    for (const key in u) if (value(u[key], run) !== YES) return MAYBE
    return YES
  }

/** @internal */
export const dictionaryIs =
  (key: Check, value: Check, takesArrays: boolean): Check =>
  (u, run) =>
    isRecord(u)
      ? yesIf(Object.keys(u).every((k) => key(k, run) !== YES || value(u[k], run) === YES))
      : yesIf(takesArrays && Array.isArray(u))

// ---- records

interface Field {
  readonly name: string
  readonly check: Check
  readonly required: boolean
  /** Its place in the order of declaration, in which most values are written. */
  readonly place: number
  /** What most fields hold is checked without a call. */
  readonly type: 'string' | 'number' | 'other'
}

/** Two records that one value has: what both declare must pass both. @internal */
export const merged = (a: Fields, b: Fields): Fields => {
  const fields = new Map(a)
  for (const [name, field] of b) {
    const other = fields.get(name)
    fields.set(name, other === undefined ? field : both(other, field))
  }
  return fields
}

const both = (a: Declared, b: Declared): Declared =>
  a.required === b.required
    ? { check: all([a.check, b.check]), required: a.required }
    : { check: all([presentOf(a), presentOf(b)]), required: true }

// What may be absent may be undefined.
const presentOf = ({ check, required }: Declared): Check =>
  required ? check : (u, run) => (u === undefined ? YES : check(u, run))

/** A record; in an exact one undeclared keys do not pass. @internal */
export const record = (declared: Fields, purpose: Purpose, exact: boolean): Check => {
  const fields = fieldsOf(declared)
  const byName = new Map(fields.map((field) => [field.name, field]))
  const closed = exact || purpose !== 'decode'
  const parsed = purpose === 'json'
  // What is missing may be undefined by right.
  const needed = fields.filter((field) => field.required)
  const refusesAbsent = (u: Record<string, unknown>, run: Run) =>
    [...declared].some(([name, { check, required }]) => required && u[name] === undefined && check(undefined, run) === NO)
  return (u, run) => {
    if (!isRecord(u)) return NO
    let place = 0
    let missing = needed.length
    let enumerated = 0
    for (const name in u) {
      enumerated++
      let field = fields[place]
      if (field === undefined || field.name !== name) {
        field = byName.get(name)
        if (field === undefined) {
          if (closed) return MAYBE
          continue
        }
      }
      place = field.place + 1
      const value = u[name]
      if (!(field.type === 'string' ? typeof value === 'string' : field.type === 'number' && Number.isFinite(value))) {
        if (value === undefined) continue
        const verdict = field.check(value, run)
        if (verdict !== YES) return verdict
      }
      if (field.required) missing--
    }
    if (missing > 0) return refusesAbsent(u, run) ? NO : MAYBE
    // Keys may be inherited or hidden.
    return parsed || (isPlain(u) && Object.getOwnPropertyNames(u).length === enumerated) ? YES : MAYBE
  }
}

// A key that every object inherits is never absent.
const fieldsOf = (declared: Fields): ReadonlyArray<Field> =>
  [...declared].map(([name, { check, required }], place) => ({
    name,
    check,
    required: required || name in Object.prototype,
    place,
    type: check === text ? 'string' : Object.values(number).includes(check) ? 'number' : 'other'
  }))

/** @internal */
export const recordIs = (fields: Fields): Check => {
  const all = [...fields]
  return (u, run) => {
    if (!isRecord(u)) return NO
    for (const [name, { check, required }] of all) {
      const value = u[name]
      if (value === undefined && (!required || !Object.hasOwn(u, name))) {
        if (required) return NO
      } else if (check(value, run) !== YES) return NO
    }
    return YES
  }
}

/** What an inner check passes, where it has these keys and no others. @internal */
export const exact =
  (inner: Check, keys: object): Check =>
  (u, run) => {
    const verdict = inner(u, run)
    return verdict !== YES || Object.getOwnPropertyNames(u).every((name) => Object.hasOwn(keys, name)) ? verdict : MAYBE
  }

// JSON.stringify writes the items of these, and calls no toJSON of the array's own.
const isPlainArray = (u: ReadonlyArray<unknown>): boolean =>
  Object.getPrototypeOf(u) === Array.prototype && !Object.hasOwn(u, 'toJSON')

// Every key of these that a loop sees is their own.
const isPlain = (u: object): boolean => {
  const proto: unknown = Object.getPrototypeOf(u)
  return proto === Object.prototype || proto === null
}

// ---- combinators

/** The same, asked once about an object or array within one run. @internal */
export const remembered =
  (check: Check): Check =>
  (u, run) =>
    hasInside(u) ? run.once(check, u, () => check(u, run)) : check(u, run)
