/** Media types: what is not exactly one well-formed type is nobody's. */
import * as fc from 'fast-check'
import { acceptable, covers, firstAccepted, isMediaRange, parseMediaType } from '../../src/combinators/MediaType.js'
import { holds } from '../laws/holds.js'

test.each<[string, string, string | undefined]>([
  ['plain', 'application/json', 'application/json'],
  ['in capitals', 'APPLICATION/JSON', 'application/json'],
  ['with a parameter', 'text/plain; charset=utf-8', 'text/plain'],
  ['with a quoted parameter', 'text/plain; charset="utf-8"', 'text/plain'],
  ['with a space before the semicolon', 'application/json ; charset=UTF-8', 'application/json'],
  ['with a leading space', ' application/json', 'application/json'],
  ['a tab and more', 'application/json\ta', undefined],
  ['two types', 'application/json, text/plain', undefined],
  ['a trailing semicolon', 'application/json;', undefined],
  ['an empty text', '', undefined],
  ['no subtype', 'application', undefined],
  ['an empty subtype', 'application/', undefined],
  ['as long as may be: 256 characters', `a/${'b'.repeat(254)}`, `a/${'b'.repeat(254)}`],
  ['a longer one than anybody writes', `a/${'b'.repeat(255)}`, undefined]
])('%s', (_, header, type) => {
  expect(parseMediaType(header)?.type).toBe(type)
})

test.each<[string, ReadonlyArray<string>, string | undefined, boolean]>([
  ['the declared type', ['application/json'], 'application/json', true],
  ['a vendor’s JSON that is not declared', ['application/json'], 'application/vnd.cat+json', false],
  ['a vendor’s JSON that is', ['application/vnd.cat+json'], 'application/vnd.cat+json', true],
  ['jsonp', ['application/json'], 'application/jsonp', false],
  ['text on a JSON route', ['application/json'], 'text/plain', false],
  ['none at all', ['application/json'], undefined, false],
  ['none where anything goes', ['*/*'], undefined, true],
  ['any type where anything goes', ['*/*'], 'image/png', true],
  ['a malformed one where anything goes', ['*/*'], 'nonsense', false],
  ['the second of two declared types', ['application/json', 'text/csv'], 'TEXT/CSV', true],
  ['a type of a declared range', ['image/*'], 'image/png', true],
  ['a type that only begins like a range', ['image/*'], 'imagex/png', false],
  ['JSON in UTF-8', ['application/json'], 'application/json; charset=utf-8', true],
  ['JSON in UTF8', ['application/json'], 'application/json; charset=UTF8', true],
  ['JSON in Latin 1', ['application/json'], 'application/json; charset=iso-8859-1', false],
  ['a vendor’s JSON in UTF-16', ['application/a+json'], 'application/a+json; charset=utf-16', false],
  ['a form in Latin 1', ['application/x-www-form-urlencoded'], 'application/x-www-form-urlencoded; charset=latin1', false],
  ['JSON in what only ends like UTF-8', ['application/json'], 'application/json; charset=x-utf-8', false],
  ['JSON in what only begins like UTF-8', ['application/json'], 'application/json; charset=utf-8859', false],
  ['a text in Latin 1, which nobody reads as text', ['text/plain'], 'text/plain; charset=iso-8859-1', true],
  ['another parameter', ['application/json'], 'application/json; version=1', true]
])('%s', (_, declared, header, expected) => {
  expect(acceptable(declared, header)).toBe(expected)
})

test('a text in Latin 1 is refused where it will be read as text', () => {
  expect(acceptable(['text/plain'], 'text/plain; charset=iso-8859-1', true)).toBe(false)
  expect(acceptable(['text/plain'], 'text/plain; charset=us-ascii', true)).toBe(true)
})

test.each<[string | undefined, string | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['image/png', 'image/png'],
  ['IMAGE/PNG;q=0.5, */*', 'image/png'],
  [' text/html , image/png', 'text/html'],
  [' , image/png', undefined],
  ['text/html\n;q=1,\nimage/png', 'text/html']
])('of Accept %j only the first entry is looked at, as REST APIs do', (accept, first) => {
  expect(firstAccepted(accept)).toBe(first)
})

test.each<[string, boolean]>([
  ['text/csv', true],
  ['image/*', true],
  ['*/*', true],
  ['*', false],
  ['*/json', false],
  ['text/csv; charset=utf-8', false],
  ['Text/CSV', false],
  [' text/csv', false],
  ['text', false],
  ['text/', false]
])('%j may be declared: %s', (type, may) => {
  expect(isMediaRange(type)).toBe(may)
})

const token = fc.stringMatching(/^[a-z0-9.+-]{1,10}$/)
const type = fc.tuple(token, token).map(([a, b]) => `${a}/${b}`)

test('a declared type accepts itself in any case and with parameters, and no other type', async () => {
  await holds(
    fc.property(type, type, token, (declared, other, p) => {
      expect(acceptable([declared], declared.toUpperCase())).toBe(true)
      expect(acceptable([declared], `${declared}; p=${p}`)).toBe(true)
      expect(acceptable([declared], other)).toBe(declared === other)
    })
  )
})

test('whatever the header, it is accepted only if its parsed type is covered by what is declared', async () => {
  const header = fc.oneof(
    fc.string(),
    type,
    fc.tuple(type, fc.string()).map(([t, s]) => t + s),
    fc.constantFrom(' application/json', 'application/json\ta', 'application/json;')
  )
  await holds(
    fc.property(header, (h) => {
      if (!acceptable(['application/json', 'text/*'], h)) return
      const parsed = parseMediaType(h)
      expect(parsed !== undefined && (covers('application/json', parsed.type) || covers('text/*', parsed.type))).toBe(true)
    })
  )
})
