/**
 * How fast a validator's work grows with the depth of a value: by the alternatives of a recursive union, each of which decodes the value again.
 * Reads definitions of zod and valibot, and decodes nothing.
 */
import { childrenOf, definitionOf } from './declared.js'

/** Reading stops at so many nodes, and at so many within each other; what lies further on counts as leading back. */
const mostNodes = 20_000
const deepestNode = 1000

/**
 * The most alternatives of one union, or parts of one intersection, that lead back to it: 3 where each level of a value may be decoded three
 * times. The alternatives of a union within a union count one by one. 1 or less where the work grows no faster than the value.
 * @internal
 */
export const alternativesPerLevel = (schema: unknown): number => {
  const cycleOf = cycles(schema)
  const counts = new Map<object, number>()
  const leadBack = (node: object): number => {
    const known = counts.get(node)
    if (known !== undefined) return known
    counts.set(node, 1)
    let count = 0
    for (const alternative of alternativesOf(node)) {
      const next = nodeOf(alternative) ?? node
      if (cycleOf.get(next) === cycleOf.get(node)) count += alternativesOf(next).length === 0 ? 1 : leadBack(next)
    }
    counts.set(node, count)
    return count
  }
  return Math.max(0, ...[...cycleOf.keys()].map(leadBack))
}

const nodeOf = (u: unknown): object | undefined => (typeof u === 'object' && u !== null ? definitionOf(u) : undefined)

/**
 * Every node, with the number of the cycle that it is a part of: nodes with the same number lead to each other (Tarjan's algorithm).
 * Each node is read once, since valibot's lazy schemas give another schema at each call.
 */
const cycles = (schema: unknown): ReadonlyMap<object, number> => {
  const indices = new Map<object, number>()
  const cycleOf = new Map<object, number>()
  const open: object[] = []
  const visit = (node: object, depth: number): number => {
    const index = indices.size
    if (index >= mostNodes || depth > deepestNode) return 0
    let lowest = index
    indices.set(node, index)
    open.push(node)
    for (const [, child] of childrenOf(node)) {
      const next = nodeOf(child)
      if (next === undefined || cycleOf.has(next)) continue
      lowest = Math.min(lowest, indices.get(next) ?? visit(next, depth + 1))
    }
    if (lowest === index) for (const member of open.splice(open.lastIndexOf(node))) cycleOf.set(member, index)
    return lowest
  }
  const root = nodeOf(schema)
  if (root !== undefined) visit(root, 0)
  return cycleOf
}

interface Definition {
  readonly type?: unknown
  readonly typeName?: unknown
  readonly discriminator?: unknown
  readonly options?: unknown
  readonly left?: unknown
  readonly right?: unknown
}

// A discriminated union (valibot's `variant`) decodes the value by one alternative.
const alternativesOf = (node: object): ReadonlyArray<unknown> => {
  const { type, typeName, discriminator, options, left, right } = node as Definition
  if (type === 'intersection' || typeName === 'ZodIntersection') return [left, right]
  const union = type === 'union' || type === 'intersect' || typeName === 'ZodUnion'
  return union && discriminator === undefined && Array.isArray(options) ? options : []
}
