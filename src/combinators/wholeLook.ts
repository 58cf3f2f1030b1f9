/**
 * A first look at a JSON value that vouches for all of it: every key in it is declared, and nothing lies deeper than in its codec.
 * Most bodies are so, and are done with one look. Whatever it does not see at once it leaves to the guard and the decoder.
 */
import type * as t from 'io-ts'
import { type Parts, partsOf } from '../codecs/parts.js'
import { keptBy } from './codecTree.js'
import { type LeafTag, leaves, type Ways, waysOnce } from './genuine.js'
import type { Quick, Shape } from './quick.js'
import * as quick from './quick.js'

// ---- model

/** `depth`: how deep the values lie that it vouches for. @internal */
export interface Whole {
  readonly look: Quick
  readonly depth: number
}

// ---- constructors

/** The look of a codec; nothing where something undeclared may hide in what the codec takes. @internal */
export const wholeLook = (codec: t.Mixed): Whole | undefined => whole(codec, waysOnce())

const whole = (codec: t.Mixed, wayOf: Ways): Whole | undefined => {
  const parts = partsOf(codec)
  const way = wayOf(codec)
  switch (way) {
    case 'ReadonlyType':
      return whole(parts.type, wayOf)
    case 'RefinementType':
      return over(whole(parts.type, wayOf), 0, (inner) => quick.refinement(inner, parts.predicate))
    // Its keys are those of what it wraps, or it is none that this knows.
    case 'ExactType':
      return keptBy(parts.type) === undefined ? undefined : whole(parts.type, wayOf)
    case 'ArrayType':
      return over(whole(parts.type, wayOf), 1, quick.list)
    case 'TupleType':
      return all(parts.types, wayOf, 1, quick.tuple)
    case 'UnionType':
      return all(parts.types, wayOf, 0, quick.firstOf)
    case 'InterfaceType':
    case 'PartialType':
      return record(parts, way === 'InterfaceType' ? 1 : 0, wayOf)
    default:
      return way !== undefined && isScalar(way) ? { look: quick.leaf(way, parts), depth: 0 } : undefined
  }
}

/** Kinds of codecs in whose values nothing can hide. @internal */
export const scalars: ReadonlySet<string> = new Set([
  'StringType',
  'NumberType',
  'BooleanType',
  'NullType',
  'UndefinedType',
  'LiteralType',
  'KeyofType'
])
const isScalar = (way: string): way is LeafTag => scalars.has(way) && way in leaves

const over = (inner: Whole | undefined, levels: 0 | 1, make: (inner: Quick) => Quick): Whole | undefined =>
  inner && { look: make(inner.look), depth: inner.depth + levels }

const all = (
  codecs: ReadonlyArray<t.Mixed>,
  wayOf: Ways,
  levels: 0 | 1,
  make: (looks: ReadonlyArray<Quick>) => Quick
): Whole | undefined => {
  const wholes = codecs.flatMap((c) => whole(c, wayOf) ?? [])
  if (wholes.length < codecs.length) return undefined
  return { look: make(wholes.map((w) => w.look)), depth: levels + Math.max(0, ...wholes.map((w) => w.depth)) }
}

// Keys that could change a prototype are for the guard.
const poison = ['__proto__', 'constructor']

const record = ({ props }: Parts, required: 0 | 1, wayOf: Ways): Whole | undefined => {
  const keys = Object.keys(props)
  if (keys.some((key) => poison.includes(key))) return undefined
  return all(Object.values(props), wayOf, 1, (looks) => {
    const shape: Shape = new Map(keys.map((key, i) => [key, { quick: looks[i] as Quick, required }]))
    const inAnyOrder = quick.record(shape, 'declared')
    return required === 1 ? inOrder(keys, looks, inAnyOrder) : inAnyOrder
  })
}

// Most values have all keys, in the order of their codec; one that has not is looked at in any order.
const inOrder = (keys: ReadonlyArray<string>, looks: ReadonlyArray<Quick>, inAnyOrder: Quick): Quick => {
  const texts = looks.map((look) => look === isText)
  const numbers = looks.map((look) => look === isNumber)
  return (u) => {
    if (!quick.isRecord(u)) return quick.NO
    let i = 0
    for (const name in u) {
      if (keys[i] !== name) return inAnyOrder(u)
      const value = u[name]
      if (!(texts[i] === true ? typeof value === 'string' : numbers[i] === true && typeof value === 'number')) {
        const verdict = (looks[i] as Quick)(value)
        if (verdict !== quick.YES) return verdict
      }
      i++
    }
    return i === keys.length ? quick.YES : quick.MAYBE
  }
}

// What most values are is told in place: a call for each would take longer than the look. No number in JSON is NaN.
const isText = quick.leaf('StringType', {} as Parts)
const isNumber = quick.leaf('NumberType', {} as Parts)
