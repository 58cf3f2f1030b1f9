// The versions that took part, from what is installed.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bench, root } from '../measure/bundle.mjs'

export const versions = () => {
  const { dependencies } = JSON.parse(readFileSync(join(bench, 'package.json'), 'utf8'))
  const installed = Object.keys(dependencies).map((name) => [
    name,
    JSON.parse(readFileSync(join(bench, 'node_modules', name, 'package.json'), 'utf8')).version
  ])
  return { quaich: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version, ...Object.fromEntries(installed) }
}

/** The commit that is measured, marked where its files were changed. */
export const commit = () => {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  return (
    git('rev-parse', '--short=10', 'HEAD') +
    (git('status', '--porcelain', '--untracked-files=no', 'src') === '' ? '' : ' and changes')
  )
}
