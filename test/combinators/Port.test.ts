/** Ports: lazy, once a container, built on each other, replaced in tests. */
import { pipe } from 'fp-ts/lib/function.js'
import { cors } from '../../src/combinators/cors.js'
import { factsOf } from '../../src/combinators/Fact.js'
import { handle } from '../../src/combinators/Handler.js'
import { type AnyPort, override, port, portScope, portsOf, use } from '../../src/combinators/Port.js'
import { lambdas } from '../../src/router/lambdas.js'
import { get } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { quiet, replyTo } from '../laws/send.js'

const log = quiet()
const made: string[] = []
beforeEach(() => {
  made.length = 0
})

const env = port('env', {
  live: () => {
    made.push('env')
    return { table: 'todos' }
  }
})
const db = port('db', {
  uses: { env },
  live: ({ env }) => {
    made.push('db')
    return new Map([[env.table, 1]])
  }
})
const store = port('store', {
  uses: { db, settings: env },
  live: ({ db, settings }) => {
    made.push('store')
    return () => db.get(settings.table)
  }
})

const api = () =>
  service(
    'x',
    {},
    {
      a: pipe(
        get('/a'),
        use(store),
        handle(({ store }) => store() ?? 'none')
      ),
      b: pipe(
        get('/b'),
        cors(),
        use(env),
        use(db),
        handle(({ env, db }) => [env.table, db.size])
      ),
      c: pipe(
        get('/c'),
        handle(() => 'no ports')
      )
    }
  )
const call = (handlers: ReturnType<typeof lambdas>, path: 'a' | 'b' | 'c') =>
  replyTo(handlers[`api-${path}`] as never, httpEvent('rest', 'GET', `/${path}`, {}))

test('nothing is made when the program is defined, nor for a function that uses nothing', async () => {
  const handlers = lambdas(api())
  expect((await call(handlers, 'c')).body).toBe('no ports')
  expect(made).toEqual([])
})

test('a port and those it is built on are made once, on the first invocation that uses them, in order', async () => {
  const handlers = lambdas(api())
  expect((await call(handlers, 'a')).body).toBe(1)
  expect(made).toEqual(['env', 'db', 'store'])
  await Promise.all(Array.from({ length: 20 }, (_, i) => call(handlers, i % 2 === 0 ? 'a' : 'b')))
  expect(made).toEqual(['env', 'db', 'store'])
})

test('another container makes its own', async () => {
  await call(lambdas(api()), 'a')
  await call(lambdas(api()), 'a')
  expect(made).toEqual(['env', 'db', 'store', 'env', 'db', 'store'])
})

test('an override is used by handlers and by the ports built on it, and what it replaces is never made', async () => {
  const handlers = lambdas(api(), override(env, { table: 'other' }))
  expect((await call(handlers, 'b')).body).toEqual(['other', 1])
  expect(made).toEqual(['db'])
  expect(
    (
      await call(
        lambdas(
          api(),
          override(store, () => 7)
        ),
        'a'
      )
    ).body
  ).toBe(7)
  expect(made).toEqual(['db'])
})

test('an override of undefined is a value too', () => {
  expect(portScope([override(store as AnyPort, undefined)])(store)).toBeUndefined()
  expect(made).toEqual([])
})

test('of two overrides of one port the last counts', () => {
  expect(portScope([override(env, { table: 'a' }), override(env, { table: 'b' })])(env)).toEqual({ table: 'b' })
})

test('a live that throws fails the invocation, cors headers and all, and the next one tries again', async () => {
  let tries = 0
  const flaky = port('flaky', {
    live: () => {
      if (++tries < 3) throw new Error('canary')
      return tries
    }
  })
  const handlers = lambdas(
    service(
      'x',
      {},
      {
        a: pipe(
          get('/a'),
          cors(),
          use(flaky),
          handle(({ flaky }) => flaky)
        )
      }
    )
  )
  for (let i = 0; i < 2; i++) {
    const told = await call(handlers, 'a')
    expect(told).toMatchObject({ status: 500, headers: { 'access-control-allow-origin': '*' } })
    expect(JSON.stringify(told)).not.toContain('canary')
  }
  expect((await call(handlers, 'a')).body).toBe(3)
  expect((await call(handlers, 'a')).body).toBe(3)
  expect(log.lines().map((l) => l.includes('canary'))).toEqual([true, true])
})

test('a port whose dependency failed is not half made', () => {
  let fail = true
  const below = port('below', {
    live: () => {
      if (fail) throw new Error('no')
      return 1
    }
  })
  const above = port('above', { uses: { below }, live: ({ below }) => below + 1 })
  const live = portScope([])
  expect(() => live(above)).toThrow('no')
  fail = false
  expect(live(above)).toBe(2)
})

test('two ports of one key are two ports', () => {
  const [a, b] = [port('x', { live: () => 'a' }), port('x', { live: () => 'b' })]
  const live = portScope([override(a, 'A')])
  expect([live(a), live(b)]).toEqual(['A', 'b'])
})

test('what a port needs stands in the facts, and through it what those below it need', () => {
  const iam = [{ actions: ['dynamodb:GetItem'], resources: ['*'] }]
  const table = port('table', { live: () => 1, iam, environment: { TABLE: 't' } })
  const above = port('above', { uses: { table }, live: () => 2 })
  const [fact] = factsOf(pipe(get('/x'), use(above)).facts, 'Port')
  expect([...portsOf(fact?.port as AnyPort)].map((p) => p.needs)).toEqual([{}, { iam, environment: { TABLE: 't' } }])
  expect([...portsOf(store)].map((p) => p.key).sort()).toEqual(['db', 'env', 'store'])
})

test('an event that is no request makes no port', async () => {
  await lambdas(api())['api-a']?.({}, lambdaContext('a'))
  expect(made).toEqual([])
})
