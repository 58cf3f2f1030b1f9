/** One request through the gateway: matched, let in, handed to its function as an event, and the function's result as a reply. No sockets here. */
import { isBase64 } from '../../codecs/strictBytes.js'
import type { AuthorizerScheme } from '../../combinators/AuthorizerScheme.js'
import { corsHeaders, preflightHeaders } from '../../combinators/cors.js'
import { factOf, factsOf } from '../../combinators/Fact.js'
import { firstAccepted } from '../../combinators/MediaType.js'
import type { Identity } from '../../combinators/Request.js'
import { payloadOf } from '../../events/payloads.js'
import { readResult } from '../../events/readResult.js'
import { binaryTypesOf } from '../../router/binaryTypes.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import type { Settings } from '../../router/Settings.js'
import type { AnyService } from '../../router/service.js'
import { methodsOf } from '../../router/targets.js'
import { authorizers, type Elsewhere } from './authorizers.js'
import { type Around, httpApiEvent, isBinary, type Moment, restEvent } from './events.js'
import type { Invoke } from './invoke.js'
import { headerOf, type RawReply, type RawRequest, refusal } from './RawRequest.js'
import { type Found, routeTable } from './routeTable.js'

/** A reply, the function that was meant, for the log, and the event it got. @internal */
export interface Answered {
  readonly reply: RawReply
  readonly by: string
  readonly event?: object
  /** The combinator that refused, where that can be told. */
  readonly refusedBy?: string
}

/** What somebody else vouches for: then no authorizer is asked, and no key is looked for. @internal */
export interface Vouched {
  readonly as?: (scheme: AuthorizerScheme) => Identity
  readonly apiKey?: string
}

/** @internal */
export type Answerer = (request: RawRequest, vouched?: Vouched) => Promise<Answered>

/** What a gateway that is no server does otherwise. @internal */
export interface Otherwise {
  readonly elsewhere?: Elsewhere
  readonly eventOf?: (request: RawRequest, around: Around) => object
  readonly moment?: Moment
  readonly now?: () => number
}

/** @internal */
export const answerer = (
  service: AnyService,
  invoke: Invoke,
  stage: string,
  apiKeys: ReadonlyArray<string>,
  o: Otherwise = {}
): Answerer => {
  const rest = service.settings.gateway !== 'http'
  const find = routeTable(service)
  const binaryTypes = binaryTypesOf(service.declarations, service.settings)
  const authorize = authorizers(service, invoke, o.now ?? Date.now, o.elsewhere)
  const eventOf = o.eventOf ?? (rest ? restEvent : httpApiEvent)
  const cors = onePolicy(service)
  // An HTTP API allows the same methods on all of its paths.
  const everywhere = methodsOf(service.declarations.filter((d) => factOf(d.facts, 'Cors') !== undefined))
  const allowed = (found: Found & { readonly _tag: 'Preflight' }) => (rest ? methodsOf(found.declarations) : everywhere)
  const own = (request: RawRequest, reply: RawReply): Answered => ({
    by: 'gateway',
    reply: cors === undefined ? reply : { ...reply, headers: { ...reply.headers, ...cors(headerOf(request, 'origin')) } }
  })
  const around = ({ routed, params }: Found & { readonly _tag: 'Route' | 'Undeclared' }, identity: Identity): Around => ({
    route: routed.path,
    any: routeOf(routed.declaration)?.methods === 'ANY',
    params,
    stage: rest ? stage : '$default',
    binaryTypes,
    identity,
    ...(o.moment === undefined ? {} : { moment: o.moment })
  })
  const run = async (request: RawRequest, found: Found & { readonly _tag: 'Route' }, vouched: Vouched): Promise<Answered> => {
    const { facts } = found.routed.declaration
    const scheme = factOf(facts, 'Auth')?.scheme
    const verdict =
      scheme !== undefined && vouched.as !== undefined
        ? { _tag: 'In' as const, identity: vouched.as(scheme) }
        : await authorize(scheme, { ...request, method: found.asked }, around(found, {}))
    if (verdict._tag === 'Out') return own(request, verdict.reply)
    const sent = headerOf(request, 'x-api-key')
    const apiKey = vouched.apiKey ?? (sent !== undefined && apiKeys.includes(sent) ? sent : undefined)
    const wanted = rest && factOf(facts, 'ApiKey') !== undefined
    if (wanted && apiKey === undefined) return own(request, refusal(service.settings, 'noKey'))
    return hand(request, found, { ...verdict.identity, ...(wanted && apiKey !== undefined ? { apiKey } : {}) })
  }
  const hand = async (
    request: RawRequest,
    found: Found & { readonly _tag: 'Route' | 'Undeclared' },
    identity: Identity
  ): Promise<Answered> => {
    const { routed } = found
    const event = eventOf(request, around(found, identity))
    const by = routed.function.name
    try {
      return { by, event, reply: replyOf(await invoke(by, event), event, request, service.settings, binaryTypes) }
    } catch {
      return { by, event, reply: badGateway(service.settings) }
    }
  }
  return async (request, vouched = {}) => {
    if (!request.path.startsWith('/')) return own(request, refusal(service.settings, 'badRequest'))
    const found = find(request.method, request.path)
    switch (found._tag) {
      case 'Route':
        return run(request, found, vouched)
      case 'Undeclared':
        return hand(request, found, {})
      case 'Preflight':
        return { by: 'gateway', reply: preflight(found.declarations, allowed(found), headerOf(request, 'origin')) }
      case 'Malformed':
        return own(request, refusal(service.settings, 'badRequest'))
      case 'Missing':
        return own(request, refusal(service.settings, 'missing'))
    }
  }
}

const badGateway = (settings: Settings): RawReply => refusal(settings, 'functionFailed')

const preflight = (
  declarations: ReadonlyArray<Declaration>,
  methods: ReadonlyArray<string>,
  origin: string | undefined
): RawReply => {
  const policy = declarations.flatMap((d) => factsOf(d.facts, 'Cors'))[0]?.policy
  const headers = policy === undefined ? {} : preflightHeaders(policy, [...new Set([...methods, 'OPTIONS'])])(origin)
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

const replyOf = (
  result: unknown,
  event: object,
  request: RawRequest,
  settings: Settings,
  binaryTypes: ReadonlyArray<string>
): RawReply => {
  const rest = settings.gateway !== 'http'
  const payload = payloadOf(event)
  const status = (result as { readonly statusCode?: unknown } | null)?.statusCode
  if (payload === undefined || (rest && !Number.isInteger(Number(status ?? Number.NaN)))) return badGateway(settings)
  const { status: told, headers, body, base64 } = readResult(payload, result)
  // REST APIs turn base64 back into bytes only where the first media type that the client accepts is a binary one.
  const bytes = base64 && (!rest || isBinary(firstAccepted(headerOf(request, 'accept')), binaryTypes))
  if (bytes && !isBase64(body)) return badGateway(settings)
  return {
    status: told,
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes ? Buffer.from(body, 'base64') : body
  }
}
