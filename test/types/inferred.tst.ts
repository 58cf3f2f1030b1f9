/** What must be inferred, with no annotation. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  any, authorize, authorizer, body, bytes, cognitoUserPool, DateFromString, dynamodbStream, each, type FailureOf, form, fromMiddy, get, handle, iam, IntFromString, lambda, message, mount, noContent, ok, type PathParams, params, port, post,
  provide, query, rawBody, reply, returns, route, routeResponse, service, sqs, type SuccessOf, text, use, websocket
} from 'quaich'
import * as fc from 'fast-check'
import { type AnyRequest, annotate, arbitraries, arbitrary, client, encoded, given, type Jsoned, type Message, requests, samples } from 'quaich/testing'
import { describe, expect, test } from 'tstyche'
import { z } from 'zod'
import secretsManager, { secret } from '@middy/secrets-manager'
import ssm, { ssmParam } from '@middy/ssm'
import type { LambdaContext } from 'quaich'

describe('path parameters are read from the path', () => {
  test('plain, greedy, hyphenated, several, none', () => {
    expect<PathParams<'/a/{id}'>>().type.toBe<{ readonly id: string }>()
    expect<PathParams<'/a/{name+}'>>().type.toBe<{ readonly name: string }>()
    expect<PathParams<'/a/{user-id}/b/{n}'>>().type.toBe<{ readonly 'user-id': string; readonly n: string }>()
    expect<PathParams<'/a'>>().type.toBe<{}>()
  })
})

describe('the context is exact', () => {
  test('codecs of both kinds give what they decode', () => {
    pipe(post('/x'), body(t.type({ n: t.number })), handle(({ body }) => { expect(body).type.toBe<{ n: number }>(); return 1 }))
    pipe(post('/x'), body(z.object({ n: z.number() })), handle(({ body }) => { expect(body).type.toBe<{ n: number }>(); return 1 }))
    pipe(get('/x'), query({ n: IntFromString }), query({ s: t.string }), handle(({ query }) => { expect(query.n).type.toBe<number>(); expect(query.s).type.toBe<string>(); return 1 }))
    pipe(get('/x/{n}/{s}'), params({ n: IntFromString }), handle(({ params }) => { expect(params.n).type.toBe<number>(); expect(params.s).type.toBe<string>(); return 1 }))
    pipe(post('/x'), form({ a: t.string }), handle(({ body }) => { expect(body.a).type.toBe<string>(); return 1 }))
    pipe(post('/x'), text(), handle(({ body }) => { expect(body).type.toBe<string>(); return 1 }))
    pipe(post('/x'), rawBody(), handle(({ body }) => { expect(body).type.toBe<Uint8Array>(); return 1 }))
  })
  test('authorizers, ports, provide and methods', () => {
    const pool = cognitoUserPool({ providerArns: ['a'], claims: t.type({ sub: t.string }) })
    const clock = port('clock', { live: () => () => 1 })
    const twice = provide('twice', ({ clock }: { clock: () => number }) => clock() * 2)
    pipe(get('/x'), authorize(pool), handle(({ auth }) => { expect(auth).type.toBe<{ sub: string }>(); return 1 }))
    pipe(get('/x'), authorize(iam), handle(({ auth }) => { expect(auth.userArn).type.toBe<string>(); return 1 }))
    pipe(get('/x'), use(clock), twice, handle(({ twice }) => { expect(twice).type.toBe<number>(); return 1 }))
    pipe(route(['GET', 'PUT'], '/x'), handle(({ method }) => { expect(method).type.toBe<'GET' | 'PUT'>(); return 1 }))
    pipe(any('/x'), handle(({ method }) => { expect(method).type.toBe<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'>(); return 1 }))
  })
})

describe('results are read as the run time reads them', () => {
  test('however they are wrapped', () => {
    expect<SuccessOf<number>>().type.toBe<number>()
    expect<SuccessOf<Promise<E.Either<'f', number>>>>().type.toBe<number>()
    expect<FailureOf<Promise<E.Either<'f', number>>>>().type.toBe<'f'>()
    expect<FailureOf<TE.TaskEither<'f', number>>>().type.toBe<'f'>()
    expect<SuccessOf<() => Promise<number>>>().type.toBe<number>()
    expect<FailureOf<number | E.Either<'f', number>>>().type.toBe<'f'>()
  })
  test('returns takes values that are declared, by any wrapping', () => {
    const Cat = t.type({ name: t.string })
    pipe(get('/x'), returns({ 200: Cat }), handle(() => ({ name: 'Tom' })))
    pipe(get('/x'), returns({ 200: Cat }), handle(() => TE.right(ok({ name: 'Tom' }))))
    pipe(get('/x'), returns({ 200: bytes('image/png') }), handle(() => new Uint8Array(1)))
  })
})

describe('a client is typed from the service alone', () => {
  const add = pipe(post('/cats/{id}'), body(t.type({ name: t.string })), handle(({ body }) => E.right(body)))
  const list = pipe(get('/cats'), handle(() => ok([{ name: 'Tom' }])))
  const c = client(service('pets', {}, { list, add, v1: mount('/v1', { add, deep: mount('/deep', { list }) }) }))
  test('through mount, bodies of replies unwrapped', () => {
    expect(c.post('/cats/{id}', { params: { id: '1' }, body: { name: 'x' } }).then((b) => b)).type.toBe<Promise<{ name: string }>>()
    expect(c.post('/v1/cats/{id}', { params: { id: '1' }, body: { name: 'x' } }).then((b) => b.name)).type.toBe<Promise<string>>()
    expect(c.get('/v1/deep/cats').then((b) => b[0].name)).type.toBe<Promise<'Tom'>>()
  })
})

describe('what may be left out, may be left out', () => {
  const list = pipe(get('/cats'), query({ tag: t.union([t.string, t.undefined]), n: t.string }), handle(() => 1))
  const loose = pipe(get('/dogs'), query({ tag: t.union([t.string, t.undefined]) }), handle(() => 1))
  const c = client(service('pets', {}, { list, loose }))
  test('optional query keys, and inputs that are wholly optional', () => {
    expect(c.get).type.toBeCallableWith('/cats', { query: { n: '1' } })
    expect(c.get).type.toBeCallableWith('/cats', { query: { n: '1', tag: undefined } })
    expect(c.get).type.not.toBeCallableWith('/cats', { query: { tag: 'x' } })
    expect(c.get).type.not.toBeCallableWith('/cats')
    expect(c.get).type.toBeCallableWith('/dogs')
  })
  test('fields of a form, but not the form', () => {
    const add = pipe(post('/cats'), form({ name: t.string, born: z.date().optional() }), handle(() => 1))
    const any = pipe(post('/any'), form({ born: z.date().optional() }), handle(() => 1))
    const forms = client(service('pets', {}, { add, any }))
    expect(forms.post).type.toBeCallableWith('/cats', { body: { name: 'Tom' } })
    expect(forms.post).type.not.toBeCallableWith('/cats', { body: {} })
    expect(forms.post).type.toBeCallableWith('/any', { body: {} })
    expect(forms.post).type.not.toBeCallableWith('/any')
  })
})

describe('a client reads what was sent, not what the handler gave', () => {
  const Cat = t.type({ name: t.string, age: IntFromString })
  const c = client(service('pets', {}, {
    coded: pipe(get('/coded'), returns({ 200: Cat, 202: DateFromString }), handle(() => ({ name: 'Tom', age: 3 }))),
    replied: pipe(get('/replied'), returns({ 200: Cat, 202: DateFromString }), handle(() => E.right(reply(202, new Date(0))))),
    schema: pipe(get('/schema'), returns({ 200: z.object({ born: z.date(), tags: z.array(z.string()).optional() }) }), handle(() => ({ born: new Date(0) }))),
    bare: pipe(get('/bare'), handle(() => ({ born: new Date(0), all: [{ at: new Date(0) }] }))),
    image: pipe(get('/image'), returns({ 200: bytes('image/png') }), handle(() => new Uint8Array(1))),
    gone: pipe(get('/gone'), handle(() => noContent())),
    job: pipe(lambda(), handle(() => ({ at: new Date(0) })))
  }))
  test('codecs encode, and a Date is text', () => {
    expect(c.get('/coded').then((b) => b)).type.toBe<Promise<{ name: string; age: string }>>()
    expect(c.get('/replied').then((b) => b)).type.toBe<Promise<string>>()
    expect(c.get('/schema').then((b) => b)).type.toBe<Promise<{ born: string; tags?: string[] | undefined }>>()
    expect(c.get('/bare').then((b) => b)).type.toBe<Promise<{ born: string; all: { at: string }[] }>>()
    expect(c.invoke('job', {})).type.toBe<Promise<{ at: string }>>()
  })
  test('bytes stay bytes, nothing stays nothing, and what has no type keeps none', () => {
    expect(c.get('/image').then((b) => b)).type.toBe<Promise<Uint8Array>>()
    expect(c.get('/gone').then((b) => b)).type.toBe<Promise<undefined>>()
    expect<Jsoned<{ a: unknown; b?: Date; c: readonly [Date, 'x'] }>>().type.toBe<{ a: unknown; b?: string; c: readonly [string, 'x'] }>()
  })
})

test('a handler is still the function it was', () => {
  const parity = pipe(get('/parity/{n}'), handle(({ params }) => Number(params.n) % 2))
  expect(given(parity)({ params: { n: '1' } })).type.toBe<number>()
})

test('an authorizer may stand on a WebSocket connection', () => {
  const key = authorizer({ context: t.type({ role: t.string }) })
  pipe(websocket('$connect'), authorize(key), handle(({ auth }) => { expect(auth.role).type.toBe<string>(); expect(auth.principalId).type.toBe<string>(); return 1 }))
  const stack = flow(authorize(key), provide('admin', ({ auth }: { auth: { role: string } }) => auth.role === 'admin'))
  pipe(websocket('$connect'), stack, handle(({ admin }) => { expect(admin).type.toBe<boolean>(); return 1 }))
  pipe(get('/x'), stack, handle(({ admin }) => { expect(admin).type.toBe<boolean>(); return 1 }))
})

test('without a codec a message is what its record holds', () => {
  pipe(sqs('q'), each(), handle(({ message }) => { expect(message).type.toBe<string>() }))
  pipe(dynamodbStream('arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1'), each(), handle(({ message }) => { expect(message).type.toBe<Readonly<Record<string, unknown>> | null>() }))
  pipe(sqs('q'), each(t.type({ id: t.string })), handle(({ message }) => { expect(message).type.toBe<{ id: string }>() }))
})

test('a two-way route gives what its codec encodes, however it is wrapped', () => {
  const two = flow(message(t.type({ a: t.number })), routeResponse(t.type({ sum: t.number })))
  const add = pipe(websocket('add'), two, handle(({ message }) => { expect(message.a).type.toBe<number>(); return TE.right({ sum: message.a }) }))
  expect(given(add)({ message: { a: 1 }, event: undefined as never })).type.toBe<TE.TaskEither<never, { sum: number }>>()
  pipe(websocket('add'), two, handle(() => E.left({ _tag: 'Full' as const })))
})

describe('arbitraries are of what their codecs say', () => {
  const Todo = t.intersection([t.type({ id: IntFromString }), t.partial({ tags: t.readonlyArray(t.keyof({ a: null, b: null })) })])
  const Sized = z.object({ s: z.string().transform((s) => s.length) })
  test('decoded, encoded, and both, with no annotation', () => {
    expect(arbitrary(Todo)).type.toBe<fc.Arbitrary<t.TypeOf<typeof Todo>>>()
    expect(encoded(Todo)).type.toBe<fc.Arbitrary<t.OutputOf<typeof Todo>>>()
    expect(arbitrary(Sized)).type.toBe<fc.Arbitrary<{ s: number }>>()
    expect(encoded(Sized)).type.toBe<fc.Arbitrary<{ s: string }>>()
    fc.property(samples(Todo), ({ value, encoded }) => { expect(value.id).type.toBe<number>(); expect(encoded.id).type.toBe<string>() })
    fc.property(arbitrary(t.recursion<string[]>('R', () => t.array(t.string))), (a) => { expect(a).type.toBe<string[]>() })
  })
  test('an annotation is of the values of its codec, and gives the same codec', () => {
    expect(annotate(IntFromString, { arbitrary: fc.nat() })).type.toBe<typeof IntFromString>()
    expect(annotate(Sized, { arbitrary: fc.record({ s: fc.string() }) })).type.toBe<typeof Sized>()
    expect(annotate).type.not.toBeCallableWith(IntFromString, { arbitrary: fc.string() })
  })
})

describe('requests are what the client takes', () => {
  const Todo = t.type({ title: t.string })
  const add = pipe(post('/todos/{list}'), query({ n: IntFromString }), body(Todo), handle(({ body }) => body))
  const fed = pipe(sqs('fed'), each(Todo), handle(() => {}))
  const api = service('todos', {}, { add, fed, v1: mount('/v1', { add }) })
  test('of a handler, and of a service by the names of its modules', () => {
    fc.property(requests(add), (r) => {
      expect(r.params).type.toBe<{ readonly list: string }>()
      expect(r.path).type.toBe<'/todos/{list}'>()
      expect(r.method).type.toBe<'POST'>()
      client(api).post(r.path, r)
    })
    const all = arbitraries(api)
    fc.property(all.v1.add.valid, (r) => { expect(r.path).type.toBe<'/v1/todos/{list}'>(); client(api).post(r.path, r) })
    expect(all.fed.valid).type.toBe<fc.Arbitrary<Message>>()
    for (const d of api.declarations) expect(requests(d)).type.toBe<fc.Arbitrary<AnyRequest>>()
  })
})

describe('what a middy middleware adds to the Lambda context is what its types say', () => {
  const parameters = ssm({ fetchData: { a: ssmParam<{ n: number }>('/a'), b: '/b' }, setToContext: true })
  const hidden = ssm({ fetchData: { a: ssmParam<{ n: number }>('/a') } })
  const secrets = secretsManager({ fetchData: { key: secret<string>('key') }, setToContext: true })
  test('of one, of several, of one that is made', () => {
    pipe(get('/x'), fromMiddy(parameters), handle(({ lambda }) => { expect(lambda.a).type.toBe<{ n: number }>(); expect(lambda.awsRequestId).type.toBe<string>(); return 1 }))
    pipe(sqs('q'), fromMiddy([parameters, secrets]), handle(({ lambda }) => { expect(lambda.a.n).type.toBe<number>(); expect(lambda.key).type.toBe<string>() }))
    pipe(get('/x'), fromMiddy(() => secrets), handle(({ lambda }) => { expect(lambda.key).type.toBe<string>(); return 1 }))
    pipe(get('/x'), flow(fromMiddy(parameters), fromMiddy(secrets)), handle(({ lambda }) => { expect(lambda.a.n).type.toBe<number>(); expect(lambda.key).type.toBe<string>(); return 1 }))
  })
  test('nothing where they say nothing', () => {
    const untyped = { before: (r: any) => r }
    pipe(get('/x'), fromMiddy(hidden), fromMiddy({ before: () => {} }), fromMiddy(untyped), handle(({ lambda }) => { expect(lambda).type.toBe<LambdaContext>(); return 1 }))
  })
  test('the ports that it is made of', () => {
    const lines = port('lines', { live: () => ['a'] })
    fromMiddy(({ lines }) => { expect(lines).type.toBe<string[]>(); return { after: () => {} } }, { uses: { lines } })
  })
})
