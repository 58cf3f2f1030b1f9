/**
 * The settings of one function: what its stacks say over what the service says. Where sentences share a function, memory and timeout take
 * the largest, tables are joined, and any other difference is told, never decided.
 */
import type { FunctionSettings } from '../combinators/functionSettings.js'
import type { Settings } from '../router/Settings.js'
import { compact, type Data, distinct, same } from './data.js'

const largest = ['memorySize', 'timeout'] as const
const tables = ['environment', 'tags'] as const

/** The keys of a function's settings; a new one does not compile until it is named here. @internal */
export const settingKeys = Object.keys({
  description: 0,
  memorySize: 0,
  timeout: 0,
  reservedConcurrency: 0,
  ephemeralStorageSize: 0,
  runtime: 0,
  architecture: 0,
  environment: 0,
  layers: 0,
  tags: 0,
  logRetentionInDays: 0,
  tracing: 0,
  vpc: 0,
  maximumRetryAttempts: 0,
  maximumEventAge: 0,
  destinations: 0,
  onError: 0,
  iam: 0,
  role: 0,
  url: 0
} satisfies { readonly [K in keyof Required<FunctionSettings>]: 0 }) as ReadonlyArray<keyof FunctionSettings>

/**
 * What all sentences of one function say, joined. A sentence that says nothing of memory or time counts with the default it would have
 * alone, so that nobody gets less by sharing.
 * @internal
 */
export const joined = (
  sentences: ReadonlyArray<ReadonlyArray<FunctionSettings>>,
  defaults: { readonly [K in (typeof largest)[number]]: number }
): FunctionSettings => {
  const said = sentences.flat()
  const most = (key: (typeof largest)[number]): number | undefined => {
    const values = sentences.map((s) => s.map((x) => x[key]).filter((v) => v !== undefined))
    return values.every((v) => v.length === 0)
      ? undefined
      : Math.max(...values.flatMap((v) => (v.length === 0 ? [defaults[key]] : v)))
  }
  const value = (key: keyof FunctionSettings): unknown => {
    if (key === 'memorySize' || key === 'timeout') return most(key)
    const values = said.map((s) => s[key]).filter((v) => v !== undefined)
    if (values.length === 0) return undefined
    // What was said first stands, and `differences` tells of the rest.
    if (key === 'environment' || key === 'tags') return Object.assign({}, ...[...values].reverse()) as Data
    return key === 'iam' ? distinct(values.flat()) : values[0]
  }
  return compact(Object.fromEntries(settingKeys.map((k) => [k, value(k)])))
}

/** What a function is given in the end: its own settings, then the service's; tables and statements of both. @internal */
export const over = (own: FunctionSettings, service: Settings): FunctionSettings => {
  const all = compact(Object.fromEntries(settingKeys.map((k) => [k, own[k] ?? service[k]])))
  return compact({
    ...all,
    environment: own.environment && service.environment ? { ...service.environment, ...own.environment } : all['environment'],
    tags: own.tags && service.tags ? { ...service.tags, ...own.tags } : all['tags'],
    iam: own.iam && service.iam ? distinct([...own.iam, ...service.iam]) : all['iam']
  })
}

/** The settings that stacks of one function say differently, with the values. @internal */
export const differences = (
  said: ReadonlyArray<FunctionSettings>
): ReadonlyArray<readonly [key: string, values: ReadonlyArray<unknown>]> => [
  ...settingKeys
    .filter((k) => k !== 'iam' && ![...largest, ...tables].some((known) => known === k))
    .map((k) => [k, distinct(said.map((s) => s[k]).filter((v) => v !== undefined))] as const)
    .filter(([, values]) => values.length > 1),
  ...tables.flatMap((table) => {
    const entries = said.flatMap((s) => Object.entries(s[table] ?? {}))
    return [...new Set(entries.map(([name]) => name))]
      .map((name) => [`${table}.${name}`, distinct(entries.filter(([n]) => n === name).map(([, v]) => v))] as const)
      .filter(([, values]) => values.length > 1)
  })
]

/** Whether a setting differs from the service's, and so must be written at the function. @internal */
export const ownOnly = (key: keyof FunctionSettings, own: FunctionSettings, service: Settings): boolean =>
  own[key] !== undefined && !same(own[key], service[key])
