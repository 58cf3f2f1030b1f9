/** Events of Amazon SNS. */
import { accountId, region } from '../../deploy/local/events.js'
import { testMoment } from '../format.js'
import { type RecordChanges, type Recorded, recorded, textOf, uuid } from './changes.js'

/** A message as Lambda gets it ("Using Lambda with Amazon SNS"). @since 0.1.0 */
export interface SnsEventRecord {
  readonly EventSource: string
  readonly EventVersion: string
  readonly EventSubscriptionArn: string
  readonly Sns: {
    readonly Type: string
    readonly MessageId: string
    readonly TopicArn: string
    readonly Subject: string | null
    readonly Message: string
    readonly Timestamp: string
    readonly SignatureVersion: string
    readonly Signature: string
    readonly SigningCertUrl: string
    readonly UnsubscribeUrl: string
    readonly MessageAttributes: Readonly<Record<string, unknown>>
  }
}

/** Messages of a topic: text goes as it is, anything else as JSON. @internal */
export const sns = (messages: ReadonlyArray<unknown>, changes?: RecordChanges): Recorded<SnsEventRecord> =>
  recorded(messages, record, changes)

const topic = `arn:aws:sns:${region}:${accountId}:topic`

const record = (message: unknown, i: number): SnsEventRecord => ({
  EventSource: 'aws:sns',
  EventVersion: '1.0',
  EventSubscriptionArn: `${topic}:${uuid(0)}`,
  Sns: {
    Type: 'Notification',
    MessageId: uuid(i),
    TopicArn: topic,
    Subject: null,
    Message: textOf(message),
    Timestamp: testMoment.at.toISOString(),
    SignatureVersion: '1',
    Signature: 'bm8gc2lnbmF0dXJl',
    SigningCertUrl: `https://sns.${region}.amazonaws.com/SimpleNotificationService-0000.pem`,
    UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topic}:${uuid(0)}`,
    MessageAttributes: {}
  }
})
