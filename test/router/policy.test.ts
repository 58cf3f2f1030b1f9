/** The policy of an authorizer: what was granted and nothing else, of the API and stage that asked. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { allow, deny } from '../../src/combinators/Grant.js'
import { type AnyRoute, handle } from '../../src/combinators/Handler.js'
import { matcher } from '../../src/router/match.js'
import { mount } from '../../src/router/mount.js'
import { parsePath } from '../../src/router/Path.js'
import { apiArn, policyOf } from '../../src/router/policy.js'
import { any, del, get, route } from '../../src/router/Route.js'
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
const policy = (routes: ReadonlyArray<AnyRoute> | '*', all = declarations) =>
  policyOf(allow('ada', { routes, context: {} }), arn, all)
const allowed = (routes: ReadonlyArray<AnyRoute> | '*') =>
  policy(routes)
    .Statement.filter((s) => s.Effect === 'Allow')
    .flatMap((s) => s.Resource.map((r) => r.slice(arn.length + 1)))

// IAM's own matching: an explicit Deny wins, nothing is allowed unless said; a star covers slashes too.
const lets = (routes: ReadonlyArray<AnyRoute> | '*', request: string, all = declarations): boolean => {
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
