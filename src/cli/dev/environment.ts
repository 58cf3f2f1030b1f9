/** The variables of a stage: `.env.<stage>` over `.env`, and what the shell says over both. Files are read as Node reads them. */
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Files } from '../../deploy/load.js'

/** The files that a stage's variables come from, the weaker first. @internal */
export const environmentFiles = (cwd: string, stage: string): ReadonlyArray<string> =>
  ['.env', `.env.${stage}`].map((name) => join(cwd, name))

/** @internal */
export const environmentOf = async (
  files: Files,
  stage: string,
  shell: Readonly<Record<string, string | undefined>>
): Promise<Readonly<Record<string, string>>> => {
  const texts = await Promise.all(environmentFiles(files.cwd, stage).map((path) => files.read(path)))
  const told = Object.entries(shell).filter((e): e is [string, string] => e[1] !== undefined)
  return Object.assign({}, ...texts.map((text) => parseEnv(text ?? '')), Object.fromEntries(told))
}
