/** How declarations become functions, and that their names stay. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { authorizer } from '../../src/combinators/Authorizer.js'
import { deny } from '../../src/combinators/Grant.js'
import { handle } from '../../src/combinators/Handler.js'
import { lambda } from '../../src/events/lambda.js'
import { functionsOf, pathName } from '../../src/router/functions.js'
import { lambdas } from '../../src/router/lambdas.js'
import { mount } from '../../src/router/mount.js'
import { any, get, post } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { httpEvent } from '../../src/testing/index.js'
import { holds } from '../laws/holds.js'
import { closed, replyTo } from '../laws/send.js'

const at = (path: string) => closed(get(path), () => path)
const declared = {
  root: at('/'),
  list: at('/cats'),
  add: pipe(
    post('/cats'),
    handle(() => 'add')
  ),
  one: at('/cats/{id}'),
  files: pipe(
    any('/files/{name+}'),
    handle(() => 'files')
  ),
  dotted: at('/.well-known/a:b'),
  job: pipe(
    lambda(),
    handle(() => 1)
  ),
  guard: pipe(
    authorizer({ context: t.type({}) }),
    handle(() => deny)
  )
}
const shape = (group?: 'resource' | 'route' | 'service') =>
  service('x', group === undefined ? {} : { group }, declared).functions.map((f) => [
    f.name,
    f.kind,
    f.declarations.map((d) => d.keys.join('.'))
  ])

test.each([
  ['/', 'api'],
  ['/todos', 'api-todos'],
  ['/todos/{id}', 'api-todos-id'],
  ['/files/{name+}', 'api-files-name'],
  ['/.well-known/a:b', 'api--well-known-a-b']
])('the function of %s is called %s', (path, name) => {
  expect(pathName(path)).toBe(name)
})

test('routes are grouped by path; everything else is a function each', () => {
  expect(shape()).toEqual([
    ['api', 'http', ['root']],
    ['api-cats', 'http', ['list', 'add']],
    ['api-cats-id', 'http', ['one']],
    ['api-files-name', 'http', ['files']],
    ['api--well-known-a-b', 'http', ['dotted']],
    ['job', 'lambda', ['job']],
    ['guard', 'authorizer', ['guard']]
  ])
  expect(shape('resource')).toEqual(shape())
})

test('a function each: named by its export', () => {
  expect(shape('route').map(([name]) => name)).toEqual(['root', 'list', 'add', 'one', 'files', 'dotted', 'job', 'guard'])
})

test('one function for all routes', () => {
  expect(shape('service')).toEqual([
    ['api', 'http', ['root', 'list', 'add', 'one', 'files', 'dotted']],
    ['job', 'lambda', ['job']],
    ['guard', 'authorizer', ['guard']]
  ])
})

test.each(['resource', 'route', 'service'] as const)('grouped by %s, every route answers the same', async (group) => {
  const api = service('x', { group }, declared)
  const handlers = lambdas(api)
  expect(Object.keys(handlers)).toEqual(api.functions.map((f) => f.name))
  for (const [method, path, body] of [
    ['GET', '/', '/'],
    ['GET', '/cats', '/cats'],
    ['POST', '/cats', 'add'],
    ['GET', '/cats/{id}', '/cats/{id}'],
    ['PUT', '/files/{name+}', 'files']
  ] as const) {
    const f = api.functions.find((f) =>
      f.declarations.some((d) =>
        d.facts.some((x) => x._tag === 'Route' && x.path === path && (x.methods === 'ANY' || x.methods.includes(method)))
      )
    )
    expect(
      (await replyTo(handlers[f?.name ?? ''] as never, httpEvent('rest', method, path, { params: { id: 1, name: 'a/b' } }))).body
    ).toBe(body)
  }
})

test('whoever reorders declarations, or adds and removes others, renames no function and regroups no route', async () => {
  const all = service('x', {}, { ...declared, v1: mount('/v1', declared) }).declarations
  const home = (ds: typeof all, group: 'resource' | 'route' | 'service') => {
    const names = new Map<string, string>()
    for (const f of functionsOf(ds, { group })) for (const d of f.declarations) names.set(d.keys.join('.'), f.name)
    return names
  }
  await holds(
    fc.property(
      fc.shuffledSubarray([...all]),
      fc.constantFrom('resource' as const, 'route' as const, 'service' as const),
      (some, group) => {
        const whole = home(all, group)
        for (const [key, name] of home(some, group)) expect(name).toBe(whole.get(key))
      }
    )
  )
})
