/**
 * Any middy middleware as a combinator. The only file of this room that knows middy: its core hosts the rest of the stack,
 * so hooks, early responses and `onError` mean what they mean in middy.
 */
import middy from '@middy/core'
import type { Needs } from './CloudFormation.js'
import { type Ctx, type Exit, extend, left, right, type Source } from './Source.js'
import { type Wire, wire } from './Request.js'

/** What middy calls a middleware object: at least one of the three hooks. @since 0.1.0 */
export interface Middleware {
  readonly before?: unknown
  readonly after?: unknown
  readonly onError?: unknown
}

const slot: unique symbol = Symbol('quaich.slot') as never

interface Hosted {
  readonly ctx: Ctx
  readonly rest: () => Exit | Promise<Exit>
  exit: Exit | undefined
}

/** A refusal on its way through middy's `onError` hooks: the status and message that they expect on an error. */
class Refused extends Error {
  constructor(readonly exit: Exit) {
    const refusal = (exit as { readonly left: { readonly status?: number; readonly message?: string; readonly cause?: unknown } }).left
    super(refusal?.message ?? 'refused', { cause: refusal?.cause })
    this.name = 'Refused'
    this.statusCode = refusal?.status ?? 500
    this.expose = this.statusCode < 500
  }
  readonly statusCode: number
  readonly expose: boolean
}

/**
 * Lifts a middy middleware. It sees the event, the Lambda context and, on the way out, the Lambda result as middy shows them;
 * a refusal from inside reaches its `onError` as an error with `statusCode`. What it needs from AWS is declared beside it and flows into
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
    extend(s, { _tag: 'Middy', needs }, () => {
      const hosted = middy(
        async (_event: unknown, context: object) => {
          const run = (context as { readonly [slot]: Hosted })[slot]
          run.ctx['lambda'] = context
          run.exit = await run.rest()
          if (run.exit._tag === 'Left') throw new Refused(run.exit)
          return (run.ctx[wire as never] as Wire).toResponse(run.exit.right)
        },
        { timeoutEarlyInMillis: 0 }
      ).use(middleware as never)
      return {
        host: async (ctx, rest) => {
          const { event, fromResponse } = ctx[wire as never] as Wire
          const run: Hosted = { ctx, rest, exit: undefined }
          const context = Object.assign(Object.create(ctx['lambda'] as object), { [slot]: run })
          try {
            const response = await (hosted as unknown as (event: unknown, context: object) => Promise<unknown>)(event, context)
            const value = fromResponse(response)
            return run.exit?._tag === 'Left' ? left(value) : right(value)
          } catch (e) {
            if (e instanceof Refused) return e.exit
            throw e
          }
        }
      }
    })
