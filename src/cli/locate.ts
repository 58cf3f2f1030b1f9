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
    const found = texts.flatMap(({ path, text }) => {
      const m = new RegExp(`\\bexport (?:const|let|var|function|class) (${name})\\b|\\b(${name}): mount\\(`).exec(text)
      if (m === null) return []
      const at = m.index + m[0].indexOf(name)
      const before = text.slice(0, at).split('\n')
      const column = (before.at(-1) ?? '').length + 1
      return [
        {
          file: relative(files.cwd, path),
          line: before.length,
          column,
          text: text.split('\n')[before.length - 1] ?? '',
          length: name.length
        }
      ]
    })
    return found.length === 1 ? found[0] : undefined
  }
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
