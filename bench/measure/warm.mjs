// One workload, warm: all contenders in one process, in turns. Run as a child; prints JSON.
// Times the handler calls alone. Every call gets an event of its own, parsed just before; parsing is not timed.
import { createRequire } from 'node:module'
import { assertCorrect, lambdaContext, workloads } from '../workloads.mjs'

const require = createRequire(import.meta.url)
const { bundles, workload: id, routes, rounds, budget, warmUp } = JSON.parse(process.argv[2])

// What handlers log costs the machine, not the handler: it goes nowhere, for everybody.
console.error = () => {}
console.warn = () => {}

const workload = workloads[id]
const n = routes ?? workload.routes
const texts = workload.events(n)

// Wall time is the only clock fine enough, so a machine that is shared is heard in it. Calls are timed in chunks of half a millisecond, and a
// chunk that takes a time slice longer than its neighbours was interrupted by somebody else: it is not counted. Scavenges are shorter, and are.
const slice = 1.5e6

const calls = async (handler, from, count) => {
  const events = Array.from({ length: count }, (_, i) => JSON.parse(texts[(from + i) % texts.length]))
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) await handler(events[i], lambdaContext)
  return Number(process.hrtime.bigint() - start)
}

const sample = async ({ handler, chunk, chunks }) => {
  const took = []
  for (let c = 0; c < chunks; c++) took.push(await calls(handler, c * chunk, chunk))
  const middle = [...took].sort((a, b) => a - b)[chunks >> 1]
  const counted = took.filter((ns) => ns < middle + slice)
  return counted.reduce((a, b) => a + b) / (counted.length * chunk)
}

const running = []
for (const [name, file] of bundles) {
  // A copy of the module for each, so that `raw again` shares nothing with `raw`.
  delete require.cache[require.resolve(file)]
  const handler = await require(file).make(n)
  await assertCorrect(handler, workload, texts, name)
  running.push({ name, handler, chunk: 16, chunks: 9, samples: [] })
}
// Warm: until each has had its time, in turns, so that nobody is optimised for the emptiness around it.
const turns = 8
for (let t = 0; t < turns; t++)
  for (const c of running) {
    const until = performance.now() + warmUp / turns
    do await calls(c.handler, 0, 64)
    while (performance.now() < until)
  }
for (const c of running) {
  const each = await sample(c)
  c.chunk = Math.max(8, Math.min(256, Math.round(0.5e6 / each)))
  c.chunks = Math.max(5, Math.min(16, Math.round((budget * 1e6) / (each * c.chunk))))
}
for (let round = 0; round < rounds; round++)
  for (let i = 0; i < running.length; i++) {
    const c = running[(i * 7 + round * 3) % running.length]
    // Seven and the number of contenders may share a factor: then each in plain order.
    const next = running.length % 7 === 0 ? running[(i + round) % running.length] : c
    next.samples.push(await sample(next))
  }
for (const c of running) await assertCorrect(c.handler, workload, texts, c.name)
process.stdout.write(JSON.stringify(running.map(({ name, samples }) => ({ name, samples }))))
process.exit(0)
