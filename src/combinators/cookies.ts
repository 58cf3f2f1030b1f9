/** Cookies out (RFC 6265), by the library that the field trusts; refused at construction where they could break a header. */
import { stringifySetCookie } from 'cookie'
import type { Reply } from './Reply.js'
import { withHeader } from './Reply.js'

/** How a browser is to keep a cookie (RFC 6265, section 4.1.2). @since 0.1.0 */
export interface CookieOptions {
  /** Seconds; 0 deletes it. */
  readonly maxAge?: number
  readonly expires?: Date
  readonly domain?: string
  readonly path?: string
  readonly httpOnly?: boolean
  readonly secure?: boolean
  readonly sameSite?: 'strict' | 'lax' | 'none'
  readonly partitioned?: boolean
}

/**
 * The same reply with one more cookie. A name, value, domain or path that could break the header throws a TypeError, which a route answers
 * with 500.
 * @since 0.1.0
 * @example
 * import { ok, setCookie } from 'quaich'
 * const reply = setCookie('session', 'x', { httpOnly: true, path: '/' })(ok(1))
 * expect(reply.headers['set-cookie']).toEqual(['session=x; Path=/; HttpOnly'])
 */
export const setCookie =
  (name: string, value: string, o: CookieOptions = {}) =>
  <S extends number, A>(reply: Reply<S, A>): Reply<S, A> => {
    const before = Object.entries(reply.headers).flatMap(([key, v]) => (key.toLowerCase() === 'set-cookie' ? v : []))
    return withHeader('set-cookie', [...before, stringifySetCookie({ name, value, ...o })])(reply)
  }
