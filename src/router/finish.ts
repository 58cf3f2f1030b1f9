/**
 * The end of every HTTP invocation: an exit becomes a reply of the event's own format, whatever the exit is. Refusals are told, what cannot
 * be printed becomes a 500, failures are logged, and the cross-origin headers come last, so that no reply is without them.
 */
import { badRequest, defect, type HttpError, isHttpError } from '../combinators/HttpError.js'
import { type AnyReply, isReply, reply } from '../combinators/Reply.js'
import { type Exit, type LambdaContext, left } from '../combinators/Source.js'
import type { Incoming, Payload, Printed } from '../events/Payload.js'
import { type PrintOptions, printReply } from '../events/printReply.js'
import { logError } from '../events/toLambda.js'
import type { Scope } from './program.js'
import type { Share } from './share.js'

/** One invocation under way. What printing needs to know of it is read when printing asks. @internal */
export class Round implements PrintOptions {
  constructor(
    readonly payload: Payload,
    readonly request: Incoming,
    readonly scope: Scope,
    readonly lambda: LambdaContext
  ) {}
  get method(): string {
    return this.request.method
  }
  get accept(): string | undefined {
    return this.request.values('accept')[0]
  }
  get binaryTypes(): readonly string[] {
    return this.scope.settings.binaryTypes
  }
  get gateway(): Payload['name'] {
    return this.payload.name
  }
}

/** @internal */
export const finish = (round: Round, share: Share | undefined, exit: Exit): object => send(round, share, printExit(exit, round))

/** What is printed, as the round's own format has it; its headers are this reply's own. @internal */
export const send = (round: Round, share: Share | undefined, printed: Printed): object => {
  share?.(printed.headers as Record<string, string>, round.request)
  return round.payload.respond(printed, round.request)
}

const note = ({ lambda, request }: Round, cause: unknown): void =>
  logError(cause, `${request.method} ${request.route || request.path}`.trim(), lambda)

/** An exit as it goes over the wire, its cause logged. @internal */
export const printExit = (exit: Exit, round: Round): Printed => {
  const told = exit._tag === 'Right' ? exit.right : exit.left
  const refusal = isReply(told) ? undefined : isHttpError(told) ? told : defect(told)
  if (refusal !== undefined && worthNoting(refusal)) note(round, refusal.cause ?? refusal.message)
  // What mapReply or a middleware has told already keeps its cause.
  else if (isReply(told) && told.status >= 500 && told.cause !== undefined) note(round, told.cause)
  const printed = printReply(refusal === undefined ? (told as AnyReply) : tell(refusal, round), round)
  if (!isHttpError(printed)) return printed
  if (printed.status >= 500) note(round, printed.cause)
  const again = printReply(tell(printed, round), round)
  return isHttpError(again) ? { status: 500, headers: {}, body: '', base64: false } : again
}

// A 401 with a cause is a program that does not fit its gateway: nobody would learn of it otherwise.
const worthNoting = (e: HttpError): boolean => e.status >= 500 || (e.status === 401 && e.cause !== undefined)

// A user's own errorBody may fail as well; then a bare 500 is all there is.
const tell = (e: HttpError, round: Round): AnyReply => {
  try {
    const told = round.scope.settings.errorBody(e)
    if (isReply(told)) return told
    note(round, new TypeError('errorBody must return a reply'))
  } catch (cause) {
    note(round, cause)
  }
  return reply(500, undefined)
}

/** The answer to an event that is no HTTP request at all. @internal */
export const notHttp = (scope: Scope, lambda: LambdaContext): object => {
  const request = { method: '', route: '', path: 'no HTTP event', values: () => [] } as unknown as Incoming
  const round = new Round({ name: 'http' } as Payload, request, scope, lambda)
  const { status, headers, body, base64 } = printExit(
    left(badRequest('The event is not an HTTP request', { code: 'NotAnHttpEvent' })),
    round
  )
  return { statusCode: status, headers, body, isBase64Encoded: base64 }
}
