/** What a REST API refuses or cannot keep ("Amazon API Gateway quotas", "Amazon API Gateway important notes"). */
import { binaryTypesOf } from '../../router/binaryTypes.js'
import { type Check, type Faults, fault, faultIf, show, theSettings } from '../fault.js'
import { hasApi, type Outline } from '../Outline.js'
import { mockable, oneOrigin, ownPreflights } from '../preflight.js'

/** @internal */
export const rest: Check = (o) =>
  o.gateway === 'rest' && hasApi(o) ? [...siblings(o), ...binary(o), ...endpoint(o), ...keys(o), ...scattered(o)] : []

// Under one parent the parameter has one name, whatever stands below it.
const siblings = (o: Outline): Faults => {
  const first = new Map<string, { readonly part: string; readonly path: string }>()
  const told = new Set<string>()
  return o.routes.flatMap((r) => {
    const parts = r.path.split('/')
    return parts.flatMap((part, i) => {
      if (!part.startsWith('{')) return []
      const parent = parts.slice(0, i).join('/')
      const known = first.get(parent)
      if (known === undefined) first.set(parent, { part, path: r.path })
      if (known === undefined || known.part === part || told.has(`${parent}/${part}`)) return []
      told.add(`${parent}/${part}`)
      return [
        fault(
          r.place,
          `${part} and ${known.part} (of ${known.path}) are parameters in one place, under ${parent || '/'}: API Gateway takes one`,
          'give them the same name'
        )
      ]
    })
  })
}

const binary = (o: Outline): Faults => {
  const types = binaryTypesOf(o.service.declarations, o.settings)
  return faultIf(
    types.length > 25,
    theSettings,
    `${types.length} binary media types; an API takes 25: ${types.join(', ')}`,
    "declare fewer, or binaryTypes: ['*/*'] alone"
  )
}

const endpoint = ({ settings: s }: Outline): Faults => {
  const size = s.minimumCompressionSize
  const isPrivate = s.endpointType === 'PRIVATE'
  return [
    ...faultIf(
      isPrivate && (s.resourcePolicy === undefined) === (s.vpcEndpointIds === undefined),
      theSettings,
      `a private API with ${s.resourcePolicy === undefined ? 'neither resourcePolicy nor vpcEndpointIds' : 'both resourcePolicy and vpcEndpointIds'}`,
      'give exactly one of them: who may reach it'
    ),
    ...faultIf(
      s.vpcEndpointIds !== undefined && !isPrivate,
      theSettings,
      `vpcEndpointIds on an API that is ${s.endpointType ?? 'EDGE'}`,
      "say endpointType: 'PRIVATE', or leave them out"
    ),
    ...faultIf(
      size !== undefined && !(Number.isInteger(size) && size >= 0 && size <= 10_485_760),
      theSettings,
      `minimumCompressionSize ${show(size)} is not a whole number from 0 to 10485760`,
      'give bytes in that range, or leave it out'
    )
  ]
}

const keys = ({ settings: { apiKeys, usagePlan } }: Outline): Faults => {
  const names = (apiKeys ?? []).map((k) => (typeof k === 'string' ? k : k.name))
  const { throttle, quota } = usagePlan ?? {}
  return [
    ...names
      .filter((n, i) => names.indexOf(n) < i)
      .map((n) => fault(theSettings, `two API keys are called '${n}'`, 'name each differently')),
    ...faultIf(
      throttle !== undefined && !(throttle.burstLimit >= 0 && throttle.rateLimit >= 0),
      theSettings,
      `usagePlan.throttle ${show(throttle)} has no burstLimit and rateLimit of 0 or more`,
      'give requests at once and requests a second'
    ),
    ...faultIf(
      quota !== undefined &&
        !(Number.isInteger(quota.limit) && quota.limit > 0 && ['DAY', 'WEEK', 'MONTH'].includes(quota.period)),
      theSettings,
      `usagePlan.quota ${show(quota)} is no limit above 0 by DAY, WEEK or MONTH`,
      "write { limit: 5000, period: 'MONTH' }"
    )
  ]
}

// One function answers the preflight of a path; where each route is a function it would know of its own methods alone.
const scattered = (o: Outline): Faults => {
  const owners = new Map<string, Set<string>>()
  for (const r of o.routes) if (r.cors !== undefined) owners.set(r.path, (owners.get(r.path) ?? new Set()).add(r.owner))
  return ownPreflights(o).flatMap((r) => {
    const those = [...(owners.get(r.path) ?? [])]
    return faultIf(
      those.length > 1,
      r.place,
      `the preflight of ${r.path} has to be answered by a function, and its routes are in ${those.length}: ${those.join(', ')}`,
      'group by resource, or give the policy one origin and no maxAge of 0'
    )
  })
}

/** Where the gateway's own replies cannot carry the policy of the path exactly. @internal */
export const restCors: Check = (o) => {
  const [policy, ...others] = o.policies
  if (o.gateway !== 'rest' || policy === undefined) return []
  const why =
    others.length > 0
      ? `${o.policies.length} cors policies`
      : oneOrigin(policy) === undefined
        ? 'a cors policy of several origins'
        : undefined
  return faultIf(
    why !== undefined,
    'the service',
    `${why}: replies that API Gateway makes by itself copy the origin of the request, without credentials`,
    `give all paths one policy with one origin${mockable(policy) ? '' : ' (and no maxAge of 0)'}, or accept it for 4xx and 5xx of the gateway`
  )
}
