/** Which combinator refused a request, told from what each may refuse with. A guess only where one alone fits; otherwise it says nothing. */

import { factsOf } from '../../combinators/Fact.js'
import type { RawReply, RawRequest } from '../../deploy/local/RawRequest.js'
import { routeTable } from '../../deploy/local/routeTable.js'
import { readingOf } from '../../deploy/readings.js'
import type { AnyService } from '../../router/service.js'

/** @internal */
export const refuser = (service: AnyService): ((request: RawRequest, reply: RawReply) => string | undefined) => {
  const find = routeTable(service)
  return (request, reply) => {
    if (reply.status < 400) return undefined
    const found = find(request.method, request.path)
    if (found._tag !== 'Route') return undefined
    const { facts } = found.routed.declaration
    // A failure that the handler returned says so itself.
    const code = codeOf(reply)
    if (code !== undefined && factsOf(facts, 'Errors').some(({ table }) => Object.hasOwn(table, code))) return 'errors'
    const fitting = facts
      // The path is known, and so is the method: whoever says otherwise is the handler.
      .filter((f) => f._tag !== 'Errors' && (f._tag !== 'Route' || reply.status === 400))
      .map(readingOf)
      .filter((r) => r.refuses.some((why) => why.startsWith(`${reply.status} `)))
      .map((r) => r.combinator)
    return new Set(fitting).size === 1 ? fitting[0] : undefined
  }
}

// The `code` of problem details.
const codeOf = ({ body }: RawReply): string | undefined => {
  try {
    const { code } = JSON.parse(body.toString()) as { readonly code?: unknown }
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}
