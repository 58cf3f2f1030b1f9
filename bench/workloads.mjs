// What is asked of everybody: the events of each workload, and what a correct answer is.
// Knows no contender. Events are those of a REST API in front of one Lambda, as API Gateway sends them.

// ---- events

const headers = {
  Accept: 'application/json, text/plain, */*',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Accept-Language': 'en-GB,en;q=0.9,de;q=0.8',
  Authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
  'CloudFront-Forwarded-Proto': 'https',
  'CloudFront-Is-Desktop-Viewer': 'true',
  'CloudFront-Is-Mobile-Viewer': 'false',
  'CloudFront-Is-SmartTV-Viewer': 'false',
  'CloudFront-Is-Tablet-Viewer': 'false',
  'CloudFront-Viewer-ASN': '3320',
  'CloudFront-Viewer-Country': 'DE',
  'Content-Type': 'application/json',
  Host: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
  Origin: 'https://app.example',
  Referer: 'https://app.example/orders/new',
  'Sec-Fetch-Dest': 'empty',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Site': 'cross-site',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36',
  Via: '2.0 0f1e2d3c4b5a.cloudfront.net (CloudFront)',
  'X-Amz-Cf-Id': 'q7J0w3m1n5kX2v8z4b6c9d0e1f2g3h4i5j6k7l8m9n0o1p2q3r4s5t==',
  'X-Amzn-Trace-Id': 'Root=1-69240000-0123456789abcdef01234567',
  'X-Forwarded-For': '203.0.113.7, 130.176.1.2',
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https'
}

// Every header twice, as payload 1.0 has them; without a body none of a type.
const sent = (body) => {
  const names = Object.keys(headers).filter((name) => body !== null || name !== 'Content-Type')
  return {
    headers: Object.fromEntries(names.map((name) => [name, headers[name]])),
    multiValueHeaders: Object.fromEntries(names.map((name) => [name, [headers[name]]]))
  }
}

const restEvent = (httpMethod, resource, path, pathParameters, body = null) => ({
  resource,
  path,
  httpMethod,
  ...sent(body),
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters,
  stageVariables: null,
  requestContext: {
    resourceId: 'ab12cd',
    resourcePath: resource,
    httpMethod,
    extendedRequestId: 'UXYZabcDEfgHIjk=',
    requestTime: '24/Nov/2026:10:00:00 +0000',
    path: `/prod${path}`,
    accountId: '123456789012',
    protocol: 'HTTP/1.1',
    stage: 'prod',
    domainPrefix: 'a1b2c3d4e5',
    requestTimeEpoch: 1795514400000,
    requestId: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    identity: { accessKey: null, caller: null, sourceIp: '203.0.113.7', userAgent: headers['User-Agent'], userArn: null },
    domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
    apiId: 'a1b2c3d4e5'
  },
  body,
  isBase64Encoded: false
})

const proxied = (method, path) => restEvent(method, '/{proxy+}', path, { proxy: path.slice(1) })

/** The order of W3: one kilobyte of JSON. */
export const order = {
  customer: {
    id: 'c-81726',
    name: 'Ada Lovelace',
    email: 'ada@analytical.example',
    address: { street: '12 St James Square', city: 'London', postcode: 'SW1Y 4JH', country: 'GB' }
  },
  items: Array.from({ length: 8 }, (_, i) => ({
    sku: `SKU-${1000 + i * 37}`,
    title: `Difference engine, part ${i + 1} of 8`,
    quantity: i + 1,
    price: 1250 + i * 175
  })),
  currency: 'EUR',
  express: true,
  note: 'Please ring twice; leave it with the neighbours if nobody is in.'
}
/** What W3 answers: the number of pieces, and the total in cents. */
export const receipt = {
  id: 'o-1',
  pieces: order.items.reduce((n, x) => n + x.quantity, 0),
  total: order.items.reduce((n, x) => n + x.quantity * x.price, 0)
}

/** The profile of W7: one kilobyte of JSON; of what may be missing, some is. */
export const profile = {
  id: 'p-40713',
  name: 'Grace Hopper',
  email: 'grace@compilers.example',
  phone: null,
  role: 'editor',
  status: 'active',
  age: 85,
  verified: true,
  devices: Array.from({ length: 6 }, (_, i) => ({
    id: `d-${2000 + i * 41}`,
    kind: ['phone', 'tablet', 'laptop', 'desktop', 'watch'][i % 5],
    label: i % 3 === 2 ? null : `The one from the office, number ${i + 1}`,
    trusted: i % 2 === 0,
    seen: 1795514400 + i * 3600,
    tags: ['home', 'work', 'lab', 'ship'].slice(0, 1 + (i % 4))
  })),
  nickname: 'Amazing Grace',
  birthday: null,
  newsletter: false,
  languages: ['en', 'cobol', 'flow-matic'],
  theme: 'system'
}
/** What W7 answers: the number of tags. */
export const registered = { id: profile.id, count: profile.devices.reduce((n, { tags }) => n + tags.length, 0) }

/** The profile of W7R: wrong in the middle of its list, and in its last field. */
const wrongProfile = {
  ...profile,
  devices: profile.devices.map((device, i) => (i === 3 ? { ...device, trusted: 'yes' } : device)),
  theme: 'sepia'
}
const wrongFields = ['devices.3.trusted', 'theme']

const sqsEvent = () => ({
  Records: Array.from({ length: 10 }, (_, i) => ({
    messageId: `059f36b4-87a3-44ab-83d2-66197597777${i}`,
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: JSON.stringify({ id: `p-${i}`, amount: i === 3 || i === 7 ? -1 : 100 + i, currency: 'EUR', reference: `order ${i}` }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1795514400000',
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: '1795514400100'
    },
    messageAttributes: {},
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:payments',
    awsRegion: 'eu-central-1'
  }))
})

// ---- what is correct

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)

const headerOf = (result, name) => {
  for (const [key, value] of Object.entries(result.headers ?? {})) if (key.toLowerCase() === name) return value
  for (const [key, value] of Object.entries(result.multiValueHeaders ?? {}))
    if (key.toLowerCase() === name) return Array.isArray(value) ? value[0] : value
  return undefined
}

const json = (result, status, body) => {
  if (result?.statusCode !== status) return `status ${result?.statusCode}, not ${status}`
  if (!/^application\/([a-z]+\+)?json/.test(headerOf(result, 'content-type') ?? ''))
    return `content-type ${headerOf(result, 'content-type')}`
  if (result.isBase64Encoded === true) return 'base64'
  return body === undefined || same(JSON.parse(result.body), body) ? undefined : `body ${result.body}`
}

const shared = (result) => {
  const origin = headerOf(result, 'access-control-allow-origin')
  return origin === '*' ? undefined : `access-control-allow-origin ${origin}`
}

const refused = (result) => {
  const { statusCode } = result ?? {}
  return statusCode >= 400 && statusCode < 500 ? undefined : `status ${statusCode} for a bad request`
}

// A reply needs no list of errors, but a list names every field that is wrong, under whatever the whole is called.
const wrongFieldsNamed = ({ body }) => {
  const paths = JSON.parse(body).errors?.map(({ path }) => path)
  return paths === undefined || wrongFields.every((field) => paths.some((path) => `.${path}`.endsWith(`.${field}`)))
    ? undefined
    : `errors at ${paths.join(', ')}`
}

const ids = (result) => (result?.batchItemFailures ?? []).map((f) => f.itemIdentifier)

// ---- the workloads

const registering = (body) => JSON.stringify(restEvent('POST', '/profiles', '/profiles', null, JSON.stringify(body)))

const person = (i) => `person-${i % 13}`

/**
 * `events`: texts, taken in turn, parsed anew for every call. `wrong`: what is wrong with the answer to event i, if anything.
 * `traps`: further events with a check each; they are asserted, not timed.
 */
export const workloads = {
  w1: {
    title: 'GET, static route',
    events: () => [JSON.stringify(restEvent('GET', '/hello', '/hello', null))],
    wrong: (result) => json(result, 200, { hello: 'world' })
  },
  w2: {
    title: 'GET, two path parameters among 100 routes',
    routes: 100,
    events: (n = 100) =>
      Array.from({ length: Math.min(n, 64) }, (_, i) => {
        const route = Math.floor(((i * 7919) % 64) * (n / 64)) % n
        return JSON.stringify(proxied('GET', `/r${route}/${person(i)}/things/${100 + i}`))
      }),
    wrong: (result, event) => {
      const [, route, owner, , thing] = event.path.split('/')
      return json(result, 200, { route: Number(route.slice(1)), owner, thing })
    }
  },
  w3: {
    title: 'POST 1 KB JSON, decoded, CORS on',
    events: () => [JSON.stringify(restEvent('POST', '/orders', '/orders', null, JSON.stringify(order)))],
    wrong: (result) => json(result, 201, receipt) ?? shared(result),
    traps: [
      [
        JSON.stringify(restEvent('POST', '/orders', '/orders', null, JSON.stringify({ ...order, items: [{ sku: 1 }] }))),
        (result) => refused(result) ?? shared(result)
      ],
      [JSON.stringify(restEvent('POST', '/orders', '/orders', null, '{"customer": ')), refused]
    ]
  },
  w4: {
    title: 'unknown path among 100 routes',
    routes: 100,
    make: 'w2',
    events: () => [JSON.stringify(proxied('GET', '/nothing/here'))],
    wrong: (result) => (result?.statusCode === 404 ? undefined : `status ${result?.statusCode}`)
  },
  w5: {
    title: 'failure mapped to 409',
    events: () => [JSON.stringify(restEvent('PUT', '/names/{name}', '/names/ada', { name: 'ada' }))],
    wrong: (result) => json(result, 409) ?? (result.body.includes('Taken') ? undefined : `body ${result.body}`)
  },
  w6: {
    title: 'SQS batch of 10, 2 fail',
    events: () => [JSON.stringify(sqsEvent())],
    wrong: (result) => {
      const failed = ids(result).sort()
      const expected = [3, 7].map((i) => `059f36b4-87a3-44ab-83d2-66197597777${i}`)
      return same(failed, expected) ? undefined : `failures ${failed.join(', ')}`
    }
  },
  w7: {
    title: 'POST 1 KB JSON of unions, nullable and optional fields, lists in lists',
    events: () => [registering(profile)],
    wrong: (result) => json(result, 201, registered),
    traps: [[registering(wrongProfile), (result) => json(result, 422) ?? wrongFieldsNamed(result)]]
  },
  w7r: {
    title: 'the same with two wrong fields, refused',
    events: () => [registering(wrongProfile)],
    wrong: (result) => json(result, 422) ?? wrongFieldsNamed(result),
    traps: [[registering(profile), (result) => json(result, 201, registered)]]
  }
}

/** The Lambda context of every call. */
export const lambdaContext = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:bench',
  memoryLimitInMB: '256',
  awsRequestId: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
  logGroupName: '/aws/lambda/bench',
  logStreamName: '2026/11/24/[$LATEST]0123456789abcdef',
  getRemainingTimeInMillis: () => 5000,
  done: () => {},
  fail: () => {},
  succeed: () => {}
}

/** Asserts that a handler answers a workload correctly; throws with what it answered. */
export const assertCorrect = async (handler, workload, texts, who) => {
  const check = async (text, wrong) => {
    const event = JSON.parse(text)
    const asked = JSON.parse(text)
    const result = await handler(event, lambdaContext)
    const fault = wrong(result, asked)
    if (fault !== undefined) throw new Error(`${who} is wrong: ${fault}\n${JSON.stringify(result)}`)
  }
  for (const text of texts) await check(text, workload.wrong)
  for (const [text, wrong] of workload.traps ?? []) await check(text, wrong)
}
