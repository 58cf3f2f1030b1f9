/**
 * A sentence explained: each combinator in its order, what it gives, what it may refuse, and which lines of the generated file would not be
 * there without it. The last is found by generating without it, so nothing here knows which fact writes what.
 */
import { diffLines } from 'diff'
import { type Declaration, nameOf, placeOf, routeOf } from '../router/Declaration.js'
import { functionsOf, isSourceFact } from '../router/functions.js'
import type { AnyService } from '../router/service.js'
import { type Reading, readingOf } from './readings.js'
import { header } from './render.js'
import { serverless } from './serverless.js'
import { printYaml } from './yaml.js'

// ---- model

/** Lines of the generated file, the first and the last one, counted from 1. @internal */
export interface Lines {
  readonly from: number
  readonly to: number
}

/** One combinator of a sentence. @internal */
export interface ExplainedFact extends Reading {
  /** The lines that would not be there without it: empty where it is the run time's alone, or another sentence says it too. */
  readonly lines: ReadonlyArray<Lines>
}

/** One sentence. @internal */
export interface Explained {
  readonly place: string
  readonly name: string
  readonly function: string
  readonly facts: ReadonlyArray<ExplainedFact>
}

// ---- constructors

/**
 * The sentences that a text names: `POST /todos`, a path, a function of the generated file, or an export (`createTodo`). Empty where it
 * names none. A method that is not declared names nothing.
 * @internal
 */
export const explain = (service: AnyService, wanted: string): ReadonlyArray<Explained> => {
  const chosen = service.functions.flatMap((f) =>
    f.declarations.filter((d) => f.name === wanted || names(d, wanted)).map((d) => ({ d, owner: f.name }))
  )
  const text = textOf(service)
  return chosen.map(({ d, owner }) => ({
    place: placeOf(d),
    name: d.keys.join('.'),
    function: owner,
    facts: d.facts.map((f, i) => ({ ...readingOf(f), lines: linesOnlyIn(text, textOf(without(service, d, i))) }))
  }))
}

/** Everything that {@link explain} takes, for whoever misspelled it. @internal */
export const explainable = (service: AnyService): ReadonlyArray<string> => [
  ...new Set(service.functions.flatMap((f) => [f.name, ...f.declarations.flatMap((d) => [d.keys.join('.'), ...linesOf(d)])]))
]

const linesOf = (d: Declaration): ReadonlyArray<string> => {
  const r = routeOf(d)
  return r === undefined ? [] : (r.methods === 'ANY' ? ['ANY'] : r.methods).map((m) => `${m} ${r.path}`)
}

const names = (d: Declaration, wanted: string): boolean => {
  const path = routeOf(d)?.path
  const [method = '', ...rest] = wanted.trim().split(/\s+/)
  return (
    wanted === path ||
    wanted === nameOf(d) ||
    wanted === d.keys.join('.') ||
    linesOf(d).includes(`${method.toUpperCase()} ${rest.join(' ')}`)
  )
}

// ---- the file without one fact

const textOf = (service: AnyService): string => `${header}${printYaml(serverless(service))}`

const without = (service: AnyService, d: Declaration, i: number): AnyService => {
  // Without its source there is no sentence.
  const fact = d.facts[i]
  const whole = fact !== undefined && isSourceFact(fact)
  const declarations = service.declarations.flatMap((other) =>
    other !== d ? [other] : whole ? [] : [{ ...d, facts: d.facts.filter((_, at) => at !== i) }]
  )
  return { ...service, declarations, functions: functionsOf(declarations, service.settings) }
}

const linesOnlyIn = (text: string, less: string): ReadonlyArray<Lines> => {
  const lines: Lines[] = []
  let at = 1
  for (const part of diffLines(less, text)) {
    if (part.removed) continue
    if (part.added) lines.push({ from: at, to: at + part.count - 1 })
    at += part.count
  }
  return lines
}
