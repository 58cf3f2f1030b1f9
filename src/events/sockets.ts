/**
 * Sending to WebSocket connections, as a port: whoever uses it may send, from any source, and only they get the right to. The endpoint is
 * the one the event came through (custom domains included), or the service's own for other sources; it is never carried to the next event.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Port, perInvocation, port } from '../combinators/Port.js'
import { isWebsocketEvent } from './websocket.js'

// ---- model

/** The connection is gone (410). @since 0.1.0 */
export interface Disconnected {
  readonly _tag: 'Disconnected'
  readonly connectionId: string
}

/** What the API knows of a connection. @since 0.1.0 */
export interface ConnectionInfo {
  readonly connectedAt: Date | undefined
  readonly lastActiveAt: Date | undefined
  readonly sourceIp: string | undefined
  readonly userAgent: string | undefined
}

/** Sends to connections. Any other failure than a gone connection rejects, and fails the invocation. @since 0.1.0 */
export interface Sockets {
  /** At most 128 KB. Inside `$connect` the connection is not there yet: `Disconnected`. */
  readonly send: (connectionId: string, message: string | Uint8Array) => TaskEither<Disconnected, void>
  readonly close: (connectionId: string) => TaskEither<Disconnected, void>
  readonly info: (connectionId: string) => TaskEither<Disconnected, ConnectionInfo>
  /** Sends to all, goes on past those that are gone, and tells which they were. */
  readonly broadcast: (
    connectionIds: Iterable<string>,
    message: string | Uint8Array
  ) => TaskEither<never, ReadonlyArray<Disconnected>>
}

/** The three calls of the API Gateway Management API that {@link sockets} needs, at an endpoint. A gone connection rejects with status 410. @since 0.1.0 */
export interface ManagementApi {
  readonly post: (endpoint: string, connectionId: string, data: string | Uint8Array) => Promise<void>
  readonly delete: (endpoint: string, connectionId: string) => Promise<void>
  readonly get: (endpoint: string, connectionId: string) => Promise<ConnectionInfo>
}

// ---- constructors

/**
 * The API Gateway Management API through the AWS SDK (`@aws-sdk/client-apigatewaymanagementapi`, which Lambda's runtimes hold), loaded on
 * the first message. Override it to send elsewhere.
 * @since 0.1.0
 * @example
 * import { managementApi, override } from 'quaich'
 * const sent: string[] = []
 * const recorder = override(managementApi, { post: async (_, id) => { sent.push(id) }, delete: async () => {}, get: async () => { throw new Error() } })
 * expect(recorder.port.key).toBe('managementApi')
 */
export const managementApi: Port<'managementApi', ManagementApi> = port('managementApi', { live: () => sdk() })

const sdk = (): ManagementApi => {
  const clients = new Map<string, Promise<{ readonly sdk: Sdk; readonly client: SdkClient }>>()
  const at = (endpoint: string) => {
    const known = clients.get(endpoint)
    if (known !== undefined) return known
    const name = '@aws-sdk/client-apigatewaymanagementapi'
    const made = load(name).then((m) => {
      const sdk = m as Sdk
      return { sdk, client: new sdk.ApiGatewayManagementApiClient({ endpoint }) }
    })
    clients.set(endpoint, made)
    return made
  }
  return {
    post: async (endpoint, ConnectionId, Data) => {
      const { client, sdk } = await at(endpoint)
      await client.send(new sdk.PostToConnectionCommand({ ConnectionId, Data }))
    },
    delete: async (endpoint, ConnectionId) => {
      const { client, sdk } = await at(endpoint)
      await client.send(new sdk.DeleteConnectionCommand({ ConnectionId }))
    },
    get: async (endpoint, ConnectionId) => {
      const { client, sdk } = await at(endpoint)
      const r = (await client.send(new sdk.GetConnectionCommand({ ConnectionId }))) as {
        readonly ConnectedAt?: Date
        readonly LastActiveAt?: Date
        readonly Identity?: { readonly SourceIp?: string; readonly UserAgent?: string }
      }
      return {
        connectedAt: r.ConnectedAt,
        lastActiveAt: r.LastActiveAt,
        sourceIp: r.Identity?.SourceIp,
        userAgent: r.Identity?.UserAgent
      }
    }
  }
}

// An `import` does not look in NODE_PATH (Node.js, "ECMAScript modules"), where Lambda says that its SDK lies; a `require` does.
const load = (name: string): Promise<unknown> =>
  import(name).catch((error: unknown) => {
    try {
      return process.getBuiltinModule('node:module').createRequire(`${process.cwd()}/`)(name)
    } catch {
      throw error
    }
  })

/** The part of the SDK that is called; it is no dependency, so its own types are not here. */
interface Sdk {
  readonly ApiGatewayManagementApiClient: new (o: { readonly endpoint: string }) => SdkClient
  readonly PostToConnectionCommand: new (o: { readonly ConnectionId: string; readonly Data: string | Uint8Array }) => unknown
  readonly DeleteConnectionCommand: new (o: { readonly ConnectionId: string }) => unknown
  readonly GetConnectionCommand: new (o: { readonly ConnectionId: string }) => unknown
}
interface SdkClient {
  readonly send: (command: unknown) => Promise<unknown>
}

// ---- combinators

const endpointVariable = 'WEBSOCKET_ENDPOINT'

/** Where this service's own WebSocket API is managed: the generated file says so in an environment variable. @internal */
export const ownEndpoint: Port<'ownEndpoint', string | undefined> = port('ownEndpoint', {
  live: () => process.env[endpointVariable],
  environment: {
    [endpointVariable]: { 'Fn::Sub': 'https://${WebsocketsApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${sls:stage}' }
  }
})

/**
 * Sends to WebSocket connections from any source: `use(sockets)`. The right to it (`execute-api:ManageConnections`, on this API and stage
 * alone) goes to exactly the functions that use it.
 * @since 0.1.0
 * @example
 * import { handle, sockets, use, websocket } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const echo = pipe(websocket('$default'), use(sockets), handle(({ event, sockets }) => sockets.send(event.connectionId, event.body ?? '')))
 * expect(echo.facts[1]).toMatchObject({ _tag: 'Port' })
 */
export const sockets: Port<'sockets', Sockets> = perInvocation(
  port('sockets', {
    uses: { managementApi, ownEndpoint },
    live: (ports) => ports,
    iam: [
      {
        actions: ['execute-api:ManageConnections'],
        resources: ['POST', 'GET', 'DELETE'].map((verb) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${WebsocketsApi}/\${sls:stage}/${verb}/@connections/*`
        }))
      }
    ]
  }),
  ({ managementApi, ownEndpoint }, ctx) => socketsAt(managementApi, () => endpointOf(ctx['event']) ?? ownEndpoint)
)

/** Where the connections of an event are managed: its own domain, so that custom domains and other partitions work. @internal */
export const endpointOf = (event: unknown): string | undefined => {
  // Only what came through a WebSocket source: the event of a plain function may be anybody's words.
  if (!isWebsocketEvent(event) || event.domainName === '') return undefined
  const { domainName, stage } = event
  // API Gateway's own domains carry the stage in their path; custom domains carry it in their mapping.
  return /\.execute-api\./.test(domainName) ? `https://${domainName}/${stage}` : `https://${domainName}`
}

const socketsAt = (api: ManagementApi, endpoint: () => string | undefined): Sockets => {
  const call =
    <A>(connectionId: string, f: (endpoint: string) => Promise<A>): TaskEither<Disconnected, A> =>
    async () => {
      const to = endpoint()
      if (to === undefined)
        throw new Error('there is no WebSocket endpoint: the event has none, and WEBSOCKET_ENDPOINT is not set')
      try {
        return E.right(await f(to))
      } catch (e) {
        if (isGone(e)) return E.left({ _tag: 'Disconnected', connectionId })
        throw e
      }
    }
  const send: Sockets['send'] = (id, message) => call(id, (to) => api.post(to, id, message))
  return {
    send,
    close: (id) => call(id, (to) => api.delete(to, id)),
    info: (id) => call(id, (to) => api.get(to, id)),
    broadcast: (ids, message) => async () => {
      const sent = await Promise.all([...ids].map((id) => send(id, message)()))
      return E.right(sent.flatMap((r) => (E.isLeft(r) ? [r.left] : [])))
    }
  }
}

const isGone = (e: unknown): boolean => {
  const { name, $metadata, statusCode } = (e ?? {}) as {
    readonly name?: unknown
    readonly $metadata?: { readonly httpStatusCode?: unknown }
    readonly statusCode?: unknown
  }
  return name === 'GoneException' || $metadata?.httpStatusCode === 410 || statusCode === 410
}
