// What `npm run prove` asks the packaged functions, and the table that they find; `npm start` has the same.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startCloud } from '../support/cloud.mjs'

const said = (routeKey, body) => ({
  requestContext: {
    routeKey,
    eventType: routeKey === '$connect' ? 'CONNECT' : routeKey === '$disconnect' ? 'DISCONNECT' : 'MESSAGE',
    connectionId: 'Kx2P8cZBoAMCJ0w=',
    domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
    stage: 'dev',
    apiId: 'abc',
    authorizer: { principalId: 'ada', name: 'ada', integrationLatency: 0 }
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  isBase64Encoded: false
})

export const events = {
  issue: [{ name: 'ada' }],
  connect: [said('$connect')],
  join: [said('join', { action: 'join', room: 'tea' })],
  say: [said('say', { action: 'say', text: 'nobody hears it' })],
  leave: [said('leave', { action: 'leave' })],
  disconnect: [said('$disconnect')]
}

export const start = async () => {
  const { env, stop } = await startCloud({ dynamodb: true })
  const client = new DynamoDBClient({
    region: env.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB
  })
  await client.send(
    new CreateTableCommand({
      TableName: 'members',
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
      ]
    })
  )
  client.destroy()
  return { env: { ...env, MEMBERS_TABLE: 'members', CHAT_SECRET: 'a secret of this machine' }, stop }
}
