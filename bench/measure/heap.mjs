// Bytes of V8 heap that one event costs: what the heap has grown by, over calls among which nothing is collected. A child; prints JSON.
import { createRequire } from 'node:module'
import { lambdaContext, workloads } from '../workloads.mjs'

const require = createRequire(import.meta.url)
const { bundles, workload: id, count, samples } = JSON.parse(process.argv[2])
console.error = () => {}
console.warn = () => {}

const workload = workloads[id]
const texts = workload.events(workload.routes)
const run = async (handler, events) => {
  for (let i = 0; i < events.length; i++) await handler(events[i], lambdaContext)
}
const fresh = () => Array.from({ length: count }, (_, i) => JSON.parse(texts[i % texts.length]))

const found = []
for (const [name, file] of bundles) {
  const handler = await require(file).make(workload.routes)
  const until = performance.now() + 1500
  do await run(handler, fresh())
  while (performance.now() < until)
  const grown = []
  for (let s = 0; s < samples; s++) {
    const events = fresh()
    globalThis.gc()
    globalThis.gc()
    const before = process.memoryUsage().heapUsed
    await run(handler, events)
    grown.push((process.memoryUsage().heapUsed - before) / count)
  }
  const bytes = grown.filter((b) => b > 0).sort((a, b) => a - b)
  found.push({ name, bytes: Math.round(bytes[bytes.length >> 1]) })
}
process.stdout.write(JSON.stringify(found))
process.exit(0)
