/** The site's list of pages holds every page that there is, and llms.txt says what the pages say. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const sections = JSON.parse(readFileSync(join(root, 'tools/site/pages.json'), 'utf8')) as ReadonlyArray<{
  readonly pages: ReadonlyArray<string>
}>

test('every page of docs stands in the list of the site, once', () => {
  const listed = sections.flatMap((s) => s.pages)
  const there = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.md'))
  expect(new Set(listed).size).toBe(listed.length)
  expect([...listed].sort()).toEqual(expect.arrayContaining(there.sort()))
})

test('llms.txt is what the pages say', () => {
  expect(() =>
    execFileSync(process.execPath, [join(root, 'tools/site/llms.mjs'), '--check'], { encoding: 'utf8', stdio: 'pipe' })
  ).not.toThrow()
})

test('the page of mutants is what the last results and the reasons say, and no survivor is without a reason', () => {
  expect(() =>
    execFileSync(process.execPath, [join(root, 'tools/mutate/report.mjs'), '--check'], { encoding: 'utf8', stdio: 'pipe' })
  ).not.toThrow()
})
