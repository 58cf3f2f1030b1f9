/** What a program that can be defined cannot be deployed with, as the model sees it. */

import { inFull } from './faultsIn.js'
import { type Given, settingsOf } from './given.js'
import { keyOf } from './keys.js'
import { layers, type Placed, type Program, placed, placedWoken, verbsOf } from './Program.js'

/** Kinds of faults, and the words by which each is known when it is told. */
export const deployWords = {
  'two names for one parameter': /are parameters in one place, under/,
  'names that the deployer makes one': /one of them would silently disappear/,
  'a preflight of several functions': /^the preflight of .* has to be answered by a function/,
  'an API key on an HTTP API': /^an HTTP API has no API keys/,
  'several policies on an HTTP API': /cors policies: an HTTP API has one/,
  'a JWT on a REST API': /^a REST API has no JWT authorizers/,
  'a token alone on an HTTP API': /^an HTTP API hands its authorizers whole requests/,
  'a pool without an issuer': /^an HTTP API takes a Cognito pool as a JWT authorizer/,
  'tracing of an HTTP API': /^tracing of the whole service: X-Ray does not see HTTP APIs/,
  'two pools on an HTTP API': /^\d+ user pools: a JWT authorizer has one issuer/,
  'scopes that nobody checks': /^the scopes .* on an authorizer that has none/,
  'settings that differ': /^its sentences say /,
  'too little memory': /^memorySize \d+ is not/,
  'too long for an API': /^timeout \d+: API Gateway gives up/,
  'a token alone on a socket': /^a WebSocket API hands its authorizers whole requests/,
  'no such authorizer on a socket': /^a WebSocket API of the deployer's has no/
} as const
export type Undeployable = keyof typeof deployWords

export const undeployable = (p: Program): ReadonlyArray<Undeployable> => {
  const routes = placed(p)
  const told: ReadonlyArray<Undeployable | false> = [
    ...(p.gateway === 'rest' ? onRest(p, routes) : onHttp(p, routes)),
    ...routes
      .flatMap(({ stack }) => layers(stack, 'authorize'))
      .map((l) => l.scopes.length > 0 && !['cognito', 'jwt'].includes(keyOf(l.key).is) && ('scopes that nobody checks' as const)),
    ...functions(p, routes),
    ...sockets(p)
  ]
  return [...new Set(told.filter((t) => t !== false))]
}

// ---- gateways

const onRest = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<Undeployable | false> => [
  namesOfParameters(routes) && 'two names for one parameter',
  // A resource a path, and the parts of it before.
  clash(
    routes.flatMap(({ path }) =>
      path
        .split('/')
        .map((_, i, parts) => parts.slice(0, i + 1).join('/'))
        .filter((path) => path !== '' && path !== '/')
    ),
    resourceId
  ) && 'names that the deployer makes one',
  p.group === 'route' && scattered(routes) && 'a preflight of several functions',
  routes.some(({ stack }) => layers(stack, 'authorize').some((l) => keyOf(l.key).is === 'jwt')) && 'a JWT on a REST API'
]

const onHttp = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<Undeployable | false> => {
  const used = routes.flatMap(({ stack }) => layers(stack, 'authorize')).map((l) => keyOf(l.key))
  const policies = routes.flatMap(({ stack }) => layers(stack, 'cors')).map((l) => JSON.stringify(inFull(l.policy)))
  return [
    routes.some(({ stack }) => layers(stack, 'apiKey').length > 0) && 'an API key on an HTTP API',
    new Set(policies).size > 1 && 'several policies on an HTTP API',
    routes.length > 0 && p.given.also?.traced === 'Active' && 'tracing of an HTTP API',
    used.some((k) => k.is === 'elsewhere' && k.type === 'token') && 'a token alone on an HTTP API',
    used.some((k) => k.is === 'cognito' && k.issuer === undefined) && 'a pool without an issuer',
    used.some((k) => k.is === 'cognito' && k.pools.length > 1) && 'two pools on an HTTP API',
    clash(
      routes.flatMap(({ path, route }) => verbsOf(route).map((v) => `${v} ${path}`)),
      resourceId
    ) && 'names that the deployer makes one'
  ]
}

/** Under one parent, a parameter has one name. */
const namesOfParameters = (routes: ReadonlyArray<Placed>): boolean => {
  const known = new Map<string, string>()
  return routes.some(({ path }) =>
    path.split('/').some((part, i, parts) => {
      if (!part.startsWith('{')) return false
      const parent = parts.slice(0, i).join('/')
      const first = known.get(parent) ?? part
      known.set(parent, first)
      return first !== part
    })
  )
}

/** The deployer leaves out of a path what is no letter and no digit; a hyphen is spelled out, and a parameter is told from a word. */
const resourceId = (path: string): string =>
  path
    .toLowerCase()
    .split('/')
    .map((part) => {
      const id = part
        .replaceAll('-', 'Dash')
        .replace(/\{(.*)\}/g, '$1Var')
        .replaceAll(/[^0-9A-Za-z]/g, '')
      return `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`
    })
    .join('')

const clash = (all: ReadonlyArray<string>, id: (s: string) => string): boolean => {
  const each = [...new Set(all)]
  return new Set(each.map(id)).size < each.length
}

// Several origins, or an age of 0: no mock can say that.
const scattered = (routes: ReadonlyArray<Placed>): boolean =>
  routes.some(({ path, stack }) =>
    layers(stack, 'cors').some(
      ({ policy }) =>
        !mockable(policy) &&
        new Set(routes.filter((r) => r.path === path && layers(r.stack, 'cors').length > 0).map((r) => r.fn)).size > 1
    )
  )

export const mockable = ({
  origins,
  seconds
}: {
  readonly origins: '*' | ReadonlyArray<string>
  readonly seconds?: number
}): boolean => (origins === '*' || origins.length === 1) && seconds !== 0

// ---- functions

/** What the sentences of each function say. */
export const givensOf = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyMap<string, ReadonlyArray<ReadonlyArray<Given>>> => {
  const all = new Map<string, ReadonlyArray<Given>[]>()
  const say = (fn: string, said: ReadonlyArray<Given>) => all.set(fn, [...(all.get(fn) ?? []), said])
  for (const { fn, stack } of routes)
    say(
      fn,
      layers(stack, 'settings').map((l) => l.given)
    )
  for (const w of placedWoken(p)) say(w.name, [w.given])
  return all
}

const functions = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<Undeployable | false> => {
  const http = new Set(routes.map((r) => r.fn))
  return [...givensOf(p, routes)].flatMap(([fn, sentences]): ReadonlyArray<Undeployable | false> => {
    const said = sentences.flat()
    const variables = said.flatMap((g) => Object.entries(g.variables ?? {}))
    return [
      (differ(variables) ||
        differ(said.flatMap((g) => Object.entries(settledOnce(g)))) ||
        differ(said.flatMap((g) => Object.entries(g.also?.tags ?? {})))) &&
        'settings that differ',
      said.some((g) => g.memory !== undefined && g.memory < 128) && 'too little memory',
      http.has(fn) && said.some((g) => (g.timeout ?? 0) > 29) && 'too long for an API'
    ]
  })
}

const differ = (said: ReadonlyArray<readonly [string, unknown]>): boolean =>
  said.some(([k, v]) => said.some(([l, w]) => k === l && JSON.stringify(v) !== JSON.stringify(w)))

// Memory and time take the largest, tables are joined, rights added up; anything else is said once, or said the same.
const settledOnce = (given: Given): Readonly<Record<string, unknown>> => {
  const { memorySize, timeout, environment, tags, iam, ...rest } = settingsOf(given)
  return rest
}

const sockets = (p: Program): ReadonlyArray<Undeployable | false> =>
  placedWoken(p).flatMap(({ origin: o }) => {
    const key = o.is === 'socket' && o.key !== undefined ? keyOf(o.key) : undefined
    if (key === undefined) return []
    return [
      key.is === 'elsewhere' && key.type === 'token' && 'a token alone on a socket',
      key.is === 'iam' && 'no such authorizer on a socket'
    ]
  })
