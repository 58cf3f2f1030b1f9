/** Every source, combinator and authorizer has a page, of the same rooms, with a program that the other tests run; and the lists lead there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as quaich from '../../src/index.js'

const root = resolve(__dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = ['sources', 'combinators', 'authorizers'].flatMap((folder) =>
  readdirSync(join(root, 'docs', folder)).map((file) => `${folder}/${file}`)
)
// Pages of a list: what `combinators.md` and `events.md` lead to.
const lists = ['docs/combinators.md', 'docs/events.md'].map(read).join('\n')

test.each(pages)('docs/%s says what it is for, what comes in and out, what surprises, and where that is from', (page) => {
  const text = read(`docs/${page}`)
  const rooms = text.match(/^## (Traps|Source)$/gm)
  expect([page, rooms]).toEqual([page, ['## Traps', '## Source']])
  const [, lead = ''] = /^# .+\n\n(.+)/.exec(text) ?? []
  expect(lead).toMatch(/^[A-Z][^*|]+/)
  expect(text).toMatch(/^```ts$/m)
  expect(text).toMatch(/\bexpect\(|\bservice\(/)
})

test.each(pages)('a list leads to docs/%s', (page) => {
  expect(lists).toContain(`](${page}`)
})

test('every word that explain knows is the title of a page', () => {
  const titles = pages.map((page) => /^# (.+)$/m.exec(read(`docs/${page}`))?.[1] ?? '').join('\n')
  const words = [...read('src/deploy/readings.ts').matchAll(/\breading\(\s*'(\w+)'/g)].map((m) => m[1] as string)
  expect(words.length).toBeGreaterThan(20)
  expect([...new Set(words)].filter((word) => word in quaich && !titles.includes(`\`${word}\``))).toEqual([])
})
