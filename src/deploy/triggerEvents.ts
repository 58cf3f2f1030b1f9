/**
 * The events of a function that no request wakes, one form a source. What exists already is named by its ARN and never created; what osls
 * would assume otherwise (batch sizes) is always written.
 */
import type { BucketFact, EventBridgeFact, QueueFact, StreamFact, TopicFact } from '../combinators/Fact.js'
import { arnOf, busOf, isArn, labelOf, readable } from './arns.js'
import { compact, type Data, someOf } from './data.js'
import type { FunctionOutline, Outline, Trigger } from './Outline.js'
import { scheduleEvent } from './schedules.js'
import { websocketEvent } from './websockets.js'

/** @internal */
export const triggerEvents = (f: FunctionOutline, o: Outline): ReadonlyArray<Data> => f.triggers.flatMap((t) => eventsOf(t, f, o))

const eventsOf = ({ fact, each, responds, auth }: Trigger, f: FunctionOutline, o: Outline): ReadonlyArray<Data> => {
  switch (fact._tag) {
    case 'Schedule':
      return [{ schedule: scheduleEvent(fact, f) }]
    case 'EventBridge':
      return [{ eventBridge: ofBus(fact) }]
    case 'Bucket':
      return fact.events.map((event) => ({ s3: ofBucket(fact, event) }))
    case 'Topic':
      return [{ sns: ofTopic(fact) }]
    case 'Queue':
      return [{ sqs: ofQueue(fact, each) }]
    case 'Stream':
      return [{ stream: ofStream(fact, each) }]
    case 'Websocket':
      return [{ websocket: websocketEvent(fact, responds, auth, o) }]
  }
}

const ofBus = ({ bus, pattern }: EventBridgeFact): Data => compact({ eventBus: busOf(bus), pattern })

// One event an entry, and one key a rule.
const ofBucket = ({ bucket, prefix, suffix }: BucketFact, event: string): Data =>
  compact({
    bucket,
    existing: true,
    event,
    rules: someOf([...(prefix ? [{ prefix }] : []), ...(suffix ? [{ suffix }] : [])])
  })

const ofTopic = ({ topic, filterPolicy }: TopicFact): Data =>
  compact({
    arn: arnOf(topic, 'sns'),
    topicName: typeof topic === 'string' && isArn(topic) ? undefined : labelOf(topic),
    filterPolicy
  })

const report = (each: boolean): string | undefined => (each ? 'ReportBatchItemFailures' : undefined)

const ofQueue = (q: QueueFact, each: boolean): Data =>
  compact({
    arn: readable(arnOf(q.queue, 'sqs')),
    batchSize: q.batchSize,
    maximumBatchingWindow: q.batchingWindow,
    maximumConcurrency: q.maximumConcurrency,
    functionResponseType: report(each)
  })

const ofStream = (s: StreamFact, each: boolean): Data =>
  compact({
    type: s.type,
    arn: readable(streamArn(s)),
    batchSize: s.batchSize,
    batchWindow: s.batchingWindow,
    startingPosition: s.startingPosition,
    maximumRetryAttempts: s.maximumRetryAttempts,
    bisectBatchOnFunctionError: s.bisectBatchOnFunctionError,
    parallelizationFactor: s.parallelizationFactor,
    functionResponseType: report(each)
  })

const streamArn = ({ type, stream }: StreamFact) => (type === 'kinesis' ? arnOf(stream, 'kinesis', 'stream/') : stream)
