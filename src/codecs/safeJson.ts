/**
 * JSON text, parsed once and guarded: no key that could change a prototype, no depth that could exhaust a stack.
 * Not a schema: what the value must look like is the codec's affair.
 */

const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
const CLOSE_ARRAY = 0x5d
const CLOSE_OBJECT = 0x7d
const QUOTE = 0x22
const BACKSLASH = 0x5c

// A key can only be written plainly or with \u escapes. `proto` is in `__proto__` and in the `prototype` without which `constructor` is
// harmless, so text without either needs no second look; two short searches are a third of what a pattern costs.
const suspicious = (text: string): boolean => text.includes('proto') || text.includes('\\u')

/** The value of a JSON text (RFC 8259), or nothing where it is malformed, too deep, or carries a poisonous key. @internal */
export const parseJson = (text: string, depth: number): { readonly value: unknown } | undefined => {
  if (deeper(text, depth)) return undefined
  const value = parseAny(text)
  return value === undefined || (suspicious(text) && poisonous(value)) ? undefined : { value }
}

/** The value of a JSON text whatever it is, or nothing where it is malformed. @internal */
export const parseAny = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether {@link parseJson} gives what was parsed already. @internal */
export const harmless = (text: string, value: unknown, depth: number): boolean =>
  !deeper(text, depth) && !(suspicious(text) && poisonous(value))

// Most bodies have fewer brackets than the depth allowed; only the others are scanned letter by letter.
const deeper = (text: string, limit: number): boolean =>
  count(text, '{', limit) + count(text, '[', limit) > limit && scan(text, limit)

const count = (text: string, bracket: string, enough: number): number => {
  let n = 0
  for (let i = text.indexOf(bracket); i !== -1 && n <= enough; i = text.indexOf(bracket, i + 1)) n++
  return n
}

const scan = (text: string, limit: number): boolean => {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === BACKSLASH) i++
      else if (c === QUOTE) quoted = false
    } else if (c === QUOTE) quoted = true
    else if (c === OPEN_ARRAY || c === OPEN_OBJECT) {
      if (++depth > limit) return true
    } else if (c === CLOSE_ARRAY || c === CLOSE_OBJECT) depth--
  }
  return false
}

const poisonous = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(poisonous)
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    if (key === '__proto__') return true
    if (key === 'constructor' && Object.hasOwn(Object(inner), 'prototype')) return true
    if (poisonous(inner)) return true
  }
  return false
}
