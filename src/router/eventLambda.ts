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
import { type LambdaHandler, logError, toLambda } from '../events/toLambda.js'
import { type Declaration, nameOf } from './Declaration.js'
import type { Scope } from './program.js'

/** @internal */
export const eventLambda = (d: Declaration, scope: Scope): LambdaHandler => {
  const run = eventProgram(d, scope)
  const conclude = (exit: Exit, lambda: LambdaContext): unknown => {
    if (exit._tag === 'Right') return exit.right
    throw failed(exit, d, lambda)
  }
  return toLambda((event, lambda) => {
    const exit = run(context(event, lambda, d))
    return exit instanceof Promise ? exit.then((e) => conclude(e, lambda)) : conclude(exit, lambda)
  })
}

// ---- what all sentences that are no routes share

/** The sentence, ready: its exit is whatever the function gave. @internal */
export const eventProgram = (d: Declaration, scope: Scope): Run =>
  compile(d.steps, { facts: d.facts, ...scope }, (ctx) => call(d.handler as (ctx: never) => unknown, ctx, defect), defect)

/** What a sentence starts with. @internal */
export const context = (event: unknown, lambda: LambdaContext, d: Declaration): Ctx =>
  ({ lambda, event, [wire]: new Direct(event, lambda, d) }) as unknown as Ctx

// Events and results go as they are.
class Direct implements Wire {
  constructor(
    readonly event: unknown,
    private readonly lambda: LambdaContext,
    private readonly d: Declaration
  ) {}
  toResponse(exit: unknown): unknown {
    return exit
  }
  fromResponse(response: unknown): unknown {
    return response
  }
  log(cause: unknown, at: string): void {
    logError(causeOf(cause), `${nameOf(this.d)}, ${at}`, this.lambda)
  }
}

const causeOf = (left: unknown): unknown => (isHttpError(left) ? (left.cause ?? left.message) : left)

/** Logs what an invocation failed with, and gives what it is to be failed with. @internal */
export const failed = (exit: Exit & { readonly _tag: 'Left' }, d: Declaration, lambda: LambdaContext): Error => {
  const cause = causeOf(exit.left)
  logError(cause, nameOf(d), lambda)
  return cause instanceof Error ? cause : new Error(`${nameOf(d)} failed${describe(cause)}`, { cause })
}

const describe = (cause: unknown): string => {
  const tag = (cause as { readonly _tag?: unknown } | null | undefined)?._tag
  return typeof tag === 'string' ? ` with '${tag}'` : typeof cause === 'string' ? `: ${cause}` : ''
}
