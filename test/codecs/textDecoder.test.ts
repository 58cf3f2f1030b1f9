/** Text decoded with one check against the same in three steps: parsed, guarded, decoded. */
import * as fc from 'fast-check'
import * as t from 'io-ts'
import type { AnyCodec, Decode } from '../../src/codecs/Codec.js'
import { codecTree } from '../../src/codecs/CodecTree.js'
import { YES } from '../../src/codecs/checks.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { declaredCheck } from '../../src/codecs/ioTsDecoders.js'
import { stockOf } from '../../src/codecs/isStockIoTs.js'
import { Run } from '../../src/codecs/Run.js'
import { parseJson } from '../../src/codecs/safeJson.js'
import { holds } from '../laws/holds.js'
import { cases } from './codecCases.js'

const decoder = (codec: AnyCodec): Decode => defaultEngine.decoder(codec)
const decodeText = (codec: AnyCodec, jsonDepth: number) => defaultEngine.textDecoder(codec, { jsonDepth })

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

test('text decodes to what parser, guard and decoder make of it, whatever the codec', async () => {
  await holds(
    fc.property(texts, fc.integer({ min: 1, max: 5 }), ({ codec, texts }, depth) => {
      const decode = decoder(codec)
      const fromText = decodeText(codec, depth)
      for (const text of texts)
        expect(attempt(() => fromText(text))).toEqual(
          attempt(() => {
            const json = parseJson(text, depth)
            return 'value' in json ? decode(json.value) : json
          })
        )
    }),
    2000
  )
})

const declared = (codec: t.Mixed, depth: number) => declaredCheck(codecTree(codec, stockOf(t)), depth)

test('a value in which everything is declared passes the decoder as it is', async () => {
  let passed = 0
  await holds(
    fc.property(texts, ({ codec, texts }) => {
      const check = declared(codec, 64)
      if (check === undefined) return
      for (const text of texts) {
        const json = parseJson(text, 64)
        if (!('value' in json)) continue
        const { value } = json
        if (attempt(() => check(value, new Run())) !== YES) continue
        passed++
        expect(decodeText(codec, 64)(text)).toEqual({ value })
        expect(decoder(codec)(value)).toEqual({ value })
      }
    }),
    2000
  )
  expect(passed).toBeGreaterThan(200)
})

const Order = t.type({ id: t.string, lines: t.array(t.type({ n: t.Int, note: t.union([t.string, t.null]) })) })

test('a body of declared keys needs one check; one more key, one level more, or something open is for the guard', () => {
  const check = declared(Order, 3)
  expect(declared(Order, 2)).toBeUndefined()
  expect(check?.({ id: '1', lines: [{ n: 1, note: null }] }, new Run())).toBe(YES)
  expect(check?.({ id: '1', lines: [{ n: 1, note: null, more: 1 }] }, new Run())).not.toBe(YES)
  expect(check?.({ id: '1', lines: [{ n: Number.POSITIVE_INFINITY, note: null }] }, new Run())).not.toBe(YES)
  expect(declared(t.type({ a: t.unknown }), 64)).toBeUndefined()
  expect(declared(t.record(t.string, t.string), 64)).toBeUndefined()
  expect(declared(t.type({ ['__proto__' as string]: t.string }), 64)).toBeUndefined()
  expect(declared(t.type({ toString: t.string }), 64)).toBeUndefined()
})

test('of a key that stands twice the last value counts, for its depth too', () => {
  expect(decodeText(t.type({ a: t.string }), 1)('{"a":[[]],"a":"b"}')).toEqual({ value: { a: 'b' } })
})

test('a long text is scanned before it is parsed: nested brackets take fifty times their length', () => {
  const deep = `{"id":"1","lines":[],"x":${'['.repeat(40_000)}${']'.repeat(40_000)}}`
  const parse = jest.spyOn(JSON, 'parse')
  expect(decodeText(Order, 64)(deep)).toEqual({ problem: { kind: 'too deep', limit: 64 } })
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
})
