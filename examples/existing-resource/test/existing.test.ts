/** One resource as the Lambda handler that it is, and the project's own file, which names it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { events, lambdaContext } from 'quaich/testing'
import { parse } from 'yaml'
import { handler } from '../src/stock.js'

interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const ask = async (method: string, sku: string, o: { readonly body?: string; readonly headers?: Record<string, string> } = {}) =>
  (await handler(
    events.http('rest', method, '/stock/{sku}', { params: { sku }, ...o }) as never,
    lambdaContext('stock')
  )) as Answer

const headers = { 'content-type': 'application/json' }

test('the methods of the path are one handler: reading, writing, refusals as problems', async () => {
  expect(await ask('GET', 'cup')).toMatchObject({ statusCode: 200, body: '{"pieces":3}' })
  expect(await ask('PUT', 'pot', { headers, body: '{"pieces":7}' })).toMatchObject({ statusCode: 200 })
  expect(await ask('GET', 'pot')).toMatchObject({ body: '{"pieces":7}' })
  expect(await ask('GET', 'fork')).toMatchObject({ statusCode: 404, body: expect.stringContaining('no article fork') })
  expect(await ask('PUT', 'pot', { headers, body: '{"pieces":"many"}' })).toMatchObject({ statusCode: 422 })
})

test('what ANY hands on is answered by it: 405 with Allow, HEAD, and the preflight', async () => {
  const del = await ask('DELETE', 'cup')
  expect([del.statusCode, JSON.stringify(del)]).toEqual([405, expect.stringMatching(/allow":\[?"GET, HEAD, PUT/i)])
  expect(await ask('HEAD', 'cup')).toMatchObject({ statusCode: 200, body: '' })
  const origin = 'https://warehouse.example'
  const asked = { origin, 'access-control-request-method': 'PUT' }
  expect(JSON.stringify(await ask('OPTIONS', 'cup', { headers: asked }))).toContain(`"${origin}"`)
})

test('serverless.yml is the project’s own, and names what its own bundling writes', () => {
  const dir = join(__dirname, '..')
  const file = parse(readFileSync(join(dir, 'serverless.yml'), 'utf8')) as {
    readonly functions: Readonly<
      Record<string, { readonly handler: string; readonly package: { readonly patterns: ReadonlyArray<string> } }>
    >
  }
  const built = [...readFileSync(join(dir, 'build.mjs'), 'utf8').matchAll(/'(\w+\/index)': '([\w/.]+)'/g)]
  expect(built.map(([, , source]) => existsSync(join(dir, source as string)))).toEqual([true, true])
  expect(
    Object.values(file.functions)
      .map((f) => f.handler)
      .sort()
  ).toEqual(built.map(([, out]) => `build/${out}.handler`).sort())
  expect(file.functions['stock']).toMatchObject({ events: [{ http: 'ANY /stock/{sku}' }] })
})
