/** Replies shaped on their way out: both channels, the outermost last, the cause kept. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body } from '../../src/combinators/body.js'
import { bracket } from '../../src/combinators/bracket.js'
import { handle } from '../../src/combinators/Handler.js'
import { chaliceErrorBody, notFound } from '../../src/combinators/HttpError.js'
import { mapReply } from '../../src/combinators/mapReply.js'
import { type AnyReply, ok, reply, withHeader } from '../../src/combinators/Reply.js'
import type { HasRequest } from '../../src/combinators/Request.js'
import { lambdas } from '../../src/router/lambdas.js'
import { get, post } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { httpEvent } from '../../src/testing/index.js'
import { holds } from '../laws/holds.js'
import { closed, type Layer, quiet, replyTo, send, stacked } from '../laws/send.js'

const log = quiet()
const boom = new Error('canary')
const endings: ReadonlyArray<readonly [string, () => unknown, number]> = [
  ['a value', () => 1, 200],
  ['a reply', async () => reply(201, 1), 201],
  ['a refusal', () => E.left(notFound()), 404],
  ['a reply in the left channel', () => E.left(reply(402, 'pay')), 402],
  [
    'a throw',
    () => {
      throw boom
    },
    500
  ],
  ['a rejection', () => Promise.reject(boom), 500]
]

test.each(endings)('%s is mapped', async (_, f, status) => {
  const route = pipe(get('/x'), mapReply(withHeader('x-version', '2')), handle(f as () => number))
  expect(await send(route)).toMatchObject({ status, headers: { 'x-version': '2' } })
})

test('the outermost has the last word, for any stack and outcome, synchronous or not', async () => {
  await holds(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...endings),
      async (asyncs, [, f, status]) => {
        const layers = asyncs.map((late, i) =>
          mapReply((r) => {
            const mapped = withHeader('x-seen', `${r.headers['x-seen'] ?? ''}${i}`)(withHeader('x-last', String(i))(r))
            return late ? Promise.resolve(mapped) : mapped
          })
        ) as unknown as ReadonlyArray<Layer>
        const { status: told, headers } = await send(closed(stacked(layers)(get('/x')), f))
        expect([told, headers['x-last'], headers['x-seen']]).toEqual([
          status,
          '0',
          asyncs
            .map((_, i) => i)
            .toReversed()
            .join('')
        ])
      }
    )
  )
})

test('it sees refusals of what stands inside it, with the body the service tells them with', async () => {
  const seen: AnyReply[] = []
  const noted = mapReply((r) => {
    seen.push(r)
    return r
  })
  const api = service(
    'x',
    { errorBody: chaliceErrorBody },
    {
      add: pipe(
        post('/x'),
        noted,
        body(t.number),
        handle(() => 1)
      )
    }
  )
  const told = await replyTo(
    lambdas(api)['api-x'] as never,
    httpEvent('rest', 'POST', '/x', { body: 'x', headers: { 'content-type': 'text/plain' } })
  )
  expect(told).toMatchObject({ status: 415, body: { Code: 'UnsupportedMediaType' } })
  expect(seen.map((r) => r.status)).toEqual([415])
})

test('it reads the context, request and all', async () => {
  const route = pipe(
    get('/x'),
    mapReply((r, { request }: HasRequest) => withHeader('x-path', request.path)(r)),
    handle(() => 1)
  )
  expect((await send(route)).headers['x-path']).toBe('/x')
})

test('the cause is kept whatever the function returns: brackets outside have it, the log has it, the reply does not', async () => {
  const causes: unknown[] = []
  const outside = bracket(
    'b',
    () => 0,
    (_, ended) => {
      causes.push(ended._tag, ended._tag === 'Left' && ended.left.cause)
    }
  )
  const route = pipe(
    get('/x'),
    flow(
      outside,
      mapReply(() => reply(500, 'sorry'))
    ),
    handle((): string => {
      throw boom
    })
  )
  const told = await send(route)
  expect(told).toMatchObject({ status: 500, body: 'sorry' })
  expect(causes).toEqual(['Left', boom])
  expect(JSON.stringify(told)).not.toContain('canary')
  expect(log.lines().join()).toContain('Error: canary')
})

test.each<[string, () => AnyReply | Promise<AnyReply>]>([
  [
    'throws',
    () => {
      throw boom
    }
  ],
  ['rejects', () => Promise.reject(boom)],
  ['returns no reply', () => ({ status: 200 }) as AnyReply]
])('a function that %s is a 500, which the ones outside still see', async (_, f) => {
  const route = pipe(
    get('/x'),
    mapReply(withHeader('x-version', '2')),
    mapReply(f),
    handle(() => 1)
  )
  expect(await send(route)).toMatchObject({ status: 500, headers: { 'x-version': '2' } })
})

test('with debug on, the cause is shown through it as well', async () => {
  const api = service(
    'x',
    { debug: true },
    {
      fails: pipe(
        get('/x'),
        mapReply((r) => r),
        handle((): string => {
          throw boom
        })
      )
    }
  )
  const told = await replyTo(lambdas(api)['api-x'] as never, httpEvent('rest', 'GET', '/x', {}))
  expect(JSON.stringify(told.body)).toContain('canary')
})

test('one constant reply serves many invocations unchanged', async () => {
  const constant = ok({ a: 1 })
  const route = pipe(
    get('/x'),
    mapReply(withHeader('x-version', '2')),
    handle(() => constant)
  )
  await Promise.all(Array.from({ length: 20 }, () => send(route)))
  expect(constant).toEqual(ok({ a: 1 }))
})
