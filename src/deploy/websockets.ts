/**
 * The WebSocket API ("Working with WebSocket APIs"): only the routes that were declared, one function each, and what osls leaves too wide
 * narrowed: a route's function may be invoked by that route alone, an authorizer by that authorizer.
 */
import { type AuthorizerScheme, type TokenPlace, tokenPlace } from '../combinators/AuthorizerScheme.js'
import type { AuthFact, WebsocketFact } from '../combinators/Fact.js'
import { compact, type Data } from './data.js'
import { socketAuthorizerId, socketPermissionId } from './eventIds.js'
import { type Outline, triggersBy } from './Outline.js'

/** Whether the service has a WebSocket API. @internal */
export const hasSockets = (o: Outline): boolean => triggersBy(o, 'Websocket').length > 0

/** What stands at the provider; messages choose their route by `action`. @internal */
export const websocketApi = (o: Outline): Data =>
  hasSockets(o)
    ? {
        websocketsApiName: `${o.service.name}-ws-\${sls:stage}`,
        websocketsApiRouteSelectionExpression: '$request.body.action'
      }
    : {}

/** @internal */
export const websocketEvent = ({ routeKey }: WebsocketFact, responds: boolean, auth: AuthFact | undefined, o: Outline): Data =>
  compact({
    route: routeKey,
    // Without it API Gateway drops what the function answers.
    routeResponseSelectionExpression: responds ? '$default' : undefined,
    authorizer: auth === undefined ? undefined : authorizer(auth.scheme, o)
  })

// WebSocket APIs know Lambda authorizers of whole requests; `check` tells of any other.
const authorizer = (scheme: AuthorizerScheme, o: Outline): Data | undefined => {
  const name = o.socketAuthorizers.get(scheme)
  switch (scheme._tag) {
    case 'BuiltIn':
      return compact({ name, identitySource: [source(tokenPlace(scheme))] })
    case 'ExistingLambda':
      return compact({
        name,
        // As text, osls would name it by the ARN.
        arn: typeof scheme.arn === 'string' ? { 'Fn::Join': [':', scheme.arn.split(':')] } : scheme.arn,
        identitySource: [source(tokenPlace(scheme))]
      })
    case 'Iam':
    case 'Cognito':
    case 'Jwt':
      return undefined
  }
}

const source = (place: TokenPlace): string => `route.request.${place.in}.${place.name}`

/** What goes into `resources.extensions`. @internal */
export const websocketExtensions = (o: Outline): Data => ({
  ...Object.fromEntries(
    triggersBy(o, 'Websocket').map(({ owner, fact }) => [
      socketPermissionId(owner.name),
      { Properties: { SourceArn: within(`*/${fact.routeKey}`) } }
    ])
  ),
  ...Object.assign(
    {},
    ...[...o.socketAuthorizers]
      .filter(([scheme]) => authorizer(scheme, o) !== undefined)
      .map(([scheme, name]) => ofAuthorizer(scheme, name))
  )
})

const ofAuthorizer = (scheme: AuthorizerScheme, name: string): Data => {
  const role = scheme._tag === 'ExistingLambda' ? scheme.invokeRole : scheme._tag === 'BuiltIn' ? scheme.executionRole : undefined
  return {
    [socketPermissionId(name)]: { Properties: { SourceArn: within(`authorizers/\${${socketAuthorizerId(name)}}`) } },
    ...(role === undefined ? {} : { [socketAuthorizerId(name)]: { Properties: { AuthorizerCredentialsArn: role } } })
  }
}

const within = (path: string): Data => ({
  'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${WebsocketsApi}/${path}`
})
