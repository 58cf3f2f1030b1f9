/**
 * What a grant means, written down a second time and simply: which route a gateway sends a request to, which paths a form takes, and which
 * requests IAM cannot tell apart. It knows nothing of policies.
 */
import type { Method } from '../../src/index.js'
import { matches } from './authorizers.iam.js'

export interface Made {
  readonly path: string
  readonly method: Method | 'ANY'
}
export interface Request {
  readonly method: Method
  readonly segments: readonly string[]
}

export const parts = (p: string) => p.split('/').filter((s) => s !== '')
export const rank = (s: string) => (!s.startsWith('{') ? 0 : s.endsWith('+}') ? 2 : 1)
/** Whether a path takes a request, by its form. */
export const takes = (p: string, { segments }: Request): boolean => {
  const own = parts(p)
  const greedy = rank(own.at(-1) ?? '') === 2
  return (
    (greedy ? segments.length >= own.length : segments.length === own.length) &&
    own.every((s, i) => rank(s) > 0 || s === segments[i])
  )
}
/**
 * The route that a gateway sends a request to: literals before parameters before greedy ones, from the left; a method before ANY.
 * A REST API takes the nearest path, an HTTP API the nearest that has the method.
 */
export const ownerOf = <R extends Made>(all: readonly R[], r: Request, gateway: 'rest' | 'http' = 'rest'): R | undefined => {
  const routes = gateway === 'rest' ? all : all.filter((d) => d.method === r.method || d.method === 'ANY')
  const order = (p: string) => parts(p).map(rank).join('')
  const best = routes
    .filter((d) => takes(d.path, r))
    .map((d) => d.path)
    .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))[0]
  const here = routes.filter((d) => d.path === best)
  return here.find((d) => d.method === r.method) ?? here.find((d) => d.method === 'ANY')
}
/** Whether IAM cannot tell a request from those of a route: its patterns have no way to count slashes. */
export const blurred = (d: Made, r: Request): boolean =>
  (d.method === 'ANY' || d.method === r.method) &&
  matches(
    parts(d.path)
      .map((s) => (rank(s) > 0 ? '*' : s))
      .join('/'),
    r.segments.join('/').replaceAll(/[^\w:/]/g, '_')
  )
