/** A form body, `application/x-www-form-urlencoded`, decoded by codecs. */
import { textOf } from './bytes.js'
import type { Codecs, DecodedProps, EncodedProps } from './Codec.js'
import { parseQuery } from './queryString.js'
import type { HasRequest, HttpRequest } from './Request.js'
import { decodeProps, refused } from './refusing.js'
import { checkBody, limitsOf } from './requestBody.js'
import { type Ctx, extend, type Give, type Source } from './Source.js'

/**
 * Reads the body as form fields (WHATWG URL, "application/x-www-form-urlencoded") and decodes each: the last value of its key,
 * or every value where an io-ts codec reads a list. Malformed escapes are 400, more than `limits({ formKeys })` fields 413,
 * fields that a codec refuses 422.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { form, handle, post } from 'quaich'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const login = pipe(post('/login'), form({ user: t.string }), handle(({ body }) => body.user))
 * expect(login.facts[1]).toMatchObject({ _tag: 'Body', as: 'form' })
 */
export const form =
  <const P extends Codecs>(codecs: P) =>
  <C, Err, K>(
    s: Source<C, Err, K>
  ): Source<Give<C, HasRequest, 'body', DecodedProps<P>>, Err, K & { readonly body: EncodedProps<P> }> =>
    extend(s, { _tag: 'Body', as: 'form', mediaTypes: ['application/x-www-form-urlencoded'] }, (program) => {
      const check = checkBody(program)
      const { formKeys } = limitsOf(program.facts)
      const last = (fields: Fields, key: string): unknown => fields[key]?.at(-1)
      const every = (fields: Fields, key: string): unknown => fields[key] ?? []
      const decode = decodeProps<Fields>('body', codecs, last, every)
      return {
        enter: (ctx) => {
          const request = ctx['request'] as HttpRequest
          const bad = check(request)
          if (bad !== undefined) return bad
          const text = textOf(request.encodedBody)
          if (text === undefined) return refused(400, { message: 'The body is not UTF-8, or not the base64 it claims to be' })
          const fields = parseQuery(text, formKeys)
          if (fields === 'too many') return refused(413, { message: `The form has over ${formKeys} fields` })
          if (fields === 'malformed') return refused(400, { message: 'The form has a malformed percent-escape' })
          const inner: Ctx = { request: fields }
          const told = decode(inner)
          const conclude = (exit: Awaited<typeof told>) => {
            if (exit !== undefined) return unprocessable(exit)
            ctx['body'] = inner['body']
            return undefined
          }
          return told instanceof Promise ? told.then(conclude) : conclude(told)
        }
      }
    })

type Fields = Readonly<Record<string, readonly string[]>>

const unprocessable = (exit: { readonly _tag: string }) => {
  const { issues } = (exit as unknown as { readonly left: { readonly issues: [] } }).left
  return refused(422, { message: 'The body is not as declared', issues })
}
