// node --frozen-intrinsics tools/frozen/run.mjs [pattern ...]
//
// Runs the test files in the realm of the process itself, by jest's own circus and expect: jest gives each file a realm of its own, whose
// intrinsics --frozen-intrinsics does not freeze. What writes to a global throws here. TypeScript is compiled as jest.config.js has it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { require, root } from '../sources/modules.mjs'

if (!Object.isFrozen(Object.prototype)) throw new Error('run it with node --frozen-intrinsics')

// ---- tests

const { expect } = require('expect')
const { ModuleMocker } = require('jest-mock')
const mocker = new ModuleMocker(globalThis)
// The console is frozen as well: tests that listen to it listen to one that is not.
Object.defineProperty(globalThis, 'console', { value: { ...console }, configurable: true, writable: true })

const group = (name, within, skipped = false) => ({
  name: within?.name ? `${within.name} ${name}` : name,
  within,
  skipped: skipped || within?.skipped === true,
  entries: [],
  hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] }
})
let here = group('')

const declare = (skipped) => (name, f) => {
  if (f !== undefined || skipped) here.entries.push({ name, f, skipped })
}
const within = (skipped) => (name, f) => {
  const outer = here
  here = group(name, outer, skipped)
  outer.entries.push(here)
  f()
  here = outer
}
// The name of a row only has to be found again.
const eachOf = (f) =>
  Object.assign(f, {
    each: (table) => (name, run) => {
      const lists = table.every(Array.isArray)
      for (const [i, row] of table.entries()) {
        const values = lists ? row : [row]
        f(`${name} [${i}]`, run && (() => run(...values)))
      }
    }
  })
const test = Object.assign(eachOf(declare(false)), { skip: eachOf(declare(true)) })
const describe = Object.assign(eachOf(within(false)), { skip: eachOf(within(true)) })
const hook = (kind) => (f) => here.hooks[kind].push(f)
const own = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker), setTimeout: () => {} }
const given = { describe, test, it: test, expect, jest: own }
for (const kind of ['beforeAll', 'beforeEach', 'afterEach', 'afterAll']) given[kind] = hook(kind)
Object.assign(globalThis, given)

const around = (g) => (g === undefined ? [] : [...around(g.within), g])
const all = async (hooks) => {
  for (const f of hooks) await f()
}
const told = { passed: 0, skipped: 0, failures: [], apart: [] }
const attempt = async (place, f) => {
  try {
    await f()
    return true
  } catch (e) {
    told.failures.push(`${place}\n${String(e?.stack ?? e).slice(0, 2000)}`)
    return false
  }
}

const runGroup = async (file, g) => {
  const ready = await attempt(`${file} ${g.name}: beforeAll`, () => all(g.hooks.beforeAll))
  for (const entry of ready ? g.entries : []) {
    if (entry.entries !== undefined) await runGroup(file, entry)
    else if (entry.skipped || g.skipped) told.skipped++
    else if (await runTest(`${file}: ${g.name} ${entry.name}`, around(g), entry.f)) told.passed++
  }
  await attempt(`${file} ${g.name}: afterAll`, () => all(g.hooks.afterAll))
}

const runTest = async (place, groups, f) => {
  const ran = await attempt(place, async () => {
    for (const g of groups) await all(g.hooks.beforeEach)
    await f()
  })
  const ended = await attempt(`${place}: afterEach`, async () => {
    for (const g of groups.toReversed()) await all(g.hooks.afterEach)
  })
  return ran && ended
}

// ---- the files

const patterns = process.argv.slice(2)
const files = ['test', 'examples']
  .flatMap((dir) => readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' }).map((f) => join(dir, f)))
  .filter((f) => f.endsWith('.test.ts') && !f.includes('node_modules'))
  .filter((f) => patterns.length === 0 || patterns.some((p) => f.includes(p)))

// Modules that jest makes up, and processes that are another realm, are no matter of this.
const apart = (file) => /\bjest\.mock\(|node:child_process|\bresetModules\b/.test(readFileSync(join(root, file), 'utf8'))

for (const file of files) {
  if (apart(file)) {
    told.apart.push(file)
    continue
  }
  here = group('')
  const loaded = await attempt(`${file} does not load`, () => void require(join(root, file)))
  if (loaded) await runGroup(file, here)
  mocker.restoreAllMocks()
}
for (const failure of told.failures) console.log(`FAIL ${failure}\n`)
if (told.apart.length > 0) console.log(`not here: ${told.apart.join(', ')}`)
console.log(
  `${files.length - told.apart.length} files: ${told.passed} passed, ${told.skipped} skipped, ${told.failures.length} failed`
)
process.exitCode = told.failures.length === 0 && told.passed > 0 ? 0 : 1
