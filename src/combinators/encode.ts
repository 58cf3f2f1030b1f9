/**
 * Encoding exactly: what a codec knows, and nothing else. io-ts's own `encode` lets extra keys through; this walks the codec's tree by
 * its `_tag`s and copies only declared keys. A codec that cannot be walked (made with `new t.Type`) encodes itself.
 */
import type * as t from 'io-ts'
import { type AnyCodec, decoder, isStandardSchema } from '../codecs/Codec.js'
import { tagOf } from '../codecs/tagOf.js'
import type { Look } from './Coding.js'

/** @internal */
export type Encode = (a: unknown) => unknown

/**
 * The encoder of a codec, which may be told which values go out as they are. It throws a TypeError where a value is not what the codec knows.
 * @internal
 */
export const encoder = (codec: AnyCodec, asItIs?: Look): Encode => {
  if (isStandardSchema(codec)) return standard(codec)
  const encode = walk(codec, new Map())
  return asItIs === undefined ? encode : (a) => (asItIs(a) ? a : encode(a))
}

const standard = (codec: AnyCodec): Encode => {
  const decode = decoder(codec)
  const conclude = (d: Awaited<ReturnType<typeof decode>>): unknown => {
    if (d.issues !== undefined) throw new TypeError(`the reply is not as declared: ${JSON.stringify(d.issues)}`)
    return d.value
  }
  return (a) => {
    const d = decode(a)
    return d instanceof Promise ? d.then(conclude) : conclude(d)
  }
}

interface Node {
  readonly name: string
  readonly type: t.Mixed
  readonly domain: t.Mixed
  readonly codomain: t.Mixed
  readonly types: ReadonlyArray<t.Mixed>
  readonly props: Readonly<Record<string, t.Mixed>>
  readonly runDefinition: () => t.Mixed
  readonly encode: Encode
}

const walk = (codec: t.Mixed, seen: Map<t.Mixed, Encode>): Encode => {
  const known = seen.get(codec)
  if (known !== undefined) return known
  let made: Encode | undefined
  seen.set(codec, (a) => (made as Encode)(a))
  made = build(codec, seen)
  return made
}

const build = (codec: t.Mixed, seen: Map<t.Mixed, Encode>): Encode => {
  const node = codec as unknown as Node
  switch (tagOf(codec)) {
    case 'ReadonlyType':
    case 'ExactType':
    case 'RefinementType':
      return walk(node.type, seen)
    case 'RecursiveType': {
      let inner: Encode | undefined
      return (a) => {
        inner ??= walk(node.runDefinition(), seen)
        return inner(a)
      }
    }
    case 'InterfaceType':
    case 'StrictType':
    case 'PartialType':
      return record(node.name, Object.entries(node.props), tagOf(codec) === 'PartialType', seen)
    case 'ArrayType':
    case 'ReadonlyArrayType': {
      const item = walk(node.type, seen)
      return (a) => list(node.name, a).map(item)
    }
    case 'TupleType': {
      const items = node.types.map((x) => walk(x, seen))
      return (a) => {
        const xs = list(node.name, a)
        return items.map((item, i) => item(xs[i]))
      }
    }
    case 'DictionaryType': {
      const item = walk(node.codomain, seen)
      const knows = (key: string): boolean => node.domain.is(key) || node.domain.decode(key)._tag === 'Right'
      return (a) => {
        const o: Record<string, unknown> = {}
        for (const [key, value] of Object.entries(object(node.name, a))) if (knows(key)) put(o, key, item(value))
        return o
      }
    }
    case 'IntersectionType': {
      const parts = node.types.map((x) => walk(x, seen))
      return (a) => {
        const encoded = parts.map((part) => part(a))
        return encoded.every(isPlain) ? encoded.reduce(merge, {}) : encoded[encoded.length - 1]
      }
    }
    case 'UnionType': {
      const members = node.types.map((x) => [x, walk(x, seen)] as const)
      return (a) => {
        const fitting = members.filter(([member]) => member.is(a)).map(([, encode]) => encode(a))
        if (fitting.length === 0) throw mismatch(node.name)
        return fitting.reduce((best, next) => (size(next) > size(best) ? next : best))
      }
    }
    default:
      return (a) => {
        if (!codec.is(a)) throw mismatch(node.name)
        return node.encode(a)
      }
  }
}

// Of several members that fit, the one that knows most of the value: the first of those that know as much.
const size = (encoded: unknown): number => (isPlain(encoded) ? Object.keys(encoded).length : 0)

const record = (
  name: string,
  props: ReadonlyArray<readonly [string, t.Mixed]>,
  optional: boolean,
  seen: Map<t.Mixed, Encode>
): Encode => {
  const keys = props.map(([key, codec]) => [key, walk(codec, seen)] as const)
  return (a) => {
    const from = object(name, a)
    const o: Record<string, unknown> = {}
    for (const [key, encode] of keys) {
      const before = from[key]
      const value = optional && before === undefined ? undefined : encode(before)
      if (value !== undefined || key in from) put(o, key, value)
    }
    return o
  }
}

const mismatch = (name: string): TypeError => new TypeError(`the reply is not as declared: ${name.slice(0, 200)} was expected`)

const list = (name: string, a: unknown): ReadonlyArray<unknown> => {
  if (!Array.isArray(a)) throw mismatch(name)
  return a
}

const object = (name: string, a: unknown): Readonly<Record<string, unknown>> => {
  if (typeof a !== 'object' || a === null || Array.isArray(a)) throw mismatch(name)
  return a as Readonly<Record<string, unknown>>
}

const isPlain = (u: unknown): u is object => typeof u === 'object' && u !== null && !Array.isArray(u)

const merge = (o: object, part: unknown): object => {
  const into = o as Record<string, unknown>
  for (const [key, value] of Object.entries(part as object)) {
    const before = Object.hasOwn(into, key) ? into[key] : undefined
    put(into, key, isPlain(before) && isPlain(value) ? merge({ ...before }, value) : value)
  }
  return o
}

const put = (o: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === '__proto__') Object.defineProperty(o, key, { value, enumerable: true, configurable: true, writable: true })
  else o[key] = value
}
