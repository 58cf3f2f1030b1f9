/** The page about Chalice says what is so: its program runs, and every test that it names exists. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as quaich from '../../src/index.js'

const root = resolve(__dirname, '../..')
const page = readFileSync(join(root, 'docs/chalice.md'), 'utf8')
const cited = /^\[\w+\]\(\.\.\/(test\/[\w/.]+\.test\.ts)\): (.+?)(?: \(and (\d+) more\))?$/
// One row a statement; its last cell names one test or several, a line each.
const rows = [...page.matchAll(/^\| (\d+(?:\.\d+)?) \|.* \| (\[\w+\]\(\.\.\/test\/.*) \|$/gm)].flatMap(([, number, cell]) =>
  (cell as string).split('<br>').map((line) => {
    const [, file, name, more] = cited.exec(line) ?? []
    if (file === undefined || name === undefined) throw new Error(`row ${number}: ${line} names no test`)
    return { number: number as string, file, name, more: Number(more ?? 0) }
  })
)

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'")

// A name may begin with several numbers, those of the contract of faults too: '15.1 15.2 refused', '74 11.9 the policy'.
const numbersOf = (name: string): ReadonlyArray<string> =>
  (/^(?:\d+(?:\.\d+)?,? )+/.exec(name)?.[0] ?? '').split(/,? /).filter((n) => n.includes('.'))
const namesIn = (file: string): ReadonlyArray<string> =>
  [...textOf(file).matchAll(/\(\s*'(\d[^'\n]*)',/g)].map((m) => m[1] as string).filter((name) => numbersOf(name).length > 0)

const escaped = (s: string) => s.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')

test('the page has a row for every statement that has a test', () => {
  const tested = ['test/chalice', 'test/events']
    .flatMap((folder) => readdirSync(join(root, folder)).map((f) => `${folder}/${f}`))
    .filter((f) => f.endsWith('.test.ts'))
    .flatMap(namesIn)
    .flatMap(numbersOf)
  expect([...new Set(tested)].filter((n) => !rows.some((r) => r.number === n))).toEqual([])
  expect(rows.length).toBeGreaterThan(140)
})

test('every statement of sections 1 to 20 has a row', () => {
  const statements = [9, 10, 9, 9, 7, 7, 5, 9, 7, 6, 9, 5, 5, 2, 5, 1, 10, 9, 10, 8]
  const all = statements.flatMap((count, i) => Array.from({ length: count }, (_, j) => `${i + 1}.${j + 1}`))
  expect(all.filter((n) => !rows.some((r) => r.number === n))).toEqual([])
})

test.each(rows)('$number is held by $file: $name', ({ number, file, name, more }) => {
  expect(textOf(file)).toMatch(new RegExp(`(?<!describe|describe\\.each)\\(\\s*(['"\`])${escaped(name)}\\1,`))
  // Where tests carry the number, the page says how many there are in that file.
  const names = namesIn(file).filter((n) => numbersOf(n).includes(number))
  if (names.includes(name)) expect(names.length).toBe(1 + more)
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
