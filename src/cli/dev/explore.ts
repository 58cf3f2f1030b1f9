/** What the explorer asks of a program: the service told whole, a sentence explained, something to try it with. It runs no handler. */

import { checkWith } from '../../deploy/check.js'
import { type Diagram, diagramOf } from '../../deploy/Diagram.js'
import { explain } from '../../deploy/explain.js'
import { ioTsIn } from '../../deploy/ioTsIn.js'
import type { Loaded } from '../../deploy/load.js'
import { outlineOf } from '../../deploy/Outline.js'
import { type Reading, readingOf } from '../../deploy/readings.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import type { DefinitionFault } from '../../router/DefinitionError.js'
import { isSourceFact } from '../../router/functions.js'

// ---- model

/** A service as the explorer shows it. @internal */
export interface Shown {
  readonly name: string
  readonly gateway: 'rest' | 'http'
  readonly stage: string
  readonly resources: number
  readonly functions: ReadonlyArray<{
    readonly name: string
    readonly kind: string
    readonly sentences: ReadonlyArray<ShownSentence>
  }>
  readonly diagram: Diagram
  readonly faults: ReadonlyArray<DefinitionFault>
  readonly warnings: ReadonlyArray<DefinitionFault>
}

/** @internal */
export interface ShownSentence {
  readonly name: string
  /** What its source was told: a route key, a queue; empty where that is nothing. */
  readonly says: string
  readonly routes: ReadonlyArray<{ readonly method: string; readonly path: string }>
  readonly facts: ReadonlyArray<Reading>
}

// ---- constructors

/** Answers what the explorer asks, by name. @internal */
export const explorer =
  ({ root, service }: Loaded, stage: string, apiKeys: ReadonlyArray<string>) =>
  async (what: string, name = ''): Promise<unknown> => {
    switch (what) {
      case 'service': {
        // Whoever looks at the service will want to try it.
        kit()
        const o = outlineOf(service)
        const { faults, warnings, resources } = checkWith(service, ioTsIn(root))
        const functions = service.functions.map((f) => ({ name: f.name, kind: f.kind, sentences: f.declarations.map(sentence) }))
        return {
          name: service.name,
          gateway: o.gateway,
          stage,
          resources,
          functions,
          diagram: diagramOf(service),
          faults,
          warnings
        } satisfies Shown
      }
      case 'explain':
        return explain(service, name)
      case 'samples': {
        const d = service.declarations.find((d) => d.keys.join('.') === name)
        if (d === undefined) return {}
        const made = await kit()
        return made === undefined
          ? { note: 'Samples are made with fast-check: npm install --save-dev fast-check' }
          : made.samplesOf(d, apiKeys[0])
      }
      default:
        throw new Error(`the explorer does not know ${what}`)
    }
  }

// Nothing where fast-check is not installed.
const kit = () => import('./samples.js').catch(() => undefined)

const sentence = (d: Declaration): ShownSentence => {
  const route = routeOf(d)
  const source = d.facts.find(isSourceFact)
  const says = source === undefined ? '' : readingOf(source).says
  const methods = route === undefined ? [] : route.methods === 'ANY' ? ['ANY'] : route.methods
  return {
    name: d.keys.join('.'),
    says,
    routes: methods.map((method) => ({ method, path: route?.path ?? '' })),
    facts: d.facts.map(readingOf)
  }
}
