/** Replies as `returns` declares them: each status with a codec of its own. Functions whose routes declare none go without. */
import type { AnyCodec } from '../codecs/Codec.js'
import type { Encode } from '../codecs/CodecEngine.js'
import { defect } from './HttpError.js'
import type { Reply } from './Reply.js'
import { type Exit, left, right } from './Source.js'

/** How the replies of one sentence are encoded. @internal */
export type EncodeReply = (reply: Reply<number, unknown>) => Exit | Promise<Exit>

/** @internal */
export type EncodesReplies = (replies: Readonly<Record<string, AnyCodec>>, encoder: (codec: AnyCodec) => Encode) => EncodeReply

/** @internal */
export const encodesReplies: EncodesReplies = (replies, encoder) => {
  const encoders = new Map(
    Object.entries(replies).map(([status, codec]) => [Number(status), bodyEncoder(codec, encoder(codec))] as const)
  )
  return (reply) => {
    const encode = encoders.get(reply.status)
    if (encode === undefined) return left(defect(new TypeError(`returns() does not declare the status ${reply.status}`)))
    return encode(reply)
  }
}

const bodyEncoder = (codec: AnyCodec, encode: Encode): EncodeReply => {
  const mediaType = (codec as { readonly mediaType?: unknown }).mediaType
  const type = typeof mediaType === 'string' ? { 'content-type': mediaType } : undefined
  const told = (reply: Reply<number, unknown>, body: unknown): Exit =>
    right({ ...reply, body, headers: type === undefined ? reply.headers : { ...type, ...reply.headers } })
  return (reply) => {
    const body = encode(reply.body)
    return body instanceof Promise
      ? body.then(
          (b) => told(reply, b),
          (e) => left(defect(e))
        )
      : told(reply, body)
  }
}
