/**
 * Encoding exactly: io-ts's own output, and of that nothing but declared keys. A value that is not what the codec takes is a TypeError, which
 * does not hold the value.
 */
import type * as t from 'io-ts'
import { isStandardSchema } from './Codec.js'
import type { Encode, Encoders } from './CodecEngine.js'
import { type CodecTree, codecTree } from './CodecTree.js'
import { type Check, YES } from './checks.js'
import { declaredKeys } from './declaredKeys.js'
import { mergeAll, stripped } from './decode.js'
import { type IoTs, stockOf } from './isStockIoTs.js'
import { mismatch } from './mismatch.js'
import { checksOf, passThrough } from './passThrough.js'
import { Run } from './Run.js'
import { hasInside } from './reflect.js'
import { setKey } from './setKey.js'

// ---- model

/** One codec, encoding; nothing where what comes out is what goes in. */
type Step = ((a: unknown, run: Run) => unknown) | undefined

// ---- constructors

/** Encoders for codecs made with these parts of io-ts. @internal */
export const ioTsEncoders = (io: IoTs): Encoders => {
  const stock = stockOf(io)
  return {
    takes: (codec) => !isStandardSchema(codec),
    encoder: (codec) => encoderOf(codecTree(codec as t.Mixed, stock))
  }
}

const encoderOf = (tree: CodecTree): Encode => {
  const passes = passThrough(tree, 'encode')
  // Most replies pass as they are: the rest is made for the first that does not.
  let copies: Encode | undefined
  return (a) => {
    if (passes !== undefined && passes(a, new Run()) === YES) return a
    copies ??= copier(tree)
    return copies(a)
  }
}

const copier = (tree: CodecTree): Encode => {
  // Unions ask this at every level of a value.
  const is = checksOf(tree, 'is', true)
  const encode = stepsOf(tree, is)(tree.root)
  const declared = declaredKeys(tree, is)
  return (a) => {
    const run = new Run()
    if (is(tree.root)(a, run) !== YES) throw mismatch(tree, is, a, run)
    return declared([tree.root], a, apply(encode, a, run), run)
  }
}

const apply = (step: Step, a: unknown, run: Run): unknown => (step === undefined ? a : step(a, run))

// ---- io-ts's encoders

type ChecksOf = (codec: t.Mixed) => Check

const stepsOf = (tree: CodecTree, is: ChecksOf): ((codec: t.Mixed) => Step) => {
  const made = new Map<t.Mixed, Step>()
  const stepOf = (codec: t.Mixed): Step => {
    if (made.has(codec)) return made.get(codec)
    // A codec that holds itself gets a step that calls the one which is being made.
    let step: Step
    made.set(codec, (a, run) => apply(step, a, run))
    const built = build(tree, codec, stepOf, is)
    step =
      built !== undefined && tree.remembers(codec)
        ? (a, run) => (hasInside(a) ? run.once(built, a, () => built(a, run)) : built(a, run))
        : built
    made.set(codec, step)
    return step
  }
  return stepOf
}

const build = (tree: CodecTree, codec: t.Mixed, stepOf: (codec: t.Mixed) => Step, is: ChecksOf): Step => {
  const shape = tree.shape(codec)
  switch (shape.kind) {
    case 'readonly':
    case 'refinement':
      return stepOf(shape.inner)
    case 'recursive':
      return stepOf(shape.definition())
    case 'array': {
      const item = stepOf(shape.item)
      return item && ((a, run) => (a as ReadonlyArray<unknown>).map((x) => item(x, run)))
    }
    case 'tuple':
      return unlessAllPass(
        shape.items.map(stepOf),
        (items) => (a, run) => items.map((item, i) => apply(item, (a as ReadonlyArray<unknown>)[i], run))
      )
    case 'record':
      return unlessAllPass(Object.values(shape.props).map(stepOf), (parts) =>
        record(Object.keys(shape.props), parts, shape.required)
      )
    case 'exact': {
      const inner = stepOf(shape.inner)
      return (a, run) => apply(inner, stripped(a as Record<string, unknown>, shape.keys, setKey), run)
    }
    case 'dictionary':
      return dictionary(is(shape.domain), stepOf(shape.domain), stepOf(shape.codomain))
    case 'union':
      return unlessAllPass(shape.members.map(stepOf), (members) => (a, run) => {
        const i = shape.members.findIndex((member) => is(member)(a, run) === YES)
        return apply(members[i], a, run)
      })
    case 'tagged':
      return unlessAllPass(
        shape.members.map(stepOf),
        (members) => (a, run) => apply(members[shape.places.get((a as Record<string, unknown>)[shape.tag]) as number], a, run)
      )
    case 'intersection':
      return unlessAllPass(
        shape.members.map(stepOf),
        (members) => (a, run) =>
          mergeAll(
            a,
            members.map((member) => apply(member, a, run)),
            setKey
          )
      )
    default:
      return tree.encodesToItself(codec) ? undefined : codec.encode
  }
}

const unlessAllPass = (parts: ReadonlyArray<Step>, make: (parts: ReadonlyArray<Step>) => Step): Step =>
  parts.every((part) => part === undefined) ? undefined : make(parts)

const record =
  (keys: ReadonlyArray<string>, parts: ReadonlyArray<Step>, required: boolean): Step =>
  (a, run) => {
    const from = a as Record<string, unknown>
    const s: Record<string, unknown> = { ...from }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string
      const part = parts[i]
      if (part !== undefined && (required || from[key] !== undefined)) setKey(s, key, part(from[key], run))
    }
    return s
  }

const dictionary =
  (is: Check, domain: Step, codomain: Step): Step =>
  (a, run) => {
    const from = a as Record<string, unknown>
    const keys = Object.keys(from)
    const declared = keys.filter((key) => is(key, run) === YES)
    if (domain === undefined && codomain === undefined && declared.length === keys.length) return a
    const s: Record<string, unknown> = {}
    for (const key of declared) setKey(s, String(apply(domain, key, run)), apply(codomain, from[key], run))
    return s
  }
