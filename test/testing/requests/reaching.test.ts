/** Requests that are generated for a declaration of a service reach it, whatever stands beside it. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  any,
  body,
  type Declaration,
  get,
  handle,
  type Method,
  ok,
  params,
  post,
  put,
  rawBody,
  returns,
  route,
  service
} from '../../../src/index.js'
import { type AnyRequest, arbitraries, checkService, client, neverFails, requests } from '../../../src/testing/index.js'

// HEAD has no body to tell it.
const told = (name: string) => ok(name, { 'x-route': name })

const beside = {
  any: pipe(
    any('/files/{path+}'),
    handle(() => told('any'))
  ),
  get: pipe(
    get('/files/{path+}'),
    handle(() => told('get'))
  ),
  put: pipe(
    put('/files/{path+}'),
    handle(() => told('put'))
  ),
  one: pipe(
    post('/files/{name}'),
    handle(() => told('one'))
  ),
  count: pipe(
    get('/files/count'),
    handle(() => told('count'))
  )
}

test.each(['rest', 'http'] as const)(
  'a %s API: what another route has by name, or by a nearer path, is left to it',
  async (gateway) => {
    const files = service('files', { gateway }, beside)
    const all = arbitraries(files)
    const c = client(files)
    for (const name of ['any', 'get', 'put', 'one', 'count'] as const)
      for (const r of fc.sample(all[name].valid as fc.Arbitrary<AnyRequest>, { seed: 42, numRuns: 50 }))
        expect([r.method, r.params, (await c.exchange(r)).reply.headers['x-route']]).toEqual([r.method, r.params, name])
  }
)

test('what no request can reach has no generators, and is untried', async () => {
  const shadowed = pipe(
    get('/files/{name}'),
    params({ name: t.literal('count') }),
    handle(() => 'shadowed')
  )
  const files = service('files', {}, { shadowed, count: beside.count })
  expect(Object.keys(arbitraries(files))).toEqual(['count'])
  const { untried } = await checkService(files, { seed: 42, runs: 5 })
  expect(new Set(untried.map((u) => u.declaration))).toEqual(new Set(['shadowed']))
  expect(untried[0]?.because).toContain(
    'requests to GET /files/{name} (shadowed) reach another route in all but a few of 1000 cases'
  )
})

describe('beside a route that has methods by name', () => {
  const rest = (...named: readonly [Method, ...Method[]]) =>
    pipe(
      route(named, '/x'),
      handle(() => 'by name')
    )
  const whatever = pipe(
    any('/x'),
    handle(({ method }) => ok('any', { 'x-method': method }))
  )
  const methodsOf = (a: fc.Arbitrary<AnyRequest>) => new Set(fc.sample(a, { seed: 42, numRuns: 100 }).map((r) => r.method))

  test('any gets what is left, be it HEAD alone', async () => {
    const named = rest('GET', 'POST', 'PUT', 'PATCH', 'DELETE')
    const api = service('x', {}, { whatever, named })
    expect(methodsOf(arbitraries(api).whatever.valid as fc.Arbitrary<AnyRequest>)).toEqual(new Set(['HEAD']))
    const { untried } = await checkService(api, { seed: 42, runs: 10 })
    expect(untried).toEqual([])
  })

  test('where nothing is left it has no generators, and is untried', async () => {
    const api = service('x', {}, { whatever, named: rest('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE') })
    expect(Object.keys(arbitraries(api))).toEqual(['named'])
    const { untried } = await neverFails(api, { seed: 42, runs: 5 })
    expect(untried).toEqual([
      {
        law: 'neverFails',
        declaration: 'whatever',
        because: expect.stringContaining(
          'requests to ANY /x (whatever) are none: other routes of its path have their methods by name'
        )
      }
    ])
  })

  test('HEAD alone is nothing for a route that reads a body', () => {
    const reads = pipe(
      any('/x'),
      body(t.type({ name: t.string })),
      handle(({ body }) => body.name)
    )
    expect(Object.keys(arbitraries(service('x', {}, { reads, named: rest('GET', 'POST', 'PUT', 'PATCH', 'DELETE') })))).toEqual([
      'named'
    ])
  })
})

test('HEAD is among the requests of any, without a body, and its reply is not asked for one', async () => {
  const reads = pipe(
    any('/x'),
    rawBody(),
    returns({ 200: t.type({ length: t.number }) }),
    handle(({ body }) => ({ length: body.length }))
  )
  const api = service('x', {}, { reads })
  const heads = fc
    .sample(requests(api.declarations[0] as Declaration), { seed: 42, numRuns: 100 })
    .filter((r) => r.method === 'HEAD')
  expect(heads.length).toBeGreaterThan(5)
  expect(heads.flatMap((r) => r.body ?? r.rawBody ?? [])).toEqual([])
  expect((await checkService(api, { seed: 42, runs: 30 })).untried).toEqual([])
})

test('a handler of any method that cannot take HEAD is found', async () => {
  const cats = pipe(
    any('/cats'),
    handle(({ method }) => {
      if (method === 'HEAD') throw new Error('no HEAD')
      return 'Tom'
    })
  )
  await expect(neverFails(service('cats', {}, { cats }), { seed: 42 })).rejects.toThrow(
    'curl -i --head "$API"\'/cats\'\n  expected: a reply below 500'
  )
})
