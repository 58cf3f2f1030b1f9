/** What the generated file says of its APIs and their authorizers, as sentences. */
import { type Any, at, dataOf, textOf, texts } from './data.js'

/** `method.request.header.X` is the header X. */
export const place = (source: string): string => {
  const [kind = '', ...name] = source.replace(/^(method|route)\.request\.|^\$request\./, '').split('.')
  return `${kind} ${name.join('.')}`
}

export const upper = (s: string): string => `${s.slice(0, 1).toUpperCase()}${s.slice(1)}`
export const extension = (file: Any, id: string): unknown => at(file, 'resources', 'extensions', id, 'Properties')
export const asked = (name: string, role: unknown): ReadonlyArray<string> =>
  role === undefined ? [] : [`${name} is asked as ${textOf(role)}`]

export const restAuthorizer = (a: Any, file: Any): ReadonlyArray<string> => {
  const name = String(a['name'])
  const reads = `${name} reads the ${place(String(a['identitySource']))}`
  if (a['type'] === 'COGNITO_USER_POOLS') {
    const pools = at(extension(file, `${upper(name)}ApiGatewayAuthorizer`), 'ProviderARNs')
    return [reads, ...(pools === undefined ? [textOf(a['arn'])] : texts(pools)).map((pool) => `${name} asks the pool ${pool}`)]
  }
  return [
    reads,
    `${name} asks ${a['arn'] === undefined ? name : textOf(a['arn'])} with a ${String(a['type'])}`,
    `${name} keeps answers ${String(a['resultTtlInSeconds'] ?? 300)} s`,
    ...asked(name, at(extension(file, `${upper(name)}ApiGatewayAuthorizer`), 'AuthorizerCredentials'))
  ]
}

// The deployer spells it out.
export const everyVerb = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']

export const mock = (path: string, verb: string, cors: Any): ReadonlyArray<string> => [
  `OPTIONS ${path}: the gateway lets in ${String(cors['origin'])}`,
  ...(verb === 'ANY' ? everyVerb : [verb]).map((v) => `OPTIONS ${path}: the gateway allows ${v}`),
  ...texts(cors['headers']).map((h) => `OPTIONS ${path}: the gateway allows ${h}`),
  ...(cors['allowCredentials'] === true ? [`OPTIONS ${path}: the gateway allows credentials`] : []),
  ...(cors['maxAge'] === undefined ? [] : [`OPTIONS ${path}: kept ${String(cors['maxAge'])} s`])
]

export const apiLines = (file: Any): ReadonlyArray<string> => [
  ...(at(file, 'provider', 'tracing', 'apiGateway') === true ? ['the API is traced'] : []),
  ...texts(at(file, 'provider', 'apiGateway', 'binaryMediaTypes')).map((type) => `the API takes ${type} for bytes`),
  ...texts(at(file, 'provider', 'apiGateway', 'apiKeys')).map(
    (key) => `the API has the key ${key.replace('${sls:stage}', 'dev')}`
  ),
  ...Object.values(dataOf(at(file, 'resources', 'Resources')))
    .filter((r) => at(r, 'Type') === 'AWS::ApiGateway::GatewayResponse')
    .flatMap((r) => refusalLines(dataOf(at(r, 'Properties')))),
  ...corsLines(at(file, 'provider', 'httpApi', 'cors')),
  ...Object.entries(dataOf(at(file, 'provider', 'httpApi', 'authorizers'))).flatMap(([name, a]) => [
    ...httpAuthorizer(name, dataOf(a)),
    ...asked(name, at(extension(file, `HttpApiAuthorizer${upper(name)}`), 'AuthorizerCredentialsArn'))
  ])
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
