/** The generated file, read by a parser that is not ours, as the sentences of `deployed.ts`. What it holds that is not known here is told too. */
import { sorted } from './model/deployed.js'

// It has no types of its own.
const { load } = require('js-yaml') as { readonly load: (text: string) => unknown }

type Any = Readonly<Record<string, unknown>>

const dataOf = (u: unknown): Any => (u ?? {}) as Any
const at = (u: unknown, ...keys: ReadonlyArray<string>): unknown => keys.reduce<unknown>((v, k) => dataOf(v)[k], u)
const list = (u: unknown): ReadonlyArray<unknown> => (Array.isArray(u) ? u : [])
const texts = (u: unknown): ReadonlyArray<string> => list(u).map(textOf)

/** An ARN as text: references in angle brackets. */
const textOf = (u: unknown): string => {
  if (typeof u !== 'object' || u === null) return String(u)
  const join = at(u, 'Fn::Join')
  if (Array.isArray(join)) return texts(join[1]).join(String(join[0]))
  const ref = at(u, 'Ref')
  return ref === undefined ? JSON.stringify(u) : `<${String(ref)}>`
}

export const fileLines = (text: string): ReadonlyArray<string> => {
  const file = load(text) as Any
  return sorted([
    ...Object.entries(dataOf(file['functions'])).flatMap(([name, f]) => functionLines(name, f, file)),
    ...apiLines(file)
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
  const own = (key: string, text: (s: string) => string): ReadonlyArray<string> =>
    at(f, key) === undefined ? [] : [`${name}: ${text(textOf(at(f, key)))}`]
  const role = at(file, 'resources', 'Resources', String(at(f, 'role', 'Fn::GetAtt', '0')), 'Properties')
  const to = (key: string, what: string): ReadonlyArray<string> => {
    const target = at(f, 'destinations', key)
    return target === undefined ? [] : [`${name}: ${what} go to ${textOf(at(target, 'arn') ?? target)}`]
  }
  const either = (key: string): string => String(at(f, key) ?? at(file, 'provider', key))
  return [
    `${name}: runs on ${either('runtime')} and ${either('architecture')}`,
    ...own('description', (s) => `described as ${s}`),
    ...own('ephemeralStorageSize', (s) => `${s} MB of /tmp`),
    ...own('reservedConcurrency', (s) => `${s} at once are its own`),
    ...own('logRetentionInDays', (s) => `logs kept ${s} days`),
    ...own('tracing', (s) => `traced, ${s}`),
    ...Object.entries(dataOf(at(f, 'tags'))).map(([k, v]) => `${name}: tag ${k}=${String(v)}`),
    ...own('maximumRetryAttempts', (s) => `retried ${s} times`),
    ...own('maximumEventAge', (s) => `events wait ${s} s`),
    ...to('onSuccess', 'successes'),
    ...to('onFailure', 'failures'),
    ...own('onError', (s) => `dead letters go to ${s}`),
    ...[...texts(at(f, 'vpc', 'securityGroupIds')), ...texts(at(f, 'vpc', 'subnetIds'))].map((id) => `${name}: in ${id}`),
    ...texts(at(f, 'layers')).map((layer) => `${name}: on the layer ${layer}`),
    ...list(at(role, 'ManagedPolicyArns')).map(
      (p) => `${name}: has the policy ${textOf(p).split(':policy/')[1]?.replace(/"\}$/, '')}`
    )
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

type Read = (name: string, e: Any, file: Any) => ReadonlyArray<string>

const clauses = (...parts: ReadonlyArray<string | false>): string => parts.filter((s) => s !== false).join(', ')
const said = (value: unknown, text: (s: string) => string): string | false => value !== undefined && text(String(value))
const reports = (e: Any): string | false => e['functionResponseType'] === 'ReportBatchItemFailures' && 'reports'

const readers: Readonly<Record<string, Read>> = {
  http: (name, e, file) => {
    const { path, method, authorizer, cors } = e
    const verb = String(method).toUpperCase()
    const where = `${verb} ${String(path)}`
    const signed = at(authorizer, 'type') === 'aws_iam'
    return [
      `${where}: runs ${name}`,
      `${where}: ${authorizer === undefined ? 'open to all' : signed ? 'signed' : `asks ${String(at(authorizer, 'name'))}`}`,
      ...texts(at(authorizer, 'scopes')).map((s) => `${where}: takes the scope ${s}`),
      ...(e['private'] === true ? [`${where}: wants a key`] : []),
      ...(authorizer === undefined || signed ? [] : restAuthorizer(dataOf(authorizer), file)),
      ...(cors === undefined ? [] : mock(String(path), verb, dataOf(cors)))
    ]
  },
  httpApi: (name, { path, method, authorizer }) => {
    const where = `${String(method).toUpperCase()} ${String(path)}`
    const signed = at(authorizer, 'type') === 'aws_iam'
    return [
      `${where}: runs ${name}`,
      `${where}: ${authorizer === undefined ? 'open to all' : signed ? 'signed' : `asks ${String(at(authorizer, 'name'))}`}`,
      ...texts(at(authorizer, 'scopes')).map((s) => `${where}: takes the scope ${s}`)
    ]
  },
  sqs: (name, e) => [
    `${name}: ${clauses(
      `queue ${textOf(e['arn'])}`,
      `batches of ${String(e['batchSize'])}`,
      said(e['maximumBatchingWindow'], (s) => `waits ${s} s`),
      said(e['maximumConcurrency'], (s) => `${s} at once`),
      reports(e)
    )}`
  ],
  sns: (name, e) => [
    `${name}: ${clauses(`topic ${textOf(e['arn'])}`, e['filterPolicy'] !== undefined && `filter ${JSON.stringify(e['filterPolicy'])}`)}`
  ],
  s3: (name, e) => {
    const rules = Object.assign({}, ...list(e['rules'])) as Any
    return [
      `${name}: ${clauses(
        `${e['existing'] === true ? 'bucket' : 'new bucket'} ${String(e['bucket'])} ${String(e['event'])}`,
        said(rules['prefix'], (s) => `from ${s}`),
        said(rules['suffix'], (s) => `to ${s}`)
      )}`
    ]
  },
  stream: (name, e) => [
    `${name}: ${clauses(
      `stream ${textOf(e['arn'])}`,
      `batches of ${String(e['batchSize'])}`,
      String(e['startingPosition']),
      said(e['batchWindow'], (s) => `waits ${s} s`),
      said(e['maximumRetryAttempts'], (s) => `${s} retries`),
      e['bisectBatchOnFunctionError'] === true && 'bisects',
      said(e['parallelizationFactor'], (s) => `${s} at once`),
      reports(e)
    )}`
  ],
  schedule: (name, e) => {
    // The deployer pastes a rule's input into JSON with its quotes alone escaped, a schedule's as it is.
    const input = e['method'] === 'scheduler' ? e['input'] : String(e['input']).replaceAll('\\\\', '\\')
    return [
      `${name}: ${clauses(
        texts(e['rate']).join(' '),
        said(e['timezone'], (s) => `in ${s}`),
        e['input'] !== undefined && `with ${String(input)}`,
        e['enabled'] === false && 'off'
      )}`
    ]
  },
  eventBridge: (name, e) => [
    `${name}: bus ${String(e['eventBus'] ?? 'default')
      .split('/')
      .at(-1)}: ${JSON.stringify(e['pattern'])}`
  ],
  websocket: (name, { route, authorizer, routeResponseSelectionExpression }) => {
    const called = String(at(authorizer, 'name'))
    const responds = routeResponseSelectionExpression === '$default' && 'responds'
    return [
      `${name}: socket ${clauses(String(route), authorizer !== undefined && `asks ${called}`, responds)}`,
      ...(authorizer === undefined
        ? []
        : [
            `the socket's ${called} asks ${at(authorizer, 'arn') === undefined ? called : textOf(at(authorizer, 'arn'))}`,
            ...texts(at(authorizer, 'identitySource')).map((s) => `the socket's ${called} reads the ${place(s)}`)
          ])
    ]
  }
}

/** `method.request.header.X` is the header X. */
const place = (source: string): string => {
  const [kind = '', ...name] = source.replace(/^(method|route)\.request\.|^\$request\./, '').split('.')
  return `${kind} ${name.join('.')}`
}

const restAuthorizer = (a: Any, file: Any): ReadonlyArray<string> => {
  const name = String(a['name'])
  const reads = `${name} reads the ${place(String(a['identitySource']))}`
  if (a['type'] === 'COGNITO_USER_POOLS') {
    const id = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}ApiGatewayAuthorizer`
    const pools = at(file, 'resources', 'extensions', id, 'Properties', 'ProviderARNs')
    return [reads, ...(pools === undefined ? [textOf(a['arn'])] : texts(pools)).map((pool) => `${name} asks the pool ${pool}`)]
  }
  return [
    reads,
    `${name} asks ${a['arn'] === undefined ? name : textOf(a['arn'])} with a ${String(a['type'])}`,
    `${name} keeps answers ${String(a['resultTtlInSeconds'] ?? 300)} s`
  ]
}

// The deployer spells it out.
const everyVerb = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']

const mock = (path: string, verb: string, cors: Any): ReadonlyArray<string> => [
  `OPTIONS ${path}: the gateway lets in ${String(cors['origin'])}`,
  ...(verb === 'ANY' ? everyVerb : [verb]).map((v) => `OPTIONS ${path}: the gateway allows ${v}`),
  ...texts(cors['headers']).map((h) => `OPTIONS ${path}: the gateway allows ${h}`),
  ...(cors['allowCredentials'] === true ? [`OPTIONS ${path}: the gateway allows credentials`] : []),
  ...(cors['maxAge'] === undefined ? [] : [`OPTIONS ${path}: kept ${String(cors['maxAge'])} s`])
]

const apiLines = (file: Any): ReadonlyArray<string> => [
  ...texts(at(file, 'provider', 'apiGateway', 'binaryMediaTypes')).map((type) => `the API takes ${type} for bytes`),
  ...texts(at(file, 'provider', 'apiGateway', 'apiKeys')).map(
    (key) => `the API has the key ${key.replace('${sls:stage}', 'dev')}`
  ),
  ...Object.values(dataOf(at(file, 'resources', 'Resources')))
    .filter((r) => at(r, 'Type') === 'AWS::ApiGateway::GatewayResponse')
    .flatMap((r) => refusalLines(dataOf(at(r, 'Properties')))),
  ...corsLines(at(file, 'provider', 'httpApi', 'cors')),
  ...Object.entries(dataOf(at(file, 'provider', 'httpApi', 'authorizers'))).flatMap(([name, a]) =>
    httpAuthorizer(name, dataOf(a))
  )
]

export const refusalLines = ({ ResponseType, ResponseParameters }: Any): ReadonlyArray<string> => {
  const kind =
    ResponseType === 'MISSING_AUTHENTICATION_TOKEN' ? '404' : String(ResponseType).replace('DEFAULT_', '').toLowerCase()
  const header = (name: string): string | undefined =>
    at(ResponseParameters, `gatewayresponse.header.${name}`) as string | undefined
  const origin = header('Access-Control-Allow-Origin')
  const of = `the API's own ${kind}`
  if (origin === undefined) return [`${of} says nothing of origins`]
  if (origin === 'method.request.header.Origin') return [`${of} lets in who asks`]
  const unquoted = (s = ''): string => s.replaceAll("'", '')
  return [
    `${of} lets in ${unquoted(origin)}`,
    ...(header('Access-Control-Allow-Credentials') === "'true'" ? [`${of} allows credentials`] : []),
    ...unquoted(header('Access-Control-Expose-Headers'))
      .split(',')
      .filter((s) => s !== '')
      .map((s) => `${of} exposes ${s}`)
  ]
}

const corsLines = (cors: unknown): ReadonlyArray<string> =>
  cors === undefined
    ? []
    : [
        `the API lets in ${texts(at(cors, 'allowedOrigins')).join(' ')}`,
        ...[...texts(at(cors, 'allowedMethods')), ...texts(at(cors, 'allowedHeaders'))].map((s) => `the API allows ${s}`),
        ...texts(at(cors, 'exposedResponseHeaders')).map((s) => `the API exposes ${s}`),
        ...(at(cors, 'allowCredentials') === true ? ['the API allows credentials'] : []),
        ...(at(cors, 'maxAge') === undefined ? [] : [`the API: kept ${String(at(cors, 'maxAge'))} s`])
      ]

const httpAuthorizer = (name: string, a: Any): ReadonlyArray<string> => [
  ...[a['identitySource']].flat().map((s) => `${name} reads the ${place(String(s))}`),
  ...(a['type'] === 'jwt'
    ? [`${name} trusts ${textOf(a['issuerUrl'])}`, ...texts(a['audience']).map((s) => `${name} is for ${s}`)]
    : [
        `${name} asks ${a['functionName'] === undefined ? textOf(a['functionArn']) : String(a['functionName'])} with a ${String(a['type'])}`,
        `${name} keeps answers ${String(a['resultTtlInSeconds'])} s`
      ])
]
