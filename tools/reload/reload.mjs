// npm run reload: how long a saved change takes to be served. `quaich dev` runs on a copy of the todo example with its database; while
// requests never cease, a source is saved 20 times. It measures, and holds one promise: no request is dropped. The promise itself is held by
// test/cli/devLoop.test.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { copyOf, serve } from '../explorer/served.mjs'

const saves = 20
// A change that takes longer does not come.
const limit = 30_000
const asking = 2

const copy = copyOf('todo')
const served = await serve(copy.at('todo'), ['dev.mjs'])
const file = copy.at('todo', 'src', 'todos.ts')
const source = readFileSync(file, 'utf8')
const place = 'cors()'
if (!source.includes(place)) throw new Error(`${file} has no ${place}`)

/** Each request as it ended: what the answer says of the source it comes from, or why there was none. */
const ask = async () => {
  try {
    const reply = await fetch(`${served.url}/todos`, { headers: { 'x-api-key': 'local-key', origin: 'http://localhost' } })
    await reply.arrayBuffer()
    return { status: reply.status, version: /v-(\d+)/.exec(reply.headers.get('access-control-expose-headers') ?? '')?.[1] ?? '0' }
  } catch (e) {
    return { status: e.cause?.code ?? String(e), version: undefined }
  }
}

let going = true
let seen = () => {}
const told = []
const loops = Array.from({ length: asking }, async () => {
  while (going) {
    const answer = await ask()
    told.push(answer.status)
    seen(answer.version)
  }
})

const times = []
try {
  for (let n = 1; n <= saves; n++) {
    const there = new Promise((done, fail) => {
      const late = setTimeout(fail, limit, new Error(`change ${n} is not served after ${limit / 1000} s:\n${served.told.err}`))
      seen = (version) => {
        if (version !== String(n)) return
        clearTimeout(late)
        done()
      }
    })
    const began = performance.now()
    writeFileSync(file, source.replace(place, `cors({ exposeHeaders: ['v-${n}'] })`))
    await there
    times.push(performance.now() - began)
  }
  going = false
  await Promise.all(loops)
} finally {
  going = false
  await served.close()
  copy.remove()
}

times.sort((a, b) => a - b)
const ms = (t) => `${Math.round(t)} ms`
const dropped = told.filter((status) => status !== 200)
console.log(
  `${told.length} requests by ${asking} at once, ${dropped.length} dropped${dropped.length === 0 ? '' : `: ${[...new Set(dropped)].join(', ')}`}`
)
console.log(
  `${saves} changes, from saved to served: median ${ms((times[saves / 2 - 1] + times[saves / 2]) / 2)}, quickest ${ms(times[0])}, slowest ${ms(times.at(-1))}`
)
process.exitCode = dropped.length === 0 ? 0 : 1
