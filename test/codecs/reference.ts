/** What decoding and encoding are compared with: io-ts's own results. */
import * as t from 'io-ts'
import { stockOf } from '../../src/codecs/isStockIoTs.js'
import { refusedKind } from '../../src/codecs/printJson.js'
import { enumeratedKeys, partsOf, tagOf } from '../../src/codecs/reflect.js'

const { isStock } = stockOf(t)

// ---- decoding

/** A value's own objects, prototypes among them. */
export const objectsIn = (u: unknown, found: Set<unknown> = new Set()): Set<unknown> => {
  if (typeof u !== 'object' || u === null || found.has(u)) return found
  found.add(u)
  for (const d of Object.values(Object.getOwnPropertyDescriptors(u))) objectsIn(d.value, found)
  return objectsIn(Object.getPrototypeOf(u), found)
}

/** Nothing where two results are one: of the value's own objects the very same, of new ones the same make. */
export const difference = (ours: unknown, theirs: unknown, given: Set<unknown>, at = 'value'): string | undefined => {
  if (Object.is(ours, theirs)) return undefined
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null) return `${at} differs`
  if (given.has(ours) || given.has(theirs)) return `${at}: only one is the very object`
  const proto = difference(Object.getPrototypeOf(ours), Object.getPrototypeOf(theirs), given, `${at}.__proto__`)
  if (proto !== undefined) return proto
  if (Object.prototype.toString.call(ours) === '[object Date]')
    return Number(ours) === Number(theirs) ? undefined : `${at} is another day`
  const keys = Reflect.ownKeys(ours)
  if (JSON.stringify(keys.map(String)) !== JSON.stringify(Reflect.ownKeys(theirs).map(String))) return `${at} has other keys`
  for (const k of keys) {
    const found = difference(Reflect.get(ours, k), Reflect.get(theirs, k), given, `${at}.${String(k)}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a copy of a value has other keys than the value: inherited, hidden, or one that becomes its prototype. */
export const copiesDiffer = (u: unknown): boolean =>
  typeof u === 'object' &&
  u !== null &&
  ((!Array.isArray(u) &&
    (Object.getPrototypeOf(u) !== Object.prototype ||
      Object.hasOwn(u, '__proto__') ||
      Object.getOwnPropertyNames(u).length > Object.keys(u).length)) ||
    Object.values(u).some(copiesDiffer))

// ---- encoding

// What has no JSON is an error, and no record without keys.
const refuseKinds = (o: object): void => {
  if (refusedKind(o) !== undefined) throw new TypeError('no JSON')
}

export const hasNoJson = (thrown: unknown): boolean => String(thrown) === 'TypeError: no JSON'

/** Of io-ts's own output what each codec declares, put together again where several declare it. */

export const declared = (codec: t.Mixed, a: unknown, o: unknown): unknown => {
  if (!isStock(codec) || typeof o !== 'object' || o === null) return o
  const { type, types, props, domain, codomain } = partsOf(codec)
  const inside = (u: unknown, key: string | number): unknown =>
    typeof u === 'object' && u !== null ? (u as Record<string | number, unknown>)[key] : undefined
  switch (tagOf(codec)) {
    case 'ReadonlyType':
    case 'ExactType':
    case 'RefinementType':
    case 'RecursiveType':
      return declared(type, a, o)
    case 'ArrayType':
    case 'ReadonlyArrayType':
      // Another member of a union has made an object of the array.
      if (!Array.isArray(o)) return {}
      return o.map((x, i) => declared(type, inside(a, i), x))
    case 'TupleType':
      return (o as unknown[]).map((x, i) => declared(types[i] as t.Mixed, inside(a, i), x))
    case 'InterfaceType':
    case 'PartialType':
      refuseKinds(o)
      return entries(
        Object.keys(props).flatMap((key) =>
          Object.hasOwn(o, key) || (typeof a === 'object' && a !== null && key in a && !Object.hasOwn(a, key))
            ? [[key, declared(props[key] as t.Mixed, inside(a, key), inside(Object.hasOwn(o, key) ? o : a, key))]]
            : []
        )
      )
    case 'DictionaryType': {
      const names = enumeratedKeys(domain)
      if (names !== undefined) return declared(t.type(Object.fromEntries(names.map((k) => [k, codomain]))), a, o)
      if (domain.encode !== t.identity || Array.isArray(o)) return o
      refuseKinds(o)
      return entries(
        Object.keys(o).flatMap((key) => (domain.is(key) ? [[key, declared(codomain, inside(a, key), inside(o, key))]] : []))
      )
    }
    case 'IntersectionType':
      return types.map((member) => declared(member, a, o)).reduce(together)
    case 'UnionType':
      return types
        .filter((member) => member.is(a))
        .map((member) => declared(member, a, o))
        .reduce(together)
    default:
      return o
  }
}

const entries = (pairs: ReadonlyArray<readonly [string, unknown]>): object =>
  Object.defineProperties(
    {},
    Object.fromEntries(pairs.map(([k, value]) => [k, { value, enumerable: true, configurable: true, writable: true }]))
  )

const together = (a: unknown, b: unknown): unknown => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a
  if (Array.isArray(a)) return a.map((x, i) => together(x, (b as unknown[])[i]))
  // An instance is there where one of them leaves the value as it is.
  for (const u of [a, b]) if (Object.getPrototypeOf(u) !== Object.prototype) return u
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return entries(
    keys.map((k) => [
      k,
      !Object.hasOwn(b, k)
        ? Reflect.get(a, k)
        : !Object.hasOwn(a, k)
          ? Reflect.get(b, k)
          : together(Reflect.get(a, k), Reflect.get(b, k))
    ])
  )
}

/** Whether a value has own keys that no loop sees: some of io-ts's encoders show them, others do not. */
export const hides = (u: unknown): boolean =>
  typeof u === 'object' &&
  u !== null &&
  !Array.isArray(u) &&
  Object.values(Object.getOwnPropertyDescriptors(u)).some((d) => !d.enumerable || hides(d.value))
