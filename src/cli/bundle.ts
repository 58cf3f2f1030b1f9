/** The `build` command: every function's bundle, with its size. */
import { relative, resolve } from 'node:path'
import { type BuildSettings, buildFunctions } from '../deploy/build.js'
import type { Loaded } from '../deploy/load.js'
import type { World } from './cli.js'
import { table } from './listing.js'

/** @internal */
export interface BuildOptions {
  readonly out: string
  readonly minify?: boolean
  readonly sourcemap: boolean
  readonly format: 'cjs' | 'esm'
  readonly external?: ReadonlyArray<string>
}

/** @internal */
export const bundle = async (loaded: Loaded, o: BuildOptions, world: World): Promise<void> => {
  const settings: BuildSettings = { ...o, out: resolve(world.cwd, o.out), minify: o.minify === true, external: o.external ?? [] }
  const { bundles, notes } = await buildFunctions(loaded, settings, world)
  world.out(table(bundles.map((b) => [b.name, `${(b.bytes / 1024).toFixed(1)} KB`, relative(world.cwd, b.file)])))
  for (const note of notes) world.err(`note: ${note}\n`)
}
