/**
 * Limits on values that are given to validators other than the built-in io-ts engine, checked before such a validator is called: these
 * collect every reason, and some take exponential time in the depth of a value.
 */
import type { JsonLimits } from './CodecEngine.js'
import { exceeds, type JsonProblem } from './safeJson.js'
import { withDefaults } from './withDefaults.js'

/** What is too large about a value for another validator; nothing where it may be called. @internal */
export const problemIn = (
  defaults: () => Required<JsonLimits>,
  declared: JsonLimits
): ((u: unknown) => JsonProblem | undefined) => {
  // Asked for at the first object or array, when the recursive parts of a schema are complete.
  let limits: Required<JsonLimits> | undefined
  return (u) => {
    if (typeof u !== 'object' || u === null) return undefined
    limits ??= withDefaults(defaults(), declared)
    return exceeds(u, limits.jsonValues, limits.jsonDepth)
  }
}
