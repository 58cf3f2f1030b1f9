/**
 * What laws are tried in: the service's generators, made once, and benches, made anew for each run: the service's functions with ports of their
 * own, watched. Nothing of one run is left for the next one, unless the service itself keeps it.
 */
import * as fc from 'fast-check'
import { type RouteTable, routeTable } from '../../deploy/local/routeTable.js'
import type { Declaration } from '../../router/Declaration.js'
import type { AnyService } from '../../router/service.js'
import { type Format, gatewayOf } from '../format.js'
import type { AnyRequest, InvalidRequest } from '../requests/AnyRequest.js'
import { type Generators, generators } from '../requests/arbitraries.js'
import type { InvalidMessage, Message } from '../requests/messages.js'
import { type Wired, wired } from '../wired.js'
import type { LawOptions } from './Law.js'
import { isNamed } from './named.js'
import { type Stimulus, stimuli } from './Stimulus.js'
import { nothingSeen, type Watch, watched } from './watched.js'

// ---- model

/** A service put together for one run. @internal */
export interface Bench extends Wired {
  readonly watch: Watch
}

/** @internal */
export interface World {
  readonly service: AnyService
  readonly seed: number
  readonly runs: number
  readonly formats: ReadonlyArray<Format>
  /** These throw an {@link ArbitraryError} where nobody can know what to send. */
  readonly requests: (d: Declaration) => Generators<AnyRequest, InvalidRequest> | undefined
  readonly messages: (d: Declaration) => Generators<Message, InvalidMessage> | undefined
  /** Which route a request means, as the gateway of a format finds it. */
  readonly route: (format: Format) => RouteTable
  /** Valid ones of any kind; nothing for an authorizer. */
  readonly stimuli: (d: Declaration) => fc.Arbitrary<Stimulus> | undefined
  readonly bench: (format?: Format) => Bench
  readonly isStateful: (d: Declaration) => boolean
  /** Whether it is among those to try. */
  readonly isTried: (d: Declaration) => boolean
  readonly annotations: NonNullable<LawOptions['annotations']>
}

// ---- constructors

/** @internal */
export const worldOf = (service: AnyService, o: LawOptions): World => {
  const { annotations = [], only, overrides = [], stateful = [] } = o
  const { seed = Math.floor(Math.random() * 2 ** 31), numRuns = 50 } = fc.readConfigureGlobal()
  const formats = o.formats ?? [service.settings.gateway ?? 'rest']
  // REST APIs look for the path first: what means a route there means it everywhere.
  const gateway = formats.every((f) => gatewayOf(f) === 'http') ? 'http' : 'rest'
  const table = once((gateway: 'rest' | 'http') => routeTable({ ...service, settings: { ...service.settings, gateway } }))
  const made = once((d: Declaration) => generators(d, annotations, { declarations: service.declarations, find: table(gateway) }))
  const given = () => (typeof overrides === 'function' ? overrides() : overrides)
  const world: World = {
    service,
    seed: o.seed ?? seed,
    runs: o.runs ?? numRuns,
    formats,
    requests: (d) => made(d) as Generators<AnyRequest, InvalidRequest> | undefined,
    messages: (d) => made(d) as Generators<Message, InvalidMessage> | undefined,
    bench: (format) => {
      const watch = nothingSeen()
      return { ...wired(watched(service, watch), ...given(), ...(format === undefined ? [] : [{ format }])), watch }
    },
    isStateful: (d) => isNamed(d, stateful),
    isTried: (d) => only === undefined || isNamed(d, only),
    route: (format) => table(gatewayOf(format) ?? service.settings.gateway ?? 'rest'),
    stimuli: once((d) => stimuli(d, world)),
    annotations
  }
  return world
}

const once = <K, A>(make: (key: K) => A): ((key: K) => A) => {
  const made = new Map<K, A>()
  return (key) => {
    if (!made.has(key)) made.set(key, make(key))
    return made.get(key) as A
  }
}
