// What `npm run prove` asks the packaged function, and the bucket that it finds.
import { readFileSync } from 'node:fs'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { startCloud } from '../support/cloud.mjs'

const Bucket = 'pictures-dev'
const Key = 'images/picture.jpg'

export const events = {
  thumbnail: [
    {
      Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: Bucket }, object: { key: Key } } }]
    }
  ]
}

export const start = async () => {
  const { env, stop } = await startCloud()
  const client = new S3Client({
    endpoint: env.AWS_ENDPOINT_URL,
    region: env.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' }
  })
  await client.send(new CreateBucketCommand({ Bucket }))
  await client.send(new PutObjectCommand({ Bucket, Key, Body: readFileSync(new URL('./test/picture.jpg', import.meta.url)) }))
  client.destroy()
  return { env, stop }
}
