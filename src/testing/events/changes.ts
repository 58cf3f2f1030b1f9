/** What a test wants otherwise in an event that is complete already. Only data: whether AWS would ever send the outcome is the test's affair. */

// ---- model

/**
 * AWS's own keys with other values, merged deeply into the event; a list is replaced as a whole, a key that is `undefined` is left out.
 * @since 0.1.0
 */
export type Changes = Readonly<Record<string, unknown>>

/** The same changes for every record, or a record's own by its place. @since 0.1.0 */
export type RecordChanges = Changes | ((index: number) => Changes)

/** An event of records. @since 0.1.0 */
export interface Recorded<R> {
  readonly Records: ReadonlyArray<R>
}

// ---- constructors

/** @internal */
export const recorded = <A, R extends object>(
  all: ReadonlyArray<A>,
  make: (a: A, index: number) => R,
  changes: RecordChanges = {}
): Recorded<R> => ({
  Records: all.map((a, i) => merged(make(a, i), typeof changes === 'function' ? changes(i) : changes))
})

// ---- combinators

/** @internal */
export const merged = <A extends object>(base: A, changes: Changes): A => {
  const out = { ...base } as Record<string, unknown>
  for (const [key, value] of Object.entries(changes)) {
    const before = out[key]
    if (value === undefined) delete out[key]
    else out[key] = isPlain(before) && isPlain(value) ? merged(before, value) : value
  }
  return out as A
}

const isPlain = (u: unknown): u is Changes =>
  typeof u === 'object' && u !== null && !Array.isArray(u) && !(u instanceof Uint8Array)

/** Text as it is, anything else as JSON. @internal */
export const textOf = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message))

/** A UUID that tells its place. @internal */
export const uuid = (index: number): string => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`
