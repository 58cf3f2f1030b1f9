/**
 * A closed sentence: still the user's pure function, and beside it everything that was declared on the way.
 * Not a Lambda handler yet: `resource`, `service` and `lambdas` make those.
 */
import type { Fact } from './Fact.js'
import type { AnyReply } from './Reply.js'
import type { FailureOf, SuccessOf } from './Result.js'
import type { Fault, Show, Sound, Source, Step } from './Source.js'

// ---- model

type Out<K> = K extends { readonly out: infer O } ? O : unknown

type Silent<K, R> = K extends { readonly kind: 'http' }
  ? undefined extends SuccessOf<R>
    ? { readonly 'a route must reply: return a value, or noContent()': never }
    : unknown
  : unknown

// What says what may be returned: a word of the stack, or the source itself.
type Undeclared<K> = K extends { readonly kind: 'authorizer' }
  ? 'an authorizer answers allow() with the context it declares, or deny'
  : K extends { readonly kind: 'websocket' }
    ? 'routeResponse() does not declare'
    : 'returns() does not declare'

// For the eye: replies alone, where there are any. That a plain value is a 200 would say each of them twice.
type Told<O> = [Extract<O, AnyReply>] extends [never] ? O : Extract<O, AnyReply>

/** What a handler may return, read from the stack: declared failures, and replies that `returns` declares. @since 0.1.0 */
export type Allowed<Err, K, R> = [FailureOf<R>] extends [Err]
  ? [SuccessOf<R>] extends [Out<K>]
    ? Silent<K, R>
    : { readonly [P in Undeclared<K> | 'it declares']: P extends 'it declares' ? Told<Out<K>> : Exclude<SuccessOf<R>, Out<K>> }
  : { readonly 'undeclared failure': Exclude<FailureOf<R>, Err> }

/**
 * A handler: callable as the pure function it was made of, `handler({ params: { n: '2' }, … })`.
 * C: what it reads. R: what it returns, kept whole. K: what was declared.
 * @since 0.1.0
 */
export interface Handler<C, R, K> {
  (context: C): R
  readonly _tag: 'Handler'
  readonly facts: ReadonlyArray<Fact>
  readonly steps: ReadonlyArray<Step>
  readonly _K: () => K
  // Phantoms of a source that can be none: what the compiler says of a combinator behind `handle`.
  readonly _C: Fault<'nothing stands behind handle'>
  readonly _Err: unknown
}

/** Any closed sentence. @since 0.1.0 */
export type AnyHandler = Handler<never, unknown, { readonly kind: string }>

/** Any closed sentence that answers HTTP. @since 0.1.0 */
export type AnyRoute = Handler<never, unknown, { readonly kind: 'http' }>

// ---- constructors

/**
 * Closes a sentence with a pure function of the context. It returns what it has: a value, a `Reply`, a `Promise`, an `Either`,
 * a `Task` or a `TaskEither`. Failures may only be refusals, or tags that `errors` declared.
 * @since 0.1.0
 * @example
 * import { get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const hello = pipe(get('/hello/{name}'), handle(({ params }) => `hello, ${params.name}`))
 * expect(hello.facts).toEqual([{ _tag: 'Route', methods: ['GET'], path: '/hello/{name}' }])
 */
export const handle =
  <C extends Sound, Err, K, R>(f: (context: Show<C>) => R & Allowed<Err, K, R>) =>
  (s: Source<C, Err, K>): Handler<Show<C>, R, K> =>
    handler<Show<C>, R, K>(f, s.facts, s.steps)

/** @internal */
export const handler = <C, R, K>(
  f: (context: C) => R,
  facts: ReadonlyArray<Fact>,
  steps: ReadonlyArray<Step>
): Handler<C, R, K> => Object.assign((context: C) => f(context), { _tag: 'Handler', facts, steps }) as unknown as Handler<C, R, K>

// ---- combinators

/** Whether a value is a closed sentence. @since 0.1.0 */
export const isHandler = (u: unknown): u is AnyHandler =>
  typeof u === 'function' && (u as { readonly _tag?: unknown })._tag === 'Handler'
