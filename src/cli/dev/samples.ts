/**
 * What a sentence may be tried with: requests that it takes, requests that it nearly takes, an event as AWS would send it. Made by the testing
 * kit, which needs fast-check: this file is loaded only when somebody asks.
 */
import * as fc from 'fast-check'
import { type Fact, factOf } from '../../combinators/Fact.js'
import { textsOf } from '../../events/fields.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import { isSourceFact } from '../../router/functions.js'
import { encodedFor } from '../../testing/encoding.js'
import { events, invalidRequests, messages, requests } from '../../testing/index.js'
import { rawRequest } from '../../testing/rawRequest.js'
import type { AnyRequest, InvalidRequest } from '../../testing/requests/AnyRequest.js'

// ---- model

/** A request as a form shows it. @internal */
export interface SampleRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** What is wrong with it; absent where nothing is. */
  readonly why?: string
}

/** @internal */
export interface Samples {
  readonly valid?: ReadonlyArray<SampleRequest>
  readonly invalid?: ReadonlyArray<SampleRequest>
  readonly event?: unknown
  /** Why there are none, or fewer. */
  readonly note?: string
}

const howMany = 12

// ---- constructors

/** @internal */
export const samplesOf = (d: Declaration, apiKey: string | undefined): Samples => {
  try {
    return routeOf(d) === undefined ? { event: eventOf(d) } : requestsOf(d, apiKey)
  } catch (e) {
    return { valid: [], invalid: [], note: e instanceof Error ? e.message : String(e) }
  }
}

const requestsOf = (d: Declaration, apiKey: string | undefined): Samples => {
  const near = invalidRequests(d)
  const some = <A>(from: fc.Arbitrary<A>) => fc.sample(from, howMany)
  const scheme = factOf(d.facts, 'Auth')?.scheme
  const told = (r: AnyRequest) => sent(d, r, apiKey)
  return {
    valid: some(requests(d)).map(told),
    invalid:
      near === undefined
        ? []
        : (some(near) as ReadonlyArray<InvalidRequest>).map((r) => ({
            ...told(r),
            why: r.wrong.map((w) => `${w.part}: ${w.problem}`).join('; ')
          })),
    ...(scheme === undefined ? {} : { note: 'The route has an authorizer: add what it asks for.' })
  }
}

const sent = (d: Declaration, r: AnyRequest, apiKey: string | undefined): SampleRequest => {
  const { method, path, query, headers, body } = rawRequest(r.method, r.path, encodedFor(d, r))
  const own = headers.filter(([name]) => !/^(host|user-agent|x-amzn-|x-forwarded-)/i.test(name))
  const key = r.apiKey === undefined || apiKey === undefined ? [] : [['x-api-key', apiKey] as const]
  return {
    method,
    url: query === '' ? path : `${path}?${query}`,
    headers: Object.fromEntries([...own, ...key].map(([k, v]) => [k.toLowerCase(), v])),
    body: body.length === 0 ? null : body.toString('utf8')
  }
}

const eventOf = (d: Declaration): unknown => {
  const source = d.facts.find(isSourceFact) as Fact
  const value = () => {
    const [message] = fc.sample(messages(d), 1)
    return message?.value
  }
  switch (source._tag) {
    case 'Queue':
      return events.sqs([value()])
    case 'Topic':
      return events.sns([value()])
    case 'Bucket':
      return events.s3([`${source.prefix ?? ''}an object${source.suffix ?? ''}`], { s3: { bucket: { name: source.bucket } } })
    case 'Stream':
      return source.type === 'kinesis' ? events.kinesis([value()]) : events.dynamodb([{ id: '1' }])
    case 'EventBridge':
      return events.eventBridge(value(), ofPattern(source.pattern))
    case 'Schedule':
      return source.input ?? events.schedule()
    case 'Websocket':
      return source.routeKey === '$connect'
        ? events.websocket.connect()
        : source.routeKey === '$disconnect'
          ? events.websocket.disconnect()
          : events.websocket.message(
              source.routeKey,
              factOf(d.facts, 'Message') === undefined ? { action: source.routeKey } : value()
            )
    case 'Authorizer':
      return source.scheme._tag === 'BuiltIn' && source.scheme.type === 'request'
        ? events.authorizer.request()
        : events.authorizer.token('a token')
    case 'Lambda':
      return source.codec === undefined ? {} : value()
    default:
      return {}
  }
}

// What the pattern asks for, where it asks for it in plain words.
const ofPattern = (pattern: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(pattern).flatMap(([key, wanted]) => {
      const [first] = textsOf(wanted)
      return first === undefined || key === 'detail' ? [] : [[key, first]]
    })
  )
