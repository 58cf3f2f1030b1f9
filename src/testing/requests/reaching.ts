/** Which route of its service a request means: another one may have its method by name, or a path that says more of it. */
import { routeTable } from '../../deploy/local/routeTable.js'
import type { Declaration } from '../../router/Declaration.js'
import type { AnyService } from '../../router/service.js'
import { rawRequest } from '../rawRequest.js'
import type { AnyRequest } from './AnyRequest.js'

/** Whether a request means this route; and whether it means another one, which it need not where it means none. @internal */
export interface Reaching {
  readonly own: (r: AnyRequest) => boolean
  readonly other: (r: AnyRequest) => boolean
}

/** @internal */
export const reaching = (d: Declaration, service: AnyService): Reaching => {
  const find = routeTable(service)
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
    own: (r) => meant(r) === d,
    other: (r) => {
      const it = meant(r)
      return it !== undefined && it !== d
    }
  }
}

/** A route that stands alone. @internal */
export const alone: Reaching = { own: () => true, other: () => false }
