/** The engine: which kind decodes what, what is guarded before, and what is made when. */
import * as t from 'io-ts'
import type { AnyCodec } from '../../src/codecs/Codec.js'
import { codecEngine, type Decoders } from '../../src/codecs/CodecEngine.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { ioTsDecoders } from '../../src/codecs/ioTsDecoders.js'
import { problemIn } from '../../src/codecs/otherValidators.js'
import { NumberFromString } from '../../src/codecs/textCodecs.js'

const codecs = { left: { name: 'left' }, right: { name: 'right' } } as unknown as Record<'left' | 'right', AnyCodec>
const other = { name: 'other' } as unknown as AnyCodec
const deepText = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
const tooDeep = (limit: number) => ({ problem: { kind: 'too deep', limit } })

const kind = (name: 'left' | 'right', more: Omit<Partial<Decoders>, 'decoder'> = {}) => {
  const decoder = jest.fn((_: AnyCodec, limits: object) => (value: unknown) => ({ value: [name, value, limits] }))
  return { takes: (codec: AnyCodec) => codec === codecs[name], ...more, decoder }
}

describe('an engine', () => {
  test('asks the kind that takes a codec, when it is first asked, and once', () => {
    const [left, right] = [kind('left'), kind('right')]
    const { decoder } = codecEngine([left, right], [])
    const [decodeLeft, decodeRight] = [decoder(codecs.left), decoder(codecs.right, { jsonDepth: 3 })]
    expect([left.decoder.mock.calls.length, right.decoder.mock.calls.length]).toEqual([0, 0])
    expect(decodeLeft(1)).toEqual({ value: ['left', 1, {}] })
    expect(decodeRight(2)).toEqual({ value: ['right', 2, { jsonDepth: 3 }] })
    decodeLeft(3)
    expect([left.decoder.mock.calls.length, right.decoder.mock.calls.length]).toEqual([1, 1])
    expect(left.decoder).toHaveBeenCalledWith(codecs.left, {})
  })

  test('says that a bundle lacks a kind', () => {
    const { decoder, textDecoder, valueDecoder, encoder } = codecEngine([kind('left')], [])
    const message = 'the bundle has no engine for a codec of its handler: run `quaich build` again'
    for (const make of [decoder, textDecoder, valueDecoder, encoder]) expect(() => make(other)('1')).toThrow(new Error(message))
  })

  test('encodes by the kind that takes a codec', () => {
    const encoder = jest.fn(() => (a: unknown) => ['encoded', a])
    const engine = codecEngine([], [{ takes: (codec) => codec === codecs.left, encoder }])
    const encode = engine.encoder(codecs.left)
    expect(encoder).not.toHaveBeenCalled()
    expect([encode(1), encode(2)]).toEqual([
      ['encoded', 1],
      ['encoded', 2]
    ])
    expect(encoder).toHaveBeenCalledTimes(1)
  })

  test('guards texts and values, 64 levels deep where nothing else is said', () => {
    const { textDecoder, valueDecoder } = codecEngine([kind('left')], [])
    const text = textDecoder(codecs.left)
    expect(text('{"a":1}')).toEqual({ value: ['left', { a: 1 }, {}] })
    expect(text('{')).toEqual({ problem: { kind: 'malformed' } })
    expect([text(deepText(65)), 'value' in text(deepText(64))]).toEqual([tooDeep(64), true])
    expect(textDecoder(codecs.left, { jsonDepth: 2 })(deepText(3))).toEqual(tooDeep(2))
    const value = valueDecoder(codecs.left)
    expect(value({ a: 1 })).toEqual({ value: ['left', { a: 1 }, {}] })
    expect([value(JSON.parse(deepText(65))), 'value' in value(JSON.parse(deepText(64)))]).toEqual([tooDeep(64), true])
    expect(valueDecoder(codecs.left, { jsonDepth: 2 })([[[]]])).toEqual(tooDeep(2))
    expect(value(Number.POSITIVE_INFINITY)).toHaveProperty('issues')
  })

  test('decodes nothing that is too large for the kind', () => {
    const problem = { kind: 'too many values', limit: 1 } as const
    const problemOf = jest.fn(() => (value: unknown) => (value === 'large' ? problem : undefined))
    const { textDecoder, valueDecoder } = codecEngine([kind('left', { problemOf })], [])
    const [text, value] = [textDecoder(codecs.left, { jsonValues: 1 }), valueDecoder(codecs.left)]
    expect([text('"large"'), value('large')]).toEqual([{ problem }, { problem }])
    expect([text('"a"'), value('a')]).toEqual([{ value: ['left', 'a', { jsonValues: 1 }] }, { value: ['left', 'a', {}] }])
    expect(problemOf).toHaveBeenNthCalledWith(1, codecs.left, { jsonValues: 1 })
  })

  test('goes the quicker way from text to value where a kind has one', () => {
    const textDecoder = jest.fn((_: AnyCodec, limits: object) => (text: string) => ({ value: [text, limits] }))
    const engine = codecEngine([kind('left', { textDecoder })], [])
    expect(engine.textDecoder(codecs.left)('{')).toEqual({ value: ['{', {}] })
    expect(engine.textDecoder(codecs.left, { jsonDepth: 1 })('{')).toEqual({ value: ['{', { jsonDepth: 1 }] })
  })
})

describe('limits for other validators', () => {
  test('are asked for at the first object, once', () => {
    const defaults = jest.fn(() => ({ jsonDepth: 1, jsonValues: 25 }))
    const problemOf = problemIn(defaults, {})
    expect([problemOf('a'), problemOf(null), problemOf(undefined)]).toEqual([undefined, undefined, undefined])
    expect(defaults).not.toHaveBeenCalled()
    expect([problemOf({ a: 1 }), problemOf([[]])]).toEqual([undefined, { kind: 'too deep', limit: 1 }])
    expect(problemOf(new Array(30).fill(1))).toEqual({ kind: 'too many values', limit: 25 })
    expect(defaults).toHaveBeenCalledTimes(1)
  })

  test('are those that a program declares', () => {
    const problemOf = problemIn(() => ({ jsonDepth: 1, jsonValues: 35 }), { jsonDepth: 2 })
    expect([problemOf([[]]), problemOf([[[]]])]).toEqual([undefined, { kind: 'too deep', limit: 2 }])
    expect(problemOf(new Array(40).fill(1))).toEqual({ kind: 'too many values', limit: 35 })
  })
})

describe('io-ts', () => {
  const text = (codec: t.Mixed, limits = {}) => defaultEngine.textDecoder(codec, limits)
  const own: t.Mixed = new t.Type<unknown>('own', (_): _ is unknown => true, t.success, t.identity)
  const A = t.type({ a: t.string })

  test('takes what is no Standard Schema', () => {
    const { takes } = ioTsDecoders(t)
    expect([takes(t.string), takes({ '~standard': {} } as never)]).toEqual([true, false])
  })

  test.each<[string, t.Mixed, string, object]>([
    ['declared keys', A, '{"a":"b"}', { value: { a: 'b' } }],
    ['a key more', A, '{"a":"b","c":1}', { value: { a: 'b', c: 1 } }],
    ['a wrong key', A, '{"a":1}', { issues: [{ path: 'a', expected: 'string' }] }],
    ['no JSON', A, '{', { problem: { kind: 'malformed' } }],
    ['no JSON for what may be anything', t.unknown, '{', { problem: { kind: 'malformed' } }],
    ['a wrong key in what is too deep', A, '{"a":[[[]]]}', tooDeep(3)],
    ['an undeclared key that is too deep', A, '{"a":"b","c":[[[]]]}', tooDeep(3)],
    ['a dangerous key', A, '{"a":"b","__proto__":1}', { problem: { kind: 'dangerous key' } }],
    ['a dangerous key beside a wrong one', A, '{"a":1,"__proto__":1}', { problem: { kind: 'dangerous key' } }],
    [
      'a number that is too large',
      t.type({ a: t.number }),
      '{"a":1e999}',
      { issues: [{ path: 'a', expected: 'a number that is not too large' }] }
    ],
    ['null', t.null, 'null', { value: null }],
    ['what is decoded', t.type({ a: NumberFromString }), '{"a":"1"}', { value: { a: 1 } }]
  ])('decodes the text of %s', (_, codec, json, expected) => {
    expect(text(codec, { jsonDepth: 3 })(json)).toEqual(expected)
  })

  test('a text is 64 levels deep at most where nothing else is said', () => {
    const [shallow, deep] = [text(t.UnknownArray)(deepText(64)), text(t.UnknownArray)(deepText(65))]
    expect(['value' in shallow, deep]).toEqual([true, tooDeep(64)])
  })

  test.each<[string, t.Mixed, string, number]>([
    ['an array', t.array(t.array(t.string)), '[["a"]]', 2],
    ['a tuple', t.tuple([t.tuple([t.string])]), '[["a"]]', 2],
    ['a record', t.type({ a: A }), '{"a":{"a":"b"}}', 2],
    ['a union', t.type({ a: t.union([t.null, t.array(t.null), t.string]) }), '{"a":[null]}', 2],
    ['an exact record', t.strict({ a: A }), '{"a":{"a":"b"}}', 2],
    ['a refinement', t.refinement(t.array(A), () => true), '[{"a":"b"}]', 2],
    ['a text', t.string, '"a"', 0]
  ])(
    '%s of declared keys that lies as deep as the codec is checked once; a limit below that is kept',
    (_, codec, json, depth) => {
      const decode = text(codec, { jsonDepth: depth })
      expect(decode(json)).toEqual({ value: JSON.parse(json) })
      if (depth > 0) expect(text(codec, { jsonDepth: depth - 1 })(json)).toEqual(tooDeep(depth - 1))
      // Nothing counts the brackets of a text in which everything is declared.
      const count = jest.spyOn(String.prototype, 'indexOf')
      decode(json)
      const n = count.mock.calls.length
      count.mockRestore()
      expect(n).toBe(0)
    }
  )

  test.each<[string, unknown, object]>([
    ['too deep', JSON.parse(deepText(65)), { issues: [{ path: '', expected: 'at most 64 levels' }] }],
    ['deep', JSON.parse(deepText(64)), { value: JSON.parse(deepText(64)) }],
    ['too long', new Array(20_000).fill(1), { issues: [{ path: '', expected: 'at most 20000 values' }] }],
    ['long', new Array(19_990).fill(1), { value: new Array(19_990).fill(1) }]
  ])('a codec of its own is given no value that is %s', (_, u, expected) => {
    expect(defaultEngine.decoder(own)(u)).toEqual(expected)
  })

  test('a codec of its own is given what a program allows', () => {
    expect(defaultEngine.decoder(own, { jsonDepth: 2 })([[[]]])).toEqual({ issues: [{ path: '', expected: 'at most 2 levels' }] })
    expect(defaultEngine.decoder(t.type({ a: own }), { jsonValues: 5 })({ a: [] })).toEqual({
      issues: [{ path: 'a', expected: 'at most 5 values' }]
    })
    expect(defaultEngine.textDecoder(own, { jsonDepth: 14 })(deepText(14))).toHaveProperty('value')
  })

  test('a codec of its own says why it refuses', () => {
    const refusing = new t.Type('refusing', t.string.is, t.string.validate, t.identity)
    expect(defaultEngine.decoder(refusing)(1)).toEqual({ issues: [{ path: '', expected: 'refusing' }] })
    expect(text(refusing)('1')).toEqual({ issues: [{ path: '', expected: 'refusing' }] })
    const decoding = Object.assign(Object.create(t.Type.prototype), refusing, { decode: () => t.success('decoded') })
    expect(defaultEngine.decoder(decoding)(1)).toEqual({ value: 'decoded' })
  })

  test('what is refused at once is not decoded to be refused', () => {
    const predicate = jest.fn(() => true)
    const codec = t.type({ a: t.refinement(t.string, predicate), b: t.string })
    expect(defaultEngine.decoder(codec)({ a: 'a', b: 1 })).toHaveProperty('issues')
    expect(predicate).toHaveBeenCalledTimes(2)
    predicate.mockClear()
    expect(text(codec)('{"a":"a","b":1}')).toHaveProperty('issues')
    expect(predicate).toHaveBeenCalledTimes(2)
  })

  test('what copies is made once', () => {
    const definition = jest.fn(() => t.type({ a: NumberFromString }))
    const decode = defaultEngine.decoder(t.recursion('R', definition))
    expect([decode({ a: '1' }), decode({ a: '2' })]).toEqual([{ value: { a: 1 } }, { value: { a: 2 } }])
    expect(definition).toHaveBeenCalledTimes(1)
  })
})
