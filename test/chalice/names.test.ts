/** Names, and what a definition checks, section 19. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { check, serverless } from '../../src/deploy/index.js'
import {
  authorizer,
  body,
  cors,
  DefinitionError,
  errors,
  functionSettings,
  get,
  handle,
  lambda,
  lambdas,
  limits,
  mount,
  post,
  returns,
  type Settings,
  service
} from '../../src/index.js'
import { faultsIn, watchLog } from './support.js'

watchLog()

const x = pipe(
  get('/x'),
  handle(() => 1)
)

test.each([
  ['/', 'api'],
  ['/todos', 'api-todos'],
  ['/todos/{id}', 'api-todos-id'],
  ['/files/{name+}', 'api-files-name'],
  ['/v1.0/x:y', 'api-v1-0-x-y']
])('19.2 a function of routes is named after its path: %s is %s', (path, name) => {
  const module = {
    anything: pipe(
      get(path),
      handle(() => 1)
    )
  }
  expect(Object.keys(lambdas(service('a', {}, module)))).toEqual([name])
})

test('19.2 other functions are named after their exports, and no name depends on the order of declarations', () => {
  const key = authorizer({ context: t.type({}) })
  const nightly = pipe(
    lambda(),
    handle(() => 1)
  )
  const keeper = pipe(
    key,
    handle(() => ({ _tag: 'Denial' as const }))
  )
  const names = (module: object) => Object.keys(lambdas(service('a', {}, ...([module] as unknown as [])))).sort()
  expect(names({ x, nightly, keeper })).toEqual(['api-x', 'keeper', 'nightly'])
  expect(names({ keeper, nightly, x })).toEqual(['api-x', 'keeper', 'nightly'])
})

interface Generated {
  readonly provider: Readonly<Record<string, unknown>>
  readonly functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly resources: { readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>> }
}
const generated = (settings: Settings, module: object) =>
  serverless(service('todos', settings, ...([module] as unknown as []))) as unknown as Generated
const job = pipe(
  lambda(),
  handle(() => 1)
)

test('19.1 a function’s handler is the file that the build writes for it', () => {
  const { functions } = generated({}, { x, job, v1: mount('/v1', { job }) })
  expect(Object.entries(functions).map(([name, f]) => [name, f['handler']])).toEqual([
    ['api-x', 'build/api-x/index.handler'],
    ['job', 'build/job/index.handler'],
    ['v1-job', 'build/v1-job/index.handler']
  ])
})

test('19.2 in AWS a function is called service-stage-name, cut only where that would be too long', () => {
  const name = 'a'.repeat(60)
  const { functions } = generated({}, { x, [name]: job })
  expect(functions['api-x']).not.toHaveProperty('name')
  expect(functions[name]?.['name']).toMatch(/^todos-\$\{sls:stage\}-a+/)
  expect(String(functions[name]?.['name']).replace('${sls:stage}', 'dev').length).toBeLessThanOrEqual(64)
})

test('19.4 names that would become one id in the template are a fault', () => {
  const { faults } = check(service('todos', {}, { 'foo-bar': job, fooDashbar: job }))
  expect(faults.map((f) => f.problem).join()).toContain('FooDashbar')
  expect(check(service('todos', {}, { 'foo-bar': job, foo_bar: job })).faults).toEqual([])
})

test('19.5 defaults are said by the generator alone: stage dev, an edge API, 29 or 60 seconds, 256 MB, no layers and no VPC', () => {
  const api = service('todos', {}, { x, job })
  expect(api.settings).toEqual({})
  const { provider, functions } = generated({}, { x, job })
  expect(provider).toEqual({
    name: 'aws',
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    stage: "${opt:stage, 'dev'}",
    memorySize: 256,
    versionFunctions: false,
    endpointType: 'EDGE'
  })
  expect([functions['api-x']?.['timeout'], functions['job']?.['timeout']]).toEqual([29, 60])
})

test.each<readonly [Settings, string]>([
  [{ minimumCompressionSize: -1 }, 'minimumCompressionSize'],
  [{ minimumCompressionSize: 10_485_761 }, 'minimumCompressionSize'],
  [{ endpointType: 'OTHER' as 'EDGE' }, 'endpointType'],
  [{ endpointType: 'PRIVATE' }, 'a private API with neither resourcePolicy nor vpcEndpointIds'],
  [{ vpcEndpointIds: ['vpce-1'] }, 'vpcEndpointIds'],
  [{ environment: { NUMBER: 1 as unknown as string } }, 'NUMBER']
])('19.6 settings that a deployment would refuse are found by its check: %j', (settings, problem) => {
  const { faults } = check(service('todos', settings, { x }))
  expect(faults).toHaveLength(1)
  expect(faults[0]?.problem).toContain(problem)
})

test('19.7 a function may have any name that no resource of the template has, and a VPC needs both its halves', () => {
  expect(check(service('todos', {}, { x, api_handler: job, websocket_message: job })).faults).toEqual([])
  const half = { securityGroupIds: [], subnetIds: ['subnet-0123456789abcdef0'] }
  expect(check(service('todos', { vpc: half }, { x })).faults.map((f) => f.place)).not.toEqual([])
})

test('19.8 what a stack says comes before what the service says; tables are joined', () => {
  const own = pipe(
    lambda(),
    functionSettings({ memorySize: 512, environment: { LEVEL: 'debug' }, tags: { team: 'b' } }),
    handle(() => 1)
  )
  const settings = { memorySize: 1024, environment: { LEVEL: 'info', TABLE: 't' }, tags: { team: 'a' } }
  const { provider, functions } = generated(settings, { own, job })
  expect(provider).toMatchObject(settings)
  expect(functions['own']).toMatchObject({ memorySize: 512, environment: { LEVEL: 'debug' }, tags: { team: 'b' } })
  for (const key of ['memorySize', 'environment', 'tags']) expect(functions['job']).not.toHaveProperty(key)
})

test('19.10 every function has a role of its own, which holds what its stack needs, and no star', () => {
  const reads = pipe(
    lambda(),
    functionSettings({ iam: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::pictures/a'] }] }),
    handle(() => 1)
  )
  const { resources } = generated({}, { reads, job })
  const roles = Object.entries(resources.Resources).filter(([, r]) => r.Type === 'AWS::IAM::Role')
  expect(roles.map(([id, r]) => [id, JSON.stringify(r).includes('s3:GetObject')])).toEqual([
    ['ReadsRole', true],
    ['JobRole', false]
  ])
  expect(JSON.stringify(roles)).not.toContain('"*"')
})

test('19.6 everything that is wrong is told at once, when the service is defined, with its place and how to mend it', () => {
  const define = () =>
    service(
      'a',
      {},
      {
        slash: pipe(
          get('/w/'),
          handle(() => 1)
        ),
        two: pipe(
          get('/x'),
          cors(),
          cors(),
          handle(() => 1)
        ),
        read: pipe(
          get('/y'),
          body(t.string),
          handle(() => 1)
        ),
        bounds: pipe(
          post('/y'),
          limits({ bodyBytes: 0 }),
          handle(() => 1)
        ),
        odd: pipe(
          post('/z'),
          errors({ Odd: 200 }),
          handle(() => 1)
        ),
        told: pipe(
          get('/z'),
          returns({ 100: t.string }),
          handle(() => ({}) as never)
        ),
        open: get('/open') as unknown
      }
    )
  expect(define).toThrow(DefinitionError)
  expect(define).toThrow(
    `service 'a' has 7 faults:
  open: a source that was never closed by handle
    end its pipe with handle(f), or do not hand it to the service
  GET /w/ (slash): the path '/w/': it ends with '/'
    write '/w'
  GET /x (two): 2 cors policies in one stack
    keep one; a stack under mount does not override, it adds
  GET /y (read): a body on GET: gateways and clients may drop it
    use POST, PUT or PATCH, or read the query
  POST /y (bounds): limits: bodyBytes 0 is not a whole number above 0
    give a whole number, or leave it out
  POST /z (odd): errors: 'Odd' is told with 200, which is no status of a failure
    use 400 to 599
  GET /z (told): returns: 100 is no status of a final reply
    use 200 to 599`
  )
})

test('19.6 names are unique: a module cannot say one twice, and two modules that do are refused', () => {
  const modules: readonly object[] = [{ x }, { x: mount('/v1', { x }) }]
  expect(faultsIn(() => service('a', {}, ...(modules as [])))).toEqual(["x: 'x' is declared in two modules"])
  expect(faultsIn(() => service('a', {}, { x }, { v1: mount('/v1', { x }) }))).toEqual([])
})
