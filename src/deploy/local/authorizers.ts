/**
 * Who may come in, decided as the gateway would: authorizers of this service's own are run and their policies evaluated and kept. Whatever
 * only AWS can verify (Cognito, JWT, IAM, Lambdas elsewhere) is refused with the reason: nothing is open by default.
 */
import type { AuthorizerScheme, BuiltInScheme } from '../../combinators/AuthorizerScheme.js'
import { factOf } from '../../combinators/Fact.js'
import type { Identity } from '../../combinators/Request.js'
import type { AnyService } from '../../router/service.js'
import type { Refusal } from '../gatewayRefusals.js'
import { evaluatePolicy } from './evaluatePolicy.js'
import { type Around, accountId, apiId, authorizerEvent, restAuthorizerEvent } from './events.js'
import { headerOf, notHere, type RawReply, type RawRequest, refusal } from './RawRequest.js'

// ---- model

/** Let in, with what the authorizer said; or answered already. @internal */
export type Verdict = { readonly _tag: 'In'; readonly identity?: Identity } | { readonly _tag: 'Out'; readonly reply: RawReply }

/** @internal */
export type Authorize = (scheme: AuthorizerScheme | undefined, request: RawRequest, around: Around) => Promise<Verdict>

/** What becomes of a caller whom only AWS can verify. @internal */
export type Elsewhere = (scheme: Exclude<AuthorizerScheme, BuiltInScheme>, request: RawRequest) => Verdict

interface Answer {
  readonly principalId: string
  readonly policyDocument: unknown
  readonly context: Readonly<Record<string, unknown>>
}

// ---- constructors

/** @internal */
export const authorizers = (
  service: AnyService,
  invoke: (name: string, event: object) => Promise<unknown>,
  now: () => number,
  elsewhere: Elsewhere = unverified
): Authorize => {
  const kept = new Map<AuthorizerScheme, Map<string, { readonly until: number; readonly answer: Answer }>>()
  const { settings } = service
  const refuse = (what: Refusal): Verdict => out(refusal(settings, what))
  const ask = async (
    scheme: BuiltInScheme,
    name: string,
    token: string,
    methodArn: string,
    request: RawRequest,
    around: Around
  ): Promise<Answer | undefined> => {
    const seconds = scheme.ttlSeconds ?? 300
    const mine = kept.get(scheme) ?? new Map()
    kept.set(scheme, mine)
    const known = mine.get(token)
    if (known !== undefined && known.until > now()) return known.answer
    const event =
      settings.gateway === 'http'
        ? authorizerEvent(request, methodArn, token, around)
        : scheme.type === 'request'
          ? restAuthorizerEvent(request, methodArn, around)
          : { type: 'TOKEN', authorizationToken: token, methodArn }
    const answer = readAnswer(await invoke(name, event))
    if (mine.size >= 1000) mine.clear()
    if (answer !== undefined && seconds > 0) mine.set(token, { until: now() + seconds * 1000, answer })
    return answer
  }
  const builtIn = async (scheme: BuiltInScheme, request: RawRequest, around: Around): Promise<Verdict> => {
    const token = headerOf(request, scheme.header)
    if (token === undefined || token === '') return refuse('noToken')
    const f = service.functions.find(
      (f) => f.kind === 'authorizer' && f.declarations.some((d) => factOf(d.facts, 'Authorizer')?.scheme === scheme)
    )
    if (f === undefined)
      return out(notHere('The authorizer of this route is declared nowhere in the service: export its sentence.'))
    const arn = `arn:aws:execute-api:eu-west-1:${accountId}:${apiId}/${around.stage}/${request.method}${request.path}`
    try {
      const answer = await ask(scheme, f.name, token, arn, request, around)
      return answer === undefined ? refuse('authorizerMisled') : decide(answer, arn)
    } catch (e) {
      return refuse(e instanceof Error && e.message === 'Unauthorized' ? 'noToken' : 'authorizerFailed')
    }
  }
  // A REST API hands on the principal beside the context; an HTTP API the context alone.
  const decide = ({ principalId, policyDocument, context }: Answer, arn: string): Verdict => {
    switch (evaluatePolicy(policyDocument, arn)) {
      case 'allow':
        return { _tag: 'In', identity: { context: settings.gateway === 'http' ? context : { ...context, principalId } } }
      case 'explicit deny':
        return refuse('denied')
      case 'implicit deny':
        return refuse('notAllowed')
      case 'not a policy':
        return refuse('authorizerMisled')
    }
  }
  return async (scheme, request, around) => {
    if (scheme === undefined) return { _tag: 'In' }
    return scheme._tag === 'BuiltIn' ? builtIn(scheme, request, around) : elsewhere(scheme, request)
  }
}

const unverified: Elsewhere = (scheme) => out(notHere(reasons[scheme._tag]))

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
