/**
 * Values of several codecs at once, for intersections: records are merged key by key, unions distributed, all else generated from either
 * side. Only candidates: whether a value is of all of them is for their guards to say.
 */
import * as fc from 'fast-check'
import type * as t from 'io-ts'
import { enumeratedKeys, partsOf, tagOf } from '../../codecs/reflect.js'
import { below } from './below.js'
import { Checked, enough, tried } from './Checked.js'
import { annotated, type Grown, type Growth, type Place, sound } from './Growth.js'
import { dictionaryOf, listOf, recordOf, tupleOf } from './grow.js'
import { json, jsonObjects } from './pools.js'

// ---- model

/** Codecs that are neither unions, nor intersections, nor wrappers: all of them must take the value. */
type Cores = ReadonlyArray<t.Mixed>

interface Way {
  readonly cores: Cores
  readonly fuel: number
  readonly refined: boolean
}

// ---- combinators

/** Candidates for values of all of some codecs. @internal */
export const meet = (g: Growth, codecs: Cores, at: Place): Grown => {
  const ways = waysOf(g, codecs, at)
  if (ways.length > mostWays) {
    g.faults.set(codecs, {
      path: at.path,
      codec: codecs.map((c) => c.name).join(' & '),
      problem: `can be met in ${ways.length} ways, over ${mostWays}`,
      mend: 'annotate(codec, { arbitrary }) says which values it has'
    })
    return undefined
  }
  const all = ways
    .map((way) => candidates(g, way, { ...at, fuel: way.fuel, refined: way.refined }))
    .filter((a) => a !== undefined)
  return all.length === 0 ? undefined : fc.oneof(...all)
}

const mostWays = 256

// Every choice of one member of each union.
const waysOf = (g: Growth, codecs: Cores, at: Place): ReadonlyArray<Way> =>
  codecs.reduce<ReadonlyArray<Way>>(
    (ways, codec) => {
      const more = expand(g, codec, { cores: [], fuel: at.fuel, refined: at.refined })
      return ways.flatMap((way) =>
        more.map((m) => ({
          cores: [...way.cores, ...m.cores],
          fuel: Math.min(way.fuel, m.fuel),
          refined: way.refined || m.refined
        }))
      )
    },
    [{ cores: [], fuel: at.fuel, refined: at.refined }]
  )

const expand = (g: Growth, codec: t.Mixed, way: Way): ReadonlyArray<Way> => {
  const node = partsOf(codec)
  if (annotated(g.world, codec) !== undefined) return [{ ...way, cores: [codec] }]
  switch (tagOf(codec)) {
    case 'ReadonlyType':
    case 'ExactType':
      return expand(g, node.type, way)
    case 'RefinementType':
      return expand(g, node.type, { ...way, refined: true })
    case 'RecursiveType':
      return way.fuel === 0 ? [] : expand(g, node.type, { ...way, fuel: way.fuel - 1 })
    case 'UnionType':
      return node.types.flatMap((c) => expand(g, c, way))
    case 'IntersectionType':
      return waysOf(g, node.types, { path: '', items: 0, ...way })
    case 'UnknownType':
    case 'AnyType':
      return [way]
    default:
      return [{ ...way, cores: [codec] }]
  }
}

const candidates = (g: Growth, { cores }: Way, at: Place): Grown => {
  const [one] = cores
  if (one === undefined) return json
  const tags = cores.map(tagOf)
  const plain = cores.every((c) => annotated(g.world, c) === undefined)
  if (plain && tags.every((tag) => records.includes(tag))) return record(g, cores, at)
  if (plain && tags.every((tag) => lists.includes(tag))) return list(g, cores, at)
  const each = cores.map((c) => g.grow(c, at))
  const some = each.filter((a) => a !== undefined)
  if (some.length < each.length) return undefined
  // Of one sort, a value of any is a candidate; of records of different makes, what all of them say together.
  return cores.length === 1 ? some[0] : fc.oneof(...some, fc.tuple(...some).map(merged))
}

const records: ReadonlyArray<string | undefined> = [
  'InterfaceType',
  'StrictType',
  'PartialType',
  'DictionaryType',
  'AnyDictionaryType',
  'ObjectType'
]
const lists: ReadonlyArray<string | undefined> = ['ArrayType', 'ReadonlyArrayType', 'TupleType', 'AnyArrayType', 'ObjectType']

const isPlain = (u: unknown): boolean => typeof u === 'object' && u !== null && !Array.isArray(u)

const merged = (parts: ReadonlyArray<unknown>): unknown =>
  parts.every(isPlain) ? Object.fromEntries(parts.flatMap((part) => Object.entries(part as object))) : parts[parts.length - 1]

// ---- values of some codecs, each of them asked

const both = (g: Growth, codecs: Cores, at: Place): Grown => {
  const [one, ...more] = codecs
  if (one === undefined) return json
  if (more.length === 0) return g.grow(one, at)
  if (contradict(codecs)) return undefined
  const made = meet(g, [...new Set(codecs)], at)
  if (made === undefined) return undefined
  const takes = codecs.map(sound)
  const every = new Checked(made, (a) => takes.every((f) => f(a)), {
    path: at.path,
    codec: codecs.map((c) => c.name).join(' & '),
    problem: `takes fewer than ${enough} of ${tried} candidates`,
    mend: 'annotate(codec, { arbitrary }) says which values the intersection has'
  })
  g.probes.set(every, every)
  return every
}

const contradict = (codecs: Cores): boolean =>
  new Set(codecs.filter((c) => tagOf(c) === 'LiteralType').map((c) => partsOf(c).value)).size > 1

const record = (g: Growth, cores: Cores, at: Place): Grown => {
  const props = new Map<string, { codecs: t.Mixed[]; needed: boolean }>()
  const add = (key: string, codec: t.Mixed, needed: boolean): void => {
    const prop = props.get(key) ?? { codecs: [], needed: false }
    prop.codecs.push(codec)
    props.set(key, { ...prop, needed: prop.needed || needed })
  }
  const open: Array<{ readonly domain: t.Mixed; readonly codomain: t.Mixed }> = []
  for (const core of cores) {
    const node = partsOf(core)
    const keys = tagOf(core) === 'DictionaryType' ? enumeratedKeys(node.domain) : undefined
    if (keys !== undefined) for (const key of keys) add(key, node.codomain, true)
    else if (tagOf(core) === 'DictionaryType') open.push(node)
    else for (const [key, c] of Object.entries(node.props ?? {})) add(key, c, tagOf(core) !== 'PartialType')
  }
  for (const [key, prop] of props) for (const { domain, codomain } of open) if (domain.is(key)) prop.codecs.push(codomain)
  const declared = recordOf(
    [...props].map(([key, { codecs, needed }]) => [
      key,
      both(g, codecs, { ...at, path: below(at.path, key), refined: false }),
      needed
    ])
  )
  if (declared === undefined) return undefined
  const others = { ...at, path: below(at.path, '[]'), refined: false }
  const any = cores.every((c) => tagOf(c) === 'AnyDictionaryType' || tagOf(c) === 'ObjectType')
  const more =
    open.length === 0
      ? any
        ? jsonObjects
        : undefined
      : dictionaryOf(
          both(
            g,
            open.map((o) => o.domain),
            others
          ),
          both(
            g,
            open.map((o) => o.codomain),
            others
          ),
          at.items
        )
  return more === undefined ? declared : fc.tuple(more, declared).map(([a, b]) => ({ ...(a as object), ...(b as object) }))
}

const list = (g: Growth, cores: Cores, at: Place): Grown => {
  const inner = { ...at, refined: false }
  const items = cores.flatMap((c) => (tagOf(c) === 'ArrayType' || tagOf(c) === 'ReadonlyArrayType' ? [partsOf(c).type] : []))
  const tuples = cores.filter((c) => tagOf(c) === 'TupleType').map((c) => partsOf(c).types)
  const [tuple] = tuples
  if (tuple === undefined) return listOf(both(g, items, { ...inner, path: below(at.path, '[]') }), at.items)
  if (tuples.some((types) => types.length !== tuple.length)) return undefined
  return tupleOf(
    tuple.map((_, i) =>
      both(g, [...tuples.map((types) => types[i] as t.Mixed), ...items], { ...inner, path: below(at.path, `[${i}]`) })
    )
  )
}
