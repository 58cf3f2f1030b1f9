/** What becomes of a batch, by what the sentence that reads it says: which messages come again, and which its handler was shown. */
import type { Woken } from './Program.js'

export interface Outcome {
  /** Places of the messages that come again. */
  readonly again: ReadonlyArray<number>
  /** How often the handler ran. */
  readonly runs: number
  /** Whether the invocation failed as a whole. */
  readonly throws: boolean
}

/** A message that is handled, one that the handler fails at, one that no codec reads. */
export type Kind = 'good' | 'failing' | 'unreadable'

export const isBatch = ({ origin }: Woken): boolean => ['queue', 'topic', 'bucket', 'stream'].includes(origin.is)

/** A message of a kind, as its source takes it. */
export const messageOf = ({ origin, each }: Woken, kind: Kind, i: number): unknown => {
  const n = kind === 'good' ? i : kind === 'failing' ? 'fail' : 'not a number'
  if (origin.is === 'stream' && origin.type === 'dynamodb') return { id: String(i), n }
  const message = each === 'typed' ? JSON.stringify({ n }) : String(n)
  return message
}

export const outcome = ({ origin, each }: Woken, kinds: ReadonlyArray<Kind>): Outcome => {
  if (each === undefined) {
    const throws = kinds.includes('failing')
    return { again: throws ? kinds.map((_, i) => i) : [], runs: 1, throws }
  }
  // A codec refuses both before the handler sees them; without one the handler takes whatever is no failure.
  const fails = (kind: Kind): boolean => (each === 'typed' ? kind !== 'good' : kind === 'failing')
  const shown = (kind: Kind): boolean => each === 'plain' || kind === 'good'
  const first = kinds.findIndex(fails)
  const ordered = origin.is === 'stream' || (origin.is === 'queue' && origin.queue.endsWith('.fifo'))
  if (first === -1) return { again: [], runs: kinds.length, throws: false }
  return ordered
    ? {
        again: kinds.flatMap((_, i) => (i < first ? [] : [i])),
        runs: kinds.slice(0, first + 1).filter(shown).length,
        throws: false
      }
    : {
        again: kinds.flatMap((kind, i) => (fails(kind) ? [i] : [])),
        runs: kinds.filter(shown).length,
        throws: origin.is === 'topic' || origin.is === 'bucket'
      }
}
