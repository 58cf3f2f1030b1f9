/**
 * Finds the declared path that a request's path means: literals before parameters before greedy ones, whatever the order of declaration.
 * Knows paths only; methods, gateways and replies are its callers' affair.
 */
import { noFields } from '../events/fields.js'
import { type Path, paramNames, shapeOf } from './Path.js'

// ---- model

interface Node<A> {
  readonly literals: Map<string, Node<A>>
  /** The only literal, if there is just one: comparing a text is quicker than hashing it. */
  only: { readonly text: string; readonly node: Node<A> } | undefined
  param: Node<A> | undefined
  greedy: Entry<A> | undefined
  entry: Entry<A> | undefined
}

interface Entry<A> {
  readonly names: ReadonlyArray<string>
  readonly target: A
  readonly params: Readonly<Record<string, string>>
}

/** What was found, with the parameters; or that one of them has a broken percent-escape. @internal */
export type Match<A> = { readonly target: A; readonly params: Readonly<Record<string, string>> } | 'malformed' | undefined

/** @internal */
export type Matcher<A> = (path: string, encoded: boolean) => Match<A>

// ---- constructors

const node = <A>(): Node<A> => ({
  literals: new Map(),
  only: undefined,
  param: undefined,
  greedy: undefined,
  entry: undefined
})

/** A matcher over paths of distinct shapes. @internal */
export const matcher = <A>(routes: ReadonlyArray<readonly [Path, A]>): Matcher<A> => {
  const fixed = new Map<string, Entry<A>>()
  const root = node<A>()
  for (const [path, target] of routes) {
    const entry = { names: paramNames(path), target, params: noFields }
    if (entry.names.length === 0) fixed.set(shapeOf(path), entry)
    insert(root, path, entry)
  }
  return (path, encoded) => {
    const known = fixed.size === 0 ? undefined : fixed.get(path)
    if (known !== undefined) return known
    if (path.charCodeAt(0) !== SLASH) return undefined
    const values: string[] = []
    const entry = walk(root, path, 1, values)
    return entry === undefined ? undefined : bind(entry, values, encoded)
  }
}

const SLASH = 0x2f

const insert = <A>(root: Node<A>, path: Path, entry: Entry<A>): void => {
  let at = root
  for (const segment of path) {
    if (segment._tag === 'Greedy') {
      at.greedy = entry
      return
    }
    if (segment._tag === 'Param') {
      at.param ??= node()
      at = at.param
    } else {
      const next = at.literals.get(segment.text) ?? node<A>()
      at.literals.set(segment.text, next)
      at.only = at.literals.size === 1 ? { text: segment.text, node: next } : undefined
      at = next
    }
  }
  at.entry = entry
}

const literalOf = <A>({ literals, only }: Node<A>, segment: string): Node<A> | undefined =>
  only !== undefined ? (only.text === segment ? only.node : undefined) : literals.size === 0 ? undefined : literals.get(segment)

// Every node is visited at most once, so the time is bounded by the table, not by the request.
const walk = <A>(at: Node<A>, path: string, from: number, values: string[]): Entry<A> | undefined => {
  if (from > path.length) return at.entry
  const slash = path.indexOf('/', from)
  const end = slash === -1 ? path.length : slash
  const segment = path.slice(from, end)
  if (segment !== '') {
    const literal = literalOf(at, segment)
    const found = literal === undefined ? undefined : walk(literal, path, end + 1, values)
    if (found !== undefined) return found
    if (at.param !== undefined) {
      const depth = values.push(segment)
      const through = walk(at.param, path, end + 1, values)
      if (through !== undefined) return through
      values.length = depth - 1
    }
  }
  if (at.greedy === undefined || from >= path.length) return undefined
  values.push(path.slice(from))
  return at.greedy
}

const bind = <A>(entry: Entry<A>, values: ReadonlyArray<string>, encoded: boolean): Match<A> => {
  if (entry.names.length === 0) return entry
  const params: Record<string, string> = Object.create(null)
  for (let i = 0; i < entry.names.length; i++) {
    const raw = values[i] as string
    if (!encoded || !raw.includes('%')) {
      params[entry.names[i] as string] = raw
      continue
    }
    try {
      params[entry.names[i] as string] = decodeURIComponent(raw)
    } catch {
      return 'malformed'
    }
  }
  return { target: entry.target, params }
}
