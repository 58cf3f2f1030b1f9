/**
 * The `quaich` command line: reads a program, prints what it deploys to, bundles it, serves it here. Everything it does to the world goes
 * through the capabilities it is given, so that a test can give it others. Results on stdout, everything else on stderr.
 */
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type BuildSettings, buildFunctions } from './build.js'
import { type InvokeOptions, type Invoking, invoke } from './invoke.js'
import { findEntry, type Loaded, load, Trouble } from './load.js'
import { type DevOptions, dev, type Watching } from './local/dev.js'
import { listingOf, printListing, table } from './local/listing.js'
import { header, render } from './render.js'
import { serverless } from './serverless.js'

// ---- model

/** What the command line may do. @internal */
export interface World extends Watching, Invoking {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly bold: boolean
  /** This package's own. */
  readonly version: () => string
  /** Runs a program with our streams; its exit code. */
  readonly run: (command: string, args: ReadonlyArray<string>) => Promise<number>
}

interface BuildOptions {
  readonly out: string
  readonly minify?: boolean
  readonly sourcemap: boolean
  readonly format: 'cjs' | 'esm'
  readonly external?: ReadonlyArray<string>
}

// ---- the program

/** Runs a command; gives the exit code: 0, 1 for a fault of the program or drift, 2 for a wrong use. @internal */
export const cli = async (argv: ReadonlyArray<string>, world: World): Promise<number> => {
  const dashes = argv.indexOf('--')
  const [own, more] = dashes === -1 ? [argv, []] : [argv.slice(0, dashes), argv.slice(dashes + 1)]
  let code = 0
  const program = programOf(world, more, (c) => {
    code = c
  })
  try {
    await program.parseAsync([...own], { from: 'user' })
    return code
  } catch (e) {
    if (e instanceof CommanderError) return e.exitCode === 0 ? 0 : 2
    world.err(e instanceof Trouble ? `quaich: ${e.message}\n` : `quaich: ${e instanceof Error ? e.stack : String(e)}\n`)
    return e instanceof Trouble ? e.code : 1
  }
}

const programOf = (world: World, more: ReadonlyArray<string>, ends: (code: number) => void): Command => {
  const program = new Command('quaich')
    .description('AWS Lambda services: one value, deployed and served')
    .option('-V, --version', "quaich's own version")
    .on('option:version', () => {
      world.out(`${world.version()}\n`)
      throw new CommanderError(0, 'commander.version', world.version())
    })
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.err, getOutHasColors: () => false, getErrHasColors: () => false })
    .showHelpAfterError('(quaich help shows what there is)')
  const command = (name: string, what: string) =>
    program.command(name).description(what).argument('[entry]', 'the module that exports the service').allowExcessArguments(false)
  const building = (c: Command) =>
    c
      .option('--minify', 'smaller, harder to read')
      .option('--no-sourcemap', 'no index.js.map: stack traces then name the bundle')
      .addOption(new Option('--format <format>', 'the module format of the bundles').choices(['cjs', 'esm']).default('cjs'))
      .option('--external <package...>', 'leave packages out of the bundles: @aws-sdk/* takes those of the runtime')
  const deployer = (name: string, what: string) =>
    building(command(name, what).option('--stage <stage>', 'the stage'))
      .usage('[entry] [options] [-- what the deployer is to be told]')
      .action(async (entry: string | undefined, o: Omit<BuildOptions, 'out'> & { readonly stage?: string }) => {
        ends(
          await handOver(
            name,
            entry,
            { ...o, out: 'build' },
            [...(o.stage === undefined ? [] : ['--stage', o.stage]), ...more],
            world
          )
        )
      })

  command('generate', 'write serverless.yml')
    .addOption(
      new Option('--check', 'write nothing; show what would change, and end with 1 if anything would').conflicts('stdout')
    )
    .option('--stdout', 'write to the standard output')
    .option('--out <file>', 'another file: a part for a serverless.yml of your own', 'serverless.yml')
    .option('--force', 'replace a file that quaich did not write')
    .action(async (entry: string | undefined, o: GenerateOptions) =>
      ends(await generate(await loadedFrom(entry, world), o, world))
    )
  building(command('build', 'bundle every function').option('--out <folder>', 'where the bundles go', 'build')).action(
    async (entry: string | undefined, o: BuildOptions) => bundle(await loadedFrom(entry, world), o, world)
  )
  deployer('deploy', 'generate, build, and deploy with serverless or osls')
  deployer('package', 'generate, build, and package with serverless or osls')
  command('dev', 'serve the service on this machine')
    .option('--port <port>', '0 takes any free one', portOf, 3000)
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--api-key <key...>', 'keys that are accepted', ['local-key'])
    .option('--stage <stage>', 'the stage in events')
    .option('--no-watch', 'do not look for changes')
    .action(async (entry: string | undefined, o: DevOptions) => dev(await loadedFrom(entry, world), o, world))
  command('invoke <function>', 'call one function on this machine')
    .option('--event <file>', 'the event, JSON; - reads the standard input (default: {})')
    .action(async (name: string, entry: string | undefined, o: InvokeOptions) => invoke(name, entry, o, world))
  command('routes', 'show functions and routes')
    .option('--json', 'as JSON')
    .action(async (entry: string | undefined, o: { readonly json?: boolean }) => {
      const { service } = await loadedFrom(entry, world)
      const listing = listingOf(service, render(service).resources)
      world.out(
        o.json === true
          ? `${JSON.stringify(listing, null, 2)}\n`
          : printListing(listing, (s) => (world.bold ? `\u001b[1m${s}\u001b[22m` : s))
      )
    })
  return program
}

const loadedFrom = async (entry: string | undefined, world: World): Promise<Loaded> =>
  load(await findEntry(world.cwd, entry, world), world)

const portOf = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535.')
  return Number(text)
}

// ---- generate

interface GenerateOptions {
  readonly check?: boolean
  readonly stdout?: boolean
  readonly out: string
  readonly force?: boolean
}

const generate = async ({ service }: Loaded, { check, stdout, out, force }: GenerateOptions, world: World): Promise<number> => {
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

// What a generated file starts with: its first words, before what may differ from file to file.
const headerOf = (text: string): string => text.split('\n', 1)[0]?.split(' ').slice(0, 4).join(' ') ?? ''

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

// ---- build, deploy, package

const bundle = async (loaded: Loaded, o: BuildOptions, world: World): Promise<void> => {
  const settings: BuildSettings = { ...o, out: resolve(world.cwd, o.out), minify: o.minify === true, external: o.external ?? [] }
  const { bundles, notes } = await buildFunctions(loaded, settings, world)
  world.out(table(bundles.map((b) => [b.name, `${(b.bytes / 1024).toFixed(1)} KB`, relative(world.cwd, b.file)])))
  for (const note of notes) world.err(`note: ${note}\n`)
}

const handOver = async (
  name: string,
  entry: string | undefined,
  o: BuildOptions,
  args: ReadonlyArray<string>,
  world: World
): Promise<number> => {
  const command = deployerIn(world)
  if (command === undefined) throw new Trouble('no deployer found: npm install --save-dev osls (or serverless)')
  const loaded = await loadedFrom(entry, world)
  await generate(loaded, { out: await partBeside(world) }, world)
  await bundle(loaded, o, world)
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
