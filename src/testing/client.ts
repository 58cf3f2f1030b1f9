/**
 * A client of a service, in this process: typed from the service alone, through the same handlers that Lambda calls, without AWS.
 * It builds the event a gateway would send; it does not verify tokens, so who calls is said with `auth`.
 */
import type { Handler } from '../combinators/Handler.js'
import type { Override } from '../combinators/Port.js'
import type { Reply } from '../combinators/Reply.js'
import type { SuccessOf } from '../combinators/Result.js'
import type { Mounted } from '../router/mount.js'
import type { PathParams } from '../router/Path.js'
import type { Route } from '../router/Route.js'
import type { Service } from '../router/service.js'
import { Call, caller, type Identified } from './caller.js'

// ---- model: types

type Routes<D> = D[keyof D] extends infer H
  ? H extends Handler<never, infer R, infer K>
    ? K extends Route<string, string>
      ? { readonly k: K; readonly r: R }
      : never
    : H extends Mounted<infer M>
      ? Routes<M>
      : never
  : never

type At<D, M, P> =
  Routes<D> extends infer X
    ? X extends { readonly k: { readonly method: infer N; readonly path: P } }
      ? M extends N
        ? X
        : never
      : never
    : never

type PathsOf<D, M> =
  Routes<D> extends infer X
    ? X extends { readonly k: { readonly method: infer N; readonly path: infer P extends string } }
      ? M extends N
        ? P
        : never
      : never
    : never

type KindOf<X> = X extends { readonly k: infer K } ? K : never
type ResultOf<X> = X extends { readonly r: infer R } ? SuccessOf<R> : never

// What may be undefined may be left out, and so may what then has nothing that must be given.
type Required<Q> = { readonly [P in keyof Q as undefined extends Q[P] ? never : P]: Q[P] }
type Optional<Q> = { readonly [P in keyof Q as undefined extends Q[P] ? P : never]?: Q[P] }
type Loose<Q> = Required<Q> & Optional<Q>
type Part<N extends string, Q> = {} extends Loose<Q> ? { readonly [P in N]?: Loose<Q> } : { readonly [P in N]: Loose<Q> }

type Inputs<K> = (K extends { readonly body: infer B } ? { readonly body: B } : { readonly body?: unknown }) &
  (K extends { readonly query: infer Q } ? Part<'query', Q> : { readonly query?: Readonly<Record<string, unknown>> }) &
  (K extends { readonly headers: infer H }
    ? Part<'headers', H> & { readonly headers?: Readonly<Record<string, string | undefined>> }
    : { readonly headers?: Readonly<Record<string, string | undefined>> }) &
  (K extends { readonly path: infer P extends string }
    ? {} extends PathParams<P>
      ? {}
      : { readonly params: PathParams<P> }
    : {})

/**
 * What a call takes: what the route declares it reads, and who calls. The body is encoded as the route declares (JSON, form, text, bytes);
 * `rawBody` goes as it is, in its place. What is not declared may be sent all the same.
 * @since 0.1.0
 */
export type Input<K> = (
  | Inputs<K>
  | (Omit<Inputs<K>, 'body'> & { readonly body?: never; readonly rawBody: string | Uint8Array })
) &
  Identified

/** What a call gives when it succeeds: the body. @since 0.1.0 */
export type BodyOf<A> = A extends Reply<number, infer B> ? B : A

type Arguments<I> = {} extends I ? [input?: I] : [input: I]

type Send<D, M> = <P extends PathsOf<D, M>>(
  path: P,
  ...input: Arguments<Input<KindOf<At<D, M, P>>>>
) => Call<BodyOf<ResultOf<At<D, M, P>>>>

/** One function a method; paths and inputs are those that the service declares. @since 0.1.0 */
export interface Client<D> {
  readonly get: Send<D, 'GET'>
  readonly post: Send<D, 'POST'>
  readonly put: Send<D, 'PUT'>
  readonly patch: Send<D, 'PATCH'>
  readonly del: Send<D, 'DELETE'>
  readonly head: Send<D, 'HEAD'>
  readonly options: Send<D, 'OPTIONS'>
}

// ---- constructors

/**
 * A client of a service: `await client(api).get('/todos/{id}', { params: { id: '1' } })` is the body of a successful reply, and rejects
 * with a {@link CallError} for any other; `.reply` is the reply whatever it is. Ports are live unless overridden.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { client } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const api = service('greetings', {}, { hello: pipe(get('/hello/{name}'), handle(({ params }) => ({ hello: params.name }))) })
 * expect(await client(api).get('/hello/{name}', { params: { name: 'Ada' } })).toEqual({ hello: 'Ada' })
 * expect((await client(api).get('/hello/{name}', { params: { name: 'Ada' } }).reply).status).toBe(200)
 */
export const client = <D>(service: Service<D>, ...overrides: ReadonlyArray<Override>): Client<D> => {
  const send = caller(service, overrides)
  const of =
    (method: string) =>
    (path: string, input: object = {}) =>
      new Call(send(method, path, input))
  return {
    get: of('GET'),
    post: of('POST'),
    put: of('PUT'),
    patch: of('PATCH'),
    del: of('DELETE'),
    head: of('HEAD'),
    options: of('OPTIONS')
  } as unknown as Client<D>
}
