/**
 * Whether a codec is exactly what the loaded io-ts makes for its tag, so that its parts say what its functions do. Everything else (copies
 * with functions of their own, subclasses, codecs of other packages) is left to its own functions.
 *
 * io-ts makes each codec's functions anew, so they are compared by their text with those of a codec made here; codecs that exist once are
 * compared by identity. Out of scope are codecs put together by hand from functions that io-ts made for other codecs of the same tag.
 */
import type * as t from 'io-ts'
import { partsOf, tagOf } from './reflect.js'

// ---- model

/**
 * The parts of io-ts that codecs are compared with: all of it, or in a bundle those that its codecs were made with. A codec of another kind
 * is left to its own functions.
 * @internal
 */
export type IoTs = Pick<typeof t, 'identity' | 'Type'> &
  Partial<
    Pick<
      typeof t,
      | 'literal'
      | 'keyof'
      | 'type'
      | 'partial'
      | 'array'
      | 'readonlyArray'
      | 'tuple'
      | 'union'
      | 'intersection'
      | 'record'
      | 'exact'
      | 'readonly'
      | 'refinement'
      | 'recursion'
      | Singleton
    >
  >

/** Codecs that exist once. */
type Singleton =
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'null'
  | 'undefined'
  | 'void'
  | 'unknown'
  | 'any'
  | 'never'
  | 'Function'
  | 'object'
  | 'UnknownArray'
  | 'UnknownRecord'

type Functions = Pick<t.Mixed, 'is' | 'validate' | 'encode'>

// ---- references

/** What io-ts makes for each tag: one codec for each text that its functions can have. None of these is ever run. */
const referencesOf = (io: IoTs): Readonly<Record<string, ReadonlyArray<t.Mixed | undefined> | undefined>> => {
  const { identity, literal, type, union, record, Type } = io
  const part = (encode: t.Encode<unknown, unknown>): t.Mixed => new Type('', identity as never, identity as never, encode)
  // A codec that encodes to what it gets, and one that does not: io-ts chooses other functions for whatever holds the latter.
  const a = part(identity)
  const b = part(String)
  const tagged = (c: t.Mixed) => type && literal && union?.([type({ tag: literal(1), c }), type({ tag: literal(2) })])
  return {
    LiteralType: literal && [literal(1)],
    KeyofType: io.keyof && [io.keyof({} as Readonly<Record<string, null>>)],
    InterfaceType: type && [type({}), type({ b })],
    PartialType: io.partial && [io.partial({}), io.partial({ b })],
    ArrayType: io.array && [io.array(a), io.array(b)],
    ReadonlyArrayType: io.readonlyArray && [io.readonlyArray(a), io.readonlyArray(b)],
    TupleType: io.tuple && [io.tuple([a]), io.tuple([b])],
    UnionType: union && [union([a, a]), union([a, b]), tagged(a), tagged(b)],
    IntersectionType: io.intersection && [io.intersection([a, a])],
    DictionaryType: record && [record(a, a), record(a, b), literal && record(literal(''), a)],
    ExactType: io.exact && type && [io.exact(type({}))],
    ReadonlyType: io.readonly && [io.readonly(a)],
    RefinementType: io.refinement && [io.refinement(a, Boolean)],
    RecursiveType: io.recursion && [io.recursion('', identity)]
  }
}

// ---- combinators

/** What is known of codecs that are made with one copy of io-ts. @internal */
export interface Stock {
  readonly isStock: (codec: t.Mixed) => boolean
  /** Whether a codec's encoder gives back what it is given. */
  readonly encodesToItself: (codec: t.Mixed) => boolean
}

/** Tells stock codecs; what they are compared with is made when the first one is asked about. @internal */
export const stockOf = (io: IoTs): Stock => {
  const singletons = new Set<unknown>(Object.values(io))
  const encodesToItself = (codec: t.Mixed) => codec.encode === io.identity
  let references: ReadonlyMap<unknown, ReadonlyArray<t.Mixed | undefined> | undefined> | undefined
  const isStock = (codec: t.Mixed): boolean => {
    if (singletons.has(codec)) return true
    references ??= new Map(Object.entries(referencesOf(io)))
    return (
      references.get(tagOf(codec))?.some((r) => r && isMadeLike(codec, r, io.identity)) === true &&
      partsAgree(codec, encodesToItself)
    )
  }
  return { isStock, encodesToItself }
}

// Functions that a wrapper takes over from what it wraps are compared with those.
const isMadeLike = (codec: t.Mixed, reference: t.Mixed, identity: unknown): boolean => {
  if (Object.getPrototypeOf(codec) !== Object.getPrototypeOf(reference) || !sameText(codec.decode, reference.decode)) return false
  const { type } = partsOf(codec)
  switch (tagOf(codec)) {
    case 'ReadonlyType':
      return sameFunctions(codec, type)
    case 'ExactType':
      return codec.is === type.is && sameText(codec.validate, reference.validate) && sameText(codec.encode, reference.encode)
    case 'RefinementType':
      return codec.encode === type.encode && sameText(codec.is, reference.is) && sameText(codec.validate, reference.validate)
    default:
      return (
        sameText(codec.is, reference.is) &&
        sameText(codec.validate, reference.validate) &&
        (codec.encode === identity ? reference.encode === identity : sameText(codec.encode, reference.encode))
      )
  }
}

const sameFunctions = (a: Functions, b: Functions): boolean => a.is === b.is && a.validate === b.validate && a.encode === b.encode

const sameText = (f: unknown, g: unknown): boolean => typeof f === 'function' && String(f) === String(g)

// io-ts looks at the encoders of the parts when it makes a codec: one that was changed afterwards is no longer what its parts say.
const partsAgree = (codec: t.Mixed, encodesToItself: Stock['encodesToItself']): boolean => {
  const { type, types, props, domain, codomain } = partsOf(codec)
  const identity = encodesToItself(codec)
  switch (tagOf(codec)) {
    case 'InterfaceType':
    case 'PartialType':
      return identity === Object.values(props).every(encodesToItself)
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return identity === encodesToItself(type)
    case 'TupleType':
    case 'UnionType':
      return identity === types.every(encodesToItself)
    case 'IntersectionType':
      return !identity && types.length > 0
    case 'DictionaryType':
      return domain !== undefined && codomain !== undefined
    default:
      return true
  }
}
