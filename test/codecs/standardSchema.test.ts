/** What a refusal says where zod, valibot, ArkType or another validator decodes: words of ours, constants of the author, no value and no secret. */
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'
import { z as z3 } from 'zod/v3'
import type { AnyCodec, Decoding } from '../../src/codecs/Codec.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'

const decoder = (codec: AnyCodec) => defaultEngine.decoder(codec)

const lines = (d: Decoding): ReadonlyArray<string> =>
  (d.issues ?? []).map((i) => `${i.path}: ${i.expected}${i.message === undefined ? '' : ` (${i.message})`}`)
const refusal = async (codec: unknown, u: unknown): Promise<ReadonlyArray<string>> => lines(await decoder(codec as AnyCodec)(u))

const secret = 'tok-5f2'
const secretPattern = /^tok-5f2/
const lastMonth = new Date('2026-01-01T00:00:00Z')
const text = v.string()

type Row = readonly [what: string, schema: unknown, value: unknown, expected: ReadonlyArray<string>]

const zod: ReadonlyArray<Row> = [
  ['a type', z.string(), 1, [': string']],
  ['a whole number', z.int(), 1.5, [': int']],
  ['a number that is none', z.number(), Number.NaN, [': number']],
  ['nothing', z.object({ a: z.string().optional().nonoptional() }), {}, ['a: a value']],
  ['a least length', z.string().min(3), 'a', [': at least 3 characters']],
  ['a least length of one', z.string().min(1), '', [': at least 1 character']],
  ['an exact length', z.string().length(3), 'a', [': exactly 3 characters']],
  ['a least number of items', z.array(z.string()).min(1), [], [': at least 1 item']],
  ['a most number of items', z.array(z.int()).max(1), [1, 2], [': at most 1 item']],
  ['items of a tuple', z.tuple([z.string()]), ['a', 'b'], [': at most 1 item']],
  ['the size of a set', z.set(z.number()).min(2), new Set([1]), [': at least 2 items']],
  ['a most number', z.number().max(30), 99, [': at most 30']],
  ['an exclusive bound', z.number().gt(3), 3, [': more than 3']],
  ['the other exclusive bound', z.number().lt(3), 3, [': less than 3']],
  ['a big bound', z.bigint().min(5n), 1n, [': at least 5']],
  ['a date', z.date().min(lastMonth), new Date(0), [': at least 2026-01-01T00:00:00.000Z']],
  ['the range of an integer', z.int(), 1e300, [': at most 9007199254740991']],
  ['the range of a short integer', z.int32(), -3e9, [': at least -2147483648']],
  ['a multiple', z.number().multipleOf(5), 3, [': a multiple of 5']],
  ['a format', z.email(), 'hunter2', [': email']],
  ['a format of its own', z.stringFormat('part-number', () => false), 'x', [': part-number']],
  ['a pattern', z.string().regex(secretPattern), 'x', [': text of the declared format']],
  ['a prefix', z.string().startsWith(secret), 'x', [': text of the declared format']],
  ['a template', z.templateLiteral([secret, z.number()]), 'x', [': text of the declared format']],
  ['undeclared keys', z.object({ a: z.strictObject({}) }), { a: { hunter2: 1 } }, ['a: no undeclared keys']],
  ['a union', z.union([z.string(), z.number()]), true, [': one of the declared alternatives']],
  [
    'a discriminated union',
    z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })]),
    { t: 'hunter2' },
    ['t: "a" | "b"']
  ],
  ['a literal', z.literal(secret), 'x', [': string']],
  ['a choice', z.enum(['asc', 'desc']), 'x', [': "asc" | "desc"']],
  ['a choice of literals', z.literal([1, 'b']), 'x', [': 1 | "b"']],
  ['a choice of long texts', z.enum(['k'.repeat(40), 'b']), 'x', [': string']],
  ['a yes or no', z.stringbool(), 'x', [': text that means true or false']],
  ['a key', z.record(z.string().min(3), z.string()), { a: 'x' }, ['a: a valid key']],
  ['an element of a map', z.map(z.object({}), z.number()), new Map([[{}, 'b']]), [': a valid value']],
  ['a refinement', z.string().refine(() => false), 'x', [': a valid value']],
  ['a class', z.instanceof(URL), 1, [': a valid value']]
]

const zod3: ReadonlyArray<Row> = [
  ['a type', z3.object({ a: z3.string() }), {}, ['a: string']],
  ['a bound', z3.string().min(3), 'a', [': at least 3 characters']],
  ['a format', z3.string().email(), 'hunter2', [': email']],
  ['a prefix', z3.string().startsWith(secret), 'x', [': text of the declared format']],
  ['a literal', z3.literal(secret), 'x', [': a valid value']],
  ['a choice', z3.enum(['a', 'b']), 'x', [': "a" | "b"']],
  ['undeclared keys', z3.object({}).strict(), { hunter2: 1 }, [': no undeclared keys']],
  ['a multiple', z3.number().multipleOf(5), 3, [': a multiple of 5']]
]

const valibot: ReadonlyArray<Row> = [
  ['a type', text, 1, [': string']],
  ['an object', v.object({}), 1, [': object']],
  ['an absent key', v.object({ a: v.object({ b: text }) }), { a: {} }, ['a.b: a value']],
  ['a value', v.nonNullable(v.nullable(text)), null, [': a value']],
  ['a least length', v.pipe(text, v.minLength(3)), 'a', [': at least 3 characters']],
  ['a least number of items', v.pipe(v.array(text), v.minLength(1)), [], [': at least 1 item']],
  ['an exact length', v.pipe(text, v.length(3)), 'a', [': exactly 3 characters']],
  ['something in it', v.pipe(text, v.nonEmpty()), '', [': at least 1 character']],
  ['a number of words', v.pipe(text, v.maxWords('en', 1)), 'a b', [': at most 1 word']],
  ['a number of entries', v.pipe(v.record(text, text), v.minEntries(2)), {}, [': at least 2 entries']],
  ['a most number', v.pipe(v.number(), v.maxValue(30)), 99, [': at most 30']],
  ['an exclusive bound', v.pipe(v.number(), v.gtValue(3)), 3, [': more than 3']],
  ['a date', v.pipe(v.date(), v.minValue(lastMonth)), new Date(0), [': at least 2026-01-01T00:00:00.000Z']],
  ['a text as a bound', v.pipe(text, v.ltValue(secret)), 'z', [': a valid value']],
  ['a whole number', v.pipe(v.number(), v.integer()), 1.5, [': a whole number']],
  ['a multiple', v.pipe(v.number(), v.multipleOf(5)), 3, [': a multiple of 5']],
  ['a format', v.pipe(text, v.isoDate()), 'hunter2', [': iso date']],
  ['a pattern', v.pipe(text, v.regex(secretPattern)), 'x', [': text of the declared format']],
  ['a prefix', v.pipe(text, v.startsWith(secret)), 'x', [': text of the declared format']],
  ['a part', v.pipe(text, v.includes(secret)), 'x', [': text of the declared format']],
  ['what it must not be', v.pipe(text, v.notValue(secret)), secret, [': a valid value']],
  ['one value', v.pipe(text, v.value(secret)), 'x', [': string']],
  ['undeclared keys', v.object({ a: v.strictObject({}) }), { a: { hunter2: 1 } }, ['a: no undeclared keys']],
  ['undeclared items', v.strictTuple([text]), ['a', 'b'], [': no further items']],
  ['a union', v.union([text, v.array(text)]), true, [': string | array']],
  ['a union with a literal', v.union([v.number(), v.literal(secret)]), true, [': number | string']],
  [
    'a variant',
    v.variant('t', [v.object({ t: v.literal('a') }), v.object({ t: v.literal('b') })]),
    { t: 'hunter2' },
    ['t: "a" | "b"']
  ],
  ['a literal', v.literal(secret), 'x', [': string']],
  ['a number as a literal', v.literal(5), 'x', [': number']],
  ['a literal that reads as two', v.literal('a" | "b'), 'x', [': a valid value']],
  ['a choice', v.picklist(['asc', 'desc']), 'x', [': "asc" | "desc"']],
  ['a choice of texts and numbers', v.enum({ a: 'a', b: 2 }), 'x', [': "a" | 2']],
  [
    'an expectation of the author',
    v.pipe(
      text,
      v.rawCheck(({ dataset, addIssue }) => addIssue({ expected: String(dataset.value) }))
    ),
    'x',
    [': a valid value']
  ],
  [
    'a check',
    v.pipe(
      text,
      v.check(() => false)
    ),
    'x',
    [': a valid value']
  ],
  ['a guess', v.custom(() => false), 'x', [': a valid value']]
]

const arktype: ReadonlyArray<Row> = [
  ['a type', type('string'), 1, [': a string']],
  ['an absent key', type({ a: 'string' }), {}, ['a: a string']],
  ['an absent literal', type({ a: `'${secret}'` }), {}, ['a: string']],
  ['a bound', type('string>=3'), 'a', [': at least length 3']],
  ['two at once', type('string.lower').and('string>5'), 'A', [': at least length 6']],
  ['a range', type('1<number<5'), 9, [': less than 5']],
  ['a multiple', type('number%5'), 3, [': a multiple of 5']],
  ['a described format', type('string.email'), 'hunter2', [': an email address']],
  ['a pattern', type(secretPattern), 'x', [': text of the declared format']],
  ['a literal', type(`'${secret}'`), 'x', [': string']],
  ['a choice', type("'asc'|'desc'"), 'x', [': "asc" | "desc"']],
  ['a union', type('string|number'), true, [': a number | a string']],
  ['a union with a literal', type(`number|'${secret}'`), true, [': a number | a string']],
  ['alternatives of parts', type({ a: 'string' }).or({ b: 'string[]' }), {}, [': one of the declared alternatives']],
  ['a discriminated union', type({ t: "'a'" }).or({ t: "'b'" }), { t: 'hunter2' }, ['t: "a" | "b"']],
  ['a description', type('string').describe('a nice text'), 1, [': a nice text']],
  ['a predicate', type('string').narrow(() => false), 'x', [': a valid value']],
  ['a text of a predicate', type('string').narrow((s, ctx) => ctx.mustBe(`other than ${s}`)), 'hunter2', [': a valid value']]
]

describe.each([
  ['zod', zod],
  ['zod 3', zod3],
  ['valibot', valibot],
  ['ArkType', arktype]
] as const)('%s says', (_, rows) => {
  test.each(rows as ReadonlyArray<Row>)('%s', async (__, schema, value, expected) => {
    expect(await refusal(schema, value)).toEqual(expected)
  })
})

describe('a message passes where the author wrote it as a constant', () => {
  const tree: z.ZodType = z.lazy(() => z.object({ name: z.string('a name is text'), kids: z.array(tree).max(1, 'one child') }))
  const branch: v.GenericSchema = v.lazy(() => v.object({ kids: v.array(branch, 'kids are a list') }))
  const rows: ReadonlyArray<Row> = [
    ['of a type', z.string('text please'), 1, [': string (text please)']],
    ['of a bound', z.string().min(3, { message: 'too short' }), 'a', [': at least 3 characters (too short)']],
    ['as `error`', z.number({ error: 'a number please' }), 'a', [': number (a number please)']],
    ['as a function', z.number({ error: () => 'a number please' }), 'a', [': number (a number please)']],
    ['as an object', z.number({ error: () => ({ message: 'a number please' }) }), 'a', [': number (a number please)']],
    ['of a format', z.email('no address'), 'x', [': email (no address)']],
    ['of a refinement', z.string().refine(() => false, 'not a name'), 'x', [': a valid value (not a name)']],
    ['of a part', z.object({ a: z.array(z.string('text please')) }), { a: [1] }, ['a.0: string (text please)']],
    ['of a wrapped schema', z.string('text please').optional().nullable().default('x'), 1, [': string (text please)']],
    ['of a pipe', z.pipe(z.string('text please'), z.transform(Number)), 1, [': string (text please)']],
    ['of a member of an intersection', z.intersection(z.object({}), z.object({ b: z.int('whole') })), {}, ['b: number (whole)']],
    [
      'within recursion',
      tree,
      { name: 1, kids: [{ name: 'a', kids: [1, 2] }] },
      ['name: string (a name is text)', 'kids.0.kids: at most 1 item (one child)']
    ],
    [
      'chosen by presence',
      z.string({ error: (i) => (i.input === undefined ? 'missing' : 'text please') }),
      1,
      [': string (text please)']
    ],
    [
      'chosen by code',
      z.string({ error: (i) => (i.code === 'invalid_type' ? 'text please' : 'other') }),
      1,
      [': string (text please)']
    ],
    ['of valibot', v.string('text please'), 1, [': string (text please)']],
    ['of a check of valibot', v.pipe(text, v.minLength(3, 'too short')), 'a', [': at least 3 characters (too short)']],
    ['of a function of valibot', v.string(() => 'text please'), 1, [': string (text please)']],
    ['within recursion of valibot', branch, { kids: [{ kids: 1 }] }, ['kids.0.kids: array (kids are a list)']],
    ['of an absent key of zod', z.object({ a: z.string('text please') }), {}, ['a: string (text please)']]
  ]
  test.each(rows)('%s', async (_, schema, value, expected) => {
    expect(await refusal(schema, value)).toEqual(expected)
  })

  test('cut to a length that a reply can carry', async () => {
    const d = await decoder(z.string('long '.repeat(100)))(1)
    expect(d.issues?.[0]?.message).toHaveLength(120)
  })
})

describe('a message does not pass where it', () => {
  const repeats = (i: { readonly input?: unknown }) => `${String(i.input)} is wrong`
  const rows: ReadonlyArray<Row> = [
    ["is the vendor's", z.string(), 1, [': string']],
    ['repeats the input', z.number({ error: repeats }), 'hunter2', [': number']],
    [
      'repeats the input sometimes',
      z.number({ error: (i) => (i.input === undefined ? 'missing' : repeats(i)) }),
      'hunter2',
      [': number']
    ],
    ['throws without an input', z.number({ error: (i) => (i.input as string).trim() }), 'hunter2', [': number']],
    [
      'comes from a refinement that adds issues',
      z.string().superRefine((s, ctx) => ctx.addIssue(`not ${s}`)),
      'hunter2',
      [': a valid value']
    ],
    ['repeats the input of valibot', v.number(repeats), 'hunter2', [': number']],
    [
      'comes from a raw check of valibot',
      v.pipe(
        text,
        v.rawCheck(({ dataset, addIssue }) => addIssue({ message: String(dataset.value) }))
      ),
      'hunter2',
      [': a valid value']
    ],
    ["is ArkType's", type('number'), 'hunter2', [': a number']]
  ]
  test.each(rows)('%s', async (_, schema, value, expected) => {
    expect(await refusal(schema, value)).toEqual(expected)
  })
})

test('an issue that an author adds repeats no bound, choice, type or format that the schema does not declare', async () => {
  const added = z.object({ low: z.number(), pin: z.string() }).superRefine(({ low, pin }, ctx) => {
    ctx.addIssue({ code: 'too_small', origin: 'number', minimum: low, inclusive: true, input: low, path: ['a'] })
    ctx.addIssue({ code: 'invalid_value', values: [pin, 'x'], input: pin, path: ['b'] })
    ctx.addIssue({ code: 'invalid_type', expected: pin, input: pin, path: ['c'] })
    ctx.addIssue({ code: 'invalid_format', format: pin, input: pin, path: ['d'] })
    ctx.addIssue({ code: 'not_multiple_of', divisor: low, input: low, path: ['e'] })
  })
  expect(await refusal(added, { low: 4711, pin: 'hunter2' })).toEqual([
    'a: a valid value',
    'b: string',
    'c: a valid value',
    'd: text of the declared format',
    'e: a valid value'
  ])
})

const own = (vendor: string, issues: ReadonlyArray<object>, more: object = {}) => ({
  ...more,
  '~standard': { version: 1, vendor, validate: () => ({ issues }) }
})

describe('another vendor', () => {
  test('says types by their names, and nothing else', async () => {
    const issues = [
      { message: 'm', expected: 'string' },
      { message: 'm', expected: 'hunter2' },
      { message: 'hunter2', path: [{ key: 'a' }, 0] }
    ]
    expect(await refusal(own('other', issues), 1)).toEqual([': string', ': a valid value', 'a.0: a valid value'])
  })

  test('passes no message, though its schema holds the text: some keep their last refusal there', async () => {
    expect(await refusal(own('other', [{ message: 'hunter2' }], { errors: [{ message: 'hunter2' }] }), 1)).toEqual([
      ': a valid value'
    ])
  })
})

test('keys of a path that have no text are safe', async () => {
  const path = [Symbol('s'), { key: null }, { key: Object.create(null) }, { key: 2 }, 'a']
  expect(await refusal(own('other', [{ message: 'm', path }]), 1)).toEqual(['Symbol(s).?.?.2.a: a valid value'])
})

test('a schema that is built anew at every look is read to a bound', async () => {
  const endless = (): z.ZodType => z.lazy(() => z.object({ next: endless().optional(), a: z.string('text please') }))
  expect(await refusal(endless(), { a: 1 })).toEqual(['a: string (text please)'])
})

test('a field may have the name of a part of a definition', async () => {
  const shape = {
    getter: z.string('g'),
    error: z.string('e'),
    message: z.string('m'),
    shape: z.string('s'),
    options: z.string('o')
  }
  const expected = ['getter: string (g)', 'error: string (e)', 'message: string (m)', 'shape: string (s)', 'options: string (o)']
  expect(await refusal(z.object(shape), {})).toEqual(expected)
})

test('no default is made for a refusal', async () => {
  const fresh = jest.fn(() => 'x')
  expect(await refusal(z.object({ a: z.string().default(fresh), b: z.string('text please') }), { a: 'a' })).toHaveLength(1)
  expect(fresh).not.toHaveBeenCalled()
})

test('a schema is read once, at its first refusal', async () => {
  let calls = 0
  const d = decoder(z.number({ error: () => `call ${calls++}` }))
  d(1)
  expect(calls).toBe(0)
  d('a')
  const first = calls
  d('a')
  expect(calls - first).toBe(1)
})
