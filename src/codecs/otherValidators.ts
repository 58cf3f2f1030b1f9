/**
 * Limits on values that are given to validators other than the built-in io-ts engine, checked before such a validator is called: these
 * collect every reason, and some take exponential time in the depth of a value.
 */
import { type AnyCodec, isStandardSchema } from './Codec.js'
import type { JsonLimits } from './CodecEngine.js'
import { otherValidatorLimits } from './otherValidatorLimits.js'
import { exceeds, type JsonProblem } from './safeJson.js'

/** io-ts's own functions, for codecs that are not stock: a recursive union may double its work with each level. */
const ioTs: Required<JsonLimits> = { jsonDepth: 12, jsonValues: 20_000 }

/** What is too large about a value for a codec's own functions; nothing where they may be called with it. @internal */
export const problemOf = (codec: AnyCodec, declared: JsonLimits): ((u: unknown) => JsonProblem | undefined) => {
  // Read at the first object or array, when the recursive parts of a schema are complete.
  let limits: Required<JsonLimits> | undefined
  return (u) => {
    if (typeof u !== 'object' || u === null) return undefined
    limits ??= { ...(isStandardSchema(codec) ? otherValidatorLimits(codec) : ioTs), ...declared }
    return exceeds(u, limits.jsonValues, limits.jsonDepth)
  }
}
