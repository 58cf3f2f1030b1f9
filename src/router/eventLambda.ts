/**
 * The Lambda handler of a sentence that is no route: the exit is the result, and a `Left` or a defect fails the invocation, so that
 * whoever invoked it learns of it.
 */
import type { Denial, Grant } from '../combinators/Grant.js'
import { defect, isHttpError } from '../combinators/HttpError.js'
import { type Wire, wire } from '../combinators/Request.js'
import { call } from '../combinators/Result.js'
import { compile, type Run } from '../combinators/run.js'
import type { Ctx, Exit } from '../combinators/Source.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Declaration } from './Declaration.js'
import { nameOf } from './Declaration.js'
import type { LambdaFunction } from './functions.js'
import { apiArn, policyOf } from './policy.js'
import type { Scope } from './program.js'

/** @internal */
export const eventLambda = (f: LambdaFunction, scope: Scope, routes: ReadonlyArray<Declaration>): LambdaHandler => {
  const d = f.declarations[0] as Declaration
  const run = compile(
    d.steps,
    { facts: d.facts, ...scope },
    (ctx) => call(d.handler as (ctx: never) => unknown, ctx, defect),
    defect
  )
  return f.kind === 'authorizer' ? authorizerLambda(d, run, routes) : plainLambda(d, run)
}

const plainLambda = (d: Declaration, run: Run): LambdaHandler =>
  toLambda(async (event, lambda, log) => {
    const exit = await run({ lambda, event, [wire]: direct(event) } as Ctx)
    if (exit._tag === 'Right') return exit.right
    throw failed(exit, d, log)
  })

// API Gateway answers 401 to this message alone, and 500 to any other.
const unauthorized = (): Error => new Error('Unauthorized')

const authorizerLambda = (d: Declaration, run: Run, routes: ReadonlyArray<Declaration>): LambdaHandler =>
  toLambda(async (event, lambda, log) => {
    const { type, authorizationToken, methodArn } = (typeof event === 'object' && event !== null ? event : {}) as Readonly<
      Record<string, unknown>
    >
    const arn = typeof methodArn === 'string' ? apiArn(methodArn) : undefined
    if (arn === undefined || typeof authorizationToken !== 'string') throw unauthorized()
    const ctx = { lambda, authType: type, token: authorizationToken, methodArn, event, [wire]: direct(event) } as unknown as Ctx
    const exit = await run(ctx)
    if (exit._tag === 'Left') {
      failed(exit, d, log)
      throw unauthorized()
    }
    const answer = exit.right as Grant<unknown> | Denial
    return {
      principalId: answer._tag === 'Grant' ? answer.principalId : 'nobody',
      policyDocument: policyOf(answer, arn, routes),
      context: answer._tag === 'Grant' ? answer.context : {}
    }
  })

const direct = (event: unknown): Wire => ({ event, toResponse: (x) => x, fromResponse: (x) => x })

const failed = (exit: Exit & { readonly _tag: 'Left' }, d: Declaration, log: (cause: unknown, at: string) => void): Error => {
  const cause = isHttpError(exit.left) ? (exit.left.cause ?? exit.left.message) : exit.left
  log(cause, nameOf(d))
  return cause instanceof Error ? cause : new Error(`${nameOf(d)} failed${describe(cause)}`, { cause })
}

const describe = (cause: unknown): string => {
  const tag = (cause as { readonly _tag?: unknown } | null | undefined)?._tag
  return typeof tag === 'string' ? ` with '${tag}'` : typeof cause === 'string' ? `: ${cause}` : ''
}
