/** Events of WebSocket APIs: a connection that begins, its messages, and its end. They are the local API's own. */
import type { Connection } from '../../deploy/local/Connections.js'
import { apiId, region } from '../../deploy/local/events.js'
import type { RawRequest } from '../../deploy/local/RawRequest.js'
import { type At, connectEvent, disconnectEvent, messageEvent } from '../../deploy/local/socketEvents.js'
import { testMoment } from '../format.js'
import { type HttpEventInput, rawRequest } from '../rawRequest.js'
import { type Changes, merged, textOf } from './changes.js'

/** The request with which a client connects, and when. @internal */
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

/** @internal */
export const aConnection: Connection = {
  id: 'L0SM9cOFvHcCIhw=',
  connectedAt: testMoment.at,
  sourceIp: '127.0.0.1',
  userAgent: 'quaich',
  domainName: `${apiId}.execute-api.${region}.amazonaws.com`
}

/** @internal */
export const aTime: At = { stage: 'dev', time: testMoment.at, requestId: 'JKJaXmPLvHcESHA=' }

/** A client connects. @internal */
export const connect = (input: Pick<HttpEventInput, 'headers' | 'query'> = {}, changes: Changes = {}): object =>
  merged(connectEvent(upgrade(input), aConnection, aTime), changes)

/** A message of a route: text as it is, anything else as JSON. @internal */
export const message = (routeKey: string, body: unknown, changes: Changes = {}): object =>
  merged(messageEvent(textOf(body), routeKey, aConnection, aTime, 'JKJaXcPLvHcCIhw='), changes)

/** A connection has ended. @internal */
export const disconnect = (changes: Changes = {}): object => merged(disconnectEvent(1000, '', aConnection, aTime), changes)
