/**
 * The event that a gateway makes of a request: payload 1.0 for REST APIs, 2.0 for HTTP APIs. Made from what came over the wire, so that
 * repeated headers, encodings and binary bodies arrive as they would in AWS.
 */
import { randomUUID } from 'node:crypto'
import { covers } from '../../combinators/MediaType.js'
import type { IamIdentity, Identity } from '../../combinators/Request.js'
import { bare, lastValues, queryFields } from '../../events/fields.js'
import { headerOf, mediaTypeOf, type RawRequest } from './RawRequest.js'

// ---- model

/** What the gateway knows beside the request. @internal */
export interface Around {
  /** The declared path: `/todos/{id}`. */
  readonly route: string
  /** Whether it is declared for any method, which an HTTP API's route key then says. */
  readonly any?: boolean
  readonly params: Readonly<Record<string, string>>
  readonly stage: string
  readonly binaryTypes: ReadonlyArray<string>
  /** Who calls, as the gateway found; nobody when absent. */
  readonly identity?: Identity
  /** When the request came and what it is called; now, and by a name of its own, when absent. */
  readonly moment?: Moment
}

/** @internal */
export interface Moment {
  readonly at: Date
  readonly requestId: string
}

const thisMoment = (): Moment => ({ at: new Date(), requestId: randomUUID() })

/** The API's name in ARNs and hosts. @internal */
export const apiId = 'local00000'

/** @internal */
export const accountId = '123456789012'
/** @internal */
export const region = 'eu-west-1'

/** What a policy of an authorizer's must allow: `dev/GET/todos`, `dev/$connect`. @internal */
export const executeArn = (what: string): string => `arn:aws:execute-api:${region}:${accountId}:${apiId}/${what}`

/** @internal */
export const orNull = <A extends object>(a: A): A | null => (Object.keys(a).length === 0 ? null : a)

// ---- REST API

/** @internal */
export const restEvent = (request: RawRequest, a: Around): object => {
  const { at, requestId } = a.moment ?? thisMoment()
  const { claims, context, iam, apiKey } = a.identity ?? {}
  const headers = spelled(request)
  const query = queryFields(request.query)
  return {
    resource: a.route,
    path: request.path,
    httpMethod: request.method,
    headers: orNull(lastValues(headers)),
    multiValueHeaders: orNull(headers),
    queryStringParameters: orNull(lastValues(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull(a.params),
    stageVariables: null,
    requestContext: {
      accountId,
      apiId,
      ...(claims !== undefined
        ? { authorizer: { claims } }
        : context === undefined
          ? {}
          : { authorizer: { ...stringified(context), integrationLatency: 0 } }),
      domainName: headerOf(request, 'host') ?? 'localhost',
      domainPrefix: apiId,
      extendedRequestId: requestId,
      httpMethod: request.method,
      identity: {
        ...nobody,
        ...iam,
        ...(apiKey === undefined ? {} : { apiKey, apiKeyId: 'local' }),
        sourceIp: request.sourceIp,
        userAgent: headerOf(request, 'user-agent') ?? null
      },
      path: `/${a.stage}${request.path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTime: clf(at),
      requestTimeEpoch: at.getTime(),
      resourceId: 'local0',
      resourcePath: a.route,
      stage: a.stage
    },
    ...bodyOf(request, isBinary(mediaTypeOf(request), a.binaryTypes))
  }
}

// All of it is there, whoever calls.
const nobody: Readonly<Record<string, null>> = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null
}

/** Whether a media type is one that the gateway takes for binary. @internal */
export const isBinary = (type: string | undefined, binaryTypes: ReadonlyArray<string>): boolean =>
  binaryTypes.some((b) => b === '*/*' || (type !== undefined && covers(b, type)))

/** What an authorizer says, as REST APIs hand it on: text, all of it. @internal */
export const stringified = (context: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(context).flatMap(([k, v]) => (v === null || v === undefined ? [] : [[k, String(v)]])))

/** Names in the spelling that came first. @internal */
export const spelled = (request: RawRequest): Readonly<Record<string, readonly string[]>> => {
  const names = new Map<string, string>()
  const fields = bare<readonly string[]>()
  for (const [name, value] of request.headers) {
    const first = names.get(name.toLowerCase()) ?? name
    names.set(name.toLowerCase(), first)
    fields[first] = [...(fields[first] ?? []), value]
  }
  return fields
}

// ---- HTTP API

/** @internal */
export const httpApiEvent = (request: RawRequest, a: Around): object => {
  const { at, requestId } = a.moment ?? thisMoment()
  const authorizer = authorizer2(a.identity ?? {})
  const path = decodeURIComponent(request.path)
  const query = joinedQuery(request)
  const headers = joinedHeaders(request)
  const cookies = cookiesOf(request)
  const routeKey = `${a.any === true ? 'ANY' : request.method} ${a.route}`
  const { body, isBase64Encoded } = bodyOf(request, !isText(mediaTypeOf(request)))
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(a.params).length === 0 ? {} : { pathParameters: a.params }),
    requestContext: {
      accountId,
      apiId,
      ...(Object.keys(authorizer).length === 0 ? {} : { authorizer }),
      domainName: headerOf(request, 'host') ?? 'localhost',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headerOf(request, 'user-agent') ?? ''
      },
      requestId,
      routeKey,
      stage: '$default',
      time: clf(at),
      timeEpoch: at.getTime()
    },
    ...(body === null ? {} : { body }),
    isBase64Encoded
  }
}

/** Who calls, in payload 2.0. @internal */
export const authorizer2 = ({ claims, context, iam }: Identity): object => ({
  ...(claims === undefined ? {} : { jwt: { claims, scopes: null } }),
  ...(context === undefined ? {} : { lambda: context }),
  ...(iam === undefined ? {} : { iam: signer(iam) })
})

const signer = (iam: IamIdentity): object => ({
  accessKey: iam.accessKey ?? null,
  accountId: iam.accountId ?? accountId,
  callerId: iam.caller ?? null,
  cognitoIdentity:
    iam.cognitoIdentityId === undefined
      ? null
      : { amr: ['authenticated'], identityId: iam.cognitoIdentityId, identityPoolId: iam.cognitoIdentityPoolId ?? null },
  principalOrgId: null,
  userArn: iam.userArn,
  userId: iam.user ?? null
})

/** The values of each query parameter, joined. @internal */
export const joinedQuery = (request: RawRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(queryFields(request.query)).map(([k, v]) => [k, v.join(',')]))

/** Cookies one by one. @internal */
export const cookiesOf = (request: RawRequest): ReadonlyArray<string> =>
  request.headers.flatMap(([name, value]) => (name.toLowerCase() === 'cookie' ? value.split(/; */).filter((c) => c !== '') : []))

/** What a REST API asks a Lambda authorizer that wants the whole request: everything but the body. @internal */
export const restAuthorizerEvent = (request: RawRequest, methodArn: string, a: Around): object => {
  const { body: _, isBase64Encoded: __, ...event } = restEvent(request, a) as Readonly<Record<string, unknown>>
  return { type: 'REQUEST', methodArn, ...event }
}

/** What an HTTP API asks a Lambda authorizer of format 1.0: the request, without its body. @internal */
export const authorizerEvent = (request: RawRequest, methodArn: string, token: string, a: Around): object => {
  const { resource, path, httpMethod, queryStringParameters, pathParameters, stageVariables, requestContext } = restEvent(
    request,
    a
  ) as Readonly<Record<string, unknown>>
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn,
    identitySource: token,
    authorizationToken: token,
    resource,
    path,
    httpMethod,
    headers: joinedHeaders(request),
    queryStringParameters: queryStringParameters ?? {},
    pathParameters: pathParameters ?? {},
    stageVariables: stageVariables ?? {},
    requestContext
  }
}

/** Names in lower case, each with all of its values; cookies stand elsewhere. @internal */
export const joinedHeaders = (request: RawRequest): Readonly<Record<string, string>> => {
  const headers = bare<string>()
  for (const [name, value] of request.headers) {
    const lower = name.toLowerCase()
    const before = headers[lower]
    if (lower !== 'cookie') headers[lower] = before === undefined ? value : `${before},${value}`
  }
  return headers
}

/** HTTP APIs hand on these as text, everything else as base64: forms too, and bodies of no type. @internal */
export const isText = (type: string | undefined): boolean =>
  type !== undefined && (/^text\//.test(type) || /^application\/(json|xml|javascript|([^/]+\+)(json|xml))$/.test(type))

// ---- both

/** @internal */
export const bodyOf = (
  { body }: RawRequest,
  binary: boolean
): { readonly body: string | null; readonly isBase64Encoded: boolean } =>
  body.length === 0
    ? { body: null, isBase64Encoded: false }
    : binary
      ? { body: body.toString('base64'), isBase64Encoded: true }
      : { body: body.toString('utf8'), isBase64Encoded: false }

/** 23/Nov/2026:01:41:32 +0000 @internal */
export const clf = (d: Date): string => {
  const [, day, month, year, time] = d.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
