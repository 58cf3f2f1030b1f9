// Making a service of n routes and answering its first event, each time in a fresh process, contenders in turns.
import { bundle } from './bundle.mjs'
import { child, median, round } from './run.mjs'

export const sizes = [1, 1000, 5000]

export const starts = async (contenders, times, say) => {
  const report = {}
  const among = contenders.filter(({ name }) => name !== 'raw again')
  for (const n of sizes) {
    say(`start with ${n} routes`)
    const files = []
    for (const c of among) {
      files.push([c.name, await bundle(c, 'w2'), []])
      if (c.name === 'quaich') files.push(['quaich, built', await bundle({ ...c, makes: { w2: 'w2Built' } }, 'w2'), []])
    }
    for (let t = 0; t < times; t++)
      for (const [, file, took] of files) took.push((await child('start.mjs', [file, String(n)])).took)
    report[n] = files.map(([name, , took]) => ({ name, median: round(median(took)), best: round(Math.min(...took)) }))
  }
  return report
}
