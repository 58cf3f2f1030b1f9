/** Members in a DynamoDB table, behind a port that declares the table, its index and the rights to them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { port } from 'quaich'
import { clock } from './clock.js'
import { Member } from './Member.js'

export interface Members {
  readonly put: (member: Member) => TE.TaskEither<never, void>
  /** Whoever it was; null for a connection that is in no room. */
  readonly remove: (connectionId: string) => TE.TaskEither<never, Member | null>
  readonly find: (connectionId: string) => TE.TaskEither<never, Member | null>
  /** By name. The index may be a moment behind. */
  readonly of: (room: string) => TE.TaskEither<never, ReadonlyArray<Member>>
}

const table = port('table', { live: () => process.env['MEMBERS_TABLE'] })

export const members = port('members', {
  uses: { clock, table },
  live: ({ clock, table }): Members => dynamoMembers(DynamoDBDocumentClient.from(new DynamoDBClient()), table, clock),
  environment: { MEMBERS_TABLE: { Ref: 'Members' } },
  iam: [
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      resources: [{ 'Fn::GetAtt': ['Members', 'Arn'] }]
    },
    { actions: ['dynamodb:Query'], resources: [{ 'Fn::Sub': '${Members.Arn}/index/byRoom' }] }
  ],
  resources: {
    Members: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'connectionId', AttributeType: 'S' },
          { AttributeName: 'room', AttributeType: 'S' },
          { AttributeName: 'name', AttributeType: 'S' }
        ],
        KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byRoom',
            KeySchema: [
              { AttributeName: 'room', KeyType: 'HASH' },
              { AttributeName: 'name', KeyType: 'RANGE' }
            ],
            Projection: { ProjectionType: 'ALL' }
          }
        ],
        // A connection lasts two hours; `$disconnect` may never come.
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true }
      }
    }
  }
})

// What DynamoDB itself fails with is a defect: the message is answered with an error, and the connection stays.
const dynamoMembers = (client: DynamoDBDocumentClient, TableName: string | undefined, clock: () => Date): Members => ({
  put: (member) =>
    TE.fromTask(async () => {
      const expires = Math.ceil(clock().getTime() / 1000) + 2 * 60 * 60
      await client.send(new PutCommand({ TableName, Item: { ...member, expires } }))
    }),
  remove: (connectionId) =>
    TE.fromTask(async () => {
      const { Attributes } = await client.send(new DeleteCommand({ TableName, Key: { connectionId }, ReturnValues: 'ALL_OLD' }))
      return Attributes === undefined ? null : read(Attributes)
    }),
  find: (connectionId) =>
    TE.fromTask(async () => {
      const { Item } = await client.send(new GetCommand({ TableName, Key: { connectionId }, ConsistentRead: true }))
      return Item === undefined ? null : read(Item)
    }),
  of: (room) =>
    TE.fromTask(async () => {
      const found: Member[] = []
      const pages = paginateQuery(
        { client },
        {
          TableName,
          IndexName: 'byRoom',
          KeyConditionExpression: 'room = :room',
          ExpressionAttributeValues: { ':room': room }
        }
      )
      for await (const { Items = [] } of pages) found.push(...Items.map(read))
      return found
    })
})

const read = (item: unknown): Member => {
  const member = Member.decode(item)
  if (member._tag === 'Left') throw new Error('an item of the table is no member')
  return member.right
}
