/** One service as it is served here: its routes, its functions by name, its WebSocket API, all on one set of ports. No sockets here. */
import { factOf } from '../../combinators/Fact.js'
import { type Override, override } from '../../combinators/Port.js'
import type { ManagementApi, managementApi, sockets } from '../../events/sockets.js'
import { type lambdas, usesPort } from '../../router/lambdas.js'
import type { Settings } from '../../router/Settings.js'
import type { AnyService } from '../../router/service.js'
import { type Answered, answerer } from './answer.js'
import { invocations } from './invocations.js'
import { invoker } from './invoke.js'
import { headerOf, ofPage, type RawRequest } from './RawRequest.js'
import { type SocketAnswerer, socketAnswerer } from './socketAnswer.js'

// ---- model

/** What of quaich a service is run with: the copy that it was made with. @since 0.1.0 */
export interface Copy {
  readonly lambdas: typeof lambdas
  readonly managementApi: typeof managementApi
  readonly sockets: typeof sockets
}

/** @internal */
export interface Served {
  readonly settings: Settings
  readonly answer: (request: RawRequest) => Promise<Answered>
  readonly sockets: SocketAnswerer
}

/** @internal */
export interface Around {
  readonly copy: Copy
  /** Where it is served: `http://127.0.0.1:3000`. */
  readonly url: string
  readonly stage: string
  readonly apiKeys: ReadonlyArray<string>
  readonly overrides: ReadonlyArray<Override>
  /** What reaches the connections that are open here. */
  readonly sending: ManagementApi
}

// ---- constructors

/** @internal */
export const served = (service: AnyService, around: Around): Served => {
  const { copy, stage, apiKeys, overrides } = around
  const invoke = invoker(service, copy.lambdas(service, ...ownSockets(service, around), ...overrides), stage)
  const routed = answerer(service, invoke, stage, apiKeys)
  const invoked = invocations(service, invoke, stage)
  const sockets = socketAnswerer(service, invoke, stage)
  return {
    settings: service.settings,
    sockets,
    answer: (request) => {
      const own = invoked(request)
      if (own === undefined) return routed(request)
      return headerOf(request, 'origin') === undefined ? own : Promise.resolve({ by: 'gateway', reply: ofPage })
    }
  }
}

// Whoever sends is led to the connections that are open here, and to no API in AWS.
const ownSockets = (service: AnyService, { copy, url, stage, sending }: Around): ReadonlyArray<Override> => {
  if (!service.declarations.some((d) => factOf(d.facts, 'Websocket') !== undefined)) return []
  const { ownEndpoint } = copy.sockets.uses
  return [
    override(copy.managementApi, sending),
    ...(ownEndpoint === undefined ? [] : [override(ownEndpoint, `${url}/${stage}`)])
  ].filter(({ port }) => usesPort(service, port))
}
