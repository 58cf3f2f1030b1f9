/** Every picture that is uploaded gets a thumbnail beside it. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { each, functionSettings, handle, s3, use } from 'quaich'
import { bucket, objects, type Place, pictures, thumbnails } from './objects.js'
import { thumbnailOf } from './picture.js'

/** Pixels of the longer side. */
const size = 128

/** Bytes that are read into memory, at most. */
const largest = 20 * 1024 * 1024

/** `images/cats/tom.jpg` becomes `thumbnails/cats/tom.jpg`. */
export const placeOf = ({ bucket, key }: Place): Place => ({ bucket, key: `${thumbnails}${key.slice(pictures.length)}` })

export const thumbnail = pipe(
  s3(bucket, { prefix: pictures }),
  functionSettings({ memorySize: 1024, timeout: 60, maximumRetryAttempts: 1 }),
  use(objects),
  each(),
  handle(({ record, objects }) =>
    (record.size ?? 0) > largest
      ? TE.left({ _tag: 'TooLarge' as const })
      : pipe(
          objects.read(record),
          TE.flatMap((bytes) => thumbnailOf(size, bytes)),
          TE.flatMap((made) => objects.write(placeOf(record), made))
        )
  )
)
