/** A text body. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { handle } from '../../src/combinators/Handler.js'
import { limits } from '../../src/combinators/limits.js'
import { text } from '../../src/combinators/text.js'
import { post } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { holds } from '../laws/holds.js'
import { send, sendTo } from '../laws/send.js'
import { encoded, typed } from './bodies.js'

const echo = pipe(
  post('/x'),
  text(),
  handle(({ body }) => ({ body }))
)
const csv = pipe(
  post('/x'),
  limits({ bodyBytes: 4 }),
  text('text/csv', 'text/markdown'),
  handle(({ body }) => ({ body }))
)

test('a text arrives as it was sent, plain or in base64', async () => {
  const lambda = resource(echo)
  await holds(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }).filter((s) => !s.startsWith('\ufeff')),
      fc.boolean(),
      async (s, base64) => {
        const request = base64 ? encoded('text/plain; charset=utf-8', Buffer.from(s)) : typed('text/plain', s)
        expect((await sendTo(lambda, echo, request)).body).toEqual({ body: s })
      }
    ),
    200
  )
})

test.each<[string, Parameters<typeof send>[1], number]>([
  ['a named type', typed('text/csv', 'a'), 200],
  ['another named type', typed('text/markdown', 'a'), 200],
  ['no body, which is the empty text', {}, 200],
  ['the default type, once others are named', typed('text/plain', 'a'), 415],
  ['no type', typed(undefined, 'a'), 415],
  ['one byte too many', typed('text/csv', 'abcde'), 413],
  ['bytes that are no UTF-8', encoded('text/csv', [0xff]), 400],
  ['base64 that is none', typed('text/csv', 'a', true), 400]
])('%s', async (_, request, status) => {
  expect((await send(csv, request)).status).toBe(status)
})
