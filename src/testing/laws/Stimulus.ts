/** What makes a declaration run, whatever its source is: a request, a batch of messages, or an event. Valid ones are made here, and sent. */
import * as fc from 'fast-check'
import { tokenPlace } from '../../combinators/AuthorizerScheme.js'
import { type Fact, factOf } from '../../combinators/Fact.js'
import { type Declaration, nameOf } from '../../router/Declaration.js'
import { kindOf } from '../../router/functions.js'
import { encoded } from '../arbitrary/arbitrary.js'
import { events } from '../events/index.js'
import { connect, disconnect, message } from '../events/websocket.js'
import type { Format } from '../format.js'
import type { Exchange } from '../gateway.js'
import type { AnyRequest } from '../requests/AnyRequest.js'
import type { Message } from '../requests/messages.js'
import { curl, cut, json } from './curl.js'
import { reaching } from './reach.js'
import type { Bench, World } from './World.js'

// ---- model

/** @internal */
export type Stimulus =
  | { readonly _tag: 'Request'; readonly request: AnyRequest; readonly format?: Format }
  | { readonly _tag: 'Batch'; readonly name: string; readonly messages: ReadonlyArray<unknown> }
  | { readonly _tag: 'Event'; readonly name: string; readonly event: unknown; readonly shown: string }

/** What came of it. @internal */
export type Outcome =
  | { readonly _tag: 'Replied'; readonly exchange: Exchange }
  | { readonly _tag: 'Gave'; readonly result: unknown; readonly failed?: ReadonlyArray<boolean> }
  | { readonly _tag: 'Threw'; readonly error: unknown; readonly failed?: ReadonlyArray<boolean> }

// ---- constructors

/** Valid stimuli of a declaration; nothing for an authorizer, which is asked on the way to its routes. @internal */
export const stimuli = (d: Declaration, world: World): fc.Arbitrary<Stimulus> | undefined => {
  const name = nameOf(d)
  switch (kindOf(d)) {
    case 'authorizer':
      return undefined
    case 'http': {
      const format = fc.constantFrom(...reaching(d, world.formats))
      const valid = world.requests(d)?.valid
      return valid && fc.record({ _tag: fc.constant('Request' as const), request: credentials(d, valid), format })
    }
    case 'sqs':
    case 'sns':
    case 's3':
    case 'stream': {
      const valid = world.messages(d)?.valid
      return valid === undefined ? undefined : some(valid, 4).map((ms) => ({ _tag: 'Batch', name, messages: ms.map(sentIn(d)) }))
    }
    case 'schedule': {
      const input = factOf(d.facts, 'Schedule')?.input
      return fc.constant(
        input === undefined
          ? eventTo(name, events.schedule(), `the event of its schedule to ${name}`)
          : eventTo(name, input, `the input of its schedule to ${name}: ${json(input)}`)
      )
    }
    case 'eventBridge':
    case 'lambda':
      return world.messages(d)?.valid.map((m) => eventOf(d, m))
    case 'websocket':
      return socketEvents(d, world, world.messages(d)?.valid ?? fc.constant({ text: '', value: '' }))
  }
}

/** The event of a message to a function that is called by name, or by a bus. @internal */
export const eventOf = (d: Declaration, { value }: Message): Stimulus => {
  const pattern = factOf(d.facts, 'EventBridge')?.pattern
  const name = nameOf(d)
  return pattern === undefined
    ? eventTo(name, value, `an event to ${name}: ${json(value)}`)
    : eventTo(name, busEvent(pattern, value), `an event to ${name}, with the detail ${json(value)}`)
}

// What AWS puts around a message is the same each time: only what differs is shown.
const eventTo = (name: string, event: unknown, shown: string): Stimulus => ({ _tag: 'Event', name, event, shown })

/** The events of some messages over a connection whose authorizer, if there is one, has let somebody in. @internal */
export const socketEvents = (d: Declaration, world: World, messages: fc.Arbitrary<Message>): fc.Arbitrary<Stimulus> => {
  const key = factOf(d.facts, 'Websocket')?.routeKey ?? ''
  const name = nameOf(d)
  return fc.tuple(connections(world), messages).map(([authorizer, { text }]) => {
    const known = authorizer === undefined ? {} : { requestContext: { authorizer } }
    const who = authorizer === undefined ? '' : `\n# the authorizer has let in ${json(authorizer)}`
    if (key === '$connect') return eventTo(name, connect({}, known), `a connection to ${name}${who}`)
    if (key === '$disconnect') return eventTo(name, disconnect(known), `the end of a connection to ${name}${who}`)
    return eventTo(name, message(key, text, known), `a message to ${name}: ${cut(text)}${who}`)
  })
}

type Context = Readonly<Record<string, unknown>>

const connections = (world: World): fc.Arbitrary<Context | undefined> => {
  const opener = world.service.declarations.find((d) => factOf(d.facts, 'Websocket')?.routeKey === '$connect')
  const codec = factOf(opener?.facts ?? [], 'Auth')?.codec
  if (codec === undefined) return fc.constant(undefined)
  const known = encoded(codec, ...world.annotations) as fc.Arbitrary<unknown>
  return known.map((context) => ({ principalId: 'somebody', ...(context as Context) }))
}

/** One or more. With a `minLength` fast-check drops the first ones of a list, and never the last. @internal */
export const some = <A>(item: fc.Arbitrary<A>, maxLength: number): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(item, { maxLength }).filter((all) => all.length > 0)

/**
 * Somebody whom the gateway knows; or, where the service has an authorizer of its own, a token that it is asked about. Made beside the request:
 * what `chain` makes of a value is made anew with each step that makes that value smaller.
 * @internal
 */
export const credentials = (d: Declaration, requests: fc.Arbitrary<AnyRequest>): fc.Arbitrary<AnyRequest> => {
  const scheme = factOf(d.facts, 'Auth')?.scheme
  if (scheme?._tag !== 'BuiltIn') return requests
  const place = tokenPlace(scheme)
  const part = place.in === 'header' ? 'headers' : 'query'
  const token = fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter((s) => s.trim() === s && s !== '')
    }
  )
  return fc.tuple(requests, token).map(([request, token]) => {
    if (token === undefined) return request
    const { auth: _, ...rest } = request
    return { ...rest, [part]: { ...request[part], [place.name]: token } }
  })
}

const first = (u: unknown): string | undefined => (Array.isArray(u) && typeof u[0] === 'string' ? u[0] : undefined)

// As its rule would let it through: source and type as the pattern names them.
const busEvent = (pattern: Context, detail: unknown): object => {
  const [source, type] = [first(pattern['source']), first(pattern['detail-type'])]
  return events.eventBridge(detail, {
    ...(source === undefined ? {} : { source }),
    ...(type === undefined ? {} : { 'detail-type': type })
  })
}

/** A message as its source is given it: text, or a table's item. @internal */
export const sentIn = ({ facts }: { readonly facts: ReadonlyArray<Fact> }): ((m: Message) => unknown) =>
  factOf(facts, 'Stream')?.type === 'dynamodb' ? (m) => m.value : (m) => m.text

// ---- combinators

/** Sends it. @internal */
export const send = async (bench: Bench, s: Stimulus): Promise<Outcome> => {
  if (s._tag === 'Request') return { _tag: 'Replied', exchange: await bench.exchange(s.request) }
  if (s._tag === 'Batch') {
    const { failed, error, result } = await bench.deliver(s.name, s.messages)
    return error === undefined ? { _tag: 'Gave', result, failed } : { _tag: 'Threw', error, failed }
  }
  try {
    return { _tag: 'Gave', result: await bench.invoke(s.name, s.event) }
  } catch (error) {
    return { _tag: 'Threw', error }
  }
}

/** As people read it. @internal */
export const shown = (bench: Bench, s: Stimulus): string => {
  switch (s._tag) {
    case 'Request':
      return curl(bench.requestOf(s.request), s.request)
    case 'Batch':
      return `a batch to ${s.name}: ${json(s.messages)}`
    case 'Event':
      return s.shown
  }
}

/** What came, in a line. @internal */
export const told = (o: Outcome): string => {
  switch (o._tag) {
    case 'Replied': {
      const { by, reply } = o.exchange
      const body =
        reply.body instanceof Uint8Array ? `${reply.body.length} bytes` : reply.body === undefined ? 'no body' : json(reply.body)
      return `${reply.status} ${body} from ${by === 'gateway' ? 'the gateway' : by}`
    }
    case 'Gave':
      return `it gave ${json(o.result)}`
    case 'Threw':
      return `it failed with ${reason(o.error)}`
  }
}

/** A cause, as people read it: where it was thrown stands in the second line. @internal */
export const reason = (cause: unknown): string => {
  if (!(cause instanceof Error)) return json(cause)
  const at = cause.stack?.split('\n').find((l) => /^\s+at /.test(l))
  return `${cause.name}: ${cause.message}${at === undefined ? '' : `\n${at.trim()}`}`
}
