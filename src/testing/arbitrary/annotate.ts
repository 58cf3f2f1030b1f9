/**
 * What values a codec has, said by whoever knows it. An annotated codec is a new one on top of the old: nothing is written into somebody
 * else's codec, and there is no registry that a test could leave changed.
 */
import type * as fc from 'fast-check'
import type { AnyCodec, Encodable } from '../../codecs/Codec.js'

// ---- model

/** @since 0.1.0 */
export interface Annotation<S> {
  /** Values that the codec gives when it decodes; for a Standard Schema, values that it takes in. Those that it refuses are left out. */
  readonly arbitrary: fc.Arbitrary<Encodable<S>>
}

/** @internal */
export interface Note {
  /** The codec that was annotated. */
  readonly of: unknown
  readonly arbitrary: fc.Arbitrary<unknown>
}

// One key for every copy of the package that a program may hold.
const key = Symbol.for('quaich.annotation')

// ---- constructors

/**
 * The same codec, with an arbitrary of its values: for codecs made with `new t.Type`, for refinements that next to nothing satisfies, and
 * wherever better values are known. Use it where the codec stands, or hand it to whatever generates: `arbitrary(Order, email)` then
 * generates by it wherever the codec it was made of stands.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { annotate, arbitrary } from 'quaich/testing'
 * const Seventh = t.refinement(t.number, (n) => n % 1000 === 7, 'Seventh')
 * const seventh = annotate(Seventh, { arbitrary: fc.nat(9).map((n) => n * 1000 + 7) })
 * const inPlace = arbitrary(t.type({ n: seventh }))
 * const handedOver = arbitrary(t.type({ n: Seventh }), seventh)
 * for (const { n } of fc.sample(fc.oneof(inPlace, handedOver))) expect(n % 1000).toBe(7)
 */
export const annotate = <S extends AnyCodec>(codec: S, annotation: Annotation<S>): S =>
  Object.create(codec, { [key]: { value: { of: codec, arbitrary: annotation.arbitrary } satisfies Note } }) as S

// ---- combinators

/** What is said of a codec itself. @internal */
export const noteOf = (codec: object): Note | undefined => (codec as { readonly [key]?: Note })[key]
