/** The `generate` command: the file, or what would change in it. A file that quaich did not write is left alone. */
import { resolve } from 'node:path'
import { type Loaded, Trouble } from '../deploy/load.js'
import { render } from '../deploy/render.js'
import type { World } from './cli.js'

// ---- model

/** @internal */
export interface GenerateOptions {
  readonly check?: boolean
  readonly stdout?: boolean
  readonly out: string
  readonly force?: boolean
}

/** Writes the file; gives the exit code. @internal */
export const generate = async (
  { service }: Loaded,
  { check, stdout, out, force }: GenerateOptions,
  world: World
): Promise<number> => {
  const { text: whole, faults, warnings } = render(service)
  const text = out === 'serverless.yml' ? whole : whole.replace('npx quaich generate', `npx quaich generate --out ${out}`)
  const print = (f: { readonly place: string; readonly problem: string; readonly mend: string }) =>
    `  ${f.place}: ${f.problem}\n    ${f.mend}\n`
  if (faults.length > 0)
    throw new Trouble(
      `service '${service.name}' cannot be deployed, ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(print).join('').trimEnd()}`
    )
  for (const w of warnings) world.err(`warning:${print(w).slice(1)}`)
  if (stdout === true) {
    world.out(text)
    return 0
  }
  const path = resolve(world.cwd, out)
  const old = await world.read(path)
  if (check === true) {
    if (old === text) return 0
    world.out(old === undefined ? `${out} does not exist: quaich generate\n` : unified(out, old, text))
    return 1
  }
  if (old === text) {
    world.err(`${out} is up to date\n`)
    return 0
  }
  if (old !== undefined && force !== true && headerOf(old) !== headerOf(text))
    throw new Trouble(
      `${out} was not written by quaich: move it, write a part of it with --out quaich.yml, or replace it with --force`
    )
  await world.write(path, text)
  world.err(`${out} ${old === undefined ? 'written' : 'changed'}\n`)
  return 0
}

/** What a generated file starts with: its first words, before what may differ from file to file. @internal */
export const headerOf = (text: string): string => text.split('\n', 1)[0]?.split(' ').slice(0, 4).join(' ') ?? ''

// Lines that differ, with three around them: a diff of the part between what both begin and end with.
const unified = (name: string, before: string, after: string): string => {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const from = Math.max(0, head - 3)
  const rest = Math.max(0, tail - 3)
  const lines = [
    ...a.slice(from, head).map((l) => ` ${l}`),
    ...a.slice(head, a.length - tail).map((l) => `-${l}`),
    ...b.slice(head, b.length - tail).map((l) => `+${l}`),
    ...a.slice(a.length - tail, a.length - rest).map((l) => ` ${l}`)
  ]
  const range = (all: ReadonlyArray<string>) => `${from + 1},${all.length - rest - from}`
  return `--- ${name}\n+++ ${name} (generated)\n@@ -${range(a)} +${range(b)} @@\n${lines.join('\n')}\n`
}
