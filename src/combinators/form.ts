/** A form body, `application/x-www-form-urlencoded`, decoded by codecs. */
import type { Codecs, DecodedProps, EncodedProps } from '../codecs/Codec.js'
import { parseQuery } from './queryString.js'
import type { HasRequest } from './Request.js'
import { decodeProps, refused } from './refusing.js'
import { limitsOf, readText } from './requestBody.js'
import { extend, type Give, type Source } from './Source.js'

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
  ): Source<Give<C, HasRequest, 'body', DecodedProps<P>>, Err, K & { readonly form: true; readonly body: EncodedProps<P> }> =>
    extend(s, { _tag: 'Body', as: 'form', mediaTypes: ['application/x-www-form-urlencoded'], codecs }, (program) => {
      const read = readText(program)
      const { formKeys } = limitsOf(program.facts)
      const decode = decodeProps<Fields>(program, {
        place: 'body',
        codecs,
        refusal: { status: 422, message: 'The body is not as declared' },
        one: (fields, key) => fields[key]?.at(-1),
        all: (fields, key) => fields[key] ?? []
      })
      return {
        enter: (ctx) => {
          const text = read(ctx)
          if (typeof text !== 'string') return text.refused
          const fields = parseQuery(text, formKeys)
          if (fields === 'too many') return refused(413, { message: `The form has over ${formKeys} fields` })
          if (fields === 'malformed') return refused(400, { message: 'The form has a malformed percent-escape' })
          return decode(ctx, fields)
        }
      }
    })

type Fields = Readonly<Record<string, readonly string[]>>
