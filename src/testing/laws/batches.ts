/**
 * Batches as a source may send them: valid messages among others, and which of them must wait for which. Nothing is delivered here, and what
 * the function makes of them is for the laws to see.
 */
import * as fc from 'fast-check'
import { factOf } from '../../combinators/Fact.js'
import { accountId, region } from '../../deploy/local/events.js'
import { type Declaration, nameOf } from '../../router/Declaration.js'
import { kindOf } from '../../router/functions.js'
import type { RecordChanges } from '../events/changes.js'
import { json } from './curl.js'
import { sentIn, some } from './Stimulus.js'
import type { World } from './World.js'

// ---- model

/** Messages to one function, in one invocation. @internal */
export interface MessageBatch {
  readonly name: string
  readonly messages: ReadonlyArray<unknown>
  /** Which of them the codec must refuse. */
  readonly wrong: ReadonlyArray<boolean>
  /** What is otherwise in their records. */
  readonly changes: RecordChanges
  /** The order that each belongs to: a shard's, a FIFO queue's, or that of its group; nothing where messages know nothing of each other. */
  readonly order: (i: number) => string | undefined
  readonly shown: string
}

interface Sent {
  readonly message: unknown
  readonly wrong: boolean
  readonly group: string
}

// ---- constructors

/** Batches of a declaration; nothing where it is sent none. @internal */
export const batches = (d: Declaration, world: World): fc.Arbitrary<MessageBatch> | undefined => {
  const kind = kindOf(d)
  const generators = kind === 'sqs' || kind === 'stream' || kind === 'sns' || kind === 's3' ? world.messages(d) : undefined
  if (generators === undefined) return undefined
  const as = sentIn(d)
  const group = fc.constantFrom('a', 'b')
  const right = fc.record({ message: generators.valid.map(as), wrong: fc.constant(false), group })
  const any =
    generators.invalid === undefined
      ? right
      : fc.oneof(
          { weight: 3, arbitrary: right },
          { weight: 1, arbitrary: fc.record({ message: generators.invalid.map(as), wrong: fc.constant(true), group }) }
        )
  return fc.tuple(some(any, 5), isFifo(d)).map(([sent, fifo]) => batchOf(d, sent, fifo))
}

// A queue that only CloudFormation knows may be of either kind.
const isFifo = (d: Declaration): fc.Arbitrary<boolean> => {
  const queue = factOf(d.facts, 'Queue')?.queue
  return typeof queue === 'object' ? fc.boolean() : fc.constant(queue?.endsWith('.fifo') === true)
}

const batchOf = (d: Declaration, sent: ReadonlyArray<Sent>, fifo: boolean): MessageBatch => {
  const { queue } = factOf(d.facts, 'Queue') ?? {}
  const stops = factOf(d.facts, 'Each')?.afterFailure !== 'other groups'
  const name = nameOf(d)
  const groups = sent.map((s) => s.group)
  const messages = sent.map((s) => s.message)
  const unnamed = typeof queue === 'object' ? { eventSourceARN: `arn:aws:sqs:${region}:${accountId}:queue.fifo` } : {}
  return {
    name,
    messages,
    wrong: sent.map((s) => s.wrong),
    changes: (i) => (fifo ? { ...unnamed, attributes: { MessageGroupId: groups[i] } } : {}),
    order: (i) => (kindOf(d) === 'stream' ? 'shard' : fifo ? (stops ? 'queue' : groups[i]) : undefined),
    shown: `a batch to ${name}: ${json(messages)}${fifo ? `\n# of a FIFO queue, of the groups ${groups.join(', ')}` : ''}`
  }
}

// ---- combinators

/** Which must wait, since one before them in their order has failed. @internal */
export const waiting = ({ order }: MessageBatch, failed: ReadonlyArray<boolean>): ReadonlyArray<boolean> =>
  failed.map((_, i) => order(i) !== undefined && failed.some((f, j) => f && j < i && order(j) === order(i)))
