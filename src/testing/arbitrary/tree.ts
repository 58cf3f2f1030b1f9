/** io-ts codecs as trees: what stands where, read by `_tag` and never by `instanceof`, and what of it a key or a list asks. */
import type * as t from 'io-ts'
import { tagOf } from '../../combinators/tagOf.js'

// ---- model

/** The parts that the codecs of io-ts have, each some of them. @internal */
export interface Node {
  readonly type: t.Mixed
  readonly types: ReadonlyArray<t.Mixed>
  readonly props: Readonly<Record<string, t.Mixed>>
  readonly domain: t.Mixed
  readonly codomain: t.Mixed
  readonly value: unknown
  readonly keys: Readonly<Record<string, unknown>>
}

/** @internal */
export const nodeOf = (codec: t.Mixed): Node => codec as unknown as Node

// ---- combinators

/** The keys that a record with these keys must have (`t.record(t.keyof(…), …)`), or nothing where it may have any. @internal */
export const keysOf = (domain: t.Mixed): ReadonlyArray<string> | undefined => {
  const node = nodeOf(domain)
  switch (tagOf(domain)) {
    case 'LiteralType':
      return typeof node.value === 'string' ? [node.value] : undefined
    case 'KeyofType':
      return Object.keys(node.keys)
    case 'UnionType': {
      const all = node.types.map(keysOf)
      return all.every((k) => k !== undefined) ? all.flat() : undefined
    }
    default:
      return undefined
  }
}

/** A key of a path: `items` and `price` give `items.price`. @internal */
export const at = (path: string, key: string): string => (path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`)
