/**
 * An io-ts codec as closures, made once: the values that it decodes to, without the contexts and copies that io-ts makes on the way.
 * Why a value is refused, and whatever is not io-ts's own, it leaves to the codec.
 */
import type * as t from 'io-ts'
import { type Parts, partsOf } from '../codecs/parts.js'
import { isPlain, keptBy, literalsOf, namedBy } from './codecTree.js'
import { type LeafTag, leaves, type Way, type Ways, waysOnce } from './genuine.js'
import * as quick from './quick.js'
import { type Quick, type Shape, YES } from './quick.js'
import * as steps from './steps.js'
import { type Part, refused, type Step } from './steps.js'

// ---- model

/** One codec of a tree. */
interface Compiled {
  readonly codec: t.Mixed
  /** All there is to decode, for a value that had its first look. */
  readonly close: Step
  /** The first look; none where a codec in it decodes on its own. */
  readonly quick: Quick | undefined
  readonly reads: boolean
  /** The keys of a record that strips none. */
  readonly shape?: Shape | undefined
}

/** What the codecs of one tree share: those that are made, and whether all of them are io-ts's own. */
interface Tree {
  readonly made: Map<t.Mixed, Compiled>
  readonly wayOf: Ways
  readonly plain: boolean
}

// ---- constructors

/** How a codec decodes; nothing where it decodes on its own. `refused` where its own `decode` says why. @internal */
export const compileCodec = (codec: t.Mixed): ((u: unknown) => unknown) | undefined => {
  const wayOf = waysOnce()
  if (wayOf(codec) === undefined) return undefined
  const made = compiled(codec, { made: new Map(), wayOf, plain: isPlain(codec, wayOf) })
  const { step } = part(made, false)
  return made.reads ? (u) => step(u, [{ key: '', type: codec, actual: u }]) : (u) => step(u, nowhere)
}

const nowhere: t.Context = []

const compiled = (codec: t.Mixed, tree: Tree): Compiled => {
  const known = tree.made.get(codec)
  if (known !== undefined) return known
  const made = make(codec, tree.wayOf(codec), partsOf(codec), tree)
  tree.made.set(codec, made)
  return made
}

const make = (codec: t.Mixed, way: Way | undefined, parts: Parts, tree: Tree): Compiled => {
  const { type, types } = parts
  const inner = (c: t.Mixed) => compiled(c, tree)
  switch (way) {
    case 'ReadonlyType':
      return { ...inner(type), codec }
    case 'RecursiveType':
      return recursive(codec, parts, tree)
    case 'RefinementType':
      return over(
        codec,
        inner(type),
        (a) => steps.refinement(a, parts.predicate),
        (a) => quick.refinement(a, parts.predicate)
      )
    case 'ArrayType':
      return over(codec, inner(type), steps.list, quick.list)
    case 'TupleType':
      return of(codec, types.map(inner), steps.tuple, quick.tuple)
    case 'InterfaceType':
    case 'PartialType':
      return record(codec, parts.props, way === 'InterfaceType', inner)
    case 'ExactType':
      return exact(codec, inner(type), keptBy(type))
    case 'DictionaryType':
      return dictionary(codec, inner(parts.domain), inner(parts.codomain), tree.wayOf)
    case 'EnumerableType': {
      const props: Record<string, t.Mixed> = {}
      for (const key of namedBy(parts.domain) ?? []) props[key] = parts.codomain
      return exact(codec, record(codec, props, true, inner), props)
    }
    case 'UnionType':
      return of(codec, types.map(inner), steps.firstOf, quick.firstOf)
    case 'TaggedUnionType':
      return tagged(codec, parts, types.map(inner), tree.wayOf)
    case 'IntersectionType':
      return intersection(codec, types.map(inner))
    case undefined:
      return foreign(codec)
    default:
      return leaf(codec, way, parts)
  }
}

// ---- how parts become a whole

// Each value is looked at once and once closely: whoever had the first look at the whole asks its parts for the rest alone.
const part = ({ codec, close, quick: look, reads }: Compiled, looked: boolean): Part => ({
  codec,
  reads,
  step:
    looked || look === undefined
      ? close
      : (u, c) => {
          const verdict = look(u)
          return verdict === YES ? u : verdict === quick.NO ? refused : close(u, c)
        }
})

const of = (
  codec: t.Mixed,
  members: ReadonlyArray<Compiled>,
  close: (parts: ReadonlyArray<Part>) => Step,
  look: (quicks: ReadonlyArray<Quick>) => Quick
): Compiled => {
  const quicks = members.flatMap((m) => m.quick ?? [])
  const looked = quicks.length === members.length
  return {
    codec,
    close: close(members.map((m) => part(m, looked))),
    quick: looked ? look(quicks) : undefined,
    reads: members.some((m) => m.reads)
  }
}

const over = (codec: t.Mixed, inner: Compiled, close: (part: Part) => Step, look: (quick: Quick) => Quick): Compiled =>
  of(
    codec,
    [inner],
    ([a]) => close(a as Part),
    ([a]) => look(a as Quick)
  )

// ---- each kind

const foreign = (codec: t.Mixed): Compiled => ({ codec, close: steps.foreign(codec), quick: undefined, reads: true })

const leaf = (codec: t.Mixed, tag: LeafTag, parts: Parts): Compiled => {
  const is = leaves[tag]
  const close: Step =
    tag === 'LiteralType' ? (u) => (u === parts.value ? parts.value : refused) : (u) => (is(u, parts) ? u : refused)
  return { codec, close, quick: quick.leaf(tag, parts), reads: false }
}

// It is made when it is first met in a value: by then it is made.
const recursive = (codec: t.Mixed, { runDefinition }: Parts, tree: Tree): Compiled => {
  let made: Compiled | undefined
  let step: Step | undefined
  const target = () => {
    made ??= compiled(runDefinition(), tree)
    return made
  }
  return {
    codec,
    close: (u, c) => {
      step ??= part(target(), tree.plain).step
      return step(u, c)
    },
    quick: tree.plain ? (u) => (target().quick as Quick)(u) : undefined,
    reads: !tree.plain
  }
}

const record = (codec: t.Mixed, props: Parts['props'], required: boolean, inner: (c: t.Mixed) => Compiled): Compiled => {
  const keys = Object.keys(props)
  const members = keys.map((key) => inner(props[key] as t.Mixed))
  const shape: Shape = new Map(
    members.map(({ quick }, i) => [keys[i] as string, { quick: quick as Quick, required: required ? 1 : 0 }])
  )
  const whole = of(
    codec,
    members,
    (parts) => steps.record(keys, parts, required),
    () => quick.record(shape, 'kept')
  )
  return { ...whole, shape: whole.quick && shape }
}

const exact = (codec: t.Mixed, inner: Compiled, kept: object | undefined): Compiled =>
  kept === undefined
    ? foreign(codec)
    : over(
        codec,
        inner,
        (a) => steps.exact(a, kept),
        (a) => (inner.shape !== undefined && keeps(kept, inner.shape) ? quick.record(inner.shape, 'exact') : quick.exact(a, kept))
      )

const keeps = (kept: object, shape: Shape): boolean => [...shape.keys()].every((key) => Object.hasOwn(kept, key))

const dictionary = (codec: t.Mixed, domain: Compiled, codomain: Compiled, wayOf: Ways): Compiled =>
  of(
    codec,
    [domain, codomain],
    ([d, c]) => steps.dictionary(d as Part, c as Part, wayOf(codomain.codec) === 'AnyType'),
    ([, c]) => (wayOf(domain.codec) === 'StringType' ? quick.dictionary(c as Quick) : () => quick.MAYBE)
  )

const tagged = (codec: t.Mixed, { tag, types }: Parts, members: ReadonlyArray<Compiled>, wayOf: Ways): Compiled => {
  const literals = types.map((member) => literalsOf(member, tag, wayOf))
  const places = new Map(literals.flatMap((values, i) => values?.map((value) => [value, i] as const) ?? []))
  // Told apart by something that is not seen here, or not told apart at all.
  if (literals.includes(undefined) || places.size !== literals.flat().length) return foreign(codec)
  return of(
    codec,
    members,
    (parts) => steps.tagged(tag, places, parts),
    (quicks) => quick.tagged(tag, places, quicks)
  )
}

const intersection = (codec: t.Mixed, members: ReadonlyArray<Compiled>): Compiled => {
  const shapes = members.flatMap((m) => m.shape ?? [])
  const shape = shapes.length === members.length ? shapes.reduce(quick.both) : undefined
  const whole = of(codec, members, steps.allOf, (quicks) =>
    shape === undefined ? quick.allOf(quicks) : quick.record(shape, 'kept')
  )
  return { ...whole, shape }
}
