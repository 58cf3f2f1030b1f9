/**
 * What an issue of ArkType expected: the descriptions of the schema's own nodes, `.describe` among them, which are constants.
 * A predicate may give any text, so a text that describes no node is not repeated.
 */
import { anyAlternative, anyFormat, anyValid, union } from './words.js'

interface ArkNode {
  readonly kind?: unknown
  readonly description?: unknown
  readonly unit?: unknown
  readonly meta?: { readonly description?: unknown }
}

interface ArkIssue {
  readonly code?: unknown
  readonly expected?: unknown
  readonly path?: ReadonlyArray<unknown>
  readonly errors?: ReadonlyArray<ArkIssue>
}

/** The nodes of a schema by what they say of themselves. */
export type Described = ReadonlyMap<string, ArkNode>

/** @internal */
export const describedBy = (schema: unknown): Described => {
  const references = (schema as { readonly internal?: { readonly references?: unknown } }).internal?.references
  const nodes: ReadonlyArray<ArkNode> = Array.isArray(references) ? references : []
  return new Map([...nodes.filter((n) => !isUnit(n)), ...nodes.filter(isUnit)].flatMap(entryOf))
}

// What a node of several parts generates of itself may quote a literal; what its author wrote is a constant.
const entryOf = (node: ArkNode): ReadonlyArray<readonly [string, ArkNode]> =>
  typeof node.description === 'string' && (isAuthors(node) || !composite.has(node.kind)) ? [[node.description, node]] : []

const composite: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  'union',
  'intersection',
  'required',
  'optional',
  'structure',
  'sequence',
  'index',
  'alias',
  'morph'
])

const isUnit = (node: ArkNode): boolean => node.kind === 'unit'

const isAuthors = (node: ArkNode | undefined): boolean =>
  node?.meta?.description !== undefined && node.meta.description === node.description

/** @internal */
export const arktypeWords = (issue: object, nodes: Described): string => {
  const i = issue as ArkIssue
  if (i.code === 'union') return alternatives(i, nodes)
  if (i.code === 'intersection') return all(i.errors ?? [], nodes)
  return typeof i.expected === 'string' ? described(i.expected, nodes) : anyValid
}

// The text of a union ends in the refused value; those of its parts do not.
const alternatives = (i: ArkIssue, nodes: Described): string => {
  const errors = i.errors ?? []
  const here = errors.every((e) => typeof e.expected === 'string' && e.path?.length === i.path?.length)
  if (errors.length === 0 || !here) return anyAlternative
  return (
    words(
      errors.map((e) => e.expected as string),
      nodes
    ) ?? anyAlternative
  )
}

const all = (errors: ReadonlyArray<ArkIssue>, nodes: Described): string =>
  [...new Set(errors.map((e) => arktypeWords(e, nodes)))].filter((text) => text !== anyValid).join(', ') || anyValid

// Texts of several parts come as `"a", "b" or a number` and as `a string and at least length 3`.
const described = (text: string, nodes: Described): string => {
  if (nodes.has(text)) return words([text], nodes) ?? anyValid
  const parts = text.split(' and ').map((part) => words(part.split(/, | or /), nodes))
  return parts.some((part) => part === undefined) ? anyValid : parts.join(' and ')
}

const domains: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'a string',
  'a number',
  'a bigint',
  'a symbol',
  'an object',
  'an array',
  'boolean',
  'null',
  'undefined',
  'a function',
  'a Date'
])

const words = (parts: ReadonlyArray<string>, nodes: Described): string | undefined => {
  const known = parts.map((part) => (nodes.has(part) || domains.has(part) ? wordsOf(part, nodes.get(part)) : undefined))
  if (known.some((part) => part === undefined)) return undefined
  return union({ parts: known as ReadonlyArray<string>, literalOf: (part) => literalIn(nodes.get(part)) })
}

const wordsOf = (text: string, node: ArkNode | undefined): string => {
  if (isAuthors(node)) return text
  if (node?.kind === 'pattern') return anyFormat
  return node?.kind === 'predicate' ? anyValid : text
}

const literalIn = (node: ArkNode | undefined): readonly [unknown] | undefined =>
  node !== undefined && isUnit(node) && !isAuthors(node) ? [node.unit] : undefined
