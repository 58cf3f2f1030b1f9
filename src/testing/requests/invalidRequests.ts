/**
 * Requests that a route must refuse: valid ones, one step away. No step is believed: what comes of it goes through the codecs, and what
 * they still take is thrown away.
 */
import * as fc from 'fast-check'
import type { AnyCodec } from '../../codecs/Codec.js'
import { factOf, factsOf } from '../../combinators/Fact.js'
import type { AnyHandler } from '../../combinators/Handler.js'
import { limitsOf, mediaTypesOf } from '../../combinators/requestBody.js'
import { type Declaration, placeOf, routeOf } from '../../router/Declaration.js'
import { parsePath } from '../../router/Path.js'
import { ArbitraryError } from '../arbitrary/ArbitraryError.js'
import { Checked } from '../arbitrary/Checked.js'
import type { AnyRequest, InvalidRequest } from './AnyRequest.js'
import { type Nudge, nearJson, nearJsonText, nearText, nudges, pick } from './nudge.js'
import { jsonText } from './parts.js'
import { isHeader, isSegment } from './places.js'
import { alone, type Reaching } from './reaching.js'
import { declarationOf, validRequests } from './requests.js'
import { wrongsOf } from './wrongs.js'

// ---- model

/** One step away from a valid request, or nothing where there is no such step. */
type Step = (r: AnyRequest, n: Nudge) => AnyRequest | undefined

// ---- constructors

/**
 * An arbitrary of near misses: for each part that a route declares, requests with just that part wrong: a key dropped, a type changed, another media
 * type, malformed or too deep JSON, a header missing, nobody. `wrong` says what the codecs found, and which statuses answer it.
 * Throws an {@link ArbitraryError} for a route that takes whatever is sent.
 * @since 0.1.0
 * @example
 * import * as fc from 'fast-check'
 * import * as t from 'io-ts'
 * import { body, handle, post, service } from 'quaich'
 * import { client, invalidRequests } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const add = pipe(post('/cats'), body(t.type({ name: t.string })), handle(({ body }) => body.name))
 * const cats = client(service('cats', {}, { add }))
 * await fc.assert(
 *   fc.asyncProperty(invalidRequests(add), async ({ wrong, ...r }) => {
 *     const { status } = await cats.post('/cats', { ...r, body: r.body as { name: string } }).reply
 *     expect(wrong.flatMap((w) => w.statuses)).toContain(status)
 *   })
 * )
 */
export const invalidRequests = (
  route: AnyHandler | Declaration,
  ...annotations: ReadonlyArray<AnyCodec>
): fc.Arbitrary<InvalidRequest> => {
  const d = declarationOf(route)
  const made = nearMisses(d, validRequests(d, annotations))
  if (made === undefined)
    throw new ArbitraryError(placeOf(d), [
      {
        path: '',
        codec: placeOf(d),
        problem: 'takes whatever is sent: no request to it is wrong',
        mend: 'declare what it reads, if it reads anything'
      }
    ])
  return made
}

// ---- combinators

/** The near misses of some valid requests, or nothing where nothing can be wrong. @internal */
export const nearMisses = (
  d: Declaration,
  valid: fc.Arbitrary<AnyRequest>,
  { other }: Reaching = alone(d)
): fc.Arbitrary<InvalidRequest> | undefined => {
  const able = stepsOf(d).flatMap((step): ReadonlyArray<fc.Arbitrary<InvalidRequest>> => {
    const candidates = fc.tuple(valid, nudges).map(([r, n]): InvalidRequest | undefined => {
      const next = step(r, n)
      return next === undefined || brings(next) ? undefined : { ...next, wrong: wrongsOf(d, next) }
    })
    const made = new Checked(candidates, (r) => r !== undefined && r.wrong.length > 0 && !other(r), {
      path: '',
      codec: placeOf(d),
      problem: 'is hardly ever sent anything wrong',
      mend: 'generate for another part of it'
    })
    return made.probe() === undefined ? [made as fc.Arbitrary<InvalidRequest>] : []
  })
  return able.length === 0 ? undefined : fc.oneof(...able)
}

// HEAD with a body is sent by no client.
const brings = ({ method, body, rawBody }: AnyRequest): boolean => method === 'HEAD' && (body ?? rawBody) !== undefined

const stepsOf = (d: Declaration): ReadonlyArray<Step> => [
  ...paramSteps(d),
  ...fieldSteps(d, 'Query', 'query', () => true),
  ...fieldSteps(d, 'Headers', 'headers', isHeader),
  ...bodySteps(d),
  ...mediaTypeSteps(d),
  ...(factOf(d.facts, 'Auth') === undefined ? [] : [without('auth'), claimStep]),
  ...(factOf(d.facts, 'ApiKey') === undefined ? [] : [without('apiKey')])
]

const without =
  (part: 'auth' | 'apiKey' | 'body'): Step =>
  (r) => {
    const { [part]: _, ...rest } = r
    return rest as AnyRequest
  }

// One claim less; for values of another type each gateway has a way of its own.
const claimStep: Step = (r, n) => {
  const key = pick(Object.keys(r.auth ?? {}), n.at)
  return key === undefined ? undefined : { ...r, auth: omitted(r.auth ?? {}, key) }
}

const omitted = (o: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(o).filter(([k]) => k !== key))

const paramSteps = (d: Declaration): ReadonlyArray<Step> => {
  const declared = new Set(factsOf(d.facts, 'Params').flatMap((f) => Object.keys(f.codecs)))
  return parsePath(routeOf(d)?.path ?? '/').segments.flatMap((s): ReadonlyArray<Step> => {
    if (s._tag === 'Literal' || !declared.has(s.name)) return []
    return [
      (r, n) => {
        const value = nearText(String(r.params?.[s.name] ?? ''), n)
        return isSegment(value) ? { ...r, params: { ...r.params, [s.name]: value } } : undefined
      }
    ]
  })
}

const fieldSteps = (
  d: Declaration,
  tag: 'Query' | 'Headers',
  part: 'query' | 'headers',
  fits: (s: string) => boolean
): ReadonlyArray<Step> =>
  factsOf(d.facts, tag).flatMap(({ codecs }) =>
    Object.keys(codecs).flatMap(
      (key): ReadonlyArray<Step> => [
        (r) => ({ ...r, [part]: omitted(r[part] ?? {}, key) }),
        (r, n) => {
          const now = r[part]?.[key]
          const value = nearText(String(Array.isArray(now) ? (now[0] ?? '') : (now ?? '')), n)
          return fits(value) ? { ...r, [part]: { ...r[part], [key]: Array.isArray(now) ? [...now, value] : value } } : undefined
        }
      ]
    )
  )

const concreteType = (d: Declaration): string => mediaTypesOf(d.facts).find((m) => !m.includes('*')) ?? 'application/octet-stream'

const sending = (d: Declaration, r: AnyRequest, rawBody: string): AnyRequest => {
  const { body: _, ...rest } = r
  return { ...rest, headers: { 'content-type': concreteType(d), ...r.headers }, rawBody }
}

const bodySteps = (d: Declaration): ReadonlyArray<Step> => {
  const fact = factOf(d.facts, 'Body')
  const { bodyBytes, formKeys, jsonDepth } = limitsOf(d.facts)
  const large: ReadonlyArray<Step> =
    fact !== undefined && bodyBytes <= 65_536
      ? [(r) => sending(d, r, fact.as === 'json' ? JSON.stringify('x'.repeat(bodyBytes)) : `a=${'x'.repeat(bodyBytes)}`)]
      : []
  switch (fact?.as) {
    case 'json':
      return [
        ...large,
        without('body'),
        (r, n) => {
          const text = jsonText(r.body)
          return text === undefined ? undefined : { ...r, body: nearJson(JSON.parse(text), n) }
        },
        (r, n) => sending(d, r, nearJsonText(jsonText(r.body) ?? '1', jsonDepth, n))
      ]
    case 'form':
      return [
        ...large,
        (r, n) => {
          const key = pick(Object.keys(fact.codecs ?? {}), n.at)
          return key === undefined ? undefined : { ...r, body: omitted((r.body ?? {}) as Readonly<Record<string, unknown>>, key) }
        },
        (r, n) => {
          const key = pick(Object.keys(fact.codecs ?? {}), n.at)
          if (key === undefined) return undefined
          const now = (r.body as Readonly<Record<string, unknown>> | undefined)?.[key]
          return { ...r, body: { ...(r.body as object), [key]: nearText(String([now].flat()[0] ?? ''), n) } }
        },
        (r, n) => sending(d, r, pick(['a=%', 'a=%zz', '%e0%a4=1', 'a=%f'], n.way) ?? ''),
        ...(formKeys <= 1000 ? [((r) => sending(d, r, 'a=1&'.repeat(formKeys + 1))) satisfies Step] : [])
      ]
    case 'text':
    case 'raw':
      return large
    case undefined:
      return []
  }
}

const mediaTypeSteps = (d: Declaration): ReadonlyArray<Step> =>
  factOf(d.facts, 'Body') === undefined && factOf(d.facts, 'MediaTypes') === undefined
    ? []
    : [
        (r, n) => {
          const type = concreteType(d)
          const other = pick(
            [
              undefined,
              'text/html',
              'application/xml',
              `${type}x`,
              `x${type}`,
              `${type}; charset=utf-16`,
              `${type}, text/html`,
              'multipart/form-data',
              'json',
              'application/*'
            ],
            n.way
          )
          const full =
            r.body === undefined || r.body === '' || (r.body instanceof Uint8Array && r.body.length === 0)
              ? sending(d, r, '1')
              : r
          return { ...full, headers: { ...full.headers, 'content-type': other } }
        }
      ]
