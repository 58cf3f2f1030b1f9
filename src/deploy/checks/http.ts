/** What an HTTP API cannot keep ("Choose between REST APIs and HTTP APIs"): each declared fact of that kind is a fault, never left out. */
import type { Settings } from '../../router/Settings.js'
import { at, type Data } from '../data.js'
import { type Faults, fault, faultIf, show, theSettings } from '../fault.js'
import { hasApi, type Outline } from '../Outline.js'

const rest = "take gateway: 'rest', or leave it out"

/** @internal */
export const http = (o: Outline, file: Data): Faults => {
  if (o.gateway !== 'http' || !hasApi(o)) return []
  const { settings: s } = o
  const cannot = [
    'apiKeys',
    'usagePlan',
    'resourcePolicy',
    'minimumCompressionSize',
    'vpcEndpointIds'
  ] as const satisfies ReadonlyArray<keyof Settings>
  return [
    ...o.routes
      .filter((r) => r.apiKey)
      .map((r) => fault(r.place, 'an HTTP API has no API keys', "take gateway: 'rest', or another way to know callers")),
    ...cannot
      .filter((k) => s[k] !== undefined)
      .map((k) => fault(theSettings, `${k} on an HTTP API, which has no such thing`, rest)),
    ...faultIf(
      s.endpointType !== undefined && s.endpointType !== 'REGIONAL',
      theSettings,
      `endpointType ${show(s.endpointType)}: HTTP APIs are regional`,
      rest
    ),
    ...faultIf(
      s.tracing === 'Active' || at(file, 'provider', 'tracing', 'apiGateway') === true,
      theSettings,
      'tracing of the whole service: X-Ray does not see HTTP APIs',
      "trace functions with functionSettings({ tracing: 'Active' }), or take gateway: 'rest'"
    ),
    ...faultIf(
      o.policies.length > 1,
      'the service',
      `${o.policies.length} cors policies: an HTTP API has one for all of its paths`,
      "give one policy to all, or take gateway: 'rest'"
    )
  ]
}

/** What an HTTP API does beyond what was declared. @internal */
export const httpWarnings = (o: Outline): Faults => {
  if (o.gateway !== 'http') return []
  const open = o.routes.filter((r) => r.cors === undefined)
  const byLambda = o.routes.filter((r) => r.auth?.scheme._tag === 'ExistingLambda')
  return [
    ...faultIf(
      o.policies.length > 0 && open.length > 0,
      'the service',
      `an HTTP API sends the cors policy of some paths with all of them, so with ${open.map((r) => r.place).join(', ')} too`,
      "give cors to all routes or to none, or take gateway: 'rest'"
    ),
    ...byLambda.map((r) =>
      fault(
        r.place,
        'an HTTP API hands on the context of a Lambda authorizer alone, not the principal',
        'let the authorizer put principalId into its context as well, or every request is refused with 401'
      )
    )
  ]
}
