// The versions that took part, from what is installed.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bench, root } from '../measure/bundle.mjs'

export const versions = () => {
  const { dependencies } = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8'))
  const versionIn = (...folder) => JSON.parse(readFileSync(join(...folder, 'package.json'), 'utf8')).version
  const installed = Object.keys(dependencies).map((name) => [name, versionIn(bench, 'node_modules', name)])
  // The bench has no zod of its own: contenders/zodProfile.mjs finds the repository's.
  const zod = versionIn(dirname(bench), 'node_modules/zod')
  return { quaich: versionIn(root), ...Object.fromEntries(installed), zod }
}

/** The commit that is measured, marked where its files were changed. */
export const commit = () => {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  return (
    git('rev-parse', '--short=10', 'HEAD') +
    (git('status', '--porcelain', '--untracked-files=no', 'src') === '' ? '' : ' and changes')
  )
}
