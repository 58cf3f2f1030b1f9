/** A service is a value: what its modules declare, under their own export names. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { bytes } from '../../src/codecs/textCodecs.js'
import { authorizer } from '../../src/combinators/Authorizer.js'
import { handle } from '../../src/combinators/Handler.js'
import { port } from '../../src/combinators/Port.js'
import { rawBody } from '../../src/combinators/rawBody.js'
import { returns } from '../../src/combinators/returns.js'
import { lambda } from '../../src/events/lambda.js'
import { binaryTypesOf } from '../../src/router/binaryTypes.js'
import { get, post } from '../../src/router/Route.js'
import { isService, service } from '../../src/router/service.js'
import { closed } from '../laws/send.js'

const a = closed(get('/a'), () => 1)
const b = closed(get('/b'), () => 2)

test('names are export names, in the order of declaration, over all modules', () => {
  const s = service(
    'x',
    { memorySize: 256 },
    { a },
    {
      b,
      job: pipe(
        lambda(),
        handle(() => 1)
      )
    }
  )
  expect(s.declarations.map((d) => d.keys)).toEqual([['a'], ['b'], ['job']])
  expect([s.name, s.settings]).toEqual(['x', { memorySize: 256 }])
})

test('what is no declaration is passed over: ports, codecs, helpers, keys, functions, nothing', () => {
  const others = {
    store: port('store', { live: () => 1 }),
    Todo: t.string,
    help: () => 1,
    key: authorizer({ context: t.type({}) }),
    nothing: null,
    none: undefined,
    n: 7,
    handler: async () => 1
  }
  expect(service('x', {}, { ...others, a }).declarations.map((d) => d.keys)).toEqual([['a']])
})

test('one handler may stand under two names where that is no twin', () => {
  const job = pipe(
    lambda(),
    handle(() => 1)
  )
  expect(service('x', {}, { one: job, two: job }).functions.map((f) => f.name)).toEqual(['one', 'two'])
})

test('defining it runs nothing', () => {
  const live = jest.fn()
  service('x', {}, { a, p: port('p', { live }) })
  expect(live).not.toHaveBeenCalled()
})

test('an empty service is a service', () => {
  expect(service('x', {}).functions).toEqual([])
})

test.each<[unknown, boolean]>([
  [service('x', {}, {}), true],
  [{ name: 'x' }, false],
  [null, false],
  [undefined, false],
  ['Service', false]
])('whether a value is a service: %#', (u, is) => {
  expect(isService(u)).toBe(is)
})

test('binary types are those of settings, of raw bodies and of bytes in replies, each once, in order', () => {
  const { declarations } = service(
    'x',
    {},
    {
      up: pipe(
        post('/up'),
        rawBody('image/png', 'application/pdf'),
        handle(() => 1)
      ),
      down: pipe(
        get('/down'),
        returns({ 200: bytes('image/png') }),
        handle(() => new Uint8Array())
      ),
      a
    }
  )
  expect(binaryTypesOf(declarations, { binaryTypes: ['Font/Woff2'] })).toEqual(['application/pdf', 'font/woff2', 'image/png'])
  expect(binaryTypesOf([], {})).toEqual([])
})
