/** The `generate` command: the file, or what would change in it. A file that quaich did not write is left alone. */
import { resolve } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import { type Loaded, Trouble } from '../deploy/load.js'
import { render } from '../deploy/render.js'
import type { World } from './cli.js'
import { locatedIn } from './locate.js'
import type { Outcome } from './Outcome.js'

// ---- model

/** @internal */
export interface GenerateOptions {
  readonly check?: boolean
  readonly stdout?: boolean
  readonly out: string
  readonly force?: boolean
}

// ---- the command

/** Writes the file, unless it is as it should be. @internal */
export const generate = async (
  loaded: Loaded,
  { check, stdout, out, force }: GenerateOptions,
  world: World
): Promise<Outcome> => {
  const rendered = render(loaded.service)
  const text =
    out === 'serverless.yml' ? rendered.text : rendered.text.replace('npx quaich generate', `npx quaich generate --out ${out}`)
  undeployable(loaded, rendered.faults)
  const warnings = await locatedIn(loaded.files, rendered.warnings, world)
  if (stdout === true) return { code: 0, result: { text }, text, warnings }
  const path = resolve(world.cwd, out)
  const old = await world.read(path)
  if (old === text)
    return {
      code: 0,
      result: { file: out, change: 'none' },
      text: '',
      warnings,
      ...(check === true ? {} : { aside: `${out} is up to date\n` })
    }
  const change = old === undefined ? 'written' : 'changed'
  if (check === true) {
    const diff = old === undefined ? `${out} does not exist: quaich generate\n` : unified(out, old, text)
    return { code: 1, result: { file: out, change, diff }, text: diff, warnings }
  }
  if (old !== undefined && force !== true && headerOf(old) !== headerOf(text))
    throw new Trouble(
      `${out} was not written by quaich: move it, write a part of it with --out quaich.yml, or replace it with --force`
    )
  await world.write(path, text)
  return { code: 0, result: { file: out, change }, text: '', aside: `${out} ${change}\n`, warnings }
}

/** Throws where there are faults. @internal */
export const undeployable = ({ service, files }: Loaded, faults: Trouble['faults']): void => {
  if (faults.length > 0)
    throw new Trouble(
      `service '${service.name}' cannot be deployed, ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}`,
      1,
      files,
      faults
    )
}

/** What a generated file starts with: its first words, before what may differ from file to file. @internal */
export const headerOf = (text: string): string => text.split('\n', 1)[0]?.split(' ').slice(0, 4).join(' ') ?? ''

const unified = (name: string, before: string, after: string): string =>
  createTwoFilesPatch(name, `${name} (generated)`, before, after, undefined, undefined, { context: 3 }).replace(/^=+\n/, '')
