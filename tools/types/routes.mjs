// Writes modules of many routes, counts what they cost the compiler, and fails over a budget: 200 routes of six combinators, and a
// typed client of a service of 400 routes. Counts instantiations, not seconds: seconds belong to the machine.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = join(root, 'test/types/.routes')

// ---- the compiler

const config = JSON.stringify({
  extends: '../tsconfig.json',
  compilerOptions: {
    paths: { quaich: ['../../../src/index.ts'], 'quaich/testing': ['../../../src/testing/index.ts'] }
  },
  include: ['routes.ts']
})
const count = (text) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'routes.ts'), text)
  writeFileSync(join(folder, 'tsconfig.json'), config)
  const out = execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript7/lib/tsc.js'), '-p', folder, '--extendedDiagnostics'],
    { encoding: 'utf8' }
  )
  const figure = (name) => Number(out.match(new RegExp(`${name}:\\s+([\\d.]+)`))?.[1])
  return { instantiations: figure('Instantiations'), check: figure('Check time'), total: figure('Total time') }
}
const within = (what, { own, base, check, total }, budget) => {
  console.log(`${what}: ${own} instantiations (and ${base} for quaich itself), check ${check} s, whole ${total} s`)
  if (own <= budget) return
  console.error(`over the budget of ${budget}`)
  process.exitCode = 1
}
const measure = (head, used, body) => {
  const empty = count(`${head}export const none = [${used}]\n`)
  const full = count(head + body)
  return { ...full, base: empty.instantiations, own: full.instantiations - empty.instantiations }
}
const times = (n, one) => Array.from({ length: n }, (_, i) => one(i)).join('\n')

// ---- 200 routes of six combinators

const declarations = (n) =>
  measure(
    `import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { authorize, authorizer, body, cors, errors, handle, port, post, query, use } from 'quaich'
const db = port('db', { live: () => ({ q: 1 }) })
const jwt = authorizer({ context: t.type({ role: t.string }) })
`,
    'db, jwt, t, E, pipe, authorize, body, cors, errors, handle, post, query, use',
    times(
      n,
      (i) => `
export const r${i} = pipe(post('/r${i}/{id}/things/{n}'), use(db), cors(), authorize(jwt), query({ a${i}: t.string }), body(t.type({ title: t.string, n${i}: t.number })), errors({ Taken: 409 }),
  handle(({ auth, body, db, params, query }) => body.n${i} > db.q ? E.left({ _tag: 'Taken' as const }) : E.right({ id: params.id, a: query.a${i}, role: auth.role })))`
    )
  )

// ---- a client of 400 routes: reads with a query, and creations with a body and a declared reply

const clients = (n) =>
  measure(
    `import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import { body, get, handle, post, query, returns, service } from 'quaich'
import { client } from 'quaich/testing'
`,
    't, pipe, body, get, handle, post, query, returns, service, client',
    `${times(n, (i) =>
      i % 2 === 1
        ? `export const r${i} = pipe(get('/r${i}/{id}'), query({ a${i}: t.string }), handle(() => 'x'))`
        : `export const r${i} = pipe(post('/r${i}/{id}/things/{n}'), query({ a${i}: t.string }), body(t.type({ title: t.string, n${i}: t.number })), returns({ 200: t.type({ id: t.string }) }), handle(({ params }) => ({ id: params.id })))`
    )}
const c = client(service('many', {}, { ${Array.from({ length: n }, (_, i) => `r${i}`).join(', ')} }))
export const text: Promise<string> = Promise.resolve(c.get('/r1/{id}', { params: { id: '1' }, query: { a1: 'x' } }))
export const made: Promise<{ id: string }> = Promise.resolve(
  c.post('/r${n - 2}/{id}/things/{n}', { params: { id: '1', n: '2' }, query: { a${n - 2}: 'x' }, body: { title: '', n${n - 2}: 1 } }))
export const nothing = c.head('/r1/{id}', { params: { id: '1' }, query: { a1: 'x' } })
export const allowed = c.options('/r0/{id}/things/{n}', { params: { id: '1', n: '2' } })
// @ts-expect-error no route has this path
c.get('/nothing')
// @ts-expect-error the path's parameter is missing
c.get('/r1/{id}', { query: { a1: 'x' } })
// @ts-expect-error the query is missing
c.get('/r1/{id}', { params: { id: '1' } })
// @ts-expect-error the body lacks a key
c.post('/r0/{id}/things/{n}', { params: { id: '1', n: '2' }, query: { a0: 'x' }, body: { title: '' } })
// @ts-expect-error the reply is text
export const wrong: Promise<number> = Promise.resolve(c.get('/r1/{id}', { params: { id: '1' }, query: { a1: 'x' } }))
`
  )

try {
  const routes = Number(process.argv[2] ?? 200)
  within(`${routes} routes of 6 combinators`, declarations(routes), Number(process.argv[3] ?? 250_000))
  const [some, all] = [clients(100), clients(400)]
  within('a client of 400 routes', all, 1_800_000)
  // Four times the routes cost four times as much: a product of unions would cost 256 times as much.
  if (all.own > 4.4 * some.own) {
    console.error(`not linear: ${some.own} instantiations at 100 routes, ${all.own} at 400`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
