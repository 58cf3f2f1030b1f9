/** Requests that are generated for a declaration of a service reach it, whatever stands beside it. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { any, get, handle, params, post, put, service } from '../../../src/index.js'
import { type AnyRequest, arbitraries, checkService, client } from '../../../src/testing/index.js'

const beside = {
  any: pipe(
    any('/files/{path+}'),
    handle(() => 'any')
  ),
  get: pipe(
    get('/files/{path+}'),
    handle(() => 'get')
  ),
  put: pipe(
    put('/files/{path+}'),
    handle(() => 'put')
  ),
  one: pipe(
    post('/files/{name}'),
    handle(() => 'one')
  ),
  count: pipe(
    get('/files/count'),
    handle(() => 'count')
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
        expect([r.method, r.params, (await c.exchange(r)).reply.body]).toEqual([r.method, r.params, name])
  }
)

test('what no request can reach is told, and untried', async () => {
  const shadowed = pipe(
    get('/files/{name}'),
    params({ name: t.literal('count') }),
    handle(() => 'shadowed')
  )
  const files = service('files', {}, { shadowed, count: beside.count })
  expect(() => arbitraries(files)).toThrow(
    'requests to GET /files/{name} (shadowed) reach another route in all but a few of 1000 cases'
  )
  const { untried } = await checkService(files, { seed: 42, runs: 5 })
  expect(new Set(untried.map((u) => u.declaration))).toEqual(new Set(['shadowed']))
})
