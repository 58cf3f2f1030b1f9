/** Options that a program computes may be undefined, and every bound then keeps its default: on bodies, records, events and messages. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { z } from 'zod'
import type { AnyCodec } from '../../src/codecs/Codec.js'
import { defaultEngine } from '../../src/codecs/defaultEngine.js'
import { withDefaults } from '../../src/codecs/withDefaults.js'
import { body } from '../../src/combinators/body.js'
import { form } from '../../src/combinators/form.js'
import { handle } from '../../src/combinators/Handler.js'
import { type Limits, limits } from '../../src/combinators/limits.js'
import { text } from '../../src/combinators/text.js'
import { lambdas } from '../../src/router/lambdas.js'
import { post } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'

const unset = { bodyBytes: undefined, jsonDepth: undefined, jsonValues: undefined, formKeys: undefined } as unknown as Limits
const own = new t.Type<unknown, unknown, unknown>('own', (_u): _u is unknown => true, t.success, t.identity)

test('an option that is given wins, and one that is undefined or absent does not', () => {
  expect(withDefaults<{ a: number; b: number; c: number }>({ a: 1, b: 2, c: 3 }, { a: 0, b: undefined as never })).toEqual({
    a: 0,
    b: 2,
    c: 3
  })
})

const wide = `[${'1,'.repeat(30_000)}1]`
const deep = '['.repeat(70) + ']'.repeat(70)

test.each<[string, AnyCodec, string]>([
  ['values for a codec’s own function', own, wide],
  ['levels for a codec’s own function', own, deep],
  ['values for another validator', z.unknown(), wide],
  ['levels for another validator', z.unknown(), deep]
])('%s', async (_, codec, json) => {
  const { textDecoder, valueDecoder } = defaultEngine
  for (const d of [await textDecoder(codec, unset)(json), await valueDecoder(codec, unset)(JSON.parse(json))])
    expect(d).not.toHaveProperty('value')
})

const bounded = service(
  'bounded',
  {},
  {
    said: pipe(
      post('/text'),
      limits(unset),
      text(),
      handle(() => 'taken')
    ),
    sent: pipe(
      post('/json'),
      limits(unset),
      body(t.unknown),
      handle(() => 'taken')
    ),
    filled: pipe(
      post('/form'),
      limits(unset),
      form({ a: t.array(t.string) }),
      handle(() => 'taken')
    )
  }
)

test.each<[string, string, string]>([
  ['text', 'text/plain', 'x'.repeat(1_048_577)],
  ['json', 'application/json', JSON.stringify('x'.repeat(1_048_577))],
  ['form', 'application/x-www-form-urlencoded', 'a=1&'.repeat(1001)]
])('a %s body over its default is 413', async (path, type, rawBody) => {
  const handler = lambdas(bounded)[`api-${path}`]
  const reply = await handler?.(
    httpEvent('rest', 'POST', `/${path}`, { rawBody, headers: { 'content-type': type } }),
    lambdaContext('x')
  )
  expect(reply).toMatchObject({ statusCode: 413 })
})
