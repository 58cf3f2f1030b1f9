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

test('goals that are younger than a report are left out of its table, and are in that of a report that measures them', () => {
  const goalsOf = (change: string): string =>
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { readFileSync } from 'node:fs'
        import { blocks } from '${join(root, 'bench/report/page.mjs')}'
        import { plots } from '${join(root, 'bench/report/plots.mjs')}'
        const [report, before] = ['speed', 'before'].map((name) => JSON.parse(readFileSync('${root}/bench/results/' + name + '.json')))
        const one = (name) => ({ name, ratio: 1, low: 1, high: 1, median: 1, best: 1, beside: 1 })
        const { w1, w2, w3, w4, w5, w6 } = report.warm
        report.warm = { w1, w2, w3, w4: w4.map(({ beside, ...found }) => found), w5, w6 }
        ${change}
        plots(report)
        process.stdout.write(blocks(report, before).goals)`
      ],
      { encoding: 'utf8' }
    )
  const young = /beside a handler that returns a constant|^\| W7R? beside/gm
  expect(goalsOf('').match(young)).toBe(null)
  const measured = goalsOf(`for (const found of report.warm.w4) found.beside = 1
    report.warm.w7 = report.warm.w7r = [one('raw'), one('raw with io-ts'), one('quaich')]`)
  expect(measured.match(young)).toHaveLength(3)
  expect(measured).not.toContain('not measured')
})

test('plots are read on white and on black, and load nothing', () => {
  for (const name of ['warm', 'scale', 'cold']) {
    const svg = read(`docs/images/speed/${name}.svg`)
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+"/)
    expect(svg).toContain('@media(prefers-color-scheme:dark)')
    expect(svg).not.toMatch(/href|<script|url\(/)
  }
})
