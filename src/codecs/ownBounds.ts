/**
 * Bounds on a value that a codec's own functions decode: those collect every reason, and io-ts's recursive unions double their work with each
 * level. A value is measured once within a run, however many codecs above its parts ask.
 */
import type { JsonLimits } from './CodecEngine.js'
import type { Run } from './Run.js'
import { hasInside } from './reflect.js'
import { weightOfInside } from './safeJson.js'

// ---- model

/** The words of a refusal for a value that is too large for a codec's own functions; nothing where they may be called. @internal */
export type Bound = (u: unknown, run: Run) => string | undefined

interface Size {
  readonly values: number
  readonly depth: number
}

const defaults: Required<JsonLimits> = { jsonDepth: 12, jsonValues: 20_000 }

// ---- constructors

/** @internal */
export const boundOf = (limits: JsonLimits): Bound => {
  const { jsonDepth, jsonValues } = { ...defaults, ...limits }
  const sizeOf = (u: object, run: Run): Size =>
    // What is flat is measured as fast as it is found again.
    Object.values(u).some(hasInside) ? run.once(sizeOf, u, () => measure(u, run)) : measure(u, run)
  // It stops where there are too many values.
  const measure = (u: object, run: Run): Size => {
    let values = weightOfInside
    let depth = 0
    for (const inner of Object.values(u)) {
      if (values > jsonValues) break
      const size = hasInside(inner) ? sizeOf(inner, run) : scalar
      values += size.values
      depth = Math.max(depth, size.depth)
    }
    return { values, depth: depth + 1 }
  }
  return (u, run) => {
    if (!hasInside(u)) return undefined
    const { values, depth } = sizeOf(u, run)
    if (depth > jsonDepth) return `at most ${jsonDepth} levels`
    return values > jsonValues ? `at most ${jsonValues} values` : undefined
  }
}

const scalar: Size = { values: 1, depth: 0 }
