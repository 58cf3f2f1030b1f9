/** Text decoded with one look against the same in three steps: guarded, parsed, decoded. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import { decoder } from '../../src/codecs/Codec.js'
import { harmless, parseAny, parseJson } from '../../src/codecs/safeJson.js'
import { decodeJson } from '../../src/combinators/decodeJson.js'
import { YES } from '../../src/combinators/quick.js'
import { wholeLook } from '../../src/combinators/wholeLook.js'
import { holds } from '../laws/holds.js'
import { cases } from './codecCases.js'

const textOf = (u: unknown): string | undefined => {
  try {
    return JSON.stringify(u)
  } catch {
    return undefined
  }
}

const attempt = (f: () => unknown): unknown => {
  try {
    return f()
  } catch (e) {
    return { thrown: String(e) }
  }
}

// As a client sends it, and with a key more, wherever an object opens.
const more = fc.constantFrom(
  '',
  '"__proto__":1,',
  '"constructor":{"prototype":1},',
  '"\\u005f_proto__":[],',
  '"x":[[[]]],',
  '"z":[],'
)
const texts = cases.chain(({ codec, near }) =>
  fc.array(fc.tuple(near, more, fc.nat(3)), { minLength: 6, maxLength: 6 }).map((values) => ({
    codec,
    texts: values.flatMap(([u, key, nth]) => {
      let n = 0
      return textOf(u)?.replaceAll(/\{(?!\})/g, (open) => (n++ === nth ? open + key : open)) ?? []
    })
  }))
)

test('text decodes to what guard, parser and decoder make of it, whatever the codec', async () => {
  await holds(
    fc.property(texts, fc.integer({ min: 1, max: 5 }), ({ codec, texts }, depth) => {
      const decode = decoder(codec)
      const decodeText = decodeJson(codec, depth)
      for (const text of texts)
        expect(attempt(() => decodeText(text))).toEqual(
          attempt(() => {
            const json = parseJson(text, depth)
            return json === undefined ? undefined : decode(json.value)
          })
        )
    }),
    2000
  )
})

test('what the look takes, the guard and the decoder take as it is', async () => {
  let taken = 0
  await holds(
    fc.property(texts, ({ codec, texts }) => {
      const whole = wholeLook(codec)
      if (whole === undefined) return
      for (const text of texts) {
        const value = parseAny(text)
        if (value === undefined || attempt(() => whole.look(value)) !== YES) continue
        taken++
        expect(harmless(text, value, whole.depth)).toBe(true)
        expect(decoder(codec)(value)).toEqual({ value })
      }
    }),
    2000
  )
  expect(taken).toBeGreaterThan(200)
})

const Order = t.type({ id: t.string, lines: t.array(t.type({ n: t.Int, note: t.union([t.string, t.null]) })) })

test('a body of declared keys is looked at once; one more key, one level more, or something open is for the guard', () => {
  const whole = wholeLook(Order)
  expect(whole?.depth).toBe(3)
  expect(whole?.look({ id: '1', lines: [{ n: 1, note: null }] })).toBe(YES)
  expect(whole?.look({ id: '1', lines: [{ n: 1, note: null, more: 1 }] })).not.toBe(YES)
  expect(wholeLook(t.type({ a: t.unknown }))).toBeUndefined()
  expect(wholeLook(t.record(t.string, t.string))).toBeUndefined()
  expect(wholeLook(t.type({ ['__proto__' as string]: t.string }))).toBeUndefined()
})

test('of a key that stands twice the last value counts, for its depth too', () => {
  expect(decodeJson(t.type({ a: t.string }), 1)('{"a":[[]],"a":"b"}')).toEqual({ value: { a: 'b' } })
})

test('a text that is longer than memory likes is guarded before it is parsed', () => {
  const deep = `{"id":"1","lines":[],"x":${'['.repeat(40_000)}${']'.repeat(40_000)}}`
  const parse = jest.spyOn(JSON, 'parse')
  expect(decodeJson(Order, 64)(deep)).toBeUndefined()
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
})
