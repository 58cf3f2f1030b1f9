// What `npm run prove` asks the packaged functions, and the table and the bucket that they find.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { startCloud } from '../support/cloud.mjs'

export const events = { report: [{ day: '2026-01-01' }] }

export const start = async () => {
  const { env, stop } = await startCloud({ dynamodb: true })
  const settings = { region: env.AWS_REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  const s3 = new S3Client({ ...settings, endpoint: env.AWS_ENDPOINT_URL })
  const database = new DynamoDBClient({ ...settings, endpoint: env.AWS_ENDPOINT_URL_DYNAMODB })
  await s3.send(new CreateBucketCommand({ Bucket: 'reports-dev' }))
  await database.send(
    new CreateTableCommand({
      TableName: 'sales',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'day', AttributeType: 'S' },
        { AttributeName: 'id', AttributeType: 'S' }
      ],
      KeySchema: [
        { AttributeName: 'day', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' }
      ]
    })
  )
  const Item = { day: '2026-01-01', id: 's-1', item: 'assam', quantity: 2, total: 900 }
  await DynamoDBDocumentClient.from(database).send(new PutCommand({ TableName: 'sales', Item }))
  s3.destroy()
  database.destroy()
  return { env: { ...env, SALES_TABLE: 'sales', REPORTS_BUCKET: 'reports-dev' }, stop }
}
