/**
 * Makes CommonJS of TypeScript and of ES modules, for jest. A file that is CommonJS already is handed on as it is; types are not checked,
 * and `jest.mock` is not hoisted.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Loader, transformSync, version } from 'esbuild'

// ---- model

/** @internal */
export interface Transformed {
  readonly code: string
  readonly map?: string
}

// ---- constructors

const target = `node${process.versions.node}`

/** @internal */
export const transformed = (source: string, path: string): Transformed => {
  const loader = loaderOf(path)
  if (loader === undefined) return { code: source }
  const { code, map } = transformSync(source, {
    loader,
    format: 'cjs',
    platform: 'node',
    target,
    sourcefile: path,
    sourcemap: 'external',
    // jest's modules know no import().
    supported: { 'dynamic-import': false },
    ...(source.includes('import.meta') ? importMeta : {})
  })
  return { code, map }
}

const importMeta = {
  define: { 'import.meta.url': '__quaichUrl', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  banner: "const __quaichUrl = require('node:url').pathToFileURL(__filename).href;"
}

// Nothing where the file is to stay as it is: CommonJS of somebody else's.
const loaderOf = (path: string): Loader | undefined => {
  const end = /\.([cm]?)([jt]s)(x?)$/.exec(path)
  if (end === null) return undefined
  const [, module, language, x] = end
  if (language === 'ts') return x === 'x' ? 'tsx' : 'ts'
  if (/[\\/]node_modules[\\/]/.test(path) && module !== 'm' && !(module === '' && inEsmPackage(dirname(path)))) return undefined
  return module === 'c' ? undefined : 'jsx'
}

const known = new Map<string, boolean>()

// By the nearest package.json, as Node decides it ("Determining module system").
const inEsmPackage = (folder: string): boolean => {
  const before = known.get(folder)
  if (before !== undefined) return before
  const type = typeIn(folder)
  const up = dirname(folder)
  const is = type === undefined ? up !== folder && inEsmPackage(up) : type === 'module'
  known.set(folder, is)
  return is
}

const typeIn = (folder: string): unknown => {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly type?: unknown }).type ?? 'commonjs'
  } catch {
    return undefined
  }
}

/** What jest keeps of a file is good for the same text, path, esbuild and Node. @internal */
export const getCacheKey = (
  source: string,
  path: string,
  options: { readonly configString?: string; readonly instrument?: boolean }
): string =>
  createHash('sha256').update([source, path, version, target, options.configString, options.instrument].join('\0')).digest('hex')

export default { process: transformed, getCacheKey }
