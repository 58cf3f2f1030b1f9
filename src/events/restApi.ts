/**
 * Payload 1.0: REST APIs, and HTTP APIs that were told to use it. The two differ in what they have already decoded and in whether the
 * stage is in the path, so each has a value of its own. No websockets and no authorizers: those events look alike and are refused here.
 */
import type { Identity } from '../combinators/Request.js'
import { absent, bare, decodedFields, type Fields, noFields, nonEmpty, type Raw, recordOf, unescapeOnce } from './fields.js'
import { GatewayRequest } from './GatewayRequest.js'
import { identity1 } from './identity.js'
import type { Payload, Printed } from './Payload.js'
import { withoutStage } from './stage.js'

// ---- the request

class RestRequest extends GatewayRequest {
  get method(): string {
    return this.event['httpMethod'] as string
  }
  get path(): string {
    return this.event['path'] as string
  }
  get pathEncoded(): boolean {
    return true
  }
  get resource(): string | undefined {
    const resource = nonEmpty(this.event['resource']) ?? nonEmpty(this.context['resourcePath'])
    return resource?.startsWith('/') ? resource : undefined
  }
  gatewayParams(): Readonly<Record<string, string>> | 'malformed' | undefined {
    return readParams(this.event['pathParameters'], unescapeOnce)
  }
  protected rawHeaders(): Raw {
    return filled(this.event['multiValueHeaders']) ?? recordOf(this.event['headers']) ?? noFields
  }
  protected readQuery(): Fields {
    return decodedFields(
      filled(this.event['multiValueQueryStringParameters']) ?? recordOf(this.event['queryStringParameters']) ?? noFields
    )
  }
  protected readIdentity(): Identity {
    return identity1(this.context)
  }
}

class HttpRequest1 extends RestRequest {
  override get path(): string {
    return withoutStage(super.path, this.context['stage'])
  }
  override get pathEncoded(): boolean {
    return false
  }
  override gatewayParams(): Readonly<Record<string, string>> | undefined {
    return decodedParams(this.event['pathParameters'])
  }
}

const filled = (u: unknown): Raw | undefined => {
  const record = recordOf(u)
  for (const _ in record) return record
  return undefined
}

/** Path parameters that the gateway has decoded; nothing where it gives none. @internal */
export const decodedParams = (raw: unknown): Readonly<Record<string, string>> | undefined => {
  const params = readParams(raw, (s) => s)
  return params === 'malformed' ? undefined : params
}

const readParams = (
  raw: unknown,
  decode: (s: string) => string | undefined
): Readonly<Record<string, string>> | 'malformed' | undefined => {
  const given = filled(raw)
  if (given === undefined) return undefined
  const params: Record<string, string> = Object.create(null)
  for (const name of Object.keys(given)) {
    const value = given[name]
    if (typeof value !== 'string') continue
    const decoded = decode(value)
    if (decoded === undefined) return 'malformed'
    params[name] = decoded
  }
  return params
}

// ---- the payload

/** Told by `httpMethod` and `path`; a `requestContext` may be missing, but must not be that of a load balancer or a websocket. */
const isPayload1 = (event: unknown): event is Raw => {
  const e = event as Raw | null
  if (typeof e !== 'object' || e === null || typeof e['httpMethod'] !== 'string' || typeof e['path'] !== 'string') return false
  if (!absent(e['methodArn']) || !absent(e['routeArn'])) return false
  const context = e['requestContext'] as Raw | null | undefined
  if (typeof context !== 'object' || context === null) return true
  return absent(context['elb']) && absent(context['http']) && absent(context['connectionId']) && absent(context['eventType'])
}

const respond: Payload['respond'] = ({ status, headers, body, base64 }) => {
  const lists = bare<readonly string[]>()
  let texts = headers
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string') continue
    // The printed headers are this reply's own, and without lists, which are rare, they go as they are.
    if (texts === headers) texts = textsAmong(headers)
    if (value !== undefined) lists[name] = value
  }
  return { statusCode: status, headers: texts, multiValueHeaders: lists, body, isBase64Encoded: base64 }
}

const textsAmong = (headers: Printed['headers']): Record<string, string> => {
  const texts = bare<string>()
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string') texts[name] = value
  }
  return texts
}

/** API Gateway REST API (AWS, "Input format of a Lambda function for proxy integration"). @internal */
export const restApi: Payload = {
  name: 'rest',
  recognises: (event) => isPayload1(event) && event['version'] !== '1.0',
  open: (event) => new RestRequest(event),
  respond,
  results: '1.0'
}

/** API Gateway HTTP API with payload 1.0: it decodes paths, and base64 in any reply, as HTTP APIs do; hence their name. @internal */
export const httpApi1: Payload = {
  name: 'http',
  recognises: (event) => isPayload1(event) && event['version'] === '1.0',
  open: (event) => new HttpRequest1(event),
  respond,
  results: '1.0'
}
