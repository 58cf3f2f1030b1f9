/**
 * What io-ts codecs are made of, as they show it. Whether a codec's functions do what its parts say is decided in `isStockIoTs.ts`.
 */
import type * as t from 'io-ts'

// ---- model: parts as a codec shows them

/** What a codec's tag promises about its parts; a part that the tag does not promise is never read. @internal */
export interface Parts {
  readonly type: t.Mixed
  readonly types: ReadonlyArray<t.Mixed>
  readonly props: Readonly<Record<string, t.Mixed>>
  readonly domain: t.Mixed
  readonly codomain: t.Mixed
  readonly keys: object
  readonly value: unknown
  readonly tag: string
  readonly predicate: (a: unknown) => unknown
  readonly runDefinition: () => t.Mixed
}

/** A codec's parts, typed in the hope that its tag is right. @internal */
export const partsOf = (codec: t.Mixed): Parts => codec as unknown as Parts

/** The `_tag` by which io-ts tells its codecs apart; absent on codecs made with `new t.Type`. @internal */
export const tagOf = (type: unknown): string | undefined => {
  const tag = (type as { readonly _tag?: unknown } | undefined)?._tag
  return typeof tag === 'string' ? tag : undefined
}

/** A codec without the wrappers that io-ts leaves out of a context. @internal */
export const unwrapped = (type: unknown): unknown => {
  const tag = tagOf(type)
  return tag === 'ReadonlyType' || tag === 'ExactType' || tag === 'RefinementType' || tag === 'RecursiveType'
    ? unwrapped((type as { readonly type: unknown }).type)
    : type
}

// ---- model: shapes

/** What a codec does, where its functions are known; `opaque` where only they know. @internal */
export type Shape =
  | { readonly kind: 'scalar' | 'any'; readonly is: (u: unknown) => boolean }
  | { readonly kind: 'number' }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'keyof'; readonly keys: object }
  | { readonly kind: 'array'; readonly item: t.Mixed }
  | { readonly kind: 'tuple'; readonly items: ReadonlyArray<t.Mixed> }
  | { readonly kind: 'record'; readonly props: Parts['props']; readonly required: boolean }
  | { readonly kind: 'exact'; readonly inner: t.Mixed; readonly keys: object }
  | { readonly kind: 'dictionary'; readonly domain: t.Mixed; readonly codomain: t.Mixed }
  | { readonly kind: 'union'; readonly members: ReadonlyArray<t.Mixed> }
  /** A union whose members one key tells apart: `places` has the member of each value of that key. */
  | {
      readonly kind: 'tagged'
      readonly tag: string
      readonly places: ReadonlyMap<unknown, number>
      readonly members: ReadonlyArray<t.Mixed>
    }
  | { readonly kind: 'intersection'; readonly members: ReadonlyArray<t.Mixed> }
  | { readonly kind: 'refinement'; readonly inner: t.Mixed; readonly predicate: Parts['predicate'] }
  | { readonly kind: 'readonly'; readonly inner: t.Mixed }
  | { readonly kind: 'recursive'; readonly definition: () => t.Mixed }
  | { readonly kind: 'text' | 'opaque' }

const opaque: Shape = { kind: 'opaque' }

// ---- constructors

/** The shape that a codec's tag and parts tell. @internal */
export const shapeByTag = (codec: t.Mixed): Shape => {
  const { type, types, props, domain, codomain, keys, value, predicate, runDefinition } = partsOf(codec)
  const tag = tagOf(codec) as string
  switch (tag) {
    case 'NumberType':
      return { kind: 'number' }
    case 'LiteralType':
      return { kind: 'literal', value }
    case 'NullType':
      return { kind: 'literal', value: null }
    case 'UndefinedType':
    case 'VoidType':
      return { kind: 'literal', value: undefined }
    case 'KeyofType':
      return { kind: 'keyof', keys }
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return { kind: 'array', item: type }
    case 'TupleType':
      return { kind: 'tuple', items: types }
    case 'InterfaceType':
    case 'PartialType':
      return { kind: 'record', props, required: tag === 'InterfaceType' }
    case 'ExactType': {
      const kept = exactKeys(type)
      return kept === undefined ? opaque : { kind: 'exact', inner: type, keys: kept }
    }
    case 'DictionaryType':
      return dictionary(domain, codomain)
    case 'UnionType':
      return Object.hasOwn(codec, 'tag') ? tagged(partsOf(codec)) : { kind: 'union', members: types }
    case 'IntersectionType':
      return { kind: 'intersection', members: types }
    case 'RefinementType':
      return { kind: 'refinement', inner: type, predicate }
    case 'ReadonlyType':
      return { kind: 'readonly', inner: type }
    case 'RecursiveType':
      return { kind: 'recursive', definition: runDefinition }
    default: {
      const is = scalars[tag] ?? anything[tag]
      return is === undefined ? opaque : { kind: tag in scalars ? 'scalar' : 'any', is }
    }
  }
}

type Predicate = (u: unknown) => boolean

const scalars: Readonly<Record<string, Predicate>> = {
  StringType: (u) => typeof u === 'string',
  BooleanType: (u) => typeof u === 'boolean',
  BigIntType: (u) => typeof u === 'bigint',
  NeverType: () => false
}

// Values that may hold anything.
const anything: Readonly<Record<string, Predicate>> = {
  UnknownType: () => true,
  AnyType: () => true,
  FunctionType: (u) => typeof u === 'function',
  ObjectType: (u) => u !== null && typeof u === 'object',
  AnyArrayType: Array.isArray,
  AnyDictionaryType: (u) => isRecord(u)
}

/** What io-ts calls a record: any object that is no array. @internal */
export const isRecord = (u: unknown): u is Record<string, unknown> => u !== null && typeof u === 'object' && !Array.isArray(u)

// A record whose keys are named is an exact record of those keys to io-ts.
const dictionary = (domain: t.Mixed, codomain: t.Mixed): Shape => {
  const names = enumeratedKeys(domain)
  if (names === undefined) return { kind: 'dictionary', domain, codomain }
  const props: Record<string, t.Mixed> = {}
  for (const name of names) props[name] = codomain
  return { kind: 'exact', inner: recordOf(props), keys: props }
}

const records = new WeakSet<object>()

/** Whether a codec stands for the record inside a dictionary: nothing but its parts is ever used. @internal */
export const isInsideDictionary = (codec: object): boolean => records.has(codec)

const recordOf = (props: Parts['props']): t.Mixed => {
  const codec = { _tag: 'InterfaceType', name: 'record', props } as unknown as t.Mixed
  records.add(codec)
  return codec
}

/** The values of the key that tells the members of a union apart. @internal */
export const tagValues = (union: t.Mixed): ReadonlyArray<unknown> => {
  const { tag, types } = partsOf(union)
  return types.flatMap((member) => literalsAt(member, tag) ?? [])
}

const tagged = ({ tag, types }: Parts): Shape => {
  const literals = types.map((member) => literalsAt(member, tag))
  const places = new Map(literals.flatMap((values, i) => values?.map((value) => [value, i] as const) ?? []))
  // The members are told apart by something that their parts do not show.
  if (literals.includes(undefined) || places.size !== literals.flat().length) return opaque
  return { kind: 'tagged', tag, places, members: types }
}

// ---- what io-ts reads off a codec when it makes another one

/** The declared keys that an exact codec keeps, as the own keys of an object. @internal */
export const exactKeys = (codec: t.Mixed): object | undefined => {
  const { type, types, props } = partsOf(codec)
  switch (tagOf(codec)) {
    case 'RefinementType':
    case 'ReadonlyType':
      return exactKeys(type)
    case 'InterfaceType':
    case 'StrictType':
    case 'PartialType':
      return props
    case 'IntersectionType':
      return types.reduce<object>((kept, member) => Object.assign(kept, exactKeys(member)), {})
    default:
      return undefined
  }
}

/** The keys that a record's domain names one by one; nothing where it does not. @internal */
export const enumeratedKeys = (domain: t.Mixed): ReadonlyArray<string> | undefined => {
  const { value, keys, types } = partsOf(domain)
  switch (tagOf(domain)) {
    case 'LiteralType':
      return typeof value === 'string' ? [value] : undefined
    case 'KeyofType':
      return Object.keys(keys)
    case 'UnionType': {
      const named = types.map(enumeratedKeys)
      return named.every((n) => n !== undefined) ? [...new Set(named.flat())] : undefined
    }
    default:
      return undefined
  }
}

/** The values that a key may have in what a codec takes, where literals say so; nothing where that cannot be known. */
const literalsAt = (codec: t.Mixed, key: string, seen: ReadonlyArray<t.Mixed> = []): ReadonlyArray<unknown> | undefined => {
  if (seen.includes(codec)) return undefined
  const { type, types, props, runDefinition } = partsOf(codec)
  const inside = (inner: t.Mixed) => literalsAt(inner, key, [...seen, codec])
  switch (tagOf(codec)) {
    case 'InterfaceType': {
      const prop = props[key]
      return tagOf(prop) === 'LiteralType' ? [partsOf(prop as t.Mixed).value] : undefined
    }
    case 'ExactType':
    case 'RefinementType':
    case 'ReadonlyType':
      return inside(type)
    case 'RecursiveType':
      return inside(runDefinition())
    case 'IntersectionType': {
      const found = types.flatMap((member) => [inside(member) ?? []].filter((literals) => literals.length > 0))
      return found[0]?.filter((literal) => found.every((literals) => literals.includes(literal)))
    }
    case 'UnionType': {
      const found = types.map(inside)
      return found.every((literals) => literals !== undefined) ? found.flat() : undefined
    }
    default:
      return undefined
  }
}

// ---- combinators

/** The codecs that a shape is made of. @internal */
export const childrenOf = (shape: Shape): ReadonlyArray<t.Mixed> => {
  switch (shape.kind) {
    case 'array':
      return [shape.item]
    case 'tuple':
      return shape.items
    case 'record':
      return Object.values(shape.props)
    case 'dictionary':
      return [shape.domain, shape.codomain]
    case 'union':
    case 'tagged':
    case 'intersection':
      return shape.members
    case 'exact':
    case 'refinement':
    case 'readonly':
      return [shape.inner]
    case 'recursive':
      return [shape.definition()]
    default:
      return []
  }
}

/** Whether an io-ts codec reads an array, so that every value of a repeated key is meant. @internal */
export const readsArray = (codec: unknown): boolean => {
  const type = unwrapped(codec)
  switch (tagOf(type)) {
    case 'UnionType':
      return partsOf(type as t.Mixed).types.some(readsArray)
    case 'ArrayType':
    case 'ReadonlyArrayType':
    case 'AnyArrayType':
    case 'TupleType':
      return true
    default:
      return false
  }
}

/** Whether a value has an inside: an object or an array. @internal */
export const hasInside = (u: unknown): u is object => typeof u === 'object' && u !== null
