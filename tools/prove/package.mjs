// Step 1: `osls package`, offline, on Node 24, in a copy of the service. Any line that warns is a
// failure. It does not look into the template (validate.mjs, hold.mjs) or the zips (ric.mjs).
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './checks.mjs'
import { runOsls } from './tools.mjs'

const trouble = /\bwarn(ing)?s?\b|deprecat|refused a connection/i

/** The lines of a command's output that no clean run prints. */
export const troublesIn = (lines) => lines.filter((line) => trouble.test(line))

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/**
 * @param {{ dir: string, home: string, stage: string }} service
 * @returns the checks, and (when osls wrote one) the update-stack template, the folder of the zips,
 *   and a SHA-256 for every zip by file name
 */
export const packageService = async ({ dir, home, stage }) => {
  const ran = await runOsls(['package', '--stage', stage], { cwd: dir, home })
  const troubles = troublesIn(ran.lines)
  const checks = [
    check(ran.code === 0, 'osls package exits 0', `exit ${ran.code}\n${ran.lines.join('\n')}`),
    check(troubles.length === 0, 'osls package warns of nothing', troubles.join('\n'))
  ]
  if (ran.code !== 0) return { checks, figures: [] }

  const out = join(dir, '.serverless')
  const template = JSON.parse(readFileSync(join(out, 'cloudformation-template-update-stack.json'), 'utf8'))
  const zips = Object.fromEntries(
    readdirSync(out)
      .filter((file) => file.endsWith('.zip'))
      .map((file) => [file, sha256(readFileSync(join(out, file)))])
  )
  const figures = [`${Object.keys(template.Resources).length} resources`, `${Object.keys(zips).length} zips`]
  return { checks, figures, template, out, zips }
}
