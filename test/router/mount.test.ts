/** Blueprints: a module under a prefix and a stack, nested, twice, with every option kept. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { IntFromString } from '../../src/codecs/textCodecs.js'
import { iam } from '../../src/combinators/Authorizer.js'
import { authorize } from '../../src/combinators/authorize.js'
import { body } from '../../src/combinators/body.js'
import { bracket } from '../../src/combinators/bracket.js'
import { cors } from '../../src/combinators/cors.js'
import { functionSettings } from '../../src/combinators/functionSettings.js'
import { handle } from '../../src/combinators/Handler.js'
import { mapReply } from '../../src/combinators/mapReply.js'
import { params } from '../../src/combinators/params.js'
import { withHeader } from '../../src/combinators/Reply.js'
import { lambda } from '../../src/events/lambda.js'
import { lambdas } from '../../src/router/lambdas.js'
import { mount } from '../../src/router/mount.js'
import { get, post } from '../../src/router/Route.js'
import { type AnyService, service } from '../../src/router/service.js'
import { type HttpEventInput, httpEvent, lambdaContext } from '../../src/testing/index.js'
import { replyTo } from '../laws/send.js'

const trace: string[] = []
beforeEach(() => {
  trace.length = 0
})
const noted = <const N extends string>(n: N) =>
  bracket(
    n,
    () => {
      trace.push(n)
    },
    () => {
      trace.push(`/${n}`)
    }
  )

const list = pipe(
  get('/'),
  noted('inner'),
  handle(({ request }) => request.route)
)
const one = pipe(
  get('/{id}'),
  params({ id: IntFromString }),
  functionSettings({ memorySize: 512 }),
  handle(({ params }) => params.id)
)
const add = pipe(
  post('/'),
  authorize(iam),
  body(t.string),
  handle(({ body }) => body)
)
const job = pipe(
  lambda(),
  noted('job'),
  handle(() => 'done')
)
const cats = { list, one, add, job }

const paths = (s: AnyService) =>
  s.declarations.map((d) => [d.keys.join('.'), d.facts.flatMap((f) => (f._tag === 'Route' ? [f.path] : []))[0]])
const call = (s: AnyService, method: string, path: string, o: HttpEventInput = {}) => {
  const f = s.functions.find((f) => f.declarations.some((d) => d.facts.some((x) => x._tag === 'Route' && x.path === path)))
  return replyTo(lambdas(s)[f?.name ?? ''] as never, httpEvent('rest', method, path, o))
}

test('it prefixes paths and names, and what is no route keeps to its name', () => {
  expect(paths(service('x', {}, { cats: mount('/cats', cats) }))).toEqual([
    ['cats.list', '/cats'],
    ['cats.one', '/cats/{id}'],
    ['cats.add', '/cats'],
    ['cats.job', undefined]
  ])
})

test('it nests, and may be mounted twice', () => {
  const api = service(
    'x',
    {},
    {
      v1: mount('/v1', { cats: mount('/cats', cats), dogs: mount('/dogs', { list }) }),
      v2: mount('/v2', { cats: mount('/cats', { list }) }),
      cats: mount('/', { list })
    }
  )
  expect(paths(api)).toEqual([
    ['v1.cats.list', '/v1/cats'],
    ['v1.cats.one', '/v1/cats/{id}'],
    ['v1.cats.add', '/v1/cats'],
    ['v1.cats.job', undefined],
    ['v1.dogs.list', '/v1/dogs'],
    ['v2.cats.list', '/v2/cats'],
    ['cats.list', '/']
  ])
  expect(Object.keys(lambdas(api)).sort()).toEqual([
    'api',
    'api-v1-cats',
    'api-v1-cats-id',
    'api-v1-dogs',
    'api-v2-cats',
    'v1-cats-job'
  ])
})

test('every option is kept: the facts are those of the module, beside the path', () => {
  const api = service('x', {}, { v1: mount('/v1', { deep: mount('/deep', cats) }) })
  for (const d of api.declarations) {
    const own = cats[d.keys.at(-1) as keyof typeof cats]
    expect(d.facts.filter((f) => f._tag !== 'Route')).toEqual(own.facts.filter((f) => f._tag !== 'Route'))
    expect(d.steps).toEqual(own.steps)
    expect(d.handler).toBe(own)
  }
})

test('the module is not changed by mounting it', () => {
  const before = JSON.stringify(cats)
  service('x', {}, { v1: mount('/v1', cats, cors()) })
  expect(JSON.stringify(cats)).toBe(before)
  expect(list.facts[0]).toEqual({ _tag: 'Route', methods: ['GET'], path: '/' })
})

test('a parameter in the prefix is a parameter like any other', async () => {
  const api = service(
    'x',
    {},
    {
      of: mount('/{tenant}', {
        who: pipe(
          get('/x'),
          handle(({ params }) => ({ ...params }))
        )
      })
    }
  )
  expect((await call(api, 'GET', '/{tenant}/x', { params: { tenant: 'a b' } })).body).toEqual({ tenant: 'a b' })
})

test('its stack stands outermost around all of it, and around nothing else', async () => {
  const api = service(
    'x',
    {},
    {
      v1: mount('/v1', { cats: mount('/cats', cats, (s) => pipe(s, noted('middle'))) }, (s) =>
        pipe(s, noted('outer'), mapReply(withHeader('x-v', '1')))
      ),
      plain: mount('/plain', cats)
    }
  )
  expect(await call(api, 'GET', '/v1/cats')).toMatchObject({ status: 200, headers: { 'x-v': '1' }, body: '/v1/cats' })
  expect(trace).toEqual(['outer', 'middle', 'inner', '/inner', '/middle', '/outer'])
  trace.length = 0
  expect((await call(api, 'GET', '/plain')).headers).not.toHaveProperty('x-v')
  expect(trace).toEqual(['inner', '/inner'])
})

test('its stack is for routes: what is no route runs without it', async () => {
  const api = service('x', {}, { v1: mount('/v1', cats, (s) => pipe(s, noted('outer'))) })
  expect(await lambdas(api)['v1-job']?.({}, lambdaContext('v1-job'))).toBe('done')
  expect(trace).toEqual(['job', '/job'])
  expect(api.declarations.find((d) => d.handler === job)?.facts).toEqual(job.facts)
})

test('what a stack refuses, no handler of the mount sees; what it declares, every route of it declares', async () => {
  const api = service(
    'x',
    {},
    { v1: mount('/v1', { list, one }, (s) => pipe(s, cors(), authorize(iam))), open: mount('/open', { list }) }
  )
  expect((await call(api, 'GET', '/v1')).status).toBe(401)
  expect((await call(api, 'GET', '/v1/{id}', { params: { id: 1 } })).headers['access-control-allow-origin']).toBe('*')
  expect((await call(api, 'GET', '/open')).status).toBe(200)
  expect(trace).toEqual(['inner', '/inner'])
  expect(api.declarations.map((d) => d.facts.map((f) => f._tag))).toEqual([
    ['Cors', 'Auth', 'Route', 'Bracket'],
    ['Cors', 'Auth', 'Route', 'Params', 'Function'],
    ['Route', 'Bracket']
  ])
})
