/** What the tests beside this file share: a request through a Lambda handler as a REST API sends it, and the log that must stay empty. */
import type { Identity, LambdaHandler } from '../../src/index.js'
import { type HttpEventInput, httpEvent, lambdaContext } from '../../src/testing/index.js'

/** A Lambda result as a REST API takes it. */
export interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>
  readonly body: string
  readonly isBase64Encoded: boolean
}

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly at: string
  readonly requestId: string
  readonly stack?: string
}

export type Changes = Readonly<Record<string, unknown>>

/** The event that a REST API sends, with some of its keys changed; `undefined` takes a key away. */
export const restEvent = (
  method: string,
  route: string,
  input: HttpEventInput = {},
  changes: Changes = {},
  identity: Identity = {}
): object =>
  Object.fromEntries(
    Object.entries({ ...httpEvent('rest', method, route, input, identity), ...changes }).filter(([, v]) => v !== undefined)
  )

/** One event through a handler. */
export const deliver = (handler: LambdaHandler, event: unknown): Promise<Answer> =>
  handler(event, lambdaContext('api')) as Promise<Answer>

/** One request through a handler, over a REST API. */
export const send = (
  handler: LambdaHandler,
  method: string,
  route: string,
  input?: HttpEventInput,
  changes?: Changes,
  identity?: Identity
) => deliver(handler, restEvent(method, route, input, changes, identity))

/** An event of a load balancer. */
export const albEvent = (method: string, path: string, changes: Changes = {}): object => ({
  requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/b' } },
  httpMethod: method,
  path,
  queryStringParameters: {},
  headers: { host: 'lb.example' },
  body: '',
  isBase64Encoded: false,
  ...changes
})

/** An event of a function URL. */
export const functionUrlEvent = (method: string, path: string): object => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: {},
  requestContext: {
    domainName: 'abc.lambda-url.eu-west-1.on.aws',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'quaich' },
    routeKey: '$default',
    stage: '$default'
  },
  isBase64Encoded: false
})

/** A refusal's body as it goes over the wire. */
export const problemText = (
  status: number,
  title: string,
  code: string,
  detail?: string,
  errors?: ReadonlyArray<object>
): string => JSON.stringify({ type: 'about:blank', title, status, code, detail, errors })

/** The body of every defect. */
export const fixed500 = problemText(500, 'Internal Server Error', 'InternalServerError')

/** What a definition says is wrong: each fault's place and problem. */
export const faultsIn = (define: () => unknown): ReadonlyArray<string> => {
  try {
    define()
  } catch (e) {
    return (e as { readonly faults: ReadonlyArray<{ readonly place: string; readonly problem: string }> }).faults.map(
      (f) => `${f.place}: ${f.problem}`
    )
  }
  return []
}

/** Silences the error log. The function it gives takes what was logged since; what no test takes fails the test. */
export const watchLog = (): (() => ReadonlyArray<LogLine>) => {
  let spy: jest.SpyInstance
  const take = (): ReadonlyArray<LogLine> => {
    const lines = spy.mock.calls.map((c) => JSON.parse(String(c[0])) as LogLine)
    spy.mockClear()
    return lines
  }
  beforeEach(() => {
    spy = jest.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterEach(() => {
    const left = take()
    spy.mockRestore()
    expect(left).toEqual([])
  })
  return take
}
