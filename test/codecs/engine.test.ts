/** Codecs of every kind, each with the same values: what is decoded, refused and encoded, against io-ts. */
import { isDeepStrictEqual } from 'node:util'
import * as t from 'io-ts'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { reasonsOf } from '../../src/codecs/describe.js'
import { parseJson } from '../../src/codecs/safeJson.js'
import { NumberFromString } from '../../src/codecs/textCodecs.js'
import { codecTable, valuesOf } from './codecTable.js'
import { copiesDiffer, declared, difference, hasNoJson, hides, objectsIn } from './reference.js'

const attempt = <A>(f: () => A): { readonly told?: A; readonly thrown?: string } => {
  try {
    return { told: f() }
  } catch (e) {
    return { thrown: String(e) }
  }
}

/** As JSON, in which undefined and large numbers are told apart from others. */
const textOf = (u: unknown): string =>
  String(JSON.stringify([u], (_, v) => (typeof v === 'bigint' ? `${v}n` : v === undefined ? 'undefined' : v)))

const rows = codecTable.map((codecs, i) => [`${i}: ${codecs[0]?.name}`, codecs] as const)
const shownOf = (u: unknown, i: number) => ({ u, given: objectsIn(u), shown: `value ${i}, ${textOf(u)}` })
const values = valuesOf().map(shownOf)
const besides = valuesOf().map((u, i) => shownOf(['1', u], i))
const texts = values.flatMap(({ u }) => {
  const { told } = attempt(() => JSON.stringify(u))
  return told === undefined ? [] : [told]
})

const same = (what: string, ours: unknown, theirs: unknown): void => {
  const [a, b] = [textOf(ours), textOf(theirs)]
  // Keys may stand in another order.
  if (a !== b && !isDeepStrictEqual(JSON.parse(a), JSON.parse(b))) throw new Error(`${what}: ${a} and not ${b}`)
}

const decodes = (codec: t.Mixed, given = values): void => {
  const decode = defaultEngine.decoder(codec)
  for (const { u, given: objects, shown } of given) {
    const what = `${codec.name} of ${shown}`
    const ours = attempt(() => decode(u) as { readonly value?: unknown; readonly issues?: ReadonlyArray<unknown> })
    const theirs = attempt(() => codec.decode(u))
    same(what, ours.thrown, theirs.thrown)
    const e: t.Validation<unknown> | undefined = theirs.told
    if (e === undefined) continue
    if (e._tag === 'Right') {
      same(what, Object.keys(ours.told ?? {}), ['value'])
      same(what, difference(ours.told?.value, e.right, objects), undefined)
      // io-ts reads later keys from a copy of what it has decoded so far: there the reasons may be others.
    } else if (copiesDiffer(u)) same(what, (ours.told?.issues ?? []).length > 0, true)
    else same(what, ours.told, { issues: reasonsOf(e.left) })
  }
}

const decodesText = (codec: t.Mixed): void => {
  const decode = defaultEngine.decoder(codec)
  const decodeText = defaultEngine.textDecoder(codec, { jsonDepth: 3 })
  for (const text of texts) {
    const json = parseJson(text, 3)
    const theirs = attempt(() => ('value' in json ? decode(json.value) : json))
    const ours = attempt(() => decodeText(text))
    same(`${codec.name} of ${text}`, ours, theirs)
  }
}

const encodes = (codec: t.Mixed): void => {
  // io-ts makes a prototype of what stands under the first key, and every object inherits the second.
  if (/__proto__|constructor/.test(codec.name)) return
  const encode = defaultEngine.encoder(codec)
  for (const { u, shown } of values) {
    if (hides(u) || shown.includes('__proto__')) continue
    const what = `${codec.name} of ${shown}`
    const ours = attempt(() => encode(u))
    const known = attempt(() => codec.is(u)).told === true
    const theirs = attempt(() => declared(codec, u, codec.encode(u)))
    // Passed as it is or refused here: printing refuses it either way.
    if (hasNoJson(theirs.thrown)) continue
    if (known && theirs.thrown === undefined) same(what, ours, theirs)
    else same(what, 'thrown' in ours, true)
  }
}

// The steps that copy are asked about every value, where what stands beside it is copied.
const decodesBeside = (codec: t.Mixed): void => decodes(t.tuple([NumberFromString, codec]), besides)

const each = (f: (codec: t.Mixed) => void, codecs: ReadonlyArray<t.Mixed>) => () => {
  for (const codec of codecs) f(codec)
}

describe.each(rows)('%s', (_, codecs) => {
  test('decodes as io-ts does', each(decodes, codecs))
  test('decodes so beside what is copied, too', each(decodesBeside, codecs.slice(0, 3)))
  test('decodes a text as its value', each(decodesText, codecs))
  test('encodes as io-ts does', each(encodes, codecs))
})
