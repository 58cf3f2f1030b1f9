/**
 * Refusals that say the same to every request, such as the 404 of a function: printed once instead of for every request. No request has a
 * part in what is kept. A user's own `errorBody` may answer differently each time, so it is asked each time.
 */
import { type HttpError, isHttpError, problem } from '../combinators/HttpError.js'
import { left } from '../combinators/Source.js'
import { bare } from '../events/fields.js'
import type { Printed } from '../events/Payload.js'
import { type PrintOptions, printReply } from '../events/printReply.js'
import { finish, type Round, send } from './finish.js'
import { once } from './once.js'
import type { Scope } from './program.js'
import type { Share } from './share.js'

/** Answers a request with a refusal. @internal */
export type Refuses = (round: Round, share: Share | undefined) => object

/** Answers requests with what `make` makes: an error of the client's, without a cause to log. @internal */
export const refusing = (make: () => HttpError, { settings }: Scope): Refuses => {
  const ahead = once(() => (settings.errorBody === problem ? printReply(problem(make()), anyRequest) : undefined))
  return (round, share) => {
    const printed = ahead()
    return printed === undefined || isHttpError(printed)
      ? finish(round, share, left(make()))
      : send(round, share, copyFor(round.method, printed))
  }
}

// Behind the gateway that takes the least: what can be printed for this one can be printed for all.
const anyRequest: PrintOptions = { method: 'GET', accept: undefined, binaryTypes: [], gateway: 'alb' }

// Headers are a reply's own: its gateway takes them as they are, and a cross-origin policy adds to them.
const copyFor = (method: string, { status, headers, body, base64 }: Printed): Printed => {
  const own = bare<string | readonly string[]>()
  for (const name in headers) own[name] = headers[name] as string
  return { status, headers: own, body: method === 'HEAD' ? '' : body, base64 }
}
