/**
 * A gateway payload: one way in which AWS hands us an HTTP request and wants its reply. One file a format implements it; one contract
 * test holds them all. Nothing outside this room knows which format an event had.
 */
import type { HttpRequest } from '../combinators/Request.js'

/** A reply ready for the wire: names in lower case, the body as text or base64. @internal */
export interface Printed {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  readonly base64: boolean
}

/** A request that has not been matched yet: the router fills in `route` and `params`. @internal */
export interface Incoming extends HttpRequest {
  route: string
  params: Readonly<Record<string, string>>
  /** The declared path that the gateway matched, `/todos/{id}`; nothing for `$default`, load balancers and function URLs. */
  readonly resource: string | undefined
  /** Whether `path` still has its percent-escapes: HTTP APIs decode it, all others do not. */
  readonly pathEncoded: boolean
  /** The gateway's own path parameters, decoded once; `malformed` where an escape is broken; nothing where it gives none. */
  readonly gatewayParams: () => Readonly<Record<string, string>> | 'malformed' | undefined
}

/** @internal */
export interface Payload {
  readonly name: 'rest' | 'http' | 'functionUrl' | 'alb'
  /** Whether an event is of this format, told by what only this format has. Total: any JSON value may be asked. */
  readonly recognises: (event: unknown) => boolean
  /** The request. Total for whatever `recognises`: absent keys are as good as null, wrong types as good as absent. */
  readonly open: (event: object) => Incoming
  /** The Lambda result that this format wants. */
  readonly respond: (printed: Printed, request: Incoming) => object
  /** The format of its results, for whoever reads them back (`readResult.ts`). */
  readonly results: '1.0' | '2.0'
}

/** The one of some formats that an event has. @internal */
export const recognised = (payloads: ReadonlyArray<Payload>, event: unknown): Payload | undefined => {
  for (const payload of payloads) if (payload.recognises(event)) return payload
  return undefined
}
