/** The page about Chalice says what is so: its program runs, and every test that it names exists. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as quaich from '../../src/index.js'

const page = readFileSync(resolve(__dirname, '../../docs/chalice.md'), 'utf8')
const rows = [
  ...page.matchAll(/^\| (\d+\.\d+) \|.*\| \[\w+\]\(\.\.\/test\/chalice\/(\w+\.test\.ts)\): (.+?)(?: \(and (\d+) more\))? \|$/gm)
].map((m) => ({
  number: m[1] as string,
  file: m[2] as string,
  name: m[3] as string,
  more: Number(m[4] ?? 0)
}))
const namesIn = (file: string): ReadonlyArray<string> =>
  [...readFileSync(join(__dirname, file), 'utf8').matchAll(/'(\d+\.\d+(?:, \d+\.\d+)* [^'\n]*)'/g)].map((m) => m[1] as string)
const numbered = (names: ReadonlyArray<string>, n: string) =>
  names.filter((name) => name.startsWith(`${n} `) || name.startsWith(`${n}, `))

test('the page has a row for every statement that has a test', () => {
  const tested = readdirSync(__dirname)
    .filter((f) => f.endsWith('.test.ts'))
    .flatMap((f) => namesIn(f))
    .map((name) => name.split(/,? /)[0] as string)
  expect(new Set(rows.map((r) => r.number))).toEqual(new Set(tested))
  expect(rows.length).toBeGreaterThan(90)
})

test.each(rows)('$number is held by the tests that the page names', ({ number, file, name, more }) => {
  const names = numbered(namesIn(file), number)
  expect(names).toContain(name)
  expect(names.length).toBe(1 + more)
})

test('the program of the page runs', async () => {
  const code = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((m) => m[1] as string).join('\n')
  const imports = code.match(/^import .*$/gm) ?? []
  const rest = code.replaceAll(/^import .*$/gm, '').replaceAll(/^export /gm, '')
  const scratch = mkdtempSync(join(__dirname, '.page-'))
  try {
    writeFileSync(join(scratch, 'page.ts'), `${imports.join('\n')}\nexport const run = async () => {\n${rest}\nreturn api\n}\n`)
    const api = await (require(join(scratch, 'page.ts')) as { readonly run: () => Promise<quaich.AnyService> }).run()
    expect(api.functions.map((f) => f.name)).toEqual(['api-v1-todos-id', 'api-v1-todos', 'keeper', 'count'])
  } finally {
    rmSync(scratch, { recursive: true })
  }
})

test('every name of ours in the page is exported', () => {
  const table = page.slice(page.indexOf('## Names'), page.indexOf('## One program'))
  const called = [...table.matchAll(/`([a-z][A-Za-z]+)\(/g)].map((m) => m[1] as string)
  const known = new Set(['pipe', ...Object.keys(quaich)])
  expect(called.filter((name) => !known.has(name))).toEqual([])
  expect(called.length).toBeGreaterThan(30)
})
