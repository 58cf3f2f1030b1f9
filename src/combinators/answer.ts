/**
 * From what a route's function gave to a reply or a refusal: the innermost guard of every HTTP sentence.
 * Whatever happens in here ends as one of the two; nothing is thrown past it.
 */
import type { CodecEngine } from '../codecs/CodecEngine.js'
import type { EncodesReplies } from './encodeReply.js'
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
  {
    facts,
    codecs,
    replies,
    tellsFailures
  }: Pick<Program, 'facts' | 'codecs'> & { readonly replies: EncodesReplies; readonly tellsFailures: TellsFailures }
): Run => {
  const encode = encodeReply(facts, codecs, replies)
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

const encodeReply = (
  facts: ReadonlyArray<Fact>,
  codecs: CodecEngine,
  replies: EncodesReplies
): ((value: unknown) => Exit | Promise<Exit>) => {
  const declared = factOf(facts, 'Returns')?.replies
  const encode = declared === undefined ? right : replies(declared, codecs.encoder)
  return (value) =>
    value === undefined
      ? left(defect(new TypeError('the handler returned nothing; return noContent() for an empty reply')))
      : encode(isReply(value) ? value : ok(value))
}
