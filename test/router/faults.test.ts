/** Every fault that definition can tell: one row each, with its place, what is wrong, and how to mend it; and all of them at once. */
import * as t from 'io-ts'
import { authorizer, cognitoUserPool, iam, jwtAuthorizer, lambdaAuthorizer } from '../../src/combinators/Authorizer.js'
import { authorize } from '../../src/combinators/authorize.js'
import { body } from '../../src/combinators/body.js'
import { contentTypes } from '../../src/combinators/contentTypes.js'
import { cors } from '../../src/combinators/cors.js'
import { errors } from '../../src/combinators/errors.js'
import { form } from '../../src/combinators/form.js'
import { handler } from '../../src/combinators/Handler.js'
import { headers } from '../../src/combinators/headers.js'
import { limits } from '../../src/combinators/limits.js'
import { params } from '../../src/combinators/params.js'
import { query } from '../../src/combinators/query.js'
import { rawBody } from '../../src/combinators/rawBody.js'
import { returns } from '../../src/combinators/returns.js'
import type { Source } from '../../src/combinators/Source.js'
import { text } from '../../src/combinators/text.js'
import { each } from '../../src/events/each.js'
import { lambda } from '../../src/events/lambda.js'
import { sqs } from '../../src/events/sqs.js'
import { message, websocket } from '../../src/events/websocket.js'
import { DefinitionError, type DefinitionFault } from '../../src/router/DefinitionError.js'
import { mount } from '../../src/router/mount.js'
import { any, get, options, post, route } from '../../src/router/Route.js'
import { resource } from '../../src/router/resource.js'
import { service } from '../../src/router/service.js'
import { closed, type Layer, stacked } from '../laws/send.js'

type AnySource = Source<unknown, unknown, unknown>
const on = (s: AnySource, ...layers: ReadonlyArray<unknown>) => closed(stacked(layers as Layer[])(s), () => 1)
const faultsIn = (f: () => unknown): ReadonlyArray<DefinitionFault> => {
  try {
    f()
  } catch (e) {
    if (e instanceof DefinitionError) return e.faults
    throw e
  }
  return []
}

// What is written, where it is found, what is wrong with it, and how it is mended.
type Row = readonly [string, object, string, string, string]
const lone = (
  name: string,
  s: AnySource,
  layers: ReadonlyArray<unknown>,
  problem: string,
  mend: string,
  place = 'GET /x (f)'
): Row => [name, { f: on(s, ...layers) }, place, problem, mend]

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const rows: ReadonlyArray<Row> = [
  lone('a path without a slash', get('x'), [], "the path 'x': it does not start with '/'", "write '/x'", 'GET x (f)'),
  lone('a path with a slash at its end', get('/x/'), [], "the path '/x/': it ends with '/'", "write '/x'", 'GET /x/ (f)'),
  lone(
    'a parameter that stands twice',
    get('/{a}/{a}'),
    [],
    "the parameter 'a' stands twice",
    'give each parameter a name',
    'GET /{a}/{a} (f)'
  ),
  lone('an unknown method', route(['get' as 'GET'], '/x'), [], "'get' is no method", 'write GET, POST', 'get /x (f)'),
  lone(
    'a method twice',
    route(['GET', 'GET'], '/x'),
    [],
    'a method stands twice in its list',
    'name each once',
    'GET|GET /x (f)'
  ),
  lone('no method', route([], '/x'), [], 'the list of methods is empty', 'name one, or use any(path)', ' /x (f)'),
  lone(
    'a codec for a parameter that the path lacks',
    get('/x/{id}'),
    [params({ nr: t.string } as {})],
    "params names 'nr', which the path '/x/{id}' does not have",
    'use one of: id',
    'GET /x/{id} (f)'
  ),
  lone(
    'a number where only text arrives',
    get('/x/{id}'),
    [params({ id: t.number })],
    "params 'id' arrives as text, and number reads none: all that is sent would be refused",
    'take NumberFromString or IntFromString',
    'GET /x/{id} (f)'
  ),
  lone(
    'a boolean in the query, though it may be left out',
    get('/x'),
    [query({ all: t.union([t.boolean, t.undefined]), tags: t.array(t.string), none: t.undefined })],
    "query 'all' arrives as text, and (boolean | undefined) reads none: all that is sent would be refused",
    'take BooleanFromString'
  ),
  lone(
    'an object in a header',
    get('/x'),
    [headers({ 'x-a': t.exact(t.type({ a: t.string })) })],
    "headers 'x-a' arrives as text, and {| a: string |} reads none: all that is sent would be refused",
    'take a codec that reads text, as t.string does'
  ),
  lone(
    'numbers in a form',
    post('/x'),
    [form({ n: t.array(t.Int) })],
    "form 'n' arrives as text, and Array<Int> reads none: all that is sent would be refused",
    'take NumberFromString or IntFromString',
    'POST /x (f)'
  ),
  lone(
    'a codec for a parameter of a path without any',
    get('/x'),
    [params({ nr: t.string } as {})],
    "params names 'nr'",
    'use one of: (none)'
  ),
  lone('a body on GET', get('/x'), [body(t.string)], 'a body on GET', 'use POST, PUT or PATCH'),
  lone(
    'a body on one of several methods',
    route(['POST', 'HEAD'], '/x'),
    [form({})],
    'a body on HEAD',
    'use POST, PUT or PATCH',
    'POST|HEAD /x (f)'
  ),
  lone('a body of no media type', post('/x'), [text('Text/CSV')], "'Text/CSV' is no media type", 'in lower case', 'POST /x (f)'),
  lone('raw bytes of no media type', post('/x'), [rawBody('png')], "'png' is no media type", 'write type/subtype', 'POST /x (f)'),
  lone(
    'content types with parameters',
    post('/x'),
    [contentTypes('text/csv; charset=utf-8')],
    "'text/csv; charset=utf-8' is no media type",
    'without parameters',
    'POST /x (f)'
  ),
  lone(
    'a bound of nothing',
    get('/x'),
    [limits({ bodyBytes: 0 })],
    'limits: bodyBytes 0 is not a whole number above 0',
    'give a whole number'
  ),
  lone('half a level', get('/x'), [limits({ jsonDepth: 1.5 })], 'limits: jsonDepth 1.5', 'give a whole number'),
  lone('more levels than the stack takes', get('/x'), [limits({ jsonDepth: 501 })], 'limits: jsonDepth 501', 'give 500 or less'),
  lone('no values at all', get('/x'), [limits({ jsonValues: 0 })], 'limits: jsonValues 0', 'give a whole number'),
  lone('a bound that is no number', get('/x'), [limits({ formKeys: Number.NaN })], 'limits: formKeys NaN', 'give a whole number'),
  lone(
    'a status of no final reply',
    get('/x'),
    [returns({ 100: t.string })],
    'returns: 100 is no status of a final reply',
    'use 200 to 599'
  ),
  lone('a failure told as a success', get('/x'), [errors({ Odd: 200 })], "errors: 'Odd' is told with 200", 'use 400 to 599'),
  lone(
    'credentials for everybody',
    get('/x'),
    [cors({ allowCredentials: true })],
    "cors: allowCredentials with the origin '*'",
    'name the origins'
  ),
  lone(
    'an origin that is none',
    get('/x'),
    [cors({ allowOrigin: 'https://a.example/' })],
    "cors: allowOrigin 'https://a.example/' is not an origin",
    "write 'https://a.example'"
  ),
  lone(
    'cors on an OPTIONS route',
    options('/x'),
    [cors()],
    'cors on an OPTIONS route',
    'remove the route, or its cors',
    'OPTIONS /x (f)'
  ),
  lone(
    'an authorizer kept for more than an hour',
    get('/x'),
    [authorize(lambdaAuthorizer({ arn, context: t.type({}), ttlSeconds: 3601 }))],
    "the authorizer's ttlSeconds 3601",
    'an hour at most'
  ),
  lone(
    'an authorizer with a header that is none',
    get('/x'),
    [authorize(jwtAuthorizer({ issuer: 'i', audience: [], claims: t.type({}), header: 'a b' }))],
    "the authorizer's header 'a b'",
    "'Authorization'"
  ),
  lone(
    'an authorizer with a query parameter that is none',
    get('/x'),
    [authorize(authorizer({ context: t.type({}), type: 'request', query: 'a b' }))],
    "the authorizer's query 'a b'",
    "'token'"
  ),
  lone(
    'an authorizer that is handed a token alone, and looks for it in the query',
    get('/x'),
    [authorize(authorizer({ context: t.type({}), query: 'token' }))],
    "reads its token from the query 'token', and is of type 'token'",
    "give type: 'request'"
  ),
  lone(
    'an existing authorizer that is handed a token alone, and looks for it in the query',
    get('/x'),
    [authorize(lambdaAuthorizer({ arn: 'arn:a', context: t.type({}), query: 'token' }))],
    "reads its token from the query 'token', and is of type 'token'",
    "give type: 'request'"
  ),
  lone(
    'an authorizer with a token in two places',
    get('/x'),
    [authorize(authorizer({ context: t.type({}), type: 'request', query: 'token', header: 'X-Token' }))],
    "from the query 'token' and from the header 'X-Token'",
    'keep one'
  ),
  lone(
    'a Cognito authorizer without a pool',
    get('/x'),
    [authorize(cognitoUserPool({ providerArns: [], claims: t.type({}) }))],
    'names no user pool',
    'give providerArns'
  ),
  [
    'an authorizer’s own sentence that is kept too long',
    { f: handler(() => 1, authorizer({ context: t.type({}), ttlSeconds: -1 }).facts, []) },
    'f',
    "the authorizer's ttlSeconds -1",
    'an hour at most'
  ],
  lone('two cors policies in one stack', get('/x'), [cors(), cors()], '2 cors policies in one stack', 'keep one'),
  lone('two bodies in one stack', post('/x'), [body(t.string), text()], '2 bodies in one stack', 'keep one', 'POST /x (f)'),
  lone(
    'two contentTypes in one stack',
    post('/x'),
    [contentTypes('a/b'), contentTypes('a/c')],
    '2 contentTypes in one stack',
    'keep one',
    'POST /x (f)'
  ),
  lone(
    'three authorizers in one stack',
    get('/x'),
    [authorize(iam), authorize(iam), authorize(iam)],
    '3 authorizers in one stack',
    'keep one'
  ),
  lone(
    'two returns in one stack',
    get('/x'),
    [returns({ 200: t.string }), returns({ 201: t.string })],
    '2 returns in one stack',
    'keep one'
  ),
  lone(
    'two limits in one stack',
    get('/x'),
    [limits({ bodyBytes: 1 }), limits({ jsonDepth: 1 })],
    '2 limits in one stack',
    'keep one'
  ),
  lone(
    'a query key twice',
    get('/x'),
    [query({ a: t.string }), query({ a: t.string })],
    "query: 'a' is declared twice",
    'declare it once'
  ),
  lone(
    'a header twice, in another case',
    get('/x'),
    [headers({ 'x-a': t.string }), headers({ 'X-A': t.string })],
    "headers: 'x-a' is declared twice",
    'declare it once'
  ),
  lone('a tag twice', get('/x'), [errors({ A: 409 }), errors({ A: 410 })], "errors: 'A' is declared twice", 'declare it once'),
  [
    'twins',
    { a: on(get('/x')), b: on(get('/x')) },
    'GET /x (b)',
    'GET /x is declared by GET /x (a) as well',
    'keep one, or mount them under different prefixes'
  ],
  [
    'twins of one method among several',
    { a: on(route(['GET', 'PUT'], '/x')), b: on(route(['PUT', 'POST'], '/x')) },
    'PUT|POST /x (b)',
    'PUT /x is declared by',
    'keep one'
  ],
  [
    'twins of every method',
    { a: on(any('/x')), b: on(any('/x')) },
    'ANY /x (b)',
    'ANY /x is declared by ANY /x (a) as well',
    'keep one'
  ],
  [
    'paths that mean the same',
    { a: on(get('/x/{id}')), b: on(post('/x/{name}')) },
    'POST /x/{name} (b)',
    "the path '/x/{name}' means the same requests as '/x/{id}' of GET /x/{id} (a)",
    'give the parameters the same names'
  ],
  [
    'two policies on one path',
    { a: on(get('/x'), cors()), b: on(post('/x'), cors({ maxAge: 5 })) },
    'POST /x (b)',
    'another cors policy than GET /x (a)',
    'give one policy to the whole path'
  ],
  [
    'an OPTIONS route on a path with cors',
    { a: on(get('/x'), cors()), b: on(options('/x')) },
    'OPTIONS /x (b)',
    'an OPTIONS route on a path with cors (GET /x (a))',
    'remove it'
  ],
  [
    'a source that nobody closed',
    { open: get('/x') },
    'open',
    'a source that was never closed by handle',
    'end its pipe with handle(f)'
  ],
  [
    'a source that nobody closed, under a mount',
    { v1: mount('/v1', { open: cors()(get('/x')) as unknown }) },
    'v1.open',
    'never closed',
    'end its pipe'
  ],
  [
    'a mount’s stack with a second policy',
    { v1: mount('/v1', { a: on(get('/x'), cors()) }, cors()) },
    'GET /v1/x (v1.a)',
    '2 cors policies in one stack',
    'a stack under mount does not override, it adds'
  ],
  [
    'a prefix without a slash',
    { v1: mount('v1', { a: on(get('/x')) }) },
    'v1',
    "the prefix 'v1': it does not start with '/'",
    "mount it under '/v1'"
  ],
  [
    'a prefix without a slash, inside another mount',
    { v1: mount('/v1', { v2: mount('v2', { a: on(get('/x')) }) }) },
    'v1.v2',
    "the prefix 'v2'",
    "mount it under '/v2'"
  ],
  [
    'a path without a slash, hidden by a mount',
    { v1: mount('/v1', { a: on(get('x')) }) },
    'GET /v1x (v1.a)',
    "its own part 'x': it does not start with '/'",
    "write '/x'"
  ],
  [
    'a queue that two mounts read',
    { v1: mount('/v1', { orders: on(sqs('orders')) }), v2: mount('/v2', { again: on(sqs('orders')) }) },
    'v2.again',
    'v1.orders is read here as well: each message would reach only one of them',
    'keep one'
  ],
  [
    'a prefix with a space',
    { v1: mount('/v 1', { a: on(get('/x')) }) },
    'v1',
    "'v 1' has characters other than",
    'mount it under letters'
  ]
]

test.each(rows)('%s is told with its place, what is wrong, and how to mend it', (_, module, place, problem, mend) => {
  const faults = faultsIn(() => service('x', {}, module))
  expect(faults).toContainEqual({ place, problem: expect.stringContaining(problem), mend: expect.stringContaining(mend) })
})

const told = (module: object) => faultsIn(() => service('x', {}, module)).map((f) => `${f.place}: ${f.problem} => ${f.mend}`)

test.each([
  ['b/', "it does not start with '/'; it ends with '/'", "write '/b'"],
  ['/files/*', "'*' has characters other than letters, digits and . _ : -", "write '/files/{name+}'"],
  [
    '/:a/x/:rest*',
    "':a' is a parameter of Express: here it is {a}; ':rest*' has characters other than",
    "write '/{a}/x/{rest+}'"
  ],
  ['/a//b', 'it has an empty segment', "write '/a/b'"],
  ['/x y', "'x y' has characters other than", "write letters, digits and . _ : - alone: '/todos/{id}'"],
  ['/{id}.json', "'{id}.json' mixes text and braces", "write whole segments: '/todos/{id}'"]
])('the path %j is told once, with what was meant', (path, problem, mend) => {
  const faults = faultsIn(() => service('x', {}, { f: on(get(path)) }))
  expect(faults).toEqual([{ place: `GET ${path} (f)`, problem: expect.stringContaining(`the path '${path}': ${problem}`), mend }])
})

test('a wrong prefix is told of the mount, and of no route in it', () => {
  expect(told({ v1: mount('v1', { a: on(get('/a')), b: on(get('/')) }) })).toEqual([
    "v1: the prefix 'v1': it does not start with '/' => mount it under '/v1'"
  ])
  expect(told({ v1: mount('/{id}/', { v2: mount('/{id}', { a: on(get('/a')) }) }) })).toEqual([
    "GET /{id}/{id}/a (v1.v2.a): the path '/{id}/{id}/a': the parameter 'id' stands twice => give each parameter a name of its own, and a greedy one the last place"
  ])
})

test('twins that spell their parameter otherwise are told once', () => {
  expect(told({ a: on(get('/x/{id}')), b: on(get('/x/{name}')) })).toEqual([
    "GET /x/{name} (b): the path '/x/{name}' means the same requests as '/x/{id}' of GET /x/{id} (a) => keep one, or mount them under different prefixes"
  ])
})

test.each<[string, AnySource, unknown, string, string]>([
  [
    'the name of a type',
    get('/x'),
    query({ title: 'string' } as never),
    "query 'title' is no codec: 'string'",
    'take one of io-ts'
  ],
  [
    'an object',
    get('/x'),
    headers({ 'x-a': { a: t.string } } as never),
    "headers 'x-a' is no codec: an object",
    'take one of io-ts'
  ],
  ['a constructor', get('/x/{n}'), params({ n: Number } as never), "params 'n' is no codec: a function", 'take one of io-ts'],
  ['nothing', post('/x'), body(undefined as never), 'body is no codec: undefined', 'give one'],
  ['null in a form', post('/x'), form({ a: null } as never), "form 'a' is no codec: null", 'take one of io-ts'],
  ['a reply of none', get('/x'), returns({ 200: undefined } as never), "returns '200' is no codec: undefined", 'give one'],
  [
    'a codec for all',
    get('/x'),
    query(t.string as never),
    'query takes a codec for each name, and was given a codec',
    'write query({'
  ],
  [
    'no codecs',
    get('/x/{n}'),
    params(undefined as never),
    'params takes a codec for each name, and was given undefined',
    'write params({'
  ]
])('%s where a codec must stand is told once, with its place', (_, s, layer, problem, mend) => {
  expect(faultsIn(() => service('x', {}, { f: on(s, layer) }))).toEqual([
    { place: expect.stringMatching(/ \(f\)$/), problem, mend: expect.stringContaining(mend) }
  ])
})

test('a name in two modules is told, in plain JavaScript too', () => {
  const faults = faultsIn(() => service('x', {}, { f: on(get('/x')) }, { f: on(get('/y')) } as never))
  expect(faults).toEqual([
    { place: 'f', problem: "'f' is declared in two modules", mend: 'rename one, or mount one of the modules' }
  ])
})

test('several paths in one resource are told', () => {
  expect(faultsIn(() => resource(on(get('/x')), on(get('/y'))))).toEqual([
    { place: 'GET /x, GET /y', problem: '2 paths in one resource: /x, /y', mend: 'make a resource of each path' }
  ])
})

test('a program with every fault has them all told at once, each as if it were alone', () => {
  const distinct = rows.map(([, module], i) => [`m${i}`, mount(`/p${i}`, module)] as const)
  const faults = faultsIn(() => service('x', {}, Object.fromEntries(distinct)))
  for (const [, , , problem, mend] of rows.filter(([, , place]) => !/ \/|^GET x/.test(place)))
    expect(faults).toContainEqual(
      expect.objectContaining({ problem: expect.stringContaining(problem), mend: expect.stringContaining(mend) })
    )
  expect(faults.length).toBeGreaterThanOrEqual(rows.length)
})

test('the bounds of events are checked as those of routes are', () => {
  const faults = faultsIn(() =>
    service(
      'x',
      {},
      {
        a: on(lambda(t.unknown, { jsonDepth: 501 })),
        b: on(sqs('q'), each(t.unknown, { jsonValues: 0 })),
        c: on(websocket('a'), message(t.unknown, { jsonDepth: -1 }))
      }
    )
  )
  expect(faults.map(({ problem }) => problem)).toEqual([
    'lambda: jsonDepth 501 is more than 500',
    'each: jsonValues 0 is not a whole number above 0',
    'message: jsonDepth -1 is not a whole number above 0'
  ])
})

test('the message lists every fault with place, what is wrong, and how to mend it', () => {
  try {
    service('todos', {}, { a: on(get('x')), b: on(post('/y'), limits({ bodyBytes: 0 }), body(t.string), text()) })
  } catch (e) {
    expect((e as Error).message).toBe(
      [
        "service 'todos' has 3 faults:",
        "  GET x (a): the path 'x': it does not start with '/'",
        "    write '/x'",
        '  POST /y (b): limits: bodyBytes 0 is not a whole number above 0',
        '    give a whole number, or leave it out',
        '  POST /y (b): 2 bodies in one stack',
        '    keep one; a stack under mount does not override, it adds'
      ].join('\n')
    )
    return
  }
  throw new Error('it was defined')
})

test('a sound program has no faults: ports, codecs and helpers beside it, authorizers that are only keys', () => {
  const key = authorizer({ context: t.type({}) })
  const module = {
    key,
    codec: t.string,
    helper: () => 1,
    nothing: undefined,
    list: [get],
    ok: on(get('/x'), cors(), authorize(key)),
    any: on(any('/x'), cors()),
    h: on(get('/{id}')),
    i: on(get('/{rest+}'))
  }
  expect(faultsIn(() => service('x', {}, module))).toEqual([])
})
