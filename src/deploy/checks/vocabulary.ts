/** Words of the settings that nobody knows: keys, and the choices of the service. The compiler tells most people; JavaScript and casts do not. */
import type { Settings } from '../../router/Settings.js'
import { type Check, type Faults, fault, faultIf, show, theSettings } from '../fault.js'
import { meant } from '../near.js'
import { settingKeys } from '../settingsOf.js'

/** @internal */
export const vocabulary: Check = (o) => [
  ...keys(theSettings, o.settings, [...settingKeys, ...serviceKeys], []),
  ...o.functions.flatMap((f) => f.said.flatMap((s) => s.settings.flatMap((x) => keys(s.place, x, settingKeys, serviceKeys)))),
  ...choices.flatMap(([key, known]) => {
    const value = o.settings[key]
    return faultIf(
      value !== undefined && !known.some((k) => k === value),
      theSettings,
      `${key} ${show(value)} is none that ${key === 'endpointType' ? 'AWS' : 'quaich'} has`,
      (typeof value === 'string' ? meant(value, known) : undefined) ?? `use one of ${known.join(', ')}`
    )
  })
]

/** The keys of a service's settings beside those of functions; a new one does not compile until it is named here. */
const serviceKeys: ReadonlyArray<string> = Object.keys({
  gateway: 0,
  group: 0,
  debug: 0,
  errorBody: 0,
  binaryTypes: 0,
  region: 0,
  stage: 0,
  params: 0,
  endpointType: 0,
  vpcEndpointIds: 0,
  minimumCompressionSize: 0,
  apiKeys: 0,
  usagePlan: 0,
  resourcePolicy: 0,
  resources: 0,
  outputs: 0,
  extend: 0
} satisfies { readonly [K in Exclude<keyof Required<Settings>, (typeof settingKeys)[number]>]: 0 })

const choices = [
  ['gateway', ['rest', 'http']],
  ['group', ['resource', 'route', 'service']],
  ['endpointType', ['EDGE', 'REGIONAL', 'PRIVATE']]
] as const

const keys = (place: string, settings: object, known: ReadonlyArray<string>, elsewhere: ReadonlyArray<string>): Faults =>
  Object.entries(settings)
    .filter(([key, value]) => value !== undefined && !known.includes(key))
    .map(([key]) =>
      elsewhere.includes(key)
        ? fault(place, `${key} is a setting of the service, and of no function`, 'say it in the second argument of service')
        : fault(place, `there is no setting '${key}'`, meant(key, known) ?? 'leave it out')
    )
