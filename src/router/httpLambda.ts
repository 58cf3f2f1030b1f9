/**
 * The Lambda handler of some routes: event in, matched, run, and answered in the event's own payload format. Whatever the event is, it
 * answers; nothing is thrown past it.
 */
import { type CorsHeaders, type CorsPolicy, corsHeaders, preflightHeaders } from '../combinators/cors.js'
import { factOf } from '../combinators/Fact.js'
import { badRequest, defect, type HttpError, isHttpError, notFound, refuse } from '../combinators/HttpError.js'
import { type AnyReply, isReply, reply } from '../combinators/Reply.js'
import { type Wire, wire } from '../combinators/Request.js'
import type { Run } from '../combinators/run.js'
import type { Ctx, Exit } from '../combinators/Source.js'
import { noFields } from '../events/fields.js'
import type { Incoming, Payload, Printed } from '../events/Payload.js'
import { payloadOf } from '../events/payloads.js'
import { printReply, readReply } from '../events/printReply.js'
import { type LambdaHandler, toLambda } from '../events/toLambda.js'
import { type Declaration, routeOf } from './Declaration.js'
import { type Match, matcher } from './match.js'
import { parsePath } from './Path.js'
import { routeProgram, type Scope } from './program.js'

// ---- model

interface Target {
  readonly path: string
  readonly runs: ReadonlyMap<string, Run>
  /** The runs whose own route declares the policy: no other shares its replies. */
  readonly sharing: ReadonlySet<Run>
  readonly policy: CorsPolicy | undefined
  readonly cors: CorsHeaders | undefined
  readonly preflight: CorsHeaders | undefined
  readonly allow: string
}

// ---- constructors

/** @internal */
export const httpLambda = (declarations: ReadonlyArray<Declaration>, scope: Scope): LambdaHandler => {
  const targets = targetsOf(declarations, scope)
  const byPath = new Map(targets.map((t) => [t.path, t]))
  const match = matcher(targets.map((t) => [parsePath(t.path).segments, t] as const))
  const shared = sharedCors(targets)
  const find = (request: Incoming): Match<Target> => {
    const known = request.resource === undefined ? undefined : byPath.get(request.resource)
    // The gateway's word counts, also where its path has a base path before it (custom domains).
    const params = known === undefined ? undefined : known.path.includes('{') ? request.gatewayParams() : noFields
    return known === undefined || params === undefined
      ? match(request.path, request.pathEncoded)
      : params === 'malformed'
        ? params
        : { target: known, params }
  }
  return toLambda((event, lambda, log) => {
    const payload = payloadOf(event)
    if (payload === undefined) return notHttp(scope, log)
    const request = payload.open(event as object)
    const finish = finisher(payload, request, scope, log)
    const found = find(request)
    if (found === undefined) return finish(undefined, shared, left(notFound()))
    if (found === 'malformed') return finish(undefined, shared, left(badRequest('The path has a malformed percent-escape')))
    const { target } = found
    request.route = target.path
    request.params = found.params
    const run = runOf(target, request.method)
    if (run === undefined) return finish(target, target.cors, derived(target, request))
    const ctx = {
      lambda,
      request,
      params: found.params,
      method: request.method,
      [wire]: wireOf(payload, request, scope)
    } as unknown as Ctx
    const cors = target.sharing.has(run) ? target.cors : undefined
    const exit = run(ctx)
    return exit instanceof Promise ? exit.then((e) => finish(target, cors, e)) : finish(target, cors, exit)
  })
}

const left = (left: unknown): Exit => ({ _tag: 'Left', left })

const targetsOf = (declarations: ReadonlyArray<Declaration>, scope: Scope): ReadonlyArray<Target> => {
  const paths = new Map<string, { runs: Map<string, Run>; sharing: Set<Run>; declarations: Declaration[] }>()
  for (const d of declarations) {
    const route = routeOf(d)
    if (route === undefined) continue
    const at = paths.get(route.path) ?? { runs: new Map<string, Run>(), sharing: new Set<Run>(), declarations: [] }
    paths.set(route.path, at)
    at.declarations.push(d)
    const run = routeProgram(d, scope)
    if (factOf(d.facts, 'Cors') !== undefined) at.sharing.add(run)
    for (const m of route.methods === 'ANY' ? ['ANY'] : route.methods) at.runs.set(m, run)
  }
  return [...paths].map(([path, at]) => {
    const withCors = at.declarations.filter((d) => factOf(d.facts, 'Cors') !== undefined)
    const policy = withCors[0] === undefined ? undefined : factOf(withCors[0].facts, 'Cors')?.policy
    return {
      path,
      runs: at.runs,
      sharing: at.sharing,
      policy,
      cors: policy === undefined ? undefined : corsHeaders(policy),
      preflight: policy === undefined ? undefined : preflightHeaders(policy, [...methodsOf(withCors), 'OPTIONS']),
      allow: allowed(at.runs).join(', ')
    }
  })
}

/** Every method that a path's routes answer, `ANY` spelled out. @internal */
export const methodsOf = (declarations: ReadonlyArray<Declaration>): ReadonlyArray<string> => [
  ...new Set(
    declarations.flatMap((d): ReadonlyArray<string> => {
      const m = routeOf(d)?.methods
      return m === 'ANY' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] : (m ?? [])
    })
  )
]

const allowed = (runs: ReadonlyMap<string, Run>): ReadonlyArray<string> => {
  const named = runs.has('ANY') ? ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] : [...runs.keys()]
  return [...new Set([...named.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])), 'OPTIONS'])]
}

// Where every route has the same policy, what has no route can carry it too.
const sharedCors = (targets: ReadonlyArray<Target>): CorsHeaders | undefined => {
  const policies = new Set(targets.map((t) => JSON.stringify(t.policy)))
  return policies.size === 1 ? targets[0]?.cors : undefined
}

// ---- one request

const known: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

const runOf = (target: Target, method: string): Run | undefined => {
  const own = target.runs.get(method)
  if (own !== undefined) return own
  if (method === 'HEAD') return target.runs.get('GET') ?? target.runs.get('ANY')
  return known.has(method) ? target.runs.get('ANY') : undefined
}

// OPTIONS and 405 need no declaration of their own.
const derived = (target: Target, request: Incoming): Exit => {
  if (request.method !== 'OPTIONS')
    return left(refuse(405, { message: `${target.path} answers ${target.allow}`, headers: { allow: target.allow } }))
  const origin = originOf(request)
  return { _tag: 'Right', right: reply(204, undefined, { allow: target.allow, ...target.preflight?.(origin) }) }
}

const originOf = (request: Incoming): string | undefined => {
  const values = request.values('origin')
  return values.length === 1 ? values[0] : undefined
}

type Finish = (target: Target | undefined, cors: CorsHeaders | undefined, exit: Exit) => object

const finisher =
  (payload: Payload, request: Incoming, scope: Scope, log: (cause: unknown, at: string) => void): Finish =>
  (target, cors, exit) => {
    const printed = printExit(exit, payload, request, scope, (cause) =>
      log(cause, `${request.method} ${target?.path ?? request.path}`)
    )
    return payload.respond(cors === undefined ? printed : withCors(printed, cors(originOf(request))), request)
  }

const printExit = (exit: Exit, payload: Payload, request: Incoming, scope: Scope, log: (cause: unknown) => void): Printed => {
  const told = exit._tag === 'Right' ? exit.right : exit.left
  const refusal = isReply(told) ? undefined : isHttpError(told) ? told : defect(told)
  if (refusal !== undefined && refusal.status >= 500) log(refusal.cause ?? refusal.message)
  // What mapReply or a middleware has told already keeps its cause.
  else if (isReply(told) && told.status >= 500 && told.cause !== undefined) log(told.cause)
  const printed = print(refusal === undefined ? (told as AnyReply) : tell(refusal, scope, log), payload, request, scope)
  if (!isHttpError(printed)) return printed
  if (printed.status >= 500) log(printed.cause)
  const again = print(tell(printed, scope, log), payload, request, scope)
  return isHttpError(again) ? { status: 500, headers: {}, body: '', base64: false } : again
}

const print = (r: AnyReply, payload: Payload, request: Incoming, scope: Scope, method = request.method): Printed | HttpError =>
  printReply(r, {
    method,
    accept: request.values('accept')[0],
    binaryTypes: scope.settings.binaryTypes,
    gateway: payload.name
  })

// A user's own errorBody may fail as well; then a bare 500 is all there is.
const tell = (e: HttpError, scope: Scope, log: (cause: unknown) => void): AnyReply => {
  try {
    const told = scope.settings.errorBody(e)
    if (isReply(told)) return told
    log(new TypeError('errorBody must return a reply'))
  } catch (cause) {
    log(cause)
  }
  return reply(500, undefined)
}

const withCors = (printed: Printed, cors: Readonly<Record<string, string>>): Printed => {
  const vary = printed.headers['vary']
  const headers = { ...printed.headers, ...cors }
  const own = cors['vary']
  if (vary !== undefined && own !== undefined) headers['vary'] = [...new Set([...[vary].flat(), own])].join(', ')
  for (const name of corsNames) if (!(name in cors) && name in headers) delete headers[name]
  return { ...printed, headers }
}

// What the policy does not say, no handler says: the reply carries exactly the policy.
const corsNames = ['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers']

const wireOf = (payload: Payload, request: Incoming, scope: Scope): Wire => ({
  event: request.event,
  // A hosted middleware sees the whole reply, of a HEAD request too: its body is left out at the very end.
  toResponse: (told) => {
    const printed = print(told as AnyReply, payload, request, scope, 'GET')
    return payload.respond(
      isHttpError(printed) ? printExit({ _tag: 'Left', left: printed }, payload, request, scope, () => {}) : printed,
      request
    )
  },
  fromResponse: (response) => readReply(payload.read(response))
})

const notHttp = (scope: Scope, log: (cause: unknown, at: string) => void): object => {
  const told = tell(badRequest('The event is not an HTTP request', { code: 'NotAnHttpEvent' }), scope, (cause) =>
    log(cause, 'no HTTP event')
  )
  const printed = printReply(told, { method: '', accept: undefined, binaryTypes: scope.settings.binaryTypes, gateway: 'http' })
  const { status, headers, body, base64 } = isHttpError(printed) ? { status: 500, headers: {}, body: '', base64: false } : printed
  return { statusCode: status, headers, body, isBase64Encoded: base64 }
}
