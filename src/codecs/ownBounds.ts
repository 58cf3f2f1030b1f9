/**
 * Limits on a value that a codec's own functions decode: those collect every reason, and io-ts's recursive unions double their work with each
 * level. A value is measured once within a run, however many codecs above its parts ask.
 */
import type * as t from 'io-ts'
import type { JsonLimits } from './CodecEngine.js'
import { codecTree } from './CodecTree.js'
import type { Run } from './Run.js'
import { hasInside, tagOf } from './reflect.js'
import { defaultDepth, weightOfInside } from './safeJson.js'
import { withDefaults } from './withDefaults.js'

// ---- model

/** The words of a refusal for a value that is too large for a codec's own functions; nothing where they may be called. @internal */
export type Bound = (u: unknown, run: Run) => string | undefined

interface Size {
  readonly values: number
  readonly depth: number
}

/** What a function that its author wrote gets. */
const linear: Required<JsonLimits> = { jsonDepth: defaultDepth, jsonValues: 20_000 }
/** What io-ts's functions get that cannot be seen through. */
const unseen: Required<JsonLimits> = { jsonDepth: 8, jsonValues: 20_000 }
/** What io-ts's functions get where several members of a recursive codec ask about one value. */
const forked: Required<JsonLimits> = { jsonDepth: 5, jsonValues: 2500 }

// ---- constructors

/** The limits of each codec, unless a program declares others. @internal */
export const boundsOf = (declared: JsonLimits): ((codec: t.Mixed) => Bound) => {
  const made = new Map<t.Mixed, Bound>()
  return (codec) => {
    const known = made.get(codec) ?? boundOf(codec, declared)
    made.set(codec, known)
    return known
  }
}

const boundOf = (codec: t.Mixed, declared: JsonLimits): Bound => {
  let limits: Required<JsonLimits> | undefined
  return (u, run) => {
    if (!hasInside(u)) return undefined
    limits ??= withDefaults(limitsOf(codec), declared)
    const { values, depth } = sizeOf(u, run)
    if (depth > limits.jsonDepth) return `at most ${limits.jsonDepth} levels`
    return values > limits.jsonValues ? `at most ${limits.jsonValues} values` : undefined
  }
}

// A codec with a tag is a copy of one of io-ts's, and its parts say what it may do; `pipe` hides them.
const limitsOf = (codec: t.Mixed): Required<JsonLimits> => {
  if (tagOf(codec) === undefined) return codec.name.startsWith('pipe(') ? unseen : linear
  try {
    const byTag = { isStock: (part: t.Mixed) => tagOf(part) !== undefined, encodesToItself: () => false }
    return codecTree(codec, byTag).forks ? forked : linear
  } catch {
    return unseen
  }
}

const sizeOf = (u: object, run: Run): Size =>
  // What is flat is measured as fast as it is found again.
  Object.values(u).some(hasInside) ? run.once(sizeOf, u, () => measure(u, run)) : measure(u, run)

const measure = (u: object, run: Run): Size => {
  let values = weightOfInside
  let depth = 0
  for (const inner of Object.values(u)) {
    const size = hasInside(inner) ? sizeOf(inner, run) : scalar
    values += size.values
    depth = Math.max(depth, size.depth)
  }
  return { values, depth: depth + 1 }
}

const scalar: Size = { values: 1, depth: 0 }
