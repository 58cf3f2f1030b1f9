// node tools/prove/prove.mjs [--no-generate] [--description <file>] [--stage dev] [--keep] [dir ...]
//
// Proves, with no AWS account and no network, that services deploy: generate, build, package,
// validate, hold, ric and deploy, one block a service, and `N passed, N failed` as the last line.
// A service folder may hold a `prove.mjs`: `requests` ('GET /x' → { params, query, headers, body, authorizer }) and `events`
// (function name → events) in place of made-up ones, `start`, which gives variables for the functions and `stop`, and `holds`, a function
// of the packaged template and { dir, stage } to what more must be so of it: { ok, what, why }.
// Where its serverless.yml is written by hand: `commands` in place of `quaich generate` and `quaich build`, `folders` that are packaged
// beside `build`, and `description`, a function of what `quaich routes` says (nothing without a `quaich.entry`) to what is meant.
// Without folders: every example whose package.json names a `quaich.entry`, or that holds a `prove.mjs`, and then `agree`: programs that
// nobody wrote. It cannot prove what only AWS decides: IAM, API Gateway's own answers, event source retries.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { agree } from './agree.mjs'
import { check, failures, tally } from './checks.mjs'
import { deployService } from './deploy.mjs'
import { holdTemplate } from './hold.mjs'
import { packageService } from './package.mjs'
import { runFunctions } from './ric.mjs'
import { assertReady, quaich, repository, run, seconds } from './tools.mjs'
import { validateTemplate } from './validate.mjs'

/** What osls needs of a service folder: its files at the top, the bundles in `build`, and folders of its own. */
const copyService = (from, to, folders) => {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const wanted = entry.isFile() ? !entry.name.startsWith('.') : ['build', ...folders].includes(entry.name)
    if (wanted) cpSync(join(from, entry.name), join(to, entry.name), { recursive: true })
  }
}

/** What a service folder says of itself. */
const ownOf = async (dir) => {
  const file = join(dir, 'prove.mjs')
  return { requests: {}, folders: [], holds: () => [], ...(existsSync(file) ? await import(pathToFileURL(file)) : {}) }
}

const generated = [
  ['quaich', 'generate'],
  ['quaich', 'build']
]

const runCommand = async ([name, ...args], dir) => {
  const ran = await run(process.execPath, name === 'quaich' ? [quaich, ...args] : args, { cwd: dir, env: process.env })
  return { ...ran, check: check(ran.code === 0, `${[name, ...args].join(' ')} exits 0`, ran.lines.join('\n')) }
}

const described = (description, checks) => {
  const { functions, service, gateway } = description
  return { checks, description, figures: [service, gateway, `${functions.length} functions`] }
}

const describe = async (dir, file, meant = (d) => d) => {
  if (file) return described(JSON.parse(readFileSync(resolve(dir, file), 'utf8')), [])
  if (entryOf(dir) === undefined) return described(meant(), [])
  const ran = await runCommand(['quaich', 'routes', '--json'], dir)
  return ran.check.ok ? described(meant(JSON.parse(ran.stdout).result), [ran.check]) : { checks: [ran.check] }
}

/** The functions, with what the service's own `prove.mjs` says of them. */
const runWithSamples = async ({ requests, events, start }, { description, ...rest }) => {
  const routeOf = (route) => {
    const sample = requests[`${route.method} ${route.path}`]
    return sample === undefined ? route : { ...route, sample: { ...route.sample, ...sample }, sampled: true }
  }
  const functions = description.functions.map((f) => ({ ...f, routes: (f.routes ?? []).map(routeOf) }))
  const started = await start?.()
  try {
    return await runFunctions({ ...rest, description: { ...description, functions }, env: started?.env, samples: events })
  } finally {
    await started?.stop()
  }
}

/**
 * Takes one service folder through every step.
 * @param {string} dir the service folder; it gets what `quaich generate` and `quaich build`, or its own commands, write, no more
 * @param {{ generate?: boolean, description?: string, stage?: string, keep?: boolean, deploy?: boolean,
 *   report?: (step: object) => void }} options `report` is called after each step
 * @returns {Promise<{ name: string, checks: import('./checks.mjs').Check[], seconds: number }[]>}
 */
export const proveService = async (dir, options = {}) => {
  const { generate = true, description: file, stage = 'dev', keep = false, deploy = true, report = () => {} } = options
  const steps = []
  const step = async (name, work) => {
    const since = performance.now()
    const result = await Promise.resolve()
      .then(work)
      .catch((error) => ({ checks: [check(false, `${name} comes to an end`, error.stack)] }))
    const done = { name, figures: [], notes: [], ...result, seconds: seconds(since) }
    steps.push(done)
    report(done)
    return done
  }

  const base = mkdtempSync(join(tmpdir(), 'prove-'))
  const [copy, home] = [join(base, 'service'), join(base, 'home')]
  try {
    const own = await ownOf(dir)
    for (const command of generate ? (own.commands ?? generated) : []) {
      const { checks } = await step(command[1], async () => ({ checks: [(await runCommand(command, dir)).check] }))
      if (failures(checks).length > 0) return steps // what lies there from before proves nothing
    }
    const { description } = await step('describe', () => describe(dir, file, own.description))
    if (description === undefined) return steps
    const packaged = await step('package', () => {
      mkdirSync(copy)
      mkdirSync(home)
      copyService(dir, copy, own.folders)
      return packageService({ dir: copy, home, stage })
    })
    const { template, out, zips } = packaged
    if (template === undefined) return steps
    await step('validate', () => validateTemplate(join(out, 'cloudformation-template-update-stack.json')))
    await step('hold', () => holdTemplate(template, description, stage, own.holds(template, { dir: copy, stage })))
    await step('ric', () => runWithSamples(own, { template, out, description, stage }))
    if (deploy) await step('deploy', () => deployService({ dir: copy, home, stage, template, zips }))
    return steps
  } finally {
    if (keep) console.log(`  kept ${base}`)
    else rmSync(base, { recursive: true, force: true })
  }
}

const indent = (text) => text.replaceAll('\n', '\n        ')

const printStep = ({ name, checks, figures, notes, seconds: took }) => {
  const { passed, failed } = tally(checks)
  const outcome = failed === 0 ? `${passed} ok` : `${failed} FAILED, ${passed} ok`
  console.log(`  ${name.padEnd(9)}${`${took.toFixed(1)} s`.padStart(7)}  ${[outcome, ...figures].join(', ')}`)
  for (const failure of failures(checks)) console.log(`      x ${failure.what}: ${indent(failure.why)}`)
  for (const note of notes) console.log(`      - ${note}`)
}

/** The same for programs that were generated: one block. */
const agreement = async (keep) => {
  const since = performance.now()
  console.log('generated programs')
  const { checks, figures } = await agree({ keep })
  printStep({ name: 'agree', checks, figures, notes: [], seconds: seconds(since) })
  console.log('')
  return checks
}

const entryOf = (dir) => {
  const file = join(dir, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).quaich?.entry : undefined
}

const examples = () => {
  const root = join(repository, 'examples')
  const dirs = existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : []
  return dirs.filter((dir) => entryOf(dir) !== undefined || existsSync(join(dir, 'prove.mjs')))
}

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'no-generate': { type: 'boolean', default: false },
      description: { type: 'string' },
      stage: { type: 'string', default: 'dev' },
      keep: { type: 'boolean', default: false }
    }
  })
  assertReady()
  const dirs = positionals.length > 0 ? positionals.map((dir) => resolve(dir)) : examples()
  if (dirs.length === 0) throw new Error('no service folder given, and no example with a quaich.entry')
  const checks = []
  for (const dir of dirs) {
    const since = performance.now()
    console.log(dir)
    const steps = await proveService(dir, {
      generate: !values['no-generate'],
      description: values.description,
      stage: values.stage,
      keep: values.keep,
      report: printStep
    })
    checks.push(...steps.flatMap((s) => s.checks))
    console.log(`  ${'in all'.padEnd(9)}${`${seconds(since).toFixed(1)} s`.padStart(7)}\n`)
  }
  if (positionals.length === 0) checks.push(...(await agreement(values.keep)))
  const { passed, failed } = tally(checks)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error) => {
    console.log(`  x ${error.message}\n\n0 passed, 1 failed`)
    process.exitCode = 1
  })
}
