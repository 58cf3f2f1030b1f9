/** The `build` command: every function's bundle, with its size. */
import { relative, resolve } from 'node:path'
import { type BuildSettings, buildFunctions } from '../deploy/build.js'
import type { Loaded } from '../deploy/load.js'
import type { World } from './cli.js'
import { table } from './listing.js'
import type { Outcome } from './Outcome.js'

/** @internal */
export interface BuildOptions {
  readonly out: string
  readonly minify: boolean
  readonly anyGateway?: boolean
  readonly sourcemap: boolean
  readonly format: 'cjs' | 'esm'
  readonly external?: ReadonlyArray<string>
}

/** @internal */
export const bundle = async (loaded: Loaded, o: BuildOptions, world: World): Promise<Outcome> => {
  const settings: BuildSettings = {
    ...o,
    out: resolve(world.cwd, o.out),
    external: o.external ?? [],
    anyGateway: o.anyGateway === true
  }
  world.progress(`building ${loaded.service.functions.length} functions`)
  const { bundles, notes } = await buildFunctions(loaded, settings, world).finally(() => world.progress(undefined))
  const built = bundles.map((b) => ({ name: b.name, bytes: b.bytes, file: relative(world.cwd, b.file) }))
  return {
    code: 0,
    result: { functions: built, notes },
    text: table(built.map((b) => [b.name, `${(b.bytes / 1024).toFixed(1)} KB`, b.file])),
    aside: notes.map((note) => `note: ${note}\n`).join('')
  }
}
