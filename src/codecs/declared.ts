/**
 * What the author of a zod or valibot schema wrote in it as a constant: texts for refusals, bounds, formats, literals.
 * A refusal repeats nothing else, since whatever is not in the schema may come from the refused value.
 */

/** The constants of a schema. @internal */
export interface Declared {
  /** Messages, as they read for an issue that carries no input. */
  readonly texts: ReadonlySet<string>
  /** Literals, bounds (dates as milliseconds), names of formats, lengths of tuples. */
  readonly constants: ReadonlySet<unknown>
}

type Node = Readonly<Record<string, unknown>>

/** A schema of so many nodes is read to its end; constants further on are not repeated. */
const mostNodes = 10_000

/**
 * Walks the definition of a schema. Only definitions are read: other validators keep results beside them, which hold values.
 * @internal
 */
export const declaredBy = (schema: unknown): Declared => {
  const texts = new Set<string>()
  const constants = new Set<unknown>()
  const seen = new Set<object>()
  const next: unknown[] = [schema]
  const visit = (key: string, u: unknown): void => {
    if (key === 'error' || key === 'message') for (const text of textsOf(u)) texts.add(text)
    if (typeof u === 'object' && u !== null) next.push(u)
    else if (typeof u !== 'function') constants.add(u)
  }
  while (next.length > 0 && seen.size < mostNodes) {
    const u = next.pop()
    if (typeof u !== 'object' || u === null) continue
    const node = definitionOf(u)
    if (seen.has(node)) continue
    seen.add(node)
    if (node instanceof Date) constants.add(node.getTime())
    if (Array.isArray(node)) constants.add(node.length)
    for (const [key, child] of childrenOf(node)) visit(key, child)
  }
  return { texts, constants }
}

/** What stands in a definition; of a lazy schema what it gives. @internal */
export const childrenOf = (node: object): ReadonlyArray<readonly [string, unknown]> =>
  Object.keys(node)
    .filter((key) => !unread.has(key))
    .map((key) => {
      const child = attempt(() => (node as Node)[key])
      return [key, typeof child === 'function' && (key === 'getter' || key === 'shape') ? given(child, undefined) : child]
    })

// To read a default calls the author's function, which may count or draw a number; the standard's part says nothing of a schema.
const unread: ReadonlySet<string> = /* @__PURE__ */ new Set(['defaultValue', '~standard'])

/** zod 4 keeps what a schema or a check is in `_zod.def`, zod 3 in `_def`, valibot in the schema itself. @internal */
export const definitionOf = (u: object): Node => {
  const { _zod, _def } = u as { readonly _zod?: { readonly def?: Node }; readonly _def?: Node }
  return _zod?.def ?? _def ?? (u as Node)
}

// A function that interpolates its issue gives a text here that no real issue has.
const textsOf = (u: unknown): ReadonlyArray<string> =>
  (typeof u === 'function' ? probes.map((probe) => given(u, probe)) : [u]).map(textOf).filter((text) => text !== '')

const textOf = (u: unknown): string => {
  const text = typeof u === 'object' && u !== null ? (u as Node)['message'] : u
  return typeof text === 'string' ? text : ''
}

const codes = [
  'custom',
  'invalid_type',
  'invalid_value',
  'invalid_format',
  'invalid_union',
  'invalid_key',
  'invalid_element',
  'too_small',
  'too_big',
  'not_multiple_of',
  'unrecognized_keys'
]

// Issues without an input. Authors often tell an absent value from a wrong one, so each kind of issue comes with and without an empty object.
const probes: ReadonlyArray<object> = /* @__PURE__ */ codes.flatMap((code) =>
  [undefined, Object.freeze({})].map((input) => ({ code, input, path: [], kind: 'schema', type: '', expected: '', received: '' }))
)

const given = (f: unknown, argument: unknown): unknown =>
  typeof f === 'function' ? attempt(() => (f as (u: unknown) => unknown)(argument)) : undefined

const attempt = (f: () => unknown): unknown => {
  try {
    return f()
  } catch {
    return undefined
  }
}
