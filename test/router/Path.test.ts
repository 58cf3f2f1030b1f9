/** Paths: parsed, printed, joined. */
import * as fc from 'fast-check'
import {
  joinPath,
  namesIn,
  type Path,
  paramNames,
  parsePath,
  printPath,
  type Segment,
  shapeOf,
  shapeOfText
} from '../../src/router/Path.js'
import { holds } from '../laws/holds.js'

const text = fc.stringMatching(/^[A-Za-z0-9._:-]{1,6}$/)
const name = text.filter((s) => !['__proto__', 'constructor', 'prototype'].includes(s))
const path: fc.Arbitrary<Path> = fc
  .tuple(
    fc.array(
      fc.oneof(
        text.filter((s) => !s.startsWith(':')).map((text): Segment => ({ _tag: 'Literal', text })),
        name.map((name): Segment => ({ _tag: 'Param', name }))
      ),
      { maxLength: 5 }
    ),
    fc.option(
      name.map((name): Segment => ({ _tag: 'Greedy', name })),
      { nil: undefined }
    )
  )
  .map(([segments, greedy]) => (greedy === undefined ? segments : [...segments, greedy]))
  .filter((p) => new Set(paramNames(p)).size === paramNames(p).length)

test('a path that is printed and parsed is the same path, without faults', async () => {
  await holds(fc.property(path, (p) => expect(parsePath(printPath(p))).toEqual({ segments: p, faults: [] })))
})

test('its parameters are named alike, taken apart or not', async () => {
  await holds(fc.property(path, (p) => expect(namesIn(printPath(p))).toEqual(paramNames(p))))
})

test('whatever the text, it is either faulty or prints as itself', async () => {
  const texts = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('/', '{', '}', '+', 'a', 'b', '{a}', '{b+}', '.', '%', ' ', 'é'), { maxLength: 10 })
      .map((s) => s.join(''))
  )
  await holds(
    fc.property(texts, (s) => {
      const { segments, faults } = parsePath(s)
      if (faults.length === 0) expect(printPath(segments)).toBe(s)
    }),
    2000
  )
})

test.each<[string, string]>([
  ['', "does not start with '/'"],
  ['todos', "does not start with '/'"],
  ['/todos/', "ends with '/'"],
  ['//', "ends with '/'"],
  ['/a//b', 'an empty segment'],
  ['/a{id}', 'mixes text and braces'],
  ['/{id}.json', 'mixes text and braces'],
  ['/{}', 'mixes text and braces'],
  ['/{id', 'mixes text and braces'],
  ['/{a+b}', 'mixes text and braces'],
  ['/a/:id', "':id' is a parameter of Express: here it is {id}"],
  ['/a/:a_name', "':a_name' is a parameter of Express: here it is {a_name}"],
  ['/a b', 'has characters other than'],
  ['/a%20b', 'has characters other than'],
  ['/é', 'has characters other than'],
  ['/a?b=1', 'has characters other than'],
  ['/*', 'has characters other than'],
  ['/{a b}', "the parameter 'a b' has characters"],
  ['/{__proto__}', "'__proto__' cannot name a parameter"],
  ['/{constructor}', "'constructor' cannot name a parameter"],
  ['/{prototype+}', "'prototype' cannot name a parameter"],
  ['/{id}/{id}', "the parameter 'id' stands twice"],
  ['/{rest+}/x', '{rest+} is greedy and not the last']
])('%j is faulty: it %s', (path, fault) => {
  expect(parsePath(path).faults.join('; ')).toContain(fault)
})

test('an empty path has one fault: there is no segment that could be another', () => {
  expect(parsePath('').faults).toEqual(["it does not start with '/'"])
})

test('all that is wrong with a path is told at once', () => {
  expect(parsePath('a b/{x+}/{x}/').faults).toHaveLength(5)
})

test('slashes that are wrong are told alone: the segments between them are read as they are', () => {
  expect(parsePath('{a}/b/')).toEqual({
    segments: [
      { _tag: 'Param', name: 'a' },
      { _tag: 'Literal', text: 'b' }
    ],
    faults: ["it does not start with '/'", "it ends with '/'"]
  })
})

test('a colon that is no parameter of Express is a character as others', () => {
  expect(parsePath('/a/:id-x/b:c').faults).toEqual([])
})

test.each<[string, string, string]>([
  ['', '/', '/'],
  ['/', '/', '/'],
  ['', '/x', '/x'],
  ['/', '/x', '/x'],
  ['/p', '/', '/p'],
  ['/p', '/x', '/p/x'],
  ['/p/', '/x', '/p/x'],
  ['/p//', '/x', '/p/x'],
  ['/p/{id}', '/x', '/p/{id}/x']
])('%j and %j are joined to %j', (prefix, path, joined) => {
  expect(joinPath(prefix, path)).toBe(joined)
})

const literals = fc.array(text, { maxLength: 3 }).map((xs) => `/${xs.join('/')}`)

test('joining is associative, and the root is its identity', async () => {
  await holds(
    fc.property(literals, literals, literals, (a, b, c) => {
      expect(joinPath(joinPath(a, b), c)).toBe(joinPath(a, joinPath(b, c)))
      expect([joinPath('/', a), joinPath('', a), joinPath(a, '/')]).toEqual([a, a, a])
    })
  )
})

test('two paths have one shape exactly if they differ in names of parameters alone', async () => {
  const renamed = (p: Path): Path => p.map((s, i) => (s._tag === 'Literal' ? s : { ...s, name: `other${i}` }))
  await holds(
    fc.property(path, path, (a, b) => {
      expect(shapeOf(renamed(a))).toBe(shapeOf(a))
      const same =
        a.length === b.length &&
        a.every((s, i) => s._tag === b[i]?._tag && (s._tag !== 'Literal' || s.text === (b[i] as { text: string }).text))
      expect(shapeOf(a) === shapeOf(b)).toBe(same)
    })
  )
})

test('a shape keeps literals and says of parameters what they are', () => {
  expect(shapeOf(parsePath('/a/{b}/c/{d+}').segments)).toBe('/a/{}/c/{+}')
  expect(paramNames(parsePath('/a/{b}/c/{d+}').segments)).toEqual(['b', 'd'])
})

test('the shape of a text is the shape of its path', async () => {
  await holds(fc.property(path, (p) => expect(shapeOfText(printPath(p))).toBe(shapeOf(p))))
})

test.each(['', '/', '/{a', '/a}', '/{a}/{b', '/{}/}{'])('what is no parameter in %j stays in its shape', (text) => {
  expect(shapeOfText(text)).toBe(text.replace('{a}', '{}'))
})
