/** One request through the gateway: matched, let in, handed to its function as an event, and the function's result as a reply. No sockets here. */
import { corsHeaders, preflightHeaders } from '../../combinators/cors.js'
import { factOf, factsOf } from '../../combinators/Fact.js'
import { firstAccepted } from '../../combinators/MediaType.js'
import { httpApi } from '../../events/httpApi.js'
import { restApi } from '../../events/restApi.js'
import { binaryTypesOf } from '../../router/binaryTypes.js'
import type { Declaration } from '../../router/Declaration.js'
import type { Settings } from '../../router/Settings.js'
import type { AnyService } from '../../router/service.js'
import { methodsOf } from '../../router/targets.js'
import { authorizers } from './authorizers.js'
import { type Around, httpApiEvent, isBinary, restEvent } from './events.js'
import type { Invoke } from './invoke.js'
import { headerOf, type RawReply, type RawRequest, refusal } from './RawRequest.js'
import { type Found, routeTable } from './routeTable.js'

/** A reply, and the function that was meant, for the log. @internal */
export interface Answered {
  readonly reply: RawReply
  readonly by: string
}

/** @internal */
export type Answerer = (request: RawRequest) => Promise<Answered>

/** @internal */
export const answerer = (service: AnyService, invoke: Invoke, stage: string, apiKeys: ReadonlyArray<string>): Answerer => {
  const rest = service.settings.gateway !== 'http'
  const find = routeTable(service)
  const binaryTypes = binaryTypesOf(service.declarations, service.settings)
  const authorize = authorizers(service, invoke, Date.now)
  const cors = onePolicy(service)
  const own = (request: RawRequest, reply: RawReply): Answered => ({
    by: 'gateway',
    reply: cors === undefined ? reply : { ...reply, headers: { ...reply.headers, ...cors(headerOf(request, 'origin')) } }
  })
  const run = async (request: RawRequest, found: Found & { readonly _tag: 'Route' }): Promise<Answered> => {
    const { facts } = found.routed.declaration
    const verdict = await authorize(factOf(facts, 'Auth')?.scheme, request, rest ? stage : '$default')
    if (verdict._tag === 'Out') return own(request, verdict.reply)
    const apiKey = rest && factOf(facts, 'ApiKey') !== undefined ? headerOf(request, 'x-api-key') : undefined
    if (rest && factOf(facts, 'ApiKey') !== undefined && (apiKey === undefined || !apiKeys.includes(apiKey)))
      return own(request, refusal(service.settings, 'noKey'))
    return hand(request, found, {
      ...(verdict.context === undefined ? {} : { authorizer: verdict.context }),
      ...(apiKey === undefined ? {} : { apiKey })
    })
  }
  const hand = async (
    request: RawRequest,
    { routed, params }: Found & { readonly _tag: 'Route' | 'Undeclared' },
    identity: Pick<Around, 'authorizer' | 'apiKey'>
  ): Promise<Answered> => {
    const event = (rest ? restEvent : httpApiEvent)(request, { route: routed.path, params, stage, binaryTypes, ...identity })
    try {
      return {
        by: routed.function.name,
        reply: replyOf(await invoke(routed.function.name, event), request, service.settings, binaryTypes)
      }
    } catch {
      return { by: routed.function.name, reply: badGateway(service.settings) }
    }
  }
  return async (request) => {
    if (!request.path.startsWith('/')) return own(request, refusal(service.settings, 'badRequest'))
    const found = find(request.method, request.path)
    switch (found._tag) {
      case 'Route':
        return run(request, found)
      case 'Undeclared':
        return hand(request, found, {})
      case 'Preflight':
        return { by: 'gateway', reply: preflight(found.declarations, headerOf(request, 'origin')) }
      case 'Malformed':
        return own(request, refusal(service.settings, 'badRequest'))
      case 'Missing':
        return own(request, refusal(service.settings, 'missing'))
    }
  }
}

const badGateway = (settings: Settings): RawReply => refusal(settings, 'functionFailed')

const preflight = (declarations: ReadonlyArray<Declaration>, origin: string | undefined): RawReply => {
  const policy = declarations.flatMap((d) => factsOf(d.facts, 'Cors'))[0]?.policy
  const headers =
    policy === undefined ? {} : preflightHeaders(policy, [...new Set([...methodsOf(declarations), 'OPTIONS'])])(origin)
  return { status: 204, headers, body: '' }
}

// The gateway's own replies carry a policy only where the service has just one.
const onePolicy = (service: AnyService) => {
  const policies = new Map(
    service.declarations.flatMap((d) => factsOf(d.facts, 'Cors')).map(({ policy }) => [JSON.stringify(policy), policy])
  )
  const [policy] = policies.values()
  return policies.size === 1 && policy !== undefined ? corsHeaders(policy) : undefined
}

const replyOf = (result: unknown, request: RawRequest, settings: Settings, binaryTypes: ReadonlyArray<string>): RawReply => {
  const rest = settings.gateway !== 'http'
  if (rest && !Number.isInteger(Number((result as { readonly statusCode?: unknown } | null)?.statusCode ?? Number.NaN)))
    return badGateway(settings)
  const { status, headers, body, base64 } = (rest ? restApi : httpApi).read(result)
  // REST APIs turn base64 back into bytes only where the first media type that the client accepts is a binary one.
  const bytes = base64 && (!rest || isBinary(firstAccepted(headerOf(request, 'accept')), binaryTypes))
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: bytes ? Buffer.from(body, 'base64') : body }
}
