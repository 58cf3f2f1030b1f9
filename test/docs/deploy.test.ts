/** The page about deployment says what is so: its tests exist, its settings are those of the source, its part can be included. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import { serverless } from '../../src/deploy/index.js'
import { get, handle, service } from '../../src/index.js'

const root = resolve(__dirname, '../..')
const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8')
const section = (title: string) => page.split(new RegExp(`^## ${title}$`, 'm'))[1]?.split(/^## /m)[0] ?? ''

// ---- the tests that it names

interface Named {
  readonly number: string
  readonly file: string
  readonly name: string
}

const points = section('Point by point')
const [covered = '', uncovered = ''] = points.split('Not covered, and why')
const rows = covered.match(/^\| \d+ \|.*$/gm) ?? []
const named = rows.flatMap((row): ReadonlyArray<Named> => {
  const [, number = '', , , tests = ''] = row.split(/ ?\| ?/)
  return tests.split('<br>').map((test) => {
    const [, file = '', name = ''] = /^\[\w+\]\(\.\.\/(test\/[\w/.]+)\): (.+)$/.exec(test) ?? []
    return { number, file, name }
  })
})

const escaped = (s: string) => s.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')

test('every point of the contract has a row, covered or not', () => {
  const numbers = [...points.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap((m) => (m[1] as string).split(', ').map(Number))
  expect(numbers).toEqual(expect.arrayContaining(Array.from({ length: 22 }, (_, i) => i + 1)))
  expect(uncovered).toMatch(/^\| 22 \|/m)
})

test('every row names tests', () => {
  expect(rows.length).toBeGreaterThan(40)
  expect(named.filter(({ file, name }) => file === '' || name === '')).toEqual([])
})

test.each(named)('$number: $file has the test $name', ({ file, name }) => {
  const text = readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'")
  expect(text).toMatch(new RegExp(`(?<!describe|describe\\.each)\\(\\s*(['"\`])${escaped(name)}\\1,`))
})

// ---- settings

const keysOf = (file: string, name: string): ReadonlyArray<string> => {
  const text = readFileSync(join(root, file), 'utf8')
  const body = text.split(new RegExp(`^export interface ${name}\\b[^{]*\\{`, 'm'))[1]?.split(/^\}/m)[0] ?? ''
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((m) => m[1] as string)
}
const tableOf = (title: string) =>
  [...(section('Settings').split(`### ${title}\n`)[1]?.split('### ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map((m) => m[1])

test.each([
  ['Of functions', 'src/combinators/functionSettings.ts', 'FunctionSettings', 20],
  ['Of the service', 'src/router/Settings.ts', 'Settings', 17]
])('the table "%s" has every key of %s', (title, file, name, atLeast) => {
  const keys = keysOf(file, name)
  expect(keys.length).toBeGreaterThanOrEqual(atLeast)
  expect(tableOf(title)).toEqual(keys)
})

// ---- the part that one's own file includes

test('the part that the page includes has all that it names', () => {
  const sentence = pipe(
    get('/hello'),
    handle(() => 1)
  )
  const file = serverless(service('s1', { params: { default: { A: 'x' } } }, { sentence }))
  const included = [...page.matchAll(/\$\{file\(\.\/quaich\.yml\):(\w+)\}/g)].map((m) => m[1])
  expect(new Set(included)).toEqual(new Set(Object.keys(file)))
})
