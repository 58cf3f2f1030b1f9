/** Nothing of one invocation in another: a thousand at once over every gateway, each with a mark that nobody else may be told. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  authorize,
  body,
  bracket,
  cognitoUserPool,
  conflict,
  cors,
  errors,
  form,
  fromMiddy,
  get,
  type HasRequest,
  handle,
  headers,
  iam,
  type LambdaHandler,
  lambdas,
  managementApi,
  mapReply,
  message,
  notFound,
  ok,
  override,
  port,
  post,
  provide,
  put,
  query,
  service,
  setCookie,
  sockets,
  text,
  use,
  websocket,
  withHeader
} from '../../src/index.js'
import { type Format, formats } from '../../src/testing/format.js'
import { type HttpEventInput, httpEvent, lambdaContext } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { socketEvent } from '../events/support.js'
import { closed } from '../laws/send.js'

const log = watchLog()

/** Waits for some turns of the loop, so that a thousand of them are all under way at once, and end in another order than they began. */
const turns = async (n: number): Promise<void> => {
  for (let i = 0; i < n; i++) await new Promise((r) => setImmediate(r))
}

let begun = 0
let most = 0
const gate = port('gate', {
  live: () => ({
    enter: () => {
      most = Math.max(most, ++begun)
    },
    leave: () => void begun--
  })
})

/** Every combinator that holds something of its request. */
const web = flow(
  use(gate),
  cors({ allowOrigin: Array.from({ length: 7 }, (_, i) => `https://m${i}.example`) }),
  bracket(
    'timed',
    ({ gate }: { readonly gate: { readonly enter: () => void } }) => gate.enter(),
    (_begun, _ended) => undefined
  ),
  headers({ 'x-mark': t.string }),
  query({ mark: t.string, turns: t.string }),
  mapReply((r, { request }: HasRequest) => withHeader('x-seen', request.values('x-mark')[0] ?? '')(r)),
  provide('before', async ({ request }: HasRequest) => {
    await turns(Number(request.query['turns']) % 3)
    return request.query['mark'] ?? ''
  }),
  errors({ Odd: (e: { readonly mark: string }) => ({ status: 418, detail: e.mark }) })
)

interface Seen {
  readonly before: string
  readonly gate: { readonly leave: () => void }
  readonly headers: { readonly 'x-mark': string }
  readonly query: { readonly mark: string; readonly turns: string }
  readonly request: { readonly cookies: Readonly<Record<string, string>>; readonly path: string }
  readonly lambda: { readonly awsRequestId: string }
}

/** Looks at everything before and after some waiting, and ends in one of six ways. */
const ends = (marks: (c: never) => ReadonlyArray<string>) => async (c: Seen) => {
  const all = () => [
    c.before,
    c.headers['x-mark'],
    c.query.mark,
    c.request.cookies['mark'] ?? '',
    c.lambda.awsRequestId,
    ...marks(c as never)
  ]
  const first = all()
  await turns(Number(c.query.turns))
  c.gate.leave()
  const told = { first, second: all(), path: c.request.path }
  const { mark } = c.query
  switch (Number(c.query.turns) % 6) {
    case 0:
      return E.right(told)
    case 1:
      return E.right(pipe(ok(told), setCookie('mark', mark), withHeader('x-reply', mark)))
    case 2:
      return E.left(conflict(mark, { headers: { 'x-refused': mark } }))
    case 3:
      return E.left({ _tag: 'Odd' as const, mark })
    case 4:
      return E.left(notFound(JSON.stringify(told)))
    default:
      throw new Error(mark)
  }
}

const pool = cognitoUserPool({
  providerArns: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a'],
  claims: t.type({ sub: t.string })
})
// Its types are the business of other tests.
const everything = service(
  'marks',
  { group: 'service' },
  {
    json: closed(
      pipe(put('/json/{id}'), authorize(pool), web, body(t.type({ mark: t.string }))),
      ends((c: { body: { mark: string }; auth: { sub: string }; params: { id: string } }) => [
        c.body.mark,
        c.auth.sub,
        c.params.id
      ])
    ),
    signed: closed(
      pipe(get('/signed/{id}'), authorize(iam), web),
      ends((c: { auth: { userArn: string }; params: { id: string } }) => [c.auth.userArn, c.params.id])
    ),
    form: closed(
      pipe(post('/form/{id}/{rest+}'), web, form({ mark: t.string })),
      ends((c: { body: { mark: string }; params: { id: string; rest: string } }) => [c.body.mark, c.params.id, c.params.rest])
    ),
    text: closed(
      pipe(put('/text/{id}'), web, text()),
      ends((c: { body: string; params: { id: string } }) => [c.body, c.params.id])
    ),
    hosted: closed(
      pipe(get('/hosted/{id}'), web, fromMiddy({ before: () => turns(1), after: () => undefined })),
      ends((c: { params: { id: string } }) => [c.params.id])
    )
  }
)
type Name = 'json' | 'signed' | 'form' | 'text' | 'hosted'

const inputs: Readonly<Record<Name, (m: string) => readonly [string, string, HttpEventInput, object]>> = {
  json: (m) => ['PUT', '/json/{id}', { body: { mark: m } }, { claims: { sub: m } }],
  signed: (m) => ['GET', '/signed/{id}', {}, { iam: { userArn: m } }],
  form: (m) => [
    'POST',
    '/form/{id}/{rest+}',
    { body: `mark=${m}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    {}
  ],
  text: (m) => ['PUT', '/text/{id}', { body: m, headers: { 'content-type': 'text/plain' } }, {}],
  hosted: () => ['GET', '/hosted/{id}', {}, {}]
}
// What a gateway cannot verify, it lets nobody in for.
const routesOver: Readonly<Record<Format, ReadonlyArray<Name>>> = {
  rest: ['json', 'signed', 'form', 'text', 'hosted'],
  http: ['json', 'signed', 'form', 'text', 'hosted'],
  http1: ['json', 'signed', 'form', 'text', 'hosted'],
  functionUrl: ['signed', 'form', 'text', 'hosted'],
  alb: ['form', 'text', 'hosted'],
  albMultiValue: ['form', 'text', 'hosted']
}
const marksIn = (u: unknown): ReadonlyArray<string> => [...new Set(JSON.stringify(u).match(/mark-\d+-/g) ?? [])]

test.each(formats)(
  '88 over %s a thousand invocations that are under way at once share nothing, however each of them ends',
  async (format) => {
    const handler = lambdas(everything)['api'] as LambdaHandler
    const names = routesOver[format]
    begun = most = 0
    const sent = await Promise.all(
      Array.from({ length: 1000 }, async (_, i) => {
        const mark = `mark-${i}-`
        const [method, path, input, identity] = inputs[names[i % names.length] as Name](mark)
        const event = httpEvent(
          format,
          method,
          path,
          {
            ...input,
            params: { id: mark, rest: `${mark}/${mark}` },
            query: { mark, turns: `${i % 13}` },
            headers: { ...input.headers, 'x-mark': mark, cookie: `mark=${mark}`, origin: `https://m${i % 9}.example` }
          },
          identity
        )
        const result = await handler(event, { ...lambdaContext('api'), awsRequestId: mark })
        return { i, mark, result: result as { readonly statusCode: number } }
      })
    )
    // They were: more than half of them had begun before the first one ended.
    expect(most).toBeGreaterThan(500)
    for (const { i, mark, result } of sent) {
      expect(result.statusCode).toBe([200, 200, 409, 418, 404, 500][(i % 13) % 6])
      // Not a mark of another, and its own in what its middlewares added at least.
      expect(marksIn(result)).toEqual([mark])
      expect(JSON.stringify(result).includes(`https://m${i % 9}.example`)).toBe(i % 9 < 7)
      expect(JSON.stringify(result).match(/https:\/\/m\d\.example/g) ?? []).toHaveLength(i % 9 < 7 ? 1 : 0)
    }
    // Each line of the log tells of the invocation that it names.
    for (const line of log()) expect(marksIn(line)).toEqual([line.requestId])
  }
)

test('88 sockets send to the endpoint and the connection of their own invocation', async () => {
  const sent: string[] = []
  const management = {
    post: async (endpoint: string, id: string, data: unknown) => {
      await turns(2)
      sent.push(`${endpoint} ${id} ${String(data)}`)
    },
    delete: async () => {},
    get: () => Promise.reject(new Error('x'))
  }
  const say = pipe(
    websocket('$default'),
    message(t.type({ text: t.string })),
    use(sockets),
    handle(async ({ event, message: m, sockets: s }) => {
      await turns(Number(m.text.split('-')[1]) % 5)
      await s.send(event.connectionId, m.text)()
    })
  )
  const handler = lambdas(service('s', {}, { say }), override(managementApi, management as never))['say'] as LambdaHandler
  await Promise.all(
    Array.from({ length: 1000 }, (_, i) =>
      handler(
        socketEvent(
          '$default',
          { connectionId: `mark-${i}-`, domainName: `mark-${i}-.execute-api.eu-west-1.amazonaws.com` },
          { body: JSON.stringify({ text: `mark-${i}-` }) }
        ),
        lambdaContext('say')
      )
    )
  )
  expect(sent).toHaveLength(1000)
  for (const line of sent) expect(marksIn(line)).toHaveLength(1)
})
