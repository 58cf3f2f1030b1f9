/** How the client sends: the event that the service's gateway would send, to the function that it would call, and the reply read back. */
import { type AuthFact, type BodyFact, factOf } from '../combinators/Fact.js'
import type { Override } from '../combinators/Port.js'
import { type AnyReply, reply } from '../combinators/Reply.js'
import type { IamIdentity } from '../combinators/Request.js'
import { payloadOf } from '../events/payloads.js'
import { readReply } from '../events/printReply.js'
import { type Declaration, routeOf } from '../router/Declaration.js'
import { lambdas } from '../router/lambdas.js'
import type { AnyService } from '../router/service.js'
import { type HttpEventInput, httpEvent } from './httpEvent.js'
import { lambdaContext } from './lambdaContext.js'

// ---- model

/** Who calls, as the gateway would have found; and what else a request may carry. @since 0.1.0 */
export interface Identified {
  /** Claims (Cognito, JWT), the authorizer's context, or an IAM identity: whichever the route's authorizer gives. Absent: nobody. */
  readonly auth?: Readonly<Record<string, unknown>>
  /** The API key that the gateway accepted. */
  readonly apiKey?: string
}

/** A reply that was no success, as an error. @since 0.1.0 */
export class CallError extends Error {
  override readonly name = 'CallError'
  constructor(
    call: string,
    readonly reply: AnyReply
  ) {
    super(`${call} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  }
}

/**
 * A call under way: a promise of the body of a successful reply (status under 400), which rejects with a {@link CallError} for any other;
 * `reply` is a promise of the reply whatever it is, and never rejects.
 * @since 0.1.0
 */
export class Call<A> implements Promise<A> {
  readonly [Symbol.toStringTag] = 'Call'
  readonly #call: string
  /** Status, headers (names in lower case) and body, JSON parsed. */
  readonly reply: Promise<AnyReply>
  constructor({ call, reply }: Sent) {
    this.#call = call
    this.reply = reply
  }
  #body(): Promise<A> {
    return this.reply.then((r) => {
      if (r.status >= 400) throw new CallError(this.#call, r)
      return r.body as A
    })
  }
  // biome-ignore lint/suspicious/noThenProperty: a Call is a Promise, made lazily so that a reply nobody awaits as a body rejects nowhere
  then<B = A, C = never>(
    onfulfilled?: ((a: A) => B | PromiseLike<B>) | null,
    onrejected?: ((e: unknown) => C | PromiseLike<C>) | null
  ): Promise<B | C> {
    return this.#body().then(onfulfilled, onrejected)
  }
  catch<C = never>(onrejected?: ((e: unknown) => C | PromiseLike<C>) | null): Promise<A | C> {
    return this.#body().catch(onrejected)
  }
  finally(onfinally?: (() => void) | null): Promise<A> {
    return this.#body().finally(onfinally)
  }
}

interface Sent {
  readonly call: string
  readonly reply: Promise<AnyReply>
}

// ---- combinators

/** @internal */
export const caller = (service: AnyService, overrides: ReadonlyArray<Override>) => {
  const handlers = lambdas(service, ...overrides)
  return (method: string, path: string, input: object): Sent => {
    const call = `${method} ${path}`
    const f = service.functions.find((f) => f.kind === 'http' && f.declarations.some((d) => routeOf(d)?.path === path))
    if (f === undefined) return { call, reply: Promise.resolve(reply(404, undefined)) }
    const d = f.declarations.find((d) => answers(d, method, path)) ?? (f.declarations[0] as Declaration)
    const event = httpEvent(
      service.settings.gateway ?? 'rest',
      method,
      path,
      encoded(d, input as HttpEventInput),
      identityOf(d, input as Identified)
    )
    const answered = handlers[f.name]?.(event, lambdaContext(f.name)) as Promise<unknown>
    return {
      call,
      reply: answered.then((r) => readReply(payloadOf(event)?.read(r) ?? { status: 500, headers: {}, body: '', base64: false }))
    }
  }
}

// As a client of this route would send it: the body in its form and with its media type, and the reply's own type accepted.
const encoded = (d: Declaration, { body, headers, ...input }: HttpEventInput): HttpEventInput => {
  const fact = factOf(d.facts, 'Body')
  const declared = (factOf(d.facts, 'MediaTypes') ?? fact)?.mediaTypes.find((m) => !m.includes('*'))
  const replied = Object.values(factOf(d.facts, 'Returns')?.replies ?? {}).map(
    (c) => (c as { readonly mediaType?: string }).mediaType
  )
  const accept = replied.find((m) => m !== undefined)
  return {
    ...input,
    headers: {
      ...(accept === undefined ? undefined : { accept }),
      ...(body === undefined || declared === undefined ? undefined : { 'content-type': declared }),
      ...headers
    },
    ...(body === undefined ? undefined : { body: fact === undefined ? body : encodeAs(fact.as, body) })
  }
}

const encodeAs = (as: BodyFact['as'], body: unknown): unknown => {
  if (as === 'json') return JSON.stringify(body)
  if (as !== 'form' || typeof body === 'string') return body
  const pairs = Object.entries(body as object).flatMap(([k, v]) =>
    [v]
      .flat()
      .filter((x) => x !== undefined)
      .map((x) => [k, String(x)])
  )
  return new URLSearchParams(pairs as [string, string][]).toString()
}

const answers = (d: Declaration, method: string, path: string): boolean => {
  const r = routeOf(d)
  return r?.path === path && (r.methods === 'ANY' || r.methods.some((m) => m === method))
}

const identityOf = (d: Declaration, { auth, apiKey }: Identified): Parameters<typeof httpEvent>[4] => ({
  ...(auth === undefined ? undefined : authOf(factOf(d.facts, 'Auth'), auth)),
  ...(apiKey === undefined ? undefined : { apiKey })
})

const authOf = (fact: AuthFact | undefined, auth: Readonly<Record<string, unknown>>) => {
  switch (fact?.scheme._tag) {
    case undefined:
      return undefined
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
