/** Faults of a deployment, as a table: what was written, and what is told. All at once, each with place, value and mend. */
import * as t from 'io-ts'
import { check } from '../../src/deploy/index.js'
import {
  apiKey,
  authorize,
  cognitoUserPool,
  cors,
  type FunctionSettings,
  fromMiddy,
  functionSettings,
  iam,
  lambda,
  lambdaAuthorizer,
  port,
  type Settings,
  use
} from '../../src/index.js'
import * as everything from './everything.js'
import { close, closed, of, problems, warnings } from './support.js'

const context = t.type({ role: t.string })
const plain = (...stack: ReadonlyArray<(s: never) => unknown>) => close(stack.reduce<unknown>((s, f) => f(s as never), lambda()))
const hello = { hello: closed(['GET'], '/hello') }
const untyped = (o: object) => o as never

describe('settings, of the service and of a stack alike', () => {
  const table: ReadonlyArray<readonly [FunctionSettings, string]> = [
    [{ memorySize: 127 }, 'memorySize 127 is not a whole number from 128 to 10240'],
    [{ memorySize: 10_241 }, 'memorySize 10241'],
    [{ memorySize: 128.5 }, 'memorySize 128.5'],
    [untyped({ memorySize: '256' }), 'memorySize "256"'],
    [{ timeout: 0 }, 'timeout 0 is not a whole number from 1 to 900'],
    [{ timeout: 901 }, 'timeout 901'],
    [{ ephemeralStorageSize: 511 }, 'ephemeralStorageSize 511'],
    [{ reservedConcurrency: -1 }, 'reservedConcurrency -1 is not a whole number from 0'],
    [{ maximumRetryAttempts: 3 }, 'maximumRetryAttempts 3'],
    [{ maximumEventAge: 59 }, 'maximumEventAge 59'],
    [{ logRetentionInDays: 15 }, 'logRetentionInDays 15 is none that AWS has'],
    [untyped({ runtime: 'nodejs18.x' }), 'runtime "nodejs18.x"'],
    [untyped({ architecture: 'arm' }), 'architecture "arm"'],
    [untyped({ tracing: true }), 'tracing true'],
    [{ description: 'x'.repeat(257) }, 'a description of 257 characters'],
    [{ layers: ['a', 'b', 'c', 'd', 'e', 'f'] }, '6 layers'],
    [untyped({ vpc: { subnetIds: ['s'] } }), 'does not name both security groups and subnets'],
    [{ vpc: { subnetIds: ['s'], securityGroupIds: [] } }, 'does not name both'],
    [{ role: 'admin' }, 'role "admin" is no ARN'],
    [{ role: { Ref: 'Role' } }, 'is no ARN'],
    [{ destinations: { onSuccess: 'queue' } }, 'destinations.onSuccess "queue" names no queue'],
    [{ destinations: { onFailure: { Ref: 'Nothing' } } }, 'destinations.onFailure'],
    [{ onError: 'arn:aws:lambda:eu-west-1:1:function:f' }, 'names no queue or topic'],
    [untyped({ environment: { N: 1, NN: 1 } }), 'which is no text'],
    [untyped({ environment: { UNDEFINED: undefined } }), 'which is no text'],
    [untyped({ environment: { TRUE_: true } }), 'the environment variable TRUE_ is true'],
    [{ environment: { AWS_REGION: 'x' } }, "AWS_REGION is Lambda's own"],
    [{ environment: { _HANDLER: 'x' } }, "_HANDLER is Lambda's own"],
    [{ environment: { LAMBDA_TASK_ROOT: 'x' } }, "Lambda's own"],
    [{ environment: { 'A-B': 'x' } }, "'A-B' cannot name an environment variable"],
    [{ iam: [{ actions: [], resources: ['*'] }] }, 'names no actions or no resources']
  ]

  test.each(table)('%j', (settings, problem) => {
    expect(problems(settings, { f: plain() })).toContainEqual(expect.stringContaining(problem))
    expect(problems({}, { f: plain(functionSettings(settings)) })).toContainEqual(expect.stringContaining(problem))
  })

  test('a port and a middleware are held to the same', () => {
    const needs = untyped({ environment: { AWS_REGION: 'x', N1: 1 }, iam: [{ actions: ['a:b'], resources: [] }] })
    const p = port('p', { ...(needs as object), live: () => 1 })
    expect(problems({}, { f: plain(use(p)) })).toHaveLength(3)
    expect(problems({}, { f: plain(fromMiddy({ before: () => {} }, needs)) })).toHaveLength(3)
  })

  test('values that are right are none', () => {
    const settings: FunctionSettings = {
      memorySize: 10_240,
      timeout: 900,
      ephemeralStorageSize: 512,
      reservedConcurrency: 0,
      maximumRetryAttempts: 0,
      role: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/r' },
      environment: { A1: '', B1: { Ref: 'AWS::StackName' }, C1: { 'Fn::Join': ['', ['a']] }, AWS_LAMBDA_EXEC_WRAPPER: '/opt/x' }
    }
    expect(problems(settings, { f: plain() })).toEqual([])
  })
})

describe('the service', () => {
  const table: ReadonlyArray<readonly [string, Settings, string]> = [
    ['t', {}, "the name 't' is not two or more"],
    ['1abc', {}, "the name '1abc'"],
    ['my_service', {}, "the name 'my_service'"],
    ['x'.repeat(60), {}, "leave no room for a function's name"],
    ['todos', { stage: 'a_b' }, "the stage 'a_b'"],
    ['todos', { params: { 'a b': {} } }, "the stage 'a b'"],
    ['todos', { timeout: 30 }, 'timeout 30: API Gateway gives up after 29 seconds'],
    ['todos', { minimumCompressionSize: 10_485_761 }, 'minimumCompressionSize 10485761'],
    ['todos', { minimumCompressionSize: -1 }, 'minimumCompressionSize -1'],
    ['todos', untyped({ endpointType: 'LOCAL' }), 'endpointType "LOCAL" is none that AWS has'],
    ['todos', untyped({ gateway: 'htpp' }), 'gateway "htpp" is none that quaich has'],
    ['todos', untyped({ group: 'routes' }), 'group "routes" is none that quaich has'],
    ['todos', untyped({ memory: 1 }), "there is no setting 'memory'"],
    [
      'todos',
      { role: 'arn:aws:iam::1:role/r', iam: [{ actions: ['s3:GetObject'], resources: ['x'] }] },
      'a role of your own, and iam beside it'
    ],
    ['todos', { endpointType: 'PRIVATE' }, 'a private API with neither'],
    ['todos', { endpointType: 'PRIVATE', vpcEndpointIds: ['v'], resourcePolicy: [] }, 'a private API with both'],
    ['todos', { vpcEndpointIds: ['v'] }, 'vpcEndpointIds on an API that is EDGE'],
    ['todos', { binaryTypes: Array.from({ length: 26 }, (_, i) => `a/b${i}`) }, '26 binary media types; an API takes 25'],
    ['todos', { apiKeys: ['a', { name: 'a' }] }, "two API keys are called 'a'"],
    ['todos', untyped({ usagePlan: { quota: { limit: 0, period: 'MONTH' } } }), 'usagePlan.quota'],
    ['todos', untyped({ usagePlan: { throttle: { burstLimit: 1 } } }), 'usagePlan.throttle'],
    ['todos', { resources: { 'My-Table': { Type: 'AWS::SQS::Queue' } } }, "the resource 'My-Table'"],
    ['todos', { resources: untyped({ Queue: { Properties: {} } }) }, 'the resource Queue has no Type']
  ]

  test.each(table)('%s %j', (name, settings, problem) => {
    expect(check(of(settings, hello, name)).faults.map((f) => f.problem)).toEqual([expect.stringContaining(problem)])
  })
})

describe('references to what the template may have', () => {
  const missing = (id: string) => `refers to ${id}, which is no resource of this service`
  const sub = (text: unknown) => ({ 'Fn::Sub': text })
  const env = (value: unknown) => untyped({ environment: { VAR1: value } }) as Settings
  const bucket = (Properties: object): Settings => untyped({ resources: { Bin: { Type: 'AWS::S3::Bucket', Properties } } })
  const iam = (statement: object): Settings => ({ iam: [{ actions: ['s3:GetObject'], resources: ['x'], ...statement }] })

  const table: ReadonlyArray<readonly [string, Settings, string]> = [
    ['Ref', env({ Ref: 'Lost' }), `the environment variable VAR1 ${missing('Lost')}`],
    ['a pseudo parameter that AWS has not', env({ Ref: 'AWS::Acount' }), missing('AWS::Acount')],
    ['Fn::GetAtt', env({ 'Fn::GetAtt': ['Lost', 'Arn'] }), missing('Lost')],
    ['Fn::GetAtt as text', env({ 'Fn::GetAtt': 'Lost.Outputs.Arn' }), missing('Lost')],
    ['Fn::Sub', env(sub('${AWS::Region}-${Lost.Arn}-${sls:stage}-${!No}')), missing('Lost')],
    ['Fn::Sub with variables', env(sub(['${A}${Lost}', { A: 'x' }])), missing('Lost')],
    ["Fn::Sub's variables", env(sub(['${A}', { A: { Ref: 'Lost' } }])), missing('Lost')],
    ['Fn::Join', env({ 'Fn::Join': ['', ['a', { Ref: 'Lost' }]] }), missing('Lost')],
    ['a statement', iam({ resources: [sub('${Lost.Arn}/*')] }), `a statement ${missing('Lost')}`],
    ['a condition', iam({ conditions: { StringEquals: { 'aws:SourceArn': { Ref: 'Lost' } } } }), missing('Lost')],
    ['a resource', bucket({ Tags: [{ Key: 'a', Value: { Ref: 'Lost' } }] }), `the resource Bin ${missing('Lost')}`]
  ]
  test.each(table)('%s', (_, settings, problem) => {
    const faults = (s: Settings, module: object) => check(of(s, module)).faults
    expect(faults(settings, hello).map((f) => f.problem)).toEqual([expect.stringContaining(problem)])
    const p = port('p', { ...(settings as object), live: () => 1 })
    const [only, ...more] = faults({}, { f: plain(use(p)), g: plain(use(p)) })
    expect([only?.place, only?.problem, more]).toEqual(["port 'p'", expect.stringContaining(problem), []])
    if (settings.resources === undefined)
      expect(problems({}, { f: plain(functionSettings(settings)) })).toEqual([expect.stringContaining(problem)])
  })

  test('the mend says what may have been meant', () => {
    const { faults } = check(of({ ...bucket({}), ...env({ Ref: 'Bim' }) }, hello))
    expect(faults).toMatchObject([{ place: 'the settings', mend: 'did you mean Bin?' }])
    expect(check(of(env({ Ref: 'Lost' }), hello)).faults).toMatchObject([
      { mend: 'declare it under resources, or name what exists already by its ARN or name' }
    ])
  })

  const fine: ReadonlyArray<readonly [string, Settings]> = [
    ['a resource of the settings', { ...bucket({}), ...env({ 'Fn::GetAtt': ['Bin', 'Arn'] }) }],
    ["a function of the deployer's", env({ 'Fn::GetAtt': ['ApiDashhelloLambdaFunction', 'Arn'] })],
    ['the API', env(sub('https://${ApiGatewayRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${sls:stage}'))],
    ['a deployment, of which the end is not known', env({ Ref: 'ApiGatewayDeployment1700000000000' })],
    ['a role of ours', env({ Ref: 'ApiDashhelloRole' })],
    ['a parameter', { ...env({ Ref: 'Given' }), extend: { resources: { Parameters: { Given: { Type: 'String' } } } } }],
    [
      'what extend brings',
      { ...env({ Ref: 'Far' }), extend: { resources: { Resources: { Far: { Type: 'AWS::SQS::Queue' } } } } }
    ],
    ['what a plugin may bring', { ...env({ Ref: 'Lost' }), extend: { plugins: ['some-plugin'] } }],
    ['what another file may bring', { ...env({ Ref: 'Lost' }), extend: { resources: ['${file(more.yml)}'] } }],
    ['what a macro may bring', { ...env({ Ref: 'Lost' }), extend: { resources: { Transform: 'AWS::Serverless-2016-10-31' } } }],
    ["a variable of the deployer's", env({ Ref: '${param:Table}' })],
    ['no intrinsic function', bucket({ Tags: [{ Ref: 'Lost', Key: 'a' }, { Ref: 1 }, { 'Fn::GetAtt': [] }, { 'Fn::Sub': 1 }] })]
  ]
  test.each(fine)('%s is none', (_, settings) => {
    expect(check(of(settings, hello)).faults).toEqual([])
  })
})

describe('routes', () => {
  const pool = (o: object = {}) =>
    cognitoUserPool({ providerArns: ['arn:aws:cognito-idp:eu-west-1:1:userpool/eu-west-1_a'], claims: t.type({}), ...o })
  const existing = (o: object = {}) => lambdaAuthorizer({ arn: 'arn:aws:lambda:eu-west-1:1:function:f', context, ...o })

  const table: ReadonlyArray<readonly [string, object, string]> = [
    [
      'siblings',
      { a: closed(['GET'], '/a/{x}'), b: closed(['GET'], '/a/{y}/z') },
      '{y} and {x} (of /a/{x}) are parameters in one place, under /a'
    ],
    ['siblings of the root', { a: closed(['GET'], '/{x}'), b: closed(['GET'], '/{y+}') }, 'under /'],
    ['too patient', { a: closed(['GET'], '/a', functionSettings({ timeout: 30 })) }, 'timeout 30: API Gateway gives up'],
    [
      'scopes of IAM',
      { a: closed(['GET'], '/a', authorize(iam, { scopes: ['s'] })) },
      'the scopes s on an authorizer that has none'
    ],
    ['scopes of a Lambda', { a: closed(['GET'], '/a', authorize(existing(), { scopes: ['s'] })) }, 'nobody would check them'],
    [
      'a pool by id',
      { a: closed(['GET'], '/a', authorize(pool({ name: 'p', providerArns: ['eu-west-1_a'] }))) },
      'the user pool "eu-west-1_a" is no ARN'
    ],
    [
      'a function by name',
      { a: closed(['GET'], '/a', authorize(existing({ arn: 'f' }))) },
      'the Lambda authorizer "f" is no ARN'
    ],
    ['a bad name', { a: closed(['GET'], '/a', authorize(pool({ name: 'my pool' }))) }, "'my pool' cannot name an authorizer"],
    [
      'alike but for case',
      { a: closed(['GET'], '/a', authorize(pool({ name: 'p' }))), b: closed(['GET'], '/b', authorize(pool({ name: 'P' }))) },
      'PApiGatewayAuthorizer'
    ]
  ]

  test.each(table)('%s', (_, module, problem) => {
    expect(problems({}, module)).toEqual([expect.stringContaining(problem)])
  })

  test('siblings are no fault of an HTTP API', () => {
    expect(problems({ gateway: 'http' }, { a: closed(['GET'], '/a/{x}'), b: closed(['GET'], '/a/{y}/z') })).toEqual([])
  })
})

test('all faults come at once, each with its place and how to mend it', () => {
  const { faults } = check(
    of({ memorySize: 1, endpointType: 'PRIVATE' }, { a: closed(['GET'], '/a_b'), b: closed(['GET'], '/ab') }, 's')
  )
  expect(faults.map((f) => f.place)).toEqual(['the service', 'the settings', 'the settings', 'the path /ab'])
  for (const f of faults) expect(f.mend).not.toBe('')
})

describe('warnings', () => {
  test('an environment over 4 KB', () => {
    expect(warnings({ environment: { BIG: 'x'.repeat(4100) } }, { f: plain() })).toEqual([
      expect.stringContaining('4103 bytes; Lambda takes 4096')
    ])
  })

  test('events that extend brings and nobody counts', () => {
    expect(
      warnings({ extend: { functions: { f: { events: [{ iot: { sql: 'x' } }, 'cloudwatch', { sns: 'x' }] } } } }, { f: plain() })
    ).toEqual([expect.stringContaining('events of iot, cloudwatch:')])
  })

  test('a service that is right has neither faults nor warnings', () => {
    const module = { ...hello, k: closed(['POST'], '/hello', apiKey(), cors({ allowOrigin: 'https://a.example' })) }
    expect(check(of({}, module))).toMatchObject({ faults: [], warnings: [] })
    expect(check(everything.rest).faults).toEqual([])
    expect(check(everything.http).faults).toEqual([])
  })
})

describe('words that nobody knows', () => {
  const mends = (settings: object, ...stack: ReadonlyArray<FunctionSettings>) =>
    check(of(settings as Settings, { job: plain(...stack.map((s) => functionSettings(s) as never)) })).faults.map(
      (f) => `${f.place}: ${f.problem}: ${f.mend}`
    )
  test.each([
    [{ memorysize: 256 }, [], "the settings: there is no setting 'memorysize': did you mean memorySize?"],
    [{ enviroment: {} }, [], "the settings: there is no setting 'enviroment': did you mean environment?"],
    [{ memory: 512 }, [], "the settings: there is no setting 'memory': did you mean memorySize?"],
    [{}, [{ ephemeral: 512 }], "job: there is no setting 'ephemeral': did you mean ephemeralStorageSize?"],
    // Several begin so.
    [{ max: 1 }, [], "the settings: there is no setting 'max': leave it out"],
    [{ xyz: 1 }, [], "the settings: there is no setting 'xyz': leave it out"],
    [{ gateway: 'htpp' }, [], 'the settings: gateway "htpp" is none that quaich has: did you mean http?'],
    [{ group: 7 }, [], 'the settings: group 7 is none that quaich has: use one of resource, route, service'],
    [{}, [{ timout: 1 }], "job: there is no setting 'timout': did you mean timeout?"],
    [
      {},
      [{ region: 'x' }],
      'job: region is a setting of the service, and of no function: say it in the second argument of service'
    ],
    [
      {},
      [{ role: 'arn:aws:iam::1:role/r' }, { destinations: { onSuccess: 'arn:aws:sqs:eu-west-1:1:q' } }],
      'the function job: a role of your own, and destinations beside it, for which quaich grants nothing there: grant it in that role and leave iam out, or leave the role to quaich'
    ]
  ])('%j %j', (settings, stack, told) => {
    expect(mends(settings, ...stack.map(untyped)).map((m) => m.replace(/^.*\(job\)/, 'job'))).toEqual([told])
  })
  test('what is undefined is not said', () => {
    expect(mends({ xyz: undefined })).toEqual([])
  })
})
