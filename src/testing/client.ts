/**
 * A client of a service, in this process: typed from the service alone, through the same handlers that Lambda calls, without AWS.
 * It verifies no token that AWS verifies: who calls is then said with `auth`.
 */
import type { Handler } from '../combinators/Handler.js'
import type { Override } from '../combinators/Port.js'
import type { Reply } from '../combinators/Reply.js'
import type { SuccessOf } from '../combinators/Result.js'
import type { Mounted } from '../router/mount.js'
import type { PathParams } from '../router/Path.js'
import type { Route } from '../router/Route.js'
import type { Service } from '../router/service.js'
import type { BatchOutcome } from './batch.js'
import { Call } from './Call.js'
import type { RecordChanges } from './events/changes.js'
import type { BatchName, EventOf, FunctionName, MessageOf, OutputOf, SocketMessage } from './functions.js'
import type { ClientOptions, Exchange, Identified } from './gateway.js'
import type { Jsoned } from './Jsoned.js'
import type { HttpEventInput } from './rawRequest.js'
import type { ConnectInput, Socket } from './sockets.js'
import { type SentRequest, wired } from './wired.js'

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

type Received<X> = X extends { readonly k: infer K; readonly r: infer R } ? BodyOf<K, SuccessOf<R>> : never

// What may be undefined may be left out, and so may what then has nothing that must be given.
type Required<Q> = { readonly [P in keyof Q as undefined extends Q[P] ? never : P]: Q[P] }
type Optional<Q> = { readonly [P in keyof Q as undefined extends Q[P] ? P : never]?: Q[P] }
type Loose<Q> = Required<Q> & Optional<Q>
type Part<N extends string, Q> = {} extends Loose<Q> ? { readonly [P in N]?: Loose<Q> } : { readonly [P in N]: Loose<Q> }

type Params<P extends string> = {} extends PathParams<P> ? {} : { readonly params: PathParams<P> }
type AnyHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

// A form's fields are as loose as a query's; that it has none has to be said all the same.
type BodyIn<K> = K extends { readonly body: infer B }
  ? { readonly body: K extends { readonly form: true } ? Loose<B> : B }
  : { readonly body?: unknown }

type Inputs<K> = BodyIn<K> &
  (K extends { readonly query: infer Q } ? Part<'query', Q> : { readonly query?: Readonly<Record<string, unknown>> }) &
  (K extends { readonly headers: infer H }
    ? Part<'headers', H> & { readonly headers?: AnyHeaders }
    : { readonly headers?: AnyHeaders }) &
  (K extends { readonly path: infer P extends string } ? Params<P> : {})

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

/**
 * What a call gives when it succeeds, of a route of the kind K whose handler gives an A: the body as it arrives. What `returns` declares is
 * encoded by its codec, and all is JSON: a `Date` is text by then.
 * @since 0.1.0
 */
export type BodyOf<K, A> = K extends { readonly sent: infer M }
  ? A extends Reply<infer S, unknown>
    ? Jsoned<M[S & keyof M]>
    : M extends { readonly 200: infer B }
      ? Jsoned<B>
      : never
  : Jsoned<A extends Reply<number, infer B> ? B : A>

type Arguments<I> = {} extends I ? [input?: I] : [input: I]

// Distributes over routes before `Input` is computed. To learn how many arguments a call takes, the compiler substitutes all paths for P;
// `Input` of a union of n kinds would be a product of four unions: 18 routes exceed the compiler's limit of 100,000 members.
type ArgumentsOf<X> = X extends { readonly k: infer K } ? Arguments<Input<K>> : never

// A method that no route has would have no path at all, which the compiler calls `never`: it is told in words.
type Unanswered<M extends string> = (
  path: `no route of the service answers ${M}`,
  ...input: ReadonlyArray<unknown>
) => Call<never>

type Send<D, M extends string> = [PathsOf<D, M>] extends [never]
  ? Unanswered<M>
  : <P extends PathsOf<D, M>>(path: P, ...input: ArgumentsOf<At<D, M, P>>) => Call<Received<At<D, M, P>>>

// HEAD is derived from GET: the same request, and no body.
type SendHead<D> = [PathsOf<D, 'GET' | 'HEAD'>] extends [never]
  ? Unanswered<'HEAD'>
  : <P extends PathsOf<D, 'GET' | 'HEAD'>>(path: P, ...input: ArgumentsOf<At<D, 'GET' | 'HEAD', P>>) => Call<undefined>

// Every path answers OPTIONS: with what it declares, or with what it allows.
type SendOptions<D> = <P extends Routes<D>['k']['path']>(
  path: P,
  ...input: P extends PathsOf<D, 'OPTIONS'>
    ? ArgumentsOf<At<D, 'OPTIONS', P>>
    : Arguments<Params<P> & { readonly headers?: AnyHeaders }>
) => Call<P extends PathsOf<D, 'OPTIONS'> ? Received<At<D, 'OPTIONS', P>> : undefined>

/** One function a method; paths and inputs are those that the service declares. @since 0.1.0 */
export interface Client<D> {
  readonly get: Send<D, 'GET'>
  readonly post: Send<D, 'POST'>
  readonly put: Send<D, 'PUT'>
  readonly patch: Send<D, 'PATCH'>
  readonly del: Send<D, 'DELETE'>
  readonly head: SendHead<D>
  readonly options: SendOptions<D>
  /** Sends a request of no type, a generated one, and tells who answered with what. Rejects only where a parameter of the path is missing. */
  readonly exchange: (request: SentRequest) => Promise<Exchange>
  /** Invokes any function by its name, as {@link invoke} does, on this client's ports. */
  readonly invoke: <N extends FunctionName<D> | (string & {})>(name: N, event: EventOf<D, N>) => Promise<OutputOf<D, N>>
  /**
   * Sends messages to a function in one invocation, whatever its `batchSize`, and tells which of them failed. Each is what the codec reads; of
   * a bucket an object's key, of a table an item. `changes` are merged into the records: `{ body: 'no JSON' }` for what no codec reads.
   */
  readonly batch: <N extends BatchName<D>>(
    name: N,
    messages: ReadonlyArray<MessageOf<D, N>>,
    changes?: RecordChanges
  ) => Promise<BatchOutcome<MessageOf<D, N>>>
  /** Connects to the WebSocket API. Rejects with a {@link CallError} where the authorizer, or `$connect`, lets nobody in. */
  readonly socket: (input?: ConnectInput) => Promise<Socket<SocketMessage<D>>>
}

// ---- constructors

/**
 * A client of a service: `await client(api).get('/todos/{id}', { params: { id: '1' } })` is the body of a successful reply, and rejects
 * with a {@link CallError} for any other; `.reply` is the reply whatever it is. Requests go where the gateway would send them: through
 * the service's own authorizers, API keys and preflight. Ports are live unless overridden; options may stand beside the overrides.
 * @since 0.1.0
 * @example
 * import { get, handle, service } from 'quaich'
 * import { client } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const api = service('greetings', {}, { hello: pipe(get('/hello/{name}'), handle(({ params }) => ({ hello: params.name }))) })
 * expect(await client(api).get('/hello/{name}', { params: { name: 'Ada' } })).toEqual({ hello: 'Ada' })
 * expect((await client(api, { format: 'alb' }).get('/hello/{name}', { params: { name: 'Ada' } }).reply).status).toBe(200)
 */
export const client = <D>(service: Service<D>, ...given: ReadonlyArray<Override | ClientOptions>): Client<D> => {
  const { exchange, invoke, batch, socket } = wired(service, ...given)
  const of =
    (method: string) =>
    (path: string, input: HttpEventInput & Identified = {}) =>
      new Call(`${method} ${path}`, exchange({ ...input, method, path }))
  return {
    get: of('GET'),
    post: of('POST'),
    put: of('PUT'),
    patch: of('PATCH'),
    del: of('DELETE'),
    head: of('HEAD'),
    options: of('OPTIONS'),
    exchange,
    invoke,
    batch,
    socket
  } as unknown as Client<D>
}
