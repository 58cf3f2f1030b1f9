// What a developer waits for: `quaich generate` of many routes, and the compiler's work on them.
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inside, quaich } from './built.mjs'
import { root } from './bundle.mjs'
import { median, round } from './run.mjs'

const exec = promisify(execFile)

const service = (n) => `import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import { body, cors, errors, get, handle, post, query, service } from 'quaich'
const Thing = t.type({ title: t.string, amount: t.number })
${Array.from({ length: n }, (_, i) =>
  i % 2 === 0
    ? `export const r${i} = pipe(get('/r${i}/{owner}/things/{thing}'), query({ page: t.string }), handle(({ params, query }) => ({ ...params, ...query })))`
    : `export const r${i} = pipe(post('/r${i}/{owner}/things'), cors(), body(Thing), errors({ Taken: 409 }), handle(({ body }) => body))`
).join('\n')}
export default service('many', { group: 'service' }, { ${Array.from({ length: n }, (_, i) => `r${i}`).join(', ')} })
`

// A template holds 500 resources, so so many routes end with that one fault, after everything has been planned and checked.
const refusedForSize = (run) =>
  run.then(
    () => {
      throw new Error('it was generated')
    },
    (e) => {
      if (!/ CloudFormation resources; a template holds 500/.test(e.stderr) || e.stderr.split('\n').length > 5) throw e
    }
  )

export const generate = async (times, say) => {
  const report = []
  for (const n of [1000, 5000]) {
    say(`quaich generate of ${n} routes`)
    const dir = join(inside, `generate-${n}`)
    mkdirSync(dir, { recursive: true })
    const file = join(dir, 'service.mjs')
    writeFileSync(file, service(n))
    const took = []
    for (let t = 0; t < times; t++) {
      const start = process.hrtime.bigint()
      await refusedForSize(
        exec(process.execPath, [quaich(), 'generate', file, '--out', join(dir, 'serverless.yml')], { cwd: dir })
      )
      took.push(Number(process.hrtime.bigint() - start) / 1e6)
    }
    report.push({ routes: n, median: round(median(took)), best: round(Math.min(...took)) })
  }
  return report
}

export const types = async (say) => {
  say('types')
  const { stdout } = await exec(process.execPath, [join(root, 'tools/types/routes.mjs')])
  const [, routes, instantiations] = stdout.match(/^(\d+) routes.*: (\d+) instantiations/) ?? []
  const [, seconds] = stdout.match(/check ([\d.]+) s/) ?? []
  return { routes: Number(routes), instantiations: Number(instantiations), seconds: Number(seconds) }
}
