/** The events that a WebSocket API makes of a connection: connect, messages, disconnect, and what it asks an authorizer. */
import { lastValues, queryFields } from '../../events/fields.js'
import type { Connection } from './Connections.js'
import { apiId, clf, spelled, stringified } from './events.js'
import type { RawRequest } from './RawRequest.js'

// ---- model

/** When something came, and through which stage. @internal */
export interface At {
  readonly stage: string
  readonly time: Date
  /** What API Gateway calls the request; its own refusals name it. */
  readonly requestId: string
}

// ---- constructors

/** @internal */
export const connectEvent = (request: RawRequest, c: Connection, at: At): object => ({
  ...sent(request),
  requestContext: context(c, at, '$connect', { eventType: 'CONNECT' }),
  isBase64Encoded: false
})

/** What an authorizer on connect is asked ("Create API Gateway REQUEST Lambda authorizer functions for WebSocket APIs"). @internal */
export const connectAuthorizerEvent = (request: RawRequest, methodArn: string, c: Connection, at: At): object => ({
  type: 'REQUEST',
  methodArn,
  queryStringParameters: {},
  multiValueQueryStringParameters: {},
  ...sent(request),
  stageVariables: {},
  requestContext: context(c, at, '$connect', { eventType: 'CONNECT' })
})

/** @internal */
export const messageEvent = (body: string, routeKey: string, c: Connection, at: At, messageId: string): object => ({
  requestContext: context(c, at, routeKey, { messageId, eventType: 'MESSAGE' }),
  body,
  isBase64Encoded: false
})

/** @internal */
export const disconnectEvent = (code: number, reason: string, c: Connection, at: At): object => {
  const headers = { Host: c.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' }
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
    requestContext: context(c, at, '$disconnect', {
      disconnectStatusCode: code,
      eventType: 'DISCONNECT',
      disconnectReason: reason
    }),
    isBase64Encoded: false
  }
}

const sent = (request: RawRequest): object => {
  const headers = spelled(request)
  const query = queryFields(request.query)
  return {
    headers: lastValues(headers),
    multiValueHeaders: headers,
    ...(Object.keys(query).length === 0
      ? {}
      : { queryStringParameters: lastValues(query), multiValueQueryStringParameters: query })
  }
}

const context = (c: Connection, { stage, time, requestId }: At, routeKey: string, more: object): object => ({
  routeKey,
  ...(c.authorizer === undefined ? {} : { authorizer: { ...stringified(c.authorizer), integrationLatency: 0 } }),
  ...more,
  extendedRequestId: requestId,
  requestTime: clf(time),
  messageDirection: 'IN',
  stage,
  connectedAt: c.connectedAt.getTime(),
  requestTimeEpoch: time.getTime(),
  identity: { ...(c.userAgent === undefined ? {} : { userAgent: c.userAgent }), sourceIp: c.sourceIp },
  requestId,
  domainName: c.domainName,
  connectionId: c.id,
  apiId
})
