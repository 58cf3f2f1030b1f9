/**
 * A first look at a value, made from a codec once: is it a value that decoding gives back as it is? Most are, and then nothing is made for it.
 * Whatever this does not see at once it leaves to the decoder; it never tells what is wrong.
 */

import type { Parts } from '../codecs/parts.js'
import { type LeafTag, leaves } from './genuine.js'

// ---- model

/** Whether a value decodes to itself; whether it is refused; or that it must be looked at more closely. @internal */
export type Verdict = typeof YES | typeof NO | typeof MAYBE
export const NO = 0
export const YES = 1
export const MAYBE = 2

/** A first look. @internal */
export type Quick = (u: unknown) => Verdict

/** One key of a record. `next` is the one declared after it: most values are written in that order. */
interface Key {
  readonly name: string
  readonly quick: Quick
  readonly required: 0 | 1
  /** One of its own among the optional keys. */
  readonly bit: number
  readonly next: Key | undefined
}

/** The keys of a record. @internal */
export type Shape = ReadonlyMap<string, { readonly quick: Quick; readonly required: 0 | 1 }>

// ---- constructors

/** What io-ts calls a record: any object but a list. @internal */
export const isRecord = (u: unknown): u is Record<string, unknown> => u !== null && typeof u === 'object' && !Array.isArray(u)

/** @internal */
export const leaf = (tag: LeafTag, parts: Parts): Quick => {
  switch (tag) {
    case 'StringType':
      return isText
    // A container copies what holds a NaN.
    case 'NumberType':
      return isNumber
    case 'UnknownType':
    case 'AnyType':
      return (u) => (Number.isNaN(u) ? MAYBE : YES)
    case 'BooleanType':
      return isBoolean
    case 'NullType':
      return (u) => (u === null ? YES : NO)
    // A literal decodes to its own value: 0 where -0 was given.
    case 'LiteralType': {
      const { value } = parts
      return (u) => (u !== value ? NO : u === 0 ? MAYBE : YES)
    }
    case 'KeyofType': {
      const keys = new Set<unknown>(Object.getOwnPropertyNames(parts.keys))
      return (u) => (keys.has(u) ? YES : NO)
    }
    default: {
      const is = leaves[tag]
      return (u) => (is(u) ? YES : NO)
    }
  }
}

const isText: Quick = (u) => (typeof u === 'string' ? YES : NO)
const isNumber: Quick = (u) => (typeof u !== 'number' ? NO : Number.isNaN(u) ? MAYBE : YES)
const isBoolean: Quick = (u) => (typeof u === 'boolean' ? YES : NO)

/** @internal */
export const refinement =
  (inner: Quick, predicate: (a: unknown) => unknown): Quick =>
  (u) => {
    const v = inner(u)
    return v !== YES ? v : predicate(u) ? YES : NO
  }

/** @internal */
export const list =
  (item: Quick): Quick =>
  (u) => {
    if (!Array.isArray(u)) return NO
    for (let i = 0; i < u.length; i++) {
      const v = item(u[i])
      if (v !== YES) return v
    }
    return YES
  }

/** @internal */
export const tuple =
  (parts: ReadonlyArray<Quick>): Quick =>
  (u) => {
    if (!Array.isArray(u)) return NO
    for (let i = 0; i < parts.length; i++) {
      const v = (parts[i] as Quick)(u[i])
      if (v !== YES) return v
    }
    return u.length > parts.length ? MAYBE : YES
  }

/** @internal */
export const firstOf =
  (members: ReadonlyArray<Quick>): Quick =>
  (u) => {
    for (let i = 0; i < members.length; i++) {
      const v = (members[i] as Quick)(u)
      if (v !== NO) return v
    }
    return NO
  }

/** @internal */
export const allOf =
  (members: ReadonlyArray<Quick>): Quick =>
  (u) => {
    for (let i = 0; i < members.length; i++) {
      const v = (members[i] as Quick)(u)
      if (v !== YES) return v
    }
    return YES
  }

/** @internal */
export const dictionary =
  (item: Quick): Quick =>
  (u) => {
    if (!isRecord(u)) return Array.isArray(u) ? MAYBE : NO
    for (const key in u) if (item(u[key]) !== YES) return MAYBE
    return YES
  }

/** @internal */
export const tagged =
  (tag: string, places: ReadonlyMap<unknown, number>, members: ReadonlyArray<Quick>): Quick =>
  (u) => {
    const place = isRecord(u) ? places.get(u[tag]) : undefined
    return place === undefined ? NO : (members[place] as Quick)(u)
  }

/** Two shapes of one value. @internal */
export const both = (a: Shape, b: Shape): Shape => {
  const all = new Map(a)
  for (const [key, { quick, required }] of b) {
    const other = all.get(key)
    all.set(
      key,
      other === undefined ? { quick, required } : { quick: allOf([other.quick, quick]), required: other.required || required }
    )
  }
  return all
}

/** A record, that may have further keys; one of which they are left out (`exact`); or one that must not have them (`declared`). @internal */
export const record = (shape: Shape, others: 'kept' | 'exact' | 'declared'): Quick => {
  const exact = others === 'exact'
  const { first, keys, optional, required } = keysOf(shape)
  return (u) => {
    if (!isRecord(u)) return NO
    let expected = first
    let seen = 0
    let missing = required
    let n = 0
    for (const name in u) {
      const key = expected?.name === name ? expected : keys.get(name)
      if (key === undefined) {
        if (others !== 'kept') return MAYBE
        continue
      }
      expected = key.next
      n++
      const value = u[name]
      if (value === undefined) continue
      // Most keys hold text: those need no call.
      if (key.quick !== isText || typeof value !== 'string') {
        const verdict = key.quick(value)
        if (verdict !== YES) return verdict
      }
      seen |= key.bit
      missing -= key.required
    }
    // What is missing may be undefined by right, inherited or hidden: that needs the closer look.
    if (missing !== 0) return MAYBE
    for (const { name, bit } of optional) if ((seen & bit) === 0 && u[name] !== undefined) return MAYBE
    return !exact || (isPlain(u) && Object.getOwnPropertyNames(u).length === n) ? YES : MAYBE
  }
}

const keysOf = (shape: Shape) => {
  const keys = new Map<string, Key>()
  const optional: Key[] = []
  let first: Key | undefined
  for (const [name, { quick, required }] of [...shape].reverse()) {
    // Of more optional keys than a number has bits the others are looked for each time.
    const bit = required === 1 || optional.length > 30 ? 0 : 1 << optional.length
    first = { name, quick, required, bit, next: first }
    keys.set(name, first)
    if (required === 0) optional.push(first)
  }
  return { first, keys, optional, required: keys.size - optional.length }
}

/** What an inner look takes, where it has these keys and no others. @internal */
export const exact =
  (inner: Quick, props: object): Quick =>
  (u) => {
    if (!isRecord(u)) return NO
    const v = inner(u)
    return v !== YES || Object.getOwnPropertyNames(u).every((name) => Object.hasOwn(props, name)) ? v : MAYBE
  }

// Of these alone is every key that was seen a key of their own.
const isPlain = (u: object): boolean => {
  const proto: unknown = Object.getPrototypeOf(u)
  return proto === Object.prototype || proto === null
}
