/**
 * One face for everything that decodes: io-ts codecs first, and any Standard Schema validator (https://standardschema.dev) beside them.
 * Deliberately no validation language of its own.
 */
import type * as t from 'io-ts'
import type { Issue } from './Issue.js'

// ---- model

/** What the Standard Schema specification, version 1, asks of a validator. @since 0.1.0 */
export interface StandardSchema<I = unknown, O = I> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<O> | Promise<StandardResult<O>>
    readonly types?: { readonly input: I; readonly output: O } | undefined
  }
}

/** The answer of a Standard Schema validator. @since 0.1.0 */
export type StandardResult<O> =
  | { readonly value: O; readonly issues?: undefined }
  | {
      readonly issues: ReadonlyArray<{
        readonly message: string
        readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
      }>
    }

/** An io-ts codec, or any Standard Schema validator. @since 0.1.0 */
export type AnyCodec = t.Mixed | StandardSchema

/** What a codec gives when it decodes. @since 0.1.0 */
export type Decoded<S> = S extends { readonly '~standard': { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly output: infer O }
    ? O
    : unknown
  : S extends { readonly _A: infer A }
    ? A
    : never

/** What a codec reads: the form a client sends. @since 0.1.0 */
export type Encoded<S> = S extends { readonly '~standard': { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly input: infer I }
    ? I
    : unknown
  : S extends { readonly _O: infer O }
    ? O
    : never

/** What a handler may give where a codec encodes: for io-ts what decodes, for a Standard Schema what it takes in. @since 0.1.0 */
export type Encodable<S> = S extends { readonly '~standard': unknown } ? Encoded<S> : Decoded<S>

/** Keys to codecs, as `params`, `query` and `headers` take them. @since 0.1.0 */
export type Codecs = Readonly<Record<string, AnyCodec>>

/** What a record of codecs gives. @since 0.1.0 */
export type DecodedProps<P> = { readonly [K in keyof P]: Decoded<P[K]> }

/** What a record of codecs reads. @since 0.1.0 */
export type EncodedProps<P> = { readonly [K in keyof P]: Encoded<P[K]> }

/** A decoded value, or what was wrong with it. Told apart by `issues`. @internal */
export type Decoding = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: ReadonlyArray<Issue> }

/** @internal */
export type Decode = (u: unknown) => Decoding | Promise<Decoding>

// ---- combinators

/** @internal */
export const isStandardSchema = (c: AnyCodec): c is StandardSchema => '~standard' in c
