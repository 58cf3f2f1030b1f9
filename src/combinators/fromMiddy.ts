/**
 * Any middy middleware as a combinator. The only file of this room that knows middy: its core hosts the rest of the stack,
 * so hooks, early responses and `onError` mean what they mean in middy.
 */
import middy from '@middy/core'
import httpErrorHandler from '@middy/http-error-handler'
import type { Needs } from './CloudFormation.js'
import { factOf } from './Fact.js'
import { defect, refuse } from './HttpError.js'
import { type AnyPort, type PortValues, portsFor } from './Port.js'
import { type AnyReply, isReply } from './Reply.js'
import { type Wire, wire } from './Request.js'
import { type Ctx, type Exit, extend, type GiveKeys, type LambdaContext, left, right, type Source } from './Source.js'

/** What middy calls a middleware object: at least one of the three hooks. @since 0.1.0 */
export interface Middleware {
  readonly before?: unknown
  readonly after?: unknown
  readonly onError?: unknown
}

/** One middleware, or several that share one host: what one of them puts into `request.internal` the next ones read. @since 0.1.0 */
export type Middlewares = Middleware | ReadonlyArray<Middleware>

// What its `before` declares of the context beyond Lambda's own: middy's types say both what it reads and what it sets by that.
type AddedBy<M> = M extends { readonly before?: infer B }
  ? NonNullable<B> extends (request: infer R) => unknown
    ? R extends { readonly context: infer X }
      ? string extends keyof X
        ? {}
        : Omit<X, keyof LambdaContext>
      : {}
    : {}
  : {}

type AllOf<U> = (U extends unknown ? (u: U) => void : never) extends (all: infer I) => void ? I : never

/** What middlewares add to the Lambda context, by their own types: the keys of `fetchData` with `setToContext`, nothing for most. @since 0.1.0 */
export type Added<M> = AllOf<AddedBy<M extends ReadonlyArray<infer One> ? One : M>>

/** C, with what middlewares add under `lambda`. @since 0.1.0 */
export type WithMiddy<C, M> = [keyof Added<M>] extends [never] ? C : GiveKeys<C, 'lambda', Added<M>>

/** One invocation under way, found by the hooks on the context that middy hands them. */
interface Hosted {
  readonly ctx: Ctx
  readonly rest: (ctx: Ctx) => Exit | Promise<Exit>
  exit: Exit | undefined
  /** What a middleware threw, and middy's own error handler made a response of. */
  thrown: { readonly error: unknown } | undefined
}

const slot: unique symbol = Symbol('quaich.slot') as never
const hostedOf = (context: unknown): Hosted => (context as { readonly [slot]: Hosted })[slot]

/** A refusal on its way through middy's `onError` hooks: the status and message that they expect on an error. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly statusCode: number
  readonly expose: boolean
  constructor(readonly exit: Exit & { readonly _tag: 'Left' }) {
    const refusal = exit.left as
      | { readonly status?: number; readonly message?: string; readonly cause?: unknown }
      | null
      | undefined
    super(refusal?.message ?? 'refused', { cause: refusal?.cause })
    this.statusCode = refusal?.status ?? 500
    this.expose = this.statusCode < 500
  }
}

/**
 * Lifts a middy middleware, or a list of them that shares one host. It sees the event, the Lambda context and, on the way out, the Lambda
 * result as middy shows them; a refusal from inside reaches its `onError` as an error with `statusCode`. On routes, an HTTP error that a
 * middleware throws (`@middy/util`'s `createError`) is a refusal of that status. What its types say that it adds to the Lambda context, the
 * handler finds under `lambda`. What it needs from AWS is declared beside it and flows into the generated file.
 *
 * Given a function, the middleware is made of the ports in `uses`, once a container, on the first invocation; if that throws, the invocation
 * fails and the next one tries again. Middlewares that fetch something when they are made want that: a value would fetch on every import.
 * @since 0.1.0
 * @example
 * import { fromMiddy, get, handle, port } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const lines = port('lines', { live: (): Array<string> => [] })
 * const audit = fromMiddy(({ lines }) => ({ before: (r: { event: object }) => lines.push(JSON.stringify(r.event)) }), { uses: { lines } })
 * const warm = fromMiddy({ before: () => {} }, { iam: [{ actions: ['ssm:GetParameter'], resources: ['*'] }] })
 * expect(pipe(get('/x'), warm, audit, handle(() => 1)).facts.slice(1)).toMatchObject([{ _tag: 'Middy' }, { _tag: 'Middy', uses: { lines } }])
 */
export const fromMiddy =
  <const M extends Middlewares, const D extends Readonly<Record<string, AnyPort>> = {}>(
    middleware: M | ((ports: PortValues<D>) => M),
    o: Needs & { readonly uses?: D } = {}
  ) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<WithMiddy<C, M>, Err, K> => {
    const { uses = {}, ...needs } = o
    return extend(s, { _tag: 'Middy', needs, uses }, ({ facts, live, settings }) => {
      const route = factOf(facts, 'Route') !== undefined
      const ports = portsFor(uses, live, settings.overrides)
      const make = (ctx: Ctx): Host =>
        hostOf(typeof middleware === 'function' ? middleware(ports.values(ctx) as PortValues<D>) : middleware, route)
      let lifted: Host | undefined = typeof middleware === 'function' ? undefined : hostOf(middleware, route)
      return {
        host: async (ctx, rest) => {
          if (lifted === undefined || ports.anew) lifted = make(ctx)
          const host = lifted
          const { event, fromResponse } = ctx[wire as never] as Wire
          const run: Hosted = { ctx, rest, exit: undefined, thrown: undefined }
          try {
            const response = await host(event, Object.assign(Object.create(ctx['lambda'] as object), { [slot]: run }))
            return conclude(run, fromResponse(response))
          } catch (e) {
            if (e instanceof Refused) return e.exit
            throw e
          }
        }
      }
    })
  }

type Host = (event: unknown, context: object) => Promise<unknown>

const hostOf = (middlewares: Middlewares, route: boolean): Host => {
  const hosted = middy(runRest, { timeoutEarlyInMillis: 0 })
  if (route) hosted.use({ onError: tellThrown } as never)
  return hosted.use(middlewares as never) as unknown as Host
}

const runRest = async (_event: unknown, context: object): Promise<unknown> => {
  const run = hostedOf(context)
  run.ctx['lambda'] = context
  run.exit = await run.rest(run.ctx)
  if (run.exit._tag === 'Left') throw new Refused(run.exit)
  return (run.ctx[wire as never] as Wire).toResponse(run.exit.right)
}

const { onError } = httpErrorHandler({ logger: false })

// Refusals from inside are told by us; only what a middleware threw is told by middy's handler.
const tellThrown = (request: { readonly error: unknown; readonly response: unknown; readonly context: unknown }): unknown => {
  if (request.error instanceof Refused || request.response !== undefined) return undefined
  hostedOf(request.context).thrown = { error: request.error }
  return onError?.(request as never)
}

const conclude = ({ exit, thrown }: Hosted, value: unknown): Exit => {
  if (thrown !== undefined) {
    const { status, body } = value as AnyReply
    return left(status >= 500 ? defect(thrown.error) : refuse(status, { message: String(body), cause: thrown.error }))
  }
  if (exit?._tag !== 'Left') return right(value)
  const { cause } = exit.left as { readonly cause?: unknown }
  return left(isReply(value) && cause !== undefined ? { ...value, cause } : value)
}
