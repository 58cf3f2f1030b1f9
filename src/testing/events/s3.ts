/** Events of Amazon S3. */
import { region } from '../../deploy/local/events.js'
import { testMoment } from '../format.js'
import { type RecordChanges, type Recorded, recorded } from './changes.js'

/** What happened to an object, as Lambda gets it ("Event message structure"). @since 0.1.0 */
export interface S3EventRecord {
  readonly eventVersion: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly eventTime: string
  readonly eventName: string
  readonly userIdentity: { readonly principalId: string }
  readonly requestParameters: { readonly sourceIPAddress: string }
  readonly responseElements: Readonly<Record<string, string>>
  readonly s3: {
    readonly s3SchemaVersion: string
    readonly configurationId: string
    readonly bucket: { readonly name: string; readonly ownerIdentity: { readonly principalId: string }; readonly arn: string }
    readonly object: {
      readonly key: string
      readonly size: number
      readonly eTag: string
      readonly versionId: string
      readonly sequencer: string
    }
  }
}

/** Objects by their keys, each put into the bucket; keys are encoded here, as S3 encodes them. @internal */
export const s3 = (keys: ReadonlyArray<string>, changes?: RecordChanges): Recorded<S3EventRecord> =>
  recorded(keys, record, changes)

const record = (key: string, i: number): S3EventRecord => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: region,
  eventTime: testMoment.at.toISOString(),
  eventName: 'ObjectCreated:Put',
  userIdentity: { principalId: 'AWS:AIDAEXAMPLEEXAMPLE0000' },
  requestParameters: { sourceIPAddress: '127.0.0.1' },
  responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'FMyUVURIY8' },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'notification',
    bucket: { name: 'bucket', ownerIdentity: { principalId: 'A3NL1KOZZKExample' }, arn: 'arn:aws:s3:::bucket' },
    object: {
      key: key.split('/').map(encoded).join('/'),
      size: 1024,
      eTag: 'd41d8cd98f00b204e9800998ecf8427e',
      versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
      sequencer: (0x0065a1 + i).toString(16).toUpperCase().padStart(18, '0')
    }
  }
})

const encoded = (segment: string): string => encodeURIComponent(segment).replaceAll('%20', '+')
