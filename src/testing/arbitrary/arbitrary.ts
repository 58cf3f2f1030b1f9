/**
 * Values of a codec, for properties: what it decodes, and the form in which a client sends it. Every value has been run through the codec
 * before anybody sees it; where nothing can be known, nothing is generated.
 */
import type * as fc from 'fast-check'
import { type AnyCodec, type Decoded, type Encoded, isStandardSchema } from '../../codecs/Codec.js'
import { ArbitraryError } from './ArbitraryError.js'
import { noteOf } from './annotate.js'
import { Checked, enough, tried } from './Checked.js'
import { sound, type World } from './Growth.js'
import { grown } from './grow.js'
import { texts } from './pools.js'
import { standardSamples } from './standardSchema.js'

// ---- model

/** A value of a codec in both its forms. @since 0.1.0 */
export interface Sample<S> {
  /** What a handler is given. */
  readonly value: Decoded<S>
  /** What a client sends: the codec decodes it to `value`. */
  readonly encoded: Encoded<S>
}

// ---- constructors

/**
 * An arbitrary of the values that a codec gives when it decodes. io-ts codecs are read by their `_tag`, recursion and intersections
 * too; a Standard Schema validator by the JSON Schema that it gives of itself (`~standard.jsonSchema`: zod, ArkType, Valibot with its converter).
 * Values are such as requests bring: finite numbers, well-formed text; and hostile ones among them: `__proto__` as key and as text, -0, empty
 * and very long texts. Codecs that say nothing of themselves throw an {@link ArbitraryError} here; {@link annotate} gives them an arbitrary.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { IntFromString } from 'quaich'
 * import { arbitrary } from 'quaich/testing'
 * const Page = t.type({ n: IntFromString, tags: t.array(t.keyof({ new: null, old: null })) })
 * fc.assert(fc.property(arbitrary(Page), (page) => Number.isInteger(page.n) && Page.is(page)))
 * expect(() => arbitrary(t.type({ even: new t.Type('Even', t.number.is, t.number.validate, t.identity) }))).toThrow('even: Even')
 */
export const arbitrary = <S extends AnyCodec>(codec: S, ...annotations: ReadonlyArray<AnyCodec>): fc.Arbitrary<Decoded<S>> =>
  samples(codec, ...annotations).map((s) => s.value)

/**
 * An arbitrary of what a client sends: the encoded form of every value that {@link arbitrary} makes.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import { IntFromString } from 'quaich'
 * import { encoded } from 'quaich/testing'
 * for (const text of fc.sample(encoded(IntFromString))) expect(text).toMatch(/^-?\d+$/)
 */
export const encoded = <S extends AnyCodec>(codec: S, ...annotations: ReadonlyArray<AnyCodec>): fc.Arbitrary<Encoded<S>> =>
  samples(codec, ...annotations).map((s) => s.encoded)

/**
 * An arbitrary of values in both their forms.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import { DateFromString } from 'quaich'
 * import { samples } from 'quaich/testing'
 * for (const { value, encoded } of fc.sample(samples(DateFromString))) expect(value.toISOString()).toBe(encoded)
 */
export const samples = <S extends AnyCodec>(codec: S, ...annotations: ReadonlyArray<AnyCodec>): fc.Arbitrary<Sample<S>> =>
  samplesIn(codec, { strings: texts, annotations: annotationsOf(annotations) }) as fc.Arbitrary<Sample<S>>

// ---- combinators

/** Annotated codecs as a table. @internal */
export const annotationsOf = (annotations: ReadonlyArray<AnyCodec>): World['annotations'] =>
  new Map(
    annotations.map((codec) => {
      const note = noteOf(codec)
      if (note === undefined)
        throw new ArbitraryError('a list of annotations', [
          {
            path: '',
            codec: 'name' in codec ? codec.name : 'a validator',
            problem: 'was handed over as an annotation and is none',
            mend: 'hand over what annotate(codec, { arbitrary }) gives'
          }
        ])
      return [note.of, note.arbitrary]
    })
  )

/** Samples whose texts come from where the value is to stand. @internal */
export const samplesIn = (codec: AnyCodec, world: World): fc.Arbitrary<Sample<unknown>> => {
  if (isStandardSchema(codec)) return standardSamples(codec, world)
  const values = new Checked(grown(codec, world), sound(codec), {
    path: '',
    codec: codec.name,
    problem: `decodes the encoded form of fewer than ${enough} of ${tried} values to the same value`,
    mend: 'decode(encode(a)) must give a: see its encode, or annotate it'
  })
  const fault = values.probe()
  if (fault !== undefined) throw new ArbitraryError(codec.name, [fault])
  return values.map((value) => ({ value, encoded: codec.encode(value) })) as fc.Arbitrary<Sample<unknown>>
}
