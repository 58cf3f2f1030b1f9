/** Validators of other packages, by their own functions: on values within limits, and encoding by decoding once more. */
import { type AnyCodec, type Decoding, isStandardSchema, type StandardSchema } from './Codec.js'
import type { Decoders, Encode, Encoders } from './CodecEngine.js'
import { otherValidatorLimits } from './otherValidatorLimits.js'
import { problemIn } from './otherValidators.js'
import { standardDecoder } from './standardSchema.js'

/** @internal */
export const standardDecoders: Decoders = {
  takes: isStandardSchema,
  decoder: (codec) => standardDecoder(codec),
  problemOf: (codec, limits) => problemIn(() => otherValidatorLimits(codec as StandardSchema), limits)
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
  if (d.issues !== undefined) throw new TypeError(`the value is not as its codec declares: ${JSON.stringify(d.issues)}`)
  return d.value
}
