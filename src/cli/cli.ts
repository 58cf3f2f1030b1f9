/**
 * The `quaich` command line: reads a program, prints what it deploys to, bundles it, serves it here. Everything it does to the world goes
 * through the capabilities it is given, so that a test can give it others. Results on stdout, everything else on stderr.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { findEntry, type Loaded, load, Trouble } from '../deploy/load.js'
import { render } from '../deploy/render.js'
import { type BuildOptions, bundle } from './bundle.js'
import { type DevOptions, dev, type Watching } from './dev.js'
import { type GenerateOptions, generate } from './generate.js'
import { handOver } from './handOver.js'
import { type InvokeOptions, type Invoking, invoke } from './invoke.js'
import { listingOf, printListing } from './listing.js'

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
