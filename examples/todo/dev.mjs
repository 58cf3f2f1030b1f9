// The service on localhost, with a DynamoDB in this process and no AWS account: makes the table that the service's own port declares,
// then hands over to `quaich dev`. Not a deployment: the data is gone when it stops.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'

const database = dynalite({ createTableMs: 0 })
await new Promise((listening) => database.listen(0, '127.0.0.1', listening))
const env = {
  ...process.env,
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${database.address().port}`,
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
client.destroy()

const bin = createRequire(import.meta.url)
  .resolve('quaich/package.json')
  .replace('package.json', 'dist/deploy/bin.js')
const server = spawn(process.execPath, [bin, 'dev', ...process.argv.slice(2)], {
  cwd: import.meta.dirname,
  env,
  stdio: 'inherit'
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  database.close()
  process.exitCode = code ?? 0
})
