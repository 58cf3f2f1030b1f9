/** The matchers: what passes, what does not, and what is said then. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { chaliceErrorBody, created, get, handle, notFound, ok, refuse, service } from '../../src/index.js'
import { CallError, client, events, given, invoke } from '../../src/testing/index.js'
import '../../src/testing/jest/index.js'
import { watchLog } from '../chalice/support.js'

const log = watchLog()
const todo = pipe(
  get('/todos/{id}'),
  handle(({ params }) => {
    if (params.id === 'boom') throw new Error('boom')
    return params.id === '1' ? E.right({ id: '1' }) : E.left(notFound(`no todo ${params.id}`))
  })
)
const api = service('todos', {}, { todo })
const call = (id: string) => client(api).get('/todos/{id}', { params: { id } })

/** What a failed expectation says, without colours. */
const said = async (f: () => unknown): Promise<string> => {
  try {
    await f()
  } catch (e) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
    return (e as Error).message.replaceAll(/\u001b\[\d+m/g, '')
  }
  throw new Error('it passed')
}

describe('Eithers', () => {
  test('a Right is right, a Left is left, of an equal value where one is given', () => {
    expect(E.right(1)).toBeRight()
    expect(E.right({ a: [1] })).toBeRight({ a: [1] })
    expect(E.right({ a: 1, b: 2 })).toBeRight(expect.objectContaining({ a: 1 }))
    expect(E.left('no')).toBeLeft('no')
    expect(E.right(1)).not.toBeRight(2)
    expect(E.right(1)).not.toBeLeft()
    expect(E.right(undefined)).toBeRight(undefined)
    expect(E.right(1)).not.toBeRight(undefined)
    expect(t.string.decode('a')).toBeRight('a')
  })

  test('promises and tasks are awaited', async () => {
    await expect(TE.right(1)).toBeRight(1)
    await expect(Promise.resolve(E.left('no'))).toBeLeft('no')
    await expect(async () => E.right(1)).not.toBeLeft()
    await expect(Promise.reject(new Error('rejected')).catch((e: unknown) => E.left(e))).toBeLeft(new Error('rejected'))
  })

  test('what is no Either is neither', async () => {
    for (const u of [1, null, undefined, {}, { _tag: 'Right' }, 'Right']) {
      expect(u).not.toBeRight()
      expect(u).not.toBeLeft()
    }
    expect(await said(() => expect(1).toBeRight())).toContain('Received: no Either: 1')
  })

  test('what failed is told: the other side, or the difference', async () => {
    expect(await said(() => expect(E.left('no')).toBeRight(1))).toContain('Expected: Right of 1\nReceived: Left of "no"')
    const told = await said(() => expect(E.right({ a: 1 })).toBeRight({ a: 2 }))
    expect(told).toContain('-     "a": 2,')
    expect(told).toContain('+     "a": 1,')
    expect(await said(() => expect(E.right(1)).not.toBeRight(1))).toContain('Expected: not Right of 1')
  })

  test('what a codec found is told by path', async () => {
    const told = await said(() => expect(t.type({ a: t.type({ b: t.number }) }).decode({ a: { b: 'x' } })).toBeRight())
    expect(told).toContain('"path": "a.b"')
    expect(told.length).toBeLessThan(300)
  })
})

describe('replies', () => {
  test('a call of a client, its reply, its error, and a Lambda result', async () => {
    await expect(call('1')).toReply(200, { id: '1' })
    expect(await call('1').reply).toReply(200)
    await expect(call('2')).toReply(404)
    const error = await call('2').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(CallError)
    await expect(error).toReply(404)
    const event = events.http('rest', 'GET', '/todos/{id}', { params: { id: '1' } })
    await expect(invoke(api, 'api-todos-id', event)).toReply(200, { id: '1' })
    expect({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1}' }).toReply(200, { a: 1 })
  })

  test('a handler, as the edge would read it', async () => {
    expect(given(todo)({ params: { id: '1' } })).toReply(200, { id: '1' })
    expect(given(todo)({ params: { id: '2' } })).toReply(404, expect.objectContaining({ detail: 'no todo 2' }))
    expect(created({ id: '1' })).toReply(201, { id: '1' })
    await expect(TE.right(ok('a'))).toReply(200, 'a')
    await expect(TE.left(refuse(418))).toRefuse(418)
  })

  test('a failure that only errors() tells is no reply', async () => {
    expect(E.left({ _tag: 'Taken' })).not.toReply(409)
    expect(await said(() => expect(E.left({ _tag: 'Taken' })).toReply(409))).toContain('Received: no reply, but')
  })

  test('another status or body is told with the difference', async () => {
    const told = await said(() => expect(call('1')).toReply(201, { id: '2' }))
    for (const line of ['Expected: 201 {"id": "2"}', 'Received: 200 {"id": "1"}', '-   "status": 201,', '+   "status": 200,'])
      expect(told).toContain(line)
    await expect(call('1')).not.toReply(201)
    await expect(call('1')).not.toReply(200, { id: '2' })
    expect(await said(() => expect(call('1')).not.toReply(200))).toContain('Expected: not 200')
  })

  test('a refusal has its status and its code', async () => {
    await expect(call('2')).toRefuse(404, 'NotFound')
    expect(given(todo)({ params: { id: '2' } })).toRefuse(404, 'NotFound')
    expect(chaliceErrorBody(notFound())).toRefuse(404, 'NotFoundError')
    await expect(call('1')).not.toRefuse(200)
    await expect(call('2')).not.toRefuse(404, 'Gone')
    const told = await said(() => expect(call('2')).toRefuse(410, 'Gone'))
    expect(told).toContain('Expected: 410 Gone\nReceived: 404 NotFound {')
  })

  test('a handler that fails is told as the edge tells it, and its rejection is the test’s to see', async () => {
    await expect(call('boom')).toRefuse(500, 'InternalServerError')
    log()
    await expect(expect(Promise.reject(new Error('no'))).toBeRight()).rejects.toThrow('no')
  })
})
