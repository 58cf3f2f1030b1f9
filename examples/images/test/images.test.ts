/** The example with the real S3 client against an S3 on this machine, and a real picture, looked at by decoding it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createJimp } from '@jimp/core'
import jpeg from '@jimp/js-jpeg'
import png from '@jimp/js-png'
import fc from 'fast-check'
import { lambdas } from 'quaich'
import { check, serverless } from 'quaich/deploy'
import { lambdaContext } from 'quaich/testing'
import { inCloud } from '../../support/inCloud.js'
import { images } from '../src/service.js'
import { placeOf } from '../src/thumbnails.js'

inCloud()

const Jimp = createJimp({ formats: [jpeg, png], plugins: [] })
const Bucket = 'pictures-dev'
const s3 = () => new S3Client()

// Failures are logged, and they are meant here.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))

const put = (Key: string, Body: Uint8Array) => s3().send(new PutObjectCommand({ Bucket, Key, Body }))
const got = async (Key: string) => {
  const { Body, ContentType } = await s3().send(new GetObjectCommand({ Bucket, Key }))
  return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), contentType: ContentType }
}
const keys = async () => ((await s3().send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map((o) => o.Key)

/** What S3 sends when objects were put: keys encoded as forms encode them. */
const uploaded = (...objects: ReadonlyArray<readonly [key: string, size: number]>) => ({
  Records: objects.map(([key, size]) => ({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
      object: { key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'), size }
    }
  }))
})
const call = (event: unknown) => Promise.resolve(lambdas(images)['thumbnail']?.(event as never, lambdaContext('thumbnail')))

const picture = readFileSync(join(__dirname, 'picture.jpg'))

beforeAll(() => s3().send(new CreateBucketCommand({ Bucket })))

test('a picture becomes a thumbnail beside it: its shape kept, its parts where they were', async () => {
  await put('images/my café.jpg', picture)
  expect(await call(uploaded(['images/my café.jpg', picture.length]))).toBeUndefined()
  const { bytes, contentType } = await got('thumbnails/my café.jpg')
  const [before, after] = [await Jimp.fromBuffer(picture), await Jimp.fromBuffer(bytes)]
  expect([before.width, before.height, after.width, after.height, after.mime, contentType]).toEqual([
    480,
    320,
    128,
    85,
    'image/jpeg',
    'image/jpeg'
  ])
  // Sky, sun, hill and shadow of the original are sky, sun, hill and shadow of the thumbnail.
  const colour = (
    image: { getPixelColor(x: number, y: number): number; width: number; height: number },
    x: number,
    y: number
  ) => {
    const rgba = image.getPixelColor(Math.floor(x * image.width), Math.floor(y * image.height))
    return [rgba >>> 24, (rgba >>> 16) & 255, (rgba >>> 8) & 255]
  }
  const apart = places.map(([x, y]) => {
    const [a, b] = [colour(before, x, y), colour(after, x, y)]
    return Math.max(...a.map((v, i) => Math.abs(v - (b[i] ?? 0))))
  })
  expect(Math.max(...apart)).toBeLessThan(16)
  expect(
    new Set(
      places.map(([x, y]) =>
        colour(after, x, y)
          .map((v) => v >> 5)
          .join()
      )
    ).size
  ).toBe(places.length)
  expect(bytes.length).toBeLessThan(picture.length)
})

/** One in each part of the picture, as shares of its width and height. */
const places: ReadonlyArray<readonly [x: number, y: number]> = [
  [0.1, 0.1],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.8, 0.92]
]

test('a small PNG stays as large as it is, and a PNG', async () => {
  const small = await new Jimp({ width: 20, height: 10, color: 0x3366ccff }).getBuffer('image/png')
  await put('images/dot.png', small)
  await call(uploaded(['images/dot.png', small.length]))
  const { bytes, contentType } = await got('thumbnails/dot.png')
  const made = await Jimp.fromBuffer(bytes)
  expect([made.width, made.height, made.getPixelColor(3, 3), contentType]).toEqual([20, 10, 0x3366ccff, 'image/png'])
})

test('what is no picture, too large, or gone fails the invocation, and the others have their thumbnails', async () => {
  await put('images/notes.jpg', Buffer.from('not a picture'))
  await put('images/good.jpg', picture)
  const before = await keys()
  const result = call(
    uploaded(
      ['images/notes.jpg', 13],
      ['images/huge.jpg', 30_000_000],
      ['images/gone.jpg', 1],
      ['images/good.jpg', picture.length]
    )
  )
  await expect(result).rejects.toThrow('3 of 4 S3 records failed')
  expect((await keys()).filter((key) => !before.includes(key))).toEqual(['thumbnails/good.jpg'])
})

// ---- what is deployed

const file = JSON.parse(JSON.stringify(serverless(images))) as {
  readonly functions: { readonly thumbnail: { readonly events: ReadonlyArray<{ readonly s3: unknown }> } }
  readonly resources: {
    readonly Resources: Readonly<
      Record<
        string,
        {
          readonly Properties: { readonly Policies: ReadonlyArray<{ readonly PolicyDocument: { readonly Statement: unknown } }> }
        }
      >
    >
  }
}

test('no thumbnail wakes the function: whatever the key, it lies outside of what S3 tells of', () => {
  expect(file.functions.thumbnail.events).toEqual([
    { s3: { bucket: 'pictures-${sls:stage}', existing: true, event: 's3:ObjectCreated:*', rules: [{ prefix: 'images/' }] } }
  ])
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(placeOf({ bucket: Bucket, key: `images/${name}` }).key.startsWith('images/')).toBe(false)
    }),
    { seed: 42 }
  )
})

test('the role may read pictures and write thumbnails, and nothing else of S3', () => {
  const statements = Object.values(file.resources.Resources).flatMap(
    (r) => r.Properties.Policies?.flatMap((p) => p.PolicyDocument.Statement) ?? []
  )
  const at = (prefix: string) => [{ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::pictures-\${sls:stage}/${prefix}/*` }]
  expect(statements.filter((s) => JSON.stringify(s).includes('s3:'))).toEqual([
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: at('images') },
    { Effect: 'Allow', Action: ['s3:PutObject'], Resource: at('thumbnails') }
  ])
})

test('it can be deployed, without a warning', () => {
  // As many resources as osls 4.3.1 packaged.
  expect(check(images)).toEqual({ faults: [], warnings: [], resources: 9 })
})
