/**
 * The Lambda handler of an authorizer's own sentence: a grant or a denial becomes the policy that API Gateway evaluates, everything else is
 * `Unauthorized`. It answers in the form that REST, WebSocket and HTTP APIs (format 1.0) all take.
 */
import { tokenPlace } from '../combinators/AuthorizerScheme.js'
import { factOf } from '../combinators/Fact.js'
import type { Denial, Grant } from '../combinators/Grant.js'
import { isHttpError } from '../combinators/HttpError.js'
import type { Ctx } from '../combinators/Source.js'
import { authorizerRequest } from '../events/authorizerRequest.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Declaration } from './Declaration.js'
import { context, eventProgram, failed } from './eventLambda.js'
import { apiArn, policyOf } from './policy.js'
import type { Scope } from './program.js'

// API Gateway answers 401 to this message alone, and 500 to any other.
const unauthorized = (): Error => new Error('Unauthorized')

/** @internal */
export const authorizerLambda = (d: Declaration, scope: Scope, routes: ReadonlyArray<Declaration>): LambdaHandler => {
  const run = eventProgram(d, scope)
  const place = tokenPlace(factOf(d.facts, 'Authorizer')?.scheme ?? {})
  return toLambda(async (event, lambda) => {
    const request = authorizerRequest(event, place)
    const arn = request === undefined ? undefined : apiArn(request.methodArn)
    if (request === undefined || arn === undefined) throw unauthorized()
    const exit = await run({ ...context(event, lambda, d), ...request } as Ctx)
    if (exit._tag === 'Left') {
      if (!(isHttpError(exit.left) && exit.left.status < 500)) failed(exit, d, lambda)
      throw unauthorized()
    }
    try {
      return answered(exit.right as Grant<unknown> | Denial, event, arn, routes)
    } catch (cause) {
      failed({ _tag: 'Left', left: cause }, d, lambda)
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
