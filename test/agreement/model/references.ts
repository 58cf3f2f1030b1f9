/**
 * What a program refers to, and the resources of its own that it then has. In the model a reference is text in angle brackets: `<Jobs.Arn>`,
 * `<News>`, `<import far>`, `<sub …>`; the readers of file and template tell it in the same way.
 */

const isReference = (text: string): boolean => text.startsWith('<')

/** As CloudFormation writes it. */
const intrinsic = (text: string): unknown => {
  const inner = text.slice(1, -1)
  if (inner.startsWith('import ')) return { 'Fn::ImportValue': inner.slice(7) }
  if (inner.startsWith('sub ')) return { 'Fn::Sub': inner.slice(4) }
  return inner.includes('.') ? { 'Fn::GetAtt': inner.split('.') } : { Ref: inner }
}

/** A value with its references, however deep, as CloudFormation writes them. */
export const resolved = (value: unknown): unknown => {
  if (typeof value === 'string') return isReference(value) ? intrinsic(value) : value
  if (Array.isArray(value)) return value.map(resolved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolved(v)]))
}

/** As the readers tell it: what is substituted or imported as it stands there. */
export const told = (text: string): string =>
  text.startsWith('<sub ') ? text.slice(5, -1) : text.startsWith('<import ') ? JSON.stringify(intrinsic(text)) : text

/** An ARN of what is known by name in the account and region of the deployment, or as it is. */
export const arnOf = (service: string, name: string): string =>
  isReference(name)
    ? told(name)
    : name.startsWith('arn:')
      ? name
      : `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${name}`

const key = { AttributeName: 'id', AttributeType: 'S' }

const known: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>> = {
  Jobs: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 900 } },
  News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'news' } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'agreed' } },
  Clicks: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [key],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' }
    }
  }
}

/** Types of resources that a service has only where it declares them: a deployer that makes one by itself is found. */
export const ownTypes: ReadonlyArray<string> = Object.values(known).map((r) => r.Type)

/** The resources that a program refers to, by logical id. */
export const resourcesOf = (program: object): Readonly<Record<string, { readonly Type: string }>> => {
  const text = JSON.stringify(program)
  return Object.fromEntries(Object.entries(known).filter(([id]) => text.includes(`"<${id}>"`) || text.includes(`"<${id}.`)))
}
