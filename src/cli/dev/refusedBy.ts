/** Which combinator refused a request, told from what each may refuse with. A guess only where one alone fits; otherwise it says nothing. */

import type { RawReply, RawRequest } from '../../deploy/local/RawRequest.js'
import { routeTable } from '../../deploy/local/routeTable.js'
import { readingOf } from '../../deploy/readings.js'
import type { AnyService } from '../../router/service.js'

/** @internal */
export const refuser = (service: AnyService): ((request: RawRequest, reply: RawReply) => string | undefined) => {
  const find = routeTable(service)
  return (request, { status }) => {
    if (status < 400) return undefined
    const found = find(request.method, request.path)
    if (found._tag !== 'Route') return undefined
    const fitting = found.routed.declaration.facts
      .map(readingOf)
      .filter((r) => r.combinator !== 'errors' && r.refuses.some((why) => why.startsWith(`${status} `)))
      .map((r) => r.combinator)
    return new Set(fitting).size === 1 ? fitting[0] : undefined
  }
}
