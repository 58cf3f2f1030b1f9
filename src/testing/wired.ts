/** A service put together for tests: its functions on the test's ports, the gateway before them, and the WebSocket API. What a client is made of. */
import type { Override } from '../combinators/Port.js'
import type { RawRequest } from '../deploy/local/RawRequest.js'
import { lambdas } from '../router/lambdas.js'
import type { AnyService } from '../router/service.js'
import { type BatchOutcome, batching, type Deliver, delivering } from './batch.js'
import { encoding } from './encoding.js'
import type { RecordChanges } from './events/changes.js'
import { type ClientOptions, type Exchange, gateway, type Identified, type Send } from './gateway.js'
import { hushed } from './hushed.js'
import { type Invoke, invoking } from './invoking.js'
import { type HttpEventInput, missingParam, rawRequest } from './rawRequest.js'
import { type ConnectInput, type Socket, switchboard } from './sockets.js'

// ---- model

/** A request to a declared path, of any route. @since 0.1.0 */
export interface SentRequest extends HttpEventInput, Identified {
  readonly method: string
  /** The declared path: `/todos/{id}`. */
  readonly path: string
}

/** @internal */
export interface Wired {
  /** What goes over the wire. */
  readonly requestOf: (request: SentRequest) => RawRequest
  readonly exchange: (request: SentRequest) => Promise<Exchange>
  readonly invoke: Invoke
  readonly batch: (name: string, messages: ReadonlyArray<unknown>, changes?: RecordChanges) => Promise<BatchOutcome<unknown>>
  /** The same, told by place. */
  readonly deliver: Deliver
  readonly socket: (input?: ConnectInput) => Promise<Socket<unknown>>
}

// ---- constructors

/** Overrides and options in any order. @internal */
export const wired = (service: AnyService, ...given: ReadonlyArray<Override | ClientOptions>): Wired => {
  const overrides = given.filter((g): g is Override => g._tag === 'Override')
  const options: ClientOptions = Object.assign({}, ...given.filter((g) => g._tag !== 'Override'))
  const stage = options.stage ?? service.settings.stage ?? 'dev'
  const board = switchboard(service, stage, (name, event) => invoke(name, event))
  const loud = invoking(service, lambdas(service, ...board.overrides, ...overrides))
  const invoke: Invoke = options.log === false ? (name, event) => hushed(() => loud(name, event)) : loud
  const deliver = delivering(service, invoke)
  // Many a test never asks it anything.
  let send: Send | undefined
  const encode = encoding(service)
  const requestOf = ({ method, path, ...input }: SentRequest): RawRequest => {
    const missing = missingParam(path, input.params)
    if (missing !== undefined) throw new TypeError(`params.${missing} is missing: the path is ${path}`)
    return rawRequest(method, path, encode(method, path, input))
  }
  return {
    requestOf,
    exchange: async (request) => {
      send ??= gateway(service, invoke, options)
      return send(requestOf(request), request)
    },
    invoke,
    batch: batching(deliver),
    deliver,
    socket: (input = {}) => board.connect(input)
  }
}
