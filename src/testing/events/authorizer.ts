/** What API Gateway asks a Lambda authorizer ("Input to an API Gateway Lambda authorizer"), in each of its forms. */
import { type Around, authorizerEvent, executeArn, httpApiEvent, restAuthorizerEvent } from '../../deploy/local/events.js'
import { headerOf } from '../../deploy/local/RawRequest.js'
import { connectAuthorizerEvent } from '../../deploy/local/socketEvents.js'
import { testMoment } from '../format.js'
import { escaped, type HttpEventInput, rawRequest } from '../rawRequest.js'
import { type Changes, merged } from './changes.js'
import { aConnection, aTime, upgrade } from './websocket.js'

/** A request that an authorizer is asked about: by method and declared path. @since 0.1.0 */
export interface AskedRequest extends HttpEventInput {
  /** `GET` when absent. */
  readonly method?: string
  /** `/` when absent. */
  readonly route?: string
}

const asked = (stage: string, { method = 'GET', route = '/', ...input }: AskedRequest) => {
  const request = rawRequest(method, route, input)
  const params = Object.fromEntries(
    Object.entries(input.params ?? {}).map(([k, v]) => [k, escaped(String(v), route.includes(`{${k}+}`))])
  )
  const around: Around = { route, params, stage, binaryTypes: [], moment: testMoment }
  return {
    request,
    around,
    arn: executeArn(`${stage}/${method}${request.path}`),
    token: headerOf(request, 'authorization') ?? ''
  }
}

/** A REST API asks about a token. @internal */
export const token = (authorizationToken: string, changes: Changes = {}): object =>
  merged({ type: 'TOKEN', methodArn: executeArn('dev/GET/'), authorizationToken }, changes)

/** A REST API asks about a whole request. @internal */
export const request = (input: AskedRequest = {}, changes: Changes = {}): object => {
  const { request, around, arn } = asked('dev', input)
  return merged(restAuthorizerEvent(request, arn, around), changes)
}

/** An HTTP API asks in format 1.0, which ours are told to use. @internal */
export const http = (input: AskedRequest = {}, changes: Changes = {}): object => {
  const { request, around, arn, token } = asked('$default', input)
  return merged(authorizerEvent(request, arn, token, around), changes)
}

/** An HTTP API asks in format 2.0. @internal */
export const http2 = (input: AskedRequest = {}, changes: Changes = {}): object => {
  const { request, around, arn, token } = asked('$default', input)
  const { body: _, isBase64Encoded: __, ...event } = httpApiEvent(request, around) as Changes
  return merged(
    { ...event, version: '2.0', type: 'REQUEST', routeArn: arn, identitySource: token === '' ? [] : [token] },
    changes
  )
}

/** A WebSocket API asks about a connection. @internal */
export const websocket = (input: Pick<HttpEventInput, 'headers' | 'query'> = {}, changes: Changes = {}): object =>
  merged(connectAuthorizerEvent(upgrade(input), executeArn('dev/$connect'), aConnection, aTime), changes)
