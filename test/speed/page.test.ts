/** The page on speed is written from the figures of a run: neither can say what the other does not. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('the page and its plots say what the results say', () => {
  expect(() =>
    execFileSync(process.execPath, [join(root, 'bench/report/docs.mjs'), '--check'], { encoding: 'utf8', stdio: 'pipe' })
  ).not.toThrow()
})

test('a goal that is missed is told', () => {
  const [, goals = ''] = /<!-- speed:goals -->([\s\S]*?)<!-- \/speed -->/.exec(read('docs/speed.md')) ?? []
  expect(goals).not.toContain('not measured')
  const rows = [...goals.matchAll(/^\| ([^-|].*?) \| (.*?) \| (.*?) \| (.*?) \|$/gm)]
  // All lines but the two of its head.
  expect(rows).toHaveLength(goals.split('\n').filter((line) => line.startsWith('|')).length - 2)
  expect(rows.length).toBeGreaterThan(10)
  for (const [, what = '', most = '', measured = '', verdict = ''] of rows) {
    const [goal, figure] = [most, measured].map((text) => Number.parseFloat(text.replaceAll(',', '')))
    expect([what, verdict]).toEqual([what, (figure ?? 0) <= (goal ?? 0) ? 'met' : '**missed**'])
  }
})

test('plots are read on white and on black, and load nothing', () => {
  for (const name of ['warm', 'scale', 'cold']) {
    const svg = read(`docs/images/speed/${name}.svg`)
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+"/)
    expect(svg).toContain('@media(prefers-color-scheme:dark)')
    expect(svg).not.toMatch(/href|<script|url\(/)
  }
})
