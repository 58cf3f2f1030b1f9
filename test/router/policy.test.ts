/** The policy of an authorizer: what was granted and nothing else, of the API and stage that asked. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { allow, deny, type Routes } from '../../src/combinators/Grant.js'
import { type AnyRoute, handle } from '../../src/combinators/Handler.js'
import { websocket } from '../../src/events/websocket.js'
import { matcher } from '../../src/router/match.js'
import { mount } from '../../src/router/mount.js'
import { parsePath } from '../../src/router/Path.js'
import { apiArn, policyOf } from '../../src/router/policy.js'
import { any, del, get, post, route } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { holds } from '../laws/holds.js'
import { closed } from '../laws/send.js'

const f = () => 1
const a = pipe(get('/a'), handle(f))
const deleteA = pipe(del('/a'), handle(f))
const root = pipe(get('/'), handle(f))
const one = pipe(get('/todos/{id}'), handle(f))
const done = pipe(get('/todos/done'), handle(f))
const files = pipe(any('/files/{name+}'), handle(f))
const two = pipe(route(['GET', 'PUT'], '/two'), handle(f))
const { declarations } = service('x', {}, { a, deleteA, root, one, done, files, two, v2: mount('/v2', { a }) })

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev'
const policy = (routes: Routes, all = declarations) => policyOf(allow('ada', { routes, context: {} }), arn, all)
const allowed = (routes: Routes) =>
  policy(routes)
    .Statement.filter((s) => s.Effect === 'Allow')
    .flatMap((s) => s.Resource.map((r) => r.slice(arn.length + 1)))

// IAM's own matching: an explicit Deny wins, nothing is allowed unless said; a star covers slashes too.
const lets = (routes: Routes, request: string, all = declarations): boolean => {
  const covers = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(`${arn}/${request}`)
  const { Statement } = policy(routes, all)
  const told = (effect: string) => Statement.some((s) => s.Effect === effect && s.Resource.some(covers))
  return told('Allow') && !told('Deny')
}

test.each<[string, ReadonlyArray<AnyRoute> | '*', ReadonlyArray<string>]>([
  ['a route is allowed by method and path, wherever it is mounted', [a], ['GET/a', 'GET/v2/a']],
  ['the root', [root], ['GET/']],
  ['a parameter is any text', [one], ['GET/todos/*']],
  ['any method and a greedy parameter', [files], ['*/files/*']],
  ['every method of a list', [two], ['GET/two', 'PUT/two']],
  ['all', '*', ['*']],
  ['the same route twice is named once', [a, a], ['GET/a', 'GET/v2/a']]
])('%s', (_, routes, expected) => {
  expect(allowed(routes)).toEqual(expected)
})

test.each<[string, Parameters<typeof policyOf>[0]]>([
  ['a denial', deny],
  ['a grant of no routes', allow('ada', { routes: [], context: {} })],
  ['a grant of a route that is not in the service', allow('ada', { routes: [pipe(get('/a'), handle(f))], context: {} })]
])('%s is an explicit Deny of everything', (_, answer) => {
  expect(policyOf(answer, arn, declarations)).toEqual({
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: [`${arn}/*`] }]
  })
})

test.each<[string, ReadonlyArray<AnyRoute> | '*', string, boolean]>([
  ['what was granted', [a], 'GET/a', true],
  ['another method of the same path, from a cached policy', [a], 'DELETE/a', false],
  ['another path', [a], 'GET/two', false],
  ['a longer path', [a], 'GET/a/b', false],
  ['the other mount', [a], 'GET/v2/a', true],
  ['any value of a parameter', [one], 'GET/todos/7', true],
  ['a declared route that a parameter would cover', [one], 'GET/todos/done', false],
  ['the same, granted too', [one, done], 'GET/todos/done', true],
  ['greedy paths of any method', [files], 'PUT/files/a/b', true],
  ['anything', '*', 'DELETE/a', true]
])('%s (%#)', (_, routes, request, expected) => {
  expect(lets(routes, request)).toBe(expected)
})

test('a grant says who was let in, where to, and what those routes are told; a denial says nothing, to anybody', () => {
  expect(allow('ada', { routes: [a], context: { role: 'admin' } })).toEqual({
    _tag: 'Grant',
    principalId: 'ada',
    routes: [a],
    context: { role: 'admin' }
  })
  expect([deny, Object.isFrozen(deny)]).toEqual([{ _tag: 'Denial' }, true])
})

const comments = closed(get('/todos/{id}/comments'), f)
const search = closed(get('/todos/search'), f)
const cat = closed(get('/cats/{id}'), f)
const every = closed(any('/todos/{id}/flags'), f)
const more = service('x', {}, { one, comments, search, cat, every }).declarations

test.each<[string, ReadonlyArray<AnyRoute>, string, boolean]>([
  ['a literal beside a parameter that was refused, with a star elsewhere', [search, cat], 'GET/todos/search', true],
  ['that parameter', [search, cat], 'GET/todos/7', false],
  ['what lies below a parameter that was refused', [comments], 'GET/todos/7/comments', true],
  ['the parameter above it', [comments], 'GET/todos/7', false],
  ['what a star would cover across a slash', [one], 'GET/todos/7/comments', false],
  ['the same, granted too', [one, comments], 'GET/todos/7/comments', true],
  ['any method below a parameter', [every], 'DELETE/todos/7/flags', true],
  ['another route below it', [every], 'GET/todos/7/comments', false]
])('%s', (_, routes, request, expected) => {
  expect(lets(routes, request, more)).toBe(expected)
})

// ---- paths that were granted, beside declared routes

const x = closed(get('/{x}'), f)
const y = closed(get('/y'), f)
const postX = closed(post('/{x}'), f)
const postY = closed(post('/y'), f)
const pair = closed(get('/{x}/{y}'), f)
const filesB = closed(get('/files/b'), f)
const triple = closed(get('/{x}/{y}/{z}'), f)
const filesBC = closed(get('/files/b/c'), f)
const four = closed(get('/{x}/{y}/{z}/{w}'), f)
const filesBCD = closed(get('/files/b/c/d'), f)
const anyFile = closed(any('/files/x'), f)
const anyFiles = closed(any('/files/{q+}'), f)
const below = closed(get('/y/{x}/c'), f)
const y1 = closed(get('/y/{x}'), f)
const whole = closed(get('/{all+}'), f)

const filesPath = { path: '/files/{p+}' }

test.each<[string, Readonly<Record<string, AnyRoute>>, Routes, string, boolean]>([
  ['a path grants what is of its form, though a parameter’s route is granted too', { x, y }, [x, { path: '/y' }], 'GET/y', true],
  ['of its methods alone', { postX, postY }, [postX, { path: '/y', methods: ['GET'] }], 'POST/y', false],
  ['a greedy path, a route of its length', { pair, filesB }, [pair, filesPath], 'GET/files/b', true],
  ['a greedy path, a longer route', { triple, filesBC }, [triple, filesPath], 'GET/files/b/c', true],
  ['a greedy path of three', { four, filesBCD }, [four, { path: '/files/b/{p+}' }], 'GET/files/b/c/d', true],
  ['a greedy path, a greedy route', { whole, anyFiles }, [whole, filesPath], 'GET/files/a', true],
  ['a greedy path of one method, a route of any', { anyFile }, [{ ...filesPath, methods: ['GET'] }], 'GET/files/x', true],
  ['a greedy path of one method, a greedy route of any', { anyFiles }, [{ ...filesPath, methods: ['GET'] }], 'GET/files/x', true],
  ['a path of one method with a parameter', { anyFile }, [{ path: '/files/{p}', methods: ['GET'] }], 'GET/files/x', true],
  ['what lies below what was granted is denied with a slash behind it too', { y1, below }, [y1], 'GET/y/1/c/', false],
  ['and without', { y1, below }, [y1], 'GET/y/1/c', false]
])('%s', (_, routes, granted, request, expected) => {
  expect(lets(granted, request, service('x', {}, routes).declarations)).toBe(expected)
})

const rootOf = closed(get('/'), f)
const abp = closed(get('/a/b/{p}'), f)
const aabc = closed(get('/a/a/b/c'), f)
const xy = closed(get('/{x}/y'), f)
const anyY = closed(any('/y'), f)

test.each<[string, Readonly<Record<string, AnyRoute>>, Routes, ReadonlyArray<string>]>([
  ['a route that shares nothing with what was granted', { abp, aabc }, [abp], []],
  ['the root, below a longer pattern', { xy, rootOf }, [xy], []],
  ['the root, which a single parameter lets in', { x, rootOf }, [x], ['GET/']],
  ['a route of any method, of the methods granted', { x, anyY }, [x], ['GET/y', 'GET/y/']]
])('%s is denied by name only where it must be', (_, routes, granted, denied) => {
  const { Statement } = policy(granted, service('x', {}, routes).declarations)
  expect(Statement.filter((s) => s.Effect === 'Deny').flatMap((s) => s.Resource.map((r) => r.slice(arn.length + 1)))).toEqual(
    denied
  )
})

test('text around braces is no parameter', () => {
  expect(allowed([{ path: '/{a}b/c{d}', methods: ['GET'] }])).toEqual(['GET/{a}b/c{d}'])
})

test('routes of a WebSocket API are granted by their keys, beside others', () => {
  const ping = pipe(websocket('ping'), handle(f))
  const sockets = pipe(websocket('$connect'), handle(f))
  expect(allowed([ping, sockets])).toEqual(['ping', '$connect'])
  expect(allowed([deleteA, ping])).toEqual(['DELETE/a', 'ping'])
})

test('no request of a declared route that was not granted is let in, whatever was granted', async () => {
  const word = fc.constantFrom('a', 'b')
  const segment = fc.oneof(word, word, fc.constant('{}'))
  const path = fc
    .array(segment, { minLength: 1, maxLength: 3 })
    .map((ss) => `/${ss.map((s, i) => (s === '{}' ? `{p${i}}` : s)).join('/')}`)
  const table = fc.uniqueArray(path, { minLength: 1, maxLength: 6, selector: (p) => p.replaceAll(/\{p\d\}/g, '{}') })
  await holds(
    fc.property(
      table.chain((ps) => fc.tuple(fc.constant(ps), fc.subarray(ps))),
      fc.array(fc.constantFrom('a', 'b', 'x'), { minLength: 1, maxLength: 3 }),
      ([paths, named], parts) => {
        const routes = paths.map((p) => closed(get(p), f))
        const { declarations: all } = service('x', {}, Object.fromEntries(routes.map((r, i) => [`r${i}`, r])))
        const found = matcher(paths.map((p, i) => [parsePath(p).segments, i] as const))(`/${parts.join('/')}`, true)
        if (found === undefined || found === 'malformed') return
        const granted = routes.filter((_, i) => named.includes(paths[i] as string))
        if (!named.includes(paths[found.target] as string)) expect(lets(granted, `GET/${parts.join('/')}`, all)).toBe(false)
        else if (granted.length === routes.length) expect(lets(granted, `GET/${parts.join('/')}`, all)).toBe(true)
      }
    ),
    2000
  )
})

test.each<[string, string | undefined]>([
  [`${arn}/GET/todos/7`, arn],
  [`${arn}/GET/`, arn],
  [`${arn}/GET`, arn],
  [arn, arn],
  [`${arn}/GET/a:b/c:d`, arn],
  ['arn:aws-cn:execute-api:cn-north-1:123456789012:abc/dev/GET/a', 'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/dev'],
  [
    'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/dev/GET/a',
    'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/dev'
  ],
  ['arn:aws:execute-api:eu-west-1:123456789012:abc/$default/GET/a', 'arn:aws:execute-api:eu-west-1:123456789012:abc/$default'],
  ['arn:aws:lambda:eu-west-1:123456789012:function:f', undefined],
  ['arn:aws:execute-api:eu-west-1:123456789012:abc', undefined],
  ['arn:aws:execute-api:us-west-2:123456789012:abc/*/GET/', 'arn:aws:execute-api:us-west-2:123456789012:abc/*'],
  ['abc/dev/GET/a', undefined],
  [` ${arn}/GET/a`, undefined],
  [`x${arn}/GET/a`, undefined],
  ['arn:aws:execute-api:eu-west-1:123456789012:*/dev/GET/a', undefined],
  ['arn:aws:execute-api:eu-west-1:123456789012:abc/d*/GET/a', undefined],
  ['arn:aws:execute-api:*:123456789012:abc/dev/GET/a', undefined],
  ['arn:aws:execute-api:eu-west-1::abc/dev/GET/a', undefined],
  ['arn:aws:execute-api:eu-west-1:123456789012:abc/', undefined],
  ['arn:aws:execute-api:eu-west-1:123456789012:/dev/GET/a', undefined],
  ['', undefined]
])('of %j the API and its stage are %j', (methodArn, expected) => {
  expect(apiArn(methodArn)).toBe(expected)
})
