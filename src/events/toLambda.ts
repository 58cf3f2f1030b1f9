/**
 * The edge: a function of event and Lambda context becomes the handler that the runtime calls. The only place that writes a log, and
 * where whatever still went wrong ends. It takes two parameters at most, since Lambda refuses handlers with callbacks.
 */
import type { LambdaContext } from '../combinators/Source.js'

/** What the Lambda runtime calls. @since 0.1.0 */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>

/** @internal */
export const toLambda =
  (f: (event: unknown, context: LambdaContext) => unknown): LambdaHandler =>
  async (event, context) =>
    f(event, context)

/**
 * Writes what went wrong, and where, for the people who run the service: one line of JSON, as Lambda's own JSON logs have it, with the
 * cause's stack and never anything of the request.
 * @internal
 */
export const logError = (cause: unknown, at: string, context: LambdaContext | undefined): void => {
  try {
    console.error(
      JSON.stringify({
        level: 'ERROR',
        message: cause instanceof Error ? `${cause.name}: ${cause.message}` : `failed with ${describe(cause)}`,
        at,
        requestId: context?.awsRequestId,
        stack: cause instanceof Error ? cause.stack : undefined
      })
    )
  } catch {
    // A log that cannot be written must not cost the reply.
  }
}

const describe = (cause: unknown): string => {
  const tag = (cause as { readonly _tag?: unknown } | null | undefined)?._tag
  return typeof tag === 'string' ? `'${tag}'` : typeof cause
}
