/**
 * Imports of packages that come to nothing, told with the line that imports: Node names the one file that a program was made into. Said only
 * of the program's own imports; what fails inside a package is the package's to tell.
 */
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Message } from 'esbuild'
import type { Files } from './load.js'
import { meant } from './near.js'

/** As esbuild tells what it finds itself. @internal */
export type Placed = Pick<Message, 'text' | 'location'>

/** What an error says of an import, if it says that; `made` is the file that was imported, `own` are those that went into it. @internal */
export const importFault = async (
  e: unknown,
  made: string,
  own: ReadonlyArray<string>,
  files: Files
): Promise<Placed | undefined> => {
  const wrong = e instanceof Error ? wrongImport(e.message, made) : undefined
  if (wrong === undefined) return undefined
  for (const file of own) {
    const location = locationIn(file, (await files.read(file)) ?? '', wrong)
    if (location !== undefined) return { text: await textOf(wrong, made, files), location }
  }
  return undefined
}

// ---- what Node says

interface Wrong {
  /** As it was resolved: a package, a file of one. */
  readonly from: string
  readonly name?: string
}

const wrongImport = (message: string, made: string): Wrong | undefined => {
  const [, lost, by] = /^Cannot find (?:package|module) '([^']+)' imported from (.+)/.exec(message) ?? []
  if (lost !== undefined) return by === made ? { from: afterModules(lost) } : undefined
  const [, path, of, importer] =
    /^Package subpath '\.(\/[^']+)' is not defined by "exports" in (.+)[\\/]package\.json imported from (.+)/.exec(message) ?? []
  if (of !== undefined) return importer === made ? { from: `${afterModules(of)}${path}` } : undefined
  const [, from, name] = /^The requested module '([^']+)' does not provide an export named '([^']+)'/.exec(message) ?? []
  if (from !== undefined && name !== undefined) return { from, name }
  const [, named, common] = /^Named export '([^']+)' not found\. The requested module '([^']+)'/.exec(message) ?? []
  return common === undefined || named === undefined ? undefined : { from: common, name: named }
}

const afterModules = (path: string): string => (path.split(/[\\/]node_modules[\\/]/).at(-1) ?? path).replaceAll('\\', '/')

// ---- where it is written

const locationIn = (file: string, text: string, { from, name }: Wrong): Message['location'] | undefined => {
  // fp-ts and io-ts are written in more ways than one, and run in one.
  const spec = /^(fp-ts|io-ts)\/lib\/(.+)\.js$/.exec(from)
  const written = spec === null ? escaped(from) : `${spec[1]}/(?:lib/)?${spec[2]}(?:\\.js)?`
  const found = (
    name === undefined
      ? new RegExp(`(?<before>\\b(?:from|import)\\s*\\(?\\s*)['"]${written}(?:/[^'"]*)?['"]`)
      : new RegExp(
          `(?<before>\\b(?:import|export)\\b[^;'"]*?)(?<![\\w$])${escaped(name)}(?![\\w$])[^;'"]*\\bfrom\\s*['"]${written}['"]`
        )
  ).exec(text)
  if (found === null) return undefined
  const before = text.slice(0, found.index + (found.groups?.['before'] ?? '').length).split('\n')
  return {
    file,
    namespace: 'file',
    line: before.length,
    column: before.at(-1)?.length ?? 0,
    length: 0,
    lineText: text.split('\n')[before.length - 1] ?? '',
    suggestion: ''
  }
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

// ---- what was meant

const textOf = async ({ from, name }: Wrong, made: string, files: Files): Promise<string> => {
  if (name !== undefined) return `'${from}' exports no '${name}'${hint(meant(name, await namesOf(from, made, files)))}`
  const modules = join(dirname(made), 'node_modules')
  const [, owner = from, path] = /^((?:@[^/]+\/)?[^/]+)(\/.+)?$/.exec(from) ?? []
  if (path !== undefined && files.exists(join(modules, owner)))
    return `the package '${owner}' has no '${from}'${hint(meant(from, await pathsOf(owner, modules, files)))}`
  const scope = owner.startsWith('@') ? `${owner.split('/')[0]}/` : ''
  const there = (await files.list(join(modules, scope))).map((n) => `${scope}${n}`)
  return `there is no package '${owner}' in node_modules: ${meant(owner, there) ?? `npm install ${owner}`}`
}

const hint = (near: string | undefined): string => (near === undefined ? '' : `: ${near}`)

const pathsOf = async (owner: string, modules: string, files: Files): Promise<ReadonlyArray<string>> => {
  const text = (await files.read(join(modules, owner, 'package.json'))) ?? '{}'
  const { exports } = JSON.parse(text) as { readonly exports?: unknown }
  return typeof exports !== 'object' || exports === null ? [] : Object.keys(exports).map((path) => `${owner}${path.slice(1)}`)
}

// Asked where the program is, as it would be.
const namesOf = async (from: string, made: string, files: Files): Promise<ReadonlyArray<string>> => {
  const path = join(dirname(made), `.names-of-${basename(made).slice(1)}`)
  await files.write(path, `export * as all from ${JSON.stringify(from)}`)
  try {
    const { all } = (await import(pathToFileURL(path).href)) as { readonly all: object }
    return Object.keys(all)
  } catch {
    return []
  } finally {
    await files.remove(path)
  }
}
