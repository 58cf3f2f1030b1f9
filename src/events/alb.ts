/**
 * Application Load Balancers, with and without multi-value headers. They verify nobody as far as we read them: `x-amzn-oidc-*` are
 * headers, which a client that reaches the function another way could send, so the identity is always empty.
 */
import { phrase } from '../combinators/HttpError.js'
import type { Identity } from '../combinators/Request.js'
import { bare, type Fields, noFields, type Raw, recordOf, sentFields } from './fields.js'
import { GatewayRequest } from './GatewayRequest.js'
import type { Payload, Printed } from './Payload.js'
import { joinedHeaders, setCookies } from './results.js'

// ---- the request

class AlbRequest extends GatewayRequest {
  get method(): string {
    return this.event['httpMethod'] as string
  }
  get path(): string {
    return this.event['path'] as string
  }
  get pathEncoded(): boolean {
    return true
  }
  get resource(): undefined {
    return undefined
  }
  gatewayParams(): undefined {
    return undefined
  }
  protected rawHeaders(): Raw {
    return recordOf(this.event['multiValueHeaders']) ?? recordOf(this.event['headers']) ?? noFields
  }
  protected readQuery(): Fields {
    return sentFields(
      recordOf(this.event['multiValueQueryStringParameters']) ?? recordOf(this.event['queryStringParameters']) ?? noFields
    )
  }
  protected readIdentity(): Identity {
    return nobody
  }
}

const nobody: Identity = Object.freeze({})

// ---- the reply

const good: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect'
}

const multiHeaders = (headers: Printed['headers']): Record<string, readonly string[]> => {
  const multi = bare<readonly string[]>()
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) multi[name] = typeof value === 'string' ? [value] : value
  }
  return multi
}

/** A name can stand in `headers` once only, so each further cookie spells it in another case, of which there are 512. */
const singleHeaders = (headers: Printed['headers']): Record<string, string> => {
  const single = joinedHeaders(headers)
  setCookies(headers).forEach((cookie, i) => {
    single[spelling(i)] = cookie
  })
  return single
}

const spelling = (i: number): string => {
  let letter = 0
  return 'set-cookie'.replaceAll(/[a-z]/g, (c) => ((i >> letter++) & 1 ? c.toUpperCase() : c))
}

// ---- the payload

/** Application Load Balancer (AWS, "Use Lambda functions as targets of an Application Load Balancer"). @internal */
export const alb: Payload = {
  name: 'alb',
  recognises: (event) => {
    const e = event as Raw | null
    if (typeof e !== 'object' || e === null || typeof e['httpMethod'] !== 'string' || typeof e['path'] !== 'string') return false
    return recordOf(recordOf(e['requestContext'])?.['elb']) !== undefined
  },
  open: (event) => new AlbRequest(event),
  respond: ({ status, headers, body, base64 }, request) => ({
    statusCode: status,
    statusDescription: `${status} ${good[status] ?? phrase(status)}`,
    ...(recordOf((request.event as Raw)['multiValueHeaders']) === undefined
      ? { headers: singleHeaders(headers) }
      : { multiValueHeaders: multiHeaders(headers) }),
    body,
    isBase64Encoded: base64
  }),
  results: '1.0'
}
