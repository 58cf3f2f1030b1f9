/**
 * What we read of a header or a body, held against readers that are written from the standards alone, letter by letter, and share nothing
 * with ours. Equal wherever the standard says what something means; where ours is stricter or laxer, the difference is a row with its reason.
 */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import * as fc from 'fast-check'
import { bytesOf, textOf } from '../../src/combinators/bytes.js'
import { isHeaderName } from '../../src/combinators/headerName.js'
import { parseMediaType } from '../../src/combinators/MediaType.js'
import { parseCookies } from '../../src/combinators/parseCookies.js'
import { evaluatePolicy, matches } from '../../src/deploy/local/evaluatePolicy.js'
import { printReply } from '../../src/events/printReply.js'
import { reply } from '../../src/index.js'
import { allows, matches as matchesByTheBook } from '../events/authorizers.iam.js'
import { holds } from '../laws/holds.js'

// ---- media types: RFC 9110, sections 5.6 and 8.3.1

const isTchar = (c: string): boolean => /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(c)

/** `media-type = type "/" subtype parameters`, `parameters = *( OWS ";" OWS [ parameter ] )`, `parameter = token "=" ( token / quoted-string )`. */
const mediaType = (
  header: string
): { readonly type: string; readonly parameters: ReadonlyArray<readonly [string, string]> } | undefined => {
  // A field's value has no space around it (section 5.5).
  const s = header.replace(/^[ \t]+|[ \t]+$/g, '')
  let i = 0
  const token = (): string => {
    const from = i
    while (i < s.length && isTchar(s[i] as string)) i++
    return s.slice(from, i)
  }
  const ows = (): void => {
    while (s[i] === ' ' || s[i] === '\t') i++
  }
  const quoted = (): string | undefined => {
    let value = ''
    for (i++; i < s.length; i++) {
      const c = s[i] as string
      if (c === '"') {
        i++
        return value
      }
      const next = c === '\\' ? s[++i] : c
      if (next === undefined || !/[\t\x20-\x7e\x80-\xff]/.test(next)) return undefined
      value += next
    }
    return undefined
  }
  const type = token()
  if (type === '' || s[i++] !== '/') return undefined
  const subtype = token()
  if (subtype === '') return undefined
  const parameters: Array<readonly [string, string]> = []
  while (i < s.length) {
    ows()
    if (s[i++] !== ';') return undefined
    ows()
    const name = token()
    if (name === '') continue
    if (s[i++] !== '=') return undefined
    const value = s[i] === '"' ? quoted() : token() || undefined
    if (value === undefined) return undefined
    parameters.push([name.toLowerCase(), value])
  }
  return { type: `${type}/${subtype}`.toLowerCase(), parameters }
}

const pieces = [
  'a',
  'application/json',
  '/',
  ';',
  ';',
  '=',
  '"',
  '\\',
  ' ',
  '\t',
  ',',
  'charset',
  'utf-8',
  'UTF-8',
  'q="a b"',
  'x="\\""',
  '\u00e9',
  '\u0000',
  '\u000b',
  '*',
  '__proto__'
]
const header = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((ps) => ps.join('')),
  fc
    .tuple(
      fc.constantFrom('text/plain', 'Application/JSON', 'a/b'),
      fc.array(fc.constantFrom(';', ' ; ', ';\t', 'a=b', 'c="d"', ' ', 'e = f', 'g="\u000b"'), { maxLength: 5 })
    )
    .map(([t, ps]) => t + ps.join('')),
  fc.string()
)

/** Why ours says another thing than the standard: nothing where it does not. */
const mediaTypeDiffers = (h: string): string | undefined => {
  const [theirs, ours] = [mediaType(h), parseMediaType(h)]
  if (theirs === undefined && ours === undefined) return undefined
  if (theirs === undefined) {
    const without = mediaType(h.replaceAll(/[ ]*=[ ]*/g, '='))
    return without !== undefined ? 'spaces around =' : h.includes('\u000b') ? 'a vertical tab' : 'lax'
  }
  if (ours === undefined)
    return h.includes('\t')
      ? 'a tab'
      : /;[ ]*(;|$)/.test(h.trimEnd())
        ? 'an empty parameter'
        : h.length > 256
          ? 'too long'
          : 'strict'
  const same =
    theirs.type === ours.type &&
    JSON.stringify(Object.entries(ours.parameters)) === JSON.stringify([...new Map(theirs.parameters)])
  return same ? undefined : 'another meaning'
}

test('a media type is what RFC 9110 says it is; whatever is read otherwise is of one of these forms, and refused but for spaces around =', async () => {
  const seen = new Map<string, number>()
  await holds(
    fc.property(header, (h) => {
      const why = mediaTypeDiffers(h) ?? 'same'
      seen.set(why, (seen.get(why) ?? 0) + 1)
      expect(['same', 'spaces around =', 'a vertical tab', 'a tab', 'an empty parameter', 'too long']).toContain(why)
    }),
    3000
  )
  expect(seen.get('same')).toBeGreaterThan(1500)
})

test.each<[string, string, string, boolean]>([
  [
    'a trailing semicolon',
    'the RFC asks nobody to send one, and other parsers have skipped checks on it',
    'application/json;',
    false
  ],
  ['a tab behind a semicolon', 'nobody sends it but to be read in two ways (CVE-2026-25223)', 'application/json;\ta=b', false],
  [
    'spaces around =',
    'the type is the same by every reader, and no parameter but charset is read',
    'application/json; a = b',
    true
  ],
  ['a vertical tab in quotes', 'the same', 'application/json; a="\u000b"', true],
  ['over 256 characters', 'nobody writes one', `application/json; a=${'b'.repeat(250)}`, false]
])('%s: %s', (_, __, h, ours) => {
  expect([mediaTypeDiffers(h) !== undefined, parseMediaType(h)?.type === 'application/json']).toEqual([true, ours])
})

// ---- base64: RFC 4648, section 4, and UTF-8: RFC 3629

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const base64 = (s: string): ReadonlyArray<number> | undefined => {
  if (s.length % 4 !== 0) return undefined
  const bytes: number[] = []
  for (let i = 0; i < s.length; i += 4) {
    const last = i + 4 === s.length
    const group = [...s.slice(i, i + 4)].map((c) => alphabet.indexOf(c))
    const pad = last && s[i + 3] === '=' ? (s[i + 2] === '=' ? 2 : 1) : 0
    if (group.length !== 4 || group.slice(0, 4 - pad).includes(-1)) return undefined
    const bits = group.reduce((n, v, at) => n + (at < 4 - pad ? v : 0) * 64 ** (3 - at), 0)
    bytes.push(...[bits >> 16, (bits >> 8) & 255, bits & 255].slice(0, 3 - pad))
  }
  return bytes
}

test('bytes are what RFC 4648 says they are, or none', async () => {
  const text = fc.oneof(
    fc.uint8Array().map((u) => Buffer.from(u).toString('base64')),
    fc.array(fc.constantFrom(...'AQgZz09+/=-_ \n', 'é'), { maxLength: 12 }).map((cs) => cs.join('')),
    fc.uint8Array({ maxLength: 9 }).chain((u) => fc.nat(12).map((n) => Buffer.from(u).toString('base64').slice(0, n)))
  )
  await holds(
    fc.property(text, (data) => {
      const bytes = bytesOf({ data, base64: true })
      expect(bytes === undefined ? undefined : [...bytes]).toEqual(base64(data))
    }),
    2000
  )
})

/** Code points by RFC 3629's own table: shortest forms alone, no surrogates, nothing over U+10FFFF. */
const utf8 = (bytes: ReadonlyArray<number>): string | undefined => {
  let text = ''
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i] as number
    const length = b < 0x80 ? 1 : b >= 0xc2 && b <= 0xdf ? 2 : b >= 0xe0 && b <= 0xef ? 3 : b >= 0xf0 && b <= 0xf4 ? 4 : 0
    if (length === 0 || i + length > bytes.length) return undefined
    const rest = bytes.slice(i + 1, i + length)
    if (rest.some((x) => x < 0x80 || x > 0xbf)) return undefined
    const least = b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80
    const most = b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf
    if (length > 1 && ((rest[0] as number) < least || (rest[0] as number) > most)) return undefined
    const head = length === 1 ? b : b & (0xff >> (length + 1))
    text += String.fromCodePoint(rest.reduce((n, x) => n * 64 + (x & 0x3f), head))
    i += length
  }
  return text
}

test('text is what RFC 3629 says it is, without one byte order mark, or none', async () => {
  const odd = [
    0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xbb, 0xf0, 0xf4, 0xf5, 0xff
  ]
  const bytes = fc.oneof(
    fc.array(fc.constantFrom(...odd), { maxLength: 6 }),
    fc.string({ unit: 'binary' }).map((s) => [...Buffer.from(s)]),
    fc.uint8Array().map((u) => [...u])
  )
  await holds(
    fc.property(bytes, (bs) => {
      expect(textOf({ data: Buffer.from(bs).toString('base64'), base64: true })).toBe(utf8(bs)?.replace(/^\ufeff/, ''))
    }),
    3000
  )
})

// ---- cookies: RFC 6265, section 5.4 as a server reads it: pairs by semicolons, the first `=` parts a name from its value

const unescaped = (s: string): string => {
  try {
    return decodeURIComponent(s)
  } catch {
    return s
  }
}

const cookies = (header: string): ReadonlyMap<string, string> => {
  const jar = new Map<string, string>()
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at === -1) continue
    const trim = (s: string) => s.replace(/^[ \t]+|[ \t]+$/g, '')
    const name = trim(pair.slice(0, at))
    if (!jar.has(name)) jar.set(name, unescaped(trim(pair.slice(at + 1))))
  }
  return jar
}

test('cookies are the pairs that RFC 6265 parts, the first of a name, with their escapes undone where they are sound', async () => {
  const text = fc.oneof(
    fc
      .array(
        fc.constantFrom('a', 'b', '=', '=', ';', ';', ' ', '\t', '"', '%3B', '%', '%zz', '\u00a0', ',', '__proto__', 'toString'),
        { maxLength: 14 }
      )
      .map((ps) => ps.join('')),
    fc.string()
  )
  await holds(
    fc.property(text, (s) => {
      // A lone `=` names nothing, and is nothing.
      expect(Object.entries(parseCookies(s))).toEqual(s === '=' ? [] : inOrder(cookies(s)))
    }),
    3000
  )
})

// An object has keys that are whole numbers first.
const inOrder = (jar: ReadonlyMap<string, string>): ReadonlyArray<readonly [string, string]> =>
  Object.entries(Object.assign(Object.create(null), Object.fromEntries(jar)) as Record<string, string>)

// ---- headers: what Node's own server would let through

const passes = (f: () => void): boolean => {
  try {
    f()
    return true
  } catch {
    return false
  }
}

test('a name that we print, Node prints, and the other way round', async () => {
  await holds(
    fc.property(
      fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('x-a', '', 'a b', 'a\n', 'é', '__proto__', 'a:')),
      (name) => {
        expect(isHeaderName(name)).toBe(passes(() => validateHeaderName(name)))
      }
    ),
    2000
  )
})

test('a value that we print, Node prints; we refuse what is not ASCII as well, which a gateway would answer with a 502', async () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.string(),
    fc.constantFrom('a\tb', 'a\r\nb', 'é', '\u007f', '')
  )
  await holds(
    fc.property(value, (v) => {
      const printed = printReply(reply(200, 1, { 'x-a': v }), {
        method: 'GET',
        accept: undefined,
        binaryTypes: [],
        gateway: 'rest'
      })
      const ascii = /^[\0-\x7f]*$/.test(v)
      expect(printed.status === 200).toBe(ascii && passes(() => validateHeaderValue('x-a', v)))
    }),
    2000
  )
})

// ---- policies: the emulator's evaluator against the one of the tests

const pattern = fc
  .array(fc.constantFrom('a', 'b', '/', '*', '*', '?', '${*}', '${?}', '${$}', '$', '{', '}'), { maxLength: 9 })
  .map((ps) => ps.join(''))
const text = fc.array(fc.constantFrom('a', 'b', '/', '*', '?', '$', '{', '}'), { maxLength: 9 }).map((ps) => ps.join(''))

test('a pattern of IAM means what the naive reading of it means', async () => {
  await holds(
    fc.property(pattern, text, (p, s) => expect(matches(p, s)).toBe(matchesByTheBook(p, s))),
    3000
  )
})

test('a policy of our form allows what the naive reading of it allows', async () => {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constant('execute-api:Invoke'),
    Resource: fc.array(pattern, { minLength: 1, maxLength: 3 })
  })
  await holds(
    fc.property(fc.array(statement, { maxLength: 4 }), text, (Statement, arn) => {
      expect(evaluatePolicy({ Version: '2012-10-17', Statement }, arn) === 'allow').toBe(allows({ Statement }, arn))
    }),
    2000
  )
})
