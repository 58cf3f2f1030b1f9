/**
 * The run-time half of what `quaich build` writes about codecs: looks that it wrote ahead of time, taken only for the very codecs that it
 * wrote them for. What a look does not take is decoded as ever.
 */
import type * as t from 'io-ts'
import { partsOf } from '../codecs/parts.js'
import { tagOf } from '../codecs/tagOf.js'
import type { Look, Looks, WholeLook } from './Coding.js'

/** A codec, what it was like when the look was written, and how to make the look. @internal */
export type WrittenLook = readonly [codec: t.Mixed, print: number, look: (codec: t.Mixed) => Look]

/** The looks of those codecs that are what they were when the bundle was built. @internal */
export const looks = (written: ReadonlyArray<WrittenLook>): Looks =>
  new Map(written.flatMap(([codec, print, look]) => (printOf(codec) === print ? [[codec, look(codec)] as const] : [])))

/** The same of looks at all that a JSON text held, with the depth that each vouches for. @internal */
export const wholes = (
  written: ReadonlyArray<readonly [...written: WrittenLook, depth: number]>
): ReadonlyMap<unknown, WholeLook> =>
  new Map(
    written.flatMap(([codec, print, look, depth]) =>
      printOf(codec) === print ? [[codec, { look: look(codec), depth }] as const] : []
    )
  )

/** A number for all that a look depends on: kinds, keys, literals, in their places. Not for secrets. @internal */
export const printOf = (codec: t.Mixed): number => {
  const seen: t.Mixed[] = []
  let hash = 5381
  const add = (u: unknown): void => {
    const text = `${typeof u} ${String(u)}\n`
    for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 33) ^ text.charCodeAt(i)) | 0
  }
  const walk = (c: t.Mixed | undefined): void => {
    add(tagOf(c))
    if (c === undefined) return
    const known = seen.indexOf(c)
    add(known)
    if (known !== -1) return
    seen.push(c)
    const { value, keys, props, types, tag, type, domain, codomain } = partsOf(c)
    add(value)
    add(tag)
    for (const key of Object.keys(keys ?? {})) add(key)
    for (const key of Object.keys(props ?? {})) {
      add(key)
      walk(props[key])
    }
    for (const member of types ?? []) walk(member)
    for (const inner of [type, domain, codomain]) if (inner !== undefined) walk(inner)
  }
  walk(codec)
  return hash
}

/** @internal */
export const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> =>
  u !== null && typeof u === 'object' && !Array.isArray(u)

/** How many keys an object has, inherited ones too. @internal */
export const keysIn = (u: object): number => {
  let n = 0
  for (const _ in u) n++
  return n
}

/** Whether an object has so many keys of its own, hidden ones too, and inherits none. @internal */
export const hasOnly = (u: object, n: number): boolean => {
  const proto: unknown = Object.getPrototypeOf(u)
  return (proto === Object.prototype || proto === null) && Object.getOwnPropertyNames(u).length === n
}
