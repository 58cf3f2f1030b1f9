/**
 * One bundle a function, by esbuild: plain JavaScript that Lambda runs as it is. Marks what only declares as pure, so that what a function
 * does not use falls away; it decides nothing about what goes into which function, `plan.ts` does.
 */
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type Message, type Metafile, type Plugin } from 'esbuild'
import { buildFaults, type Files, type Loaded, Trouble, told } from './load.js'
import { type Exports, exportsOf, ownModule, type Plan, planOf, type SetUp } from './plan.js'
import { lean, pure } from './plugin.js'

// ---- model

/** @internal */
export interface BuildSettings {
  /** The folder, absolute. */
  readonly out: string
  readonly minify: boolean
  readonly sourcemap: boolean
  readonly format: 'cjs' | 'esm'
  /** Packages that are not bundled: those of a layer, or of the runtime. */
  readonly external: ReadonlyArray<string>
  /** Whether bundles read requests of every format, and not just of those that the program says reach it. */
  readonly anyGateway: boolean
}

/** All bundles, and what their owner should know of them. @internal */
export interface Built {
  readonly bundles: ReadonlyArray<Bundle>
  readonly notes: ReadonlyArray<string>
}

/** One bundle. @internal */
export interface Bundle {
  readonly name: string
  readonly file: string
  readonly bytes: number
}

// ---- building

/** Bundles every function of a program into `<out>/<function>/index.js`; bundles of functions that are gone are removed. @internal */
export const buildFunctions = async (loaded: Loaded, settings: BuildSettings, files: Files): Promise<Built> => {
  const { functions } = loaded.service
  const odd = functions.filter((f) => !/^[A-Za-z0-9_-]+$/.test(f.name))
  if (odd.length > 0)
    throw new Trouble(`no folder can be named ${odd.map((f) => `'${f.name}'`).join(', ')}: use letters, digits, - and _`)
  const more = await doesMore(loaded, files)
  const setUp = { imports: await setUpOf(loaded, more, files), anyGateway: settings.anyGateway }
  const plans = await plansOf(loaded, setUp, settings, files)
  const { metafile, warnings } = await bundle(plans, loaded, settings, files, { write: true, outdir: settings.out })
  const kept = JSON.stringify({ type: settings.format === 'cjs' ? 'commonjs' : 'module', quaich: 'generated' })
  await Promise.all(functions.map((f) => files.write(join(settings.out, f.name, 'package.json'), `${kept}\n`)))
  await sweep(settings.out, new Set(functions.map((f) => f.name)), files)
  return {
    bundles: plans.map(({ name }): Bundle => {
      const file = join(settings.out, name, 'index.js')
      const bytes = metafile.outputs[relative(dirname(loaded.entry), file)]?.bytes
      if (bytes === undefined || !files.exists(file)) throw new Trouble(`the bundle ${file} is missing`)
      return { name, file, bytes }
    }),
    notes: [
      ...plans.flatMap(({ name, whole }) => (whole === undefined ? [] : [`${name} holds the whole service: ${whole}`])),
      ...(more ? [`${basename(loaded.entry)} does more than declare when it is imported, so every function runs it`] : []),
      ...warnings
        .filter((w) => w.location?.file.includes('node_modules') === false && w.location.namespace !== 'quaich')
        .map((w) => told(w, dirname(loaded.entry), files.cwd))
    ]
  }
}

const plansOf = async (loaded: Loaded, setUp: SetUp, settings: BuildSettings, files: Files): Promise<ReadonlyArray<Plan>> => {
  const known: Exports = exportsOf(loaded.modules, loaded.quaich)
  const plans = loaded.service.functions.map((f) => planOf(f, loaded, known, setUp))
  const authorizers = plans.filter((p, i) => p.whole === undefined && loaded.service.functions[i]?.kind === 'authorizer')
  if (authorizers.length === 0) return plans
  const { metafile } = await bundle(authorizers, loaded, settings, files, { write: false, outdir: settings.out })
  return plans.map((p, i) => {
    const f = loaded.service.functions[i]
    const inputs = metafile.outputs[relative(dirname(loaded.entry), join(settings.out, p.name, 'index.js'))]?.inputs
    return f === undefined || inputs === undefined ? p : planOf(f, loaded, known, setUp, liveIn(inputs, dirname(loaded.entry)))
  })
}

const liveIn = (inputs: Metafile['outputs'][string]['inputs'], dir: string): ReadonlySet<string> =>
  new Set(Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [resolve(dir, file)] : [])))

const bundle = async (
  plans: ReadonlyArray<Plan>,
  loaded: Loaded,
  { minify, sourcemap, format, external }: BuildSettings,
  files: Files,
  more: BuildOptions
): Promise<{ readonly metafile: Metafile; readonly warnings: ReadonlyArray<Message> }> => {
  // Written as CommonJS has it, a bundle needs none of what esbuild translates exports with.
  const exported = format === 'cjs' ? 'exports.handler =' : 'export const handler ='
  const texts = new Map(plans.map((p) => [`quaich:${p.name}`, p.text.replace('export const handler =', exported)]))
  try {
    const { metafile, warnings } = await build({
      ...shared(loaded),
      entryPoints: plans.map((p) => ({ in: `quaich:${p.name}`, out: `${p.name}/index` })),
      metafile: true,
      format,
      minify,
      sourcemap: sourcemap && more.write === true ? 'linked' : false,
      external: [...external],
      ...inFormat(format, sourcemap),
      plugins: [entries(texts, dirname(loaded.entry)), lean(files), pure(files)],
      ...more
    })
    return { metafile: metafile as Metafile, warnings }
  } catch (e) {
    throw new Trouble(`the bundles cannot be made:\n${buildFaults(e, dirname(loaded.entry), files.cwd)}`)
  }
}

// Each format gives what the other has, made when somebody asks; and maps that lie beside a bundle are read.
const inFormat = (format: 'cjs' | 'esm', sourcemap: boolean): BuildOptions => {
  const maps = sourcemap ? 'process.setSourceMapsEnabled(true);' : ''
  return format === 'esm' ? { banner: { js: requireInEsm + maps } } : { ...metaInCjs, banner: { js: urlInCjs + maps } }
}
const urlInCjs = 'const __quaich={get url(){return require("node:url").pathToFileURL(__filename).href}};'
const metaInCjs: BuildOptions = {
  define: { 'import.meta.url': '__quaich.url', 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' }
}
const requireInEsm = "import { createRequire as __quaich } from 'node:module'; const require = __quaich(import.meta.url);"

const shared = (loaded: Loaded): BuildOptions => ({
  bundle: true,
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  absWorkingDir: dirname(loaded.entry)
})

// Bundles that an earlier build left: the deployer would package them without a word.
const sweep = async (out: string, names: ReadonlySet<string>, files: Files): Promise<void> => {
  for (const name of await files.list(out)) {
    const text = names.has(name) ? undefined : await files.read(join(out, name, 'package.json'))
    if (text?.includes('"quaich":"generated"')) await files.remove(join(out, name))
  }
}

// ---- what runs in every function: imports for their effects alone, and an entry that does more than declare

const setUpOf = async (loaded: Loaded, more: boolean, files: Files): Promise<ReadonlyArray<string>> => {
  const found: string[] = []
  for (const { file } of loaded.modules)
    for (const [, spec = ''] of ((await files.read(file)) ?? '').matchAll(/^import\s*['"]([^'"]+)['"]/gm))
      found.push(spec.startsWith('.') ? join(dirname(file), spec) : spec)
  return [...new Set([...found, ...(more ? [loaded.entry] : [])])]
}

const doesMore = async (loaded: Loaded, files: Files): Promise<boolean> => {
  const alone: Plugin = {
    name: 'quaich-alone',
    setup: (b) => {
      b.onResolve({ filter: /./ }, ({ kind, path }) =>
        kind === 'entry-point' ? undefined : path === loaded.entry ? { path } : { path, external: true, sideEffects: false }
      )
    }
  }
  const contents = `import ${JSON.stringify(loaded.entry)}`
  const { metafile } = await build({
    ...shared(loaded),
    stdin: { contents, resolveDir: dirname(loaded.entry) },
    format: 'esm',
    metafile: true,
    write: false,
    plugins: [alone, pure(files)]
  })
  return Object.values(metafile.outputs).some((o) => Object.values(o.inputs).some((i) => i.bytesInOutput > 0))
}

// ---- plugins

const entries = (texts: ReadonlyMap<string, string>, dir: string): Plugin => ({
  name: 'quaich-entries',
  setup: (b) => {
    b.onResolve({ filter: /^quaich:/ }, async ({ path }) => {
      if (!path.startsWith(ownModule(''))) return { path: `${path.slice(7)}.ts`, namespace: 'quaich' }
      const main = await b.resolve('quaich', { resolveDir: dir, kind: 'import-statement' })
      return {
        path: join(dirname(main.path), `${path.slice(ownModule('').length)}${main.path.endsWith('.ts') ? '.ts' : '.js'}`),
        sideEffects: false,
        errors: main.errors
      }
    })
    b.onLoad({ filter: /./, namespace: 'quaich' }, ({ path }) => ({
      contents: texts.get(`quaich:${path.slice(0, -3)}`) ?? '',
      loader: 'ts',
      resolveDir: dir
    }))
  }
})
