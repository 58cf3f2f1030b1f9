/**
 * What a function's entry says of its codecs: which it decodes and encodes with, by the facts that hold them, and the looks that were written
 * for them. A codec for which there is no look decodes and encodes as ever.
 */
import { type AnyCodec, isStandardSchema } from '../codecs/Codec.js'
import type { Fact } from '../combinators/Fact.js'
import { printOf } from '../combinators/looks.js'
import { lookText, type Purpose } from './looks.js'
import { depthOf } from './wholeness.js'

// ---- model

/** A codec in a fact: how it is reached from there, and what it is for. */
interface Place {
  readonly at: string
  readonly codec: AnyCodec
  readonly purpose: Purpose
  /** Whether it decodes JSON text, and nothing else. */
  readonly fromText?: boolean
}

/** The texts of an entry's settings that tell of codecs. @internal */
export interface CodingText {
  readonly decodes: string | undefined
  readonly encodes: string | undefined
  readonly wholes: string | undefined
  /** The decoder of the kinds of codecs that there are. */
  readonly decoder: 'decoder' | 'ioTsDecoder' | 'standardDecoder' | undefined
  /** Whether anything is decoded from JSON text. */
  readonly json: boolean
  /** Whether anything is encoded at all. */
  readonly encoder: boolean
}

// ---- constructors

/** Of sentences, each under the text by which its entry reaches the handler. @internal */
export const codingText = (sentences: ReadonlyArray<readonly [handler: string, facts: ReadonlyArray<Fact>]>): CodingText => {
  const places = sentences.flatMap(([handler, facts]) =>
    facts.flatMap((fact, i) => placesIn(fact).map((p) => ({ ...p, at: `${handler}.facts[${i}]${p.at}` })))
  )
  const whole = places.flatMap((p) => (p.fromText === true ? [{ ...p, purpose: 'whole' as const }] : []))
  const told = new Set(whole.filter((p) => textOf(p) !== undefined).map((p) => p.codec))
  return {
    // A look at the whole needs no other beside it, where the codec decodes nothing but texts.
    decodes: written(
      places.filter((p) => p.purpose === 'decode' && !(p.fromText === true && told.has(p.codec))),
      'looks'
    ),
    encodes: written(
      places.filter((p) => p.purpose === 'encode'),
      'looks'
    ),
    wholes: written(whole, 'wholes'),
    decoder: decoderOf(places),
    json: sentences.some(([, facts]) => facts.some(({ _tag }) => readsJson.has(_tag))),
    encoder: places.some((p) => p.purpose === 'encode')
  }
}

// What a Standard Schema encodes it decodes again, by a decoder of the encoder's own.
const decoderOf = (places: ReadonlyArray<Place>): CodingText['decoder'] => {
  const decoded = places.filter((p) => p.purpose === 'decode').map((p) => isStandardSchema(p.codec))
  if (decoded.length === 0) return undefined
  return decoded.every((standard) => standard) ? 'standardDecoder' : decoded.includes(true) ? 'decoder' : 'ioTsDecoder'
}

// The combinators that ask for `jsonDecoder`.
const readsJson: ReadonlySet<Fact['_tag']> = new Set(['Body', 'Each', 'Message'])

const written = (places: ReadonlyArray<Place>, made: 'looks' | 'wholes'): string | undefined => {
  const seen = new Set<AnyCodec>()
  const texts = places.flatMap((place) => {
    const text = seen.has(place.codec) ? undefined : textOf(place)
    seen.add(place.codec)
    return text ?? []
  })
  return texts.length === 0 ? undefined : `${made}([${texts.map((text) => `\n    ${text}`).join(',')}\n  ])`
}

const textOf = ({ codec, at, purpose }: Place): string | undefined => {
  if (isStandardSchema(codec)) return undefined
  const text = lookText(codec, purpose)
  return text && `[${at}, ${printOf(codec)}, ${text}${purpose === 'whole' ? `, ${depthOf(codec)}` : ''}]`
}

// ---- where facts hold codecs

const decoded = (at: string, codec: AnyCodec | undefined): ReadonlyArray<Place> =>
  codec === undefined ? [] : [{ at, codec, purpose: 'decode' }]

const decodedEach = (codecs: Readonly<Record<string, AnyCodec>> | undefined): ReadonlyArray<Place> =>
  Object.entries(codecs ?? {}).flatMap(([key, codec]) => decoded(`.codecs[${JSON.stringify(key)}]`, codec))

const placesIn = (fact: Fact): ReadonlyArray<Place> => {
  switch (fact._tag) {
    case 'Body':
      return [...decoded('.codec', fact.codec).map((p) => ({ ...p, fromText: fact.as === 'json' })), ...decodedEach(fact.codecs)]
    case 'Params':
    case 'Query':
    case 'Headers':
      return decodedEach(fact.codecs)
    case 'Lambda':
    case 'Message':
    case 'Each':
      return decoded('.codec', fact.codec)
    case 'EventBridge':
      return decoded('.detail', fact.detail)
    case 'Returns':
      return Object.entries(fact.replies).map(([status, codec]) => ({
        at: `.replies[${JSON.stringify(status)}]`,
        codec,
        purpose: 'encode'
      }))
    case 'RouteResponse':
      return [{ at: '.codec', codec: fact.codec, purpose: 'encode' }]
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
    case 'Auth':
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
