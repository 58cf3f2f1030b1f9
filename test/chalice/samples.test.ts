/** Every sample program of Chalice's reference, as docs/chalice-samples.md has it in quaich: each is sent what it is made for. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createJimp } from '@jimp/core'
import jpeg from '@jimp/js-jpeg'
import { inCloud } from '../../examples/support/inCloud.js'
import { serverless } from '../../src/deploy/index.js'
import { type AnyPort, type AnyService, type LambdaHandler, lambdas, managementApi, type Override } from '../../src/index.js'
import { lambdaContext } from '../../src/testing/index.js'
import { busEvent, records, s3Record, snsRecord, socketEvent, sqsRecord } from '../events/support.js'
import { type Answer, send, watchLog } from './support.js'

inCloud()
const logged = watchLog()

// ---- the page: a heading, its program

const root = resolve(__dirname, '../..')
const page = readFileSync(join(root, 'docs/chalice-samples.md'), 'utf8')
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    title: text.slice(0, text.indexOf('\n')),
    blocks: [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((m) => m[1] as string)
  }))

type Program = { readonly app: AnyService } & Readonly<Record<string, unknown>>

const scratch = mkdtempSync(join(__dirname, '.page-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const programOf = (title: string): Program => {
  const file = join(scratch, `${title.replaceAll(/\W+/g, '-')}.ts`)
  writeFileSync(file, sections.find((s) => s.title === title)?.blocks[0] ?? '')
  return require(file) as Program
}

// ---- calling it

/** Another value for a port of a program. */
const put = (port: unknown, value: unknown): Override => ({ _tag: 'Override', port: port as AnyPort, value })

const functionsOf = ({ app }: Program, ...overrides: ReadonlyArray<Override>) =>
  lambdas(app, ...overrides) as Readonly<Record<string, LambdaHandler>>
const call = (p: Program, name: string, event: unknown, ...overrides: ReadonlyArray<Override>): Promise<unknown> =>
  Promise.resolve(functionsOf(p, ...overrides)[name]?.(event, lambdaContext(name)))

/** The function that answers the routes of a program that has one path. */
const web = (p: Program): LambdaHandler => {
  const name = p.app.functions.find((f) => f.kind === 'http')?.name ?? ''
  return functionsOf(p)[name] as LambdaHandler
}
const json = (answer: Answer): unknown => JSON.parse(answer.body)

/** What a program logs. */
const lines = () => {
  const said: string[] = []
  return { said, log: (line: string) => void said.push(line) }
}

const samples: Readonly<Record<string, (p: Program) => Promise<void>>> = {
  'Debug mode': async (p) => {
    const answer = await send(web(p), 'GET', '/')
    expect(answer.statusCode).toBe(500)
    expect(answer.body).toContain('out of tea')
    expect(logged()).toHaveLength(1)
  },

  'A route with a parameter': async (p) => {
    expect(json(await send(web(p), 'PUT', '/resource/{value}', { params: { value: 'a b' } }))).toEqual({ value: 'a b' })
    expect((await send(web(p), 'GET', '/resource/{value}', { params: { value: '1' } })).statusCode).toBe(405)
  },

  'Two methods in one function': async (p) => {
    const handler = web(p)
    const params = { key: 'k' }
    expect((await send(handler, 'GET', '/objects/{key}', { params })).statusCode).toBe(404)
    const headers = { 'content-type': 'application/json' }
    expect((await send(handler, 'PUT', '/objects/{key}', { params, headers, body: '{"a":1}' })).statusCode).toBe(204)
    expect(json(await send(handler, 'GET', '/objects/{key}', { params }))).toEqual({ stored: '{"a":1}' })
    const text = { 'content-type': 'text/plain' }
    expect((await send(handler, 'PUT', '/objects/{key}', { params, headers: text, body: 'a' })).statusCode).toBe(415)
  },

  'A custom response': async (p) => {
    const { statusCode, body, headers } = await send(web(p), 'GET', '/')
    expect([statusCode, body, headers['content-type']]).toEqual([200, 'hello world!', 'text/plain'])
  },

  CORS: async (p) => {
    const headers = { origin: 'https://foo.example.com', 'access-control-request-method': 'GET' }
    const preflight = await send(web(p), 'OPTIONS', '/custom_cors', { headers })
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': 'https://foo.example.com',
      'access-control-allow-headers': expect.stringContaining('X-Special-Header'),
      'access-control-max-age': '600',
      'access-control-allow-credentials': 'true'
    })
    const answer = await send(web(p), 'GET', '/custom_cors', { headers })
    expect(json(answer)).toEqual({ cors: true })
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://foo.example.com',
      'access-control-expose-headers': 'X-Special-Header',
      'access-control-allow-credentials': 'true'
    })
  },

  'Binary types': async (p) => {
    const provider = serverless(p.app)['provider'] as { readonly apiGateway: { readonly binaryMediaTypes: readonly string[] } }
    expect([...provider.apiGateway.binaryMediaTypes].sort()).toEqual(['application/my-binary-data', 'application/octet-stream'])
    const answer = await send(web(p), 'POST', '/reversed', {
      headers: { 'content-type': 'application/octet-stream', accept: 'application/octet-stream' },
      rawBody: new Uint8Array([1, 2, 255])
    })
    expect([answer.isBase64Encoded, [...Buffer.from(answer.body, 'base64')]]).toEqual([true, [255, 2, 1]])
  },

  'A built-in authorizer': async (p) => {
    const ask = (authorizationToken: string) => ({
      type: 'TOKEN',
      authorizationToken,
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/'
    })
    const statement = { Action: 'execute-api:Invoke', Resource: ['arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/'] }
    expect(await call(p, 'myAuth', ask('allow'))).toMatchObject({
      principalId: 'username',
      policyDocument: { Statement: [{ ...statement, Effect: 'Allow' }] }
    })
    expect(await call(p, 'myAuth', ask('else'))).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } })
    const identity = { context: { principalId: 'username' } }
    expect(json(await send(web(p), 'GET', '/', {}, {}, identity))).toEqual({ hello: 'username' })
    expect((await send(web(p), 'GET', '/')).statusCode).toBe(401)
    expect(JSON.stringify(serverless(p.app))).toContain('"resultTtlInSeconds":30')
  },

  'A user pool': async (p) => {
    const identity = { claims: { sub: 'ada' } }
    expect(json(await send(web(p), 'GET', '/user-pools', {}, {}, identity))).toEqual({ secure: true, user: 'ada' })
    expect((await send(web(p), 'GET', '/user-pools')).statusCode).toBe(401)
    expect(JSON.stringify(serverless(p.app))).toContain('"arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_name"')
  },

  Schedules: async (p) => {
    const functions = serverless(p.app)['functions'] as Readonly<
      Record<string, { readonly events: ReadonlyArray<{ readonly schedule: { readonly rate: readonly string[] } }> }>
    >
    expect(Object.fromEntries(Object.entries(functions).map(([name, f]) => [name, f.events[0]?.schedule.rate[0]]))).toEqual({
      cronHandler: 'cron(15 10 ? * 6L 2002-2005)',
      rateHandler: 'rate(5 minutes)',
      rateObjHandler: 'rate(5 minutes)',
      cronObjHandler: 'cron(15 10 ? * 6L 2002-2005)',
      everyMinute: 'rate(1 minute)',
      everyTwoHours: 'rate(2 hours)',
      atTenEveryDay: 'cron(0 10 * * ? *)',
      atQuarterPastTwelve: 'cron(15 12 * * ? *)',
      atSixOnWorkdays: 'cron(0 18 ? * MON-FRI *)',
      atEightOnTheFirst: 'cron(0 8 1 * ? *)',
      everyQuarter: 'cron(0/15 * * * ? *)',
      everyTenMinutesOnWorkdays: 'cron(0/10 * ? * MON-FRI *)',
      everyFiveMinutesInOfficeHours: 'cron(0/5 8-17 ? * MON-FRI *)'
    })
    for (const name of Object.keys(functions)) expect(await call(p, name, busEvent())).toBe('1970-01-01T00:00:00.000Z')
  },

  'What a schedule sends': async (p) => {
    const event = busEvent({ time: '2017-06-30T23:28:38Z' })
    expect(await call(p, 'everyHour', event)).toEqual({
      id: 'cdc73f9d-aea9-11e3-9d5a-835b769c0d9c',
      account: '123456789012',
      region: 'eu-west-1',
      source: 'aws.events',
      detailType: 'Scheduled Event',
      detail: {},
      resources: ['arn:aws:events:eu-west-1:123456789012:rule/often'],
      hour: 23,
      requestId: lambdaContext('everyHour').awsRequestId,
      original: event
    })
  },

  'An image resizer': async (p) => {
    const s3 = new S3Client()
    const Bucket = 'mybucket'
    const Jimp = createJimp({ formats: [jpeg], plugins: [] })
    const house = await new Jimp({ width: 300, height: 150, color: 0xcc3322ff }).getBuffer('image/jpeg')
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'images/my house.jpg', Body: house }))
    const uploaded = s3Record('images/my+house.jpg', {
      s3: { bucket: { name: Bucket }, object: { key: 'images/my+house.jpg', size: house.length } }
    })
    expect(await call(p, 'resizeImage', records(uploaded))).toBeUndefined()
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'resized/images/my house.jpg' }))
    const small = await Jimp.fromBuffer(Buffer.from((await Body?.transformToByteArray()) ?? []))
    expect([small.width, small.height]).toEqual([128, 64])
  },

  'Uploads, told': async (p) => {
    const { said, log } = lines()
    await call(p, 'eventHandler', records(s3Record('a+b%2B.jpg'), s3Record('c.jpg')), put(p['log'], log))
    expect(said).toEqual(['Event received for bucket: pictures, key a b+.jpg', 'Event received for bucket: pictures, key c.jpg'])
  },

  'Messages of a topic': async (p) => {
    const { said, log } = lines()
    await call(p, 'handler', records(snsRecord('it burns')), put(p['log'], log))
    await call(p, 'eventHandler', records(snsRecord('it floods', { Subject: 'water' })), put(p['log'], log))
    expect(said).toEqual([
      'SNS subject: hello',
      'SNS message: it burns',
      'Message received with subject: water, message: it floods'
    ])
  },

  'Messages of a queue': async (p) => {
    const { said, log } = lines()
    const event = records(sqsRecord('1', 'first'), sqsRecord('2', 'second'))
    await call(p, 'handler', event, put(p['log'], log))
    expect(said).toEqual([`Event: ${JSON.stringify(event)}`, 'Message body: first', 'Message body: second'])
  },

  'A blueprint': async (p) => {
    const handlers = functionsOf(p)
    const paths = p.app.functions.map((f) => handlers[f.name] as LambdaHandler)
    const answers = await Promise.all([
      send(paths[0] as LambdaHandler, 'GET', '/'),
      send(paths[1] as LambdaHandler, 'GET', '/v1')
    ])
    expect(answers.map(json)).toEqual([{ hello: 'world' }, { hello: 'world' }])
  },

  'A WebSocket echo': async (p) => {
    const { sent, api } = recorder()
    await call(p, 'message', socketEvent('$default', {}, { body: 'héllo' }), api)
    expect(sent).toEqual([['https://abc123.execute-api.eu-west-1.amazonaws.com/prod', 'c1=', 'héllo']])
    const provider = serverless(p.app)['provider'] as { readonly environment: unknown }
    expect(JSON.stringify([provider.environment, serverless(p.app)['functions']])).toContain('"AWS_MAX_ATTEMPTS":"1"')
  },

  'A WebSocket chat': async (p) => {
    const here = new Set<string>()
    const { sent, api } = recorder('dead')
    const all = [api, put(p['connections'], here)]
    for (const connectionId of ['ada', 'bob', 'dead']) await call(p, 'connect', socketEvent('$connect', { connectionId }), ...all)
    await call(p, 'say', socketEvent('$default', { connectionId: 'ada' }, { body: '{"text":"hi"}' }), ...all)
    expect(sent.map(([, id, text]) => [id, JSON.parse(text)])).toEqual([
      ['ada', { from: 'ada', text: 'hi' }],
      ['bob', { from: 'ada', text: 'hi' }]
    ])
    expect([...here]).toEqual(['ada', 'bob'])
    await call(p, 'disconnect', socketEvent('$disconnect', { connectionId: 'bob' }), ...all)
    expect([...here]).toEqual(['ada'])
    expect(await call(p, 'say', socketEvent('$default', { connectionId: 'ada' }, { body: 'hi' }), ...all)).toMatchObject({
      statusCode: 400
    })
  }
}

/** What is sent to connections, where one is gone. */
const recorder = (dead?: string) => {
  const sent: Array<readonly [endpoint: string, connectionId: string, data: string]> = []
  const gone = (): Promise<never> => Promise.reject(Object.assign(new Error('gone'), { name: 'GoneException' }))
  const post = (endpoint: string, id: string, data: string | Uint8Array): Promise<void> =>
    id === dead ? gone() : Promise.resolve(void sent.push([endpoint, id, String(data)]))
  return { sent, api: put(managementApi, { post, delete: gone, get: gone }) }
}

test.each(Object.entries(samples))('%s', (title, asIntended) => asIntended(programOf(title)))

// ---- the page names them all

const rows = [...page.matchAll(/^\| (\d+) \| .* \| \[(.*)\]\(#(.*)\) \|$/gm)].map(([, n, title, anchor]) => ({
  n: Number(n),
  title,
  anchor
}))
const listings = 23

test('every program of the page is run here, and every listing of the reference has one', () => {
  expect(sections.map((s) => s.title).sort()).toEqual(Object.keys(samples).sort())
  expect(sections.map((s) => s.blocks.length)).toEqual(sections.map(() => 1))
  // The listings, and the WebSocket handlers that the reference describes without one.
  expect(rows.map((r) => r.n)).toEqual(Array.from({ length: listings + 1 }, (_, i) => i + 1))
  expect(page).toContain(`in ${listings} listings`)
  expect([...new Set(rows.map((r) => r.title))].sort()).toEqual(Object.keys(samples).sort())
  for (const { title = '', anchor } of rows) expect(anchor).toBe(title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'))
})

const reference = join(root, '../shared/chalice-reference.txt')
;(existsSync(reference) ? test : test.skip)('the reference has as many listings as the page says', () => {
  expect(readFileSync(reference, 'utf8').match(/^ *\.\. code-block:: python$/gm)).toHaveLength(listings)
})
