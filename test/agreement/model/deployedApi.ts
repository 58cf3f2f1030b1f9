/** What AWS has to be told of a program's routes: methods, authorizers, preflight, and what the API says by itself. */
import { inFull } from './faultsIn.js'
import { doorOf, guardOf, keyOf, secondsOf } from './keys.js'
import { layers, type Placed, type Policy, type Program, placedWoken, type Route, verbsOf } from './Program.js'
import { keysOf } from './printKeys.js'
import { mockable } from './undeployable.js'
import { when } from './when.js'

export const apiLines = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<string> => [
  ...routes.flatMap(ofRoute),
  ...(p.gateway === 'rest' ? [...restPreflights(routes), ...openPreflights(routes), ...ofApi(p, routes)] : httpCors(routes)),
  ...keysOf(p).flatMap((name) => authorizer(name, p, routes))
]

// ---- routes

const ofRoute = ({ route, path, stack, fn }: Placed): ReadonlyArray<string> =>
  verbsOf(route).flatMap((verb) => {
    const at = `${verb} ${path}`
    const [auth] = layers(stack, 'authorize')
    return [
      `${at}: runs ${fn}`,
      `${at}: ${auth === undefined ? 'open to all' : keyOf(auth.key).is === 'iam' ? 'signed' : `asks ${nameIn(auth.key)}`}`,
      ...(auth?.scopes ?? []).map((scope) => `${at}: takes the scope ${scope}`),
      ...when(layers(stack, 'apiKey').length > 0, `${at}: wants a key`)
    ]
  })

export const nameIn = (key: string): string => (keyOf(key).is === 'own' ? guardOf(key) : key)

const origins = ({ origins: o }: Policy): string => (o === '*' ? '*' : o.join(' '))

/** What a preflight answer names: `ANY` is every method that a page may send. */
const spelled = ({ verbs }: Route): ReadonlyArray<string> =>
  verbs === 'ANY' ? ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] : verbs

const withCors = (routes: ReadonlyArray<Placed>) =>
  routes.flatMap((r) => layers(r.stack, 'cors').map(({ policy }) => ({ ...r, policy: inFull(policy) })))

const restPreflights = (routes: ReadonlyArray<Placed>): ReadonlyArray<string> =>
  withCors(routes).flatMap(({ path, policy, route }) =>
    mockable(policy)
      ? [
          `OPTIONS ${path}: the gateway lets in ${origins(policy)}`,
          ...spelled(route).map((verb) => `OPTIONS ${path}: the gateway allows ${verb}`),
          ...policy.allow.map((name) => `OPTIONS ${path}: the gateway allows ${name}`),
          ...when(policy.credentials, `OPTIONS ${path}: the gateway allows credentials`),
          ...when(policy.seconds !== undefined, `OPTIONS ${path}: kept ${policy.seconds} s`)
        ]
      : []
  )

// What no mock can say the function of the first route that has the policy answers.
const openPreflights = (routes: ReadonlyArray<Placed>): ReadonlyArray<string> => {
  const first = new Map<string, string>()
  for (const { path, policy, fn } of withCors(routes)) if (!mockable(policy) && !first.has(path)) first.set(path, fn)
  return [...first].flatMap(([path, fn]) => [`OPTIONS ${path}: runs ${fn}`, `OPTIONS ${path}: open to all`])
}

const httpCors = (routes: ReadonlyArray<Placed>): ReadonlyArray<string> => {
  const all = withCors(routes)
  const [first] = all
  if (first === undefined) return []
  const { policy } = first
  return [
    `the API lets in ${origins(policy)}`,
    ...all.flatMap(({ route }) => spelled(route)).map((verb) => `the API allows ${verb}`),
    'the API allows OPTIONS',
    ...policy.allow.map((name) => `the API allows ${name}`),
    ...policy.expose.map((name) => `the API exposes ${name}`),
    ...when(policy.credentials, 'the API allows credentials'),
    ...when(policy.seconds !== undefined, `the API: kept ${policy.seconds} s`),
    // Preflight must not be asked for credentials.
    ...all
      .filter(({ route, stack }) => route.verbs === 'ANY' && layers(stack, 'authorize').length > 0)
      .flatMap(({ path, fn }) => [`OPTIONS ${path}: runs ${fn}`, `OPTIONS ${path}: open to all`])
  ]
}

// ---- authorizers

const authorizer = (name: string, p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<string> => {
  const key = keyOf(name)
  const door = doorOf(key)
  const used = routes.some(({ stack }) => layers(stack, 'authorize').some((l) => l.key === name))
  const onConnect = placedWoken(p).some(({ origin }) => origin.is === 'socket' && origin.key === name)
  const reads = `reads the ${door.in} ${door.name}`
  const called = nameIn(name)
  const asks = key.is === 'own' ? called : key.is === 'elsewhere' ? key.arn : ''
  if (key.is === 'iam') return []
  return [
    ...when(
      used && key.is === 'jwt',
      ...jwt(called, 'issuer' in key ? key.issuer : undefined, 'audience' in key ? key.audience : undefined),
      `${called} ${reads}`
    ),
    ...(used && key.is === 'cognito'
      ? p.gateway === 'http'
        ? [...jwt(called, key.issuer, key.audience), `${called} ${reads}`]
        : [...key.pools.map((pool) => `${called} asks the pool ${pool}`), `${called} ${reads}`]
      : []),
    ...(used && (key.is === 'own' || key.is === 'elsewhere')
      ? [
          `${called} ${reads}`,
          `${called} asks ${asks} with a ${p.gateway === 'http' ? 'request' : key.type}`,
          `${called} keeps answers ${secondsOf(key)} s`,
          ...when(key.as !== undefined, `${called} is asked as ${key.as}`)
        ]
      : []),
    ...when(onConnect, `the socket's ${called} asks ${asks}`, `the socket's ${called} ${reads}`),
    ...when(onConnect && 'as' in key && key.as !== undefined, `the socket's ${called} is asked as ${'as' in key ? key.as : ''}`)
  ]
}

const jwt = (name: string, issuer: string | undefined, audience: ReadonlyArray<string> = []): ReadonlyArray<string> => [
  `${name} trusts ${issuer}`,
  ...audience.map((a) => `${name} is for ${a}`)
]

// ---- the REST API

const ofApi = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<string> => {
  const policies = [...new Map(withCors(routes).map(({ policy }) => [JSON.stringify(policy), policy])).values()]
  const [policy, ...others] = policies
  const one =
    others.length === 0 && policy !== undefined && (policy.origins === '*' || policy.origins.length === 1) ? policy : undefined
  const binary = routes.flatMap(({ stack }) => [
    ...layers(stack, 'body').flatMap((l) => (l.as === 'raw' ? (layers(stack, 'contentTypes')[0]?.types ?? l.types) : [])),
    ...layers(stack, 'returns').flatMap((l) => (l.bytes === undefined ? [] : [l.bytes]))
  ])
  return [
    ...binary.map((type) => `the API takes ${type} for bytes`),
    ...when(
      routes.some(({ stack }) => layers(stack, 'apiKey').length > 0),
      `the API has the key ${p.name}-dev`
    ),
    ...when(routes.length > 0 && p.given.also?.traced === 'Active', 'the API is traced'),
    ...when(routes.length > 0, ...refusals(policy, one))
  ]
}

const refusals = (policy: Policy | undefined, one: Policy | undefined): ReadonlyArray<string> =>
  ['404', '4xx', '5xx'].flatMap((kind) =>
    policy === undefined
      ? [`the API's own ${kind} says nothing of origins`]
      : one === undefined
        ? [`the API's own ${kind} lets in who asks`]
        : [
            `the API's own ${kind} lets in ${origins(one)}`,
            ...when(one.credentials, `the API's own ${kind} allows credentials`),
            ...one.expose.map((name) => `the API's own ${kind} exposes ${name}`)
          ]
  )
