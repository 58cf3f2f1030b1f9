/**
 * Where in the program something was declared: the line of its export. A fault names what it is about by its path and export; this finds
 * the file, by the text alone. Where two modules export one name it says nothing rather than guess.
 */
import { relative } from 'node:path'
import type { Files } from '../deploy/load.js'
import type { DefinitionFault } from '../router/DefinitionError.js'
import type { LocatedFault } from './faultText.js'

/** A place in a file, line and column from 1, with the text of that line and how much of it is meant. @internal */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly text: string
  readonly length: number
}

/** Finds places such as `POST /todos (createTodo)` and `v1.cats.list` in the program's own files. @internal */
export const locator = async (paths: ReadonlyArray<string>, files: Files): Promise<(place: string) => Location | undefined> => {
  const own = paths.filter((p) => /\.[cm]?[jt]sx?$/.test(p) && !p.includes('node_modules'))
  const texts = await Promise.all(own.map(async (path) => ({ path, text: (await files.read(path)) ?? '' })))
  return (place) => {
    const name = nameIn(place)
    if (name === undefined) return undefined
    // What nothing exports may be named in the service itself.
    for (const find of [exported, declared]) {
      const found = texts.flatMap(({ path, text }) => {
        const at = find(text, name)
        return at === undefined ? [] : [locationAt(relative(files.cwd, path), text, at, name)]
      })
      if (found.length > 0) return found.length === 1 ? found[0] : undefined
    }
    return undefined
  }
}

const locationAt = (file: string, text: string, at: number, name: string): Location => {
  const before = text.slice(0, at).split('\n')
  return {
    file,
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    text: text.split('\n')[before.length - 1] ?? '',
    length: /^[\w$]+/.exec(text.slice(at))?.[0].length ?? name.length
  }
}

// ---- names in a text: the offset of the one that is declared, and not of a word that it is a part of

const declaring = '(?:const|let|var|class|(?:async\\s+)?function\\s*\\*?)\\s+'

const offset = (text: string, before: string, name: string, after = '(?![\\w$])'): number | undefined => {
  const m = new RegExp(`${before}(?=${name.replaceAll('$', '\\$')}${after})`, 'm').exec(text)
  return m === null ? undefined : m.index + m[0].length
}

const declared = (text: string, name: string): number | undefined => offset(text, `^${declaring}`, name)

// Exported where it is declared or in a list, there perhaps under another name; or the key of a mount.
const exported = (text: string, name: string): number | undefined => {
  const own = offset(text, `\\bexport\\s+${declaring}`, name)
  if (own !== undefined) return own
  const lists = [...text.matchAll(/\bexport\s*\{([^{}]*)\}(?!\s*from\b)/g)].flatMap(([, list = '']) => list.split(','))
  for (const item of lists) {
    const [, local, as = local] = /^\s*([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(item) ?? []
    if (local !== undefined && as === name) return declared(text, local)
  }
  return offset(text, '(?<![\\w$.])', name, ': mount\\(')
}

// The export that a place ends with: in brackets behind a route, or the last of its keys.
const nameIn = (place: string): string | undefined => {
  const [, inner] = /\(([^()]+)\)$/.exec(place) ?? []
  const name = (inner ?? place).split('.').at(-1) ?? ''
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : undefined
}

/** Faults, each with the line that it is about where that is known. @internal */
export const locatedIn = async (
  paths: ReadonlyArray<string>,
  faults: ReadonlyArray<DefinitionFault>,
  files: Files
): Promise<ReadonlyArray<LocatedFault>> => {
  if (faults.length === 0) return []
  const locate = await locator(paths, files)
  return faults.map((f) => {
    const at = locate(f.place)
    return at === undefined ? f : { ...f, at }
  })
}
