/** What AWS has to be told of a program's functions: what they are given, what they may do, and the events that wake them. */
import { nameIn } from './deployedApi.js'
import { type Also, type Given, some } from './given.js'
import { guardOf, keyOf } from './keys.js'
import { layers, type Origin, type Placed, type Program, placedWoken, type Woken } from './Program.js'
import { keysOf, portActions, resourceOf, variableOf } from './printKeys.js'
import { arnOf, told } from './references.js'
import { when } from './when.js'

// ---- functions

interface Sentence {
  readonly givens: ReadonlyArray<Given>
  readonly ports: ReadonlyArray<string>
  readonly origin?: Origin
}

export const functionLines = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<string> => {
  const guards = keysOf(p).filter((name) => keyOf(name).is === 'own')
  const all = new Map<string, ReadonlyArray<Sentence>>()
  for (const name of guards) all.set(guardOf(name), [{ givens: [], ports: [] }])
  for (const w of placedWoken(p)) all.set(w.name, [{ givens: [w.given], ports: w.ports, origin: w.origin }])
  for (const { fn, stack } of routes)
    all.set(fn, [
      ...(all.get(fn) ?? []),
      { givens: layers(stack, 'settings').map((l) => l.given), ports: layers(stack, 'use').map((l) => l.port) }
    ])
  return [...all].flatMap(([fn, sentences]) => ofFunction(fn, sentences, p.given))
}

// The largest of what its sentences want, each with what it would have alone.
const ofFunction = (fn: string, sentences: ReadonlyArray<Sentence>, service: Given): ReadonlyArray<string> => {
  const origin = sentences[0]?.origin
  const http = origin === undefined && !fn.endsWith('Guard')
  const most = (key: 'memory' | 'timeout', otherwise: number): number =>
    Math.max(
      ...sentences.map(({ givens }) => {
        const said = givens.flatMap((g) => (g[key] === undefined ? [] : [g[key]]))
        return said.length === 0 ? (service[key] ?? otherwise) : Math.max(...said)
      })
    )
  const givens = sentences.flatMap((s) => s.givens)
  const also = alsoOf(
    service.also,
    givens.map((g) => g.also ?? {})
  )
  const ports = [...new Set(sentences.flatMap((s) => s.ports))]
  const variables = {
    ...service.variables,
    ...Object.fromEntries(ports.map((name) => [variableOf(name), name])),
    ...Object.assign({}, ...givens.map((g) => g.variables ?? {}))
  } as Readonly<Record<string, string>>
  const rights = [
    ...ports.map((name) => ({ actions: portActions, on: resourceOf(name) })),
    ...[service, ...givens].flatMap((g) => (g.may === undefined ? [] : [g.may])),
    ...(origin === undefined ? [] : reads(origin)),
    ...[also.successTo, also.failureTo, also.deadTo].flatMap((to) => (to === undefined ? [] : [{ actions: [sends(to)], on: to }]))
  ]
  return [
    `${fn}: ${most('memory', 256)} MB, ${most('timeout', http ? 29 : origin?.is === 'queue' ? 30 : 60)} s`,
    ...Object.entries(variables).map(([name, value]) => `${fn}: variable ${name}=${told(value)}`),
    ...rights.flatMap(({ actions, on }) => actions.map((action) => `${fn}: may ${action} on ${told(on)}`)),
    ...alsoLines(fn, also),
    ...when(
      givens.some((g) => g.url),
      `${fn}: has a URL`
    )
  ]
}

// What a sentence says stands over what the service says: targets as one, tags each by itself.
const alsoOf = (service: Also = {}, own: ReadonlyArray<Also>): Also => {
  const said = Object.assign({}, ...own) as Also
  const { successTo, failureTo, ...rest } = service
  const targets = 'successTo' in said || 'failureTo' in said ? {} : some({ successTo, failureTo })
  return { ...rest, ...targets, ...said, tags: Object.assign({}, service.tags, ...own.map((a) => a.tags ?? {})) }
}

// What a target takes.
const sends = (target: string): string =>
  ({ sqs: 'sqs:SendMessage', sns: 'sns:Publish', lambda: 'lambda:InvokeFunction', events: 'events:PutEvents' })[
    target.split(':')[2] ?? ''
  ] ?? target

const alsoLines = (fn: string, a: Also): ReadonlyArray<string> => [
  `${fn}: runs on ${a.runtime ?? 'nodejs24.x'} and ${a.architecture ?? 'arm64'}`,
  ...when(a.description !== undefined, `${fn}: described as ${a.description}`),
  ...when(a.tmp !== undefined, `${fn}: ${a.tmp} MB of /tmp`),
  ...when(a.reserved !== undefined, `${fn}: ${a.reserved} at once are its own`),
  ...when(a.days !== undefined, `${fn}: logs kept ${a.days} days`),
  ...when(a.traced !== undefined, `${fn}: traced, ${a.traced}`),
  ...when(a.traced === 'Active', `${fn}: has the policy AWSXRayDaemonWriteAccess`),
  ...Object.entries(a.tags ?? {}).map(([k, v]) => `${fn}: tag ${k}=${v}`),
  ...when(a.retries !== undefined, `${fn}: retried ${a.retries} times`),
  ...when(a.age !== undefined, `${fn}: events wait ${a.age} s`),
  ...when(a.successTo !== undefined, `${fn}: successes go to ${a.successTo}`),
  ...when(a.failureTo !== undefined, `${fn}: failures go to ${a.failureTo}`),
  ...when(a.deadTo !== undefined, `${fn}: dead letters go to ${a.deadTo}`),
  ...[...(a.network?.groups ?? []), ...(a.network?.subnets ?? [])].map((id) => `${fn}: in ${id}`),
  ...when(a.network !== undefined, `${fn}: has the policy service-role/AWSLambdaVPCAccessExecutionRole`),
  ...(a.layers ?? []).map((layer) => `${fn}: on the layer ${layer}`)
]

const streamArn = (stream: string): string => arnOf('kinesis', /^[<a].*[:>]/.test(stream) ? stream : `stream/${stream}`)

const reads = (o: Origin): ReadonlyArray<{ readonly actions: ReadonlyArray<string>; readonly on: string }> => {
  if (o.is === 'queue')
    return [{ actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], on: arnOf('sqs', o.queue) }]
  if (o.is !== 'stream') return []
  const polls =
    o.type === 'kinesis'
      ? ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards']
      : ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']
  return [{ actions: polls.map((a) => `${o.type}:${a}`), on: streamArn(o.stream) }]
}

// ---- events

const clauses = (...parts: ReadonlyArray<string | false | undefined>): string =>
  parts.filter((s) => typeof s === 'string').join(', ')

export const originLines = ({ name, origin: o, each }: Woken): ReadonlyArray<string> => {
  const reports = each !== undefined && 'reports'
  switch (o.is) {
    case 'queue':
      return [
        `${name}: ${clauses(`queue ${arnOf('sqs', o.queue)}`, `batches of ${o.batch}`, o.window !== undefined && `waits ${o.window} s`, o.atOnce !== undefined && `${o.atOnce} at once`, reports)}`
      ]
    case 'topic':
      return [`${name}: ${clauses(`topic ${arnOf('sns', o.topic)}`, o.filter && `filter ${JSON.stringify(o.filter)}`)}`]
    case 'bucket':
      return o.events.map(
        (event) =>
          `${name}: ${clauses(`bucket ${o.bucket} ${event}`, o.prefix && `from ${o.prefix}`, o.suffix && `to ${o.suffix}`)}`
      )
    case 'stream':
      return [
        `${name}: ${clauses(
          `stream ${streamArn(o.stream)}`,
          `batches of ${o.batch}`,
          o.from,
          o.window !== undefined && `waits ${o.window} s`,
          o.retries !== undefined && `${o.retries} retries`,
          o.bisect === true && 'bisects',
          o.parallel !== undefined && `${o.parallel} at once`,
          reports
        )}`
      ]
    case 'schedule':
      return [
        `${name}: ${clauses(o.when, o.zone && `in ${o.zone}`, o.input && `with ${JSON.stringify(o.input)}`, o.off === true && 'off')}`
      ]
    case 'bus':
      return [`${name}: bus ${busOf(o.bus)}: ${JSON.stringify(o.pattern)}`]
    case 'call':
      return []
    case 'socket':
      return [
        `${name}: socket ${clauses(o.route, o.key === undefined ? undefined : `asks ${nameIn(o.key)}`, o.responds && 'responds')}`
      ]
  }
}

// Rules stand on buses of their own account and region, and know them by name.
const busOf = (bus = 'default'): string => bus.split('/').at(-1) ?? bus
