/** How each gateway writes a request down, as captured from AWS and cut to what matters. Test-side: it shares nothing with the readers. */
import { alb } from '../../src/events/alb.js'
import { functionUrl } from '../../src/events/functionUrl.js'
import { httpApi } from '../../src/events/httpApi.js'
import { httpApi1, restApi } from '../../src/events/restApi.js'
import { type Format, headersOf, type Sent, sentHeaders } from './payload.contract.js'

const encodedBody = ({ body }: Sent, none: string | null | undefined) => ({
  ...(body === undefined && none === undefined
    ? {}
    : { body: body === undefined ? none : typeof body === 'string' ? body : Buffer.from(body).toString('base64') }),
  isBase64Encoded: body !== undefined && typeof body !== 'string'
})

const single = (pairs: Iterable<readonly [string, string]>) => headersOf([...pairs])

const multi = (pairs: Iterable<readonly [string, string]>) => {
  const all = [...pairs]
  return headersOf(all.map(([name]) => [name, all.filter(([n]) => n === name).map(([, value]) => value)] as const))
}

const orNull = (record: object) => (Object.keys(record).length === 0 ? null : record)

// As split by a gateway that does not decode.
const undecoded = (query: string): ReadonlyArray<readonly [string, string]> =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name, value.join('=')]
    })

const payload1 = (sent: Sent, path: string, extra: object) => {
  const { method = 'GET', query = '' } = sent
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: orNull(single(sentHeaders(sent))),
    multiValueHeaders: orNull(multi(sentHeaders(sent))),
    queryStringParameters: orNull(single(new URLSearchParams(query))),
    multiValueQueryStringParameters: orNull(multi(new URLSearchParams(query))),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      stage: 'dev',
      resourcePath: '/{proxy+}',
      httpMethod: method,
      authorizer: null,
      identity: { userArn: null, apiKey: null }
    },
    ...encodedBody(sent, null),
    ...extra
  }
}

const payload2 = (sent: Sent, rawPath: string, context: object) => {
  const { method = 'GET', query = '', headers = [], cookies = [] } = sent
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  const joined = (pairs: Iterable<readonly [string, string]>) =>
    headersOf(Object.entries(multi(pairs)).map(([k, all]) => [k, all.join(',')] as const))
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: joined(lower),
    ...(query === '' ? {} : { queryStringParameters: joined(new URLSearchParams(query)) }),
    requestContext: {
      routeKey: '$default',
      stage: '$default',
      domainName: 'x.execute-api.eu-west-1.amazonaws.com',
      http: { method, path: rawPath },
      ...context
    },
    ...encodedBody(sent, undefined)
  }
}

const albEvent = (sent: Sent, many: boolean) => {
  const headers = sentHeaders(sent).map(([name, value]) => [name.toLowerCase(), value] as const)
  const query = undecoded(sent.query ?? '')
  return {
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/x/y' } },
    httpMethod: sent.method ?? 'GET',
    path: sent.path ?? '/',
    ...(many
      ? { multiValueQueryStringParameters: multi(query), multiValueHeaders: multi(headers) }
      : { queryStringParameters: single(query), headers: single(headers) }),
    ...encodedBody(sent, '')
  }
}

const decoded = ({ path = '/' }: Sent) => decodeURIComponent(path)

export const formats: readonly Format[] = [
  {
    title: 'A REST API',
    payload: restApi,
    encode: (sent) => payload1(sent, sent.path ?? '/', {}),
    pathEncoded: true,
    headers: 'all',
    query: 'all'
  },
  {
    title: 'A REST API without its lists',
    payload: restApi,
    encode: (sent) => payload1(sent, sent.path ?? '/', { multiValueHeaders: null, multiValueQueryStringParameters: undefined }),
    pathEncoded: true,
    headers: 'last',
    query: 'last'
  },
  {
    title: 'An HTTP API with payload 1.0 and a stage',
    payload: httpApi1,
    encode: (sent) => payload1(sent, `/dev${decoded(sent)}`, { version: '1.0' }),
    pathEncoded: false,
    headers: 'all',
    query: 'all'
  },
  {
    title: 'An HTTP API',
    payload: httpApi,
    encode: (sent) => payload2(sent, decoded(sent), {}),
    pathEncoded: false,
    headers: 'joined',
    query: 'all'
  },
  {
    title: 'An HTTP API with a stage',
    payload: httpApi,
    encode: (sent) => payload2(sent, `/dev${decoded(sent)}`, { stage: 'dev' }),
    pathEncoded: false,
    headers: 'joined',
    query: 'all'
  },
  {
    title: 'A function URL',
    payload: functionUrl,
    encode: (sent) => payload2(sent, sent.path ?? '/', { domainName: 'abc.lambda-url.eu-west-1.on.aws' }),
    pathEncoded: true,
    headers: 'joined',
    query: 'all'
  },
  {
    title: 'A load balancer with multi-value headers',
    payload: alb,
    encode: (sent) => albEvent(sent, true),
    pathEncoded: true,
    headers: 'all',
    query: 'all'
  },
  {
    title: 'A load balancer',
    payload: alb,
    encode: (sent) => albEvent(sent, false),
    pathEncoded: true,
    headers: 'last',
    query: 'last'
  }
]
