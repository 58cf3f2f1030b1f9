/** A form body. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import { IntFromString } from '../../src/codecs/textCodecs.js'
import { form } from '../../src/combinators/form.js'
import { handle } from '../../src/combinators/Handler.js'
import { limits } from '../../src/combinators/limits.js'
import { post } from '../../src/router/Route.js'
import { send } from '../laws/send.js'
import { encoded, typed } from './bodies.js'

const type = 'application/x-www-form-urlencoded'
const route = pipe(
  post('/x'),
  limits({ formKeys: 5 }),
  form({ user: t.string, age: t.union([IntFromString, t.undefined]), tag: t.array(t.string) }),
  handle(({ body }) => ({ user: body.user, age: body.age ?? null, tag: body.tag }))
)

test.each<[string, string, unknown]>([
  ['plain fields', 'user=a&age=7', { user: 'a', age: 7, tag: [] }],
  ['escapes and plus signs', 'user=J%C3%BCrgen+%26+co', { user: 'Jürgen & co', age: null, tag: [] }],
  ['the last value of a key', 'user=a&user=b', { user: 'b', age: null, tag: [] }],
  ['every value where a list is read', 'user=a&tag=1&tag=2', { user: 'a', age: null, tag: ['1', '2'] }],
  ['an empty value, which is present', 'user=', { user: '', age: null, tag: [] }],
  ['keys that nobody declared', 'user=a&admin=true', { user: 'a', age: null, tag: [] }],
  ['poisonous keys, which are only keys', 'user=a&__proto__=1&a[__proto__]=1&toString=1', { user: 'a', age: null, tag: [] }]
])('%s', async (_, text, body) => {
  expect(await send(route, typed(type, text))).toMatchObject({ status: 200, body })
  expect((await send(route, encoded(`${type}; charset=UTF-8`, Buffer.from(text)))).body).toEqual(body)
})

test.each<[string, Parameters<typeof send>[1], number]>([
  ['another type', typed('application/json', '{"user":"a"}'), 415],
  ['no type', typed(undefined, 'user=a'), 415],
  ['another charset', typed(`${type};charset=latin1`, 'user=a'), 415],
  ['a broken escape', typed(type, 'user=%ZZ'), 400],
  ['an escape that is no UTF-8', typed(type, 'user=%FF'), 400],
  ['bytes that are no UTF-8', encoded(type, [0x75, 0xff]), 400],
  ['base64 that is none', typed(type, 'user=a&b=c', true), 400],
  ['too many fields', typed(type, 'user=a&b=1&b=2&b=3&b=4&b=5'), 413],
  ['five thousand fields', typed(type, 'a=1&'.repeat(5000)), 413],
  ['more than a mebibyte', typed(type, `user=${'a'.repeat(1_048_576)}`), 413]
])('%s is refused', async (_, request, status) => {
  expect((await send(route, request)).status).toBe(status)
})

test('what codecs refuse is told with every path at once, never with a value', async () => {
  const told = await send(route, typed(type, 'age=canary'))
  expect(told).toMatchObject({
    status: 422,
    body: {
      detail: 'The body is not as declared',
      errors: [
        { path: 'body.user', expected: 'string' },
        { path: 'body.age', expected: 'whole number as text' }
      ]
    }
  })
  expect(JSON.stringify(told)).not.toContain('canary')
})

test('without a body every field is absent', async () => {
  expect((await send(route)).status).toBe(422)
})

test('validators of another kind, asynchronous ones too, decode fields', async () => {
  const late = pipe(
    post('/x'),
    form({ n: z.coerce.number().refine(async (n) => n > 0) }),
    handle(({ body }) => body.n + 1)
  )
  expect((await send(late, typed(type, 'n=2'))).body).toBe(3)
  expect((await send(late, typed(type, 'n=-2'))).status).toBe(422)
})
