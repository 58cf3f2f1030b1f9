/**
 * Authorizers as the generated file has them: at each event of a REST API, once for all of an HTTP API, and what the deployer has no word
 * for (several user pools, a role to invoke with) as extensions of its resources.
 */
import { type AuthorizerScheme, type TokenPlace, tokenPlace } from '../combinators/AuthorizerScheme.js'
import type { AuthFact } from '../combinators/Fact.js'
import { compact, type Data, someOf } from './data.js'
import { httpAuthorizerId, restAuthorizerId } from './logicalIds.js'
import type { Outline } from './Outline.js'

// ---- REST APIs ("Control and manage access to REST APIs in API Gateway")

/** @internal */
export const restAuthorizer = ({ scheme, scopes }: AuthFact, o: Outline): Data | undefined => {
  const name = o.authorizers.get(scheme)
  switch (scheme._tag) {
    case 'Iam':
      return { type: 'aws_iam' }
    case 'Cognito':
      return compact({
        name,
        type: 'COGNITO_USER_POOLS',
        arn: scheme.providerArns[0],
        identitySource: restSource(tokenPlace(scheme)),
        scopes: someOf(scopes)
      })
    case 'ExistingLambda':
      return compact({
        name,
        arn: scheme.arn,
        type: scheme.type,
        managedExternally: true,
        resultTtlInSeconds: scheme.ttlSeconds,
        identitySource: restSource(tokenPlace(scheme))
      })
    case 'BuiltIn':
      return compact({
        name,
        type: scheme.type,
        resultTtlInSeconds: scheme.ttlSeconds,
        identitySource: restSource(tokenPlace(scheme))
      })
    // A REST API knows no such authorizer: `check` tells.
    case 'Jwt':
      return undefined
  }
}

const restSource = (place: TokenPlace): string => `method.request.${place.in}.${place.name}`

// ---- HTTP APIs ("Control and manage access to HTTP APIs in API Gateway")

/** @internal */
export const httpAuthorizer = ({ scheme, scopes }: AuthFact, o: Outline): Data =>
  scheme._tag === 'Iam' ? { type: 'aws_iam' } : compact({ name: o.authorizers.get(scheme), scopes: someOf(scopes) })

/** `provider.httpApi.authorizers`. @internal */
export const httpAuthorizers = (o: Outline): Data =>
  Object.fromEntries([...o.authorizers].map(([scheme, name]) => [name, httpScheme(scheme, name)]))

const httpScheme = (scheme: AuthorizerScheme, name: string): Data => {
  switch (scheme._tag) {
    case 'Iam':
      return {}
    case 'Cognito':
    case 'Jwt':
      return compact({
        type: 'jwt',
        identitySource: httpSource(tokenPlace(scheme)),
        issuerUrl: scheme.issuer,
        audience: scheme.audience
      })
    case 'ExistingLambda':
      return compact({ ...request(tokenPlace(scheme), scheme.ttlSeconds), functionArn: scheme.arn, managedExternally: true })
    case 'BuiltIn':
      return { ...request(tokenPlace(scheme), scheme.ttlSeconds), functionName: name }
  }
}

// Format 1.0 of the request: it names the method's ARN and the token, and is answered with a policy, as on a REST API.
const request = (place: TokenPlace, ttlSeconds: number | undefined): Data => ({
  type: 'request',
  identitySource: [httpSource(place)],
  resultTtlInSeconds: ttlSeconds ?? 300,
  payloadVersion: '1.0'
})

const httpSource = (place: TokenPlace): string => `$request.${place.in}.${place.name}`

// ---- what goes into `resources.extensions`

/** @internal */
export const authorizerExtensions = (o: Outline): Data =>
  Object.fromEntries(
    [...o.authorizers].flatMap(([scheme, name]) => {
      const more = o.gateway === 'rest' ? restMore(scheme) : httpMore(scheme)
      return Object.keys(more).length === 0
        ? []
        : [[o.gateway === 'rest' ? restAuthorizerId(name) : httpAuthorizerId(name), { Properties: more }] as const]
    })
  )

const restMore = (scheme: AuthorizerScheme): Data =>
  scheme._tag === 'Cognito'
    ? scheme.providerArns.length > 1
      ? { ProviderARNs: scheme.providerArns }
      : {}
    : compact({ AuthorizerCredentials: credentials(scheme) })

const httpMore = (scheme: AuthorizerScheme): Data => compact({ AuthorizerCredentialsArn: credentials(scheme) })

const credentials = (scheme: AuthorizerScheme): unknown =>
  scheme._tag === 'ExistingLambda' ? scheme.invokeRole : scheme._tag === 'BuiltIn' ? scheme.executionRole : undefined
