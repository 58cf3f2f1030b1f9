/** The page of codecs says what is so: every row of its table has tests, and every test that it names exists. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { namesTest } from './names.js'

const root = resolve(__dirname, '../..')
const page = readFileSync(join(root, 'docs/codecs.md'), 'utf8')
const table = page.split('## Where quaich differs from io-ts on purpose')[1]?.split('## ')[0] ?? ''
const rows = (table.match(/^\| .*$/gm) ?? []).slice(2)
const named = rows.flatMap((row) =>
  [...row.matchAll(/\[[\w.]+\]\(\.\.\/(test\/[\w/.]+\.ts)\): (.+?)(?=<br>| \|$)/g)].map(([, file = '', name = '']) => ({
    file,
    name
  }))
)

test('every row has a test', () => {
  expect(rows).toHaveLength(15)
  expect(rows.filter((row) => !row.includes('](../test/'))).toEqual([])
})

test.each(named)('a row is held by $file: $name', ({ file, name }) => {
  expect(namesTest(readFileSync(join(root, file), 'utf8'), file, name)).toBe(true)
})
