/**
 * Loads a program: finds its entry, bundles the TypeScript with esbuild (packages stay outside, so the user's own are used), imports it and
 * takes its one service. It writes one temporary file, and removes it; it changes nothing else and starts nothing.
 */
import { randomUUID } from 'node:crypto'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildFailure, type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import type { DefinitionError, DefinitionFault } from '../router/DefinitionError.js'
import { type AnyService, isService } from '../router/service.js'
import { importFault, type Placed } from './importFault.js'
import type { Copy } from './local/served.js'

// ---- model

/** What the command line may do to files. @internal */
export interface Files {
  /** Where the command was called: files are told from there. */
  readonly cwd: string
  /** The text of a file, or nothing where there is none. */
  readonly read: (path: string) => Promise<string | undefined>
  /** Writes a file whole or not at all, with the folders it needs. */
  readonly write: (path: string, text: string) => Promise<void>
  readonly remove: (path: string) => Promise<void>
  readonly exists: (path: string) => boolean
  /** The names in a folder; empty where there is none. */
  readonly list: (path: string) => Promise<ReadonlyArray<string>>
}

/** Something a user can mend, told in words; ends the command with a code. @internal */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  constructor(
    message: string,
    readonly code: 1 | 2 = 1,
    /** The program's files, where they are known: mending one of them may help. */
    readonly files: ReadonlyArray<string> = [],
    /** What the message counts, one by one. */
    readonly faults: ReadonlyArray<DefinitionFault> = []
  ) {
    super(message)
  }
}

/** One of the program's own modules, with what it exports. @internal */
export interface UserModule {
  readonly file: string
  readonly exports: Readonly<Record<string, unknown>>
  /** The program's own modules that it needs, itself too. */
  readonly closure: ReadonlySet<string>
}

/** A program in memory. @internal */
export interface Loaded {
  readonly entry: string
  /** The folder that the program's packages are found from. */
  readonly root: string
  readonly service: AnyService
  /** Under which name the entry exports the service. */
  readonly exportName: string
  /** Modules that the entry imports, the entry first. */
  readonly modules: ReadonlyArray<UserModule>
  /** The program's own copy of quaich. */
  readonly quaich: Readonly<Record<string, unknown>> & Copy
  /** Every file that went in, to watch. */
  readonly files: ReadonlyArray<string>
}

// ---- the entry

const candidates = ['service', 'src/service', 'index', 'src/index'].flatMap((s) => ['.ts', '.js', '.mjs'].map((e) => s + e))

/** The entry: as given, or as `package.json` says under `quaich.entry`, or the first file of the usual names. @internal */
export const findEntry = async (cwd: string, given: string | undefined, files: Files): Promise<string> => {
  const named = given ?? (await configured(cwd, files))
  if (named !== undefined) {
    const path = resolve(cwd, named)
    if (files.exists(path)) return path
    throw new Trouble(`there is no entry ${named}${given === undefined ? ' (package.json, quaich.entry)' : ''}`, 2)
  }
  const found = candidates.map((c) => resolve(cwd, c)).find(files.exists)
  if (found !== undefined) return found
  throw new Trouble(
    `no entry: name it (quaich … src/service.ts), or put "quaich": { "entry": "src/service.ts" } into package.json\n  looked for ${candidates.join(', ')}`,
    2
  )
}

const configured = async (cwd: string, files: Files): Promise<string | undefined> => {
  const text = await files.read(join(cwd, 'package.json'))
  if (text === undefined) return undefined
  try {
    const { quaich } = JSON.parse(text) as { readonly quaich?: { readonly entry?: unknown } }
    return typeof quaich?.entry === 'string' ? quaich.entry : undefined
  } catch {
    throw new Trouble('package.json is not JSON')
  }
}

// ---- loading

/** Loads a program, or throws {@link Trouble}. @internal */
export const load = async (entry: string, files: Files): Promise<Loaded> => {
  const options: BuildOptions = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'silent',
    absWorkingDir: dirname(entry),
    define: Object.fromEntries(Object.entries(places).map(([k, name]) => [`import.meta.${k}`, name])),
    plugins: [nativeFpTs, whereItIs(files)]
  }
  const graph = await bundled({ ...options, entryPoints: [entry], metafile: true }, files)
  const closures = staticClosures(graph.metafile as Metafile, dirname(entry))
  try {
    return await loadedWith(entry, closures, options, files)
  } catch (e) {
    throw e instanceof Trouble ? new Trouble(e.message, e.code, [...closures.keys()], e.faults) : e
  }
}

const loadedWith = async (
  entry: string,
  closures: ReadonlyMap<string, ReadonlySet<string>>,
  options: BuildOptions,
  files: Files
): Promise<Loaded> => {
  const own = [entry, ...(closures.get(entry) ?? [])].filter((f, i, all) => all.indexOf(f) === i && /\.[cm]?[jt]sx?$/.test(f))
  const contents = [...own.map((f, i) => `export * as m${i} from ${JSON.stringify(f)}`), "export * as quaich from 'quaich'"].join(
    '\n'
  )
  const root = rootOf(entry, files)
  const path = join(root, `.quaich-${randomUUID()}.mjs`)
  const code = await bundled(
    {
      ...options,
      stdin: { contents, resolveDir: dirname(entry), sourcefile: 'quaich-load.js' },
      // Nothing is written, but the map leads from where the file will be.
      outfile: path,
      sourcemap: 'inline',
      banner: { js: "import { createRequire as __quaich } from 'node:module'; const require = __quaich(import.meta.url);" }
    },
    files
  )
  const exports = await imported(path, code.outputFiles?.[0]?.text ?? '', own, files)
  const of = (key: string) => (exports[key] ?? {}) as Readonly<Record<string, unknown>>
  const modules = own.map(
    (file, i): UserModule => ({ file, exports: of(`m${i}`), closure: closures.get(file) ?? new Set([file]) })
  )
  return {
    entry,
    root,
    ...serviceOf(of('m0'), relative(files.cwd, entry)),
    modules,
    quaich: of('quaich') as Loaded['quaich'],
    files: [...closures.keys()]
  }
}

const bundled = async (options: BuildOptions, { cwd }: Files) => {
  try {
    return await build(options)
  } catch (e) {
    throw new Trouble(buildFaults(e, options.absWorkingDir ?? cwd, cwd))
  }
}

/** What esbuild had to say in a folder, a line each; files are told from another. @internal */
export const buildFaults = (e: unknown, dir: string, cwd: string): string => {
  const errors = (e as Partial<BuildFailure>).errors ?? []
  if (errors.length === 0) return e instanceof Error ? e.message : String(e)
  return errors.map((m) => told(m, dir, cwd)).join('\n')
}

/** One message of esbuild's. @internal */
export const told = ({ text, location }: Placed, dir: string, cwd: string): string => {
  if (location === null) return text
  const { file, namespace, line, column, lineText } = location
  const path = namespace === 'file' || namespace === '' ? relative(cwd, resolve(dir, file)) : file
  return `${path}:${line}:${column + 1}: ${text}\n    ${lineText.trim()}`
}

// Files that look beside themselves find there what they would find unbundled: esbuild reads each place as a constant of the file's own.
const places = { url: '__quaich_url', filename: '__quaich_filename', dirname: '__quaich_dirname' }

const whereItIs = (files: Files): Plugin => ({
  name: 'quaich-where-it-is',
  setup: (b) => {
    b.onLoad({ filter: /\.m?[jt]s$/, namespace: 'file' }, async ({ path }) => {
      const text = await files.read(path)
      if (text?.includes('import.meta') !== true) return undefined
      const here: typeof places = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }
      const own = Object.entries(here).map(([k, v]) => `${places[k as keyof typeof places]} = ${JSON.stringify(v)}`)
      // A first line for the shell is none for esbuild once it is not the first.
      return {
        contents: `const ${own.join(', ')};${text.replace(/^#!/, '//')}`,
        loader: /\.m?ts$/.test(path) ? 'ts' : 'js'
      }
    })
  }
})

// fp-ts has no exports map: `fp-ts/Either` works in bundlers and crashes in Node.
const nativeFpTs: Plugin = {
  name: 'quaich-native-fp-ts',
  setup: (b) => {
    b.onResolve({ filter: /^(fp-ts|io-ts)\/[A-Za-z]+(\.js)?$/ }, ({ path }) => {
      const [name, module = ''] = path.split('/')
      return { path: `${name}/lib/${module.replace(/\.js$/, '')}.js`, external: true }
    })
  }
}

// What each file needs by plain imports: `import()` runs when the program says so, and not here.
const staticClosures = ({ inputs }: Metafile, dir: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const direct = new Map(
    Object.entries(inputs).map(([file, { imports }]) => [
      resolve(dir, file),
      imports.filter((i) => i.external !== true && i.kind !== 'dynamic-import').map((i) => resolve(dir, i.path))
    ])
  )
  const closure = (file: string, seen: Set<string>): Set<string> => {
    if (!seen.has(file)) {
      seen.add(file)
      for (const next of direct.get(file) ?? []) closure(next, seen)
    }
    return seen
  }
  return new Map([...direct.keys()].map((file) => [file, closure(file, new Set())]))
}

/** The nearest folder with `node_modules`, at or above the entry; the entry's own where there is none. */
const rootOf = (entry: string, files: Files): string => {
  for (let dir = dirname(entry); ; dir = dirname(dir)) {
    if (files.exists(join(dir, 'node_modules'))) return dir
    if (dir === dirname(dir)) return dirname(entry)
  }
}

const imported = async (
  path: string,
  text: string,
  own: ReadonlyArray<string>,
  files: Files
): Promise<Readonly<Record<string, unknown>>> => {
  await files.write(path, text)
  try {
    return await import(pathToFileURL(path).href)
  } catch (e) {
    const faults = faultsIn(e)
    if (faults !== undefined) throw new Trouble((e as Error).message.split(':\n', 1)[0] ?? '', 1, [], faults)
    const placed = await importFault(e, path, own, files)
    throw new Trouble(
      placed === undefined
        ? `${relative(files.cwd, own[0] ?? path)} does not load: ${describe(e, path)}`
        : told(placed, files.cwd, files.cwd)
    )
  } finally {
    await files.remove(path)
  }
}

// Of the program's own copy of quaich, so it is known by its name.
const faultsIn = (e: unknown): ReadonlyArray<DefinitionFault> | undefined =>
  e instanceof Error && e.name === 'DefinitionError' ? (e as DefinitionError).faults : undefined

// An error is told with the place it was thrown at.
const describe = (e: unknown, path: string): string => {
  if (!(e instanceof Error)) return String(e)
  const at = (e.stack ?? '').split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node_modules'))
  return `${e.name}: ${e.message.replaceAll(path, 'the entry')}${at === undefined ? '' : `\n${at}`}`
}

const serviceOf = (exports: Readonly<Record<string, unknown>>, name: string): Pick<Loaded, 'service' | 'exportName'> => {
  const named = Object.entries(exports).filter((e): e is [string, AnyService] => isService(e[1]))
  const [first] = named
  if (first === undefined) throw new Trouble(`${name} exports no service: export const api = service('name', {}, …)`)
  if (named.some(([, s]) => s !== first[1]))
    throw new Trouble(
      `${name} exports ${new Set(named.map(([, s]) => s)).size} services (${named.map(([k]) => k).join(', ')}): an entry exports one`
    )
  return { service: first[1], exportName: first[0] }
}
