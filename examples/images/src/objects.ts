/** Objects of one bucket, behind a port that may read pictures and write thumbnails, and nothing else. */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { port } from 'quaich'

/** The bucket exists already: S3 tells the function what is uploaded there. */
export const bucket = 'pictures-${sls:stage}'

/** Where pictures are put, and where their thumbnails go. S3 speaks of the first alone, so no thumbnail wakes the function. */
export const pictures = 'images/'
export const thumbnails = 'thumbnails/'

export interface Place {
  readonly bucket: string
  readonly key: string
}

export interface StoredObject {
  readonly bytes: Uint8Array
  readonly contentType: string
}

export interface Objects {
  readonly read: (from: Place) => TE.TaskEither<never, Uint8Array>
  readonly write: (to: Place, object: StoredObject) => TE.TaskEither<never, void>
}

const under = (prefix: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}/${prefix}*` })

export const objects = port('objects', {
  live: (): Objects => s3Objects(new S3Client()),
  iam: [
    { actions: ['s3:GetObject'], resources: [under(pictures)] },
    { actions: ['s3:PutObject'], resources: [under(thumbnails)] }
  ]
})

// What S3 itself fails with is a defect: the invocation fails, and Lambda tries again.
const s3Objects = (client: S3Client): Objects => ({
  read: ({ bucket, key }) =>
    TE.fromTask(async () => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      if (Body === undefined) throw new Error('S3 answered without a body')
      return Body.transformToByteArray()
    }),
  write: ({ bucket, key }, { bytes, contentType }) =>
    TE.fromTask(async () => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }))
    })
})
