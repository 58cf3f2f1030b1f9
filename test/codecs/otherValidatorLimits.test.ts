/** Limits of texts that a validator other than the built-in engine decodes: by vendor, and by how its schema recurs. */
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'
import * as mini from 'zod/mini'
import { z as z3 } from 'zod/v3'
import type { StandardSchema } from '../../src/codecs/Codec.js'
import { otherValidatorLimits } from '../../src/codecs/otherValidatorLimits.js'

const text = v.string()
const expr: v.GenericSchema = v.lazy(() =>
  v.union([v.number(), v.object({ left: expr, op: text }), v.object({ right: expr, op: text })])
)
const kinds: v.GenericSchema = v.lazy(() => v.union([1, 2, 3, 4].map((n) => v.object({ [`k${n}`]: v.optional(v.array(kinds)) }))))
const pairOf = (a: number, b: number) => v.union([a, b].map((n) => v.object({ [`k${n}`]: v.optional(v.array(pairs)) })))
const pairs: v.GenericSchema = v.lazy(() => v.union([pairOf(1, 2), pairOf(3, 4)]))
const tree: v.GenericSchema = v.lazy(() => v.object({ kids: v.array(tree), v: v.union([text, v.number()]) }))
const maybe: v.GenericSchema = v.lazy(() => v.union([text, v.array(maybe)]))
const byOp: v.GenericSchema = v.lazy(() =>
  v.variant('op', [v.object({ op: v.literal('a'), of: byOp }), v.object({ op: v.literal('b'), of: byOp })])
)
const both: v.GenericSchema = v.lazy(() => v.intersect([v.object({ of: both }), v.object({ of: both })]))
const anew = (): v.GenericSchema => v.lazy(() => v.union([v.object({ a: anew() }), v.object({ b: anew() }), text]))
const zodExpr: z.ZodType = z.lazy(() => z.union([z.number(), z.object({ left: zodExpr }), z.object({ right: zodExpr })]))
const miniExpr: mini.ZodMiniType = mini.lazy(() =>
  mini.union([mini.number(), mini.object({ left: miniExpr }), mini.object({ right: miniExpr })])
)
const miniPair = mini.object({
  get pair(): mini.ZodMiniType {
    return mini.intersection(mini.object({ a: miniPair }), mini.object({ b: miniPair }))
  }
})
const zod3Expr: z3.ZodType = z3.lazy(() => z3.union([z3.number(), z3.object({ left: zod3Expr }), z3.object({ right: zod3Expr })]))

const wide = v.object(
  Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, v.union([text, v.object({ a: text })])]))
)

test.each<[string, unknown, number, number]>([
  ['zod', z.object({}), 64, 20000],
  ['zod, which remembers', zodExpr, 64, 20000],
  ['zod/mini', mini.object({}), 64, 20000],
  ['zod/mini with two alternatives that recur', miniExpr, 7, 2500],
  ['zod/mini with an intersection that recurs by a getter', miniPair, 7, 2500],
  ['zod 3', z3.object({}), 64, 5000],
  ['zod 3 with two alternatives that recur', zod3Expr, 4, 1000],
  ['valibot', v.object({ a: v.union([text, v.number()]) }), 64, 20000],
  ['valibot with two alternatives that recur', expr, 7, 2500],
  ['valibot with four', kinds, 4, 2500],
  ['valibot with two and two within each other', pairs, 4, 2500],
  ['valibot with an intersection that recurs', both, 7, 2500],
  ['valibot with alternatives made anew', anew(), 7, 2500],
  ['valibot with a union within recursion', tree, 64, 20000],
  ['valibot with one alternative that recurs', maybe, 64, 20000],
  ['valibot with very many unions', wide, 64, 20000],
  ['valibot with a variant', byOp, 64, 20000],
  ['ArkType', type('string'), 64, 7000],
  ['another vendor', { '~standard': { version: 1, vendor: 'other', validate: () => ({ issues: [] }) } }, 12, 7000]
])('%s', (_, schema, jsonDepth, jsonValues) => {
  expect(otherValidatorLimits(schema as StandardSchema)).toEqual({ jsonDepth, jsonValues })
})

test.each<[string, object, boolean]>([
  ['4.4', { version: { major: 4, minor: 4 } }, false],
  ['4.5', { version: { major: 4, minor: 5 } }, true],
  ['4.6', { version: { major: 4, minor: 6 } }, true],
  ['5.0', { version: { major: 5, minor: 0 } }, true],
  ['3.9', { version: { major: 3, minor: 9 } }, false],
  ['no version', { version: undefined }, false],
  ['4.5 without traits', { version: { major: 4, minor: 5 }, traits: undefined }, false],
  ['4.5 as a mini type', { version: { major: 4, minor: 5 }, traits: new Set(['ZodMiniType']) }, false]
])('zod %s decodes a recursive value once: %s', (_, own, remembers) => {
  const schema = Object.create(zodExpr, { _zod: { value: { ...zodExpr._zod, ...own } } }) as StandardSchema
  expect(otherValidatorLimits(schema)).toEqual(
    remembers ? { jsonDepth: 64, jsonValues: 20_000 } : { jsonDepth: 7, jsonValues: 2500 }
  )
})
