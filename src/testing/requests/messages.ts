/**
 * What events hold: the message of a queue, a topic or a stream, the detail of a bus, a WebSocket message, the event of a call by name. The
 * events around it are made by `events`.
 */
import * as fc from 'fast-check'
import type { AnyCodec } from '../../codecs/Codec.js'
import { checkJson, defaultDepth, describeProblem, parseJson } from '../../codecs/safeJson.js'
import { factOf } from '../../combinators/Fact.js'
import type { AnyHandler } from '../../combinators/Handler.js'
import { type Declaration, placeOf } from '../../router/Declaration.js'
import { ArbitraryError } from '../arbitrary/ArbitraryError.js'
import { annotationsOf } from '../arbitrary/arbitrary.js'
import { Checked } from '../arbitrary/Checked.js'
import { json, jsonObjects, texts } from '../arbitrary/pools.js'
import type { Wrong } from './AnyRequest.js'
import { type Nudge, nearJson, nearJsonText, nudges } from './nudge.js'
import { jsonText, type Maker, wired } from './parts.js'
import { paths } from './places.js'
import { declarationOf } from './requests.js'
import { decodeNow, told } from './wrongs.js'

// ---- model

/** What an event holds for its handler. @since 0.1.0 */
export interface Message {
  /** As text: JSON where a codec reads it. */
  readonly text: string
  /** What the text says; the text itself where no codec reads it. */
  readonly value: unknown
}

/** What an event holds and its codec must refuse, with the reasons. @since 0.1.0 */
export interface InvalidMessage extends Message {
  readonly wrong: ReadonlyArray<Wrong>
}

/** How a source hands its content on: as JSON text, as a JSON value, as an object, or as text that nobody parses. */
interface Content {
  readonly as: 'text' | 'json' | 'value' | 'object' | 'key' | 'nothing'
  readonly codec?: AnyCodec
}

// ---- constructors

/**
 * An arbitrary of what the events of a source hold, valid for the codec that reads it (`each`, `message`, `lambda`, the detail of `eventBridge`).
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { each, handle, service, sqs } from 'quaich'
 * import { client, events, messages } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const orders = pipe(sqs('orders'), each(t.type({ id: t.string })), handle(({ message }) => message.id))
 * for (const { text, value } of fc.sample(messages(orders))) {
 *   expect(JSON.parse(text)).toEqual(value)
 *   expect(events.sqs([text]).Records[0]?.body).toBe(text)
 * }
 */
export const messages = (source: AnyHandler | Declaration, ...annotations: ReadonlyArray<AnyCodec>): fc.Arbitrary<Message> =>
  validMessages(declarationOf(source), annotations)

/**
 * An arbitrary of what events may hold and the codec of their source refuses: malformed JSON, or a value one step away from a valid one.
 * Throws an {@link ArbitraryError} where no codec reads it.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { handle, lambda } from 'quaich'
 * import { invalidMessages } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const increment = pipe(lambda(t.type({ n: t.number })), handle(({ event }) => event.n + 1))
 * for (const { value } of fc.sample(invalidMessages(increment))) expect(typeof (value as { n?: unknown } | null)?.n).not.toBe('number')
 */
export const invalidMessages = (
  source: AnyHandler | Declaration,
  ...annotations: ReadonlyArray<AnyCodec>
): fc.Arbitrary<InvalidMessage> => {
  const d = declarationOf(source)
  const made = nearMessages(d, validMessages(d, annotations))
  if (made === undefined)
    throw new ArbitraryError(placeOf(d), [
      {
        path: '',
        codec: placeOf(d),
        problem: 'takes whatever its events hold',
        mend: 'give it a codec: each(codec), message(codec), lambda(codec)'
      }
    ])
  return made
}

// ---- combinators

const contentOf = ({ facts }: Declaration): Content | undefined => {
  const [each, lambda, message, bus] = [
    factOf(facts, 'Each'),
    factOf(facts, 'Lambda'),
    factOf(facts, 'Message'),
    factOf(facts, 'EventBridge')
  ]
  const reading = (as: Content['as'], codec: AnyCodec | undefined): Content => (codec === undefined ? { as } : { as, codec })
  if (lambda !== undefined) return reading('value', lambda.codec)
  if (bus !== undefined) return reading('value', bus.detail)
  if (message !== undefined) return reading('json', message.codec)
  const websocket = factOf(facts, 'Websocket')
  if (websocket !== undefined)
    return { as: websocket.routeKey === '$connect' || websocket.routeKey === '$disconnect' ? 'nothing' : 'text' }
  if (factOf(facts, 'Stream')?.type === 'dynamodb') return reading('object', each?.codec)
  if (factOf(facts, 'Bucket') !== undefined) return reading(each?.codec === undefined ? 'key' : 'json', each?.codec)
  const batch = factOf(facts, 'Queue') ?? factOf(facts, 'Topic') ?? factOf(facts, 'Stream')
  return batch === undefined ? undefined : reading(each?.codec === undefined ? 'text' : 'json', each?.codec)
}

/** Whether its events hold anything at all: those of schedules and of authorizers do not. @internal */
export const holdsMessages = (d: Declaration): boolean => contentOf(d) !== undefined

/** @internal */
export const validMessages = (d: Declaration, annotations: ReadonlyArray<AnyCodec>): fc.Arbitrary<Message> => {
  const content = contentOf(d)
  if (content === undefined)
    throw new ArbitraryError(placeOf(d), [
      {
        path: '',
        codec: placeOf(d),
        problem: 'has events that hold nothing of yours',
        mend: 'for a route, see requests(…); for a schedule, events.schedule()'
      }
    ])
  const { as, codec } = content
  if (codec === undefined) return as === 'value' ? json.map(written) : as === 'object' ? jsonObjects.map(written) : plain(as)
  const m: Maker = { annotations: annotationsOf(annotations), faults: [] }
  const passes = (u: unknown): boolean => {
    const text = jsonText(u)
    return text !== undefined && wrongMessage(content, text).length === 0
  }
  const values = wired(
    m,
    'message',
    codec,
    texts,
    passes,
    'what arrives here is JSON: use a codec whose encoded form JSON can write'
  )
  if (m.faults.length > 0) throw new ArbitraryError(`messages of ${placeOf(d)}`, m.faults)
  return values.map(written)
}

const written = (u: unknown): Message => {
  const text = JSON.stringify(u)
  return { text, value: JSON.parse(text) }
}

const plain = (as: Content['as']): fc.Arbitrary<Message> =>
  (as === 'nothing' ? fc.constant('') : as === 'key' ? paths : texts).map((text) => ({ text, value: text }))

/** What a text is wrong in, for whoever reads it. */
const wrongMessage = ({ as, codec }: Content, text: string): ReadonlyArray<Wrong> => {
  const statuses = 400
  if (codec === undefined) return []
  const json = as === 'json' ? parseJson(text, defaultDepth) : checkJson(written(JSON.parse(text)).value, defaultDepth)
  if ('problem' in json)
    return [{ part: 'message', problem: `a message that ${describeProblem(json.problem)}`, statuses: [statuses] }]
  if ('issues' in json) return told('message', json.issues, statuses)
  return told('message', decodeNow(codec, json.value).issues, statuses)
}

const valueIn = (text: string): unknown => {
  const json = parseJson(text, 10_000)
  return 'value' in json ? json.value : undefined
}

/** The near misses of some valid messages, or nothing where nothing can be wrong. @internal */
export const nearMessages = (d: Declaration, valid: fc.Arbitrary<Message>): fc.Arbitrary<InvalidMessage> | undefined => {
  const content = contentOf(d)
  if (content?.codec === undefined) return undefined
  const steps: ReadonlyArray<(m: Message, n: Nudge) => string> = [
    ({ value }, n) => JSON.stringify(nearJson(value, n)),
    ...(content.as === 'json' ? [({ text }: Message, n: Nudge) => nearJsonText(text, 64, n)] : [])
  ]
  const answered = factOf(d.facts, 'Websocket') !== undefined
  const able = steps.flatMap((step) => {
    const candidates = fc.tuple(valid, nudges).map(([m, n]): InvalidMessage => {
      const text = step(m, n)
      const fits = content.as !== 'object' || isObject(JSON.parse(text))
      const wrong = fits ? wrongMessage(content, text) : []
      return { text, value: valueIn(text), wrong: answered ? wrong : wrong.map((w) => ({ ...w, statuses: [] })) }
    })
    const made = new Checked(candidates, (r) => r.wrong.length > 0, {
      path: '',
      codec: placeOf(d),
      problem: 'is hardly ever sent anything wrong',
      mend: 'give it a codec that refuses something'
    })
    return made.probe() === undefined ? [made] : []
  })
  return able.length === 0 ? undefined : fc.oneof(...able)
}

const isObject = (u: unknown): boolean => typeof u === 'object' && u !== null && !Array.isArray(u)
