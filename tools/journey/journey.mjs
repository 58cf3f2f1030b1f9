// node tools/journey/journey.mjs [--keep]: types every command of docs/start.md in an empty folder, with quaich and create-quaich as they
// would be published, and fails where one fails or prints other than the page says. Needs `npm run build` and a registry for all other
// packages; npm's cache is an empty one, so the seconds are those of a machine that has never seen any of it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { shows, stepsOf } from './page.mjs'
import { startRegistry } from './registry.mjs'
import { environment, portNear, start, until } from './shell.mjs'

const root = resolve(import.meta.dirname, '../..')
const home = mkdtempSync(join(tmpdir(), 'journey-'))
const npm = (...args) => execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()

// ---- what is published

const packed = (folder) => {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const file = npm('pack', `./${folder}`, '--ignore-scripts', '--loglevel=error', '--pack-destination', home)
  return { file: join(home, file), manifest }
}

// ---- what is typed

/** Does what a command does, in the folder that the ones before it led to, until it has printed what the page says; gives what it printed. */
const type = async ({ command, prints }, shell) => {
  const enough = (output) => shows(output, prints)
  if (command.startsWith('cd ')) {
    shell.cwd = resolve(shell.cwd, command.slice(3))
    return ''
  }
  // The request that curl would make, since not every machine has it; again, until a change has been seen.
  if (command.startsWith('curl ')) {
    const [url] = /http:[^\s']+/.exec(command)
    return until(() => fetch(url).then((reply) => reply.text(), String), enough)
  }
  const running = start(command, shell)
  shell.running.push(running)
  // A server stays, as in a terminal of its own.
  if (command.startsWith('npm run dev'))
    return until(
      () => running.output,
      (output) => enough(output) || running.code !== undefined
    )
  const code = await running.ended
  if (code !== 0) throw new Error(`${command} ended with ${code}\n${running.output}`)
  return running.output
}

const edit = ({ file, from, to }, { cwd }) => {
  const path = join(cwd, file)
  const old = readFileSync(path, 'utf8')
  if (old.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`)
  writeFileSync(path, old.replace(from, to))
}

const secondsSince = (since) => ((performance.now() - since) / 1000).toFixed(1)
const say = (took, what, more) => console.log(`${took.padStart(8)}  ${what.padEnd(58)} ${more}`.trimEnd())

const take = async (step, shell) => {
  if (step.command === undefined) {
    edit(step, shell)
    return say('', `(an edit of ${step.file})`, step.to.trim())
  }
  const since = performance.now()
  const output = await type(step, shell)
  if (!shows(output, step.prints)) throw new Error(`${step.command}\n--- the page says\n${step.prints}--- it printed\n${output}`)
  say(`${secondsSince(since)} s`, step.command, step.prints.trim().split('\n')[0])
}

// ---- the journey

const shell = { cwd: join(home, 'empty'), running: [], env: {} }
const tidy = async () => {
  await Promise.all(shell.running.map((running) => running.stop()))
  if (process.argv.includes('--keep')) console.log(`kept ${home}`)
  else rmSync(home, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => tidy().then(() => process.exit(1)))

let registry
try {
  registry = await startRegistry([packed(''), packed('create-quaich')], npm('config', 'get', 'registry'))
  writeFileSync(join(home, 'npmrc'), `registry=${registry.url}/\n`)
  shell.env = environment({ NPM_CONFIG_USERCONFIG: join(home, 'npmrc'), NPM_CONFIG_CACHE: join(home, 'cache') })
  mkdirSync(shell.cwd)
  const port = await portNear(3000)
  const page = readFileSync(join(root, 'docs/start.md'), 'utf8').replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`)
  const steps = stepsOf(port === 3000 ? page : page.replace(/^npm run dev$/m, `$& -- --port ${port}`))
  const since = performance.now()
  for (const step of steps) await take(step, shell)
  console.log(`passed: ${steps.filter((step) => step.command).length} commands, ${secondsSince(since)} s`)
} catch (e) {
  console.error(`FAILED: ${e.message}`)
  process.exitCode = 1
} finally {
  registry?.stop()
  await tidy()
}
