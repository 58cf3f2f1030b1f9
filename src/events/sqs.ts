/** Amazon SQS queues. */
import type { Text } from '../combinators/CloudFormation.js'
import { type Invocation, type Source, source } from '../combinators/Source.js'
import { type Batch, type BatchKind, objectAt, opening, type Raw, textAt } from './Batch.js'

// ---- model

/** A message of a queue ("Using Lambda with Amazon SQS"). @since 0.1.0 */
export interface SqsRecord {
  readonly body: string
  readonly messageId: string
  readonly receiptHandle: string
  /** System attributes: `ApproximateReceiveCount`, `SentTimestamp`, `MessageGroupId` and the like, as text. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly messageAttributes: Readonly<Record<string, unknown>>
  /** How often it was received, this time included: over 1, it was delivered before. */
  readonly receiveCount: number
  readonly toJSON: () => unknown
}

/** How a queue is read. @since 0.1.0 */
export interface SqsOptions {
  /** Messages a batch, 1 (the default) to 10,000; over 10 wants a window, and FIFO queues have no more than 10. */
  readonly batchSize?: number
  /** Seconds to wait for a batch to fill, 0 to 300. */
  readonly batchingWindow?: number
  /** Functions at once, 2 to 1,000. */
  readonly maximumConcurrency?: number
}

class Message implements SqsRecord {
  constructor(private readonly record: Raw) {}
  get body(): string {
    return textAt(this.record, 'body') ?? ''
  }
  get messageId(): string {
    return textAt(this.record, 'messageId') ?? ''
  }
  get receiptHandle(): string {
    return textAt(this.record, 'receiptHandle') ?? ''
  }
  get attributes(): Readonly<Record<string, unknown>> {
    return objectAt(this.record, 'attributes')
  }
  get messageAttributes(): Readonly<Record<string, unknown>> {
    return objectAt(this.record, 'messageAttributes')
  }
  get receiveCount(): number {
    return Number(this.attributes['ApproximateReceiveCount'] ?? 1)
  }
  toJSON(): unknown {
    return this.record
  }
}

const queue: BatchKind<SqsRecord> = {
  source: 'SQS',
  reporting: 'ids',
  recognises: (r) => r['eventSource'] === 'aws:sqs' && typeof r['messageId'] === 'string' && r['messageId'] !== '',
  open: (r) => new Message(r),
  idOf: (r) => r.messageId,
  groupOf: (r) => {
    const group = r.attributes['MessageGroupId']
    if (typeof group !== 'string') return undefined
    return textAt(r.toJSON(), 'eventSourceARN')?.endsWith('.fifo') === true ? group : undefined
  },
  content: (r) => ({ text: r.body })
}

// ---- constructors

/**
 * A queue, by name in the same account and region, or by ARN. Without `each` the handler gets the whole batch, and any failure sends
 * all of it again.
 * @since 0.1.0
 * @example
 * import { handle, sqs } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const whole = pipe(sqs('orders', { batchSize: 10 }), handle(({ event }) => event.records.length))
 * expect(whole.facts[0]).toEqual({ _tag: 'Queue', queue: 'orders', batchSize: 10 })
 */
export const sqs = (
  name: Text,
  o: SqsOptions = {}
): Source<{ readonly event: Batch<SqsRecord> } & Invocation, unknown, { readonly kind: 'sqs' }> =>
  source([{ _tag: 'Queue', queue: name, ...o, batchSize: o.batchSize ?? 1 }], [opening(queue)])
