/** What the Lambda function that runs a sentence is given: memory, time, and where its failures go. */
import type { Statement, Text } from './CloudFormation.js'
import { extend, type Source } from './Source.js'

/** Settings of one Lambda function ("Configuring Lambda functions"). @since 0.1.0 */
export interface FunctionSettings {
  readonly description?: string
  /** MB, 128 to 10,240. */
  readonly memorySize?: number
  /** Seconds, 1 to 900; 29 behind an API. */
  readonly timeout?: number
  /** Executions at once, kept for this function. */
  readonly reservedConcurrency?: number
  /** MB of `/tmp`, 512 to 10,240. */
  readonly ephemeralStorageSize?: number
  readonly runtime?: Runtime
  readonly architecture?: Architecture
  readonly environment?: Readonly<Record<string, Text>>
  readonly layers?: readonly Text[]
  readonly tags?: Readonly<Record<string, string>>
  /** Days that logs are kept. */
  readonly logRetentionInDays?: number
  readonly tracing?: 'Active' | 'PassThrough'
  readonly vpc?: Vpc
  /** Retries of an asynchronous invocation, 0 to 2. */
  readonly maximumRetryAttempts?: number
  /** Seconds an asynchronous event may wait, 60 to 21,600. */
  readonly maximumEventAge?: number
  /** Where results of asynchronous invocations go: ARNs of queues, topics, functions or event buses. */
  readonly destinations?: { readonly onSuccess?: Text; readonly onFailure?: Text }
  /** A topic's or queue's ARN for events that failed. */
  readonly onError?: Text
  /** Statements for this function's role, beside those of its ports. */
  readonly iam?: readonly Statement[]
  /** A role of the user's own, instead of the generated one: an ARN. */
  readonly role?: Text
  /** A function URL: without authorization, or signed with IAM. */
  readonly url?: boolean | { readonly authorizer?: 'aws_iam' }
}

/** @since 0.1.0 */
export type Runtime = 'nodejs20.x' | 'nodejs22.x' | 'nodejs24.x'
/** @since 0.1.0 */
export type Architecture = 'arm64' | 'x86_64'
/** @since 0.1.0 */
export interface Vpc {
  readonly securityGroupIds: readonly string[]
  readonly subnetIds: readonly string[]
}

/**
 * Settings for the function that runs this sentence. Where sentences share a function, memory and timeout take the largest, and other
 * differences are faults.
 * @since 0.1.0
 * @example
 * import { functionSettings, get, handle } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const slow = pipe(get('/slow'), functionSettings({ memorySize: 1024, timeout: 20 }), handle(() => 1))
 * expect(slow.facts[1]).toEqual({ _tag: 'Function', settings: { memorySize: 1024, timeout: 20 } })
 */
export const functionSettings =
  (settings: FunctionSettings) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<C, Err, K> =>
    extend(s, { _tag: 'Function', settings })
