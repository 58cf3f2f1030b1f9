/** Any middy middleware as a combinator: hooks, early responses and onError mean what they mean in middy. */
import httpCors from '@middy/http-cors'
import httpErrorHandler from '@middy/http-error-handler'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { bracket } from '../../src/combinators/bracket.js'
import { fromMiddy } from '../../src/combinators/fromMiddy.js'
import { handle } from '../../src/combinators/Handler.js'
import { notFound } from '../../src/combinators/HttpError.js'
import { mapReply } from '../../src/combinators/mapReply.js'
import { override, port, use } from '../../src/combinators/Port.js'
import { withHeader } from '../../src/combinators/Reply.js'
import { serverless } from '../../src/deploy/index.js'
import { lambda } from '../../src/events/lambda.js'
import { managementApi, sockets } from '../../src/events/sockets.js'
import { websocket } from '../../src/events/websocket.js'
import { lambdas } from '../../src/router/lambdas.js'
import { get, post } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { service } from '../../src/router/service.js'
import { lambdaContext } from '../../src/testing/index.js'
import { quiet, send, sendTo } from '../laws/send.js'
import { typed } from './bodies.js'

const log = quiet()
interface Request {
  event: Record<string, unknown>
  context: Record<string, unknown>
  response?: { statusCode: number; headers: Record<string, string>; body: string }
  error?: { message: string; statusCode?: number } | null
}

describe.each(['rest', 'http'] as const)('%s', (gateway) => {
  test('before and after run around the handler, inside what stands before it and outside what stands behind', async () => {
    const trace: string[] = []
    const noted = <const N extends string>(n: N) =>
      bracket(
        n,
        () => {
          trace.push(`begin ${n}`)
        },
        () => {
          trace.push(`end ${n}`)
        }
      )
    const mw = fromMiddy({
      before: () => {
        trace.push('before')
      },
      after: () => {
        trace.push('after')
      }
    })
    await send(
      pipe(
        get('/x'),
        noted('a'),
        mw,
        noted('b'),
        handle(() => {
          trace.push('handler')
          return 1
        })
      ),
      { gateway }
    )
    expect(trace).toEqual(['begin a', 'before', 'begin b', 'handler', 'end b', 'after', 'end a'])
  })

  test('it sees the event and the Lambda result, and what it makes of the result is the reply', async () => {
    const after = (r: Request) => {
      expect(r.event['requestContext']).toBeDefined()
      expect(r.response).toMatchObject({ statusCode: 200, body: '{"a":1}' })
      ;(r.response as { headers: Record<string, string> }).headers['X-Mw'] = '1'
    }
    expect(
      await send(
        pipe(
          get('/x'),
          fromMiddy({ after }),
          handle(() => ({ a: 1 }))
        ),
        { gateway }
      )
    ).toMatchObject({ status: 200, headers: { 'x-mw': '1' }, body: { a: 1 } })
  })

  test('an early response is the reply, and neither handler nor what stands inside runs', async () => {
    const inside = jest.fn(() => 1)
    const early = fromMiddy({ before: () => ({ statusCode: 429, headers: { 'Retry-After': '3' }, body: 'slow' }) })
    const route = pipe(get('/x'), mapReply(withHeader('x-out', '1')), early, bracket('b', inside, inside), handle(inside))
    expect(await send(route, { gateway })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3', 'x-out': '1' },
      body: 'slow'
    })
    expect(inside).not.toHaveBeenCalled()
  })

  test('a refusal from inside reaches onError with its status and message, and passes where nobody answers', async () => {
    const seen: unknown[] = []
    const onError = (r: Request) => {
      seen.push([r.error?.statusCode, r.error?.message, r.response])
    }
    const told = await send(
      pipe(
        get('/x'),
        fromMiddy({ onError }),
        handle(() => E.left(notFound('no x')))
      ),
      { gateway }
    )
    expect(told).toMatchObject({ status: 404, body: { code: 'NotFound', detail: 'no x' } })
    expect(seen).toEqual([[404, 'no x', undefined]])
  })

  test('what onError answers is told in the left channel', async () => {
    const ended: string[] = []
    const onError = (r: Request) => {
      r.response = { statusCode: 410, headers: {}, body: 'gone' }
    }
    const route = pipe(
      get('/x'),
      bracket(
        'b',
        () => 0,
        (_, e) => {
          ended.push(e._tag)
        }
      ),
      fromMiddy({ onError }),
      handle(() => E.left(notFound()))
    )
    expect(await send(route, { gateway })).toMatchObject({ status: 410, body: 'gone' })
    expect(ended).toEqual(['Left'])
  })

  test('what a before adds to the context, the handler finds under lambda; functions of the context stay', async () => {
    const mw = fromMiddy({
      before: (r: { context: { secret?: string } }) => {
        r.context.secret = 's'
      }
    })
    const route = pipe(
      get('/x'),
      mw,
      handle(({ lambda }) => [lambda.secret, lambda.getRemainingTimeInMillis(), lambda.functionName])
    )
    expect((await send(route, { gateway })).body).toEqual(['s', 3000, 'f'])
  })

  test('nested middlewares run like an onion, and each sees what the outer one added', async () => {
    const trace: string[] = []
    const mw = (n: string) =>
      fromMiddy({
        before: (r: Request) => {
          trace.push(`${n} sees ${r.context['a'] ?? '-'}`)
          r.context[n] = n
        },
        after: () => {
          trace.push(`${n} after`)
        }
      })
    await send(
      pipe(
        get('/x'),
        mw('a'),
        mw('b'),
        handle(() => 1)
      ),
      { gateway }
    )
    expect(trace).toEqual(['a sees -', 'b sees a', 'b after', 'a after'])
  })

  test('@middy/http-cors works as it does in middy, on successes', async () => {
    const route = pipe(
      get('/x'),
      fromMiddy(httpCors({ origin: 'https://a.example' })),
      handle(() => 1)
    )
    expect((await send(route, { gateway })).headers['access-control-allow-origin']).toBe('https://a.example')
  })

  test('@middy/http-error-handler tells refusals as text', async () => {
    const logged: unknown[] = []
    const route = pipe(
      get('/x'),
      fromMiddy(
        httpErrorHandler({
          logger: (e: unknown) => {
            logged.push(e)
          }
        })
      ),
      handle(() => E.left(notFound('no x')))
    )
    expect(await send(route, { gateway })).toMatchObject({ status: 404, headers: { 'content-type': 'text/plain' }, body: 'no x' })
    expect(logged).toHaveLength(1)
  })

  test('of a defect it tells nothing, the cause is kept for brackets outside', async () => {
    const boom = new Error('canary')
    const causes: unknown[] = []
    const outside = bracket(
      'b',
      () => 0,
      (_, e) => {
        causes.push(e._tag === 'Left' && e.left.cause)
      }
    )
    const route = pipe(
      get('/x'),
      outside,
      fromMiddy(httpErrorHandler({ logger: false })),
      handle((): string => {
        throw boom
      })
    )
    const told = await send(route, { gateway })
    expect(told.status).toBe(500)
    expect(JSON.stringify(told)).not.toContain('canary')
    expect(causes).toEqual([boom])
    expect(log.lines().join()).toContain('canary')
  })
})

test('@middy/http-json-body-parser refuses what is no JSON before the handler runs', async () => {
  const handler = jest.fn(() => 1)
  const route = pipe(post('/x'), fromMiddy(httpJsonBodyParser()), handle(handler))
  expect((await send(route, typed('application/json', '{"a":1}'))).status).toBe(200)
  expect((await send(route, typed('application/json', '{'))).status).toBe(422)
  expect((await send(route, typed('text/plain', '{}'))).status).toBe(415)
  expect(handler).toHaveBeenCalledTimes(1)
})

test.each<[string, object]>([
  [
    'before',
    {
      before: () => {
        throw new Error('canary')
      }
    }
  ],
  [
    'after',
    {
      after: () => {
        throw new Error('canary')
      }
    }
  ],
  [
    'before, with nothing',
    {
      before: () => {
        throw undefined
      }
    }
  ],
  [
    'onError',
    {
      before: () => {
        throw new Error('first')
      },
      onError: () => {
        throw new Error('canary')
      }
    }
  ]
])('a %s that throws is the fixed 500', async (_, mw) => {
  const told = await send(
    pipe(
      get('/x'),
      mapReply(withHeader('x-out', '1')),
      fromMiddy(mw),
      handle(() => 1)
    )
  )
  expect(told).toMatchObject({ status: 500, headers: { 'x-out': '1' } })
  expect(JSON.stringify(told)).not.toContain('canary')
})

test('a plain Lambda is hosted too: its event, its result, its failures', async () => {
  const trace: unknown[] = []
  const mw = fromMiddy({
    before: (r: Request) => {
      trace.push(r.event)
    },
    after: (r: Request) => {
      trace.push(r.response)
    },
    onError: (r: Request) => {
      trace.push(r.error?.message)
    }
  })
  const inc = pipe(
    lambda(t.type({ n: t.number })),
    mw,
    handle(({ event }) => (event.n > 9 ? E.left({ _tag: 'TooMuch' }) : event.n + 1))
  )
  const handlers = lambdas(service('x', {}, { inc }))
  expect(await handlers['inc']?.({ n: 1 }, lambdaContext('inc'))).toBe(2)
  await expect(handlers['inc']?.({ n: 10 }, lambdaContext('inc'))).rejects.toThrow('TooMuch')
  expect(trace).toEqual([{ n: 1 }, 2, { n: 10 }, 'refused'])
})

test('concurrent invocations of one handler never see each other', async () => {
  const mw = fromMiddy({
    before: async (r: Request) => {
      r.context['id'] = (r.event['headers'] as { id: string }).id
      await new Promise((f) => setTimeout(f, Math.random() * 5))
    }
  })
  const route = pipe(
    get('/x'),
    mw,
    handle(({ lambda, request }) => [(lambda as unknown as { id: string }).id, request.headers['id']])
  )
  const handler = resource(route)
  const replies = await Promise.all(Array.from({ length: 200 }, (_, i) => sendTo(handler, route, { headers: { id: i } })))
  expect(replies.map((r) => r.body)).toEqual(replies.map((_, i) => [String(i), String(i)]))
})

test('what it needs from AWS stands in the facts', () => {
  const needs = { iam: [{ actions: ['ssm:GetParameter'], resources: ['*'] }], environment: { A: '1' } }
  expect(fromMiddy({}, needs)(get('/x')).facts[1]).toEqual({ _tag: 'Middy', needs, uses: {} })
})

describe('made of ports', () => {
  const lines = port('lines', { live: (): string[] => [], environment: { LINES: '1' } })
  const noting = fromMiddy(
    ({ lines }) => ({ after: (r: { response: unknown }) => void lines.push(JSON.stringify(r.response)) }),
    {
      uses: { lines },
      environment: { NOTED: '1' }
    }
  )
  const plain = pipe(
    lambda(),
    noting,
    use(lines),
    handle(({ lines }) => lines.length)
  )

  test('it is made once, on the first invocation, of the values that the handler gets', async () => {
    const made = jest.fn(({ lines }: { readonly lines: string[] }) => ({ before: () => void lines.push('before') }))
    const f = pipe(
      lambda(),
      fromMiddy(made, { uses: { lines } }),
      use(lines),
      handle(({ lines }) => [...lines])
    )
    const handlers = lambdas(service('x', {}, { f }))
    expect(made).not.toHaveBeenCalled()
    expect(await handlers['f']?.({}, lambdaContext('f'))).toEqual(['before'])
    expect(await handlers['f']?.({}, lambdaContext('f'))).toEqual(['before', 'before'])
    expect(made).toHaveBeenCalledTimes(1)
  })

  test('an override reaches it, even where no stack uses the port itself', async () => {
    const kept: string[] = []
    const f = pipe(
      lambda(),
      noting,
      handle(() => 7)
    )
    const handlers = lambdas(service('x', {}, { f }), override(lines, kept))
    await handlers['f']?.({}, lambdaContext('f'))
    expect(kept).toEqual(['7'])
  })

  test('if making it fails, that invocation fails, and the next one tries again', async () => {
    let attempts = 0
    const f = pipe(
      lambda(),
      fromMiddy(() => {
        attempts += 1
        if (attempts === 1) throw new Error('not yet')
        return { before: () => {} }
      }),
      handle(() => 'well')
    )
    const handlers = lambdas(service('x', {}, { f }))
    await expect(handlers['f']?.({}, lambdaContext('f'))).rejects.toThrow('not yet')
    expect(await handlers['f']?.({}, lambdaContext('f'))).toBe('well')
  })

  test('of a port that differs from invocation to invocation, it is made anew for each', async () => {
    const api = { postToConnection: () => {}, deleteConnection: () => {}, getConnection: () => {} } as never
    const seen: unknown[] = []
    const f = pipe(
      websocket('say'),
      fromMiddy(({ sockets }) => ({ before: () => void seen.push(sockets) }), { uses: { sockets } }),
      handle(() => undefined)
    )
    const handlers = lambdas(service('x', {}, { f }), override(managementApi, api))
    const event = {
      requestContext: { connectionId: 'c', routeKey: 'say', eventType: 'MESSAGE', domainName: 'd', stage: 's' },
      body: '{}'
    }
    await handlers['f']?.(event, lambdaContext('f'))
    await handlers['f']?.(event, lambdaContext('f'))
    expect([seen.length, new Set(seen).size]).toEqual([2, 2])
    expect(seen[0]).toHaveProperty('broadcast')
  })

  test('what its ports need is needed by the function, as what it needs itself', () => {
    const { functions } = serverless(service('x', {}, { plain })) as { readonly functions: object }
    expect(functions).toMatchObject({ plain: { environment: { LINES: '1', NOTED: '1' } } })
  })
})

describe('several in one list', () => {
  test('run in their order around the handler, and share what is internal', async () => {
    const trace: string[] = []
    const first = {
      before: (r: { internal: Record<string, unknown> }) => {
        r.internal['key'] = 'of the first'
      },
      after: () => void trace.push('after first')
    }
    const second = {
      before: (r: { internal: Record<string, unknown> }) => void trace.push(`before second: ${r.internal['key']}`),
      after: () => void trace.push('after second')
    }
    const f = pipe(
      lambda(),
      fromMiddy([first, second]),
      handle(() => void trace.push('handler'))
    )
    await lambdas(service('x', {}, { f }))['f']?.({}, lambdaContext('f'))
    expect(trace).toEqual(['before second: of the first', 'handler', 'after second', 'after first'])
  })
})
