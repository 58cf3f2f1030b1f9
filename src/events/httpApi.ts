/**
 * Payload 2.0 of HTTP APIs. Function URLs use the same shape with other rules and have a file of their own.
 */
import type { Identity } from '../combinators/Request.js'
import {
  absent,
  decodedFields,
  type Fields,
  noFields,
  nonEmpty,
  noValues,
  queryFields,
  type Raw,
  recordOf,
  textsOf
} from './fields.js'
import { GatewayRequest } from './GatewayRequest.js'
import { identity2 } from './identity.js'
import type { Payload } from './Payload.js'
import { decodedParams } from './restApi.js'
import { joinedHeaders, setCookies } from './results.js'
import { withoutStage } from './stage.js'

// ---- the request

/** A request of payload 2.0; its `rawPath` is decoded, and starts with the stage unless that is `$default`. @internal */
export class HttpApiRequest extends GatewayRequest {
  get method(): string {
    const method = recordOf(this.context['http'])?.['method']
    return typeof method === 'string' ? method : ''
  }
  get path(): string {
    return withoutStage(this.event['rawPath'] as string, this.context['stage'])
  }
  get pathEncoded(): boolean {
    return false
  }
  /** From the route key `GET /todos/{id}`. */
  get resource(): string | undefined {
    const key = nonEmpty(this.event['routeKey']) ?? nonEmpty(this.context['routeKey'])
    const space = key?.indexOf(' /') ?? -1
    return space === -1 ? undefined : key?.slice(space + 1)
  }
  gatewayParams(): Readonly<Record<string, string>> | 'malformed' | undefined {
    return decodedParams(this.event['pathParameters'])
  }
  protected rawHeaders(): Raw {
    return recordOf(this.event['headers']) ?? noFields
  }
  /** Cookies come in a list of their own, one an entry. */
  protected override cookieHeaders(): readonly string[] {
    const cookies = Array.isArray(this.event['cookies']) ? textsOf(this.event['cookies']) : noValues
    return cookies.length === 0 ? super.cookieHeaders() : [cookies.join('; ')]
  }
  /** From the raw query string; without one the values are taken whole, since a comma may be the gateway's or the client's. */
  protected readQuery(): Fields {
    const raw = this.event['rawQueryString']
    return typeof raw === 'string' ? queryFields(raw) : decodedFields(recordOf(this.event['queryStringParameters']) ?? noFields)
  }
  protected readIdentity(): Identity {
    return identity2(this.context)
  }
}

// ---- the payload

/** Whether an event is of payload 2.0, told by `requestContext.http`; authorizers' events have it too, and a `routeArn`. @internal */
export const isPayload2 = (event: unknown): event is Raw => {
  const e = event as Raw | null
  if (typeof e !== 'object' || e === null || typeof e['rawPath'] !== 'string' || !absent(e['routeArn'])) return false
  const context = e['requestContext'] as Raw | null | undefined
  if (typeof context !== 'object' || context === null || !absent(context['elb'])) return false
  const http = context['http'] as Raw | null | undefined
  return typeof http === 'object' && http !== null && typeof http['method'] === 'string'
}

/** Whether an event of payload 2.0 came over a function URL. @internal */
export const overFunctionUrl = (event: Raw): boolean => {
  const domain = (event['requestContext'] as Raw)['domainName']
  return typeof domain === 'string' && domain.includes('.lambda-url.')
}

/** A result of payload 2.0. @internal */
export const respond2: Payload['respond'] = ({ status, headers, body, base64 }) => {
  const cookies = setCookies(headers)
  const result = { statusCode: status, headers: joinedHeaders(headers), body, isBase64Encoded: base64 }
  return cookies.length === 0 ? result : { ...result, cookies }
}

/** API Gateway HTTP API (AWS, "Create AWS Lambda proxy integrations for HTTP APIs"). @internal */
export const httpApi: Payload = {
  name: 'http',
  recognises: (event) => isPayload2(event) && typeof event['httpMethod'] !== 'string' && !overFunctionUrl(event),
  open: (event) => new HttpApiRequest(event),
  respond: respond2,
  results: '2.0'
}
