/**
 * A batch of records, whichever service sent it: iterable any number of times, its records read when they are reached.
 * What becomes of a batch when some of its records fail is told by its kind, in `outcome.ts`.
 */
import type { Ctx } from '../combinators/Source.js'
import { left, type Step } from '../combinators/Source.js'
import { EventError } from './lambda.js'

// ---- model

/** Records that came together; `toJSON` gives the event as it was. @since 0.1.0 */
export interface Batch<R> extends Iterable<R> {
  readonly records: ReadonlyArray<R>
  readonly toJSON: () => unknown
}

/** What the service does with failures: takes a report of ids, or of the lowest position in a stream, or only a failed invocation. @internal */
export type Reporting = 'ids' | 'checkpoint' | 'none'

/** What tells one service's records from another's. @internal */
export interface BatchKind<R> {
  readonly source: string
  readonly reporting: Reporting
  /** Whether the records of an event are of this kind. */
  readonly recognises: (record: Raw) => boolean
  readonly open: (record: Raw) => R
  /** The id that a report names: a message id, or a sequence number. */
  readonly idOf: (record: R) => unknown
  /** Records of one group keep their order; nothing where order does not matter. */
  readonly groupOf: (record: R) => string | undefined
  /** What a codec reads: text that holds JSON, or a value that is there already. */
  readonly content: (record: R) => { readonly text: string } | { readonly value: unknown }
}

/** A record before anybody looked at it. @internal */
export type Raw = Readonly<Record<string, unknown>>

class Opened<R> implements Batch<R> {
  constructor(
    readonly records: ReadonlyArray<R>,
    readonly kind: BatchKind<R>,
    private readonly event: unknown
  ) {}
  [Symbol.iterator](): Iterator<R> {
    return this.records[Symbol.iterator]()
  }
  toJSON(): unknown {
    return this.event
  }
}

// ---- constructors

/** @internal */
export const isObject = (u: unknown): u is Raw => typeof u === 'object' && u !== null && !Array.isArray(u)

/**
 * The first step of a batch source: the event becomes a batch, or the invocation fails so that the service sends it again.
 * `ignores` answers events that carry no records and mean nothing.
 * @internal
 */
export const opening =
  <R>(kind: BatchKind<R>, ignores?: (event: Raw) => boolean): Step =>
  () => ({
    enter: (ctx) => {
      const { event } = ctx
      if (isObject(event) && ignores?.(event)) return { _tag: 'Right', right: undefined }
      const records = isObject(event) ? event['Records'] : undefined
      if (!Array.isArray(records) || !recordsOf(kind, records))
        return left(new EventError(`the event is not an ${kind.source} event`))
      if (records.length === 0) return left(new EventError(`the ${kind.source} event has no records`))
      ctx['event'] = new Opened(records.map(kind.open), kind, event)
      return undefined
    }
  })

// A loop, since `every` passes over what is missing.
const recordsOf = <R>(kind: BatchKind<R>, records: ReadonlyArray<unknown>): records is ReadonlyArray<Raw> => {
  for (let i = 0; i < records.length; i++) {
    const record = records[i]
    if (!isObject(record) || !kind.recognises(record)) return false
  }
  return true
}

/** The batch of a context, with its kind. @internal */
export const batchOf = (ctx: Ctx): { readonly records: ReadonlyArray<unknown>; readonly kind: BatchKind<unknown> } =>
  ctx['event'] as Opened<unknown>

/** Text where the record has text, nothing where it has not. @internal */
export const textAt = (record: unknown, key: string): string | undefined => {
  const value = isObject(record) ? record[key] : undefined
  return typeof value === 'string' ? value : undefined
}

/** The object at a key, or an empty one. @internal */
export const objectAt = (record: unknown, key: string): Raw => {
  const value = isObject(record) ? record[key] : undefined
  return isObject(value) ? value : {}
}
