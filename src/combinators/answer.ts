/**
 * From what a route's function gave to a reply or a refusal: the innermost guard of every HTTP sentence.
 * Whatever happens in here ends as one of the two; nothing is thrown past it.
 */
import type { Coding } from './Coding.js'
import { type Fact, factOf } from './Fact.js'
import { defect, isRefusal } from './HttpError.js'
import { isReply, ok } from './Reply.js'
import { call } from './Result.js'
import type { Run } from './run.js'
import { type Exit, left, type Program, right } from './Source.js'
import type { TellsFailures } from './tellFailure.js'

/** The guarded function of a route. @internal */
export const answer = (
  f: (ctx: never) => unknown,
  { facts, coding, tellsFailures }: Pick<Program, 'facts' | 'coding'> & { readonly tellsFailures: TellsFailures }
): Run => {
  const encode = encodeReply(facts, coding)
  const tell = tellsFailures(facts)
  const conclude = (exit: Exit): Exit | Promise<Exit> => {
    try {
      return exit._tag === 'Right' ? encode(exit.right) : left(isRefusal(exit.left) ? exit.left : tell(exit.left))
    } catch (e) {
      return left(defect(e))
    }
  }
  return (ctx) => {
    const told = call(f, ctx, defect)
    return told instanceof Promise ? told.then(conclude) : conclude(told)
  }
}

const encodeReply = (facts: ReadonlyArray<Fact>, coding: Coding): ((value: unknown) => Exit | Promise<Exit>) => {
  const declared = factOf(facts, 'Returns')?.replies
  const encode = declared === undefined ? right : coding.replies(declared, coding.encoder)
  return (value) =>
    value === undefined
      ? left(defect(new TypeError('the handler returned nothing; return noContent() for an empty reply')))
      : encode(isReply(value) ? value : ok(value))
}
