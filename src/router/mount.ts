/**
 * Blueprints: a module of declarations under a path prefix, itself a declaration.
 * Mounting copies nothing and changes nothing, so a module may stand in as many places as one likes, with every option kept.
 */
import type { Handler } from '../combinators/Handler.js'
import type { Refusal } from '../combinators/HttpError.js'
import type { HasRequest } from '../combinators/Request.js'
import type { Invocation, Sound, Source } from '../combinators/Source.js'
import type { Join } from './Path.js'
import type { Route } from './Route.js'
import type { Declared, Open, Unclosed } from './service.js'

// ---- model

/** A stack of combinators, as `mount` takes it: it may read the request, and nothing else. @since 0.1.0 */
export type Stack<Pre extends string> = (
  s: Source<Invocation & HasRequest & { readonly params: {} }, Refusal, Route<string, Pre>>
) => Source<Sound & HasRequest, unknown, unknown>

/** What `mount` gives: named by the key it stands under. @since 0.1.0 */
export interface Mounted<D> {
  readonly _tag: 'Mounted'
  readonly prefix: string
  readonly module: object
  readonly stack: ((s: Source<never, never, never>) => Source<unknown, unknown, unknown>) | undefined
  readonly _D: () => D
}

type Prefixed<K, Pre extends string> =
  K extends Route<infer M, infer P extends string> ? Omit<K, 'path' | 'method'> & Route<M, Join<Pre, P>> : K

/** A declaration under a prefix. @since 0.1.0 */
export type Under<H, Pre extends string> =
  H extends Handler<infer C, infer R, infer K>
    ? Handler<C, R, Prefixed<K, Pre>>
    : H extends Mounted<infer D>
      ? Mounted<{ readonly [N in keyof D]: Under<D[N], Pre> }>
      : never

// ---- constructors

/**
 * A module under a prefix and, if given, under one stack that stands outermost around all of it. Nests; may be mounted twice.
 * `/p` and `/` give `/p`.
 * @since 0.1.0
 * @example
 * import { cors, get, handle, lambdas, mount, service } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const cats = { list: pipe(get('/cats'), handle(() => ['Tom'])) }
 * const api = service('pets', {}, { v1: mount('/v1', cats, cors()), v2: mount('/v2', cats) })
 * expect(Object.keys(lambdas(api))).toEqual(['api-v1-cats', 'api-v2-cats'])
 */
export const mount = <const Pre extends string, D extends object>(
  prefix: Pre,
  module: D & ([Open<D>] extends [never] ? unknown : Unclosed<Open<D>>),
  stack?: Stack<Pre>
): Mounted<{ readonly [N in keyof Declared<D>]: Under<Declared<D>[N], Pre> }> =>
  ({ _tag: 'Mounted', prefix, module, stack }) as never

// ---- combinators

/** @internal */
export const isMounted = (u: unknown): u is Mounted<unknown> =>
  (u as { readonly _tag?: unknown } | null | undefined)?._tag === 'Mounted'
