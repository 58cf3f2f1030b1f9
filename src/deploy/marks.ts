/**
 * Where a file's top-level calls only declare: calls of what it imports from quaich, io-ts, zod and valibot, of `flow`, and of a `pipe` that
 * `handle` closes. esbuild strips the types, acorn parses; where either cannot, there are no marks. It changes no text.
 */
import { SourceMap } from 'node:module'
import { type AnyNode, type CallExpression, type NewExpression, type Program, parse } from 'acorn'
import { recursive } from 'acorn-walk'
import { transform } from 'esbuild'

// ---- model

type Family = 'quaich' | 'function' | 'io-ts' | 'schemas'

/** What a local name stands for; no `name` where it is the whole module. */
interface Imported {
  readonly family: Family
  readonly name: string | undefined
}

type Call = CallExpression | NewExpression

const familyOf = (from: string): Family | undefined => {
  if (from === 'quaich' || from === 'io-ts') return from
  if (/^fp-ts\/((lib|es6)\/)?function(\.js)?$/.test(from)) return 'function'
  return /^(zod(\/[\w-]+)?|valibot)$/.test(from) ? 'schemas' : undefined
}

// What runs a schema, or writes somewhere.
const acts = /^(parse|safeParse|decode|encode|safeDecode|safeEncode|assert|is$|register|config|set|global|load)/

// ---- constructors

/** The offsets, ascending, at which the calls begin that may fall away where nobody uses their value. @internal */
export const marksOf = async (text: string, loader: 'ts' | 'js'): Promise<ReadonlyArray<number>> => {
  if (!/['"](quaich|fp-ts|io-ts|zod|valibot)/.test(text)) return []
  try {
    const { code, map } = await transform(text, { loader, sourcemap: true, sourcefile: 'file', logLevel: 'silent' })
    const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
    const back = new SourceMap(JSON.parse(map))
    const lines = [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map((m) => m.index + m[0].length)]
    const marks = declaring(program).flatMap(({ start, loc }) => {
      if (loc == null) return []
      const { line, column } = loc.start
      const found = back.findEntry(line - 1, column)
      if (!('originalLine' in found) || found.generatedLine !== line - 1 || found.generatedColumn !== column) return []
      const at = (lines[found.originalLine] ?? text.length) + found.originalColumn
      const [word = '\n'] = /^[\p{ID_Continue}$]+/u.exec(code.slice(start)) ?? []
      return text.startsWith(word, at) ? [at] : []
    })
    return [...new Set(marks)].sort((a, b) => a - b)
  } catch {
    return []
  }
}

// ---- reading

// A module's top level cannot shadow an import, and what is not its top level is not walked.
const declaring = (program: Program): ReadonlyArray<Call> => {
  const names = importsOf(program)
  const found: Call[] = []
  // `used`: something is done with the value at once, so the call is a part of a longer one.
  const call = (node: Call, used: boolean, go: (node: AnyNode, used: boolean) => void): void => {
    if (!used && declares(node, names)) found.push(node)
    go(node.callee, true)
    for (const a of node.arguments) go(a, false)
  }
  const not = () => {}
  for (const statement of program.body)
    if (topLevel.has(statement.type))
      recursive(statement, false, {
        Function: not,
        Class: not,
        CallExpression: call,
        NewExpression: call,
        MemberExpression: ({ object, property, computed }, _, go) => {
          go(object, true)
          if (computed) go(property, false)
        },
        TaggedTemplateExpression: ({ tag, quasi }, _, go) => {
          go(tag, true)
          go(quasi, false)
        }
      })
  return found
}

const topLevel = new Set(['VariableDeclaration', 'ExpressionStatement', 'ExportNamedDeclaration', 'ExportDefaultDeclaration'])

const importsOf = ({ body }: Program): ReadonlyMap<string, Imported> => {
  const names = new Map<string, Imported>()
  for (const node of body) {
    const family = node.type === 'ImportDeclaration' ? familyOf(String(node.source.value)) : undefined
    if (node.type !== 'ImportDeclaration' || family === undefined) continue
    for (const s of node.specifiers) {
      const imported = s.type !== 'ImportSpecifier' ? s.type : s.imported.type === 'Identifier' ? s.imported.name : ''
      const whole =
        s.type === 'ImportNamespaceSpecifier' || (family === 'schemas' && /^(z|ImportDefaultSpecifier)$/.test(imported))
      names.set(s.local.name, { family, name: whole ? undefined : imported })
    }
  }
  return names
}

type Names = ReadonlyMap<string, Imported>

// The path to what is called, from the module on; a schema's own methods may be called on the way.
const pathOf = (node: AnyNode, names: Names): { readonly family: Family; readonly path: ReadonlyArray<string> } | undefined => {
  if (node.type === 'Identifier') {
    const known = names.get(node.name)
    return known && { family: known.family, path: known.name === undefined ? [] : [known.name] }
  }
  if (node.type === 'CallExpression') {
    const inner = pathOf(node.callee, names)
    return inner?.family === 'schemas' ? inner : undefined
  }
  if (node.type !== 'MemberExpression' || node.computed || node.optional || node.property.type !== 'Identifier') return undefined
  const { name } = node.property
  const inner = pathOf(node.object, names)
  return inner && { ...inner, path: [...inner.path, name] }
}

const declares = (node: Call, names: Names): boolean => {
  const { family, path } = pathOf(node.callee, names) ?? { path: [] }
  const [name = ''] = path
  if (family === 'schemas') return path.length > 0 && !path.some((p) => acts.test(p))
  if (path.length !== 1) return false
  if (family === 'function') return name === 'flow' || (name === 'pipe' && isHandle(node.arguments.at(-1), names))
  return family === 'quaich' || (family === 'io-ts' && !acts.test(name))
}

const isHandle = (node: AnyNode | undefined, names: Names): boolean => {
  if (node?.type !== 'CallExpression') return false
  const called = pathOf(node.callee, names)
  return called?.family === 'quaich' && called.path.join('.') === 'handle'
}
