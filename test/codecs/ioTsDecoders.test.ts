/** Decoding with io-ts codecs against io-ts itself: the same values, the same objects, the same reasons. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { AnyCodec, Decode } from '../../src/codecs/Codec.js'
import { codecTree } from '../../src/codecs/CodecTree.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { reasonsOf } from '../../src/codecs/describe.js'
import { stockOf } from '../../src/codecs/isStockIoTs.js'
import { body, handle, lambdas, limits, post, service } from '../../src/index.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { holds } from '../laws/holds.js'
import { cases } from './codecCases.js'
import { copiesDiffer, difference, objectsIn } from './reference.js'

const { isStock } = stockOf(t)

const decoder = (codec: AnyCodec): Decode => defaultEngine.decoder(codec)

/** Whether every codec of a tree is known. */
const isKnown = (codec: t.Mixed): boolean =>
  [...codecTree(codec, stockOf(t)).shapes.values()].every(({ kind }) => kind !== 'opaque')

const attempt = (f: () => unknown): { readonly told?: unknown; readonly thrown?: string } => {
  try {
    return { told: f() }
  } catch (e) {
    return { thrown: String(e) }
  }
}

const pairs = cases.chain(({ codec, near }) =>
  fc.array(near, { minLength: 8, maxLength: 8 }).map((values) => ({ codec, values }))
)

test('decoding gives what io-ts gives, down to which objects are copied, and refuses with its reasons', async () => {
  const seen = { codecs: 0, known: 0, taken: 0, refused: 0, copied: 0 }
  const difference1 = (codec: t.Mixed, decode: Decode, u: unknown): string | undefined => {
    const ours = attempt(() => decode(u))
    const theirs = attempt(() => codec.decode(u))
    if (ours.thrown !== theirs.thrown) return `${ours.thrown} is thrown, not ${theirs.thrown}`
    if (theirs.thrown !== undefined) return undefined
    const e = theirs.told as t.Validation<unknown>
    if (e._tag === 'Left') {
      seen.refused++
      // io-ts reads later keys from a copy of what it has decoded so far: there the reasons may be others.
      if (copiesDiffer(u) || codec.name.includes('__proto__')) expect(ours.told).toHaveProperty('issues.0')
      else expect(ours.told).toEqual({ issues: reasonsOf(e.left) })
      return undefined
    }
    seen.taken++
    if (!Object.is(e.right, u)) seen.copied++
    return difference((ours.told as { readonly value: unknown }).value, e.right, objectsIn(u))
  }
  await holds(
    fc.property(pairs, ({ codec, values }) => {
      seen.codecs++
      if (isKnown(codec)) seen.known++
      const decode = decoder(codec)
      for (const u of values) {
        const found = difference1(codec, decode, u)
        if (found !== undefined) throw new Error(`${codec.name}: ${found} for ${fc.stringify(u)}`)
      }
    }),
    Number(process.env['RUNS'] ?? 2500)
  )
  if (process.env['COUNTS'] !== undefined) console.log(seen)
  // The property says something of each outcome, and of codecs that are known through and through.
  expect(seen.known).toBeGreaterThan(1000)
  expect(Math.min(seen.taken, seen.refused, seen.copied)).toBeGreaterThan(1000)
})

test.each<[string, t.Mixed]>([
  ['type', t.type({ a: t.string })],
  ['partial', t.partial({ a: t.number })],
  ['strict', t.strict({ a: t.Int })],
  ['exact', t.exact(t.intersection([t.type({ a: t.string }), t.partial({ b: t.boolean })]))],
  ['array', t.array(t.unknown)],
  ['readonly', t.readonly(t.readonlyArray(t.null))],
  ['tuple', t.tuple([t.string, t.bigint])],
  ['record', t.record(t.string, t.UnknownRecord)],
  ['record by names', t.record(t.keyof({ a: null, b: null }), t.UnknownArray)],
  ['union', t.union([t.string, t.undefined, t.array(t.any)])],
  ['tagged union', t.union([t.type({ a: t.literal('x') }), t.strict({ a: t.literal('y') })])],
  ['recursion', t.recursion('R', (self) => t.array(self))],
  ['brand', t.brand(t.string, (s): s is t.Branded<string, { readonly B: symbol }> => s !== '', 'B')]
])('io-ts’s own %s is known as that', (_, codec) => {
  expect([isStock(codec), isKnown(codec)]).toEqual([true, true])
})

test('a value that is taken as it is asks io-ts for nothing', () => {
  const codec = t.type({ a: t.strict({ b: t.array(t.union([t.string, t.null])) }), c: t.record(t.string, t.Int) })
  const decode = decoder(codec)
  decode({})
  const { validate } = codec
  const asked: unknown[] = []
  const spy: typeof validate = (u, c) => {
    asked.push(u)
    return validate(u, c)
  }
  Object.assign(codec, { validate: spy })
  const u = { a: { b: ['x', null] }, c: { d: 1 }, more: true }
  expect(decode(u)).toEqual({ value: u })
  expect(asked).toEqual([])
  expect(decode({ ...u, a: 1 })).toEqual({ issues: [{ path: 'a', expected: '{| b: Array<(string | null)> |}' }] })
  expect(asked).toEqual([])
})

test('codecs that refer to what is defined after them are compiled when they are first asked', () => {
  const A: t.Mixed = t.recursion('A', () => t.type({ b: B }))
  const decode = decoder(A)
  const B = t.union([t.null, A])
  expect(decode({ b: { b: null } })).toEqual({ value: { b: { b: null } } })
})

type Nested = Nested[]
const Nested: t.Type<Nested> = t.recursion('Nested', (self) => t.array(self))
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

test('a recursive codec decodes what is nested a thousand deep', () => {
  const u: unknown = JSON.parse(nested(1000))
  expect((decoder(Nested)(u) as { readonly value: unknown }).value).toBe(u)
})

test('the most levels that limits allow fit on the stack, and deeper ones are refused', async () => {
  const deep = pipe(
    post('/deep'),
    limits({ jsonDepth: 500 }),
    body(Nested),
    handle(() => 'done')
  )
  const { 'api-deep': handler } = lambdas(service('deep', {}, { deep }))
  const send = (depth: number) => {
    const headers = { 'content-type': 'application/json' }
    return handler?.(httpEvent('rest', 'POST', '/deep', { rawBody: nested(depth), headers }), lambdaContext('api-deep'))
  }
  expect(await send(500)).toMatchObject({ statusCode: 200 })
  expect(await send(501)).toMatchObject({ statusCode: 400 })
  expect(await send(200_000)).toMatchObject({ statusCode: 400 })
})
