// The packaged template, read into the plain sentences that the agreement suite says of a program (test/agreement/model/deployed.ts): one a
// thing that AWS is told. It judges nothing, and whatever it does not know it tells as well, so that nothing passes unseen.
import { bucketLines, mappingLines, ruleLines, schedulerLines, topicLines } from './agreeEvents.mjs'
import { clauses, when } from './agreeWords.mjs'
import { asText, functionIn, functionsOf, idOf, ofType, restPathOf } from './template.mjs'

const sorted = (lines) => [...new Set(lines)].sort()
const unquoted = (text = '') => text.replaceAll("'", '')
const listed = (text) =>
  unquoted(text)
    .split(',')
    .filter((s) => s !== '')

/** `method.request.header.X` is the header X. */
const place = (source) => {
  const [kind, ...name] = source.replace(/^(method|route)\.request\.|^\$request\./, '').split('.')
  return `${kind} ${name.join('.')}`
}

// A function is known by its bundle: its own name may be shortened.
const names = (template) => {
  const all = functionsOf(template).map(([id, { Properties: p }]) => ({
    id,
    fullName: asText(p.FunctionName),
    key: p.Handler.split('/')[1]
  }))
  return {
    of: (value) => all.find(({ id }) => id === functionIn(template, value))?.key ?? 'no function',
    called: (fullName) => all.find((f) => f.fullName === fullName)?.key ?? fullName
  }
}

// ---- functions

const functionLines = (template, of) =>
  functionsOf(template).flatMap(([id, { Properties: p }]) => {
    const name = of({ Ref: id })
    return [
      `${name}: ${p.MemorySize} MB, ${p.Timeout} s`,
      ...Object.entries(p.Environment?.Variables ?? {}).map(([k, v]) => `${name}: variable ${k}=${asText(v)}`),
      ...rights(template.Resources[idOf(p.Role)], name),
      ...alsoLines(template, p, name, id)
    ]
  })

const alsoLines = (template, p, name, id) => {
  const logs = ofType(template, 'AWS::Logs::LogGroup').find(
    ([, g]) => g.Properties.LogGroupName === `/aws/lambda/${p.FunctionName}`
  )
  const events = ofType(template, 'AWS::Lambda::EventInvokeConfig').find(([, e]) => idOf(e.Properties.FunctionName) === id)?.[1]
    .Properties
  const policies = template.Resources[idOf(p.Role)]?.Properties.ManagedPolicyArns ?? []
  const mode = p.TracingConfig?.Mode
  return [
    `${name}: runs on ${p.Runtime} and ${p.Architectures?.[0]}`,
    ...when(asText(p.FunctionName).length > 64, `${name}: has a name that is too long`),
    ...when(p.Description !== undefined, `${name}: described as ${p.Description}`),
    ...when(p.EphemeralStorage !== undefined, `${name}: ${p.EphemeralStorage?.Size} MB of /tmp`),
    ...when(p.ReservedConcurrentExecutions !== undefined, `${name}: ${p.ReservedConcurrentExecutions} at once are its own`),
    ...when(
      logs?.[1].Properties.RetentionInDays !== undefined,
      `${name}: logs kept ${logs?.[1].Properties.RetentionInDays} days`
    ),
    ...when(mode !== undefined, `${name}: traced, ${mode}`),
    ...(p.Tags ?? []).map(({ Key, Value }) => `${name}: tag ${Key}=${Value}`),
    ...when(events?.MaximumRetryAttempts !== undefined, `${name}: retried ${events?.MaximumRetryAttempts} times`),
    ...when(events?.MaximumEventAgeInSeconds !== undefined, `${name}: events wait ${events?.MaximumEventAgeInSeconds} s`),
    ...target(events?.DestinationConfig?.OnSuccess?.Destination, `${name}: successes`),
    ...target(events?.DestinationConfig?.OnFailure?.Destination, `${name}: failures`),
    ...target(p.DeadLetterConfig?.TargetArn, `${name}: dead letters`),
    ...[...(p.VpcConfig?.SecurityGroupIds ?? []), ...(p.VpcConfig?.SubnetIds ?? [])].map((part) => `${name}: in ${part}`),
    ...(p.Layers ?? []).map((layer) => `${name}: on the layer ${asText(layer)}`),
    ...policies.map((policy) => `${name}: has the policy ${asText(policy).split(':policy/')[1]}`)
  ]
}

const target = (arn, what) => (arn === undefined ? [] : [`${what} go to ${asText(arn)}`])

// Writing its log is what every function may.
const rights = (role, name) =>
  (role?.Properties.Policies ?? [])
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .flatMap((s) =>
      [s.Action]
        .flat()
        .filter((action) => !action.startsWith('logs:'))
        .flatMap((action) =>
          [s.Resource].flat().map((on) => `${name}: ${s.Effect === 'Allow' ? 'may' : 'may not'} ${action} on ${asText(on)}`)
        )
    )

const urlLines = (template, of) =>
  ofType(template, 'AWS::Lambda::Url').map(([, { Properties: p }]) => `${of(p.TargetFunctionArn)}: has a URL`)

const permissionLines = (template, of) =>
  ofType(template, 'AWS::Lambda::Permission')
    .filter(([, { Properties: p }]) => functionIn(template, p.FunctionName) !== undefined)
    .map(([, { Properties: p }]) => `${of(p.FunctionName)}: invoked by ${callerOf(p)}`)

const callerOf = (p) => {
  if (p.FunctionUrlAuthType === 'NONE' || p.InvokedViaFunctionUrl === true) return 'everybody through its URL'
  return `${asText(p.Principal)}${p.SourceArn === undefined ? ' from anywhere' : ''}`
}

// ---- the REST API

const restLines = (template, of) =>
  ofType(template, 'AWS::ApiGateway::Method').flatMap(([, { Properties: p }]) => {
    const path = restPathOf(template, p)
    return p.Integration.Type === 'MOCK'
      ? mockLines(path, p)
      : methodLines(template, `${p.HttpMethod} ${path}`, p, of(p.Integration.Uri))
  })

const methodLines = (template, at, p, runs) => {
  const authorizer = template.Resources[idOf(p.AuthorizerId)]?.Properties
  const kind = p.AuthorizationType ?? 'NONE'
  return [
    `${at}: runs ${runs}`,
    `${at}: ${kind === 'NONE' ? 'open to all' : kind === 'AWS_IAM' ? 'signed' : `asks ${authorizer?.Name}`}`,
    ...(p.AuthorizationScopes ?? []).map((scope) => `${at}: takes the scope ${scope}`),
    ...when(p.ApiKeyRequired === true, `${at}: wants a key`)
  ]
}

const mockLines = (path, p) => {
  const header = (name) =>
    p.Integration.IntegrationResponses[0].ResponseParameters[`method.response.header.Access-Control-${name}`]
  const at = `OPTIONS ${path}`
  const methods = listed(header('Allow-Methods')).filter((m) => m !== 'OPTIONS')
  return [
    ...when(p.HttpMethod !== 'OPTIONS', `${p.HttpMethod} ${path}: a mock`),
    ...when(p.AuthorizationType !== 'NONE' || p.ApiKeyRequired === true, `${at}: the gateway asks for credentials`),
    `${at}: the gateway lets in ${unquoted(header('Allow-Origin'))}`,
    ...methods.map((m) => `${at}: the gateway allows ${m}`),
    ...listed(header('Allow-Headers')).map((h) => `${at}: the gateway allows ${h}`),
    ...when(header('Allow-Credentials') === "'true'", `${at}: the gateway allows credentials`),
    ...when(header('Max-Age') !== undefined, `${at}: kept ${unquoted(header('Max-Age'))} s`)
  ]
}

const restAuthorizerLines = (template, of) =>
  ofType(template, 'AWS::ApiGateway::Authorizer').flatMap(([, { Properties: p }]) => [
    `${p.Name} reads the ${place(p.IdentitySource)}`,
    ...(p.Type === 'COGNITO_USER_POOLS'
      ? p.ProviderARNs.map((pool) => `${p.Name} asks the pool ${asText(pool)}`)
      : [
          `${p.Name} asks ${called(template, p.AuthorizerUri, of)} with a ${p.Type.toLowerCase()}`,
          `${p.Name} keeps answers ${p.AuthorizerResultTtlInSeconds} s`,
          ...asked(p.Name, p.AuthorizerCredentials)
        ])
  ])

const asked = (name, role) => (role === undefined ? [] : [`${name} is asked as ${asText(role)}`])

/** Who is behind a URI that a gateway invokes: a function of the service, or an ARN. */
const called = (template, uri, of) =>
  functionIn(template, uri) === undefined ? (/functions\/(arn:.*)\/invocations/.exec(asText(uri))?.[1] ?? asText(uri)) : of(uri)

const restApiLines = (template, refusalLines) => [
  ...ofType(template, 'AWS::ApiGateway::RestApi').flatMap(([, { Properties: p }]) =>
    (p.BinaryMediaTypes ?? []).map((type) => `the API takes ${type} for bytes`)
  ),
  ...ofType(template, 'AWS::ApiGateway::ApiKey').map(([, { Properties: p }]) => `the API has the key ${asText(p.Name)}`),
  ...ofType(template, 'AWS::ApiGateway::GatewayResponse').flatMap(([, { Properties: p }]) => refusalLines(p))
]

// ---- the HTTP API and the WebSocket API

const apisOf = (template, protocol) =>
  new Map(ofType(template, 'AWS::ApiGatewayV2::Api').filter(([, { Properties: p }]) => p.ProtocolType === protocol))

const inApi = (template, type, protocol) => {
  const apis = apisOf(template, protocol)
  return ofType(template, type).filter(([, { Properties: p }]) => apis.has(idOf(p.ApiId)))
}

const targetOf = (template, { Target }, of) =>
  of(template.Resources[asText(Target).match(/<(\w+)>$/)?.[1]]?.Properties.IntegrationUri)

const httpLines = (template, of) => [
  ...inApi(template, 'AWS::ApiGatewayV2::Route', 'HTTP').flatMap(([, { Properties: p }]) =>
    methodLines(template, p.RouteKey, p, targetOf(template, p, of))
  ),
  ...[...apisOf(template, 'HTTP').values()].flatMap(({ Properties: { CorsConfiguration: c } }) =>
    c === undefined ? [] : corsLines(c)
  ),
  ...inApi(template, 'AWS::ApiGatewayV2::Authorizer', 'HTTP').flatMap(([, { Properties: p }]) => [
    ...[p.IdentitySource].flat().map((source) => `${p.Name} reads the ${place(source)}`),
    ...(p.AuthorizerType === 'JWT'
      ? [
          `${p.Name} trusts ${asText(p.JwtConfiguration.Issuer)}`,
          ...p.JwtConfiguration.Audience.map((a) => `${p.Name} is for ${a}`)
        ]
      : [
          `${p.Name} asks ${called(template, p.AuthorizerUri, of)} with a ${p.AuthorizerType.toLowerCase()}`,
          `${p.Name} keeps answers ${p.AuthorizerResultTtlInSeconds} s`,
          ...asked(p.Name, p.AuthorizerCredentialsArn)
        ])
  ])
]

const corsLines = (c) => [
  `the API lets in ${c.AllowOrigins.join(' ')}`,
  ...[...c.AllowMethods, ...(c.AllowHeaders ?? [])].map((s) => `the API allows ${s}`),
  ...(c.ExposeHeaders ?? []).map((s) => `the API exposes ${s}`),
  ...when(c.AllowCredentials === true, 'the API allows credentials'),
  ...when(c.MaxAge !== undefined, `the API: kept ${c.MaxAge} s`)
]

const socketLines = (template, of) => [
  ...inApi(template, 'AWS::ApiGatewayV2::Route', 'WEBSOCKET').map(([, { Properties: p }]) => {
    const asks =
      p.AuthorizationType === 'NONE' || p.AuthorizationType === undefined
        ? undefined
        : `asks ${template.Resources[idOf(p.AuthorizerId)]?.Properties.Name}`
    return `${targetOf(template, p, of)}: socket ${clauses(p.RouteKey, asks, p.RouteResponseSelectionExpression === '$default' ? 'responds' : undefined)}`
  }),
  ...inApi(template, 'AWS::ApiGatewayV2::Authorizer', 'WEBSOCKET').flatMap(([, { Properties: p }]) => [
    `the socket's ${p.Name} asks ${called(template, p.AuthorizerUri, of)}`,
    ...p.IdentitySource.map((source) => `the socket's ${p.Name} reads the ${place(source)}`),
    ...asked(`the socket's ${p.Name}`, p.AuthorizerCredentialsArn)
  ])
]

// ---- the whole

/**
 * @param {object} template the packaged update-stack template
 * @param {(properties: object) => string[]} refusalLines what a gateway response says, read as in the generated file
 * @param {string[]} ownTypes types of resources that a service has only where it declares them
 */
export const templateLines = (template, refusalLines, ownTypes) => {
  const { of, called: nameOf } = names(template)
  return sorted([
    ...functionLines(template, of),
    ...urlLines(template, of),
    ...permissionLines(template, of),
    ...restLines(template, of),
    ...restAuthorizerLines(template, of),
    ...restApiLines(template, refusalLines),
    ...httpLines(template, of),
    ...socketLines(template, of),
    ...mappingLines(template, of),
    ...topicLines(template, of),
    ...bucketLines(template, nameOf),
    ...ruleLines(template, of),
    ...schedulerLines(template, of),
    ...ownTypes.flatMap((type) => ofType(template, type).map(([id]) => `the resource ${id} is a ${type}`))
  ])
}
