/**
 * Who may come in. An authorizer is a key that routes name: a description for the gateway, and a decoder of what the gateway verified.
 * It verifies no token itself: that is the gateway's work, and where the gateway did not do it the request is refused.
 */

import type * as t from 'io-ts'
import type { AnyCodec, Decoded, Decoding } from '../codecs/Codec.js'
import type { CodecEngine } from '../codecs/CodecEngine.js'
import type { AuthorizerScheme, BuiltInScheme } from './AuthorizerScheme.js'
import type { Text } from './CloudFormation.js'
import type { Denial, Grant } from './Grant.js'
import { type HttpError, refuse, unauthorized } from './HttpError.js'
import type { IamIdentity, Identity } from './Request.js'
import { goOn } from './Result.js'
import { type Invocation, right, type Source, type Step, source } from './Source.js'

// ---- model

/** Reads what the gateway verified, or refuses. @internal */
export type Identify = (codecs: CodecEngine) => (identity: Identity, scopes: readonly string[]) => Verified | Promise<Verified>
type Verified = { readonly _tag: 'Right'; readonly right: unknown } | { readonly _tag: 'Left'; readonly left: HttpError }

/** A key that routes name with `authorize`; it gives the handler an A. @since 0.1.0 */
export interface Authorizer<A> {
  readonly scheme: AuthorizerScheme
  readonly _A: () => A
}

/** @internal */
export interface LiveAuthorizer extends Authorizer<unknown> {
  readonly identify: Identify
  /** Of what the gateway hands on; none for IAM. */
  readonly codec?: AnyCodec
}

// ---- constructors

const make = <A>(scheme: AuthorizerScheme, identify: Identify, codec?: AnyCodec): Authorizer<A> =>
  ({ scheme, identify, ...(codec === undefined ? undefined : { codec }) }) as unknown as Authorizer<A>

// Made anew each time: refusals are handed to the user's code.
const absent = (): Verified => ({ _tag: 'Left', left: unauthorized() })

/**
 * AWS Signature Version 4: the gateway verifies the signature, the handler gets who signed.
 * @since 0.1.0
 * @example
 * import { authorize, get, handle, iam } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const who = pipe(get('/who'), authorize(iam), handle(({ auth }) => auth.userArn))
 * expect(who.facts[1]).toEqual({ _tag: 'Auth', scheme: { _tag: 'Iam' }, scopes: [] })
 */
export const iam: Authorizer<IamIdentity> = make(
  { _tag: 'Iam' },
  () =>
    ({ iam }) =>
      iam === undefined ? absent() : { _tag: 'Right', right: iam }
)

/**
 * Amazon Cognito user pools: the gateway verifies the token, the handler gets its claims, decoded. HTTP APIs want `issuer` and `audience`.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { cognitoUserPool } from 'quaich'
 * const pool = cognitoUserPool({ providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'], claims: t.type({ sub: t.string }) })
 * expect(pool.scheme).toMatchObject({ _tag: 'Cognito', header: 'Authorization' })
 */
export const cognitoUserPool = <S extends AnyCodec>(o: {
  readonly providerArns: readonly Text[]
  readonly claims: S
  /** The name in the generated file; one made of the pool's id when absent. */
  readonly name?: string
  /** The header that carries the token: `Authorization`. */
  readonly header?: string
  readonly issuer?: Text
  readonly audience?: readonly string[]
}): Authorizer<Decoded<S>> => {
  const { claims, header = 'Authorization', ...rest } = o
  return make({ _tag: 'Cognito', header, ...rest }, claimed(claims), claims)
}

/**
 * JSON Web Tokens that an HTTP API verifies by issuer and audience ("Control access to HTTP APIs with JWT authorizers").
 * REST APIs have no such authorizer: there it is a fault.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { jwtAuthorizer } from 'quaich'
 * const tokens = jwtAuthorizer({ issuer: 'https://id.example', audience: ['todos'], claims: t.type({ sub: t.string }) })
 * expect(tokens.scheme).toMatchObject({ _tag: 'Jwt', audience: ['todos'] })
 */
export const jwtAuthorizer = <S extends AnyCodec>(o: {
  readonly issuer: Text
  readonly audience: readonly string[]
  readonly claims: S
  readonly name?: string
  readonly header?: string
}): Authorizer<Decoded<S>> => {
  const { claims, header = 'Authorization', ...rest } = o
  return make({ _tag: 'Jwt', header, ...rest }, claimed(claims), claims)
}

/**
 * A Lambda authorizer that exists elsewhere ("Use API Gateway Lambda authorizers"); the handler gets the context it returned, decoded,
 * with `principalId`. API Gateway hands numbers and booleans on as text: codecs of numbers and booleans read that.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { lambdaAuthorizer } from 'quaich'
 * const shared = lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared', context: t.type({ role: t.string }) })
 * expect(shared.scheme).toMatchObject({ _tag: 'ExistingLambda', type: 'token' })
 */
export const lambdaAuthorizer = <A, O extends Flat>(o: {
  readonly arn: Text
  readonly context: t.Type<A, O>
  /** `token` (the default) hands it one header, `request` the whole request. */
  readonly type?: 'token' | 'request'
  /** Seconds that API Gateway keeps an answer, 0 to 3600; 300 when absent. */
  readonly ttlSeconds?: number
  /** The header that carries the token: `Authorization`. */
  readonly header?: string
  /** The parameter of the query string that carries the token instead; with `type: 'request'` alone. */
  readonly query?: string
  /** A role that API Gateway assumes to invoke it: an ARN. */
  readonly invokeRole?: Text
  readonly name?: string
}): Authorizer<A & { readonly principalId: string }> => {
  const { context, type = 'token', ...rest } = o
  return make({ _tag: 'ExistingLambda', type, ...placed(rest) }, granted(context), context)
}

// The header is the usual place, said where nothing else is.
const placed = <O extends { readonly header?: string; readonly query?: string }>(o: O): O =>
  o.query === undefined ? { header: 'Authorization', ...o } : o

/** What API Gateway hands on from an authorizer: text, numbers and booleans. @since 0.1.0 */
export type Flat = Readonly<Record<string, string | number | boolean | undefined>>

type FlatContext<O> = O extends Flat ? unknown : { readonly 'what the gateway hands on is text, numbers and booleans': O }

/** What an authorizer's own sentence is given. @since 0.1.0 */
export interface AuthorizerRequest extends Invocation {
  /** `TOKEN` or `REQUEST`. */
  readonly authType: string
  /** The value of the authorizer's header or query parameter, as it was sent: `Bearer …`; empty where a `REQUEST` has none. */
  readonly token: string
  readonly methodArn: string
  /** Headers of a `REQUEST`, names in lower case; empty for a `TOKEN`. */
  readonly headers: Readonly<Record<string, string>>
  /** Its query parameters, names as they are; empty for a `TOKEN`. */
  readonly query: Readonly<Record<string, string>>
}

/** A key that routes name, and the source of its own sentence: `pipe(jwt, use(…), handle(f))`. @since 0.1.0 */
export interface TokenAuthorizer<A>
  extends Authorizer<A & { readonly principalId: string }>,
    Source<AuthorizerRequest, never, { readonly kind: 'authorizer'; readonly out: Grant<A> | Denial }> {}

/**
 * A Lambda authorizer of this service's own. First the key that routes name, then the source of its own sentence. Browsers can send no
 * header with a WebSocket: `authorizer({ type: 'request', query: 'token', … })` reads the token from the query string.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { authorizer } from 'quaich'
 * const jwt = authorizer({ ttlSeconds: 30, context: t.type({ role: t.string }) })
 * expect(jwt.scheme).toEqual({ _tag: 'BuiltIn', type: 'token', header: 'Authorization', ttlSeconds: 30 })
 */
export const authorizer = <A, O>(o: {
  readonly context: t.Type<A, O> & FlatContext<O>
  /** Seconds that API Gateway keeps an answer, 0 to 3600; 300 when absent. */
  readonly ttlSeconds?: number
  /** The header that carries the token: `Authorization`. */
  readonly header?: string
  /** The parameter of the query string that carries the token instead; with `type: 'request'` alone. */
  readonly query?: string
  /** `token` (the default) hands it one header, `request` the whole request. */
  readonly type?: 'token' | 'request'
  /** A role that API Gateway assumes to invoke it: an ARN. */
  readonly executionRole?: Text
}): TokenAuthorizer<A> => {
  const { context, type = 'token', ...rest } = o
  const scheme: BuiltInScheme = { _tag: 'BuiltIn', type, ...placed(rest) }
  const own = source<AuthorizerRequest, never, { readonly kind: 'authorizer'; readonly out: Grant<A> | Denial }>(
    [{ _tag: 'Authorizer', scheme }],
    [encoding(context)]
  )
  return Object.assign(make<A & { readonly principalId: string }>(scheme, granted(context), context), own)
}

// ---- combinators: what an authorizer's sentence says, as its codec writes it

const encoding =
  (codec: t.Mixed): Step =>
  () => ({
    leave: (_, exit) => {
      const answer = exit._tag === 'Right' ? (exit.right as Grant<unknown> | Denial | undefined | null) : undefined
      return answer?._tag === 'Grant' ? right({ ...answer, context: codec.encode(answer.context) }) : exit
    }
  })

// ---- combinators: what the gateway verified, decoded

const claimed =
  (codec: AnyCodec): Identify =>
  (codecs) => {
    const decode = codecs.decoder(codec)
    return ({ claims }, scopes) => {
      if (claims === undefined) return absent()
      if (scopes.length > 0 && !scopes.some((s) => scopesOf(claims).includes(s)))
        return { _tag: 'Left', left: refuse(403, { message: 'The token lacks the scope', code: 'InsufficientScope' }) }
      return goOn(decode(claims), verified)
    }
  }

const scopesOf = (claims: Readonly<Record<string, unknown>>): readonly string[] =>
  typeof claims['scope'] === 'string'
    ? claims['scope'].split(' ')
    : Array.isArray(claims['scp'])
      ? claims['scp']
      : words(claims['scp'])

// HTTP APIs make text of a claim that is a list: `[read write]`.
const words = (claim: unknown): readonly string[] =>
  typeof claim === 'string' ? claim.replaceAll(/^\[|\]$/g, '').split(' ') : []

const granted =
  (codec: AnyCodec): Identify =>
  (codecs) => {
    const decode = codecs.decoder(codec)
    return ({ context }) => {
      const principalId = context?.['principalId']
      if (context === undefined || typeof principalId !== 'string') return absent()
      const add = (d: Decoding) => verified(d.issues === undefined ? { value: { ...(d.value as object), principalId } } : d)
      return goOn(decode(context), (d) =>
        d.issues === undefined
          ? add(d)
          : goOn(
              decode(
                revived(
                  context,
                  d.issues.map((i) => i.path)
                )
              ),
              add
            )
      )
    }
  }

/** A gateway makes text of numbers and booleans; the keys that a codec refused as text are read back. @internal */
export const revived = (context: Readonly<Record<string, unknown>>, keys: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(context).map(([k, v]) => [k, keys.includes(k) ? revive(v) : v]))

const revive = (v: unknown): unknown => {
  if (v === 'true' || v === 'false') return v === 'true'
  if (typeof v !== 'string') return v
  const n = Number(v)
  return String(n) === v && Number.isFinite(n) ? n : v
}

const verified = (d: Decoding): Verified =>
  d.issues === undefined
    ? { _tag: 'Right', right: d.value }
    : {
        _tag: 'Left',
        left: unauthorized(undefined, {
          cause: new Error(`the verified identity is not as declared: ${JSON.stringify(d.issues)}`)
        })
      }
