// Writes a module of N routes of six combinators, counts what it costs the compiler, and fails over the budget.
// Counts instantiations, not seconds: seconds are the machine's.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const routes = Number(process.argv[2] ?? 200)
const budget = Number(process.argv[3] ?? 250_000)
const folder = join(root, 'test/types/.routes')
const one = (i) => `
export const r${i} = pipe(post('/r${i}/{id}/things/{n}'), use(db), cors(), authorize(jwt), query({ a${i}: t.string }), body(t.type({ title: t.string, n${i}: t.number })), errors({ Taken: 409 }),
  handle(({ auth, body, db, params, query }) => body.n${i} > db.q ? E.left({ _tag: 'Taken' as const }) : E.right({ id: params.id, a: query.a${i}, role: auth.role })))`
const head = `import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { authorize, authorizer, body, cors, errors, handle, port, post, query, use } from 'quaich'
const db = port('db', { live: () => ({ q: 1 }) })
const jwt = authorizer({ context: t.type({ role: t.string }) })
`
const config = (include) =>
  JSON.stringify({ extends: '../tsconfig.json', compilerOptions: { paths: { quaich: ['../../../src/index.ts'] } }, include })
const count = (text) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'routes.ts'), text)
  writeFileSync(join(folder, 'tsconfig.json'), config(['routes.ts']))
  const out = execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript7/lib/tsc.js'), '-p', folder, '--extendedDiagnostics'],
    { encoding: 'utf8' }
  )
  const figure = (name) => Number(out.match(new RegExp(`${name}:\\s+([\\d.]+)`))?.[1])
  return { instantiations: figure('Instantiations'), check: figure('Check time'), total: figure('Total time') }
}
try {
  const empty = count(
    `${head}export const none = [db, jwt, t, E, pipe, authorize, body, cors, errors, handle, post, query, use]\n`
  )
  const full = count(head + Array.from({ length: routes }, (_, i) => one(i)).join('\n'))
  const own = full.instantiations - empty.instantiations
  console.log(
    `${routes} routes of 6 combinators: ${own} instantiations (and ${empty.instantiations} for quaich itself), check ${full.check} s, whole ${full.total} s`
  )
  if (own > budget) {
    console.error(`over the budget of ${budget}`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
