/** Which declared path a request means, against a naive reference that scans them all. */
import * as fc from 'fast-check'
import { matcher, textMatcher } from '../../src/router/match.js'
import { onlyPath } from '../../src/router/onlyPath.js'
import { type Path, paramNames, parsePath, printPath, type Segment, shapeOf } from '../../src/router/Path.js'
import { holds } from '../laws/holds.js'

// The reference: every path is tried; of those that match, the first one by static before param before greedy, segment by segment.
const reference = (
  paths: ReadonlyArray<Path>,
  request: string
): { readonly path: Path; readonly values: ReadonlyArray<string> } | undefined => {
  if (!request.startsWith('/')) return undefined
  const parts = request === '/' ? [] : request.slice(1).split('/')
  const rank = { Literal: 0, Param: 1, Greedy: 2 }
  const matches = paths.flatMap((path) => {
    const values: string[] = []
    for (let i = 0; i < path.length; i++) {
      const s = path[i] as Segment
      if (s._tag === 'Greedy') {
        const rest = parts.slice(i).join('/')
        return rest === '' ? [] : [{ path, values: [...values, rest] }]
      }
      const part = parts[i]
      if (part === undefined || part === '') return []
      if (s._tag === 'Literal' && s.text !== part) return []
      if (s._tag === 'Param') values.push(part)
    }
    return path.length === parts.length ? [{ path, values }] : []
  })
  return matches.sort((a, b) => {
    for (let i = 0; i < Math.max(a.path.length, b.path.length); i++) {
      const d = rank[a.path[i]?._tag ?? 'Literal'] - rank[b.path[i]?._tag ?? 'Literal']
      if (d !== 0) return d
    }
    return 0
  })[0]
}

const word = fc.constantFrom('a', 'b', 'c', 'constructor')
const segment: fc.Arbitrary<Segment> = fc.oneof(
  { weight: 3, arbitrary: word.map((text): Segment => ({ _tag: 'Literal', text })) },
  { weight: 2, arbitrary: fc.constant<Segment>({ _tag: 'Param', name: 'p' }) }
)
const path: fc.Arbitrary<Path> = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean())
  .map(([ss, greedy]) =>
    [...ss, ...(greedy ? [{ _tag: 'Greedy', name: 'g' } as const] : [])].map((s, i) =>
      s._tag === 'Literal' ? s : { ...s, name: `${s.name}${i}` }
    )
  )
const table = fc.uniqueArray(path, { minLength: 1, maxLength: 12, selector: shapeOf })
const request = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.oneof(word, fc.constantFrom('x', '')), { maxLength: 6 }).map((ps) => `/${ps.join('/')}`) },
  { weight: 1, arbitrary: fc.constantFrom('', 'a', 'a/b', '//', '/a//', '/A', '/a;x=y', '/a\\b', '/__proto__', '/{p0}') }
)

const seen = (m: ReturnType<ReturnType<typeof matcher<Path>>>) =>
  m === undefined || m === 'malformed' ? m : { path: m.target, params: { ...m.params } }
const expected = (paths: ReadonlyArray<Path>, r: string) => {
  const found = reference(paths, r)
  return found === undefined
    ? undefined
    : { path: found.path, params: Object.fromEntries(paramNames(found.path).map((n, i) => [n, found.values[i]])) }
}

test('it finds what the naive reference finds, with the same parameters', async () => {
  await holds(
    fc.property(table, fc.array(request, { minLength: 1, maxLength: 8 }), (paths, requests) => {
      const match = matcher(paths.map((p) => [p, p] as const))
      for (const r of requests) expect(seen(match(r, true))).toEqual(expected(paths, r))
    }),
    2000
  )
})

test('the order of declaration changes nothing', async () => {
  await holds(
    fc.property(
      table.chain((paths) => fc.tuple(fc.constant(paths), fc.shuffledSubarray([...paths], { minLength: paths.length }))),
      request,
      ([paths, shuffled], r) => {
        const [a, b] = [paths, shuffled].map((ps) => seen(matcher(ps.map((p) => [p, p] as const))(r, true)))
        expect(a).toEqual(b)
      }
    )
  )
})

test('of requests that are interleaved, none has a parameter of another', async () => {
  await holds(
    fc.property(table, fc.array(request, { minLength: 2, maxLength: 20 }), (paths, requests) => {
      const match = matcher(paths.map((p) => [p, p] as const))
      const all = requests.map((r) => match(r, true))
      requests.forEach((r, i) => {
        expect(seen(all[i] as never)).toEqual(expected(paths, r))
      })
    })
  )
})

test('of one path a pattern says what the tree says', async () => {
  const near = fc.tuple(path, request, fc.constantFrom('%2F', '%', '\n', '.', 'b')).chain(([p, r, strange]) => {
    const asked = printPath(p).replaceAll(/\{[^}]+\}/g, strange)
    return fc.record({
      p: fc.constant(p),
      r: fc.constantFrom(r, asked, `${asked}/`, `${asked}/b`, asked.slice(0, -1)),
      encoded: fc.boolean()
    })
  })
  await holds(
    fc.property(near, ({ p, r, encoded }) => {
      const target = new Map([[printPath(p), p]])
      expect(seen(onlyPath(target)(r, encoded))).toEqual(seen(textMatcher(target)(r, encoded)))
    }),
    2000
  )
  const dotted = new Map([['/a.b/{p}', 1]])
  expect(['/a.b/c', '/axb/c'].map((r) => onlyPath(dotted)(r, true) !== undefined)).toEqual([true, false])
})

const routes = ['/', '/cats', '/cats/{id}', '/cats/new', '/cats/{id}/toys', '/files/{name+}', '/{any}/toys'].map(
  (p) => [parsePath(p).segments, p] as const
)
const match = matcher(routes)

test.each<[string, boolean, string | undefined, Record<string, string>]>([
  ['/', true, '/', {}],
  ['/cats', true, '/cats', {}],
  ['/cats/1', true, '/cats/{id}', { id: '1' }],
  ['/cats/new', true, '/cats/new', {}],
  ['/cats/new/toys', true, '/cats/{id}/toys', { id: 'new' }],
  ['/dogs/toys', true, '/{any}/toys', { any: 'dogs' }],
  ['/files/a/b/c', true, '/files/{name+}', { name: 'a/b/c' }],
  ['/files/', true, undefined, {}],
  ['/files', true, undefined, {}],
  ['/cats/', true, undefined, {}],
  ['/cats//toys', true, undefined, {}],
  ['//cats', true, undefined, {}],
  ['/CATS', true, undefined, {}],
  ['cats', true, undefined, {}],
  ['/cats/1;x=y', true, '/cats/{id}', { id: '1;x=y' }],
  ['/cats\\1', true, undefined, {}],
  ['/cats/%2e%2e%2fadmin', true, '/cats/{id}', { id: '../admin' }],
  ['/cats/..%2f', true, '/cats/{id}', { id: '../' }],
  ['/cats/a%2Fb', true, '/cats/{id}', { id: 'a/b' }],
  ['/cats/%252F', true, '/cats/{id}', { id: '%2F' }],
  ['/cats/%252F', false, '/cats/{id}', { id: '%252F' }],
  ['/cats/n%65w', true, '/cats/{id}', { id: 'new' }],
  ['/cats/__proto__', true, '/cats/{id}', { id: '__proto__' }],
  ['/files/a%2Fb/c', true, '/files/{name+}', { name: 'a/b/c' }]
])('%j (encoded: %s) means %j', (path, encoded, target, params) => {
  expect(seen(match(path, encoded) as never)).toEqual(target === undefined ? undefined : { path: target, params })
})

test.each(['/cats/%E0%A4%A', '/cats/%', '/cats/%zz', '/files/a/%ff'])('%j has a broken escape', (path) => {
  expect(match(path, true)).toBe('malformed')
})

test('a broken escape matters only where somebody reads it', () => {
  expect(match('/nothing/%', true)).toBeUndefined()
  expect(match('/cats/%', false)).toMatchObject({ params: { id: '%' } })
})

test('parameters have no prototype', () => {
  const found = match('/cats/1', true)
  expect(typeof found === 'object' && Object.getPrototypeOf(found.params)).toBe(null)
})
