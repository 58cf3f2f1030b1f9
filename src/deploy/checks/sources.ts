/**
 * Queues, streams, topics and buckets, as far as deployment alone can tell: what a source is by itself was told when the service was
 * defined. Where a resource is the service's own, its properties are held against how it is read.
 */
import type { Text } from '../../combinators/CloudFormation.js'
import { isArn } from '../arns.js'
import { at, type Data, listAt } from '../data.js'
import { type Check, type Faults, fault, faultIf, show } from '../fault.js'
import { timeoutOf } from '../functionsSection.js'
import { type Outline, triggersBy } from '../Outline.js'
import { referred } from './references.js'

/** @internal */
export const sources = (o: Outline, file: Data): Faults => [
  ...triggersBy(o, 'Queue').flatMap((t) => ownQueue(t, file)),
  ...triggersBy(o, 'Stream').flatMap((t) => ownTable(t, file)),
  ...triggersBy(o, 'Topic').flatMap((t) => fifoTopic(t, file)),
  ...names(o),
  ...notifications(o),
  ...oneBucket(file)
]

type QueueTrigger = ReturnType<typeof triggersBy<'Queue'>>[number]
type TopicTrigger = ReturnType<typeof triggersBy<'Topic'>>[number]
type StreamTrigger = ReturnType<typeof triggersBy<'Stream'>>[number]

/** Seconds that a queue hides a message from others when it does not say. */
const visibility = 30

const ownQueue = ({ fact, place, owner }: QueueTrigger, file: Data): Faults => {
  const queue = referred(fact.queue, file)
  if (at(queue, 'Type') !== 'AWS::SQS::Queue') return []
  const hidden = at(queue, 'Properties', 'VisibilityTimeout') ?? visibility
  const fifo = at(queue, 'Properties', 'FifoQueue') === true
  return [
    ...faultIf(
      typeof hidden === 'number' && hidden < timeoutOf(owner),
      place,
      `the queue hides a message for ${String(hidden)} seconds and the function has ${timeoutOf(owner)}: Lambda refuses that`,
      `give the queue VisibilityTimeout: ${6 * timeoutOf(owner)} (six times the timeout), or the function less time`
    ),
    ...faultIf(
      fifo && fact.batchSize > 10,
      place,
      `a FIFO queue has batches of 10, not ${fact.batchSize}`,
      'give 10 at most, and no batchingWindow'
    ),
    ...faultIf(
      fifo && fact.batchSize <= 10 && fact.batchingWindow !== undefined,
      place,
      'a FIFO queue has no batchingWindow',
      'leave it out'
    )
  ]
}

const ownTable = ({ fact, place }: StreamTrigger, file: Data): Faults => {
  const table = fact.type === 'dynamodb' ? referred(fact.stream, file) : undefined
  return faultIf(
    at(table, 'Type') === 'AWS::DynamoDB::Table' && at(table, 'Properties', 'StreamSpecification') === undefined,
    place,
    'the table has no stream',
    "give it StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' }"
  )
}

// "Amazon SNS FIFO topics": they deliver to queues.
const fifoTopic = ({ fact, place }: TopicTrigger, file: Data): Faults => {
  const { topic } = fact
  const fifo = typeof topic === 'string' ? topic.endsWith('.fifo') : at(referred(topic, file), 'Properties', 'FifoTopic') === true
  return faultIf(
    fifo,
    place,
    `${show(topic)} is a FIFO topic, which delivers to queues alone`,
    'subscribe a FIFO queue to it, and read that: sqs(…, each(snsEnvelope(…)))'
  )
}

// "Amazon SQS message quotas", "CreateTopic": dots are for `.fifo` alone.
const names: Check = (o) => [
  ...triggersBy(o, 'Queue').flatMap(({ fact, place }) => named(fact.queue, /^[\w-]{1,80}$/, 80, 'queue', place)),
  ...triggersBy(o, 'Topic').flatMap(({ fact, place }) => named(fact.topic, /^[\w-]{1,256}$/, 256, 'topic', place))
]

const named = (name: Text, form: RegExp, most: number, what: string, place: string): Faults =>
  faultIf(
    typeof name === 'string' && !isArn(name) && !name.includes('${') && !form.test(name.replace(/\.fifo$/, '')),
    place,
    `${show(name)} cannot name a ${what}`,
    `use letters, digits, - and _, ${most} at most`
  )

// S3 refuses two notifications of one function for one event as well.
const notifications: Check = (o) =>
  triggersBy(o, 'Bucket').flatMap(({ fact, place }) =>
    fact.events.flatMap((event, i) => {
      const first = fact.events.slice(0, i).find((e) => covers(e, event) || covers(event, e))
      return first === undefined
        ? []
        : [fault(place, `the events ${first} and ${event} overlap: S3 refuses that`, 'name each event once')]
    })
  )

const covers = (a: string, b: string): boolean => (a.endsWith('*') ? b.startsWith(a.slice(0, -1)) : a === b)

// One sentence has one bucket; `extend` may bring another.
const oneBucket = (file: Data): Faults =>
  Object.entries(at(file, 'functions') ?? {}).flatMap(([key, f]) => {
    const existing = listAt(f, 'events').filter((e) => at(e, 's3', 'existing') === true)
    const names = [...new Set(existing.map((e) => JSON.stringify(at(e, 's3', 'bucket'))))]
    return faultIf(
      names.length > 1,
      `the function ${key}`,
      `${names.length} existing buckets: ${names.join(', ')}; the deployer takes one a function`,
      'declare a sentence for each bucket'
    )
  })

/** @internal */
export const sourceWarnings = (o: Outline, file: Data): Faults => [
  ...triggersBy(o, 'Queue').flatMap(({ fact, place, owner }) =>
    faultIf(
      timeoutOf(owner) > visibility && referred(fact.queue, file) === undefined,
      place,
      `its timeout of ${timeoutOf(owner)} seconds is longer than a queue hides a message by default (${visibility}), and Lambda refuses that`,
      'see that the queue has a visibility timeout of at least as long, better six times that'
    )
  ),
  ...polled(o)
]

const asynchronous = ['maximumRetryAttempts', 'maximumEventAge', 'destinations', 'onError'] as const

// Lambda polls these and invokes the function synchronously.
const polled: Check = (o) =>
  [...triggersBy(o, 'Queue'), ...triggersBy(o, 'Stream')].flatMap(({ place, owner }) => {
    const idle = asynchronous.filter((k) => owner.own[k] !== undefined)
    return faultIf(
      idle.length > 0,
      place,
      `${idle.join(', ')}: for asynchronous invocations, and queues and streams do not invoke so`,
      'give the queue a redrive policy, or the stream maximumRetryAttempts'
    )
  })
