// SQS, SNS and S3 (fauxqs), and a DynamoDB where it is asked for (dynalite): in memory, on 127.0.0.1 alone, in this process, or in one of
// its own when it is forked. Not AWS: it wakes no function, and asks for no rights.
import { isBuiltin, register } from 'node:module'

const region = 'eu-west-1'

// What fauxqs could keep data in a file with. Node 20 has no such module, and nobody asks for a file here.
const noFile = `export const resolve = (name, context, next) => name === 'node:sqlite'
  ? { url: 'data:text/javascript,export class DatabaseSync {}', shortCircuit: true }
  : next(name, context)`
if (!isBuiltin('node:sqlite')) register(`data:text/javascript,${encodeURIComponent(noFile)}`)

const startDatabase = async () => {
  const { default: dynalite } = await import('dynalite')
  const server = dynalite({ createTableMs: 0 })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    env: { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${server.address().port}` },
    stop: () => new Promise((stopped) => server.close(stopped))
  }
}

/** Starts them on free ports; gives the environment that points AWS's clients at them. */
export const startCloud = async ({ dynamodb = false } = {}) => {
  const { buildApp } = await import('fauxqs')
  const app = buildApp({ logger: false, host: 'localhost', defaultRegion: region })
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' })
  const database = dynamodb ? await startDatabase() : undefined
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ...database?.env
  }
  return { env, stop: () => Promise.all([app.close(), database?.stop()]) }
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  const { env } = await startCloud(JSON.parse(process.argv[2]))
  process.on('disconnect', () => process.exit())
  process.send(env)
}
