/**
 * The esbuild plugins of the build: libraries by their ES modules, and calls that only declare marked as pure, so that esbuild drops them
 * where nobody uses their value. Which calls those are is for `marks.ts` to say; what changes here are comments, and how zod is imported.
 */
import { basename, isAbsolute } from 'node:path'
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild'
import { libraries } from './libraries.js'
import type { Files } from './load.js'
import { marksOf } from './marks.js'

// ---- where packages are found

/** fp-ts, io-ts and the AWS SDK ship ES modules too, which fall apart into what is used; their package files name the other ones. @internal */
export const lean = (files: Files): Plugin => ({
  name: 'quaich-lean',
  setup: (b) => {
    b.onResolve({ filter: /^(fp-ts|io-ts)(\/|$)/ }, async (args) => {
      const [name, ...rest] = args.path.split('/')
      const module = (rest[0] === 'lib' || rest[0] === 'es6' ? rest.slice(1) : rest).join('/') || 'index'
      return again(b, `${name}/es6/${module.replace(/\.js$/, '')}.js`, args)
    })
    for (const { files: filter, apart } of libraries)
      b.onLoad({ filter }, async ({ path }) => {
        const text = await files.read(path)
        return text === undefined ? undefined : { contents: apart(text), loader: 'js' }
      })
    b.onResolve({ filter: /^@(aws-sdk|smithy|aws)\// }, async (args) => {
      const main = await again(b, args.path, args)
      return main?.path?.includes('/dist-cjs/')
        ? ((await again(b, main.path.replace('/dist-cjs/', '/dist-es/'), args)) ?? main)
        : main
    })
    // The one CommonJS package of our own that most functions go without.
    b.onResolve({ filter: /^content-type$/ }, async (args) => {
      const found = await again(b, args.path, args)
      return found && { ...found, sideEffects: false }
    })
  }
})

const again = async (
  b: PluginBuild,
  path: string,
  { resolveDir, kind, importer, pluginData }: OnResolveArgs
): Promise<OnResolveResult | undefined> => {
  if (pluginData === passed) return undefined
  const {
    errors,
    path: found,
    external,
    sideEffects,
    namespace
  } = await b.resolve(path, { resolveDir, kind, importer, pluginData: passed })
  return errors.length > 0 ? undefined : { path: found, external, sideEffects, namespace }
}

const passed = Symbol('passed')

// ---- what only declares

/** Marks the program's own files. @internal */
export const pure = (files: Files): Plugin => ({
  name: 'quaich-pure',
  setup: (b) => {
    b.onLoad({ filter: /\.m?[jt]s$/, namespace: 'file' }, async ({ path }) => {
      if (/[\\/]node_modules[\\/]/.test(path) || !isAbsolute(path)) return undefined
      const text = await files.read(path)
      const loader = /\.m?ts$/.test(path) ? ('ts' as const) : ('js' as const)
      return text === undefined
        ? undefined
        : { contents: await marked(text, basename(path), await marksOf(text, loader)), loader }
    })
  }
})

// With a map of its own, so that places in the bundle's are those of the file as it was written.
const marked = async (text: string, source: string, marks: ReadonlyArray<number>): Promise<string> => {
  const zod = zodIn(text)
  if (marks.length === 0 && zod === undefined) return text
  // Loaded where something is built, and by no other command.
  const { default: MagicString } = await import('magic-string')
  const s = new MagicString(text)
  for (const at of marks) s.appendRight(at, '/* @__PURE__ */ ')
  if (zod !== undefined) s.overwrite(zod.index, zod.index + zod[0].length, 'import * as z from')
  const map = s.generateMap({ source, includeContent: true, hires: 'boundary' })
  return `${s.toString()}\n//# sourceMappingURL=${map.toUrl()}\n`
}

// zod's `z` is its module as a value, which esbuild cannot take apart: every locale would come along. The same module by its namespace it can.
// After a backtick it may be text that looks like an import.
const zodIn = (text: string): RegExpExecArray | undefined => {
  const found = /^import\s*(?:\{\s*z\s*\}|z)\s*from(?=\s*(['"])zod(?:\/v4)?\1)/m.exec(text)
  return found === null || text.slice(0, found.index).includes('`') ? undefined : found
}
