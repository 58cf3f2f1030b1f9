/** The requests that every route is asked with: a good one, and for each of its parts one in which that part is not as it should be. */
import { doorOf, type Key, keyOf } from './keys.js'
import { type Layer, layers, type Placed, type Program, placed } from './Program.js'

// ---- what is asked

export type Gateway = 'rest' | 'http' | 'http1' | 'functionUrl' | 'alb' | 'albMultiValue'

/** One request to one route; every part of it as it should be, or not. */
export interface Ask {
  readonly gateway: Gateway
  readonly verb: string
  readonly who: 'good' | 'nobody' | 'unwelcome'
  readonly key: boolean
  readonly type: 'good' | 'other'
  readonly body: 'good' | 'none' | 'broken' | 'wrong' | 'large'
  readonly query: 'good' | 'wrong'
  readonly header: 'good' | 'wrong'
  readonly param: 'good' | 'wrong'
  readonly origin: string | undefined
}

/** Whether a gateway stands before the function that asks for credentials: function URLs and load balancers verify nothing of that. */
export const asks = (gateway: Gateway): boolean => ['rest', 'http', 'http1'].includes(gateway)

// ---- which requests

// A function of one route knows nothing of the others on its path: a load balancer cannot be put before those.
export const gatewaysOf = (p: Program, i: number): ReadonlyArray<Gateway> => {
  const direct = (['functionUrl', 'alb', 'albMultiValue'] as const)[i % 3] ?? 'alb'
  return [p.gateway, ...(p.gateway === 'http' ? (['http1'] as const) : []), ...(p.group === 'route' ? [] : [direct])]
}

export const origins = ['https://a.example', 'https://b.example', 'https://a.example.evil', undefined]

// HEAD is a GET without its body, unless something on the path takes every method.
const verbsAsked = (p: Program, { route, path }: Placed): ReadonlyArray<string> => {
  if (route.verbs === 'ANY') return ['PATCH', 'HEAD']
  const every = placed(p).some((r) => r.path === path && r.route.verbs === 'ANY')
  return [...route.verbs, ...(route.verbs.includes('GET') && !every ? ['HEAD'] : [])]
}

/** A good request, and for each of its parts one in which that part is not. */
export const askedOf = (p: Program, r: Placed, gateway: Gateway): ReadonlyArray<Ask> => {
  const verbs = verbsAsked(p, r)
  return verbs.flatMap((verb) => {
    const bodiless = ['GET', 'HEAD', 'OPTIONS'].includes(verb)
    const good: Ask = {
      gateway,
      verb,
      who: 'good',
      key: true,
      type: 'good',
      body: bodiless ? 'none' : 'good',
      query: 'good',
      header: 'good',
      param: 'good',
      origin: origins[0]
    }
    const others: ReadonlyArray<Partial<Ask>> = [
      {},
      { who: 'nobody' },
      { who: 'unwelcome' },
      { key: false },
      { type: 'other' },
      { query: 'wrong' },
      { header: 'wrong' },
      { param: 'wrong' },
      { who: 'nobody', key: false, query: 'wrong' },
      ...(bodiless ? [] : (['none', 'broken', 'wrong', 'large'] as const).map((body) => ({ body }))),
      { type: 'other', query: 'wrong' }
    ]
    return others.map((other, i) => ({ ...good, origin: origins[i % origins.length], ...other }))
  })
}

// ---- what is sent

/** How a body of one kind looks; where none is read, as text. */
export const bodies = {
  json: { good: '{"n":1}', broken: '{"n":', wrong: '{"n":"x"}', large: `{"n":1}${' '.repeat(5000)}` },
  form: { good: 'n=1', broken: 'n=%zz', wrong: 'n=x', large: `n=1&m=${'x'.repeat(5000)}` },
  text: { good: 'a', broken: 'b', wrong: 'c', large: 'x'.repeat(5000) },
  raw: { good: 'a', broken: 'b', wrong: 'c', large: 'x'.repeat(5000) }
} as const

export const bodySent = (stack: ReadonlyArray<Layer>, ask: Ask): string | undefined =>
  ask.body === 'none' ? undefined : bodies[layers(stack, 'body')[0]?.as ?? 'text'][ask.body]

export const typeSent = (stack: ReadonlyArray<Layer>, ask: Ask): string | undefined => {
  if (ask.type === 'other') return 'application/x-other'
  if (ask.body === 'none') return undefined
  const [type = 'text/plain'] = taken(stack) ?? []
  return type.replace('*', 'png')
}

// What `contentTypes` names stands in the place of what the body would have.
export const taken = (stack: ReadonlyArray<Layer>): ReadonlyArray<string> | undefined =>
  (layers(stack, 'contentTypes')[0] ?? layers(stack, 'body')[0])?.types

/** A request, as the client of the testing kit takes it. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody?: string
  readonly auth?: Readonly<Record<string, unknown>>
}

export const params = { id: 'zz', key: 'zz', name: 'zz', rest: 'x/y' }

export const sent = (r: Placed, ask: Ask): Sent => {
  const token = tokenOf(r, ask)
  const body = bodySent(r.stack, ask)
  return {
    method: ask.verb,
    path: r.path,
    params: {
      ...params,
      ...Object.fromEntries(layers(r.stack, 'params').map((l) => [l.name, ask.param === 'good' ? '7' : 'zz']))
    },
    query: {
      ...Object.fromEntries(layers(r.stack, 'query').map((l) => [l.name, ask.query === 'good' ? '7' : 'x'])),
      ...token.query
    },
    headers: {
      origin: ask.origin,
      'content-type': typeSent(r.stack, ask),
      ...Object.fromEntries(layers(r.stack, 'headers').map((l) => [l.name, ask.header === 'good' ? '7' : 'x'])),
      'x-api-key': ask.key ? 'known' : undefined,
      ...token.headers
    },
    ...(body === undefined ? {} : { rawBody: body }),
    ...(token.auth === undefined ? {} : { auth: token.auth })
  }
}

interface Token {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly auth?: Readonly<Record<string, unknown>>
}

// An own authorizer is asked with what is in the request; of others the test says what AWS has verified.
const tokenOf = ({ stack }: Placed, { who, gateway }: Ask): Token => {
  const [auth] = layers(stack, 'authorize')
  const key = auth === undefined ? undefined : keyOf(auth.key)
  if (key === undefined || who === 'nobody') return {}
  if (key.is === 'own') {
    const { in: where, name } = doorOf(key)
    const sent = { [name]: who === 'good' ? 'good' : 'bad' }
    return where === 'header' ? { headers: sent } : { query: sent }
  }
  return who === 'good' && (asks(gateway) || key.is === 'iam') ? { auth: verified(key) } : {}
}

export const verified = (key: Key): Readonly<Record<string, unknown>> =>
  key.is === 'iam'
    ? { userArn: 'arn:aws:iam::123456789012:user/ada' }
    : key.is === 'elsewhere'
      ? { role: 'reader' }
      : { sub: 'ada', scope: 'read write' }
