/**
 * Whether a value passes through a codec as it is: most do, and then nothing is made for them. One walk over a codec answers this for four
 * purposes. It never says what is wrong with a value; where it is not certain it says so, and the walk that copies decides.
 */
import type * as t from 'io-ts'
import type { CodecTree } from './CodecTree.js'
import * as checks from './checks.js'
import { type Check, type Fields, MAYBE, type Purpose, yesIf } from './checks.js'
import { isRecord, type Shape, tagOf } from './reflect.js'

// ---- constructors

/** The check of a codec for a purpose; nothing where no value could pass. @internal */
export const passThrough = (tree: CodecTree, purpose: Purpose): Check | undefined => {
  for (const [codec, shape] of tree.shapes) if (!mayPass(tree, codec, shape, purpose)) return undefined
  return checksOf(tree, purpose)(tree.root)
}

/**
 * The checks of a codec and of all that it holds. With `atEachLevel` results of recursive codecs are remembered, for a walk that asks at each
 * level of a value.
 * @internal
 */
export const checksOf = (tree: CodecTree, purpose: Purpose, atEachLevel = false): ((codec: t.Mixed) => Check) =>
  new Builder(tree, purpose, atEachLevel).check

const mayPass = (tree: CodecTree, codec: t.Mixed, shape: Shape, purpose: Purpose): boolean => {
  switch (shape.kind) {
    case 'opaque':
    case 'text':
      return purpose === 'is' || (purpose === 'encode' && tree.encodesToItself(codec))
    // What stands in these is not declared, or lies at no certain depth.
    case 'any':
    case 'dictionary':
    case 'recursive':
      return purpose !== 'json'
    // JSON.parse gives objects that inherit these keys.
    case 'record':
      return purpose !== 'json' || !Object.keys(shape.props).some((key) => key in Object.prototype)
    case 'intersection':
      return purpose === 'decode' || purpose === 'is' || fieldsOf(tree, codec, () => checks.never, false) !== undefined
    default:
      return true
  }
}

class Builder {
  private readonly made = new Map<t.Mixed, Check>()
  constructor(
    private readonly tree: CodecTree,
    private readonly purpose: Purpose,
    private readonly atEachLevel: boolean
  ) {}

  readonly check = (codec: t.Mixed): Check => {
    const known = this.made.get(codec)
    if (known !== undefined) return known
    // A codec that holds itself gets a check that calls the one which is being made.
    let made: Check = checks.never
    this.made.set(codec, (u, run) => made(u, run))
    const check = this.build(codec, this.tree.shape(codec))
    made = this.remembers(codec) ? checks.remembered(check) : check
    this.made.set(codec, made)
    return made
  }

  private remembers(codec: t.Mixed): boolean {
    return this.tree.remembers(codec) || (this.atEachLevel && this.tree.shape(codec).kind === 'recursive')
  }

  private build(codec: t.Mixed, shape: Shape): Check {
    const { purpose, check } = this
    switch (shape.kind) {
      case 'scalar':
        return tagOf(codec) === 'StringType' ? checks.text : (u) => yesIf(shape.is(u))
      case 'any':
        return purpose === 'decode' ? (u) => (Number.isNaN(u) ? MAYBE : yesIf(shape.is(u))) : (u) => yesIf(shape.is(u))
      case 'number':
        return checks.number[purpose]
      case 'literal':
        return checks.literals([shape.value], purpose)
      case 'keyof':
        return checks.literals(Object.getOwnPropertyNames(shape.keys), purpose)
      case 'opaque':
      case 'text':
        return purpose === 'is' || purpose === 'encode' ? (u) => yesIf(codec.is(u)) : () => MAYBE
      case 'readonly':
        return check(shape.inner)
      case 'recursive':
        return check(shape.definition())
      case 'refinement':
        return checks.refinement(check(shape.inner), shape.predicate)
      case 'array':
        return purpose === 'is' ? checks.arrayIs(check(shape.item)) : checks.array(check(shape.item), purpose)
      case 'tuple':
        return checks.tuple(shape.items.map(check), purpose)
      case 'dictionary':
        return this.dictionary(shape.domain, shape.codomain)
      case 'union': {
        const values = literalsOf(shape.members, this.tree)
        return values === undefined ? checks.firstOf(shape.members.map(check)) : checks.literals(values, purpose)
      }
      case 'tagged': {
        const members = shape.members.map(check)
        return (u, run) => {
          const place = isRecord(u) ? shape.places.get(u[shape.tag]) : undefined
          return place === undefined ? checks.NO : (members[place] as Check)(u, run)
        }
      }
      case 'record':
      case 'intersection':
      case 'exact':
        return this.record(codec, shape)
    }
  }

  private record(codec: t.Mixed, shape: Extract<Shape, { readonly kind: 'record' | 'intersection' | 'exact' }>): Check {
    const { purpose, check, tree } = this
    const fields = fieldsOf(tree, codec, check, purpose === 'decode')
    if (fields !== undefined)
      return purpose === 'is' ? checks.recordIs(fields) : checks.record(fields, purpose, shape.kind === 'exact')
    if (shape.kind === 'intersection') return checks.all(shape.members.map(check))
    // Its fields are not known here: the inner check decides about their values alone.
    const { inner, keys } = shape as Extract<Shape, { readonly kind: 'exact' }>
    return purpose === 'is' ? check(inner) : checks.exact(check(inner), keys)
  }

  private dictionary(domain: t.Mixed, codomain: t.Mixed): Check {
    const value = this.check(codomain)
    if (this.purpose === 'is') return checks.dictionaryIs(this.check(domain), value, tagOf(codomain) === 'AnyType')
    return tagOf(domain) === 'StringType' && this.tree.shape(domain).kind === 'scalar'
      ? checks.dictionary(value, this.purpose === 'encode')
      : () => MAYBE
  }
}

// ---- parts

/** The fields of a record, or of several that one value has; nothing where one of them strips what another keeps. */
const fieldsOf = (tree: CodecTree, codec: t.Mixed, check: (c: t.Mixed) => Check, strips: boolean): Fields | undefined => {
  const shape = tree.shape(codec)
  switch (shape.kind) {
    case 'record':
      return new Map(
        Object.keys(shape.props).map((name) => [name, { check: check(shape.props[name] as t.Mixed), required: shape.required }])
      )
    case 'readonly':
      return fieldsOf(tree, shape.inner, check, strips)
    case 'exact': {
      const fields = fieldsOf(tree, shape.inner, check, strips)
      // io-ts loses a key named __proto__ when it collects those of an intersection.
      return fields !== undefined && [...fields.keys()].every((name) => Object.hasOwn(shape.keys, name)) ? fields : undefined
    }
    case 'intersection': {
      if (strips && shape.members.some((member) => isExact(tree, member))) return undefined
      const all = shape.members.map((member) => fieldsOf(tree, member, check, strips))
      return all.every((fields) => fields !== undefined) ? all.reduce(checks.merged) : undefined
    }
    default:
      return undefined
  }
}

const isExact = (tree: CodecTree, codec: t.Mixed): boolean => {
  const shape = tree.shape(codec)
  return shape.kind === 'exact' || (shape.kind === 'readonly' && isExact(tree, shape.inner))
}

/** The values of a union that has nothing but literals. */
const literalsOf = (members: ReadonlyArray<t.Mixed>, tree: CodecTree): ReadonlyArray<unknown> | undefined => {
  const values = members.map((member): ReadonlyArray<unknown> | undefined => {
    const shape = tree.shape(member)
    if (shape.kind === 'literal') return [shape.value]
    return shape.kind === 'keyof' ? Object.getOwnPropertyNames(shape.keys) : undefined
  })
  return values.every((v) => v !== undefined) ? values.flat() : undefined
}
