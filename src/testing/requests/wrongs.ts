/**
 * What a request has wrong, told from its declaration and from what goes over the wire: the codec is run on the final value. It asks neither
 * the handler nor the program that serves it, so that one can be held against the other.
 */

import * as t from 'io-ts'
import type { AnyCodec, Decoding } from '../../codecs/Codec.js'
import type { JsonDecoding, JsonLimits } from '../../codecs/CodecEngine.js'
import { defaultEngine } from '../../codecs/defaultEngine.js'
import type { Issue } from '../../codecs/Issue.js'
import { readsArray } from '../../codecs/reflect.js'
import { describeProblem } from '../../codecs/safeJson.js'
import { revived } from '../../combinators/Authorizer.js'
import { type AuthFact, type BodyFact, factOf, factsOf } from '../../combinators/Fact.js'
import { acceptable } from '../../combinators/MediaType.js'
import { limitsOf, mediaTypesOf } from '../../combinators/requestBody.js'
import type { RawRequest } from '../../deploy/local/RawRequest.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import { parsePath } from '../../router/Path.js'
import { encodedFor } from '../encoding.js'
import { rawRequest } from '../rawRequest.js'
import type { AnyRequest, Wrong } from './AnyRequest.js'

// ---- combinators

/** Everything that a request to a route has wrong; empty for a valid one. @internal */
export const wrongsOf = (d: Declaration, request: AnyRequest): ReadonlyArray<Wrong> => {
  const sent = rawRequest(request.method, routeOf(d)?.path ?? request.path, encodedFor(d, request))
  return [
    ...identityWrongs(d, request),
    ...paramWrongs(d, sent),
    ...factsOf(d.facts, 'Query').flatMap(({ codecs }) => {
      const fields = new URLSearchParams(sent.query)
      return Object.entries(codecs).flatMap(([key, codec]) => textWrongs(`query.${key}`, codec, fields.getAll(key), 400))
    }),
    ...factsOf(d.facts, 'Headers').flatMap(({ codecs }) =>
      Object.entries(codecs).flatMap(([key, codec]) => {
        const values = valuesOf(sent, key)
        return textWrongs(`headers.${key}`, codec, readsArray(codec) || values.length < 2 ? values : [values.join(', ')], 400)
      })
    ),
    ...bodyWrongs(d, sent)
  ]
}

/** A codec on a value, told at once. @internal */
export const decodeNow = (codec: AnyCodec, u: unknown): Decoding => {
  const d = defaultEngine.decoder(codec)(u)
  if (d instanceof Promise) throw new TypeError('a validator that validates asynchronously cannot be asked here')
  return d
}

/** A codec on JSON text, guarded as a request's body is, at once. @internal */
export const decodeTextNow = (codec: AnyCodec | undefined, text: string, limits: JsonLimits = {}): JsonDecoding => {
  const d = defaultEngine.textDecoder(codec ?? t.unknown, limits)(text)
  if (d instanceof Promise) throw new TypeError('a validator that validates asynchronously cannot be asked here')
  return d
}

/** What a codec of text says of the values of one key: a codec of a list reads all of them, any other the last. @internal */
export const textWrongs = (part: string, codec: AnyCodec, values: ReadonlyArray<string>, status: number): ReadonlyArray<Wrong> =>
  told(part, decodeNow(codec, readsArray(codec) ? values : values.at(-1)).issues, status)

/** @internal */
export const told = (part: string, issues: ReadonlyArray<Issue> | undefined, status: number): ReadonlyArray<Wrong> =>
  issues === undefined
    ? []
    : [
        {
          part,
          problem: issues.map((i) => `${i.path === '' ? '' : `${i.path}: `}${i.expected} expected`).join('; '),
          statuses: [status]
        }
      ]

const valuesOf = (sent: RawRequest, name: string): ReadonlyArray<string> =>
  sent.headers.flatMap(([n, value]) => (n.toLowerCase() === name.toLowerCase() ? [value] : []))

// ---- the path

const paramWrongs = (d: Declaration, sent: RawRequest): ReadonlyArray<Wrong> => {
  const parts = sent.path.slice(1).split('/')
  const codecs = Object.assign({}, ...factsOf(d.facts, 'Params').map((f) => f.codecs)) as Readonly<Record<string, AnyCodec>>
  return parsePath(routeOf(d)?.path ?? '/').segments.flatMap((segment, i): ReadonlyArray<Wrong> => {
    if (segment._tag === 'Literal') return []
    const value = decodeURIComponent(segment._tag === 'Greedy' ? parts.slice(i).join('/') : (parts[i] ?? ''))
    const codec = Object.hasOwn(codecs, segment.name) ? codecs[segment.name] : undefined
    const part = `params.${segment.name}`
    if (value === '') return [{ part, problem: 'a segment expected', statuses: [403, 404] }]
    return codec === undefined ? [] : textWrongs(part, codec, [value], 400)
  })
}

// ---- the body

const bodyWrongs = (d: Declaration, sent: RawRequest): ReadonlyArray<Wrong> => {
  const fact = factOf(d.facts, 'Body')
  const types = valuesOf(sent, 'content-type')
  const bare = sent.body.length === 0
  const checks = bare
    ? factOf(d.facts, 'MediaTypes') !== undefined && types.length > 0
    : fact !== undefined || factOf(d.facts, 'MediaTypes') !== undefined
  if (checks && types.length > 1) return [{ part: 'content-type', problem: 'one expected', statuses: [400] }]
  const declared = mediaTypesOf(d.facts)
  if (checks && !acceptable(declared, types[0], fact?.as === 'text'))
    return [{ part: 'content-type', problem: `${declared.join(', ')} expected`, statuses: [415] }]
  if (fact === undefined) return []
  const { bodyBytes } = limitsOf(d.facts)
  if (sent.body.length > bodyBytes) return [{ part: 'body', problem: `at most ${bodyBytes} bytes expected`, statuses: [413] }]
  return contentWrongs(d, fact, sent.body.toString('utf8').replace(/^\ufeff/, ''))
}

const contentWrongs = (declaration: Declaration, fact: BodyFact, text: string): ReadonlyArray<Wrong> => {
  const { formKeys } = limitsOf(declaration.facts)
  switch (fact.as) {
    case 'text':
    case 'raw':
      return []
    case 'json': {
      if (text === '') return fact.codec === undefined ? [] : told('body', decodeNow(fact.codec, undefined).issues, 400)
      const d = decodeTextNow(fact.codec, text, factOf(declaration.facts, 'Limits'))
      if ('problem' in d) {
        const statuses = [d.problem.kind === 'too many values' ? 413 : 400]
        return [{ part: 'body', problem: `a body that ${describeProblem(d.problem)}`, statuses }]
      }
      return told('body', d.issues, 422)
    }
    case 'form': {
      const fields = text.split('&').filter((f) => f !== '')
      if (fields.length > formKeys) return [{ part: 'body', problem: `at most ${formKeys} fields expected`, statuses: [413] }]
      if (fields.some((f) => !wellEscaped(f)))
        return [{ part: 'body', problem: 'well-formed percent-escapes expected', statuses: [400] }]
      const form = new URLSearchParams(text)
      return Object.entries(fact.codecs ?? {}).flatMap(([key, codec]) => textWrongs(`body.${key}`, codec, form.getAll(key), 422))
    }
  }
}

const wellEscaped = (field: string): boolean => {
  try {
    decodeURIComponent(field)
    return true
  } catch {
    return false
  }
}

// ---- who calls

const identityWrongs = (d: Declaration, { auth, apiKey }: AnyRequest): ReadonlyArray<Wrong> => {
  const fact = factOf(d.facts, 'Auth')
  const key = factOf(d.facts, 'ApiKey') !== undefined && apiKey === undefined
  return [
    ...(fact === undefined ? [] : authWrongs(fact, auth)),
    ...(key ? [{ part: 'apiKey', problem: 'an API key expected', statuses: [401, 403] }] : [])
  ]
}

const authWrongs = (fact: AuthFact, auth: AnyRequest['auth']): ReadonlyArray<Wrong> => {
  const { codec, scheme, scopes } = fact
  // A REST API tells whoever does not sign what it tells of paths that it does not know.
  const statuses = scheme._tag === 'Iam' ? [401, 403, 404] : [401, 403]
  if (auth === undefined) return [{ part: 'auth', problem: 'somebody whom the authorizer knows expected', statuses }]
  if (codec === undefined)
    return typeof auth['userArn'] === 'string' && auth['userArn'] !== ''
      ? []
      : told('auth', [{ path: 'userArn', expected: 'string' }], 401)
  const claims = scheme._tag === 'Cognito' || scheme._tag === 'Jwt'
  if (
    claims &&
    scopes.length > 0 &&
    !scopes.some((s) =>
      String(auth['scope'] ?? '')
        .split(' ')
        .includes(s)
    )
  )
    return [{ part: 'auth.scope', problem: `one of ${scopes.join(', ')} expected`, statuses: [403] }]
  const first = decodeNow(codec, auth)
  if (first.issues === undefined || claims) return told('auth', first.issues, 401)
  // A REST API hands on all of an authorizer's context as text.
  return told(
    'auth',
    decodeNow(
      codec,
      revived(
        texts(auth),
        first.issues.map((i) => i.path)
      )
    ).issues,
    401
  )
}

const texts = (context: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(context).map(([k, v]) => [k, String(v)]))
