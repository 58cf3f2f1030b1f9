#!/usr/bin/env node
// npm create quaich [folder] [-- options of quaich init]: asks on a terminal for what it was not told, then hands over to `quaich init`.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const manifest = createRequire(import.meta.url).resolve('quaich/package.json')
const quaich = (file) => join(dirname(manifest), file)

const args = process.argv.slice(2)
const takesValue = ['--template', '--name']
const folder = args.find((a, i) => !a.startsWith('-') && !takesValue.includes(args[i - 1]))
const told = (option) => args.some((a) => a === option || a.startsWith(`${option}=`))

/** What was not told, asked for; nothing where nobody could answer. */
const asked = async () => {
  const silent = !(process.stdin.isTTY && process.stdout.isTTY) || ['--json', '--help', '-h'].some(told)
  if (silent) return []
  const { intro, isCancel, select, text } = await import('@clack/prompts')
  const { templates } = await import(pathToFileURL(quaich('dist/cli/init.js')).href)
  const answer = (value) => {
    if (isCancel(value)) process.exit(1)
    return value
  }
  intro('quaich')
  return [
    ...(folder === undefined
      ? [answer(await text({ message: 'Where?', placeholder: './my-service', defaultValue: './my-service' }))]
      : []),
    ...(told('--template')
      ? []
      : [
          '--template',
          answer(
            await select({
              message: 'What to begin with?',
              options: Object.entries(templates).map(([value, { what }]) => ({ value, label: value, hint: what }))
            })
          )
        ])
  ]
}

const ran = spawnSync(process.execPath, [quaich('dist/cli/bin.js'), 'init', ...args, ...(await asked())], { stdio: 'inherit' })
process.exitCode = ran.status ?? 1
