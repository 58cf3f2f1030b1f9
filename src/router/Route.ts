/**
 * The HTTP sources: `get('/todos/{id}')` and its like, where every HTTP sentence begins.
 * Only declares; matching and answering happen when sentences become a resource.
 */
import type { Method, RouteFact } from '../combinators/Fact.js'
import type { Refusal } from '../combinators/HttpError.js'
import type { HttpRequest } from '../combinators/Request.js'
import { type Invocation, type Source, source } from '../combinators/Source.js'
import type { PathParams } from './Path.js'

// ---- model

/** What a route declares about itself. @since 0.1.0 */
export interface Route<M, P> {
  readonly kind: 'http'
  readonly method: M
  readonly path: P
}

/** What every route's context holds. @since 0.1.0 */
export interface Http<P extends string> extends Invocation {
  readonly request: HttpRequest
  readonly params: PathParams<P>
}

/** A route source of one method. @since 0.1.0 */
export type MethodSource<M extends string> = <const P extends string>(path: P) => Source<Http<P>, Refusal, Route<M, P>>

// ---- constructors

const routed = <M, P extends string, C = Http<P>>(methods: RouteFact['methods'], path: P): Source<C, Refusal, Route<M, P>> =>
  source([{ _tag: 'Route', methods, path }])

const of = <M extends Method>(method: M): MethodSource<M> => {
  const methods = [method]
  return (path) => routed(methods, path)
}

/** GET on a path. HEAD is derived from it wherever the invocation reaches us. @since 0.1.0 @example
 * import { get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * expect(pipe(get('/todos/{id}'), handle(({ params }) => params.id)).facts).toEqual([{ _tag: 'Route', methods: ['GET'], path: '/todos/{id}' }])
 */
export const get: MethodSource<'GET'> = /* @__PURE__ */ of('GET')
/** POST on a path. @since 0.1.0 @example
 * import { post } from 'quaich'
 * expect(post('/todos').facts).toEqual([{ _tag: 'Route', methods: ['POST'], path: '/todos' }])
 */
export const post: MethodSource<'POST'> = /* @__PURE__ */ of('POST')
/** PUT on a path. @since 0.1.0 @example
 * import { put } from 'quaich'
 * expect(put('/todos/{id}').facts).toEqual([{ _tag: 'Route', methods: ['PUT'], path: '/todos/{id}' }])
 */
export const put: MethodSource<'PUT'> = /* @__PURE__ */ of('PUT')
/** PATCH on a path. @since 0.1.0 @example
 * import { patch } from 'quaich'
 * expect(patch('/todos/{id}').facts).toEqual([{ _tag: 'Route', methods: ['PATCH'], path: '/todos/{id}' }])
 */
export const patch: MethodSource<'PATCH'> = /* @__PURE__ */ of('PATCH')
/** DELETE on a path (`delete` is a word of the language). @since 0.1.0 @example
 * import { del } from 'quaich'
 * expect(del('/todos/{id}').facts).toEqual([{ _tag: 'Route', methods: ['DELETE'], path: '/todos/{id}' }])
 */
export const del: MethodSource<'DELETE'> = /* @__PURE__ */ of('DELETE')
/** HEAD on a path; needed only where the gateway itself must know it. @since 0.1.0 @example
 * import { head } from 'quaich'
 * expect(head('/todos').facts).toEqual([{ _tag: 'Route', methods: ['HEAD'], path: '/todos' }])
 */
export const head: MethodSource<'HEAD'> = /* @__PURE__ */ of('HEAD')
/** OPTIONS on a path, instead of the answer that `cors` makes. @since 0.1.0 @example
 * import { options } from 'quaich'
 * expect(options('/todos').facts).toEqual([{ _tag: 'Route', methods: ['OPTIONS'], path: '/todos' }])
 */
export const options: MethodSource<'OPTIONS'> = /* @__PURE__ */ of('OPTIONS')

/**
 * Every method on a path; the context has `method`.
 * @since 0.1.0
 * @example
 * import { any, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const echo = pipe(any('/echo/{rest+}'), handle(({ method, params }) => `${method} ${params.rest}`))
 * expect(echo.facts).toEqual([{ _tag: 'Route', methods: 'ANY', path: '/echo/{rest+}' }])
 */
export const any = <const P extends string>(path: P): Source<Http<P> & { readonly method: Method }, Refusal, Route<Method, P>> =>
  routed('ANY', path)

/**
 * Several methods on a path with one handler; the context has `method`.
 * @since 0.1.0
 * @example
 * import { handle, route } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const object = pipe(route(['GET', 'PUT'], '/objects/{key}'), handle(({ method, params }) => ({ method, key: params.key })))
 * expect(object.facts).toEqual([{ _tag: 'Route', methods: ['GET', 'PUT'], path: '/objects/{key}' }])
 */
export const route = <const P extends string, const M extends Method>(
  methods: ReadonlyArray<M>,
  path: P
): Source<Http<P> & { readonly method: M }, Refusal, Route<M, P>> => routed(methods, path)
