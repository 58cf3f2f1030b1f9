/** The `deploy` and `package` commands: generates, builds, and hands over to the deployer that the user has installed. */
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { findEntry, load, Trouble } from '../deploy/load.js'
import { header } from '../deploy/render.js'
import { serverless } from '../deploy/serverless.js'
import { type BuildOptions, bundle } from './bundle.js'
import type { World } from './cli.js'
import { generate, headerOf } from './generate.js'
import { tell } from './Outcome.js'

/** Gives the deployer's exit code. @internal */
export const handOver = async (
  name: string,
  entry: string | undefined,
  o: BuildOptions,
  args: ReadonlyArray<string>,
  world: World
): Promise<number> => {
  const command = deployerIn(world)
  if (command === undefined) throw new Trouble('no deployer found: npm install --save-dev osls (or serverless)')
  const loaded = await load(await findEntry(world.cwd, entry, world), world)
  tell(await generate(loaded, { out: await partBeside(world) }, world), false, world)
  tell(await bundle(loaded, o, world), false, world)
  for (const [key, f] of Object.entries(
    (serverless(loaded.service)['functions'] ?? {}) as Readonly<Record<string, { readonly handler?: unknown }>>
  )) {
    const file = `${String(f.handler).replace(/\.[^./]+$/, '')}.js`
    if (!world.exists(resolve(world.cwd, file))) throw new Trouble(`function ${key} has no bundle: ${file} is missing`)
  }
  world.err(`${basename(command)} ${[name, ...args].join(' ')}\n`)
  return world.run(command, [name, ...args])
}

// The whole file, or, where the deployer reads one of the user's own, the part that was generated beside it.
const partBeside = async (world: World): Promise<string> => {
  const ours = async (name: string) => headerOf((await world.read(resolve(world.cwd, name))) ?? '') === headerOf(header)
  const names = (await world.list(world.cwd)).filter((n) => /\.ya?ml$/.test(n))
  const parts = (await Promise.all(names.map(async (n) => ((await ours(n)) ? [n] : []))))
    .flat()
    .filter((n) => n !== 'serverless.yml')
  const own = (
    await Promise.all(configs.map(async (n) => (world.exists(resolve(world.cwd, n)) && !(await ours(n)) ? [n] : [])))
  ).flat()
  if (own.length === 0 || parts.length === 0) return 'serverless.yml'
  if (parts.length > 1)
    throw new Trouble(`${parts.join(' and ')} are both parts that quaich wrote: keep the one that ${own[0]} includes`)
  return parts[0] ?? 'serverless.yml'
}

// What the deployer looks for, in its order.
const configs = ['yml', 'yaml', 'json', 'js', 'ts', 'cjs', 'mjs'].map((e) => `serverless.${e}`)

const deployerIn = ({ cwd, env, exists }: World): string | undefined => {
  const up = (dir: string): ReadonlyArray<string> => [
    join(dir, 'node_modules', '.bin'),
    ...(dir === dirname(dir) ? [] : up(dirname(dir)))
  ]
  const folders = [...up(cwd), ...(env['PATH'] ?? '').split(delimiter).filter((p) => p !== '')]
  return folders.flatMap((f) => ['osls', 'serverless', 'sls'].map((n) => join(f, n))).find(exists)
}
