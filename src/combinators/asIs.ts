/**
 * A first look before encoding: does a value go out as it is, since it has all declared keys and no others, and nothing in it is written
 * otherwise than it is held? Most replies do, and are neither copied nor walked twice. What this does not see at once `encode.ts` walks.
 */
import type * as t from 'io-ts'
import { partsOf } from '../codecs/parts.js'
import { tagOf } from '../codecs/tagOf.js'
import { type LeafTag, leaves, wayOf } from './genuine.js'
import type { Quick, Shape } from './quick.js'
import * as quick from './quick.js'

/** What can be told at a first look; nothing where a codec writes in its own way. @internal */
export const asIs = (codec: t.Mixed): Quick | undefined => {
  const { type, types, domain, codomain, predicate } = partsOf(codec)
  switch (tagOf(codec)) {
    case 'ReadonlyType':
    case 'ExactType':
      return asIs(type)
    case 'RefinementType': {
      const inner = asIs(type)
      return inner && quick.refinement(inner, predicate)
    }
    case 'InterfaceType':
    case 'StrictType':
    case 'PartialType':
    case 'IntersectionType': {
      const shape = shapeOf(codec)
      return shape && quick.record(shape, 'exact')
    }
    case 'ArrayType':
    case 'ReadonlyArrayType': {
      const item = asIs(type)
      return item && quick.list(item)
    }
    case 'DictionaryType': {
      const item = wayOf(domain) === 'StringType' ? asIs(codomain) : undefined
      return item && quick.dictionary(item)
    }
    case 'UnionType': {
      const members = types.map(asIs)
      return members.every((m) => m !== undefined) ? quick.firstOf(members) : undefined
    }
    default:
      return leaf(codec)
  }
}

const shapeOf = (codec: t.Mixed): Shape | undefined => {
  const { type, types, props } = partsOf(codec)
  const tag = tagOf(codec)
  if (tag === 'IntersectionType') {
    const shapes = types.map(shapeOf)
    return shapes.every((s) => s !== undefined) ? shapes.reduce(quick.both) : undefined
  }
  if (tag === 'ReadonlyType' || tag === 'ExactType') return shapeOf(type)
  if (tag !== 'InterfaceType' && tag !== 'StrictType' && tag !== 'PartialType') return undefined
  const looks = Object.entries(props).map(([key, prop]) => [key, asIs(prop)] as const)
  const required = tag === 'PartialType' ? 0 : 1
  return looks.every((look): look is [string, Quick] => look[1] !== undefined)
    ? new Map(looks.map(([key, look]) => [key, { quick: look, required }]))
    : undefined
}

// Of io-ts's own, with its own encoder, which gives back what it is given.
const leaf = (codec: t.Mixed): Quick | undefined => {
  const way = wayOf(codec)
  return way !== undefined && way in leaves && isIdentity(codec) ? quick.leaf(way as LeafTag, partsOf(codec)) : undefined
}

/** Whether a codec writes what it holds. @internal */
export const isIdentity = ({ encode }: t.Mixed): boolean => {
  const probe = {}
  try {
    return encode(probe) === probe
  } catch {
    return false
  }
}
