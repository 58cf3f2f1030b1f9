/**
 * A codec and all that it is made of, looked through once: the shape of each part, and which parts' results must be remembered so that
 * work stays linear in the size of a value. It reads codecs and never runs them.
 */
import type * as t from 'io-ts'
import type { Stock } from './isStockIoTs.js'
import { childrenOf, isInsideDictionary, partsOf, type Shape, shapeByTag } from './reflect.js'
import { isTextCodec } from './textCodecs.js'

// ---- model

/** @internal */
export interface CodecTree {
  readonly root: t.Mixed
  /** The shape of the root or of any codec in it. */
  readonly shape: (codec: t.Mixed) => Shape
  readonly shapes: ReadonlyMap<t.Mixed, Shape>
  /** Whether a codec is, or holds, one whose own functions are called: those are given io-ts's context. */
  readonly holdsOpaque: (codec: t.Mixed) => boolean
  /** Whether results of any codec are remembered. */
  readonly forks: boolean
  /** Whether results of a codec are remembered within one run: several branches above it ask it about the same value. */
  readonly remembers: (codec: t.Mixed) => boolean
  /** Whether a codec's encoder gives back what it is given. */
  readonly encodesToItself: (codec: t.Mixed) => boolean
}

type Shapes = ReadonlyMap<t.Mixed, Shape>

// ---- constructors

/** @internal */
export const codecTree = (root: t.Mixed, { isStock, encodesToItself }: Stock): CodecTree => {
  const shapes = new Map<t.Mixed, Shape>()
  const add = (codec: t.Mixed): void => {
    if (shapes.has(codec)) return
    const shape: Shape =
      isStock(codec) || isInsideDictionary(codec) ? shapeByTag(codec) : { kind: isTextCodec(codec) ? 'text' : 'opaque' }
    shapes.set(codec, shape)
    childrenOf(shape).forEach(add)
  }
  add(root)
  const opaque = holdersOfOpaque(shapes)
  const remembered = rememberedIn(shapes)
  return {
    root,
    shape: (codec) => shapes.get(codec) as Shape,
    shapes,
    holdsOpaque: (codec) => opaque.has(codec),
    forks: remembered.size > 0,
    remembers: (codec) => remembered.has(codec),
    encodesToItself: (codec) =>
      isInsideDictionary(codec) ? Object.values(partsOf(codec).props).every(encodesToItself) : encodesToItself(codec)
  }
}

/** The opaque codecs, and those that hold one of them. */
const holdersOfOpaque = (shapes: Shapes): ReadonlySet<t.Mixed> => {
  const found = new Set<t.Mixed>()
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const [codec, shape] of shapes)
      if (shape.kind === 'opaque' || childrenOf(shape).some((child) => found.has(child))) found.add(codec)
  }
  return found
}

// ---- what is remembered

// A fork asks several members about the inside of one value. Where a fork is below another, or below itself, work would double at each
// level of a value: its results are remembered.
const rememberedIn = (shapes: Shapes): ReadonlySet<t.Mixed> => {
  const forks = [...shapes.keys()].filter((codec) => isFork(codec, shapes))
  const below = new Set<t.Mixed>()
  const add = (codec: t.Mixed): void => {
    if (below.has(codec)) return
    below.add(codec)
    childrenOf(shapes.get(codec) as Shape).forEach(add)
  }
  for (const fork of forks) childrenOf(shapes.get(fork) as Shape).forEach(add)
  return new Set(forks.filter((fork) => below.has(fork)))
}

const isFork = (codec: t.Mixed, shapes: Shapes): boolean => {
  const shape = shapes.get(codec) as Shape
  if (shape.kind !== 'union' && shape.kind !== 'intersection') return false
  const insides = shape.members.map((member) => insideOf(member, shapes))
  const keys = insides.flatMap((inside) => (typeof inside === 'object' ? Object.keys(inside) : []))
  const several = (...kinds: ReadonlyArray<Inside>) =>
    insides.filter((inside) => kinds.includes(typeof inside === 'object' ? 'record' : inside)).length > 1
  // The records of an intersection whose keys differ ask about each key once; a union takes a record or an array, never both.
  return shape.kind === 'union'
    ? several('record', 'any') || several('array', 'any')
    : insides.includes('any')
      ? several('record', 'array', 'any')
      : new Set(keys).size < keys.length || several('array')
}

type Inside = 'array' | 'any' | 'none' | 'record' | Readonly<Record<string, t.Mixed>>

/** What of a value a codec goes into: the keys of a record, an array, or anything. */
const insideOf = (codec: t.Mixed, shapes: Shapes): Inside => {
  const shape = shapes.get(codec) as Shape
  switch (shape.kind) {
    case 'array':
    case 'tuple':
      return 'array'
    case 'record':
      return shape.props
    case 'exact':
    case 'refinement':
    case 'readonly':
      return insideOf(shape.inner, shapes)
    case 'union':
    case 'tagged':
    case 'intersection':
    case 'recursive':
    case 'dictionary':
    case 'opaque':
      return 'any'
    default:
      return 'none'
  }
}
