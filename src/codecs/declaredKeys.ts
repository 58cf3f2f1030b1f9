/**
 * Of an encoded value the keys that its codec declares, and no others. What several codecs declare together (an intersection, the members of
 * a union that the value fits) is kept.
 */
import type * as t from 'io-ts'
import type { CodecTree } from './CodecTree.js'
import { type Check, YES } from './checks.js'
import { refusedKind } from './printJson.js'
import type { Run } from './Run.js'
import { isRecord, type Shape } from './reflect.js'
import { setKey } from './setKey.js'

/** The codecs that declare a value, the value before it was encoded, and after. */
type Declared = (codecs: ReadonlyArray<t.Mixed>, a: unknown, o: unknown, run: Run) => unknown

/** @internal */
export const declaredKeys = (tree: CodecTree, is: (codec: t.Mixed) => Check): Declared => {
  /** The shapes that say what is in a value; nothing where one of them says that anything may be. */
  const shapesOf = (codecs: ReadonlyArray<t.Mixed>, a: unknown, run: Run): ReadonlyArray<Shape> | undefined => {
    const shapes = new Set<Shape>()
    const add = (codec: t.Mixed): boolean => {
      const shape = tree.shape(codec)
      switch (shape.kind) {
        case 'readonly':
        case 'refinement':
        case 'exact':
          return add(shape.inner)
        case 'recursive':
          return add(shape.definition())
        case 'intersection':
          return shape.members.every(add)
        case 'union':
        case 'tagged':
          return shape.members.filter((member) => is(member)(a, run) === YES).every(add)
        case 'any':
        case 'opaque':
        case 'text':
          return false
        default:
          shapes.add(shape)
          return true
      }
    }
    return codecs.every(add) ? [...shapes] : undefined
  }

  const declared: Declared = (codecs, a, o, run) => {
    if (typeof o !== 'object' || o === null) return o
    const shapes = shapesOf(codecs, a, run)
    if (shapes === undefined) return o
    if (Array.isArray(o)) return Array.from(o, (x, i) => declared(itemsAt(shapes, i), at(a, i), x, run))
    const kind = refusedKind(o)
    if (kind !== undefined) throw new TypeError(`the value has ${kind}, which has no JSON`)
    const out: Record<string, unknown> = {}
    for (const [key, before] of keysOf(shapes, a, o, run)) {
      // io-ts copies own keys alone; a declared key may be inherited, as an accessor of the value's class is.
      const value = Object.hasOwn(o, key) ? (o as Record<string, unknown>)[key] : at(a, before)
      setKey(out, key, declared(valuesAt(shapes, before, run), at(a, before), value, run))
    }
    return out
  }

  /** The declared keys of an encoded value, each with what it was before: a dictionary may encode its keys. */
  const keysOf = (shapes: ReadonlyArray<Shape>, a: unknown, o: object, run: Run): ReadonlyMap<string, string> => {
    const keys = new Map<string, string>()
    for (const shape of shapes) {
      if (shape.kind === 'record')
        for (const key of Object.keys(shape.props)) if (Object.hasOwn(o, key) || inherits(a, key)) keys.set(key, key)
      if (shape.kind === 'dictionary')
        for (const key of Object.keys(a as object))
          if (is(shape.domain)(key, run) === YES) keys.set(encodedKey(shape.domain, key), key)
    }
    return keys
  }

  const encodedKey = (domain: t.Mixed, key: string): string => (tree.encodesToItself(domain) ? key : String(domain.encode(key)))

  const valuesAt = (shapes: ReadonlyArray<Shape>, key: string, run: Run): ReadonlyArray<t.Mixed> =>
    shapes.flatMap((shape) => {
      if (shape.kind === 'record') return Object.hasOwn(shape.props, key) ? [shape.props[key] as t.Mixed] : []
      return shape.kind === 'dictionary' && is(shape.domain)(key, run) === YES ? [shape.codomain] : []
    })

  return declared
}

const itemsAt = (shapes: ReadonlyArray<Shape>, i: number): ReadonlyArray<t.Mixed> =>
  shapes.flatMap((shape) => {
    if (shape.kind === 'array') return [shape.item]
    // io-ts takes an array for a dictionary of anything.
    if (shape.kind === 'dictionary') return [shape.codomain]
    return shape.kind === 'tuple' ? [shape.items[i] as t.Mixed] : []
  })

// A value has an inside where its codec declares one.
const at = (a: unknown, key: string | number): unknown => (a as Record<string | number, unknown>)[key]

const inherits = (a: unknown, key: string): boolean => isRecord(a) && key in a && !Object.hasOwn(a, key)
