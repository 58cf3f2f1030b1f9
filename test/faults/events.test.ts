/** What must never go wrong where events, batches and authorizers are concerned: one test a row of the checklist, by its number. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  apiKey,
  authorize,
  authorizer,
  BatchError,
  cognitoUserPool,
  cron,
  deny,
  dynamodbStream,
  EventError,
  each,
  get,
  handle,
  iam,
  jwtAuthorizer,
  kinesis,
  lambda,
  lambdaAuthorizer,
  managementApi,
  message,
  ok,
  override,
  rate,
  refuse,
  resource,
  s3,
  schedule,
  service,
  sockets,
  sqs,
  use,
  websocket,
  withHeader
} from '../../src/index.js'
import { type HttpEventInput, httpEvent, lambdaContext } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { allows, type Policy } from '../events/authorizers.iam.js'
import {
  answering,
  busEvent,
  dynamoRecord,
  failure,
  functions,
  invoking,
  kinesisRecord,
  noop,
  problemsIn,
  records,
  s3Record,
  socketEvent,
  sqsRecord
} from '../events/support.js'

const log = watchLog()

const claims = t.type({ sub: t.string })
const jwt = authorizer({ context: t.type({ role: t.string }) })
const keys = {
  Cognito: cognitoUserPool({ providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'], claims }),
  JWT: jwtAuthorizer({ issuer: 'https://id.example', audience: ['a'], claims }),
  IAM: iam,
  Lambda: lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:123456789012:function:x', context: t.type({ role: t.string }) }),
  own: jwt
}

interface Answer {
  readonly statusCode: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Requests that say they are somebody, over both gateways, to a route behind each kind of authorizer. */
const knocking = async (input: HttpEventInput, changes: object = {}): Promise<readonly number[]> => {
  const statuses: number[] = []
  for (const key of Object.values(keys))
    for (const gateway of ['rest', 'http'] as const) {
      let ran = false
      const route = resource(
        pipe(
          get('/x'),
          authorize(key as typeof jwt),
          handle(() => {
            ran = true
            return 1
          })
        )
      )
      const answer = (await route({ ...httpEvent(gateway, 'GET', '/x', input), ...changes }, lambdaContext('x'))) as Answer
      expect(ran).toBe(false)
      statuses.push(answer.statusCode)
    }
  return [...new Set(statuses)]
}

const part = (o: object) => Buffer.from(JSON.stringify(o)).toString('base64url')
const bearer = (header: object, payload: object) => ({
  headers: { authorization: `Bearer ${part(header)}.${part(payload)}.c2ln` }
})

// ---- E. Auth

test('68 a forged token, whatever its algorithm or key says, is nobody: the function reads only what the gateway verified', async () => {
  for (const header of [
    { alg: 'none' },
    { alg: 'HS256' },
    { alg: 'RS256', jwk: {} },
    { alg: 'RS256', jku: 'https://evil' },
    { alg: 'RS256', x5u: 'https://evil' },
    {}
  ])
    expect(await knocking(bearer(header, { sub: 'admin', principalId: 'admin', role: 'admin' }))).toEqual([401])
})

test('69 a token whose times are out of their bounds is nobody', async () => {
  for (const times of [
    { exp: '9999999999' },
    { exp: 0 },
    { exp: Number.MAX_VALUE * 2 },
    { nbf: 9e12 },
    { iat: Number.POSITIVE_INFINITY },
    {}
  ])
    expect(await knocking(bearer({ alg: 'RS256', kid: '1' }, { sub: 'admin', ...times }))).toEqual([401])
})

test('70 a token for another audience or of another issuer is nobody', async () => {
  for (const said of [{ aud: 'b' }, { aud: ['a', 'b'] }, {}, { aud: 'a', iss: 'https://id.example/' }])
    expect(await knocking(bearer({ alg: 'RS256', kid: '1' }, { sub: 'admin', ...said }))).toEqual([401])
})

test('72 a route deployed without its authorizer lets nobody in', async () => {
  expect(await knocking({})).toEqual([401])
  expect(await knocking({ headers: { authorization: 'Bearer x' } })).toEqual([401])
  // An event of an HTTP API that lacks its context is no request at all: 400.
  for (const requestContext of [{}, { authorizer: null, identity: null, http: { method: 'GET', path: '/x' } }])
    expect([400, 401]).toEqual(expect.arrayContaining([...(await knocking({}, { requestContext }))]))
})

test('73 no header of a client is an identity, and no identity of one kind is one of another', async () => {
  const headers = {
    'sls-offline-authorizer-override': '{"claims":{"sub":"admin"},"principalId":"admin","role":"admin"}',
    'x-amzn-requestcontext': '{"authorizer":{"principalId":"admin","role":"admin"}}',
    'x-amzn-oidc-identity': 'admin',
    authorizer: 'admin',
    principalid: 'admin'
  }
  expect(await knocking({ headers, query: { principalId: 'admin', claims: 'x' } })).toEqual([401])
  const seen: unknown[] = []
  for (const [gateway, identity] of [
    ['rest', { claims: { sub: 'a' } }],
    ['http', { claims: { sub: 'a' } }]
  ] as const) {
    const route = resource(
      pipe(
        get('/x'),
        authorize(keys.Cognito),
        handle(({ auth }) => {
          seen.push(auth)
          return 1
        })
      )
    )
    await route(httpEvent(gateway, 'GET', '/x', {}, identity), lambdaContext('x'))
    const other = resource(
      pipe(
        get('/x'),
        authorize(jwt),
        handle(() => 1)
      )
    )
    expect(await other(httpEvent(gateway, 'GET', '/x', {}, identity), lambdaContext('x'))).toMatchObject({ statusCode: 401 })
  }
  expect(seen).toEqual([{ sub: 'a' }, { sub: 'a' }])
})

const api = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev'
const a = pipe(get('/a'), noop)
const b = pipe(get('/b/{id}'), noop)
const policyOf = async (answer: () => unknown, methodArn = `${api}/GET/a`): Promise<Policy> => {
  const keeper = pipe(jwt, handle(answer as () => typeof deny))
  const event = { type: 'TOKEN', authorizationToken: 'secret-canary', methodArn }
  const told = await functions({ a, b, c: pipe(get('/c'), noop), keeper })['keeper']?.(event, lambdaContext('keeper'))
  return (told as { readonly policyDocument: Policy }).policyDocument
}
const context = { role: 'x' }

test('74 a policy kept for GET /a denies DELETE /a, and allows the other declared routes that were granted', async () => {
  const policy = await policyOf(() => allow('ada', { routes: [a, b], context }))
  const lets = (request: string) => allows(policy, `${api}/${request}`)
  expect([lets('GET/a'), lets('GET/b/7'), lets('DELETE/a'), lets('GET/c'), lets('POST/b/7')]).toEqual([
    true,
    true,
    false,
    false,
    false
  ])
})

test('76 colons in paths, the root, other partitions, the default stage and greedy paths give resources that match', async () => {
  for (const [arn, here] of [
    [`${api}/GET/a:b/c:d`, api],
    [`${api}/GET/`, api],
    ['arn:aws-cn:execute-api:cn-north-1:123456789012:abc/dev/GET/a', 'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/dev'],
    [
      'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/dev/GET/a',
      'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/dev'
    ],
    ['arn:aws:execute-api:eu-west-1:123456789012:abc/$default/GET/a', 'arn:aws:execute-api:eu-west-1:123456789012:abc/$default']
  ] as const) {
    const policy = await policyOf(() => allow('ada', { routes: [a, { path: '/files/{proxy+}' }, { path: '/' }], context }), arn)
    for (const path of ['GET/a', 'PUT/files/x/y:z', 'GET/']) expect(allows(policy, `${here}/${path}`)).toBe(true)
    expect(allows(policy, `${here}/GET/c`)).toBe(false)
  }
})

test('77 no grants are an explicit Deny', async () => {
  for (const answer of [deny, allow('ada', { routes: [], context })])
    expect((await policyOf(() => answer)).Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: [`${api}/*`] }
    ])
})

test('78 an authorizer that throws, rejects or answers nonsense lets nobody in; what a gateway cannot hand on does not leave', async () => {
  for (const answer of [
    () => {
      throw new Error('x')
    },
    () => Promise.reject(undefined),
    () => ({ Effect: 'Allow' }),
    () => undefined,
    () => allow('a', {} as never)
  ])
    expect((await failure(policyOf(answer))).message).toBe('Unauthorized')
  expect(log()).toHaveLength(5)
})

test('80 nothing here compares secrets: a key is what the gateway found, of whatever length, and no header is one', async () => {
  const route = resource(
    pipe(
      get('/x'),
      apiKey(),
      handle(() => 1)
    )
  )
  const ask = async (key: string | undefined, headers = {}) =>
    (await route(
      httpEvent('rest', 'GET', '/x', { headers }, key === undefined ? {} : { apiKey: key }),
      lambdaContext('x')
    )) as Answer
  const refused = [
    await ask(undefined),
    await ask(undefined, { 'x-api-key': 'a' }),
    await ask(undefined, { 'x-api-key': 'a'.repeat(1000) })
  ]
  expect(new Set(refused.map((r) => r.body)).size).toBe(1)
  expect([refused[0]?.statusCode, (await ask('a')).statusCode, (await ask('a'.repeat(1000))).statusCode]).toEqual([403, 200, 200])
})

test('81 tokens, cookies and keys are in no log and no error reply', async () => {
  const said = { headers: { authorization: 'Bearer secret-canary', cookie: 'session=secret-canary' } }
  const route = resource(
    pipe(
      get('/x'),
      authorize(jwt),
      handle((): number => {
        throw new Error('boom')
      })
    )
  )
  const replies = [
    await route(httpEvent('rest', 'GET', '/x', said), lambdaContext('x')),
    await route(httpEvent('rest', 'GET', '/x', said, { context: { principalId: 'ada', role: 'x' } }), lambdaContext('x')),
    await route(httpEvent('rest', 'GET', '/x', said, { context: { principalId: 'secret-canary' } }), lambdaContext('x'))
  ]
  expect(replies.map((r) => (r as Answer).statusCode)).toEqual([401, 500, 401])
  await failure(
    policyOf(() => {
      throw new Error('boom')
    })
  )
  await invoking(
    pipe(
      sqs('q'),
      each(t.type({ n: t.number })),
      handle(() => 1)
    )
  )(records(sqsRecord('1', '{"n":"secret-canary"}')))
  const lines = log()
  expect(lines.length).toBeGreaterThan(2)
  expect(JSON.stringify([replies, lines])).not.toContain('secret-canary')
})

test('82 a reply to somebody known may be kept by nobody, unless the route says so', async () => {
  const identity = { context: { principalId: 'ada', role: 'x' } }
  const reply = async (f: () => unknown) =>
    (await resource(pipe(get('/x'), authorize(jwt), handle(f as () => number)))(
      httpEvent('rest', 'GET', '/x', {}, identity),
      lambdaContext('x')
    )) as Answer
  const plain = await reply(() => 1)
  expect(Object.keys(plain.headers).filter((h) => ['cache-control', 'expires', 'etag', 'last-modified'].includes(h))).toEqual([])
  expect((await reply(() => withHeader('cache-control', 'public')(ok(1)))).headers['cache-control']).toBe('public')
})

// ---- F, where it concerns events

test('92 a service of bad schedules, topics and routes says all that is wrong when it is defined', () => {
  const problems = problemsIn(() =>
    service(
      's',
      {},
      {
        one: pipe(schedule(rate(0, 'minutes')), noop),
        two: pipe(schedule(cron(0, 0, '*', '*', '*', '*')), noop),
        three: pipe(s3('NO'), noop),
        four: pipe(websocket('$nothing'), noop)
      }
    )
  )
  expect(problems).toHaveLength(4)
})

test('88 a thousand invocations at once know nothing of each other', async () => {
  const f = pipe(
    sqs('q'),
    each(),
    handle(async ({ message: m, record }) => {
      await new Promise((r) => setImmediate(r))
      return m === `body of ${record.messageId}` ? 1 : E.left(refuse(500))
    })
  )
  const invoke = invoking(f)
  const all = await Promise.all(
    Array.from({ length: 1000 }, (_, i) => invoke(records(sqsRecord(`${i}`, i % 7 === 0 ? 'other' : `body of ${i}`))))
  )
  all.forEach((r, i) => {
    expect(r).toEqual({ batchItemFailures: i % 7 === 0 ? [{ itemIdentifier: `${i}` }] : [] })
  })
  log()
})

// ---- G. Batches and events

const failing = (...ids: readonly string[]) =>
  answering(({ record }: { readonly record: { readonly toJSON: () => unknown } }) =>
    ids.includes(idIn(record.toJSON())) ? E.left(refuse(409)) : E.right(1)
  )
const idIn = (u: unknown): string => {
  const r = u as {
    readonly messageId?: string
    readonly kinesis?: { readonly sequenceNumber: string }
    readonly dynamodb?: { readonly SequenceNumber: string }
  }
  return r.messageId ?? r.kinesis?.sequenceNumber ?? r.dynamodb?.SequenceNumber ?? ''
}
const failures = (...ids: readonly string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) })
const five = (group?: readonly string[]) =>
  records(
    ...['1', '2', '3', '4', '5'].map((id, i) => sqsRecord(id, '{}', group === undefined ? {} : { group: group[i] as string }))
  )

test('94 of five messages the third refuses: it alone is reported', async () => {
  expect(await invoking(failing('3')(pipe(sqs('q'), each())))(five())).toEqual(failures('3'))
  log()
})

const nested = JSON.parse(`${'['.repeat(65)}${']'.repeat(65)}`)

test.each<[string, unknown, string]>([
  ['nested over 64 levels', nested, 'nested over 64 levels'],
  ['with a key that changes prototypes', JSON.parse('{"__proto__":{"admin":true}}'), 'a key that is not allowed'],
  ['with a number that is an infinity', { n: Number.POSITIVE_INFINITY }, 'not too large']
])('95 an event %s fails the invocation before the handler', async (_, event, why) => {
  const calls: unknown[] = []
  const f = pipe(
    lambda(t.unknown),
    handle(({ event }) => calls.push(event))
  )
  expect(String(await failure(invoking(f)(event)))).toContain(why)
  expect(calls).toEqual([])
  log()
})

test('96 an id that is empty or missing is never reported: the whole batch fails instead', async () => {
  for (const record of [kinesisRecord(''), kinesisRecord('1', '{}', { sequenceNumber: null })]) {
    const e = await failure(invoking(failing('', '1')(pipe(kinesis('k'), each())))(records(record)))
    expect(e).toBeInstanceOf(BatchError)
  }
  log()
})

test('97 FIFO: the second of five fails: the rest is reported in order; other groups go on only where that is declared', async () => {
  const groups = ['a', 'a', 'b', 'a', 'b']
  expect(await invoking(failing('2')(pipe(sqs('q.fifo'), each())))(five(groups))).toEqual(failures('2', '3', '4', '5'))
  const others = failing('2')(pipe(sqs('q.fifo'), each(undefined, { afterFailure: 'other groups' })))
  expect(await invoking(others)(five(groups))).toEqual(failures('2', '4'))
  log()
})

test('98 a clean FIFO batch after a failing one has no failures', async () => {
  const invoke = invoking(failing('2')(pipe(sqs('q.fifo'), each())))
  await invoke(five(['a', 'a', 'a', 'a', 'a']))
  expect(await invoke(records(sqsRecord('6', '{}', { group: 'a' }), sqsRecord('7', '{}', { group: 'a' })))).toEqual(failures())
  log()
})

test('100 a synchronous throw on the first record does not keep the others from running', async () => {
  const ran: string[] = []
  const f = pipe(
    sqs('q'),
    each(),
    handle(({ record }) => {
      ran.push(record.messageId)
      if (record.messageId === '1') throw new Error('boom')
    })
  )
  expect([await invoking(f)(five()), ran]).toEqual([failures('1'), ['1', '2', '3', '4', '5']])
  log()
})

test('101 records that are missing, empty, no list, or without an id fail the invocation, so that it is tried again', async () => {
  for (const event of [
    {},
    { Records: [] },
    { Records: {} },
    { Records: 'x' },
    { Records: null },
    records(null),
    records({}),
    records(sqsRecord('')),
    records(sqsRecord('1'), sqsRecord('2', '', { messageId: undefined })),
    records(sqsRecord('1'), s3Record('a'))
  ])
    expect(await failure(invoking(failing()(pipe(sqs('q'), each())))(event))).toBeInstanceOf(EventError)
  log()
})

test('102 one id twice is reported once; a redelivery shows how often it came, and by which id to know it again', async () => {
  expect(await invoking(failing('1')(pipe(sqs('q'), each())))(records(sqsRecord('1'), sqsRecord('1'), sqsRecord('2')))).toEqual(
    failures('1')
  )
  const seen: unknown[] = []
  const f = pipe(
    sqs('q'),
    each(),
    handle(({ record }) => {
      seen.push([record.messageId, record.receiveCount])
    })
  )
  await invoking(f)(
    records(sqsRecord('1', '', { attributes: { ApproximateReceiveCount: '3' } }), sqsRecord('2', '', { attributes: {} }))
  )
  expect(seen).toEqual([
    ['1', 3],
    ['2', 1]
  ])
  log()
})

test('104 a stream is told the lowest position that failed, and what came after it runs again', async () => {
  const k = invoking(failing('12', '14')(pipe(kinesis('k'), each())))
  expect(await k(records(...['11', '12', '13', '14'].map((n) => kinesisRecord(n))))).toEqual(failures('12'))
  const d = invoking(failing('12')(pipe(dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'), each())))
  expect(await d(records(...['11', '12', '13'].map((n) => dynamoRecord(n))))).toEqual(failures('12'))
  log()
})

test('105 keys of S3 are form-decoded; one that is not so encoded fails its record, the original at hand', async () => {
  const seen: string[] = []
  const f = pipe(
    s3('bucket'),
    each(),
    handle(({ record }) => {
      seen.push(record.key)
    })
  )
  const e = (await failure(invoking(f)(records(s3Record('100%'), s3Record('a+b%2Bc%20d/%E7%8C%AB.jpg'))))) as BatchError
  expect([seen, e.failures.map((x) => x.index)]).toEqual([['a b+c d/猫.jpg'], [0]])
  log()
})

test('106 deletions and restorations without tag and size are accepted, the test event ignored', async () => {
  const f = pipe(
    s3('bucket'),
    handle(({ event }) => event.records.map((r) => [r.eventName, r.key, 'size' in r, 'eTag' in r]))
  )
  const removed = s3Record('a', { eventName: 'ObjectRemoved:Delete' }, { sequencer: '1' })
  const restored = s3Record('b', { eventName: 'ObjectRestore:Completed', glacierEventData: {} }, {})
  expect(await invoking(f)(records(removed, restored))).toEqual([
    ['ObjectRemoved:Delete', 'a', false, false],
    ['ObjectRestore:Completed', 'b', false, false]
  ])
  expect(await invoking(f)({ Event: 's3:TestEvent', Bucket: 'bucket' })).toBeUndefined()
})

test('108 a schedule whose detail is unexpected runs all the same', async () => {
  const f = pipe(
    schedule(rate(1, 'days')),
    handle(({ event }) => event.source)
  )
  for (const detail of [{}, null, 'x', [1], { a: { b: 1 } }, undefined])
    expect(await invoking(f)(busEvent({ detail }))).toBe('aws.events')
})

test('109 a WebSocket without a body, of an unknown route, or with a message that is no JSON is answered, and its connection kept', async () => {
  const f = pipe(
    websocket('$default'),
    handle(({ event }) => ok(`${event.routeKey} ${event.body}`))
  )
  expect(await invoking(f)(socketEvent('$disconnect', {}, { body: null }))).toMatchObject({
    statusCode: 200,
    body: '$disconnect null'
  })
  expect(await invoking(f)(socketEvent('elsewhere'))).toMatchObject({ statusCode: 200, body: 'elsewhere null' })
  const typed = pipe(websocket('$default'), message(t.type({ a: t.string })), noop)
  expect(await invoking(typed)(socketEvent('$default', {}, { body: 'no' }))).toMatchObject({ statusCode: 400 })
})

test('110 a gone connection is a value, and a broadcast goes on past it', async () => {
  const sent: string[] = []
  const management = override(managementApi, {
    post: async (_, id) => {
      if (id === 'dead') throw Object.assign(new Error('x'), { name: 'GoneException' })
      sent.push(id)
    },
    delete: async () => {},
    get: () => Promise.reject(new Error('x'))
  })
  let told: unknown
  const f = pipe(
    websocket('$default'),
    use(sockets),
    handle(async ({ sockets: s }) => {
      told = [await s.send('dead', 'x')(), await s.broadcast(['1', 'dead', '2'], 'x')()]
    })
  )
  await invoking(f, management)(socketEvent('$default'))
  const gone = { _tag: 'Disconnected', connectionId: 'dead' }
  expect([told, sent]).toEqual([
    [E.left(gone), E.right([gone])],
    ['1', '2']
  ])
})

test('112 a body of 256 KB, and text with half of a surrogate pair, arrive as they were sent', async () => {
  const seen: unknown[] = []
  const f = pipe(
    sqs('q'),
    each(),
    handle(({ record }) => {
      seen.push(record.body, record.attributes['x'])
    })
  )
  const texts = ['x'.repeat(262_144), '\ud800', 'a\udc00b', '😀', '\u0000']
  await invoking(f)(records(...texts.map((body, i) => sqsRecord(`${i}`, body, { attributes: { x: body } }))))
  expect(seen).toEqual(texts.flatMap((x) => [x, x]))
})
