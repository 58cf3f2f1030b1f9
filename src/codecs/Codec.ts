/**
 * One face for everything that decodes: io-ts codecs first, and any Standard Schema validator (https://standardschema.dev) beside them.
 * Deliberately no validation language of its own.
 */
import type * as t from 'io-ts'
import { type Issue, issue, mostIssues } from './Issue.js'
import { tagOf, unwrapped } from './tagOf.js'
import { isThenable } from './thenable.js'

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

/** Reads values with either kind of codec, in its own way. Steps of a program ask {@link Coding} for theirs. @internal */
export const decoder = (codec: AnyCodec): Decode => (isStandardSchema(codec) ? standardDecoder(codec) : ioTsDecoder(codec))

/** The same where every codec is io-ts's. @internal */
export const ioTsDecoder =
  (codec: AnyCodec): Decode =>
  (u) => {
    const e = (codec as t.Mixed).decode(u)
    return e._tag === 'Right' ? { value: e.right } : { issues: fromErrors(e.left) }
  }

/** What io-ts says is wrong, as we tell it. @internal */
export const fromErrors = (errors: t.Errors): ReadonlyArray<Issue> => {
  const seen = new Set<string>()
  const issues: Issue[] = []
  for (const e of errors) {
    const path = pathOf(e.context)
    const expected = expectedOf(e.context[e.context.length - 1]?.type)
    const id = `${path} ${expected}`
    if (seen.has(id)) continue
    seen.add(id)
    issues.push(issue(path, expected))
    if (issues.length === 2 * mostIssues) break
  }
  return issues.filter((i) => i.expected !== 'undefined' || !issues.some(tellsMoreThan(i))).slice(0, mostIssues)
}

// Codecs of ours say it in words for whoever sent the value; io-ts's names are such words.
const expectedOf = (type: t.Decoder<never, unknown> | undefined): string => {
  const words = (type as { readonly expects?: unknown } | undefined)?.expects
  return typeof words === 'string' ? words : (type?.name ?? 'unknown')
}

// What may be left out was sent: that it should not have been helps nobody who is told what is wrong with it.
const tellsMoreThan =
  ({ path }: Issue) =>
  (i: Issue): boolean =>
    i.expected !== 'undefined' && (path === '' || i.path === path || i.path.startsWith(`${path}.`))

// Members of unions and intersections appear in io-ts's context under their index: they are no part of the value's path.
const pathOf = (context: t.Context): string => {
  const keys: string[] = []
  for (let i = 1; i < context.length; i++) {
    const parent = tagOf(unwrapped(context[i - 1]?.type))
    if (parent !== 'UnionType' && parent !== 'IntersectionType') keys.push(context[i]?.key ?? '')
  }
  return keys.join('.')
}

/** The same where none is. @internal */
export const standardDecoder = (codec: AnyCodec): Decode => {
  const schema = codec as StandardSchema
  const read = (r: StandardResult<unknown>): Decoding =>
    r.issues === undefined && 'value' in r
      ? { value: r.value }
      : {
          // A vendor's message may quote the value, so only what it expected is passed on.
          issues: (r.issues ?? [{ path: [] }])
            .slice(0, mostIssues)
            .map((i) => issue((i.path ?? []).map(keyOf).join('.'), expectedBy(i)))
        }
  return (u) => {
    const r = schema['~standard'].validate(u)
    return isThenable(r) ? Promise.resolve(r).then((told) => read(told as StandardResult<unknown>)) : read(r)
  }
}

// What vendors tell of their schema beside the message: a type, a bound, a format, the values there are.
const expectedBy = (i: object): string => {
  const told = i as Readonly<Record<'expected' | 'minimum' | 'maximum' | 'format' | 'values', unknown>>
  if (typeof told.expected === 'string') return told.expected
  if (Array.isArray(told.values)) return told.values.map((v) => JSON.stringify(v)).join(' | ')
  if (typeof told.minimum === 'number') return `at least ${told.minimum}`
  if (typeof told.maximum === 'number') return `at most ${told.maximum}`
  return typeof told.format === 'string' ? told.format : 'a valid value'
}

const keyOf = (k: PropertyKey | { readonly key: PropertyKey }): string => String(typeof k === 'object' ? k.key : k)
