/** What no declaration spells out and every path answers: HEAD where there is a GET, OPTIONS, and 405 with `Allow` (RFC 9110, sections 9.3.2 and 15.5.6). */
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { chaliceErrorBody, problem } from '../../combinators/HttpError.js'
import type { AnyReply } from '../../combinators/Reply.js'
import { type Declaration, routeOf } from '../../router/Declaration.js'
import type { Format } from '../format.js'
import type { Exchange } from '../gateway.js'
import type { AnyRequest } from '../requests/AnyRequest.js'
import type { SentRequest } from '../wired.js'
import { curl } from './curl.js'
import { type Law, law, type Otherwise, trial } from './Law.js'
import { means } from './means.js'
import { isReachable } from './reach.js'
import { credentials, told } from './Stimulus.js'
import { because, hasOwn } from './seen.js'
import type { Bench, World } from './World.js'

/**
 * Where a request reaches a function, HEAD of a GET route gets GET's status and headers (`content-length` aside) without a body, unless a route
 * of its own, or of any method, answers it; OPTIONS, unless a route or the gateway's preflight answers it, and 405 for any other method name in `Allow` exactly the
 * methods that the function answers on that path, and call no handler. HEAD of what is `stateful` is not held against GET.
 * @since 0.1.0
 * @example
 * import { get, handle, reply, service } from 'quaich'
 * import { derivesMethods } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const cats = pipe(get('/cats'), handle(() => ['Tom']))
 * expect((await derivesMethods(service('pets', {}, { cats }))).held).toMatchObject([{ law: 'derivesMethods', declaration: 'cats' }])
 * const bare = service('pets', { errorBody: (e) => reply(e.status, e.code) }, { cats })
 * await expect(derivesMethods(bare)).rejects.toThrow('405, with Allow: GET, HEAD, OPTIONS')
 */
export const derivesMethods: Law = law(
  'derivesMethods',
  'HEAD answers as GET does, and Allow names exactly the methods that answer',
  (d, world) => {
    const valid = routeOf(d) === undefined ? undefined : world.requests(d)?.valid
    if (valid === undefined) return undefined
    const formats = [...new Set<Format>([...world.formats, 'functionUrl'])]
    const reached = formats.filter((f) => isReachable(d, f))
    return [
      trial(fc.tuple(valid, fc.constantFrom(...methods), fc.constantFrom(...formats)), ([r, method, format]) =>
        allowance(d, world, format, method === r.method ? r : { method, path: r.path, ...(r.params && { params: r.params }) })
      ),
      ...(derivesHead(d, world) && reached.length > 0
        ? [trial(fc.tuple(credentials(d, valid), fc.constantFrom(...reached)), ([r, format]) => likeGet(world, format, r))]
        : [])
    ]
  }
)

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

// What ANY stands for is written out: a law asks nothing of what it judges.
const declared = (all: ReadonlyArray<Declaration>, path: string): ReadonlyArray<string> =>
  all.flatMap((x): ReadonlyArray<string> => {
    const route = routeOf(x)
    if (route?.path !== path) return []
    return route.methods === 'ANY' ? ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] : route.methods
  })

// ---- OPTIONS and 405

const allowance = async (d: Declaration, world: World, format: Format, request: SentRequest): Promise<Otherwise | undefined> => {
  const { method } = request
  const bench = world.bench(format)
  const exchange = await bench.exchange(request)
  const its = world.service.functions.find((f) => f.declarations.includes(d))
  // What the gateway answers by itself, or sends elsewhere, is none of this path's.
  if (exchange.by !== its?.name || !means(world, bench, format, request)) return undefined
  const own = declared(its.declarations, request.path)
  const allow = [...new Set([...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])]
  const found =
    own.includes(method) || (method === 'HEAD' && allow.includes('HEAD'))
      ? isDerived(d, bench, exchange) && `an answer of its route: ${method} is declared`
      : !isTold(exchange, method === 'OPTIONS' ? 204 : 405, allow, world, bench) &&
        `${method === 'OPTIONS' ? 204 : 405}, with Allow: ${allow.join(', ')}, and no call of the handler`
  return found === false ? undefined : otherwise(bench, request, found, exchange)
}

const isDerived = (d: Declaration, { watch }: Bench, { reply }: Exchange): boolean =>
  reply.status === 405 && watch.handled.length + watch.refused.length === 0 && !hasOwn(d, 'Middy')

const isTold = (
  { reply }: Exchange,
  status: number,
  allow: ReadonlyArray<string>,
  { service }: World,
  { watch }: Bench
): boolean => {
  if (watch.handled.length > 0) return false
  const { errorBody = problem } = service.settings
  // A service's own errorBody may tell a refusal with another status.
  if (reply.status !== status)
    return status === 405 && errorBody !== problem && errorBody !== chaliceErrorBody && reply.status < 500
  const names = [reply.headers['allow']].flat().flatMap((v) => (v === undefined ? [] : v.split(/\s*,\s*/)))
  return isDeepStrictEqual([...names].sort(), [...allow].sort())
}

// ---- HEAD

const derivesHead = (d: Declaration, world: World): boolean => {
  const { methods, path } = routeOf(d) ?? {}
  if (methods === undefined || methods === 'ANY' || !methods.includes('GET') || world.isStateful(d)) return false
  return !declared(world.service.declarations, path ?? '').includes('HEAD')
}

const likeGet = async (world: World, format: Format, r: AnyRequest): Promise<Otherwise | undefined> => {
  const [asked, request] = [
    { ...r, method: 'GET' },
    { ...r, method: 'HEAD' }
  ]
  const bench = world.bench(format)
  if (!means(world, bench, format, request)) return undefined
  const { reply: full } = await world.bench(format).exchange(asked)
  const exchange = await bench.exchange(request)
  const found = differs(full, exchange.reply)
  return found && otherwise(bench, request, found[0], exchange, found[1])
}

const differs = (full: AnyReply, came: AnyReply): readonly [expected: string, came: string] | undefined => {
  if (came.status !== full.status) return [`${full.status}, as GET answers`, `${came.status}`]
  if (came.body !== undefined) return ['no body', 'a body']
  for (const name of new Set([...Object.keys(full.headers), ...Object.keys(came.headers)])) {
    const [a, b] = [full.headers[name], came.headers[name]]
    if (name !== 'content-length' && !isDeepStrictEqual(a, b))
      return [
        `as of GET, ${a === undefined ? `no ${name}` : `${name}: ${String(a)}`}`,
        b === undefined ? 'none' : `${name}: ${String(b)}`
      ]
  }
  return undefined
}

const otherwise = (bench: Bench, request: SentRequest, expected: string, exchange: Exchange, came?: string): Otherwise => {
  const { allow } = exchange.reply.headers
  const what = came ?? (allow === undefined ? 'no Allow' : `Allow: ${String(allow)}`)
  const calls = bench.watch.handled.length > 0 && came === undefined ? ', and the handler was called' : ''
  return {
    shown: curl(bench.requestOf(request), request),
    expected,
    came: `${what}, in ${told({ _tag: 'Replied', exchange })}${calls}${because(bench.watch)}`
  }
}
