/** WebSocket APIs of API Gateway: one source a route, typed messages in. */
import * as t from 'io-ts'
import type { AnyCodec, Decoded, Encoded } from '../codecs/Codec.js'
import type { JsonDecoding, JsonLimits } from '../codecs/CodecEngine.js'
import { ioTsEncoders } from '../codecs/encode.js'
import { printJson } from '../codecs/printJson.js'
import { describeProblem } from '../codecs/safeJson.js'
import { decodeBase64, decodeUtf8 } from '../codecs/strictBytes.js'
import { MalformedBody } from '../combinators/bytes.js'
import { at, refused } from '../combinators/refusing.js'
import { type Ctx, type Exit, extend, type Give, type Invocation, left, type Source, source } from '../combinators/Source.js'
import { isObject, objectAt, type Raw, textAt } from './Batch.js'
import { EventError } from './lambda.js'

// ---- model

/** An event of a WebSocket API ("WebSocket API integration requests"). @since 0.1.0 */
export interface WebsocketEvent {
  readonly connectionId: string
  readonly routeKey: string
  readonly domainName: string
  readonly stage: string
  /** The message as text; `null` on connect and disconnect. Reading a binary message that is not UTF-8 is answered with 400. */
  readonly body: string | null
  /** What an authorizer on connect returned, on every event of the connection. */
  readonly authorizer: Readonly<Record<string, unknown>>
  /** Names in lower case; present on connect alone. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly context: Readonly<Record<string, unknown>>
  readonly toJSON: () => unknown
}

class SocketEvent implements WebsocketEvent {
  readonly context: Raw
  constructor(private readonly event: Raw) {
    this.context = objectAt(event, 'requestContext')
  }
  get connectionId(): string {
    return textAt(this.context, 'connectionId') ?? ''
  }
  get routeKey(): string {
    return textAt(this.context, 'routeKey') ?? ''
  }
  get domainName(): string {
    return textAt(this.context, 'domainName') ?? ''
  }
  get stage(): string {
    return textAt(this.context, 'stage') ?? ''
  }
  get body(): string | null {
    const text = textAt(this.event, 'body') ?? null
    return text !== null && this.event['isBase64Encoded'] === true ? textOfFrame(text) : text
  }
  get authorizer(): Raw {
    return objectAt(this.context, 'authorizer')
  }
  get headers(): Readonly<Record<string, string>> {
    return texts(objectAt(this.event, 'headers'), (k) => k.toLowerCase())
  }
  get query(): Readonly<Record<string, string>> {
    return texts(objectAt(this.event, 'queryStringParameters'), (k) => k)
  }
  toJSON(): unknown {
    return this.event
  }
}

const textOfFrame = (data: string): string => {
  const bytes = decodeBase64(data)
  if (bytes === undefined) throw new MalformedBody('The message is not the base64 it claims to be')
  const text = decodeUtf8(bytes)
  if (text === undefined) throw new MalformedBody('The message is not UTF-8')
  return text
}

/** Whether a value was made of an event by {@link websocket}. @internal */
export const isWebsocketEvent = (u: unknown): u is WebsocketEvent => u instanceof SocketEvent

const texts = (raw: Raw, name: (key: string) => string): Readonly<Record<string, string>> => {
  const all: Record<string, string> = Object.create(null)
  for (const [key, value] of Object.entries(raw)) if (typeof value === 'string') all[name(key)] = value
  return all
}

// ---- constructors

/**
 * A route of the service's WebSocket API: `$connect`, `$disconnect`, `$default`, or a value of the message's `action`. On connect a refusal
 * (`E.left(forbidden())`) keeps the client out; elsewhere what a reply's body holds goes back only where the route has a response.
 * @since 0.1.0
 * @example
 * import { handle, websocket } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const hello = pipe(websocket('$connect'), handle(({ event }) => event.connectionId))
 * expect(hello.facts[0]).toEqual({ _tag: 'Websocket', routeKey: '$connect' })
 */
export const websocket = <const R extends string>(
  routeKey: R
): Source<{ readonly event: WebsocketEvent } & Invocation, unknown, { readonly kind: 'websocket'; readonly route: R }> =>
  source(
    [{ _tag: 'Websocket', routeKey }],
    [
      () => ({
        enter: (ctx) => {
          const { event } = ctx
          // What the authorizer of a connection is asked has a connection too, and the method that it is asked for.
          if (!isObject(event) || textAt(event['requestContext'], 'connectionId') === undefined || 'methodArn' in event)
            return left(new EventError('the event is not a WebSocket event'))
          ctx['event'] = new SocketEvent(event)
          return undefined
        }
      })
    ]
  )

// ---- combinators

/**
 * The message as JSON, decoded, within limits as `limits` has them. One that is not UTF-8, not JSON or that the codec refuses is answered
 * with 400; the connection stays.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { handle, message, websocket } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const echo = pipe(websocket('$default'), message(t.type({ text: t.string })), handle(({ message }) => message.text))
 * expect(echo.facts[1]).toMatchObject({ _tag: 'Message' })
 */
export const message =
  <S extends AnyCodec>(codec: S, o: JsonLimits = {}) =>
  <C, Err, K>(
    s: Source<C, Err, K>
  ): Source<Give<C, { readonly event: WebsocketEvent }, 'message', Decoded<S>>, Err, K & { readonly message: Encoded<S> }> =>
    extend(s, { _tag: 'Message', codec, ...o }, ({ codecs }) => {
      const decode = codecs.textDecoder(codec, o)
      const conclude = (ctx: Ctx, d: JsonDecoding): Exit | undefined => {
        if ('problem' in d) return refused(400, { message: `The message ${describeProblem(d.problem)}` })
        if (d.issues !== undefined)
          return refused(400, { message: 'The message is not as declared', issues: at('message', d.issues) })
        ctx['message'] = d.value
        return undefined
      }
      return {
        enter: (ctx) => {
          const d = decode((ctx['event'] as WebsocketEvent).body ?? '')
          return d instanceof Promise ? d.then((d) => conclude(ctx, d)) : conclude(ctx, d)
        }
      }
    })

/**
 * A value as the text of a message, encoded exactly by a codec: `sockets.send(id, encodeMessage(Reply)({ text: 'hello' }))`.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { encodeMessage } from 'quaich'
 * expect(encodeMessage(t.type({ text: t.string }))({ text: 'hello' })).toBe('{"text":"hello"}')
 */
export const encodeMessage = <A, O>(codec: t.Type<A, O>): ((a: A) => string) => {
  const encode = ioTsEncoders(t).encoder(codec)
  return (a) => printJson(encode(a), 'the message')
}
