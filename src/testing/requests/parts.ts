/** The parts of a valid request, each from what the route declares of it; whatever cannot be generated is told at once, with its place. */
import * as fc from 'fast-check'
import type { AnyCodec, Codecs } from '../../codecs/Codec.js'
import { readsArray } from '../../codecs/reflect.js'
import { type AuthFact, type BodyFact, factOf, factsOf, type Method } from '../../combinators/Fact.js'
import { limitsOf, mediaTypesOf } from '../../combinators/requestBody.js'
import { type Declaration, placeOf, routeOf } from '../../router/Declaration.js'
import { parsePath } from '../../router/Path.js'
import { ArbitraryError, type ArbitraryFault } from '../arbitrary/ArbitraryError.js'
import { annotationsOf, samplesIn } from '../arbitrary/arbitrary.js'
import { Checked, enough, tried } from '../arbitrary/Checked.js'
import type { World } from '../arbitrary/Growth.js'
import { texts } from '../arbitrary/pools.js'
import type { AnyRequest } from './AnyRequest.js'
import { fields, headerTexts, isHeader, isSegment, isSegments, paths, segments } from './places.js'
import { decodeNow, decodeTextNow, textWrongs } from './wrongs.js'

// ---- model

type Values = fc.Arbitrary<unknown>
type Texts = fc.Arbitrary<Readonly<Record<string, unknown>>>

/** What is generated of a request, part by part; a part that is absent is not declared. @internal */
export interface Parts {
  readonly method: fc.Arbitrary<AnyRequest['method']>
  readonly params?: Texts
  readonly query?: Texts
  readonly headers?: Texts
  readonly body?: Values
  readonly contentType?: fc.Arbitrary<string | undefined>
  readonly auth?: Texts
  readonly apiKey?: fc.Arbitrary<string>
}

/** Where values come from, and what stands in the way. @internal */
export interface Maker {
  readonly annotations: World['annotations']
  readonly faults: ArbitraryFault[]
}

// ---- constructors

/** The parts of the requests of a route, or an {@link ArbitraryError}. @internal */
export const partsOf = (d: Declaration, annotations: ReadonlyArray<AnyCodec>, methods: ReadonlyArray<Method>): Parts => {
  const m: Maker = { annotations: annotationsOf(annotations), faults: [] }
  if (routeOf(d) === undefined)
    throw new ArbitraryError(placeOf(d), [
      {
        path: '',
        codec: placeOf(d),
        problem: 'is no route, and gets no requests',
        mend: 'messages(…) makes what its events hold'
      }
    ])
  const auth = factOf(d.facts, 'Auth')
  const body = factOf(d.facts, 'Body')
  const params = paramsOf(m, d)
  const query = together(m, 'query', factsOf(d.facts, 'Query'), fields)
  const headers = together(m, 'headers', factsOf(d.facts, 'Headers'), headerTexts)
  const parts: Parts = {
    method: fc.constantFrom(...methods),
    ...(params === undefined ? undefined : { params }),
    ...(query === undefined ? undefined : { query }),
    ...(headers === undefined ? undefined : { headers }),
    ...(body === undefined ? undefined : { body: bodyOf(m, d, body), contentType: contentTypes(d, body) }),
    ...(auth === undefined ? undefined : { auth: identityOf(m, auth) }),
    ...(factOf(d.facts, 'ApiKey') === undefined
      ? undefined
      : { apiKey: fc.string({ unit: fc.constantFrom(...'abcdefABCDEF0123456789'), minLength: 20, maxLength: 40 }) })
  }
  if (m.faults.length > 0) throw new ArbitraryError(`requests to ${placeOf(d)}`, m.faults)
  return parts
}

/** The encoded values of a codec that pass in their place; a fault, where next to none does. @internal */
export const wired = (
  m: Maker,
  path: string,
  codec: AnyCodec,
  strings: fc.Arbitrary<string>,
  passes: (encoded: unknown) => boolean,
  mend: string
): Values => {
  try {
    const name = 'name' in codec && typeof codec.name === 'string' ? codec.name : 'a validator'
    const made = new Checked(
      samplesIn(codec, { strings, annotations: m.annotations }).map((s): unknown => s.encoded),
      (u) => written(passes, u),
      {
        path,
        codec: name,
        problem: `decodes fewer than ${enough} of ${tried} of its own encoded values, once they were sent`,
        mend
      }
    )
    const fault = made.probe()
    if (fault !== undefined) m.faults.push(fault)
    return made
  } catch (e) {
    if (!(e instanceof ArbitraryError)) throw e
    m.faults.push(...e.faults.map((f) => ({ ...f, path: f.path === '' ? path : `${path}.${f.path}` })))
    return fc.constant(undefined)
  }
}

// A value whose `toString` is no function cannot be written as text.
const written = (passes: (encoded: unknown) => boolean, u: unknown): boolean => {
  try {
    return passes(u)
  } catch (e) {
    if (e instanceof TypeError) return false
    throw e
  }
}

const asText = 'what arrives here is text: use a codec that reads text, such as NumberFromString'

// How the client sends a value of a query, a form or a header: lists several times, what is undefined not at all.
const sent = (u: unknown): ReadonlyArray<string> => [u].flat().flatMap((x) => (x === undefined ? [] : [String(x)]))

const record = (all: Readonly<Record<string, Values>>): Texts =>
  fc.record(all, { noNullPrototype: true }).map((o) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)))

const textsOf = (m: Maker, part: string, codecs: Codecs, strings: fc.Arbitrary<string>): Readonly<Record<string, Values>> =>
  Object.fromEntries(
    Object.entries(codecs).map(([key, codec]) => {
      const passes = (u: unknown): boolean => {
        const values = sent(u)
        const read = part === 'headers' && values.length > 1 && !readsArray(codec) ? [values.join(', ')] : values
        return (part !== 'headers' || values.every(isHeader)) && textWrongs('', codec, read, 400).length === 0
      }
      return [key, wired(m, `${part}.${key}`, codec, strings, passes, asText)]
    })
  )

const together = (
  m: Maker,
  part: string,
  facts: ReadonlyArray<{ readonly codecs: Codecs }>,
  strings: fc.Arbitrary<string>
): Texts | undefined =>
  facts.length === 0 ? undefined : record(Object.assign({}, ...facts.map((f) => textsOf(m, part, f.codecs, strings))))

const paramsOf = (m: Maker, d: Declaration): Texts | undefined => {
  const codecs = Object.assign({}, ...factsOf(d.facts, 'Params').map((f) => f.codecs)) as Codecs
  const all = parsePath(routeOf(d)?.path ?? '/').segments.flatMap((segment): ReadonlyArray<readonly [string, Values]> => {
    if (segment._tag === 'Literal') return []
    const greedy = segment._tag === 'Greedy'
    const fits = greedy ? isSegments : isSegment
    const strings = greedy ? paths : segments
    const codec = Object.hasOwn(codecs, segment.name) ? codecs[segment.name] : undefined
    if (codec === undefined) return [[segment.name, strings]]
    const passes = (u: unknown): boolean =>
      u !== undefined && fits(String(u)) && textWrongs('', codec, [String(u)], 400).length === 0
    return [[segment.name, wired(m, `params.${segment.name}`, codec, strings, passes, asText)]]
  })
  return all.length === 0 ? undefined : record(Object.fromEntries(all))
}

const bodyOf = (m: Maker, d: Declaration, fact: BodyFact): Values => {
  const { bodyBytes, formKeys } = limitsOf(d.facts)
  switch (fact.as) {
    case 'text':
      return texts.filter((s) => s.length <= bodyBytes / 4)
    case 'raw':
      return fc.uint8Array({ maxLength: Math.min(64, bodyBytes) })
    case 'form':
      return record(textsOf(m, 'body', fact.codecs ?? {}, fields)).filter((o) => Object.values(o).flat().length <= formKeys)
    case 'json': {
      const { codec } = fact
      if (codec === undefined) return fc.constant(undefined)
      const passes = (u: unknown): boolean => {
        const text = jsonText(u)
        if (text === undefined) return u === undefined && decodeNow(codec, undefined).issues === undefined
        return Buffer.byteLength(text) <= bodyBytes && 'value' in decodeTextNow(codec, text, factOf(d.facts, 'Limits'))
      }
      return wired(
        m,
        'body',
        codec,
        texts,
        passes,
        'what arrives here is JSON, within the limits of the route: use a codec whose encoded form JSON can write'
      )
    }
  }
}

/** JSON text of a value, or nothing where JSON cannot write it. @internal */
export const jsonText = (u: unknown): string | undefined => {
  try {
    return JSON.stringify(u)
  } catch {
    return undefined
  }
}

// What a client may write in the place of the declared type: itself, in other letters, with the one charset that is read.
const contentTypes = (d: Declaration, fact: BodyFact): fc.Arbitrary<string | undefined> => {
  const concrete = mediaTypesOf(d.facts).map((type) =>
    type === '*/*' ? 'application/octet-stream' : type.endsWith('/*') ? type.replace('*', 'x-any') : type
  )
  const spelled = concrete.flatMap((type) => [type, type.toUpperCase(), ...(fact.as === 'raw' ? [] : [`${type}; charset=utf-8`])])
  return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, fc.constantFrom(...spelled))
}

const identityOf = (m: Maker, { codec, scheme, scopes }: AuthFact): Texts => {
  if (codec === undefined) return signers
  const passes = (u: unknown): boolean => {
    const text = jsonText(u)
    return text !== undefined && typeof u === 'object' && decodeNow(codec, JSON.parse(text)).issues === undefined
  }
  const mend = 'what the gateway hands on is JSON: use a codec whose encoded form JSON can write'
  const known = wired(m, 'auth', codec, texts, passes, mend) as Texts
  return scheme._tag === 'Cognito' || scheme._tag === 'Jwt'
    ? scopes.length === 0
      ? known
      : fc
          .tuple(known, fc.subarray([...scopes], { minLength: 1 }))
          .map(([claims, some]) => ({ ...claims, scope: some.join(' ') }))
    : known
}

const signers: Texts = fc.record({
  userArn: fc
    .string({ unit: fc.constantFrom(...'abcxyz019-_.'), minLength: 1, maxLength: 12 })
    .map((name) => `arn:aws:iam::123456789012:user/${name}`),
  accountId: fc.constant('123456789012'),
  accessKey: fc.constant('AKIAIOSFODNN7EXAMPLE'),
  caller: fc.constant('AIDACKCEVSQ6C2EXAMPLE'),
  user: fc.constant('AIDACKCEVSQ6C2EXAMPLE')
})
