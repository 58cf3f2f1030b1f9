/** Validators of other packages, by their own functions: within bounds, and encoding by decoding once more. */
import { type AnyCodec, type Decode, type Decoding, isStandardSchema, type StandardSchema } from './Codec.js'
import type { Decoders, Encode, Encoders, JsonLimits } from './CodecEngine.js'
import { boundOf } from './otherValidators.js'
import { standardDecoder } from './standardSchema.js'

/** @internal */
export const standardDecoders: Decoders = {
  takes: isStandardSchema,
  decoder: (codec, limits) => bounded(codec as StandardSchema, limits)
}

const bounded = (schema: StandardSchema, limits: JsonLimits): Decode => {
  const bound = boundOf(schema['~standard'].vendor, limits)
  const decode = standardDecoder(schema)
  return (u) => {
    const expected = bound(u)
    return expected === undefined ? decode(u) : { issues: [{ path: '', expected }] }
  }
}

/** A validator encodes by decoding: what it gives is sent. @internal */
export const standardEncoders: Encoders = {
  takes: isStandardSchema,
  encoder: (codec) => encoder(codec)
}

const encoder = (codec: AnyCodec): Encode => {
  const decode = standardDecoder(codec)
  return (a) => {
    const d = decode(a)
    return d instanceof Promise ? d.then(sent) : sent(d)
  }
}

const sent = (d: Decoding): unknown => {
  if (d.issues !== undefined) throw new TypeError(`the reply is not as declared: ${JSON.stringify(d.issues)}`)
  return d.value
}
