/** The generated file, read by a parser that is not ours, as the sentences of `model/deployed.ts`. What it holds that is not known here is told too. */

import { sorted } from '../model/deployed.js'
import { ownTypes } from '../model/references.js'
import { apiLines } from './api.js'
import { type Any, at, dataOf, list, textOf, texts } from './data.js'
import { readers } from './events.js'

// It has no types of its own.
const { load } = require('js-yaml') as { readonly load: (text: string) => unknown }

export const fileLines = (text: string): ReadonlyArray<string> => {
  const file = load(text) as Any
  return sorted([
    ...Object.entries(dataOf(file['functions'])).flatMap(([name, f]) => functionLines(name, f, file)),
    ...apiLines(file),
    ...Object.entries(dataOf(at(file, 'resources', 'Resources')))
      .filter(([, r]) => ownTypes.includes(String(at(r, 'Type'))))
      .map(([id, r]) => `the resource ${id} is a ${String(at(r, 'Type'))}`)
  ])
}

const functionLines = (name: string, f: unknown, file: Any): ReadonlyArray<string> => {
  const provider = file['provider']
  const role = String(at(f, 'role', 'Fn::GetAtt', '0'))
  return [
    `${name}: ${String(at(f, 'memorySize') ?? at(provider, 'memorySize'))} MB, ${String(at(f, 'timeout'))} s`,
    ...Object.entries({ ...dataOf(at(provider, 'environment')), ...dataOf(at(f, 'environment')) }).map(
      ([k, v]) => `${name}: variable ${k}=${textOf(v)}`
    ),
    ...rightsOf(at(file, 'resources', 'Resources', role), name),
    ...alsoLines(name, f, file),
    ...(at(f, 'url') === undefined ? [] : [`${name}: has a URL`]),
    ...list(at(f, 'events')).flatMap((e) => eventLines(name, e, file))
  ]
}

const alsoLines = (name: string, f: unknown, file: Any): ReadonlyArray<string> => {
  const { provider } = file
  const own = (key: string, text: (s: string) => string, usual?: unknown): ReadonlyArray<string> => {
    const value = at(f, key) ?? usual
    return value === undefined ? [] : [`${name}: ${text(textOf(value))}`]
  }
  const either = (...path: ReadonlyArray<string>): unknown => at(f, ...path) ?? at(provider, ...path)
  const to = (key: string, what: string): ReadonlyArray<string> => {
    const target = at(f, 'destinations', key)
    return target === undefined ? [] : [`${name}: ${what} go to ${textOf(at(target, 'arn') ?? target)}`]
  }
  const role = at(file, 'resources', 'Resources', String(at(f, 'role', 'Fn::GetAtt', '0')), 'Properties')
  return [
    `${name}: runs on ${String(either('runtime'))} and ${String(either('architecture'))}`,
    ...own('description', (s) => `described as ${s}`),
    ...own('ephemeralStorageSize', (s) => `${s} MB of /tmp`),
    ...own('reservedConcurrency', (s) => `${s} at once are its own`),
    ...own('logRetentionInDays', (s) => `logs kept ${s} days`, at(provider, 'logRetentionInDays')),
    ...own('tracing', (s) => `traced, ${s}`, at(provider, 'tracing', 'lambda')),
    ...Object.entries({ ...dataOf(at(provider, 'tags')), ...dataOf(at(f, 'tags')) }).map(
      ([k, v]) => `${name}: tag ${k}=${String(v)}`
    ),
    ...own('maximumRetryAttempts', (s) => `retried ${s} times`),
    ...own('maximumEventAge', (s) => `events wait ${s} s`),
    ...to('onSuccess', 'successes'),
    ...to('onFailure', 'failures'),
    ...own('onError', (s) => `dead letters go to ${s}`),
    ...[...texts(either('vpc', 'securityGroupIds')), ...texts(either('vpc', 'subnetIds'))].map((id) => `${name}: in ${id}`),
    ...texts(either('layers')).map((layer) => `${name}: on the layer ${layer}`),
    ...list(at(role, 'ManagedPolicyArns')).map((p) => `${name}: has the policy ${textOf(p).split(':policy/')[1]}`)
  ]
}

// Writing its log is what every function may.
const rightsOf = (role: unknown, name: string): ReadonlyArray<string> =>
  list(at(role, 'Properties', 'Policies')).flatMap((policy) =>
    list(at(policy, 'PolicyDocument', 'Statement')).flatMap((s) =>
      texts(at(s, 'Action'))
        .filter((action) => !action.startsWith('logs:'))
        .flatMap((action) => texts(at(s, 'Resource')).map((on) => `${name}: may ${action} on ${on}`))
    )
  )

const eventLines = (name: string, event: unknown, file: Any): ReadonlyArray<string> =>
  Object.entries(dataOf(event)).flatMap(([kind, e]) => {
    const read = readers[kind]
    return read === undefined ? [`${name}: an event of the kind ${kind}`] : read(name, dataOf(e), file)
  })
