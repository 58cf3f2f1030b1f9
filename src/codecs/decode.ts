/**
 * How each kind of io-ts codec decodes, compiled to closures: the results are io-ts's own, copies and identities included, without what
 * io-ts makes for the sake of errors. A refusal says nothing of why: `issues.ts` does.
 */
import type * as t from 'io-ts'
import type { CodecTree } from './CodecTree.js'
import type { Bound } from './ownBounds.js'
import type { Run } from './Run.js'
import { hasInside, isRecord, type Shape, tagOf } from './reflect.js'

// ---- model

/** What a step gives for a value that its codec refuses. @internal */
export const refused: unique symbol = Symbol('refused')

/** One codec, decoding: the value, or `refused`. The context is io-ts's where a codec's own functions read it, else an empty one. @internal */
export type Step = (u: unknown, c: t.Context, run: Run) => unknown

/** A part of a codec, with what it is asked for. */
interface Part {
  readonly codec: t.Mixed
  readonly step: Step
  readonly reads: boolean
}

// ---- constructors

/** The steps of a codec and of all that it holds. @internal */
export const decodeSteps = (tree: CodecTree, boundOf: (codec: t.Mixed) => Bound): ((codec: t.Mixed) => Step) => {
  const made = new Map<t.Mixed, Step>()
  const stepOf = (codec: t.Mixed): Step => {
    const known = made.get(codec)
    if (known !== undefined) return known
    // A codec that holds itself gets a step that calls the one which is being made.
    let step: Step = () => refused
    made.set(codec, (u, c, run) => step(u, c, run))
    const shape = tree.shape(codec)
    step = build(codec, shape, part, boundOf)
    if (tree.remembers(codec) || shape.kind === 'recursive') step = remembering(step, tree.remembers(codec))
    made.set(codec, step)
    return step
  }
  const part = (codec: t.Mixed): Part => ({ codec, step: stepOf(codec), reads: tree.holdsOpaque(codec) })
  return stepOf
}

const build = (codec: t.Mixed, shape: Shape, part: (codec: t.Mixed) => Part, boundOf: (codec: t.Mixed) => Bound): Step => {
  switch (shape.kind) {
    case 'scalar':
    case 'any':
      return (u) => (shape.is(u) ? u : refused)
    case 'number':
      return (u) => (typeof u === 'number' ? u : refused)
    case 'literal':
      return (u) => (u === shape.value ? shape.value : refused)
    case 'keyof':
      return (u) => (typeof u === 'string' && Object.hasOwn(shape.keys, u) ? u : refused)
    case 'text':
      return own(codec)
    case 'opaque':
      return bounded(own(codec), boundOf(codec))
    case 'readonly':
      return part(shape.inner).step
    case 'recursive':
      return part(shape.definition()).step
    case 'refinement':
      return refinement(part(shape.inner), shape.predicate)
    case 'array':
      return array(part(shape.item))
    case 'tuple':
      return tuple(shape.items.map(part))
    case 'record':
      return record(Object.keys(shape.props), Object.values(shape.props).map(part), shape.required)
    case 'exact':
      return exact(part(shape.inner), shape.keys)
    case 'dictionary':
      return dictionary(part(shape.domain), part(shape.codomain), tagOf(shape.codomain) === 'AnyType')
    case 'union':
      return firstOf(shape.members.map(part))
    case 'tagged':
      return tagged(shape.tag, shape.places, shape.members.map(part))
    case 'intersection':
      return intersection(shape.members.map(part))
  }
}

const remembering = (step: Step, always: boolean): Step => {
  const once: Step = (u, c, run) => (hasInside(u) ? run.once(step, u, () => step(u, c, run)) : step(u, c, run))
  return always ? once : (u, c, run) => (run.explains ? once : step)(u, c, run)
}

const enter = ({ codec, step, reads }: Part, key: string, u: unknown, c: t.Context, run: Run): unknown =>
  step(u, reads ? [...c, { key, type: codec, actual: u }] : c, run)

// ---- each kind

/** A codec whose own function decodes. */
const own =
  (codec: t.Mixed): Step =>
  (u, c) => {
    const e = codec.validate(u, c)
    return e._tag === 'Right' ? e.right : refused
  }

const bounded =
  (step: Step, bound: Bound): Step =>
  (u, c, run) =>
    bound(u, run) === undefined ? step(u, c, run) : refused

const refinement =
  ({ step }: Part, predicate: (a: unknown) => unknown): Step =>
  (u, c, run) => {
    const a = step(u, c, run)
    return a !== refused && predicate(a) ? a : refused
  }

const array =
  (item: Part): Step =>
  (us, c, run) => {
    if (!Array.isArray(us)) return refused
    let as: unknown[] = us
    for (let i = 0; i < us.length; i++) {
      const a = item.reads ? enter(item, String(i), us[i], c, run) : item.step(us[i], c, run)
      if (a === refused) return refused
      if (a === us[i]) continue
      if (as === us) as = us.slice()
      as[i] = a
    }
    return as
  }

const tuple =
  (parts: ReadonlyArray<Part>): Step =>
  (us, c, run) => {
    if (!Array.isArray(us)) return refused
    let as: unknown[] = us.length > parts.length ? us.slice(0, parts.length) : us
    for (let i = 0; i < parts.length; i++) {
      const a = enter(parts[i] as Part, String(i), us[i], c, run)
      if (a === refused) return refused
      if (a === us[i]) continue
      if (as === us) as = us.slice()
      as[i] = a
    }
    return as
  }

const record =
  (keys: ReadonlyArray<string>, parts: ReadonlyArray<Part>, required: boolean): Step =>
  (u, c, run) => {
    if (!isRecord(u)) return refused
    let a = u
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      const before = a[key]
      const after = enter(parts[i] as Part, key, before, c, run)
      if (after === refused) {
        if (required || before !== undefined) return refused
      } else if (after !== before || (required && after === undefined && !Object.hasOwn(a, key))) {
        if (a === u) a = Object.assign({}, u)
        a[key] = after
      }
    }
    return a
  }

const exact =
  ({ step }: Part, keys: object): Step =>
  (u, c, run) => {
    const a = isRecord(u) ? step(u, c, run) : refused
    return a === refused ? refused : stripped(a as Record<string, unknown>, keys)
  }

type Set = (o: Record<string, unknown>, key: string, value: unknown) => void

// As io-ts does; JSON with a key named __proto__ is refused before it is decoded.
const assign: Set = (o, key, value) => {
  o[key] = value
}

/** A record without the keys that are not declared. @internal */
export const stripped = (o: Record<string, unknown>, keys: object, set: Set = assign): Record<string, unknown> => {
  const kept: Record<string, unknown> = {}
  let strips = false
  for (const name of Object.getOwnPropertyNames(o))
    if (Object.hasOwn(keys, name)) set(kept, name, o[name])
    else strips = true
  return strips ? kept : o
}

/** A record by rule: a codec for keys and one for values. */
const dictionary =
  (domain: Part, codomain: Part, takesArrays: boolean): Step =>
  (u, c, run) => {
    if (!isRecord(u)) return takesArrays && Array.isArray(u) ? u : refused
    const a: Record<string, unknown> = {}
    let changed = false
    for (const key of Object.keys(u)) {
      const before = u[key]
      const name = enter(domain, key, key, c, run)
      if (name === refused) {
        changed = true
        continue
      }
      const after = enter(codomain, name as string, before, c, run)
      if (after === refused) return refused
      changed ||= name !== key || after !== before
      a[name as string] = after
    }
    return changed ? a : u
  }

const firstOf =
  (members: ReadonlyArray<Part>): Step =>
  (u, c, run) => {
    for (let i = 0; i < members.length; i++) {
      const a = enter(members[i] as Part, String(i), u, c, run)
      if (a !== refused) return a
    }
    return refused
  }

const tagged =
  (tag: string, places: ReadonlyMap<unknown, number>, members: ReadonlyArray<Part>): Step =>
  (u, c, run) => {
    const place = isRecord(u) ? places.get(u[tag]) : undefined
    return place === undefined ? refused : enter(members[place] as Part, String(place), u, c, run)
  }

const intersection =
  (members: ReadonlyArray<Part>): Step =>
  (u, c, run) => {
    const as: unknown[] = []
    for (let i = 0; i < members.length; i++) {
      const a = enter(members[i] as Part, String(i), u, c, run)
      if (a === refused) return refused
      as.push(a)
    }
    return mergeAll(u, as)
  }

/** What each member changed, later members after earlier ones; as in io-ts, inherited keys too. @internal */
export const mergeAll = (base: unknown, as: ReadonlyArray<unknown>, set: Set = assign): unknown => {
  if (as.every((a) => a === base)) return base
  if (!as.some(isRecord)) return as[as.length - 1]
  const all: Record<string, unknown> = {}
  for (const a of as)
    for (const key in a as Record<string, unknown>) {
      const value = (a as Record<string, unknown>)[key]
      if (!Object.hasOwn(all, key) || !isRecord(base) || value !== base[key]) set(all, key, value)
    }
  return all
}
