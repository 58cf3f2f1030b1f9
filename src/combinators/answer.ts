/**
 * From what a route's function gave to a reply or a refusal: the innermost guard of every HTTP sentence.
 * Whatever happens in here ends as one of the two; nothing is thrown past it.
 */
import type { Coding } from './Coding.js'
import { type ErrorEntry, type Fact, factOf, factsOf } from './Fact.js'
import { defect, isRefusal, refuse } from './HttpError.js'
import { isReply, ok } from './Reply.js'
import { call } from './Result.js'
import type { Run } from './run.js'
import { type Exit, left, type Program, right } from './Source.js'

/** The guarded function of a route. @internal */
export const answer = (f: (ctx: never) => unknown, { facts, coding }: Pick<Program, 'facts' | 'coding'>): Run => {
  const encode = encodeReply(facts, coding)
  const tell = tellFailure(facts)
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

const tellFailure = (facts: ReadonlyArray<Fact>): ((failure: unknown) => unknown) => {
  const table = new Map<string, ErrorEntry>(factsOf(facts, 'Errors').flatMap((f) => Object.entries(f.table)))
  return (failure) => {
    const tag = (failure as { readonly _tag?: unknown } | null | undefined)?._tag
    const entry = typeof tag === 'string' ? table.get(tag) : undefined
    if (entry === undefined || typeof tag !== 'string') return defect(failure)
    if (typeof entry === 'number') return refuse(entry, { code: tag, cause: failure })
    const { status, detail } = entry(failure as never)
    return refuse(status, { code: tag, cause: failure, ...(detail === undefined ? undefined : { message: detail }) })
  }
}
