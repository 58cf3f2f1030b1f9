/** A batch of messages to a function, in one invocation, and what became of each of them. */
import { type Fact, factOf } from '../combinators/Fact.js'
import { accountId, region } from '../deploy/local/events.js'
import { BatchError } from '../events/outcome.js'
import type { AnyService } from '../router/service.js'
import { merged, type RecordChanges, type Recorded } from './events/changes.js'
import { dynamodb, type ItemChange } from './events/dynamodb.js'
import { kinesis } from './events/kinesis.js'
import { s3 } from './events/s3.js'
import { sns } from './events/sns.js'
import { sqs } from './events/sqs.js'
import type { Invoke } from './invoking.js'

// ---- model

/** What became of a batch, by message. @since 0.1.0 */
export interface BatchOutcome<M> {
  /**
   * Those that the service sends again, in order: of a queue what was reported, of a stream everything from the reported position on, of
   * topics and buckets what failed. All of them where the invocation failed as a whole, or reported what is not in the batch.
   */
  readonly failed: ReadonlyArray<M>
  readonly succeeded: ReadonlyArray<M>
  /** What the invocation failed with, where it did. */
  readonly error?: unknown
  /** What the function gave. */
  readonly result?: unknown
}

interface Kind {
  readonly build: (messages: ReadonlyArray<unknown>, changes: RecordChanges) => Recorded<object>
  /** AWS's words for where the records come from. */
  readonly from: Readonly<Record<string, unknown>>
  readonly idOf: (record: never) => string
  readonly reports: 'ids' | 'checkpoint' | 'nothing'
}

// ---- constructors

/** What became of each message, by its place. @internal */
export interface Delivered {
  readonly failed: ReadonlyArray<boolean>
  /** What a report would call them; none where the service takes no report. */
  readonly ids: ReadonlyArray<string>
  /** What a report was seen to name, in its order. */
  readonly reported: ReadonlyArray<unknown>
  readonly error?: unknown
  readonly result?: unknown
}

/** All messages in one invocation, or the one at a place alone: its record is the same. @internal */
export type Deliver = (
  name: string,
  messages: ReadonlyArray<unknown>,
  changes?: RecordChanges,
  alone?: number
) => Promise<Delivered>

/** @internal */
export const delivering =
  (service: AnyService, invoke: Invoke): Deliver =>
  async (name, messages, changes = {}, alone) => {
    const facts = service.functions.find((f) => f.name === name)?.declarations[0]?.facts
    const kind = facts === undefined ? undefined : kindOf(facts)
    // An unknown name is told with those near it.
    if (facts === undefined) return (await invoke(name, {})) as never
    if (kind === undefined) throw new TypeError(`'${name}' is woken by no records: invoke it with its event`)
    const all = kind.build(messages, (i) => merged(kind.from, typeof changes === 'function' ? changes(i) : changes)).Records
    const Records = alone === undefined ? all : all.slice(alone, alone + 1)
    const ids = kind.reports === 'nothing' ? [] : (Records as ReadonlyArray<never>).map(kind.idOf)
    try {
      const result = await invoke(name, { Records })
      // Without `each` nobody asks for a report, and none is read.
      const reported = factOf(facts, 'Each') === undefined || kind.reports === 'nothing' ? [] : reportIn(result)
      return { failed: failures(Records as ReadonlyArray<never>, kind, reported), ids, reported: reported ?? [], result }
    } catch (error) {
      const some = kind.reports === 'nothing' && error instanceof BatchError ? error.failures.map((f) => f.index) : undefined
      return { failed: Records.map((_, i) => some?.includes(i) ?? true), ids, reported: [], error }
    }
  }

/** @internal */
export const batching =
  (deliver: Deliver) =>
  async (name: string, messages: ReadonlyArray<unknown>, changes: RecordChanges = {}): Promise<BatchOutcome<unknown>> => {
    const { failed, ids: _ids, reported: _reported, ...rest } = await deliver(name, messages, changes)
    return {
      failed: messages.filter((_, i) => failed[i] === true),
      succeeded: messages.filter((_, i) => failed[i] !== true),
      ...rest
    }
  }

const kindOf = (facts: ReadonlyArray<Fact>): Kind | undefined => {
  for (const f of facts)
    switch (f._tag) {
      case 'Queue':
        return {
          build: sqs,
          from: { eventSourceARN: arnOf('sqs', f.queue, 'queue') },
          idOf: (r: { readonly messageId: string }) => r.messageId,
          reports: 'ids'
        }
      case 'Topic':
        return { build: sns, from: { Sns: { TopicArn: arnOf('sns', f.topic, 'topic') } }, idOf: () => '', reports: 'nothing' }
      case 'Bucket':
        return {
          build: s3 as Kind['build'],
          from: {
            eventName: (f.events[0] ?? 's3:ObjectCreated:*').replace(/^s3:/, '').replace('*', 'Put'),
            s3: { bucket: { name: f.bucket, arn: `arn:aws:s3:::${f.bucket}` } }
          },
          idOf: () => '',
          reports: 'nothing'
        }
      case 'Stream':
        return f.type === 'kinesis'
          ? {
              build: kinesis,
              from: { eventSourceARN: arnOf('kinesis', f.stream, 'stream', 'stream/') },
              idOf: (r: { readonly kinesis: { readonly sequenceNumber: string } }) => r.kinesis.sequenceNumber,
              reports: 'checkpoint'
            }
          : {
              build: (items, changes) => dynamodb(items as ReadonlyArray<ItemChange>, changes),
              from: typeof f.stream === 'string' ? { eventSourceARN: f.stream } : {},
              idOf: (r: { readonly dynamodb: { readonly SequenceNumber: string } }) => r.dynamodb.SequenceNumber,
              reports: 'checkpoint'
            }
      default:
    }
  return undefined
}

// A name, an ARN, or something that only CloudFormation knows.
const arnOf = (service: string, text: unknown, otherwise: string, prefix = ''): string =>
  typeof text === 'string' && text.startsWith('arn:')
    ? text
    : `arn:aws:${service}:${region}:${accountId}:${prefix}${typeof text === 'string' ? text : otherwise}`

// ---- combinators

/** The ids of a report; nothing where it is none, which Lambda takes for a failure of all. */
const reportIn = (result: unknown): ReadonlyArray<unknown> | undefined => {
  if (result === undefined || result === null) return []
  const failures = (result as { readonly batchItemFailures?: unknown }).batchItemFailures ?? []
  return Array.isArray(failures)
    ? failures.map((f) => (f as { readonly itemIdentifier?: unknown } | null)?.itemIdentifier)
    : undefined
}

// "Reporting batch item failures": an id that is not in the batch fails all of it; a stream goes back to the lowest position.
const failures = (
  records: ReadonlyArray<never>,
  kind: Kind,
  reported: ReadonlyArray<unknown> | undefined
): ReadonlyArray<boolean> => {
  const ids = records.map(kind.idOf)
  if (reported === undefined || reported.some((id) => !ids.includes(id as string))) return records.map(() => true)
  const first = ids.findIndex((id) => reported.includes(id))
  return ids.map((id, i) => (kind.reports === 'checkpoint' ? first !== -1 && i >= first : reported.includes(id)))
}
