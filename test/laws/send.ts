/** Sends one request to one route, through the resource and the payload format that a gateway would use. */
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { factOf } from '../../src/combinators/Fact.js'
import { type AnyRoute, handler } from '../../src/combinators/Handler.js'
import { problem } from '../../src/combinators/HttpError.js'
import { portScope } from '../../src/combinators/Port.js'
import type { AnyReply } from '../../src/combinators/Reply.js'
import type { Identity } from '../../src/combinators/Request.js'
import type { Exit, Program, Source } from '../../src/combinators/Source.js'
import type { Payload } from '../../src/events/Payload.js'
import { payloadOf } from '../../src/events/payloads.js'
import { readReply } from '../../src/events/readReply.js'
import { readResult } from '../../src/events/readResult.js'
import type { LambdaHandler } from '../../src/events/toLambda.js'
import { resource } from '../../src/router/resource.js'
import { type HttpEventInput, httpEvent, lambdaContext } from '../../src/testing/index.js'

export interface Send extends HttpEventInput {
  readonly method?: string
  readonly identity?: Identity
  readonly gateway?: 'rest' | 'http'
  /** Keys of the event in place of those that were built. */
  readonly event?: Readonly<Record<string, unknown>>
}

/** The reply to an event, headers in lower case, a JSON body parsed. */
export const replyTo = async (lambda: LambdaHandler, event: object): Promise<AnyReply> =>
  readReply(readResult(payloadOf(event) as Payload, await lambda(event, lambdaContext('f'))))

/** The reply of one route to one request. */
export const send = (route: AnyRoute, o: Send = {}): Promise<AnyReply> => sendTo(resource(route), route, o)

/** The same, of a resource made before. */
export const sendTo = (lambda: LambdaHandler, route: AnyRoute, o: Send = {}): Promise<AnyReply> => {
  const fact = factOf(route.facts, 'Route')
  const method = o.method ?? (fact === undefined || fact.methods === 'ANY' ? 'GET' : (fact.methods[0] as string))
  return replyTo(lambda, { ...httpEvent(o.gateway ?? 'rest', method, fact?.path ?? '/', o, o.identity), ...o.event })
}

/** A combinator of which nothing is known: generated stacks are lists of these. */
export type Layer = (s: Source<never, never, never>) => Source<unknown, unknown, unknown>

/** A list of combinators as one. */
export const stacked =
  (layers: ReadonlyArray<Layer>) =>
  (s: Source<unknown, unknown, unknown>): Source<unknown, unknown, unknown> =>
    layers.reduce((inner: Source<unknown, unknown, unknown>, layer) => layer(inner as never), s)

/** A closed route whose types nobody knows. */
export const closed = (s: Source<unknown, unknown, unknown>, f: (ctx: never) => unknown): AnyRoute =>
  handler<never, unknown, { readonly kind: 'http' }>(f, s.facts, s.steps)

/** What interpreters give a program, with nothing unusual in it. */
export const program = (o: Partial<Program> = {}): Program => ({
  facts: [],
  settings: { errorBody: problem, binaryTypes: [], overrides: [] },
  codecs: defaultEngine,
  live: portScope([]),
  ...o
})

/** Silences the error log of the tests that make handlers fail, and keeps what it was told. */
export const quiet = (): { readonly lines: () => ReadonlyArray<string> } => {
  let spy: jest.SpyInstance
  beforeEach(() => {
    spy = jest.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterEach(() => spy.mockRestore())
  return { lines: () => spy.mock.calls.map((c) => String(c[0])) }
}

export const left = (left: unknown): Exit => ({ _tag: 'Left', left })
export const right = (right: unknown): Exit => ({ _tag: 'Right', right })

/** Errors without their stacks in the tests that make thousands: reading them is most of the time those take. */
export const withoutStacks = (): void => {
  const { stackTraceLimit } = Error
  // Under --frozen-intrinsics they stay.
  if (Object.isFrozen(Error)) return
  beforeAll(() => {
    Error.stackTraceLimit = 0
  })
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit
  })
}
