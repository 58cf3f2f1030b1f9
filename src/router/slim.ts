/**
 * One function of a service without the rest of it: what generated bundle entries call. A bundle imports the handlers it runs and is told
 * as data what the service knew about them, so that `lambdas(service)` and this answer alike. Nobody writes such a call by hand.
 */

import type { CodecEngine } from '../codecs/CodecEngine.js'
import type { EncodesReplies } from '../combinators/encodeReply.js'
import { type Fact, factOf } from '../combinators/Fact.js'
import type { AnyHandler } from '../combinators/Handler.js'
import { defect } from '../combinators/HttpError.js'
import type { portScope } from '../combinators/Port.js'
import type { TellsFailures } from '../combinators/tellFailure.js'
import type { Payload } from '../events/Payload.js'
import type { LambdaHandler } from '../events/toLambda.js'
import { authorizerLambda } from './authorizerLambda.js'
import { binaryTypesOf } from './binaryTypes.js'
import type { Declaration } from './Declaration.js'
import { eventLambda } from './eventLambda.js'
import { httpLambda } from './httpLambda.js'
import { lambdaOf } from './lambdas.js'
import { type Means, type Scope, scopeOf } from './program.js'
import type { Settings } from './Settings.js'
import type { AnyService } from './service.js'
import type { Sharing } from './share.js'
import { websocketLambda } from './websocketLambda.js'
import { wholeScope } from './whole.js'
import type { wireOf } from './wire.js'

// ---- model

/** One sentence of a bundle: its handler, and what stood around it. @internal */
export interface SlimDeclaration {
  readonly keys: ReadonlyArray<string>
  readonly handler: AnyHandler
  /** The full path, mounts applied; nothing for what is no route. */
  readonly path?: string
  /** Facts of the stacks around it: plain data, with no steps behind them. */
  readonly around?: ReadonlyArray<Fact>
}

/** A route as an authorizer's policy knows it; the handler only where the bundle can grant it. @internal */
export interface SlimRoute {
  readonly methods: Extract<Fact, { readonly _tag: 'Route' }>['methods']
  readonly path: string
  readonly handler?: AnyHandler
}

/** What of a service's settings is read while a function runs, and what it is run with. @internal */
export interface SlimSettings extends Pick<Settings, 'errorBody'> {
  readonly binaryTypes?: ReadonlyArray<string>
  /** The formats of the events that can reach it. */
  readonly payloads?: ReadonlyArray<Payload>
  /** What it is run with, where something in it asks for that. */
  readonly codecs?: CodecEngine
  readonly replies?: EncodesReplies
  readonly matcher?: Means['matcher']
  readonly sharing?: Sharing
  readonly tellsFailures?: TellsFailures
  readonly ports?: typeof portScope
  readonly wireOf?: typeof wireOf
}

// ---- constructors

/** The routes of one function. @internal */
export const slimHttp = (settings: SlimSettings, declarations: ReadonlyArray<SlimDeclaration>): LambdaHandler =>
  httpLambda(declarations.map(declared), scope(settings))

/** The function of one sentence that is no route. @internal */
export const slimEvent = (settings: SlimSettings, declaration: SlimDeclaration): LambdaHandler =>
  eventLambda(declared(declaration), scope(settings))

/** A route of the WebSocket API. @internal */
export const slimSocket = (settings: SlimSettings, declaration: SlimDeclaration): LambdaHandler =>
  websocketLambda(declared(declaration), scope(settings))

/** An authorizer, which is told the service's routes. @internal */
export const slimAuthorizer = (
  settings: SlimSettings,
  declaration: SlimDeclaration,
  routes: ReadonlyArray<SlimRoute>
): LambdaHandler => authorizerLambda(declared(declaration), scope(settings), routes.map(route))

/** One function of a whole service, for what cannot be taken out of it. @internal */
export const oneOf = (service: AnyService, name: string): LambdaHandler => {
  const f = service.functions.find((f) => f.name === name)
  if (f === undefined) throw new Error(`service '${service.name}' has no function '${name}': build again`)
  return lambdaOf(f, wholeScope(service.settings, binaryTypesOf(service.declarations, service.settings)), service.declarations)
}

const scope = ({
  binaryTypes = [],
  payloads = [],
  codecs = noCodecs,
  replies = unplanned,
  matcher = unplanned,
  sharing = nothingShared,
  tellsFailures = () => defect,
  ports = () => unplanned,
  wireOf = unplanned,
  ...settings
}: SlimSettings): Scope =>
  scopeOf({ codecs, replies, payloads, matcher, sharing, tellsFailures, ports, wireOf }, settings, binaryTypes, [])

const unplanned = (): never => {
  throw new Error('the bundle lacks a part that its handler asks for: build again')
}
const noCodecs: CodecEngine = { decoder: unplanned, textDecoder: unplanned, valueDecoder: unplanned, encoder: unplanned }
const nothingShared: Sharing = { share: unplanned, preflight: unplanned, shared: () => undefined }

const declared = ({ keys, handler, path, around = [] }: SlimDeclaration): Declaration => ({
  keys,
  handler,
  facts:
    path === undefined || (around.length === 0 && factOf(handler.facts, 'Route')?.path === path)
      ? handler.facts
      : [...around, ...handler.facts.map((f): Fact => (f._tag === 'Route' ? { ...f, path } : f))],
  steps: handler.steps
})

const route = ({ methods, path, handler }: SlimRoute): Declaration => ({
  keys: [],
  handler: handler ?? nobody(),
  facts: [{ _tag: 'Route', methods, path }],
  steps: []
})

// A value of its own each time: no grant can name it.
const nobody = (): AnyHandler =>
  Object.assign(() => undefined, { _tag: 'Handler', facts: [], steps: [] }) as unknown as AnyHandler
