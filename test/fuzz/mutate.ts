/**
 * Events that are nearly real: real ones with a few things changed, anywhere in them. Random JSON hardly ever gets past the first look at
 * it; these do.
 */
import * as fc from 'fast-check'

interface Mutation {
  /** Where: the place of so much, of all places there are. */
  readonly at: number
  readonly op: number
  readonly n: number
  readonly value: unknown
  readonly key: string
}

interface Place {
  readonly parent: Record<string, unknown>
  readonly key: string
}

// ---- what is put in

const deep = (open: string, close: string, n: number): unknown => JSON.parse(open.repeat(n) + close.repeat(n))

/** Values that programs have been caught with. */
const values: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      'true',
      0,
      -1,
      1e308,
      0.5,
      '',
      ' ',
      '0',
      'null',
      '\u0000',
      '\ud800',
      '\r\nset-cookie: a=b',
      'Zürich',
      '%',
      '%E0%A4%A',
      '%252e%2e/',
      '__proto__',
      'constructor',
      '{',
      '[]',
      '{"__proto__":{"polluted":1}}',
      '"',
      'application/json',
      'application/json\ta',
      'text/plain',
      '*/*',
      'x'.repeat(10_000),
      [],
      {},
      [null],
      [[]],
      { length: -1 },
      { length: 4_294_967_296 },
      { _tag: 'Left', left: 1 },
      { _tag: 'Right', right: 1 },
      { statusCode: 200, body: 'x' },
      JSON.parse('{"then":1,"toJSON":1,"valueOf":1,"toString":1}'),
      JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
      deep('[', ']', 200),
      'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/x',
      'arn:aws:sqs:eu-west-1:123456789012:q.fifo',
      '2020-02-30T00:00:00Z'
    )
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }
)

const keys = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
  'Records',
  'httpMethod',
  'rawPath',
  'elb',
  'http',
  'version',
  'body',
  'ORIGIN',
  'content-type',
  'Content-Type',
  'cookie',
  'authorization',
  '',
  ' ',
  'a\u0000'
)

// ---- what is done

const setOwn = (o: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(o, key, { value, writable: true, enumerable: true, configurable: true })
}

// What is put into events is used for many of them.
const copy = (u: unknown): unknown => JSON.parse(JSON.stringify(u) ?? 'null')

const placesIn = (event: unknown): ReadonlyArray<Place> => {
  const found: Place[] = []
  const visit = (u: unknown): void => {
    if (typeof u !== 'object' || u === null || found.length > 500) return
    for (const key of Object.keys(u)) {
      found.push({ parent: u as Record<string, unknown>, key })
      visit((u as Record<string, unknown>)[key])
    }
  }
  visit(event)
  return found
}

const cut = (s: string, n: number): string => (s === '' ? '' : s.slice(0, n % s.length))
const splice = (s: string, n: number, put: string): string =>
  `${s.slice(0, n % (s.length + 1))}${put}${s.slice(n % (s.length + 1))}`

const inText = (s: string, n: number, value: unknown): unknown =>
  [
    () => cut(s, n),
    () => splice(s, n, typeof value === 'string' ? value : JSON.stringify(value)),
    () => (n % 2 === 0 ? s.toUpperCase() : s.toLowerCase()),
    () => s.repeat(2 + (n % 3)),
    () => `${s.slice(0, n % (s.length + 1))}${s.slice((n % (s.length + 1)) + 1)}`,
    () => ` ${s}`,
    () => Buffer.from(s).toString('base64'),
    () => encodeURIComponent(Buffer.from(s).toString())
  ][n % 8]?.()

const otherName = (name: string, n: number, key: string): string =>
  n % 3 === 0 ? name.toUpperCase() : n % 3 === 1 ? name.toLowerCase() : key

const otherNumber = (x: number, n: number): unknown => [-x, x + 0.5, x * 1e300, String(x)][n % 4]

/** Each changes one place of an event in its own way. */
const changes: ReadonlyArray<(m: Mutation, place: Place, donor: unknown) => void> = [
  (_, { parent, key }) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  },
  ({ value }, { parent, key }) => setOwn(parent, key, copy(value)),
  ({ n, value }, { parent, key }) => {
    const here = parent[key]
    setOwn(parent, key, typeof here === 'string' ? inText(here, n, value) : n % 2 === 0 ? [here] : { [key]: here })
  },
  // Another name, in the place of its own or beside it.
  ({ n, key: name }, { parent, key }) => {
    if (Array.isArray(parent)) return
    const here = parent[key]
    if (n % 2 === 0) delete parent[key]
    setOwn(parent, otherName(key, n, name), here)
  },
  ({ n, value, key: name }, { parent, key }) => {
    if (Array.isArray(parent)) for (let i = 0; i <= n % 12; i++) parent.push(copy(parent[Number(key)]))
    else setOwn(parent, name, copy(value))
  },
  // A part of another event: where it would stand there, or here.
  ({ n }, { parent, key }, donor) => {
    const places = placesIn(donor)
    const from = places[n % places.length]
    if (from !== undefined) setOwn(parent, n % 2 === 0 && !Array.isArray(parent) ? from.key : key, copy(from.parent[from.key]))
  },
  ({ n }, { parent, key }) => {
    const here = parent[key]
    setOwn(parent, key, typeof here === 'number' ? otherNumber(here, n) : null)
  },
  // Text that holds JSON is changed as JSON.
  (m, { parent, key }) => {
    const here = parent[key]
    setOwn(parent, key, typeof here === 'string' ? inner(here, m) : copy(m.value))
  }
]

const inner = (s: string, { n, value, key }: Mutation): string => {
  try {
    const parsed: unknown = JSON.parse(s)
    const places = placesIn(parsed)
    const place = places[n % places.length]
    if (place === undefined) return JSON.stringify(value)
    if (n % 3 === 0) delete place.parent[place.key]
    else setOwn(place.parent, n % 3 === 1 ? place.key : key, value)
    return JSON.stringify(parsed)
  } catch {
    return JSON.stringify(value)
  }
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(1_000_000),
  op: fc.nat(changes.length - 1),
  n: fc.nat(1_000_000),
  value: values,
  key: keys
})

/** One of these events, with none to six changes. */
export const mutated = (corpus: ReadonlyArray<unknown>, donors: ReadonlyArray<unknown> = corpus): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.nat(corpus.length - 1), fc.nat(donors.length - 1), fc.array(mutation, { maxLength: 6 }))
    .map(([which, donor, mutations]) => {
      const root = { event: JSON.parse(JSON.stringify(corpus[which])) as unknown }
      for (const m of mutations) {
        const places = placesIn(root)
        // The event itself is a place like any other, but one in some hundred.
        const place = places[m.at % places.length]
        if (place !== undefined) changes[m.op]?.(m, place, donors[donor])
      }
      return root.event
    })
