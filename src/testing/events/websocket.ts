/** Events of WebSocket APIs: a connection that begins, its messages, and its end. */
import { apiId, clf, orNull, spelled, stringified } from '../../deploy/local/events.js'
import type { RawRequest } from '../../deploy/local/RawRequest.js'
import { lastValues, queryFields } from '../../events/fields.js'
import { testMoment } from '../format.js'
import { type HttpEventInput, rawRequest } from '../rawRequest.js'
import { type Changes, merged, region } from './changes.js'

/** What is known of a connection, whichever event it is. @internal */
export interface Connection {
  readonly connectionId: string
  readonly stage: string
  /** What an authorizer on connect said, its principal among it. */
  readonly authorizer?: Readonly<Record<string, unknown>>
}

/** @internal */
export const aConnection: Connection = { connectionId: 'L0SM9cOFvHcCIhw=', stage: 'dev' }

/** @internal */
export const domainName = `${apiId}.execute-api.${region}.amazonaws.com`

const { at } = testMoment
const requestId = 'JKJaXmPLvHcESHA='

const contextOf = (routeKey: string, eventType: string, { connectionId, stage, authorizer }: Connection): object => ({
  routeKey,
  eventType,
  extendedRequestId: requestId,
  requestTime: clf(at),
  messageDirection: 'IN',
  stage,
  connectedAt: at.getTime(),
  requestTimeEpoch: at.getTime(),
  identity: { userAgent: 'quaich', sourceIp: '127.0.0.1' },
  requestId,
  domainName,
  connectionId,
  apiId,
  ...(authorizer === undefined ? {} : { authorizer: { ...stringified(authorizer), integrationLatency: 0 } })
})

/** @internal */
export const handshake = (request: RawRequest): object => {
  const headers = spelled(request)
  const query = queryFields(request.query)
  return {
    headers: lastValues(headers),
    multiValueHeaders: headers,
    ...(orNull(query) === null ? {} : { queryStringParameters: lastValues(query), multiValueQueryStringParameters: query })
  }
}

/** The request with which a client connects. @internal */
export const upgrade = (input: Pick<HttpEventInput, 'headers' | 'query'>): RawRequest =>
  rawRequest('GET', '/', {
    ...input,
    headers: {
      'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
      ...input.headers
    }
  })

/** A client connects. @internal */
export const connect = (
  input: Pick<HttpEventInput, 'headers' | 'query'> = {},
  changes: Changes = {},
  connection: Connection = aConnection
): object =>
  merged(
    { ...handshake(upgrade(input)), requestContext: contextOf('$connect', 'CONNECT', connection), isBase64Encoded: false },
    changes
  )

/** A message of a route, as text or, anything else, as JSON. @internal */
export const message = (routeKey: string, body: unknown, changes: Changes = {}, connection: Connection = aConnection): object =>
  merged(
    {
      requestContext: { ...contextOf(routeKey, 'MESSAGE', connection), messageId: 'JKJaXcPLvHcCIhw=' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      isBase64Encoded: false
    },
    changes
  )

/** A connection has ended. @internal */
export const disconnect = (changes: Changes = {}, connection: Connection = aConnection): object => {
  const headers = { Host: domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' }
  return merged(
    {
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
      requestContext: {
        ...contextOf('$disconnect', 'DISCONNECT', connection),
        disconnectStatusCode: 1000,
        disconnectReason: ''
      },
      isBase64Encoded: false
    },
    changes
  )
}
