/** Begin and end of an invocation: exactly once, however it ended. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { bracket } from '../../src/combinators/bracket.js'
import { cors } from '../../src/combinators/cors.js'
import { handle } from '../../src/combinators/Handler.js'
import { notFound, unauthorized } from '../../src/combinators/HttpError.js'
import { provide } from '../../src/combinators/provide.js'
import { ok } from '../../src/combinators/Reply.js'
import { get } from '../../src/router/Route.js'
import { holds } from '../laws/holds.js'
import { closed, type Layer, quiet, send, stacked } from '../laws/send.js'

const log = quiet()

const endings: ReadonlyArray<readonly [string, () => unknown, number]> = [
  ['a value', () => 1, 200],
  ['a promise', async () => ok(1), 200],
  ['a refusal', () => E.left(notFound()), 404],
  ['an asynchronous refusal', async () => E.left(notFound()), 404],
  [
    'a throw',
    () => {
      throw new Error('boom')
    },
    500
  ],
  [
    'throw undefined',
    () => {
      throw undefined
    },
    500
  ],
  [
    'a rejection',
    async () => {
      throw new Error('boom')
    },
    500
  ],
  ['nonsense', () => undefined, 500]
]

test.each(endings)('after %s it ends once, with the value it began with and how it ended', async (_, f, status) => {
  const seen: unknown[] = []
  const route = pipe(
    get('/x'),
    bracket(
      'tx',
      () => 'begun',
      (tx, ended) => {
        seen.push([tx, ended._tag === 'Right' ? ended.right.status : ended.left.status])
      }
    ),
    handle(f as () => number)
  )
  expect((await send(route)).status).toBe(status)
  expect(seen).toEqual([['begun', status]])
})

test('brackets of any number, synchronous or not, begin in order and end in reverse, each exactly once, in every outcome', async () => {
  const outcome = fc.constantFrom(...endings)
  const brackets = fc.array(
    fc.record({
      begin: fc.constantFrom('sync', 'async', 'refuses', 'throws'),
      end: fc.constantFrom('sync', 'async', 'throws', 'rejects')
    }),
    { minLength: 1, maxLength: 5 }
  )
  await holds(
    fc.asyncProperty(brackets, outcome, async (bs, [, f]) => {
      const trace: string[] = []
      const layers = bs.map(({ begin, end }, i) =>
        bracket(
          `b${i}`,
          (): never => {
            if (begin === 'throws') throw new Error('begin')
            if (begin === 'refuses') return E.left(unauthorized()) as never
            trace.push(`begin ${i}`)
            return (begin === 'async' ? Promise.resolve(i) : i) as never
          },
          (value) => {
            trace.push(`end ${value}`)
            if (end === 'throws') throw new Error('end')
            return end === 'rejects' ? Promise.reject(new Error('end')) : end === 'async' ? Promise.resolve() : undefined
          }
        )
      ) as unknown as ReadonlyArray<Layer>
      await send(closed(stacked(layers)(get('/x')), f))
      const stop = bs.findIndex((b) => b.begin === 'refuses' || b.begin === 'throws')
      const entered = Array.from({ length: stop === -1 ? bs.length : stop }, (_, i) => i)
      expect(trace).toEqual([...entered.map((i) => `begin ${i}`), ...entered.toReversed().map((i) => `end ${i}`)])
    })
  )
})

test('what stands inside and refuses is seen; what stands outside is not', async () => {
  const seen: string[] = []
  const noted = bracket(
    'b',
    () => 0,
    (_, ended) => {
      seen.push(ended._tag)
    }
  )
  const refuses = provide('n', () => E.left(unauthorized()))
  expect(
    (
      await send(
        pipe(
          get('/x'),
          noted,
          refuses,
          handle(() => 1)
        )
      )
    ).status
  ).toBe(401)
  expect(
    (
      await send(
        pipe(
          get('/x'),
          refuses,
          noted,
          handle(() => 1)
        )
      )
    ).status
  ).toBe(401)
  expect(seen).toEqual(['Left'])
})

test('the cause of a defect is at hand, and the reply does not have it', async () => {
  const causes: unknown[] = []
  const boom = new Error('canary')
  const route = pipe(
    get('/x'),
    bracket(
      'b',
      () => 0,
      (_, ended) => {
        causes.push(ended._tag === 'Left' && ended.left.cause)
      }
    ),
    handle((): string => {
      throw boom
    })
  )
  expect(JSON.stringify(await send(route))).not.toContain('canary')
  expect(causes).toEqual([boom])
})

test('what the end gives back is ignored', async () => {
  const route = pipe(
    get('/x'),
    bracket(
      'b',
      () => 0,
      () => ok('mine')
    ),
    handle(() => 'yours')
  )
  expect((await send(route)).body).toBe('yours')
})

test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('end')
    }
  ],
  ['rejects', () => Promise.reject(new Error('end'))]
])('an end that %s fails the invocation, which still has its cors headers', async (_, end) => {
  const route = pipe(
    get('/x'),
    cors(),
    bracket('b', () => 0, end),
    handle(() => 1)
  )
  expect(await send(route)).toMatchObject({ status: 500, headers: { 'access-control-allow-origin': '*' } })
  expect(log.lines().join()).toContain('Error: end')
})
