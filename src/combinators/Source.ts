/**
 * A source: where an invocation comes from, and what the combinators after it have declared (facts) and will do (steps).
 * Not a builder with methods: combinators are functions from source to source, so `pipe`, `flow` and `identity` compose them.
 */
import type { Context } from 'aws-lambda'
import type { Fact } from './Fact.js'
import type { ErrorBody } from './HttpError.js'
import type { Override } from './Port.js'

// ---- model: types

/** The Lambda context, under a name of our own so that emitted declarations never reach into another package. @since 0.1.0 */
export interface LambdaContext extends Context {}

/** What every context holds. @since 0.1.0 */
export interface Invocation {
  readonly lambda: LambdaContext
}

declare const fault: unique symbol

/** A context that cannot be: the reason is its type, and `handle` refuses it with that sentence. @since 0.1.0 */
export interface Fault<Why> extends Invocation {
  readonly [fault]: Why
}

/** A context without a fault. @since 0.1.0 */
export type Sound = Invocation & { readonly [fault]?: never }

/**
 * C: the context so far. Err: the failures the stack allows. K: what is declared (kind, method, path, inputs, outputs), for clients and tests.
 * All covariant.
 * @since 0.1.0
 */
export interface Source<C, Err, K> {
  // First, since the compiler tells of the first property that does not fit: a handler's says what is wrong.
  readonly _C: () => C
  readonly _tag: 'Source'
  readonly facts: ReadonlyArray<Fact>
  readonly steps: ReadonlyArray<Step>
  readonly _Err: () => Err
  readonly _K: () => K
}

export type Missing<N, C> = keyof N extends keyof C
  ? { readonly expected: { [P in keyof N & keyof C]: N[P] }; readonly found: { [P in keyof N & keyof C]: C[P] } }
  : `Property '${Exclude<keyof N, keyof C> & string}' is missing`

type Why<C, N, K> = C extends Fault<unknown> ? C : C extends N ? Fault<`'${K & string}' is provided twice`> : Fault<Missing<N, C>>

// Needs are deferred conditionals, not bounds: a bound on C cannot grow when `flow` composes, so it would accept bad stacks and refuse good ones.
/** C with A under the key K, for a C that has what N asks for and no K yet; otherwise a {@link Fault}. @since 0.1.0 */
export type Give<C, N, K extends string, A> = [C] extends [N & Invocation & { readonly [P in K]?: never }]
  ? C & { readonly [P in K]: A }
  : Why<C, N, K>

/** C itself, for a C that has what N asks for; otherwise a {@link Fault}. @since 0.1.0 */
export type Keep<C, N> = [C] extends [N & { readonly [fault]?: never }] ? C : Why<C, N, never>

/** C with the keys of A added to what stands under K; the keys must be new. @since 0.1.0 */
export type GiveKeys<C, K extends string, A> =
  C extends Fault<unknown>
    ? C
    : C extends { readonly [P in K]: infer Q }
      ? keyof Q & keyof A extends never
        ? C & { readonly [P in K]: A }
        : Fault<`${K}: '${keyof Q & keyof A & string}' is provided twice`>
      : C & { readonly [P in K]: A }

/** An intersection written out, for the eye. @since 0.1.0 */
export type Show<T> = { [K in keyof T]: T[K] } & {}

// ---- model: values

/** How an invocation ended inside: `Right` a value or reply, `Left` a refusal or failure. fp-ts's own shape, made and read by tag. @internal */
export type Exit = { readonly _tag: 'Left'; readonly left: unknown } | { readonly _tag: 'Right'; readonly right: unknown }

/** A context while it is being filled. @internal */
export type Ctx = { [key: string]: unknown }

/** What a step may know when the program is put together, once. @internal */
export interface Program {
  readonly facts: ReadonlyArray<Fact>
  readonly settings: ProgramSettings
  readonly codecs: import('../codecs/CodecEngine.js').CodecEngine
  /** The live value of a port, made on first use and kept for the life of the container. */
  readonly live: (port: import('./Port.js').AnyPort) => unknown
}

/** What an interpreter decides for all its programs. @internal */
export interface ProgramSettings {
  readonly errorBody: ErrorBody
  readonly binaryTypes: ReadonlyArray<string>
  readonly overrides: ReadonlyArray<Override>
}

/**
 * What one combinator does, prepared for one program.
 * `enter` fills the context and answers nothing, or refuses with a `Left`; `leave` sees every exit of what stands inside it;
 * `host` runs the rest itself, once or many times, on contexts of its choice.
 * @internal
 */
export interface Prepared {
  readonly enter?: (ctx: Ctx) => undefined | Exit | Promise<undefined | Exit>
  readonly leave?: (ctx: Ctx, exit: Exit) => Exit | Promise<Exit>
  readonly host?: (ctx: Ctx, rest: (ctx: Ctx) => Exit | Promise<Exit>) => Exit | Promise<Exit>
}

/** The run-time half of a combinator. Everything that can be known beforehand is computed in it, once. @internal */
export type Step = (program: Program) => Prepared

// ---- constructors

/** A source of its own. The phantoms exist in types only, which is why this is the one place that asserts them. @internal */
export const source = <C, Err, K>(facts: ReadonlyArray<Fact>, steps: ReadonlyArray<Step> = []): Source<C, Err, K> =>
  ({ _tag: 'Source', facts, steps }) as unknown as Source<C, Err, K>

/** A source with one more fact and, where there is something to do, one more step. @internal */
export const extend = <C, Err, K>(s: Source<unknown, unknown, unknown>, fact: Fact, step?: Step): Source<C, Err, K> =>
  source([...s.facts, fact], step === undefined ? s.steps : [...s.steps, step])

/** @internal */
export const left = (left: unknown): Exit => ({ _tag: 'Left', left })
/** @internal */
export const right = (right: unknown): Exit => ({ _tag: 'Right', right })
