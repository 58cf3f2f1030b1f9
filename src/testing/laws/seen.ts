/** What the watch says of a run, in the words of the laws: defects, causes, and what stands in a stack. */
import type { Fact } from '../../combinators/Fact.js'
import { isHttpError } from '../../combinators/HttpError.js'
import type { Declaration } from '../../router/Declaration.js'
import { reason } from './Stimulus.js'
import type { Watch } from './watched.js'

/** What refused or failed, in order: combinators, then handlers. @internal */
export const lefts = ({ handled, refused }: Watch): ReadonlyArray<unknown> => [
  ...refused,
  ...handled.flatMap(({ exit }) => (exit?._tag === 'Left' ? [exit.left] : []))
]

/** What nobody meant: a throw, a rejection, a nonsense return. @internal */
export const isDefect = (left: unknown): boolean =>
  isHttpError(left) && left.status === 500 && left.code === 'InternalServerError' && left.cause !== undefined

/** The cause of a defect, for people. @internal */
export const because = (watch: Watch): string => {
  const defect = lefts(watch).find(isDefect) as { readonly cause?: unknown } | undefined
  return defect === undefined ? '' : `\nbecause ${reason(defect.cause)}`
}

/** Whether combinators of the user's own stand in the stack, which refuse and reply as they like. @internal */
export const hasOwn = (d: Declaration, ...tags: ReadonlyArray<Fact['_tag']>): boolean =>
  d.facts.some((f) => tags.includes(f._tag))
