/** A JSON body, parsed once and decoded by a codec. */
import type { AnyCodec, Decoded, Encoded } from '../codecs/Codec.js'
import type { JsonDecoding } from '../codecs/CodecEngine.js'
import { describeProblem } from '../codecs/safeJson.js'
import { factOf } from './Fact.js'
import type { HasRequest } from './Request.js'
import { at, refused } from './refusing.js'
import { readText } from './requestBody.js'
import { type Ctx, type Exit, extend, type Give, type Source } from './Source.js'

/**
 * Reads the body as JSON (RFC 8259) and decodes it. Media type `application/json` unless `contentTypes` says otherwise, else 415.
 * Missing or malformed JSON is 400, over the bound 413, JSON that the codec refuses 422 with paths and expected types, never the value.
 * A codec that takes `undefined` makes the body optional.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { body, handle, post } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const add = pipe(post('/todos'), body(t.type({ title: t.string })), handle(({ body }) => body.title))
 * expect(add.facts[1]).toMatchObject({ _tag: 'Body', as: 'json', mediaTypes: ['application/json'] })
 */
export const body =
  <S extends AnyCodec>(codec: S) =>
  <C, Err, K>(s: Source<C, Err, K>): Source<Give<C, HasRequest, 'body', Decoded<S>>, Err, K & { readonly body: Encoded<S> }> =>
    extend(s, { _tag: 'Body', as: 'json', mediaTypes: ['application/json'], codec }, (program) => {
      const read = readText(program)
      const limits = factOf(program.facts, 'Limits') ?? {}
      const decode = program.codecs.decoder(codec, limits)
      const decodeText = program.codecs.textDecoder(codec, limits)
      const conclude = (
        ctx: Ctx,
        d: JsonDecoding | Promise<JsonDecoding>,
        status: 400 | 422
      ): Exit | undefined | Promise<Exit | undefined> => {
        if (d instanceof Promise) return d.then((decoded) => conclude(ctx, decoded, status))
        if ('problem' in d)
          return refused(d.problem.kind === 'too many values' ? 413 : 400, { message: `The body ${describeProblem(d.problem)}` })
        if (d.issues !== undefined)
          return status === 400
            ? refused(400, { message: 'A JSON body is needed' })
            : refused(422, { message: 'The body is not as declared', issues: at('body', d.issues) })
        ctx['body'] = d.value
        return undefined
      }
      return {
        enter: (ctx) => {
          const text = read(ctx)
          if (typeof text !== 'string') return text.refused
          if (text === '') return conclude(ctx, decode(undefined), 400)
          return conclude(ctx, decodeText(text), 422)
        }
      }
    })
