/** A part that quaich writes, in a file of one's own: what is included is there, and what is beside it is what it was. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, serverless } from 'quaich/deploy'
import { client } from 'quaich/testing'
import { parse } from 'yaml'
import { shop } from '../src/service.js'

const dir = join(__dirname, '..')
const own = readFileSync(join(dir, 'serverless.yml'), 'utf8')
const part = serverless(shop)
const at = (path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], part)

const included = [...own.matchAll(/\$\{file\(\.\/quaich\.yml\):([\w.-]+)\}/g)].map((m) => m[1] as string)

test('all that the own file includes stands in the part, and all of the part is included', () => {
  expect(included.filter((path) => at(path) === undefined)).toEqual([])
  expect(included).toEqual(expect.arrayContaining(Object.keys(part)))
})

test('the function that was written by hand has its file, its own package and its own role', () => {
  const file = parse(own) as {
    readonly functions: readonly [string, { readonly nightly: { readonly handler: string } }]
    readonly resources: readonly [string, { readonly Resources: object }]
  }
  const [, { nightly }] = file.functions
  expect(nightly).toMatchObject({ role: { 'Fn::GetAtt': ['NightlyRole', 'Arn'] }, package: { patterns: ['hand/**'] } })
  expect(existsSync(join(dir, nightly.handler.replace(/\.handler$/, '.cjs')))).toBe(true)
  expect(JSON.stringify(file.resources[1].Resources)).toContain(`/aws/lambda/${part['service']}-\${sls:stage}-nightly:*`)
})

test('it reads a variable of the part, and the routes beside it read the same', async () => {
  const variables = process.env
  process.env = { ...variables, OFFER: at('functions.api-teas.environment.OFFER') as string }
  try {
    const { handler } = require('../hand/nightly.cjs') as {
      readonly handler: (event: { readonly time: string }) => Promise<string>
    }
    expect(await handler({ time: '2026-01-02T03:00:00Z' })).toBe('2026-01-02: 2 teas')
    const c = client(shop)
    expect(await c.get('/teas/{name}', { params: { name: 'oolong' } })).toEqual({ name: 'oolong', pence: 580 })
    expect((await c.get('/teas/{name}', { params: { name: 'none' } }).reply).status).toBe(404)
  } finally {
    process.env = variables
  }
})

test('the part can be deployed, without a warning', () => {
  // As many as osls 4.3.1 packaged, without the five of the function beside it.
  expect(check(shop)).toEqual({ faults: [], warnings: [], resources: 20 })
})
