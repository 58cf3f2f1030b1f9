/** What a look must know to vouch for a whole value that JSON text held: where nothing can hide, and how deep the value may be. */
import type * as t from 'io-ts'
import { partsOf } from '../codecs/parts.js'
import { tagOf } from '../codecs/tagOf.js'

/** How deep values of a codec are at most, for a codec that `lookText` says is `whole`. @internal */
export const depthOf = (codec: t.Mixed): number => {
  const { type, types, props } = partsOf(codec)
  const deepest = (codecs: ReadonlyArray<t.Mixed>) => Math.max(0, ...codecs.map(depthOf))
  if (type !== undefined) return depthOf(type) + (tagOf(codec) === 'ArrayType' || tagOf(codec) === 'ReadonlyArrayType' ? 1 : 0)
  if (types !== undefined) return deepest(types) + (tagOf(codec) === 'TupleType' ? 1 : 0)
  return props === undefined ? 0 : 1 + deepest(Object.values(props))
}
