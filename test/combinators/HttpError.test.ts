/** Refusals as values, and how they are told. */
import * as fc from 'fast-check'
import {
  badRequest,
  chaliceErrorBody,
  conflict,
  defect,
  forbidden,
  isHttpError,
  isRefusal,
  notFound,
  phrase,
  problem,
  refuse,
  requestTimeout,
  tooManyRequests,
  unauthorized,
  unprocessableContent
} from '../../src/combinators/HttpError.js'
import { ok } from '../../src/combinators/Reply.js'
import { holds } from '../laws/holds.js'

test.each([
  [badRequest, 400, 'BadRequest', 'BadRequestError'],
  [unauthorized, 401, 'Unauthorized', 'UnauthorizedError'],
  [forbidden, 403, 'Forbidden', 'ForbiddenError'],
  [notFound, 404, 'NotFound', 'NotFoundError'],
  [requestTimeout, 408, 'RequestTimeout', 'RequestTimeoutError'],
  [conflict, 409, 'Conflict', 'ConflictError'],
  [unprocessableContent, 422, 'UnprocessableContent', 'UnprocessableEntityError'],
  [tooManyRequests, 429, 'TooManyRequests', 'TooManyRequestsError']
] as const)('%p refuses with its status and code', (make, status, code, chalice) => {
  expect(make()).toMatchObject({ status, code, message: phrase(status) })
  expect(make('why', { headers: { 'x-a': '1' }, code: 'Own' })).toMatchObject({
    status,
    code: 'Own',
    message: 'why',
    headers: { 'x-a': '1' }
  })
  expect(problem(make('why')).body).toEqual({ type: 'about:blank', title: phrase(status), status, code, detail: 'why' })
  expect(chaliceErrorBody(make('why')).body).toEqual({ Code: chalice, Message: 'why' })
})

test('absent parts are absent keys', () => {
  expect(Object.keys(refuse(404)).sort()).toEqual(['_tag', 'code', 'message', 'status'])
  expect(problem(refuse(404)).body).toEqual({ type: 'about:blank', title: 'Not Found', status: 404, code: 'NotFound' })
})

test('a status without a phrase is told by its number', () => {
  expect(refuse(499)).toMatchObject({ code: 'Status499', message: 'Status 499' })
})

test('problem details carry issues, and the refusal’s own headers', () => {
  const r = problem(refuse(422, { issues: [{ path: 'body.a', expected: 'string' }], headers: { 'retry-after': '3' } }))
  expect(r).toMatchObject({
    status: 422,
    headers: { 'retry-after': '3', 'content-type': 'application/problem+json' },
    body: { errors: [{ path: 'body.a', expected: 'string' }] }
  })
})

test('Chalice’s body keeps a code of one’s own', () => {
  expect(chaliceErrorBody(refuse(409, { code: 'Duplicate', message: 'twice' }))).toMatchObject({
    headers: { 'content-type': 'application/json' },
    body: { Code: 'Duplicate', Message: 'twice' }
  })
})

test('a cause travels with what is told and never in it', () => {
  const cause = new Error('canary')
  for (const tell of [problem, chaliceErrorBody]) {
    const told = tell(refuse(500, { cause }))
    expect(told.cause).toBe(cause)
    expect(JSON.stringify([told.body, told.headers])).not.toContain('canary')
  }
})

test.each([[undefined], [null]])('a defect without a cause (%p) has one all the same', (nothing) => {
  expect(defect(nothing)).toMatchObject({ status: 500, code: 'InternalServerError', message: 'Internal Server Error' })
  expect((defect(nothing).cause as Error).message).toBe(`the handler threw ${nothing}`)
})

test('a defect copies nothing of what was thrown', async () => {
  await holds(
    fc.property(fc.anything(), (thrown) => {
      const { cause, ...told } = defect(thrown)
      expect(told).toEqual({ ...refuse(500), cause: undefined })
      if (thrown !== undefined && thrown !== null) expect(cause).toBe(thrown)
    })
  )
})

test('a refusal is told from data of the same shape, however it came in', async () => {
  expect([isHttpError(notFound()), isRefusal(notFound()), isRefusal(ok(1)), isHttpError(ok(1))]).toEqual([
    true,
    true,
    true,
    false
  ])
  const alike = { ...JSON.parse(JSON.stringify(notFound())), statusCode: 404, expose: true }
  expect([isHttpError(alike), isRefusal(alike)]).toEqual([false, false])
  await holds(fc.property(fc.anything(), (u) => expect(isRefusal(u)).toBe(false)))
})
