/**
 * The Lambda handler of some routes: event in, matched, run, and answered in the event's own payload format. Whatever the event is, it
 * answers; nothing is thrown past it.
 */
import { badRequest, type HttpError, notFound } from '../combinators/HttpError.js'
import { wire } from '../combinators/Request.js'
import type { Ctx } from '../combinators/Source.js'
import { noFields } from '../events/fields.js'
import { type Incoming, recognised } from '../events/Payload.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Match } from './bindParams.js'
import type { Declaration } from './Declaration.js'
import { finish, notHttp, Round } from './finish.js'
import { once } from './once.js'
import type { Scope } from './program.js'
import { refusing } from './refusing.js'
import { optionsOf, policiesOf, readyFor, type Target, targetsOf } from './targets.js'

/** @internal */
export const httpLambda = (declarations: ReadonlyArray<Declaration>, scope: Scope): LambdaHandler => {
  const targets = targetsOf(declarations, scope)
  const find = finder(targets, scope)
  const shared = once(() => scope.sharing.shared(policiesOf(targets)))
  const nowhere = refusing(notFound, scope)
  const malformed = refusing(malformedPath, scope)
  return toLambda((event, lambda) => {
    const payload = recognised(scope.payloads, event)
    if (payload === undefined) return notHttp(scope, lambda)
    const request = payload.open(event as object)
    const round = new Round(payload, request, scope, lambda)
    const found = find(request)
    if (found === undefined) return nowhere(round, shared())
    if (found === 'malformed') return malformed(round, shared())
    const { params, target } = found
    request.route = target.path
    request.params = params
    const { table } = target
    const ready = readyFor(table, request.method)
    if (ready === undefined)
      return request.method === 'OPTIONS'
        ? finish(round, table.share, optionsOf(table, request))
        : table.refuses(round, table.share)
    const ctx: Ctx = { lambda, request, params, method: request.method }
    if (ready.hosts) ctx[wire as never] = scope.wireOf(round)
    const share = ready.shares ? table.share : undefined
    const exit = ready.run(ctx)
    return exit instanceof Promise ? exit.then((e) => finish(round, share, e)) : finish(round, share, exit)
  })
}

const malformedPath = (): HttpError => badRequest('The path has a malformed percent-escape')

// The gateway's word counts, also where its path has a base path before it (custom domains); where it leaves out a parameter, or says
// nothing, the path is matched here.
const finder = (targets: ReadonlyMap<string, Target>, scope: Scope): ((request: Incoming) => Match<Target>) => {
  const match = once(() => scope.matcher(targets))
  return (request) => {
    const { resource } = request
    const target = resource === undefined ? undefined : targets.get(resource)
    if (target === undefined) return match()(request.path, request.pathEncoded)
    const { names } = target.table
    const params = names.length === 0 ? noFields : request.gatewayParams()
    if (params === 'malformed') return params
    return params === undefined || names.some((name) => params[name] === undefined)
      ? match()(request.path, request.pathEncoded)
      : { target, params }
  }
}
