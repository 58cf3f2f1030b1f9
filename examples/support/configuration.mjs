// Systems Manager and Secrets Manager on this machine, as far as their clients read parameters and secrets. It checks no signature, and
// knows nothing else of either service.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const answers = {
  'AmazonSSM.GetParameters': ({ Names }, { parameters }) => ({
    Parameters: Names.filter((Name) => Name in parameters).map((Name) => ({
      Name,
      Type: 'SecureString',
      Value: parameters[Name],
      Version: 1
    })),
    InvalidParameters: Names.filter((Name) => !(Name in parameters))
  }),
  'secretsmanager.GetSecretValue': ({ SecretId }, { secrets }) =>
    SecretId in secrets ? { Name: SecretId, SecretString: secrets[SecretId] } : undefined
}

const missing = { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." }

/**
 * @param {{ parameters: Record<string, string>, secrets: Record<string, string> }} held read at each request, so that it may change
 * @returns {Promise<{ env: Record<string, string>, calls: { target: string, input: object }[], stop: () => Promise<void> }>}
 */
export const startConfiguration = async (held) => {
  const calls = []
  const server = createServer(async (request, response) => {
    const target = request.headers['x-amz-target']
    const input = JSON.parse(await text(request))
    calls.push({ target, input })
    const answer = answers[target]?.(input, held)
    response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer ?? missing))
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local'
    },
    calls,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    }
  }
}
