/** Asks a service what the model asks of a route, through the client of the testing kit, and tells what came back in the model's words. */
import { type Client, client } from 'quaich/testing'
import type { Built } from './build.js'
import { type Answer, type Ask, asks, bodySent, type Gateway, typeSent } from './model/answers.js'
import { doorOf, type Key, keyOf } from './model/keys.js'
import { layers, type Placed } from './model/Program.js'

/** What comes back where no route is meant. */
export interface Plain {
  readonly by: string
  readonly status: number
  readonly ran: ReadonlyArray<string>
  readonly cors: Readonly<Record<string, string>>
  readonly allow: ReadonlyArray<string>
}

interface Asking {
  readonly route: (r: Placed, ask: Ask) => Promise<Answer>
  /** Without credentials, a body or anything else. */
  readonly plain: (verb: string, path: string, origin: string | undefined) => Promise<Plain>
}

/** One client for all requests that come through one kind of gateway. */
export const asking = ({ api, heard }: Built, gateway: Gateway): Asking => {
  const c: Client<unknown> = client(api, { format: gateway, apiKeys: ['known'] })
  const params = { id: 'zz', key: 'zz', name: 'zz', rest: 'x/y' }
  const plain: Asking['plain'] = async (verb, path, origin) => {
    heard()
    const { by, reply } = await c.exchange({ method: verb, path, params, headers: { origin } })
    const allow = reply.headers['allow']
    return {
      by,
      status: reply.status,
      ran: heard(),
      cors: corsIn(reply.headers),
      allow: allow === undefined ? [] : String(allow).split(', ').sort()
    }
  }
  const route: Asking['route'] = async (r: Placed, ask: Ask): Promise<Answer> => {
    const token = tokenOf(r, ask)
    const body = bodySent(r.stack, ask)
    heard()
    const { by, reply } = await c.exchange({
      method: ask.verb,
      path: r.path,
      params,
      query: {
        ...Object.fromEntries(layers(r.stack, 'query').map((l) => [l.name, ask.query === 'good' ? '7' : 'x'])),
        ...token.query
      },
      headers: {
        origin: ask.origin,
        'content-type': typeSent(r.stack, ask),
        'x-api-key': ask.key ? 'known' : undefined,
        ...token.headers
      },
      ...(body === undefined ? {} : { rawBody: body }),
      ...(token.auth === undefined ? {} : { auth: token.auth })
    })
    return {
      by,
      status: reply.status,
      reached: reachedIn(heard(), r),
      marks: marksIn(reply.headers),
      cors: corsIn(reply.headers)
    }
  }
  return { route, plain }
}

/** A handler that ran twice, or another one that ran, is neither reached nor not. */
const reachedIn = (names: ReadonlyArray<string>, { route }: Placed): boolean => {
  const own = names.filter((name) => !name.endsWith('Guard'))
  if (own.length > 1 || own.some((name) => name !== route.name)) throw new Error(`ran ${own.join(', ')} for ${route.name}`)
  return own.length === 1
}

const marksIn = (headers: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  Object.keys(headers)
    .filter((name) => name.startsWith('x-'))
    .sort()

const corsIn = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name === 'vary' || name.startsWith('access-control-'))
      .map(([name, value]) => [name, name.endsWith('-methods') ? String(value).split(',').sort().join(',') : String(value)])
  )

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

const verified = (key: Key): Readonly<Record<string, unknown>> =>
  key.is === 'iam'
    ? { userArn: 'arn:aws:iam::123456789012:user/ada' }
    : key.is === 'elsewhere'
      ? { role: 'reader' }
      : { sub: 'ada', scope: 'read write' }
