// The agreement's own tests: a program that says a little of everything is packaged as it was written, and each planted fault is found.
import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { disagreements, model, packaged, workshop } from './agree.mjs'
import { bundleDisagreements } from './agreeBundles.mjs'
import { idOf, ofType } from './template.mjs'
import { assertReady } from './tools.mjs'

const policy = { origins: ['https://a.example'], allow: [], expose: [], credentials: true, seconds: 60 }
const route = (name, verbs, path, ...stack) => ({ name, verbs, path, stack, ending: 'fine' })
const woken = (name, origin, more) => ({ name, origin, given: {}, ports: [], ...more })

const program = {
  name: 'agreed',
  gateway: 'rest',
  group: 'resource',
  given: {},
  routes: [
    route('list', ['GET'], '/a', { is: 'cors', policy }, { is: 'authorize', key: 'pool', scopes: ['read'] }),
    route('add', ['POST'], '/a', { is: 'cors', policy }, { is: 'apiKey' }, { is: 'body', as: 'raw', types: ['image/png'] }),
    route(
      'one',
      ['GET'],
      '/a/{id}',
      { is: 'authorize', key: 'own', scopes: [] },
      { is: 'settings', given: { memory: 512, variables: { MODE: 'b' } } }
    )
  ],
  mounts: [],
  woken: [
    woken('orders', { is: 'queue', queue: 'orders', batch: 10, atOnce: 2 }, { each: 'plain', ports: ['store'] }),
    woken('clicks', { is: 'stream', type: 'kinesis', stream: 'clicks', batch: 100, from: 'LATEST' }),
    woken('alarms', { is: 'topic', topic: 'alarms', filter: { kind: ['a'] } }),
    woken('often', { is: 'schedule', when: 'rate(5 minutes)', input: { n: 1 } }),
    woken('morning', { is: 'schedule', when: 'cron(0 8 * * ? *)', zone: 'Europe/Berlin' }),
    woken('paid', { is: 'bus', pattern: { source: ['shop'] } }),
    woken('images', { is: 'bucket', bucket: 'pictures', events: ['s3:ObjectCreated:*'], prefix: 'in/' }),
    woken('joined', { is: 'socket', route: '$connect', key: 'ownRequest', typed: false, responds: false }),
    woken('said', { is: 'socket', route: 'say', typed: true, responds: true })
  ]
}

describe('a generated program', () => {
  const base = workshop()
  let said
  let template
  before(async () => {
    assertReady()
    said = await model(base)
    const result = await packaged(join(base, 'p0'), program, said)
    assert.deepEqual(result.lines, [])
    template = result.template
  })
  after(() => rmSync(base, { recursive: true, force: true }))

  const one = (t, type, found = () => true) => {
    const [first] = ofType(t, type).filter(([id, resource]) => found(resource.Properties, id))
    return first[1].Properties
  }
  const method = (t, verb, part) =>
    one(
      t,
      'AWS::ApiGateway::Method',
      (p) => p.HttpMethod === verb && t.Resources[idOf(p.ResourceId)].Properties.PathPart === part
    )
  const drop = (t, type) => delete t.Resources[ofType(t, type)[0][0]]
  const fn = (t, key) => one(t, 'AWS::Lambda::Function', (p) => p.FunctionName === `agreed-dev-${key}`)
  const mapping = (t, key) => one(t, 'AWS::Lambda::EventSourceMapping', (p) => JSON.stringify(p.EventSourceArn).includes(key))

  for (const [fault, plant, ...found] of [
    ['nothing', () => {}],
    [
      'an authorizer lost',
      (t) => {
        method(t, 'GET', '{id}').AuthorizationType = 'NONE'
      },
      'not in the template: GET /a/{id}: asks ownGuard',
      'only in the template: GET /a/{id}: open to all'
    ],
    [
      'a scope lost',
      (t) => {
        delete method(t, 'GET', 'a').AuthorizationScopes
      },
      'not in the template: GET /a: takes the scope read'
    ],
    [
      'a key lost',
      (t) => {
        method(t, 'POST', 'a').ApiKeyRequired = false
      },
      'not in the template: POST /a: wants a key'
    ],
    [
      'a key too many',
      (t) => {
        method(t, 'GET', 'a').ApiKeyRequired = true
      },
      'only in the template: GET /a: wants a key'
    ],
    [
      'a route too many',
      (t) => {
        t.Resources.More = { Type: 'AWS::ApiGateway::Method', Properties: { ...method(t, 'GET', 'a'), HttpMethod: 'PUT' } }
      },
      'only in the template: PUT /a: asks pool'
    ],
    [
      'another origin',
      (t) => {
        method(t, 'OPTIONS', 'a').Integration.IntegrationResponses[0].ResponseParameters[
          'method.response.header.Access-Control-Allow-Origin'
        ] = "'*'"
      },
      'only in the template: OPTIONS /a: the gateway lets in *'
    ],
    [
      'a preflight that asks for credentials',
      (t) => {
        method(t, 'OPTIONS', 'a').ApiKeyRequired = true
      },
      'only in the template: OPTIONS /a: the gateway asks for credentials'
    ],
    [
      'another pool',
      (t) => {
        one(t, 'AWS::ApiGateway::Authorizer', (p) => p.Name === 'pool').ProviderARNs = ['arn:x']
      },
      'only in the template: pool asks the pool arn:x'
    ],
    [
      'answers kept longer',
      (t) => {
        one(t, 'AWS::ApiGateway::Authorizer', (p) => p.Name === 'ownGuard').AuthorizerResultTtlInSeconds = 3600
      },
      'only in the template: ownGuard keeps answers 3600 s'
    ],
    [
      'bytes as text',
      (t) => {
        delete one(t, 'AWS::ApiGateway::RestApi').BinaryMediaTypes
      },
      'not in the template: the API takes image/png for bytes'
    ],
    [
      'more memory',
      (t) => {
        fn(t, 'api-a-id').MemorySize = 1024
      },
      'only in the template: api-a-id: 1024 MB, 29 s'
    ],
    [
      'a variable lost',
      (t) => {
        delete fn(t, 'api-a-id').Environment
      },
      'not in the template: api-a-id: variable MODE=b'
    ],
    [
      'a right too many',
      (t) => {
        t.Resources[idOf(fn(t, 'orders').Role)].Properties.Policies[0].PolicyDocument.Statement.push({
          Effect: 'Allow',
          Action: ['s3:*'],
          Resource: '*'
        })
      },
      'only in the template: orders: may s3:* on *'
    ],
    [
      'failures not reported',
      (t) => {
        delete mapping(t, 'orders').FunctionResponseTypes
      },
      'only in the template: orders: queue arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:orders, batches of 10, 2 at once'
    ],
    [
      'larger batches',
      (t) => {
        mapping(t, 'clicks').BatchSize = 500
      },
      'only in the template: clicks: stream arn:<AWS::Partition>:kinesis:<AWS::Region>:<AWS::AccountId>:stream/clicks, batches of 500, LATEST'
    ],
    [
      'no filter',
      (t) => {
        delete one(t, 'AWS::SNS::Subscription').FilterPolicy
      },
      'only in the template: alarms: topic arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:alarms'
    ],
    [
      'another rate',
      (t) => {
        one(t, 'AWS::Events::Rule', (p) => p.ScheduleExpression).ScheduleExpression = 'rate(1 minute)'
      },
      'only in the template: often: rate(1 minute), with {"n":1}'
    ],
    [
      'another time zone',
      (t) => {
        one(t, 'AWS::Scheduler::Schedule').ScheduleExpressionTimezone = 'UTC'
      },
      'only in the template: morning: cron(0 8 * * ? *), in UTC'
    ],
    [
      'another pattern',
      (t) => {
        one(t, 'AWS::Events::Rule', (p) => p.EventPattern).EventPattern = { source: ['bank'] }
      },
      'only in the template: paid: bus default: {"source":["bank"]}'
    ],
    [
      'a bucket that nobody hears',
      (t) => drop(t, 'Custom::S3'),
      'not in the template: images: bucket pictures s3:ObjectCreated:*, from in/'
    ],
    [
      'a socket that asks nobody',
      (t) => {
        one(t, 'AWS::ApiGatewayV2::Route', (p) => p.RouteKey === '$connect').AuthorizationType = 'NONE'
      },
      'only in the template: joined: socket $connect'
    ],
    [
      'a stranger who may invoke',
      (t) => {
        t.Resources.Open = {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { 'Fn::GetAtt': ['OftenLambdaFunction', 'Arn'] },
            Action: 'lambda:InvokeFunction',
            Principal: '*'
          }
        }
      },
      'only in the template: often: invoked by * from anywhere'
    ]
  ])
    it(`${found.length === 0 ? 'is packaged as it was written' : `with ${fault} is told apart`}`, () => {
      const planted = structuredClone(template)
      plant(planted)
      const { lines } = disagreements(planted, program, said)
      if (found.length === 0) assert.deepEqual(lines, [])
      for (const line of found) assert.ok(lines.includes(line), `${line}\n${lines.join('\n')}`)
    })

  for (const [fault, bundle, from, to] of [
    ['reports nothing', 'orders', 'batchItemFailures', 'batchItemsFailed'],
    ['lets everybody in', 'ownGuard', '"Deny"', '"Allow"'],
    ['says another status', 'api-a', 'statusCode', 'status']
  ])
    it(`with a bundle that ${fault} is told apart`, async () => {
      const dir = join(base, `with-${bundle}`)
      cpSync(join(base, 'p0'), dir, { recursive: true })
      const file = join(dir, 'build', bundle, 'index.js')
      const text = readFileSync(file, 'utf8')
      assert.ok(text.includes(from), 'the fault is planted')
      writeFileSync(file, text.replaceAll(from, to))
      const { lines, compared } = await bundleDisagreements(dir, program, said)
      assert.ok(lines.length > 0 && lines.length < compared)
      for (const line of lines) assert.match(line, new RegExp(`^${bundle} given`))
    })
})
