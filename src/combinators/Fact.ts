/**
 * The vocabulary of facts: what a sentence declares about itself, as plain data that interpreters fold.
 * Deliberately a closed union: whoever adds a word here must answer it in every interpreter before anything compiles again.
 */

import type { AnyCodec, Codecs } from '../codecs/Codec.js'
import type { AuthorizerScheme, BuiltInScheme } from './AuthorizerScheme.js'
import type { Needs, Text } from './CloudFormation.js'
import type { CorsPolicy } from './cors.js'
import type { FunctionSettings } from './functionSettings.js'
import type { AnyPort } from './Port.js'

/** HTTP methods a route may declare; `ANY` is every one of them. @since 0.1.0 */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

/** Where an HTTP request comes in. `path` is API Gateway's own spelling: `/todos/{id}`, `/files/{name+}`. @since 0.1.0 */
export interface RouteFact {
  readonly _tag: 'Route'
  readonly methods: ReadonlyArray<Method> | 'ANY'
  readonly path: string
}
/** Path parameters that are decoded by a codec. @since 0.1.0 */
export interface ParamsFact {
  readonly _tag: 'Params'
  readonly codecs: Codecs
}
/** Query parameters that are decoded. @since 0.1.0 */
export interface QueryFact {
  readonly _tag: 'Query'
  readonly codecs: Codecs
}
/** Headers that are decoded; keys in lower case. @since 0.1.0 */
export interface HeadersFact {
  readonly _tag: 'Headers'
  readonly codecs: Codecs
}
/** How the body is read, the media types it has when no `contentTypes` stands in the stack, and its codec, or those of a form's fields. @since 0.1.0 */
export interface BodyFact {
  readonly _tag: 'Body'
  readonly as: 'json' | 'form' | 'text' | 'raw'
  readonly mediaTypes: ReadonlyArray<string>
  readonly codec?: AnyCodec
  readonly codecs?: Codecs
}
/** The only media types a request may have. @since 0.1.0 */
export interface MediaTypesFact {
  readonly _tag: 'MediaTypes'
  readonly mediaTypes: ReadonlyArray<string>
}
/** Bounds on what a request may carry. @since 0.1.0 */
export interface LimitsFact {
  readonly _tag: 'Limits'
  readonly bodyBytes?: number
  readonly jsonDepth?: number
  readonly jsonValues?: number
  readonly formKeys?: number
}
/** Status to codec: what the handler may answer with. @since 0.1.0 */
export interface ReturnsFact {
  readonly _tag: 'Returns'
  readonly replies: Readonly<Record<number, AnyCodec>>
}
/** Tag to status, or to a function that tells the payload. @since 0.1.0 */
export interface ErrorsFact {
  readonly _tag: 'Errors'
  readonly table: Readonly<Record<string, ErrorEntry>>
}
/** @since 0.1.0 */
export type ErrorEntry = number | ((e: never) => { readonly status: number; readonly detail?: string })
/** The one cross-origin policy of a path. @since 0.1.0 */
export interface CorsFact {
  readonly _tag: 'Cors'
  readonly policy: CorsPolicy
}
/** Who may come in, and the codec of what the gateway has verified of them; IAM identities have none. @since 0.1.0 */
export interface AuthFact {
  readonly _tag: 'Auth'
  readonly scheme: AuthorizerScheme
  readonly scopes: ReadonlyArray<string>
  readonly codec?: AnyCodec
}
/** An API key must be shown. @since 0.1.0 */
export interface ApiKeyFact {
  readonly _tag: 'ApiKey'
}
/** A port that is used, with all it needs. @since 0.1.0 */
export interface PortFact {
  readonly _tag: 'Port'
  readonly port: AnyPort
}
/** A middy middleware, with what it needs, and the ports that it is made of. @since 0.1.0 */
export interface MiddyFact {
  readonly _tag: 'Middy'
  readonly needs: Needs
  readonly uses: Readonly<Record<string, AnyPort>>
}
/** A key that the user's own combinator adds. @since 0.1.0 */
export interface ProvideFact {
  readonly _tag: 'Provide'
  readonly key: string
}
/** A begin and end around an invocation. @since 0.1.0 */
export interface BracketFact {
  readonly _tag: 'Bracket'
  readonly key: string
}
/** Replies are mapped, both channels. @since 0.1.0 */
export interface MapReplyFact {
  readonly _tag: 'MapReply'
}
/** Memory, timeout and the like for the function that runs this sentence. @since 0.1.0 */
export interface FunctionFact {
  readonly _tag: 'Function'
  readonly settings: FunctionSettings
}
/** A plain Lambda function. @since 0.1.0 */
export interface LambdaFact {
  readonly _tag: 'Lambda'
  readonly codec?: AnyCodec
  readonly jsonDepth?: number
  readonly jsonValues?: number
}
/** An authorizer's own sentence. @since 0.1.0 */
export interface AuthorizerFact {
  readonly _tag: 'Authorizer'
  readonly scheme: BuiltInScheme
}

/** A schedule of EventBridge, as its text, with all that is wrong with it. @since 0.1.0 */
export interface ScheduleFact {
  readonly _tag: 'Schedule'
  readonly expression: string
  readonly faults: ReadonlyArray<string>
  readonly description?: string
  readonly input?: unknown
  readonly timezone?: string
  readonly enabled?: boolean
}
/** Events of a bus that match a pattern, and the codec of their detail. @since 0.1.0 */
export interface EventBridgeFact {
  readonly _tag: 'EventBridge'
  readonly pattern: Readonly<Record<string, unknown>>
  readonly bus?: Text
  readonly detail?: AnyCodec
  readonly jsonDepth?: number
  readonly jsonValues?: number
}
/** Objects of an existing bucket. @since 0.1.0 */
export interface BucketFact {
  readonly _tag: 'Bucket'
  readonly bucket: string
  readonly events: ReadonlyArray<string>
  readonly prefix?: string
  readonly suffix?: string
}
/** Messages of an existing topic, by name or ARN. @since 0.1.0 */
export interface TopicFact {
  readonly _tag: 'Topic'
  readonly topic: Text
  readonly filterPolicy?: Readonly<Record<string, unknown>>
}
/** Messages of a queue, by name or ARN. @since 0.1.0 */
export interface QueueFact {
  readonly _tag: 'Queue'
  readonly queue: Text
  readonly batchSize: number
  readonly batchingWindow?: number
  readonly maximumConcurrency?: number
}
/** Records of a stream: Kinesis by name or ARN, DynamoDB by ARN. @since 0.1.0 */
export interface StreamFact {
  readonly _tag: 'Stream'
  readonly type: 'kinesis' | 'dynamodb'
  readonly stream: Text
  readonly batchSize: number
  readonly batchingWindow?: number
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON'
  readonly maximumRetryAttempts?: number
  readonly bisectBatchOnFunctionError?: boolean
  readonly parallelizationFactor?: number
}
/** A route of the WebSocket API. @since 0.1.0 */
export interface WebsocketFact {
  readonly _tag: 'Websocket'
  readonly routeKey: string
}
/** What stands after it runs once a record, and failures are reported one by one. @since 0.1.0 */
export interface EachFact {
  readonly _tag: 'Each'
  readonly codec?: AnyCodec
  readonly concurrency?: number
  readonly afterFailure?: 'stop' | 'other groups'
  readonly jsonDepth?: number
  readonly jsonValues?: number
}
/** WebSocket messages that are decoded. @since 0.1.0 */
export interface MessageFact {
  readonly _tag: 'Message'
  readonly codec: AnyCodec
  readonly jsonDepth?: number
  readonly jsonValues?: number
}
/** What a WebSocket route gives goes back to who sent the message, encoded. @since 0.1.0 */
export interface RouteResponseFact {
  readonly _tag: 'RouteResponse'
  readonly codec: AnyCodec
}

/** Where an invocation comes from. @since 0.1.0 */
export type SourceFact =
  | RouteFact
  | LambdaFact
  | AuthorizerFact
  | ScheduleFact
  | EventBridgeFact
  | BucketFact
  | TopicFact
  | QueueFact
  | StreamFact
  | WebsocketFact

/** Everything a sentence may declare. @since 0.1.0 */
export type Fact =
  | SourceFact
  | ParamsFact
  | QueryFact
  | HeadersFact
  | BodyFact
  | MediaTypesFact
  | LimitsFact
  | ReturnsFact
  | ErrorsFact
  | CorsFact
  | AuthFact
  | ApiKeyFact
  | PortFact
  | MiddyFact
  | ProvideFact
  | BracketFact
  | MapReplyFact
  | FunctionFact
  | EachFact
  | MessageFact
  | RouteResponseFact

/** The facts of one tag, in order. @since 0.1.0 */
export const factsOf = <T extends Fact['_tag']>(
  facts: ReadonlyArray<Fact>,
  tag: T
): ReadonlyArray<Extract<Fact, { readonly _tag: T }>> =>
  facts.some((f) => f._tag === tag) ? facts.filter((f): f is Extract<Fact, { readonly _tag: T }> => f._tag === tag) : none

const none: readonly never[] = []

/** The first fact of a tag, if there is one. @since 0.1.0 */
export const factOf = <T extends Fact['_tag']>(
  facts: ReadonlyArray<Fact>,
  tag: T
): Extract<Fact, { readonly _tag: T }> | undefined => facts.find((f): f is Extract<Fact, { readonly _tag: T }> => f._tag === tag)
