/** The failures a handler may give, told by their tags. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { errors } from '../../src/combinators/errors.js'
import { handle } from '../../src/combinators/Handler.js'
import { get } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { holds } from '../laws/holds.js'
import { closed, quiet, send, sendTo } from '../laws/send.js'

quiet()
const declared = pipe(
  get('/x'),
  errors({ Taken: 409, Late: (e: { readonly by: number }) => ({ status: 410, detail: `by ${e.by} days` }) }),
  errors({
    Broken: () => {
      throw new Error('the mapper')
    },
    Odd: () => ({ status: 422 })
  })
)
const fails = (failure: unknown) => closed(declared, () => E.left(failure))

test('a declared tag is told with its status, and its code is the tag', async () => {
  const route = pipe(
    declared,
    handle(() => E.left({ _tag: 'Taken' as const, secret: 'canary' }))
  )
  const told = await send(route)
  expect(told).toMatchObject({ status: 409, body: { status: 409, title: 'Conflict', code: 'Taken' } })
  expect(JSON.stringify(told)).not.toContain('canary')
})

test('a function tells the detail from the payload', async () => {
  expect(
    await send(
      pipe(
        declared,
        handle(() => E.left({ _tag: 'Late' as const, by: 3 }))
      )
    )
  ).toMatchObject({ status: 410, body: { code: 'Late', detail: 'by 3 days' } })
  expect((await send(fails({ _tag: 'Odd' }))).body).toEqual({
    type: 'about:blank',
    title: 'Unprocessable Content',
    status: 422,
    code: 'Odd'
  })
})

test.each<[string, unknown]>([
  ['a tag that nobody declared', { _tag: 'Other' }],
  ['a tag that every object has', { _tag: 'constructor' }],
  ['a tag that is a prototype', { _tag: '__proto__' }],
  ['a tag that is no text', { _tag: 409 }],
  ['a tag in a list', { _tag: ['Taken'] }],
  ['no tag', { message: 'x' }],
  ['nothing', undefined],
  ['null', null],
  ['a text', 'Taken'],
  [
    'an Error with a status',
    Object.assign(new Error('canary'), { statusCode: 404, status: 404, expose: true, headers: { a: 'canary' } })
  ],
  ['a failure whose function throws', { _tag: 'Broken' }]
])('%s is the fixed 500', async (_, failure) => {
  const told = await send(fails(failure))
  expect(told).toMatchObject({ status: 500, body: { code: 'InternalServerError' } })
  expect(JSON.stringify(told)).not.toContain('canary')
})

test('whatever the failure, the reply is what the table says or the fixed 500, and nothing of the failure is in it', async () => {
  let failure: unknown
  const route = closed(declared, () => E.left(failure))
  const lambda = resource(route)
  await holds(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.record({ _tag: fc.oneof(fc.constantFrom('Taken', 'Odd', 'valueOf'), fc.string()), secret: fc.constant('canary') })
      ),
      async (f) => {
        failure = f
        const { _tag } = (f ?? {}) as { _tag?: unknown }
        const told = await sendTo(lambda, route)
        expect(told.status).toBe(_tag === 'Taken' ? 409 : _tag === 'Odd' ? 422 : 500)
        expect(JSON.stringify(told)).not.toContain('canary')
      }
    )
  )
})
