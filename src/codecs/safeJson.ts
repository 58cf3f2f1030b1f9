/**
 * JSON text, parsed once and guarded: no key that could change a prototype, no depth that could exhaust a stack, no number that is not one.
 * What the value must look like is for its codec to say.
 */
import { type Issue, issue, mostIssues } from './Issue.js'
import { hasInside } from './reflect.js'

// ---- model

/** Why a value from outside is not handed on, whatever its codec says; `limit` where there is one. @internal */
export type JsonProblem =
  | { readonly kind: 'malformed' | 'dangerous key' }
  | { readonly kind: 'too deep' | 'too many values'; readonly limit: number }

/** A value, or what is wrong with it: numbers too large for JavaScript are issues with their places. @internal */
export type SafeJson = { readonly value: unknown } | { readonly problem: JsonProblem } | { readonly issues: ReadonlyArray<Issue> }

/** Depth when nothing else is declared. */
export const defaultDepth = 64

/** What is wrong with a text or value, after its name: `The body …`. @internal */
export const describeProblem = (problem: JsonProblem): string => {
  switch (problem.kind) {
    case 'malformed':
      return 'is not well-formed JSON'
    case 'too deep':
      return `is nested over ${problem.limit} levels deep`
    case 'too many values':
      return `has over ${problem.limit} values`
    case 'dangerous key':
      return 'has a key that is not allowed: __proto__, or constructor with a prototype'
  }
}

// A longer text is scanned before it is parsed: brackets nested in each other take fifty times their length in memory.
const longest = 65_536

// ---- constructors

/** The value of a JSON text (RFC 8259). @internal */
export const parseJson = (text: string, depth: number): SafeJson => {
  if (text.length > longest && deeper(text, depth)) return { problem: { kind: 'too deep', limit: depth } }
  const value = parseAny(text)
  return value === undefined ? { problem: { kind: 'malformed' } } : checkParsed(text, value, depth)
}

/** The value of a JSON text whatever it is; nothing where the text is malformed, or too long to be parsed before it is scanned. @internal */
export const parseShort = (text: string): unknown => (text.length > longest ? undefined : parseAny(text))

const parseAny = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What {@link parseJson} says of a text that is parsed already. @internal */
export const checkParsed = (text: string, value: unknown, depth: number): SafeJson => {
  if (deeper(text, depth)) return { problem: { kind: 'too deep', limit: depth } }
  return mayHoldKeys(text) && dangerous(value) ? { problem: { kind: 'dangerous key' } } : finite(value)
}

/** The same of a value that Lambda's runtime parsed. @internal */
export const checkJson = (value: unknown, depth: number): SafeJson => {
  if (deeperValue(value, depth)) return { problem: { kind: 'too deep', limit: depth } }
  return dangerous(value) ? { problem: { kind: 'dangerous key' } } : finite(value)
}

// ---- depth

const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
const CLOSE_ARRAY = 0x5d
const CLOSE_OBJECT = 0x7d
const QUOTE = 0x22
const BACKSLASH = 0x5c

// Most texts have fewer brackets than the depth allowed; only the others are scanned letter by letter.
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

const deeperValue = (value: unknown, limit: number): boolean => {
  if (!hasInside(value)) return false
  return limit === 0 || Object.values(value).some((inner) => deeperValue(inner, limit - 1))
}

// ---- keys

// A key can only be written plainly or with \u escapes. `proto` is in `__proto__` and in the `prototype` without which `constructor` is
// harmless, so text without either needs no second look; two short searches are a third of what a pattern costs.
const mayHoldKeys = (text: string): boolean => text.includes('proto') || text.includes('\\u')

const dangerous = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(dangerous)
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    if (key === '__proto__') return true
    if (key === 'constructor' && Object.hasOwn(Object(inner), 'prototype')) return true
    if (dangerous(inner)) return true
  }
  return false
}

// ---- numbers

/** JSON.parse makes Infinity of a number that is too large for JavaScript, as of `1e999`. */
const finite = (value: unknown): SafeJson => {
  if (holdsNumbers(value)) return { value }
  const issues: Issue[] = []
  const walk = (u: unknown, path: string): void => {
    if (issues.length >= mostIssues) return
    if (typeof u === 'number' && !Number.isFinite(u)) issues.push(issue(path, 'a number that is not too large'))
    else if (hasInside(u)) for (const [key, inner] of Object.entries(u)) walk(inner, path === '' ? key : `${path}.${key}`)
  }
  walk(value, '')
  return { issues }
}

const holdsNumbers = (u: unknown): boolean => {
  if (typeof u === 'number') return Number.isFinite(u)
  if (typeof u !== 'object' || u === null) return true
  if (Array.isArray(u)) return u.every(holdsNumbers)
  for (const key in u) if (!holdsNumbers((u as Record<string, unknown>)[key])) return false
  return true
}

// ---- bounds for other validators

/** What an object or array counts for: another validator may refuse it in each of its fields. @internal */
export const weightOfInside = 10

/** Whether a value holds more values than a limit, or lies deeper than another. It stops at the limit. @internal */
export const exceeds = (value: unknown, values: number, depth: number): JsonProblem | undefined => {
  let left = values
  const walk = (u: unknown, room: number): JsonProblem | undefined => {
    const inside = hasInside(u)
    left -= inside ? weightOfInside : 1
    if (left < 0) return { kind: 'too many values', limit: values }
    if (!inside) return undefined
    if (room === 0) return { kind: 'too deep', limit: depth }
    for (const inner of Object.values(u)) {
      const problem = walk(inner, room - 1)
      if (problem !== undefined) return problem
    }
    return undefined
  }
  return walk(value, depth)
}
