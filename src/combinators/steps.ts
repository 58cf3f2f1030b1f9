/**
 * How each kind of io-ts codec decodes, without what it does for the sake of errors: the results are io-ts's own, copies and identities
 * included. A step that refuses says nothing of why.
 */
import type * as t from 'io-ts'
import { isRecord } from './quick.js'

// ---- model

/** What a step answers for a value that its codec refuses. @internal */
export const refused: unique symbol = Symbol('refused')

/** One codec, decoding: the value, or `refused`. The context is io-ts's where a codec of the user's own reads it, else any. @internal */
export type Step = (u: unknown, c: t.Context) => unknown

/** A part of a codec. @internal */
export interface Part {
  readonly codec: t.Mixed
  readonly step: Step
  /** Whether a codec in it decodes on its own, so that it must be given its context. */
  readonly reads: boolean
}

const enter = (part: Part, key: string, u: unknown, c: t.Context): unknown =>
  part.step(u, part.reads ? [...c, { key, type: part.codec, actual: u }] : c)

// ---- constructors

/** A codec that decodes on its own. @internal */
export const foreign =
  (codec: t.Mixed): Step =>
  (u, c) => {
    const e = codec.validate(u, c)
    return e._tag === 'Right' ? e.right : refused
  }

/** @internal */
export const refinement =
  ({ step }: Part, predicate: (a: unknown) => unknown): Step =>
  (u, c) => {
    const a = step(u, c)
    return a !== refused && predicate(a) ? a : refused
  }

/** @internal */
export const list =
  (item: Part): Step =>
  (us, c) => {
    if (!Array.isArray(us)) return refused
    let as: unknown[] = us
    for (let i = 0; i < us.length; i++) {
      const a = enter(item, String(i), us[i], c)
      if (a === refused) return refused
      if (a === us[i]) continue
      if (as === us) as = us.slice()
      as[i] = a
    }
    return as
  }

/** @internal */
export const tuple =
  (parts: ReadonlyArray<Part>): Step =>
  (us, c) => {
    if (!Array.isArray(us)) return refused
    let as: unknown[] = us.length > parts.length ? us.slice(0, parts.length) : us
    for (let i = 0; i < parts.length; i++) {
      const a = enter(parts[i] as Part, String(i), us[i], c)
      if (a === refused) return refused
      if (a === us[i]) continue
      if (as === us) as = us.slice()
      as[i] = a
    }
    return as
  }

/** @internal */
export const record =
  (keys: ReadonlyArray<string>, parts: ReadonlyArray<Part>, required: boolean): Step =>
  (u, c) => {
    if (!isRecord(u)) return refused
    let a = u
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      const before = a[key]
      const after = enter(parts[i] as Part, key, before, c)
      if (after === refused) {
        if (required || before !== undefined) return refused
      } else if (after !== before || (required && after === undefined && !Object.hasOwn(a, key))) {
        if (a === u) a = Object.assign({}, u)
        a[key] = after
      }
    }
    return a
  }

/** @internal */
export const exact =
  ({ step }: Part, props: object): Step =>
  (u, c) => {
    const a = isRecord(u) ? step(u, c) : refused
    return a === refused ? refused : stripped(a as Record<string, unknown>, props)
  }

const stripped = (o: Record<string, unknown>, props: object): object => {
  const kept: Record<string, unknown> = {}
  let strange = false
  for (const name of Object.getOwnPropertyNames(o))
    if (Object.hasOwn(props, name)) kept[name] = o[name]
    else strange = true
  return strange ? kept : o
}

/** A record by rule: a codec for keys and one for values. @internal */
export const dictionary =
  (domain: Part, codomain: Part, takesLists: boolean): Step =>
  (u, c) => {
    if (!isRecord(u)) return takesLists && Array.isArray(u) ? u : refused
    const a: Record<string, unknown> = {}
    let changed = false
    for (const key of Object.keys(u)) {
      const before = u[key]
      const name = enter(domain, key, key, c)
      if (name === refused) {
        changed = true
        continue
      }
      const after = enter(codomain, name as string, before, c)
      if (after === refused) return refused
      changed ||= name !== key || after !== before
      a[name as string] = after
    }
    return changed ? a : u
  }

/** @internal */
export const firstOf =
  (members: ReadonlyArray<Part>): Step =>
  (u, c) => {
    for (let i = 0; i < members.length; i++) {
      const a = enter(members[i] as Part, String(i), u, c)
      if (a !== refused) return a
    }
    return refused
  }

/** A union whose members are told apart by the value of one key: each value's member by its place. @internal */
export const tagged =
  (tag: string, places: ReadonlyMap<unknown, number>, members: ReadonlyArray<Part>): Step =>
  (u, c) => {
    const place = isRecord(u) ? places.get(u[tag]) : undefined
    return place === undefined ? refused : enter(members[place] as Part, String(place), u, c)
  }

/** @internal */
export const allOf =
  (members: ReadonlyArray<Part>): Step =>
  (u, c) => {
    const as: unknown[] = []
    for (let i = 0; i < members.length; i++) {
      const a = enter(members[i] as Part, String(i), u, c)
      if (a === refused) return refused
      as.push(a)
    }
    return merged(u, as)
  }

// What each member changed, later members after earlier ones; as in io-ts, inherited keys too.
const merged = (base: unknown, as: ReadonlyArray<unknown>): unknown => {
  if (as.every((a) => a === base)) return base
  if (!as.some(isRecord)) return as[as.length - 1]
  const all: Record<string, unknown> = {}
  for (const a of as)
    for (const key in a as Record<string, unknown>) {
      const value = (a as Record<string, unknown>)[key]
      if (!Object.hasOwn(all, key) || !isRecord(base) || value !== base[key]) all[key] = value
    }
  return all
}
