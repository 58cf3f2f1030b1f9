/**
 * The Lambda handler of a WebSocket route: values and replies let the connection stand, a refusal is its status, anything else fails the
 * invocation. Whether a body goes anywhere is the route's affair: API Gateway drops it where no route response is declared.
 */
import { printJson } from '../codecs/printJson.js'
import { type HttpError, isHttpError } from '../combinators/HttpError.js'
import { type AnyReply, isReply } from '../combinators/Reply.js'
import { type Exit, left, right } from '../combinators/Source.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import type { Declaration } from './Declaration.js'
import { context, eventProgram, failed } from './eventLambda.js'
import type { Scope } from './program.js'

/** @internal */
export const websocketLambda = (d: Declaration, scope: Scope): LambdaHandler => {
  const run = eventProgram(d, scope)
  return toLambda(async (event, lambda) => {
    const exit = await run(context(event, lambda, d))
    const answer = answered(exit)
    if (answer._tag === 'Left') throw failed(answer, d, lambda)
    return answer.right
  })
}

// The result for API Gateway, or what the invocation fails with; a body that has no JSON is a failure, too.
const answered = (exit: Exit): Exit => {
  const told = exit._tag === 'Right' ? exit.right : exit.left
  try {
    if (isReply(told)) return right(repliedWith(told))
    if (exit._tag === 'Right') return right({ statusCode: 200 })
    return isHttpError(told) && told.status < 500 ? right(refusedWith(told)) : exit
  } catch (cause) {
    return left(cause)
  }
}

const repliedWith = ({ status, headers, body }: AnyReply): object => {
  const all = Object.entries(headers)
  return {
    statusCode: status,
    headers: Object.fromEntries(all.filter(([, v]) => typeof v === 'string')),
    multiValueHeaders: Object.fromEntries(all.filter(([, v]) => typeof v !== 'string')),
    body: textOf(body)
  }
}

const refusedWith = ({ status, code, message, issues }: HttpError): object => ({
  statusCode: status,
  body: printJson({ code, message, errors: issues }, 'the refusal')
})

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : printJson(body, 'the body')
