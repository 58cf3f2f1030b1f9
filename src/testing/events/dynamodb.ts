/** Events of DynamoDB streams, from plain items; the inverse of how the source reads them. */
import { accountId, region } from '../../deploy/local/events.js'
import { testMoment } from '../format.js'
import { type RecordChanges, type Recorded, recorded } from './changes.js'

// ---- model

/** A change as Lambda gets it ("Using AWS Lambda with Amazon DynamoDB"). @since 0.1.0 */
export interface DynamoDbEventRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventVersion: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly userIdentity?: { readonly type: string; readonly principalId: string }
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number
    readonly Keys: AttributeValues
    readonly NewImage?: AttributeValues
    readonly OldImage?: AttributeValues
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: string
  }
  readonly eventSourceARN: string
}

type AttributeValues = Readonly<Record<string, object>>

/** An item as a program has it: texts, numbers, booleans, null, bytes, lists, sets and objects. @since 0.1.0 */
export type Item = Readonly<Record<string, unknown>>

/** A new item, or an item before and after: `[null, item]` is put, `[item, other]` changed, `[item, null]` removed. @since 0.1.0 */
export type ItemChange = Item | readonly [before: Item | null, after: Item | null]

// ---- constructors

/** Changes of a table. The key is the attribute `id`, or the first one where there is none. @internal */
export const dynamodb = (items: ReadonlyArray<ItemChange>, changes?: RecordChanges): Recorded<DynamoDbEventRecord> =>
  recorded(items, record, changes)

const isPair = (c: ItemChange): c is readonly [Item | null, Item | null] => Array.isArray(c)

const record = (change: ItemChange, i: number): DynamoDbEventRecord => {
  const [before, after] = isPair(change) ? change : [null, change]
  const some = after ?? before ?? {}
  const key = 'id' in some ? 'id' : Object.keys(some)[0]
  const [NewImage, OldImage] = [after, before].map((item) => (item === null ? undefined : attributesOf(item)))
  return {
    eventID: String(i + 1).padStart(32, '0'),
    eventName: before === null ? 'INSERT' : after === null ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: testMoment.at.getTime() / 1000,
      Keys: key === undefined ? {} : attributesOf({ [key]: some[key] }),
      ...(NewImage === undefined ? {} : { NewImage }),
      ...(OldImage === undefined ? {} : { OldImage }),
      SequenceNumber: String(100_000_000_000_000_000_000n + BigInt(i)),
      SizeBytes: JSON.stringify([NewImage, OldImage]).length,
      StreamViewType: 'NEW_AND_OLD_IMAGES'
    },
    eventSourceARN: `arn:aws:dynamodb:${region}:${accountId}:table/Table/stream/2026-01-01T00:00:00.000`
  }
}

const attributesOf = (item: Item): AttributeValues =>
  Object.fromEntries(Object.entries(item).flatMap(([k, v]) => (v === undefined ? [] : [[k, attributeOf(v)]])))

// Numbers are text there; what has no attribute value is a mistake of the test's.
const attributeOf = (v: unknown): object => {
  switch (typeof v) {
    case 'string':
      return { S: v }
    case 'number':
    case 'bigint':
      return { N: String(v) }
    case 'boolean':
      return { BOOL: v }
    case 'object':
      if (v === null) return { NULL: true }
      if (v instanceof Uint8Array) return { B: base64(v) }
      if (v instanceof Set) return setOf([...v])
      return Array.isArray(v) ? { L: v.map(attributeOf) } : { M: attributesOf(v as Item) }
    default:
      throw new TypeError(`events.dynamodb: a ${typeof v} is no attribute value`)
  }
}

const setOf = (all: ReadonlyArray<unknown>): object =>
  all.every((x) => typeof x === 'number' || typeof x === 'bigint')
    ? { NS: all.map(String) }
    : all.every((x) => x instanceof Uint8Array)
      ? { BS: all.map((x) => base64(x as Uint8Array)) }
      : { SS: all.map(String) }

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
