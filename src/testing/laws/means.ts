/** Whether a request means the path that it was made for: a gateway may find one that says more of it, for a method that it has by name. */
import type { Found } from '../../deploy/local/routeTable.js'
import { routeOf } from '../../router/Declaration.js'
import type { Format } from '../format.js'
import type { SentRequest } from '../wired.js'
import type { Bench, World } from './World.js'

/** @internal */
export const means = (world: World, bench: Bench, format: Format, request: SentRequest): boolean =>
  pathIn(world.route(format)(request.method, bench.requestOf(request).path)) === request.path

const pathIn = (found: Found): string | undefined =>
  found._tag === 'Route' || found._tag === 'Undeclared'
    ? found.routed.path
    : found._tag === 'Preflight'
      ? found.declarations.map((x) => routeOf(x)?.path)[0]
      : undefined
