/** Validators of other vendors, where only text arrives: what is said to read none refuses every text, and what reads some is let be. */
import * as v from 'valibot'
import { z } from 'zod'
import type { StandardSchema } from '../../src/codecs/Codec.js'
import { handle } from '../../src/combinators/Handler.js'
import { query } from '../../src/combinators/query.js'
import { get } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { refusesText } from '../../src/router/vendorText.js'

const texts = ['', '0', '1', '-1.5', 'true', 'false', 'a', '2026-11-26', '2026-11-26T00:00:00.000Z', '[]', '{}', 'null']
const taken = (schema: StandardSchema): ReadonlyArray<string> =>
  texts.filter((text) => (schema['~standard'].validate(text) as { readonly issues?: unknown }).issues === undefined)

const refusing: ReadonlyArray<readonly [string, StandardSchema]> = [
  ['number', z.number()],
  ['number', z.int().optional()],
  ['boolean', z.boolean().default(false)],
  ['date', z.date().nullable()],
  ['array', z.array(z.string()).optional()],
  ['object', z.object({ a: z.string() })],
  ['number', z.union([z.number(), z.boolean()])],
  ['literal', z.literal(5)],
  ['number', z.number().transform(String)],
  ['number', v.number()],
  ['boolean', v.optional(v.boolean())],
  ['strict_object', v.strictObject({})],
  ['number', v.union([v.number(), v.null()])],
  ['literal', v.literal(1)],
  ['number', v.pipe(v.number(), v.minValue(1))]
]

test.each(refusing)('%s takes no text: %#', (type, schema) => {
  expect(refusesText(schema)).toBe(type)
  expect(taken(schema)).toEqual([])
})

test.each([
  [z.string()],
  [z.coerce.number()],
  [z.stringbool()],
  [z.number().catch(1)],
  [z.preprocess(Number, z.number())],
  [z.string().transform(Number)],
  [z.union([z.number(), z.string()])],
  [z.literal(['a', 1])],
  [z.enum(['a'])],
  [z.lazy(() => z.number())],
  [z.any()],
  [v.string()],
  [v.pipe(v.string(), v.transform(Number))],
  [v.optional(v.picklist(['a']))],
  [v.unknown()]
])('what takes some, or cannot be seen through, is let be: %#', (schema) => {
  expect(refusesText(schema)).toBeUndefined()
})

test('it is told when the service is defined, with what takes text', () => {
  const told = (codec: StandardSchema) => () => service('s', {}, { list: handle(() => 1)(query({ n: codec })(get('/x'))) })
  expect(told(z.number())).toThrow("query 'n' arrives as text, and zod's number reads none: all that is sent would be refused")
  expect(told(z.number())).toThrow('take one that reads text: z.coerce, z.stringbool, z.string().transform')
  expect(told(v.array(v.string()))).toThrow("take io-ts's t.array, which gets all values, or read request.multiValueQuery")
})
