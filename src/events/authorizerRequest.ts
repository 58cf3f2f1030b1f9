/**
 * What API Gateway asks a Lambda authorizer ("Input to an API Gateway Lambda authorizer"): a token, or the whole request, of a REST,
 * WebSocket or HTTP API. Only reads; who may come in is the sentence's affair.
 */
import type { TokenPlace } from '../combinators/AuthorizerScheme.js'
import { isObject, objectAt, textAt } from './Batch.js'

/** @internal */
export interface AuthorizerEvent {
  readonly authType: string
  /** The token: for `REQUEST` events the value of the declared header or query parameter. */
  readonly token: string
  readonly methodArn: string
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

/** The request, or nothing where the event is no such request or brings no token. @internal */
export const authorizerRequest = (event: unknown, place: TokenPlace): AuthorizerEvent | undefined => {
  const methodArn = textAt(event, 'methodArn') ?? textAt(event, 'routeArn')
  const authType = textAt(event, 'type')
  if (!isObject(event) || methodArn === undefined || authType === undefined) return undefined
  const headers = lowerCased(objectAt(event, 'headers'))
  const query = lowerCased(objectAt(event, 'queryStringParameters'), (k) => k)
  const sent = place.in === 'header' ? headers[place.name.toLowerCase()] : query[place.name]
  const token = authType === 'TOKEN' ? textAt(event, 'authorizationToken') : (sent ?? '')
  return token === undefined ? undefined : { authType, token, methodArn, headers, query }
}

const lowerCased = (
  raw: Readonly<Record<string, unknown>>,
  name = (k: string) => k.toLowerCase()
): Readonly<Record<string, string>> => {
  const all: Record<string, string> = Object.create(null)
  for (const [key, value] of Object.entries(raw)) if (typeof value === 'string') all[name(key)] = value
  return all
}
