/** What every reader of a body refuses, and in which words. */
import { pipe } from 'fp-ts/lib/function.js'
import { contentTypes } from '../../src/combinators/contentTypes.js'
import { handle } from '../../src/combinators/Handler.js'
import { limits } from '../../src/combinators/limits.js'
import { rawBody } from '../../src/combinators/rawBody.js'
import { text } from '../../src/combinators/text.js'
import { post } from '../../src/router/Route.js'
import { send } from '../laws/send.js'
import { encoded, typed } from './bodies.js'

const read = () => 1
const texts = pipe(post('/x'), limits({ bodyBytes: 4 }), text('text/csv', 'text/markdown'), handle(read))
const bytes = pipe(post('/x'), rawBody('text/*'), handle(read))
const typesAlone = pipe(post('/x'), contentTypes('text/*'), handle(read))

const twice = { event: { body: 'a', multiValueHeaders: { 'content-type': ['text/csv', 'text/csv'] } } }

test.each<[string, Parameters<typeof send>[0], Parameters<typeof send>[1], number, string]>([
  ['another type', texts, typed('text/plain', 'a'), 415, 'Expected text/csv, text/markdown'],
  ['two types', texts, twice, 400, 'Content-Type is given more than once'],
  ['more bytes than may be', texts, typed('text/csv', 'abcde'), 413, 'The body is over 4 bytes'],
  [
    'bytes that are no UTF-8',
    texts,
    encoded('text/csv', [0xff]),
    400,
    'The body is not UTF-8, or not the base64 it claims to be'
  ],
  ['base64 that is none', bytes, typed('text/csv', 'a', true), 400, 'The body is not the base64 it claims to be'],
  ['text that has no bytes', bytes, typed('text/csv', 'a\ud800'), 400, 'The body is text that has no UTF-8'],
  ['text in another charset', texts, typed('text/csv; charset=iso-8859-1', 'a'), 415, 'Expected text/csv, text/markdown']
])('%s is refused, with the words for it', async (_, route, request, status, detail) => {
  const told = await send(route, request)
  expect(told).toMatchObject({ status, body: { detail } })
  expect(told.headers['accept']).toBe(status === 415 ? 'text/csv, text/markdown' : undefined)
})

test.each<[string, Parameters<typeof send>[0]]>([
  ['bytes are read', bytes],
  ['nothing is read', typesAlone]
])('where %s, text may be in any charset', async (_, route) => {
  expect((await send(route, typed('text/csv; charset=iso-8859-1', 'a'))).status).toBe(200)
})

test('no body needs no type', async () => {
  expect((await send(texts, typed(undefined, null))).status).toBe(200)
})

test('as many bytes as may be are fine', async () => {
  expect((await send(texts, typed('text/csv', 'abcd'))).status).toBe(200)
})
