/**
 * The Lambda handler of a WebSocket route: values and replies let the connection stand, a refusal is its status, anything else fails the
 * invocation. Whether a body goes anywhere is the route's affair: API Gateway drops it where no route response is declared.
 */
import { isHttpError } from '../combinators/HttpError.js'
import { type AnyReply, isReply } from '../combinators/Reply.js'
import type { LambdaContext } from '../combinators/Source.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Declaration } from './Declaration.js'
import { context, eventProgram, failed } from './eventLambda.js'
import type { Scope } from './program.js'

/** @internal */
export const websocketLambda = (d: Declaration, scope: Scope): LambdaHandler => {
  const run = eventProgram(d, scope)
  return toLambda(async (event, lambda) => {
    const exit = await run(context(event, lambda, d))
    const told = exit._tag === 'Right' ? exit.right : exit.left
    if (isReply(told)) return repliedWith(told, d, lambda)
    if (exit._tag === 'Right') return { statusCode: 200 }
    if (isHttpError(told) && told.status < 500)
      return { statusCode: told.status, body: JSON.stringify({ code: told.code, message: told.message, errors: told.issues }) }
    throw failed(exit, d, lambda)
  })
}

const repliedWith = ({ status, headers, body }: AnyReply, d: Declaration, lambda: LambdaContext): object => {
  const all = Object.entries(headers)
  try {
    return {
      statusCode: status,
      headers: Object.fromEntries(all.filter(([, v]) => typeof v === 'string')),
      multiValueHeaders: Object.fromEntries(all.filter(([, v]) => typeof v !== 'string')),
      body: textOf(body)
    }
  } catch (cause) {
    throw failed({ _tag: 'Left', left: cause }, d, lambda)
  }
}

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
