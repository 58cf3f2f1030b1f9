/**
 * The `quaich` command line: reads a program, prints what it deploys to, bundles it, serves it here. Everything it does to the world goes
 * through the capabilities it is given, so that a test can give it others. Results on stdout, everything else on stderr.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { diagramOf, mermaid } from '../deploy/Diagram.js'
import { findEntry, type Loaded, load, Trouble } from '../deploy/load.js'
import { render } from '../deploy/render.js'
import { type BuildOptions, bundle } from './bundle.js'
import { check } from './check.js'
import { type DevOptions, dev, type Serving } from './dev/dev.js'
import { explain } from './explain.js'
import { type GenerateOptions, generate } from './generate.js'
import { handOver } from './handOver.js'
import { type Initiating, type InitOptions, init, templates } from './init.js'
import { type InvokeOptions, type Invoking, invoke } from './invoke.js'
import { listingOf, printListing } from './listing.js'
import { locatedIn } from './locate.js'
import { type Outcome, tell, tellTrouble } from './Outcome.js'

// ---- model

/** What the command line may do. @internal */
export interface World extends Serving, Invoking, Initiating {
  /** Runs a program with our streams; its exit code. */
  readonly run: (command: string, args: ReadonlyArray<string>) => Promise<number>
  /** What takes long, while it does, where somebody watches; nothing when it is over. */
  readonly progress: (text: string | undefined) => void
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
    const faults = e instanceof Trouble ? await locatedIn(e.files, e.faults, world) : []
    return tellTrouble(e, own.includes('--json'), faults, world)
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
    .configureOutput({
      writeOut: world.out,
      writeErr: world.err,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // Whoever it is that finds a wrong use, it is told in one voice.
      outputError: (text, write) => write(text.replace(/^error: /, 'quaich: '))
    })
    .configureHelp({ subcommandTerm: (c) => `${c.name()} ${c.usage()}` })
    .showHelpAfterError('(quaich help shows what there is)')
    .addHelpText(
      'after',
      '\nEnds with 0, with 1 where problems were found, with 2 for a wrong use. Results go to stdout, the rest to stderr.'
    )
  const command = (name: string, what: string) =>
    program.command(name).description(what).argument('[entry]', 'the module that exports the service').allowExcessArguments(false)
  const telling = <O extends { readonly json?: boolean }>(
    c: Command,
    outcome: (loaded: Loaded, o: O) => Outcome | Promise<Outcome>
  ) =>
    c
      .option('--json', 'the result as JSON, of one shape for all commands')
      .action(async (entry: string | undefined, o: O) =>
        ends(tell(await outcome(await loadedFrom(entry, world), o), o.json === true, world))
      )
  const building = (c: Command) =>
    c
      .option('--no-minify', 'larger, easier to read')
      .option(
        '--any-gateway',
        'bundles that answer whatever is put before them: REST and HTTP APIs, function URLs, load balancers'
      )
      .option('--no-sourcemap', 'no index.js.map: stack traces then name the bundle')
      .addOption(new Option('--format <format>', 'the module format of the bundles').choices(['cjs', 'esm']).default('cjs'))
      .option('--external <package...>', 'leave packages out of the bundles: @aws-sdk/* takes those of the runtime')
  const deployer = (name: string, what: string) =>
    building(command(name, what).option('--stage <stage>', 'the stage'))
      .usage('[entry] [options] [-- what the deployer is to be told]')
      .action(async (entry: string | undefined, o: Omit<BuildOptions, 'out'> & { readonly stage?: string }) => {
        const args = [...(o.stage === undefined ? [] : ['--stage', o.stage]), ...more]
        ends(await handOver(name, entry, { ...o, out: 'build' }, args, world))
      })

  program
    .command('init')
    .description('make a new project')
    .argument('[folder]', 'a folder that is empty or not there', '.')
    .option('--template <template>', `what to begin with: ${Object.keys(templates).join(', ')}`, 'api')
    .option('--name <name>', "the service's name; the folder's when absent")
    .option('--json', 'the result as JSON, of one shape for all commands')
    .action(async (folder: string, o: InitOptions & { readonly json?: boolean }) =>
      ends(tell(await init(folder, o, world), o.json === true, world))
    )
  command('dev', 'serve the service on this machine')
    .option('--port <port>', '0 takes any free one', portOf, 3000)
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--api-key <key...>', 'keys that are accepted', ['local-key'])
    .option('--stage <stage>', 'the stage in events')
    .option('--no-watch', 'do not look for changes')
    .action(async (entry: string | undefined, o: DevOptions) => dev(await findEntry(world.cwd, entry, world), o, world))
  telling(command('routes', 'show functions and routes'), ({ service }) => {
    const listing = listingOf(service, render(service).resources)
    return { code: 0, result: listing, text: printListing(listing, world.styles.out.bold) }
  })
  program
    .command('explain')
    .description('show what each combinator of a route or function does, and which lines of the file come from it')
    .usage('<METHOD path | function> [entry] [options]')
    .argument('<route>', 'a method and a path, a path, a function, an export, or a mount')
    .argument('[words...]', 'the path, where the first word is a method; then the entry')
    .option('--json', 'the result as JSON, of one shape for all commands')
    .action(async (first: string, words: ReadonlyArray<string>, o: { readonly json?: boolean }) => {
      const [path, ...rest] = words
      const [wanted, entry] = path?.startsWith('/') === true ? [`${first} ${path}`, rest[0]] : [first, path]
      ends(tell(explain(await loadedFrom(entry, world), wanted, world), o.json === true, world))
    })
  telling(command('diagram', 'draw the service as a Mermaid flowchart'), ({ service }) => {
    const diagram = diagramOf(service)
    return { code: 0, result: diagram, text: mermaid(diagram) }
  })
  telling(command('check', 'find what would go wrong when the service is deployed'), (loaded) => check(loaded, world))
  telling<GenerateOptions & { readonly json?: boolean }>(
    command('generate', 'write serverless.yml')
      .addOption(
        new Option('--check', 'write nothing; show what would change, and end with 1 if anything would').conflicts('stdout')
      )
      .option('--stdout', 'write to the standard output')
      .option('--out <file>', 'another file: a part for a serverless.yml of your own', 'serverless.yml')
      .option('--force', 'replace a file that quaich did not write'),
    (loaded, o) => generate(loaded, o, world)
  )
  telling<BuildOptions & { readonly json?: boolean }>(
    building(command('build', 'bundle every function').option('--out <folder>', 'where the bundles go', 'build')),
    (loaded, o) => bundle(loaded, o, world)
  )
  deployer('package', 'generate, build, and package with serverless or osls')
  deployer('deploy', 'generate, build, and deploy with serverless or osls')
  command('invoke <function>', 'call one function on this machine')
    .option('--event <file>', 'the event, JSON; - reads the standard input (default: what its schedule sends, or {})')
    .action(async (name: string, entry: string | undefined, o: InvokeOptions) => invoke(name, entry, o, world))
  return program
}

const loadedFrom = async (entry: string | undefined, world: World): Promise<Loaded> =>
  load(await findEntry(world.cwd, entry, world), world)

const portOf = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535.')
  return Number(text)
}
