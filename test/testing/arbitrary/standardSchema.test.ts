/** Validators of other makers, by the JSON Schema that they give of themselves; each has the last word on every value. */
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { z } from 'zod'
import type { StandardSchema } from '../../../src/index.js'
import { annotate, arbitrary, samples } from '../../../src/testing/index.js'

interface Category {
  readonly name: string
  readonly children: ReadonlyArray<Category>
}
const Category: z.ZodType<Category, Category> = z.lazy(() => z.object({ name: z.string().min(1), children: z.array(Category) }))

const zod: Readonly<Record<string, StandardSchema>> = {
  object: z.object({ a: z.string(), b: z.number().int().min(2).max(5), c: z.boolean().optional(), d: z.null() }),
  strict: z.strictObject({ a: z.string() }),
  'formats of text': z.object({ e: z.email(), u: z.uuid(), l: z.url(), at: z.iso.datetime(), d: z.iso.date(), ip: z.ipv4() }),
  'a regular expression': z.string().regex(/^[A-Z]{2}-\d{4}$/),
  'bounds of text': z.string().min(3).max(4),
  'bounds of numbers': z.number().gt(0.5).lt(0.75),
  'a multiple': z.number().multipleOf(5).min(-20),
  enum: z.enum(['a', 'b']),
  literals: z.literal(['a', 1, null]),
  array: z.array(z.string()).min(1).max(3),
  tuple: z.tuple([z.string(), z.number()], z.boolean()),
  union: z.union([z.string(), z.object({ n: z.number() })]),
  'discriminated union': z.discriminatedUnion('k', [
    z.object({ k: z.literal('a') }),
    z.object({ k: z.literal('b'), n: z.int() })
  ]),
  intersection: z.object({ a: z.string() }).and(z.object({ b: z.number() })),
  record: z.record(z.string(), z.int()),
  'a record of named keys': z.record(z.enum(['x', 'y']), z.string()),
  unknown: z.unknown(),
  nullable: z.nullable(z.string()),
  transform: z.string().transform((s) => s.length),
  coerce: z.coerce.number(),
  default: z.object({ n: z.number().default(3) }),
  refine: z.object({ a: z.number(), b: z.number() }).refine(({ a, b }) => a < b),
  recursion: Category
}
const valibot: Readonly<Record<string, StandardSchema>> = {
  object: toStandardJsonSchema(
    v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(5)), n: v.optional(v.pipe(v.number(), v.integer())) })
  ),
  variant: toStandardJsonSchema(
    v.variant('k', [v.object({ k: v.literal('a') }), v.object({ k: v.literal('b'), s: v.picklist(['x', 'y']) })])
  ),
  tuple: toStandardJsonSchema(v.tuple([v.string(), v.pipe(v.string(), v.email())])),
  intersection: toStandardJsonSchema(v.intersect([v.object({ a: v.string() }), v.object({ b: v.boolean() })]))
}
const arktype: Readonly<Record<string, StandardSchema>> = {
  object: type({ name: '0 < string < 9', 'age?': 'number.integer >= 18', tags: "('a' | 'b')[]", email: 'string.email' }),
  union: type({ kind: "'a'" }).or({ kind: "'b'", n: 'number % 3' })
}

const cases = Object.entries({ zod, valibot, arktype }).flatMap(([vendor, all]) =>
  Object.entries(all).map(([name, s]) => ({ vendor, name, s }))
)

test.each(cases)('$vendor: $name', ({ s }) => {
  const all = fc.sample(samples(s), { seed: 42, numRuns: 200 })
  for (const { encoded, value } of all) expect(s['~standard'].validate(encoded)).toMatchObject({ value })
  expect(new Set(all.map(({ encoded }) => JSON.stringify(encoded))).size).toBeGreaterThan(1)
})

test('what a handler is given is what the validator gives, not what it takes in', () => {
  const Length = z.string().transform((s) => s.length)
  expect(fc.sample(arbitrary(Length), { seed: 42, numRuns: 50 }).every((n) => typeof n === 'number')).toBe(true)
})

describe('refused', () => {
  test('a validator that gives no JSON Schema', () => {
    expect(() => arbitrary(v.object({ a: v.string() }))).toThrow(
      'nothing can be generated for a validator of valibot:\n  a validator of valibot gives no JSON Schema of itself (~standard.jsonSchema)\n' +
        '    take a version of it that does, or its converter; or annotate(codec, { arbitrary }) says which inputs it takes'
    )
  })
  test('a validator whose JSON Schema cannot be given', () => {
    expect(() => arbitrary(z.object({ at: z.date() }))).toThrow(
      'gives no JSON Schema of itself: Date cannot be represented in JSON Schema'
    )
  })
  test('a validator that takes next to nothing of what its JSON Schema says', () => {
    expect(() => arbitrary(z.string().refine((s) => s === 'needle in a haystack'))).toThrow(
      'takes fewer than 5 of 1000 candidates of its JSON Schema'
    )
  })
  test('a validator without a value', () => {
    expect(() => arbitrary(z.object({ a: z.never() }))).toThrow('gives a JSON Schema without a value')
  })
  test('a validator that validates asynchronously', () => {
    expect(() => arbitrary(z.string().refine(async () => true))).toThrow('validates asynchronously')
  })
})

test('an annotation gives the inputs of a validator', () => {
  const At = annotate(z.date(), { arbitrary: fc.date({ noInvalidDate: true }) })
  expect(fc.sample(arbitrary(At), { seed: 42, numRuns: 20 }).every((d) => d instanceof Date)).toBe(true)
})
