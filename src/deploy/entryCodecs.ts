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
  /** What it imports from io-ts. */
  readonly ioTs: string | undefined
  readonly text: string
}

// ---- constructors

/** @internal */
export const engineText = (facts: ReadonlyArray<Fact>): EngineText | undefined => {
  const used = facts.flatMap(codecsIn)
  if (used.length === 0) return undefined
  const some = (as: Used['as'], standard: boolean) => used.some((u) => u.as === as && isStandardSchema(u.codec) === standard)
  // A codec that depends on where it runs may be of another kind there, and a codec that is not recognised strips no keys from a reply: what
  // encodes is compared with all of io-ts. What decodes gives the same verdicts without.
  const makers = some('encoder', false) ? undefined : makersIn(used)
  const io = makers === undefined ? 'io' : `{ ${makers.map((name) => `${name}: io_${name}`).join(', ')} }`
  const decoders = [
    ...(some('decoder', false) ? [{ name: 'ioTsDecoders', module: 'codecs/ioTsDecoders', text: `ioTsDecoders(${io})` }] : []),
    ...(some('decoder', true) ? [standard('standardDecoders')] : [])
  ]
  const encoders = [
    ...(some('encoder', false) ? [{ name: 'ioTsEncoders', module: 'codecs/encode', text: `ioTsEncoders(${io})` }] : []),
    ...(some('encoder', true) ? [standard('standardEncoders')] : [])
  ]
  const texts = (kinds: ReadonlyArray<Kind>) => `[${kinds.map((kind) => kind.text).join(', ')}]`
  return {
    imports: [
      ['codecEngine', 'codecs/CodecEngine'],
      ...[...decoders, ...encoders].map(({ name, module }) => [name, module] as const)
    ],
    ioTs:
      makers === undefined
        ? "import * as io from 'io-ts'"
        : makers.length === 0
          ? undefined
          : `import { ${makers.map((name) => `${name} as io_${name}`).join(', ')} } from 'io-ts'`,
    text: `codecEngine(${texts(decoders)}, ${texts(encoders)})`
  }
}

const standard = (name: string): Kind => ({ name, module: 'codecs/standardEngine', text: name })

const makersIn = (used: ReadonlyArray<Used>): ReadonlyArray<string> =>
  [...new Set(used.flatMap(({ codec }) => (isStandardSchema(codec) ? [] : makersOf(codec))))].sort()

interface Kind {
  readonly name: string
  readonly module: string
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
