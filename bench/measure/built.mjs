// What `quaich build` makes of a service in apps/, and of the repository's largest example.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workloads } from '../workloads.mjs'
import { bench, out, root } from './bundle.mjs'
import { owner, parts } from './parts.mjs'

/** A folder in the checkout that is measured: what lies there finds that checkout's quaich. */
export const inside = join(root, 'bench/.out')

export const quaich = () => {
  const file = join(root, 'dist/cli/bin.js')
  if (!existsSync(file)) throw new Error('npm run build first')
  return file
}

const run = (...args) => execFileSync(process.execPath, [quaich(), ...args], { stdio: 'pipe', cwd: root, encoding: 'utf8' })

// Older checkouts minify where they are asked to.
const build = (file, to, ...more) =>
  run('build', file, '--out', to, ...more, ...(run('build', '--help').includes('--no-minify') ? [] : ['--minify']))

export const built = async (app, { mapped = false } = {}) => {
  writeFileSync(join(out, 'w3.json'), workloads.w3.events()[0])
  for (const folder of ['apps', 'contenders']) cpSync(join(bench, folder), join(inside, 'built', folder), { recursive: true })
  const to = join(inside, `built-${app.replace(/\W/g, '-')}${mapped ? '-mapped' : ''}`)
  build(join(inside, 'built/apps', app), to, ...(mapped ? [] : ['--no-sourcemap']))
  const [name] = readdirSync(to)
  return join(to, name, 'index.js')
}

/** The path of a module whose `make` gives the handler of a bundle, as the bundles of contenders do. */
export const makes = async (app) => {
  const file = JSON.stringify(await built(app))
  const to = join(out, `make-${app.replace(/\W/g, '-')}.cjs`)
  writeFileSync(to, `exports.make = () => { delete require.cache[${file}]; return require(${file}).handler }\n`)
  return to
}

/** Bytes of each bundle: the smallest service, W3, and every function of the example that uses all there is. */
export const bundles = async (say) => {
  say('bundles')
  mkdirSync(inside, { recursive: true })
  const to = join(inside, 'built-everything')
  build(join(root, 'examples/everything/src/service.ts'), to, '--no-sourcemap')
  const bytes = (file) => statSync(file).size
  return {
    hello: bytes(await built('hello.mjs')),
    w3: bytes(await built('w3.mjs')),
    parts: parts(await built('w3.mjs', { mapped: true }), owner),
    everything: Object.fromEntries(readdirSync(to).map((name) => [name, bytes(join(to, name, 'index.js'))]))
  }
}
