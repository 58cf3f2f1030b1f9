/** Two-way WebSocket routes: what the handler gives goes back, exactly as the codec says, and only where the stack says so. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import * as z from 'zod'
import { bracket, conflict, handle, message, routeResponse, service, websocket } from '../../src/index.js'
import { given } from '../../src/testing/index.js'
import { watchLog } from '../chalice/support.js'
import { holds } from '../laws/holds.js'
import { answering, failure, invoking, problemsIn, socketEvent } from './support.js'

const log = watchLog()
const Sum = t.type({ sum: t.number })
const event = (body: unknown) => socketEvent('add', {}, { body: JSON.stringify(body) })

const add = pipe(
  websocket('add'),
  message(t.type({ a: t.number, b: t.number })),
  routeResponse(Sum),
  handle(({ message: m }) => ({ sum: m.a + m.b, secret: 'never sent' }))
)

test('what the handler gives goes back as JSON, and no key that the codec does not know', async () => {
  expect(await invoking(add)(event({ a: 1, b: 2 }))).toMatchObject({ statusCode: 200, body: '{"sum":3}' })
})

test('the fact says so, and a test still calls the function', () => {
  expect(add.facts.map((f) => f._tag)).toEqual(['Websocket', 'Message', 'RouteResponse'])
  expect(given(add)({ message: { a: 1, b: 2 }, event: undefined as never })).toMatchObject({ sum: 3 })
})

test('whatever the codec knows comes back as it was, be it text, a list or null', async () => {
  const codec = t.union([t.string, t.null, t.array(t.number), Sum])
  await holds(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.constant(null), fc.array(fc.integer()), fc.record({ sum: fc.integer() })),
      async (value) => {
        const echo = pipe(
          websocket('echo'),
          routeResponse(codec),
          handle(() => value)
        )
        const { body } = (await invoking(echo)(socketEvent('echo'))) as { readonly body: string }
        expect(JSON.parse(body)).toEqual(value)
      }
    ),
    200
  )
})

test.each<readonly [string, () => unknown]>([
  ['a Promise', async () => ({ sum: 1 })],
  ['an Either', () => E.right({ sum: 1 })],
  ['a TaskEither', () => TE.right({ sum: 1 })]
])('%s is read to its end', async (_, f) => {
  const route = pipe(websocket('x'), routeResponse(Sum), answering(f))
  expect(await invoking(route)(socketEvent('x'))).toMatchObject({ statusCode: 200, body: '{"sum":1}' })
})

test('a Standard Schema encodes as well, and may take its time', async () => {
  const schema = z.object({ n: z.number().refine(async (n) => n > 0) })
  const route = pipe(
    websocket('x'),
    routeResponse(schema),
    handle(() => ({ n: 1, more: 2 }))
  )
  expect(await invoking(route)(socketEvent('x'))).toMatchObject({ body: '{"n":1}' })
})

test('refusals go back too: of the stack, and of the handler', async () => {
  const full = pipe(
    websocket('add'),
    message(t.type({ a: t.number })),
    routeResponse(Sum),
    handle(() => E.left(conflict('the room is full')))
  )
  const told = async (body: unknown) => {
    const { statusCode, body: text } = (await invoking(full)(event(body))) as { statusCode: number; body: string }
    return [statusCode, JSON.parse(text) as unknown]
  }
  expect(await told({ a: 'x' })).toEqual([400, expect.objectContaining({ code: 'BadRequest', errors: expect.any(Array) })])
  expect(await told({ a: 1 })).toEqual([409, expect.objectContaining({ message: 'the room is full' })])
})

test('a value that is not as declared fails the invocation, is logged, and goes nowhere', async () => {
  const wrong = pipe(
    websocket('x'),
    routeResponse(Sum),
    answering(() => ({ sum: 'three' }))
  )
  expect((await failure(invoking(wrong)(socketEvent('x')))).message).toContain(
    'not as its codec declares: number was expected at sum'
  )
  expect(log()).toMatchObject([{ at: 'f' }])
})

test.each<readonly [string, unknown, string]>([
  ['a Map', new Map(), 'the answer is a Map, which has no JSON'],
  ['a Promise inside', { a: Promise.resolve(1) }, 'the answer has a Promise at a, which has no JSON'],
  ['a number that is none', [0 / 0], 'the answer has NaN at 0, which has no JSON']
])('%s under a codec that lets all through fails the invocation, is logged, and goes nowhere', async (_, value, message) => {
  const route = pipe(
    websocket('x'),
    routeResponse(t.unknown),
    answering(() => value)
  )
  expect((await failure(invoking(route)(socketEvent('x')))).message).toBe(message)
  expect(log()).toMatchObject([{ at: 'f', message: `TypeError: ${message}` }])
})

test('nothing is an answer without a body, where the codec says so', async () => {
  const route = pipe(
    websocket('x'),
    routeResponse(t.undefined),
    handle(() => undefined)
  )
  expect(await invoking(route)(socketEvent('x'))).toMatchObject({ statusCode: 200, body: undefined })
})

test('what stands inside sees the value, what stands outside the answer', async () => {
  const seen: unknown[] = []
  const note = (name: string) => (_: number, exit: unknown) => {
    seen.push([name, JSON.parse(JSON.stringify(exit))])
  }
  const route = pipe(
    websocket('x'),
    bracket('outer', () => 1, note('outer')),
    routeResponse(Sum),
    bracket('inner', () => 1, note('inner')),
    handle(() => ({ sum: 1 }))
  )
  await invoking(route)(socketEvent('x'))
  expect(seen).toMatchObject([
    ['inner', { right: { sum: 1 } }],
    ['outer', { right: { body: '{"sum":1}' } }]
  ])
})

test.each(['$connect', '$disconnect'])('on %s there is nobody to answer: a fault of the definition', (key) => {
  const f = pipe(
    websocket(key),
    routeResponse(t.string),
    handle(() => 'hello')
  )
  expect(problemsIn(() => service('s', {}, { f }))).toEqual([`routeResponse on ${key}: there is no message to answer`])
})

test('two of them in one stack are a fault', () => {
  const f = pipe(
    websocket('x'),
    routeResponse(t.string),
    routeResponse(t.string),
    handle(() => 'hello')
  )
  expect(problemsIn(() => service('s', {}, { f }))).toEqual(['2 routeResponses in one stack'])
})
