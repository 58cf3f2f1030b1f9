/**
 * From JSON text to what a codec gives: parsed once, and looked at once where everything in it is declared. Of a key that stands twice the
 * last value counts, as for JSON.parse.
 */
import { type AnyCodec, type Decode, decoder, isStandardSchema } from '../codecs/Codec.js'
import { harmless, parseAny, parseJson } from '../codecs/safeJson.js'
import type { DecodeJson, WholeLook } from './Coding.js'
import { YES } from './quick.js'
import { type Whole, wholeLook } from './wholeLook.js'

// A longer text is guarded before it is parsed: nested emptiness would cost fifty times its length.
const longest = 65_536

/** Nothing where the text is malformed, deeper than `depth`, or carries a poisonous key. @internal */
export const decodeJson = (codec: AnyCodec, depth: number, decode = decoder(codec)): DecodeJson => {
  // Made when it is first asked for, like the decoder.
  let made: DecodeJson | undefined
  return (text) => {
    made ??= lookingJson(decode, depth, isStandardSchema(codec) ? undefined : surely(wholeLook(codec)))
    return made(text)
  }
}

const surely = (whole: Whole | undefined): WholeLook | undefined =>
  whole && { look: (u) => whole.look(u) === YES, depth: whole.depth }

/** The same with a look at the whole, which a build may have written. @internal */
export const lookingJson = (decode: Decode, depth: number, whole: WholeLook | undefined): DecodeJson => {
  const guarded = guardedJson(decode, depth)
  if (whole === undefined || whole.depth > depth) return guarded
  const { look } = whole
  return (text) => {
    if (text.length > longest) return guarded(text)
    const value = parseAny(text)
    if (value === undefined) return undefined
    if (look(value)) return { value }
    return harmless(text, value, depth) ? decode(value) : undefined
  }
}

/** The same without a look at the whole. @internal */
export const guardedJson =
  (decode: Decode, depth: number): DecodeJson =>
  (text) => {
    const json = parseJson(text, depth)
    return json === undefined ? undefined : decode(json.value)
  }
