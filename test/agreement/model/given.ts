/** What the function that runs a sentence is given, and how that is written down. */

export interface Given {
  readonly memory?: number
  readonly timeout?: number
  readonly variables?: Readonly<Record<string, string>>
  /** Actions, all on one resource. */
  readonly may?: { readonly actions: ReadonlyArray<string>; readonly on: string }
  readonly url?: true
  readonly also?: Also
}

/** What is seldom said, each of it once a function. */
export interface Also {
  readonly description?: string
  /** MB of `/tmp`. */
  readonly tmp?: number
  readonly reserved?: number
  readonly runtime?: string
  readonly architecture?: string
  /** Days that logs are kept. */
  readonly days?: number
  readonly traced?: 'Active' | 'PassThrough'
  readonly tags?: Readonly<Record<string, string>>
  readonly retries?: number
  /** Seconds an event may wait. */
  readonly age?: number
  readonly successTo?: string
  readonly failureTo?: string
  readonly deadTo?: string
  readonly network?: { readonly groups: ReadonlyArray<string>; readonly subnets: ReadonlyArray<string> }
  readonly layers?: ReadonlyArray<string>
}

export const hasSome = (given: Given): boolean => Object.keys(given).length > 0

type Plain = Readonly<Record<string, unknown>>

/** A record without what is absent; nothing where nothing is left. */
export const some = (fields: Plain): Plain => Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined))

const unlessEmpty = (fields: Plain): Plain | undefined => (Object.keys(some(fields)).length === 0 ? undefined : some(fields))

/** As `functionSettings` takes it. */
export const settingsOf = ({ memory, timeout, variables, may, url, also = {} }: Given): Plain =>
  some({
    memorySize: memory,
    timeout,
    environment: variables,
    iam: may && [{ actions: may.actions, resources: [may.on] }],
    url,
    description: also.description,
    ephemeralStorageSize: also.tmp,
    reservedConcurrency: also.reserved,
    runtime: also.runtime,
    architecture: also.architecture,
    logRetentionInDays: also.days,
    tracing: also.traced,
    tags: also.tags,
    maximumRetryAttempts: also.retries,
    maximumEventAge: also.age,
    destinations: unlessEmpty({ onSuccess: also.successTo, onFailure: also.failureTo }),
    onError: also.deadTo,
    vpc: also.network && { securityGroupIds: also.network.groups, subnetIds: also.network.subnets },
    layers: also.layers
  })
