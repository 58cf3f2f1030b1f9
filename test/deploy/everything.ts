/** A service with everything that HTTP, plain functions and authorizers can declare, for both gateways. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  allow,
  any,
  apiKey,
  authorize,
  authorizer,
  body,
  bytes,
  cognitoUserPool,
  cors,
  del,
  fromMiddy,
  functionSettings,
  get,
  handle,
  iam,
  jwtAuthorizer,
  lambda,
  lambdaAuthorizer,
  mount,
  port,
  post,
  put,
  returns,
  route,
  type Settings,
  service,
  use
} from '../../src/index.js'

const actions = ['dynamodb:GetItem', 'dynamodb:PutItem']

export const table = port('table', {
  live: () => 'todos',
  environment: { TODOS_TABLE: { Ref: 'TodosTable' } },
  iam: [
    {
      actions,
      resources: [{ 'Fn::GetAtt': ['TodosTable', 'Arn'] }],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } }
    }
  ],
  resources: {
    TodosTable: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }]
      }
    }
  }
})

export const todos = port('todos', { uses: { table }, live: ({ table }) => ({ table }) })

const secret = fromMiddy(
  { before: () => {} },
  {
    iam: [
      {
        actions: ['ssm:GetParameter'],
        resources: [{ 'Fn::Sub': 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/todos/*' }]
      }
    ]
  }
)

const context = t.type({ role: t.string })
const claims = t.type({ sub: t.string })
const pool = (n: string) => `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_${n}`
const role = 'arn:aws:iam::123456789012:role/invoke'

export const jwt = authorizer({ ttlSeconds: 30, context, executionRole: role })
export const web = cors({ allowOrigin: 'https://app.example', allowCredentials: true, exposeHeaders: ['X-Total'], maxAge: 600 })

const shared = {
  jwtAuthorizer: pipe(
    jwt,
    use(table),
    handle(() => allow('ada', { routes: '*', context: { role: 'admin' } }))
  ),
  home: pipe(
    get('/'),
    handle(() => 'home')
  ),
  listTodos: pipe(
    get('/todos'),
    use(todos),
    web,
    authorize(jwt),
    handle(() => [])
  ),
  createTodo: pipe(
    post('/todos'),
    use(todos),
    web,
    authorize(jwt),
    body(claims),
    functionSettings({ memorySize: 512, timeout: 10, environment: { ONLY: 'here' } }),
    handle(() => ({}))
  ),
  removeTodo: pipe(
    del('/todos/{id}'),
    use(todos),
    web,
    handle(() => ({}))
  ),
  object: pipe(
    route(['GET', 'PUT'], '/objects/{key}'),
    authorize(iam),
    secret,
    handle(() => 1)
  ),
  files: pipe(
    any('/files/{rest+}'),
    web,
    authorize(jwt),
    handle(() => 1)
  ),
  picture: pipe(
    get('/pictures/{id}.png'.replace('.png', '') as '/pictures/{id}'),
    returns({ 200: bytes('image/png') }),
    handle(() => Buffer.from('x'))
  ),
  report: pipe(
    lambda(),
    use(todos),
    functionSettings({
      runtime: 'nodejs22.x',
      architecture: 'x86_64',
      timeout: 900,
      memorySize: 2048,
      ephemeralStorageSize: 1024,
      reservedConcurrency: 2,
      tracing: 'Active',
      maximumRetryAttempts: 0,
      maximumEventAge: 3600,
      destinations: { onSuccess: { 'Fn::GetAtt': ['DoneQueue', 'Arn'] }, onFailure: 'arn:aws:sns:eu-west-1:123456789012:failed' },
      onError: 'arn:aws:sqs:eu-west-1:123456789012:dead',
      layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:tools:1'],
      vpc: { securityGroupIds: ['sg-0123456789abcdef0'], subnetIds: ['subnet-0123456789abcdef0'] },
      logRetentionInDays: 30,
      description: 'nightly: on',
      tags: { team: 'todos' }
    }),
    handle(() => 1)
  ),
  open: pipe(
    lambda(),
    functionSettings({ url: true }),
    handle(() => 1)
  ),
  signed: pipe(
    lambda(),
    functionSettings({ url: { authorizer: 'aws_iam' } }),
    handle(() => 1)
  ),
  aRatherLongNameOfAFunctionThatWouldNotFitIntoSixtyFourCharacters: pipe(
    lambda(),
    handle(() => 1)
  )
}

const settings: Settings = {
  region: 'eu-west-1',
  params: { default: { LOG_LEVEL: 'info' }, prod: { LOG_LEVEL: 'warn' } },
  environment: { LOG_LEVEL: '${param:LOG_LEVEL}', SECRET: '{{resolve:ssm:/todos/${sls:stage}/key}}' },
  logRetentionInDays: 14,
  tags: { app: 'todos' },
  binaryTypes: ['application/octet-stream'],
  resources: { DoneQueue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } } },
  outputs: { Done: { Value: { Ref: 'DoneQueue' } } },
  extend: { resources: { Outputs: { Table: { Value: { Ref: 'TodosTable' } } } } }
}

const onRest = {
  ...shared,
  upload: pipe(
    put('/uploads/{name}'),
    apiKey(),
    handle(() => 1)
  ),
  many: pipe(
    post('/many/{id}'),
    cors({ allowOrigin: ['https://a.example', 'https://b.example'] }),
    apiKey(),
    authorize(iam),
    handle(() => 1)
  ),
  public: pipe(
    get('/public'),
    cors(),
    handle(() => 1)
  ),
  me: pipe(
    get('/me'),
    authorize(cognitoUserPool({ providerArns: [pool('a'), pool('b')], claims }), { scopes: ['todos/read'] }),
    handle(() => 1)
  ),
  foreign: pipe(
    get('/foreign'),
    authorize(
      lambdaAuthorizer({
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared-authorizer',
        context,
        type: 'request',
        ttlSeconds: 0,
        header: 'X-Auth',
        invokeRole: role
      })
    ),
    handle(() => 1)
  )
}

const onHttp = {
  ...shared,
  me: pipe(
    get('/me'),
    web,
    authorize(
      cognitoUserPool({
        providerArns: [pool('a')],
        claims,
        issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a',
        audience: ['c']
      }),
      { scopes: ['todos/read'] }
    ),
    handle(() => 1)
  ),
  token: pipe(
    get('/token'),
    authorize(jwtAuthorizer({ name: 'tokens', issuer: 'https://id.example', audience: ['todos'], claims })),
    handle(() => 1)
  ),
  foreign: pipe(
    get('/foreign'),
    authorize(
      lambdaAuthorizer({
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shared-authorizer',
        context,
        type: 'request',
        invokeRole: role
      })
    ),
    handle(() => 1)
  )
}

const v1 = {
  cats: pipe(
    get('/cats'),
    use(todos),
    handle(() => [])
  )
}

export const rest = service(
  'todos',
  {
    ...settings,
    tracing: 'Active',
    minimumCompressionSize: 1024,
    usagePlan: { throttle: { burstLimit: 200, rateLimit: 100 }, quota: { limit: 5000, period: 'MONTH' } },
    resourcePolicy: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }]
  },
  onRest,
  { v1: mount('/v1', v1), v2: mount('/v2', v1) }
)

export const http = service('todos', { ...settings, gateway: 'http' }, onHttp, { v1: mount('/v1', v1) })

export const grouped = service('todos', { ...settings, group: 'service' }, onRest)

export const groupedHttp = service('todos', { ...settings, group: 'service', gateway: 'http' }, onHttp)
