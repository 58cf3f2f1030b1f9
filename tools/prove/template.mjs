// Reading a packaged CloudFormation template: resources by type, intrinsic functions as text, and
// the HTTP routes of either gateway in one shape. It judges nothing; see hold.mjs for that.

export const ofType = (template, type) =>
  Object.entries(template.Resources ?? {}).filter(([, resource]) => resource.Type === type)

const attribute = (value) => {
  const parts = value?.['Fn::GetAtt']
  return typeof parts === 'string' ? parts.split('.') : parts
}

/** The logical id a `Ref` or `Fn::GetAtt` names. */
export const idOf = (value) => value?.Ref ?? attribute(value)?.[0]

/** An ARN or another value as readable text: `Ref`s and attributes become `<Id>`, `<Id.Attr>`. */
export const asText = (value) => {
  if (typeof value !== 'object' || value === null) return String(value)
  if (value['Fn::Join']) {
    const [separator, parts] = value['Fn::Join']
    return parts.map(asText).join(separator)
  }
  if (value['Fn::Sub']) return [value['Fn::Sub']].flat()[0]
  if (value.Ref) return `<${value.Ref}>`
  const parts = attribute(value)
  return parts ? `<${parts.join('.')}>` : JSON.stringify(value)
}

/** The functions of the service; osls's own helpers (for existing buckets and the like) left out. */
export const functionsOf = (template) =>
  ofType(template, 'AWS::Lambda::Function').filter(([id]) => !id.startsWith('CustomDashresourceDash'))

/** The logical id of the Lambda function that a value mentions, at whatever depth. */
export const functionIn = (template, value) => {
  if (typeof value !== 'object' || value === null) return undefined
  const id = idOf(value)
  if (template.Resources[id]?.Type === 'AWS::Lambda::Function') return id
  return Object.values(value)
    .map((part) => functionIn(template, part))
    .find((found) => found !== undefined)
}

const nameIn = (template, value) => {
  const id = functionIn(template, value)
  return id && asText(template.Resources[id].Properties.FunctionName)
}

const authorizerOf = (template, properties) => {
  const type = properties.AuthorizationType ?? 'NONE'
  if (type === 'NONE') return null
  const authorizer = template.Resources[idOf(properties.AuthorizerId)]?.Properties
  return { type, name: authorizer ? asText(authorizer.Name) : null }
}

// A method hangs on a Resource, or on the API itself (its RootResourceId) for the path `/`.
const restPath = (template, id) => {
  const resource = template.Resources[id]
  if (resource?.Type !== 'AWS::ApiGateway::Resource') return ''
  const { ParentId, PathPart } = resource.Properties
  return `${restPath(template, idOf(ParentId))}/${asText(PathPart)}`
}

/** The path of a REST API's method. */
export const restPathOf = (template, { ResourceId }) => restPath(template, idOf(ResourceId)) || '/'

const restRoutes = (template) =>
  ofType(template, 'AWS::ApiGateway::Method').map(([id, { Properties: p }]) => ({
    id,
    method: p.HttpMethod,
    path: restPathOf(template, p),
    authorizer: authorizerOf(template, p),
    apiKey: p.ApiKeyRequired === true,
    mock: p.Integration?.Type === 'MOCK',
    functionName: nameIn(template, p.Integration?.Uri)
  }))

const v2Routes = (template, protocol) =>
  ofType(template, 'AWS::ApiGatewayV2::Route')
    .filter(([, { Properties: p }]) => template.Resources[idOf(p.ApiId)]?.Properties.ProtocolType === protocol)
    .map(([id, { Properties: p }]) => {
      const integration = Object.keys(template.Resources).find((key) => asText(p.Target).endsWith(`/<${key}>`))
      const [method, path] = p.RouteKey.includes(' ') ? p.RouteKey.split(' ') : ['ANY', p.RouteKey]
      return {
        id,
        method,
        path,
        authorizer: authorizerOf(template, p),
        apiKey: p.ApiKeyRequired === true,
        mock: false,
        functionName: nameIn(template, template.Resources[integration]?.Properties.IntegrationUri)
      }
    })

/** Every HTTP route of the template, the CORS mocks (`mock`) of a REST API included. */
export const routesOf = (template, gateway) => (gateway === 'http' ? v2Routes(template, 'HTTP') : restRoutes(template))

/** The routes of the websocket API; their `path` is the route key. */
export const websocketRoutesOf = (template) => v2Routes(template, 'WEBSOCKET')

/** The authorizers (of any gateway) that call a function. */
export const authorizersCalling = (template, functionId) =>
  ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer']
    .flatMap((type) => ofType(template, type))
    .map(([, resource]) => ({ v2: resource.Type.includes('V2'), ...resource.Properties }))
    .filter((properties) => functionIn(template, properties.AuthorizerUri) === functionId)
