// Where a workload's time goes in our code, in nanoseconds of each event by function. A child, given an unminified bundle; prints JSON.
// A sampling profiler sees what the optimiser has inlined as the function it was written in. What is sampled under the handler is counted.
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { createRequire } from 'node:module'
import { lambdaContext, workloads } from '../workloads.mjs'

const require = createRequire(import.meta.url)
const { file, workload: id, seconds } = JSON.parse(process.argv[2])
console.error = () => {}

const workload = workloads[id]
const texts = workload.events(workload.routes)
const { make } = require(file)
const handler = await make(workload.routes)

let took = []
async function underTheHandler(batch) {
  const start = process.hrtime.bigint()
  for (let i = 0; i < batch.length; i++) await handler(batch[i], lambdaContext)
  took.push(Number(process.hrtime.bigint() - start) / batch.length)
}
const fresh = () => Array.from({ length: 64 }, (_, i) => JSON.parse(texts[i % texts.length]))
const run = async (until) => {
  do await underTheHandler(fresh())
  while (performance.now() < until)
}
await run(performance.now() + 2000)

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 200 })
took = []
await session.post('Profiler.start')
await run(performance.now() + seconds * 1000)
const { profile } = await session.post('Profiler.stop')

// esbuild says above each file's part where it is from.
const lines = readFileSync(file, 'utf8').split('\n')
const sourceOf = (line) => {
  for (let i = line; i >= 0; i--) {
    const [, path] = lines[i]?.match(/^ {0,4}\/\/ ((?:\.\.\/|contenders|node_modules).*)$/) ?? []
    if (path !== undefined) return path.replace(/^.*?(?=(?:src|contenders|node_modules)\/)/, '')
  }
  return ''
}
// What is inlined is sampled under the function that it was inlined into, but at its own line: lines tell who it was.
const nameOf = (line) => {
  let method
  for (let i = line - 1; i >= 0; i--) {
    method ??= lines[i].match(/^ {2}(?:get |async |static )*(\w+)\(.*\{$/)?.[1]
    const [, name] = lines[i].match(/^(?:var|let|const|class|(?:async )?function\*?) (\w+)/) ?? []
    if (name === undefined) continue
    const named = / = class|^class /.test(lines[i]) ? `${name}.${method ?? 'constructor'}` : name
    return named
  }
  return '(module)'
}
const byFunction = new Map()
const count = (name, ticks) => byFunction.set(name, (byFunction.get(name) ?? 0) + ticks)
let sampled = 0
for (const { callFrame, positionTicks = [], hitCount } of profile.nodes) {
  if (callFrame.url.endsWith(file.split('/').at(-1))) {
    for (const { line, ticks } of positionTicks) count(`${nameOf(line)} ${sourceOf(line - 1)}`, ticks)
    sampled += hitCount
  } else if (callFrame.functionName === 'underTheHandler') {
    count('the loop and its await', hitCount)
    sampled += hitCount
  }
}
// The middle batch, so that what a shared machine adds to some is left out.
const perEvent = took.sort((a, b) => a - b)[took.length >> 1]
process.stdout.write(
  JSON.stringify({
    ns: Math.round(perEvent),
    functions: [...byFunction]
      .map(([name, ticks]) => ({ name, ns: Math.round((ticks / sampled) * perEvent) }))
      .filter(({ ns }) => ns > 0)
      .sort((a, b) => b.ns - a.ns)
  })
)
process.exit(0)
