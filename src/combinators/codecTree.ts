/**
 * What io-ts reads off a tree of codecs when it makes one of them: the keys that an exact codec keeps, the keys of a record by names, the
 * literals that tell the members of a union apart. It decodes nothing.
 */
import type * as t from 'io-ts'
import { type Parts, partsOf } from '../codecs/parts.js'
import { tagOf } from '../codecs/tagOf.js'
import type { Way, Ways } from './genuine.js'

/** The declared keys that an exact codec keeps, as the own keys of an object. @internal */
export const keptBy = (codec: t.Mixed): object | undefined => {
  const { type, types, props } = partsOf(codec)
  switch (tagOf(codec)) {
    case 'RefinementType':
    case 'ReadonlyType':
      return keptBy(type)
    case 'InterfaceType':
    case 'StrictType':
    case 'PartialType':
      return props
    case 'IntersectionType':
      return types.reduce<object>((kept, member) => Object.assign(kept, keptBy(member)), {})
    default:
      return undefined
  }
}

/** The keys that a record's domain names one by one; nothing where it does not. @internal */
export const namedBy = (domain: t.Mixed): ReadonlyArray<string> | undefined => {
  const { value, keys, types } = partsOf(domain)
  switch (tagOf(domain)) {
    case 'LiteralType':
      return typeof value === 'string' ? [value] : undefined
    case 'KeyofType':
      return Object.keys(keys)
    case 'UnionType': {
      const named = types.map(namedBy)
      return named.every((n) => n !== undefined) ? [...new Set(named.flat())] : undefined
    }
    default:
      return undefined
  }
}

/** The values that a key may have in what a codec takes, where literals say so; nothing where that cannot be told. @internal */
export const literalsOf = (
  codec: t.Mixed,
  key: string,
  wayOf: Ways,
  seen: ReadonlyArray<t.Mixed> = []
): ReadonlyArray<unknown> | undefined => {
  if (seen.includes(codec)) return undefined
  const parts = partsOf(codec)
  const of = (inner: t.Mixed) => literalsOf(inner, key, wayOf, [...seen, codec])
  switch (wayOf(codec)) {
    case 'InterfaceType': {
      const prop = parts.props[key]
      return prop !== undefined && wayOf(prop) === 'LiteralType' ? [partsOf(prop).value] : undefined
    }
    case 'ExactType':
    case 'RefinementType':
    case 'ReadonlyType':
      return of(parts.type)
    case 'RecursiveType':
      return of(parts.runDefinition())
    case 'IntersectionType': {
      const told = parts.types.flatMap((member) => [of(member) ?? []].filter((literals) => literals.length > 0))
      return told[0]?.filter((literal) => told.every((literals) => literals.includes(literal)))
    }
    case 'UnionType':
    case 'TaggedUnionType': {
      const told = parts.types.map(of)
      return told.every((literals) => literals !== undefined) ? told.flat() : undefined
    }
    default:
      return undefined
  }
}

/** Whether every codec of a tree decodes as io-ts does. @internal */
export const isPlain = (codec: t.Mixed, wayOf: Ways, seen: Set<t.Mixed> = new Set()): boolean => {
  if (seen.has(codec)) return true
  seen.add(codec)
  const way = wayOf(codec)
  return way !== undefined && childrenOf(way, partsOf(codec)).every((child) => isPlain(child, wayOf, seen))
}

const childrenOf = (way: Way, parts: Parts): ReadonlyArray<t.Mixed> => {
  switch (way) {
    case 'InterfaceType':
    case 'PartialType':
      return Object.values(parts.props)
    case 'DictionaryType':
    case 'EnumerableType':
      return [parts.domain, parts.codomain]
    case 'TupleType':
    case 'UnionType':
    case 'TaggedUnionType':
    case 'IntersectionType':
      return parts.types
    case 'RecursiveType':
      return [parts.runDefinition()]
    case 'ArrayType':
    case 'ExactType':
    case 'RefinementType':
    case 'ReadonlyType':
      return [parts.type]
    default:
      return []
  }
}
