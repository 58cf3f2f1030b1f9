/** Between bytes and text, strictly: what is not UTF-8 or not base64 gives nothing, and everything else comes back as it was. */
import * as fc from 'fast-check'
import { decodeBase64, decodeUtf8, encodeUtf8 } from '../../src/codecs/strictBytes.js'
import { holds } from '../laws/holds.js'

test('bytes are the text that has them, or they are no text', async () => {
  await holds(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = decodeUtf8(bytes)
      const isText = Buffer.from(Buffer.from(bytes).toString('utf8')).equals(bytes)
      const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
      if (text === undefined || !isText) expect([text, isText]).toEqual([undefined, false])
      else expect(encodeUtf8(text)).toEqual(marked ? bytes.slice(3) : bytes)
    })
  )
})

test('text has bytes unless it holds half of a surrogate pair', async () => {
  await holds(
    fc.property(fc.string({ unit: 'binary' }), (text) => expect(encodeUtf8(text)).toEqual(new Uint8Array(Buffer.from(text))))
  )
  for (const half of ['\ud800', 'a\udc00', '\udc00\ud800']) expect(encodeUtf8(half)).toBeUndefined()
})

test('bytes come back from base64', async () => {
  await holds(fc.property(fc.uint8Array(), (bytes) => expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)))
})
