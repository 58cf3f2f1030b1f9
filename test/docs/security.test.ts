/** SECURITY.md promises what is tested: each promise has tests, and every test that it names exists. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { namesTest } from './names.js'

const root = resolve(__dirname, '../..')
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8')
const rows = page.match(/^\| \d \|.*$/gm) ?? []
const named = rows.flatMap((line) =>
  [...line.matchAll(/\[[\w.]+\]\((test\/[\w/.]+\.ts)\): (.+?)(?=<br>| \|$)/g)].map(([, file = '', name = '']) => ({
    number: line.slice(2, 3),
    file,
    name
  }))
)

test('there are eight promises, and each of them has tests', () => {
  expect(rows).toHaveLength(8)
  for (let n = 1; n <= 8; n++) expect(named.filter(({ number }) => number === String(n)).length).toBeGreaterThan(1)
})

test.each(named)('promise $number is held by $file: $name', ({ file, name }) => {
  expect(namesTest(readFileSync(join(root, file), 'utf8'), file, name)).toBe(true)
})

test('every link of the page leads somewhere', () => {
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link.split('#'))
  expect(links.filter(([file = '']) => !existsSync(join(root, file)))).toEqual([])
  for (const [file = '', anchor] of links)
    if (anchor !== undefined) {
      const titles = [...readFileSync(join(root, file), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')
      )
      expect(titles).toContain(anchor)
    }
})
