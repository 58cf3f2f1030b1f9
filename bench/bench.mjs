// node bench.mjs [--json [file]] [--quick] [--only <parts and contenders>]
//
// Measures quaich beside its peers: warm, in bytes of heap, cold, starting with many routes, generating, compiling.
// QUAICH=<checkout> measures the sources of another one. Prints tables; --json prints the figures, or writes them to a file. --only w1,heap,quaich,middy runs those parts with those contenders.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { contenders, contendersOf, references, warmOf } from './contenders.mjs'
import { bundles, makes } from './measure/built.mjs'
import { bundle, out } from './measure/bundle.mjs'
import { cold } from './measure/coldAll.mjs'
import { fastPath } from './measure/fastPath.mjs'
import { generate, types } from './measure/project.mjs'
import { child, median, quantile, round } from './measure/run.mjs'
import { starts } from './measure/starts.mjs'
import { tables } from './report/tables.mjs'
import { commit, versions } from './report/versions.mjs'
import { workloads } from './workloads.mjs'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } }
})
const words = options.only?.split(',')
const parts = [...Object.keys(workloads), 'scale', 'heap', 'cold', 'start', 'generate', 'types', 'bundles', 'profile']
const named = words?.filter((w) => contenders.some(({ name }) => name === w))
const unknown = words?.filter((w) => !parts.includes(w) && !named.includes(w)) ?? []
if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(', ')}\nparts: ${parts.join(', ')}\ncontenders: ${contenders.map((c) => c.name).join(', ')}`
  )
  process.exit(2)
}
const only = named?.length > 0 ? named : undefined
const wanted = words?.some((w) => parts.includes(w)) ? parts.filter((p) => words.includes(p)) : parts
// What is inlined is decided anew in each process, and a handler of 200 ns feels it: so there are several.
const processes = options.quick ? 2 : 5
const pace = options.quick ? { rounds: 6, budget: 2, warmUp: 400 } : { rounds: 12, budget: 4, warmUp: 600 }
const say = (text) => process.stderr.write(`${text}\n`)

mkdirSync(out, { recursive: true })
const begun = performance.now()
if (!(await fastPath())) say('the codec Order is not compiled: quaich runs its own functions here (see docs/codecs.md)')

const fileOf = (c, workload) => (c.apps === undefined ? bundle(c, workload) : makes(c.apps[workload]))

const warm = async (workload, { routes, among } = {}) => {
  const bundles = []
  for (const c of among ?? warmOf(workload, only)) bundles.push([c.name, await fileOf(c, workload)])
  const measured = bundles.map(([name]) => ({ name, samples: [] }))
  for (let i = 0; i < processes; i++)
    for (const [c, { samples }] of (await child('warm.mjs', [{ bundles, workload, routes, ...pace }])).entries())
      measured[c].samples.push(...samples)
  const ratiosTo = (samples, other) => {
    const base = measured.find(({ name }) => name === other).samples
    return samples.map((ns, i) => ns / base[i])
  }
  const reference = references[workload]
  return measured.map(({ name, samples }) => {
    const ratios = ratiosTo(samples, 'raw')
    return {
      name,
      median: round(median(samples)),
      best: round(Math.min(...samples)),
      ratio: round(median(ratios)),
      low: round(quantile(ratios, 0.1)),
      high: round(quantile(ratios, 0.9)),
      ...(reference === undefined ? undefined : { beside: round(median(ratiosTo(samples, reference))) })
    }
  })
}

const report = {
  node: process.version,
  cpu: `${cpus()[0]?.model}, ${cpus().length} cores`,
  commit: commit(),
  at: new Date().toISOString().slice(0, 10),
  quick: options.quick === true,
  load: [round(loadavg()[0], 2)],
  versions: versions(),
  warm: {}
}
for (const workload of Object.keys(workloads).filter((w) => wanted.includes(w))) {
  say(`${workload}: ${workloads[workload].title}`)
  report.warm[workload] = await warm(workload)
}
if (wanted.includes('scale')) {
  report.scale = {}
  for (const routes of [10, 1000, 5000]) {
    say(`w2 at ${routes} routes`)
    report.scale[routes] = await warm('w2', { routes, among: contendersOf('w2', only) })
  }
}
if (wanted.includes('heap')) {
  report.heap = {}
  for (const workload of Object.keys(workloads)) {
    say(`heap: ${workload}`)
    const bundles = []
    for (const c of warmOf(workload, only)) if (c.name !== 'raw again') bundles.push([c.name, await fileOf(c, workload)])
    report.heap[workload] = await child(
      'heap.mjs',
      [{ bundles, workload, count: 400, samples: options.quick ? 5 : 11 }],
      ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128']
    )
  }
}
if (wanted.includes('cold')) report.cold = await cold(contendersOf('w3', only), options.quick ? 7 : 25, say)
if (wanted.includes('start')) report.start = await starts(contendersOf('w2', only), options.quick ? 3 : 9, say)
if (wanted.includes('generate')) report.generate = await generate(options.quick ? 2 : 5, say)
if (wanted.includes('types')) report.types = await types(say)
if (wanted.includes('bundles')) report.bundles = await bundles(say)
if (wanted.includes('profile')) {
  report.profile = {}
  const ours = contenders.find(({ name }) => name === 'quaich')
  for (const workload of ['w1', 'w3']) {
    say(`profile: ${workload}`)
    const file = await bundle(ours, workload, { minify: false })
    report.profile[workload] = await child('profile.mjs', [{ file, workload, seconds: options.quick ? 3 : 8 }])
  }
}
report.load.push(round(loadavg()[0], 2))
report.minutes = round((performance.now() - begun) / 60_000, 2)

const [file] = positionals
if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
if (options.json) {
  if (file === undefined) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
} else process.stdout.write(`${tables(report)}\n`)
if (file !== undefined && existsSync(file)) say(`written: ${file}`)
