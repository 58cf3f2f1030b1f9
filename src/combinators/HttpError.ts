/**
 * Refusals: the failures that are HTTP answers of their own, as plain values in the left channel.
 * Not exceptions: nothing here is thrown, has a stack, or shows its `cause` to a client.
 */

import type { Issue } from '../codecs/Issue.js'
import { MalformedBody } from './bytes.js'
import { type AnyReply, isReply, type Reply, type ReplyHeaders, reply } from './Reply.js'

// ---- model

const brand: unique symbol = Symbol.for('quaich.HttpError') as never

/**
 * A refusal: a status, a stable `code` for programs and a `message` for people. It is told to the client as RFC 9457
 * `application/problem+json` unless the service's `errorBody` says otherwise. `cause` is for loggers only.
 * @since 0.1.0
 */
export interface HttpError {
  readonly _tag: 'HttpError'
  readonly [brand]: true
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: ReplyHeaders
  readonly issues?: ReadonlyArray<Issue>
  readonly cause?: unknown
}

/** What may travel in the left channel of a route: a refusal, or any reply. @since 0.1.0 */
export type Refusal = HttpError | AnyReply

/** What {@link refuse} takes beside the status. @since 0.1.0 */
export interface RefuseOptions {
  /** For people; the status's own phrase when absent. Sent to the client. */
  readonly message?: string
  /** For programs, in PascalCase; the status's own phrase when absent. Sent to the client. */
  readonly code?: string
  readonly headers?: ReplyHeaders
  /** For loggers and brackets; never sent, unless `debug` is on. */
  readonly cause?: unknown
  /** What a codec found wrong: paths and expected types, never values. Sent to the client. */
  readonly issues?: ReadonlyArray<Issue>
}

const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  511: 'Network Authentication Required'
}

/** The reason phrase of a status (RFC 9110, section 15), or `Status <n>`. */
export const phrase = (status: number): string => phrases[status] ?? `Status ${status}`

// The phrase in PascalCase, made once for each status that has one.
const codes = new Map<number, string>()
const codeOf = (status: number): string => {
  const known = codes.get(status)
  if (known !== undefined) return known
  const code = phrase(status).replaceAll(/[^A-Za-z0-9]/g, '')
  if (status in phrases) codes.set(status, code)
  return code
}

// ---- constructors

/**
 * A refusal of any status, with whatever goes with it.
 * @since 0.1.0
 * @example
 * import { refuse } from 'quaich'
 * expect(refuse(429, { headers: { 'retry-after': '3' } })).toMatchObject({ status: 429, code: 'TooManyRequests', message: 'Too Many Requests' })
 */
export const refuse = (status: number, o: RefuseOptions = {}): HttpError => {
  const e: Draft<HttpError> = {
    _tag: 'HttpError',
    [brand]: true,
    status,
    code: o.code ?? codeOf(status),
    message: o.message ?? phrase(status)
  }
  if (o.headers !== undefined) e.headers = o.headers
  if (o.issues !== undefined) e.issues = o.issues
  if (o.cause !== undefined) e.cause = o.cause
  return e
}

/** A value while it is being made. */
type Draft<A> = { -readonly [K in keyof A]: A[K] }

type Refuse = (message?: string, o?: Omit<RefuseOptions, 'message'>) => HttpError
const of =
  (status: number): Refuse =>
  (message, o) =>
    refuse(status, message === undefined ? o : { ...o, message })

/** 400 Bad Request. @since 0.1.0 @example
 * import { badRequest } from 'quaich'
 * expect(badRequest('no comma').message).toBe('no comma')
 */
export const badRequest: Refuse = /* @__PURE__ */ of(400)
/** 401 Unauthorized: nobody has said who they are. @since 0.1.0 @example
 * import { unauthorized } from 'quaich'
 * expect(unauthorized().code).toBe('Unauthorized')
 */
export const unauthorized: Refuse = /* @__PURE__ */ of(401)
/** 403 Forbidden: known, and not allowed. @since 0.1.0 @example
 * import { forbidden } from 'quaich'
 * expect(forbidden().status).toBe(403)
 */
export const forbidden: Refuse = /* @__PURE__ */ of(403)
/** 404 Not Found. @since 0.1.0 @example
 * import { notFound } from 'quaich'
 * expect(notFound().status).toBe(404)
 */
export const notFound: Refuse = /* @__PURE__ */ of(404)
/** 408 Request Timeout. @since 0.1.0 @example
 * import { requestTimeout } from 'quaich'
 * expect(requestTimeout().status).toBe(408)
 */
export const requestTimeout: Refuse = /* @__PURE__ */ of(408)
/** 409 Conflict. @since 0.1.0 @example
 * import { conflict } from 'quaich'
 * expect(conflict('taken').message).toBe('taken')
 */
export const conflict: Refuse = /* @__PURE__ */ of(409)
/** 422 Unprocessable Content. @since 0.1.0 @example
 * import { unprocessableContent } from 'quaich'
 * expect(unprocessableContent().status).toBe(422)
 */
export const unprocessableContent: Refuse = /* @__PURE__ */ of(422)
/** 429 Too Many Requests. @since 0.1.0 @example
 * import { tooManyRequests } from 'quaich'
 * expect(tooManyRequests('slow down', { headers: { 'retry-after': '3' } }).headers).toEqual({ 'retry-after': '3' })
 */
export const tooManyRequests: Refuse = /* @__PURE__ */ of(429)

/**
 * The fixed 500 that any defect becomes: its cause is kept for loggers and never told. A body that could not be read is the client's fault.
 * @internal
 */
export const defect = (cause: unknown): HttpError =>
  cause instanceof MalformedBody
    ? refuse(400, { message: cause.message, cause })
    : refuse(500, { cause: cause ?? new Error(`the handler threw ${String(cause)}`) })

// ---- combinators

/** Whether a value was made by {@link refuse} or one of its short forms. @since 0.1.0 */
export const isHttpError = (u: unknown): u is HttpError =>
  typeof u === 'object' && u !== null && (u as { readonly [brand]?: unknown })[brand] === true

/** Whether a value may travel in the left channel of a route. @since 0.1.0 */
export const isRefusal = (u: unknown): u is Refusal => isHttpError(u) || isReply(u)

/** How a refusal is told to the client. @since 0.1.0 */
export type ErrorBody = (e: HttpError) => AnyReply

const told = (e: HttpError, body: unknown, type: ReplyHeaders): Reply<number, unknown> => {
  const r: Draft<Reply<number, unknown>> = reply(e.status, body, e.headers === undefined ? type : { ...e.headers, ...type })
  if (e.cause !== undefined) r.cause = e.cause
  return r
}

const problemJson: ReplyHeaders = Object.freeze({ 'content-type': 'application/problem+json' })
const json: ReplyHeaders = Object.freeze({ 'content-type': 'application/json' })

/**
 * A refusal as RFC 9457 problem details: `type`, `title`, `status`, `code`, and `detail` and `errors` where there is something to say.
 * @since 0.1.0
 * @example
 * import { notFound, problem } from 'quaich'
 * expect(problem(notFound('no todo 7')).body).toEqual({ type: 'about:blank', title: 'Not Found', status: 404, code: 'NotFound', detail: 'no todo 7' })
 */
export const problem: ErrorBody = (e) => {
  const title = phrase(e.status)
  const body: Problem = { type: 'about:blank', title, status: e.status, code: e.code }
  if (e.message !== title) body.detail = e.message
  if (e.issues !== undefined) body.errors = e.issues
  return told(e, body, problemJson)
}

interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  detail?: string
  errors?: ReadonlyArray<Issue>
}

const chaliceCodes: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  405: 'MethodNotAllowedError',
  408: 'RequestTimeoutError',
  409: 'ConflictError',
  415: 'UnsupportedMediaType',
  422: 'UnprocessableEntityError',
  429: 'TooManyRequestsError',
  500: 'InternalServerError'
}

/**
 * A refusal as AWS Chalice tells it: `{"Code":"NotFoundError","Message":"…"}`. Give it as the service's `errorBody`.
 * A `code` of your own is kept; the others become Chalice's class names.
 * @since 0.1.0
 * @example
 * import { chaliceErrorBody, notFound } from 'quaich'
 * expect(chaliceErrorBody(notFound('no todo 7')).body).toEqual({ Code: 'NotFoundError', Message: 'no todo 7' })
 */
export const chaliceErrorBody: ErrorBody = (e) => {
  const own = e.code !== codeOf(e.status)
  const message = e.status === 500 && e.message === phrase(500) ? 'An internal server error occurred.' : e.message
  return told(e, { Code: own ? e.code : (chaliceCodes[e.status] ?? e.code), Message: message }, json)
}
