/**
 * What laws are tried in: the service's generators, made once, and benches, made anew for each run: the service's functions with ports of their
 * own, watched. Nothing of one run is left for the next one, unless the service itself keeps it.
 */
import * as fc from 'fast-check'
import type { Override } from '../../combinators/Port.js'
import type { Declaration } from '../../router/Declaration.js'
import type { AnyService } from '../../router/service.js'
import { ArbitraryError, type ArbitraryFault } from '../arbitrary/ArbitraryError.js'
import type { Format } from '../format.js'
import type { AnyRequest, InvalidRequest } from '../requests/AnyRequest.js'
import { type Generators, generators } from '../requests/arbitraries.js'
import type { InvalidMessage, Message } from '../requests/messages.js'
import { type Wired, wired } from '../wired.js'
import type { LawOptions } from './Law.js'
import { isNamed } from './named.js'
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
  readonly requests: (d: Declaration) => Generators<AnyRequest, InvalidRequest> | undefined
  readonly messages: (d: Declaration) => Generators<Message, InvalidMessage> | undefined
  readonly bench: (format?: Format) => Bench
  /** Whether a port has another value than its live one. */
  readonly overridden: (port: Override['port']) => boolean
  readonly isStateful: (d: Declaration) => boolean
  readonly annotations: NonNullable<LawOptions['annotations']>
}

// ---- constructors

/** @internal */
export const worldOf = (service: AnyService, o: LawOptions): World => {
  const { annotations = [], overrides = [], stateful = [] } = o
  const { seed = Math.floor(Math.random() * 2 ** 31), numRuns = 50 } = fc.readConfigureGlobal()
  const made = new Map<Declaration, ReturnType<typeof generators>>()
  const faults: ArbitraryFault[] = []
  for (const d of service.declarations)
    try {
      made.set(d, generators(d, annotations))
    } catch (e) {
      if (!(e instanceof ArbitraryError)) throw e
      faults.push(...e.faults.map((f) => ({ ...f, path: [d.keys.join('.'), f.path].filter((p) => p !== '').join(': ') })))
    }
  if (faults.length > 0) throw new ArbitraryError(`service '${service.name}'`, faults)
  const given = () => (typeof overrides === 'function' ? overrides() : overrides)
  const ports = new Set(given().map((x) => x.port))
  return {
    service,
    seed: o.seed ?? seed,
    runs: o.runs ?? numRuns,
    formats: o.formats ?? [service.settings.gateway ?? 'rest'],
    requests: (d) => made.get(d) as Generators<AnyRequest, InvalidRequest> | undefined,
    messages: (d) => made.get(d) as Generators<Message, InvalidMessage> | undefined,
    bench: (format) => {
      const watch = nothingSeen()
      return { ...wired(watched(service, watch), ...given(), ...(format === undefined ? [] : [{ format }])), watch }
    },
    overridden: (port) => ports.has(port),
    isStateful: (d) => isNamed(d, stateful),
    annotations
  }
}
