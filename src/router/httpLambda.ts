/**
 * The Lambda handler of some routes: event in, matched, run, and answered in the event's own payload format. Whatever the event is, it
 * answers; nothing is thrown past it.
 */
import { badRequest, notFound } from '../combinators/HttpError.js'
import { wire } from '../combinators/Request.js'
import { type Ctx, left } from '../combinators/Source.js'
import { noFields } from '../events/fields.js'
import type { Incoming } from '../events/Payload.js'
import { payloadOf } from '../events/payloads.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Declaration } from './Declaration.js'
import { finish, notHttp, originOf, type Round, wireOf } from './finish.js'
import { type Match, matcher } from './match.js'
import { parsePath } from './Path.js'
import type { Scope } from './program.js'
import { derived, readyFor, sharedCors, type Target, targetsOf } from './targets.js'

/** @internal */
export const httpLambda = (declarations: ReadonlyArray<Declaration>, scope: Scope): LambdaHandler => {
  const targets = targetsOf(declarations, scope)
  const find = finder(targets)
  const shared = sharedCors(targets)
  return toLambda((event, lambda, log) => {
    const payload = payloadOf(event)
    if (payload === undefined) return notHttp(scope, log)
    const request = payload.open(event as object)
    const round: Round = { payload, request, scope, log }
    const found = find(request)
    if (found === undefined) return finish(round, shared, left(notFound()))
    if (found === 'malformed') return finish(round, shared, left(badRequest('The path has a malformed percent-escape')))
    const { params, target } = found
    request.route = target.path
    request.params = params
    const ready = readyFor(target, request.method)
    if (ready === undefined) return finish(round, target.cors, derived(target, request.method, originOf(request)))
    const ctx: Ctx = { lambda, request, params, method: request.method }
    if (ready.hosts) ctx[wire as never] = wireOf(round)
    const cors = ready.shares ? target.cors : undefined
    const exit = ready.run(ctx)
    return exit instanceof Promise ? exit.then((e) => finish(round, cors, e)) : finish(round, cors, exit)
  })
}

// The gateway's word counts, also where its path has a base path before it (custom domains); otherwise the path is matched here.
const finder = (targets: ReadonlyArray<Target>): ((request: Incoming) => Match<Target>) => {
  const byPath = new Map(targets.map((t) => [t.path, t]))
  const match = matcher(targets.map((t) => [parsePath(t.path).segments, t] as const))
  return (request) => {
    const known = request.resource === undefined ? undefined : byPath.get(request.resource)
    const params = known === undefined ? undefined : known.path.includes('{') ? request.gatewayParams() : noFields
    if (known === undefined || params === undefined) return match(request.path, request.pathEncoded)
    return params === 'malformed' ? params : { target: known, params }
  }
}
