/**
 * What decodes and encodes for a service: an interpreter brings an engine, and combinators ask it. An engine is put together from the kinds
 * of codecs that it knows, so that a bundle holds those alone that its functions use.
 */
import type { AnyCodec, Decode, Decoding } from './Codec.js'
import { checkJson, defaultDepth, type JsonProblem, parseJson, type SafeJson } from './safeJson.js'

// ---- model

/** Limits on a value from outside; an absent one has the default that `limits` documents. @since 0.1.0 */
export interface JsonLimits {
  /** How deep a value may lie. */
  readonly jsonDepth?: number
  /** How many values there may be where a validator of another package decodes. */
  readonly jsonValues?: number
}

/** What JSON decodes to, or why it is not decoded at all. @internal */
export type JsonDecoding = Decoding | { readonly problem: JsonProblem; readonly issues?: undefined }

/** @internal */
export type DecodeJson<I> = (input: I) => JsonDecoding | Promise<JsonDecoding>

/** Encodes a value, or throws a TypeError where it is not what the codec takes; the error does not hold the value. @internal */
export type Encode = (a: unknown) => unknown

/** How one kind of codec decodes. @internal */
export interface Decoders {
  readonly takes: (codec: AnyCodec) => boolean
  readonly decoder: (codec: AnyCodec, limits: JsonLimits) => Decode
  /** What is too large about a value for this kind. */
  readonly problemOf?: (codec: AnyCodec, limits: JsonLimits) => (value: unknown) => JsonProblem | undefined
  /** A quicker way from text to value, where a kind has one. */
  readonly textDecoder?: (codec: AnyCodec, limits: JsonLimits) => DecodeJson<string>
}

/** How one kind of codec encodes. @internal */
export interface Encoders {
  readonly takes: (codec: AnyCodec) => boolean
  readonly encoder: (codec: AnyCodec) => Encode
}

/** @internal */
export interface CodecEngine {
  /** Decodes values that are not JSON: parameters, headers, fields of forms. */
  readonly decoder: (codec: AnyCodec, limits?: JsonLimits) => Decode
  /** Decodes JSON text, guarded. */
  readonly textDecoder: (codec: AnyCodec, limits?: JsonLimits) => DecodeJson<string>
  /** Decodes JSON that Lambda's runtime has parsed, guarded in the same way. */
  readonly valueDecoder: (codec: AnyCodec, limits?: JsonLimits) => DecodeJson<unknown>
  readonly encoder: (codec: AnyCodec) => Encode
}

// ---- constructors

/** An engine of some kinds of codecs. What it makes for a codec is made when it is first asked, so that a function starts without it. @internal */
export const codecEngine = (decoding: ReadonlyArray<Decoders>, encoding: ReadonlyArray<Encoders>): CodecEngine => ({
  decoder: (codec, limits = {}) => whenAsked(() => kindOf(decoding, codec).decoder(codec, limits)),
  textDecoder: (codec, limits = {}) => whenAsked(() => textDecoderOf(kindOf(decoding, codec), codec, limits)),
  valueDecoder: (codec, limits = {}) =>
    whenAsked(() => {
      const decode = admitting(kindOf(decoding, codec), codec, limits)
      return (value) => decodeSafe(checkJson(value, limits.jsonDepth ?? defaultDepth), decode)
    }),
  encoder: (codec) => whenAsked(() => kindOf(encoding, codec).encoder(codec))
})

const textDecoderOf = (kind: Decoders, codec: AnyCodec, limits: JsonLimits): DecodeJson<string> => {
  if (kind.textDecoder !== undefined) return kind.textDecoder(codec, limits)
  const decode = admitting(kind, codec, limits)
  return (text) => decodeSafe(parseJson(text, limits.jsonDepth ?? defaultDepth), decode)
}

/** Decodes values that are not too large for the codec's kind. */
const admitting = (kind: Decoders, codec: AnyCodec, limits: JsonLimits): DecodeJson<unknown> => {
  const decode = kind.decoder(codec, limits)
  const problemOf = kind.problemOf?.(codec, limits)
  return (value) => {
    const problem = problemOf?.(value)
    return problem === undefined ? decode(value) : { problem }
  }
}

/** Decodes what the guard lets through. @internal */
export const decodeSafe = (json: SafeJson, decode: DecodeJson<unknown>): JsonDecoding | Promise<JsonDecoding> =>
  'value' in json ? decode(json.value) : json

const kindOf = <K extends Pick<Decoders, 'takes'>>(kinds: ReadonlyArray<K>, codec: AnyCodec): K => {
  const kind = kinds.find((k) => k.takes(codec))
  if (kind === undefined) throw new Error('the bundle has no engine for a codec of its handler: run `quaich build` again')
  return kind
}

const whenAsked = <I, A>(make: () => (input: I) => A): ((input: I) => A) => {
  let made: ((input: I) => A) | undefined
  return (input) => {
    made ??= make()
    return made(input)
  }
}
