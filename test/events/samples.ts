/**
 * Whole events as AWS sends them: our own in `samples/`, and those of AWS's repositories beside the project where that folder is at hand.
 * Every source reads every one of them in `samples.test.ts`; here are the sources, and what each of them makes of an event.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  any,
  authorizer,
  deny,
  dynamodbStream,
  each,
  eventBridge,
  type HttpRequest,
  handle,
  kinesis,
  lambda,
  lambdas,
  message,
  s3,
  schedule,
  service,
  sns,
  sqs,
  websocket
} from '../../src/index.js'
import { lambdaContext } from '../../src/testing/index.js'

// ---- files

const folder = (path: string): Readonly<Record<string, unknown>> => {
  const dir = join(__dirname, path)
  const files = existsSync(dir) ? readdirSync(dir).filter((f) => f.endsWith('.json')) : []
  return Object.fromEntries(files.map((f) => [f.slice(0, -'.json'.length), parsed(readFileSync(join(dir, f), 'utf8'))]))
}

// Lambda hands on JSON alone. What is none can only come as text.
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const own = folder('samples')
export const captured = folder('../../../shared/events')

/** What each event gives the source that it belongs to, written down by reading it; the others belong to none. */
export const expected = parsed(readFileSync(join(__dirname, 'samples.expected.json'), 'utf8')) as Readonly<
  Record<'own' | 'captured', Readonly<Record<string, { readonly source: string; readonly gives: unknown }>>>
>

// ---- sources

/** What a source's own events are; `any` for those that are invoked with whatever their user says. */
export type Family = 'sqs' | 'sns' | 's3' | 'kinesis' | 'dynamodb' | 'eventBridge' | 'websocket' | 'authorizer' | 'http' | 'any'

let seen: unknown
/** A handler that keeps what it was given. */
const sees =
  <C>(f: (ctx: C) => unknown) =>
  (ctx: C): 1 => {
    seen = f(ctx)
    return 1
  }

const token = authorizer({ context: t.type({}) })
const request = authorizer({ type: 'request', context: t.type({}) })
const asked = (c: { authType: string; token: string; methodArn: string; query: object }) => [
  c.authType,
  c.token,
  c.methodArn,
  { ...c.query }
]
const web = (r: HttpRequest) => [
  r.method,
  r.path,
  { ...r.params },
  { ...r.multiValueQuery },
  Buffer.from(r.rawBody).toString('utf8'),
  r.identity
]
// Bytes as text that shows them.
const plain = (u: unknown): unknown =>
  JSON.parse(JSON.stringify(u, (_, v: unknown) => (v instanceof Uint8Array ? `bytes ${Buffer.from(v).toString('hex')}` : v)))
const stream = 'arn:aws:dynamodb:eu-north-1:111122223333:table/T/stream/1'

const program = {
  sqs: pipe(
    sqs('q1'),
    handle(sees(({ event }) => event.records.map((r) => [r.messageId, r.body, r.receiveCount, Object.keys(r.messageAttributes)])))
  ),
  sqsEach: pipe(
    sqs('q2'),
    each(),
    handle(() => 1)
  ),
  sqsFifoEach: pipe(
    sqs('q.fifo'),
    each(undefined, { afterFailure: 'other groups' }),
    handle(() => 1)
  ),
  sns: pipe(
    sns('t1'),
    handle(sees(({ event }) => event.records.map((r) => [r.subject, r.message, r.topicArn, Object.keys(r.messageAttributes)])))
  ),
  snsEach: pipe(
    sns('t2'),
    each(),
    handle(() => 1)
  ),
  s3: pipe(
    s3('bucket-one'),
    handle(sees(({ event }) => event.records.map((r) => [r.eventName, r.bucket, r.key, r.size ?? null, r.versionId ?? null])))
  ),
  s3Each: pipe(
    s3('bucket-two'),
    each(),
    handle(() => 1)
  ),
  kinesis: pipe(
    kinesis('k1'),
    handle(
      sees(({ event }) =>
        event.records.map((r) => [r.partitionKey, r.sequenceNumber, r.text, r.data.length, r.approximateArrival.toISOString()])
      )
    )
  ),
  kinesisEach: pipe(
    kinesis('k2'),
    each(),
    handle(() => 1)
  ),
  dynamodb: pipe(
    dynamodbStream(stream),
    handle(
      sees(({ event }) =>
        plain(event.records.map((r) => [r.eventName, r.tableName, r.sequenceNumber, r.keys, r.oldImage, r.newImage]))
      )
    )
  ),
  dynamodbEach: pipe(
    dynamodbStream(`${stream}2`),
    each(),
    handle(() => 1)
  ),
  eventBridge: pipe(
    eventBridge({ source: ['a'] }),
    handle(sees(({ event: e }) => [e.source, e.detailType, e.id, e.time.toISOString(), e.region, e.resources.length]))
  ),
  websocket: pipe(
    websocket('$connect'),
    handle(
      sees(({ event: e }) => [e.routeKey, e.connectionId, e.domainName, e.stage, e.body, { ...e.authorizer }, { ...e.query }])
    )
  ),
  websocketDefault: pipe(
    websocket('$default'),
    handle(() => 1)
  ),
  websocketDisconnect: pipe(
    websocket('$disconnect'),
    handle(() => 1)
  ),
  websocketMessage: pipe(
    websocket('order'),
    message(t.UnknownRecord),
    handle(() => 1)
  ),
  authorizer: pipe(
    request,
    handle((ctx) => {
      sees(asked)(ctx)
      return deny
    })
  ),
  tokenAuthorizer: pipe(
    token,
    handle(() => deny)
  ),
  schedule: pipe(
    schedule('rate(1 day)'),
    handle(({ event }) => event.toJSON())
  ),
  lambda: pipe(
    lambda(),
    handle(({ event }) => event)
  ),
  orders: pipe(any('/{path+}'), handle(sees(({ request: r }) => web(r)))),
  root: pipe(any('/'), handle(sees(({ request: r }) => web(r))))
}

const handlers = lambdas(service('samples', { group: 'service' }, program))

/** Every source, by the function that it wakes. */
export const sources: Readonly<Record<string, Family>> = {
  sqs: 'sqs',
  sqsEach: 'sqs',
  sqsFifoEach: 'sqs',
  sns: 'sns',
  snsEach: 'sns',
  s3: 's3',
  s3Each: 's3',
  kinesis: 'kinesis',
  kinesisEach: 'kinesis',
  dynamodb: 'dynamodb',
  dynamodbEach: 'dynamodb',
  eventBridge: 'eventBridge',
  websocket: 'websocket',
  websocketDefault: 'websocket',
  websocketDisconnect: 'websocket',
  websocketMessage: 'websocket',
  authorizer: 'authorizer',
  tokenAuthorizer: 'authorizer',
  schedule: 'any',
  lambda: 'any',
  api: 'http'
}

// ---- one event before one source

/** What came of it: what the handler saw, and the result; or the words of the refusal. */
export type Came = { readonly saw: unknown; readonly result: unknown } | { readonly refused: string }

/** A refusal is one of our own: nothing else passes the edge, or this rejects. */
export const bring = async (name: string, event: unknown): Promise<Came> => {
  seen = undefined
  const handler = handlers[name]
  if (handler === undefined) throw new Error(`there is no ${name} among ${Object.keys(handlers).join(', ')}`)
  try {
    const result = await handler(event, lambdaContext(name))
    const { statusCode, body } = (result ?? {}) as { readonly statusCode?: unknown; readonly body?: unknown }
    return (sources[name] === 'http' || sources[name] === 'websocket') && Number(statusCode) >= 400
      ? { refused: `${statusCode} ${body === undefined ? '' : (JSON.parse(String(body)) as { readonly code: string }).code}` }
      : { saw: seen, result }
  } catch (e) {
    const { name: kind, message: text } = e as Error
    if (kind !== 'EventError' && !(kind === 'Error' && text === 'Unauthorized')) throw e
    return { refused: text }
  }
}
