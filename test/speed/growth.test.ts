/** Work grows with the number of routes, and no faster: blocks of code that run are counted, and no clock is looked at. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(__dirname, '../..')
const sizes = [50, 100, 200, 400]

interface Counted {
  readonly made: number
  readonly steps: number
}

const counted = async (contents: string): Promise<ReadonlyArray<Counted>> => {
  const folder = mkdtempSync(join(tmpdir(), 'quaich-growth-'))
  try {
    await build({
      stdin: { contents, resolveDir: root, sourcefile: 'work.ts', loader: 'ts' },
      outfile: join(folder, 'work.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent'
    })
    const told = execFileSync(
      process.execPath,
      ['--no-opt', '--no-maglev', '--no-sparkplug', join(__dirname, 'work.cjs'), join(folder, 'work.js'), ...sizes.map(String)],
      {
        encoding: 'utf8'
      }
    )
    return JSON.parse(told)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// What is done once, whatever the size, and what the first time alone does, are no growth.
const growth = (all: ReadonlyArray<Counted>): number => {
  const [, a, b, c] = all.map(({ steps }) => steps) as [number, number, number, number]
  return (c - b) / (b - a)
}

const routes = `
  import * as t from 'io-ts'
  import { pipe } from 'fp-ts/lib/function.js'
  import { body, cors, errors, get, handle, post, query, service } from './src/index.ts'
  const Thing = t.type({ title: t.string, amount: t.number })
  const many = (n, settings = {}) => service('many', settings, Object.fromEntries(Array.from({ length: n }, (_, i) => ['r' + i, i % 2 === 0
    ? pipe(get('/r' + i + '/{owner}/things/{thing}'), query({ page: t.string }), handle(({ params, query }) => ({ ...params, ...query })))
    : pipe(post('/r' + i + '/{owner}/things'), cors({ allowOrigin: ['https://a.example', 'https://b.example'] }), body(Thing), errors({ Taken: 409 }), handle(({ body }) => body))])))`

test.each([
  ['resource', 'rest'],
  ['service', 'http']
])(
  'twice as many routes are twice the work to check and to write, by %s, at a %s API',
  async (group, gateway) => {
    const all = await counted(`${routes}
    import { check } from './src/deploy/check.ts'
    import { serverless } from './src/deploy/serverless.ts'
    import { printYaml } from './src/deploy/yaml.ts'
    export const work = (n) => {
      const api = many(n, { group: '${group}', gateway: '${gateway}' })
      return printYaml(serverless(api)).length + check(api).faults.length
    }`)
    // It was made: the file grows with the routes.
    expect((all[3]?.made ?? 0) / (all[2]?.made ?? 1)).toBeGreaterThan(1.8)
    expect(growth(all)).toBeGreaterThan(1.8)
    expect(growth(all)).toBeLessThan(2.2)
  },
  60_000
)

test('twice as many routes are no more work for a request', async () => {
  const all = await counted(`${routes}
    import { textMatcher } from './src/router/match.ts'
    const tables = new Map([${sizes}].map((n) => [n, textMatcher(new Map(Array.from({ length: n }, (_, i) => ['/r' + i + '/{owner}/things/{thing}', i])))]))
    for (const [n, match] of tables) match('/r' + (n - 1) + '/a/things/b', true)
    export const work = (n) => tables.get(n)('/r' + (n - 1) + '/a/things/b', true).target`)
  expect(all.map(({ made }) => made)).toEqual(sizes.map((n) => n - 1))
  expect(all[3]?.steps).toBe(all[1]?.steps)
}, 60_000)

test('what takes the square of its size is found', async () => {
  const all = await counted(
    'export const work = (n) => { const seen = []; for (let i = 0; i < n; i++) if (!seen.includes(i)) seen.push(i); return n }'
  )
  expect(growth(all)).toBeGreaterThan(3)
}, 60_000)
