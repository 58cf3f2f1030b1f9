/**
 * The esbuild plugins of the build: libraries by their ES modules, and calls that only declare marked as pure, so that esbuild drops them
 * where nobody uses their value. Not a parser: it reads tokens, and what it changes is checked to be comments alone.
 */
import { isAbsolute } from 'node:path'
import { type OnResolveArgs, type OnResolveResult, type Plugin, type PluginBuild, transform } from 'esbuild'
import type { Files } from './load.js'

// ---- where packages are found

/** fp-ts, io-ts and the AWS SDK ship ES modules too, which fall apart into what is used; their package files name the other ones. @internal */
export const lean: Plugin = {
  name: 'quaich-lean',
  setup: (b) => {
    b.onResolve({ filter: /^(fp-ts|io-ts)(\/|$)/ }, async (args) => {
      const [name, ...rest] = args.path.split('/')
      const module = (rest[0] === 'lib' || rest[0] === 'es6' ? rest.slice(1) : rest).join('/') || 'index'
      return again(b, `${name}/es6/${module.replace(/\.js$/, '')}.js`, args)
    })
    b.onResolve({ filter: /^@(aws-sdk|smithy|aws)\// }, async (args) => {
      const main = await again(b, args.path, args)
      return main?.path?.includes('/dist-cjs/')
        ? ((await again(b, main.path.replace('/dist-cjs/', '/dist-es/'), args)) ?? main)
        : main
    })
  }
}

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
      return text === undefined ? undefined : { contents: await checked(text, loader), loader }
    })
  }
})

// The marks are comments: where they change anything but comments, something was misread, and the file stays as it is.
const checked = async (text: string, loader: 'ts' | 'js'): Promise<string> => {
  const marked = markPure(text)
  if (marked === text) return text
  try {
    const bare = async (s: string) => (await transform(s, { loader, minifyWhitespace: true, legalComments: 'none' })).code
    return (await bare(text)) === (await bare(marked)) ? marked : text
  } catch {
    return text
  }
}

// ---- reading

// What a name calls. `pipe` calls what it is given: only a sentence that `handle` closes is known to declare and no more. A namespace of
// schemas may have its calls chained, until one of them does something.
type Kind = 'call' | 'pipe' | 'handle' | 'namespace' | 'schemas'

const sources = /^(quaich|fp-ts|fp-ts\/(?:lib\/|es6\/)?function(?:\.js)?|io-ts|zod(?:\/[\w-]+)?|valibot)$/
const imports = /^[ \t]*import\s+(?:(\w+)\s*,\s*)?(?:\{([^}]*)\}|\*\s*as\s+([\w$]+))\s*from\s*['"]([^'"]+)['"]/gm

const pureNames = (text: string): ReadonlyMap<string, Kind> => {
  const names = new Map<string, Kind>()
  for (const [, , list, all, from = ''] of text.matchAll(imports)) {
    if (!sources.test(from)) continue
    const schemas = /^(zod|valibot)/.test(from)
    if (all !== undefined && !from.startsWith('fp-ts')) names.set(all, schemas ? 'schemas' : 'namespace')
    for (const item of (list ?? '').split(',')) {
      const [, imported = '', local] = /^\s*([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(item) ?? []
      const kind = kindOf(from, imported)
      if (kind !== undefined) names.set(local ?? imported, kind)
    }
  }
  return names
}

const kindOf = (from: string, imported: string): Kind | undefined => {
  if (from.startsWith('fp-ts')) return imported === 'flow' ? 'call' : imported === 'pipe' ? 'pipe' : undefined
  if (from.startsWith('zod')) return imported === 'z' ? 'schemas' : undefined
  if (imported === '' || from === 'valibot') return undefined
  return from === 'quaich' && imported === 'handle' ? 'handle' : 'call'
}

// What runs a schema, or writes somewhere.
const acts = /^(parse|safeParse|decode|encode|safeDecode|safeEncode|assert|is$|register|config|set|global|load)/

const token =
  /(?<skip>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<id>[\p{L}_$][\p{L}\p{N}_$]*)|(?<text>'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")|(?<num>\.?\d[\w.]*)|(?<op>=>|\.\.\.|&&|\|\||\?\?|\?\.|[\s\S])/uy
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const template = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/y

/** A call that may be marked: where, and whether it may be once it is read. */
interface Call {
  readonly at: number
  readonly kind: Kind
}

interface Frame {
  readonly kind: 'group' | 'code' | 'arrow' | 'template'
  readonly call?: Call
  handled?: boolean
}

const keywordsBeforeRegex = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'else',
  'do',
  'instanceof',
  'yield',
  'await'
])
const statements = new Set([
  'export',
  'const',
  'let',
  'var',
  'import',
  'function',
  'class',
  'type',
  'interface',
  'enum',
  'declare'
])
const beforeObject = new Set(['(', ',', '=', '[', '?', '&&', '||', '??', '...', 'default'])
const mark = '/* @__PURE__ */ '

// A name called, or a member of a namespace.
const callOf = (kind: Kind): RegExp => (kind === 'namespace' || kind === 'schemas' ? /^\s*\.\s*([\w$]+)(?:\.[\w$]+)?\(/ : /^\(/)

/** A file with its top-level declaring calls marked; what stands inside functions is left alone. @internal */
export const markPure = (text: string): string => {
  const names = pureNames(text)
  if (names.size === 0) return text
  const marks: number[] = []
  const stack: Frame[] = []
  let prev = ''
  let newline = false
  // A call whose parenthesis is yet to open; and one that closed, which counts if nothing is done with its value at once.
  let opening: Call | undefined
  let closed: Call | undefined
  const settle = (next: string, isId: boolean): void => {
    if (closed === undefined) return
    const chain = closed.kind === 'schemas'
    if (chain && prev === '.' && isId) {
      opening = acts.test(next) ? undefined : closed
      closed = undefined
    } else if (!(chain && next === '.')) {
      if (!['.', '?.', '(', '[', '`', '!'].includes(next)) marks.push(closed.at)
      closed = undefined
    }
  }
  const inFunction = () => stack.some((f) => f.kind === 'code' || f.kind === 'arrow')
  const endArrows = () => {
    while (stack.at(-1)?.kind === 'arrow') stack.pop()
  }
  const skipTemplate = (from: number): number => {
    template.lastIndex = from
    const found = template.exec(text)
    if (found?.[1] === '${') stack.push({ kind: 'template' })
    return found === null ? text.length : template.lastIndex
  }
  for (let at = 0; at < text.length; ) {
    token.lastIndex = at
    const found = token.exec(text)
    if (found === null) return text
    const { skip, id, op } = found.groups ?? {}
    const start = at
    at = token.lastIndex
    if (skip !== undefined) {
      newline ||= skip.includes('\n')
      continue
    }
    if (opening !== undefined && id === undefined && op !== '.' && op !== '(') opening = undefined
    settle(id ?? op ?? '', id !== undefined)
    if (id !== undefined) {
      if (newline && statements.has(id) && !/^(=>|[=+\-*,(&|?:<])$|&&|\|\|/.test(prev)) endArrows()
      const kind = prev === '.' || prev === '?.' || inFunction() ? undefined : names.get(id)
      const called = kind === undefined ? null : callOf(kind).exec(text.slice(at, at + 80))
      if (called !== null && kind !== undefined && !acts.test(called[1] ?? '')) {
        if (kind === 'handle') for (const f of stack.slice(-1)) f.handled = true
        opening = { at: prev === 'new' ? text.lastIndexOf('new', start) : start, kind }
      }
    } else if (op === '`') at = skipTemplate(at)
    else if (op === '/' && (keywordsBeforeRegex.has(prev) || !/[\p{L}\p{N}_$'"`)\]}]$/u.test(prev))) {
      regex.lastIndex = start
      if (regex.exec(text) !== null) at = regex.lastIndex
    } else if (op === '(' || op === '[') {
      stack.push({ kind: 'group', ...(opening === undefined || op === '[' ? {} : { call: opening }) })
      opening = undefined
    } else if (op === '{')
      stack.push({ kind: prev === '=>' || !(beforeObject.has(prev) || (prev === ':' && stack.length > 0)) ? 'code' : 'group' })
    else if (op === ')' || op === ']' || op === '}') {
      endArrows()
      const frame = stack.pop()
      if (frame?.kind === 'template') at = skipTemplate(at)
      else if (frame?.call !== undefined && (frame.call.kind !== 'pipe' || frame.handled === true)) closed = frame.call
    } else if (op === ',' || op === ';') endArrows()
    else if (op === '=>' && !/^\s*\{/.test(text.slice(at, at + 40))) stack.push({ kind: 'arrow' })
    prev = id ?? op ?? found[0]
    newline = false
  }
  settle('', false)
  return [...new Set(marks)].sort((a, b) => b - a).reduce((s, i) => s.slice(0, i) + mark + s.slice(i), text)
}
