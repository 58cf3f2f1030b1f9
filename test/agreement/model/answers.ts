/** What a request has to be answered with, by what the program says and nothing else. */
import { type Ask, asks, bodySent, type Gateway, taken, typeSent } from './asked.js'
import { inFull } from './faultsIn.js'
import { type Key, keyOf } from './keys.js'
import { type Layer, layers, type Placed, type Policy, type Program, placed } from './Program.js'

export interface Answer {
  readonly by: string
  readonly status: number
  readonly reached: boolean
  /** The headers of `mapReply` that the reply carries. */
  readonly marks: ReadonlyArray<string>
  /** How often a bracket began, and ended. */
  readonly spans: number
  /** What it says of origins. */
  readonly cors: Readonly<Record<string, string>>
}

// ---- what comes back

/** The answer of a route that takes the verb. */
export const answer = (p: Program, { route, stack, fn }: Placed, ask: Ask): Answer => {
  const refused = asks(ask.gateway) ? atTheGate(stack, ask) : undefined
  if (refused !== undefined)
    return { by: 'gateway', status: refused, reached: false, marks: [], spans: 0, cors: said(onlyPolicy(p), ask.origin) }
  const at = stack.findIndex((l) => refusal(l, stack, ask) !== undefined)
  const refuser = stack[at]
  const entered = at === -1 ? stack : stack.slice(0, at)
  const bytes = layers(stack, 'returns').some((l) => l.bytes !== undefined)
  const refuses = layers(stack, 'errors').length > 0 ? 409 : 404
  const ended = { fine: 200, created: bytes ? 200 : 201, refuses, fails: 500 }[route.ending]
  return {
    by: fn,
    status: refuser === undefined ? ended : (refusal(refuser, stack, ask) ?? ended),
    reached: refuser === undefined,
    marks: [...new Set(layers(entered, 'mark').map((l) => l.header))].sort(),
    spans: layers(entered, 'bracket').length,
    cors: said(layers(stack, 'cors')[0]?.policy, ask.origin)
  }
}

const atTheGate = (stack: ReadonlyArray<Layer>, { gateway, who, key }: Ask): number | undefined => {
  const [auth] = layers(stack, 'authorize')
  const out = auth === undefined || who === 'good' ? undefined : strangerAt(keyOf(auth.key), gateway, who)
  return out ?? (gateway === 'rest' && layers(stack, 'apiKey').length > 0 && !key ? 403 : undefined)
}

// Who does not sign is told by a REST API that there is nothing; a token that is known and unwelcome is forbidden.
const strangerAt = (key: Key, gateway: Gateway, who: 'nobody' | 'unwelcome'): number => {
  if (key.is === 'iam') return gateway === 'rest' ? 404 : 403
  return key.is === 'own' && who === 'unwelcome' ? 403 : 401
}

/** What one layer refuses a request with that came so far. */
const refusal = (l: Layer, stack: ReadonlyArray<Layer>, ask: Ask): number | undefined => {
  switch (l.is) {
    case 'authorize':
      // A function URL knows signatures, and that is all that is verified where no API stands.
      return asks(ask.gateway) || (ask.gateway === 'functionUrl' && keyOf(l.key).is === 'iam' && ask.who === 'good')
        ? undefined
        : 401
    case 'apiKey':
      return ask.gateway === 'rest' ? undefined : 403
    case 'query':
      return ask.query === 'wrong' ? 400 : undefined
    case 'headers':
      return ask.header === 'wrong' ? 400 : undefined
    case 'params':
      return ask.param === 'wrong' ? 400 : undefined
    case 'contentTypes':
      return bodySent(stack, ask) === undefined && typeSent(stack, ask) === undefined ? undefined : otherType(l.types, stack, ask)
    case 'body':
      return bodyRefused(l, stack, ask)
    case 'cors':
    case 'limits':
    case 'returns':
    case 'settings':
    case 'use':
    case 'mark':
    case 'provide':
    case 'errors':
    case 'bracket':
      return undefined
  }
}

const otherType = (types: ReadonlyArray<string>, stack: ReadonlyArray<Layer>, ask: Ask): number | undefined => {
  const sent = typeSent(stack, ask)
  return types.some((t) => t === sent || (t.endsWith('/*') && sent?.startsWith(t.slice(0, -1)))) ? undefined : 415
}

const bodyRefused = (l: Extract<Layer, { is: 'body' }>, stack: ReadonlyArray<Layer>, ask: Ask): number | undefined => {
  const body = bodySent(stack, ask)
  if (body === undefined) return l.as === 'json' ? 400 : l.as === 'form' ? 422 : undefined
  const other = otherType(taken(stack) ?? [], stack, ask)
  if (other !== undefined) return other
  if (body.length > (layers(stack, 'limits')[0]?.bytes ?? Number.POSITIVE_INFINITY)) return 413
  if (l.as !== 'json' && l.as !== 'form') return undefined
  return ask.body === 'broken' ? 400 : ask.body === 'wrong' ? 422 : undefined
}

// ---- cross-origin headers

/** The policy that a gateway's own replies can carry: the only one there is. */
export const onlyPolicy = (p: Program): Policy | undefined => {
  const all = placed(p).flatMap(({ stack }) => layers(stack, 'cors').map((l) => l.policy))
  return new Set(all.map((c) => JSON.stringify(inFull(c)))).size === 1 ? all[0] : undefined
}

/** What every reply to a request from somewhere says. */
export const said = (policy: Policy | undefined, origin: string | undefined): Readonly<Record<string, string>> => {
  if (policy === undefined) return {}
  const { origins, credentials, expose } = policy
  const vary = origins === '*' ? {} : { vary: 'Origin' }
  if (origins !== '*' && (origin === undefined || !origins.includes(origin))) return vary
  return {
    ...vary,
    'access-control-allow-origin': origins === '*' ? '*' : (origin ?? ''),
    ...(credentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(expose.length > 0 ? { 'access-control-expose-headers': expose.join(',') } : {})
  }
}

/** What a preflight answer says beside, of the methods of those routes of the path that have the policy. */
export const saidBefore = (
  policy: Policy,
  methods: ReadonlyArray<string>,
  origin: string | undefined
): Readonly<Record<string, string>> => {
  const allowed = said(policy, origin)
  if (!('access-control-allow-origin' in allowed)) return allowed
  return {
    ...allowed,
    'access-control-allow-methods': [...methods, 'OPTIONS'].sort().join(','),
    'access-control-allow-headers': inFull(policy).allow.join(','),
    ...(policy.seconds === undefined ? {} : { 'access-control-max-age': String(policy.seconds) })
  }
}
