/**
 * What is wrong with sources that are no routes: each by itself, and what they are to each other. The bounds are AWS's own, named in the
 * docstrings of the sources.
 */
import {
  type BucketFact,
  type EachFact,
  type EventBridgeFact,
  factOf,
  type QueueFact,
  type ScheduleFact,
  type StreamFact,
  type TopicFact,
  type WebsocketFact
} from '../combinators/Fact.js'
import { type Declaration, placeOf } from './Declaration.js'
import type { DefinitionFault } from './DefinitionError.js'
import type { Told } from './faults.js'

type EventFact = ScheduleFact | EventBridgeFact | BucketFact | TopicFact | QueueFact | StreamFact | WebsocketFact | EachFact

// ---- one source

/** @internal */
export const eventFaults = (fact: EventFact): ReadonlyArray<Told> => {
  switch (fact._tag) {
    case 'Schedule':
      return [
        ...fact.faults.map(
          (f): Told => [
            `schedule ${f.startsWith("'") ? f : `'${fact.expression}': ${f}`}`,
            "see EventBridge's cron and rate expressions: rate(5, 'minutes'), cron(0, 12, '*', '*', '?', '*')"
          ]
        ),
        ...(fact.timezone !== undefined && !isTimeZone(fact.timezone)
          ? [[`schedule: '${fact.timezone}' is no time zone`, "name it as IANA does: 'Europe/Berlin'"] as const]
          : [])
      ]
    case 'EventBridge':
      return Object.keys(fact.pattern).length === 0
        ? [['eventBridge: the pattern is empty, and would match everything', "name a source: { source: ['…'] }"]]
        : []
    case 'Bucket':
      return [
        ...(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(fact.bucket) || fact.bucket.includes('${')
          ? []
          : [
              [
                `s3: '${fact.bucket}' is no bucket name`,
                'give the name alone, 3 to 63 lower-case letters, digits, dots and hyphens'
              ] as const
            ]),
        ...(fact.events.length === 0
          ? [['s3: no events are named', "leave `events` out for 's3:ObjectCreated:*'"] as const]
          : []),
        ...fact.events
          .filter((e) => !/^s3:[A-Za-z]+(:[A-Za-z*]+)?$/.test(e))
          .map((e): Told => [`s3: '${e}' is no event type`, "write it as S3 does: 's3:ObjectRemoved:*'"])
      ]
    case 'Topic':
      return named('sns', 'topic', fact.topic)
    case 'Queue':
      return [
        ...named('sqs', 'queue', fact.queue),
        ...inRange('sqs: batchSize', fact.batchSize, 1, isFifo(fact.queue) ? 10 : 10_000),
        ...inRange('sqs: batchingWindow', fact.batchingWindow, 0, 300),
        ...inRange('sqs: maximumConcurrency', fact.maximumConcurrency, 2, 1000),
        ...(fact.batchSize > 10 && !isFifo(fact.queue) && (fact.batchingWindow ?? 0) < 1
          ? [
              [
                `sqs: a batch of ${fact.batchSize} wants a batchingWindow`,
                'give at least 1 second, or 10 messages at most'
              ] as const
            ]
          : []),
        ...(isFifo(fact.queue) && fact.batchingWindow !== undefined
          ? [['sqs: a FIFO queue has no batchingWindow', 'leave it out'] as const]
          : [])
      ]
    case 'Stream':
      return [
        ...(fact.type === 'kinesis' ? named('kinesis', 'stream', fact.stream) : []),
        ...(fact.type === 'dynamodb' && typeof fact.stream === 'string' && !fact.stream.startsWith('arn:')
          ? [
              [
                `dynamodbStream: '${fact.stream}' is no ARN`,
                "give the stream's ARN, or a reference: { 'Fn::GetAtt': ['Table', 'StreamArn'] }"
              ] as const
            ]
          : []),
        ...inRange(`${fact.type}: batchSize`, fact.batchSize, 1, 10_000),
        ...inRange(`${fact.type}: batchingWindow`, fact.batchingWindow, 0, 300),
        ...inRange(`${fact.type}: maximumRetryAttempts`, fact.maximumRetryAttempts, 0, 10_000),
        ...inRange(`${fact.type}: parallelizationFactor`, fact.parallelizationFactor, 1, 10)
      ]
    case 'Websocket':
      return fact.routeKey.trim() === '' ||
        (fact.routeKey.startsWith('$') && !['$connect', '$disconnect', '$default'].includes(fact.routeKey))
        ? [
            [
              `websocket: '${fact.routeKey}' is no route key`,
              "use '$connect', '$disconnect', '$default', or a value of the message's action"
            ]
          ]
        : []
    case 'Each':
      return inRange('each: concurrency', fact.concurrency, 1, 10_000)
  }
}

const isFifo = (queue: unknown): boolean => typeof queue === 'string' && queue.endsWith('.fifo')

const inRange = (what: string, n: number | undefined, from: number, to: number): ReadonlyArray<Told> =>
  n === undefined || (Number.isInteger(n) && n >= from && n <= to)
    ? []
    : [[`${what} ${n} is not a whole number from ${from} to ${to}`, 'give one, or leave it out']]

const named = (source: string, what: string, name: unknown): ReadonlyArray<Told> => {
  if (typeof name !== 'string' || name.includes('${')) return []
  if (/^https?:/.test(name)) return [[`${source}: '${name}' is a URL`, `give the ${what}'s name, or its ARN`]]
  if (name.startsWith('arn:'))
    return /^arn:[a-z-]+:[a-z]+:[a-z0-9-]+:\d{12}:\S+$/.test(name)
      ? []
      : [[`${source}: '${name}' is no ARN of a ${what}`, `write arn:aws:${source}:<region>:<account>:<name>`]]
  return /^[A-Za-z0-9_.-]{1,256}$/.test(name)
    ? []
    : [[`${source}: '${name}' is no ${what} name`, 'use letters, digits, hyphens and underscores']]
}

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

// ---- sources together

/** @internal */
export const eventsTogether = (all: ReadonlyArray<Declaration>): ReadonlyArray<DefinitionFault> => {
  const declarations = all.filter((d) => factOf(d.facts, 'Route') === undefined && factOf(d.facts, 'Lambda') === undefined)
  return [
    ...twice(
      declarations,
      (d) => d.handler,
      (_, first) => [
        `is the same declaration as ${placeOf(first)}: it would be deployed and woken twice`,
        'declare it once; mounting twice is for routes'
      ]
    ),
    ...twice(
      declarations,
      (d) => factOf(d.facts, 'Websocket')?.routeKey,
      (d, first) => [
        `the WebSocket route '${factOf(d.facts, 'Websocket')?.routeKey}' is declared by ${placeOf(first)} as well`,
        'keep one'
      ]
    ),
    ...twice(
      declarations,
      (d) => keyOf(factOf(d.facts, 'Queue')?.queue),
      (_, first) => [
        `the queue of ${placeOf(first)} is read here as well: each message would reach only one of them`,
        'keep one, or fan out through a topic'
      ]
    ),
    ...overlaps(declarations)
  ]
}

const keyOf = (text: unknown): string | undefined => (text === undefined ? undefined : JSON.stringify(text))

const twice = <K>(
  declarations: ReadonlyArray<Declaration>,
  key: (d: Declaration) => K | undefined,
  tell: (d: Declaration, first: Declaration) => Told
): ReadonlyArray<DefinitionFault> => {
  const seen = new Map<K, Declaration>()
  return declarations.flatMap((d) => {
    const k = key(d)
    const first = k === undefined ? undefined : seen.get(k)
    if (k !== undefined && first === undefined) seen.set(k, d)
    if (first === undefined || (first.handler === d.handler && k !== (d.handler as unknown))) return []
    const [problem, mend] = tell(d, first)
    return [{ place: placeOf(d), problem, mend }]
  })
}

// S3 refuses two notifications for one event whose prefixes and suffixes overlap.
const overlaps = (declarations: ReadonlyArray<Declaration>): ReadonlyArray<DefinitionFault> => {
  const buckets = declarations.flatMap((d) => {
    const fact = factOf(d.facts, 'Bucket')
    return fact === undefined ? [] : [{ d, fact }]
  })
  return buckets.flatMap((a, i) =>
    buckets
      .slice(0, i)
      .filter((b) => b.d.handler !== a.d.handler && overlap(a.fact, b.fact))
      .map((b) => ({
        place: placeOf(a.d),
        problem: `the objects of bucket '${a.fact.bucket}' with prefix '${a.fact.prefix ?? ''}' and suffix '${a.fact.suffix ?? ''}' overlap those of ${placeOf(b.d)}`,
        mend: 'S3 refuses overlapping notifications: make prefixes or suffixes distinct, or handle both in one'
      }))
  )
}

const overlap = (a: BucketFact, b: BucketFact): boolean => {
  const nested = (x = '', y = '', starts: (long: string, short: string) => boolean) => starts(x, y) || starts(y, x)
  return (
    a.bucket === b.bucket &&
    a.events.some((x) => b.events.some((y) => nested(x.replace('*', ''), y.replace('*', ''), (l, s) => l.startsWith(s)))) &&
    nested(a.prefix, b.prefix, (l, s) => l.startsWith(s)) &&
    nested(a.suffix, b.suffix, (l, s) => l.endsWith(s))
  )
}
