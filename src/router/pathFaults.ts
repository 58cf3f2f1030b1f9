/** What is wrong with paths and prefixes: all of it in one fault, told where it was written, with the path that was meant where that can be told. */
import type { Told } from './faults.js'
import { faultsAmong, parsePath, parseSegments } from './Path.js'

/** A route's own path, and where mounts brought it. What is wrong with a prefix is the mount's to tell. @internal */
export const pathFaults = (own: string, path: string): ReadonlyArray<Told> => {
  const { faults } = parseSegments(own)
  if (faults.length > 0) {
    const name = own === path || own.startsWith('/') ? `the path '${path}'` : `the path '${path}': its own part '${own}'`
    return [[`${name}: ${faults.join('; ')}`, mendOf(own, 'write')]]
  }
  // What segments are to each other is known once all of them are there.
  const together = faultsAmong(parseSegments(path).segments)
  return together.length === 0
    ? []
    : [[`the path '${path}': ${together.join('; ')}`, 'give each parameter a name of its own, and a greedy one the last place']]
}

/** A mount's prefix. @internal */
export const prefixFaults = (prefix: string): ReadonlyArray<Told> => {
  const bare = prefix.replace(/\/+$/, '')
  const faults = bare === '' ? [] : parseSegments(bare).faults
  return faults.length === 0 ? [] : [[`the prefix '${prefix}': ${faults.join('; ')}`, mendOf(bare, 'mount it under')]]
}

const mendOf = (path: string, doing: string): string => {
  const text = meantBy(path)
  if (parsePath(text).faults.length === 0) return `${doing} '${text}'`
  return /[{}]/.test(path)
    ? `${doing} whole segments: '/todos/{id}'`
    : `${doing} letters, digits and . _ : - alone: '/todos/{id}'`
}

// Slashes where they belong, and the parameters of other routers as API Gateway writes them.
const meantBy = (path: string): string => {
  const parts = path.split('/').filter((part) => part !== '')
  return `/${parts.map((part, i) => paramOf(part, i === parts.length - 1)).join('/')}`
}

const paramOf = (part: string, last: boolean): string => {
  const [, named, rest] = /^:([A-Za-z_]\w*)([*+]?)$/.exec(part) ?? []
  const greedy = (rest !== undefined && rest !== '') || /^\*+$/.test(part)
  if (named === undefined && !greedy) return part
  return `{${named ?? 'name'}${greedy && last ? '+' : ''}}`
}
