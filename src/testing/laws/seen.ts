/** What the watch says of a run, in the words of the laws: defects, causes, and what stands in a stack. */
import type { Fact } from '../../combinators/Fact.js'
import { isHttpError } from '../../combinators/HttpError.js'
import { isReply } from '../../combinators/Reply.js'
import { printReply } from '../../events/printReply.js'
import type { Declaration } from '../../router/Declaration.js'
import { type Outcome, reason } from './Stimulus.js'
import type { Watch } from './watched.js'

/** What refused or failed, in order: combinators, then handlers. @internal */
export const lefts = ({ handled, refused }: Watch): ReadonlyArray<unknown> => [
  ...refused,
  ...handled.flatMap(({ exit }) => (exit?._tag === 'Left' ? [exit.left] : []))
]

/** What nobody meant: a throw, a rejection, a nonsense return. @internal */
export const isDefect = (left: unknown): boolean =>
  isHttpError(left) && left.status === 500 && left.code === 'InternalServerError' && left.cause !== undefined

/** The cause of a defect, for people; nothing where what came is that cause, and has told it. @internal */
export const because = (watch: Watch, came?: Outcome): string => {
  const defect = lefts(watch).find(isDefect) ?? unprintable(watch)
  if (!isHttpError(defect) || (came?._tag === 'Threw' && came.error === defect.cause)) return ''
  return `\nbecause ${reason(defect.cause)}`
}

// A reply that no wire can carry fails after all that was watched: it is printed once more, to hear why.
const unprintable = ({ ended }: Watch): unknown => {
  const told = ended?._tag === 'Right' ? ended.right : ended?.left
  if (!isReply(told)) return undefined
  const printed = printReply(told, { method: 'GET', accept: undefined, binaryTypes: ['*/*'], gateway: 'rest' })
  return isDefect(printed) ? printed : undefined
}

/** Whether combinators of the user's own stand in the stack, which refuse and reply as they like. @internal */
export const hasOwn = (d: Declaration, ...tags: ReadonlyArray<Fact['_tag']>): boolean =>
  d.facts.some((f) => tags.includes(f._tag))
