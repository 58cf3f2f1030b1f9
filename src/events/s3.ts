/** Amazon S3 buckets that exist already. */
import * as t from 'io-ts'
import { type Invocation, type Source, source } from '../combinators/Source.js'
import { type Batch, type BatchKind, isObject, objectAt, opening, type Raw, textAt } from './Batch.js'
import { EventError } from './lambda.js'

// ---- model

/** What happened to an object ("Event message structure"). Keys are absent where S3 does not send them, as for deletions. @since 0.1.0 */
export interface S3Record {
  readonly bucket: string
  /** Decoded: `+` is a space, `%XX` UTF-8. Reading a key that is not so encoded fails the record. */
  readonly key: string
  /** As S3 sent it. */
  readonly rawKey: string
  /** `ObjectCreated:Put` and the like. */
  readonly eventName: string
  readonly size?: number
  readonly eTag?: string
  readonly versionId?: string
  readonly toJSON: () => unknown
}

/** Which objects and what happens to them. @since 0.1.0 */
export interface S3Options {
  /** `s3:ObjectCreated:*` unless others are named. */
  readonly events?: readonly string[]
  readonly prefix?: string
  readonly suffix?: string
}

class ObjectRecord implements S3Record {
  // Declared only: a field would be there, undefined, where S3 sends nothing.
  declare readonly size?: number
  declare readonly eTag?: string
  declare readonly versionId?: string
  constructor(private readonly record: Raw) {
    const object = objectAt(objectAt(record, 's3'), 'object')
    if (typeof object['size'] === 'number') this.size = object['size']
    if (typeof object['eTag'] === 'string') this.eTag = object['eTag']
    if (typeof object['versionId'] === 'string') this.versionId = object['versionId']
  }
  get bucket(): string {
    return textAt(objectAt(objectAt(this.record, 's3'), 'bucket'), 'name') ?? ''
  }
  get rawKey(): string {
    return textAt(objectAt(objectAt(this.record, 's3'), 'object'), 'key') ?? ''
  }
  get key(): string {
    try {
      return decodeURIComponent(this.rawKey.replaceAll('+', ' '))
    } catch {
      throw new EventError(`the object key is not encoded as S3 encodes keys: ${this.rawKey}`)
    }
  }
  get eventName(): string {
    return textAt(this.record, 'eventName') ?? ''
  }
  toJSON(): unknown {
    return this.record
  }
}

const recognises = (r: Raw): boolean => r['eventSource'] === 'aws:s3' && isObject(r['s3'])

const bucket: BatchKind<S3Record> = {
  source: 'S3',
  reporting: 'none',
  recognises,
  open: (r) => new ObjectRecord(r),
  idOf: (r) => r.rawKey,
  groupOf: () => undefined,
  content: (r) => ({ text: r.key })
}

// ---- constructors

/**
 * Objects of a bucket that exists already. The message that S3 sends to try a new notification is ignored.
 * @since 0.1.0
 * @example
 * import { each, handle, s3 } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const resize = pipe(s3('pictures', { prefix: 'images/', suffix: '.jpg' }), each(), handle(({ record }) => record.key))
 * expect(resize.facts[0]).toEqual({ _tag: 'Bucket', bucket: 'pictures', events: ['s3:ObjectCreated:*'], prefix: 'images/', suffix: '.jpg' })
 */
export const s3 = (
  name: string,
  o: S3Options = {}
): Source<{ readonly event: Batch<S3Record> } & Invocation, unknown, { readonly kind: 's3' }> =>
  source(
    [{ _tag: 'Bucket', bucket: name, ...o, events: o.events ?? ['s3:ObjectCreated:*'] }],
    [opening(bucket, (event) => event['Event'] === 's3:TestEvent')]
  )

/**
 * The records of an S3 event inside another message: `each(snsEnvelope(s3Notification))`.
 * @since 0.1.0
 * @example
 * import { s3Notification } from 'quaich'
 * const event = { Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: 'b' }, object: { key: 'a+b' } } }] }
 * expect(s3Notification.decode(event)).toMatchObject({ _tag: 'Right', right: [{ bucket: 'b', key: 'a b' }] })
 */
export const s3Notification: t.Type<ReadonlyArray<S3Record>, unknown> = Object.assign(
  new t.Type<ReadonlyArray<S3Record>, unknown, unknown>(
    'S3 event',
    (u): u is ReadonlyArray<S3Record> => Array.isArray(u) && u.every((r) => r instanceof ObjectRecord),
    (u, c) => {
      if (isObject(u) && u['Event'] === 's3:TestEvent') return t.success([])
      const records = isObject(u) ? u['Records'] : undefined
      return Array.isArray(records) && records.every((r) => isObject(r) && recognises(r))
        ? t.success(records.map((r: Raw) => new ObjectRecord(r)))
        : t.failure(u, c)
    },
    (records) => ({ Records: records.map((r) => r.toJSON()) })
  ),
  { _tag: 'S3Notification' }
)
