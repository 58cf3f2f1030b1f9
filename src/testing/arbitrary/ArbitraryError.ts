/** Why no values can be made of a codec: every reason at once, each with its place. Thrown where an arbitrary is asked for, before a property runs. */

/** One reason. @since 0.1.0 */
export interface ArbitraryFault {
  /** Where in the codec: `items[].price`; empty for the codec itself. */
  readonly path: string
  /** The codec that stands there, by its name. */
  readonly codec: string
  readonly problem: string
  /** What to write instead. */
  readonly mend: string
}

/**
 * Nothing is generated where nobody could know what: a custom codec without an annotation, a refinement that takes next to nothing,
 * a type that has no value at all.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { ArbitraryError, arbitrary } from 'quaich/testing'
 * expect(() => arbitrary(t.type({ run: t.Function }))).toThrow(ArbitraryError)
 */
export class ArbitraryError extends Error {
  override readonly name = 'ArbitraryError'
  constructor(
    readonly of: string,
    readonly faults: ReadonlyArray<ArbitraryFault>
  ) {
    super(`nothing can be generated for ${of}:\n${faults.map(print).join('\n')}`)
  }
}

const print = (f: ArbitraryFault): string => `  ${f.path === '' ? '' : `${f.path}: `}${cut(f.codec)} ${f.problem}\n    ${f.mend}`

/** A codec's name, cut to a length that a line can carry. @internal */
export const cut = (s: string): string => (s.length > 80 ? `${s.slice(0, 79)}…` : s)
