/**
 * Everything that is wrong with declarations, told before anything runs. Folds facts; never asks which combinator made them.
 * Faults of the deployment (names, sizes, what a gateway cannot do) are found in the deploy room.
 */
import { corsFaults } from '../combinators/cors.js'
import { type Fact, factOf, factsOf, type RouteFact } from '../combinators/Fact.js'
import { isMediaRange } from '../combinators/MediaType.js'
import { codecFaults } from './codecFaults.js'
import { type Declaration, placeOf, routeOf } from './Declaration.js'
import type { DefinitionFault } from './DefinitionError.js'
import { eventFaults, eventsTogether } from './eventFaults.js'
import { limitFaults } from './limitFaults.js'
import { everyMethod } from './methods.js'
import { paramNames, parsePath, shapeOfText } from './Path.js'
import { pathFaults } from './pathFaults.js'
import { schemeFaults, unsendable } from './schemeFaults.js'
import { textFaults } from './textFaults.js'

/** What is wrong, and how to mend it. @internal */
export type Told = readonly [problem: string, mend: string]

/** All faults of some declarations: each one's own, then what they are to each other. @internal */
export const faultsOf = (declarations: ReadonlyArray<Declaration>): ReadonlyArray<DefinitionFault> => {
  const shared = [...byShape(declarations).values()].filter(([d, another]) => another !== undefined || methodsOf(d).length > 1)
  return [
    ...declarations.flatMap((d) => own(d).map(([problem, mend]) => ({ place: placeOf(d), problem, mend }))),
    ...shared.flatMap(twins),
    ...shared.flatMap(policies),
    ...eventsTogether(declarations)
  ]
}

// ---- one declaration

const own = (d: Declaration): ReadonlyArray<Told> => {
  const told = d.facts.flatMap((f) => [...codecFaults(f), ...limitFaults(f), ...factFaults(f, d)])
  // Its source alone is not in its own way.
  return d.facts.length === 1 ? told : [...told, ...onlyOnce(d.facts), ...twiceKeyed(d.facts), ...unsendable(d.facts)]
}

const routeFaults = ({ methods: named, path }: RouteFact, d: Declaration): ReadonlyArray<Told> => {
  const faults = [...pathFaults(factOf(d.handler.facts, 'Route')?.path ?? path, path)]
  if (named === 'ANY') return faults
  for (const m of named)
    if (!everyMethod.includes(m)) faults.push([`'${m}' is no method`, 'write GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS'])
  if (named.some((m, i) => named.indexOf(m) !== i)) faults.push(['a method stands twice in its list', 'name each once'])
  if (named.length === 0) faults.push(['the list of methods is empty', 'name one, or use any(path)'])
  return faults
}

const factFaults = (fact: Fact, d: Declaration): ReadonlyArray<Told> => {
  switch (fact._tag) {
    case 'Route':
      return routeFaults(fact, d)
    case 'Params': {
      const names = new Set(paramNames(parsePath(routeOf(d)?.path ?? '/').segments))
      const strangers = Object.keys(fact.codecs ?? {})
        .filter((k) => !names.has(k))
        .map(
          (k): Told => [
            `params names '${k}', which the path '${routeOf(d)?.path}' does not have`,
            `use one of: ${[...names].join(', ') || '(none)'}`
          ]
        )
      return [...strangers, ...textFaults('params', fact.codecs)]
    }
    case 'Query':
      return textFaults('query', fact.codecs)
    case 'Headers':
      return textFaults('headers', fact.codecs)
    case 'Body': {
      const route = routeOf(d)
      const bodiless =
        route === undefined || route.methods === 'ANY' ? [] : route.methods.filter((m) => m === 'GET' || m === 'HEAD')
      return [
        ...bodiless.map(
          (m): Told => [`a body on ${m}: gateways and clients may drop it`, 'use POST, PUT or PATCH, or read the query']
        ),
        ...mediaTypes(fact.mediaTypes),
        ...textFaults('form', fact.codecs)
      ]
    }
    case 'MediaTypes':
      return mediaTypes(fact.mediaTypes)
    case 'Returns':
      return Object.keys(fact.replies)
        .filter((s) => !(Number.isInteger(Number(s)) && Number(s) >= 200 && Number(s) <= 599))
        .map((s): Told => [`returns: ${s} is no status of a final reply`, 'use 200 to 599'])
    case 'Errors':
      return Object.entries(fact.table)
        .filter(([, e]) => typeof e === 'number' && !(Number.isInteger(e) && e >= 400 && e <= 599))
        .map(
          ([tag, e]): Told => [`errors: '${tag}' is told with ${String(e)}, which is no status of a failure`, 'use 400 to 599']
        )
    case 'Cors':
      return [
        ...corsFaults(fact.policy).map(([problem, mend]): Told => [`cors: ${problem}`, mend]),
        ...(routeOf(d)?.methods !== 'ANY' &&
        (routeOf(d)?.methods as ReadonlyArray<string> | undefined)?.includes('OPTIONS') === true
          ? [['cors on an OPTIONS route: preflight is answered from the policy', 'remove the route, or its cors'] as const]
          : [])
      ]
    case 'Auth':
    case 'Authorizer':
      return schemeFaults(fact.scheme)
    case 'Limits':
    case 'ApiKey':
    case 'Port':
    case 'Middy':
    case 'Provide':
    case 'Bracket':
    case 'MapReply':
    case 'Function':
    case 'Lambda':
    case 'Message':
      return []
    case 'RouteResponse': {
      const routeKey = factsOf(d.facts, 'Websocket')[0]?.routeKey
      return routeKey === '$connect' || routeKey === '$disconnect'
        ? [
            [
              `routeResponse on ${routeKey}: there is no message to answer`,
              routeKey === '$connect' ? 'refuse, or give a reply with headers; send from the first message' : 'leave it out'
            ]
          ]
        : []
    }
    case 'Schedule':
    case 'EventBridge':
    case 'Bucket':
    case 'Topic':
    case 'Queue':
    case 'Stream':
    case 'Websocket':
    case 'Each':
      return eventFaults(fact)
  }
}

const mediaTypes = (types: ReadonlyArray<string>): ReadonlyArray<Told> =>
  types
    .filter((m) => !isMediaRange(m))
    .map((m): Told => [`'${m}' is no media type`, "write type/subtype in lower case, without parameters: 'text/csv'"])

const single = ['Cors', 'Body', 'MediaTypes', 'Auth', 'Returns', 'Limits', 'RouteResponse'] as const

const onlyOnce = (facts: ReadonlyArray<Fact>): ReadonlyArray<Told> =>
  single
    .filter((tag) => factsOf(facts, tag).length > 1)
    .map((tag): Told => {
      const n = factsOf(facts, tag).length
      return [`${n} ${words[tag]} in one stack`, 'keep one; a stack under mount does not override, it adds']
    })

const words: { readonly [T in (typeof single)[number]]: string } = {
  Cors: 'cors policies',
  Body: 'bodies',
  MediaTypes: 'contentTypes',
  Auth: 'authorizers',
  Returns: 'returns',
  Limits: 'limits',
  RouteResponse: 'routeResponses'
}

const twiceKeyed = (facts: ReadonlyArray<Fact>): ReadonlyArray<Told> => [
  ...repeated('query', factsOf(facts, 'Query'), (f) => Object.keys(f.codecs)),
  ...repeated('headers', factsOf(facts, 'Headers'), (f) => Object.keys(f.codecs).map((k) => k.toLowerCase())),
  ...repeated('errors', factsOf(facts, 'Errors'), (f) => Object.keys(f.table))
]

const repeated = <F>(where: string, facts: ReadonlyArray<F>, keysOf: (f: F) => ReadonlyArray<string>): ReadonlyArray<Told> => {
  if (facts.length === 0) return []
  const keys = facts.flatMap(keysOf)
  return [...new Set(keys.filter((k, i) => keys.indexOf(k) !== i))].map(
    (k): Told => [`${where}: '${k}' is declared twice`, 'declare it once']
  )
}

// ---- declarations together

const methodsOf = (d: Declaration): ReadonlyArray<string> => {
  const m = routeOf(d)?.methods
  return m === 'ANY' ? ['ANY'] : (m ?? [])
}

type Some<A> = [A, ...A[]]

const byShape = (declarations: ReadonlyArray<Declaration>): ReadonlyMap<string, Some<Declaration>> => {
  const shapes = new Map<string, Some<Declaration>>()
  for (const d of declarations) {
    const route = routeOf(d)
    if (route === undefined) continue
    const shape = shapeOfText(route.path)
    const known = shapes.get(shape)
    if (known === undefined) shapes.set(shape, [d])
    else known.push(d)
  }
  return shapes
}

// What declarations of one shape, of which there are several or one with several methods, are to each other.
const twins = (same: Some<Declaration>): ReadonlyArray<DefinitionFault> => {
  const faults: DefinitionFault[] = []
  const seen = new Map<string, Declaration>()
  const [first] = same
  for (const d of same) {
    const again = methodsOf(d).filter((m) => seen.has(m))
    if (routeOf(d)?.path !== routeOf(first)?.path)
      faults.push({
        place: placeOf(d),
        problem: `the path '${routeOf(d)?.path}' means the same requests as '${routeOf(first)?.path}' of ${placeOf(first)}`,
        mend: again.length === 0 ? 'give the parameters the same names' : keepOne
      })
    else
      for (const m of again)
        faults.push({
          place: placeOf(d),
          problem: `${m} ${routeOf(d)?.path} is declared by ${placeOf(seen.get(m) ?? first)} as well`,
          mend: keepOne
        })
    for (const m of methodsOf(d)) if (!seen.has(m)) seen.set(m, d)
  }
  return faults
}

const keepOne = 'keep one, or mount them under different prefixes'

const policies = (same: Some<Declaration>): ReadonlyArray<DefinitionFault> => {
  const faults: DefinitionFault[] = []
  const withCors = same.flatMap((d) => factsOf(d.facts, 'Cors').map((f) => [d, JSON.stringify(f.policy)] as const))
  const first = withCors[0]
  for (const [d, policy] of withCors)
    if (first !== undefined && d !== first[0] && policy !== first[1])
      faults.push({
        place: placeOf(d),
        problem: `another cors policy than ${placeOf(first[0])} on the same path: preflight cannot know which`,
        mend: 'give one policy to the whole path'
      })
  const options = same.find((d) => methodsOf(d).includes('OPTIONS'))
  if (first !== undefined && options !== undefined && factsOf(options.facts, 'Cors').length === 0)
    faults.push({
      place: placeOf(options),
      problem: `an OPTIONS route on a path with cors (${placeOf(first[0])})`,
      mend: 'remove it: preflight is answered from the policy; or remove the cors'
    })
  return faults
}
