/** One face for everything that decodes; what it says of a fault never holds the value that was refused. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { z } from 'zod'
import { type AnyCodec, type Decode, type Decoding, isStandardSchema, type StandardSchema } from '../../src/codecs/Codec.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { mostIssues } from '../../src/codecs/Issue.js'
import { unwrapped } from '../../src/codecs/reflect.js'
import { BooleanFromString, DateFromString, IntFromString, NumberFromString } from '../../src/codecs/textCodecs.js'
import { holds } from '../laws/holds.js'

const decoder = (codec: AnyCodec): Decode => defaultEngine.decoder(codec)

const thing = t.type({ name: t.string, n: t.number, tags: t.array(t.string) })
type Tree = string | Tree[]
const Tree: t.Type<Tree> = t.recursion('Tree', (self) => t.union([t.string, t.array(self)]))

const issuesOf = (d: Decoding) => d.issues ?? []
const told = async (codec: AnyCodec, u: unknown) => issuesOf(await decoder(codec)(u)).map((i) => `${i.path}: ${i.expected}`)

describe('io-ts', () => {
  test('a value that the codec knows is decoded, synchronously', () => {
    expect(decoder(thing)({ name: 'a', n: 1, tags: [] })).toEqual({ value: { name: 'a', n: 1, tags: [] } })
  })

  test.each<[string, t.Mixed, unknown, ReadonlyArray<string>]>([
    ['the value itself has the empty path', t.string, 1, [': string']],
    ['every issue is told at once', thing, { name: 1, n: '2', tags: [3] }, ['name: string', 'n: number', 'tags.0: string']],
    ['an absent key is told as what was expected', thing, { name: 'a', tags: [] }, ['n: number']],
    [
      'members of a union are no part of a path',
      t.type({ a: t.union([t.string, t.number]) }),
      { a: true },
      ['a: string', 'a: number']
    ],
    [
      'members of an intersection are no part of a path',
      t.intersection([t.type({ a: t.string }), t.type({ b: t.string })]),
      {},
      ['a: string', 'b: string']
    ],
    [
      'an exact codec adds nothing to a path',
      t.exact(t.type({ a: t.exact(t.type({ b: t.string })) })),
      { a: {} },
      ['a.b: string']
    ],
    [
      'a readonly union under a key is still no part of the path',
      t.type({ a: t.readonly(t.union([t.string, t.number])) }),
      { a: true },
      ['a: string', 'a: number']
    ],
    ['a recursive union is no part of the path', Tree, 1, [': string', ': Array<Tree>']],
    [
      'within a recursive union only true keys are told',
      Tree,
      [['a', 2]],
      [': string', '0: string', '0.1: string', '0.1: Array<Tree>']
    ],
    ['the same fault is told once', t.union([t.string, t.string]), 1, [': string']],
    [
      'of what may be left out only what it should be is told',
      t.union([IntFromString, t.undefined]),
      'x',
      [': whole number as text']
    ],
    [
      'even where that is told of a part of it',
      t.type({ a: t.union([t.undefined, t.type({ b: t.string })]) }),
      { a: { b: 1 } },
      ['a.b: string']
    ],
    [
      'what is undefined or nothing is told as that',
      t.type({ a: t.undefined, ab: t.string }),
      { a: 1, ab: 1 },
      ['a: undefined', 'ab: string']
    ],
    [
      'text is told in words',
      t.tuple([NumberFromString, BooleanFromString, DateFromString]),
      ['x', 'x', 'x'],
      ['0: number as text', "1: 'true' or 'false' as text", '2: date and time as text (RFC 3339)']
    ]
  ])('%s', async (_, codec, value, expected) => {
    expect(await told(codec, value)).toEqual(expected)
  })

  test('of very many faults only the first twenty are told, each of a bounded length', async () => {
    const codec = t.array(t.type({ ['k'.repeat(500)]: t.string }, 'a name that goes on and on'.repeat(50)))
    const issues = issuesOf(await decoder(codec)(new Array(1000).fill({})))
    expect(issues).toHaveLength(mostIssues)
    for (const { path, expected } of issues) expect([path.length <= 120, expected.length <= 120]).toEqual([true, true])
  })

  test.each<[string, t.Mixed, string | undefined]>([
    ['readonly', t.readonly(t.array(t.string)), 'ArrayType'],
    ['exact', t.exact(t.type({})), 'InterfaceType'],
    ['a refinement', t.brand(t.string, (_): _ is t.Branded<string, { readonly X: symbol }> => true, 'X'), 'StringType'],
    ['nothing around it', t.string, 'StringType']
  ])('%s is unwrapped to what it holds', (_, codec, tag) => {
    expect((unwrapped(codec) as { readonly _tag?: string })._tag).toBe(tag)
  })
})

const slow: StandardSchema<string, number> = {
  '~standard': {
    version: 1,
    vendor: 'by hand',
    validate: async (u) =>
      typeof u === 'string' && u.length > 0
        ? { value: u.length }
        : { issues: [{ message: `'${JSON.stringify(u)}' is no text`, path: ['a', { key: 'b' }, 0] }] }
  }
}

describe('Standard Schema', () => {
  test('zod is told from io-ts', () => {
    expect([isStandardSchema(z.string()), isStandardSchema(slow), isStandardSchema(t.string)]).toEqual([true, true, false])
  })

  test('zod decodes, transformations included', async () => {
    expect(await decoder(z.object({ n: z.coerce.number() }))({ n: '7' })).toEqual({ value: { n: 7 } })
  })

  test('zod tells every path and what was expected', async () => {
    const codec = z.object({ name: z.string(), items: z.array(z.object({ price: z.number() })) })
    expect(await told(codec, { name: 1, items: [{ price: 'x' }] })).toEqual(['name: string', 'items.0.price: number'])
  })

  test('an issue that does not say what it expected is told without words of the vendor', async () => {
    expect(
      await told(
        z.string().refine((s) => s === 'x', 'not a'),
        'a'
      )
    ).toEqual([': a valid value'])
  })

  test("bounds, formats and values are told; the value and the vendor's words are not", async () => {
    expect(await told(z.string().min(3), 'a')).toEqual([': at least 3 characters'])
    expect(await told(z.number().max(30), 99)).toEqual([': at most 30'])
    expect(await told(z.enum(['a', 'b']), 'hunter2')).toEqual([': "a" | "b"'])
    expect(await told(z.email(), 'hunter2')).toEqual([': email'])
  })

  test('a validator of another realm, or one that answers nothing, refuses', async () => {
    const thenable = {
      '~standard': {
        version: 1,
        vendor: 'x',
        // biome-ignore lint/suspicious/noThenProperty: a validator's own promise is what is tried here
        validate: () => ({ then: (f: (r: unknown) => void) => f({ issues: [{ message: 'no' }] }) })
      }
    }
    expect(await decoder(thenable as never)(1)).toEqual({ issues: [{ path: '', expected: 'a valid value' }] })
    const mute = { '~standard': { version: 1, vendor: 'x', validate: () => ({}) } }
    expect(await decoder(mute as never)(1)).toEqual({ issues: [{ path: '', expected: 'a valid value' }] })
  })

  test('a validator may be asynchronous', async () => {
    const d = decoder(slow)('four')
    expect(d).toBeInstanceOf(Promise)
    expect(await d).toEqual({ value: 4 })
    expect(await told(slow, '')).toEqual(['a.b.0: a valid value'])
  })

  test('an empty list of issues is a refusal all the same', async () => {
    const none: StandardSchema = { '~standard': { version: 1, vendor: 'x', validate: () => ({ issues: [] }) } }
    expect(await decoder(none)(1)).toEqual({ issues: [] })
  })
})

const canary = 'c4n4ry-that-nobody-may-see'
const shapes: ReadonlyArray<AnyCodec> = [
  t.string,
  thing,
  t.array(thing),
  t.record(t.string, t.number),
  t.union([t.literal('a'), t.literal('b'), t.type({ name: t.number })]),
  t.intersection([t.type({ name: t.number }), t.partial({ n: t.boolean })]),
  t.keyof({ a: null, b: null }),
  Tree,
  t.exact(t.type({ name: t.Int })),
  z.object({ name: z.number(), n: z.string().email(), tags: z.array(z.enum(['a', 'b'])) }).strict(),
  z.union([z.number(), z.literal('x'), z.object({ name: z.uuid() })]),
  z.string().regex(/^a+$/),
  slow
]

const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(canary, `${canary}@example`, null, 1, true, undefined),
    fc.dictionary(fc.constantFrom('name', 'n', 'tags', 'other'), tie('value')),
    fc.array(tie('value'), { maxLength: 4 })
  )
}))['value'] as fc.Arbitrary<unknown>

test('no issue ever holds the value that was refused', async () => {
  await holds(
    fc.asyncProperty(fc.constantFrom(...shapes), values, async (codec, value) => {
      expect(JSON.stringify(issuesOf(await decoder(codec)(value)))).not.toContain(canary)
    })
  )
})

test('what is refused by io-ts is refused here, and what is decoded is the same value', async () => {
  await holds(
    fc.asyncProperty(
      fc.constantFrom(...shapes.filter((s): s is t.Mixed => !isStandardSchema(s))),
      values,
      async (codec, value) => {
        const reference = codec.decode(value)
        const d = await decoder(codec)(value)
        expect(d.issues === undefined).toBe(reference._tag === 'Right')
        if (d.issues === undefined && reference._tag === 'Right') expect(d.value).toEqual(reference.right)
      }
    )
  )
})
