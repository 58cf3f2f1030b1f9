/** Schedules and rules of EventBridge: bounds that the deployer or AWS holds them to, and forms of a bus that osls cannot take. */
import { at, type Data, isData } from '../data.js'
import { type Check, type Faults, fault, faultIf, show } from '../fault.js'
import { triggersBy } from '../Outline.js'
import { inputText } from '../schedules.js'

/** @internal */
export const schedules: Check = (o) => [
  ...triggersBy(o, 'Schedule').flatMap(({ fact, place }) => [
    ...faultIf(
      (fact.description?.length ?? 0) > 512,
      place,
      `a description of ${fact.description?.length} characters`,
      'keep it to 512'
    ),
    ...faultIf(
      (inputText(fact)?.length ?? 0) > 8192,
      place,
      `an input of ${inputText(fact)?.length} characters`,
      'keep it to 8192, or keep it elsewhere and name it'
    )
  ]),
  ...triggersBy(o, 'EventBridge').flatMap(({ fact, place }) => [
    ...bus(fact.bus, o.settings.region, place),
    ...pattern(fact.pattern, place)
  ])
]

const bus = (bus: unknown, region: string | undefined, place: string): Faults => {
  if (typeof bus === 'string') {
    const [, there] = /^arn:[^:]*:events:([^:]*):/.exec(bus) ?? []
    return [
      ...faultIf(
        !bus.startsWith('arn:') && !bus.includes('${') && !/^[/.\-_A-Za-z0-9]{1,256}$/.test(bus),
        place,
        `'${bus}' is no name of an event bus`,
        'use letters, digits, hyphens, underscores, dots and slashes, or give its ARN'
      ),
      ...faultIf(
        there !== undefined && there !== '' && region !== undefined && !there.includes('${') && there !== region,
        place,
        `the event bus is in ${String(there)} and the service in ${String(region)}: rules stand on buses of their own region`,
        'forward its events to a bus of this region'
      )
    ]
  }
  const taken = bus === undefined || ['Ref', 'Fn::ImportValue', 'Fn::GetAtt'].some((k) => at(bus, k) !== undefined)
  return faultIf(!taken, place, `the event bus ${show(bus)} is in a form that the deployer refuses`, 'name it by text, or by Ref')
}

const keys = ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail', '$or']

const pattern = (pattern: Data, place: string): Faults => [
  ...Object.keys(pattern)
    .filter((k) => !keys.includes(k))
    .map((k) => fault(place, `the pattern names '${k}', which no event has`, `use ${keys.join(', ')}`)),
  ...unlisted(pattern, []).map((path) =>
    fault(place, `the pattern's ${path} is no list`, "write the values to match as a list: { source: ['shop'] }")
  )
]

// Every leaf of a pattern is a list of values or of matchers.
const unlisted = (pattern: Data, path: ReadonlyArray<string>): ReadonlyArray<string> =>
  Object.entries(pattern).flatMap(([k, v]) => {
    const here = [...path, k]
    return Array.isArray(v) ? [] : isData(v) ? unlisted(v, here) : [here.join('.')]
  })
