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
import { finish, notHttp, originOf, Round, wireOf } from './finish.js'
import { type Match, matcher } from './match.js'
import { paramNames, parsePath } from './Path.js'
import type { Scope } from './program.js'
import { derived, readyFor, sharedCors, type Target, targetsOf } from './targets.js'

/** @internal */
export const httpLambda = (declarations: ReadonlyArray<Declaration>, scope: Scope): LambdaHandler => {
  const targets = targetsOf(declarations, scope)
  const find = finder(targets)
  const shared = sharedCors(targets)
  return toLambda((event, lambda) => {
    const payload = payloadOf(event)
    if (payload === undefined) return notHttp(scope, lambda)
    const request = payload.open(event as object)
    const round = new Round(payload, request, scope, lambda)
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

// The gateway's word counts, also where its path has a base path before it (custom domains); where it leaves out a parameter, or says
// nothing, the path is matched here.
const finder = (targets: ReadonlyArray<Target>): ((request: Incoming) => Match<Target>) => {
  const paths = targets.map((target) => ({ target, segments: parsePath(target.path).segments }))
  const byPath = new Map(paths.map(({ target, segments }) => [target.path, { target, names: paramNames(segments) }]))
  const match = matcher(paths.map(({ target, segments }) => [segments, target] as const))
  return (request) => {
    const known = request.resource === undefined ? undefined : byPath.get(request.resource)
    if (known === undefined) return match(request.path, request.pathEncoded)
    const { names, target } = known
    const params = names.length === 0 ? noFields : request.gatewayParams()
    if (params === 'malformed') return params
    return params === undefined || names.some((name) => params[name] === undefined)
      ? match(request.path, request.pathEncoded)
      : { target, params }
  }
}
