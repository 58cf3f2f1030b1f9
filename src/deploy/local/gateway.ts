/**
 * A service on a local API Gateway: the very handlers that Lambda runs, in this process.
 * Not a Lambda emulator: no memory limits, no containers, no calls to AWS.
 */
import type { Override } from '../../combinators/Port.js'
import { managementApi, sockets } from '../../events/sockets.js'
import { lambdas } from '../../router/lambdas.js'
import type { AnyService } from '../../router/service.js'
import { localManagementApi } from './management.js'
import { type Copy, served } from './served.js'
import { noteLine, openServer } from './server.js'

// ---- model

/** @since 0.1.0 */
export interface GatewayOptions {
  /** 3000; 0 for any free one. */
  readonly port?: number
  /** 127.0.0.1. Give another only where everybody who can reach it may call the service. */
  readonly host?: string
  /** Keys that routes with `apiKey()` accept: `local-key`. */
  readonly apiKeys?: ReadonlyArray<string>
  /** The stage in events; the service's own, or `dev`. */
  readonly stage?: string
  readonly overrides?: ReadonlyArray<Override>
  /** Takes one line a request, or a message; nothing is logged when absent. */
  readonly log?: (line: string) => void
  /** Where the service was made with another copy of quaich: that one. */
  readonly copy?: Copy
}

/** A gateway that runs. @since 0.1.0 */
export interface Gateway {
  /** `http://127.0.0.1:3000`: routes, functions by Lambda's Invoke, and the connections of the WebSocket API by its management API. */
  readonly url: string
  /** `ws://127.0.0.1:3000`, where the service has a WebSocket API. */
  readonly websocketUrl: string
  /** Serves another service from now on; requests that are there whole end as they began, and connections stay. */
  readonly reload: (service: AnyService, copy?: Copy) => void
  readonly close: () => Promise<void>
}

// ---- constructors

/**
 * Serves a service on this machine until it is closed: its routes, its WebSocket API, and every function by name. Rejects where the port is
 * taken.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { startGateway } from 'quaich/deploy'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const api = service('greetings', {}, { hello: pipe(get('/hello'), handle(() => ({ hello: 'world' }))) })
 * const gateway = await startGateway(api, { port: 0 })
 * const told = await fetch(`${gateway.url}/hello`).then((r) => r.json())
 * await gateway.close()
 * expect(told).toEqual({ hello: 'world' })
 */
export const startGateway = async (service: AnyService, options: GatewayOptions = {}): Promise<Gateway> => {
  const { port = 3000, host = '127.0.0.1', apiKeys = ['local-key'], overrides = [], log = () => {} } = options
  const server = await openServer({ port, host, log, note: (n) => log(noteLine(n)) })
  const reload = (s: AnyService, copy: Copy = options.copy ?? { lambdas, managementApi, sockets }): void => {
    const stage = options.stage ?? s.settings.stage ?? 'dev'
    server.serve(served(s, { copy, url: server.url, stage, apiKeys, overrides, sending: localManagementApi(server.connections) }))
  }
  try {
    reload(service)
  } catch (e) {
    await server.close()
    throw e
  }
  return { url: server.url, websocketUrl: server.websocketUrl, reload, close: server.close }
}
