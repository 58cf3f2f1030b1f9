/**
 * Finds the declared path that a request's path means: literals before parameters before greedy ones, whatever the order of declaration.
 * Knows paths only; methods, gateways and replies are its callers' affair.
 */
import { noFields } from '../events/fields.js'
import { bindParams, type Match, type Matcher } from './bindParams.js'
import { namesIn, type Path, printPath } from './Path.js'

// ---- model

/** What is known of the paths that go through one place: children are made of `waiting` when a request first comes by. */
interface Node<A> {
  waiting: Entry<A>[]
  /** One literal is compared, which is quicker than hashing; several are looked up. */
  literal: { readonly text: string; readonly node: Node<A> } | undefined
  literals: Map<string, Node<A>> | undefined
  param: Node<A> | undefined
  greedy: Entry<A> | undefined
  entry: Entry<A> | undefined
}

interface Entry<A> {
  readonly path: string
  readonly target: A
  /** Where in the path the node that it waits in begins. */
  from: number
  names: ReadonlyArray<string> | undefined
}

// ---- constructors

const node = <A>(waiting: Entry<A>[]): Node<A> => ({
  waiting,
  literal: undefined,
  literals: undefined,
  param: undefined,
  greedy: undefined,
  entry: undefined
})

/** A matcher over paths of distinct shapes. @internal */
export const matcher = <A>(routes: ReadonlyArray<readonly [Path, A]>): Matcher<A> =>
  textMatcher(new Map(routes.map(([path, target]) => [printPath(path), target] as const)))

/** The same over paths that are known to be well-formed, as text. However many there are, only what requests go through is taken apart. @internal */
export const textMatcher = <A>(routes: ReadonlyMap<string, A>): Matcher<A> => {
  const fixed = new Map<string, Match<A>>()
  const root = node<A>([])
  routes.forEach((target, path) => {
    if (path.includes('{')) root.waiting.push({ path, target, from: 1, names: undefined })
    else fixed.set(path, { target, params: noFields })
  })
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

// Sorts what waits in a node into its children, by the next segment of each path.
const expand = <A>(at: Node<A>): void => {
  for (const entry of at.waiting) {
    const { path, from } = entry
    if (from > path.length) {
      at.entry = entry
      continue
    }
    const slash = path.indexOf('/', from)
    const segment = path.slice(from, slash === -1 ? path.length : slash)
    entry.from += segment.length + 1
    if (segment.endsWith('+}')) at.greedy = entry
    else if (segment.startsWith('{')) at.param = waitingIn(at.param, entry)
    else addLiteral(at, segment, entry)
  }
  at.waiting = []
}

const addLiteral = <A>(at: Node<A>, text: string, entry: Entry<A>): void => {
  const { literal } = at
  if (at.literals === undefined) {
    if (literal === undefined || literal.text === text) {
      at.literal = { text, node: waitingIn(literal?.node, entry) }
      return
    }
    at.literals = new Map([[literal.text, literal.node]])
  }
  at.literals.set(text, waitingIn(at.literals.get(text), entry))
}

const waitingIn = <A>(at: Node<A> | undefined, entry: Entry<A>): Node<A> => {
  if (at === undefined) return node([entry])
  at.waiting.push(entry)
  return at
}

const literalOf = <A>({ literals, literal }: Node<A>, segment: string): Node<A> | undefined =>
  literals !== undefined ? literals.get(segment) : literal?.text === segment ? literal.node : undefined

// Every node is visited at most once, so the time is bounded by the table, not by the request.
const walk = <A>(at: Node<A>, path: string, from: number, values: string[]): Entry<A> | undefined => {
  if (at.waiting.length > 0) expand(at)
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
  entry.names ??= namesIn(entry.path)
  return bindParams(entry.target, entry.names, values, encoded)
}
