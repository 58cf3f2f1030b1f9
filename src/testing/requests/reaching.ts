/** Which route of its service a request means: another one may have its method by name, or a path that says more of it. */
import type { Method } from '../../combinators/Fact.js'
import type { RouteTable } from '../../deploy/local/routeTable.js'
import { type Declaration, placeOf, routeOf } from '../../router/Declaration.js'
import { anyMethod, namedOn } from '../../router/methods.js'
import { ArbitraryError, type ArbitraryFault } from '../arbitrary/ArbitraryError.js'
import { rawRequest } from '../rawRequest.js'
import type { AnyRequest } from './AnyRequest.js'

/** The routes of a service, and how its gateway finds one of them. @internal */
export interface Surroundings {
  readonly declarations: ReadonlyArray<Declaration>
  readonly find: RouteTable
}

/** Whether a request means this route; and whether it means another one, which it need not where it means none. @internal */
export interface Reaching {
  /** Its methods, but for those of ANY that other routes of its path have by name. */
  readonly methods: ReadonlyArray<Method>
  readonly own: (r: AnyRequest) => boolean
  readonly other: (r: AnyRequest) => boolean
}

/** What no request reaches: others of its service go before it, wherever it stands. @internal */
export class Unreached extends ArbitraryError {
  constructor(d: Declaration, told: Pick<ArbitraryFault, 'problem' | 'mend'>) {
    super(placeOf(d), [{ path: '', codec: `requests to ${placeOf(d)}`, ...told }])
  }
}

// ---- constructors

/** @internal */
export const reaching = (d: Declaration, { declarations, find }: Surroundings): Reaching => {
  const meant = ({ method, path, params = {} }: AnyRequest): Declaration | 'another' | undefined => {
    const found = find(method, rawRequest(method, path, { params }).path)
    switch (found._tag) {
      case 'Route':
        return found.routed.declaration
      case 'Undeclared':
      case 'Preflight':
        return 'another'
      case 'Malformed':
      case 'Missing':
        return undefined
    }
  }
  return {
    methods: methodsLeft(d, declarations),
    own: (r) => meant(r) === d,
    other: (r) => {
      const it = meant(r)
      return it !== undefined && it !== d
    }
  }
}

/** A route that stands alone. @internal */
export const alone = (d: Declaration): Reaching => ({ methods: methodsLeft(d, []), own: () => true, other: () => false })

const methodsLeft = (d: Declaration, all: ReadonlyArray<Declaration>): ReadonlyArray<Method> => {
  const { methods = [], path = '' } = routeOf(d) ?? {}
  if (methods !== 'ANY') return methods
  const named = namedOn(path, all)
  return anyMethod.filter((m) => !named.includes(m))
}
