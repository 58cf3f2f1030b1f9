/** From a picture to its thumbnail: bytes in, bytes out. JPEG and PNG, by jimp, which is JavaScript alone and so runs on any architecture. */
import { createJimp } from '@jimp/core'
import jpeg from '@jimp/js-jpeg'
import png from '@jimp/js-png'
import { methods as resize } from '@jimp/plugin-resize'
import * as TE from 'fp-ts/lib/TaskEither.js'

const Jimp = createJimp({ formats: [jpeg, png], plugins: [resize] })

export interface NotAPicture {
  readonly _tag: 'NotAPicture'
}

export interface Thumbnail {
  readonly bytes: Uint8Array
  readonly contentType: string
}

/** The picture within a square of that many pixels, never enlarged; in the format that it had. */
export const thumbnailOf = (size: number, picture: Uint8Array): TE.TaskEither<NotAPicture, Thumbnail> =>
  TE.tryCatch(
    async () => {
      const image = await Jimp.fromBuffer(Buffer.from(picture))
      if (image.width > size || image.height > size) image.scaleToFit({ w: size, h: size })
      const bytes = image.mime === 'image/png' ? image.getBuffer('image/png') : image.getBuffer('image/jpeg', { quality: 80 })
      return { bytes: await bytes, contentType: image.mime ?? 'image/jpeg' }
    },
    (): NotAPicture => ({ _tag: 'NotAPicture' })
  )
