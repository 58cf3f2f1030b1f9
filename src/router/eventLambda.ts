/**
 * The Lambda handler of a sentence that is no route: the exit is the result, and a `Left` or a defect fails the invocation, so that
 * whoever invoked it learns of it. Authorizers and WebSocket routes answer API Gateway in its own way.
 */
import { factOf } from '../combinators/Fact.js'
import type { Denial, Grant } from '../combinators/Grant.js'
import { defect, isHttpError } from '../combinators/HttpError.js'
import { type AnyReply, isReply } from '../combinators/Reply.js'
import { type Wire, wire } from '../combinators/Request.js'
import { call } from '../combinators/Result.js'
import { compile, type Run } from '../combinators/run.js'
import type { Ctx, Exit, LambdaContext } from '../combinators/Source.js'
import { authorizerRequest } from '../events/authorizerRequest.js'
import { type LambdaHandler, type Log, toLambda } from '../events/toLambda.js'
import { type Declaration, nameOf } from './Declaration.js'
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
  switch (f.kind) {
    case 'authorizer':
      return authorizerLambda(d, run, routes)
    case 'websocket':
      return websocketLambda(d, run)
    default:
      return plainLambda(d, run)
  }
}

const plainLambda = (d: Declaration, run: Run): LambdaHandler =>
  toLambda(async (event, lambda, log) => {
    const exit = await run(context(event, lambda, log, d))
    if (exit._tag === 'Right') return exit.right
    throw failed(exit, d, log)
  })

// ---- WebSocket routes

const websocketLambda = (d: Declaration, run: Run): LambdaHandler =>
  toLambda(async (event, lambda, log) => {
    const exit = await run(context(event, lambda, log, d))
    const told = exit._tag === 'Right' ? exit.right : exit.left
    if (isReply(told)) return repliedWith(told, d, log)
    if (exit._tag === 'Right') return { statusCode: 200 }
    if (isHttpError(told) && told.status < 500)
      return { statusCode: told.status, body: JSON.stringify({ code: told.code, message: told.message, errors: told.issues }) }
    throw failed(exit, d, log)
  })

const repliedWith = ({ status, headers, body }: AnyReply, d: Declaration, log: Log): object => {
  const all = Object.entries(headers)
  try {
    return {
      statusCode: status,
      headers: Object.fromEntries(all.filter(([, v]) => typeof v === 'string')),
      multiValueHeaders: Object.fromEntries(all.filter(([, v]) => typeof v !== 'string')),
      body: textOf(body)
    }
  } catch (cause) {
    throw failed({ _tag: 'Left', left: cause }, d, log)
  }
}

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body)

// ---- authorizers

// API Gateway answers 401 to this message alone, and 500 to any other.
const unauthorized = (): Error => new Error('Unauthorized')

const authorizerLambda = (d: Declaration, run: Run, routes: ReadonlyArray<Declaration>): LambdaHandler => {
  const header = factOf(d.facts, 'Authorizer')?.scheme
  return toLambda(async (event, lambda, log) => {
    const request = authorizerRequest(event, header !== undefined && 'header' in header ? header.header : 'Authorization')
    const arn = request === undefined ? undefined : apiArn(request.methodArn)
    if (request === undefined || arn === undefined) throw unauthorized()
    const exit = await run({ ...context(event, lambda, log, d), ...request } as Ctx)
    if (exit._tag === 'Left') {
      if (!(isHttpError(exit.left) && exit.left.status < 500)) failed(exit, d, log)
      throw unauthorized()
    }
    try {
      return answered(exit.right as Grant<unknown> | Denial, event, arn, routes)
    } catch (cause) {
      failed({ _tag: 'Left', left: cause }, d, log)
      throw unauthorized()
    }
  })
}

const answered = (answer: Grant<unknown> | Denial, event: unknown, arn: string, routes: ReadonlyArray<Declaration>): object => {
  const grant = answer?._tag === 'Grant' && typeof answer.principalId === 'string' ? answer : undefined
  if (grant === undefined && answer?._tag !== 'Denial') throw new TypeError('an authorizer answers allow(…) or deny')
  return {
    principalId: grant?.principalId ?? 'nobody',
    policyDocument: policyOf(answer, arn, routes),
    context: grant === undefined ? {} : { ...flat(grant.context), ...forHttpApi(event, grant.principalId) }
  }
}

// What is not text, a number or a boolean makes API Gateway answer 500: it never leaves, whatever the types were told.
const flat = (context: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(context ?? {}).filter(([, v]) => ['string', 'boolean'].includes(typeof v) || Number.isFinite(v))
  )

// An HTTP API hands on the context alone, so the principal must stand in it.
const forHttpApi = (event: unknown, principalId: string): Readonly<Record<string, unknown>> =>
  (event as { readonly version?: unknown }).version === undefined ? {} : { principalId }

// ---- all of them

const context = (event: unknown, lambda: LambdaContext, log: Log, d: Declaration): Ctx => {
  const direct: Wire = {
    event,
    toResponse: (x) => x,
    fromResponse: (x) => x,
    log: (cause, at) => log(causeOf(cause), `${nameOf(d)}, ${at}`)
  }
  return { lambda, event, [wire]: direct } as unknown as Ctx
}

const causeOf = (left: unknown): unknown => (isHttpError(left) ? (left.cause ?? left.message) : left)

const failed = (exit: Exit & { readonly _tag: 'Left' }, d: Declaration, log: Log): Error => {
  const cause = causeOf(exit.left)
  log(cause, nameOf(d))
  return cause instanceof Error ? cause : new Error(`${nameOf(d)} failed${describe(cause)}`, { cause })
}

const describe = (cause: unknown): string => {
  const tag = (cause as { readonly _tag?: unknown } | null | undefined)?._tag
  return typeof tag === 'string' ? ` with '${tag}'` : typeof cause === 'string' ? `: ${cause}` : ''
}
