/**
 * Codecs as an interpreter of a whole service runs them: compiled, each when it is first asked, so that a function starts without what its
 * first event does not need. What bundles do instead is in the deploy room.
 */

import { type AnyCodec, type Decode, decoder, isStandardSchema } from '../codecs/Codec.js'
import { asIs } from './asIs.js'
import type { Coding } from './Coding.js'
import { compileCodec } from './compileCodec.js'
import { decodeJson } from './decodeJson.js'
import { type Encode, encoder } from './encode.js'
import { encodesReplies } from './encodeReply.js'
import { YES } from './quick.js'
import { refused } from './steps.js'

const decoding = (codec: AnyCodec): Decode => {
  const decode = decoder(codec)
  const compiled = isStandardSchema(codec) ? undefined : compileCodec(codec)
  if (compiled === undefined) return decode
  return (u) => {
    const value = compiled(u)
    return value === refused ? decode(u) : { value }
  }
}

const encoding = (codec: AnyCodec): Encode => {
  const look = isStandardSchema(codec) ? undefined : asIs(codec)
  return encoder(codec, look && ((a) => look(a) === YES))
}

const whenAsked =
  <A>(make: (codec: AnyCodec) => (u: unknown) => A) =>
  (codec: AnyCodec): ((u: unknown) => A) => {
    let made: ((u: unknown) => A) | undefined
    return (u) => {
      made ??= make(codec)
      return made(u)
    }
  }

/** @internal */
export const compiled: Coding = {
  decoder: whenAsked(decoding),
  jsonDecoder: (codec, depth) => decodeJson(codec, depth, compiled.decoder(codec)),
  encoder: whenAsked(encoding),
  replies: encodesReplies
}
