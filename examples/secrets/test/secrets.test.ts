/** The example with AWS's own clients, as middy uses them, against a Systems Manager and a Secrets Manager on this machine. */
import { createHmac } from 'node:crypto'
import { check, serverless } from 'quaich/deploy'
import { client, given, lambdaContext } from 'quaich/testing'
import { startConfiguration } from '../../support/configuration.mjs'
import { quote } from '../src/quotes.js'
import { quoting } from '../src/service.js'

interface Statement {
  readonly Action: ReadonlyArray<string>
  readonly Resource: ReadonlyArray<{ readonly 'Fn::Sub': string }>
}

const file = JSON.parse(JSON.stringify(serverless(quoting)).replaceAll('${sls:stage}', 'test')) as {
  readonly functions: Readonly<Record<string, { readonly environment?: Record<string, string> }>>
  readonly resources: {
    readonly Resources: Readonly<
      Record<
        string,
        {
          readonly Properties: {
            readonly Policies: ReadonlyArray<{ readonly PolicyDocument: { readonly Statement: ReadonlyArray<Statement> } }>
          }
        }
      >
    >
  }
}
const held = {
  parameters: { '/quotes/test/pricing': '{"currency":"GBP","margin":0.2}' },
  secrets: { 'quotes/test/signing': '{"key":"k-1"}' } as Record<string, string>
}
const before = { ...process.env }
let aws: Awaited<ReturnType<typeof startConfiguration>>

beforeAll(async () => {
  aws = await startConfiguration(held)
  Object.assign(process.env, aws.env, file.functions['api-quotes-pence']?.environment)
})
afterAll(async () => {
  process.env = before
  await aws.stop()
})

const c = client(quoting)

test('importing the service, and reading its file, fetches nothing', () => {
  expect(aws.calls).toEqual([])
})

test('what was refused before the middlewares, and a route without them, fetch nothing', async () => {
  expect((await c.get('/health').reply).status).toBe(200)
  expect((await c.get('/quotes/{pence}', { params: { pence: 'many' } }).reply).status).toBe(400)
  expect(aws.calls).toEqual([])
})

const thousand = () => c.get('/quotes/{pence}', { params: { pence: '1000' } })

test('a secret that is missing is the fixed 500, and once it is there the next request has it', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {})
  delete held.secrets['quotes/test/signing']
  expect(await thousand().reply).toMatchObject({ status: 500, body: { code: 'InternalServerError' } })
  held.secrets['quotes/test/signing'] = '{"key":"k-1"}'
  expect((await thousand().reply).status).toBe(200)
})

test('parameter and secret are in the context, decoded, and are fetched once', async () => {
  const fetched = aws.calls.length
  const signature = createHmac('sha256', 'k-1').update('1200 GBP').digest('hex')
  for (let i = 0; i < 3; i++) expect(await thousand()).toEqual({ pence: 1200, currency: 'GBP', signature })
  expect(aws.calls.length).toBe(fetched)
})

test('it asks for exactly what its role may read', () => {
  const statements =
    file.resources.Resources['ApiDashquotesDashpenceRole']?.Properties.Policies[0]?.PolicyDocument.Statement ?? []
  const [, ...declared] = statements.map(({ Action, Resource }) => [
    Action,
    Resource.map((r) => r['Fn::Sub'].replace(/^.*AccountId\}:/, ''))
  ])
  expect(declared).toEqual([
    [['ssm:GetParameters'], ['parameter/quotes/test/pricing']],
    [['secretsmanager:GetSecretValue'], ['secret:quotes/test/signing-??????']]
  ])
  expect(new Set(aws.calls.map(({ target, input }) => JSON.stringify([target, input])))).toEqual(
    new Set([
      JSON.stringify(['AmazonSSM.GetParameters', { Names: ['/quotes/test/pricing'], WithDecryption: true }]),
      JSON.stringify(['secretsmanager.GetSecretValue', { SecretId: 'quotes/test/signing' }])
    ])
  )
})

test('the function that needs neither may read neither, and has no variable of theirs', () => {
  const role = file.resources.Resources['ApiDashhealthRole']
  expect(role).toBeDefined()
  expect(JSON.stringify([file.functions['api-health'], role])).not.toMatch(/pricing|signing/i)
})

test('the handler is a function of what they gave', () => {
  const lambda = { ...lambdaContext('f'), pricing: { currency: 'EUR', margin: 0 }, signing: { key: 'k' } }
  expect(given(quote)({ params: { pence: 10 }, lambda })).toMatchObject({ pence: 10, currency: 'EUR' })
})

test('it can be deployed, without a warning', () => {
  expect(check(quoting)).toMatchObject({ faults: [], warnings: [] })
})
