// The events a packaged function is tried with, and what counts as an answer: one small table by kind.
// They are written from AWS's documented shapes. They are not recordings, and hold no real secret.
import { asText, authorizersCalling, functionIn, ofType, websocketRoutesOf } from './template.mjs'

const account = '123456789012'
const region = 'eu-west-1'
const at = { iso: '2026-01-02T03:04:05Z', ms: 1767323045000, clf: '02/Jan/2026:03:04:05 +0000' }
const id = '0f0e0d0c-0b0a-4908-8706-050403020100'
const agent = 'quaich-prove/1'
const token = 'Bearer prove-token'

// ---- HTTP ------------------------------------------------------------------------------------------

const parameters = (path) => [...path.matchAll(/\{([^}+]+)(\+?)\}/g)]

const pathParameters = (path, given = {}) => {
  const pairs = parameters(path).map(([, name, greedy]) => [name, given[name] ?? (greedy ? 'a/b.txt' : '1')])
  return pairs.length === 0 ? null : Object.fromEntries(pairs)
}

const fill = (path, params) =>
  path.replace(/\{([^}+]+)\+?\}/g, (_, name) => String(params[name]).split('/').map(encodeURIComponent).join('/'))

const claims = {
  sub: 'prove-user',
  email: 'prove@example.com',
  scope: 'read write',
  iss: 'https://issuer.example',
  aud: 'prove',
  exp: '1767326645'
}

const textual = (body) => (/^\s*[[{]/.test(body) ? 'application/json' : 'text/plain')

const sentHeaders = (route, sample) => {
  const own = new Set(Object.keys(sample.headers ?? {}).map((name) => name.toLowerCase()))
  const made = Object.entries(madeHeaders(route, sample)).filter(([name]) => !own.has(name.toLowerCase()))
  return { ...Object.fromEntries(made), ...sample.headers }
}

const madeHeaders = (route, sample) => ({
  Accept: '*/*',
  Host: `prove.execute-api.${region}.amazonaws.com`,
  'User-Agent': agent,
  'X-Forwarded-For': '192.0.2.7',
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https',
  ...(sample.body === undefined ? {} : { 'Content-Type': textual(sample.body) }),
  ...(route.authorizer ? { Authorization: token } : {}),
  ...(route.apiKey ? { 'X-Api-Key': 'prove-api-key' } : {})
})

const signed = (route) => ['iam', 'aws_iam'].includes(route.authorizer)
const userArn = `arn:aws:iam::${account}:user/prove`

const orNull = (object) => (Object.keys(object).length === 0 ? null : object)
const mapValues = (object, f) => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, f(v)]))
const many = (object) => orNull(mapValues(object, (value) => [value].flat().map(String)))
const last = (object) => orNull(mapValues(object, (value) => String([value].flat().at(-1))))

/** A REST API (payload 1.0) event for one described route. */
export const restEvent = (route, stage = 'dev') => {
  const sample = route.sample ?? {}
  const method = route.method.toUpperCase() === 'ANY' ? 'GET' : route.method.toUpperCase()
  const params = pathParameters(route.path, sample.params)
  const path = fill(route.path, params ?? {})
  const headers = sentHeaders(route, sample)
  const query = sample.query ?? {}
  return {
    resource: route.path,
    path,
    httpMethod: method,
    headers: last(headers),
    multiValueHeaders: many(headers),
    queryStringParameters: last(query),
    multiValueQueryStringParameters: many(query),
    pathParameters: params,
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: 'prove',
      domainName: `prove.execute-api.${region}.amazonaws.com`,
      domainPrefix: 'prove',
      extendedRequestId: 'prove-extended=',
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: route.apiKey ? 'prove-api-key' : null,
        apiKeyId: route.apiKey ? 'prove-key-id' : null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '192.0.2.7',
        user: null,
        userAgent: agent,
        userArn: signed(route) ? userArn : null
      },
      path: `/${stage}${path}`,
      protocol: 'HTTP/1.1',
      requestId: id,
      requestTime: at.clf,
      requestTimeEpoch: at.ms,
      resourceId: 'prove1',
      resourcePath: route.path,
      stage,
      ...(route.authorizer && !signed(route)
        ? { authorizer: sample.authorizer ?? { principalId: 'prove-user', claims, integrationLatency: 3 } }
        : {})
    },
    body: sample.body ?? null,
    isBase64Encoded: false
  }
}

/** An HTTP API (payload 2.0) event for one described route. */
export const httpEvent = (route) => {
  const sample = route.sample ?? {}
  const method = route.method.toUpperCase() === 'ANY' ? 'GET' : route.method.toUpperCase()
  const params = pathParameters(route.path, sample.params)
  const path = fill(route.path, params ?? {})
  const query = mapValues(sample.query ?? {}, (value) => [value].flat().map(String))
  const search = Object.entries(query).flatMap(([k, vs]) => vs.map((v) => [k, v]))
  const routeKey = route.path === '$default' ? '$default' : `${route.method.toUpperCase()} ${route.path}`
  const lambda = { principalId: 'prove-user', ...claims }
  const known = signed(route) ? { iam: { userArn, accountId: account } } : { lambda, jwt: { claims, scopes: null } }
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(search).toString(),
    headers: Object.fromEntries(
      Object.entries(sentHeaders(route, sample)).map(([name, value]) => [name.toLowerCase(), [value].flat().join(',')])
    ),
    ...(search.length > 0 ? { queryStringParameters: mapValues(query, (vs) => vs.join(',')) } : {}),
    ...(params ? { pathParameters: params } : {}),
    requestContext: {
      accountId: account,
      apiId: 'prove',
      domainName: `prove.execute-api.${region}.amazonaws.com`,
      domainPrefix: 'prove',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: agent },
      requestId: 'prove-id=',
      routeKey,
      stage: '$default',
      time: at.clf,
      timeEpoch: at.ms,
      ...(route.authorizer ? { authorizer: sample.authorizer ?? known } : {})
    },
    ...(sample.body === undefined ? {} : { body: sample.body }),
    isBase64Encoded: false
  }
}

const scalar = (value) => ['string', 'number', 'boolean'].includes(typeof value)

/** Why API Gateway would turn this reply into a 502, or why it is a server fault; null when neither. */
export const httpTrouble = ({ call, value }) => {
  if (call !== 'response') return `${call}: ${value?.errorType}: ${value?.errorMessage}`
  if (typeof value !== 'object' || value === null) return `the reply is ${JSON.stringify(value)}, no object`
  if (!Number.isInteger(value.statusCode)) return `statusCode is ${JSON.stringify(value.statusCode)}`
  if (value.statusCode >= 500) return `status ${value.statusCode}: ${value.body}`
  if (value.body !== undefined && value.body !== null && typeof value.body !== 'string') return 'the body is no text'
  if (!Object.values(value.headers ?? {}).every(scalar)) return 'a header is no text'
  return null
}

const httpEvents = ({ fn, gateway, stage }) =>
  fn.routes.map((route) => ({
    label: `${route.method.toUpperCase()} ${route.path}`,
    sampled: route.sampled === true,
    event: gateway === 'http' ? httpEvent(route) : restEvent(route, stage)
  }))

// ---- authorizers -----------------------------------------------------------------------------------

const arn = `arn:aws:execute-api:${region}:${account}:prove/dev/GET/prove`

const tokenEvent = { type: 'TOKEN', methodArn: arn, authorizationToken: token }

const authorizerEvents = ({ functionId, template, stage }) => {
  const route = { method: 'GET', path: '/prove', authorizer: 'prove', apiKey: false }
  const without = ({ requestContext: { authorizer, ...requestContext }, ...event }) => ({ ...event, requestContext })
  const events = authorizersCalling(template, functionId).map((authorizer) => {
    if (authorizer.Type === 'TOKEN') return { label: 'TOKEN', event: tokenEvent }
    if (authorizer.v2 && authorizer.AuthorizerPayloadFormatVersion === '2.0') {
      const { headers, ...event } = without(httpEvent(route))
      return { label: 'REQUEST 2.0', event: { ...event, type: 'REQUEST', routeArn: arn, identitySource: [token], headers } }
    }
    return { label: 'REQUEST 1.0', event: { ...without(restEvent(route, stage)), type: 'REQUEST', methodArn: arn } }
  })
  return events.length > 0 ? events : [{ label: 'TOKEN', event: tokenEvent }]
}

// `throw new Error('Unauthorized')` is how an authorizer asks API Gateway for a 401.
const authorizerTrouble = (outcome) => (outcome.value?.errorMessage === 'Unauthorized' ? null : anyTrouble(outcome))

// ---- everything else -------------------------------------------------------------------------------

const anyTrouble = ({ call, value }) => (call === 'response' ? null : `${call}: ${value?.errorType}: ${value?.errorMessage}`)

const one = (label, event) => () => [{ label, event }]

const busEvent = (source, type, detail) => ({
  version: '0',
  id,
  'detail-type': type,
  source,
  account,
  time: at.iso,
  region,
  resources: [],
  detail
})

const patternEvent = ({ functionId, template }) => {
  const rule = ofType(template, 'AWS::Events::Rule').find(
    ([, resource]) => functionIn(template, resource.Properties.Targets) === functionId
  )
  const pattern = rule?.[1].Properties.EventPattern ?? {}
  const literal = (values, otherwise) => (typeof values?.[0] === 'string' ? values[0] : otherwise)
  const detail = mapValues(pattern.detail ?? {}, (values) => (Array.isArray(values) ? literal(values, 'prove') : {}))
  return [{ label: 'event', event: busEvent(literal(pattern.source, 'prove'), literal(pattern['detail-type'], 'Prove'), detail) }]
}

const kinesisRecord = {
  eventID: 'shardId-000000000000:1',
  eventName: 'aws:kinesis:record',
  eventSource: 'aws:kinesis',
  eventVersion: '1.0',
  awsRegion: region,
  eventSourceARN: `arn:aws:kinesis:${region}:${account}:stream/prove`,
  invokeIdentityArn: `arn:aws:iam::${account}:role/prove`,
  kinesis: {
    kinesisSchemaVersion: '1.0',
    partitionKey: 'prove',
    sequenceNumber: '1',
    approximateArrivalTimestamp: at.ms / 1000,
    data: Buffer.from('{"prove":true}').toString('base64')
  }
}

const tableRecord = {
  eventID: '1',
  eventName: 'INSERT',
  eventSource: 'aws:dynamodb',
  eventVersion: '1.1',
  awsRegion: region,
  eventSourceARN: `arn:aws:dynamodb:${region}:${account}:table/prove/stream/2026-01-02T03:04:05.000`,
  dynamodb: {
    ApproximateCreationDateTime: at.ms / 1000,
    Keys: { id: { S: '1' } },
    NewImage: { id: { S: '1' } },
    SequenceNumber: '1',
    SizeBytes: 6,
    StreamViewType: 'NEW_AND_OLD_IMAGES'
  }
}

const streamEvents = ({ functionId, template }) => {
  const sources = ofType(template, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { Properties: p }]) => functionIn(template, p.FunctionName) === functionId)
    .map(([, { Properties: p }]) => JSON.stringify(p.EventSourceArn) + asText(p.EventSourceArn))
  const isTable = sources.some((source) => /dynamodb|StreamArn/.test(source))
  return [{ label: isTable ? 'dynamodb' : 'kinesis', event: { Records: [isTable ? tableRecord : kinesisRecord] } }]
}

const s3Event = {
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: region,
      eventTime: at.iso,
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:PROVE' },
      requestParameters: { sourceIPAddress: '192.0.2.7' },
      responseElements: { 'x-amz-request-id': 'PROVE', 'x-amz-id-2': 'PROVE' },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'prove',
        bucket: { name: 'prove', ownerIdentity: { principalId: 'PROVE' }, arn: 'arn:aws:s3:::prove' },
        object: {
          key: 'images/a+b%2B%C3%A9.jpg',
          size: 3,
          eTag: 'd41d8cd98f00b204e9800998ecf8427e',
          sequencer: '0A1B2C3D4E5F678901'
        }
      }
    }
  ]
}

const snsEvent = {
  Records: [
    {
      EventVersion: '1.0',
      EventSource: 'aws:sns',
      EventSubscriptionArn: `arn:aws:sns:${region}:${account}:prove:${id}`,
      Sns: {
        Type: 'Notification',
        MessageId: id,
        TopicArn: `arn:aws:sns:${region}:${account}:prove`,
        Subject: 'prove',
        Message: '{"prove":true}',
        Timestamp: at.iso,
        SignatureVersion: '1',
        Signature: 'cHJvdmU=',
        SigningCertUrl: 'https://sns.example/c.pem',
        UnsubscribeUrl: 'https://sns.example/u',
        MessageAttributes: {}
      }
    }
  ]
}

const sqsEvent = {
  Records: [
    {
      messageId: id,
      receiptHandle: 'prove',
      body: '{"prove":true}',
      messageAttributes: {},
      md5OfBody: '098f6bcd4621d373cade4e832627b4f6',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(at.ms),
        SenderId: 'PROVE',
        ApproximateFirstReceiveTimestamp: String(at.ms)
      },
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${region}:${account}:prove`,
      awsRegion: region
    }
  ]
}

const websocketTypes = { $connect: 'CONNECT', $disconnect: 'DISCONNECT' }

const websocketEvents = ({ functionId, template, stage }) => {
  const name = asText(template.Resources[functionId].Properties.FunctionName)
  const keys = websocketRoutesOf(template)
    .filter((route) => route.functionName === name)
    .map((route) => route.path)
  return (keys.length > 0 ? keys : ['$default']).map((routeKey) => {
    const eventType = websocketTypes[routeKey] ?? 'MESSAGE'
    return {
      label: routeKey,
      event: {
        ...(eventType === 'CONNECT'
          ? { headers: { Host: 'prove.example' }, multiValueHeaders: { Host: ['prove.example'] } }
          : {}),
        requestContext: {
          routeKey,
          eventType,
          messageDirection: 'IN',
          stage,
          requestId: id,
          extendedRequestId: id,
          apiId: 'prove',
          domainName: `prove.execute-api.${region}.amazonaws.com`,
          connectionId: 'prove-connection=',
          connectedAt: at.ms,
          requestTime: at.clf,
          requestTimeEpoch: at.ms,
          identity: { sourceIp: '192.0.2.7', userAgent: agent },
          ...(eventType === 'MESSAGE' ? { messageId: 'prove-message=' } : {})
        },
        ...(eventType === 'MESSAGE' ? { body: JSON.stringify({ action: routeKey }) } : {}),
        isBase64Encoded: false
      }
    }
  })
}

/** kind → the events to try, and why an outcome is no answer (null when it is one). */
export const kinds = {
  http: { events: httpEvents, trouble: httpTrouble },
  authorizer: { events: authorizerEvents, trouble: authorizerTrouble },
  lambda: { events: one('event', { prove: true }), trouble: anyTrouble },
  schedule: { events: one('event', busEvent('aws.events', 'Scheduled Event', {})), trouble: anyTrouble },
  eventBridge: { events: patternEvent, trouble: anyTrouble },
  s3: { events: one('event', s3Event), trouble: anyTrouble },
  sns: { events: one('event', snsEvent), trouble: anyTrouble },
  sqs: { events: one('event', sqsEvent), trouble: anyTrouble },
  stream: { events: streamEvents, trouble: anyTrouble },
  websocket: { events: websocketEvents, trouble: anyTrouble }
}
