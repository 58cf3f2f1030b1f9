/**
 * One connection through the WebSocket API: let in or kept out, each message handed to the function of its route, and what goes back. No
 * sockets here.
 */
import type { AuthorizerScheme } from '../../combinators/AuthorizerScheme.js'
import { factOf } from '../../combinators/Fact.js'
import { isHeaderName } from '../../combinators/headerName.js'
import { readResult } from '../../events/readResult.js'
import { restApi } from '../../events/restApi.js'
import type { AnyService } from '../../router/service.js'
import { refusals } from '../gatewayRefusals.js'
import { type Elsewhere, type Keeper, keeper, unverified, type Verdict } from './authorizers.js'
import { type Connection, newId } from './Connections.js'
import { executeArn } from './events.js'
import type { Invoke } from './invoke.js'
import { headerOf, type RawReply, type RawRequest, told } from './RawRequest.js'
import { type At, connectAuthorizerEvent, connectEvent, disconnectEvent, messageEvent } from './socketEvents.js'

// ---- model

/** What became of a request to connect. @internal */
export type Admission =
  | { readonly _tag: 'In'; readonly connection: Connection; readonly headers: RawReply['headers']; readonly by: string }
  | { readonly _tag: 'Out'; readonly reply: RawReply; readonly by: string }

/** What became of a message: the route, the function, what the client is sent, and whether anything failed. @internal */
export interface Said {
  readonly routeKey: string
  readonly by: string
  readonly frame?: string
  readonly status: number
}

/** @internal */
export interface SocketAnswerer {
  /** Whether the service has a WebSocket API at all. */
  readonly declared: boolean
  /** With what an authorizer said, where somebody else vouches for it: then none is asked. */
  readonly connect: (request: RawRequest, vouched?: Readonly<Record<string, unknown>>) => Promise<Admission>
  readonly message: (text: string, connection: Connection) => Promise<Said>
  /** What `$disconnect` was given; nothing where no route is declared. */
  readonly disconnect: (code: number, reason: string, connection: Connection) => Promise<Said | undefined>
}

/** What an API that is no server does otherwise. @internal */
export interface OtherSockets {
  readonly elsewhere?: Elsewhere
  readonly now?: () => Date
  readonly newId?: () => string
}

interface Route {
  readonly name: string
  readonly auth: AuthorizerScheme | undefined
  readonly responds: boolean
}

// ---- constructors

/** @internal */
export const socketAnswerer = (service: AnyService, invoke: Invoke, stage: string, o: OtherSockets = {}): SocketAnswerer => {
  const { elsewhere = unverified, now: clock = () => new Date(), newId: id = newId } = o
  const routes = routesOf(service)
  const keep = keeper(service, invoke, Date.now)
  const at = (): At => ({ stage, time: clock(), requestId: id() })

  const connect: SocketAnswerer['connect'] = async (request, vouched) => {
    const now = at()
    const asking: Connection = {
      id: id(),
      connectedAt: now.time,
      sourceIp: request.sourceIp,
      userAgent: headerOf(request, 'user-agent'),
      domainName: headerOf(request, 'host') ?? 'localhost'
    }
    const ended = (status: number, message: string, by = 'gateway'): Admission => ({
      _tag: 'Out',
      reply: told(status, own(message, asking, now)),
      by
    })
    if (!['', '/', `/${stage}`, `/${stage}/`].includes(request.path)) return ended(403, 'Forbidden')
    const route = routes.get('$connect')
    const verdict: Verdict =
      vouched !== undefined && route?.auth !== undefined
        ? { _tag: 'In', identity: { context: vouched } }
        : await allowed({ keep, elsewhere }, route?.auth, request, asking, now)
    if (verdict._tag === 'Out') return { ...verdict, by: 'gateway' }
    const said = verdict.identity?.context
    const connection = said === undefined ? asking : { ...asking, authorizer: said }
    if (route === undefined) return { _tag: 'In', connection, headers: {}, by: 'gateway' }
    const result = await invoke(route.name, connectEvent(request, connection, now)).catch(() => undefined)
    const status = statusOf(result)
    const { headers } = readResult(restApi, result)
    if (status === undefined || !sendable(headers)) return ended(502, 'Internal server error', route.name)
    return status >= 200 && status < 300
      ? { _tag: 'In', connection, headers, by: route.name }
      : { _tag: 'Out', reply: { status, headers: {}, body: '' }, by: route.name }
  }

  const message = async (text: string, connection: Connection): Promise<Said> => {
    const now = at()
    const frame = (what: string) => JSON.stringify(own(what, connection, now))
    const action = actionOf(text)
    const routeKey = action !== undefined && !action.startsWith('$') && routes.has(action) ? action : '$default'
    const route = routes.get(routeKey)
    if (route === undefined) return { routeKey, by: 'gateway', status: 403, frame: frame('Forbidden') }
    const by = route.name
    const result = await invoke(by, messageEvent(text, routeKey, connection, now, id())).catch(() => undefined)
    const status = statusOf(result)
    if (status === undefined) return { routeKey, by, status: 500, frame: frame('Internal server error') }
    const { body } = readResult(restApi, result)
    // A one-way route has no response to put it into.
    return { routeKey, by, status, ...(route.responds && body !== '' ? { frame: body } : {}) }
  }

  const disconnect = async (code: number, reason: string, connection: Connection): Promise<Said | undefined> => {
    const route = routes.get('$disconnect')
    if (route === undefined) return undefined
    const event = disconnectEvent(code, reason, connection, at())
    const result = await invoke(route.name, event).catch(() => undefined)
    return { routeKey: '$disconnect', by: route.name, status: statusOf(result) ?? 500 }
  }

  return { declared: routes.size > 0, connect, message, disconnect }
}

const routesOf = (service: AnyService): ReadonlyMap<string, Route> =>
  new Map(
    service.functions.flatMap(({ name, declarations }) =>
      declarations.flatMap(({ facts }) => {
        const fact = factOf(facts, 'Websocket')
        if (fact === undefined) return []
        const responds = factOf(facts, 'RouteResponse') !== undefined
        return [[fact.routeKey, { name, auth: factOf(facts, 'Auth')?.scheme, responds }] as const]
      })
    )
  )

// The words of API Gateway itself, with what it is asked to look up.
const own = (message: string, { id }: Connection, { requestId }: At): object => ({ message, connectionId: id, requestId })

const allowed = async (
  { keep, elsewhere }: { readonly keep: Keeper; readonly elsewhere: Elsewhere },
  scheme: AuthorizerScheme | undefined,
  request: RawRequest,
  c: Connection,
  at: At
): Promise<Verdict> => {
  if (scheme === undefined) return { _tag: 'In' }
  if (scheme._tag !== 'BuiltIn') return elsewhere(scheme, request)
  const arn = executeArn(`${at.stage}/$connect`)
  return keep(scheme, {
    request,
    arn,
    event: () => connectAuthorizerEvent(request, arn, c, at),
    keeps: false,
    tellsPrincipal: true,
    refuse: (what) => {
      const [status, , , message] = refusals[what]
      return told(status, own(message, c, at))
    }
  })
}

// `$request.body.action`; nothing where the message is no JSON, or says no action.
const actionOf = (text: string): string | undefined => {
  try {
    const { action } = (JSON.parse(text) ?? {}) as { readonly action?: unknown }
    return typeof action === 'string' ? action : undefined
  } catch {
    return undefined
  }
}

const statusOf = (result: unknown): number | undefined => {
  const status = (result as { readonly statusCode?: unknown } | null | undefined)?.statusCode
  return Number.isInteger(status) ? (status as number) : undefined
}

const sendable = (headers: RawReply['headers']): boolean =>
  Object.entries(headers).every(([name, value]) => isHeaderName(name) && ![value].flat().some((v) => /[^\t\x20-\x7e]/.test(v)))
