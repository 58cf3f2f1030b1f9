/**
 * One role per function, the sum of what its own sentences declare ("Defining Lambda function permissions with an execution role").
 * Nothing here invents a wildcard: VPC and tracing, which cannot do without, go through AWS's managed policies.
 */
import type { Statement, Text } from '../combinators/CloudFormation.js'
import { compact, type Data, distinct, someOf } from './data.js'
import { deliveries } from './destinations.js'
import { physicalName } from './functionName.js'
import { roleId } from './logicalIds.js'
import type { FunctionOutline, Outline } from './Outline.js'
import { readsOf } from './triggerReads.js'

/** The roles of all functions that have no role of the user's, by logical id. @internal */
export const roles = (o: Outline): Data =>
  Object.fromEntries(o.functions.filter((f) => f.settings.role === undefined).map((f) => [roleId(f.name), roleOf(f, o)]))

const roleOf = (f: FunctionOutline, o: Outline): Data => ({
  Type: 'AWS::IAM::Role',
  Properties: compact({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] }]
    },
    ManagedPolicyArns: someOf(managed(f)),
    Policies: [
      {
        PolicyName: 'quaich',
        PolicyDocument: { Version: '2012-10-17', Statement: [logs(f, o), ...statementsOf(f, o).map(policyStatement)] }
      }
    ]
  })
})

// What needs `*` is AWS's own to word.
const managed = ({ settings }: FunctionOutline): ReadonlyArray<Data> => [
  ...(settings.vpc === undefined ? [] : [awsPolicy('service-role/AWSLambdaVPCAccessExecutionRole')]),
  ...(settings.tracing === 'Active' ? [awsPolicy('AWSXRayDaemonWriteAccess')] : [])
]

const awsPolicy = (name: string): Data => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` })

const logs = (f: FunctionOutline, o: Outline): Data => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: [
    {
      'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${physicalName(f.name, o)}:*`
    }
  ]
})

/** What a function may do beside writing its log: what its ports, middlewares, settings, sources and destinations declare, each once. @internal */
export const statementsOf = (f: FunctionOutline, o: Outline): ReadonlyArray<Statement> =>
  distinct([
    ...f.needs.flatMap((n) => n.needs.iam ?? []),
    ...(f.settings.iam ?? []),
    ...f.triggers.flatMap(({ fact }) => readsOf(fact)),
    ...deliveries(f, o).map(({ action, arn }) => ({ actions: [action], resources: [arn] }))
  ])

const policyStatement = (s: Statement): Data =>
  compact({ Effect: 'Allow', Action: s.actions, Resource: s.resources satisfies ReadonlyArray<Text>, Condition: s.conditions })
