/** One service as it is served here: its routes, its functions by name, its WebSocket API, all on one set of ports. No sockets here. */
import { factOf } from '../../combinators/Fact.js'
import { type Override, override } from '../../combinators/Port.js'
import type { managementApi, sockets } from '../../events/sockets.js'
import { type lambdas, usesPort } from '../../router/lambdas.js'
import type { Settings } from '../../router/Settings.js'
import type { AnyService } from '../../router/service.js'
import { type Answered, answerer } from './answer.js'
import type { Connections } from './Connections.js'
import { invocations } from './invocations.js'
import { invoker } from './invoke.js'
import { localManagementApi, management } from './management.js'
import { headerOf, type RawRequest, told } from './RawRequest.js'
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
  readonly connections: Connections
}

// ---- constructors

/** @internal */
export const served = (service: AnyService, around: Around): Served => {
  const { copy, stage, apiKeys, overrides, connections } = around
  const invoke = invoker(service, copy.lambdas(service, ...ownSockets(service, around), ...overrides), stage)
  const routed = answerer(service, invoke, stage, apiKeys)
  const invoked = invocations(service, invoke, stage)
  const sockets = socketAnswerer(service, invoke, stage)
  const managed = sockets.declared ? management(connections) : () => undefined
  const aws = (request: RawRequest): Promise<Answered> | undefined =>
    invoked(request) ?? managed(request)?.then((reply) => ({ by: 'connections', reply }))
  return {
    settings: service.settings,
    sockets,
    answer: (request) => {
      const own = aws(request)
      if (own === undefined) return routed(request)
      return headerOf(request, 'origin') === undefined ? own : Promise.resolve(ofPage)
    }
  }
}

// What AWS's own endpoints do asks for a signature there. Here whoever is on this machine may, and no page in its browser.
const ofPage: Answered = {
  by: 'gateway',
  reply: told(403, { message: 'These endpoints are for programs: a page has no business here.' })
}

// Whoever sends is led to the connections that are open here, and to no API in AWS.
const ownSockets = (service: AnyService, { copy, url, stage, connections }: Around): ReadonlyArray<Override> => {
  if (!service.declarations.some((d) => factOf(d.facts, 'Websocket') !== undefined)) return []
  const { ownEndpoint } = copy.sockets.uses
  return [
    override(copy.managementApi, localManagementApi(connections)),
    ...(ownEndpoint === undefined ? [] : [override(ownEndpoint, `${url}/${stage}`)])
  ].filter(({ port }) => usesPort(service, port))
}
