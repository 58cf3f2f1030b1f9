/**
 * The gateway in this process: one request in, one reply out, through the very pieces that serve `quaich dev`. It asks the service's own
 * authorizers and evaluates their policies; what AWS alone can verify is verified by nobody here, and refused unless the test vouches for it.
 */
import type { AuthorizerScheme } from '../combinators/AuthorizerScheme.js'
import { factOf } from '../combinators/Fact.js'
import type { AnyReply } from '../combinators/Reply.js'
import type { IamIdentity, Identity } from '../combinators/Request.js'
import { type Answerer, answerer } from '../deploy/local/answer.js'
import { type Elsewhere, out } from '../deploy/local/authorizers.js'
import { headerOf, type RawReply, type RawRequest, refusal } from '../deploy/local/RawRequest.js'
import { routeTable } from '../deploy/local/routeTable.js'
import { payloadOf } from '../events/payloads.js'
import { readReply } from '../events/readReply.js'
import { readResult } from '../events/readResult.js'
import { binaryTypesOf } from '../router/binaryTypes.js'
import type { Settings } from '../router/Settings.js'
import type { AnyService } from '../router/service.js'
import { eventIn, type Format, gatewayOf, testMoment } from './format.js'
import type { Invoke } from './invoking.js'

// ---- model

/** How a {@link client} calls. @since 0.1.0 */
export interface ClientOptions {
  readonly _tag?: never
  /** How requests reach the functions; as the service's gateway sends them when absent. */
  readonly format?: Format
  /** API keys that the usage plan knows: a request may show one as `x-api-key`. None when absent. */
  readonly apiKeys?: ReadonlyArray<string>
  /** The stage in events; the service's own, or `dev`. */
  readonly stage?: string
  /** `false` keeps the service's own lines of failures off the console: for properties, which mean to make things fail. */
  readonly log?: boolean
}

/** Who calls, as the gateway would have found. @since 0.1.0 */
export interface Identified {
  /**
   * The gateway has verified this: claims (Cognito, JWT), the authorizer's context, or an IAM identity, whichever the route's authorizer
   * gives. Absent: the service's own authorizer is asked, with the credentials in the request's headers; others let nobody in.
   */
  readonly auth?: Readonly<Record<string, unknown>>
  /** The API key that the gateway accepted. */
  readonly apiKey?: string
}

/** One request and what came back. @since 0.1.0 */
export interface Exchange {
  /** The function that answered, or `gateway`. */
  readonly by: string
  /** The event that the function got; nothing where the gateway answered. */
  readonly event?: object
  /** Status, headers (names in lower case) and body, JSON parsed. */
  readonly reply: AnyReply
}

/** @internal */
export type Send = (request: RawRequest, who?: Identified) => Promise<Exchange>

// ---- constructors

/** @internal */
export const gateway = (service: AnyService, invoke: Invoke, o: ClientOptions = {}): Send => {
  const { format = service.settings.gateway ?? 'rest', apiKeys = [], stage = service.settings.stage ?? 'dev' } = o
  const kind = gatewayOf(format)
  const answer =
    kind === undefined
      ? direct(service, invoke, format, stage)
      : answerer({ ...service, settings: { ...service.settings, gateway: kind } }, invoke, stage, apiKeys, {
          elsewhere: elsewhere({ ...service.settings, gateway: kind }),
          eventOf: eventIn(format),
          moment: testMoment
        })
  return async (request, { auth, apiKey } = {}) => {
    const { reply, ...exchange } = await answer(request, {
      ...(auth === undefined ? {} : { as: identified(auth) }),
      ...(apiKey === undefined ? {} : { apiKey })
    })
    // HEAD is refused without a body as well; what a function answers is shown as it came.
    const seen = request.method === 'HEAD' && exchange.by === 'gateway' ? { ...reply, body: '' } : reply
    return { ...exchange, reply: readRaw(seen) }
  }
}

// No gateway stands before the function: it answers whatever is on its paths, and nobody has verified more than a signature.
const direct = (service: AnyService, invoke: Invoke, format: Format, stage: string): Answerer => {
  const find = routeTable(service)
  const eventOf = eventIn(format)
  const binaryTypes = binaryTypesOf(service.declarations, service.settings)
  return async (request, { as } = {}) => {
    const found = find(request.method, request.path)
    if (found._tag === 'Missing' || found._tag === 'Malformed')
      return { by: 'gateway', reply: { status: found._tag === 'Missing' ? 404 : 400, headers: {}, body: '' } }
    const d = found._tag === 'Preflight' ? found.declarations[0] : found.routed.declaration
    const f = service.functions.find((f) => f.declarations.some((x) => x === d))
    const scheme = d === undefined ? undefined : factOf(d.facts, 'Auth')?.scheme
    const event = eventOf(request, {
      route: '',
      params: {},
      stage,
      binaryTypes,
      identity: scheme === undefined || as === undefined ? {} : as(scheme),
      moment: testMoment
    })
    const by = f?.name ?? ''
    try {
      const payload = payloadOf(event)
      if (payload === undefined) return { by, event, reply: badGateway }
      const { status, headers, body, base64 } = readResult(payload, await invoke(by, event))
      return { by, event, reply: { status, headers, body: base64 ? Buffer.from(body, 'base64') : body } }
    } catch {
      return { by, event, reply: badGateway }
    }
  }
}

const badGateway: RawReply = { status: 502, headers: {}, body: '' }

// A REST API tells whoever does not sign what it tells of paths that it does not know: the generated file gives both one answer.
const elsewhere: (settings: Settings) => Elsewhere = (settings) => (scheme, request) => {
  if (scheme._tag !== 'Iam') return out(refusal(settings, 'noToken'))
  const signed = headerOf(request, 'authorization') !== undefined
  return out(refusal(settings, settings.gateway === 'http' || signed ? 'notAllowed' : 'missing'))
}

const identified =
  (auth: Readonly<Record<string, unknown>>) =>
  (scheme: AuthorizerScheme): Identity => {
    switch (scheme._tag) {
      case 'Iam':
        return { iam: auth as unknown as IamIdentity }
      case 'Cognito':
      case 'Jwt':
        return { claims: auth }
      case 'ExistingLambda':
      case 'BuiltIn':
        return { context: { principalId: 'somebody', ...auth } }
    }
  }

/** A reply of the wire as a reply, JSON parsed. @internal */
export const readRaw = ({ status, headers, body }: RawReply): AnyReply =>
  readReply({
    status,
    headers,
    body: typeof body === 'string' ? body : body.toString('base64'),
    base64: typeof body !== 'string'
  })
