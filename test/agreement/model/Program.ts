/**
 * A program as it was meant: plain data, written down before anything of quaich has seen it. Facts, run time and packaged template are each
 * held against it. It imports nothing of the product, so that no fault of the product can be in it as well.
 */

import { type Given, hasSome } from './given.js'

// ---- requests

export type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'

export interface Policy {
  readonly origins: '*' | ReadonlyArray<string>
  readonly allow: ReadonlyArray<string>
  readonly expose: ReadonlyArray<string>
  readonly credentials: boolean
  readonly seconds?: number
}

/** One combinator of a route's stack. */
export type Layer =
  | { readonly is: 'cors'; readonly policy: Policy }
  | { readonly is: 'authorize'; readonly key: string; readonly scopes: ReadonlyArray<string> }
  | { readonly is: 'apiKey' }
  | { readonly is: 'contentTypes'; readonly types: ReadonlyArray<string> }
  | { readonly is: 'body'; readonly as: 'json' | 'form' | 'text' | 'raw'; readonly types: ReadonlyArray<string> }
  | { readonly is: 'limits'; readonly bytes: number }
  | { readonly is: 'query'; readonly name: string }
  | { readonly is: 'returns'; readonly bytes?: string }
  | { readonly is: 'settings'; readonly given: Given }
  | { readonly is: 'use'; readonly port: string }
  | { readonly is: 'mark'; readonly header: string }
  | { readonly is: 'provide'; readonly name: string }
  | { readonly is: 'headers'; readonly name: string }
  | { readonly is: 'params'; readonly name: string }
  | { readonly is: 'errors' }
  | { readonly is: 'bracket'; readonly name: string }

/** What the handler does once it is reached. */
export type Ending = 'fine' | 'created' | 'refuses' | 'fails'

export interface Route {
  readonly name: string
  readonly verbs: ReadonlyArray<Verb> | 'ANY'
  readonly path: string
  /** Outermost first. */
  readonly stack: ReadonlyArray<Layer>
  readonly ending: Ending
}

/** A module of routes under a prefix, perhaps a second time under another one, perhaps all of that within a third. */
export interface Mount {
  readonly name: string
  readonly prefix: string
  readonly stack: ReadonlyArray<Layer>
  readonly routes: ReadonlyArray<Route>
  /** They take the name of the mount, and neither its prefix nor its stack. */
  readonly woken: ReadonlyArray<Woken>
  readonly again?: { readonly name: string; readonly prefix: string }
  readonly within?: { readonly name: string; readonly prefix: string }
}

// ---- events

export type Origin =
  | { readonly is: 'queue'; readonly queue: string; readonly batch: number; readonly window?: number; readonly atOnce?: number }
  | { readonly is: 'topic'; readonly topic: string; readonly filter?: Readonly<Record<string, ReadonlyArray<string>>> }
  | {
      readonly is: 'bucket'
      readonly bucket: string
      readonly events: ReadonlyArray<string>
      readonly prefix?: string
      readonly suffix?: string
    }
  | {
      readonly is: 'stream'
      readonly type: 'kinesis' | 'dynamodb'
      readonly stream: string
      readonly batch: number
      readonly from: 'LATEST' | 'TRIM_HORIZON'
      readonly window?: number
      readonly retries?: number
      readonly bisect?: boolean
      readonly parallel?: number
    }
  | {
      readonly is: 'schedule'
      readonly when: string
      readonly zone?: string
      readonly input?: Readonly<Record<string, unknown>>
      readonly off?: boolean
    }
  | { readonly is: 'bus'; readonly pattern: Readonly<Record<string, unknown>>; readonly bus?: string }
  | { readonly is: 'call'; readonly typed: boolean }
  | { readonly is: 'socket'; readonly route: string; readonly key?: string; readonly typed: boolean; readonly responds: boolean }

export interface Woken {
  readonly name: string
  readonly origin: Origin
  /** Record by record, through a codec or as they are; the whole batch where absent. */
  readonly each?: 'typed' | 'plain'
  readonly given: Given
  readonly ports: ReadonlyArray<string>
}

// ---- the whole

export interface Program {
  readonly name: string
  readonly gateway: 'rest' | 'http'
  readonly group: 'resource' | 'route' | 'service'
  readonly given: Given
  readonly routes: ReadonlyArray<Route>
  readonly mounts: ReadonlyArray<Mount>
  readonly woken: ReadonlyArray<Woken>
}

/** A route in its place: with all that stands around it, and the function it belongs to. */
export interface Placed {
  readonly route: Route
  readonly names: ReadonlyArray<string>
  readonly path: string
  readonly stack: ReadonlyArray<Layer>
  readonly fn: string
}

const under = (prefix: string, path: string): string => (prefix === '' ? path : path === '/' ? prefix : `${prefix}${path}`)

/** `/a/{id}` is run by `api-a-id`. */
const functionOf = (path: string): string => ['api', ...(path.match(/[A-Za-z0-9_-]+/g) ?? [])].join('-')

/** Every route, wherever it stands. */
export const placed = ({ routes, mounts, group }: Program): ReadonlyArray<Placed> => {
  const place = (route: Route, names: ReadonlyArray<string>, prefix: string, around: ReadonlyArray<Layer>): Placed => {
    const path = under(prefix, route.path)
    const fn = group === 'service' ? 'api' : group === 'route' ? [...names, route.name].join('-') : functionOf(path)
    return { route, names: [...names, route.name], path, stack: [...around, ...route.stack], fn }
  }
  return [
    ...routes.map((r) => place(r, [], '', [])),
    ...mounts.flatMap((m) => {
      const outer = m.within ?? { name: '', prefix: '' }
      const names = m.within === undefined ? [] : [outer.name]
      return [m, ...(m.again === undefined ? [] : [m.again])].flatMap(({ name, prefix }) =>
        m.routes.map((r) => place(r, [...names, name], `${outer.prefix}${prefix}`, m.stack))
      )
    })
  ]
}

/** A sentence that no request wakes, in its place: `name` is that of its function. */
export interface PlacedWoken extends Woken {
  /** Its own name, and the keys that lead to it. */
  readonly own: string
  readonly at: string
  /** The same wherever it stands. */
  readonly home: string
}

/** Every sentence that no request wakes, wherever it stands. */
export const placedWoken = ({ mounts, woken }: Program): ReadonlyArray<PlacedWoken> => {
  const place = (w: Woken, names: ReadonlyArray<string>, home: string): PlacedWoken => {
    const keys = [...names, w.name]
    return { ...w, name: keys.join('-'), own: w.name, at: keys.join('.'), home: `${home}.${w.name}` }
  }
  return [
    ...mounts.flatMap((m) =>
      [m, ...(m.again === undefined ? [] : [m.again])].flatMap(({ name }) =>
        m.woken.map((w) => place(w, m.within === undefined ? [name] : [m.within.name, name], m.name))
      )
    ),
    ...woken.map((w) => place(w, [], ''))
  ]
}

/** The layers of one kind, in order. */
export const layers = <K extends Layer['is']>(stack: ReadonlyArray<Layer>, is: K): ReadonlyArray<Extract<Layer, { is: K }>> =>
  stack.filter((l): l is Extract<Layer, { is: K }> => l.is === is)

export const verbsOf = ({ verbs }: Route): ReadonlyArray<string> => (verbs === 'ANY' ? ['ANY'] : verbs)

/** How many things it declares: sentences, and what stands in their stacks. */
export const size = (p: Program): number =>
  placed(p).reduce((n, r) => n + 1 + r.stack.length, 0) +
  placedWoken(p).reduce((n, w) => n + 1 + (w.each === undefined ? 0 : 1) + w.ports.length + (hasSome(w.given) ? 1 : 0), 0)
