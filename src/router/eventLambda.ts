/**
 * The Lambda handler of a sentence that is no route: the exit is the result, and a `Left` or a defect fails the invocation, so that
 * whoever invoked it learns of it. Authorizers and WebSocket routes answer API Gateway in their own way, in files of their own, which the
 * bundles of other functions go without.
 */
import { defect, isHttpError } from '../combinators/HttpError.js'
import { type Wire, wire } from '../combinators/Request.js'
import { call } from '../combinators/Result.js'
import { compile, type Run } from '../combinators/run.js'
import type { Ctx, Exit, LambdaContext } from '../combinators/Source.js'
import { type LambdaHandler, type Log, toLambda } from '../events/toLambda.js'
import { type Declaration, nameOf } from './Declaration.js'
import type { Scope } from './program.js'

/** @internal */
export const eventLambda = (d: Declaration, scope: Scope): LambdaHandler => {
  const run = eventProgram(d, scope)
  return toLambda(async (event, lambda, log) => {
    const exit = await run(context(event, lambda, log, d))
    if (exit._tag === 'Right') return exit.right
    throw failed(exit, d, log)
  })
}

// ---- what all sentences that are no routes share

/** The sentence, ready: its exit is whatever the function gave. @internal */
export const eventProgram = (d: Declaration, scope: Scope): Run =>
  compile(d.steps, { facts: d.facts, ...scope }, (ctx) => call(d.handler as (ctx: never) => unknown, ctx, defect), defect)

/** What a sentence starts with. @internal */
export const context = (event: unknown, lambda: LambdaContext, log: Log, d: Declaration): Ctx => {
  const direct: Wire = {
    event,
    toResponse: (x) => x,
    fromResponse: (x) => x,
    log: (cause, at) => log(causeOf(cause), `${nameOf(d)}, ${at}`)
  }
  return { lambda, event, [wire]: direct } as unknown as Ctx
}

const causeOf = (left: unknown): unknown => (isHttpError(left) ? (left.cause ?? left.message) : left)

/** Logs what an invocation failed with, and gives what it is to be failed with. @internal */
export const failed = (exit: Exit & { readonly _tag: 'Left' }, d: Declaration, log: Log): Error => {
  const cause = causeOf(exit.left)
  log(cause, nameOf(d))
  return cause instanceof Error ? cause : new Error(`${nameOf(d)} failed${describe(cause)}`, { cause })
}

const describe = (cause: unknown): string => {
  const tag = (cause as { readonly _tag?: unknown } | null | undefined)?._tag
  return typeof tag === 'string' ? ` with '${tag}'` : typeof cause === 'string' ? `: ${cause}` : ''
}
