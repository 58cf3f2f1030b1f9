/** What a middleware that a route hosts is shown, and how what it gives is read. Functions that host none go without. */
import { isHttpError } from '../combinators/HttpError.js'
import type { AnyReply } from '../combinators/Reply.js'
import type { Wire } from '../combinators/Request.js'
import { left } from '../combinators/Source.js'
import { printReply } from '../events/printReply.js'
import { readReply } from '../events/readReply.js'
import { readResult } from '../events/readResult.js'
import { printExit, type Round } from './finish.js'

/** What a hosted middleware is shown: the event, and replies as results of its format. @internal */
export const wireOf = (round: Round): Wire => ({
  event: round.request.event,
  // It sees the whole reply, of a HEAD request too: its body is left out at the very end.
  toResponse: (told) => {
    const { accept, binaryTypes, gateway } = round
    const printed = printReply(told as AnyReply, { method: 'GET', accept, binaryTypes, gateway })
    return round.payload.respond(isHttpError(printed) ? printExit(left(printed), round) : printed, round.request)
  },
  fromResponse: (response) => readReply(readResult(round.payload, response))
})
