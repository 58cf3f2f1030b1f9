/**
 * Any middy middleware as a combinator. The only file of this room that knows middy: its core hosts the rest of the stack,
 * so hooks, early responses and `onError` mean what they mean in middy.
 */
import middy from '@middy/core'
import httpErrorHandler from '@middy/http-error-handler'
import type { Needs } from './CloudFormation.js'
import { factOf } from './Fact.js'
import { defect, refuse } from './HttpError.js'
import { type AnyReply, isReply } from './Reply.js'
import { type Wire, wire } from './Request.js'
import { type Ctx, type Exit, extend, left, right, type Source } from './Source.js'

/** What middy calls a middleware object: at least one of the three hooks. @since 0.1.0 */
export interface Middleware {
  readonly before?: unknown
  readonly after?: unknown
  readonly onError?: unknown
}

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
 * Lifts a middy middleware. It sees the event, the Lambda context and, on the way out, the Lambda result as middy shows them;
 * a refusal from inside reaches its `onError` as an error with `statusCode`. On routes, an HTTP error that a middleware throws
 * (`@middy/util`'s `createError`) is a refusal of that status. What the middleware needs from AWS is declared beside it and flows into
 * the generated file.
 * @since 0.1.0
 * @example
 * import { fromMiddy, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const warm = fromMiddy({ before: () => {} }, { iam: [{ actions: ['ssm:GetParameter'], resources: ['*'] }] })
 * expect(pipe(get('/x'), warm, handle(() => 1)).facts[1]).toMatchObject({ _tag: 'Middy' })
 */
export const fromMiddy =
  (middleware: Middleware, needs: Needs = {}) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<C, Err, K> =>
    extend(s, { _tag: 'Middy', needs }, ({ facts }) => {
      const hosted = middy(runRest, { timeoutEarlyInMillis: 0 })
      if (factOf(facts, 'Route') !== undefined) hosted.use({ onError: tellThrown } as never)
      const invoke = hosted.use(middleware as never) as unknown as (event: unknown, context: object) => Promise<unknown>
      return {
        host: async (ctx, rest) => {
          const { event, fromResponse } = ctx[wire as never] as Wire
          const run: Hosted = { ctx, rest, exit: undefined, thrown: undefined }
          try {
            const response = await invoke(event, Object.assign(Object.create(ctx['lambda'] as object), { [slot]: run }))
            return conclude(run, fromResponse(response))
          } catch (e) {
            if (e instanceof Refused) return e.exit
            throw e
          }
        }
      }
    })

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
