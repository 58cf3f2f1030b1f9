/** The event of a request to a declared path, in any format, without a service: what a gateway would send. */
import type { Identity } from '../combinators/Request.js'
import { eventIn, type Format, gatewayOf, testMoment } from './format.js'
import { escaped, type HttpEventInput, rawRequest } from './rawRequest.js'

/**
 * The event that a gateway sends for a request to a declared path, complete, and the same one each time. Bytes come in base64, as they do
 * where the API declares them binary. Load balancers have no identity; a function URL has IAM's alone.
 * @since 0.1.0
 * @example
 * import { httpEvent } from 'quaich/testing'
 * expect(httpEvent('rest', 'GET', '/todos/{id}', { params: { id: 'a b' } })).toMatchObject({ path: '/todos/a%20b', pathParameters: { id: 'a%20b' } })
 * expect(httpEvent('albMultiValue', 'GET', '/todos', { query: { tag: ['a', 'b'] } })).toMatchObject({ multiValueQueryStringParameters: { tag: ['a', 'b'] } })
 */
export const httpEvent = (
  format: Format,
  method: string,
  route: string,
  input: HttpEventInput,
  identity: Identity = {}
): object =>
  eventIn(format)(rawRequest(method, route, input), {
    route,
    params: paramsOf(route, input.params ?? {}, gatewayOf(format) === 'rest'),
    stage: 'dev',
    binaryTypes: (input.rawBody ?? input.body) instanceof Uint8Array ? ['*/*'] : [],
    identity,
    moment: testMoment
  })

// A REST API leaves them as they were sent.
const paramsOf = (route: string, params: Readonly<Record<string, unknown>>, encoded: boolean): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params).map(([k, v]) => [k, encoded ? escaped(String(v), route.includes(`{${k}+}`)) : String(v)])
  )
