/**
 * The Lambda handler of some routes: event in, matched, run, and answered in the event's own payload format. Whatever the event is, it
 * answers; nothing is thrown past it.
 */
import { badRequest, notFound } from '../combinators/HttpError.js'
import { wire } from '../combinators/Request.js'
import { type Ctx, left } from '../combinators/Source.js'
import { noFields } from '../events/fields.js'
import { type Incoming, recognised } from '../events/Payload.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Match } from './bindParams.js'
import type { Declaration } from './Declaration.js'
import { finish, notHttp, Round } from './finish.js'
import type { Scope } from './program.js'
import { derived, policiesOf, readyFor, type Target, targetsOf } from './targets.js'

/** @internal */
export const httpLambda = (declarations: ReadonlyArray<Declaration>, scope: Scope): LambdaHandler => {
  const targets = targetsOf(declarations, scope)
  const find = finder(targets, scope)
  const shared = once(() => scope.sharing.shared(policiesOf(targets)))
  return toLambda((event, lambda) => {
    const payload = recognised(scope.payloads, event)
    if (payload === undefined) return notHttp(scope, lambda)
    const request = payload.open(event as object)
    const round = new Round(payload, request, scope, lambda)
    const found = find(request)
    if (found === undefined) return finish(round, shared(), nowhere)
    if (found === 'malformed') return finish(round, shared(), left(badRequest('The path has a malformed percent-escape')))
    const { params, target } = found
    request.route = target.path
    request.params = params
    const { table } = target
    const ready = readyFor(table, request.method)
    if (ready === undefined) return finish(round, table.share, derived(target, request))
    const ctx: Ctx = { lambda, request, params, method: request.method }
    if (ready.hosts) ctx[wire as never] = scope.wireOf(round)
    const share = ready.shares ? table.share : undefined
    const exit = ready.run(ctx)
    return exit instanceof Promise ? exit.then((e) => finish(round, share, e)) : finish(round, share, exit)
  })
}

const nowhere = left(notFound())

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

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
