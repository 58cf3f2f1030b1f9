/** The page of faults says what is so: every row has tests, every test that it names exists, and every test of a row is on it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { namesTest } from '../docs/names.js'

const root = resolve(__dirname, '../..')
const page = readFileSync(join(root, 'docs/faults.md'), 'utf8')

interface Row {
  readonly number: string
  readonly file: string
  readonly name: string
}

const lines = page.match(/^\| \d+ \|.*$/gm) ?? []
const rows = lines.flatMap((line): ReadonlyArray<Row> => {
  const [, number = '', , , tests = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
  return tests.split('<br>').map((test) => {
    const [, file = '', name = ''] = /^\[[\w.]+\]\(\.\.\/(test\/[\w/.]+\.ts)\): (.+)$/.exec(test) ?? []
    return { number, file, name }
  })
})

// How many rows each section of the checklist has, and all of them: what is taken away must be taken away here, too.
test('every row of the checklist is on the page, once', () => {
  const sections = page.split(/^## /m).slice(1)
  expect(sections.map((s) => (s.match(/^\| \d+ \|/gm) ?? []).length)).toEqual([18, 15, 13, 6, 12, 8, 16, 14, 4])
  const numbers = lines.map((line) => Number(/\d+/.exec(line)?.[0]))
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
})

test('every row names tests', () => {
  expect(rows.filter(({ file, name }) => file === '' || name === '')).toEqual([])
})

test.each(rows)('$number is held by $file: $name', ({ file, name }) => {
  expect(namesTest(readFileSync(join(root, file), 'utf8'), file, name)).toBe(true)
})

test('every test that carries the number of a row is on the page under that number', () => {
  const folder = join(root, 'test/faults')
  const carried = readdirSync(folder)
    .filter((f) => f.endsWith('.test.ts'))
    .flatMap((f) =>
      [...readFileSync(join(folder, f), 'utf8').matchAll(/\(\s*'((\d+)(?: and (\d+))? [^'\n]*)',/g)].flatMap(
        ([, name = '', a, b]) => [a, b].flatMap((number) => (number === undefined ? [] : [`${number} ${f} ${name}`]))
      )
    )
  const told = new Set(rows.map(({ number, file, name }) => `${number} ${file.split('/').at(-1)} ${name}`))
  expect(carried.length).toBeGreaterThan(70)
  expect(carried.filter((c) => !told.has(c))).toEqual([])
})
