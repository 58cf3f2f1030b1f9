/**
 * Which kinds of codecs a bundle's entry needs an engine for: those that the facts of its handlers hold. It decides nothing about the codecs
 * themselves, which are read when the function starts.
 */
import type * as t from 'io-ts'
import { type AnyCodec, isStandardSchema } from '../codecs/Codec.js'
import type { IoTs } from '../codecs/isStockIoTs.js'
import { childrenOf, shapeByTag, tagOf } from '../codecs/reflect.js'
import type { Fact } from '../combinators/Fact.js'

// ---- model

/** A codec, and what it is used for. @internal */
export interface Used {
  readonly codec: AnyCodec
  readonly as: 'decoder' | 'encoder'
}

/** What an entry imports for its engine: names and modules, and the text of the engine; nothing where no codec is used. @internal */
export interface EngineText {
  readonly imports: ReadonlyArray<readonly [name: string, module: string]>
  /** What it imports from io-ts, each under its name with `io_` before it. */
  readonly ioTs: ReadonlyArray<string>
  readonly text: string
}

// ---- constructors

/** @internal */
export const engineText = (facts: ReadonlyArray<Fact>): EngineText | undefined => {
  const used = facts.flatMap(codecsIn)
  if (used.length === 0) return undefined
  const kinds = (as: Used['as'], ioTs: string, standard: string): ReadonlyArray<Kind> => {
    const codecs = used.flatMap((u) => (u.as === as ? [u.codec] : []))
    const own = codecs.filter((codec) => !isStandardSchema(codec)) as ReadonlyArray<t.Mixed>
    const makers = [...new Set(own.flatMap(makersOf))].sort()
    const names = makers.map((name) => `io_${name}`)
    return [
      ...(own.length === 0
        ? []
        : [
            {
              imports: [[ioTs, `codecs/${ioTs === 'ioTsEncoders' ? 'encode' : ioTs}`] as const],
              makers,
              text: `${ioTs}({ ${makers.map((name, i) => `${name}: ${names[i]}`).join(', ')} })`
            }
          ]),
      ...(own.length === codecs.length
        ? []
        : [{ imports: [[standard, 'codecs/standardEngine'] as const], makers: [], text: standard }])
    ]
  }
  const decoders = kinds('decoder', 'ioTsDecoders', 'standardDecoders')
  const encoders = kinds('encoder', 'ioTsEncoders', 'standardEncoders')
  const all = [...decoders, ...encoders]
  return {
    imports: [['codecEngine', 'codecs/CodecEngine'], ...all.flatMap((kind) => kind.imports)],
    ioTs: [...new Set(all.flatMap((kind) => kind.makers))].sort(),
    text: `codecEngine([${decoders.map((kind) => kind.text).join(', ')}], [${encoders.map((kind) => kind.text).join(', ')}])`
  }
}

interface Kind {
  readonly imports: EngineText['imports']
  readonly makers: ReadonlyArray<string>
  readonly text: string
}

/** The names in io-ts of what codecs with a tag are compared with. @internal */
export const makersByTag: Readonly<Record<string, ReadonlyArray<keyof IoTs>>> = {
  LiteralType: ['literal'],
  KeyofType: ['keyof'],
  InterfaceType: ['type'],
  PartialType: ['partial'],
  ArrayType: ['array'],
  ReadonlyArrayType: ['readonlyArray'],
  TupleType: ['tuple'],
  UnionType: ['union', 'type', 'literal'],
  IntersectionType: ['intersection'],
  DictionaryType: ['record', 'literal'],
  ExactType: ['exact', 'type'],
  ReadonlyType: ['readonly'],
  RefinementType: ['refinement'],
  RecursiveType: ['recursion'],
  StringType: ['string'],
  NumberType: ['number'],
  BooleanType: ['boolean'],
  BigIntType: ['bigint'],
  NullType: ['null'],
  UndefinedType: ['undefined'],
  VoidType: ['void'],
  UnknownType: ['unknown'],
  AnyType: ['any'],
  NeverType: ['never'],
  FunctionType: ['Function'],
  ObjectType: ['object'],
  AnyArrayType: ['UnknownArray'],
  AnyDictionaryType: ['UnknownRecord']
}

/**
 * The parts of io-ts that a codec and all that it holds are compared with when the function starts. Tags are enough here: the program that is
 * built has an io-ts of its own, and what its codecs really are is decided when the function starts.
 */
const makersOf = (codec: t.Mixed): ReadonlyArray<keyof IoTs> => {
  const seen = new Set<t.Mixed>()
  const add = (part: t.Mixed | undefined): void => {
    if (part === undefined || seen.has(part)) return
    seen.add(part)
    childrenOf(shapeByTag(part)).forEach(add)
  }
  add(codec)
  return ['identity', 'Type', ...[...seen].flatMap((part) => makersByTag[tagOf(part) ?? ''] ?? [])]
}

const decoded = (...codecs: ReadonlyArray<AnyCodec | undefined>): ReadonlyArray<Used> =>
  codecs.flatMap((codec) => (codec === undefined ? [] : [{ codec, as: 'decoder' }]))

const encoded = (codecs: ReadonlyArray<AnyCodec>): ReadonlyArray<Used> => codecs.map((codec) => ({ codec, as: 'encoder' }))

/** The codecs of a fact. @internal */
export const codecsIn = (fact: Fact): ReadonlyArray<Used> => {
  switch (fact._tag) {
    case 'Body':
      return decoded(fact.codec, ...Object.values(fact.codecs ?? {}))
    case 'Params':
    case 'Query':
    case 'Headers':
      return decoded(...Object.values(fact.codecs))
    case 'Lambda':
    case 'Message':
    case 'Each':
    case 'Auth':
      return decoded(fact.codec)
    case 'EventBridge':
      return decoded(fact.detail)
    case 'Returns':
      return encoded(Object.values(fact.replies))
    case 'RouteResponse':
      return encoded([fact.codec])
    case 'Route':
    case 'Schedule':
    case 'Bucket':
    case 'Topic':
    case 'Queue':
    case 'Stream':
    case 'Websocket':
    case 'Authorizer':
    case 'MediaTypes':
    case 'Limits':
    case 'Errors':
    case 'Cors':
    case 'ApiKey':
    case 'Port':
    case 'Middy':
    case 'Provide':
    case 'Bracket':
    case 'MapReply':
    case 'Function':
      return []
  }
}
