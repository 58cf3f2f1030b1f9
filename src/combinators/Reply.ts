/**
 * What a handler answers with: a status, a body and headers, as one plain value.
 * Not a web-platform `Response`: nothing here streams, and nothing is encoded before the last moment.
 */

// ---- model

const brand: unique symbol = Symbol.for('quaich.Reply') as never

/** Header names to values; a list is sent as several headers of that name (as `Set-Cookie` needs). */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/**
 * An HTTP reply. Made by {@link reply} and its short forms only: a value of the same shape that came in as JSON is not one.
 * `cause` is for loggers and brackets and never leaves the function.
 * @since 0.1.0
 */
export interface Reply<S extends number, A> {
  readonly _tag: 'Reply'
  readonly [brand]: true
  readonly status: S
  readonly body: A
  readonly headers: ReplyHeaders
  readonly cause?: unknown
}

/** Any reply at all. @since 0.1.0 */
export type AnyReply = Reply<number, unknown>

// ---- constructors

const none: ReplyHeaders = Object.freeze({})

/**
 * A reply of any status: `reply(202, { id })`. A status outside 200 to 599 is answered as a 500 (RFC 9110, section 15).
 * @since 0.1.0
 * @example
 * import { reply } from 'quaich'
 * expect(reply(202, { id: '1' }, { 'retry-after': '3' })).toMatchObject({ status: 202, body: { id: '1' }, headers: { 'retry-after': '3' } })
 */
export const reply = <const S extends number, const A>(status: S, body: A, headers: ReplyHeaders = none): Reply<S, A> => ({
  _tag: 'Reply',
  [brand]: true,
  status,
  body,
  headers
})

/**
 * 200 OK.
 * @since 0.1.0
 * @example
 * import { ok } from 'quaich'
 * expect(ok('hello').status).toBe(200)
 */
export const ok = <const A>(body: A, headers?: ReplyHeaders): Reply<200, A> => reply(200, body, headers)

/**
 * 201 Created; give it a `location` (RFC 9110, section 15.3.2).
 * @since 0.1.0
 * @example
 * import { created } from 'quaich'
 * expect(created({ id: '1' }, { location: '/todos/1' }).headers).toEqual({ location: '/todos/1' })
 */
export const created = <const A>(body: A, headers?: ReplyHeaders): Reply<201, A> => reply(201, body, headers)

/**
 * 202 Accepted.
 * @since 0.1.0
 * @example
 * import { accepted } from 'quaich'
 * expect(accepted({ job: '1' }).status).toBe(202)
 */
export const accepted = <const A>(body: A, headers?: ReplyHeaders): Reply<202, A> => reply(202, body, headers)

/**
 * 204 No Content: no body and no content type are sent.
 * @since 0.1.0
 * @example
 * import { noContent } from 'quaich'
 * expect(noContent().body).toBe(undefined)
 */
export const noContent = (headers?: ReplyHeaders): Reply<204, undefined> => reply(204, undefined, headers)

/**
 * A redirect to `location`, by default 303 See Other (RFC 9110, section 15.4).
 * @since 0.1.0
 * @example
 * import { redirect } from 'quaich'
 * expect(redirect('/todos/1')).toMatchObject({ status: 303, headers: { location: '/todos/1' } })
 */
export const redirect = <const S extends 301 | 302 | 303 | 307 | 308 = 303>(location: string, status?: S): Reply<S, undefined> =>
  reply((status ?? 303) as S, undefined, { location })

// ---- combinators

/**
 * The same reply with one more header; a header of that name is replaced, whatever its case.
 * @since 0.1.0
 * @example
 * import { ok, withHeader } from 'quaich'
 * expect(withHeader('ETag', '"1"')(ok(1)).headers).toEqual({ etag: '"1"' })
 */
export const withHeader =
  (name: string, value: string | readonly string[]) =>
  <S extends number, A>(r: Reply<S, A>): Reply<S, A> => {
    const lower = name.toLowerCase()
    const headers: Record<string, string | readonly string[]> = {}
    for (const key of Object.keys(r.headers)) if (key.toLowerCase() !== lower) headers[key] = r.headers[key] as string
    headers[lower] = value
    return { ...r, headers }
  }

/** Whether a value was made by {@link reply}. @since 0.1.0 */
export const isReply = (u: unknown): u is AnyReply =>
  typeof u === 'object' && u !== null && (u as { readonly [brand]?: unknown })[brand] === true
