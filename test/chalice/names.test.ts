/** Names, and what a definition checks, section 19. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import {
  authorizer,
  body,
  cors,
  DefinitionError,
  errors,
  functionSettings,
  get,
  handle,
  lambda,
  lambdas,
  limits,
  mount,
  post,
  returns,
  service
} from '../../src/index.js'
import { faultsIn, watchLog } from './support.js'

watchLog()

const x = pipe(
  get('/x'),
  handle(() => 1)
)

test.each([
  ['/', 'api'],
  ['/todos', 'api-todos'],
  ['/todos/{id}', 'api-todos-id'],
  ['/files/{name+}', 'api-files-name'],
  ['/v1.0/x:y', 'api-v1-0-x-y']
])('19.2 a function of routes is named after its path: %s is %s', (path, name) => {
  const module = {
    anything: pipe(
      get(path),
      handle(() => 1)
    )
  }
  expect(Object.keys(lambdas(service('a', {}, module)))).toEqual([name])
})

test('19.2 other functions are named after their exports, and no name depends on the order of declarations', () => {
  const key = authorizer({ context: t.type({}) })
  const nightly = pipe(
    lambda(),
    handle(() => 1)
  )
  const keeper = pipe(
    key,
    handle(() => ({ _tag: 'Denial' as const }))
  )
  const names = (module: object) => Object.keys(lambdas(service('a', {}, ...([module] as unknown as [])))).sort()
  expect(names({ x, nightly, keeper })).toEqual(['api-x', 'keeper', 'nightly'])
  expect(names({ keeper, nightly, x })).toEqual(['api-x', 'keeper', 'nightly'])
})

test('19.5 a service says nothing that it was not told: defaults are the generator’s affair', () => {
  const module = {
    slow: pipe(
      get('/slow'),
      functionSettings({ memorySize: 512, timeout: 20 }),
      handle(() => 1)
    )
  }
  const api = service('a', { memorySize: 256 }, module)
  expect(api.settings).toEqual({ memorySize: 256 })
  expect(api.declarations[0]?.facts[1]).toEqual({ _tag: 'Function', settings: { memorySize: 512, timeout: 20 } })
})

test('19.6 everything that is wrong is told at once, when the service is defined, with its place and how to mend it', () => {
  const define = () =>
    service(
      'a',
      {},
      {
        slash: pipe(
          get('/w/'),
          handle(() => 1)
        ),
        two: pipe(
          get('/x'),
          cors(),
          cors(),
          handle(() => 1)
        ),
        read: pipe(
          get('/y'),
          body(t.string),
          handle(() => 1)
        ),
        bounds: pipe(
          post('/y'),
          limits({ bodyBytes: 0 }),
          handle(() => 1)
        ),
        odd: pipe(
          post('/z'),
          errors({ Odd: 200 }),
          handle(() => 1)
        ),
        told: pipe(
          get('/z'),
          returns({ 100: t.string }),
          handle(() => ({}) as never)
        ),
        open: get('/open')
      }
    )
  expect(define).toThrow(DefinitionError)
  expect(define).toThrow(
    `service 'a' has 7 faults:
  open: a source that was never closed by handle
    end its pipe with handle(f), or do not hand it to the service
  GET /w/ (slash): the path '/w/': it ends with '/'
    write it as API Gateway does: '/todos/{id}'
  GET /x (two): 2 cors policies in one stack
    keep one; a stack under mount does not override, it adds
  GET /y (read): a body on GET: gateways and clients may drop it
    use POST, PUT or PATCH, or read the query
  POST /y (bounds): limits: bodyBytes 0 is not a whole number above 0
    give a whole number, or leave it out
  POST /z (odd): errors: 'Odd' is told with 200, which is no status of a failure
    use 400 to 599
  GET /z (told): returns: 100 is no status of a final reply
    use 200 to 599`
  )
})

test('19.6 names are unique: a module cannot say one twice, and two modules that do are refused', () => {
  const modules: readonly object[] = [{ x }, { x: mount('/v1', { x }) }]
  expect(faultsIn(() => service('a', {}, ...(modules as [])))).toEqual(["x: 'x' is declared in two modules"])
  expect(faultsIn(() => service('a', {}, { x }, { v1: mount('/v1', { x }) }))).toEqual([])
})
