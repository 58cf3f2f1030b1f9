/** Refusals that say the same to every request are printed once, and answer as if they were printed for each. */
import { pipe } from 'fp-ts/lib/function.js'
import { cors } from '../../src/combinators/cors.js'
import { handle } from '../../src/combinators/Handler.js'
import { chaliceErrorBody, type ErrorBody, problem } from '../../src/combinators/HttpError.js'
import { type LambdaHandler, service } from '../../src/index.js'
import { lambdas } from '../../src/router/lambdas.js'
import { get, post } from '../../src/router/Route.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'

const context = lambdaContext('refusing')

const shared = [
  undefined,
  cors(),
  cors({ allowOrigin: ['https://app.example', 'https://other.example'], allowCredentials: true })
]

const serviceOf = (policy: (typeof shared)[number], settings: { readonly errorBody?: ErrorBody; readonly debug?: boolean }) => {
  const one = policy === undefined ? get('/x/{id}') : pipe(get('/x/{id}'), policy)
  const other = policy === undefined ? post('/y') : pipe(post('/y'), policy)
  const declarations = {
    one: pipe(
      one,
      handle(() => 1)
    ),
    other: pipe(
      other,
      handle(() => 2)
    )
  }
  return lambdas(service('refusing', { group: 'service', ...settings }, declarations))['api'] as LambdaHandler
}

const headers = { origin: 'https://app.example', accept: 'text/html' }
const malformed = {
  ...httpEvent('rest', 'GET', '/nowhere', { headers }),
  resource: '/{proxy+}',
  path: '/x/%E0%A4%A',
  pathParameters: { proxy: 'x/%E0%A4%A' }
}
const requests = (['rest', 'http', 'http1', 'functionUrl', 'alb', 'albMultiValue'] as const).flatMap((format) =>
  ['GET', 'HEAD', 'DELETE', 'PURGE'].flatMap((method) =>
    ['/nowhere/at/all', '/x/1', '/y'].map(
      (path) => [`${format} ${method} ${path}`, httpEvent(format, method, path, { headers })] as const
    )
  )
)
const refused = [...requests, ['rest GET, a malformed path', malformed] as const]

// Not the built-in one, so that it is asked for every request.
const asked: ErrorBody = (e) => problem(e)

describe.each(shared.map((policy, i) => [['no policy', 'one for all', 'two origins'][i], policy] as const))('%s', (_, policy) => {
  const ahead = serviceOf(policy, {})
  const anew = serviceOf(policy, { errorBody: asked })

  test.each(refused)('%s', async (__, event) => {
    const expected = JSON.stringify(await anew(structuredClone(event), context))
    // The first time it is printed, the second time it has been.
    for (let i = 0; i < 2; i++) expect(JSON.stringify(await ahead(structuredClone(event), context))).toBe(expected)
  })
})

test('they are these', async () => {
  const answers = await Promise.all([
    ...['/nowhere', '/x/1', '/y'].map((path) => serviceOf(undefined, {})(httpEvent('rest', 'DELETE', path, {}), context)),
    serviceOf(undefined, {})(malformed, context)
  ])
  expect(answers.map((a) => [(a as { readonly statusCode: number }).statusCode, (a as { readonly body: string }).body])).toEqual([
    [404, '{"type":"about:blank","title":"Not Found","status":404,"code":"NotFound"}'],
    [
      405,
      '{"type":"about:blank","title":"Method Not Allowed","status":405,"code":"MethodNotAllowed","detail":"/x/{id} answers GET, HEAD, OPTIONS"}'
    ],
    [
      405,
      '{"type":"about:blank","title":"Method Not Allowed","status":405,"code":"MethodNotAllowed","detail":"/y answers POST, OPTIONS"}'
    ],
    [
      400,
      '{"type":"about:blank","title":"Bad Request","status":400,"code":"BadRequest","detail":"The path has a malformed percent-escape"}'
    ]
  ])
})

test('headers are of one reply alone: what is done to them is not seen in the next', async () => {
  const f = serviceOf(undefined, {})
  for (const path of ['/nowhere', '/y']) {
    const event = () => httpEvent('rest', 'DELETE', path, {})
    const first = (await f(event(), context)) as { headers: Record<string, string> }
    const before = JSON.stringify(first)
    first.headers['x-mine'] = '1'
    delete first.headers['content-type']
    expect(JSON.stringify(await f(event(), context))).toBe(before)
  }
})

test('each reply is shared with the origin of its own request', async () => {
  const f = serviceOf(shared[2], {})
  const origins = ['https://other.example', 'https://app.example', undefined, 'https://evil.example', 'https://other.example']
  const seen: unknown[] = []
  for (const origin of origins) {
    const given = origin === undefined ? {} : { headers: { origin } }
    const { headers } = (await f(httpEvent('rest', 'GET', '/nowhere', given), context)) as { headers: Record<string, string> }
    seen.push(headers['access-control-allow-origin'])
  }
  expect(seen).toEqual(['https://other.example', 'https://app.example', undefined, undefined, 'https://other.example'])
})

test.each([
  ['/nowhere', 'GET', 404],
  ['/y', 'GET', 405]
])(
  'an errorBody of one’s own is asked for every request, each time about an error of its own: %s',
  async (path, method, status) => {
    const errors: unknown[] = []
    const f = serviceOf(undefined, {
      errorBody: (e) => {
        errors.push(e)
        return chaliceErrorBody(e)
      }
    })
    for (let i = 0; i < 3; i++)
      expect(await f(httpEvent('rest', method, path, {}), context)).toMatchObject({
        statusCode: status,
        body: expect.stringContaining('Code')
      })
    expect(new Set(errors).size).toBe(3)
  }
)

test('with debug they say the same', async () => {
  const event = () => httpEvent('rest', 'GET', '/nowhere', {})
  expect(await serviceOf(undefined, { debug: true })(event(), context)).toEqual(await serviceOf(undefined, {})(event(), context))
})

test('nothing is logged', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation()
  try {
    for (const [, event] of refused) await serviceOf(undefined, {})(event, context)
    expect(log).not.toHaveBeenCalled()
  } finally {
    log.mockRestore()
  }
})
