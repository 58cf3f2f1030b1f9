/**
 * Bounds on values that are given to validators which are not ours: these collect every reason, and some take exponential time in the depth
 * of a value. Both bounds are checked before a validator is called.
 */
import type { JsonLimits } from './CodecEngine.js'
import { isOver } from './safeJson.js'

const otherValidatorLimits = (_vendor: string) => ({ jsonDepth: 16, jsonValues: 10_000 })

/** What a value must be before another validator is called with it: nothing where it may be, else the words of a refusal. @internal */
export const boundOf = (vendor: string, limits: JsonLimits): ((u: unknown) => string | undefined) => {
  const { jsonDepth, jsonValues } = { ...otherValidatorLimits(vendor), ...limits }
  return (u) => {
    if (typeof u !== 'object' || u === null) return undefined
    const over = isOver(u, jsonValues, jsonDepth)
    if (over === undefined) return undefined
    return over === 'values' ? `at most ${jsonValues} values` : `at most ${jsonDepth} levels`
  }
}
