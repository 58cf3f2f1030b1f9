/** Requests that a route must take, made of what it declares. What its handler then does with them is for a property to say. */
import * as fc from 'fast-check'
import type { AnyCodec } from '../../combinators/Codec.js'
import { type AnyHandler, type Handler, isHandler } from '../../combinators/Handler.js'
import { type Declaration, declare, placeOf, routeOf } from '../../router/Declaration.js'
import type { Route } from '../../router/Route.js'
import { ArbitraryError, type ArbitraryFault } from '../arbitrary/ArbitraryError.js'
import { Checked, enough, tried } from '../arbitrary/Checked.js'
import type { AnyRequest, RequestOf } from './AnyRequest.js'
import { type Parts, partsOf } from './parts.js'
import { alone, type Reaching } from './reaching.js'
import { wrongsOf } from './wrongs.js'

// ---- constructors

/**
 * An arbitrary of valid requests to a route: parameters, query, headers, body and media type as declared, and somebody whom its authorizer
 * knows. It takes a handler, or a declaration of a service (with the path and stack of where it is mounted). Each can be handed to
 * the client as it is. What cannot be generated throws an {@link ArbitraryError} here.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { body, handle, IntFromString, params, put, service } from 'quaich'
 * import { client, requests } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const rename = pipe(put('/cats/{n}'), params({ n: IntFromString }), body(t.type({ name: t.string })), handle(({ body, params }) => `${params.n} ${body.name}`))
 * const cats = client(service('cats', {}, { rename }))
 * await fc.assert(fc.asyncProperty(requests(rename), async (r) => expect((await cats.put(r.path, r).reply).status).toBe(200)))
 */
export const requests: {
  <C, R, K extends Route<unknown, unknown>>(
    route: Handler<C, R, K>,
    ...annotations: ReadonlyArray<AnyCodec>
  ): fc.Arbitrary<RequestOf<K>>
  (route: Declaration, ...annotations: ReadonlyArray<AnyCodec>): fc.Arbitrary<AnyRequest>
} = (route: AnyHandler | Declaration, ...annotations: ReadonlyArray<AnyCodec>): never =>
  validRequests(declarationOf(route), annotations) as never

// ---- combinators

/** @internal */
export const declarationOf = (route: AnyHandler | Declaration): Declaration => (isHandler(route) ? declare(route) : route)

/** @internal */
export const validRequests = (
  d: Declaration,
  annotations: ReadonlyArray<AnyCodec>,
  { own }: Reaching = alone
): fc.Arbitrary<AnyRequest> => {
  const codec = `requests to ${placeOf(d)}`
  const made = checked(d, put(d, partsOf(d, annotations)), (r) => wrongsOf(d, r).length === 0, {
    path: '',
    codec,
    problem: `are valid in fewer than ${enough} of ${tried} cases, though each of their parts is`,
    mend: 'see whether two of its combinators contradict each other'
  })
  if (own === alone.own) return made
  return checked(d, made, own, {
    path: '',
    codec,
    problem: `reach another route in all but a few of ${tried} cases`,
    mend: 'see whether the other routes of its service leave it any method and any path'
  })
}

const checked = (
  d: Declaration,
  candidates: fc.Arbitrary<AnyRequest>,
  takes: (r: AnyRequest) => boolean,
  fault: ArbitraryFault
): fc.Arbitrary<AnyRequest> => {
  const made = new Checked(candidates, takes, fault)
  const found = made.probe()
  if (found !== undefined) throw new ArbitraryError(placeOf(d), [found])
  return made
}

const put = (d: Declaration, { contentType = fc.constant(undefined), ...parts }: Parts): fc.Arbitrary<AnyRequest> =>
  fc
    .record({ ...parts, contentType, path: fc.constant(routeOf(d)?.path ?? '/') }, { noNullPrototype: true })
    .map(({ body, contentType, headers, ...r }): AnyRequest => {
      const typed = contentType !== undefined && body !== undefined && !Object.hasOwn(headers ?? {}, 'content-type')
      const all = typed ? { ...headers, 'content-type': contentType } : headers
      return {
        ...r,
        ...(all === undefined ? undefined : { headers: all }),
        ...(body === undefined ? undefined : { body })
      } as AnyRequest
    })
