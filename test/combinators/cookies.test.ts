/** Cookies in and out: several stay several, and what could break a header is refused at construction. */
import { parseCookie } from 'cookie'
import * as fc from 'fast-check'
import { setCookie } from '../../src/combinators/cookies.js'
import { parseCookies } from '../../src/combinators/parseCookies.js'
import { ok, reply } from '../../src/combinators/Reply.js'
import { holds } from '../laws/holds.js'

test('two cookies are two headers, the options as they were given', () => {
  const r = setCookie('b', '2', { maxAge: 60, secure: true, sameSite: 'lax', domain: 'a.example' })(
    setCookie('a', '1', { httpOnly: true, path: '/' })(ok(1))
  )
  expect(r.headers['set-cookie']).toEqual(['a=1; Path=/; HttpOnly', 'b=2; Max-Age=60; Domain=a.example; Secure; SameSite=Lax'])
})

test('cookies that stand in the reply already are kept, in whatever case the header was written', () => {
  expect(setCookie('b', '2')(reply(200, 1, { 'Set-Cookie': 'a=1' })).headers).toEqual({ 'set-cookie': ['a=1', 'b=2'] })
})

test('a date with its comma stays whole', () => {
  const r = setCookie('a', '1', { expires: new Date(Date.UTC(2021, 5, 9)) })(ok(1))
  expect(r.headers['set-cookie']).toEqual(['a=1; Expires=Wed, 09 Jun 2021 00:00:00 GMT'])
})

test.each<[string, () => unknown]>([
  ['a name with a space', () => setCookie('a b', '1')(ok(1))],
  ['a name with an equals sign', () => setCookie('a=b', '1')(ok(1))],
  ['a name with a line break', () => setCookie('a\r\nb', '1')(ok(1))],
  ['no name', () => setCookie('', '1')(ok(1))],
  ['a domain with a semicolon', () => setCookie('a', '1', { domain: 'a.example; Secure' })(ok(1))],
  ['a domain with a line break', () => setCookie('a', '1', { domain: 'a\r\nSet-Cookie: b=1' })(ok(1))],
  ['a path with a semicolon', () => setCookie('a', '1', { path: '/; Domain=evil' })(ok(1))],
  ['a path with a line break', () => setCookie('a', '1', { path: '/\n' })(ok(1))],
  ['an unknown SameSite', () => setCookie('a', '1', { sameSite: 'x; Secure' as 'lax' })(ok(1))],
  ['an age that is no whole number', () => setCookie('a', '1', { maxAge: 0.5 })(ok(1))],
  ['a date that is none', () => setCookie('a', '1', { expires: new Date(Number.NaN) })(ok(1))]
])('%s throws', (_, f) => {
  expect(f).toThrow(TypeError)
})

test('whatever the value, it cannot end the cookie: what is written is read back', async () => {
  await holds(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const [cookie] = setCookie('a', value, { httpOnly: true })(ok(1)).headers['set-cookie'] as [string]
      expect(cookie).toMatch(/^a=[\x21-\x3a\x3c-\x7e]*; HttpOnly$/)
      expect(parseCookies(cookie.split('; ')[0] as string)['a']).toBe(value)
    })
  )
})

test('of two cookies of one name the first wins, and a no-break space is part of a name', () => {
  expect({ ...parseCookies('a=1; a=2') }).toEqual({ a: '1' })
  expect(Object.keys(parseCookies('\u00a0session=x; session=y'))).toEqual(['\u00a0session', 'session'])
})

test('names of every object are own keys, on an object without a prototype', () => {
  const jar = parseCookies('__proto__=1; toString=2; constructor=3')
  expect('hasOwnProperty' in jar).toBe(false)
  expect(Object.entries(jar)).toEqual([
    ['__proto__', '1'],
    ['toString', '2'],
    ['constructor', '3']
  ])
})

test('cookies are read as the library reads them', async () => {
  const piece = fc.constantFrom('a', 'b', '=', ';', ' ', '\t', '\u00a0', '%', '%41', '%zz', '"', '__proto__', '\n', ',', '')
  await holds(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const header = pieces.join('')
      expect({ ...parseCookies(header) }).toEqual({ ...parseCookie(header) })
      expect(Object.keys(parseCookies(header))).toEqual(Object.keys(parseCookie(header)))
    }),
    5000
  )
})
