/** The formats in which a request reaches a function, and the event of each. The two of API Gateway's own are the local gateway's. */
import type { Identity } from '../combinators/Request.js'
import {
  type Around,
  accountId,
  apiId,
  authorizer2,
  bodyOf,
  clf,
  cookiesOf,
  httpApiEvent,
  isText,
  joinedHeaders,
  joinedQuery,
  type Moment,
  restEvent,
  spelled
} from '../deploy/local/events.js'
import { headerOf, mediaTypeOf, type RawRequest } from '../deploy/local/RawRequest.js'
import { lastValues } from '../events/fields.js'

// ---- model

/**
 * How requests reach the function: a REST API, an HTTP API with payload 2.0 or (`http1`) with payload 1.0, a function URL, a load balancer
 * with single or (`albMultiValue`) multi-value headers. @since 0.1.0
 */
export type Format = 'rest' | 'http' | 'http1' | 'functionUrl' | 'alb' | 'albMultiValue'

/** All of them. @internal */
export const formats: ReadonlyArray<Format> = ['rest', 'http', 'http1', 'functionUrl', 'alb', 'albMultiValue']

/** Whether an API Gateway stands before the function, and which. @internal */
export const gatewayOf = (format: Format): 'rest' | 'http' | undefined =>
  format === 'rest' ? 'rest' : format === 'http' || format === 'http1' ? 'http' : undefined

/** When every event of a test comes, so that a test sees the same one twice: the first second of 2026. @internal */
export const testMoment: Moment = { at: new Date(1_767_225_600_000), requestId: '00000000-0000-4000-8000-000000000000' }

// ---- constructors

/** The event of a request. @internal */
export const eventIn = (format: Format): ((request: RawRequest, around: Around) => object) => {
  switch (format) {
    case 'rest':
      return restEvent
    case 'http':
      return httpApiEvent
    case 'http1':
      return http1Event
    case 'functionUrl':
      return functionUrlEvent
    case 'alb':
      return (request) => albEvent(request, false)
    case 'albMultiValue':
      return (request) => albEvent(request, true)
  }
}

// As a REST API's, but decoded; and an authorizer's context stays as it is.
const http1Event = (request: RawRequest, a: Around): object => {
  const event = restEvent(request, { ...a, identity: {} }) as { readonly requestContext: object }
  const text = isText(mediaTypeOf(request))
  return {
    version: '1.0',
    ...event,
    path: decodeURIComponent(request.path),
    requestContext: {
      ...event.requestContext,
      ...authorizer1(a.identity ?? {}),
      path: decodeURIComponent(request.path),
      stage: '$default'
    },
    ...bodyOf(request, !text)
  }
}

const authorizer1 = ({ claims, context, iam }: Identity): object => ({
  ...(claims !== undefined ? { authorizer: { claims } } : context !== undefined ? { authorizer: context } : {}),
  ...(iam === undefined ? {} : { identity: { ...iam, sourceIp: '127.0.0.1', userAgent: 'quaich' } })
})

const functionUrlEvent = (request: RawRequest, { identity = {}, moment = testMoment }: Around): object => {
  const { iam } = identity
  const cookies = cookiesOf(request)
  const query = joinedQuery(request)
  const domainPrefix = `${apiId}url`
  const { body, isBase64Encoded } = bodyOf(request, !isText(mediaTypeOf(request)))
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: joinedHeaders(request),
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: iam === undefined ? 'anonymous' : accountId,
      apiId: domainPrefix,
      ...(iam === undefined ? {} : { authorizer: authorizer2({ iam }) }),
      domainName: `${domainPrefix}.lambda-url.eu-west-1.on.aws`,
      domainPrefix,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headerOf(request, 'user-agent') ?? ''
      },
      requestId: moment.requestId,
      routeKey: '$default',
      stage: '$default',
      time: clf(moment.at),
      timeEpoch: moment.at.getTime()
    },
    ...(body === null ? {} : { body }),
    isBase64Encoded
  }
}

// Names in lower case; the query is left as it was sent.
const albEvent = (request: RawRequest, multi: boolean): object => {
  const headers = spelled({ ...request, headers: request.headers.map(([name, value]) => [name.toLowerCase(), value]) })
  const query = undecoded(request.query)
  const { body, isBase64Encoded } = bodyOf(request, !albText(request))
  return {
    requestContext: {
      elb: { targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:${accountId}:targetgroup/local/0000000000000000` }
    },
    httpMethod: request.method,
    path: request.path,
    ...(multi
      ? { multiValueQueryStringParameters: query, multiValueHeaders: headers }
      : { queryStringParameters: lastValues(query), headers: lastValues(headers) }),
    body: body ?? '',
    isBase64Encoded
  }
}

// "Lambda functions as targets": these are handed on as text, all else in base64; so is anything that has a content-encoding.
const albText = (request: RawRequest): boolean => {
  const type = mediaTypeOf(request)
  return (
    headerOf(request, 'content-encoding') === undefined &&
    (type === undefined || /^text\/|^application\/(json|javascript|xml)$/.test(type))
  )
}

const undecoded = (query: string): Readonly<Record<string, readonly string[]>> => {
  const fields: Record<string, string[]> = Object.create(null)
  for (const part of query.split('&').filter((p) => p !== '')) {
    const [name = '', ...value] = part.split('=')
    fields[name] = [...(fields[name] ?? []), value.join('=')]
  }
  return fields
}
