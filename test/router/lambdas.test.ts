/** A service as Lambda handlers: names, failures, and warm containers. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { authorizer } from '../../src/combinators/Authorizer.js'
import { authorize } from '../../src/combinators/authorize.js'
import { allow, deny } from '../../src/combinators/Grant.js'
import { handle } from '../../src/combinators/Handler.js'
import { chaliceErrorBody, notFound, unauthorized } from '../../src/combinators/HttpError.js'
import { lambda } from '../../src/events/lambda.js'
import { lambdas } from '../../src/router/lambdas.js'
import { get, post } from '../../src/router/Route.js'
import { type AnyService, service } from '../../src/router/service.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { closed, quiet, replyTo } from '../laws/send.js'

const log = quiet()
const run = (s: AnyService, name: string, event: unknown) =>
  (lambdas(s)[name] as (e: unknown, c: unknown) => Promise<unknown>)(event, lambdaContext(name))

test('every function of the service is a handler of that name, of two parameters at most', () => {
  const api = service(
    'x',
    {},
    {
      a: closed(get('/a'), () => 1),
      job: pipe(
        lambda(),
        handle(() => 1)
      )
    }
  )
  const handlers = lambdas(api)
  expect(Object.keys(handlers)).toEqual(['api-a', 'job'])
  for (const h of Object.values(handlers)) expect(h.length).toBeLessThanOrEqual(2)
})

describe('plain functions', () => {
  const inc = pipe(
    lambda(t.type({ n: t.number })),
    handle(({ event }) => ({ n: event.n + 1 }))
  )
  const raw = pipe(
    lambda(),
    handle(({ event }) => event)
  )
  test('the result is what the function gave, the event what the caller sent', async () => {
    expect(await run(service('x', {}, { inc }), 'inc', { n: 1 })).toEqual({ n: 2 })
    expect(await run(service('x', {}, { raw }), 'raw', 'anything')).toBe('anything')
  })
  test('an event that the codec refuses fails the invocation, without its values', async () => {
    await expect(run(service('x', {}, { inc }), 'inc', { n: 'canary' })).rejects.toThrow(
      'the event is not as declared: [{"path":"n","expected":"number"}]'
    )
    expect(log.lines().join()).not.toContain('canary')
  })
  test.each<[string, () => unknown, string]>([
    [
      'a throw',
      () => {
        throw new Error('boom')
      },
      'boom'
    ],
    [
      'a rejection',
      async () => {
        throw new Error('boom')
      },
      'boom'
    ],
    [
      'throw undefined',
      () => {
        throw undefined
      },
      'the handler threw undefined'
    ],
    ['a tagged failure', () => E.left({ _tag: 'Broken' }), "job failed with 'Broken'"],
    ['a refusal', () => notFound('no x'), 'job failed: no x']
  ])('%s fails the invocation, and is logged', async (_, f, message) => {
    const job = pipe(lambda(), handle(f as () => number))
    await expect(run(service('x', {}, { job }), 'job', {})).rejects.toThrow(message)
    expect(log.lines()).toHaveLength(1)
  })
})

describe('authorizers', () => {
  const key = authorizer({ context: t.type({ role: t.string }) })
  const secret = pipe(
    get('/secret'),
    authorize(key),
    handle(({ auth }) => auth)
  )
  const other = closed(get('/other'), () => 1)
  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/secret'
  const guard = pipe(
    key,
    handle(({ token, authType }) => {
      if (token === 'throw') throw new Error('boom')
      return token === 'good' ? allow(`ada by ${authType}`, { routes: [secret], context: { role: 'admin' } }) : deny
    })
  )
  const api = service('x', {}, { key, guard, secret, other })
  const ask = (authorizationToken: unknown, arn: unknown = methodArn) =>
    run(api, 'guard', { type: 'TOKEN', authorizationToken, methodArn: arn })

  test('a grant is a policy of the routes that were granted, with the context', async () => {
    expect(await ask('good')).toEqual({
      principalId: 'ada by TOKEN',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: ['arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/secret']
          }
        ]
      },
      context: { role: 'admin' }
    })
  })
  test('a denial is an explicit Deny', async () => {
    expect(await ask('bad')).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny', Resource: ['arn:aws:execute-api:eu-west-1:123456789012:abc/dev/*'] }] },
      context: {}
    })
  })
  test.each<[string, unknown, unknown]>([
    ['a throw', 'throw', methodArn],
    ['no token', undefined, methodArn],
    ['a token that is no text', 7, methodArn],
    ['no ARN', 'good', undefined],
    ['the ARN of something else', 'good', 'arn:aws:lambda:eu-west-1:1:function:f']
  ])('%s is Unauthorized, never a policy', async (_, token, arn) => {
    await expect(run(api, 'guard', { type: 'TOKEN', authorizationToken: token, methodArn: arn })).rejects.toThrow(
      /^Unauthorized$/
    )
  })
  test.each([undefined, null, 'x', 7, []])('an event %j is Unauthorized', async (event) => {
    await expect(run(api, 'guard', event)).rejects.toThrow(/^Unauthorized$/)
  })
  test('what it hands on, its routes read back', async () => {
    const event = httpEvent('rest', 'GET', '/secret', {}, { context: { principalId: 'ada', role: 'admin' } })
    expect((await replyTo(lambdas(api)['api-secret'] as never, event)).body).toEqual({ principalId: 'ada', role: 'admin' })
  })
})

describe('settings', () => {
  const fails = closed(get('/fails'), () => {
    throw new Error('canary')
  })
  const refuses = closed(get('/refuses'), () => unauthorized())
  const call = (settings: Parameters<typeof service>[1], path: '/fails' | '/refuses') =>
    replyTo(
      lambdas(service('x', settings, { fails, refuses }))[`api-${path.slice(1)}`] as never,
      httpEvent('rest', 'GET', path, {})
    )

  test('errorBody tells refusals', async () => {
    expect((await call({ errorBody: chaliceErrorBody }, '/refuses')).body).toMatchObject({ Code: 'UnauthorizedError' })
  })
  test('debug shows the cause of a failure, and without it nobody sees it', async () => {
    expect(JSON.stringify((await call({ debug: true }, '/fails')).body)).toContain('Error: canary')
    expect(JSON.stringify((await call({}, '/fails')).body)).not.toContain('canary')
  })
  test('an errorBody that throws, or answers nonsense, is still one reply', async () => {
    expect(
      (
        await call(
          {
            errorBody: () => {
              throw new Error('canary')
            }
          },
          '/fails'
        )
      ).status
    ).toBe(500)
    expect((await call({ errorBody: () => ({}) as never }, '/refuses')).status).toBe(500)
  })
  test('with debug, a cause that has no text is still one reply', async () => {
    const odd = closed(get('/fails'), () => {
      throw Object.create(null)
    })
    const handler = lambdas(service('x', { debug: true }, { odd }))['api-fails']
    expect((await replyTo(handler as never, httpEvent('rest', 'GET', '/fails', {}))).status).toBe(500)
  })
  test('a log that throws costs no reply', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => {
      throw new Error('disk full')
    })
    expect((await call({}, '/fails')).status).toBe(500)
  })
})

test('a thousand interleaved invocations of one handler never see each other', async () => {
  const echo = closed(
    post('/x/{id}'),
    async ({
      params,
      request
    }: {
      params: { id: string }
      request: { headers: Record<string, string>; query: Record<string, string>; identity: { claims?: { sub?: string } } }
    }) => {
      await new Promise((f) => setTimeout(f, (Number(params.id) * 7) % 5))
      return { id: params.id, h: request.headers['x-id'], q: request.query['q'], sub: request.identity.claims?.sub }
    }
  )
  const handler = lambdas(service('x', {}, { echo }))['api-x-id'] as never
  const ids = Array.from({ length: 1000 }, (_, i) => String(i))
  const replies = await Promise.all(
    ids.map((id, i) =>
      replyTo(
        handler,
        httpEvent(
          i % 2 ? 'rest' : 'http',
          'POST',
          '/x/{id}',
          { params: { id }, headers: { 'x-id': id }, query: { q: id } },
          { claims: { sub: id } }
        )
      )
    )
  )
  expect(replies.map((r) => r.body)).toEqual(ids.map((id) => ({ id, h: id, q: id, sub: id })))
})
