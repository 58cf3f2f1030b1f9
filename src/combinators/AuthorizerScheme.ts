/** How the gateway is told of an authorizer: plain data that facts carry. What an authorizer does with a request is in `Authorizer.ts`. */
import type { Text } from './CloudFormation.js'

// ---- model

/** How the gateway is told of an authorizer, as plain data. Two schemes are one authorizer only if they are the same value. @since 0.1.0 */
export type AuthorizerScheme = IamScheme | CognitoScheme | LambdaScheme | JwtScheme | BuiltInScheme

/** AWS Signature Version 4. @since 0.1.0 */
export interface IamScheme {
  readonly _tag: 'Iam'
}
/** Amazon Cognito user pools. With `issuer` and `audience` it also serves HTTP APIs, as a JWT authorizer. @since 0.1.0 */
export interface CognitoScheme {
  readonly _tag: 'Cognito'
  readonly name?: string
  readonly providerArns: readonly Text[]
  readonly header: string
  readonly issuer?: Text
  readonly audience?: readonly string[]
}
/** A Lambda authorizer that exists elsewhere. @since 0.1.0 */
export interface LambdaScheme {
  readonly _tag: 'ExistingLambda'
  readonly name?: string
  readonly arn: Text
  readonly type: 'token' | 'request'
  readonly ttlSeconds?: number
  readonly header?: string
  readonly query?: string
  readonly invokeRole?: Text
}
/** A JSON Web Token that an HTTP API verifies. @since 0.1.0 */
export interface JwtScheme {
  readonly _tag: 'Jwt'
  readonly name?: string
  readonly issuer: Text
  readonly audience: readonly string[]
  readonly header: string
}
/** A Lambda authorizer whose own sentence stands in this service; named by its export. @since 0.1.0 */
export interface BuiltInScheme {
  readonly _tag: 'BuiltIn'
  readonly type: 'token' | 'request'
  readonly ttlSeconds?: number
  readonly header?: string
  readonly query?: string
  readonly executionRole?: Text
}

/** Where a token is, in the words of API Gateway's identity sources. @internal */
export interface TokenPlace {
  readonly in: 'header' | 'querystring'
  readonly name: string
}

// ---- combinators

/** Where the token of an authorizer is read: a header, or a parameter of the query string. @internal */
export const tokenPlace = ({ header = 'Authorization', query }: TokenOptions): TokenPlace =>
  query === undefined ? { in: 'header', name: header } : { in: 'querystring', name: query }

interface TokenOptions {
  readonly header?: string
  readonly query?: string
}
