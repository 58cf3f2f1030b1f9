import type { AnyCodec, Decode, Decoding } from '../codecs/Codec.js'
import type { Encode } from './encode.js'
import type { EncodesReplies } from './encodeReply.js'

// ---- model

/** @internal */
export interface Coding {
  readonly decoder: (codec: AnyCodec) => Decode
  /** From JSON text that is guarded: nothing where it is malformed, deeper than `depth`, or carries a poisonous key. */
  readonly jsonDecoder: (codec: AnyCodec, depth: number) => DecodeJson
  readonly encoder: (codec: AnyCodec) => Encode
  readonly replies: EncodesReplies
}

/** @internal */
export type DecodeJson = (text: string) => Decoding | Promise<Decoding> | undefined

/** Whether a value is one that a codec gives back as it is; whatever it is unsure of, it denies. @internal */
export type Look = (u: unknown) => boolean

/** What a build wrote for some codecs: looks before decoding, and before encoding. @internal */
export type Looks = ReadonlyMap<unknown, Look>

/** A look that vouches for a whole value from JSON text: nothing in it is undeclared, or lies deeper than `depth`. @internal */
export interface WholeLook {
  readonly look: Look
  readonly depth: number
}

// ---- constructors

/** A decoder that looks first. @internal */
export const looking = (decode: Decode, look: Look | undefined): Decode =>
  look === undefined ? decode : (u) => (look(u) ? { value: u } : decode(u))
