/** Requests as data, in the form that the typed client takes them, with the method and the path that they are for. */
import type { Method } from '../../combinators/Fact.js'
import type { Input } from '../client.js'
import type { Identified } from '../gateway.js'
import type { HttpEventInput } from '../rawRequest.js'

/** A request to a declared path. @since 0.1.0 */
export interface AnyRequest extends HttpEventInput, Identified {
  readonly method: Method
  /** The declared path: `/todos/{id}`. */
  readonly path: string
}

/** A request to a route, typed from what the route declares: `client(api).post(r.path, r)`. @since 0.1.0 */
export type RequestOf<K> = Input<K> & {
  readonly method: K extends { readonly method: infer M } ? M : Method
  readonly path: K extends { readonly path: infer P } ? P : string
}

/** One thing that a request has wrong, found by the codec on what goes over the wire. @since 0.1.0 */
export interface Wrong {
  /** `params.id`, `query.n`, `headers.x-tenant`, `content-type`, `body`, `auth`, `apiKey`; `message` of an event. */
  readonly part: string
  /** What was expected there. */
  readonly problem: string
  /** The statuses that answer it, where nothing else is wrong; none where nobody is answered. */
  readonly statuses: ReadonlyArray<number>
}

/** A request that its route must refuse, with the reasons; there is one at least. @since 0.1.0 */
export interface InvalidRequest extends AnyRequest {
  readonly wrong: ReadonlyArray<Wrong>
}
