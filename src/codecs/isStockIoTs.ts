/**
 * Whether a codec is exactly what the loaded io-ts makes for its tag, so that its parts say what its functions do. Everything else (copies
 * with functions of their own, subclasses, codecs of other packages) is left to its own functions.
 *
 * io-ts makes each codec's functions anew, so they are compared by their text with those of a codec made here; codecs that exist once are
 * compared by identity. Out of scope are codecs put together by hand from functions that io-ts made for other codecs of the same tag.
 */
import * as t from 'io-ts'
import { encodesToItself, partsOf, tagOf } from './reflect.js'
import { IntFromString } from './textCodecs.js'

// ---- model

type Functions = Pick<t.Mixed, 'is' | 'validate' | 'encode'>

// ---- references

/** What io-ts makes for each tag: one codec for each text that its functions can have. */
const references = (): Readonly<Record<string, ReadonlyArray<t.Mixed>>> => {
  // An encoder that changes its value makes io-ts choose other functions for whatever holds it.
  const [a, b] = [t.string, IntFromString]
  const tagged = (c: t.Mixed) => t.union([t.type({ tag: t.literal('a'), c }), t.type({ tag: t.literal('b') })])
  return {
    LiteralType: [t.literal('')],
    KeyofType: [t.keyof({ a: null })],
    InterfaceType: [t.type({ a }), t.type({ b })],
    PartialType: [t.partial({ a }), t.partial({ b })],
    ArrayType: [t.array(a), t.array(b)],
    ReadonlyArrayType: [t.readonlyArray(a), t.readonlyArray(b)],
    TupleType: [t.tuple([a]), t.tuple([b])],
    UnionType: [t.union([a, a]), t.union([a, b]), tagged(a), tagged(b)],
    IntersectionType: [t.intersection([t.type({ a }), t.type({ a })]), t.intersection([t.type({ a }), t.type({ b })])],
    DictionaryType: [t.record(a, a), t.record(a, b), t.record(t.literal(''), a)],
    ExactType: [t.exact(t.type({ a }))],
    ReadonlyType: [t.readonly(a)],
    RefinementType: [t.refinement(a, () => true)],
    RecursiveType: [t.recursion('', () => a)]
  }
}

const singletons = (): ReadonlySet<unknown> =>
  new Set<unknown>([
    t.string,
    t.number,
    t.boolean,
    t.bigint,
    t.null,
    t.undefined,
    t.void,
    t.unknown,
    t.any,
    t.never,
    t.Function,
    t.object,
    t.UnknownArray,
    t.UnknownRecord
  ])

let known: { readonly references: ReturnType<typeof references>; readonly singletons: ReadonlySet<unknown> } | undefined

// ---- combinators

/** @internal */
export const isStock = (codec: t.Mixed): boolean => {
  known ??= { references: references(), singletons: singletons() }
  if (known.singletons.has(codec)) return true
  const candidates = known.references[tagOf(codec) ?? ''] ?? []
  return candidates.some((reference) => isMadeLike(codec, reference)) && partsAgree(codec)
}

// Functions that a wrapper takes over from what it wraps are compared with those.
const isMadeLike = (codec: t.Mixed, reference: t.Mixed): boolean => {
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
        (codec.encode === t.identity ? reference.encode === t.identity : sameText(codec.encode, reference.encode))
      )
  }
}

const sameFunctions = (a: Functions, b: Functions): boolean => a.is === b.is && a.validate === b.validate && a.encode === b.encode

const sameText = (f: unknown, g: unknown): boolean => typeof f === 'function' && String(f) === String(g)

// io-ts looks at the encoders of the parts when it makes a codec: one that was changed afterwards is no longer what its parts say.
const partsAgree = (codec: t.Mixed): boolean => {
  const { type, types, props, domain, codomain } = partsOf(codec)
  const identity = codec.encode === t.identity
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
