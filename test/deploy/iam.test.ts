/** The role of a function: who may assume it, and that it may do what was declared and nothing else. */
import { handle, lambda, sqs } from '../../src/index.js'
import { file, resources } from './support.js'

const roleOf = (declaration: unknown) => {
  const all = resources(file({}, { f: declaration }))
  return Object.values(all).find((r) => (r as { readonly Type: string }).Type === 'AWS::IAM::Role')
}
const logs = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: [expect.anything()]
}
const role = (...more: ReadonlyArray<unknown>) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] }]
    },
    Policies: [{ PolicyName: 'quaich', PolicyDocument: { Version: '2012-10-17', Statement: [logs, ...more] } }]
  }
})

test('a plain function may be run by Lambda alone, and writes its log', () => {
  expect(roleOf(handle(() => 1)(lambda()))).toEqual(role())
})

test('whoever takes messages from a queue may take them from that queue', () => {
  const queue = {
    'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'sqs', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, 'orders']]
  }
  expect(roleOf(handle(() => 1)(sqs('orders')))).toEqual(
    role({ Effect: 'Allow', Action: expect.arrayContaining(['sqs:ReceiveMessage', 'sqs:DeleteMessage']), Resource: [queue] })
  )
})
