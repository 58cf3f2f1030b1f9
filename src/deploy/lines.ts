/**
 * Which lines of a YAML text say what some other data does not. Data is compared, not text: what stands elsewhere, or in another order of keys,
 * is there. It knows nothing of what the text is about.
 */
import { diffArrays } from 'diff'
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type Scalar, type YAMLSeq } from 'yaml'
import { canonical, isData } from './data.js'

// ---- model

/** Lines, the first and the last one, counted from 1, and the place in the data: `functions.api-todos.events[0]`. @internal */
export interface Lines {
  readonly from: number
  readonly to: number
  readonly at: string
}

// ---- constructors

/** Reads a text once; gives what of it is not in some data. @internal */
export const linesOf = (text: string): ((less: unknown) => ReadonlyArray<Lines>) => {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const line = (offset: number) => counter.linePos(offset).line
  const plain = (node: Node | null): unknown => (node === null ? null : node.toJS(document))

  /** `start` is where the key or the item begins. */
  const walk = (start: number, node: Node | null, less: unknown, at: string): ReadonlyArray<Lines> => {
    if (isMap<Scalar, Node>(node) && isData(less)) return node.items.flatMap((pair) => entry(pair, less, at))
    if (isSeq<Node>(node) && Array.isArray(less)) return items(node, less, at)
    if (canonical(plain(node)) === canonical(less)) return []
    return [{ from: line(start), to: line(Math.max(start, lastOf(node) - 1)), at }]
  }
  const entry = ({ key, value }: Pair<Scalar, Node>, less: Readonly<Record<string, unknown>>, at: string) => {
    const name = String(key.value)
    return walk(key.range?.[0] ?? 0, value, less[name], at === '' ? name : `${at}.${name}`)
  }
  // What is in both, in the same order, stands; between, one takes the place of another as far as there are as many.
  const items = (node: YAMLSeq<Node>, less: ReadonlyArray<unknown>, at: string): ReadonlyArray<Lines> => {
    const own = node.items.map((item) => canonical(plain(item)))
    const kept = common(own, less.map(canonical))
    const found: Lines[] = []
    let [i, j] = [0, 0]
    for (const [toI, toJ] of [...kept, [own.length, less.length] as const]) {
      for (; i < toI; i++) {
        const item = node.items[i] as Node
        const other = j < toJ && !isScalar(item) ? less[j++] : undefined
        found.push(...walk(item.range?.[0] ?? 0, item, other, `${at}[${i}]`))
      }
      ;[i, j] = [toI + 1, toJ + 1]
    }
    return found
  }
  return (less) => walk(0, document.contents, less, '')
}

// Where the last thing in it ends: what a collection says of itself takes in the empty lines that follow.
const lastOf = (node: Node | null): number => {
  const last = isMap<Scalar, Node>(node) || isSeq<Node>(node) ? node.items.at(-1) : undefined
  if (last === undefined) return node?.range?.[1] ?? 0
  return 'key' in last ? Math.max(lastOf(last.value as Node | null), (last.key as Scalar).range?.[1] ?? 0) : lastOf(last as Node)
}

/** What two lists have in common, in one order, as pairs of places. */
const common = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): ReadonlyArray<readonly [number, number]> => {
  let [i, j] = [0, 0]
  return diffArrays([...a], [...b]).flatMap(({ count, added, removed }) => {
    if (removed) i += count
    else if (added) j += count
    else return Array.from({ length: count }, () => [i++, j++] as const)
    return []
  })
}
