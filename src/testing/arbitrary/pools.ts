/**
 * Values for what says no more of itself than its type: texts, numbers, JSON. Everything in them can arrive in a request as JSON or as text,
 * so there is no NaN and no Infinity; all the rest that has ever broken a program is there.
 */
import * as fc from 'fast-check'
import { Simplest } from './Simplest.js'

// ---- texts

// fast-check's own unit of all characters is a table of a million entries: half a second, and 128 MB, for whoever imports this.
const characters = fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff })).map((c) => String.fromCodePoint(c))

/** Texts of every kind: short, empty, of any script, long, and the names of what every object has. No lone surrogates: no request carries one. @internal */
export const texts: fc.Arbitrary<string> = new Simplest(
  fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit: 'grapheme-ascii' }) },
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme' }) },
    { weight: 1, arbitrary: fc.string({ unit: characters }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '__proto__',
        'constructor',
        'toString',
        'null',
        'NaN',
        '0',
        '-0',
        '\0',
        '\ufeff',
        'ﬀİ',
        '👩‍👩‍👧',
        'a\r\nb'
      )
    },
    { weight: 1, arbitrary: fc.nat(3).map((n) => 'long '.repeat(10 ** n)) }
  ),
  ['', 'a']
)

/** Addresses on the web, with paths and queries of every kind of text. fast-check's own would make the table of all characters. @internal */
export const urls: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.webAuthority({ withPort: true }),
    fc.array(texts, { maxLength: 3 }),
    fc.option(texts, { nil: undefined })
  )
  .map(([scheme, host, path, query]) => {
    const asked = query === undefined ? '' : `?q=${encodeURIComponent(query)}`
    return `${scheme}://${host}/${path.map(encodeURIComponent).join('/')}${asked}`
  })

const letters = (s: string, most: number, least = 1): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...s), minLength: least, maxLength: most })

/** Texts of the forms that refinements ask for; whether one is taken is for their predicate to say. @internal */
export const forms: fc.Arbitrary<string> = fc.oneof(
  letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 8),
  letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 2, 2),
  letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 3, 3),
  letters('abcdefghijklmnopqrstuvwxyz', 12),
  letters('0123456789', 12),
  letters('0123456789abcdef', 40),
  letters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 24),
  letters('abcxyz019-_', 16),
  fc.uuid(),
  fc.emailAddress(),
  urls,
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  fc.base64String(),
  instants().map((d) => d.toISOString()),
  instants().map((d) => d.toISOString().slice(0, 10)),
  instants().map((d) => d.toISOString().slice(11, 19)),
  fc.integer().map(String),
  fc.array(letters('abcdefghijklmnopqrstuvwxyz0123456789', 6), { minLength: 1, maxLength: 4 }).map((w) => w.join('-')),
  fc.jsonValue().map((v) => JSON.stringify(v))
)

/** Instants that RFC 3339 can write: the years 0 to 9999. @internal */
export function instants(): fc.Arbitrary<Date> {
  return fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
}

// ---- numbers

/** Finite numbers: small and whole, large, broken, and -0. @internal */
export const numbers: fc.Arbitrary<number> = new Simplest(
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -10, max: 120 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
    { weight: 2, arbitrary: fc.maxSafeInteger() },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, min: 0, max: 1 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(0, -0, 0.1, -1.5, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, 1e21, 2 ** 31, 1_700_000_000_000)
    }
  ),
  [0, 1, -1]
)

/** Decimals as text can carry them: whole ones, and such with up to four places. @internal */
export const decimals: fc.Arbitrary<number> = new Simplest(
  fc.oneof(
    fc.integer({ min: -10, max: 120 }),
    fc.maxSafeInteger(),
    fc.tuple(fc.integer(), fc.nat(4)).map(([n, places]) => n / 10 ** places)
  ),
  [0, 1, -1]
)

// ---- JSON

/** Any value that JSON can write. @internal */
export const json: fc.Arbitrary<fc.JsonValue> = fc.jsonValue()

/** @internal */
export const jsonObjects: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(texts, json, {
  noNullPrototype: true,
  maxKeys: 5
})

/** @internal */
export const jsonArrays: fc.Arbitrary<unknown[]> = fc.array(json, { maxLength: 5 })
