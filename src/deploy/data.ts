/**
 * Plain data, as the generated file is made of it: records, lists, text, numbers, booleans. Reading, comparing and merging it.
 * Not a model of serverless.yml: what the keys mean is said where they are written.
 */

/** A record of plain data. @internal */
export type Data = Readonly<Record<string, unknown>>

/** @internal */
export const isData = (u: unknown): u is Data => typeof u === 'object' && u !== null && !Array.isArray(u)

/** What stands under some keys, one inside the other; undefined where there is nothing. @internal */
export const at = (u: unknown, ...keys: ReadonlyArray<string>): unknown =>
  keys.reduce<unknown>((inner, key) => (isData(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), u)

/** A record under some keys; an empty one where there is none. @internal */
export const dataAt = (u: unknown, ...keys: ReadonlyArray<string>): Data => {
  const found = at(u, ...keys)
  return isData(found) ? found : {}
}

/** A list under some keys; an empty one where there is none. @internal */
export const listAt = (u: unknown, ...keys: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  const found = at(u, ...keys)
  return Array.isArray(found) ? found : []
}

/** A record without the keys that have no value. @internal */
export const compact = (o: Data): Data => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined))

/** A record, or nothing if it is empty. @internal */
export const unlessEmpty = (o: Data): Data | undefined => (Object.keys(o).length === 0 ? undefined : o)

/** A list, or nothing if it is empty. @internal */
export const someOf = <A>(xs: ReadonlyArray<A>): ReadonlyArray<A> | undefined => (xs.length === 0 ? undefined : xs)

/** Data as one line of text that is the same for the same data, whatever the order of its keys. @internal */
export const canonical = (u: unknown): string =>
  JSON.stringify(u, (_, v: unknown) =>
    isData(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) : v
  ) ?? 'undefined'

/** Whether two pieces of data say the same. @internal */
export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

/** Those that say something new, in order. @internal */
export const distinct = <A>(xs: ReadonlyArray<A>): ReadonlyArray<A> => {
  const seen = new Map<string, A>()
  for (const x of xs) {
    const key = canonical(x)
    if (!seen.has(key)) seen.set(key, x)
  }
  return [...seen.values()]
}

/** The second merged into the first: records deeply, lists appended, anything else replaced. @internal */
export const merge = (a: unknown, b: unknown): unknown => {
  if (b === undefined) return a
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b]
  if (!isData(a) || !isData(b)) return b
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return Object.fromEntries(keys.map((k) => [k, merge(at(a, k), at(b, k))]))
}
