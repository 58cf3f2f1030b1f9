/** A handler as a function: what it reads must be given, and nothing else. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { authorize, body, get, handle, iam, notFound, port, post, use } from '../../src/index.js'
import { given } from '../../src/testing/index.js'

const store = port('store', { live: () => new Map<string, string>() })

test('what a handler does not read is left out', () => {
  const read = pipe(
    get('/todos/{id}'),
    authorize(iam),
    use(store),
    handle(({ params, store }) => E.fromNullable(notFound())(store.get(params.id)))
  )
  expect(given(read)({ params: { id: '1' }, store: new Map([['1', 'milk']]) })).toEqual(E.right('milk'))
})

test.each([
  [
    'a throw',
    pipe(
      get('/x'),
      use(store),
      handle(({ store }) => store.size)
    )
  ],
  [
    'a read later on',
    pipe(
      get('/x'),
      use(store),
      handle((c) => c.store.size)
    )
  ]
])('a key that is read and not given is named: %s', (_, read) => {
  expect(() => given(read)({})).toThrow(
    new TypeError("given: the handler reads 'store', which this test does not give: given(handler)({ store: … })")
  )
})

test('in an asynchronous handler the promise rejects with it', async () => {
  const later = pipe(
    post('/x'),
    body(t.string),
    handle(async (c) => c.body.length)
  )
  await expect(given(later)({})).rejects.toThrow("the handler reads 'body'")
})

test('a key that is there counts as given, whatever it holds; asking for it is no reading', () => {
  const curious = pipe(
    get('/x'),
    handle((c) => [c.request, 'params' in c, JSON.stringify({ ...c }), JSON.stringify(c), String(c)])
  )
  expect(given(curious)({ request: undefined as never })).toEqual([undefined, false, '{}', '{}', '[object Object]'])
})
