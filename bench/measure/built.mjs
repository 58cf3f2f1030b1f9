// What `quaich build` makes of a service in apps/.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workloads } from '../workloads.mjs'
import { bench, out, root } from './bundle.mjs'

export const quaich = join(root, 'dist/cli/bin.js')

export const built = async (app) => {
  if (!existsSync(quaich)) throw new Error('npm run build first')
  writeFileSync(join(out, 'w3.json'), workloads.w3.events()[0])
  const to = join(out, `built-${app.replace(/\W/g, '-')}`)
  execFileSync(process.execPath, [quaich, 'build', join(bench, 'apps', app), '--out', to, '--no-sourcemap'], {
    stdio: 'pipe'
  })
  const [name] = readdirSync(to)
  return join(to, name, 'index.js')
}
