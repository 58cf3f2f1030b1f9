/** Bodies of media types that a route does not declare: refused by their name, before anybody looks into them. */
import * as fc from 'fast-check'
import { factOf } from '../../combinators/Fact.js'
import { mediaTypesOf } from '../../combinators/requestBody.js'
import { routeOf } from '../../router/Declaration.js'
import { curl } from './curl.js'
import { type Law, law, trial } from './Law.js'
import { reaching } from './reach.js'
import { told } from './Stimulus.js'
import { because, hasOwn } from './seen.js'

/**
 * A body of another media type than the route declares gets a 415, whatever is in it: it is never decoded, and the handler is not called.
 * @since 0.1.0
 * @example
 * import * as t from 'io-ts'
 * import { body, handle, post, service } from 'quaich'
 * import { refusesOtherTypes } from 'quaich/testing'
 * import { pipe } from 'fp-ts/lib/function.js'
 * const add = pipe(post('/cats'), body(t.type({ name: t.string })), handle(({ body }) => body.name))
 * expect((await refusesOtherTypes(service('cats', {}, { add }))).held).toMatchObject([{ declaration: 'add' }])
 */
export const refusesOtherTypes: Law = law(
  'refusesOtherTypes',
  'a body of another media type is refused, and never decoded',
  (d, world) => {
    if (routeOf(d) === undefined || (factOf(d.facts, 'Body') ?? factOf(d.facts, 'MediaTypes')) === undefined) return undefined
    const declared = mediaTypesOf(d.facts)
    const others = types.filter((type) => !declared.some((m) => spans(m, type)))
    const valid = others.length === 0 ? undefined : world.requests(d)?.valid
    if (valid === undefined) return undefined
    const formats = reaching(d, world.formats)
    const bodies = fc.oneof(
      fc.constantFrom('{', '{"a":', 'null', '{}', 'a=%', '\0', '<a/>'),
      fc.string({ minLength: 1, maxLength: 20 })
    )
    return [
      trial(
        fc.tuple(valid, fc.constantFrom(...others), bodies, fc.constantFrom(...formats)),
        async ([r, type, rawBody, format]) => {
          // HEAD brings no body.
          if (r.method === 'HEAD') return undefined
          const { body: _, headers = {}, ...rest } = r
          const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type')
          const request = { ...rest, headers: { ...Object.fromEntries(kept), 'content-type': type }, rawBody }
          const bench = world.bench(format)
          const exchange = await bench.exchange(request)
          const { status } = exchange.reply
          const calls = bench.watch.handled.length
          const refused = hasOwn(d, 'Provide', 'Bracket', 'Middy', 'MapReply') ? status >= 300 && status < 500 : status === 415
          if (calls === 0 && refused) return undefined
          return {
            shown: curl(bench.requestOf(request), request),
            expected: `415, and no call of the handler: ${declared.join(', ')} is declared`,
            came: `${told({ _tag: 'Replied', exchange })}${calls > 0 ? ', and the handler was called' : ''}${because(bench.watch)}`
          }
        }
      )
    ]
  }
)

// Well-formed all of them, and read by nobody's parser but their names.
const types = [
  'text/html',
  'application/xml',
  'application/x-unheard-of',
  'application/jsonp',
  'video/mp4',
  'text/plain',
  'application/json',
  'multipart/mixed'
]

const spans = (declared: string, type: string): boolean => {
  const plain = declared.toLowerCase()
  return plain === '*/*' || plain === type || (plain.endsWith('/*') && type.startsWith(plain.slice(0, -1)))
}
