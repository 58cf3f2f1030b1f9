/** Requests that a route must take, made of what it declares. What its handler then does with them is for a property to say. */
import * as fc from 'fast-check'
import type { AnyCodec } from '../../codecs/Codec.js'
import { factOf, type Method } from '../../combinators/Fact.js'
import { type AnyHandler, type Handler, isHandler } from '../../combinators/Handler.js'
import { type Declaration, declare, placeOf, routeOf } from '../../router/Declaration.js'
import type { Route } from '../../router/Route.js'
import { ArbitraryError } from '../arbitrary/ArbitraryError.js'
import { Checked, enough, tried } from '../arbitrary/Checked.js'
import type { AnyRequest, RequestOf } from './AnyRequest.js'
import { type Parts, partsOf } from './parts.js'
import { alone, type Reaching, Unreached } from './reaching.js'
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
  reach?: Reaching
): fc.Arbitrary<AnyRequest> => {
  const { methods, own } = reach ?? alone(d)
  if (isShadowed(d, methods))
    throw new Unreached(d, {
      problem: 'are none: other routes of its path have their methods by name',
      mend: 'leave it one, or leave it out'
    })
  const made = new Checked(put(d, partsOf(d, annotations, methods)), (r) => wrongsOf(d, r).length === 0, {
    path: '',
    codec: `requests to ${placeOf(d)}`,
    problem: `are valid in fewer than ${enough} of ${tried} cases, though each of their parts is`,
    mend: 'see whether two of its combinators contradict each other'
  })
  const found = made.probe()
  if (found !== undefined) throw new ArbitraryError(placeOf(d), [found])
  if (reach === undefined) return made
  const told = {
    problem: `reach another route in all but a few of ${tried} cases`,
    mend: 'see whether the other routes of its service leave it any method and any path'
  }
  const reached = new Checked(made, own, { path: '', codec: `requests to ${placeOf(d)}`, ...told })
  if (reached.probe() !== undefined) throw new Unreached(d, told)
  return reached
}

// HEAD brings no body, and is nothing where one is declared.
const isShadowed = (d: Declaration, methods: ReadonlyArray<Method>): boolean =>
  routeOf(d)?.methods === 'ANY' && methods.every((m) => m === 'HEAD' && factOf(d.facts, 'Body') !== undefined)

const put = (d: Declaration, { contentType = fc.constant(undefined), ...parts }: Parts): fc.Arbitrary<AnyRequest> =>
  fc
    .record({ ...parts, contentType, path: fc.constant(routeOf(d)?.path ?? '/') }, { noNullPrototype: true })
    .map(({ body: made, contentType, headers, ...r }): AnyRequest => {
      const body = r.method === 'HEAD' ? undefined : made
      const typed = contentType !== undefined && body !== undefined && !Object.hasOwn(headers ?? {}, 'content-type')
      const all = typed ? { ...headers, 'content-type': contentType } : headers
      return {
        ...r,
        ...(all === undefined ? undefined : { headers: all }),
        ...(body === undefined ? undefined : { body })
      } as AnyRequest
    })
