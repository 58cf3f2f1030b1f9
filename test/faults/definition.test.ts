/**
 * What can be wrong with a program and with the file that is generated of it: rows of the checklist, named by their numbers, that no
 * test of the rooms themselves holds. docs/faults.md has all rows.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { parse } from 'yaml'
import { check, printYaml, render, serverless } from '../../src/deploy/index.js'
import {
  type AnyCodec,
  type AnyService,
  authorize,
  authorizer,
  body,
  bracket,
  cors,
  dynamodbStream,
  each,
  errors,
  eventBridge,
  fromMiddy,
  get,
  handle,
  headers,
  isService,
  kinesis,
  lambda,
  lambdas,
  mapReply,
  message,
  mount,
  port,
  post,
  provide,
  query,
  returns,
  s3,
  schedule,
  service,
  sns,
  sqs,
  use,
  websocket
} from '../../src/index.js'

const boom = (): never => {
  throw new Error('it was called')
}
const codec = (name: string): t.Type<unknown> => new t.Type(name, (_u): _u is unknown => boom(), boom, boom)
const problems = (module: object) => check(service('todos', {}, module as {}) as AnyService).faults.map((f) => f.problem)
const job = pipe(lambda(), handle(boom))

test('118 an export may have any name that a function may have: others are faults, and no two are one', () => {
  const own = (key: string) => Object.defineProperty({}, key, { value: job, enumerable: true })
  for (const name of ['default', 'a-b', 'a_b', 'A', '7', 'x'.repeat(100)]) {
    expect(problems(own(name))).toEqual([])
    expect(Object.keys(lambdas(service('todos', {}, own(name) as {}) as AnyService))).toEqual([name])
  }
  for (const name of ['__proto__', 'constructor', 'prototype', 'a b', 'a.b', 'é', ''])
    expect(problems(own(name))).toEqual([`'${name}' cannot name a function`])
  expect(problems({ 'a-b': job, aDashb: job }).join()).toContain('ADashb')
})

/** Everything that can be declared, all of whose functions and codecs are these. */
const everything = (f: () => never, c: AnyCodec): AnyService => {
  const key = authorizer({ context: c as t.Mixed })
  const live = port('live', { live: f, environment: { TABLE: { Ref: 'AWS::StackName' } } })
  const hooks = { before: f, after: f, onError: f }
  const write = pipe(
    post('/x/{id}'),
    use(live),
    cors(),
    authorize(key),
    headers({ 'x-a': c }),
    query({ q: c }),
    body(c),
    provide('more', f),
    bracket('begun', f, f),
    fromMiddy(hooks),
    mapReply(f),
    returns({ 200: c as t.Mixed }),
    errors({ Odd: f }),
    handle(f)
  )
  const read = pipe(get('/y'), handle(f))
  const module = {
    key: pipe(key, use(live), handle(f)),
    write,
    v1: mount('/v1', { read }, provide('outer', f)),
    tick: pipe(schedule('rate(1 day)'), fromMiddy(hooks), handle(f)),
    told: pipe(eventBridge({ source: ['a'] }, { detail: c }), handle(f)),
    object: pipe(s3('bucket'), each(c), handle(f)),
    topic: pipe(sns('topic'), each(c), handle(f)),
    queue: pipe(sqs('queue'), each(c), handle(f)),
    stream: pipe(kinesis('stream'), each(c), handle(f)),
    table: pipe(dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/1'), each(c), handle(f)),
    say: pipe(websocket('say'), message(c), handle(f)),
    named: pipe(lambda(c), handle(f))
  }
  return service('todos', { region: 'eu-west-1', errorBody: f }, module as {}) as AnyService
}

test('125 generating calls nothing of the user: whatever a program is made of may throw', () => {
  const { faults, text } = render(everything(boom, codec('opaque')))
  expect(faults).toEqual([])
  expect(text).toContain('api-x-id')
})

test('129 no codec reaches the generated file: one that nobody can look into gives the same bytes as any other', () => {
  const schema = { '~standard': { version: 1, vendor: 'none', validate: boom } } as const
  const { text } = render(everything(boom, t.string))
  for (const other of [codec('opaque'), t.unknown, t.array(t.string), schema])
    expect(render(everything(boom, other)).text).toBe(text)
})

const folder = resolve(__dirname, '../../examples')
// An example of one resource in a project of its own has no service.
const entryOf = (name: string): string | undefined => {
  const file = join(folder, name, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { quaich?: { entry: string } }).quaich?.entry : undefined
}
const examples = readdirSync(folder).filter((name) => entryOf(name) !== undefined)

test.each(examples)('130 the file of %s has no faults, reads back, and names one handler for each of its functions', (name) => {
  const entry = require(join(folder, name, entryOf(name)?.replace(/\.ts$/, '') as string)) as object
  const services = Object.values(entry).filter(isService)
  expect(services).toHaveLength(1)
  for (const s of services) {
    expect(check(s).faults).toEqual([])
    const data = serverless(s)
    const back = parse(printYaml(data)) as { readonly functions: Readonly<Record<string, { readonly handler: string }>> }
    expect(back).toEqual(JSON.parse(JSON.stringify(data)))
    const names = Object.keys(lambdas(s))
    expect(Object.entries(back.functions).map(([key, f]) => [key, f.handler])).toEqual(
      names.map((n) => [n, `build/${n}/index.handler`])
    )
  }
})
