/** A request as a client of its route would send it: the body in its form and with its media type, and the reply's own type accepted. */
import { type BodyFact, factOf } from '../combinators/Fact.js'
import { type Declaration, routeOf } from '../router/Declaration.js'
import type { AnyService } from '../router/service.js'
import type { HttpEventInput } from './rawRequest.js'

/** @internal */
export const encoding =
  (service: AnyService) =>
  (method: string, path: string, input: HttpEventInput): HttpEventInput => {
    const onPath = service.declarations.filter((d) => routeOf(d)?.path === path)
    // As the gateway looks: by name, then any; HEAD is asked as its GET is, with the same types accepted.
    const d =
      onPath.find((d) => names(d, method)) ??
      onPath.find((d) => routeOf(d)?.methods === 'ANY') ??
      (method === 'HEAD' ? onPath.find((d) => names(d, 'GET')) : undefined) ??
      onPath[0]
    return d === undefined ? input : encodedFor(d, input)
  }

const names = (d: Declaration, method: string): boolean => {
  const methods = routeOf(d)?.methods
  return methods !== 'ANY' && methods?.some((m) => m === method) === true
}

/** What a client of one route sends. @internal */
export const encodedFor = (d: Declaration, { body, headers, ...input }: HttpEventInput): HttpEventInput => {
  const fact = factOf(d.facts, 'Body')
  const declared = (factOf(d.facts, 'MediaTypes') ?? fact)?.mediaTypes.find((m) => !m.includes('*'))
  const accept = Object.values(factOf(d.facts, 'Returns')?.replies ?? {})
    .map((c) => (c as { readonly mediaType?: string }).mediaType)
    .find((m) => m !== undefined)
  const said = new Set(Object.keys(headers ?? {}).map((name) => name.toLowerCase()))
  return {
    ...input,
    headers: {
      ...(accept === undefined || said.has('accept') ? undefined : { accept }),
      ...(body === undefined || declared === undefined || said.has('content-type') ? undefined : { 'content-type': declared }),
      ...headers
    },
    ...(body === undefined ? undefined : { body: fact === undefined ? body : encodeAs(fact.as, body) })
  }
}

const encodeAs = (as: BodyFact['as'], body: unknown): unknown => {
  if (as === 'json') return JSON.stringify(body)
  if (as !== 'form' || typeof body === 'string') return body
  const pairs = Object.entries(body as object).flatMap(([k, v]) =>
    [v]
      .flat()
      .filter((x) => x !== undefined)
      .map((x) => [k, String(x)])
  )
  return new URLSearchParams(pairs as [string, string][]).toString()
}
