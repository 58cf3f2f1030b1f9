/** Encoding exactly: what a codec knows, and nothing else; io-ts's own `encode` of the exact value is the reference. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { z } from 'zod'
import type { AnyCodec } from '../../src/codecs/Codec.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { printJson } from '../../src/codecs/printJson.js'
import { DateFromString, NumberFromString } from '../../src/codecs/textCodecs.js'
import { holds } from '../laws/holds.js'
import { cases as near } from './codecCases.js'
import { declared, hasNoJson, hides } from './reference.js'

const encoder = (codec: AnyCodec) => defaultEngine.encoder(codec)

/** A codec, a value of it without anything more, and the same value with keys that the codec does not know. */
interface Case {
  readonly codec: t.Mixed
  readonly exact: unknown
  readonly more: unknown
}

const secret = 's3cret'
const spoiled = (o: object): object => ({ ...o, zz_password: secret, zz_nested: { zz_password: secret } })
const key = fc.constantFrom('a', 'b', 'c', 'd')

const leaf: fc.Arbitrary<Case> = fc.oneof(
  fc.string().map((s) => ({ codec: t.string, exact: s, more: s })),
  fc.integer().map((n) => ({ codec: t.number, exact: n, more: n })),
  fc.boolean().map((b) => ({ codec: t.boolean, exact: b, more: b })),
  fc.constant({ codec: t.null, exact: null, more: null }),
  fc.integer().map((n) => ({ codec: NumberFromString, exact: n, more: n })),
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((d) => ({ codec: DateFromString, exact: d, more: d })),
  fc.constantFrom('x', 'y').map((s) => ({ codec: t.keyof({ x: null, y: null }), exact: s, more: s }))
)

const props = (inner: fc.Arbitrary<Case>): fc.Arbitrary<Record<string, Case>> =>
  fc.dictionary(key, inner, { minKeys: 1, noNullPrototype: true })
const each = <A>(cases: Readonly<Record<string, Case>>, f: (c: Case) => A): Record<string, A> =>
  Object.fromEntries(Object.entries(cases).map(([k, c]) => [k, f(c)]))

const cases: fc.Arbitrary<Case> = fc.letrec<{ case: Case }>((tie) => ({
  case: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(props(tie('case')), fc.constantFrom('type', 'partial', 'strict', 'exact', 'readonly')).map(([cs, kind]): Case => {
      const codecs = each(cs, (c) => c.codec)
      const codec = {
        type: () => t.type(codecs),
        partial: () => t.partial(codecs),
        strict: () => t.strict(codecs),
        exact: () => t.exact(t.type(codecs)),
        readonly: () => t.readonly(t.type(codecs))
      }[kind]?.() as t.Mixed
      return { codec, exact: each(cs, (c) => c.exact), more: spoiled(each(cs, (c) => c.more)) }
    }),
    fc.tuple(tie('case'), fc.boolean()).map(
      ([c, ro]): Case => ({
        codec: ro ? t.readonlyArray(c.codec) : t.array(c.codec),
        exact: [c.exact, c.exact],
        more: [c.more, c.more]
      })
    ),
    fc.array(tie('case'), { minLength: 1, maxLength: 3 }).map(
      (cs): Case => ({
        codec: t.tuple(cs.map((c) => c.codec) as [t.Mixed]),
        exact: cs.map((c) => c.exact),
        more: cs.map((c) => c.more)
      })
    ),
    fc.tuple(tie('case'), fc.uniqueArray(key)).map(
      ([c, keys]): Case => ({
        codec: t.record(t.string, c.codec),
        exact: Object.fromEntries(keys.map((k) => [k, c.exact])),
        more: Object.fromEntries(keys.map((k) => [k, c.more]))
      })
    ),
    tie('case').map(
      (c): Case => ({
        codec: t.record(t.keyof({ a: null, b: null }), c.codec),
        exact: { a: c.exact, b: c.exact },
        more: spoiled({ a: c.more, b: c.more })
      })
    ),
    fc.tuple(props(tie('case')), tie('case')).map(
      ([cs, other]): Case => ({
        codec: t.intersection([t.type(each(cs, (c) => c.codec)), t.partial({ other: other.codec })]),
        exact: { ...each(cs, (c) => c.exact), other: other.exact },
        more: spoiled({ ...each(cs, (c) => c.more), other: other.more })
      })
    ),
    fc.tuple(props(tie('case')), props(tie('case')), fc.boolean()).map(([l, r, first]): Case => {
      const tagged = (tag: string, cs: Record<string, Case>) => t.type({ kind: t.literal(tag), ...each(cs, (c) => c.codec) })
      const cs = first ? l : r
      const kind = first ? 'l' : 'r'
      return {
        codec: t.union([tagged('l', l), tagged('r', r)]),
        exact: { kind, ...each(cs, (c) => c.exact) },
        more: spoiled({ kind, ...each(cs, (c) => c.more) })
      }
    })
  )
})).case

test('keys that the codec does not know never leave, and all it knows do: the result is io-ts’s encoding of the exact value', async () => {
  await holds(
    fc.property(cases, ({ codec, exact, more }) => {
      const told = encoder(codec)(more)
      expect(JSON.stringify(told) ?? '').not.toContain(secret)
      expect(told).toEqual(codec.encode(exact))
    }),
    1000
  )
})

test('encoding gives what io-ts gives, and of that the declared keys; a value that the codec does not know is an error', async () => {
  const seen = { known: 0, unknown: 0, same: 0, kept: 0 }
  const attempt = (f: () => unknown) => {
    try {
      return { value: f() }
    } catch (e) {
      return { thrown: e }
    }
  }
  // As a reply goes: in JSON, which knows no symbols and says undefined as null in an array.
  const sent = (value: unknown): unknown => JSON.parse(JSON.stringify([value], (_, v) => (typeof v === 'bigint' ? `${v}n` : v)))
  const nearly = near.chain(({ codec, near }) =>
    fc.array(near, { minLength: 8, maxLength: 8 }).map((values) => ({ codec, values }))
  )
  await holds(
    fc.property(nearly, ({ codec, values }) => {
      // io-ts makes a prototype of what stands under the first key, and every object inherits the second.
      fc.pre(!/__proto__|constructor/.test(codec.name))
      const encode = encoder(codec)
      for (const u of values.filter((v) => !fc.stringify(v).includes('["__proto__"]') && !hides(v))) {
        const ours = attempt(() => encode(u))
        const is = attempt(() => codec.is(u))
        if (is.value !== true) {
          seen.unknown++
          expect(ours).toHaveProperty('thrown')
          continue
        }
        const theirs = attempt(() => declared(codec, u, codec.encode(u)))
        // Passed as it is or refused here: printing refuses it either way.
        if (hasNoJson(theirs.thrown)) continue
        if ('thrown' in theirs) {
          if (!('thrown' in ours)) throw new Error(`${codec.name} of ${fc.stringify(u)}: ${String(theirs.thrown)}`)
          continue
        }
        if (String(ours.thrown).endsWith('which has no JSON')) {
          expect(() => printJson(u, 'the value')).toThrow('has no JSON')
          continue
        }
        seen.known++
        if (typeof u === 'object' && u !== null && ours.value === u) seen.same++
        if (typeof theirs.value === 'object' && theirs.value !== null && Object.keys(theirs.value).length > 0) seen.kept++
        if ('thrown' in ours) throw new Error(`${codec.name} refuses ${fc.stringify(u)}: ${String(ours.thrown)}`)
        const [a, b] = [attempt(() => sent(ours.value)), attempt(() => sent(theirs.value))]
        if ('thrown' in b) continue
        try {
          expect(a.value).toEqual(b.value)
        } catch {
          throw new Error(`${codec.name} of ${fc.stringify(u)}: ${JSON.stringify(a)} and not ${JSON.stringify(b)}`)
        }
      }
    }),
    Number(process.env['RUNS'] ?? 2500)
  )
  expect(Math.min(seen.known, seen.unknown, seen.kept)).toBeGreaterThan(2000)
  expect(seen.same).toBeGreaterThan(500)
})

test('what was encoded is decoded to the exact value', async () => {
  await holds(
    fc.property(cases, ({ codec, exact, more }) => {
      expect(codec.decode(encoder(codec)(more))).toEqual({ _tag: 'Right', right: exact })
    })
  )
})

test('encoding changes nothing in the value it is given', async () => {
  await holds(
    fc.property(cases, ({ codec, more }) => {
      const before = structuredClone(more)
      encoder(codec)(more)
      expect(more).toEqual(before)
    })
  )
})

interface Node {
  readonly name: string
  readonly children: Node[]
}
const Node: t.Type<Node> = t.recursion('Node', (self) => t.type({ name: t.string, children: t.array(self) }))

test('a recursive codec is walked to the end', () => {
  const deep = { name: 'a', secret, children: [{ name: 'b', secret, children: [] }] }
  expect(encoder(Node)(deep)).toEqual({ name: 'a', children: [{ name: 'b', children: [] }] })
})

test('a union encodes with the first member that the value is', () => {
  const codec = t.union([t.type({ a: t.string }), t.type({ b: t.string })])
  expect(encoder(codec)({ b: '1', c: secret })).toEqual({ b: '1' })
})

test('a codec made with new t.Type encodes itself', () => {
  const shout = new t.Type<string, string>('shout', t.string.is, t.string.validate, (s) => s.toUpperCase())
  expect(encoder(t.type({ a: shout }))({ a: 'x' })).toEqual({ a: 'X' })
})

test('a key named __proto__ is copied as a key, and no prototype changes', () => {
  const told = encoder(t.record(t.string, NumberFromString))(JSON.parse('{"__proto__":1,"a":2}')) as object
  expect(Object.getPrototypeOf(told)).toBe(Object.prototype)
  expect(JSON.stringify(told)).toBe('{"__proto__":"1","a":"2"}')
})

test.each<[string, t.Mixed, unknown]>([
  ['an object where a list is declared', t.array(t.string), {}],
  ['a text where an object is declared', t.type({ a: t.string }), 'x'],
  ['nothing where an object is declared', t.type({ a: t.string }), null],
  ['a value of no member of a union', t.union([t.type({ a: t.string }), t.null]), { b: 1 }],
  ['a number where a tuple is declared', t.tuple([t.string]), 1],
  ['a list where a record is declared by number', t.record(t.string, t.string), 7]
])('%s throws a TypeError that does not hold the value', (_, codec, value) => {
  expect(() => encoder(codec)(value)).toThrow(TypeError)
})

test('an array that a dictionary of anything takes keeps what is in it', () => {
  expect(encoder(t.type({ a: t.record(t.string, t.any) }))({ a: [{ b: 1 }], c: 1 })).toEqual({ a: [{ b: 1 }] })
})

test('a Standard Schema validator encodes what it validates, and unknown keys go', async () => {
  const encode = encoder(z.object({ a: z.string() }))
  expect(await encode({ a: '1', password: secret })).toEqual({ a: '1' })
  expect(() => encode({ a: 1, password: secret })).toThrow('the value is not as its codec declares')
  expect(() => encode({ a: 1, password: secret })).not.toThrow(secret)
})

test('a key named __proto__ is kept where several codecs encode the value', () => {
  const codec = t.intersection([t.record(t.string, t.unknown), t.type({ d: NumberFromString })])
  const encoded = encoder(codec)(JSON.parse('{"d":1,"__proto__":{"a":1},"c":"d"}'))
  expect(JSON.stringify(encoded)).toBe('{"d":"1","__proto__":{"a":1},"c":"d"}')
})
