/**
 * What a REST API answers by itself ("Gateway responses for REST APIs in API Gateway"): in the same words as our functions, and with the
 * cors headers of the service. One set an API and fixed text, so it is exact for one policy with one origin; otherwise `check` warns.
 */
import { compact, type Data } from './data.js'
import { missingText, refusalText } from './gatewayRefusals.js'
import { restMethodId } from './logicalIds.js'
import { hasApi, methodsOf, type Outline } from './Outline.js'
import { oneOrigin } from './preflight.js'

/** @internal */
export const gatewayResponseIds = ['GatewayResponseNotFound', 'GatewayResponseDefault4xx', 'GatewayResponseDefault5xx'] as const

/** By logical id; none without routes, and none on an HTTP API, which has no such thing. @internal */
export const gatewayResponses = (o: Outline): Data => {
  if (!hasApi(o) || o.gateway === 'http') return {}
  const told = refusalText(o.settings)
  const [none, any4xx, any5xx] = gatewayResponseIds
  return {
    [none]: response(o, { ResponseType: 'MISSING_AUTHENTICATION_TOKEN', StatusCode: '404' }, missingText(o.settings)),
    [any4xx]: response(o, { ResponseType: 'DEFAULT_4XX' }, told),
    [any5xx]: response(o, { ResponseType: 'DEFAULT_5XX' }, told)
  }
}

const response = (o: Outline, type: Data, body: string): Data => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: compact({
    RestApiId: { Ref: 'ApiGatewayRestApi' },
    ...type,
    ResponseParameters: corsParameters(o),
    ResponseTemplates: { 'application/json': body }
  })
})

const corsParameters = ({ policies }: Outline): Data | undefined => {
  const [policy, ...others] = policies
  if (policy === undefined) return undefined
  const origin = others.length === 0 ? oneOrigin(policy) : undefined
  const header = (name: string): string => `gatewayresponse.header.${name}`
  if (origin === undefined)
    return { [header('Access-Control-Allow-Origin')]: 'method.request.header.Origin', [header('Vary')]: "'Origin'" }
  return compact({
    [header('Access-Control-Allow-Origin')]: `'${origin}'`,
    [header('Access-Control-Allow-Credentials')]: policy.allowCredentials ? "'true'" : undefined,
    [header('Access-Control-Expose-Headers')]:
      policy.exposeHeaders.length === 0 ? undefined : `'${policy.exposeHeaders.join(',')}'`,
    [header('Vary')]: origin === '*' ? undefined : "'Origin'"
  })
}

/**
 * The deployment waits for all methods, and so, through one of them, for the gateway responses: without that the first one may be published
 * before they are.
 * @internal
 */
export const gatewayResponseExtensions = (o: Outline): Data => {
  const first = o.routes[0]
  const method = first === undefined ? undefined : methodsOf(first)[0]
  if (first === undefined || method === undefined || o.gateway === 'http') return {}
  return { [restMethodId(first.path, method)]: { DependsOn: [...gatewayResponseIds] } }
}
