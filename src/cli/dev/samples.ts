/**
 * What a sentence may be tried with: requests that it takes, requests that it nearly takes, an event as AWS would send it. Made by the testing
 * kit, which needs fast-check: this file is loaded only when somebody asks.
 */
import * as fc from 'fast-check'
import { type Fact, factOf } from '../../combinators/Fact.js'
import { readingOf } from '../../deploy/readings.js'
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
  /** What a WebSocket client sends, as text. */
  readonly message?: string
  /** Why there are none, or fewer. */
  readonly note?: string
}

const howMany = 12

// ---- constructors

/** @internal */
export const samplesOf = (d: Declaration, apiKey: string | undefined): Samples => {
  try {
    return routeOf(d) === undefined ? eventsOf(d) : requestsOf(d, apiKey)
  } catch (e) {
    return { valid: [], invalid: [], note: e instanceof Error ? e.message : String(e) }
  }
}

const requestsOf = (d: Declaration, apiKey: string | undefined): Samples => {
  const near = nearMisses(d)
  const auth = factOf(d.facts, 'Auth')
  const told = (r: AnyRequest) => sent(d, r, apiKey)
  return {
    valid: some(requests(d)).map(told),
    invalid: near === undefined ? [] : eachOnce(some(near, 4 * howMany).map((r) => ({ ...told(r), why: whyOf(r) }))),
    ...(auth === undefined ? {} : { note: `Add what is asked for: ${readingOf(auth).says}.` })
  }
}

// A route that takes whatever is sent has none, and is tried with what is right all the same.
const nearMisses = (d: Declaration): fc.Arbitrary<InvalidRequest> | undefined => {
  try {
    return invalidRequests(d) as fc.Arbitrary<InvalidRequest> | undefined
  } catch {
    return undefined
  }
}

// What the generator makes is hostile as well as right; whoever looks begins with the plainest.
const some = <A>(from: fc.Arbitrary<A>, most = howMany): ReadonlyArray<A> =>
  fc
    .sample(from, 4 * howMany)
    .map((a) => ({ a, odd: oddness(a) }))
    .sort((x, y) => x.odd - y.odd)
    .slice(0, most)
    .map(({ a }) => a)

const whyOf = ({ wrong }: InvalidRequest): string => wrong.map((w) => `${w.part}: ${w.problem}`).join('; ')

// What is wrong differs before anything is wrong in the same way again.
const eachOnce = (all: ReadonlyArray<SampleRequest>): ReadonlyArray<SampleRequest> => {
  const first = [...new Map([...all].reverse().map((s) => [s.why, s])).values()].reverse()
  return [...first, ...all.filter((s) => !first.includes(s))].slice(0, howMany)
}

const oddness = (a: unknown): number => {
  const text = JSON.stringify(a) ?? ''
  return text.length + 20 * (text.match(/""|\\|[^ -~]|\de[-+]\d|-?\d{7,}|[`~^#$%|<>;]/g) ?? []).length
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

const eventsOf = (d: Declaration): Samples => {
  const source = d.facts.find(isSourceFact) as Fact
  const value = () => some(messages(d))[0]?.value
  if (source._tag !== 'Websocket') return { event: eventOf(source, value) }
  const { routeKey } = source
  if (routeKey === '$connect') return { event: events.websocket.connect() }
  if (routeKey === '$disconnect') return { event: events.websocket.disconnect() }
  // A route is chosen by the action, which no codec need know.
  const action = routeKey === '$default' ? {} : { action: routeKey }
  const said = factOf(d.facts, 'Message') === undefined ? (routeKey === '$default' ? 'hello' : action) : value()
  const message = typeof said === 'object' && said !== null && !Array.isArray(said) ? { ...action, ...said } : said
  return {
    event: events.websocket.message(routeKey, message),
    message: typeof message === 'string' ? message : JSON.stringify(message)
  }
}

const eventOf = (source: Fact, value: () => unknown): unknown => {
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
