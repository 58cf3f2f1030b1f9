/**
 * Codecs that carry a tag of io-ts and that quaich does not recognise, so that their own functions run: they are slower, and take smaller
 * values. A codec that its author changed on purpose is not meant.
 */
import type * as t from 'io-ts'
import { isStandardSchema } from '../../codecs/Codec.js'
import { stockOf } from '../../codecs/isStockIoTs.js'
import { childrenOf, shapeByTag, tagOf } from '../../codecs/reflect.js'
import { placeOf } from '../../router/Declaration.js'
import { codecsIn } from '../entryCodecs.js'
import { type Faults, fault } from '../fault.js'
import type { WholeIoTs } from '../ioTsIn.js'
import type { Outline } from '../Outline.js'

/** `io` is the copy of io-ts that the program's quaich loads. @internal */
export const codecWarnings = ({ service }: Outline, io: WholeIoTs): Faults => {
  const unknown = unknownTags(io)
  return service.declarations.flatMap((d) => {
    const codecs = partsOfAll(d.facts.flatMap(codecsIn).flatMap(({ codec }) => (isStandardSchema(codec) ? [] : [codec])))
    if (codecs.some((codec) => isFromAnotherCopy(codec, io))) return [fault(placeOf(d), `${anotherCopy}: ${slow}`, oneCopy)]
    const tags = [...new Set(codecs.map(tagOf))].filter((tag) => tag !== undefined && unknown.has(tag))
    return tags.length === 0
      ? []
      : [fault(placeOf(d), `quaich does not recognise what this io-ts makes for ${tags.join(', ')}: ${slow}`, plainIoTs)]
  })
}

const anotherCopy = 'a codec is made by another copy of io-ts than the one that quaich loads'
const slow = 'its own functions run, which are slower, take fewer levels and values, and send replies as they return them'
const oneCopy = 'keep one copy of io-ts: `npm ls io-ts` lists them, and `npm dedupe` or an entry in overrides leaves one'
const plainIoTs = 'find what changes io-ts (a patch, a tool that rewrites packages, a later release), or install io-ts 2.2.22'

/** Whether a codec's class has the name of a class of io-ts, and is another one. */
const isFromAnotherCopy = (codec: t.Mixed, io: WholeIoTs): boolean => {
  const tag = tagOf(codec) ?? ''
  const ours: unknown = Object.hasOwn(io, tag) ? io[tag as keyof WholeIoTs] : undefined
  return typeof ours === 'function' && classOf(codec) === tag && !(codec instanceof ours)
}

const classOf = (codec: t.Mixed): unknown => (codec.constructor as { readonly name?: unknown } | undefined)?.name

/** The tags of which not even a plain codec is recognised. */
const unknownTags = (io: WholeIoTs): ReadonlySet<string> => {
  const { isStock } = stockOf(io)
  const { string, number } = io
  const tagged = (kind: string) => io.type({ kind: io.literal(kind) })
  const plain: ReadonlyArray<t.Mixed> = [
    io.literal('a'),
    io.keyof({ a: null }),
    io.type({ string }),
    io.partial({ string }),
    io.array(string),
    io.readonlyArray(string),
    io.tuple([string, number]),
    io.union([string, number]),
    io.union([tagged('a'), tagged('b')]),
    io.intersection([io.type({ string }), io.partial({ number })]),
    io.record(string, number),
    io.exact(io.type({ string })),
    io.readonly(io.type({ string })),
    io.refinement(string, () => true),
    // io-ts gives the name of a recursive codec to what it leads to.
    io.recursion('a', () => io.array(string))
  ]
  return new Set(plain.flatMap((codec) => (isStock(codec) ? [] : [tagOf(codec) ?? ''])))
}

/** Codecs and all that they hold; what cannot be read holds nothing. */
const partsOfAll = (codecs: ReadonlyArray<t.Mixed>): ReadonlyArray<t.Mixed> => {
  const seen = new Set<t.Mixed>()
  const add = (codec: t.Mixed): void => {
    if (seen.has(codec)) return
    seen.add(codec)
    partsIn(codec).forEach(add)
  }
  codecs.forEach(add)
  return [...seen]
}

const partsIn = (codec: t.Mixed): ReadonlyArray<t.Mixed> => {
  try {
    return childrenOf(shapeByTag(codec)).filter((part) => typeof part === 'object' && part !== null)
  } catch {
    return []
  }
}
