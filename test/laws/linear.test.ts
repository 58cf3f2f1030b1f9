/**
 * The work that hostile input can cause grows with its length, never faster: counted, not timed. Texts are handed over in a wrapper that
 * counts the letters that its methods look at; patterns, which nothing can look into, are held to be of forms that never go back.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { parseJson } from '../../src/codecs/safeJson.js'
import { parseMediaType } from '../../src/combinators/MediaType.js'
import { parseCookies } from '../../src/combinators/parseCookies.js'
import { parseQuery } from '../../src/combinators/queryString.js'
import { matches } from '../../src/deploy/local/evaluatePolicy.js'
import { matcher } from '../../src/router/match.js'
import { parsePath } from '../../src/router/Path.js'

let steps = 0

// How many letters a method looks at, by its arguments and what it gave.
const looks: Readonly<Record<string, (s: string, args: ReadonlyArray<unknown>, result: unknown) => number>> = {
  charCodeAt: () => 1,
  codePointAt: () => 1,
  startsWith: (_, [x]) => String(x).length,
  endsWith: (_, [x]) => String(x).length,
  indexOf: (s, [, from = 0], at) => (at === -1 ? s.length : Number(at)) - Number(from) + 1,
  lastIndexOf: (s, [, from = s.length], at) => Number(from) - (at === -1 ? 0 : Number(at)) + 1,
  slice: (_, __, part) => String(part).length
}

/** A text that counts. Whoever wants it as one, looks at all of it. */
const counted = (s: string): string =>
  new Proxy(Object(s) as object, {
    get: (_, key) => {
      if (key === 'length') return s.length
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf')
        return () => {
          steps += s.length
          return s
        }
      if (typeof key === 'string' && /^\d+$/.test(key)) {
        steps++
        return s[Number(key)]
      }
      const method = (s as unknown as Record<PropertyKey, unknown>)[key]
      if (typeof method !== 'function') return method
      return (...args: ReadonlyArray<unknown>) => {
        const result: unknown = Reflect.apply(method, s, args)
        steps += looks[String(key)]?.(s, args, result) ?? s.length
        return result
      }
    }
  }) as unknown as string

const work = (f: () => unknown): number => {
  steps = 0
  f()
  return steps
}

const table = matcher(
  [
    ...Array.from({ length: 20 }, (_, i) => `${Array.from({ length: i }, (_, j) => `/{p${j}}`).join('')}/end`),
    '/a/b/{rest+}',
    '/a/{x}/a/{y}/c',
    '/{x}/a/{y}/b'
  ].map((p) => [parsePath(p).segments, p] as const)
)

/** What somebody hostile would send: a piece, said so often. */
const attacks: ReadonlyArray<readonly [string, string, (s: string) => unknown]> = [
  ['a path of many segments', '/a', (s) => table(s, true)],
  ['a path of one long segment', 'a', (s) => table(counted(`/${String(s)}`), true)],
  ['a path of slashes', '/', (s) => table(s, true)],
  ['a path of escapes', '/%41', (s) => table(s, true)],
  ['a query of ampersands', '&', (s) => parseQuery(s, 1_000_000)],
  ['a query of fields', 'a=b&', (s) => parseQuery(s, 1_000_000)],
  ['a query of escapes', '%41', (s) => parseQuery(s, 1_000_000)],
  ['a query of equals signs', '=', (s) => parseQuery(s, 1_000_000)],
  ['JSON of lists', '[', (s) => parseJson(s, 64)],
  ['JSON of objects', '{"a":', (s) => parseJson(s, 64)],
  ['JSON of brackets in texts', '["[[[[",', (s) => parseJson(s, 64)],
  ['JSON of backslashes', '\\', (s) => parseJson(s, 64)],
  ['JSON of short lists', '[],', (s) => parseJson(counted(`[${String(s)}1]`), 2)],
  ['cookies of semicolons', ';', (s) => parseCookies(s)],
  ['cookies without an equals sign', 'a;', (s) => parseCookies(s)],
  ['cookies of one name', 'a=1;', (s) => parseCookies(s)],
  ['cookies of equals signs', '=', (s) => parseCookies(s)],
  ['cookies of spaces', ' ', (s) => parseCookies(counted(`a=${String(s)};b=1`))],
  ['a pattern of stars', '*', (s) => matches(s, 'a'.repeat(50))],
  ['an ARN against a pattern of stars', 'a', (s) => matches(`${'*a'.repeat(5)}b`, s)]
]

test.each(attacks)('%s: twice as long is at most twice the work', (_, piece, read) => {
  const of = (n: number) => {
    const s = counted(piece.repeat(n))
    return work(() => read(s))
  }
  // What is the same for any length, is left out.
  const [small, large, larger] = [of(200), of(2000), of(4000)]
  expect(larger).toBeLessThanOrEqual(2 * large + 64)
  expect(larger).toBeLessThanOrEqual(20 * small + 1000)
  // It was counted: somebody looked at something, or the answer was there at once.
  expect(larger + large).toBeGreaterThan(0)
})

test('what takes the square of its length is found', () => {
  const naive = (s: string) => Array.from({ length: s.length }, (_, i) => s.indexOf('x', i))
  const of = (n: number) => {
    const s = counted('a'.repeat(n))
    return work(() => naive(s))
  }
  expect(of(400)).toBeGreaterThan(3 * of(200))
})

test('a media type is looked at if it is no longer than anybody writes, so nothing can grow', () => {
  expect(parseMediaType(`a/b;${' '.repeat(300)}`)).toBeUndefined()
  expect(work(() => parseMediaType(counted('a'.repeat(257))))).toBe(0)
})

// ---- patterns

const src = resolve(__dirname, '../../src')

interface Pattern {
  readonly file: string
  readonly text: string
}

const patternsIn = (file: string): ReadonlyArray<Pattern> => {
  const found: Pattern[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ file, text: node.text })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.Latest, true))
  return found
}

const patterns = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((f) => /^(combinators|events|router)\/.*\.ts$/.test(f))
  .flatMap(patternsIn)

test('there are patterns to look at', () => {
  expect(patterns.length).toBeGreaterThan(20)
})

// An engine goes back where something that repeats stands within something that repeats,
const nested = /\([^()]*[*+}][^()]*\)(?:[*+]|\{\d)/
// where two that repeat stand side by side with nothing between them that must be there,
const beside = /[*+]\)?(?:\\?.\?)?\(?(?:\\[dsw]|\[[^\]]+\])[*+]/
// and where one is sought from every letter on, and must be followed by something.
const sought = /^\/(?!\^)(?:\\.|\[[^\]]+\]|[^\\[(])[*+](?!\/)/

/** Those that do, and why nobody can make them: what they read is ours, or is bounded before. */
const bounded: Readonly<Record<string, string>> = {
  '/^([+-]?)(\\d*)\\.?(\\d*)(?:e([+-]?\\d+))?$/i': 'a number of DynamoDB, of 38 digits at most',
  '/0+$/': 'the same',
  '/\\/+$/': 'the prefix of a mount'
}

test.each(patterns)('$file: $text never goes back, or reads what is bounded', ({ text }) => {
  const goes = [nested, beside, sought].some((p) => p.test(text))
  expect([text, goes && bounded[text] === undefined]).toEqual([text, false])
})

test('what goes back is found', () => {
  for (const text of ['/^(a+)+$/', '/(a|b*)*c/', '/^\\d*\\d*$/', '/^(\\d*)\\.?(\\d*)$/', '/a+$/', '/\\s+x/', '/[ab]+c/'])
    expect([text, [nested, beside, sought].some((p) => p.test(text))]).toEqual([text, true])
})
