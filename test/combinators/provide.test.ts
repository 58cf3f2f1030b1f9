/** The user's own middleware: a key more, or a refusal. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { handle } from '../../src/combinators/Handler.js'
import { type refuse, unauthorized } from '../../src/combinators/HttpError.js'
import { provide } from '../../src/combinators/provide.js'
import { created } from '../../src/combinators/Reply.js'
import type { HasRequest } from '../../src/combinators/Request.js'
import { get } from '../../src/router/Route.js'
import { quiet, send } from '../laws/send.js'

const log = quiet()

test.each<[string, () => unknown]>([
  ['a value', () => 7],
  ['a Promise', async () => 7],
  ['a Right', () => E.right(7)],
  ['a TaskEither', () => TE.right(7)]
])('what it gives as %s, the handler has under its key', async (_, f) => {
  const route = pipe(
    get('/x'),
    provide('n', f as () => number),
    handle(({ n }) => ({ n }))
  )
  expect((await send(route)).body).toEqual({ n: 7 })
})

test('a later one reads what an earlier one gave', async () => {
  const route = pipe(
    get('/x'),
    provide('a', ({ request }: HasRequest) => Number(request.query['a'])),
    provide('b', ({ a }: { readonly a: number }) => a * 2),
    handle(({ a, b }) => [a, b])
  )
  expect((await send(route, { query: { a: 3 } })).body).toEqual([3, 6])
})

test.each<[string, () => E.Either<ReturnType<typeof refuse>, number> | TE.TaskEither<ReturnType<typeof refuse>, number>]>([
  ['at once', () => E.left(unauthorized())],
  ['later', () => TE.left(unauthorized())]
])('a refusal %s is the reply, and the handler is not called', async (_, f) => {
  const handler = jest.fn(() => 1)
  const route = pipe(get('/x'), provide('n', f as () => E.Either<ReturnType<typeof refuse>, number>), handle(handler))
  expect(await send(route)).toMatchObject({ status: 401, body: { code: 'Unauthorized' } })
  expect(handler).not.toHaveBeenCalled()
})

test('any reply may be a refusal: a replayed 201 too', async () => {
  const route = pipe(
    get('/x'),
    provide('n', () => E.left(created({ id: '1' }))),
    handle(() => 1)
  )
  expect(await send(route)).toMatchObject({ status: 201, body: { id: '1' } })
})

test.each<[string, () => number]>([
  [
    'throws',
    () => {
      throw Object.assign(new Error('SELECT * FROM secrets'), { statusCode: 404, expose: true, headers: { 'x-leak': '1' } })
    }
  ],
  [
    'throws nothing',
    () => {
      throw undefined
    }
  ]
])('one that %s is the fixed 500, of which nothing is copied, and its cause is logged', async (_, f) => {
  const reply = await send(
    pipe(
      get('/x'),
      provide('n', f),
      handle(() => 1)
    )
  )
  expect(reply).toMatchObject({
    status: 500,
    body: { type: 'about:blank', title: 'Internal Server Error', status: 500, code: 'InternalServerError' }
  })
  expect(JSON.stringify([reply.headers, reply.body])).not.toMatch(/SELECT|x-leak/)
  expect(log.lines()).toHaveLength(1)
})
