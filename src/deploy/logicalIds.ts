/**
 * How osls 4 names what it makes in CloudFormation (its `lib/plugins/aws/lib/naming.js`): we must know its names to refer to its
 * resources, and to refuse two things that it would silently make one. Names of our own resources follow the same rule.
 */

/** @internal */
export const upperFirst = (s: string): string => `${s.slice(0, 1).toUpperCase()}${s.slice(1)}`

/** A key of a function or an authorizer as a part of ids: `api-todos_id` is `ApiDashtodosUnderscoreid`. @internal */
export const normalized = (key: string): string => upperFirst(key.replaceAll('-', 'Dash').replaceAll('_', 'Underscore'))

const pathPart = (part: string): string =>
  upperFirst(
    part
      .toLowerCase()
      .replaceAll('-', 'Dash')
      .replace(/\{(.*)\}/g, '$1Var')
      .replaceAll(/[^0-9A-Za-z]/g, '')
  )

const pathId = (path: string): string => path.split('/').map(pathPart).join('')

/** @internal */
export const lambdaId = (key: string): string => `${normalized(key)}LambdaFunction`
/** @internal */
export const logGroupId = (key: string): string => `${normalized(key)}LogGroup`
/** @internal */
export const urlId = (key: string): string => `${normalized(key)}LambdaFunctionUrl`
/** @internal */
export const eventConfigId = (key: string): string => `${normalized(key)}LambdaEvConf`
/** The role of one function: our own resource, named like osls's. @internal */
export const roleId = (key: string): string => `${normalized(key)}Role`

/** @internal */
export const restPermissionId = (key: string): string => `${normalized(key)}LambdaPermissionApiGateway`
/** @internal */
export const restAuthorizerId = (name: string): string => `${normalized(name)}ApiGatewayAuthorizer`
/** The resource of a path without its leading slash. @internal */
export const restResourceId = (path: string): string => `ApiGatewayResource${pathId(path)}`
/** @internal */
export const restMethodId = (path: string, method: string): string =>
  `ApiGatewayMethod${pathId(trimmed(path))}${upperFirst(method.toLowerCase())}`

/** @internal */
export const httpPermissionId = (key: string): string => `${normalized(key)}LambdaPermissionHttpApi`
/** @internal */
export const httpIntegrationId = (key: string): string => `HttpApiIntegration${normalized(key)}`
/** @internal */
export const httpAuthorizerId = (name: string): string => `HttpApiAuthorizer${normalized(name)}`
/** @internal */
export const httpAuthorizerPermissionId = (name: string): string => `${normalized(name)}LambdaAuthorizerPermissionHttpApi`
/** @internal */
export const httpRouteId = (method: string, path: string): string => `HttpApiRoute${pathId(`${method.toUpperCase()} ${path}`)}`

/** A path as osls keeps it: without slashes at its ends. @internal */
export const trimmed = (path: string): string => path.replace(/^\//, '').replace(/\/$/, '')
