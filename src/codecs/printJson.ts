/**
 * A value as JSON, or an error that says where it has none: nothing leaves as `{}`, as null or not at all that holds something else.
 * It knows no codec and no reply; what becomes of the text or the error is decided elsewhere.
 */
import { setKey } from './setKey.js'
import { isThenable } from './thenable.js'

/**
 * The JSON of a value, as JSON.stringify writes it. It throws a TypeError where JSON.stringify would write something else than the value
 * holds: "the body has a Promise at items.0.price, which has no JSON". What a getter or a `toJSON` throws passes through.
 * @internal
 */
export const printJson = (value: unknown, what: string): string => {
  const json: string | undefined = JSON.stringify(jsonOf(value, what))
  if (json === undefined) throw notJson('undefined', begin(what))
  return json
}

/**
 * What JSON.stringify may write in place of a value: the value itself, or a copy in which what each `toJSON` gave stands in its place, so
 * that it is called once. It throws as {@link printJson} does, but lets undefined through.
 * @internal
 */
export const jsonOf = (value: unknown, what: string): unknown => (isExact(value, 0) ? value : copy(value, '', begin(what)))

// ---- fast path: nothing has to be copied

// What is deeper is copied, which notices circles.
const deepest = 64

/** Whether JSON.stringify writes all of a value, and calls nothing of the program but getters. */
const isExact = (value: unknown, depth: number): boolean => {
  switch (typeof value) {
    case 'object':
      return value === null || (depth < deepest && isExactObject(value, depth + 1))
    case 'number':
      return Number.isFinite(value)
    default:
      return typeof value === 'string' || typeof value === 'boolean' || value === undefined
  }
}

const isExactObject = (value: object, depth: number): boolean => {
  if (typeof (value as Convertible).toJSON === 'function') return isValidDate(value)
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Array.prototype) return areExact(value as ReadonlyArray<unknown>, depth)
  if (isIterable(value) || !(prototype === Object.prototype || prototype === null || isTransparent(value))) return false
  // Inherited keys are not written, but a look at them costs less than a list of the own ones; if they fail here, the copy is without them.
  for (const key in value) {
    const own = (value as Keyed)[key]
    // Most values are texts: they go without the call.
    if (typeof own !== 'string' && !isExact(own, depth)) return false
  }
  return true
}

const areExact = (list: ReadonlyArray<unknown>, depth: number): boolean => {
  for (let i = 0; i < list.length; i++) if (!isExact(list[i], depth)) return false
  return true
}

/** Whether an object of a class is written as its own keys. */
const isTransparent = (value: object): boolean =>
  !Array.isArray(value) && unboxed(value) === value && refusedKind(value) === undefined

// A valid date's own toJSON gives a text, so JSON.stringify may call it.
const { toJSON: dateToJson, toISOString } = Date.prototype
const isValidDate = (value: object): boolean =>
  Object.getPrototypeOf(value) === Date.prototype &&
  (value as Date).toJSON === dateToJson &&
  (value as Date).toISOString === toISOString &&
  Number.isFinite((value as Date).valueOf())

// ---- the copy

/** One walk: what is copied, the keys that lead here, and the objects on the way. */
interface Walk {
  readonly what: string
  readonly path: string[]
  readonly above: Set<object>
}

type Keyed = Readonly<Record<string, unknown>>
type Convertible = { readonly toJSON?: unknown }

const begin = (what: string): Walk => ({ what, path: [], above: new Set() })

const copy = (given: unknown, key: string, walk: Walk): unknown => {
  const value = unboxed(converted(given, key, walk))
  if (typeof value === 'object' && value !== null) return copyObject(value, walk)
  const kind = refusedScalar(value)
  if (kind !== undefined) throw notJson(kind, walk)
  return value
}

// What a toJSON gave is not asked for its own.
const converted = (given: unknown, key: string, walk: Walk): unknown => {
  if (given === null || (typeof given !== 'object' && typeof given !== 'bigint')) return given
  const kind = hopelessKind(given)
  if (kind !== undefined) throw notJson(kind, walk)
  const { toJSON } = given as Convertible
  if (typeof toJSON !== 'function') return given
  const value: unknown = toJSON.call(given, key)
  if (value === null && tagOf(given) === 'Date') throw notJson('an invalid Date', walk)
  return value
}

const copyObject = (value: object, walk: Walk): object => {
  const kind = walk.above.has(value) ? 'a circular reference' : refusedKind(value)
  if (kind !== undefined) throw notJson(kind, walk)
  walk.above.add(value)
  const made = Array.isArray(value) ? copyList(value, walk) : copyKeys(value as Keyed, walk)
  walk.above.delete(value)
  return made
}

const copyList = (list: ReadonlyArray<unknown>, walk: Walk): unknown[] => {
  const made: unknown[] = []
  for (let i = 0; i < list.length; i++) made.push(copyAt(list[i], String(i), walk))
  return made
}

const copyKeys = (value: Keyed, walk: Walk): object => {
  const made: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const own = value[key]
    // The way a value is converted is no part of it.
    if (key === 'toJSON' && typeof own === 'function') continue
    const copied = copyAt(own, key, walk)
    if (copied !== undefined) setKey(made, key, copied)
  }
  return made
}

const copyAt = (value: unknown, key: string, walk: Walk): unknown => {
  walk.path.push(key)
  const copied = copy(value, key, walk)
  walk.path.pop()
  return copied
}

// ---- what has no JSON

const refusedScalar = (value: unknown): string | undefined => {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? undefined : String(value)
    case 'bigint':
      return 'a BigInt'
    case 'function':
    case 'symbol':
      return `a ${typeof value}`
    default:
      return undefined
  }
}

/** What has no JSON even if it has a `toJSON`, as Buffer and some promises do. */
const hopelessKind = (value: unknown): string | undefined =>
  ArrayBuffer.isView(value) ? 'binary data' : isThenable(value) ? 'a Promise' : undefined

// Keys of these, if there are any, are not what they hold.
const opaque = new Set(
  (
    'Map Set WeakMap WeakSet WeakRef Promise Error RegExp Date Symbol BigInt ArrayBuffer SharedArrayBuffer ' +
    'Response Request Headers FormData Blob File ReadableStream WritableStream TransformStream'
  ).split(' ')
)

/** What has no JSON once `toJSON` was asked, by the name for the log; nothing for lists and for what is written as its keys. */
/** The kind of an object that has no JSON; nothing where it has. @internal */
export const refusedKind = (value: object): string | undefined => {
  if (Array.isArray(value)) return undefined
  const hopeless = hopelessKind(value)
  if (hopeless !== undefined) return hopeless
  const tag = tagOf(value)
  if (opaque.has(tag)) return withArticle(tag)
  if (value instanceof Error) return 'an Error'
  if (isNodeStream(value)) return 'a stream'
  if (isIterable(value)) return 'an iterable'
  // An object with a tag of its own and no keys holds what no key shows: a key of Web Crypto, a signal, a formatter.
  return tag !== 'Object' && Object.keys(value).length === 0 ? withArticle(tag) : undefined
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)

const withArticle = (tag: string): string => `${/^[AEIO]/.test(tag) ? 'an' : 'a'} ${tag}`

const isIterable = (value: object): boolean => {
  const { [Symbol.iterator]: each, [Symbol.asyncIterator]: later } = value as Partial<Record<symbol, unknown>>
  return each !== undefined || later !== undefined
}

const isNodeStream = (value: object): boolean => {
  const { pipe, on } = value as Keyed
  return typeof pipe === 'function' && typeof on === 'function'
}

const unboxed = (value: unknown): unknown => {
  if (value instanceof Number) return Number(value)
  if (value instanceof String) return String(value)
  return value instanceof Boolean ? Boolean.prototype.valueOf.call(value) : value
}

const longest = 200

// The path has keys alone, cut to a length that a log can carry.
const notJson = (kind: string, { what, path }: Walk): TypeError => {
  const at = path.join('.')
  const place = path.length === 0 ? `is ${kind}` : `has ${kind} at ${at.length > longest ? `${at.slice(0, longest)}…` : at}`
  return new TypeError(`${what} ${place}, which has no JSON`)
}
