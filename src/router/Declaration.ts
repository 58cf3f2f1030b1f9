/**
 * Declarations as interpreters see them: every sentence of a service with its full name, full path, and all facts and steps,
 * mounts and their stacks already applied.
 */
import { type Fact, factOf, type RouteFact } from '../combinators/Fact.js'
import { type AnyHandler, isHandler } from '../combinators/Handler.js'
import { type Source, type Step, source } from '../combinators/Source.js'
import type { DefinitionFault } from './DefinitionError.js'
import { isMounted } from './mount.js'
import { joinPath } from './Path.js'
import { prefixFaults } from './pathFaults.js'

// ---- model

/** One sentence in its place. @since 0.1.0 */
export interface Declaration {
  /** The keys that lead to it, outermost first: `['v1', 'cats', 'list']`. */
  readonly keys: ReadonlyArray<string>
  /** The handler as it was declared, the same value wherever it is mounted. */
  readonly handler: AnyHandler
  /** Its facts, those of the stacks around it first; paths are full. */
  readonly facts: ReadonlyArray<Fact>
  readonly steps: ReadonlyArray<Step>
}

/** What a declaration is called: its keys joined with `-`. @internal */
export const nameOf = (d: Declaration): string => d.keys.join('-')

/** A declaration as people look for it: `POST /todos (createTodo)`. @internal */
export const placeOf = (d: Declaration): string => {
  const route = routeOf(d)
  const name = d.keys.join('.')
  if (route === undefined) return name
  const line = `${route.methods === 'ANY' ? 'ANY' : route.methods.join('|')} ${route.path}`
  return name === '' ? line : `${line} (${name})`
}

/** @internal */
export const routeOf = (d: Declaration): RouteFact | undefined => factOf(d.facts, 'Route')

// ---- constructors

interface Around {
  readonly keys: ReadonlyArray<string>
  readonly prefix: string
  readonly facts: ReadonlyArray<Fact>
  readonly steps: ReadonlyArray<Step>
  /** The modules that it stands in: one that contains itself would never end. */
  readonly within: ReadonlyArray<object>
}

const nothing: Around = { keys: [], prefix: '', facts: [], steps: [], within: [] }

/** All declarations of some modules, in order; and sources that nobody closed. Whatever else a module exports is passed over. @internal */
export const declarationsOf = (
  modules: ReadonlyArray<object>
): { readonly declarations: ReadonlyArray<Declaration>; readonly faults: ReadonlyArray<DefinitionFault> } => {
  const declarations: Declaration[] = []
  const faults: DefinitionFault[] = []
  const visit = (module: object, around: Around): void => {
    for (const [key, value] of Object.entries(module)) {
      const keys = [...around.keys, key]
      if (isHandler(value)) {
        // An authorizer counts once, however often the module that holds it is mounted.
        if (factOf(value.facts, 'Authorizer') !== undefined && declarations.some((d) => d.handler === value)) continue
        declarations.push(declare(value, around, keys))
      } else if (isMounted(value)) {
        for (const [problem, mend] of prefixFaults(value.prefix)) faults.push({ place: keys.join('.'), problem, mend })
        if (around.within.includes(value.module)) {
          faults.push({
            place: keys.join('.'),
            problem: 'the module is mounted inside itself',
            mend: 'mount it beside, not inside'
          })
          continue
        }
        const base = source<never, never, never>([])
        const stack: Source<unknown, unknown, unknown> = value.stack === undefined ? base : value.stack(base)
        visit(value.module, {
          keys,
          prefix: joinPath(around.prefix, value.prefix),
          facts: [...around.facts, ...stack.facts],
          steps: [...around.steps, ...stack.steps],
          within: [...around.within, value.module]
        })
      } else if (isOpen(value))
        faults.push({
          place: keys.join('.'),
          problem: 'a source that was never closed by handle',
          mend: 'end its pipe with handle(f), or do not hand it to the service'
        })
    }
  }
  for (const module of modules) visit(module, { ...nothing, within: [module] })
  return { declarations, faults }
}

/** One handler in its place. A mount's prefix and stack are for routes; other sentences only take its name. @internal */
export const declare = (handler: AnyHandler, around: Around = nothing, keys = around.keys): Declaration =>
  isBare(around) || factOf(handler.facts, 'Route') === undefined
    ? { keys, handler, facts: handler.facts, steps: handler.steps }
    : {
        keys,
        handler,
        facts: [
          ...around.facts,
          ...handler.facts.map((f): Fact => (f._tag === 'Route' ? { ...f, path: joinPath(around.prefix, f.path) } : f))
        ],
        steps: [...around.steps, ...handler.steps]
      }

const isBare = ({ prefix, facts, steps }: Around): boolean => prefix === '' && facts.length === 0 && steps.length === 0

// An authorizer is a key as well as a source: as a key it may be exported without being closed.
const isOpen = (u: unknown): boolean =>
  typeof u === 'object' && u !== null && (u as { readonly _tag?: unknown })._tag === 'Source' && !('scheme' in u)
