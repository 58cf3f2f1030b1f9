/** Settings of functions: their ranges ("Lambda quotas", "CreateFunction"), and what sentences of one function say differently. */
import type { FunctionSettings } from '../../combinators/functionSettings.js'
import { at } from '../data.js'
import { defaultTimeout } from '../defaults.js'
import { targetType } from '../destinations.js'
import { type Check, type Faults, fault, faultIf, show, theSettings } from '../fault.js'
import type { Outline } from '../Outline.js'
import { differences } from '../settingsOf.js'

/** @internal */
export const functionSettings: Check = (o) => [
  ...settingsOf(theSettings, o.settings, o),
  ...o.functions.flatMap((f) => f.said.flatMap((s) => s.settings.flatMap((x) => settingsOf(s.place, x, o)))),
  ...o.functions.flatMap((f) =>
    differences(f.said.flatMap((s) => s.settings)).map(([key, values]) =>
      fault(
        `the function ${f.name}`,
        `its sentences say ${key} differently: ${values.map(show).join(', ')}`,
        'say it once, or regroup: memory and timeout take the largest, nothing else does'
      )
    )
  ),
  ...ownRole(o),
  ...tooPatient(o)
]

const ranges: ReadonlyArray<readonly [key: keyof FunctionSettings, least: number, most: number, what: string]> = [
  ['memorySize', 128, 10_240, 'MB of memory'],
  ['timeout', 1, 900, 'seconds'],
  ['ephemeralStorageSize', 512, 10_240, 'MB of /tmp'],
  ['reservedConcurrency', 0, Number.MAX_SAFE_INTEGER, 'executions at once'],
  ['maximumRetryAttempts', 0, 2, 'retries'],
  ['maximumEventAge', 60, 21_600, 'seconds']
]

const choices: ReadonlyArray<readonly [key: keyof FunctionSettings, values: ReadonlyArray<unknown>]> = [
  ['runtime', ['nodejs20.x', 'nodejs22.x', 'nodejs24.x']],
  ['architecture', ['arm64', 'x86_64']],
  ['tracing', ['Active', 'PassThrough']],
  ['logRetentionInDays', [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653]]
]

const settingsOf = (place: string, s: FunctionSettings, o: Outline): Faults => [
  ...ranges.flatMap(([key, least, most, what]) =>
    faultIf(
      s[key] !== undefined && !within(s[key], least, most),
      place,
      `${key} ${show(s[key])} is not a whole number ${most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`}`,
      `give ${what} in that range, or leave it out`
    )
  ),
  ...choices.flatMap(([key, values]) =>
    faultIf(
      s[key] !== undefined && !values.includes(s[key]),
      place,
      `${key} ${show(s[key])} is none that AWS has`,
      `use one of ${values.join(', ')}`
    )
  ),
  ...faultIf((s.description?.length ?? 0) > 256, place, `a description of ${s.description?.length} characters`, 'keep it to 256'),
  ...faultIf((s.layers?.length ?? 0) > 5, place, `${s.layers?.length} layers`, 'a function takes five at most'),
  ...vpc(place, s),
  ...role(place, s),
  ...targets(place, s, o)
]

const within = (n: unknown, least: number, most: number): boolean =>
  typeof n === 'number' && Number.isInteger(n) && n >= least && n <= most

const vpc = (place: string, { vpc }: FunctionSettings): Faults =>
  faultIf(
    vpc !== undefined &&
      ![at(vpc, 'securityGroupIds'), at(vpc, 'subnetIds')].every((ids) => Array.isArray(ids) && ids.length > 0),
    place,
    `vpc ${show(vpc)} does not name both security groups and subnets`,
    'give securityGroupIds and subnetIds, or leave vpc out'
  )

const role = (place: string, { role }: FunctionSettings): Faults =>
  faultIf(
    role !== undefined &&
      !(typeof role === 'string'
        ? /^(arn:|\$\{)/.test(role)
        : ['Fn::GetAtt', 'Fn::Sub', 'Fn::ImportValue'].some((k) => at(role, k) !== undefined)),
    place,
    `role ${show(role)} is no ARN`,
    'give an ARN, or a Fn::GetAtt, Fn::Sub or Fn::ImportValue that becomes one'
  )

// Nothing is written into a role of the user's own, so what asks for rights beside it would be without.
const ownRole = (o: Outline): Faults => {
  const asking = ({ iam, destinations }: FunctionSettings): ReadonlyArray<string> => [
    ...((iam?.length ?? 0) > 0 ? ['iam'] : []),
    ...(destinations === undefined ? [] : ['destinations'])
  ]
  const told = (place: string, keys: ReadonlyArray<string>): Faults =>
    faultIf(
      keys.length > 0,
      place,
      `a role of your own, and ${keys.join(' and ')} beside it, for which quaich grants nothing there`,
      'grant it in that role and leave iam out, or leave the role to quaich'
    )
  return [
    ...(o.settings.role === undefined ? [] : told(theSettings, asking(o.settings))),
    ...o.functions.flatMap((f) => (f.settings.role === undefined ? [] : told(`the function ${f.name}`, asking(f.own))))
  ]
}

const targets = (place: string, { destinations, onError }: FunctionSettings, o: Outline): Faults => {
  const named = [
    ['destinations.onSuccess', destinations?.onSuccess, ['sqs', 'sns', 'function', 'eventBus']],
    ['destinations.onFailure', destinations?.onFailure, ['sqs', 'sns', 'function', 'eventBus']],
    ['onError', onError, ['sqs', 'sns']]
  ] as const
  return named.flatMap(([key, arn, types]) =>
    faultIf(
      arn !== undefined && !(types as ReadonlyArray<unknown>).includes(targetType(arn, o)),
      place,
      `${key} ${show(arn)} names no ${key === 'onError' ? 'queue or topic' : 'queue, topic, function or event bus'}`,
      'give its ARN, or a reference to a resource of this service'
    )
  )
}

// An API gives up after 29 seconds, whatever the function does.
const tooPatient = (o: Outline): Faults => {
  const told = (place: string, timeout: number): Faults => [
    fault(
      place,
      `timeout ${timeout}: API Gateway gives up after ${defaultTimeout.http} seconds`,
      `keep it to ${defaultTimeout.http} for routes; say more with functionSettings where no API waits`
    )
  ]
  const http = o.functions.filter((f) => f.kind === 'http')
  const shared = http.find((f) => f.own.timeout === undefined && (f.settings.timeout ?? 0) > defaultTimeout.http)
  return [
    ...(shared?.settings.timeout === undefined ? [] : told(theSettings, shared.settings.timeout)),
    ...http.flatMap((f) =>
      f.own.timeout !== undefined && f.own.timeout > defaultTimeout.http ? told(`the function ${f.name}`, f.own.timeout) : []
    )
  ]
}
