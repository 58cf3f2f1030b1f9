/**
 * Who may come in, decided as the gateway would: authorizers of this service's own are run and their policies evaluated and kept. Whatever
 * only AWS can verify (Cognito, JWT, IAM, Lambdas elsewhere) is refused with the reason: nothing is open by default.
 */
import { type AuthorizerScheme, type BuiltInScheme, type TokenPlace, tokenPlace } from '../../combinators/AuthorizerScheme.js'
import { factOf } from '../../combinators/Fact.js'
import type { Identity } from '../../combinators/Request.js'
import { lastValues, queryFields } from '../../events/fields.js'
import type { AnyService } from '../../router/service.js'
import type { Refusal } from '../gatewayRefusals.js'
import { evaluatePolicy } from './evaluatePolicy.js'
import { type Around, authorizerEvent, executeArn, restAuthorizerEvent } from './events.js'
import { headerOf, notHere, type RawReply, type RawRequest, refusal } from './RawRequest.js'

// ---- model

type Invoke = (name: string, event: object) => Promise<unknown>

/** Let in, with what the authorizer said; or answered already. @internal */
export type Verdict = { readonly _tag: 'In'; readonly identity?: Identity } | { readonly _tag: 'Out'; readonly reply: RawReply }

/** @internal */
export type Authorize = (scheme: AuthorizerScheme | undefined, request: RawRequest, around: Around) => Promise<Verdict>

/** What becomes of a caller whom only AWS can verify. @internal */
export type Elsewhere = (scheme: Exclude<AuthorizerScheme, BuiltInScheme>, request: RawRequest) => Verdict

/** What is asked for, as one API or the other asks its authorizers. @internal */
export interface Door {
  readonly request: RawRequest
  /** What the policy must allow. */
  readonly arn: string
  readonly event: (scheme: BuiltInScheme, token: string) => object
  /** Whether answers are kept: a WebSocket API asks on every connect. */
  readonly keeps: boolean
  /** Whether the principal goes on beside the context: an HTTP API hands on the context alone. */
  readonly tellsPrincipal: boolean
  readonly refuse: (what: Refusal) => RawReply
}

/** @internal */
export type Keeper = (scheme: BuiltInScheme, door: Door) => Promise<Verdict>

interface Answer {
  readonly principalId: string
  readonly policyDocument: unknown
  readonly context: Readonly<Record<string, unknown>>
}

// ---- constructors

/** Authorizers of REST and HTTP APIs. @internal */
export const authorizers = (
  service: AnyService,
  invoke: Invoke,
  now: () => number,
  elsewhere: Elsewhere = unverified
): Authorize => {
  const keep = keeper(service, invoke, now)
  const { settings } = service
  const http = settings.gateway === 'http'
  const doorOf = (request: RawRequest, around: Around): Door => {
    // An HTTP API decodes a path before it does anything with it.
    const path = http ? decodeURIComponent(request.path) : request.path
    const arn = executeArn(`${around.stage}/${request.method}${path}`)
    return {
      request,
      arn,
      event: ({ type }, token) =>
        http
          ? authorizerEvent(request, arn, token, around)
          : type === 'request'
            ? restAuthorizerEvent(request, arn, around)
            : { type: 'TOKEN', authorizationToken: token, methodArn: arn },
      keeps: true,
      tellsPrincipal: !http,
      refuse: (what) => refusal(settings, what)
    }
  }
  return async (scheme, request, around) => {
    if (scheme === undefined) return { _tag: 'In' }
    return scheme._tag === 'BuiltIn' ? keep(scheme, doorOf(request, around)) : elsewhere(scheme, request)
  }
}

/** Runs authorizers of this service's own, and keeps what they answer. @internal */
export const keeper = (service: AnyService, invoke: Invoke, now: () => number): Keeper => {
  const kept = new Map<AuthorizerScheme, Map<string, { readonly until: number; readonly answer: Answer }>>()
  const ask = async (scheme: BuiltInScheme, name: string, token: string, door: Door): Promise<Answer | undefined> => {
    const seconds = door.keeps ? (scheme.ttlSeconds ?? 300) : 0
    const mine = kept.get(scheme) ?? new Map()
    kept.set(scheme, mine)
    const known = mine.get(token)
    if (seconds > 0 && known !== undefined && known.until > now()) return known.answer
    const answer = readAnswer(await invoke(name, door.event(scheme, token)))
    if (mine.size >= 1000) mine.clear()
    if (answer !== undefined && seconds > 0) mine.set(token, { until: now() + seconds * 1000, answer })
    return answer
  }
  return async (scheme, door) => {
    const token = tokenIn(door.request, tokenPlace(scheme))
    if (token === undefined || token === '') return out(door.refuse('noToken'))
    const f = service.functions.find(
      (f) => f.kind === 'authorizer' && f.declarations.some((d) => factOf(d.facts, 'Authorizer')?.scheme === scheme)
    )
    if (f === undefined)
      return out(notHere('The authorizer of this route is declared nowhere in the service: export its sentence.'))
    try {
      const answer = await ask(scheme, f.name, token, door)
      return answer === undefined ? out(door.refuse('authorizerMisled')) : decide(answer, door)
    } catch (e) {
      return out(door.refuse(e instanceof Error && e.message === 'Unauthorized' ? 'noToken' : 'authorizerFailed'))
    }
  }
}

const decide = ({ principalId, policyDocument, context }: Answer, door: Door): Verdict => {
  switch (evaluatePolicy(policyDocument, door.arn)) {
    case 'allow':
      return { _tag: 'In', identity: { context: door.tellsPrincipal ? { ...context, principalId } : context } }
    case 'explicit deny':
      return out(door.refuse('denied'))
    case 'implicit deny':
      return out(door.refuse('notAllowed'))
    case 'not a policy':
      return out(door.refuse('authorizerMisled'))
  }
}

const tokenIn = (request: RawRequest, { in: where, name }: TokenPlace): string | undefined =>
  where === 'header' ? headerOf(request, name) : lastValues(queryFields(request.query))[name]

/** What becomes of a caller whom only AWS can verify, where nobody says otherwise. @internal */
export const unverified: Elsewhere = (scheme) => out(notHere(reasons[scheme._tag]))

/** @internal */
export const out = (reply: RawReply): Verdict => ({ _tag: 'Out', reply })

const reasons: { readonly [T in Exclude<AuthorizerScheme['_tag'], 'BuiltIn'>]: string } = {
  Iam: 'This route wants an IAM signature, which only AWS can verify. Test it with client(service) and auth: { userArn: … }.',
  Cognito:
    "This route wants a Cognito user pool's token, which is not verified here. Test it with client(service) and auth: { …claims }.",
  Jwt: 'This route wants a JSON Web Token that an HTTP API verifies, which is not done here. Test it with client(service) and auth: { …claims }.',
  ExistingLambda:
    'This route wants a Lambda authorizer that exists elsewhere, and nothing is called in AWS. Test it with client(service) and auth: { …context }.'
}

const readAnswer = (u: unknown): Answer | undefined => {
  const {
    principalId,
    policyDocument,
    context = {}
  } = (typeof u === 'object' && u !== null ? u : {}) as Readonly<Record<string, unknown>>
  if (typeof principalId !== 'string' || typeof context !== 'object' || context === null || Array.isArray(context))
    return undefined
  return Object.values(context).some((v) => typeof v === 'object' && v !== null)
    ? undefined
    : { principalId, policyDocument, context: { ...context } }
}
