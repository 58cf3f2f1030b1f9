/** A mid-size service, byte for byte. To change it on purpose: QUAICH_GOLDEN=write jest test/deploy/golden. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as t from 'io-ts'
import { render } from '../../src/deploy/index.js'
import { apiKey, authorize, authorizer, cors, functionSettings, lambda, mount, port, use } from '../../src/index.js'
import { close, closed, of } from './support.js'

const jwt = authorizer({ ttlSeconds: 30, context: t.type({ role: t.string }) })
const web = cors({ allowOrigin: 'https://app.example' })
const table = port('table', {
  live: () => 'todos',
  environment: { TODOS_TABLE: { Ref: 'TodosTable' } },
  iam: [{ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [{ 'Fn::GetAtt': ['TodosTable', 'Arn'] }] }],
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
const todos = {
  listTodos: closed(['GET'], '/todos', use(table), web, authorize(jwt)),
  createTodo: closed(['POST'], '/todos', use(table), web, authorize(jwt)),
  getTodo: closed(['GET'], '/todos/{id}', use(table), web, authorize(jwt))
}
const api = of(
  {
    region: 'eu-west-1',
    logRetentionInDays: 14,
    params: { default: { LOG_LEVEL: 'info' } },
    environment: { LOG_LEVEL: '${param:LOG_LEVEL}' }
  },
  {
    guard: close(jwt),
    ...todos,
    upload: closed(['PUT'], '/files/{name+}', apiKey()),
    v1: mount('/v1', todos),
    nightly: close(functionSettings({ memorySize: 1024, timeout: 300 })(lambda()))
  }
)

test('the file of a mid-size service', () => {
  const golden = join(__dirname, 'golden/mid-size.yml')
  const { text, faults, resources } = render(api)
  expect(faults).toEqual([])
  // As many as osls 4.3.1 packaged.
  expect(resources).toBe(57)
  if (process.env['QUAICH_GOLDEN'] === 'write') writeFileSync(golden, text)
  expect(text).toBe(readFileSync(golden, 'utf8'))
})
