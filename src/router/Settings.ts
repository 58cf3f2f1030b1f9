/** What a service is told about itself beside its declarations: how it runs, and how it is deployed. Plain data. */
import type { Resource, Statement, Text } from '../combinators/CloudFormation.js'
import type { FunctionSettings } from '../combinators/functionSettings.js'
import type { ErrorBody } from '../combinators/HttpError.js'

/** An API key: its name, or more about it. Names carry no stage by themselves. @since 0.1.0 */
export type ApiKeySetting = string | { readonly name: string; readonly description?: string; readonly enabled?: boolean }

/** Throttles and quotas for API keys ("Usage plans and API keys"). @since 0.1.0 */
export interface UsagePlan {
  readonly throttle?: { readonly burstLimit: number; readonly rateLimit: number }
  readonly quota?: { readonly limit: number; readonly offset?: number; readonly period: 'DAY' | 'WEEK' | 'MONTH' }
}

/** One statement of a REST API's resource policy, as AWS writes it. @since 0.1.0 */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal: unknown
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: Readonly<Record<string, unknown>>
}

/**
 * Settings of a service. What is said here of functions (memory, timeout, environment, …) is the default of each of them;
 * `functionSettings` in a stack has the last word.
 * @since 0.1.0
 */
export interface Settings extends FunctionSettings {
  /** `rest` (the default, as Chalice) or `http`: which kind of API Gateway. */
  readonly gateway?: 'rest' | 'http'
  /** How routes become functions: one a `resource` (the default), one a `route`, one for the whole `service`. */
  readonly group?: 'resource' | 'route' | 'service'
  /** Shows causes of failures in replies. Never in production. */
  readonly debug?: boolean
  /** How refusals are told: {@link problem} when absent. */
  readonly errorBody?: ErrorBody
  /** Media types that the gateway treats as binary, beside those that `rawBody` and `bytes` declare; at most 25 in all. */
  readonly binaryTypes?: readonly string[]

  readonly region?: string
  /** The stage when the command line says nothing: `dev`. */
  readonly stage?: string
  /** Parameters by stage, `default` for all others, read as `${param:NAME}` in any text below. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly endpointType?: 'EDGE' | 'REGIONAL' | 'PRIVATE'
  readonly vpcEndpointIds?: readonly string[]
  readonly minimumCompressionSize?: number
  readonly apiKeys?: readonly ApiKeySetting[]
  readonly usagePlan?: UsagePlan
  readonly resourcePolicy?: readonly PolicyStatement[]
  /** Raw CloudFormation resources by logical id. */
  readonly resources?: Readonly<Record<string, Resource>>
  readonly outputs?: Readonly<Record<string, unknown>>
  /** Merged last and deeply into the generated data: for what is not modelled here. */
  readonly extend?: Readonly<Record<string, unknown>>
}

export type { Statement, Text }
