/**
 * Whether a codec is as io-ts made it, so that its `_tag` says what its `validate` does. Wrappers copy codecs, tags included, and change
 * how they decode (`withMessage`, `withFallback`, a `validate` set by hand); this tells them apart without importing io-ts to compare.
 */
import type * as t from 'io-ts'
import { type Parts, partsOf } from '../codecs/parts.js'
import { tagOf } from '../codecs/tagOf.js'

// ---- model

/** How a genuine codec decodes: like its tag, or where one tag has two ways like one of them. @internal */
export type Way = keyof typeof ways | LeafTag

/** @internal */
export type LeafTag = keyof typeof leaves

// ---- what io-ts's own decoders look like

// The properties that the source of each `validate` names, in order. No minifier changes those; whoever decodes otherwise names others.
const ways = {
  InterfaceType: ['validate right validate left right call length'],
  PartialType: ['validate right validate left right length'],
  ArrayType: ['validate right length validate left right slice length'],
  TupleType: ['validate right length slice validate left right slice length'],
  UnionType: ['length validate left right'],
  TaggedUnionType: ['validate right validate'],
  IntersectionType: ['validate left push right length'],
  DictionaryType: ['is keys length validate right validate left right length isArray'],
  // The CommonJS build names fp-ts's `right` where the ES modules import it.
  ExactType: ['validate validate right', 'validate validate right right'],
  EnumerableType: ['validate validate right', 'validate validate right right'],
  RefinementType: ['validate right'],
  RecursiveType: ['validate'],
  ReadonlyType: []
} as const

const candidates: Readonly<Record<string, ReadonlyArray<keyof typeof ways>>> = {
  InterfaceType: ['InterfaceType'],
  PartialType: ['PartialType'],
  ArrayType: ['ArrayType'],
  ReadonlyArrayType: ['ArrayType'],
  TupleType: ['TupleType'],
  UnionType: ['UnionType', 'TaggedUnionType'],
  IntersectionType: ['IntersectionType'],
  DictionaryType: ['DictionaryType', 'EnumerableType'],
  ExactType: ['ExactType'],
  RefinementType: ['RefinementType'],
  RecursiveType: ['RecursiveType']
}

/** Codecs without parts, as predicates. @internal */
export const leaves = {
  StringType: (u: unknown) => typeof u === 'string',
  NumberType: (u: unknown) => typeof u === 'number',
  BooleanType: (u: unknown) => typeof u === 'boolean',
  BigIntType: (u: unknown) => typeof u === 'bigint',
  NullType: (u: unknown) => u === null,
  UndefinedType: (u: unknown) => u === undefined,
  VoidType: (u: unknown) => u === undefined,
  UnknownType: () => true,
  AnyType: () => true,
  NeverType: () => false,
  FunctionType: (u: unknown) => typeof u === 'function',
  ObjectType: (u: unknown) => u !== null && typeof u === 'object',
  AnyArrayType: (u: unknown) => Array.isArray(u),
  AnyDictionaryType: (u: unknown) => u !== null && typeof u === 'object' && !Array.isArray(u),
  LiteralType: (u: unknown, { value }: Parts) => u === value,
  KeyofType: (u: unknown, { keys }: Parts) => typeof u === 'string' && Object.hasOwn(keys, u)
} as const

// ---- combinators

/** What {@link wayOf} says, asked once a codec. @internal */
export type Ways = (codec: t.Mixed) => Way | undefined

/** @internal */
export const waysOnce = (): Ways => {
  const known = new Map<t.Mixed, Way | undefined>()
  return (codec) => {
    if (!known.has(codec)) known.set(codec, wayOf(codec))
    return known.get(codec)
  }
}

/** How a codec decodes, or nothing where that must be left to itself. @internal */
export const wayOf = (codec: t.Mixed): Way | undefined => {
  const tag = tagOf(codec)
  if (tag === undefined || !isOriginal(codec, tag)) return undefined
  if (tag in leaves) return isLeaf(codec, tag as LeafTag) ? (tag as Way) : undefined
  if (tag === 'ReadonlyType') return codec.validate === partsOf(codec).type.validate ? tag : undefined
  const names = namesIn(codec.validate)
  return candidates[tag]?.find((way) => (ways[way] as ReadonlyArray<string>).includes(names))
}

// Of io-ts's own class, no subclass and no copy; and `decode` is the one that every codec binds when it is made.
const isOriginal = (codec: t.Mixed, tag: string): boolean => {
  let type: object = Object.getPrototypeOf(codec)
  if (tag === 'UnionType' && Object.hasOwn(codec, 'tag')) type = Object.getPrototypeOf(type)
  const base: object | null = Object.getPrototypeOf(type)
  return (
    base !== null && Object.hasOwn(base, 'asDecoder') && Object.hasOwn(codec, 'decode') && isNative.test(String(codec.decode))
  )
}

const isNative = /^function \(\) \{ \[native code\] \}$/

// What io-ts's modules call each other by, where they are not bundled into one.
const between = new Set(['.UnknownRecord', '.UnknownArray', '.isLeft', '.success', '.failure', '.failures'])

const namesIn = (f: unknown): string =>
  (String(f).match(/\.[A-Za-z_$][\w$]*/g) ?? []).flatMap((name) => (between.has(name) ? [] : [name.slice(1)])).join(' ')

const samples: ReadonlyArray<unknown> = [undefined, null, true, 0, -1, Number.NaN, 1n, '', 'a', [], {}, () => 0]

const isLeaf = (codec: t.Mixed, tag: LeafTag): boolean => {
  const parts = partsOf(codec)
  return (
    ['is', ''].includes(namesIn(codec.validate)) &&
    [...samples, parts.value].every((u) => {
      const takes = leaves[tag](u, parts)
      return codec.is(u) === takes && (codec.validate(u, [])._tag === 'Right') === takes
    })
  )
}
