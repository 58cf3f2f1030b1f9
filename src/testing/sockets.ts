/**
 * A service's WebSocket API in this process: connections, and what the service sends to them. The API Gateway Management API is replaced by
 * one that remembers; no byte leaves the process, and nothing is ever sent to AWS.
 */
import { factOf, factsOf } from '../combinators/Fact.js'
import { type AnyPort, type Override, override, portsOf } from '../combinators/Port.js'
import { type AnyReply, reply } from '../combinators/Reply.js'
import { type Refusal, refusals } from '../deploy/gatewayRefusals.js'
import { type Keeper, keeper } from '../deploy/local/authorizers.js'
import { readReply } from '../events/printReply.js'
import { readMultiValue } from '../events/results.js'
import { type ManagementApi, managementApi, ownEndpoint } from '../events/sockets.js'
import type { LambdaFunction } from '../router/functions.js'
import type { AnyService } from '../router/service.js'
import { CallError } from './Call.js'
import { websocket as authorizerEvent } from './events/authorizer.js'
import { type Connection, connect, disconnect, domainName, message, upgrade } from './events/websocket.js'
import { testMoment } from './format.js'
import type { Identified } from './gateway.js'
import type { Invoke } from './invoking.js'
import type { HttpEventInput } from './rawRequest.js'

// ---- model

/** How a client connects. @since 0.1.0 */
export type ConnectInput = Pick<HttpEventInput, 'headers' | 'query'> & Pick<Identified, 'auth'>

/** A connection, as its client sees it. @since 0.1.0 */
export interface Socket<M> {
  readonly connectionId: string
  /** What the `$connect` route answered; 200 where there is none. */
  readonly reply: AnyReply
  /**
   * Sends a message, as JSON unless it is a text, to the route that its `action` names, or to `$default`, and waits for it. Gives what the
   * function answered, which its client is not told; what the client is told is in `received`. Rejects where the connection has ended.
   */
  readonly send: (message: M | string) => Promise<AnyReply>
  /** What the connection received so far, in order: JSON parsed, other text and bytes as they are. */
  readonly received: ReadonlyArray<unknown>
  /** Whether neither side has closed it. */
  readonly open: boolean
  /** Closes it from the client's side, and waits for `$disconnect`. */
  readonly close: () => Promise<void>
}

interface Live {
  readonly connection: Connection
  readonly received: unknown[]
  open: boolean
}

/** What remembers, and the ports that lead to it. @internal */
export interface Switchboard {
  readonly overrides: ReadonlyArray<Override>
  readonly connect: (input: ConnectInput) => Promise<Socket<unknown>>
}

// ---- constructors

/** @internal */
export const switchboard = (service: AnyService, stage: string, invoke: Invoke): Switchboard => {
  const live = new Map<string, Live>()
  const keep = keeper(service, invoke, () => 0)
  let made = 0
  const functions = new Map(
    service.functions.flatMap((f) => factsOf(f.declarations[0]?.facts ?? [], 'Websocket').map((x) => [x.routeKey, f] as const))
  )
  const run = (f: LambdaFunction | undefined, event: object) => (f === undefined ? undefined : invoke(f.name, event))
  const ended = async (l: Live): Promise<void> => {
    l.open = false
    // Nobody is there to be told of a failure, which is logged.
    await Promise.resolve(run(functions.get('$disconnect'), disconnect({}, l.connection))).catch(() => {})
  }
  const at = (id: string): Live => {
    const l = live.get(id)
    // In the words of the SDK, which the port reads.
    if (l === undefined || !l.open) throw Object.assign(new Error('GoneException'), { name: 'GoneException' })
    return l
  }
  const api: ManagementApi = {
    post: async (_, id, data) => {
      at(id).received.push(typeof data === 'string' ? parsed(data) : data)
    },
    delete: async (_, id) => ended(at(id)),
    get: async (_, id) => {
      at(id)
      return { connectedAt: testMoment.at, lastActiveAt: testMoment.at, sourceIp: '127.0.0.1', userAgent: 'quaich' }
    }
  }

  const connecting = async (input: ConnectInput): Promise<Socket<unknown>> => {
    const connectionId = `L0SM${String(made++).padStart(4, '0')}OFvHcCIhw=`
    const refuse = (status: number, by: string, body: unknown = { message: phrases[status], connectionId, requestId: 'local' }) =>
      new CallError('$connect', reply(status, body), by)
    const anyone: Connection = { connectionId, stage }
    const authorizer = await admitted(keep, functions.get('$connect'), anyone, input)
    if (typeof authorizer === 'number') throw refuse(authorizer, 'gateway')
    const l: Live = { connection: { ...anyone, ...(authorizer === undefined ? {} : { authorizer }) }, received: [], open: false }
    live.set(connectionId, l)
    const opener = functions.get('$connect')
    const answer = await answered(() => run(opener, connect(input, {}, l.connection)))
    if (answer === undefined) throw refuse(500, 'gateway')
    if (answer.status >= 300) throw refuse(answer.status, opener?.name ?? 'gateway', answer.body)
    l.open = true
    return {
      connectionId,
      reply: answer,
      received: l.received,
      get open() {
        return l.open
      },
      send: async (sent) => {
        if (!l.open) throw new Error(`the connection ${connectionId} has ended`)
        const key = routeOf(sent, functions)
        const told = (message: string) => l.received.push({ message, connectionId, requestId: 'local' })
        if (key === undefined) {
          told('Forbidden')
          return reply(403, undefined)
        }
        const f = functions.get(key)
        const answer = await answered(() => run(f, message(key, sent, {}, l.connection)))
        if (answer === undefined) told('Internal server error')
        else if (answersBack(f) && answer.body !== undefined) l.received.push(answer.body)
        return answer ?? reply(500, undefined)
      },
      close: async () => {
        if (l.open) await ended(l)
      }
    }
  }
  return { overrides: overriding(service, api), connect: connecting }
}

// Only where something sends: a port that nobody uses is a fault.
const overriding = (service: AnyService, api: ManagementApi): ReadonlyArray<Override> => {
  const used = new Set<AnyPort>(
    service.declarations.flatMap((d) => factsOf(d.facts, 'Port').flatMap((f) => [...portsOf(f.port)]))
  )
  return [override(managementApi, api), override(ownEndpoint, `https://${domainName}/local`)].filter((o) => used.has(o.port))
}

// ---- who may connect

// Who connects, as later events tell it; nothing where nobody asks; a status where nobody comes in.
const admitted = async (
  keep: Keeper,
  opener: LambdaFunction | undefined,
  connection: Connection,
  { auth, ...input }: ConnectInput
): Promise<Readonly<Record<string, unknown>> | undefined | number> => {
  const scheme = factOf(opener?.declarations[0]?.facts ?? [], 'Auth')?.scheme
  if (scheme === undefined) return undefined
  if (auth !== undefined) return { principalId: 'somebody', ...auth }
  // Nobody here verifies for AWS.
  if (scheme._tag !== 'BuiltIn') return scheme._tag === 'Iam' ? 403 : 401
  const event = authorizerEvent(input, {}, connection) as { readonly methodArn: string }
  const verdict = await keep(scheme, {
    request: upgrade(input),
    arn: event.methodArn,
    event: () => event,
    keeps: false,
    tellsPrincipal: true,
    refuse: (what: Refusal) => ({ status: refusals[what][0], headers: {}, body: '' })
  })
  return verdict._tag === 'In' ? (verdict.identity?.context ?? {}) : verdict.reply.status
}

// ---- messages

// `$request.body.action`, as the generated file says.
const routeOf = (sent: unknown, functions: ReadonlyMap<string, LambdaFunction>): string | undefined => {
  const body = typeof sent === 'string' ? parsed(sent) : sent
  const action = (body as { readonly action?: unknown } | null | undefined)?.action
  if (typeof action === 'string' && !action.startsWith('$') && functions.has(action)) return action
  return functions.has('$default') ? '$default' : undefined
}

const answered = async (run: () => unknown): Promise<AnyReply | undefined> => {
  try {
    const result = await run()
    if (result === undefined) return reply(200, undefined)
    const { status, headers, body } = readReply(readMultiValue(result))
    return reply(status, typeof body === 'string' ? parsed(body) : body, headers)
  } catch {
    return undefined
  }
}

// A route response: without one API Gateway drops what the function answers.
const answersBack = (f: LambdaFunction | undefined): boolean =>
  factOf(f?.declarations[0]?.facts ?? [], 'RouteResponse') !== undefined

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const phrases: Readonly<Record<number, string | undefined>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal server error'
}
