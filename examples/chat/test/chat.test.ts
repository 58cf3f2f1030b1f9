/** The chat with real WebSocket clients, served as `quaich dev` serves it, its members in a DynamoDB on this machine. */
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { override } from 'quaich'
import { check, type Gateway, serverless, startGateway } from 'quaich/deploy'
import { type Client, connect, knock } from '../../../test/deploy/local/wsClient.js'
import { inCloud } from '../../support/inCloud.js'
import { clock } from '../src/clock.js'
import { api } from '../src/service.js'

inCloud({ dynamodb: true })

// ---- what the generated file declares, made in the cloud of the test

interface Written {
  readonly functions: Readonly<Record<string, { readonly environment?: object; readonly events?: ReadonlyArray<object> }>>
  readonly resources: {
    readonly Resources: {
      readonly Members: { readonly Properties: CreateTableCommandInput & { readonly TimeToLiveSpecification: object } }
    }
  }
}
const file = JSON.parse(JSON.stringify(serverless(api))) as Written
let now = Date.parse('2026-03-29T04:00:00Z')
let gateway: Gateway
beforeAll(async () => {
  Object.assign(process.env, { MEMBERS_TABLE: 'members', CHAT_SECRET: 'a secret of this test' })
  const { TimeToLiveSpecification: _, ...table } = file.resources.Resources.Members.Properties
  await new DynamoDBClient().send(new CreateTableCommand({ ...table, TableName: 'members' }))
  gateway = await startGateway(api, { port: 0, overrides: [override(clock, () => new Date(now))] })
})
afterAll(() => gateway.close())

const documents = () => DynamoDBDocumentClient.from(new DynamoDBClient())
const rows = async () => (await documents().send(new ScanCommand({ TableName: 'members' }))).Items ?? []

/** A token, as the program that knows people gets one. */
const tokenOf = (name: string): Promise<string> =>
  fetch(`${gateway.url}/2015-03-31/functions/issue/invocations`, { method: 'POST', body: JSON.stringify({ name }) }).then(
    (r) => r.json() as Promise<string>
  )
const at = (token: string) => `${gateway.websocketUrl}/?token=${token}`
const enter = async (name: string, room: string): Promise<Client> => {
  const client = await connect(at(await tokenOf(name)))
  client.say({ action: 'join', room })
  expect(await client.hear()).toMatchObject({ joined: room })
  return client
}
const note = (room: string, text: string) => ({ room, from: null, text })

afterEach(async () => {
  // Everybody who came has left again.
  expect(await rows()).toEqual([])
})

/** Leaves, and waits until those who stay have heard it. */
const hangUp = async (client: Client, name: string, room: string, ...rest: ReadonlyArray<Client>): Promise<void> => {
  await client.leave()
  for (const other of rest) expect(await other.hear()).toEqual(note(room, `${name} left`))
}
/** The last of a room tells nobody. */
const turnOff = async (client: Client): Promise<void> => {
  client.say({ action: 'leave' })
  expect(await client.hear()).toEqual({ left: expect.any(String) })
  await client.leave()
}

test('people join, talk and leave, and everybody in the room hears it, and nobody else', async () => {
  const ada = await enter('ada', 'tea')
  const eve = await enter('eve', 'coffee')
  const bob = await connect(at(await tokenOf('bob')))
  bob.say({ action: 'join', room: 'tea' })
  expect(await bob.hear()).toEqual({ joined: 'tea', people: ['ada', 'bob'] })
  expect(await ada.hear()).toEqual(note('tea', 'bob came in'))

  ada.say({ action: 'say', text: 'hello, bob' })
  expect(await bob.hear()).toEqual({ room: 'tea', from: 'ada', text: 'hello, bob' })
  expect(await ada.hear()).toEqual({ room: 'tea', from: 'ada', text: 'hello, bob' })
  expect(await ada.hear()).toEqual({ heardBy: 2 })

  bob.say({ action: 'leave' })
  expect(await bob.hear()).toEqual({ left: 'tea' })
  expect(await ada.hear()).toEqual(note('tea', 'bob left'))
  bob.say({ action: 'say', text: 'am I out?' })
  expect(await bob.hear()).toMatchObject({ code: 'Conflict', message: 'Join a room first' })
  bob.say({ action: 'leave' })
  expect(await bob.hear()).toEqual({ left: null })

  await bob.leave()
  await turnOff(ada)
  // What she hears next is that she left: nothing else reached her.
  await turnOff(eve)
})

test('a dead peer is found out by the first who talks, and forgotten; the others hear everything', async () => {
  const ada = await enter('ada', 'tea')
  const bob = await enter('bob', 'tea')
  expect(await ada.hear()).toEqual(note('tea', 'bob came in'))
  // Its `$disconnect` never came.
  const dead = { connectionId: 'R1kmxc2VNjMCFIA=', name: 'carl', room: 'tea' }
  await documents().send(new PutCommand({ TableName: 'members', Item: dead }))
  expect(await rows()).toHaveLength(3)

  ada.say({ action: 'say', text: 'who is there?' })
  expect(await bob.hear()).toMatchObject({ from: 'ada', text: 'who is there?' })
  expect(await ada.hear()).toMatchObject({ from: 'ada' })
  expect(await ada.hear()).toEqual({ heardBy: 2 })
  expect((await rows()).map((r) => r['name']).sort()).toEqual(['ada', 'bob'])

  bob.say({ action: 'say', text: 'you and me' })
  expect(await ada.hear()).toMatchObject({ from: 'bob' })
  expect(await bob.hear()).toMatchObject({ from: 'bob' })
  expect(await bob.hear()).toEqual({ heardBy: 2 })
  await hangUp(bob, 'bob', 'tea', ada)
  await turnOff(ada)
})

test('who hangs up has left, and who vanishes as well', async () => {
  const ada = await enter('ada', 'tea')
  const bob = await enter('bob', 'tea')
  const carl = await enter('carl', 'tea')
  expect([await ada.hear(), await ada.hear()]).toEqual([note('tea', 'bob came in'), note('tea', 'carl came in')])
  expect(await bob.hear()).toEqual(note('tea', 'carl came in'))
  await hangUp(bob, 'bob', 'tea', ada, carl)
  carl.socket.terminate()
  expect(await ada.hear()).toEqual(note('tea', 'carl left'))
  await turnOff(ada)
})

test('who joins another room leaves the one before', async () => {
  const ada = await enter('ada', 'tea')
  const bob = await enter('bob', 'tea')
  await ada.hear()
  bob.say({ action: 'join', room: 'coffee' })
  expect(await ada.hear()).toEqual(note('tea', 'bob left'))
  expect(await bob.hear()).toEqual({ joined: 'coffee', people: ['bob'] })
  expect((await rows()).map((r) => [r['name'], r['room']]).sort()).toEqual([
    ['ada', 'tea'],
    ['bob', 'coffee']
  ])
  await turnOff(bob)
  await turnOff(ada)
})

test('only a token lets in that is ours, and young', async () => {
  const token = await tokenOf('ada')
  const [name, until, signature] = token.split('.') as [string, string, string]
  const forged = [
    `bob.${until}.${signature}`,
    `${name}.${Number(until) + 1}.${signature}`,
    `${name}.${until}.${'A'.repeat(43)}`,
    `${name}.${until}`,
    'x'
  ]
  for (const bad of forged) expect([bad, await knock(at(bad))]).toMatchObject([bad, { status: 403 }])
  expect(await knock(gateway.websocketUrl)).toMatchObject({ status: 401 })
  now += 5 * 60 * 1000 - 1
  await (await connect(at(token))).leave()
  now += 1
  expect(await knock(at(token))).toMatchObject({ status: 403 })
})

test('what is no message of the chat is answered, and the connection stays', async () => {
  const ada = await connect(at(await tokenOf('ada')))
  ada.say('hello?')
  expect(await ada.hear()).toEqual({ actions: ['join', 'say', 'leave'] })
  ada.say({ action: 'join', room: 'No such room!' })
  expect(await ada.hear()).toMatchObject({ code: 'BadRequest', errors: [{ path: expect.stringContaining('room') }] })
  ada.say({ action: 'say', text: 'alone' })
  expect(await ada.hear()).toMatchObject({ code: 'Conflict' })
  await ada.leave()
})

test('the generated file: no fault, no warning; the token is the identity source; only who sends may', () => {
  expect(check(api)).toMatchObject({ faults: [], warnings: [] })
  const two = { routeResponseSelectionExpression: '$default' }
  const authorizer = { name: 'gate', identitySource: ['route.request.querystring.token'] }
  expect(Object.fromEntries(Object.entries(file.functions).map(([name, f]) => [name, f.events]))).toEqual({
    connect: [{ websocket: { route: '$connect', authorizer } }],
    disconnect: [{ websocket: { route: '$disconnect' } }],
    gate: undefined,
    issue: undefined,
    join: [{ websocket: { route: 'join', ...two } }],
    say: [{ websocket: { route: 'say', ...two } }],
    leave: [{ websocket: { route: 'leave', ...two } }],
    other: [{ websocket: { route: '$default', ...two } }]
  })
  const told = Object.entries(file.functions).filter(([, f]) => 'WEBSOCKET_ENDPOINT' in (f.environment ?? {}))
  expect(told.map(([name]) => name).sort()).toEqual(['disconnect', 'join', 'leave', 'say'])
})
