/**
 * From the exits of single records to the result of a whole batch: a pure fold, and the order in which records may run.
 * It never reports success for a record that did not succeed, and names no id that is not in the batch.
 */
import type { Exit } from '../combinators/Source.js'
import type { BatchKind } from './Batch.js'

// ---- model

/** The partial batch response of AWS Lambda ("ReportBatchItemFailures"). @since 0.1.0 */
export interface BatchResponse {
  readonly batchItemFailures: ReadonlyArray<{ readonly itemIdentifier: string }>
}

/** What became of a record; `undefined` where it was not run because one before it in its order failed. @internal */
export type Outcome = Exit | undefined

/** A batch of which some records failed, where the service takes no report: the whole invocation fails with it. @since 0.1.0 */
export class BatchError extends Error {
  override readonly name = 'BatchError'
  constructor(
    source: string,
    readonly failures: ReadonlyArray<{ readonly index: number; readonly cause: unknown }>,
    count: number
  ) {
    super(`${failures.length} of ${count} ${source} records failed`)
  }
}

// ---- combinators

/**
 * The result of a batch. Queues get the ids of records that did not succeed; streams the lowest such position alone, from which they
 * send everything again; where no report is taken, any failure fails the invocation. A record without an id fails it as well.
 * @internal
 */
export const fold = <R>(kind: BatchKind<R>, records: ReadonlyArray<R>, outcomes: ReadonlyArray<Outcome>): Exit => {
  const failures = outcomes.flatMap((o, index) =>
    o?._tag === 'Right' ? [] : [{ index, cause: o?._tag === 'Left' ? o.left : undefined }]
  )
  if (failures.length === 0) return { _tag: 'Right', right: kind.reporting === 'none' ? undefined : { batchItemFailures: [] } }
  const reported = kind.reporting === 'checkpoint' ? failures.slice(0, 1) : failures
  const ids = reported.map(({ index }) => kind.idOf(records[index] as R))
  if (kind.reporting === 'none' || !ids.every((id): id is string => typeof id === 'string' && id !== ''))
    return { _tag: 'Left', left: new BatchError(kind.source, failures, records.length) }
  return { _tag: 'Right', right: { batchItemFailures: [...new Set(ids)].map((itemIdentifier) => ({ itemIdentifier })) } }
}

/** How ordered records go on after a failure: none of the batch, or those of other groups. @since 0.1.0 */
export type AfterFailure = 'stop' | 'other groups'

/**
 * Runs each record once. Records of one group run in order, and after a failure the rest of their group is not run; with `stop` nothing
 * ordered runs any more. At most `concurrency` groups, or records without a group, run at once. Synchronous where all records are.
 * @internal
 */
export const runAll = <R>(
  kind: BatchKind<R>,
  records: ReadonlyArray<R>,
  run: (record: R) => Exit | Promise<Exit>,
  o: { readonly concurrency: number; readonly afterFailure: AfterFailure | undefined }
): ReadonlyArray<Outcome> | Promise<ReadonlyArray<Outcome>> => {
  const outcomes: Outcome[] = records.map(() => undefined)
  const lanes = lanesOf(kind, records, o.afterFailure)
  const lane = (indexes: ReadonlyArray<number>, from: number): undefined | Promise<undefined> => {
    for (let i = from; i < indexes.length; i++) {
      const index = indexes[i] as number
      const exit = run(records[index] as R)
      if (exit instanceof Promise)
        return exit.then((e) => {
          outcomes[index] = e
          return e._tag === 'Left' ? undefined : lane(indexes, i + 1)
        })
      outcomes[index] = exit
      if (exit._tag === 'Left') return undefined
    }
    return undefined
  }
  let next = 0
  const worker = (): undefined | Promise<undefined> => {
    while (next < lanes.length) {
      const done = lane(lanes[next++] as ReadonlyArray<number>, 0)
      if (done instanceof Promise) return done.then(worker)
    }
    return undefined
  }
  const workers = Array.from({ length: Math.min(o.concurrency, lanes.length) }, worker).filter((w) => w !== undefined)
  return workers.length === 0 ? outcomes : Promise.all(workers).then(() => outcomes)
}

// A lane is what must run in order: all of a group, or all that is ordered, or one record by itself.
const lanesOf = <R>(
  kind: BatchKind<R>,
  records: ReadonlyArray<R>,
  after: AfterFailure | undefined
): ReadonlyArray<ReadonlyArray<number>> => {
  const lanes: number[][] = []
  const ordered = new Map<string | undefined, number[]>()
  for (let i = 0; i < records.length; i++) {
    const group = kind.groupOf(records[i] as R)
    const id = group === undefined || after === 'other groups' ? group : 'ordered'
    let lane = ordered.get(id)
    if (lane === undefined) {
      lane = []
      lanes.push(lane)
      if (id !== undefined) ordered.set(id, lane)
    }
    lane.push(i)
  }
  return lanes
}
