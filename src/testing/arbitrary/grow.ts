/**
 * From an io-ts codec to an arbitrary of the values that it decodes, by its `_tag`. What the tags do not say is refused, and recursion is
 * unrolled so far that it ends.
 */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { enumeratedKeys, partsOf, tagOf } from '../../codecs/reflect.js'
import { s3 } from '../events/s3.js'
import { ArbitraryError, type ArbitraryFault } from './ArbitraryError.js'
import { below } from './below.js'
import { annotated, checked, type Grown, type Growth, type Place, sound, type World } from './Growth.js'
import { meet } from './meet.js'
import { decimals, forms, instants, json, jsonArrays, jsonObjects, numbers, texts } from './pools.js'

// ---- constructors

/** The arbitrary of a codec, or an {@link ArbitraryError} with all that is in the way. @internal */
export const grown = (codec: t.Mixed, world: World): fc.Arbitrary<unknown> => {
  let none: ReadonlyArray<ArbitraryFault> = []
  for (const fuel of fuels) {
    const memo = new Map<t.Mixed, Map<string, Grown>>()
    const g: Growth = {
      world,
      faults: new Map(),
      empty: new Map(),
      probes: new Map(),
      grow: (codec, place) => {
        const known = memo.get(codec) ?? new Map<string, Grown>()
        memo.set(codec, known)
        const id = `${place.fuel} ${place.refined} ${place.items}`
        if (!known.has(id)) known.set(id, grow(g, codec, place))
        return known.get(id)
      }
    }
    const made = g.grow(codec, { path: '', fuel, refined: false, items: 6 })
    if (g.faults.size > 0) throw new ArbitraryError(codec.name, [...g.faults.values()])
    if (made !== undefined) {
      const failed = probed(g)
      if (failed.length > 0) throw new ArbitraryError(codec.name, failed)
      return made
    }
    none = [...g.empty.values()]
  }
  throw new ArbitraryError(codec.name, none.length > 0 ? none : [without('', codec)])
}

// How often recursive codecs are entered: as seldom as will do, for values grow with it.
const fuels = [4, 9, 20]

const probed = (g: Growth): ReadonlyArray<ArbitraryFault> => {
  const faults: ArbitraryFault[] = []
  for (const [, probe] of g.probes) {
    try {
      const fault = probe.probe()
      if (fault !== undefined) faults.push(fault)
    } catch (e) {
      // What stands inside it has failed, and was told of already.
      if (!(e instanceof ArbitraryError)) throw e
    }
  }
  return faults
}

const without = (path: string, codec: t.Mixed): ArbitraryFault => ({
  path,
  codec: codec.name,
  problem: 'has no value: it never ends, or its parts contradict each other',
  mend: 'a recursive codec needs a way to end (t.union with a leaf, t.partial, t.array); parts of an intersection must agree'
})

// ---- the walk

const grow = (g: Growth, codec: t.Mixed, at: Place): Grown => {
  const given = annotated(g.world, codec)
  if (given !== undefined) return checked(g, codec, at, given)
  const node = partsOf(codec)
  const inner = (c: t.Mixed, key = ''): Grown =>
    g.grow(c, { ...at, path: below(at.path, key), refined: at.refined && key === '' })
  switch (tagOf(codec)) {
    case 'NullType':
      return fc.constant(null)
    case 'UndefinedType':
    case 'VoidType':
      return fc.constant(undefined)
    case 'UnknownType':
    case 'AnyType':
      return json
    case 'StringType':
      return at.refined ? fc.oneof(g.world.strings, { weight: 3, arbitrary: forms }) : g.world.strings
    case 'NumberType':
      return numbers
    case 'BigIntType':
      return fc.bigInt()
    case 'BooleanType':
    case 'BooleanFromString':
      return fc.boolean()
    case 'NumberFromString':
      return checked(g, codec, at, decimals)
    case 'IntFromString':
      return checked(g, codec, at, fc.oneof(fc.integer({ min: -10, max: 1000 }), fc.maxSafeInteger()))
    case 'DateFromString':
      return instants()
    case 'Bytes':
      return fc.uint8Array()
    case 'SnsEnvelope': {
      const message = inner(node.type, 'Message')
      return message && checked(g, codec, at, message)
    }
    case 'S3Notification':
      return checked(g, codec, at, fc.array(objectKeys, { maxLength: 3 }).map(recordsOf(codec)))
    case 'LiteralType':
      return fc.constant(node.value)
    case 'KeyofType': {
      const keys = Object.keys(node.keys)
      return keys.length === 0 ? none(g, codec, at) : fc.constantFrom(...keys)
    }
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return listOf(inner(node.type, '[]'), at.items)
    case 'TupleType':
      return tupleOf(node.types.map((c, i) => inner(c, `[${i}]`)))
    case 'InterfaceType':
    case 'StrictType':
    case 'PartialType':
      return recordOf(Object.entries(node.props).map(([key, c]) => [key, inner(c, key), tagOf(codec) !== 'PartialType']))
    case 'DictionaryType': {
      const keys = enumeratedKeys(node.domain)
      const value = inner(node.codomain, '[]')
      return keys === undefined
        ? dictionaryOf(inner(node.domain, '[key]'), value, at.items)
        : recordOf(keys.map((key) => [key, value, true]))
    }
    case 'AnyDictionaryType':
      return jsonObjects
    case 'AnyArrayType':
      return jsonArrays
    case 'ObjectType':
      return fc.oneof(jsonObjects, jsonArrays)
    case 'ReadonlyType':
    case 'ExactType':
      return inner(node.type)
    case 'RefinementType': {
      const candidates = g.grow(node.type, { ...at, refined: true })
      return candidates && checked(g, codec, at, candidates, guardOf(codec))
    }
    case 'UnionType': {
      const members = node.types.map((c) => inner(c)).filter((a) => a !== undefined)
      return members.length === 0 ? undefined : wellMet(g, codec, at, fc.oneof(...members))
    }
    case 'IntersectionType': {
      const candidates = meet(g, node.types, at)
      return candidates && wellMet(g, codec, at, candidates)
    }
    case 'RecursiveType':
      return at.fuel === 0 ? undefined : g.grow(node.type, { ...at, fuel: at.fuel - 1, items: 2 })
    case 'NeverType':
      return none(g, codec, at)
    default:
      g.faults.set(codec, {
        path: at.path,
        codec: codec.name,
        problem:
          tagOf(codec) === 'FunctionType'
            ? 'is a codec of functions, which no request carries'
            : 'is a codec of its own make (new t.Type): what it decodes cannot be seen from outside',
        mend: 'annotate(codec, { arbitrary }) says which values it has: use what it gives in the place of the codec, or hand it over beside the codec'
      })
      return undefined
  }
}

// Where nothing is transformed, to pass the guard is enough; else it must come back the same, whichever member reads it.
const wellMet = (g: Growth, codec: t.Mixed, at: Place, candidates: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  checked(g, codec, at, candidates, (codec.encode as unknown) === t.identity ? guardOf(codec) : sound(codec))

// A predicate may throw at what it does not expect.
const guardOf =
  (codec: t.Mixed) =>
  (a: unknown): boolean => {
    try {
      return codec.is(a)
    } catch {
      return false
    }
  }

const objectKeys = texts.filter((s) => s !== '' && s.length <= 1024)

const recordsOf =
  (codec: t.Mixed) =>
  (keys: ReadonlyArray<string>): unknown => {
    const d = codec.decode(s3(keys))
    return d._tag === 'Right' ? d.right : undefined
  }

const none = (g: Growth, codec: t.Mixed, { path }: Place): undefined => {
  g.empty.set(codec, without(path, codec))
}

// ---- parts

/** A list of as many as one likes; none where its items have no value. @internal */
export const listOf = (item: Grown, maxLength: number): fc.Arbitrary<unknown> =>
  item === undefined ? fc.constant([]).map(() => []) : fc.array(item, { maxLength })

/** @internal */
export const tupleOf = (items: ReadonlyArray<Grown>): Grown => {
  const all = items.filter((a) => a !== undefined)
  return all.length < items.length ? undefined : fc.tuple(...all)
}

/** Keys with their values, and whether they must be there; one that need not be and has no value is left out. @internal */
export const recordOf = (props: ReadonlyArray<readonly [string, Grown, boolean]>): Grown => {
  if (props.some(([, value, needed]) => value === undefined && needed)) return undefined
  const shape: Record<string, fc.Arbitrary<unknown>> = Object.create(null)
  for (const [key, value] of props) if (value !== undefined) shape[key] = value
  const requiredKeys = props.flatMap(([key, , needed]) => (needed ? [key] : []))
  return fc.record(shape, { requiredKeys, noNullPrototype: true })
}

/** @internal */
export const dictionaryOf = (key: Grown, value: Grown, maxKeys: number): Grown =>
  key === undefined || value === undefined
    ? fc.constant(null).map(() => ({}))
    : fc.dictionary(key as fc.Arbitrary<string>, value, { maxKeys, noNullPrototype: true })
