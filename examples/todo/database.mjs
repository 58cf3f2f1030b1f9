// A DynamoDB in this process (dynalite), with the table that the service's port declares. Not a deployment: the data is gone when it stops.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import dynalite from 'dynalite'

/** Starts it on a free port, with some items in it; gives the environment that points a function at it. */
export const startDatabase = async (...items) => {
  const server = dynalite({ createTableMs: 0 })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${server.address().port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TODOS_TABLE: 'todos'
  }
  const client = new DynamoDBClient({
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    region: env.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' }
  })
  await client.send(
    new CreateTableCommand({
      TableName: 'todos',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }]
    })
  )
  for (const Item of items) await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: 'todos', Item }))
  client.destroy()
  return { env, stop: () => new Promise((stopped) => server.close(stopped)) }
}
