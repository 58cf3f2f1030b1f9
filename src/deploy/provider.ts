/**
 * `provider`: what all functions share, and the API. Defaults are Chalice's where it has one (an edge-optimized REST API), and AWS's newest
 * otherwise; the region is left to the command line unless it is set.
 */
import { binaryTypesOf } from '../router/binaryTypes.js'
import { compact, type Data, someOf, unlessEmpty } from './data.js'
import { defaultArchitecture, defaultMemory, defaultRuntime } from './defaults.js'
import { httpApi } from './httpApiEvents.js'
import { hasApi, type Outline } from './Outline.js'
import { websocketApi } from './websockets.js'

/** @internal */
export const provider = (o: Outline): Data => {
  const { settings: s } = o
  return compact({
    name: 'aws',
    runtime: s.runtime ?? defaultRuntime,
    architecture: s.architecture ?? defaultArchitecture,
    region: s.region,
    stage: `\${opt:stage, '${o.stage}'}`,
    memorySize: s.memorySize ?? defaultMemory,
    versionFunctions: false,
    logRetentionInDays: s.logRetentionInDays,
    tracing: tracing(o),
    vpc: s.vpc,
    layers: s.layers,
    tags: s.tags,
    environment: unlessEmpty(s.environment ?? {}),
    ...websocketApi(o),
    ...(hasApi(o) ? (o.gateway === 'rest' ? rest(o) : { httpApi: httpApi(o) }) : undefined)
  })
}

// What is said of the whole service is said of its API as well; an HTTP API cannot be traced, and `check` tells.
const tracing = (o: Outline): Data | undefined =>
  o.settings.tracing === undefined
    ? undefined
    : compact({
        lambda: o.settings.tracing,
        apiGateway: o.settings.tracing === 'Active' && hasApi(o) && o.gateway === 'rest' ? true : undefined
      })

const rest = (o: Outline): Data => {
  const { settings: s } = o
  return compact({
    endpointType: s.endpointType ?? 'EDGE',
    vpcEndpointIds: s.vpcEndpointIds,
    apiGateway: unlessEmpty(
      compact({
        binaryMediaTypes: someOf(binaryTypesOf(o.service.declarations, s)),
        minimumCompressionSize: s.minimumCompressionSize,
        apiKeys: apiKeys(o),
        usagePlan: s.usagePlan,
        resourcePolicy: s.resourcePolicy ?? throughEndpoints(s.vpcEndpointIds)
      })
    )
  })
}

/** The API keys: without one no route that asks for a key can be reached, so there is a default. @internal */
export const apiKeys = (o: Outline): ReadonlyArray<unknown> | undefined =>
  someOf(o.settings.apiKeys ?? []) ?? (o.routes.some((r) => r.apiKey) ? [`${o.service.name}-\${sls:stage}`] : undefined)

// A private API answers nobody without a policy ("Private REST APIs in API Gateway").
const throughEndpoints = (ids: ReadonlyArray<string> | undefined): ReadonlyArray<Data> | undefined =>
  ids === undefined
    ? undefined
    : [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { StringEquals: { 'aws:SourceVpce': ids } }
        }
      ]
