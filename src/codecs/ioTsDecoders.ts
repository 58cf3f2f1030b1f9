/**
 * Decoding with io-ts codecs: io-ts's own results, and the first of its reasons, in work that is linear in the size of the value. A short
 * text in which everything is declared is parsed and checked once; any other value is guarded first.
 */
import type * as t from 'io-ts'
import { type AnyCodec, type Decode, isStandardSchema } from './Codec.js'
import { type DecodeJson, type Decoders, decodeSafe, type JsonLimits } from './CodecEngine.js'
import { type CodecTree, codecTree } from './CodecTree.js'
import { type Check, MAYBE, NO, YES } from './checks.js'
import { decodeSteps, refused } from './decode.js'
import { reasonsOf } from './describe.js'
import { type IoTs, stockOf } from './isStockIoTs.js'
import { issuesOf } from './issues.js'
import { type Bound, boundsOf } from './ownBounds.js'
import { passThrough } from './passThrough.js'
import { Run } from './Run.js'
import { childrenOf } from './reflect.js'
import { checkParsed, defaultDepth, parseJson, parseShort } from './safeJson.js'

// ---- constructors

/** Decoders for codecs made with these parts of io-ts. @internal */
export const ioTsDecoders = (io: IoTs): Decoders => {
  const stock = stockOf(io)
  const treeOf = (codec: AnyCodec) => codecTree(codec as t.Mixed, stock)
  return {
    takes: (codec) => !isStandardSchema(codec),
    decoder: (codec, limits) => decoderOf(treeOf(codec), limits).decode,
    textDecoder: (codec, limits) => textDecoder(treeOf(codec), limits)
  }
}

/** Decodes; `refuse` gives the reasons for a value that a check refuses. */
interface TreeDecoder {
  readonly decode: Decode
  readonly refuse: Decode
}

const decoderOf = (tree: CodecTree, limits: JsonLimits): TreeDecoder => {
  const boundOf = boundsOf(limits)
  if (tree.shape(tree.root).kind === 'opaque') {
    const decode = own(tree.root, boundOf(tree.root))
    return { decode, refuse: decode }
  }
  const passes = passThrough(tree, 'decode')
  // Most values pass as they are: the rest is made for the first that does not.
  let copies: TreeDecoder | undefined
  const copier = () => {
    copies ??= copierOf(tree, boundOf)
    return copies
  }
  return {
    decode: (u) => {
      const verdict = passes === undefined ? MAYBE : passes(u, new Run())
      return verdict === YES ? { value: u } : verdict === NO ? copier().refuse(u) : copier().decode(u)
    },
    refuse: (u) => copier().refuse(u)
  }
}

/** The decoder of a codec whose own functions are called. */
const own =
  (codec: t.Mixed, bound: Bound): Decode =>
  (u) => {
    const expected = bound(u, new Run())
    if (expected !== undefined) return { issues: [{ path: '', expected }] }
    const e = codec.decode(u)
    return e._tag === 'Right' ? { value: e.right } : { issues: reasonsOf(e.left) }
  }

const copierOf = (tree: CodecTree, boundOf: (codec: t.Mixed) => Bound): TreeDecoder => {
  const stepOf = decodeSteps(tree, boundOf)
  const step = stepOf(tree.root)
  const explain = issuesOf(tree, stepOf, boundOf)
  const refuse: Decode = (u) => ({ issues: explain(u) })
  return {
    decode: (u) => {
      const value = step(u, [{ key: '', type: tree.root, actual: u }], new Run())
      return value === refused ? refuse(u) : { value }
    },
    refuse
  }
}

// ---- text

const textDecoder = (tree: CodecTree, limits: JsonLimits): DecodeJson<string> => {
  const depth = limits.jsonDepth ?? defaultDepth
  const { decode, refuse } = decoderOf(tree, limits)
  const declared = declaredCheck(tree, depth)
  if (declared === undefined) return (text) => decodeSafe(parseJson(text, depth), decode)
  return (text) => {
    const value = parseShort(text)
    if (value === undefined) return decodeSafe(parseJson(text, depth), decode)
    const verdict = declared(value, new Run())
    if (verdict === YES) return { value }
    return decodeSafe(checkParsed(text, value, depth), verdict === NO ? refuse : decode)
  }
}

/** Whether everything in a value is declared; nothing where a codec leaves something open, or a value of it may lie too deep. @internal */
export const declaredCheck = (tree: CodecTree, depth: number): Check | undefined => {
  const check = passThrough(tree, 'json')
  return check === undefined || depthOf(tree, tree.root) > depth ? undefined : check
}

// How deep values of a codec lie at most; recursive codecs have no such check.
const depthOf = (tree: CodecTree, codec: t.Mixed, known = new Map<t.Mixed, number>()): number => {
  const found = known.get(codec)
  if (found !== undefined) return found
  const shape = tree.shape(codec)
  const level = shape.kind === 'array' || shape.kind === 'tuple' || shape.kind === 'record' ? 1 : 0
  const depth = level + Math.max(0, ...childrenOf(shape).map((child) => depthOf(tree, child, known)))
  known.set(codec, depth)
  return depth
}
