/**
 * A sentence explained: each combinator in its order, what it gives, what it may refuse, and which lines of the generated file would not be
 * there without it. The last is found by generating without it, so nothing here knows which fact writes what.
 */
import { factOf } from '../combinators/Fact.js'
import { type Declaration, nameOf, placeOf, routeOf } from '../router/Declaration.js'
import { functionsOf, isSourceFact } from '../router/functions.js'
import { everyMethod } from '../router/methods.js'
import type { AnyService } from '../router/service.js'
import { type Lines, linesOf } from './lines.js'
import { routeTable } from './local/routeTable.js'
import { meant } from './near.js'
import { type Reading, readingOf } from './readings.js'
import { header } from './render.js'
import { serverless } from './serverless.js'
import { printYaml } from './yaml.js'

// ---- model

/** One combinator of a sentence. @internal */
export interface ExplainedFact extends Reading {
  /** Whether it stands in the stack of a mount, around the sentence. */
  readonly mounted: boolean
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
 * The sentences that a text names: `POST /todos`, a path, a path as it is asked for (`/todos/7`), a function of the generated file, an export
 * (`createTodo`), or a mount by its key or its prefix (`v1`, `/v1`). Empty where it names none. A method that is not declared names nothing.
 * @internal
 */
export const explain = (service: AnyService, wanted: string): ReadonlyArray<Explained> => {
  const whole = serverless(service)
  const lines = linesOf(`${header}${printYaml(whole)}`)
  return named(service, wanted.trim()).map((d) => {
    const outer = d.facts.length - d.handler.facts.length
    return {
      place: placeOf(d),
      name: d.keys.join('.'),
      function: service.functions.find((f) => f.declarations.includes(d))?.name ?? '',
      facts: d.facts.map((f, i) => ({ ...readingOf(f), mounted: i < outer, lines: lines(serverless(without(service, d, i))) }))
    }
  })
}

/** What somebody may have meant who named nothing; nothing where no name is near. @internal */
export const nearTo = (service: AnyService, wanted: string): string | undefined => {
  const known = explainable(service)
  // A path as its module says it, without the mounts around it.
  const mounted = known.find((name) => wanted.includes('/') && within(name, wanted))
  return mounted === undefined ? meant(wanted, known) : `did you mean ${mounted}?`
}

const within = (name: string, wanted: string): boolean => {
  const [method, path] = name.split(' ')
  const [first = '', second] = wanted.split(/\s+/)
  return path?.endsWith(second ?? first) === true && (second === undefined || method === first.toUpperCase())
}

const explainable = (service: AnyService): ReadonlyArray<string> => [
  ...new Set(
    service.functions.flatMap((f) => [f.name, ...f.declarations.flatMap((d) => [...linesOfRoute(d), ...prefixes(d.keys)])])
  )
]

const linesOfRoute = (d: Declaration): ReadonlyArray<string> => {
  const r = routeOf(d)
  return r === undefined ? [] : (r.methods === 'ANY' ? ['ANY'] : r.methods).map((m) => `${m} ${r.path}`)
}

// `v1`, `v1.cats`, `v1.cats.list`: mounts by their keys, then the export.
const prefixes = (keys: ReadonlyArray<string>): ReadonlyArray<string> => keys.map((_, i) => keys.slice(0, i + 1).join('.'))

// The first of these that names anything: what is declared goes before what is asked for, and that before what is mounted.
const named = (service: AnyService, wanted: string): ReadonlyArray<Declaration> => {
  const all = service.functions.flatMap((f) => f.declarations.map((d) => ({ d, owner: f.name })))
  const those = (says: (d: Declaration, owner: string) => boolean) => all.flatMap(({ d, owner }) => (says(d, owner) ? [d] : []))
  const [method = '', path = ''] = wanted.startsWith('/') ? ['', wanted] : wanted.split(/\s+/, 2)
  const line = `${method.toUpperCase()} ${path}`
  const ways = [
    () => those((d, owner) => owner === wanted || nameOf(d) === wanted || prefixes(d.keys).at(-1) === wanted),
    () => those((d) => (method === '' ? routeOf(d)?.path === path : linesOfRoute(d).includes(line))),
    () => asked(service, method.toUpperCase(), path),
    () => those((d) => prefixes(d.keys).includes(wanted)),
    () => those((d) => method === '' && path.length > 1 && `${mountOf(d)}/`.startsWith(path.replace(/\/?$/, '/')))
  ]
  for (const way of ways) {
    const found = way()
    if (found.length > 0) return found
  }
  return []
}

// Where it is mounted: its path without its own part of it.
const mountOf = (d: Declaration): string => {
  const own = factOf(d.handler.facts, 'Route')?.path ?? ''
  const path = routeOf(d)?.path ?? ''
  // A mount's own root is the mount, without a slash behind it.
  return path.endsWith(own) ? path.slice(0, path.length - own.length) : path
}

// As a request would find it. A path with braces is one of a program, and nobody's request.
const asked = (service: AnyService, method: string, path: string): ReadonlyArray<Declaration> => {
  if (!path.startsWith('/') || path.includes('{')) return []
  const find = routeTable(service)
  const methods = method === '' ? everyMethod : [method]
  const found = methods.map((m) => find(m, path)).flatMap((f) => (f._tag === 'Route' ? [f.routed.declaration] : []))
  return [...new Set(found)]
}

// ---- the file without one fact

const without = (service: AnyService, d: Declaration, i: number): AnyService => {
  // Without its source there is no sentence.
  const fact = d.facts[i]
  const whole = fact !== undefined && isSourceFact(fact)
  const declarations = service.declarations.flatMap((other) =>
    other !== d ? [other] : whole ? [] : [{ ...d, facts: d.facts.filter((_, at) => at !== i) }]
  )
  return { ...service, declarations, functions: functionsOf(declarations, service.settings) }
}
