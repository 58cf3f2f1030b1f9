/** Where sales are, and where reports go: a table that is read, and a bucket that is written. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { port } from 'quaich'
import { type Report, Sale } from './Report.js'

export interface Sales {
  readonly of: (day: string) => TE.TaskEither<never, ReadonlyArray<Sale>>
}

export interface Reports {
  /** Gives the key of the object; a report of the same day is replaced. */
  readonly write: (report: Report) => TE.TaskEither<never, string>
}

export const env = port('env', {
  live: () => ({ table: process.env['SALES_TABLE'], bucket: process.env['REPORTS_BUCKET'] })
})

export const sales = port('sales', {
  uses: { env },
  live: ({ env }): Sales => dynamoSales(DynamoDBDocumentClient.from(new DynamoDBClient()), env.table),
  environment: { SALES_TABLE: { Ref: 'Sales' } },
  iam: [{ actions: ['dynamodb:Query'], resources: [{ 'Fn::GetAtt': ['Sales', 'Arn'] }] }],
  resources: {
    Sales: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'day', AttributeType: 'S' },
          { AttributeName: 'id', AttributeType: 'S' }
        ],
        KeySchema: [
          { AttributeName: 'day', KeyType: 'HASH' },
          { AttributeName: 'id', KeyType: 'RANGE' }
        ]
      }
    }
  }
})

export const reports = port('reports', {
  uses: { env },
  live: ({ env }): Reports => s3Reports(new S3Client(), env.bucket),
  environment: { REPORTS_BUCKET: { Ref: 'Reports' } },
  iam: [{ actions: ['s3:PutObject'], resources: [{ 'Fn::Sub': '${Reports.Arn}/daily/*' }] }],
  resources: {
    Reports: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true
        }
      }
    }
  }
})

// What the services themselves fail with is a defect: the invocation fails, and Lambda tries again.
const dynamoSales = (client: DynamoDBDocumentClient, TableName: string | undefined): Sales => ({
  of: (day) =>
    TE.fromTask(async () => {
      const found: Sale[] = []
      const pages = paginateQuery(
        { client },
        {
          TableName,
          KeyConditionExpression: '#day = :day',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': day }
        }
      )
      for await (const { Items = [] } of pages) found.push(...Items.map(read))
      return found
    })
})

const read = (item: unknown): Sale => {
  const sale = Sale.decode(item)
  if (sale._tag === 'Left') throw new Error('an item of the table is no sale')
  return sale.right
}

const s3Reports = (client: S3Client, Bucket: string | undefined): Reports => ({
  write: (report) =>
    TE.fromTask(async () => {
      const Key = `daily/${report.day}.json`
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(report, null, 2), ContentType: 'application/json' })
      )
      return Key
    })
})
