/** Raw CloudFormation resources and statements, as far as something can be known of them: they are the user's own words. */
import { at, dataAt } from '../data.js'
import { type Check, type Faults, fault, faultIf, show } from '../fault.js'
import type { Outline } from '../Outline.js'
import { type Brought, resourcesOf } from '../rawResources.js'
import { readsOf } from '../triggerReads.js'

/** @internal */
export const resources: Check = (o) => [
  ...resourcesOf(o).flatMap(({ id, resource, by }) => [
    ...faultIf(
      !/^[A-Za-z0-9]{1,255}$/.test(id),
      by,
      `the resource '${id}' has a logical id of other characters than letters and digits`,
      "call it like 'TodosTable'"
    ),
    ...faultIf(
      typeof at(resource, 'Type') !== 'string',
      by,
      `the resource ${id} has no Type`,
      "give it one: 'AWS::DynamoDB::Table'"
    )
  ]),
  ...statements(o)
]

const statements = (o: Outline): Faults =>
  o.functions.flatMap((f) => [
    ...f.needs.flatMap((n) => (n.needs.iam ?? []).flatMap((s) => emptyStatement(n.by, s))),
    ...(f.settings.iam ?? []).flatMap((s) => emptyStatement(`the function ${f.name}`, s))
  ])

const emptyStatement = (place: string, s: unknown): Faults =>
  faultIf(
    ['actions', 'resources'].some((k) => !Array.isArray(at(s, k)) || (at(s, k) as ReadonlyArray<unknown>).length === 0),
    place,
    `the statement ${show(s)} names no actions or no resources`,
    "write { actions: ['dynamodb:GetItem'], resources: [arn] }"
  )

/** @internal */
export const resourceWarnings: Check = (o) => [
  ...resourcesOf(o).flatMap((r) => [...disposable(r), ...literalName(r)]),
  ...ownRoles(o)
]

const tables = new Set(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])

const disposable = ({ id, resource, by }: Brought): Faults =>
  faultIf(
    tables.has(String(at(resource, 'Type'))) && at(resource, 'DeletionPolicy') === undefined,
    by,
    `the table ${id} has no DeletionPolicy: removing or renaming it deletes its data`,
    "give it DeletionPolicy: 'Retain' (and UpdateReplacePolicy)"
  )

const nameKeys: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName'
}

const literalName = ({ id, resource, by }: Brought): Faults => {
  const key = nameKeys[String(at(resource, 'Type'))]
  const name = key === undefined ? undefined : dataAt(resource, 'Properties')[key]
  return faultIf(
    typeof name === 'string' && !name.includes('${'),
    by,
    `the resource ${id} is called '${String(name)}' in every stage: the second stage cannot be deployed`,
    `leave ${key} out, or write '${String(name)}-\${sls:stage}'`
  )
}

// A role of the user's own is taken as it is.
const ownRoles = (o: Outline): Faults =>
  o.functions.flatMap((f) => {
    const needs = [
      ...f.needs.filter((n) => (n.needs.iam ?? []).length > 0).map((n) => n.by),
      ...f.triggers.filter((t) => readsOf(t.fact).length > 0).map((t) => `reading its ${t.fact._tag.toLowerCase()}`)
    ]
    return f.settings.role === undefined || needs.length === 0
      ? []
      : [
          fault(
            `the function ${f.name}`,
            `it has a role of your own, so nothing is granted for ${[...new Set(needs)].join(', ')}`,
            'grant it in that role'
          )
        ]
  })
