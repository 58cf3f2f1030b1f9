/** The algebra and every typed middleware. */

export type {
  AnyCodec,
  Codecs,
  Decoded,
  DecodedProps,
  Encodable,
  Encoded,
  EncodedProps,
  StandardSchema
} from '../codecs/Codec.js'
export type { JsonLimits } from '../codecs/CodecEngine.js'
export type { Issue } from '../codecs/Issue.js'
export { BooleanFromString, type Bytes, bytes, DateFromString, IntFromString, NumberFromString } from '../codecs/textCodecs.js'
export {
  type Authorizer,
  type AuthorizerRequest,
  authorizer,
  cognitoUserPool,
  type Flat,
  iam,
  jwtAuthorizer,
  lambdaAuthorizer,
  type TokenAuthorizer
} from './Authorizer.js'
export type { AuthorizerScheme, BuiltInScheme, CognitoScheme, IamScheme, JwtScheme, LambdaScheme } from './AuthorizerScheme.js'
export { apiKey } from './apiKey.js'
export { authorize, type HasConnection } from './authorize.js'
export { body } from './body.js'
export { bracket } from './bracket.js'
export type { Intrinsic, Needs, Resource, Statement, Text } from './CloudFormation.js'
export { contentTypes } from './contentTypes.js'
export { type CookieOptions, setCookie } from './cookies.js'
export { type CorsOptions, type CorsPolicy, cors } from './cors.js'
export { type DeclaredFailures, errors } from './errors.js'
export { type Fact, factOf, factsOf, type Method } from './Fact.js'
export { form } from './form.js'
export { type Added, fromMiddy, type Middleware, type Middlewares, type WithMiddy } from './fromMiddy.js'
export { type Architecture, type FunctionSettings, functionSettings, type Runtime, type Vpc } from './functionSettings.js'
export { type AnySocket, allow, type Denial, deny, type Grant, type PathGrant, type Routes } from './Grant.js'
export { type Allowed, type AnyHandler, type AnyRoute, type Handler, handle, isHandler } from './Handler.js'
export {
  badRequest,
  chaliceErrorBody,
  conflict,
  type ErrorBody,
  forbidden,
  type HttpError,
  isHttpError,
  isRefusal,
  notFound,
  problem,
  type Refusal,
  type RefuseOptions,
  refuse,
  requestTimeout,
  tooManyRequests,
  unauthorized,
  unprocessableContent
} from './HttpError.js'
export { headers } from './headers.js'
export { type Limits, limits } from './limits.js'
export { mapReply } from './mapReply.js'
export { type AnyPort, type Override, override, type Port, type PortValues, port, use } from './Port.js'
export { params } from './params.js'
export { provide, type Refuses } from './provide.js'
export { query } from './query.js'
export {
  type AnyReply,
  accepted,
  created,
  isReply,
  noContent,
  ok,
  type Reply,
  type ReplyHeaders,
  redirect,
  reply,
  withHeader
} from './Reply.js'
export type { EncodedBody, HasRequest, HttpRequest, IamIdentity, Identity, RequestJson } from './Request.js'
export type { FailureOf, SuccessOf } from './Result.js'
export { rawBody } from './rawBody.js'
export { type Declares, returns, type Sent } from './returns.js'
export type { Fault, Give, GiveKeys, Invocation, Keep, LambdaContext, Show, Sound, Source } from './Source.js'
export { text } from './text.js'
