/** The only media types a request may have, also where nobody reads the body. */
import { pipe } from 'fp-ts/lib/function.js'
import { contentTypes } from '../../src/combinators/contentTypes.js'
import { handle } from '../../src/combinators/Handler.js'
import { post } from '../../src/router/Route.js'
import { send } from '../laws/send.js'
import { typed } from './bodies.js'

const handler = jest.fn(() => 1)
const route = pipe(post('/x'), contentTypes('Application/JSON', 'image/*'), handle(handler))
beforeEach(() => handler.mockClear())

test.each<[string, Parameters<typeof send>[1], number]>([
  ['a declared type', typed('application/json', '1'), 200],
  ['a type of a declared range', typed('image/png', '1'), 200],
  ['no body and no type', {}, 200],
  ['an empty body and no type', typed(undefined, ''), 200],
  ['no body, and a declared type', typed('application/json', null), 200],
  ['no body, and another type', typed('text/plain', null), 415],
  ['another type', typed('text/plain', '1'), 415],
  ['a body without a type', typed(undefined, '1'), 415],
  ['a malformed type', typed('application/json\ta', '1'), 415],
  ['two types', { event: { body: '1', multiValueHeaders: { 'content-type': ['application/json', 'application/json'] } } }, 400]
])('%s', async (_, request, status) => {
  expect((await send(route, request)).status).toBe(status)
  expect(handler).toHaveBeenCalledTimes(status === 200 ? 1 : 0)
})

test('types are declared in lower case however they were written', () => {
  expect(route.facts[1]).toEqual({ _tag: 'MediaTypes', mediaTypes: ['application/json', 'image/*'] })
})
