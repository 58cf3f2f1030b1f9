/**
 * Codecs that read no text, where nothing else ever comes: parameters, query, headers and form fields. Whoever sends them would always get
 * 400. Said only of io-ts's own codecs, which tell what they are; what cannot be seen through is believed.
 */
import type * as t from 'io-ts'
import { type Codecs, isStandardSchema } from '../combinators/Codec.js'
import { partsOf } from '../combinators/parts.js'
import { tagOf } from '../combinators/tagOf.js'
import type { Told } from './faults.js'

/** Those of some codecs that refuse whatever is sent. @internal */
export const textFaults = (where: string, codecs: Codecs): ReadonlyArray<Told> =>
  Object.entries(codecs).flatMap(([key, codec]): ReadonlyArray<Told> => {
    if (isStandardSchema(codec) || mayBeAbsent(codec) || mayReadText(codec)) return []
    return [[`${where} '${key}' arrives as text, and ${codec.name} reads none: all that is sent would be refused`, mend(codec)]]
  })

// Alone, it says that nothing may be sent.
const mayBeAbsent = (codec: t.Mixed): boolean => ['UndefinedType', 'VoidType', 'NeverType'].includes(tagOf(codec) ?? '')

// A list has one form for all its values, so it is asked what it takes; what is absent is undefined, and is not asked here.
const mayReadText = (codec: t.Mixed): boolean => {
  const { type, types, value } = partsOf(codec)
  switch (tagOf(codec)) {
    case 'NumberType':
    case 'BooleanType':
    case 'BigIntType':
    case 'NullType':
    case 'UndefinedType':
    case 'VoidType':
    case 'NeverType':
    case 'FunctionType':
    case 'InterfaceType':
    case 'StrictType':
    case 'PartialType':
    case 'DictionaryType':
    case 'AnyDictionaryType':
      return false
    case 'LiteralType':
      return typeof value === 'string'
    case 'ArrayType':
    case 'ReadonlyArrayType':
    case 'ExactType':
    case 'ReadonlyType':
    case 'RefinementType':
      return mayReadText(type)
    case 'UnionType':
    case 'TaggedUnionType':
      return types.some(mayReadText)
    case 'IntersectionType':
      return types.every(mayReadText)
    default:
      return true
  }
}

const mend = ({ name }: t.Mixed): string => {
  if (/\b(number|Int)\b/.test(name)) return 'take NumberFromString or IntFromString'
  return /\bboolean\b/.test(name) ? 'take BooleanFromString' : 'take a codec that reads text, as t.string does'
}
