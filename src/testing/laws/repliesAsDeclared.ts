/** Replies are what was declared of them, key by key, when they leave the function: whatever shaped them on the way. */

import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import type { AnyCodec } from '../../codecs/Codec.js'
import { defaultEngine } from '../../codecs/defaultEngine.js'
import type { Issue } from '../../codecs/Issue.js'
import { factOf } from '../../combinators/Fact.js'
import { type HttpError, isHttpError, problem } from '../../combinators/HttpError.js'
import { type AnyReply, isReply } from '../../combinators/Reply.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import type { Settings } from '../../router/Settings.js'
import type { AnyRequest } from '../requests/AnyRequest.js'
import { cut, json } from './curl.js'
import { type Law, law, trial } from './Law.js'
import { type Stimulus, send, shown, told } from './Stimulus.js'
import { lefts } from './seen.js'
import type { Bench } from './World.js'

/**
 * What a handler answers with leaves as `returns` declares it: a status of the table, a body that the status's codec decodes and, encoded
 * again, is the same, so that no key is in it that nobody declared; `mapReply` and middlewares included. And no refusal tells its cause: not
 * its stack, not its payload, however `errorBody` and `mapReply` shape it. A route without `returns` declares no body:
 * of its replies nothing more is known.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { get, handle, mapReply, reply, returns, service } from 'quaich'
 * import { repliesAsDeclared } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const Cat = t.type({ name: t.string })
 * const cat = pipe(get('/cat'), mapReply((r) => reply(r.status, { ...(r.body as object), owner: 'Ada' })), returns({ 200: Cat }), handle(() => ({ name: 'Tom' })))
 * await expect(repliesAsDeclared(service('cats', {}, { cat }))).rejects.toThrow('owner')
 */
export const repliesAsDeclared: Law = law('repliesAsDeclared', 'every reply is one that the route declares', (d, world) => {
  if (routeOf(d) === undefined && factOf(d.facts, 'RouteResponse') === undefined) return undefined
  const made = world.stimuli(d)
  if (made === undefined) return undefined
  const invalid = routeOf(d) === undefined ? undefined : world.requests(d)?.invalid
  const all =
    invalid === undefined ? made : fc.oneof({ weight: 3, arbitrary: made }, { weight: 1, arbitrary: invalid.map(requested) })
  return [
    trial(all, async (s) => {
      const bench = world.bench(s._tag === 'Request' ? s.format : undefined)
      const outcome = await send(bench, s)
      const found =
        outcome._tag === 'Replied'
          ? (undeclared(d, bench, outcome.exchange.reply, isHead(s)) ??
            telling(bench, outcome.exchange.reply, world.service.settings))
          : outcome._tag === 'Gave'
            ? undeclaredResponse(d, bench, outcome.result)
            : undefined
      return found === undefined
        ? undefined
        : { shown: shown(bench, s), expected: found[0], came: `${told(outcome)}\n${found[1]}` }
    })
  ]
})

type Found = readonly [expected: string, why: string]

const requested = ({ wrong: _, ...request }: AnyRequest & { readonly wrong: unknown }): Stimulus => ({ _tag: 'Request', request })

// ---- what the handler answered with

const isHead = (s: Stimulus): boolean => s._tag === 'Request' && s.request.method === 'HEAD'

const undeclared = (d: Declaration, { watch }: Bench, reply: AnyReply, head: boolean): Found | undefined => {
  const replies = factOf(d.facts, 'Returns')?.replies
  const exit = watch.handled.at(-1)?.exit
  // Whoever refuses is told by others; a representation that the client has already has no body of its own (RFC 9110, section 15.4.5).
  if (replies === undefined || exit?._tag !== 'Right' || reply.status >= 400 || reply.status === 304) return undefined
  const codec = replies[reply.status]
  if (codec === undefined)
    return [`one of the statuses ${Object.keys(replies).join(', ')}, which returns() declares`, 'an undeclared status']
  // The body of HEAD stays behind (RFC 9110, section 9.3.2).
  if (head) return undefined
  const encoded = isReply(exit.right) && exit.right.status === reply.status ? exit.right.body : undefined
  if (encodedElsewhere(reply) || isDeepStrictEqual(sent(encoded), reply.body)) return undefined
  return differs(codec, reply.body, `the body that returns() declares for ${reply.status}`)
}

const undeclaredResponse = (d: Declaration, { watch }: Bench, result: unknown): Found | undefined => {
  const codec = factOf(d.facts, 'RouteResponse')?.codec
  const { body, statusCode = 200 } = (result ?? {}) as { readonly body?: unknown; readonly statusCode?: number }
  if (codec === undefined || watch.handled.at(-1)?.exit?._tag !== 'Right' || statusCode >= 400 || typeof body !== 'string')
    return undefined
  const told = parsed(body)
  return differs(codec, told, 'the body that routeResponse() declares')
}

// As the wire brings it: JSON, or text as it is. An empty body is none there, be it of text or of bytes.
const sent = (body: unknown): unknown => {
  if (body === undefined || body === '') return undefined
  if (body instanceof Uint8Array) return body.length === 0 ? undefined : body
  return parsed(JSON.stringify(body))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

// Compressed, or bytes in base64 by a middleware: nobody reads it here.
const encodedElsewhere = (reply: AnyReply): boolean =>
  reply.headers['content-encoding'] !== undefined || reply.body instanceof Uint8Array

const differs = (codec: AnyCodec, body: unknown, what: string): Found | undefined => {
  const decoded = defaultEngine.decoder(codec)(body)
  // Nobody can be asked here who takes his time.
  if (decoded instanceof Promise) return undefined
  if (decoded.issues !== undefined) return [what, decoded.issues.map(expectedAt).join('; ')]
  const again = defaultEngine.encoder(codec)(decoded.value)
  if (again instanceof Promise || isDeepStrictEqual(sent(again), body)) return undefined
  const keys = strangers(sent(again), body)
  return [`${what}: ${json(again)}`, keys.length === 0 ? 'another one' : `nobody declares ${keys.join(', ')}`]
}

// The body as a whole has no path.
const expectedAt = ({ path, expected }: Issue): string => `${path === '' ? '' : `${path}: `}${expected} expected`

const strangers = (declared: unknown, told: unknown, at = ''): ReadonlyArray<string> => {
  if (typeof told !== 'object' || told === null || typeof declared !== 'object' || declared === null) return []
  return Object.entries(told).flatMap(([key, value]) => {
    const path = at === '' ? key : `${at}.${key}`
    return Object.hasOwn(declared, key) ? strangers((declared as Record<string, unknown>)[key], value, path) : [path]
  })
}

// ---- what a refusal tells

const telling = ({ watch }: Bench, reply: AnyReply, { debug, errorBody = problem }: Settings): Found | undefined => {
  if (reply.status < 400 || debug === true) return undefined
  for (const e of lefts(watch))
    if (isHttpError(e) && e.cause !== undefined) {
      const { cause, ...rest } = e
      const found = tells(errorBody, rest as HttpError, e) ?? clue(json(reply.body), cause)
      if (found !== undefined) return ['a refusal that keeps its cause to itself', `it tells ${found}`]
    }
  return undefined
}

const tells = (errorBody: (e: HttpError) => AnyReply, without: HttpError, e: HttpError): string | undefined => {
  const [a, b] = [json(errorBody(without).body), json(errorBody(e).body)]
  return a === b ? undefined : `its cause, by errorBody: ${cut(b)}`
}

// A line of its stack, or its payload as JSON.
const clue = (text: string, cause: unknown): string | undefined => {
  if (cause instanceof Error) {
    const line = cause.stack?.split('\n').find((l) => /^\s+at /.test(l))
    return line !== undefined && text.includes(JSON.stringify(line.trim()).slice(1, -1)) ? 'the stack of its cause' : undefined
  }
  const payload = typeof cause === 'object' && cause !== null ? json(cause) : '{}'
  return payload !== '{}' && payload !== '[]' && text.includes(payload) ? `its cause: ${payload}` : undefined
}
