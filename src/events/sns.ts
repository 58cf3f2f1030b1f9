/** Amazon SNS topics that exist already. */
import * as t from 'io-ts'
import type { DecodeJson, JsonDecoding } from '../codecs/CodecEngine.js'
import type { Issue } from '../codecs/Issue.js'
import { ioTsDecoders } from '../codecs/ioTsDecoders.js'
import { printJson } from '../codecs/printJson.js'
import type { Text } from '../combinators/CloudFormation.js'
import { type Invocation, type Source, source } from '../combinators/Source.js'
import { type Batch, type BatchKind, isObject, objectAt, opening, type Raw, textAt } from './Batch.js'

// ---- model

/** A message of a topic ("Using Lambda with Amazon SNS"). @since 0.1.0 */
export interface SnsRecord {
  readonly message: string
  readonly subject: string | null
  readonly messageId: string
  readonly topicArn: string
  readonly messageAttributes: Readonly<Record<string, unknown>>
  readonly toJSON: () => unknown
}

/** Which messages of the topic. @since 0.1.0 */
export interface SnsOptions {
  /** A filter policy over message attributes, as SNS has it. */
  readonly filterPolicy?: Readonly<Record<string, unknown>>
}

class Notification implements SnsRecord {
  private readonly sns: Raw
  constructor(private readonly record: Raw) {
    this.sns = objectAt(record, 'Sns')
  }
  get message(): string {
    return textAt(this.sns, 'Message') ?? ''
  }
  get subject(): string | null {
    return textAt(this.sns, 'Subject') ?? null
  }
  get messageId(): string {
    return textAt(this.sns, 'MessageId') ?? ''
  }
  get topicArn(): string {
    return textAt(this.sns, 'TopicArn') ?? ''
  }
  get messageAttributes(): Readonly<Record<string, unknown>> {
    return objectAt(this.sns, 'MessageAttributes')
  }
  toJSON(): unknown {
    return this.record
  }
}

const topic: BatchKind<SnsRecord> = {
  source: 'SNS',
  reporting: 'none',
  recognises: (r) => r['EventSource'] === 'aws:sns' && isObject(r['Sns']),
  open: (r) => new Notification(r),
  idOf: (r) => r.messageId,
  groupOf: () => undefined,
  content: (r) => ({ text: r.message })
}

// ---- constructors

/**
 * A topic, by name in the same account and region, or by ARN; it is subscribed to, never created.
 * @since 0.1.0
 * @example
 * import { each, handle, sns } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const alarm = pipe(sns('alarms'), each(), handle(({ record }) => record.subject))
 * expect(alarm.facts[0]).toEqual({ _tag: 'Topic', topic: 'alarms' })
 */
export const sns = (
  name: Text,
  o: SnsOptions = {}
): Source<{ readonly event: Batch<SnsRecord> } & Invocation, unknown, { readonly kind: 'sns' }> =>
  source([{ _tag: 'Topic', topic: name, ...o }], [opening(topic)])

/**
 * The message inside an SNS notification that came through a queue, decoded: `pipe(sqs('q'), each(snsEnvelope(Order)), …)`.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { snsEnvelope } from 'quaich'
 * const Order = snsEnvelope(t.type({ id: t.string }))
 * expect(Order.decode({ Type: 'Notification', Message: '{"id":"1"}' })).toEqual({ _tag: 'Right', right: { id: '1' } })
 */
export const snsEnvelope = <A, O>(codec: t.Type<A, O>): t.Type<A, unknown> => {
  const decode = ioTsDecoders(t).textDecoder?.(codec, {}) as DecodeJson<string>
  return Object.assign(
    new t.Type<A, unknown, unknown>(
      `SNS notification of ${codec.name}`,
      codec.is,
      (u, c) => {
        const message = textAt(u, 'Message')
        // An io-ts codec decodes at once.
        const d = message === undefined ? undefined : (decode(message) as JsonDecoding)
        if (d === undefined || 'problem' in d) return t.failure(u, c)
        return d.issues === undefined ? t.success(d.value as A) : t.failures(d.issues.map((issue) => errorOf(issue, c)))
      },
      (a) => ({ Type: 'Notification', Message: printJson(codec.encode(a), 'the message') })
    ),
    { _tag: 'SnsEnvelope', type: codec }
  )
}

// An error of io-ts at the place that an issue names, which says what the issue says.
const errorOf = ({ path, expected }: Issue, c: t.Context): t.ValidationError => {
  const keys = ['Message', ...(path === '' ? [] : path.split('.'))]
  const type = { name: expected, expects: expected } as unknown as t.Mixed
  return { value: undefined, context: [...c, ...keys.map((key) => ({ key, type }))] }
}
