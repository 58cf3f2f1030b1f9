// An AWS that is just enough for `osls deploy` to run to its end: STS, S3, CloudFormation, API Gateway,
// Lambda and Logs, on a loopback port of its own, all in memory. It creates nothing and refuses nothing:
// it proves what the deployer sends, never that AWS would accept it.
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'

const account = '123456789012'
const bucketName = 'prove-deployment-bucket'
const now = () => new Date().toISOString()

// ---- replies ---------------------------------------------------------------------------------------

const escaped = (value) => String(value).replace(/[<>&]/g, (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[c])

/** Objects become elements, arrays repeat their element. */
const xml = (value) =>
  typeof value !== 'object'
    ? escaped(value)
    : Object.entries(value)
        .flatMap(([name, inner]) => [inner].flat().map((item) => `<${name}>${xml(item)}</${name}>`))
        .join('')

const reply = (status, type, body, headers = {}) => ({ status, headers: { 'content-type': type, ...headers }, body })
const json = (value, status = 200, headers = {}) => reply(status, 'application/json', JSON.stringify(value), headers)
const xmlReply = (value, status = 200) => reply(status, 'text/xml', xml(value))
const query = (action, result) =>
  xmlReply({ [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: 'prove' } } })
const fault = (code, message) =>
  xmlReply({ ErrorResponse: { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: 'prove' } }, 400)
const empty = (status = 200, headers = {}) => reply(status, 'text/plain', '', headers)

// ---- S3 --------------------------------------------------------------------------------------------

/** The SDK streams a body in signed chunks (`<hex size>;…\r\n<bytes>\r\n`) when it sums it up on the way. */
const unchunked = (bytes) => {
  const parts = []
  for (let from = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', from)
    const size = Number.parseInt(bytes.subarray(from, lineEnd).toString('latin1'), 16)
    if (!(size > 0)) return Buffer.concat(parts)
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    from = lineEnd + 2 + size + 2
  }
}

const s3 = ({ method, url, headers, bytes, region }, { objects }) => {
  const [bucket, ...rest] = decodeURIComponent(url.pathname.slice(1)).split('/')
  const name = rest.join('/')
  const found = objects.get(`${bucket}/${name}`)
  if (method === 'PUT') {
    const chunked = /aws-chunked/.test(headers['content-encoding'] ?? '') || 'x-amz-decoded-content-length' in headers
    if (name !== '') objects.set(`${bucket}/${name}`, chunked ? unchunked(bytes) : bytes)
    return empty(200, { etag: '"prove"' })
  }
  if (method === 'HEAD') return empty(name !== '' && !found ? 404 : 200, { 'x-amz-bucket-region': region })
  if (url.searchParams.has('location')) return xmlReply({ LocationConstraint: region })
  if (method === 'GET' && url.searchParams.get('list-type') === '2') {
    const keys = [...objects.keys()]
      .filter((key) => key.startsWith(`${bucket}/${url.searchParams.get('prefix') ?? ''}`))
      .map((key) => key.slice(bucket.length + 1))
    return xmlReply({
      ListBucketResult: {
        Name: bucket,
        KeyCount: keys.length,
        IsTruncated: false,
        Contents: keys.map((Key) => ({ Key, Size: 1, LastModified: now(), ETag: '"prove"' }))
      }
    })
  }
  if (method === 'GET')
    return found ? reply(200, 'application/octet-stream', found) : xmlReply({ Error: { Code: 'NoSuchKey', Message: name } }, 404)
  return empty(204)
}

// ---- CloudFormation --------------------------------------------------------------------------------

const physical = (logicalId) => (logicalId === 'ServerlessDeploymentBucket' ? bucketName : `prove-${logicalId.toLowerCase()}`)

const outputValue = (name) => {
  if (name === 'ServerlessDeploymentBucketName') return bucketName
  return /websocket/i.test(name) ? 'wss://ws.example.invalid/dev' : `https://example.invalid/${name}`
}

const stackResource = (logicalId, type = 'Prove') => ({
  LogicalResourceId: logicalId,
  PhysicalResourceId: physical(logicalId),
  ResourceType: type,
  ResourceStatus: 'CREATE_COMPLETE',
  LastUpdatedTimestamp: now(),
  Timestamp: now()
})

const sentTemplate = (form, { objects }) => {
  const url = form.get('TemplateURL')
  if (!url) return JSON.parse(form.get('TemplateBody') ?? 'null')
  const path = decodeURIComponent(new URL(url).pathname.slice(1))
  const [, bytes] = [...objects].find(([key]) => key === path || key.endsWith(`/${path}`)) ?? []
  return bytes ? JSON.parse(bytes.toString()) : null
}

const stackActions = {
  DescribeStacks: ({ stack, id, name }) =>
    stack === undefined
      ? fault('ValidationError', `Stack with id ${name} does not exist`)
      : query('DescribeStacks', {
          Stacks: {
            member: {
              StackName: name,
              StackId: id,
              StackStatus: stack.status,
              CreationTime: now(),
              Outputs: {
                member: Object.keys(stack.template?.Outputs ?? {}).map((OutputKey) => ({
                  OutputKey,
                  OutputValue: outputValue(OutputKey)
                }))
              }
            }
          }
        }),
  CreateChangeSet: ({ stack, id, name, form, world }) => {
    const changeSet = { type: form.get('ChangeSetType'), template: sentTemplate(form, world) }
    world.stacks.set(name, { status: 'REVIEW_IN_PROGRESS', template: null, ...stack, changeSet })
    world.changeSets.push(changeSet)
    return query('CreateChangeSet', { Id: `${id}/changeSet`, StackId: id })
  },
  DescribeChangeSet: ({ id, name, form }) =>
    query('DescribeChangeSet', {
      ChangeSetName: form.get('ChangeSetName'),
      StackId: id,
      StackName: name,
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: ''
    }),
  ExecuteChangeSet: ({ stack }) => {
    stack.template = stack.changeSet.template
    stack.status = `${stack.changeSet.type}_COMPLETE`
    return query('ExecuteChangeSet', '')
  },
  DeleteChangeSet: () => query('DeleteChangeSet', ''),
  ValidateTemplate: ({ form, world }) =>
    sentTemplate(form, world) ? query('ValidateTemplate', { Parameters: '' }) : fault('ValidationError', 'no such template'),
  DescribeStackEvents: ({ stack, id, name }) =>
    query('DescribeStackEvents', {
      StackEvents: {
        member: {
          ...stackResource(name, 'AWS::CloudFormation::Stack'),
          EventId: now(),
          StackId: id,
          StackName: name,
          PhysicalResourceId: id,
          ResourceStatus: stack.status
        }
      }
    }),
  DescribeStackResource: ({ form }) =>
    query('DescribeStackResource', { StackResourceDetail: stackResource(form.get('LogicalResourceId')) }),
  DescribeStackResources: ({ stack, form }) => {
    const only = form.get('LogicalResourceId')
    return query('DescribeStackResources', {
      StackResources: {
        member: Object.entries(stack?.template?.Resources ?? {})
          .filter(([id]) => only === null || id === only)
          .map(([id, resource]) => stackResource(id, resource.Type))
      }
    })
  },
  ListStackResources: ({ stack }) =>
    query('ListStackResources', {
      StackResourceSummaries: {
        member: Object.entries(stack?.template?.Resources ?? {}).map(([id, resource]) => stackResource(id, resource.Type))
      }
    })
}

const cloudformation = ({ form, region }, world) => {
  const given = form.get('StackName') ?? ''
  const name = given.startsWith('arn:') ? given.split('/')[1] : given
  const id = `arn:aws:cloudformation:${region}:${account}:stack/${name}/prove`
  return stackActions[form.get('Action')]?.({ form, name, id, stack: world.stacks.get(name), world })
}

// ---- the rest --------------------------------------------------------------------------------------

const sts = ({ form }) =>
  form.get('Action') === 'GetCallerIdentity'
    ? query('GetCallerIdentity', { Arn: `arn:aws:iam::${account}:user/prove`, UserId: 'PROVE', Account: account })
    : undefined

// What osls asks of the stage after CloudFormation: keys for its summary, tags and tracing to patch.
const apigateway = ({ url, method }, { stacks }) => {
  const path = url.pathname
  const apis = [...stacks.values()].flatMap((stack) =>
    Object.entries(stack.template?.Resources ?? {}).filter(([, r]) => r.Type === 'AWS::ApiGateway::RestApi')
  )
  if (path === '/restapis') return json({ item: apis.map(([id, r]) => ({ id: physical(id), name: r.Properties.Name })) })
  if (path.startsWith('/apikeys/'))
    return json({ id: 'prove', name: path.slice('/apikeys/'.length), value: 'prove-api-key-value' })
  if (path.endsWith('/deployments')) return json({ item: [{ id: 'prove', createdDate: 1 }] })
  if (/\/stages\/[^/]+$/.test(path)) return json({ stageName: decodeURIComponent(path.split('/').at(-1)) })
  return method === 'GET' ? json({ item: [] }) : json({})
}

// Nothing is deployed yet, so osls has no older code to compare with.
const lambda = () => json({ Message: 'no such function' }, 404, { 'x-amzn-errortype': 'ResourceNotFoundException' })

const services = { s3, cloudformation, sts, apigateway, lambda, logs: () => json({}) }

/** The service and region a request is signed for. */
const scope = (headers) => {
  const [, region = 'us-east-1', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? []
  return { region, service }
}

/**
 * @returns {Promise<{ url: string, calls: string[], unknown: string[], objects: Map<string, Buffer>,
 *   changeSets: { type: string, template: object }[], stop: () => Promise<void> }>} what was asked
 *   (`calls`), what it could not answer (`unknown`), the uploads by `bucket/key`, the change sets in order
 */
export const startFakeAws = async () => {
  const world = { stacks: new Map(), objects: new Map(), changeSets: [], calls: [], unknown: [] }
  const server = createServer(async (request, response) => {
    const bytes = await buffer(request)
    const { service, region } = scope(request.headers)
    const url = new URL(request.url, 'http://loopback')
    const form = new URLSearchParams(/urlencoded/.test(request.headers['content-type'] ?? '') ? bytes.toString() : '')
    const call = `${service} ${form.get('Action') ?? `${request.method} ${url.pathname}`}`
    world.calls.push(call)
    const answer = services[service]?.({ method: request.method, headers: request.headers, url, form, bytes, region }, world)
    if (answer === undefined) world.unknown.push(call)
    const { status, headers, body } = answer ?? fault('InvalidAction', `the fake AWS has no answer to ${call}`)
    response.writeHead(status, headers).end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...world,
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
  }
}
