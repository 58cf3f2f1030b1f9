/** What a codec expects, in words: names of its author, structure otherwise, and no literal that may be a secret. */
import * as t from 'io-ts'
import {
  describe as describeCodec,
  describeMember,
  describeTag,
  isOmitted,
  isUnnamedLiteral,
  reasonOf,
  reasonsOf
} from '../../src/codecs/describe.js'
import { describeLiterals } from '../../src/codecs/literals.js'
import { NumberFromString } from '../../src/codecs/textCodecs.js'

const A = t.type({ a: t.string })
const AB = t.type({ a: t.string, b: t.number })
const secret = t.literal('s3cret')
const choice = t.union([t.literal('x'), t.null, t.literal('y')])
const named = t.type({ a: t.string }, 'Thing')
const clone = (codec: t.Mixed, own: object = {}): t.Mixed =>
  Object.assign(Object.create(Object.getPrototypeOf(codec)), codec, own)
const within = (codec: t.Mixed, levels: number, wrap: (c: t.Mixed) => t.Mixed): t.Mixed =>
  levels === 0 ? codec : wrap(within(codec, levels - 1, wrap))
const even = (n: number): boolean => n % 2 === 0

test.each<[string, t.Mixed, string]>([
  ['a text', t.string, 'string'],
  ['a text codec', NumberFromString, 'number as text'],
  ['a codec of its own words', Object.assign(clone(A), { expects: 'a thing' }), 'a thing'],
  ['words that are no text', Object.assign(clone(A), { expects: 1 }), '{ a: string }'],
  ['a codec of its own', new t.Type('Mine', t.string.is, t.string.validate, t.identity), 'Mine'],
  [
    'a codec of its own, named after a literal',
    new t.Type('Mine<"s3cret", "a\\"b">', t.string.is, t.string.validate, t.identity),
    'Mine<string, string>'
  ],
  ['a tag that io-ts does not have', clone(A, { _tag: 'toString', name: 'Mine<"s3cret">' }), 'Mine<string>'],
  ['a name', named, 'Thing'],
  ['a name that quotes', t.type({ a: secret }, 'Thing of "a"'), 'Thing of "a"'],
  ['a part with a name', t.array(named), 'Array<Thing>'],
  ['a type', AB, '{ a: string, b: number }'],
  ['a type that holds a literal', t.type({ a: secret }), '{ a: string }'],
  ['a partial', t.partial({ a: secret, b: t.number }), 'Partial<{ a: string, b: number }>'],
  ['a strict', t.strict({ a: secret, b: t.number }), '{| a: string, b: number |}'],
  ['an exact partial', t.exact(t.partial({ a: secret, b: t.number })), 'Partial<{| a: string, b: number |}>'],
  ['an exact codec of others', t.exact(t.readonly(t.type({ a: secret }))), 'Exact<Readonly<{ a: string }>>'],
  ['an array', t.array(secret), 'Array<string>'],
  ['a readonlyArray', t.readonlyArray(secret), 'ReadonlyArray<string>'],
  ['a tuple', t.tuple([secret, t.number]), '[string, number]'],
  ['a union', t.union([t.string, t.number]), '(string | number)'],
  ['a union that says a thing twice', t.union([t.array(secret), t.array(t.string)]), '(Array<string>)'],
  ['a union with a literal', t.union([t.number, secret]), '(number | string)'],
  ['a union with a choice', t.union([t.literal('x'), t.number, t.literal('y')]), '("x" | "y" | number)'],
  ['a union of two types', t.union([A, t.type({ b: secret })]), '({ a: string } | { b: string })'],
  ['a union with a named literal', t.union([t.literal('x', 'X'), t.literal('y')]), '(X | string)'],
  ['a choice', choice, '("x" | "y" | null)'],
  ['an intersection', t.intersection([A, t.type({ b: secret })]), '({ a: string } & { b: string })'],
  ['a dictionary', t.record(t.string, secret), '{ [K in string]: string }'],
  ['a dictionary of named keys', t.record(t.keyof({ x: null, y: null }), t.number), '{ [K in "x" | "y"]: number }'],
  ['a readonly', t.readonly(t.type({ a: secret })), 'Readonly<{ a: string }>'],
  [
    'a refinement',
    t.refinement(t.type({ a: secret }), function short() {
      return true
    }),
    '({ a: string } | short)'
  ],
  [
    'a refinement by a function without a name',
    t.array(
      t.refinement(
        secret,
        (
          () => () =>
            true
        )()
      )
    ),
    'Array<(string | <function0>)>'
  ],
  [
    'a refinement by a function of one argument',
    t.array(
      t.refinement(
        secret,
        (
          () => (_: unknown) =>
            true
        )()
      )
    ),
    'Array<(string | <function1>)>'
  ],
  [
    'a refinement by a function that is shown otherwise',
    t.refinement(
      secret,
      Object.assign((_: unknown) => true, { displayName: 'shown' })
    ),
    '(string | shown)'
  ],
  ['a refinement with a name', t.refinement(t.number, even, 'Even'), 'Even'],
  ['a partial of other words', t.partial({ a: NumberFromString }), 'Partial<{ a: number as text }>'],
  [
    'an intersection of other words',
    t.intersection([A, t.type({ b: NumberFromString })]),
    '({ a: string } & { b: number as text })'
  ],
  [
    'an exact codec of other words',
    t.exact(t.readonly(t.type({ a: NumberFromString }))),
    'Exact<Readonly<{ a: number as text }>>'
  ],
  ['a refinement of other words', t.refinement(NumberFromString, even), '(number as text | even)'],
  ['a recursion', t.recursion('Tree', () => t.type({})), 'Tree'],
  ['a literal', secret, 'string'],
  ['a literal number', t.literal(7), 'number'],
  ['a literal that is no secret', t.literal(true), 'true'],
  ['a literal with a name', t.literal('s3cret', 'Password'), 'Password'],
  ['a keyof', t.keyof({ x: null, y: null }), '"x" | "y"'],
  ['a keyof of a long text', t.keyof({ x: null, ['k'.repeat(40)]: null }), 'string'],
  ['a keyof of one', t.keyof({ s3cret: null }), 'string'],
  ['what is eight levels deep', within(A, 8, (c) => t.array(c)), `${'Array<'.repeat(8)}{ a: string }${'>'.repeat(8)}`],
  ['what is deeper', within(A, 9, (c) => t.array(c)), `${'Array<'.repeat(9)}object${'>'.repeat(9)}`],
  ['what is deeper in arrays', within(t.string, 10, (c) => t.array(c)), `${'Array<'.repeat(9)}array${'>'.repeat(9)}`],
  [
    'what is deeper in readonly arrays',
    within(t.string, 10, (c) => t.readonlyArray(c)),
    `${'ReadonlyArray<'.repeat(9)}array${'>'.repeat(9)}`
  ],
  ['what is deeper in tuples', within(t.string, 10, (c) => t.tuple([c])), `${'['.repeat(9)}array${']'.repeat(9)}`],
  ['what is deeper in records', within(secret, 10, (c) => t.readonly(c)), `${'Readonly<'.repeat(9)}object${'>'.repeat(9)}`]
])('%s', (_, codec, expected) => {
  expect(describeCodec(codec)).toBe(expected)
})

test('no codec is unknown', () => {
  expect(describeCodec(undefined)).toBe('unknown')
})

test.each<[string, ReadonlyArray<unknown>, string]>([
  ['one text', ['a'], 'string'],
  ['one number', [1], 'number'],
  ['one text twice', ['a', 'a'], 'string'],
  ['two texts', ['asc', 'desc'], '"asc" | "desc"'],
  ['texts and numbers', ['a', 1], '"a" | 1'],
  ['texts of 32 letters', ['a'.repeat(32), 'b'], `"${'a'.repeat(32)}" | "b"`],
  ['texts of 33 letters', ['a'.repeat(33), 'b'], 'string'],
  ['long texts and numbers', ['a'.repeat(33), 1], 'string | number'],
  ['one text, and what is no secret', ['a', true, null], 'string | true | null'],
  ['what is no secret', [true, false, null], 'true | false | null'],
  ['two texts, and what is no secret', ['a', 'b', false], '"a" | "b" | false'],
  ['undefined beside a text', ['a', undefined], 'string | undefined'],
  ['a bigint beside a text', ['a', 1n], 'string | bigint']
])('literals: %s', (_, values, expected) => {
  expect(describeLiterals(values)).toBe(expected)
})

test.each<[string, t.Mixed, boolean]>([
  ['a literal', secret, true],
  ['a literal with a name', t.literal('a', 'A'), false],
  ['a keyof', t.keyof({ a: null }), false],
  ['another codec that is named as its value', clone(A, { name: '"a"', value: 'a' }), false]
])('%s is an unnamed literal: %s', (_, codec, expected) => {
  expect(isUnnamedLiteral(codec)).toBe(expected)
})

const Kinds = t.union([t.type({ kind: t.literal('l'), a: t.string }), t.type({ kind: t.literal('r'), b: t.number })])

test('a member of a union is described alone, a literal with those beside it', () => {
  const union = t.union([t.literal('x'), A, t.literal('y'), t.literal('z', 'Z')])
  expect(union.types.map((member) => describeMember(union, member))).toEqual(['"x" | "y"', '{ a: string }', '"x" | "y"', 'Z'])
  expect(describeTag(Kinds)).toBe('"l" | "r"')
})

test('that a key may be left out is told of undefined alone, or where there is nothing else', () => {
  const union = t.union([t.undefined, t.string, t.void])
  expect(union.types.map((member) => isOmitted(union, member, 1))).toEqual([true, false, true])
  expect(union.types.map((member) => isOmitted(union, member, undefined))).toEqual([false, false, false])
  const nothing = t.union([t.undefined, t.void])
  expect(nothing.types.map((member) => isOmitted(nothing, member, 1))).toEqual([false, false])
})

// ---- io-ts's errors

const told = (codec: t.Mixed, u: unknown): ReadonlyArray<string> => {
  const e = codec.decode(u)
  return e._tag === 'Left' ? reasonsOf(e.left).map(({ path, expected }) => `${path}: ${expected}`) : ['nothing']
}

test.each<[string, t.Mixed, unknown, ReadonlyArray<string>]>([
  ['a text', t.string, 1, [': string']],
  ['what is within', t.type({ a: t.array(A) }), { a: [{ a: 'a' }, { a: 1 }] }, ['a.1.a: string']],
  ['a union', t.type({ a: t.union([t.string, A]) }), { a: 1 }, ['a: string', 'a: { a: string }']],
  ['a union in wrappers', t.readonly(t.refinement(t.union([t.string, A]), () => true)), { a: 1 }, [': string', 'a: string']],
  ['a choice', choice, 1, [': "x" | "y"', ': null']],
  ['a choice under a key', t.type({ a: choice }), { a: 1 }, ['a: "x" | "y"', 'a: null']],
  ['what may be left out', t.type({ a: t.union([t.string, t.undefined]) }), { a: 1 }, ['a: string']],
  ['what may be left out, in wrappers', t.type({ a: t.readonly(t.union([t.string, t.undefined])) }), { a: 1 }, ['a: string']],
  ['an intersection', t.intersection([A, t.type({ b: t.number })]), { a: 1, b: 'b' }, ['a: string', 'b: number']],
  ['an intersection in wrappers', t.type({ a: t.exact(t.intersection([A, A])) }), { a: { a: 1 } }, ['a.a: string']],
  ['members told apart', Kinds, { kind: 'x' }, ['kind: "l" | "r"']],
  ['members told apart, under a key', t.type({ a: t.readonly(Kinds) }), { a: { kind: 'x' } }, ['a.kind: "l" | "r"']],
  ['members told apart in no record', Kinds, 1, [': ({ kind: string, a: string } | { kind: string, b: number })']],
  ['a member that was told apart', Kinds, { kind: 'l', a: 1 }, ['a: string']],
  ['a member without literals', t.type({ a: t.union([A, t.string]) }), { a: { a: 1 } }, ['a.a: string', 'a: string']],
  ['a literal that is no member', t.type({ a: t.literal('x'), b: t.literal('y') }), {}, ['a: string', 'b: string']],
  ['a choice two keys deep', t.type({ a: t.type({ b: choice }) }), { a: { b: 1 } }, ['a.b: "x" | "y"', 'a.b: null']],
  [
    'members told apart in a union',
    t.type({ a: t.union([t.string, Kinds]) }),
    { a: { kind: 'x' } },
    ['a: string', 'a.kind: "l" | "r"']
  ],
  ['undefined in no union', t.type({ a: t.undefined }), { a: 1 }, ['a: undefined']],
  ['a literal alone', secret, 1, [': string']],
  ['the same twice', t.union([t.string, t.string]), 1, [': string']]
])('io-ts says of %s', (_, codec, u, expected) => {
  expect(told(codec, u)).toEqual(expected)
})

test('a refusal whose tag is right is told of the whole', () => {
  const context: t.Context = [{ key: '', type: Kinds, actual: { kind: 'l' } }]
  expect(reasonOf({ context, value: { kind: 'l' } })?.path).toBe('')
  expect(reasonOf({ context, value: { kind: 'x' } })?.path).toBe('kind')
})

test('an error without a context is told of the value itself', () => {
  expect(reasonOf({ context: [], value: 1 })).toEqual({ path: '', expected: 'unknown' })
})

test('no more than twenty are told', () => {
  expect(told(t.array(t.string), new Array(30).fill(1))).toHaveLength(20)
  expect(told(t.array(t.string), new Array(20).fill(1))).toHaveLength(20)
  expect(told(t.array(t.string), new Array(19).fill(1))).toHaveLength(19)
})

test('long words are cut', () => {
  const long = t.type({ ['k'.repeat(200)]: t.string })
  expect(told(long, {})).toEqual([`${'k'.repeat(119)}…: string`])
})

test('a name that an author made from the names of parts shows no literal that they would not show', () => {
  const token = t.type({ token: t.literal('s3cret'), pin: t.literal(4711) })
  const order = t.type({ by: t.union([t.literal('asc'), t.literal('desc')]) })
  const paged = (item: t.Mixed): t.Mixed => t.type({ items: t.array(item) }, `Paged<${item.name}>`)
  expect([
    describeCodec(paged(token)),
    describeCodec(paged(order)),
    describeCodec(t.array(t.literal('s3cret', 'Secret')))
  ]).toEqual(['Paged<{ token: string, pin: number }>', 'Paged<{ by: ("asc" | "desc") }>', 'Array<Secret>'])
})
