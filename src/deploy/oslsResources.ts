/**
 * What osls 4.3.1 makes of a file: the logical id of every CloudFormation resource, and of which thing in the file. An interpreter of the
 * plain data, so what `extend` adds is counted too. Events other than requests are in `oslsEvents.ts`.
 */
import { at, type Data, dataAt, isData, listAt } from './data.js'
import * as ids from './logicalIds.js'
import { knownEvents, type Made, made, oslsEvents } from './oslsEvents.js'

export type { Made }

/** All that osls makes itself, in no order that matters; the file's own `resources` are not among them. @internal */
export const oslsResources = (file: Data): ReadonlyArray<Made> => {
  const functions = Object.entries(dataAt(file, 'functions'))
  return [
    ...made('the deployment', ['ServerlessDeploymentBucket', 'ServerlessDeploymentBucketPolicy']),
    ...functions.flatMap(([key, f]) => ofFunction(key, f, file)),
    ...(functions.every(([, f]) => at(f, 'role') !== undefined)
      ? []
      : made('functions without a role', ['IamRoleLambdaExecution'])),
    ...rest(functions, file),
    ...http(functions, file),
    ...oslsEvents(functions, file)
  ]
}

/** Kinds of events that stand in a file and are not counted here. @internal */
export const uncounted = (file: Data): ReadonlyArray<string> => [
  ...new Set(
    Object.values(dataAt(file, 'functions'))
      .flatMap((f) => listAt(f, 'events').flatMap((e) => (isData(e) ? Object.keys(e) : [String(e)])))
      .filter((kind) => !['http', 'httpApi', ...knownEvents].includes(kind))
  )
]

// ---- functions

const ofFunction = (key: string, f: unknown, file: Data): ReadonlyArray<Made> => {
  const of = `the function ${key}`
  const url = at(f, 'url')
  const asynchronous = ['destinations', 'maximumEventAge', 'maximumRetryAttempts'].some((k) => at(f, k) !== undefined)
  const versioned = at(f, 'versionFunction') ?? at(file, 'provider', 'versionFunctions') ?? true
  return [
    ...made(of, [ids.lambdaId(key)]),
    ...(at(f, 'disableLogs') === true ? [] : made(of, [ids.logGroupId(key)])),
    ...(url === undefined || url === false ? [] : made(of, [ids.urlId(key)])),
    ...(url === undefined || url === false || at(url, 'authorizer') === 'aws_iam'
      ? []
      : made(of, [`${ids.normalized(key)}LambdaPermissionFnUrl`, `${ids.normalized(key)}LambdaPermissionFn`])),
    ...(asynchronous ? made(of, [ids.eventConfigId(key)]) : []),
    // The true id ends with a hash of the bundle.
    ...(versioned === true ? made(of, [`${ids.normalized(key)}LambdaVersion*`]) : [])
  ]
}

interface Event {
  readonly key: string
  readonly path: string
  readonly method: string
  readonly cors: boolean
  readonly authorizer: unknown
}

const eventsOf = (functions: ReadonlyArray<readonly [string, unknown]>, kind: 'http' | 'httpApi'): ReadonlyArray<Event> =>
  functions.flatMap(([key, f]) =>
    listAt(f, 'events').flatMap((e): ReadonlyArray<Event> => {
      const event = at(e, kind)
      if (event === undefined) return []
      const [shortMethod = '', shortPath = '*'] = typeof event === 'string' ? event.split(' ') : []
      return [
        {
          key,
          path: String(at(event, 'path') ?? shortPath),
          method: String(at(event, 'method') ?? shortMethod),
          cors: at(event, 'cors') !== undefined && at(event, 'cors') !== false,
          authorizer: at(event, 'authorizer')
        }
      ]
    })
  )

// ---- a REST API

const rest = (functions: ReadonlyArray<readonly [string, unknown]>, file: Data): ReadonlyArray<Made> => {
  const events = eventsOf(functions, 'http')
  if (events.length === 0) return []
  const keys = listAt(file, 'provider', 'apiGateway', 'apiKeys')
  const plan = keys.length > 0 || at(file, 'provider', 'apiGateway', 'usagePlan') !== undefined
  return [
    ...made('the REST API', ['ApiGatewayRestApi', 'ApiGatewayDeployment*']),
    ...events.flatMap(({ path }) => prefixes(ids.trimmed(path)).flatMap((p) => made(`the path /${p}`, [ids.restResourceId(p)]))),
    ...events.flatMap((e) =>
      made(`the path /${ids.trimmed(e.path)}`, [
        ids.restMethodId(e.path, e.method),
        ...(e.cors ? [ids.restMethodId(e.path, 'options')] : [])
      ])
    ),
    ...events.flatMap((e) => made(`the function ${e.key}`, [ids.restPermissionId(e.key)])),
    ...events.flatMap((e) => restAuthorizer(e.authorizer)),
    ...keys.flatMap((_, i) => made('the API keys', [`ApiGatewayApiKey${i + 1}`, `ApiGatewayUsagePlanKey${i + 1}`])),
    ...(plan ? made('the usage plan', ['ApiGatewayUsagePlan']) : [])
  ]
}

const prefixes = (path: string): ReadonlyArray<string> =>
  path === '' ? [] : path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))

const restAuthorizer = (authorizer: unknown): ReadonlyArray<Made> => {
  const [name, arn, type] = [at(authorizer, 'name'), at(authorizer, 'arn'), String(at(authorizer, 'type') ?? '').toUpperCase()]
  if (typeof name !== 'string' || type === 'AWS_IAM') return []
  const own = arn === undefined
  return [
    ...made(`the authorizer ${name}`, [ids.restAuthorizerId(name)]),
    ...(type === 'COGNITO_USER_POOLS' || at(authorizer, 'managedExternally') === true
      ? []
      : made(own ? `the function ${name}` : `the authorizer ${name}`, [ids.restPermissionId(name)]))
  ]
}

// ---- an HTTP API

const http = (functions: ReadonlyArray<readonly [string, unknown]>, file: Data): ReadonlyArray<Made> => {
  const events = eventsOf(functions, 'httpApi')
  if (events.length === 0) return []
  return [
    ...made('the HTTP API', ['HttpApi', 'HttpApiStage']),
    ...Object.entries(dataAt(file, 'provider', 'httpApi', 'authorizers')).flatMap(([key, a]) => {
      const name = String(at(a, 'name') ?? key)
      const permitted = at(a, 'type') === 'request' && at(a, 'managedExternally') !== true
      return made(`the authorizer ${key}`, [
        ids.httpAuthorizerId(name),
        ...(permitted ? [ids.httpAuthorizerPermissionId(name)] : [])
      ])
    }),
    ...events.flatMap((e) => made(`the function ${e.key}`, [ids.httpPermissionId(e.key), ids.httpIntegrationId(e.key)])),
    ...events.flatMap((e) => made(`${e.method.toUpperCase()} ${e.path}`, [ids.httpRouteId(e.method, e.path)]))
  ]
}
