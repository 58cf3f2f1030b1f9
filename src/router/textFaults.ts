/**
 * Codecs that read no text, where nothing else ever comes: parameters, query, headers and form fields. Whoever sends them would always get
 * 400. Said only of codecs that tell what they are; what cannot be seen through is believed.
 */
import type * as t from 'io-ts'
import { type Codecs, isStandardSchema, type StandardSchema } from '../codecs/Codec.js'
import { partsOf, tagOf } from '../codecs/reflect.js'
import { isCodec } from './codecFaults.js'
import type { Told } from './faults.js'
import { refusesText } from './vendorText.js'

/** Those of some codecs that refuse whatever is sent. @internal */
export const textFaults = (where: string, codecs: Codecs | undefined): ReadonlyArray<Told> =>
  Object.entries(codecs ?? {}).flatMap(([key, codec]): ReadonlyArray<Told> => {
    if (!isCodec(codec)) return []
    const told = isStandardSchema(codec) ? vendors(codec) : ours(codec)
    if (told === undefined) return []
    const [name, mend] = told
    return [[`${where} '${key}' arrives as text, and ${name} reads none: all that is sent would be refused`, mend]]
  })

const vendors = (schema: StandardSchema): Told | undefined => {
  const type = refusesText(schema)
  if (type === undefined) return undefined
  const { vendor } = schema['~standard']
  if (type === 'array')
    return [`${vendor}'s ${type}`, "take io-ts's t.array, which gets all values, or read request.multiValueQuery"]
  return [
    `${vendor}'s ${type}`,
    `take one that reads text${vendor === 'zod' ? ': z.coerce, z.stringbool, z.string().transform' : ''}`
  ]
}

const ours = (codec: t.Mixed): Told | undefined =>
  mayBeAbsent(codec) || mayReadText(codec) ? undefined : [codec.name, mend(codec)]

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
