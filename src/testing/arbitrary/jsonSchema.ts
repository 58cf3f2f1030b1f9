/**
 * Candidates of a JSON Schema (draft 2020-12), for validators that give one of themselves. It reads what makes values; keywords that only
 * narrow (`not`, `if`, `contains`, `dependentRequired`) are left to the validator, who has the last word on every candidate.
 */
import * as fc from 'fast-check'
import type { Grown } from './Growth.js'
import { dictionaryOf, recordOf } from './grow.js'
import { forms, instants, json, numbers, urls } from './pools.js'

// ---- model

/** A JSON Schema: whether anything is taken, or what. @internal */
export type JsonSchema = boolean | Readonly<Record<string, unknown>>

interface Walk {
  readonly root: JsonSchema
  readonly strings: fc.Arbitrary<string>
  readonly memo: Map<string, Grown>
}

// ---- constructors

/** Candidates for a schema, or nothing where it has no value. @internal */
export const jsonSchema = (root: JsonSchema, strings: fc.Arbitrary<string>): Grown => {
  for (const fuel of [3, 9, 20]) {
    const made = walk({ root, strings, memo: new Map() }, root, fuel)
    if (made !== undefined) return made
  }
  return undefined
}

const walk = (w: Walk, schema: JsonSchema, fuel: number): Grown => {
  if (schema === true) return json
  if (schema === false) return undefined
  if (typeof schema['$ref'] === 'string') return reference(w, schema['$ref'], fuel)
  if (takesAll(schema['not'])) return undefined
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return schema['enum'].length === 0 ? undefined : fc.constantFrom(...schema['enum'])
  const parts = schema['allOf']
  if (Array.isArray(parts)) {
    const { allOf, ...rest } = schema
    return walk(
      w,
      parts.reduce<JsonSchema>((a, b) => both(resolved(w, a), resolved(w, b as JsonSchema)), rest),
      fuel
    )
  }
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) {
    const { anyOf, oneOf, ...rest } = schema
    return some(choices.map((c: JsonSchema) => walk(w, Object.keys(rest).some(shapes) ? both(rest, resolved(w, c)) : c, fuel)))
  }
  const types = schema['type']
  if (Array.isArray(types)) return some(types.map((type: unknown) => walk(w, { ...schema, type }, fuel)))
  return ofType(w, schema, fuel)
}

const takesAll = (u: unknown): boolean => u === true || empty(u)

const shapes = (key: string): boolean =>
  !['$schema', '$defs', 'definitions', '$id', 'title', 'description', 'default', 'examples'].includes(key)

const some = (all: ReadonlyArray<Grown>): Grown => {
  const possible = all.filter((a) => a !== undefined)
  return possible.length === 0 ? undefined : fc.oneof(...possible)
}

// ---- references: `#`, `#/$defs/name`

const reference = (w: Walk, ref: string, fuel: number): Grown => {
  if (fuel === 0) return undefined
  const id = `${fuel} ${ref}`
  if (!w.memo.has(id)) w.memo.set(id, walk(w, pointed(w.root, ref), fuel - 1))
  return w.memo.get(id)
}

const resolved = (w: Walk, schema: JsonSchema): JsonSchema =>
  typeof schema === 'object' && typeof schema['$ref'] === 'string' ? pointed(w.root, schema['$ref']) : schema

const pointed = (root: JsonSchema, ref: string): JsonSchema => {
  const keys = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((k) => k !== '')
  const found = keys.reduce<unknown>(
    (at, key) =>
      (at as Readonly<Record<string, unknown>> | undefined)?.[
        decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
      ],
    root
  )
  return (found as JsonSchema | undefined) ?? false
}

// Two schemas at once: properties side by side, the later word where both say something; the validator sees to the rest.
const both = (a: JsonSchema, b: JsonSchema): JsonSchema => {
  if (typeof a === 'boolean') return a ? b : false
  if (typeof b === 'boolean') return b ? a : false
  const properties = { ...(a['properties'] as object), ...(b['properties'] as object) }
  const required = [...((a['required'] as string[] | undefined) ?? []), ...((b['required'] as string[] | undefined) ?? [])]
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length === 0 ? undefined : { properties }),
    ...(required.length === 0 ? undefined : { required })
  }
}

// ---- types

const ofType = (w: Walk, s: Readonly<Record<string, unknown>>, fuel: number): Grown => {
  switch (s['type'] ?? told(s)) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'string':
      return text(w, s)
    case 'integer':
    case 'number':
      return number(s)
    case 'array':
      return list(w, s, fuel)
    case 'object':
      return object(w, s, fuel)
    case undefined:
      return json
    default:
      return undefined
  }
}

const told = (s: Readonly<Record<string, unknown>>): string | undefined =>
  'properties' in s || 'additionalProperties' in s || 'required' in s
    ? 'object'
    : 'items' in s || 'prefixItems' in s
      ? 'array'
      : 'pattern' in s || 'minLength' in s || 'maxLength' in s || 'format' in s
        ? 'string'
        : 'minimum' in s || 'maximum' in s || 'multipleOf' in s
          ? 'number'
          : undefined

const count = (u: unknown): number | undefined => (typeof u === 'number' && Number.isFinite(u) ? u : undefined)

const text = (w: Walk, s: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> => {
  const min = count(s['minLength']) ?? 0
  const max = count(s['maxLength']) ?? Math.max(min + 20, 2 * min)
  const bounded =
    min === 0 && s['maxLength'] === undefined ? [] : [fc.string({ minLength: min, maxLength: Math.min(max, min + 1000) })]
  const patterned = [s['pattern']].flat().flatMap((p) => (typeof p === 'string' ? matching(p) : []))
  const format = formats[String(s['format'])]
  const special = [...patterned, ...(format === undefined ? [] : [format])]
  return special.length > 0 ? fc.oneof(...special, ...special, ...bounded, forms) : fc.oneof(...bounded, ...bounded, w.strings)
}

// Expressions that fast-check cannot turn round are left to the formats and to the validator.
const matching = (pattern: string): ReadonlyArray<fc.Arbitrary<string>> => {
  try {
    const made = fc.stringMatching(new RegExp(pattern, 'u'), { size: 'xsmall' })
    fc.sample(made, { numRuns: 1, seed: 1 })
    return [made]
  } catch {
    return []
  }
}

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: fc.emailAddress(),
  uuid: fc.uuid(),
  uri: urls,
  url: urls,
  hostname: fc.domain(),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
  'date-time': instants().map((d) => d.toISOString()),
  date: instants().map((d) => d.toISOString().slice(0, 10)),
  time: instants().map((d) => d.toISOString().slice(11, 19))
}

const number = (s: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> => {
  const step = count(s['multipleOf'])
  const low = Math.max(count(s['minimum']) ?? -Infinity, count(s['exclusiveMinimum']) ?? -Infinity)
  const high = Math.min(count(s['maximum']) ?? Infinity, count(s['exclusiveMaximum']) ?? Infinity)
  const min = Math.max(low, Number.MIN_SAFE_INTEGER)
  const max = Math.min(high, Number.MAX_SAFE_INTEGER)
  const whole = Math.ceil(min) <= Math.floor(max) ? [fc.integer(within(Math.ceil(min), Math.floor(max)))] : []
  if (step !== undefined) {
    const [from, to] = [Math.ceil(min / step), Math.floor(max / step)]
    return fc.integer(within(Math.max(from, Number.MIN_SAFE_INTEGER), Math.min(to, Number.MAX_SAFE_INTEGER))).map((n) => n * step)
  }
  const broken = s['type'] === 'integer' || min > max ? [] : [fc.double({ min, max, noNaN: true })]
  const any = low === -Infinity && high === Infinity ? [numbers] : []
  return fc.oneof(...whole, ...broken, ...any)
}

const within = (min: number, max: number): { readonly min: number; readonly max: number } => ({ min, max: Math.max(min, max) })

const list = (w: Walk, s: Readonly<Record<string, unknown>>, fuel: number): Grown => {
  const first = ((s['prefixItems'] ?? []) as ReadonlyArray<JsonSchema>).map((x) => walk(w, x, fuel))
  if (first.some((a) => a === undefined)) return undefined
  const minLength = Math.max((count(s['minItems']) ?? 0) - first.length, 0)
  const maxLength = Math.max(Math.min((count(s['maxItems']) ?? Infinity) - first.length, minLength + 6), minLength)
  const item = s['items'] === undefined && first.length > 0 ? undefined : walk(w, (s['items'] ?? true) as JsonSchema, fuel)
  if (item === undefined && minLength > 0) return undefined
  const rest =
    item === undefined
      ? fc.constant(null).map((): unknown[] => [])
      : s['uniqueItems'] === true
        ? fc.uniqueArray(item, { minLength, maxLength, selector: (x) => JSON.stringify(x) })
        : fc.array(item, { minLength, maxLength })
  return fc.tuple(fc.tuple(...(first as ReadonlyArray<fc.Arbitrary<unknown>>)), rest).map(([a, b]) => [...a, ...b])
}

const object = (w: Walk, s: Readonly<Record<string, unknown>>, fuel: number): Grown => {
  const required = (s['required'] ?? []) as ReadonlyArray<string>
  const properties = Object.entries((s['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>)
  const more = s['additionalProperties']
  // A key that is required and not described is one of the others.
  const others = typeof more === 'object' ? walk(w, more as JsonSchema, fuel) : json
  const known = recordOf([
    ...properties.map(([key, schema]) => [key, walk(w, schema, fuel), required.includes(key)] as const),
    ...required.filter((key) => !properties.some(([k]) => k === key)).map((key) => [key, others, true] as const)
  ])
  if (known === undefined || more === undefined || more === false || (properties.length > 0 && (more === true || empty(more))))
    return known
  const names = s['propertyNames'] === undefined ? w.strings : walk(w, s['propertyNames'] as JsonSchema, fuel)
  return fc
    .tuple(dictionaryOf(names, walk(w, more as JsonSchema, fuel), 6) as fc.Arbitrary<object>, known as fc.Arbitrary<object>)
    .map(([a, b]) => ({ ...a, ...b }))
}

const empty = (u: unknown): boolean => typeof u === 'object' && u !== null && Object.keys(u).length === 0
