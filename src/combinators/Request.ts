/**
 * One HTTP request, whichever gateway brought it. An interface only: the events room makes them, lazily, from each payload format.
 * Not the web platform's `Request`: nothing streams, and nothing is parsed before somebody asks.
 */

// ---- model

/** What the gateway has verified about the caller, in one shape for all payload formats. Never read from a client's headers. @since 0.1.0 */
export interface Identity {
  /** Claims of a token that the gateway verified (Cognito user pool, JWT). */
  readonly claims?: Readonly<Record<string, unknown>>
  /** What a Lambda authorizer returned, `principalId` among it. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Who signed the request (AWS Signature Version 4). */
  readonly iam?: IamIdentity
  /** The API key that the gateway accepted. */
  readonly apiKey?: string
}

/** Who signed the request. Keys are absent where the gateway does not give them. @since 0.1.0 */
export interface IamIdentity {
  readonly userArn: string
  readonly accountId?: string
  readonly accessKey?: string
  readonly caller?: string
  readonly user?: string
  readonly cognitoIdentityId?: string
  readonly cognitoIdentityPoolId?: string
}

/** A body as the gateway hands it on: text, or bytes in base64 (RFC 4648, section 4); `null` when there is none. @since 0.1.0 */
export interface EncodedBody {
  readonly data: string | null
  readonly base64: boolean
}

/**
 * A request. Reading any part of it parses that part only, once.
 * @since 0.1.0
 */
export interface HttpRequest {
  /** As sent, in upper case. */
  readonly method: string
  /** The path as the client sent it, still percent-encoded where the gateway leaves it so; without the stage. */
  readonly path: string
  /** The declared path that matched: `/todos/{id}`. */
  readonly route: string
  /** Names in lower case; several values of one name joined with `, `. `authorization` and `origin` are left out where they are ambiguous. */
  readonly headers: Readonly<Record<string, string>>
  /** Names in lower case, every value in order. */
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>
  /** Every value of one header, whatever the case of its name; empty when absent. */
  readonly values: (name: string) => readonly string[]
  /** The last value of each query parameter, decoded. */
  readonly query: Readonly<Record<string, string>>
  /** Every value of each query parameter, decoded, in order. */
  readonly multiValueQuery: Readonly<Record<string, readonly string[]>>
  /** Path parameters, decoded once. */
  readonly params: Readonly<Record<string, string>>
  /** Cookies by name; the first of a name wins (RFC 6265, section 5.4). */
  readonly cookies: Readonly<Record<string, string>>
  /** The body's bytes; empty when there is none. A body that is not what its flag says throws, and the request is refused with 400. */
  readonly rawBody: Uint8Array
  readonly encodedBody: EncodedBody
  /** What the gateway says about the request (`requestContext`). */
  readonly context: Readonly<Record<string, unknown>>
  readonly stageVariables: Readonly<Record<string, string>>
  readonly identity: Identity
  /** The event itself, untouched. */
  readonly event: unknown
  /** The request as plain data: method, path, route, headers, query, params, context and stageVariables; no body, nothing private. */
  readonly toJSON: () => RequestJson
}

/** What {@link HttpRequest.toJSON} gives. @since 0.1.0 */
export type RequestJson = Pick<
  HttpRequest,
  'method' | 'path' | 'route' | 'headers' | 'query' | 'params' | 'context' | 'stageVariables'
>

/** The need of every combinator that reads a request. @since 0.1.0 */
export type HasRequest = { readonly request: HttpRequest }

/** The hidden key under which a context carries its event and how its replies are written, for hosted middlewares. @internal */
export const wire: unique symbol = Symbol('quaich.wire') as never

/** @internal */
export interface Wire {
  readonly event: unknown
  /** The exit as the Lambda result that a middleware expects to see. */
  readonly toResponse: (exit: unknown) => unknown
  /** A Lambda result back into an exit's value. */
  readonly fromResponse: (response: unknown) => unknown
  /** Tells the people who run the service of a failure that no exit carries. */
  readonly log?: (cause: unknown, at: string) => void
}
