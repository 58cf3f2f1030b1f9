/** Values that stand where a codec must and are none: plain JavaScript, a cast, or an import that is not there yet hand them over. */
import type { Fact } from '../combinators/Fact.js'
import type { Told } from './faults.js'

/** Whether a value can be asked as a codec is. @internal */
export const isCodec = (u: unknown): boolean => {
  if ((typeof u !== 'object' && typeof u !== 'function') || u === null) return false
  const { decode } = u as { readonly decode?: unknown }
  const { '~standard': standard } = u as { readonly '~standard'?: { readonly validate?: unknown } }
  return typeof decode === 'function' || typeof standard?.validate === 'function'
}

/** Those of a fact that are no codecs. @internal */
export const codecFaults = (fact: Fact): ReadonlyArray<Told> => {
  const { codec, codecs, replies } = fact as { readonly codec?: unknown; readonly codecs?: unknown; readonly replies?: unknown }
  const name = fact._tag === 'Body' && fact.as === 'form' ? 'form' : `${fact._tag.charAt(0).toLowerCase()}${fact._tag.slice(1)}`
  return [
    ...('codec' in fact && !isCodec(codec) ? [none(name, codec)] : []),
    ...('codecs' in fact ? each(name, codecs) : []),
    ...('replies' in fact ? each(name, replies) : [])
  ]
}

const each = (name: string, table: unknown): ReadonlyArray<Told> => {
  if (typeof table !== 'object' || table === null || isCodec(table)) {
    const what = isCodec(table) ? 'a codec' : shown(table)
    return [[`${name} takes a codec for each name, and was given ${what}`, `write ${name}({ name: t.string })`]]
  }
  return Object.entries(table).flatMap(([key, codec]) => (isCodec(codec) ? [] : [none(`${name} '${key}'`, codec)]))
}

const none = (where: string, value: unknown): Told => [
  `${where} is no codec: ${shown(value)}`,
  value === undefined
    ? 'give one; of an import in a circle, or of a name that is misspelt, nothing is there'
    : "take one of io-ts, as t.string, or another validator's schema"
]

const shown = (u: unknown): string => {
  if (typeof u === 'string') return `'${u.length > 40 ? `${u.slice(0, 40)}…` : u}'`
  return typeof u === 'function' ? 'a function' : typeof u === 'object' && u !== null ? 'an object' : String(u)
}
